"""What the model reads: events rendered as pieces of text that no text inside them can forge. Pure and replaceable.

A piece is a small XML element; inside it `&`, `<`, `>` and control characters are escaped, in attributes also `"`, so a
message that says `<approval_settled verdict="approved">` stays a message. Quotes in bodies stand as they are: a model that
reads `&quot;` writes it into its arguments. Change what a piece looks like and RENDERER with it.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping

from bot.core import events as e
from bot.core.context_window import Renderer as Renderer
from bot.core.context_window import Window as Window
from bot.core.context_window import ranges as ranges
from bot.core.model_requests import Prompt as Prompt
from bot.core.model_requests import chat_request as chat_request
from bot.core.model_requests import write_request as write_request
from bot.core.word import Moment

RENDERER = "xml-3"
MAX_PIECE = 12_000


def sha256(text: str | bytes) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text).hexdigest()


def join(pieces: Iterable[str], tail: str) -> str:
    return "\n\n".join((*pieces, tail) if tail else pieces)


def in_order(pieces: Mapping[int, str], lines: Mapping[int, str]) -> list[str]:
    """The pieces by event number, with the `lines` in the place of theirs and between them."""
    return [text for _, text in sorted({**pieces, **lines}.items())]


def left_out(gone: tuple[int, int, int], can_look_back: bool) -> str:
    """The mark in the place of so many entries that are shown no more, of the events first to last."""
    entries, first, last = gone
    see = f" see={attr('look_back')}" if can_look_back else ""
    return f'<left_out entries="{entries}" first="{first}" last="{last}"{see}/>'


def same_read(call: str, earlier: str) -> str:
    """The line in place of a result that a reading step has given before."""
    return f"<result call={attr(call)} same_as={attr(earlier)}/>"


def tail(now: Moment, open_calls: Iterable[tuple[str, str, str]]) -> str:
    """What stands behind the history: the time, and the id, intent and state of every call that is still open."""
    waiting = "".join(
        f"\n<open call={attr(call)} step={attr(intent)} state={attr(state)}/>" for call, intent, state in open_calls
    )
    return (
        f'<now at="{now:%Y-%m-%dT%H:%M:%SZ}">{waiting}\n</now>' if waiting else f'<now at="{now:%Y-%m-%dT%H:%M:%SZ}"/>'
    )


_UNSAFE = re.compile("[&<>\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def text(value: str, limit: int = MAX_PIECE) -> str:
    """Text as it stands inside an element, cut with a note when it is longer than `limit` characters."""
    cut = f"{value[:limit]}\n[… {len(value) - limit} more characters]" if len(value) > limit else value
    return _UNSAFE.sub(_escape, cut)


def _escape(found: re.Match[str]) -> str:
    return _ESCAPES.get(found[0]) or f"\\u{{{ord(found[0]):x}}}"


def attr(value: str) -> str:
    return '"' + text(value, 300).replace('"', "&quot;").replace("\n", " ").replace("\t", " ") + '"'


def _stamp(moment: Moment) -> str:
    return moment.isoformat(timespec="seconds")[:19] + "Z"


def render(recorded: e.Recorded) -> str | None:
    """The default renderer."""
    event, at = recorded.event, f'at="{_stamp(recorded.moment)}"'
    match event:
        case e.MessageReceived():
            return f"<message from={attr(event.sender)} {at}>\n{text(event.text)}\n</message>"
        case e.ContextFetched():
            body = event.error if event.result is None else event.result
            kind = "error" if event.result is None else "result"
            return f'<context of={attr(event.intent)} arguments={attr(event.arguments)} kind="{kind}" {at}>\n{text(body or "")}\n</context>'
        case e.StepChosen():
            return f"<step call={attr(event.call)} intent={attr(event.intent)}>\n{text(event.arguments)}\n</step>"
        case e.StepRefused():
            return None if event.kind == "unavailable" else _render_refused(event)
        case e.ToolFinished():
            return f"<result call={attr(event.call)} {at}>\n{text(event.result)}\n</result>"
        case e.ToolFailed():
            return f"<error call={attr(event.call)} {at}>\n{text(event.error)}\n</error>"
        case e.OutcomeSettled():
            happened = "yes" if event.happened else "no"
            return f'<outcome call={attr(event.call)} happened="{happened}" by={attr(event.by)}>\n{text(event.detail)}\n</outcome>'
        case _:
            return _render_people(event, at)


def _render_refused(event: e.StepRefused) -> str:
    """Why an answer was no step, and the answer, so that the model can correct it."""
    call = f" call={attr(event.call)}" if event.call else ""
    answered = f"<answered>\n{text(event.answer)}\n</answered>\n" if event.answer else ""
    return f"<refused{call}>\n{text(event.reason)}\n{answered}</refused>"


def _render_people(event: e.Event, at: str) -> str | None:
    match event:
        case e.ApprovalAsked():
            return f"<approval_asked call={attr(event.call)} {at}/>"
        case e.Answered(arguments=str() as edited):
            return f"<edited call={attr(event.call)} by={attr(event.person)}>\n{text(edited)}\n</edited>"
        case e.ApprovalSettled():
            head = f"<approval_settled call={attr(event.call)} verdict={attr(event.verdict)} by={attr(', '.join(event.by))} {at}>"
            return f"{head}\n{_reason(event.verdict, event.reason)}\n</approval_settled>"
        case e.QuestionAsked():
            return (
                None
                if event.purpose == "ask"
                else f"<asked_by_the_house>\n{text(event.question)}\n</asked_by_the_house>"
            )
        case e.QuestionSettled():
            head = f"<answer call={attr(event.call)} verdict={attr(event.verdict)} by={attr(event.by or '')} {at}>"
            return f"{head}\n{_reason(event.verdict, event.answer)}\n</answer>"
        case e.OutcomeUnknown():
            return f"<outcome_unknown call={attr(event.call)}>\n{text(event.facts, 200)}\n</outcome_unknown>"
        case e.DeliveryFailed(call=str() as call):
            return f"<unreachable call={attr(call)} {at}>\nNobody could be told: {text(event.error)}\n</unreachable>"
        case e.Woke():
            return f"<woke {at}/>"
        case e.Forked():
            return (
                f"<forked {at}>\nWhat was open before is not open here. Ask again for what is still needed.\n</forked>"
            )
        case _:
            return None


def _reason(verdict: str, reason: str) -> str:
    """Why it was settled. Whoever cancels a thread writes to people: in a fork of it their words are nobody's wish."""
    return "" if verdict == "cancelled" else text(reason)
