"""The schema in PostgreSQL: made from the same tables as SQLite's, and brought up to date by the same migrations.

A new database is made at the newest schema at once and marked with its revision; revisions that were released before this
store never run here. In it every number has 64 bits, and every text compares by its bytes, as in SQLite. The texts of
prompts are bytes, since a text of PostgreSQL holds no NUL.
"""

from collections.abc import Callable
from importlib import metadata
from typing import TYPE_CHECKING, Any

import psycopg
from sqlalchemy import BigInteger, Integer, LargeBinary, MetaData, String, Text, TypeDecorator
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable
from sqlmodel import SQLModel

import bot.store.tables  # noqa: F401  declares the metadata
from bot.core.errors import CannotStart, ForeignDatabase, NewerSchema
from bot.store.postgres.connecting import SqlConnection, connect_for_migrating
from bot.store.revisions import MIGRATIONS, SIDE_BY_SIDE, find_newest_revision, list_revisions

if TYPE_CHECKING:
    from alembic.config import Config

OWN_TABLES = (
    """CREATE TABLE owner (only_row smallint PRIMARY KEY DEFAULT 1 CHECK (only_row = 1), no bigint NOT NULL,
        host text NOT NULL, process bigint NOT NULL, since bigint NOT NULL, shared boolean NOT NULL DEFAULT false,
        rules text NOT NULL DEFAULT '', oldest text NOT NULL DEFAULT '', oldest_at_rest text NOT NULL DEFAULT '')""",
    "CREATE TABLE alembic_version (version_num varchar(32) CONSTRAINT alembic_version_pkc PRIMARY KEY)",
)
"""Which process owns the database, see `ownership`; and the revision, as alembic keeps it. `oldest` is the oldest revision whose release
works over this schema; empty: that of the schema itself. `oldest_at_rest`: the one that works again while no process has it open."""
ADD_TO_OWNER = (
    "ALTER TABLE owner ADD COLUMN IF NOT EXISTS shared boolean NOT NULL DEFAULT false,"
    " ADD COLUMN IF NOT EXISTS rules text NOT NULL DEFAULT '', ADD COLUMN IF NOT EXISTS oldest text NOT NULL DEFAULT '',"
    " ADD COLUMN IF NOT EXISTS oldest_at_rest text NOT NULL DEFAULT ''"
)
"""For databases that an earlier release made. Short: other processes may have the table in use."""
MIGRATING = (0x434F554E, 2)
"""The two numbers of the advisory lock of a migration beside other processes."""

STORAGE = (
    "ALTER TABLE thread SET (fillfactor = 70)",
    "ALTER TABLE job SET (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.01, autovacuum_analyze_scale_factor = 0.01)",
    "ALTER TABLE request SET (fillfactor = 80)",
    "ALTER TABLE event ALTER COLUMN body SET STORAGE EXTERNAL",
)
"""Room in the pages of rows that change often. Bodies are deflated already."""


class ForeignTables(Exception):
    """The reason why a database is not ours."""


def list_statements() -> list[str]:
    """The statements that make the newest schema."""
    tables = [table for table in convert_types(SQLModel.metadata).sorted_tables if table.name in _OURS]
    dialect: Any = postgresql.dialect()  # type: ignore[no-untyped-call]
    made = [str(CreateTable(table).compile(dialect=dialect)) for table in tables]
    made += [
        str(CreateIndex(index).compile(dialect=dialect))
        for table in tables
        for index in sorted(table.indexes, key=lambda index: str(index.name))
    ]
    return [*made, *OWN_TABLES, *STORAGE]


def convert_types(given: MetaData) -> MetaData:
    """The tables with the types that they have in PostgreSQL."""
    converted = MetaData()
    for table in given.sorted_tables:
        copy = table.to_metadata(converted)
        for column in copy.columns:
            kind = column.type.impl_instance if isinstance(column.type, TypeDecorator) else column.type
            if (table.name, column.name) == ("text", "body"):
                column.type = LargeBinary()
            elif isinstance(kind, Integer):
                column.type = BigInteger()
            elif isinstance(kind, String):
                column.type = Text(collation="C")
    return converted


