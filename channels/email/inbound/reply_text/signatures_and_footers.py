"""What stands below a person's words and is proved to be their signature: their name, and contacts of a form that no sentence has.

A line that is none of these is theirs. A title that the house does not know, a company and an address count only in a block
with two contacts (a telephone number, an e-mail address, a site, a register); a date, a version or a time never does.
"""

import re
from collections.abc import Collection, Sequence

from channels.email.inbound.decision_grammar.doubt_words import has_doubt
from channels.email.inbound.reply_text.program_lines import is_device, is_image, is_separator
from channels.email.inbound.decision_grammar.phrase_texts import split_phrases_of_line
from channels.email.inbound.decision_grammar.reply_author import ReplyAuthor, is_courtesy

MAX_SIGNATURE = 15
"""Lines of a signature."""

MAX_LINE = 200
MIN_DIGITS = 7

_REGISTRY = re.compile(
    r"registered (?:in|office|address|company)|company (?:no|number|reg)|reg\. ?no|vat ?(?:no|id|number)|handelsregister|amtsgericht|"
    r"geschäftsführ\w*|sitz der gesellschaft|aufsichtsrat|hrb ?\d+|ust-?id\w*|siège social|\brcs\b|siret|p\. ?iva|kvk|krs\b|org\.? ?nr|y-tunnus|ičo",
    re.I,
)
_LABEL = re.compile(
    r"(?:t|tel|phone|m|mob|mobile|mobil|f|fax|p|o|d|c|cell|direct|office|telefon|tél|telefono|teléfono|handy|e|e-?mail|mail|w|web|website|internet)[.:]*\s+|"
    r"(?:t|tel|phone|m|mobile?|f|fax|p|o|d|telefon|e-?mail|mail|web)[.:]",
    re.I,
)
_PHONE = re.compile(r"(?:\+\d|0|\(\d)[\d ()/.-]{5,22}|\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}")
_MAIL = re.compile(r"(?:mailto:)?[\w.+-]+@(?:[\w-]+\.)+[a-z]{2,}", re.I)
_SITE = re.compile(
    r"(?:https?://|www\.)(?:[\w-]+\.)+[a-z]{2,}/?|[\w-]+\.(?:com|org|net|io|de|fr|es|it|nl|pl|eu|ch|at|se)", re.I
)
_HIDDEN_LINK = re.compile(r"<(?:https?|mailto|tel):[^>\s]{0,4000}>", re.I)
_PARTS = re.compile(r"\s*[|·•]\s*|\s+[-–—]\s+|,\s+|\s{3,}")
_EDGES = re.compile(r"^[-–—]\s*|[.,]$")
_NAME_WORD = re.compile(r"[^\W\d_]+")
_NAME_LETTERS = re.compile(r"(?:[^\W\d_]|[ '’.-])+")
_DATE = re.compile(r"\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{1,2}:\d{2}")
_JOBS = re.compile(
    r"\b(?:administrator|analyst|architect|consultant|developer|director|engineer|founder|head of|manager|officer|president|vice president|"
    r"entwickler(?:in)?|geschäftsführer(?:in)?|leiter(?:in)?|ingenieur(?:in)?|directeur|directrice|ingénieure?|director[ae]?|gerente|ingenier[oa]|"
    r"direttore|responsabile|ingegnere|engenheir[oa]|kierownik)\b",
    re.I,
)
_ORDERS = re.compile(r"(?:ask|call|check|contact|get|inform|need|notify|ping|see|take|talk|tell|use|with)\b", re.I)
_CHIEFS = frozenset({"ceo", "cfo", "cio", "ciso", "coo", "cpo", "cto", "cso"})
_COMPANY = re.compile(
    r"\b(?:inc|llc|ltd|limited|plc|corp|gmbh|ag|kg|ohg|se|sas|sarl|s\.a\.|s\.l\.|srl|s\.r\.l\.|spa|bv|b\.v\.|nv|ab|a/s|as|oy|sp\. z o\.o\.)(?:\W|$)",
    re.I,
)
_STREET = re.compile(
    r"\b(?:street|st\.|road|rd\.|avenue|ave\.|lane|square|\w*straße|\w*str\.|\w*platz|\w*weg|rue|calle|via|piazza|rua)(?:\W|$)",
    re.I,
)

DECIDES = re.compile(
    r"\b(?:approv\w*|yes|no|ok|okay|go|lgtm|accept\w*|agree\w*|genehmig\w*|ja|nein|oui|non|aprob\w*|aprov\w*|approuv\w*|sim|sí|goedgekeurd|akkoord|zatwierdz\w*|godkän\w*|godken\w*|godkjen\w*|одобр\w*)\b",
    re.I,
)
"""Words of a decision: neither a title nor a disclaimer has one."""


def is_signature(lines: Sequence[str], names: Sequence[str], signs: Collection[str] = ()) -> bool:
    """Whether the lines are a signature from their first to their last: the person's name, and below it only what is proved.

    `names` are the person's, `signs` their titles as the house has them.
    """
    written = [line for line in lines if line.strip()]
    known = {" ".join(sign.split()).casefold() for sign in signs}
    if not written or not is_name_line(written[0], names, known, is_strong := has_contacts(written)):
        return False
    return len(written) <= MAX_SIGNATURE and all(is_proved_line(line, names, known, is_strong) for line in written[1:])


