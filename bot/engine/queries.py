"""Reads requests, threads and their logs for surfaces. Changes nothing."""

from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import timedelta
from typing import Generic, TypeVar

import structlog

from bot.core import events as e
from bot.core.access.permissions import ThreadReach
from bot.core.base_types import to_micros
from bot.core.card.call_presentation import NO_PRESENTATIONS
from bot.core.card.card import describe_stop
from bot.core.decisions import build_edit_form
from bot.core.errors import THREAD_RESTS, BrokenThread, Conflict, NotFound, NotUnderstood
from bot.core.forms import FormField
from bot.core.holds import describe_hold, find_hold
from bot.core.next_action import RESTING, describe_status
from bot.core.request_views import Request, build_past_request, build_request
from bot.core.threads.fold import fold_events
from bot.core.threads.thread import Thread, find_thread_id
from bot.engine.approval_card_notes import find_notes, find_unrejected_wishes
from bot.engine.repository.thread_repository import ThreadRepository
from bot.engine.request_cache import BuiltRequests, RequestBasis
from bot.store.port import EVERYTHING
from bot.store.records import NO_FILTER, RequestFilter, ThreadRecord

log_line = structlog.get_logger()

T = TypeVar("T")

PAGE, MOST = 50, 200


@dataclass(frozen=True)
class ResultPage(Generic[T]):
    """Some items, and the cursor of the next ones. None: there are no more."""

    items: list[T]
    next_cursor: str | None


