"""Extracts a person's own text from a reply, by the text that we sent. Pure; it decides nothing.

In doubt it keeps more text: additional text makes a decision unclear, while too little could turn half a sentence into a decision.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from bot.core.base_types import FrozenModel
from bot.core.secrets.redaction import redact_secrets
from channels.email.inbound.decision_grammar.doubt_words import has_doubt, has_foreign_doubt
from channels.email.inbound.decision_grammar.line_text import split_phrases_of_line
from channels.email.inbound.decision_grammar.replier_profile import ReplyAuthor, is_courtesy, is_greeting
from channels.email.inbound.parsing.parsed_mail import ParsedMail
from channels.email.inbound.reply_text.program_lines import MAX_LINE, measure_width, normalize_line
from channels.email.inbound.reply_text.quoted_text import LONG, SentMail, split_regions
from channels.email.inbound.reply_text.signatures_and_footers import (
    has_call_word,
    is_name_line,
    is_proved_line,
    split_paragraphs,
    strip_below,
    strip_program_lines,
)

__all__ = ["ExtractedReply", "SentMail", "extract_reply"]

MAX_LINES = 5_000

_FORWARDED = re.compile(r"(?:fwd?|wg|tr|rv|enc|i|pd|doorst|vb|vl|vs|转发|轉寄)\s*[:：]", re.I)
_FORWARDED_LINE = re.compile(
    r"(?:[-_=*>\s]*(?:begin )?forwarded message|[-\s]*weitergeleitete nachricht|[-\s]*message transféré|[-\s]*mensaje reenviado"
    r"|[-\s]*messaggio inoltrato|[-\s]*mensagem encaminhada|[-\s]*doorgestuurd bericht|[-\s]*przekazana wiadomość)\b",
    re.I,
)
_VALUE = re.compile(r'"([^"\n]{3,200})"|\b(\w+_\w+)\b')

_BLANKS = re.compile(r"\s+")
_CLASS = (
    r"(?:Public|Internal|External|General|Official|Confidential|Restricted|Personal|Sensitive|Non-Business|"
    r"Öffentlich|Intern|Vertraulich|Streng [Vv]ertraulich|Interne|Confidentiel|Público|Interno|Confidencial|Pubblico|Riservato|"
    r"Vertrouwelijk|Poufne)"
)
_LABEL_LINE = re.compile(
    rf"\[(?:{_CLASS}|{_CLASS.upper()})\]|(?:Classification|Sensitivity|Sensitivity Label|Klassifizierung|Klassifikation|Classificazione|"
    rf"Clasificación|Classificação|Classificatie)\s*[:：]\s*{_CLASS}(?: Use Only)?|\[?TLP:? ?(?:CLEAR|WHITE|GREEN|AMBER(?:\+STRICT)?|RED)\]?|"
    r"\[[\w .&-]{0,40}(?:Official|Internal) Use Only(?: - (?:[\w.&-]{1,20} )?(?:Internal|External) Distribution Only)?\]|【[社秘部外内密極関係者限定公開]{1,12}】"
)
"""Forms of classification products, case-sensitive; a person's `internal only` does not match."""

_ANY_LABEL = re.compile(
    rf"\[?(?:classified as |classification: |sensitivity: )?{_CLASS}(?: (?:use )?only)?(?:\s*[-–—/|]\s*{_CLASS}(?: (?:use )?only)?)*\]?",
    re.I,
)


class ExtractedReply(FrozenModel):
    """The own text of a reply. `html` is the same from the HTML part, None without one.

    `is_inline`: the text is between quotes, or both above and below, so that its meaning depends on them. `quoted_above`: the text is
    below the quote. `is_doubtful`: some of the text could not be read. Without `is_answer` it answers no mail of ours and decides
    nothing. `below` is text below our last line while there is text above, unless it is proved to be software's: it is never an answer,
    and may be a condition. `is_about_another`: its quotes are of no mail of ours. `quotes_ours`: one of its texts quotes ours.
    """

    text: str
    html: str | None = None
    below: str = ""
    is_inline: bool = False
    quoted_above: bool = False
    is_forward: bool = False
    is_html_only: bool = False
    is_doubtful: bool = False
    is_about_another: bool = False
    quotes_ours: bool = False
    is_answer: bool = True


