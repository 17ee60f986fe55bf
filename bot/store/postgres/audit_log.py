"""The audit: one row for each key, link, session, reload and refusal. Rows are added and not changed."""

from collections.abc import Sequence

from bot.store.postgres.audit_row_insert import ADD_NOTE, add_notes
from bot.store.postgres.database import PostgresDatabase
from bot.store.records import AuditNote

_UNLESS_THERE = (
    " WHERE NOT EXISTS (SELECT FROM audit WHERE what = %(what)s AND person = %(person)s AND door = %(door)s"
    " AND about = %(about)s AND detail = %(detail)s)"
)


class PostgresAuditLog:
    """The `AuditLog` port."""

    def __init__(self, database: PostgresDatabase) -> None:
        self._database = database

    async def add_notes(self, notes: Sequence[AuditNote]) -> None:
        await self._database.write_unit(lambda connection: add_notes(connection, notes))

    async def add_note_once(self, note: AuditNote) -> None:
        await self._database.write_plain(ADD_NOTE + _UNLESS_THERE, note.clean()._asdict())

    async def list_notes(self, limit: int) -> list[AuditNote]:
        rows = await self._database.reader.fetch_all(
            "SELECT at, what, person, door, about, detail FROM audit ORDER BY no DESC LIMIT %s", (limit,)
        )
        return [AuditNote(*row) for row in rows]