class PlatformQueries:
    def __init__(self, repository: ThreadRepository) -> None:
        self.repository = repository
        self._built = BuiltRequests()

    async def find_request(self, id: str) -> Request:
        """An open or settled request. Raises NotFound."""
        if await self.repository.store.requests.find_request(id) is None:
            raise NotFound("request", id)
        return await self._build_request(id)

    async def build_form(self, id: str) -> tuple[FormField, ...]:
        """The form of a pending approval, filled with the current arguments. Raises NotFound, Conflict, NotUnderstood."""
        thread = (await self.repository.load_thread(find_thread_id(id))).thread
        call, agent = thread.find_call(id), self.repository.find_agent(thread)
        if agent is None:
            raise NotFound("agent", thread.agent)
        if call is None or call.state != "asked":
            raise Conflict("This request is not an approval that waits, so it has no arguments to edit.")
        return build_edit_form(call, agent)

    async def find_request_since(self, before: Thread, id: str) -> Request:
        """The latest state of a request that was open in `before`. Reads only the events after `before`, from memory when this
        process has just appended them.
        """
        return await self._build_request(id, before)

    async def list_requests(
        self,
        *,
        status: str | None = None,
        thread: str | None = None,
        cursor: str | None = None,
        limit: int = PAGE,
        reach: ThreadReach = EVERYTHING,
        chosen: RequestFilter = NO_FILTER,
        tool: str | None = None,
    ) -> ResultPage[Request]:
        """The `chosen` requests of this tool within reach, newest first. The index does not know tools: a page may have
        fewer of them than `limit`, and a next one. Raises NotUnderstood for a foreign cursor.
        """
        limit = max(1, min(limit, MOST))
        rows = await self.repository.store.requests.list_requests(
            status=status,
            thread=thread,
            before=_read_cursor(cursor),
            limit=limit + 1,
            reach=reach,
            chosen=chosen,
        )
        more = _write_cursor(rows[limit - 1].opened, rows[limit - 1].id) if len(rows) > limit else None
        ids = [row.id for row in rows[:limit]]
        unrejected = await find_unrejected_wishes(self.repository, ids)
        found = [each for id in ids if (each := await self._find_readable_request(id, unrejected))]
        return ResultPage([each for each in found if tool in (None, each.tool)], more)

    async def list_decided(self, person: str, within: timedelta, limit: int) -> list[Request]:
        """Recent approvals that this person decided or asked for: failed ones first, then the latest first."""
        since = to_micros(self.repository.clock() - within)
        ids = await self.repository.store.requests.list_decided(person, since, limit)
        found = [request for id in ids if (request := await self._find_readable_request(id))]
        return sorted(found, key=lambda request: not (request.execution and request.execution.is_bad))

    async def list_threads(
        self,
        *,
        status: str | None = None,
        agent: str | None = None,
        cursor: str | None = None,
        limit: int = PAGE,
        reach: ThreadReach = EVERYTHING,
    ) -> ResultPage[ThreadRecord]:
        """Threads within reach, last touched first. Raises NotUnderstood for a foreign cursor."""
        limit = max(1, min(limit, MOST))
        rows = await self.repository.store.threads.list_threads(
            status=status,
            agent=agent,
            before=_read_cursor(cursor),
            limit=limit + 1,
            reach=reach,
        )
        more = _write_cursor(rows[limit - 1].touched, rows[limit - 1].id) if len(rows) > limit else None
        marked = await self._find_resting(rows)

        def show(row: ThreadRecord) -> ThreadRecord:
            if row.id in marked:
                return row._replace(status=RESTING)
            # a working thread under a hold is shown as paused, as `find_status` does
            is_held = row.status == "working" and find_hold(row.agent, "", self.repository.holds)
            return row._replace(status="paused") if is_held else row

        shown = [show(row) for row in rows[:limit]]
        return ResultPage([row for row in shown if status in (None, row.status) or row.status != RESTING], more)

    async def _find_resting(self, rows: Iterable[ThreadRecord]) -> set[str]:
        """The resting threads among these rows, also those that a newer version wrote last."""
        resting = self.repository.resting
        unchecked = {row.id: row.seq for row in rows if not resting.is_checked(row.id, row.seq)}
        found = await self.repository.store.threads.find_unread_events(unchecked) if unchecked else {}
        for id, seq in unchecked.items():
            if id in found:
                resting.note_mark(id, found[id])
            else:
                resting.note_readable(id, seq)
        return {row.id for row in rows if row.id in resting.marks or row.id in found}

    async def find_thread(self, id: str) -> Thread:
        """A thread with the holds applied. Raises NotFound."""
        return (await self.repository.load_thread(id)).thread.apply_holds(self.repository.holds)

    async def find_status(self, id: str) -> str:
        return describe_status(await self.find_thread(id))

    async def list_events(self, id: str, after: int = 0) -> list[e.RecordedEvent]:
        """The events of a thread after number `after`. Raises NotFound."""
        return [row.recorded for row in await self.repository.read_rows(id, after)]

    async def find_broken_event(self, id: str) -> int | None:
        """The number of the first event that breaks the hash chain of this thread, None when the chain holds."""
        return await self.repository.store.threads.find_broken_event(id)

    async def _find_readable_request(self, id: str, unrejected: Set[str] = frozenset()) -> Request | None:
        """The request, or None when its thread does not verify, so that one damaged thread hides no other."""
        try:
            return await self._build_request(id, unrejected=unrejected)
        except BrokenThread:
            return None  # the reader of the thread has alarmed
        except NotFound:
            return None  # a row of the index without a log

    async def _build_request(
        self, id: str, before: Thread | None = None, *, unrejected: Set[str] = frozenset()
    ) -> Request:
        """`unrejected`: wishes of which no rejection needs to be looked for, see `find_unrejected_wishes`."""
        cached = await self.repository.load_thread(find_thread_id(id))
        base, holds, directory = cached.thread, self.repository.holds, self.repository.directory
        thread = base.apply_holds(holds)
        call, agent = thread.calls.get(id), self.repository.find_agent(thread)
        presentations = agent.presentations if agent else NO_PRESENTATIONS
        if call is not None and call.asked is not None and call.state == "asked":
            # Today's notes replace those of the same label that were written when the request was asked.
            new = await find_notes(self.repository, thread, call.intent, call.arguments, unrejected)
            basis = RequestBasis(base, holds, directory, presentations, new)
            if (built := self._built.find_request(id, basis)) is not None:
                return built
            labels = {note.label for note in new}
            notes = (*(note for note in call.asked.notes if note.label not in labels), *new)
            call = call._replace(asked=call.asked.model_copy(update={"notes": notes}))
            return self._built.keep_request(basis, build_request(thread, call, directory, presentations))
        if call is not None and call.state == "question":
            return build_request(thread, call, self.repository.directory, presentations)
        hold = call.hold if call is not None and call.state == "approved" else None
        start = before or Thread(id=thread.id)
        since: Iterable[e.RecordedEvent] | None = cached.list_latest(start.seq) if before else None
        if since is None:
            since = (row.recorded for row in await self.repository.read_rows(thread.id, start.seq))
        # An approved call under a hold starts after the hold is lifted.
        paused = describe_hold(hold, self.repository.directory) if hold else ""
        if call is not None and call.state == "approved" and thread.paused and not hold:
            paused = describe_stop(thread, call, self.repository.directory)
        stopped = THREAD_RESTS if thread.unread else ""
        past = build_past_request(
            id, start, since, self.repository.directory, presentations, paused=paused, stopped=stopped
        )
        if past is None:
            # The commit of the request is on disk, and the cached thread does not have it yet.
            now = fold_events(thread, (row.recorded for row in await self.repository.read_rows(thread.id, thread.seq)))
            call = now.calls.get(id)
            if call is None or call.state not in ("asked", "question"):
                raise NotFound("request", id)
            return build_request(now, call, self.repository.directory, presentations)
        return past


def _write_cursor(micros: int, id: str) -> str:
    return f"{micros}.{id}"


def _read_cursor(cursor: str | None) -> tuple[int, str] | None:
    if not cursor:
        return None
    micros, dot, id = cursor.partition(".")
    if not (dot and id and micros.isascii() and micros.isdigit() and len(micros) <= 18):
        raise make_unknown_cursor(cursor)
    return int(micros), id


def make_unknown_cursor(cursor: str) -> NotUnderstood:
    return NotUnderstood(f"The cursor {cursor[:60]!r} is not one that we gave. Leave it out to start at the top.")