class _KnownWords(NamedTuple):
    """Evidence for the lines of software: the person's names, words of the request, and whether a header classifies the mail."""

    names: tuple[str, ...]
    values: frozenset[str]
    is_classified: bool


_CLASSIFIED = re.compile(r"msip_labels|x-(?:[\w-]+-)?classification|x-titus[\w-]*|x-(?:[\w-]+-)?sensitivity(?:-label)?")
"""Headers of products that classify mail (Microsoft Purview, Titus, Boldon James)."""


def extract_reply(mail: ParsedMail, sent: SentMail | None) -> ExtractedReply:
    """Extract the reply to a mail of ours. With `sent` None, return the new text of a mail that answers none; no decision is made of it."""
    is_forward = _FORWARDED.match(mail.subject) is not None
    flags = {
        "is_html_only": mail.is_html_only,
        "is_doubtful": mail.is_doubtful,
        "is_about_another": is_about_another((mail.text, mail.html), sent),
    }
    if sent is None:
        return ExtractedReply(text=(mail.newest or mail.text).strip(), is_forward=is_forward, is_answer=False, **flags)
    sent = sent.model_copy(update={"subject": mail.subject})
    found = {first or second for text in sent.texts for first, second in _VALUE.findall(text)}
    known = _KnownWords(
        (mail.sender_name,), frozenset(value.casefold() for value in found), any(map(_CLASSIFIED.match, mail.headers))
    )
    plain = _extract_from_text(mail.text, sent, mail.boxed if mail.is_html_only else (), known)
    if mail.is_html_only or not mail.html.strip():
        return plain.model_copy(update={"is_forward": is_forward or plain.is_forward, **flags})
    html = _extract_from_text(mail.html, sent, mail.boxed, known)
    return plain.model_copy(
        update={
            "html": html.text,
            "below": plain.below or html.below,
            "is_inline": plain.is_inline or html.is_inline,
            "is_forward": is_forward or plain.is_forward or html.is_forward,
            "quotes_ours": plain.quotes_ours or html.quotes_ours,
            **flags,
        }
    )


def _extract_from_text(text: str, sent: SentMail, boxed: Collection[int], known: _KnownWords) -> ExtractedReply:
    lines = text.split("\n")
    if len(lines) > MAX_LINES:
        return ExtractedReply(text=text.strip(), is_inline=True)
    is_forward = any(_FORWARDED_LINE.match(line) for line in lines)
    frame = {words for line in sent.frame.split("\n") if (words := normalize_line(line))}
    first = next((at for at, line in enumerate(lines) if line.strip()), 0)
    lines = ["" if at == first and normalize_line(line) in frame else line for at, line in enumerate(lines)]
    found = split_regions(lines, sent, boxed)
    # the frame is left out at the end above the quote, except for its first line, and everywhere below it
    upper, first = found.above, next((at for at, line in enumerate(found.above) if line.strip()), 0)
    while len(upper) > first + 1 and (not upper[-1].strip() or normalize_line(upper[-1]) in frame):
        upper = upper[:-1]
    lower = [line for line in found.below if normalize_line(line) not in frame]
    names, values = known.names, known.values
    below = strip_below(lower, names, values)
    own = _strip_outer_lines(upper, sent.name if found.has_quote else "", bool(below), known.is_classified)
    above = strip_program_lines(own, names, values)
    between = [words for piece in found.between if (words := strip_program_lines(piece, names, values))]
    if above or not found.has_quote:
        is_inline = bool(between or (found.is_in_box and above))
        return ExtractedReply(
            text=_join_pieces([above, *between]),
            below=below,
            is_inline=is_inline,
            is_forward=is_forward,
            quotes_ours=found.has_quote,
        )
    is_answer_below = bool(below) and not between and found.is_marked and not found.is_in_box
    return ExtractedReply(
        text=_join_pieces([*between, below]),
        is_inline=bool(between or below) and not is_answer_below,
        quoted_above=bool(between or below),
        is_forward=is_forward,
        quotes_ours=True,
    )


