"""Brings a database file to the newest schema with alembic."""

import sqlite3
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from bot.core.errors import NewerSchema
from bot.secret_keys import open_keys_beside
from bot.store.log_signing import HeadSigner
from bot.store.revisions import MIGRATIONS as MIGRATIONS
from bot.store.revisions import find_newest_revision as find_newest_revision
from bot.store.revisions import list_revisions as list_revisions

if TYPE_CHECKING:
    from alembic.config import Config  # only a file of another schema needs alembic, which takes long to import

PREVIOUS_RELEASE = "0010"
"""The newest schema of the previous release. Each release sets it to the newest one of the release before."""
SIGNING = "0004"
"""The migration that signs the heads of threads."""


def upgrade_schema(path: Path, signer: HeadSigner | None = None) -> None:
    """Run the migrations that this file lacks; each runs whole or not at all.

    `signer` signs the heads of an older file; without one, the key file beside the database is used.
    """
    if read_revision(path) != find_newest_revision():
        from alembic import command

        config = make_alembic_config(path)
        config.attributes["signer"] = signer or HeadSigner(open_keys_beside(path))
        command.upgrade(config, "head")


def downgrade_schema(path: Path, seal_row: Callable[[str, str, bytes], bytes], now: int) -> str:
    """Take back what came after the previous release, in one transaction; return its schema. Raises `DowngradeRefused`.

    `seal_row` returns the body of a row of the vault for a kind, a key and a value; `now` is in microseconds.
    """
    from alembic import command

    config = make_alembic_config(path)
    config.attributes.update(seal_row=seal_row, now=now)
    command.downgrade(config, PREVIOUS_RELEASE)
    return PREVIOUS_RELEASE


def make_alembic_config(path: Path) -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("sqlalchemy.url", f"sqlite:///{path}".replace("%", "%%"))
    return config


def is_signed(revision: str | None) -> bool:
    """Whether a file of this schema has signed heads. A newer release signs them."""
    if revision is None or revision not in list_revisions():
        return revision is not None
    return list_revisions().index(revision) >= list_revisions().index(SIGNING)


def make_newer_schema(path: Path, revision: str) -> NewerSchema:
    """The refusal of a file with a schema that this release does not know."""
    return NewerSchema(path, revision, f"Countersign {metadata.version('countersign')}", find_newest_revision())


def read_revision(path: Path) -> str | None:
    """The schema of this file, None when it has none."""
    connection = sqlite3.connect(path)
    try:
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        return str(row[0]) if row else None
    except sqlite3.OperationalError:
        return None
    finally:
        connection.close()
