"""Renders events for the model as pieces of text that no text inside them can forge. Pure and replaceable.

A piece is a small XML element that the event writes (`Event.render`); its content is escaped, so a message that says
`<approval_settled verdict="approved">` stays a message. A change of the form needs a new `RENDERER`.
"""

import hashlib
from collections.abc import Iterable, Mapping
from functools import lru_cache

from bot.core import events as e
from bot.core.base_types import UtcMoment, from_micros
from bot.core.prompts.context_window import ContextWindow as ContextWindow
from bot.core.prompts.context_window import PieceRenderer as PieceRenderer
from bot.core.prompts.context_window import group_ranges as group_ranges
from bot.core.prompts.model_requests import ModelPrompt as ModelPrompt
from bot.core.prompts.model_requests import write_chat_request as write_chat_request
from bot.core.prompts.model_requests import write_request as write_request
from bot.core.prompts.piece_markup import MAX_PIECE as MAX_PIECE
from bot.core.prompts.piece_markup import escape_attribute as escape_attribute
from bot.core.prompts.piece_markup import escape_text as escape_text

RENDERER = "xml-3"
SEPARATOR = "\n\n"
"""The text between two pieces."""


def compute_sha256(text: str | bytes) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text).hexdigest()


def join_pieces(pieces: Iterable[str], tail: str) -> str:
    return SEPARATOR.join((*pieces, tail) if tail else pieces)


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


def render_event(recorded: e.RecordedEvent) -> str | None:
    """Render one event in the default form, see `Event.render`; None shows nothing."""
    return recorded.event.render(_stamp_second(recorded.at // 1_000_000))


@lru_cache(maxsize=64)
def _stamp_second(second: int) -> str:
    """Return the attribute of a time in seconds since 1970: the events of a step have the same one."""
    return f'at="{from_micros(second * 1_000_000).isoformat(timespec="seconds")[:19]}Z"'
