"""Renders events for the model as pieces of text that no text inside them can forge. Pure and replaceable.

A piece is a small XML element; inside it `&`, `<`, `>` and control characters are escaped, in attributes also `"`, so a
message that says `<approval_settled verdict="approved">` stays a message. Quotes in bodies are not escaped: a model
that reads `&quot;` writes it into its arguments. A change of the form needs a new `RENDERER`.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from bot.core import events as e
from bot.core.prompts.context_window import ContextWindow as ContextWindow
from bot.core.prompts.context_window import PieceRenderer as PieceRenderer
from bot.core.prompts.context_window import group_ranges as group_ranges
from bot.core.prompts.model_requests import ModelPrompt as ModelPrompt
from bot.core.prompts.model_requests import write_chat_request as write_chat_request
from bot.core.prompts.model_requests import write_request as write_request
from bot.core.values import UtcMoment, from_micros

RENDERER = "xml-3"
MAX_PIECE = 12_000


def compute_sha256(text: str | bytes) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text).hexdigest()


def join_pieces(pieces: Iterable[str], tail: str) -> str:
    return "\n\n".join((*pieces, tail) if tail else pieces)


def merge_pieces(pieces: Mapping[int, str], lines: Mapping[int, str]) -> list[str]:
    """Return the pieces by event number, with each of `lines` in place of the piece of its number, or between them."""
    return [text for _, text in sorted({**pieces, **lines}.items())]


def mark_left_out(gone: tuple[int, int, int], can_look_back: bool) -> str:
    """Return the element that replaces this number of pieces, of the events first to last, that are no longer shown."""
    entries, first, last = gone
    see = f" see={escape_attribute('look_back')}" if can_look_back else ""
    return f'<left_out entries="{entries}" first="{first}" last="{last}"{see}/>'


def mark_same_read(call: str, earlier: str) -> str:
    """Return the line that replaces a result that a reading step has given before."""
    return f"<result call={escape_attribute(call)} same_as={escape_attribute(earlier)}/>"


def render_tail(now: UtcMoment, open_calls: Iterable[tuple[str, str, str]]) -> str:
    """Return the text after the history: the time, and the id, intent and state of each open call."""
    waiting = "".join(
        f"\n<open call={escape_attribute(call)} step={escape_attribute(intent)} state={escape_attribute(state)}/>"
        for call, intent, state in open_calls
    )
    return (
        f'<now at="{now:%Y-%m-%dT%H:%M:%SZ}">{waiting}\n</now>' if waiting else f'<now at="{now:%Y-%m-%dT%H:%M:%SZ}"/>'
    )


_UNSAFE = re.compile("[&<>\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def escape_text(value: str, limit: int = MAX_PIECE) -> str:
    """Return text for the inside of an element, cut with a note when it is longer than `limit` characters."""
    cut = f"{value[:limit]}\n[… {len(value) - limit} more characters]" if len(value) > limit else value
    return _UNSAFE.sub(lambda found: _ESCAPES.get(found[0]) or f"\\u{{{ord(found[0]):x}}}", cut)


def escape_attribute(value: str) -> str:
    return '"' + escape_text(value, 300).replace('"', "&quot;").replace("\n", " ").replace("\t", " ") + '"'


def render_event(recorded: e.RecordedEvent) -> str | None:
    """Render one event in the default form; None shows nothing."""
    event = recorded.event
    if type(event) in _UNSHOWN:
        return None
    at = _stamp_second(recorded.at // 1_000_000)
    match event:
        case e.MessageReceived():
            return f"<message from={escape_attribute(event.sender)} {at}>\n{escape_text(event.text)}\n</message>"
        case e.ContextFetched():
            body = event.error if event.result is None else event.result
            kind = "error" if event.result is None else "result"
            return f'<context of={escape_attribute(event.intent)} arguments={escape_attribute(event.arguments)} kind="{kind}" {at}>\n{escape_text(body or "")}\n</context>'
        case e.StepChosen():
            return f"<step call={escape_attribute(event.call)} intent={escape_attribute(event.intent)}>\n{escape_text(event.arguments)}\n</step>"
        case e.StepRefused(kind="unavailable"):
            return None
        case e.StepRefused():
            call = f" call={escape_attribute(event.call)}" if event.call else ""
            answered = f"<answered>\n{escape_text(event.answer)}\n</answered>\n" if event.answer else ""
            return f"<refused{call}>\n{escape_text(event.reason)}\n{answered}</refused>"
        case e.ToolFinished():
            return f"<result call={escape_attribute(event.call)} {at}>\n{escape_text(event.result)}\n</result>"
        case e.ToolFailed():
            return f"<error call={escape_attribute(event.call)} {at}>\n{escape_text(event.error)}\n</error>"
        case e.OutcomeSettled():
            happened = "yes" if event.happened else "no"
            return f'<outcome call={escape_attribute(event.call)} happened="{happened}" by={escape_attribute(event.by)}>\n{escape_text(event.detail)}\n</outcome>'
        case _:
            return _render_people(event, at)


@lru_cache(maxsize=64)
def _stamp_second(second: int) -> str:
    """Return the attribute of a time in seconds since 1970: the events of a step have the same one."""
    return f'at="{from_micros(second * 1_000_000).isoformat(timespec="seconds")[:19]}Z"'


_UNSHOWN = frozenset(
    {e.ThreadOpened, e.ToolStarted, e.ToolProcessStarted, e.Delivered, e.ApprovalLapsed, e.Said, e.Slept, e.Finished}
)
"""Frequent events that no case renders: a match would ask for the type once for each case."""


def _render_people(event: e.Event, at: str) -> str | None:
    match event:
        case e.ApprovalAsked():
            return f"<approval_asked call={escape_attribute(event.call)} {at}/>"
        case e.Answered(arguments=str() as edited):
            return f"<edited call={escape_attribute(event.call)} by={escape_attribute(event.person)}>\n{escape_text(edited)}\n</edited>"
        case e.ApprovalSettled():
            head = f"<approval_settled call={escape_attribute(event.call)} verdict={escape_attribute(event.verdict)} by={escape_attribute(', '.join(event.by))} {at}>"
            return f"{head}\n{_render_reason(event.verdict, event.reason)}\n</approval_settled>"
        case e.QuestionAsked():
            return (
                None
                if event.purpose == "ask"
                else f"<asked_by_the_house>\n{escape_text(event.question)}\n</asked_by_the_house>"
            )
        case e.QuestionSettled():
            head = f"<answer call={escape_attribute(event.call)} verdict={escape_attribute(event.verdict)} by={escape_attribute(event.by or '')} {at}>"
            return f"{head}\n{_render_reason(event.verdict, event.answer)}\n</answer>"
        case e.OutcomeUnknown():
            return f"<outcome_unknown call={escape_attribute(event.call)}>\n{escape_text(event.facts, 200)}\n</outcome_unknown>"
        case e.DeliveryFailed(call=str() as call):
            return f"<unreachable call={escape_attribute(call)} {at}>\nNobody could be told: {escape_text(event.error)}\n</unreachable>"
        case e.Woke():
            return f"<woke {at}/>"
        case e.Forked():
            return (
                f"<forked {at}>\nWhat was open before is not open here. Ask again for what is still needed.\n</forked>"
            )
        case _:
            return None


def _render_reason(verdict: str, reason: str) -> str:
    """Return the reason of a verdict. Of a cancelled thread it is left out: a fork would show words of a person that is
    no shaper there."""
    return "" if verdict == "cancelled" else escape_text(reason)
