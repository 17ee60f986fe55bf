"""The audit: one row for each key, link, session, reload and refusal. Rows are added and not changed."""

from collections.abc import Iterable, Sequence
from sqlite3 import Connection

from bot.store.records import AuditNote
from bot.store.sqlite.database import SqliteDatabase


def add_notes(connection: Connection, notes: Iterable[AuditNote]) -> None:
    """Add these notes, without secrets, in the caller's transaction."""
    connection.executemany(
        "INSERT INTO audit (at, what, person, door, about, detail) VALUES (?,?,?,?,?,?)",
        [note.clean() for note in notes],
    )


class SqliteAuditLog:
    """The `AuditLog` port."""

    def __init__(self, database: SqliteDatabase) -> None:
        self._database = database

    async def add_notes(self, notes: Sequence[AuditNote]) -> None:
        await self._database.write_unit(lambda connection: add_notes(connection, notes))

    async def add_note_once(self, note: AuditNote) -> None:
        query = (
            "INSERT INTO audit (at, what, person, door, about, detail) SELECT ?1, ?2, ?3, ?4, ?5, ?6 WHERE NOT EXISTS"
            " (SELECT 1 FROM audit WHERE what=?2 AND person=?3 AND door=?4 AND about=?5 AND detail=?6)"
        )
        await self._database.write_unit(lambda connection: connection.execute(query, note.clean()))

    async def list_notes(self, limit: int) -> list[AuditNote]:
        with self._database.read() as connection:
            rows = connection.execute(
                "SELECT at, what, person, door, about, detail FROM audit ORDER BY no DESC LIMIT ?", (limit,)
            )
            return [AuditNote(*row) for row in rows]
