"""Composes a mail from its content and headers, with the same bytes each time. Refuses values that could become a header.

Rules: RFC 5322 (headers, threads), RFC 2045 (quoted-printable), RFC 3834 (automatic mail).
"""

import hashlib
import re
from collections.abc import Sequence
from datetime import datetime
from email.generator import BytesGenerator
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from io import BytesIO
from typing import Literal, NamedTuple

from bot.core.base_types import convert_to_utc
from bot.core.card.card import RequestCard
from bot.core.errors import NotUnderstood
from bot.core.secrets.redaction import redact_secrets, remove_secrets
from channels.email.outbound.card_printer import summarize_card_call
from channels.email.outbound.view_context import MailContent, MailViewContext, format_line, is_address

MAX_SUBJECT = 150
MAX_CALL = 80
"""Characters of the call in a subject, as many as lists of mails show."""

_REPLIED = re.compile(r"(?:re ?: *)+", re.I)
_ENCODED_START = re.compile(r"=\?(?=[^?\s]*\?[bBqQ]\?)")


def choose_subject(card: RequestCard, context: MailViewContext) -> str:
    """Return the conversation's subject, else a new one, without secrets and without text that would be decoded as a header."""
    if context.subject:
        return _REPLIED.sub("", format_line(context.subject, MAX_SUBJECT), count=1).strip() or "(no subject)"
    agent = format_line(card.agent, 60) or "an agent"
    if card.request is None:
        return f"Message from {agent}"
    kind = ("question" if card.ask else "approval") if context.is_live else "for information"
    if card.ask:
        what = f"question of {agent}"
    elif card.withheld or card.holds_secret:
        what = format_line(card.tool, MAX_CALL)
    else:
        what = summarize_card_call(card, MAX_CALL)
    by = format_line(redact_secrets(card.requested_by), 40)
    asked = f", asked by {by}" if by else ""
    return clean_subject(f"[{kind}] {what}{asked} ({format_line(card.request, 200)[-10:]})")


def clean_subject(subject: str) -> str:
    """Return a subject without secrets and without encoded words that a mail program would decode a second time."""
    return _ENCODED_START.sub("= ?", remove_secrets(subject))


def make_reply_subject(subject: str) -> str:
    """Return the subject of a reply: "Re:" once, however often it was there."""
    return f"Re: {_REPLIED.sub('', subject.strip(), count=1) if _REPLIED.match(subject.strip()) else subject.strip()}"


MAX_REFERENCES = 20
MAX_ID = 240
"""Octets of one Message-ID: its line stays well under the 998 of RFC 5322."""

MAX_HEADER = 400
"""Characters of a subject or of a name."""

SUPPRESSED = "DR, RN, NRN, AutoReply"
"""Answers that Exchange is asked not to send (MS-OXCMAIL 2.2.3.2.14). Non-delivery reports and out-of-office replies are
wanted: they show that a request must go elsewhere."""

_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_ENCODED = re.compile(r"=\?[^?\s]*\?[bBqQ]\?[^?]*\?=")
_ID = re.compile(r"<[!-;=?-~]+@[!-;=?-~]+>")
_OWN_ID = re.compile(r"<[A-Za-z0-9._+=-]+@[A-Za-z0-9.-]+>")
"""The form of our own Message-IDs. The standard library's parser fails on some others that RFC 5322 allows."""

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")


_IDS = ("message-id", "in-reply-to", "references")


class MailHeaders(NamedTuple):
    """The addresses of a mail, and its position in a conversation.

    `sender` and `to` are addresses, each with a name (empty: none). `message_id` is the same for each attempt. `references` are the
    Message-IDs of the conversation, the oldest first; empty: this mail begins it. `automatic` is "auto-replied" for the answer to a
    mail, "auto-generated" otherwise (RFC 3834, 5). `loop` identifies our own mail when it comes back.
    """

    sender: str
    to: str
    message_id: str
    date: datetime
    sender_name: str = ""
    to_name: str = ""
    reply_to: str = ""
    references: tuple[str, ...] = ()
    automatic: Literal["auto-generated", "auto-replied"] = "auto-generated"
    loop: str = ""
    language: str = "en"


