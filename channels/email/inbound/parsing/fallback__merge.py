"""What is new in a mail that answers nothing of ours, by mail-parser-reply's patterns. Runs in the worker only.

The patterns take minutes on a few kilobytes that are built for it (measured), so their time is limited here, and a text
that takes longer is new as a whole.
"""

import signal
from types import FrameType

from mailparser_reply import EmailReplyParser  # type: ignore[import-untyped]

LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pl", "cs", "da", "sv", "ja", "ko", "zh")
MAX_TEXT = 20_000
"""Characters that are looked at; what is longer is no chat."""

SECONDS = 0.3
"""Of processor time: a busy machine changes no outcome."""

_PATTERNS = EmailReplyParser(languages=list(LANGUAGES))


class _PatternTimeout(Exception):
    """The patterns have run for SECONDS."""


def find_newest_text(text: str) -> str:
    """The text without what it quotes; all of it when nothing is found in time. Needs the main thread (SIGVTALRM)."""
    if len(text) > MAX_TEXT:
        return text
    before = signal.signal(signal.SIGVTALRM, _raise_timeout)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        found: str | None = _PATTERNS.parse_reply(text)
    except (_PatternTimeout, RecursionError):
        found = None
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
    return found or text


def _raise_timeout(number: int, frame: FrameType | None) -> None:
    raise _PatternTimeout
