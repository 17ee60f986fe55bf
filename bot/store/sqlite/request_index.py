"""The index of approvals and questions in SQLite."""

from collections.abc import Collection, Sequence

from bot.core.access.permissions import ThreadReach
from bot.store.port import EVERYTHING
from bot.store.records import NO_FILTER, OpenCall, RejectedRequest, RequestFilter, RequestRecord
from bot.store.sqlite import equal_open_calls, list_queries
from bot.store.sqlite.database import SqliteDatabase


class SqliteRequestIndex:
    """The `RequestIndex` port."""

    def __init__(self, database: SqliteDatabase) -> None:
        self._database = database

    async def find_request(self, id: str) -> RequestRecord | None:
        with self._database.read() as connection:
            return list_queries.find_request_row(connection, id)

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
            self._database, status=status, thread=thread, before=before, limit=limit, reach=reach, chosen=chosen
        )

    async def list_decided(self, person: str, since: int, limit: int) -> list[str]:
        with self._database.read() as connection:
            return list_queries.list_decided(connection, person, since, limit)

    async def list_rejected(self, wishes: Collection[str], limit: int) -> list[RejectedRequest]:
        with self._database.read() as connection:
            return list_queries.list_rejected(connection, wishes, limit)

    async def filter_rejected(self, wishes: Collection[str]) -> set[str]:
        with self._database.read() as connection:
            return list_queries.filter_rejected(connection, wishes)

    async def list_approved(self, wish: str, limit: int) -> list[str]:
        with self._database.read() as connection:
            return list_queries.list_approved(connection, wish, limit)

    async def find_open_call(self, wish: str) -> str | None:
        with self._database.read() as connection:
            return equal_open_calls.find_open_call(connection, wish)

    async def list_waiting_threads(self) -> list[str]:
        with self._database.read() as connection:
            return list_queries.list_waiting_threads(connection)

    async def list_unindexed_threads(self) -> list[str]:
        with self._database.read() as connection:
            return equal_open_calls.list_threads_to_read(connection) if equal_open_calls.is_unfilled(connection) else []

    async def fill_open_calls(self, found: Sequence[OpenCall]) -> None:
        await self._database.write_unit(
            lambda connection: equal_open_calls.fill_open_calls(connection, found), is_long=True
        )
