"""The child thread of a task: its id, its first events, and the report of its end to the parent. Pure."""

import base64
import hashlib
from collections.abc import Sequence

from bot.core import events as e
from bot.core.channel_messages import ChannelAddress
from bot.core.dry_run_markers import DRY_RUN_RESULT
from bot.core.people import SYSTEM
from bot.core.secrets.redaction import cut_text
from bot.core.threads.thread import Thread, ToolCall

MAX_RESULT = 4_000
"""Characters of a child's result that the parent's log keeps."""
MAX_ERROR = 200
NOTHING = "It has nothing to report."
PLATFORM = f"{SYSTEM}delegation"
"""Who cancels a child where no person does."""


def make_child_id(call: str) -> str:
    """Return the id of the child of this call: always the same one, so that a task is never opened twice."""
    return (
        "t" + base64.b32hexencode(hashlib.sha256(f"child\0{call}".encode()).digest()[:14]).decode().rstrip("=").lower()
    )


def make_child_events(parent: Thread, call: ToolCall) -> list[e.Event]:
    """Return the first events of the child. Its requests are posted where the parent's people are."""
    task = call.delegation
    assert task is not None
    before = parent.task.lineage if parent.task else ()
    opened = e.ThreadOpened(
        agent=task.agent,
        title=cut_text(" ".join(task.task.split()), 120),
        origin=parent.route or parent.origin or ChannelAddress(channel="api"),
        requester=parent.requester,
        sender=parent.agent,
        makers=parent.lenders,
    )
    received = e.TaskReceived(
        parent=parent.id,
        call=call.id,
        lineage=(*before, parent.agent),
        text=task.task,
        shapers=tuple(e.TaskShaper(who=who, acts=acts) for who, acts in call.shapers.items()),
        steps=task.steps,
        tokens=task.tokens,
    )
    return [opened, received]


def is_child_of(child: Thread, call: ToolCall) -> bool:
    """Return whether this thread works on the task of this call."""
    task, wanted = child.task, call.delegation
    return task is not None and wanted is not None and (task.call, child.id) == (call.id, wanted.child)


def make_task_end(child: Thread, log: Sequence[e.RecordedEvent], fault: str = "") -> e.TaskEnded:
    """Return the end of the child's task, from its log. `fault` is why it cannot go on; empty: it ended by itself."""
    assert child.task is not None
    status, text = _find_end(child, [each.event for each in log], fault)
    most = MAX_RESULT if status == "done" else MAX_ERROR
    return e.TaskEnded(
        call=child.task.call,
        agent=child.agent,
        child=child.id,
        status=status,
        text=cut_text(text, most, "…"),
        whose=list_contributors(log),
        steps=child.steps,
        tokens=child.tokens,
        asks=child.asks,
    )


def list_contributors(log: Sequence[e.RecordedEvent]) -> tuple[str, ...]:
    """Return the authors of words and edits in a child, without those of the task itself. A program is none."""
    authors = (who for each in log if not isinstance(each.event, e.TaskReceived) for who in each.event.authors)
    return tuple(dict.fromkeys(who for who in authors if who and not who.startswith(SYSTEM)))


def make_stopped_end(child: Thread, call: ToolCall, reason: str) -> e.TaskEnded:
    """Return the end of a recalled task with a cancelled child. The words of the person that stopped it are left out: they
    would shape the next calls."""
    assert call.delegation is not None
    assert call.recalled is not None
    why = (call.recalled.reason if call.recalled.by is None else "") or reason
    return e.TaskEnded(
        call=call.id,
        agent=call.delegation.agent,
        child=call.delegation.child,
        status="expired" if call.recalled.is_expired else "cancelled",
        text=f"{cut_text(why, MAX_ERROR // 2, '…')}{describe_running(child)}",
        steps=child.steps,
        tokens=child.tokens,
        asks=child.asks,
    )


def describe_running(child: Thread) -> str:
    """Return the text that tells the parent of calls that a cancelled child had started; empty: there are none."""
    running = [call.intent for call in child.calls.values() if call.state in ("started", "unknown")]
    return f" It had started {', '.join(running)}, whose effect may still come."[: MAX_ERROR // 2] if running else ""


def _describe_done(events: Sequence[e.Event]) -> str:
    """Return the text that tells the parent of approved calls that a child has run: else it gives the same task
    again, and people approve the same call twice. Empty: there are none."""
    asked = {opening.call for event in events if (opening := event.request_opening) and opening.kind == "approval"}
    intents = {made.call: made.intent for event in events if (made := event.proposal)}
    ended = [at for event in events if (at := event.progress) and at.status == "done" and at.text != DRY_RUN_RESULT]
    ran = [at.call for at in ended if at.call in asked]
    names = ", ".join(dict.fromkeys(intents.get(call, call) for call in ran))
    return cut_text(f" It had done {names}, as approved.", MAX_ERROR // 2, "…") if ran else ""


def _find_end(child: Thread, events: Sequence[e.Event], fault: str) -> tuple[e.TaskStatus, str]:
    if child.ended == "cancelled":  # the reason has a person's words, which would shape the next calls
        return "cancelled", f"The task was cancelled.{describe_running(child)}{_describe_done(events)}"
    if fault:
        done = _describe_done(events)
        return "failed", cut_text(f"{child.agent} did not finish: {fault}.", MAX_ERROR - len(done), "…") + done
    if child.ended == "finished" and any(event.thread_end and event.thread_end.by for event in events[-1:]):
        return "cancelled", "A person stopped the task."
    said = next((event.text for event in reversed(events) if isinstance(event, e.Said)), "")
    return "done", said or NOTHING