def compose_mail(content: MailContent, headers: MailHeaders) -> EmailMessage:
    """Compose the mail: plain text first, then HTML. Its `as_bytes()` is the same each time, in ASCII with CRLF.

    Raises NotUnderstood, which names the header, for a value that would end its line; NaiveTime for a date without a zone.
    """
    subject = _check_text("Subject", content.subject)
    # the first reference, by which mail programs recognise the conversation, and the latest
    references = list(dict.fromkeys(_check_message_id("References", each) for each in headers.references))
    if len(references) > MAX_REFERENCES:
        references = [references[0], *references[1 - MAX_REFERENCES :]]
    sender = _check_address("From", headers.sender, headers.sender_name)
    mail = EmailMessage(policy=_POLICY)
    mail["From"] = sender
    mail["To"] = _check_address("To", headers.to, headers.to_name)
    mail["Subject"] = make_reply_subject(subject) if references else subject
    mail["Date"] = convert_to_utc(headers.date)
    mail["Message-ID"] = _check_message_id("Message-ID", headers.message_id, _OWN_ID)
    if headers.reply_to:
        mail["Reply-To"] = _check_address("Reply-To", headers.reply_to, headers.sender_name)
    if references:
        mail["In-Reply-To"] = references[-1]
        mail["References"] = " ".join(references)
    mail["Auto-Submitted"] = headers.automatic
    mail["X-Auto-Response-Suppress"] = SUPPRESSED
    mail["X-Loop"] = _check_text("X-Loop", headers.loop or sender.addr_spec)
    mail.set_content(content.text, subtype="plain", charset="utf-8", cte="quoted-printable")
    mail.add_alternative(content.html, subtype="html", charset="utf-8", cte="quoted-printable")
    mail.set_boundary(f"=_{hashlib.sha256(headers.message_id.encode()).hexdigest()[:32]}")
    if not _LANGUAGE.fullmatch(headers.language):
        raise _make_unfit_error("Content-Language", headers.language, "it is no language tag, such as en or pt-BR")
    mail["Content-Language"] = headers.language
    return mail


def is_message_id(text: str) -> bool:
    """Whether the text may be used in References: a foreign mail may have any text as its Message-ID."""
    return len(text) <= MAX_ID and _ID.fullmatch(text) is not None


def _check_text(header: str, value: str) -> str:
    """Return a header's text unchanged. Raises NotUnderstood for an encoded word, which would be decoded and could hold a line break."""
    if found := _CONTROLS.search(value):
        raise _make_unfit_error(
            header, value, f"it holds a line break or a control character (U+{ord(found[0]):04X}); take it out"
        )
    if _ENCODED.search(value):
        raise _make_unfit_error(header, value, "it holds an encoded word (RFC 2047); decode it first")
    if len(value) > MAX_HEADER:
        raise _make_unfit_error(header, value, f"it has {len(value)} characters; at most {MAX_HEADER} fit")
    return value


def check_mail_address(address: str) -> None:
    """Raises `NotUnderstood` for a text that no mail goes to."""
    _check_address("To", address, "")


def _check_address(header: str, address: str, name: str) -> Address:
    if not is_address(address):
        raise _make_unfit_error(header, address, "it is no plain address in ASCII, such as bot@example.org")
    return Address(_check_text(header, name), addr_spec=address)


def _check_message_id(header: str, value: str, form: re.Pattern[str] = _ID) -> str:
    if not is_message_id(value) or not form.fullmatch(value):
        raise _make_unfit_error(
            header, value, f"it is no Message-ID of at most {MAX_ID} characters, such as <1@example.org>"
        )
    return value


def _make_unfit_error(header: str, value: str, why: str) -> NotUnderstood:
    return NotUnderstood(f"The mail's {header} {value[:120]!r} cannot be sent: {why}.")


