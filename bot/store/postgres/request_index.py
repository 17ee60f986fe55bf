"""The index of approvals and questions in PostgreSQL."""

from collections.abc import Collection, Sequence

from bot.core.access.permissions import ThreadReach
from bot.store.port import EVERYTHING
from bot.store.postgres import list_queries
from bot.store.postgres.database import PostgresDatabase
from bot.store.records import NO_FILTER, OpenCall, RejectedRequest, RequestFilter, RequestRecord


class PostgresRequestIndex:
    """The `RequestIndex` port. A database of PostgreSQL has open calls from its first event on."""

    def __init__(self, database: PostgresDatabase) -> None:
        self._database, self._reader = database, database.reader

    async def find_request(self, id: str) -> RequestRecord | None:
        row = await self._reader.fetch_one(
            'SELECT id, thread, kind, status, basis, opened, settled, "by" FROM request WHERE id = %s', (id,)
        )
        return RequestRecord(*row) if row else None

    async def list_requests(
        self,
        *,
        status: str | None = None,
        thread: str | None = None,
        before: tuple[int, str] | None,
        limit: int,
        reach: ThreadReach = EVERYTHING,
        chosen: RequestFilter = NO_FILTER,
    ) -> list[RequestRecord]:
        return await list_queries.list_requests(
            self._reader, status=status, thread=thread, before=before, limit=limit, reach=reach, chosen=chosen
        )

    async def list_decided(self, person: str, since: int, limit: int) -> list[str]:
        rows = await self._reader.fetch_all(
            "SELECT request.id FROM request JOIN thread ON thread.id = request.thread"
            " WHERE request.kind = 'approval' AND request.status <> 'pending' AND request.settled >= %(since)s"
            " AND (%(person)s::text = ANY (string_to_array(request.\"by\", ', ')) OR thread.requester = %(person)s)"
            " ORDER BY request.settled DESC, request.id DESC LIMIT %(limit)s",
            {"since": since, "person": person, "limit": limit},
        )
        return [id for (id,) in rows]

    async def list_rejected(self, wishes: Collection[str], limit: int) -> list[RejectedRequest]:
        rows = await self._reader.fetch_all(
            "SELECT id, thread, wish, coalesce(settled, 0), coalesce(\"by\", '') FROM request"
            " WHERE wish = ANY (%s::text[]) AND wish <> '' AND status = 'rejected'"
            " ORDER BY settled DESC NULLS LAST LIMIT %s",
            (list(wishes), limit),
        )
        return [RejectedRequest(*row) for row in rows]

    async def filter_rejected(self, wishes: Collection[str]) -> set[str]:
        rows = await self._reader.fetch_all(
            "SELECT DISTINCT wish FROM request WHERE wish = ANY (%s::text[]) AND wish <> '' AND status = 'rejected'",
            (list(wishes),),
        )
        return {wish for (wish,) in rows}

    async def list_approved(self, wish: str, limit: int) -> list[str]:
        rows = await self._reader.fetch_all(
            "SELECT id FROM request WHERE wish = %s AND wish <> '' AND status = 'approved'"
            " ORDER BY settled DESC NULLS LAST LIMIT %s",
            (wish, limit),
        )
        return [id for (id,) in rows]

    async def find_open_call(self, wish: str) -> str | None:
        row = await self._reader.fetch_one(
            "SELECT call FROM open_call JOIN request ON request.id = call JOIN thread ON thread.id = request.thread"
            " WHERE open_call.wish = %s",
            (wish,),
        )
        return str(row[0]) if row else None

    async def list_waiting_threads(self) -> list[str]:
        rows = await self._reader.fetch_all("SELECT DISTINCT thread FROM request WHERE status = 'pending'")
        return [thread for (thread,) in rows]

    async def list_unindexed_threads(self) -> list[str]:
        return []

    async def fill_open_calls(self, found: Sequence[OpenCall]) -> None:
        await self._database.write_plain(
            "INSERT INTO open_call (wish, call) SELECT c.* FROM unnest(%(wishes)s::text[], %(calls)s::text[]) c"
            " ON CONFLICT DO NOTHING",
            {"wishes": [each.wish for each in found], "calls": [each.call for each in found]},
        )
