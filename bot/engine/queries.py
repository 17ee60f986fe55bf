"""What surfaces read: requests, threads and their logs, as they are now. Changes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Generic, TypeVar

import structlog

from bot.core import events as e
from bot.core.access.permissions import ThreadReach
from bot.core.card.card import describe_stop
from bot.core.decisions import build_edit_form
from bot.core.errors import BrokenThread, Conflict, NotFound, NotUnderstood, Unavailable
from bot.core.forms import FormField
from bot.core.holds import describe_hold, find_hold
from bot.core.next_action import describe_status
from bot.core.requests import Request, build_past_request, build_request
from bot.core.threads.fold import fold_events
from bot.core.threads.thread import Thread, find_thread_id
from bot.core.values import to_micros
from bot.engine.repository.thread_repository import ThreadRepository
from bot.engine.request_notes import find_notes
from bot.store import event_log, list_queries
from bot.store.tables import ThreadRow

log_line = structlog.get_logger()

T = TypeVar("T")

PAGE, MOST = 50, 200


@dataclass(frozen=True)
class ResultPage(Generic[T]):
    """Some items, and the cursor of those behind them; None: there are no more."""

    items: list[T]
    next_cursor: str | None


class PlatformQueries:
    def __init__(self, repository: ThreadRepository) -> None:
        self.repository = repository

    async def find_request(self, id: str) -> Request:
        """A request, open or settled. Raises Unknown."""
        row = list_queries.find_request_row(self.repository.database.reading, id)
        if row is None:
            raise NotFound("request", id)
        return self._build_request(id)

    def build_form(self, id: str) -> tuple[FormField, ...]:
        """The form of a pending approval's arguments, filled with those that stand. Raises Unknown, Conflict, NotUnderstood."""
        thread = self.repository.load_thread(find_thread_id(id)).thread
        call, agent = thread.calls.get(id), self.repository.find_agent(thread)
        if agent is None:
            raise NotFound("agent", thread.agent)
        if call is None or call.state != "asked":
            raise Conflict("This request is not an approval that waits, so it has no arguments to edit.")
        return build_edit_form(call, agent)

    def find_request_since(self, before: Thread, id: str) -> Request:
        """A request that was open in the thread as it was `before`, as it is now. Reads only what came since."""
        return self._build_request(id, before)

    async def list_requests(
        self,
        *,
        status: str | None = None,
        thread: str | None = None,
        cursor: str | None = None,
        limit: int = PAGE,
        reach: ThreadReach = list_queries.EVERYTHING,
    ) -> ResultPage[Request]:
        """Requests within reach, newest first. Raises NotUnderstood for a cursor that we did not give."""
        limit = max(1, min(limit, MOST))
        rows = await list_queries.list_requests(
            self.repository.database,
            status=status,
            thread=thread,
            before=_read_cursor(cursor),
            limit=limit + 1,
            reach=reach,
        )
        more = _write_cursor(rows[limit - 1].opened, rows[limit - 1].id) if len(rows) > limit else None
        return ResultPage([found for row in rows[:limit] if (found := self._find_readable_request(row.id))], more)

    def list_decided(self, person: str, within: timedelta, limit: int) -> list[Request]:
        """Approvals of late that this person decided or asked for: those that went wrong first, then the latest first."""
        since = to_micros(self.repository.clock() - within)
        ids = list_queries.list_decided(self.repository.database.reading, person, since, limit)
        found = [request for id in ids if (request := self._find_readable_request(id))]
        return sorted(found, key=lambda request: not (request.execution and request.execution.is_bad))

    async def list_threads(
        self,
        *,
        status: str | None = None,
        agent: str | None = None,
        cursor: str | None = None,
        limit: int = PAGE,
        reach: ThreadReach = list_queries.EVERYTHING,
    ) -> ResultPage[ThreadRow]:
        """Threads within reach, last touched first. Raises NotUnderstood for a cursor that we did not give."""
        limit = max(1, min(limit, MOST))
        rows = await list_queries.list_threads(
            self.repository.database,
            status=status,
            agent=agent,
            before=_read_cursor(cursor),
            limit=limit + 1,
            reach=reach,
        )
        more = _write_cursor(rows[limit - 1].touched, rows[limit - 1].id) if len(rows) > limit else None
        for row in rows:  # as `status` says it of one thread: what works under a hold is paused
            if row.status == "working" and find_hold(row.agent, "", self.repository.holds):
                row.status = "paused"
        return ResultPage(list(rows[:limit]), more)

    def find_thread(self, id: str) -> Thread:
        """A thread as its log has it, and as the holds leave it. Raises Unknown."""
        return self.repository.load_thread(id).thread.apply_holds(self.repository.holds)

    def find_status(self, id: str) -> str:
        return describe_status(self.find_thread(id))

    def list_events(self, id: str, after: int = 0) -> list[e.RecordedEvent]:
        """The log of a thread behind `after`. Raises Unknown."""
        return [row.recorded for row in self.repository.read_rows(id, after)]

    def find_broken_event(self, id: str) -> int | None:
        """The first event of a thread whose hash chain does not hold, None when it holds."""
        return event_log.find_broken_event(self.repository.database.reading, id, self.repository.database.signer)

    def _find_readable_request(self, id: str) -> Request | None:
        """The request, or None when its thread does not verify or cannot be read: one damaged thread hides no other."""
        try:
            return self._build_request(id)
        except BrokenThread:
            return None  # it has alarmed already
        except NotFound:
            return None  # a row of the index that no log knows
        except Unavailable as error:
            log_line.error("request left out of a list", request=id, error=str(error))
            return None

    def _build_request(self, id: str, before: Thread | None = None) -> Request:
        thread = self.repository.load_thread(find_thread_id(id)).thread.apply_holds(self.repository.holds)
        call = thread.calls.get(id)
        if call is not None and call.asked is not None and call.state == "asked":
            notes = find_notes(self.repository, thread, call.intent, call.arguments)
            call = call._replace(asked=call.asked.model_copy(update={"notes": _renew_notes(call.asked.notes, notes)}))
            return build_request(thread, call, self.repository.directory)
        if call is not None and call.state == "question":
            return build_request(thread, call, self.repository.directory)
        hold = call.hold if call is not None and call.state == "approved" else None
        start = before or Thread(id=thread.id)
        since = (row.recorded for row in self.repository.read_rows(thread.id, start.seq))
        past = build_past_request(id, start, since, self.repository.directory)
        if past is None:
            return self._build_just_asked(id, thread)
        paused = (
            describe_hold(hold, self.repository.directory) if hold else ""
        )  # approved, and not started before it is lifted
        if call is not None and call.state == "approved" and thread.paused and not hold:
            paused = describe_stop(thread, call, self.repository.directory)
        return past.model_copy(update={"card": past.card.model_copy(update={"paused": paused})})

    def _build_just_asked(self, id: str, thread: Thread) -> Request:
        """A request whose commit is on the disk, and which the thread that we hold is about to take in. Raises Unknown."""
        newer = (row.recorded for row in self.repository.read_rows(thread.id, thread.seq))
        now = fold_events(thread, newer)
        call = now.calls.get(id)
        if call is None or call.state not in ("asked", "question"):
            raise NotFound("request", id)
        return build_request(now, call, self.repository.directory)


def _renew_notes(notes: Sequence[e.CallFact], now: Sequence[e.CallFact]) -> tuple[e.CallFact, ...]:
    """The notes with those of today in place of the same ones of when it was asked: others may have rejected it since."""
    labels = {note.label for note in now}
    return (*(note for note in notes if note.label not in labels), *now)


def _write_cursor(micros: int, id: str) -> str:
    return f"{micros}.{id}"


def _read_cursor(cursor: str | None) -> tuple[int, str] | None:
    if not cursor:
        return None
    micros, dot, id = cursor.partition(".")
    if not (dot and id and micros.isascii() and micros.isdigit() and len(micros) <= 18):
        raise NotUnderstood(f"The cursor {cursor[:60]!r} is not one that we gave. Leave it out to start at the top.")
    return int(micros), id
