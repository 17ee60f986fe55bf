"""What a reply decides: a closed grammar over its first line; whatever it does not know is unclear. No search, no model.

An approval is the whole reply: phrases of closed lists, and below them nothing but thanks, a name and a signature.
Nothing that is unclear ever approves. Who replied is somebody else's question (`identity.py`).
"""

import re
from collections.abc import Sequence
from typing import Literal, TypeAlias

from bot.core.shown import shown_words
from bot.core.word import Word
from channels.email.doubts import has_doubt
from channels.email.extract import Reply
from channels.email.leanings import (
    begins_with_hold,
    holds,
    open_doubt,
    sounds_like_no,
    sounds_like_yes,
    starts_with_no,
)
from channels.email.lines import is_device, is_image
from channels.email.phrase_grammar import ASKS, Kind, fits_rules, is_approval, kind_of, line_kinds
from channels.email.phrase_texts import plain_phrase, reason_behind, segments, visible_line
from channels.email.rejection_words import APOLOGIES, BARE_NO
from channels.email.signatures import is_company, is_signature
from channels.email.speaker import BARE_NOUNS, Speaker, asker_names, introduces, is_courtesy, is_greeting

__all__ = ["Approve", "Decision", "Reject", "Speaker", "Unclear", "choice_of", "decide"]

MAX_TEXT = 20_000
"""Characters of a reply that is read as a decision."""

MAX_LINES_OF_APPROVAL = 40
MAX_LINES_TOGETHER = 3
MAX_OPENINGS = 4
MAX_REASON = 2_000
"""Characters of a reason: what a ballot takes."""


class Approve(Word):
    """Yes, and nothing else."""


class Reject(Word):
    """No; with the person's own words for why, perhaps none."""

    reason: str = ""


class Unclear(Word):
    """Not a decision; why, in a sentence for the person who wrote it.

    `leaning`: what it sounds like, so that one question may be asked about it; empty: like neither, or like a wish to wait.
    """

    why: str
    leaning: Literal["", "approve", "reject"] = ""


Decision: TypeAlias = Approve | Reject | Unclear

HTML_ONLY = "Your mail has no plain text, and formatted text alone does not approve."
DISAGREE = "The plain and the formatted text of your mail do not say the same."
NO_WORDS = "Your mail holds no words besides what it quotes."

_BIDI = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_NUMBER = re.compile(r"[#(]?([0-9]{1,3})[).]?")


def decide(reply: Reply, speaker: Speaker | None = None, code: str = "") -> Decision:
    """What the reply decides. With a `code`, an approval has to name it: `approve 4711`."""
    if why := _why_not_read(reply):
        return Unclear(why=why)
    speaker = speaker or Speaker()
    found = _beside(_decision(reply.text, speaker, code), reply.below, speaker)
    if isinstance(found, Approve) and reply.is_html_only:
        return Unclear(why=HTML_ONLY, leaning="approve")
    if reply.html is not None:
        other = _beside(_decision(reply.html, speaker, code), reply.below, speaker)
        if isinstance(found, Approve) != isinstance(other, Approve):
            both = {"approve" if isinstance(each, Approve) else getattr(each, "leaning", "") for each in (found, other)}
            return Unclear(why=DISAGREE, leaning="approve" if both == {"approve"} else "")
        if isinstance(found, Unclear) and (not isinstance(other, Unclear) or other.leaning != found.leaning):
            return Unclear(why=found.why)
    return found


def _beside(found: Decision, below: str, speaker: Speaker) -> Decision:
    """A decision above our text with other words below it, which may be a condition or a footer in any language."""
    lines = [line for line in below.split("\n") if line.strip()]
    if not lines or isinstance(found, Unclear):
        return found
    why = f"Below what you quote stands “{_cut(lines[0])}”, so it is not clear whether that is a part of your answer."
    if isinstance(found, Approve):
        is_open = any(has_doubt(line) or "?" in visible_line(line) for line in lines)
        return Unclear(why=why, leaning="" if is_open else "approve")
    says_yes = any("approve" in line_kinds(line, speaker) for line in lines)
    return Unclear(why=why) if says_yes else found