def _join_pieces(pieces: Sequence[str]) -> str:
    return "\n\n".join(piece for piece in pieces if piece)


def _strip_outer_lines(lines: Sequence[str], name: str, has_more: bool, is_classified: bool) -> Sequence[str]:
    """Return the lines above the quote without one classification line on top and without a greeting of `name` at their end.

    Software writes the classification; without other text above or below (`has_more`) it is the person's. A greeting of us directly
    above an introduction is a program's: `Hello Countersign,` (The Bat!). With an empty `name` it stays.
    """
    first = next((at for at, line in enumerate(lines) if line.strip()), 0)
    has_more = has_more or any(line.strip() for line in lines[first + 1 :])
    if lines and has_more and is_class_label(lines[first], is_marked=is_classified):
        lines = lines[first + 1 :]
    last = max((at for at, line in enumerate(lines) if line.strip()), default=-1)
    if not name or last < 0 or name.casefold() not in lines[last].casefold():
        return lines
    is_ours = is_greeting(" ".join(split_phrases_of_line(lines[last])), ReplyAuthor(bot=name))
    return lines[:last] if is_ours else lines


def is_class_label(line: str, *, is_marked: bool = False) -> bool:
    """Whether the line is a classification that software puts above a mail: `[Official Use Only]`, `Sensitivity: Internal`.

    With `is_marked` a header of the mail classifies it, so that a bare `Internal` counts as well.
    """
    text = _BLANKS.sub(" ", line.replace("*", "")).strip() if len(line) <= MAX_LINE else ""
    return _LABEL_LINE.fullmatch(text) is not None or (is_marked and _ANY_LABEL.fullmatch(text) is not None)


_MARKS = re.compile(r"^[ \t]*(?:[>|＞][ \t]*)+")
_QUOTED = re.compile(r"[ \t]{0,3}[>|＞]+(?!.*>>>\s*$)(.*)")
"""A quoted line; GroupWise's attribution between `>>>` and `>>>` does not match."""


def is_about_another(texts: Iterable[str], sent: SentMail | None) -> bool:
    """Whether one of these texts has quotes, none of which is of our mail.

    A stranger with a person's private address can write to them under it and ask something harmless. One line of ours is enough,
    because programs break lines and rewrite links. A reply without quotes is about the request of its address.
    """
    known = _split_lines(sent.texts) if sent else set()
    whole = [" ".join(map(normalize_line, each.split("\n"))) for each in sent.texts] if sent else []
    marker = normalize_line(sent.marker) if sent else ""
    for text in texts:
        matches = filter(None, map(_QUOTED.match, text.split("\n")))
        quoted = [words for found in matches if (words := normalize_line(found[1]))]
        is_ours = any(
            line in known or (marker and marker in line) or (len(line) >= LONG and any(line in each for each in whole))
            for line in quoted
        )
        if quoted and not is_ours:
            return True
    return False


def is_quoted_in(texts: Iterable[str], sent: SentMail | None, *, but_not_in: SentMail | None) -> bool:
    """Whether a whole line of these texts, quoted or not, is in `sent` and not in `but_not_in`."""
    if sent is None:
        return False
    only = _split_lines(sent.texts) - (_split_lines(but_not_in.texts) if but_not_in else set())
    return any(normalize_line(_MARKS.sub("", line)) in only for text in texts for line in text.split("\n"))


def _split_lines(texts: Iterable[str]) -> set[str]:
    return {words for text in texts for line in text.split("\n") if (words := normalize_line(line))}


MAX_FRAME = 2_000
"""Characters that a confirmation mail shows; a longer frame causes none."""

MIN_FOOTER = 60
"""Columns of a paragraph below our mail that servers append; afterthoughts of people are shorter."""

MAX_LABEL_WORDS = 4

