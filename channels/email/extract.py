"""What a person wrote, without what they quote: by the text that we sent, which only we know. Pure; it judges nothing.

When it cannot tell, it keeps more, never less: what is kept too much makes a decision unclear, what is taken away too
much could make one out of half a sentence.
"""

import re
from collections.abc import Sequence

from bot.core.word import Word
from channels.email.lines import is_device, is_separator, label_of, normalised
from channels.email.mail import Mail

LONG = 20
"""Letters from which on a line that stands in our text is ours wherever it stands; shorter ones only beside such a line."""

FULL = 55
"""Letters from which on a program may have broken a line."""

MAX_LINES = 5_000

_QUOTE = re.compile(r"[ \t]{0,3}[>|＞]")
_TIME = re.compile(r"\d{1,2}[:.h]\d{2}")
_DATE = re.compile(r"\d{4}|\d{1,2}[./-]\d{1,2}[./-]\d{2}")
_COLON = re.compile(r"[:：]\s*$")
_STARTS = re.compile(r"(?:on|am|le|el|il|em|op|den|no dia|w dniu|dnia)\b|\d|在", re.I)
_FORWARDED = re.compile(r"(?:fwd?|wg|tr|rv|enc|i|pd|doorst|vb|vl|转发|轉寄)\s*[:：]", re.I)
_FORWARDED_LINE = re.compile(
    r"(?:[-_=*>\s]*(?:begin )?forwarded message|[-\s]*weitergeleitete nachricht|[-\s]*message transféré|[-\s]*mensaje reenviado"
    r"|[-\s]*messaggio inoltrato|[-\s]*mensagem encaminhada|[-\s]*doorgestuurd bericht|[-\s]*przekazana wiadomość)\b",
    re.I,
)


class Sent(Word):
    """A mail of ours that may be answered: all texts of it (plain, and the HTML's as `markup.text_of` gives it), the
    marker line that stands in it and nowhere else, our address, and the name beside it."""

    texts: tuple[str, ...]
    marker: str = ""
    bot: str
    name: str = ""


class Reply(Word):
    """What a person wrote anew. `html` is the same by the HTML part, None when there is none or no other.

    `is_inline`: they wrote between what they quote, or both above and below, so that the words alone say little.
    `quoted_above`: the words stand below the quote. `is_doubtful`: some of the text could not be read. Without
    `is_answer` it answers no mail of ours, and decides nothing.
    """

    text: str
    html: str | None = None
    is_inline: bool = False
    quoted_above: bool = False
    is_forward: bool = False
    is_html_only: bool = False
    is_doubtful: bool = False
    is_answer: bool = True


def reply_of(mail: Mail, sent: Sent | None) -> Reply:
    """The reply to a mail of ours; or with None, the new words of a mail that answers none, which no decision is made of."""
    is_forward = _FORWARDED.match(mail.subject) is not None
    flags = {"is_html_only": mail.is_html_only, "is_doubtful": mail.is_doubtful}
    if sent is None:
        return Reply(text=(mail.newest or mail.text).strip(), is_forward=is_forward, is_answer=False, **flags)
    plain = _extracted(mail.text, sent)
    if mail.is_html_only or not mail.html.strip():
        return plain.model_copy(update={"is_forward": is_forward or plain.is_forward, **flags})
    html = _extracted(mail.html, sent)
    return plain.model_copy(
        update={
            "html": html.text,
            "is_inline": plain.is_inline or html.is_inline,
            "is_forward": is_forward or plain.is_forward,
            **flags,
        }
    )


