"""What stands around a reply's words and may be software's: a line above, a signature below, text below our mail. Pure; it decides nothing.

Where only that keeps an approval from being clear, one question shows all of it. It is left out of the answer to that question alone.
What may as well be a condition of the person's is no frame, since it would be left out of an answer that holds it again.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from bot.core.secrets.redaction import redact_secrets
from channels.email.inbound.decision_grammar.doubt_words import has_doubt, has_foreign_doubt
from channels.email.inbound.reply_text.reply_extraction import ExtractedReply
from channels.email.inbound.reply_text.footers__merge import split_paragraphs, has_call_word
from channels.email.inbound.reply_text.program_lines import is_class_label, normalize_line, measure_width
from channels.email.inbound.decision_grammar.phrase_texts import split_phrases_of_line
from channels.email.inbound.reply_text.signatures_and_footers import is_name_line, is_proved_line
from channels.email.inbound.decision_grammar.reply_author import ReplyAuthor, is_courtesy

MAX_FRAME = 2_000
"""Characters that the question shows: what is longer is not asked about."""

MIN_FOOTER = 60
"""Columns of a paragraph below our mail that is no contact: people's afterthoughts are shorter than what servers append."""

MAX_LABEL_WORDS = 4

_LABEL_FORM = re.compile(
    r"\s*(?:[^\W\d_][^:：\[\]\n]{1,30}[:：]\s*([^:：\[\]\n]{2,40})|[\[【]([^\[\]【】\n]{2,40})[\]】])\s*"
)
"""`Label: Value`, or a value in brackets."""

_CONDITION = re.compile(
    r"[仅僅只先后後前等明昨今不未别別测測试試条條改待再除若如]|のみ|だけ|まで|から|たら|만|까지|먼저|후에|전에|아직|조건|내일|테스트"
)
"""What conditions and times are written with in Chinese, Japanese and Korean, whose labels no capital tells from a person's words."""

_CLASS_CODE = re.compile(r"\s*[A-Z]{1,3}[ -]?\d\s*[-–:]\s*")
"""The code in front of a classification: `C2 - Restricted`."""


class FramedReply(NamedTuple):
    """A reply read without its frame, and the frame: the lines that were left out."""

    reply: ExtractedReply
    frame: str


def list_framings(reply: ExtractedReply, values: Collection[str] = (), names: Sequence[str] = ()) -> Iterator[FramedReply]:
    """The reply without the text below our mail; without a label on its first line, too; or without the signature below its first
    line, which begins with one of the person's `names`.

    A frame with a doubt, a question, a number, a word about the call, one of its `values`, or a secret, which no mail shows, is none.
    """
    if not _is_appended(reply.below):
        return
    bare = reply.model_copy(update={"below": "", "is_html_only": False})
    for found in (FramedReply(bare, ""), _strip_head(bare), _strip_tail(bare, names)):
        if found is None:
            continue
        frame = "\n\n".join(part for part in (found.frame, reply.below) if part)
        is_shown = 0 < len(frame) <= MAX_FRAME and redact_secrets(frame) == frame
        folded = frame.casefold()
        is_of_the_call = has_call_word(frame) or any(value.casefold() in folded for value in values if value)
        if is_shown and "?" not in frame and not has_doubt(frame) and not is_of_the_call:
            yield FramedReply(found.reply, frame)


def _is_appended(below: str) -> bool:
    """Whether each paragraph below our mail is as long as what servers append, without a number; or holds contacts alone."""
    return all(
        all(is_proved_line(line, (), (), True) for line in paragraph)
        or (measure_width(text := " ".join(paragraph)) >= MIN_FOOTER and not any(map(str.isdigit, text)))
        for paragraph in split_paragraphs(below.split("\n"))
    )


def _strip_head(reply: ExtractedReply) -> FramedReply | None:
    """Without a classification as first line that stands alone, the same in both parts."""
    (head, rest), html = _split_first_line(reply.text), _split_first_line(reply.html) if reply.html is not None else None
    stands_alone = not rest.partition("\n")[0].strip() and rest.strip()
    is_label = is_class_label(_CLASS_CODE.sub("", head, count=1), is_marked=True) or _has_label_form(head)
    if not stands_alone or not is_label:
        return None
    if html is not None and (normalize_line(html[0]) != normalize_line(head) or not html[1].strip()):
        return None
    update = {"text": rest.strip(), "html": html[1].strip() if html else None}
    return FramedReply(reply.model_copy(update=update), head)


def _has_label_form(line: str) -> bool:
    """Whether a line may be a classification in a language that we know no labels of: `Minősítés: Belső`, `[대외비]`. Each word of its
    value begins with a capital, in scripts that have them; no number, doubt or condition in it."""
    found = _LABEL_FORM.fullmatch(line)
    value = (found[1] or found[2]) if found else ""
    words = value.split()
    return (
        0 < len(words) <= MAX_LABEL_WORDS
        and not any(word[0].islower() for word in words)
        and not any(map(str.isdigit, line))
        and not has_foreign_doubt(line)
        and not _CONDITION.search(line)
    )


def _strip_tail(reply: ExtractedReply, names: Sequence[str]) -> FramedReply | None:
    """The first line alone; what stands below it is a signature by its form, the same in both parts."""
    (head, rest), html = _split_first_line(reply.text), _split_first_line(reply.html) if reply.html is not None else None
    is_same = html is None or tuple(map(normalize_line, html)) == (normalize_line(head), normalize_line(rest))
    if not is_same or not _is_signed(rest, names):
        return None
    return FramedReply(reply.model_copy(update={"text": head, "html": html[0] if html else None}), rest.strip())


def _is_signed(text: str, names: Sequence[str]) -> bool:
    """A name of the person's, below a closing or none, and below it contacts and lines such as a team's: in capitals, no number in
    them, no time and no condition in any language that we know of."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if len(lines) > 1 and is_courtesy(" ".join(split_phrases_of_line(lines[0])), ReplyAuthor()):
        lines = lines[1:]
    if not lines or not is_name_line(lines[0], names):
        return False
    return all(
        is_proved_line(line, names, (), True)
        or (line[0].isupper() and not any(map(str.isdigit, line)) and not has_foreign_doubt(line))
        for line in lines[1:]
    )


def _split_first_line(text: str) -> tuple[str, str]:
    head, _, rest = text.partition("\n")
    return head, rest