_LABEL_FORM = re.compile(
    r"\s*(?:[^\W\d_][^:：\[\]\n]{1,30}[:：]\s*([^:：\[\]\n]{2,40})|[\[【]([^\[\]【】\n]{2,40})[\]】])\s*"
)
"""`Label: Value`, or a value in brackets."""

_CONDITION = re.compile(
    r"[仅僅只先后後前等明昨今不未别別测測试試条條改待再除若如]|のみ|だけ|まで|から|たら|만|까지|먼저|후에|전에|아직|조건|내일|테스트"
)
"""Characters of conditions and times in Chinese, Japanese and Korean, where no capital letter distinguishes a label."""

_CLASS_CODE = re.compile(r"\s*[A-Z]{1,3}[ -]?\d\s*[-–:]\s*")
"""The code before a classification: `C2 - Restricted`."""


class FramedReply(NamedTuple):
    """A reply without its frame, and the frame: the lines that were left out."""

    reply: ExtractedReply
    frame: str


def list_framings(
    reply: ExtractedReply, values: Collection[str] = (), names: Sequence[str] = ()
) -> Iterator[FramedReply]:
    """Yield the reply without the text below our mail; without a label on its first line; without the signature below its first line.

    The signature begins with one of the person's `names`. A frame is not used if it has a doubt, a question, a number, a word about the
    call, one of its `values`, or a secret.
    """
    if not all(
        all(is_proved_line(line, (), (), True) for line in paragraph)
        or (measure_width(text := " ".join(paragraph)) >= MIN_FOOTER and not any(map(str.isdigit, text)))
        for paragraph in split_paragraphs(reply.below.split("\n"))
    ):
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


def _strip_head(reply: ExtractedReply) -> FramedReply | None:
    """Return the reply without a classification as a first line of its own, the same in both parts.

    In a language without known labels it has their form: `Minősítés: Belső`, `[대외비]`. Each word of the value begins with a capital, in
    scripts that have them; the line has no number, doubt or condition.
    """
    head, rest = _split_first_line(reply.text)
    html = _split_first_line(reply.html) if reply.html is not None else None
    if rest.partition("\n")[0].strip() or not rest.strip():
        return None
    if not is_class_label(_CLASS_CODE.sub("", head, count=1), is_marked=True):
        found = _LABEL_FORM.fullmatch(head)
        words = (found[1] or found[2]).split() if found else []
        if not 0 < len(words) <= MAX_LABEL_WORDS or any(word[0].islower() for word in words):
            return None
        if any(map(str.isdigit, head)) or has_foreign_doubt(head) or _CONDITION.search(head):
            return None
    if html is not None and (normalize_line(html[0]) != normalize_line(head) or not html[1].strip()):
        return None
    update = {"text": rest.strip(), "html": html[1].strip() if html else None}
    return FramedReply(reply.model_copy(update=update), head)


def _strip_tail(reply: ExtractedReply, names: Sequence[str]) -> FramedReply | None:
    """Return the first line alone, if the text below it has the form of a signature, the same in both parts.

    The signature is a name of the person, after an optional closing, followed by contacts and lines such as a team's: these begin with
    a capital and have no number, time or condition in any known language.
    """
    head, rest = _split_first_line(reply.text)
    html = _split_first_line(reply.html) if reply.html is not None else None
    if html is not None and tuple(map(normalize_line, html)) != (normalize_line(head), normalize_line(rest)):
        return None
    lines = [line.strip() for line in rest.split("\n") if line.strip()]
    if len(lines) > 1 and is_courtesy(" ".join(split_phrases_of_line(lines[0])), ReplyAuthor()):
        lines = lines[1:]
    if not lines or not is_name_line(lines[0], names):
        return None
    for line in lines[1:]:
        is_plain = line[0].isupper() and not any(map(str.isdigit, line)) and not has_foreign_doubt(line)
        if not is_plain and not is_proved_line(line, names, (), True):
            return None
    return FramedReply(reply.model_copy(update={"text": head, "html": html[0] if html else None}), rest.strip())


def _split_first_line(text: str) -> tuple[str, str]:
    head, _, rest = text.partition("\n")
    return head, rest