def choice_of(reply: Reply, choices: Sequence[str], speaker: Speaker | None = None) -> str | None:
    """The choice that the reply names, exactly, by its words or by its number from 1; None when it names none or two.

    A choice that is a number itself is meant by it. Below it may stand what may stand below an approval.
    """
    if _why_not_read(reply) or reply.is_html_only or reply.below:
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
        return NO_WORDS
    return None


def _decision(text: str, speaker: Speaker, code: str) -> Decision:
    lines = _lines(text, speaker)
    if not lines:
        return Unclear(why=NO_WORDS)
    first, *below = lines
    if (rejected := _rejection(first, below, text, speaker)) is not None:
        return rejected
    kinds = line_kinds(first, speaker)
    if "hold" in kinds or (kinds[0] in ("reject", "other") and begins_with_hold(first, speaker)):
        return Unclear(why=f"With “{_cut(first)}” you ask to wait: it waits. Reply yes or no when you know.")
    if code:
        return _with_code(first, below, speaker, code)
    return _approval(lines, speaker, text)


def _approval(lines: Sequence[str], speaker: Speaker, text: str) -> Decision:
    """All lines up to the signature approve, support that, or are polite, and one of them approves.

    `text` is the whole reply: a word that may be a name approves in its first line alone.
    """
    first, body = lines[0], _without_signature(lines, speaker)
    body = body[: MAX_LINES_OF_APPROVAL + 1]
    opened = next((line for line in map(visible_line, text.split("\n")) if line.strip()), "")
    kinds = [line_kinds(line, speaker, is_first=line == opened) for line in body]
    odd = next(
        (line for line, found in zip(body, kinds, strict=True) if not set(found) <= {"approve", "support", "courtesy"}),
        None,
    )
    phrases = [plain_phrase(line) for line in body]
    is_asked = bool(BARE_NOUNS & set(phrases)) and any(phrase.startswith(ASKS) for phrase in phrases)
    is_whole = odd is None and not is_asked and len(lines) <= MAX_LINES_OF_APPROVAL
    if is_whole and is_approval(kind for found in kinds for kind in found):
        return Approve()
    leaning = _leaning(lines, speaker)
    if leaning == "approve" and _approve_together(body, kinds, speaker):
        return Approve()
    if odd is None or odd == first or not is_approval(kinds[0]):
        return Unclear(why=f"The first line, “{_cut(first)}”, is neither an approval nor a no.", leaning=leaning)
    return Unclear(
        why=f"After “{_cut(first)}” you wrote “{_cut(odd)}”; an approval has nothing else in it.", leaning=leaning
    )


def _approve_together(body: Sequence[str], kinds: Sequence[Sequence[Kind]], speaker: Speaker) -> bool:
    """Whether lines that are polite or sound like a yes are an approving phrase of one language together.

    "Tak." is a yes in Polish and thanks in Danish: with "Pozdrawiam," below it, it is Polish. Likewise "問題ありません。", "お願いします。".
    """
    is_soft = {kind for found in kinds for kind in found} <= {"sounds", "support", "courtesy"}
    together = " ".join(plain_phrase(line.rstrip(" ,、")) for line in body)
    return is_soft and 1 < len(body) <= MAX_LINES_TOGETHER and kind_of(together, speaker) == "approve"


def _with_code(first: str, below: Sequence[str], speaker: Speaker, code: str) -> Decision:
    """The first phrase has to name the code; what may stand beside and below is as without one."""
    phrase, *more = segments(first) or [""]
    head, _, given = phrase.rpartition(" ")
    bare = ", ".join([head, *more])
    if (
        given == code.casefold()
        and isinstance(_approval([bare, *below], speaker, "\n".join([bare, *below])), Approve)
        and is_approval(line_kinds(head, speaker))
    ):
        return Approve()
    if is_approval(line_kinds(first, speaker)):
        return Unclear(why=f"This request needs its code on the same line, such as “approve {code}”.")
    return Unclear(why=f"The first line, “{_cut(first)}”, is neither an approval nor a no.")