def _extracted(text: str, sent: Sent) -> Reply:
    lines = text.split("\n")
    if len(lines) > MAX_LINES:
        return Reply(text=text.strip(), is_inline=True)
    is_forward = any(_FORWARDED_LINE.match(line) for line in lines)
    marks = _marks(lines, sent)
    first = next((at for at, is_marked in enumerate(marks) if is_marked), len(lines))
    above = _unsigned(lines[:first])
    chunks = _chunks(lines, marks, first)
    if above or first == len(lines):
        return Reply(text="\n\n".join([above, *chunks]).strip(), is_inline=bool(chunks), is_forward=is_forward)
    is_below = len(chunks) == 1 and _is_quoted_throughout(lines, marks) and not marks[_last_words(lines)]
    return Reply(
        text="\n\n".join(chunks),
        is_inline=bool(chunks) and not is_below,
        quoted_above=bool(chunks),
        is_forward=is_forward,
    )


def _chunks(lines: Sequence[str], marks: Sequence[bool], first: int) -> list[str]:
    """What stands between and below the marked lines, each piece without a signature."""
    pieces: list[list[str]] = [[]]
    for line, is_marked in zip(lines[first:], marks[first:], strict=True):
        if is_marked:
            pieces.append([])
        else:
            pieces[-1].append(line)
    return [text for piece in pieces if (text := _unsigned(piece))]


def _is_quoted_throughout(lines: Sequence[str], marks: Sequence[bool]) -> bool:
    """Whether every line of ours stands behind a quote mark. Where a program quotes without, what follows may be anybody's."""
    marked = [line for line, is_marked in zip(lines, marks, strict=True) if is_marked and line.strip()]
    begun = next((at for at, line in enumerate(marked) if _QUOTE.match(line)), len(marked))
    return begun < len(marked) and all(_QUOTE.match(line) for line in marked[begun:])


def _last_words(lines: Sequence[str]) -> int:
    """The last line that says something."""
    return max((at for at, line in enumerate(lines) if line.strip()), default=0)


def _unsigned(lines: Sequence[str]) -> str:
    """The lines without a signature (`-- `, RFC 3676, 4.3) and without what a device writes below."""
    end = next((at for at, line in enumerate(lines) if line.rstrip() == "--"), len(lines))
    kept = list(lines[:end])
    while kept and (not kept[-1].strip() or is_device(kept[-1]) or is_separator(kept[-1])):
        kept.pop()
    return "\n".join(kept).strip()


# Which lines are not the person's


def _marks(lines: Sequence[str], sent: Sent) -> list[bool]:
    """Which lines are quoted or ours, with the lines above them that say whose words follow."""
    marks = _ours(lines, sent)
    for at in range(len(lines)):
        if marks[at] and not (at and marks[at - 1]):
            for above in range(_attribution(lines, at, sent), at):
                marks[above] = True
    return marks


def _ours(lines: Sequence[str], sent: Sent) -> list[bool]:
    """Which lines are quoted, or stand in our text. Short ones only beside others: a person may well use a word of ours."""
    ours = [[normalised(line) for line in text.split("\n")] for text in sent.texts]
    known = {line for text in ours for line in text if line}
    whole = [" ".join(filter(None, text)) for text in ours]
    marker = normalised(sent.marker)
    plain = [normalised(line) for line in lines]
    quoted = [_QUOTE.match(line) is not None for line in lines]
    marks = [
        is_quoted
        or (bool(marker) and marker in text)
        or (len(text) >= LONG and (text in known or any(text in each for each in whole)))
        for is_quoted, text in zip(quoted, plain, strict=True)
    ]
    _extend(marks, plain, quoted, whole)
    return marks


def _extend(marks: list[bool], plain: Sequence[str], quoted: Sequence[bool], whole: Sequence[str]) -> None:
    """Marks what goes on below and above a line of ours, in our own order, whatever the lines were broken into."""
    before = ""
    for at, text in enumerate(plain):
        if quoted[at] or not (text or before):
            before = ""
        elif marks[at] or (before and (not text or _is_next(before, text, whole))):
            marks[at], before = True, text or before
        else:
            before = ""
    after = ""
    for at in range(len(plain) - 1, -1, -1):
        text = plain[at]
        if not quoted[at] and text and (marks[at] or (after and _is_next(text, after, whole))):
            marks[at], after = True, text
        elif text:
            after = ""


