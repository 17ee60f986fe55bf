"""An empty database that the content of another one moves into, in one transaction."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any, NamedTuple

import psycopg
from psycopg import sql
from sqlalchemy import LargeBinary
from sqlmodel import SQLModel

from bot.core.errors import CannotStart
from bot.store.log_signing import HeadSigner
from bot.store.postgres import ownership, restored_copies
from bot.store.postgres.connecting import (
    SqlConnection,
    connect_for_writing,
    describe_failure,
    name_database,
    refuse_server,
)
from bot.store.postgres.schema import convert_types, refuse_foreign, upgrade_schema

LEFT_OUT = ("space", "thread_snapshot")
"""Tables that hold nothing to be kept: the check of the disk, and states that the log makes again."""
COUNTED = (("hold", "id"), ("audit", "no"))
"""Tables whose key counts by itself."""
TELLING = ("thread", "api_key", "vault", "arrival", "audit", "channel_data")
"""Tables of which one has a row wherever anything was done."""


class MovedTable(NamedTuple):
    name: str
    columns: tuple[str, ...]
    types: tuple[str, ...]


class MoveTarget:
    """A database within the transaction of the move."""

    def __init__(self, connection: SqlConnection, signer: HeadSigner) -> None:
        self._connection, self._signer = connection, signer

    def copy_rows(self, table: MovedTable, rows: Iterable[Sequence[Any]]) -> int:
        """Write the rows of a table; return their number."""
        statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT BINARY)").format(
            sql.Identifier(table.name), sql.SQL(", ").join(map(sql.Identifier, table.columns))
        )
        with self._connection.cursor() as cursor:
            with cursor.copy(statement) as copy:
                copy.set_types(table.types)
                for row in rows:
                    copy.write_row(list(map(_convert_value, row, table.types)))
            return cursor.rowcount

    def finish(self) -> None:
        """Let the keys that count go on, and note where the log lives now, so that it is not taken for a copy."""
        for name, column in COUNTED:
            table, key = sql.Identifier(name), sql.Identifier(column)
            query = (
                "SELECT setval(pg_get_serial_sequence({}, {}), greatest((SELECT max({}) FROM {}), 1),"
                " EXISTS (SELECT FROM {}))"
            )
            self._connection.execute(sql.SQL(query).format(sql.Literal(name), sql.Literal(column), key, table, table))
        restored_copies.keep_place(self._connection, self._signer)


def list_tables() -> list[MovedTable]:
    """The tables that move."""
    tables = [table for table in convert_types(SQLModel.metadata).sorted_tables if table.name not in LEFT_OUT]
    return [
        MovedTable(table.name, tuple(column.name for column in table.columns), tuple(map(_name_type, table.columns)))
        for table in tables
    ]


@contextmanager
def open_target(url: str, signer: HeadSigner, before_commit: Callable[[], None]) -> Iterator[MoveTarget]:
    """The empty database of this URL, its schema made if needed. `before_commit` is called last of all.

    Raises CannotStart's children: it is in use, foreign or not empty, or the server is lost.
    """
    name = name_database(url)
    try:
        with closing(connect_for_writing(url)) as connection:
            refuse_server(url, connection)
            ownership.claim(connection, name)
            refuse_foreign(connection, name)
            upgrade_schema(url, connection, lambda made: None)
            with connection.transaction():
                _refuse_content(connection, name)
                target = MoveTarget(connection, signer)
                yield target
                target.finish()
                before_commit()
    except psycopg.Error as error:
        raise describe_failure(url, error) from error


def _refuse_content(connection: SqlConnection, name: str) -> None:
    for table in TELLING:
        if connection.execute(sql.SQL("SELECT 1 FROM {} LIMIT 1").format(sql.Identifier(table))).fetchone():
            raise CannotStart(
                f"{name[0].upper() + name[1:]} is not empty: its table {table} has rows. Make an empty one."
            )
    connection.execute("DELETE FROM evidence")


def _name_type(column: Any) -> str:
    if isinstance(column.type, LargeBinary):
        return "bytea"
    return "int8" if column.type.python_type is int else "text"


def _convert_value(value: Any, kind: str) -> Any:
    """The texts of prompts are bytes here."""
    return value.encode() if kind == "bytea" and isinstance(value, str) else value
