"""Moves a whole installation from a SQLite file into an empty PostgreSQL database.

All rows are copied in one transaction of the target. Before it is committed the source is marked as moved, so at no moment can
both be started: a move that is cut off in between leaves a marked source and an empty target, and is made again.
"""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import LargeBinary
from sqlmodel import SQLModel

from bot.core.errors import CannotStart, DamagedDatabase
from bot.secret_keys import SecretKeys
from bot.store.head_signing import HeadSigner
from bot.store.log_report import LogReport
from bot.store.postgres import ownership, restored_copies
from bot.store.postgres.connecting import (
    SqlConnection,
    connect_for_writing,
    describe_failure,
    name_database,
    refuse_server,
)
from bot.store.postgres.log_verification import inspect_log as inspect_target
from bot.store.postgres.schema import convert_types, refuse_foreign, upgrade_schema
from bot.store.revisions import find_newest_revision
from bot.store.sqlite.database import APPLICATION_ID, lock_file, read_database_path, refuse_unproven_log
from bot.store.sqlite.log_verification import inspect_log as inspect_source
from bot.store.sqlite.moved_file import FileMove, describe_move, mark_moved, read_move

LEFT_OUT = ("space", "thread_snapshot")
"""Tables that hold nothing to be kept: the check of the disk, and states that the log makes again."""
COUNTED = ("hold", "audit")
"""Tables whose key counts by itself."""

Report = Callable[[str, int], None]


def move_database(source: str, target: str, keys: SecretKeys, report: Report) -> LogReport:
    """Move the SQLite file of the URL `source` to the PostgreSQL database of the URL `target`; return its verified log.

    `report` gets each table and its number of rows. Raises CannotStart's children: the source runs, has an older schema or does
    not verify; the target is in use or not empty.
    """
    path, signer = read_database_path(source), HeadSigner(keys)
    if not path.exists():
        raise CannotStart(f"There is no database {path}.")
    uri = f"{path.as_uri()}?mode=rw"
    with closing(lock_file(path)), closing(sqlite3.connect(uri, uri=True, isolation_level=None)) as connection:
        _refuse_source(path, connection, name_database(target))
        refuse_unproven_log(path, signer)
        _refuse_faults(path, inspect_source(path, signer))
        try:
            _copy_into(connection, target, signer, report)
        except psycopg.Error as error:
            raise describe_failure(target, error) from error
    return inspect_target(target, signer)


def _refuse_source(path: Path, connection: sqlite3.Connection, target: str) -> None:
    """Raises CannotStart's children for a file that cannot be moved there. One that was marked for this target can, again."""
    try:
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        if application != APPLICATION_ID:
            raise CannotStart(f"{path} is not a Countersign database.")
        move = read_move(connection)
        if move is not None and move.target != target:
            raise CannotStart(f"The database {path} cannot be moved: {describe_move(move)}.")
        schema = move.schema if move else connection.execute("SELECT version_num FROM alembic_version").fetchone()[0]
    except sqlite3.DatabaseError as error:
        raise DamagedDatabase(path, str(error)) from error
    if schema != (newest := find_newest_revision()):
        raise CannotStart(
            f"The database {path} has the schema {schema}, this release moves {newest}: run countersign migrate."
        )


def _refuse_faults(path: Path, found: LogReport) -> None:
    """Raises CannotStart for a log that does not verify: moved, its faults could not be told from those of the move."""
    if not found.is_sound:
        raise CannotStart(f"The log in {path} does not verify; look at `countersign audit verify`. Nothing was moved.")


def _copy_into(source: sqlite3.Connection, url: str, signer: HeadSigner, report: Report) -> None:
    name = name_database(url)
    with closing(connect_for_writing(url)) as connection:
        refuse_server(url, connection)
        ownership.claim(connection, name)
        refuse_foreign(connection, name)
        upgrade_schema(url, connection, lambda made: None)
        with connection.transaction():
            _refuse_content(connection, name)
            source.execute("BEGIN")
            for table in convert_types(SQLModel.metadata).sorted_tables:
                if table.name not in LEFT_OUT:
                    report(table.name, _copy_table(source, connection, table))
            source.execute("COMMIT")
            for counted in COUNTED:
                _continue_counting(connection, counted)
            restored_copies.keep_place(connection, signer)
            if read_move(source) is None:
                mark_moved(source, FileMove(name, time.time_ns() // 1000, find_newest_revision()))


def _refuse_content(connection: SqlConnection, name: str) -> None:
    """Raises CannotStart for a database that holds anything of an installation."""
    for table in ("thread", "api_key", "vault", "arrival", "audit", "channel_data"):
        if connection.execute(sql.SQL("SELECT 1 FROM {} LIMIT 1").format(sql.Identifier(table))).fetchone():
            raise CannotStart(
                f"{name[0].upper() + name[1:]} is not empty: its table {table} has rows. Make an empty one."
            )
    connection.execute("DELETE FROM evidence")


def _copy_table(source: sqlite3.Connection, connection: SqlConnection, table: Any) -> int:
    names = [column.name for column in table.columns]
    columns = sql.SQL(", ").join(map(sql.Identifier, names))
    statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT BINARY)").format(sql.Identifier(table.name), columns)
    types = ["bytea" if isinstance(column.type, LargeBinary) else _name_type(column) for column in table.columns]
    with connection.cursor() as cursor:
        with cursor.copy(statement) as copy:
            copy.set_types(types)
            for row in _read_rows(source, table.name, names, types):
                copy.write_row(row)
        return cursor.rowcount


def _name_type(column: Any) -> str:
    return "int8" if column.type.python_type is int else "text"


def _read_rows(source: sqlite3.Connection, table: str, names: list[str], types: list[str]) -> Iterator[list[Any]]:
    """The rows in the types of the target. Texts of prompts are bytes there."""
    columns = ", ".join(f'"{name}"' for name in names)
    for row in source.execute(f'SELECT {columns} FROM "{table}"'):  # noqa: S608  names of our own tables
        yield [
            value.encode() if kind == "bytea" and isinstance(value, str) else value
            for value, kind in zip(row, types, strict=True)
        ]


def _continue_counting(connection: SqlConnection, table: str) -> None:
    key = "id" if table == "hold" else "no"
    connection.execute(
        sql.SQL(
            "SELECT setval(pg_get_serial_sequence({name}, {key}), greatest((SELECT max({column}) FROM {table}), 1),"
            " EXISTS (SELECT FROM {table}))"
        ).format(name=sql.Literal(table), key=sql.Literal(key), column=sql.Identifier(key), table=sql.Identifier(table))
    )
