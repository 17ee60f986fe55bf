"""Statements over libpq's own calls: what goes to the server comes back, and an error leaves the session in order."""

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import psycopg
import pytest

from bot.store.postgres.connecting import connect_for_writing
from bot.store.postgres.prepared_statements import PreparedCall, PreparedStatements, SessionLostBefore
from bot.store.postgres.store import PostgresStore

LARGE = "x" * 20_000_000
"""More than the sockets take at once."""


@pytest.fixture
def statements(postgres_url: str) -> Iterator[PreparedStatements]:
    with closing(connect_for_writing(postgres_url)) as connection:
        yield PreparedStatements(connection)


@pytest.mark.parametrize(
    ("text", "values", "row"),
    [
        (
            "SELECT %(a)s::text, %(b)s::bigint, %(a)s::text",
            {"b": -7, "a": "ä\0'\"\\"},
            ("ä\u2400'\"\\", -7, "ä\u2400'\"\\"),
        ),
        (
            "SELECT %s::text, %s::bytea, %s::boolean, %s::boolean",
            (None, b"\0\xff", True, False),
            (None, b"\0\xff", True, False),
        ),
        (
            "SELECT %(a)s::text[]",
            {"a": ["", None, '{a,"b"}', "NULL", "\0"]},
            (["", None, '{a,"b"}', "NULL", "\u2400"],),
        ),
        ("SELECT %(a)s::bigint[]", {"a": [2**63 - 1, None, -(2**63)]}, ([2**63 - 1, None, -(2**63)],)),
        ("SELECT %(a)s::bytea[]", {"a": [b"", None, b"\0\xff"]}, ([b"", None, b"\0\xff"],)),
        ("SELECT %(a)s::text[], %(b)s::bigint[], %(c)s::bytea[]", {"a": [], "b": (), "c": []}, ([], [], [])),
        ("SELECT %s::double precision", (-1.5,), (-1.5,)),
        ("SELECT 'a%%' LIKE %s", ("a%",), (True,)),
    ],
)
def test_pg2_values_come_back_as_they_were_sent(
    statements: PreparedStatements, text: str, values: Any, row: tuple[Any, ...]
) -> None:
    for _ in range(2):
        assert statements.run([(text, values)]) == [[row]]


def test_pg2_statements_of_one_round_trip_are_one_transaction(statements: PreparedStatements) -> None:
    statements.run([("CREATE TABLE kept (n bigint PRIMARY KEY)", {})])
    add = ("INSERT INTO kept VALUES (%(n)s) RETURNING n", {"n": 1})
    with pytest.raises(psycopg.errors.UniqueViolation) as refused:
        statements.run([add, add, ("SELECT 1 / 0", {})])
    assert refused.value.diag.table_name == "kept"
    assert statements.run([("SELECT count(*) FROM kept", {}), add, ("SELECT n FROM kept", {})]) == [
        [(0,)],
        [(1,)],
        [(1,)],
    ]


def test_pg2_a_statement_that_the_server_cannot_read_is_prepared_again(statements: PreparedStatements) -> None:
    late: PreparedCall = ("SELECT n FROM late", {})
    with pytest.raises(psycopg.errors.UndefinedTable):
        statements.run([("SELECT 1", {}), late])
    statements.run([("CREATE TABLE late (n bigint)", {})])
    assert statements.run([("SELECT 1", {}), late]) == [[(1,)], []]


def test_pg2_a_failed_transaction_is_undone_and_what_was_prepared_stays(statements: PreparedStatements) -> None:
    with pytest.raises(psycopg.errors.DivisionByZero):
        statements.run([("BEGIN", {}), ("SELECT 1", {}), ("SELECT 1 / %(by)s::bigint", {"by": 0})])
    statements.connection.execute("ROLLBACK")
    assert statements.run([("SELECT 1", {}), ("SELECT 1 / %(by)s::bigint", {"by": 1})]) == [[(1,)], [(1,)]]


@pytest.mark.parametrize(
    ("text", "values", "error"),
    [
        ("SELECT %(a)s", {"a": ["no cast"]}, TypeError),
        ("SELECT %(a)s", {"a": {"no": "value"}}, TypeError),
        ("SELECT %(a)s::text", {"a": "half a \ud800"}, UnicodeEncodeError),
        ("SELECT %(a)s::bigint[]", {"a": [2**63]}, OverflowError),
        ("SELECT %(a)s", {}, KeyError),
    ],
)
def test_pg2_a_value_that_no_server_takes_is_refused_before_anything_is_sent(
    statements: PreparedStatements, text: str, values: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        statements.run([("CREATE TABLE never (n bigint)", {}), (text, values)])
    assert statements.run([("SELECT to_regclass('never')::text", {})]) == [[(None,)]]


def test_pg2_values_and_answers_larger_than_the_sockets_go_through(statements: PreparedStatements) -> None:
    echo = ("SELECT %(a)s::text", {"a": LARGE})
    assert statements.run([echo, echo, ("SELECT 1", {})]) == [[(LARGE,)], [(LARGE,)], [(1,)]]


def test_pg2_a_session_that_ended_at_rest_is_noticed_before_anything_is_sent(
    statements: PreparedStatements, postgres_url: str
) -> None:
    ((backend,),) = statements.run([("SELECT pg_backend_pid()", {})])[0]
    with closing(connect_for_writing(postgres_url)) as other:
        other.execute("SELECT pg_terminate_backend(%s::int, 30000)", (backend,))
    with pytest.raises(SessionLostBefore):
        statements.run([("SELECT 1", {})])
    assert statements.connection.closed


async def test_pg2_a_read_larger_than_the_sockets_goes_through(postgres: PostgresStore) -> None:
    reader = postgres.database.reader
    assert await reader.fetch_all("SELECT %(a)s::text, %(b)s::text", {"a": LARGE, "b": "b"}) == [(LARGE, "b")]
    assert await reader.fetch_one("SELECT %s::bigint", (1,)) == (1,)
