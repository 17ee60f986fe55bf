"""Adds rows to the audit in the transaction of the act that they note."""

from collections.abc import Iterable

from bot.store.postgres.connecting import SqlConnection
from bot.store.records import AuditNote

ADD_NOTE = (
    "INSERT INTO audit (at, what, person, door, about, detail)"
    " SELECT %(at)s::bigint, %(what)s::text, %(person)s::text, %(door)s::text, %(about)s::text, %(detail)s::text"
)


def add_notes(connection: SqlConnection, notes: Iterable[AuditNote]) -> None:
    """Add these notes, without secrets, in the caller's transaction."""
    for note in notes:
        connection.execute(ADD_NOTE, note.clean()._asdict())