def _is_next(before: str, text: str, whole: Sequence[str]) -> bool:
    return any(f" {before} {text} " in f" {each} " for each in whole)


def _attribution(lines: Sequence[str], start: int, sent: Sent) -> int:
    """Where the lines begin that say whose words follow at `start`: a sentence, a header block, separators."""
    for unit in (_separators, _header_block, _sentence, _separators):
        end = start
        while end and start - end < 2 and not lines[end - 1].strip():
            end -= 1
        begun = unit(lines, end, sent)
        start = begun if begun < end else start
    return start


def _separators(lines: Sequence[str], end: int, sent: Sent) -> int:
    start = end
    while start and (is_separator(lines[start - 1]) or _is_framed(lines[start - 1], sent)):
        start -= 1
    return start


def _is_framed(line: str, sent: Sent) -> bool:
    """A separator with a sentence in it: `---- On Fri, … Bot <bot@…> wrote ----` (Zoho)."""
    return line.strip().startswith("---") and line.strip().endswith("---") and _names_address(line, sent)


def _header_block(lines: Sequence[str], end: int, sent: Sent) -> int:
    """Lines such as `From: …`, each label once, from the lowest that names us with two more below it: it is the first
    in every program."""
    seen: set[str] = set()
    for start in range(end - 1, max(end - 9, -1), -1):
        label = label_of(lines[start])
        if not label or label in seen:
            break
        seen.add(label)
        if len(seen) >= 3 and (_names_address(lines[start], sent) or _names(lines[start], sent)):
            return start
    return end


def _sentence(lines: Sequence[str], end: int, sent: Sent) -> int:
    """`On <date>, Bot <bot@…> wrote:` in any language, in up to three lines. The shortest that fits, so that no line of the
    person's own above it is taken along."""
    if not end or not _COLON.search(lines[end - 1]):
        return end
    if _is_attribution(lines[end - 1], sent):
        return end - 1
    for start in range(end - 2, max(end - 4, -1), -1):
        if not _is_broken(lines[start]):
            break
        is_begun = _begins(lines[start], sent) and _stands_alone(lines, start)
        if is_begun and _names_address(" ".join(lines[start:end]), sent):
            return start
    return end


def _is_broken(line: str) -> bool:
    """Whether a program may have broken a sentence here: where the line was full, behind a comma or a `<`; not a colon."""
    line = line.rstrip()
    return line.endswith((",", "<")) or (len(line) >= FULL and not _COLON.search(line))


def _begins(line: str, sent: Sent) -> bool:
    """The first line of a longer one. Gmail breaks it behind the `<` of the address."""
    if line.rstrip().endswith("<"):
        return _names(line, sent)
    return _has_moment(line) and (_STARTS.match(line) is not None or _names(line, sent))


def _is_attribution(text: str, sent: Sent) -> bool:
    if _names_address(text, sent):
        return _has_moment(text)
    return bool(_names(text, sent) and _STARTS.match(text) and _TIME.search(text) and _DATE.search(text))


def _has_moment(text: str) -> bool:
    return (_TIME.search(text) or _DATE.search(text)) is not None


def _stands_alone(lines: Sequence[str], start: int) -> bool:
    return start == 0 or not lines[start - 1].strip() or is_separator(lines[start - 1])


def _names_address(text: str, sent: Sent) -> bool:
    """Whether it holds our address, with or without a token, in the brackets that programs write around one."""
    local, _, domain = sent.bot.lower().partition("@")
    address = rf"{re.escape(local)}(?:\+[a-z0-9-]+)?@{re.escape(domain)}"
    return re.search(rf"[<\[(]\s*(?:mailto:)?{address}[>\])]|[:：]\s*{address}\s*$", text.lower()) is not None


def _names(text: str, sent: Sent) -> bool:
    return len(sent.name) > 2 and sent.name.casefold() in text.casefold()
