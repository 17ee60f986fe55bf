"""The tests' own PostgreSQL: a real server whose databases are apart, and which comes back after a crash with what it had."""

import signal
from contextlib import closing

import psycopg
import pytest

from tests.servers.postgres import PostgresServer, shared_server


def test_pg1_databases_are_copies_of_a_template_and_apart(postgres_server: PostgresServer) -> None:
    template = postgres_server.make_database()
    with closing(postgres_server.connect(template)) as connection:
        connection.execute("CREATE TABLE kept (no int)")
    one, two = (postgres_server.make_database(template) for _ in range(2))
    with closing(postgres_server.connect(one)) as connection:
        connection.execute("INSERT INTO kept VALUES (1)")
    with closing(postgres_server.connect(two)) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (0,)
    for name in (one, two, template):
        postgres_server.drop_database(name)


def test_pg1_a_server_ends_all_sessions_in_a_crash_and_keeps_what_was_committed() -> None:
    with shared_server("crash") as server:
        with closing(server.connect()) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 7 AS no")
            server.stop(signal.SIGQUIT)
            with pytest.raises(psycopg.OperationalError):
                connection.execute("SELECT 1")
        server.start()
        with closing(server.connect()) as connection:
            assert connection.execute("SELECT no FROM kept").fetchone() == (7,)
