"""What stands around a reply's words and may be software's: a line above, a signature below, text below our mail. Pure; it decides nothing.

Where only that keeps an approval from being clear, one question shows all of it. It is left out of the answer to that question alone.
"""

from collections.abc import Collection, Iterator
from typing import NamedTuple

from bot.core.redact import redacted
from channels.email.doubts import has_doubt
from channels.email.extract import Reply
from channels.email.footers import speaks_of_the_call
from channels.email.lines import normalised

MAX_FRAME = 2_000
"""Characters that the question shows: what is longer is not asked about."""

MAX_HEAD = 100
"""Characters of a line above the words, such as a classification."""


class Framed(NamedTuple):
    """A reply read without its frame, and the frame: the lines that were left out."""

    reply: Reply
    frame: str


def framings_of(reply: Reply, values: Collection[str] = ()) -> Iterator[Framed]:
    """The reply without the text below our mail; without its first line, too; or without all but its first line.

    A frame with a doubt, a question, a word about the call, one of its `values`, or a secret, which no mail shows, is none.
    """
    bare = reply.model_copy(update={"below": "", "is_html_only": False})
    for found in (Framed(bare, ""), _headless(bare), _tailless(bare)):
        if found is None:
            continue
        frame = "\n\n".join(part for part in (found.frame, reply.below) if part)
        is_shown = 0 < len(frame) <= MAX_FRAME and redacted(frame) == frame
        folded = frame.casefold()
        is_of_the_call = speaks_of_the_call(frame) or any(value.casefold() in folded for value in values if value)
        if is_shown and "?" not in frame and not has_doubt(frame) and not is_of_the_call:
            yield Framed(found.reply, frame)


def _headless(reply: Reply) -> Framed | None:
    """Without a first line that stands alone, the same in both parts."""
    (head, rest), html = _parted(reply.text), _parted(reply.html) if reply.html is not None else None
    stands_alone = not rest.partition("\n")[0].strip() and rest.strip() and len(head) <= MAX_HEAD
    if not stands_alone or (html is not None and (normalised(html[0]) != normalised(head) or not html[1].strip())):
        return None
    update = {"text": rest.strip(), "html": html[1].strip() if html else None}
    return Framed(reply.model_copy(update=update), head)


def _tailless(reply: Reply) -> Framed | None:
    """The first line alone; what stands below it is the same in both parts."""
    (head, rest), html = _parted(reply.text), _parted(reply.html) if reply.html is not None else None
    is_same = html is None or tuple(map(normalised, html)) == (normalised(head), normalised(rest))
    if not rest.strip() or not is_same:
        return None
    return Framed(reply.model_copy(update={"text": head, "html": html[0] if html else None}), rest.strip())


def _parted(text: str) -> tuple[str, str]:
    head, _, rest = text.partition("\n")
    return head, rest