def is_company(lines: Sequence[str]) -> bool:
    """Whether the lines are what the law and custom want below a company's mail: its register, its contacts, its name."""
    written = [line for line in lines if line.strip()]
    return (
        0 < len(written) <= MAX_SIGNATURE
        and has_contacts(written)
        and all(is_proved_line(line, (), (), True) for line in written)
    )


def is_below_mark(lines: Sequence[str], names: Sequence[str]) -> bool:
    """Whether lines below a signature mark are a signature. The mark is evidence, so a title needs no contacts beside; with
    the person's name as well, programs add slogans, too, but no number, no condition and no doubt. A closing may stand above."""
    written = [line for line in lines if line.strip()]
    if len(written) > MAX_SIGNATURE:
        return False
    if written and is_courtesy(" ".join(split_phrases_of_line(written[0])), ReplyAuthor()):
        written = written[1:]
    is_named = bool(written) and is_name_line(written[0], names)
    return all(
        is_proved_line(line, names, (), True) or (_is_slogan(line) if is_named else _is_title(_strip_marks(line)))
        for line in written
    )


def _is_slogan(line: str) -> bool:
    return not has_doubt(line) and not any(map(str.isdigit, line)) and len(line) <= MAX_LINE


def is_name_line(line: str, names: Sequence[str], signs: Collection[str] = (), is_strong: bool = False) -> bool:
    """Whether a line is the person's name, with initials, and behind a comma or a bar only what is proved."""
    name, *more = _PARTS.split(_EDGES.sub("", line.strip(" \t*")))
    if has_doubt(name) or ".." in name or not _NAME_LETTERS.fullmatch(name):
        return False
    known = {word for each in names for word in _NAME_WORD.findall(each.casefold()) if len(word) > 1}
    words = [word for word in _NAME_WORD.findall(name.casefold()) if len(word) > 1]
    return bool(words) and known.issuperset(words) and all(_is_proved(part, names, signs, is_strong) for part in more)


def is_proved_line(line: str, names: Sequence[str], signs: Collection[str], is_strong: bool) -> bool:
    """A line below the name: all of its parts are contacts, names and known titles; with contacts beside, a company too."""
    text = _strip_marks(line)
    if is_image(line) or is_device(line) or is_separator(line) or not text:
        return True
    if len(text) > MAX_LINE:
        return False
    if is_strong and not has_doubt(text) and _is_capital(text) and (_REGISTRY.search(text) or _is_address(text)):
        return True
    return all(_is_proved(part, names, signs, is_strong) for part in _PARTS.split(text))


def has_contacts(lines: Sequence[str]) -> bool:
    """Two contacts of different kinds, or two telephone numbers, or two entries of a register."""
    found = [kind for line in lines for part in _PARTS.split(_strip_marks(line)) if (kind := _find_contact_kind(part))]
    found += ["registry" for line in lines for _ in _REGISTRY.findall(line)]
    return len(set(found)) > 1 or found.count("phone") > 1 or found.count("registry") > 1


def _strip_marks(line: str) -> str:
    return _HIDDEN_LINK.sub("", line).strip(" \t*_|<>")


def _find_contact_kind(part: str) -> str:
    """The kind of contact that this is, whole; empty: none."""
    text = part.strip(" \t*<>()")
    is_labelled = (found := _LABEL.match(text)) is not None
    text = text[found.end() :].strip(" \t*<>") if found else text
    if _MAIL.fullmatch(text):
        return "mail"
    if _SITE.fullmatch(text):
        return "site"
    is_phone = _PHONE.fullmatch(text) and not _DATE.search(text) and sum(map(str.isdigit, text)) >= MIN_DIGITS
    return "phone" if is_phone and (is_labelled or text[0] in "+0(" or _PHONE.fullmatch(text)) else ""


def _is_proved(part: str, names: Sequence[str], signs: Collection[str], is_strong: bool) -> bool:
    text = " ".join(part.split())
    if not text or _find_contact_kind(text) or text.casefold() in signs or text.casefold() in _CHIEFS:
        return True
    if has_doubt(text) or any(letter.isdigit() for letter in text):
        return False
    if names and is_name_line(text, names):
        return True
    return (
        is_strong
        and _is_capital(text)
        and not _ORDERS.match(text)
        and (_JOBS.search(text) is not None or _COMPANY.search(text) is not None)
    )


def _is_title(text: str) -> bool:
    """Capital words without a digit, a doubt or a decision."""
    return _is_capital(text) and not has_doubt(text) and not any(map(str.isdigit, text)) and not DECIDES.search(text)


def _is_address(text: str) -> bool:
    return _STREET.search(text) is not None and any(letter.isdigit() for letter in text)


_SMALL = frozenset(
    [
        "&",
        "/",
        "a",
        "and",
        "at",
        "de",
        "del",
        "der",
        "des",
        "di",
        "e",
        "et",
        "for",
        "für",
        "i",
        "in",
        "la",
        "le",
        "les",
        "of",
        "the",
        "und",
        "van",
        "von",
        "y",
    ]
)


def _is_capital(text: str) -> bool:
    words = [bare for word in text.split() if (bare := word.strip(",.;:()[]\"'“”|·•*_-–—"))]
    return not text.rstrip().endswith(("?", "!")) and all(
        word[0].isupper() or word[0].isdigit() or word[0] == "+" or word.casefold() in _SMALL for word in words
    )
