"""Detects signatures and footers below a person's text: their name, and contacts of a form that no sentence has.

Any other line is the person's. An unknown title, a company and a postal address count only in a block with two contacts (a
telephone number, an e-mail address, a site, a register). A date, a version or a time never counts.
"""

import re
from collections.abc import Collection, Sequence

from channels.email.inbound.decision_grammar.doubt_words import has_doubt
from channels.email.inbound.decision_grammar.line_text import split_phrases_of_line
from channels.email.inbound.decision_grammar.replier_profile import ReplyAuthor, is_courtesy
from channels.email.inbound.reply_text.program_lines import is_device, is_image, is_separator, measure_width

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
"""Words of a decision, which no title or disclaimer may have."""


def is_signature(lines: Sequence[str], names: Sequence[str], signs: Collection[str] = ()) -> bool:
    """Whether the lines are a signature from first to last: the person's name, and below it only proved lines.

    `names` are the person's, `signs` their titles in the directory.
    """
    written = [line for line in lines if line.strip()]
    known = {" ".join(sign.split()).casefold() for sign in signs}
    if not written or not is_name_line(written[0], names, known, is_strong := has_contacts(written)):
        return False
    return len(written) <= MAX_SIGNATURE and all(is_proved_line(line, names, known, is_strong) for line in written[1:])


def is_company(lines: Sequence[str]) -> bool:
    """Whether the lines are the usual data below a company's mail: its register, its contacts, its name."""
    written = [line for line in lines if line.strip()]
    return (
        0 < len(written) <= MAX_SIGNATURE
        and has_contacts(written)
        and all(is_proved_line(line, (), (), True) for line in written)
    )


def is_below_mark(lines: Sequence[str], names: Sequence[str]) -> bool:
    """Whether lines below a signature delimiter are a signature.

    The delimiter is evidence, so a title needs no contacts. With the person's name, slogans of programs count as well, but no number,
    condition or doubt. A closing may come first.
    """
    written = [line for line in lines if line.strip()]
    if len(written) > MAX_SIGNATURE:
        return False
    if written and is_courtesy(" ".join(split_phrases_of_line(written[0])), ReplyAuthor()):
        written = written[1:]
    is_named = bool(written) and is_name_line(written[0], names)
    for line in written:
        # a slogan below the name; without a name, a title of capital words
        text = line if is_named else _strip_marks(line)
        has_form = len(text) <= MAX_LINE if is_named else _is_capital(text) and not DECIDES.search(text)
        is_plain = has_form and not has_doubt(text) and not any(map(str.isdigit, text))
        if not is_plain and not is_proved_line(line, names, (), True):
            return False
    return True


def is_name_line(line: str, names: Sequence[str], signs: Collection[str] = (), is_strong: bool = False) -> bool:
    """Whether a line is the person's name, with initials, followed after a comma or a bar only by proved parts."""
    name, *more = _PARTS.split(_EDGES.sub("", line.strip(" \t*")))
    if has_doubt(name) or ".." in name or not _NAME_LETTERS.fullmatch(name):
        return False
    known = {word for each in names for word in _NAME_WORD.findall(each.casefold()) if len(word) > 1}
    words = [word for word in _NAME_WORD.findall(name.casefold()) if len(word) > 1]
    return bool(words) and known.issuperset(words) and all(_is_proved(part, names, signs, is_strong) for part in more)


def is_proved_line(line: str, names: Sequence[str], signs: Collection[str], is_strong: bool) -> bool:
    """Whether all parts of a line below the name are contacts, names and known titles; with contacts in the block, a company as well."""
    text = _strip_marks(line)
    if is_image(line) or is_device(line) or is_separator(line) or not text:
        return True
    if len(text) > MAX_LINE:
        return False
    if (
        is_strong
        and not has_doubt(text)
        and _is_capital(text)
        and (_REGISTRY.search(text) or (_STREET.search(text) is not None and any(letter.isdigit() for letter in text)))
    ):
        return True
    return all(_is_proved(part, names, signs, is_strong) for part in _PARTS.split(text))


def has_contacts(lines: Sequence[str]) -> bool:
    """Whether there are two contacts of different kinds, two telephone numbers, or two register entries."""
    found = [kind for line in lines for part in _PARTS.split(_strip_marks(line)) if (kind := _find_contact_kind(part))]
    found += ["registry" for line in lines for _ in _REGISTRY.findall(line)]
    return len(set(found)) > 1 or found.count("phone") > 1 or found.count("registry") > 1


def _strip_marks(line: str) -> str:
    return _HIDDEN_LINK.sub("", line).strip(" \t*_|<>")


def _find_contact_kind(part: str) -> str:
    """Return the kind of contact that the whole part is; empty: none."""
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


MIN_DISCLAIMER = 60
"""Columns of a disclaimer."""

