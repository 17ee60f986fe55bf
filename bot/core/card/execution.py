"""The execution of an approved call, folded from the log. Pure."""

from collections.abc import Iterable, Mapping
from typing import Literal

from bot.core import events as e
from bot.core.base_types import FrozenModel, UtcMoment
from bot.core.escaping import show_words
from bot.core.event_meanings import CallProgress
from bot.core.events import PROBE as PROBE
from bot.core.people import PeopleDirectory
from bot.core.secrets.redaction import cut_text, redact_secrets

MAX_TEXT = 2_000
"""Characters of a result or an error in a request; the log holds all of them."""
MAX_READ = 8_000
"""Characters of a result or an error that are searched for secrets."""
MAX_SHOWN = 600
"""Characters of a result or an error that a card shows."""

ExecutionStatus = Literal["not_started", "running", "done", "failed", "unknown"]

STATUS_WORDS: Mapping[ExecutionStatus, str] = {
    "not_started": "not started yet",
    "running": "running",
    "done": "done",
    "failed": "failed",
    "unknown": "outcome not known",
}
"""The status in words, for all surfaces."""


class CallExecution(FrozenModel):
    """The execution of an approved call.

    `result` belongs to `done`, `error` to `failed` (the cause) and `unknown` (the known facts). `attempts` counts the
    starts; `started_at` is the first one. `finished_at` is set when the execution is over: on `not_started` the
    approval ended unused, and `error` gives the reason.
    """

    status: ExecutionStatus = "not_started"
    result: str = ""
    error: str = ""
    started_at: UtcMoment | None = None
    finished_at: UtcMoment | None = None
    attempts: int = 0

    @property
    def words(self) -> str:
        """The status for a person, such as "outcome not known"."""
        return describe_status(self.status, is_over=self.finished_at is not None)

    @property
    def detail(self) -> str:
        """The result, or else the error."""
        return self.result or self.error

    @property
    def is_bad(self) -> bool:
        """Whether the call failed or its outcome is unknown."""
        return self.status in ("failed", "unknown")


def describe_status(status: ExecutionStatus, *, is_over: bool) -> str:
    """Return the status for a person; `is_over`: the execution is over."""
    return "never started" if is_over and status == "not_started" else STATUS_WORDS[status]


def fold_executions(
    log: Iterable[e.RecordedEvent], directory: PeopleDirectory, before: Mapping[str, CallExecution] | None = None
) -> dict[str, CallExecution]:
    """Return the executions of all calls that were approved in `log`, by call id; `before`: those of earlier events.

    A call without a request has none, nor has one that is not approved yet, or is asked about anew.
    """
    found = dict(before or {})
    for recorded in log:
        event, at = recorded.event, recorded.moment
        if (opening := event.request_opening) is not None and opening.kind == "approval":
            found.pop(opening.call, None)
        elif event.request_end is not None and event.request_end.status == "approved":
            found[event.request_end.call] = CallExecution()
        elif (unused := event.unused_end) is not None:
            if unused.call in found:
                found[unused.call] = _end_unused(found[unused.call], unused.why, at)
        elif (progress := event.progress) is not None:
            if progress.call in found:
                found[progress.call] = _advance_execution(found[progress.call], progress, at, directory)
        elif event.thread_end is not None and (why := event.thread_end.why):
            found |= {call: _end_unused(each, why, at) for call, each in found.items() if _is_waiting(each)}
        elif event.fork_origin is not None:  # calls that are open in the source are not open in the copy
            found = {call: each for call, each in found.items() if each.finished_at is not None}
    return found


def _advance_execution(
    execution: CallExecution, progress: CallProgress, at: UtcMoment, directory: PeopleDirectory
) -> CallExecution:
    if progress.status == "running":
        return CallExecution(status="running", started_at=execution.started_at or at, attempts=progress.attempt)
    text = limit_text(describe_progress(progress, directory))
    return CallExecution(
        status=progress.status,
        result=text if progress.status == "done" else "",
        error="" if progress.status == "done" else text,
        finished_at=None if progress.status == "unknown" else at,
        started_at=execution.started_at,
        attempts=execution.attempts,
    )


def describe_progress(progress: CallProgress, directory: PeopleDirectory) -> str:
    """Describe the end of a call: its text, or for a settled outcome without one "It happened, says Olive."."""
    if progress.text or not progress.by:
        return progress.text
    said = "It happened" if progress.status == "done" else "It did not happen"
    who = "the tool's own check" if progress.by == PROBE else directory.find_name(progress.by)
    return f"{said}, says {who}."


def show_execution(execution: CallExecution | None) -> CallExecution | None:
    """Return the execution as a card shows it: its texts escaped, and shorter."""
    if execution is None:
        return None
    texts: dict[str, str] = {}
    for name, text in (("result", show_words(execution.result)), ("error", show_words(execution.error))):
        rest = len(text) - MAX_SHOWN
        texts[name] = text if rest <= 0 else f"{text[:MAX_SHOWN]}{_describe_rest(rest)}"
    return execution.model_copy(update=texts)


def _is_waiting(execution: CallExecution) -> bool:
    return execution.status == "not_started" and execution.finished_at is None


def _end_unused(execution: CallExecution, why: str, at: UtcMoment) -> CallExecution:
    """End the approval of a call that was not started. A started call stays as it is."""
    return CallExecution(error=limit_text(why), finished_at=at) if _is_waiting(execution) else execution


def limit_text(text: str) -> str:
    """Return at most `MAX_TEXT` characters of a tool's text, without secrets, and the number of characters left out.

    Only the first `MAX_READ` characters are searched for secrets: lists read many results of up to 64 KB. A secret that
    is cut at this limit is not recognised, so the last half of the searched part is not shown.
    """
    safe = redact_secrets(cut_text(text, MAX_READ))
    if len(text) > MAX_READ:
        safe = safe[: max(0, len(safe) - MAX_READ // 2)]
    more = len(text) - MAX_TEXT
    return safe if len(text) <= MAX_READ and len(safe) <= MAX_TEXT else f"{safe[:MAX_TEXT]}{_describe_rest(more)}"


def _describe_rest(count: int) -> str:
    return f"\n[… {count} more characters in the thread]"