class _MessageIdPolicy(EmailPolicy):
    """Writes one Message-ID on each line: the standard library encodes one that is longer than a line, which makes it useless.

    A subject in ASCII stays on one line, which is shorter than the 998 octets of RFC 5322: the library moves one longer than 78
    characters to the next line, and programs then show a blank in front of it.
    """

    def fold(self, name: str, value: str) -> str:
        if name.lower() in _IDS:
            return f"{name}: {(self.linesep + ' ').join(value.split())}{self.linesep}"
        if _is_unfolded(name, value):
            return f"{name}: {value}{self.linesep}"
        whole: str = super().fold(name, value)
        return whole

    def fold_binary(self, name: str, value: str) -> bytes:
        is_ours = name.lower() in _IDS or _is_unfolded(name, value)
        return self.fold(name, value).encode("ascii") if is_ours else super().fold_binary(name, value)


def _is_unfolded(name: str, value: str) -> bool:
    return name.lower() == "subject" and str(value).isascii()


_POLICY = _MessageIdPolicy(linesep="\r\n", cte_type="7bit")


LONGEST_LINE = 998
"""Bytes of a line without its end (RFC 5322 section 2.1.1)."""

_ADDRESS = re.compile(r"[^\s<>()\[\],;:\\\"@]+@[^\s<>()\[\],;:\\\"@]+")
_NAME = re.compile(r"[!-9;-~]+")
_BREAK = re.compile(rb"\r(?!\n)|(?<!\r)\n|\r\n(?![ \t])")


class WireMessage(NamedTuple):
    """A mail as sent, with CRLF, and its recipients. `is_utf8`: an address is not ASCII (RFC 6531)."""

    raw: bytes
    sender: str
    recipients: tuple[str, ...]
    is_utf8: bool


class UnsendableMail(ValueError):
    """Why this mail could not go to any server, in one sentence."""


def serialize_mail(mail: EmailMessage, sender: str, recipients: Sequence[str]) -> WireMessage:
    """Return the mail as bytes; in 7 bits unless an address is not ASCII, so that no server on the way has to convert it.

    Raises UnsendableMail for a header or an address that would begin a new line (such as CVE-2024-6923), for lines that are too long,
    and for a mail without a Message-ID, sender or recipient.
    """
    for address in (*recipients, *((sender,) if sender else ())):
        if not _ADDRESS.fullmatch(address) or not address.isprintable() or len(address.encode()) > 254:
            raise UnsendableMail(f"{address!r} is no plain address, such as olive@example.com")
    if not recipients:
        raise UnsendableMail("it has no recipient")
    if "Message-ID" not in mail:
        raise UnsendableMail("it has no Message-ID, by which a second copy of it could be told")
    is_utf8 = not all(address.isascii() for address in (sender, *recipients))
    written = BytesIO()
    own = mail.policy if isinstance(mail.policy, EmailPolicy) else SMTP
    rules = own.clone(linesep="\r\n", cte_type="8bit" if is_utf8 else "7bit", utf8=is_utf8)
    if "bcc" in mail:
        raise UnsendableMail("it has a Bcc header, which every recipient would see")
    try:
        for part in mail.walk():
            for name, value in part.raw_items():
                folded = rules.fold_binary(name, value)  # the library does not check that it is one header
                if not _NAME.fullmatch(name):
                    raise UnsendableMail(f"a header of it is called {name!r}, which is no name")
                if not folded.endswith(b"\r\n") or _BREAK.search(folded, 0, len(folded) - 2):
                    raise UnsendableMail(f"its header {name!r} holds a line break")
        BytesGenerator(written, policy=rules).flatten(mail)
    except UnsendableMail:
        raise
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise UnsendableMail(f"it cannot be written down: {error}") from error
    raw = written.getvalue()
    for number, line in enumerate(raw.split(b"\r\n"), start=1):
        if len(line) > LONGEST_LINE:
            raise UnsendableMail(f"its line {number} has {len(line)} bytes; {LONGEST_LINE} are the most")
        if b"\r" in line or b"\n" in line:
            raise UnsendableMail(f"its line {number} has half of a line's end in it")
    return WireMessage(raw, sender, tuple(dict.fromkeys(recipients)), is_utf8)
