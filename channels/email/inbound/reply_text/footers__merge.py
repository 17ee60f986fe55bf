"""What organisations and programs put below a mail: disclaimers, contacts, pictures, device lines. Pure; it judges no decision.

Nothing counts that a person may have written: a disclaimer says a formula about recipients or errors and nothing about the call,
a company's lines hold two contacts. All else is kept.
"""

import re
from collections.abc import Collection, Sequence

from channels.email.inbound.reply_text.program_lines import is_device, is_image, is_separator, measure_width
from channels.email.inbound.reply_text.signatures_and_footers import DECIDES, is_company, is_signature

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
"""Whom the mail is for, or what to do with one that came by mistake."""

_ACTS = re.compile(
    r"\b(?:run|runs|deploy\w*|ship|ships|execut\w+|merge\w*|push\w*|roll ?back|staging|prod\w*|tests?|migrat\w+|backups?|databases?|proceed|go ahead|wait|ready|later|tomorrow|hold|"
    r"tags?|releases?|versions?|builds?|change-?log|commits?|branch\w*|"
    r"ausführ\w*|durchführ\w*|freig\w+|ejecut\w+|exécut\w+|déploy\w+|esegu\w+|uitvoer\w*|wykona\w*|kör|kjør|выполн\w+)\b|发布|發布|部署|执行|執行|上线|上線|版本|标签|標籤|修改|修正|[请請]先|先[把做改等]|等一|稍等|等[我到他她]|リリース|デプロイ|実行|待っ|まず|배포|실행|릴리스|수정|먼저|기다",
    re.I,
)
"""Words about the call itself: no disclaimer speaks of it."""

_DIGITS = re.compile(r"\b\w*\d[\w.]*")


def strip_footer(lines: Sequence[str], values: Collection[str] = ()) -> list[str]:
    """The lines without what stands at their end that is surely no person's: pictures, rules, a device's line, a disclaimer.

    `values` are words of the request, in lower case, that no disclaimer holds.
    """
    kept = list(lines)
    while kept:
        if not kept[-1].strip() or is_device(kept[-1]) or is_separator(kept[-1]) or is_image(kept[-1]):
            kept.pop()
            continue
        start = _find_paragraph_start(kept)
        if not start or not is_disclaimer(kept[start:], values):
            break
        del kept[start:]
    return kept


def is_footer(lines: Sequence[str], names: Sequence[str] = (), values: Collection[str] = ()) -> bool:
    """Whether nothing in these lines below a quote can be a person's afterthought: only what organisations and programs append."""
    return all(_is_footer_paragraph(paragraph, names, values) for paragraph in split_paragraphs(lines))


def split_paragraphs(lines: Sequence[str]) -> list[list[str]]:
    """The lines between empty ones and between rules."""
    found: list[list[str]] = [[]]
    for line in lines:
        if not line.strip() or is_separator(line) or line.rstrip() == "--":
            found.append([])
        else:
            found[-1].append(line)
    return [paragraph for paragraph in found if paragraph]


def is_disclaimer(lines: Sequence[str], values: Collection[str] = ()) -> bool:
    """A paragraph about the mail itself that says whom it is for, or what to do with one that came by mistake."""
    text = " ".join(line.strip() for line in lines)
    if has_call_word(text) or DECIDES.search(text) or _DIGITS.search(text):
        return False
    if any(value in text.casefold() for value in values):
        return False
    return measure_width(text) >= MIN_DISCLAIMER and _FOOTER_MAIL.search(text) is not None and _FORMULA.search(text) is not None


def has_call_word(text: str) -> bool:
    """Whether a word about what is to be done stands in it, which software does not write of a mail."""
    return _ACTS.search(text) is not None


def _is_footer_paragraph(lines: Sequence[str], names: Sequence[str], values: Collection[str]) -> bool:
    if is_disclaimer(lines, values) or is_company(lines) or is_signature(lines, names):
        return True
    return all(is_image(line) or is_device(line) for line in lines)


def _find_paragraph_start(lines: Sequence[str]) -> int:
    start = len(lines)
    while start and lines[start - 1].strip():
        start -= 1
    return start
