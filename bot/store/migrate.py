"""Brings a database file to the newest schema with alembic."""

import sqlite3
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from bot.secret_keys import open_keys_beside
from bot.store.signed_heads import HeadSigner

MIGRATIONS = Path(__file__).parent / "migrations"
SIGNING = "0004"
"""The migration that signs the heads of threads."""


def upgrade_schema(path: Path, signer: HeadSigner | None = None) -> None:
    """Run the migrations that this file lacks; each runs whole or not at all.

    `signer` signs the heads of an older file; without one, the key file beside the database is used.
    """
    if read_revision(path) != find_newest_revision():
        config = make_alembic_config(path)
        config.attributes["signer"] = signer or HeadSigner(open_keys_beside(path))
        command.upgrade(config, "head")


def make_alembic_config(path: Path) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("sqlalchemy.url", f"sqlite:///{path}".replace("%", "%%"))
    return config


@cache
def is_signed(revision: str | None) -> bool:
    """Whether a file of this schema has signed heads. A newer release signs them."""
    if revision is None or revision not in list_revisions():
        return revision is not None
    before = ScriptDirectory(str(MIGRATIONS)).iterate_revisions(revision, "base")
    return any(script.revision == SIGNING for script in before)


@cache
def list_revisions() -> frozenset[str]:
    return frozenset(script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions())


@cache
def find_newest_revision() -> str:
    found = ScriptDirectory(str(MIGRATIONS)).get_current_head()
    assert found is not None
    return found


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
