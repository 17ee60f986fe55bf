"""Pause, resume, cancel, fork: what an operator does to a thread. Each is one commit."""

from collections.abc import Callable, Sequence

from bot.core import events as e
from bot.core.errors import AlreadyEnded, AlreadyPaused, NotPaused, NotUnderstood
from bot.core.threads.outcome_notices import quote_code
from bot.core.threads.step_events import withdraw_all
from bot.core.threads.thread import Thread
from bot.engine.repository.side_writes import SideWrites
from bot.engine.repository.thread_repository import ThreadRepository
from bot.store import event_log


class ThreadControl:
    def __init__(self, repository: ThreadRepository, new_id: Callable[[], str]) -> None:
        self.repository, self.new_id = repository, new_id

    async def pause(self, thread: str, by: str) -> None:
        """No step is taken until it is resumed. What runs, ends; who decides, is heard. Raises AlreadyPaused, AlreadyEnded."""

        def make(now: Thread) -> Sequence[e.Event]:
            _refuse_ended(now)
            if now.paused:
                raise AlreadyPaused()
            return [e.Paused(by=by)]

        await self.repository.commit_events(thread, make)

    async def resume(self, thread: str, by: str, makers: tuple[str, ...] = ()) -> None:
        """`makers` are other people who made the credential of `by`. Raises NotPaused, AlreadyEnded."""

        def make(now: Thread) -> Sequence[e.Event]:
            if not now.paused:
                _refuse_ended(now)
                raise NotPaused()
            return [e.Resumed(by=by, makers=makers)]

        await self.repository.commit_events(thread, make)

    async def cancel(self, thread: str, by: str, reason: str = "", makers: tuple[str, ...] = ()) -> None:
        """Ends a thread for good; its open requests are withdrawn. `makers` are other people who made the credential of `by`.

        Raises AlreadyEnded when it is cancelled already.
        """

        cancelled = e.Cancelled(by=by, reason=reason, makers=makers)

        def make(now: Thread) -> Sequence[e.Event]:
            if now.ended == "cancelled":
                raise AlreadyEnded("cancelled")
            ended = withdraw_all(now, reason or "The thread was cancelled.")
            return [
                *(_make_cancelled(event, by) for event in ended if not _is_outcome_settlement(event, now)),
                cancelled,
            ]

        await self.repository.commit_events(thread, make)

    async def fork(self, source: str, at: int | None, by: str, makers: tuple[str, ...] = ()) -> str:
        """A new thread with the events up to `at`, paused; the source is unchanged and nothing of it is open there.

        Who opened the source is told of it, wherever that person is reached.
        """
        thread = self.repository.load_thread(source).thread
        rows = self.repository.read_rows(source)
        last = thread.seq if at is None else at
        if not 1 <= last <= len(rows):
            raise NotUnderstood(f"Thread {source} has the events 1 to {len(rows)}, not {last}.")
        copied = [row.recorded.event for row in rows[:last]]
        id = self.new_id()
        pieces = SideWrites(unit=lambda connection: event_log.copy_pieces(connection, source, id, last))
        forked = e.Forked(source=source, at=last, by=by, makers=makers)
        await self.repository.open_thread(id, [*copied, forked, *self._write_fork_notice(thread, forked)], pieces)
        return id

    def _write_fork_notice(self, source: Thread, forked: e.Forked) -> list[e.Event]:
        requester = self.repository.directory.find_person(source.requester)
        if requester is None or requester.id == forked.by:
            return []
        who = self.repository.directory.find_name(forked.by)
        text = f"{who} made a copy of your thread {quote_code(source.title)}. Nothing runs in the copy before somebody resumes it."
        notice = e.PeopleNotified(text=text, to=(requester.id,))
        return [self.repository.addresses.address_event(notice, source)]


def _refuse_ended(thread: Thread) -> None:
    if thread.ended:
        raise AlreadyEnded(thread.ended)


def _is_outcome_settlement(event: e.Event, thread: Thread) -> bool:
    """Whether this ends the question whether something happened: it did or it did not, also in a cancelled thread."""
    call = thread.calls.get(event.call) if isinstance(event, e.QuestionSettled) else None
    return call is not None and call.question is not None and call.question.purpose == "outcome"


def _make_cancelled(event: e.Event, by: str) -> e.Event:
    who = (by,) if isinstance(event, e.ApprovalSettled) else by
    return event.model_copy(update={"verdict": "cancelled", "by": who})
