"""Opens the store that a database URL names."""

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from bot.core.errors import BadSetting
from bot.secret_keys import SecretKeys
from bot.store.port import Store
from bot.store.sqlite.store import open_sqlite_store

POSTGRES = "postgresql+psycopg://"
EXTRA = "its library is not installed; in the checkout: .venv/bin/python -m pip install -e '.[postgres]'"


def is_postgres(url: str) -> bool:
    return url.startswith(POSTGRES)


def name_database(url: str) -> str:
    """How a sentence begins that is about this database: a file by its path, without user and password otherwise."""
    if not is_postgres(url):
        return str(Path(url.removeprefix("sqlite:///")))
    from bot.store.postgres.connecting import name_database as name_postgres

    name = name_postgres(url)
    return name[0].upper() + name[1:]


def require_postgres_library() -> None:
    """Raises BadSetting when the extra `postgres` is not installed."""
    if find_spec("psycopg") is None:
        raise BadSetting("COUNTERSIGN_DATABASE_URL", f"{POSTGRES}…", EXTRA)


def open_store(url: str, keys: Callable[[], SecretKeys] | None = None, *, is_shared: bool = False) -> Store:
    """The open store of this URL, made or migrated if needed. Raises CannotStart's children.

    A shared one is opened by several processes; SQLite is not.

    `keys` is called after the database is known to be ours, so no key file is made beside a foreign one. Without it the
    key file in the folder of a SQLite file is used, and made when there is none; PostgreSQL needs `keys`.
    """
    if not is_postgres(url):
        if is_shared:
            raise BadSetting("COUNTERSIGN_DATABASE_URL", url, f"several processes need {POSTGRES}…: SQLite is of one")
        return open_sqlite_store(url, keys)
    require_postgres_library()
    from bot.store.postgres.store import open_postgres_store  # a server over SQLite does without it

    if keys is None:
        raise ValueError("a database of PostgreSQL has no folder for a key file: pass its keys")
    return open_postgres_store(url, keys, is_shared=is_shared)
