"""What a reply decides: a closed grammar over its first line; whatever it does not know is unclear. No search, no model.

An approval is the whole reply: one phrase of a closed list, and below it nothing but thanks, a name and a signature.
Nothing that is unclear ever approves. Who replied is somebody else's question (`identity.py`).
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import TypeAlias

from bot.core.shown import shown_words
from bot.core.word import Word
from channels.email.extract import Reply
from channels.email.words import (
    APPROVE,
    CLOSING,
    EMOJI_APPROVE,
    EMOJI_REJECT,
    GREETED,
    GREETING,
    REJECT,
    words_of,
)

MAX_TEXT = 20_000
"""Characters of a reply that is read as a decision."""

MAX_LINES_OF_APPROVAL = 40
MAX_REASON = 2_000
"""Characters of a reason: what a ballot takes."""


class Approve(Word):
    """Yes, and nothing else."""


class Reject(Word):
    """No; with the person's own words for why, perhaps none."""

    reason: str = ""


class Unclear(Word):
    """Not a decision; why, in a sentence for the person who wrote it."""

    why: str


Decision: TypeAlias = Approve | Reject | Unclear

_BIDI = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_INVISIBLE = re.compile(r"[\u200b-\u200d\u2060\ufeff\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]")
_PAIRS = frozenset({"**", "__", "``", '""', "''", "“”", "„“", "«»", "»«", "‘’"})
"""What may stand around a phrase: in front and behind, never on one side alone, where it would be a footnote or a bullet."""

_PARTS = re.compile(r"[,:;–—、，：；]|(?<=\w)(?:[.。]|[!！]{1,3})(?=\s)|\s-+\s")
_END = re.compile(r"(?:[.。]|[!！]{1,3})$")
_REFUSALS = frozenset(phrase for phrases in REJECT.values() for phrase in phrases)
"""No signature, whatever somebody is called."""

_NUMBER = re.compile(r"[#(]?([0-9]{1,3})[).]?")


class Speaker(Word):
    """How the person who replies may write: languages besides English, the lines they sign with (name, title), and
    how they may greet us."""

    locales: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    bot: str = ""


def decide(reply: Reply, speaker: Speaker | None = None, code: str = "") -> Decision:
    """What the reply decides. With a `code`, an approval has to name it: `approve 4711`."""
    if why := _why_not_read(reply):
        return Unclear(why=why)
    speaker = speaker or Speaker()
    found = _decision(reply.text, speaker, code)
    if isinstance(found, Approve) and reply.is_html_only:
        return Unclear(why="Your mail has no plain text, and formatted text alone does not approve.")
    if reply.html is not None and not isinstance(found, Unclear):
        other = _decision(reply.html, speaker, code)
        if isinstance(found, Approve) != isinstance(other, Approve):
            return Unclear(why="The plain and the formatted text of your mail do not say the same.")
    return found


def choice_of(reply: Reply, choices: Sequence[str], speaker: Speaker | None = None) -> str | None:
    """The choice that the reply names, exactly, by its words or by its number from 1; None when it names none or two.

    A choice that is a number itself is meant by it. Below it may stand what may stand below an approval.
    """
    if _why_not_read(reply) or reply.is_html_only:
        return None
    found = _choice(reply.text, choices, speaker or Speaker())
    return found if reply.html is None or found == _choice(reply.html, choices, speaker or Speaker()) else None


def _why_not_read(reply: Reply) -> str | None:
    if not reply.is_answer:
        return "Your mail answers none that we sent to you."
    if reply.is_doubtful:
        return "Your mail could not be read whole."
    if reply.is_forward:
        return "Your mail forwards something, so it is not clear whose words it holds."
    if reply.is_inline:
        return "Your words stand between those that you quote, so it is not clear what they are about."
    if max(len(reply.text), len(reply.html or "")) > MAX_TEXT:
        return f"Your mail has more than {MAX_TEXT} characters besides what it quotes."
    if any(_BIDI.search(text) for text in (reply.text, reply.html or "")):
        return "Your mail holds characters that change the direction of writing."
    if not reply.text.strip():
        return "Your mail holds no words besides what it quotes."
    return None


def _decision(text: str, speaker: Speaker, code: str) -> Decision:
    lines = _lines(text, speaker)
    approve = words_of(APPROVE, speaker.locales) | set(EMOJI_APPROVE)
    reject = words_of(REJECT, speaker.locales) | set(EMOJI_REJECT)
    if not lines:
        return Unclear(why="Your mail holds no words besides what it quotes.")
    first, *below = lines
    if _plain(first) in reject or (
        _segments(first) and _segments(first)[0] in reject and not first.rstrip().endswith("?")
    ):
        return _rejected(text, first, below, approve)
    if _is_approval(first, approve, speaker, code):
        odd = next((line for line in below if not _is_closing(line, speaker)), None)
        return Approve() if odd is None and len(below) <= MAX_LINES_OF_APPROVAL else _and_more(first, odd or below[-1])
    if code and _is_approval(first, approve, speaker, ""):
        return Unclear(why=f"This request needs its code on the same line, such as “approve {code}”.")
    return Unclear(why=f"The first line, “{_cut(first)}”, is neither an approval nor a no.")


