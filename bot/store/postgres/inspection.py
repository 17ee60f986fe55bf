"""Inspects a PostgreSQL database without changing it: is it ours, up to date, in use? For `countersign doctor`."""

from dataclasses import dataclass

import psycopg

from bot.core.errors import CannotStart
from bot.secret_keys import HEAD
from bot.store.postgres import ownership, schema
from bot.store.postgres.connecting import (
    SqlConnection,
    connect_for_reading,
    describe_failure,
    name_database,
    refuse_server,
)
from bot.store.revisions import find_newest_revision, list_revisions


@dataclass(frozen=True)
class PostgresState:
    """The state of a database. `name` has no password; `version` is the server's. `schema` is empty for an empty one.

    `owner` is the process that has it open, `fault` the reason why it cannot be used.
    """

    name: str
    version: str = ""
    schema: str = ""
    owner: str = ""
    fault: str = ""

    @property
    def is_current(self) -> bool:
        return self.schema == find_newest_revision()


def inspect_database(url: str) -> PostgresState:
    """The state of the database of this URL. Raises BadSetting for an incomplete URL."""
    name = name_database(url)
    try:
        with connect_for_reading(url) as connection:
            return _inspect_session(url, name, connection)
    except psycopg.Error as error:
        return PostgresState(name, fault=str(describe_failure(url, error)))


def list_seal_prefixes(url: str) -> list[bytes]:
    """The prefixes of the sealed values in the vault; empty without a readable vault. See
    `SecretKeys.make_seal_prefix`.
    """
    try:
        with connect_for_reading(url) as connection:
            return [head for (head,) in connection.execute("SELECT substr(body, 1, %s::int) FROM vault", (HEAD,))]
    except (psycopg.Error, CannotStart):
        return []


def _inspect_session(url: str, name: str, connection: SqlConnection) -> PostgresState:
    version = connection.info.parameter_status("server_version") or "unknown"
    try:
        refuse_server(url, connection)
        revision = schema.read_revision(connection)
    except CannotStart as error:
        return PostgresState(name, version, fault=str(error))
    except schema.ForeignTables as error:
        return PostgresState(name, version, fault=f"it is not a Countersign database: {error}")
    if revision is None:
        return PostgresState(name, version)
    owner = ownership.read_owner(connection) if ownership.is_owned(connection) else ""
    if revision not in list_revisions():
        why = f"it was written by a newer Countersign (schema {revision})"
        return PostgresState(name, version, revision, owner, why)
    return PostgresState(name, version, revision, owner)
