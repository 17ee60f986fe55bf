"""What organisations and programs put below a mail: disclaimers, contacts, pictures, signatures. Pure; it judges no decision.

Known by structure and by closed lists; whatever could be a person's own words is none of it.
"""

import re
from collections.abc import Sequence

from channels.email.doubts import has_doubt
from channels.email.lines import MAX_LINE, is_class_label, is_device, is_image, is_separator

MIN_DISCLAIMER = 60
MAX_SIGNATURE_LINE = 90
MAX_SIGNATURE_WORDS = 12

_MAIL = re.compile(
    r"\b(?:e-?mails?|message|communication|transmission|correspondence|contents?|nachricht|courriel|mensaje|correo|messaggio|mensagem|bericht|"
    r"wiadomość|meddelande\w*|meddelelse\w*|viesti|zpráv\w*|ileti|письмо|сообщени\w+|attachments?|anhänge|files?)\b|メール|邮件|郵件|메일",
    re.I,
)
_LEGAL = re.compile(
    r"\b(?:confidential\w*|privileged|intended (?:recipients?|solely|only|for)|addressees?|disclaimer|in error|unauthori[sz]ed|disseminat\w+|"
    r"virus\w*|liab\w+|vertraulich\w*|empfänger\w*|irrtümlich\w*|unbefugt\w*|rechtlich\w*|confidentiel\w*|destinataires?|par erreur|"
    r"confidencia\w+|destinatari\w+|por error|por engano|riservat\w+|per errore|vertrouwelijk\w*|geadresseerde\w*|poufn\w+|adresat\w*|"
    r"konfidentiel\w*|fortrolig\w*|luottamuksel\w*|důvěrn\w+|gizli\w*|конфиденциальн\w+|конфіденційн\w+|environment before printing|"
    r"before printing|umwelt\w*|drucken|imprimer|imprimir|stampare|privacy (?:policy|notice)|datenschutz\w*)\b|機密|秘密|保密|机密|기밀",
    re.I,
)
_REGISTRY = re.compile(
    r"registered (?:in|office|address|company)|company (?:no|number|reg)|reg\. ?no|vat ?(?:no|id|number)|handelsregister|amtsgericht|"
    r"geschäftsführ|sitz der gesellschaft|aufsichtsrat|hrb ?\d|ust-?id|siège social|\brcs\b|siret|p\. ?iva|c\.f\.|kvk|cif\b|nip\b|krs\b|org\.? ?nr|y-tunnus|ičo",
    re.I,
)
_CONTACT = re.compile(
    r"https?://|\bwww\.|[\w.+-]+@[\w-]+\.[\w.]+|(?:^|\W)(?:t|tel|phone|m|mob|mobile|f|fax|p|o|d|telefon|tél|telefono|mobil|handy)\b[.:]?\s*\+?[\d(]|\+\d[\d ()./-]{6,}|"
    r"(?:^|\s)\(?\d{3}\)?[ .-]\d{3}[ .-]\d{3,4}\b|\b[\w-]+\.(?:com|org|net|io|de|fr|es|it|nl|pl|co\.uk|eu|ch|at|se|dk|no|fi|cz|jp|cn)\b(?!/\w)",
    re.I,
)
_NAME_WORD = re.compile(r"[^\W\d_]+")
_EDGES = re.compile(r"^[-–—]\s*|[.,]$")
_NAME_LETTERS = re.compile(r"(?:[^\W\d_]|[ '’.-])+")
_WORDS_OF_ONE_WORD_TITLES = (
    "administrator analyst architect beheerder chair chef consultant developer directeur director directrice "
    "diretor engineer entwickler entwicklerin founder gerente geschäftsführer ingeniero kierownik lead leiter "
    "leiterin manager officer owner partner president responsabile secretary"
)
_ONE_WORD_TITLES = frozenset(_WORDS_OF_ONE_WORD_TITLES.split())
_WORDS_OF_CONNECTIVES = (
    "& - / a and at bei da das de del der des di die direct do du e e-mail email en et fax for für i in la le les "
    "mail mob mobile och of office og phone tel the to und van von voor w web www y z | · – — •"
)
_CONNECTIVES = frozenset(_WORDS_OF_CONNECTIVES.split())
_ACTS = re.compile(
    r"\b(?:run|runs|deploy\w*|ship|ships|execut\w+|merge\w*|push\w*|roll ?back|staging|tests?|migrat\w+|backups?|databases?|proceed|go ahead|wait|ready|later|tomorrow|hold|"
    r"ausführ\w*|durchführ\w*|freig\w+|ejecut\w+|exécut\w+|déploy\w+|esegu\w+|uitvoer\w*|wykona\w*|kör|kjør|выполн\w+)\b",
    re.I,
)
"""Words about the call itself: no disclaimer speaks of it."""

_IF_NOT_YOURS = re.compile(
    r"\W*(?:if you (?:are not|have received|received)|wenn sie nicht|sollten sie|falls sie|si vous|si usted|si ha recibido|se hai|se voc|indien u|als u|jeśli)\b",
    re.I,
)
_DECIDES = re.compile(
    r"\b(?:approv\w*|yes|no|ok|okay|go|lgtm|accept\w*|agree\w*|genehmig\w*|ja|nein|oui|non|aprob\w*|aprov\w*|approuv\w*|sim|sí|goedgekeurd|akkoord|zatwierdz\w*|godkän\w*|godken\w*|godkjen\w*|одобр\w*)\b",
    re.I,
)


