"""Databases of the tests' PostgreSQL: each an own copy of one that the product made, empty and at the newest schema."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

from bot.secret_keys import SecretKeys
from bot.store.log_signing import HeadSigner
from bot.store.postgres.connecting import connect_for_writing
from bot.store.postgres.database import open_database
from bot.store.postgres.restored_copies import keep_place
from tests.servers.postgres import PostgresServer

SECRET = "a-secret-of-these-tests-that-is-long-enough"
KEYS = SecretKeys((SECRET,))
TEMPLATE = "countersign_empty"


@contextmanager
def empty_database(server: PostgresServer) -> Iterator[str]:
    """The URL of an empty database, whose log is signed with `KEYS`."""
    with server.exclusive(), closing(server.connect()) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (TEMPLATE,)).fetchone() is None:
            connection.execute("CREATE DATABASE countersign_making TEMPLATE template0")
            open_database(server.url_of("countersign_making"), lambda: KEYS).close_unused()
            connection.execute("ALTER DATABASE countersign_making RENAME TO countersign_empty")
    name = server.make_database(TEMPLATE)
    try:
        with closing(connect_for_writing(server.url_of(name))) as connection:
            keep_place(connection, HeadSigner(KEYS))  # else a copy would be known for one
        yield server.url_of(name)
    finally:
        server.drop_database(name)