_OURS = frozenset(SQLModel.metadata.tables)


def read_revision(connection: SqlConnection) -> str | None:
    """The revision of this database, None when it is empty. Raises ForeignTables."""
    names = {
        name for (name,) in connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
    }
    if not names:
        return None
    if not {"alembic_version", "evidence", "owner"} <= names:
        raise ForeignTables(f"it holds {len(names)} tables of another program, such as {min(names)}")
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    if row is None:
        raise ForeignTables("its table alembic_version is empty")
    return str(row[0])


def refuse_foreign(connection: SqlConnection, database: str) -> None:
    """Raises ForeignDatabase, NewerSchema. `database` names it in messages."""
    try:
        revision = read_revision(connection)
    except ForeignTables as error:
        raise ForeignDatabase(database, str(error)) from error
    if revision is not None and revision not in list_revisions() and _read_oldest(connection) not in list_revisions():
        ours = f"Countersign {metadata.version('countersign')}"
        raise NewerSchema(database, revision, ours, find_newest_revision())


def upgrade_schema(url: str, connection: SqlConnection, fill: Callable[[SqlConnection], None]) -> None:
    """Make the schema and `fill` it, in one transaction, or run the migrations that it lacks, in another one."""
    revision, newest = read_revision(connection), find_newest_revision()
    if revision is None:
        with connection.transaction():
            for statement in list_statements():
                connection.execute(statement, prepare=False)
            connection.execute("INSERT INTO alembic_version (version_num) VALUES (%s)", (newest,))
            fill(connection)
    elif revision != newest and revision in list_revisions():
        _note_oldest(connection, revision)
        _run_migrations(url)


def follow_schema(url: str, connection: SqlConnection, database: str) -> None:
    """Bring the schema of a database that others have open to this release's, where they may go on. Raises CannotStart."""
    connection.execute("SELECT pg_advisory_lock(%s::int, %s::int)", MIGRATING)
    try:
        revision, newest = read_revision(connection), find_newest_revision()
        if revision is None or revision == newest or revision not in list_revisions():
            return
        if not _is_additive_after(revision):
            raise CannotStart(
                f"{database[0].upper() + database[1:]} has the schema {revision} and is in use; this release needs {newest}."
                " Stop its processes, then start again."
            )
        _note_oldest(connection, revision)
        _run_migrations(url)
    finally:
        connection.execute("SELECT pg_advisory_unlock(%s::int, %s::int)", MIGRATING)


def _is_additive_after(revision: str) -> bool:
    """Whether the release of this revision works over the newest schema."""
    known = list_revisions()
    return revision in known and SIDE_BY_SIDE.issuperset(known[known.index(revision) + 1 :])


def _note_oldest(connection: SqlConnection, revision: str) -> None:
    """Note which releases work over the schema that is made next. It is true before it is made, too."""
    connection.execute(ADD_TO_OWNER)
    oldest = _read_oldest(connection) or revision
    choices = [each for each in (oldest, revision) if _is_additive_after(each)]
    connection.execute("UPDATE owner SET oldest = %s", (choices[0] if choices else "",))


def _read_oldest(connection: SqlConnection) -> str:
    try:
        row = connection.execute("SELECT oldest FROM owner").fetchone()
    except psycopg.errors.UndefinedColumn:
        return ""
    return str(row[0]) if row else ""


def _run_migrations(url: str) -> None:
    from alembic import command
    from sqlalchemy import create_engine
    from sqlalchemy.pool import NullPool

    config = make_alembic_config()
    config.attributes["engine"] = create_engine(
        "postgresql+psycopg://", creator=lambda: connect_for_migrating(url), poolclass=NullPool
    )
    command.upgrade(config, "head")


def make_alembic_config() -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config
