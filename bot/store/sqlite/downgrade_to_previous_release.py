"""Sets the schema of a database back to that of the previous release (`countersign database downgrade`)."""

import time
from contextlib import closing
from functools import partial
from pathlib import Path

from bot.core.errors import DowngradeRefused
from bot.secret_keys import SecretKeys
from bot.store.log_signing import HeadSigner
from bot.store.sqlite import migrate
from bot.store.sqlite.channel_credential_vault import seal_row
from bot.store.sqlite.database import lock_file, refuse_foreign_file, refuse_unproven_log


def downgrade_database(path: Path, keys: SecretKeys) -> str:
    """Set the schema back to that of the previous release, in one transaction; return the schema after it.

    The values that channels remember are sealed into the vault. Raises CannotStart's children: there is no database, a
    server has it open, its schema is not this release's, or the secret is another one.
    """
    if not path.exists() or path.stat().st_size == 0:
        raise DowngradeRefused(f"there is no database {path}")
    with closing(lock_file(path)):
        refuse_foreign_file(path)
        found, newest = migrate.read_revision(path), migrate.find_newest_revision()
        if found != newest:
            raise DowngradeRefused(f"{path} has the schema {found}, and this release sets back {newest} alone")
        refuse_unproven_log(path, HeadSigner(keys))  # another secret would seal what the previous release cannot open
        return migrate.downgrade_schema(path, partial(seal_row, keys), time.time_ns() // 1000)
