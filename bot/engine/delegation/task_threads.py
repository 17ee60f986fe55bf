"""Opens, stops and reports the child threads of tasks. Each act is an append to one log; a step between two logs is done
again after a crash, and changes nothing the second time."""

from collections.abc import Sequence

import structlog

from bot.core import events as e
from bot.core.delegation.child_threads import (
    PLATFORM,
    is_child_of,
    make_child_events,
    make_stopped_end,
    make_task_end,
)
from bot.core.errors import BrokenThread, NotFound, UnreadThread
from bot.core.threads.step_consequences import cancel_thread
from bot.core.threads.thread import Thread, ToolCall
from bot.engine.repository.thread_repository import ThreadRepository
from bot.store.refusals import AppendConflict

log_line = structlog.get_logger()

STOPPED = "The task was stopped."
NOT_STOPPED = "The task was not stopped: its thread cannot be read now."


class TaskThreads:
    """Keeps a parent and its children in step. Which act is due is computed from each log (`find_next_action`)."""

    def __init__(self, repository: ThreadRepository) -> None:
        self.repository = repository

    async def start_task(self, parent: Thread, call: ToolCall) -> None:
        """Open the child of this call, unless it is open, and note it in the parent."""
        task = call.delegation
        assert task is not None
        giver = self.repository.find_agent(parent)
        if task.agent not in self.repository.agents or giver is None or task.agent not in giver.delegates:
            why = f"There is no agent {task.agent} any more that {parent.agent} may give a task to."
            await self._end_task(parent.id, call, make_fault(call, "failed", why))
            return
        await self._open_child(make_child_events(parent, call), call)

        def make(now: Thread) -> Sequence[e.Event]:
            found = now.calls.get(call.id)
            is_new = found is not None and found.delegation is not None and not found.is_child_open
            return [e.TaskStarted(call=call.id, child=task.child)] if is_new else []

        await self.repository.commit_events(parent.id, make)

    async def recall_task(self, parent: str, call: ToolCall, reason: str, *, is_expired: bool) -> None:
        """Note that the result is not awaited any more."""

        def make(now: Thread) -> Sequence[e.Event]:
            found = now.calls.get(call.id)
            is_open = found is not None and found.delegation is not None and found.recalled is None
            return [e.TaskRecalled(call=call.id, reason=reason, is_expired=is_expired)] if is_open else []

        await self.repository.commit_events(parent, make)

    async def stop_task(self, parent: Thread, call: ToolCall) -> None:
        """Cancel the child of a recalled call, and end the call: with the child's own end where that came first."""
        task, recalled = call.delegation, call.recalled
        assert task is not None
        assert recalled is not None
        try:
            end = await self._cancel_child(parent, call, recalled)
        except (BrokenThread, UnreadThread) as error:
            log_line.error("a task could not be stopped", thread=task.child, parent=parent.id, error=str(error))
            await self._end_task(parent.id, call, make_fault(call, "failed", NOT_STOPPED), has_failed=True)
            return
        await self._end_task(parent.id, call, end)

    async def report_task(self, id: str, fault: str) -> None:
        """Tell the parent the end of this child's task, then note in the child that the parent has it."""
        child = (await self.repository.load_checked_thread(id)).thread
        if child.task is None or child.is_task_reported:
            return
        end = make_task_end(child, [row.recorded for row in await self.repository.read_rows(id)], fault)
        parent = (await self.repository.load_checked_thread(child.task.parent)).thread
        if (call := parent.calls.get(child.task.call)) is not None and is_child_of(child, call):
            is_stopped = call.recalled is not None and end.status == "cancelled"
            await self._end_task(parent.id, call, make_stopped_end(child, call, STOPPED) if is_stopped else end)

        def make(now: Thread) -> Sequence[e.Event]:
            return [] if now.is_task_reported else [e.TaskReported(status=end.status, seen=child.seq)]

        await self.repository.commit_events(id, make)

    async def _open_child(self, events: Sequence[e.Event], call: ToolCall) -> Thread:
        """The child of this call, opened with these events unless it is there. Raises BrokenThread for another thread."""
        assert call.delegation is not None
        id = call.delegation.child
        try:
            child = (await self.repository.load_thread(id)).thread
        except NotFound:
            try:
                child = (await self.repository.open_thread(id, events)).thread
            except AppendConflict:  # another process was first
                child = (await self.repository.load_thread(id)).thread
        if not is_child_of(child, call):
            raise BrokenThread(id, child.seq, f"it is not the thread of the task {call.id}")
        return child

    async def _cancel_child(self, parent: Thread, call: ToolCall, recalled: e.TaskRecalled) -> e.TaskEnded:
        """Cancel the child, with its own tasks; one that was never opened is opened cancelled, so that it is not opened
        later. Returns how it ended."""
        by = recalled.by or PLATFORM
        never = [*make_child_events(parent, call), e.Cancelled(by=by)]
        child = await self._open_child(never, call)

        def make(now: Thread) -> Sequence[e.Event]:
            is_over = now.ended is not None or now.is_task_reported
            return [] if is_over else cancel_thread(now, STOPPED, by, tasks="stop")

        child = (await self.repository.commit_events(child.id, make)).thread
        if child.ended == "cancelled":
            return make_stopped_end(child, call, STOPPED)
        return make_task_end(child, [row.recorded for row in await self.repository.read_rows(child.id)])

    async def _end_task(self, parent: str, call: ToolCall, end: e.TaskEnded, *, has_failed: bool = False) -> None:
        """Append the end to the parent, once. Where the parent has ended, or the child could not be stopped (`has_failed`), its
        people are told."""

        def make(now: Thread) -> Sequence[e.Event]:
            found = now.calls.get(call.id)
            if found is None or found.delegation != call.delegation:
                return []
            was_to_be_kept = now.ended == "cancelled" and found.recalled is not None and found.recalled.by is None
            if not (has_failed or was_to_be_kept) and (not now.ended or found.recalled is not None):
                return [end]
            text = f"The task of {end.agent} (thread {end.child}) is {end.status}: {end.text}"
            by = found.recalled.by if found.recalled else None
            who = [id for id in (now.requester, by) if self.repository.directory.find_person(id)]
            return [end, e.notify_people(text, who)]

        await self.repository.commit_facts(parent, make)


def make_fault(call: ToolCall, status: e.TaskStatus, text: str) -> e.TaskEnded:
    """Return the end of a task that its child did not end."""
    task = call.delegation
    assert task is not None
    return e.TaskEnded(call=call.id, agent=task.agent, child=task.child, status=status, text=text[:200])