def _and_more(first: str, odd: str) -> Unclear:
    return Unclear(why=f"After “{_cut(first)}” you wrote “{_cut(odd)}”; an approval has nothing else in it.")


def _is_approval(line: str, approve: frozenset[str], speaker: Speaker, code: str) -> bool:
    """One phrase of the list, or several with thanks between; the first one with the code, when there is one."""
    first, *more = _segments(line) or [""]
    if line.rstrip().endswith((":", "：")):
        return False  # a label of ours, or the beginning of something else
    if code:
        phrase, _, given = first.rpartition(" ")
        if given != code.casefold():
            return False
        first = phrase
    return first in approve and all(each in approve or _is_courtesy(each, speaker) for each in more)


def _rejected(text: str, first: str, below: Sequence[str], approve: frozenset[str]) -> Decision:
    """A no, unless a yes stands somewhere, too."""
    if any(segment in approve for segment in _segments(first)[1:]):
        return Unclear(why=f"The first line, “{_cut(first)}”, says yes and no.")
    if yes := next((line for line in below if (_segments(line) or [""])[0] in approve), None):
        return Unclear(why=f"You wrote “{_cut(first)}”, and then “{_cut(yes)}”.")
    head = _PARTS.split(_visible(first), maxsplit=1)
    reason = head[1].strip() if len(head) > 1 else ""
    return Reject(reason="\n".join(filter(None, [reason, *below]))[:MAX_REASON].strip())


def _is_closing(line: str, speaker: Speaker) -> bool:
    segments = _segments(line)
    return bool(segments) and all(_is_courtesy(segment, speaker) for segment in segments)


def _is_courtesy(segment: str, speaker: Speaker) -> bool:
    """Thanks, a greeting at the end, or how the person signs: their whole name, or a part of it."""
    if segment in CLOSING:
        return True
    signs = {_plain(sign) for sign in speaker.signs} | {
        word for sign in speaker.signs[:1] for word in _plain(sign).split() if len(word) > 1
    }
    return segment in signs and segment not in _REFUSALS


def _choice(text: str, choices: Sequence[str], speaker: Speaker) -> str | None:
    lines = _lines(text, speaker)
    if not lines or not all(_is_closing(line, speaker) for line in lines[1:]):
        return None
    said = _plain(lines[0])
    named = [choice for choice in choices if said in (_plain(choice), _visible(choice).strip().casefold())]
    if named:
        return named[0] if len(named) == 1 else next((each for each in named if each == lines[0].strip()), None)
    number = _NUMBER.fullmatch(lines[0].strip())
    is_one = number is not None and 1 <= int(number[1]) <= len(choices)
    return choices[int(number[1]) - 1] if number is not None and is_one else None


# A line as the grammar sees it


def _lines(text: str, speaker: Speaker) -> list[str]:
    """The lines that say something, visible letters only, without a greeting on top."""
    lines = [line for line in map(_visible, text.split("\n")) if line.strip()]
    return lines[1:] if len(lines) > 1 and _is_greeting(lines[0], speaker) else lines


def _is_greeting(line: str, speaker: Speaker) -> bool:
    words = " ".join(_segments(line))
    bots = GREETED | {_plain(speaker.bot)}
    return any(
        words == greeting or (words.startswith(f"{greeting} ") and words[len(greeting) + 1 :] in bots)
        for greeting in GREETING
    )


def _visible(line: str) -> str:
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", line))


def _plain(text: str) -> str:
    """One phrase: emphasis, quotes, one full stop or up to three exclamation marks taken off, blanks and case evened out."""
    bare = _unwrapped(_END.sub("", _unwrapped(_visible(text))))
    return " ".join(bare.replace("’", "'").casefold().split())


def _unwrapped(text: str) -> str:
    text = text.strip()
    while len(text) > 2 and text[0] + text[-1] in _PAIRS:
        text = text[1:-1].strip()
    return text


def _segments(line: str) -> list[str]:
    """The phrases of a line, parted by commas, colons, dashes and full stops; none when there is nothing between two of those."""
    parts = [_plain(part) for part in _PARTS.split(_unwrapped(_visible(line)))]
    if len(parts) > 1 and not parts[-1]:
        parts.pop()
    return [] if len(parts) > 1 and not all(parts) else parts


def _cut(text: str) -> str:
    return shown_words(text if len(text) <= 60 else text[:59] + "…")