def _rejection(first: str, below: Sequence[str], text: str, speaker: Speaker) -> Decision | None:
    """A no, unless a yes or a wish to wait stands somewhere, too; None when the first line begins with none."""
    if visible_line(first).rstrip().endswith(("?", "？")) and line_kinds(plain_phrase(first), speaker) != ["reject"]:
        return None
    first = _without_opening(first, speaker)
    parts = segments(first)
    is_first = line_kinds(first, speaker)[0] == "reject"
    is_known = line_kinds(first, speaker)[0] in ("approve", "support")
    rest = None if is_first or is_known else starts_with_no(first, speaker)
    if rest is None and not is_first:
        if not _ends_with_no(parts, speaker):
            return None
        rest = first
    if any(line_kinds(part, speaker) == ["approve"] for part in parts[1:]) or (rest and sounds_like_yes(rest, speaker)):
        return Unclear(why=f"The first line, “{_cut(first)}”, says yes and no.")
    if yes := next((line for line in below if line_kinds((segments(line) or [""])[0], speaker) == ["approve"]), None):
        return Unclear(why=f"You wrote “{_cut(first)}”, and then “{_cut(yes)}”.")
    if rest and _PERHAPS.search(rest):
        return None
    if rest and holds(rest, speaker):
        return Unclear(why=f"With “{_cut(first)}” you ask to wait: it waits. Reply yes or no when you know.")
    reason = reason_behind(first) if is_first else rest
    return Reject(reason="\n".join(filter(None, [reason, *below]))[:MAX_REASON].strip())


def _ends_with_no(parts: Sequence[str], speaker: Speaker) -> bool:
    """Whether a clear no follows its reason in one line: "The tests are red, rejected". No condition, no doubt, nobody's name."""
    kinds = [line_kinds(part, speaker)[0] for part in parts]
    reasons = [part for part, kind in zip(parts, kinds, strict=True) if kind != "reject"]
    names = {word for name in speaker.others for word in plain_phrase(name).split()}
    return (
        kinds[-1:] == ["reject"]
        and set(kinds) <= {"reject", "other", "courtesy"}
        and not any(_is_open(part, speaker) or names & set(part.split()) for part in reasons)
    )


def _without_opening(line: str, speaker: Speaker) -> str:
    """A line without a greeting and a word of regret in front, where a no stands behind them."""
    for _ in range(MAX_OPENINGS):
        found = _OPENING.match(visible_line(line))
        if found is None or not _is_apology(found[1], speaker):
            break
        line = found[2]
    words = visible_line(line).split()
    first = next((size for size in (3, 2, 1) if " ".join(words[:size]).casefold() in APOLOGIES and words[size:]), 0)
    return " ".join(words[first:]) if first else line


def _is_apology(part: str, speaker: Speaker) -> bool:
    """A word of regret, a courtesy, or an excuse, which a no may follow."""
    phrase = plain_phrase(part)
    return part.casefold() in APOLOGIES or is_courtesy(phrase, speaker) or fits_rules("courtesy", phrase, speaker)


_OPENING = re.compile(r"\s*([^,.!–—、。-]{2,60})(?:[,.!–—-]+\s+|[、。]\s*)(\S.*)")


def _leaning(lines: Sequence[str], speaker: Speaker) -> Literal["", "approve", "reject"]:
    """What a reply sounds like that is no decision: like nothing when it asks, sets a condition or wants to wait."""
    first, body = lines[0], _without_signature(lines, speaker)
    if any("?" in visible_line(line) or "？" in line for line in body):
        return ""
    below = [line for line in body[1:] if not is_courtesy(plain_phrase(line), speaker)]
    if sounds_like_yes(first, speaker) and not any(open_doubt(line, speaker) for line in below):
        return "approve"
    if (
        "approve" not in line_kinds(first, speaker)
        and plain_phrase(first).split()[:1]
        and plain_phrase(first).split()[0].strip(",.") in BARE_NO
        and not holds(first, speaker)
    ):
        return "reject"
    return "reject" if sounds_like_no(first, speaker) and not _is_open(first, speaker) else ""


