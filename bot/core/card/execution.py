"""The execution of an approved call, folded from the log. Pure."""

from collections.abc import Iterable, Mapping
from typing import Literal

from bot.core import events as e
from bot.core.escaping import show_words
from bot.core.people import PeopleDirectory
from bot.core.secrets.redaction import cut_text, redact_secrets
from bot.core.values import FrozenModel, UtcMoment

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

PROBE = "probe"
"""`OutcomeSettled.by` when the tool's own probe found the outcome."""


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
        match event:
            case e.ApprovalAsked():
                found.pop(event.call, None)
            case e.ApprovalSettled(verdict="approved"):
                found[event.call] = CallExecution()
            case e.ApprovalSettled() if event.call in found:
                found[event.call] = _end_unused(found[event.call], event.reason or f"It was {event.verdict}.", at)
            case e.ApprovalLapsed() if event.call in found:
                found[event.call] = _end_unused(found[event.call], event.reason, at)
            case e.StepRefused(call=str() as call) if call in found:
                found[call] = _end_unused(found[call], event.reason, at)
            case (
                e.ToolStarted()
                | e.ToolFinished()
                | e.ToolFailed()
                | e.OutcomeUnknown()
                | e.OutcomeDoubted()
                | e.OutcomeSettled()
            ):
                if event.call in found:
                    found[event.call] = _advance_execution(found[event.call], event, at, directory)
            case e.Cancelled() | e.Finished(call=None):
                why = f"The thread was {'cancelled' if isinstance(event, e.Cancelled) else 'stopped'}."
                found |= {call: _end_unused(each, why, at) for call, each in found.items() if _is_waiting(each)}
            case e.Forked():  # calls that are open in the source are not open in the copy
                found = {call: each for call, each in found.items() if each.finished_at is not None}
            case _:
                pass
    return found


OutcomeEvent = e.ToolStarted | e.ToolFinished | e.ToolFailed | e.OutcomeUnknown | e.OutcomeDoubted | e.OutcomeSettled


def _advance_execution(
    execution: CallExecution, event: OutcomeEvent, at: UtcMoment, directory: PeopleDirectory
) -> CallExecution:
    match event:
        case e.ToolStarted(attempt=attempt):
            return CallExecution(status="running", started_at=execution.started_at or at, attempts=attempt)
        case e.ToolFinished(result=result):
            known = CallExecution(status="done", result=limit_text(result), finished_at=at)
        case e.ToolFailed(error=error):
            known = CallExecution(status="failed", error=limit_text(error), finished_at=at)
        case e.OutcomeUnknown(facts=facts):
            known = CallExecution(status="unknown", error=limit_text(facts))
        case e.OutcomeDoubted(reason=reason):
            known = CallExecution(status="unknown", error=limit_text(reason))
        case e.OutcomeSettled(happened=True):
            known = CallExecution(
                status="done", result=limit_text(describe_settled_outcome(event, directory)), finished_at=at
            )
        case e.OutcomeSettled():
            known = CallExecution(
                status="failed", error=limit_text(describe_settled_outcome(event, directory)), finished_at=at
            )
    return known.model_copy(update={"started_at": execution.started_at, "attempts": execution.attempts})


def describe_settled_outcome(event: e.OutcomeSettled, directory: PeopleDirectory) -> str:
    """Describe the settled outcome of a call: "v1 is there." or "It happened, says Olive."."""
    said = "It happened" if event.happened else "It did not happen"
    who = "the tool's own check" if event.by == PROBE else directory.find_name(event.by)
    return event.detail or f"{said}, says {who}."


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