def without_footer(lines: Sequence[str]) -> list[str]:
    """The lines without what stands at their end that is surely no person's: pictures, rules, a device's line, a disclaimer."""
    kept = list(lines)
    while kept:
        if not kept[-1].strip() or is_device(kept[-1]) or is_separator(kept[-1]) or is_image(kept[-1]):
            kept.pop()
            continue
        start = _paragraph_start(kept)
        if not start or not is_disclaimer(kept[start:]):
            break
        del kept[start:]
    return kept


def is_footer(lines: Sequence[str]) -> bool:
    """Whether nothing in these lines below a quote can be a person's afterthought: only what organisations and programs append."""
    return all(_is_footer_paragraph(paragraph) for paragraph in paragraphs(lines))


def paragraphs(lines: Sequence[str]) -> list[list[str]]:
    """The lines between empty ones and between rules; a signature mark ends all (`-- `, RFC 3676, 4.3)."""
    found: list[list[str]] = [[]]
    for line in lines:
        if line.rstrip() == "--":
            break
        if not line.strip() or is_separator(line):
            found.append([])
        else:
            found[-1].append(line)
    return [paragraph for paragraph in found if paragraph]


def is_disclaimer(lines: Sequence[str]) -> bool:
    """A paragraph about the mail itself from its first line on: who may read it, that it is confidential, whom to tell."""
    text, first = " ".join(line.strip() for line in lines), lines[0]
    begins = _LEGAL.search(first) is not None or (_MAIL.search(first) is not None and not has_doubt(first))
    begins = begins or _IF_NOT_YOURS.match(first) is not None
    if _ACTS.search(text) or _DECIDES.search(text):
        return False
    return begins and len(text) >= MIN_DISCLAIMER and _MAIL.search(text) is not None and _LEGAL.search(text) is not None


def is_signature_line(line: str) -> bool:
    """A line that can stand below a name: a title, a company, a place, a number; words of a sentence are none."""
    text = line.strip(" \t*_|")
    if is_image(line) or is_device(line) or is_separator(line) or is_class_label(line):
        return True
    if len(text) > MAX_SIGNATURE_LINE or has_doubt(_CONTACT.sub(" ", text)) or _DECIDES.search(text):
        return False
    if not _is_contact(text) and len(text.split()) == 1:
        return text.casefold() in _ONE_WORD_TITLES or (text.isupper() and 2 <= len(text) <= 5 and text.isalpha())
    return _is_title(_CONTACT.sub(" ", text), at_least=0 if _is_contact(text) else 2)


def is_company(lines: Sequence[str]) -> bool:
    """Whether the lines say what the law wants of a company: its register, its seat, who manages it."""
    return any(_REGISTRY.search(line) for line in lines[:4]) and all(map(is_signature_line, lines))


def is_name_line(line: str, names: Sequence[str]) -> bool:
    """Whether a line is the person's name, with initials, and perhaps a title or a company behind a comma or a bar."""
    name, *titles = re.split(r"\s*[,|·•]\s*|\s+[-–—]\s+", _EDGES.sub("", line.strip(" \t*")))
    if (
        has_doubt(name)
        or _DECIDES.search(name)
        or not _NAME_LETTERS.fullmatch(name)
        or not all(map(is_signature_line, titles))
    ):
        return False
    known = {word for each in names for word in _NAME_WORD.findall(each.casefold()) if len(word) > 1}
    words = [word for word in _NAME_WORD.findall(name.casefold()) if len(word) > 1]
    return bool(words) and known.issuperset(words)


def _is_footer_paragraph(lines: Sequence[str]) -> bool:
    text = " ".join(line.strip() for line in lines)
    if is_disclaimer(lines) or (_REGISTRY.search(text) and not _DECIDES.search(text) and not _ACTS.search(text)):
        return True
    return all(_is_footer_line(line) for line in lines)


def _is_footer_line(line: str) -> bool:
    if len(line) > MAX_LINE or _ACTS.search(line):
        return False
    if _is_contact(line) and not has_doubt(_CONTACT.sub(" ", line)) and not _DECIDES.search(line):
        return True
    return is_signature_line(line) or (_LEGAL.search(line) is not None and _MAIL.search(line) is not None)


def _is_contact(text: str) -> bool:
    return _CONTACT.search(text) is not None or _REGISTRY.search(text) is not None


def _is_title(text: str, at_least: int = 2) -> bool:
    """Words that begin with a capital or a digit, with small words of names between; at least so many of their letters."""
    words = [bare for word in text.split() if (bare := word.strip(",.;:()[]\"'“”|·•*_-–—"))]
    if len(words) > MAX_SIGNATURE_WORDS or text.rstrip().endswith(("?", "!", ":")):
        return False
    big = [word for word in words if word[0].isupper() or word[0].isdigit() or word[0] == "+"]
    return len("".join(big)) >= at_least and all(word in big or word.casefold() in _CONNECTIVES for word in words)


def _paragraph_start(lines: Sequence[str]) -> int:
    start = len(lines)
    while start and lines[start - 1].strip():
        start -= 1
    return start
