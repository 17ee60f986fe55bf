"""Opens the store that a database URL names."""

from collections.abc import Callable

from bot.secret_keys import SecretKeys
from bot.store.port import Store
from bot.store.sqlite.store import open_sqlite_store


def open_store(url: str, keys: Callable[[], SecretKeys] | None = None) -> Store:
    """The open store of this URL, made or migrated if needed. Raises CannotStart's children.

    `keys` is called after the database is known to be ours, so no key file is made beside a foreign one. Without it the
    key file in the database's folder is used, and made when there is none.
    """
    return open_sqlite_store(url, keys)