_FOOTER_MAIL = re.compile(
    r"\b(?:e-?mails?|message|communication|transmission|correspondence|nachricht|courriel|mensaje|correo|messaggio|mensagem|bericht|"
    r"wiadomość|e-?posta\w*|съобщени\w+|meddelande\w*|meddelelse\w*|viesti|zpráv\w*|ileti|письмо|сообщени\w+|лист\w*|повідомлен\w+|attachments?|anhänge|üzenet\w*|levél|"
    r"the sender|absender|expéditeur|remitente|mittente|afzender|μήνυμα|mesaj\w*|poruk\w*)\b|メール|邮件|郵件|메일",
    re.I,
)
_FORMULA = re.compile(
    r"\b(?:intended (?:recipients?|addressees?|solely|only|for the)|(?:solely|only) for the (?:use of the )?(?:intended|named|addressee)|(?:solely|only) for use by the (?:named |intended )?(?:recipients?|addressees?)|(?:e-?mail|message) has been scanned for (?:viruses|malware|spam)|received (?:it|this(?: \S+){0,3}) in error|"
    r"nicht der (?:\S+ ){0,2}(?:adressat|empfänger)|irrtümlich|versehentlich erhalten|destinataires?|par erreur|destinatari[oa]s?|por error|"
    r"destinatári[oa]s?|por engano|per errore|geadresseerde\w*|ten onrechte|adresat\w*|omyłk\w+|avsedd mottagare|av misstag|tiltænkt\w*|"
    r"ved en fej?l|tiltenkt\w*|vastaanottaj\w+|adresát\w*|omylem|yanlışlıkla|адресат\w*|по ошибке|помилков\w+|címzett\w*|tévedés\w+|"
    r"παραλήπτ\w+|primatelj\w*|din greșeală|before printing this)\b|誤って(?:受信|受け取|お受け取り|届い|送信)|错误地?(?:收到|接收|发送)|[误誤]收|(?:指定|预期|預期|[^\W\d_]是|非)[^，。,.]{0,6}收件人|잘못 ?(?:수신|전송|전달|받)",
    re.I,
)
"""The recipient of the mail, or instructions for a mail received by mistake."""

_ACTS = re.compile(
    r"\b(?:run|runs|deploy\w*|ship|ships|execut\w+|merge\w*|push\w*|roll ?back|staging|prod\w*|tests?|migrat\w+|backups?|databases?|proceed|go ahead|wait|ready|later|tomorrow|hold|"
    r"tags?|releases?|versions?|builds?|change-?log|commits?|branch\w*|"
    r"ausführ\w*|durchführ\w*|freig\w+|ejecut\w+|exécut\w+|déploy\w+|esegu\w+|uitvoer\w*|wykona\w*|kör|kjør|выполн\w+)\b|发布|發布|部署|执行|執行|上线|上線|版本|标签|標籤|修改|修正|[请請]先|先[把做改等]|等一|稍等|等[我到他她]|リリース|デプロイ|実行|待っ|まず|배포|실행|릴리스|수정|먼저|기다",
    re.I,
)
"""Words about the call itself, which no disclaimer may have."""

_DIGITS = re.compile(r"\b\w*\d[\w.]*")


def strip_below(lines: Sequence[str], names: Sequence[str], values: Collection[str]) -> str:
    """Return the text below a quote; empty when no line of it can be a person's afterthought."""
    unmarked = [line.lstrip("> ") for line in lines]
    return "" if is_footer(unmarked, names, values) else strip_program_lines(lines, names, values)


def strip_program_lines(lines: Sequence[str], names: Sequence[str], values: Collection[str]) -> str:
    """Return the text without the lines that programs write above and below it."""
    kept = strip_footer(strip_marked_signature(strip_footer(lines, values), names), values)
    while kept and (not kept[0].strip() or is_device(kept[0]) or is_image(kept[0]) or is_separator(kept[0])):
        kept.pop(0)
    return "\n".join(kept).strip()


def strip_marked_signature(lines: Sequence[str], names: Sequence[str]) -> list[str]:
    """Return the lines above a signature delimiter (`-- `, RFC 3676, 4.3) if a signature may follow it; else all lines.

    People write the delimiter as well: a line below it that is no name, title or contact is theirs.
    """
    end = next((at for at, line in enumerate(lines) if line.rstrip() == "--"), len(lines))
    return list(lines[:end] if is_below_mark(lines[end + 1 :], names) else lines)


def strip_footer(lines: Sequence[str], values: Collection[str] = ()) -> list[str]:
    """Return the lines without lines at their end that no person wrote: pictures, rules, a device's line, a disclaimer.

    `values` are words of the request, in lower case, that no disclaimer may have.
    """
    kept = list(lines)
    while kept:
        if not kept[-1].strip() or is_device(kept[-1]) or is_separator(kept[-1]) or is_image(kept[-1]):
            kept.pop()
            continue
        start = len(kept)
        while start and kept[start - 1].strip():
            start -= 1
        if not start or not is_disclaimer(kept[start:], values):
            break
        del kept[start:]
    return kept


def is_footer(lines: Sequence[str], names: Sequence[str] = (), values: Collection[str] = ()) -> bool:
    """Whether no line below a quote can be a person's afterthought: a marked signature, additions of organisations and programs."""
    return all(
        is_disclaimer(paragraph, values)
        or is_company(paragraph)
        or is_signature(paragraph, names)
        or all(is_image(line) or is_device(line) for line in paragraph)
        for paragraph in split_paragraphs(strip_marked_signature(lines, names))
    )


def split_paragraphs(lines: Sequence[str]) -> list[list[str]]:
    """Split the lines at empty lines and at rules."""
    found: list[list[str]] = [[]]
    for line in lines:
        if not line.strip() or is_separator(line) or line.rstrip() == "--":
            found.append([])
        else:
            found[-1].append(line)
    return [paragraph for paragraph in found if paragraph]


def is_disclaimer(lines: Sequence[str], values: Collection[str] = ()) -> bool:
    """Whether it is a paragraph about the mail itself, with its recipient or instructions for a mail received by mistake."""
    text = " ".join(line.strip() for line in lines)
    if has_call_word(text) or DECIDES.search(text) or _DIGITS.search(text):
        return False
    if any(value in text.casefold() for value in values):
        return False
    return (
        measure_width(text) >= MIN_DISCLAIMER
        and _FOOTER_MAIL.search(text) is not None
        and _FORMULA.search(text) is not None
    )


def has_call_word(text: str) -> bool:
    """Whether the text has a word about the action of the call, which software does not write about a mail."""
    return _ACTS.search(text) is not None