_PERHAPS = re.compile(
    r"\b(?:maybe|perhaps|probably|possibly|vielleicht|wahrscheinlich|peut-être|probablement|quizás?|tal vez|forse|talvez|misschien|może|kanske|"
    r"måske|kanskje|ehkä|možná|belki|наверное|наверно|возможно|можливо|мабуть)\b|たぶん|多分|也许|可能|아마",
    re.I,
)
_OPEN = re.compile(
    r"\b(?:if|unless|until|when|would|sure|maybe|perhaps|understand|yet|only|wenn|falls|wäre|vielleicht|sicher|si|sauf|peut-être|quizás|se|forse|talvez|als|misschien|jeśli|może|om|kanske|hvis|måske|kanskje|jos|ehkä|pokud|možná|eğer|belki|если|может|якщо)\b",
    re.I,
)


def _is_open(line: str, speaker: Speaker) -> bool:
    """A condition, a doubt or a wish to wait: no refusal."""
    return _OPEN.search(line) is not None or _PERHAPS.search(line) is not None or holds(line, speaker)


def _choice(text: str, choices: Sequence[str], speaker: Speaker) -> str | None:
    lines = _without_signature(_lines(text, speaker), speaker)
    if not lines or not all(_is_closing(line, speaker) for line in lines[1:]):
        return None
    said = plain_phrase(lines[0])
    named = [choice for choice in choices if said in (plain_phrase(choice), visible_line(choice).strip().casefold())]
    if named:
        return named[0] if len(named) == 1 else next((each for each in named if each == lines[0].strip()), None)
    number = _NUMBER.fullmatch(lines[0].strip())
    is_one = number is not None and 1 <= int(number[1]) <= len(choices)
    return choices[int(number[1]) - 1] if number is not None and is_one else None


# A reply as lines


def _lines(text: str, speaker: Speaker) -> list[str]:
    """The lines that say something, visible letters only, without a greeting on top.

    Thanks that are a yes in another language stay where nothing but courtesies follows: "Tak." and a name.
    """
    lines = [line for line in map(visible_line, text.split("\n")) if line.strip()]
    opened = 0
    while opened < len(lines) - 1 and _is_opening(lines[opened], speaker):
        opened += 1
    sounding = next((at for at in range(opened) if plain_phrase(lines[at]) in speaker.words.sounds), opened)
    is_polite = all(_is_closing(line, speaker) or _is_opening(line, speaker) for line in lines[opened:])
    return lines[sounding if is_polite else opened :]


def _is_opening(line: str, speaker: Speaker) -> bool:
    """A greeting, or what mails begin with by custom; and "Sam," to who asked."""
    parts = segments(line)
    if " ".join(parts) in speaker.words.approves:
        return False
    if is_greeting(" ".join(parts), speaker) or all(is_greeting(part, speaker) for part in parts or [""]):
        return True
    if parts and all(fits_rules("courtesy", part, speaker) or is_greeting(part, speaker) for part in parts):
        return True
    if parts and fits_rules("courtesy", parts[0], speaker) and all(introduces(part, speaker) for part in parts[1:]):
        return True
    return len(parts) == 1 and line.rstrip().endswith((",", "，", "、", "!")) and parts[0] in asker_names(speaker)


def _without_signature(lines: Sequence[str], speaker: Speaker) -> list[str]:
    """The lines in front of the signature: the person's name, and below it what is proved to be one."""
    kept = [line for line in lines if not is_device(line) and not is_image(line)]
    if len(kept) > MAX_LINES_OF_APPROVAL:
        return kept
    for at in range(1, len(kept)):
        if is_signature(kept[at:], _names(speaker), speaker.signs) or is_company(kept[at:]):
            return kept[:at]
    return kept


def _names(speaker: Speaker) -> tuple[str, ...]:
    return (*speaker.signs[:1], *speaker.names)


def _is_closing(line: str, speaker: Speaker) -> bool:
    found = segments(line)
    return bool(found) and all(is_courtesy(segment, speaker) for segment in found)


def _cut(text: str) -> str:
    return shown_words(text if len(text) <= 60 else text[:59] + "…")
