"""Pause, resume, cancel and fork: the commands of an operator for a thread. Each is one commit."""

from collections.abc import Callable, Sequence
from typing import Literal, TypeAlias

from bot.core import events as e
from bot.core.errors import AlreadyEnded, AlreadyPaused, NotPaused, NotUnderstood, TasksRunning
from bot.core.threads.outcome_notices import quote_code
from bot.core.threads.step_consequences import cancel_thread
from bot.core.threads.thread import Thread
from bot.engine.repository.thread_repository import ThreadRepository
from bot.store.thread_append import SideWrites

TaskChoice: TypeAlias = Literal["stop", "keep"]
"""Whether the tasks of a cancelled thread are stopped, or go on and are reported to its requester."""


class ThreadControl:
    def __init__(self, repository: ThreadRepository, new_id: Callable[[], str]) -> None:
        self.repository, self.new_id = repository, new_id

    async def pause(self, thread: str, by: str) -> None:
        """Take no step until the thread is resumed. Running calls end, and decisions are accepted. Raises
        AlreadyPaused, AlreadyEnded.
        """

        def make(now: Thread) -> Sequence[e.Event]:
            _refuse_ended(now)
            if now.paused:
                raise AlreadyPaused()
            return [e.Paused(by=by)]

        await self.repository.commit_events(thread, make)

    async def resume(self, thread: str, by: str, makers: tuple[str, ...] = (), paused_at: int | None = None) -> None:
        """`makers` are other people that made the credential of `by`. With `paused_at` (microseconds) only that pause ends.

        Raises NotPaused, AlreadyEnded.
        """

        def make(now: Thread) -> Sequence[e.Event]:
            if not now.paused:
                _refuse_ended(now)
                raise NotPaused()
            if paused_at not in (None, now.paused_at):
                raise NotPaused()  # it was resumed and paused again since: that pause is another one
            return [e.Resumed(by=by, makers=makers)]

        await self.repository.commit_events(thread, make)

    async def cancel(
        self, thread: str, by: str, reason: str = "", makers: tuple[str, ...] = (), tasks: TaskChoice | None = None
    ) -> None:
        """End a thread for good; its open requests are withdrawn. `makers` are other people that made the credential of
        `by`. `tasks` decides about tasks of other agents that run for it.

        Raises AlreadyEnded when it is cancelled already, TasksRunning where tasks run and `tasks` says nothing.
        """

        def make(now: Thread) -> Sequence[e.Event]:
            if now.ended == "cancelled":
                raise AlreadyEnded("cancelled")
            running = [call.delegation for call in now.calls.values() if call.delegation and call.recalled is None]
            if running and tasks is None:
                raise TasksRunning(", ".join(f"{task.child} ({task.agent})" for task in running))
            why = reason or "The thread was cancelled."
            return cancel_thread(now, why, by, makers=makers, tasks=tasks or "stop", words=reason)

        await self.repository.commit_events(thread, make)

    async def fork(self, source: str, at: int | None, by: str, makers: tuple[str, ...] = ()) -> str:
        """Open a paused thread with the events up to `at`. The source is unchanged, and none of its requests is open in
        the fork.

        The requester of the source is told of the fork.
        """
        thread = (await self.repository.load_thread(source)).thread
        thread.require_readable()
        rows = await self.repository.read_rows(source)
        last = thread.seq if at is None else at
        if not 1 <= last <= len(rows):
            raise NotUnderstood(f"Thread {source} has the events 1 to {len(rows)}, not {last}.")
        copied = [row.recorded.event for row in rows[:last]]
        id = self.new_id()
        pieces = SideWrites(copied_from=(source, last))
        forked = e.Forked(source=source, at=last, by=by, makers=makers)
        events: list[e.Event] = [*copied, forked]
        requester = self.repository.directory.find_person(thread.requester)
        if requester is not None and requester.id != by:
            name, title = self.repository.directory.find_name(by), quote_code(thread.title)
            text = f"{name} made a copy of your thread {title}. Nothing runs in the copy before somebody resumes it."
            notice = e.notify_people(text, [requester.id])
            events.append(self.repository.addresses.address_event(notice, thread))
        await self.repository.open_thread(id, events, pieces)
        return id


def _refuse_ended(thread: Thread) -> None:
    if thread.ended:
        raise AlreadyEnded(thread.ended)
