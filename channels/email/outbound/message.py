"""A letter and its envelope as one mail, the same bytes every time. Refuses what could become a header; sends nothing.

Rules: RFC 5322 (headers, threads), RFC 2045 (quoted-printable), RFC 3834 (automatic mail).
"""

import hashlib
import re
from collections.abc import Sequence
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from typing import Literal, NamedTuple

from bot.core.errors import NotUnderstood
from bot.core.values import convert_to_utc
from channels.email.outbound.view_context import MailContent, is_address
from channels.email.outbound.subjects__merge import make_reply_subject

MAX_REFERENCES = 20
MAX_ID = 240
"""Octets of one Message-ID: a line of them stays well under the 998 of RFC 5322."""

MAX_HEADER = 400
"""Characters of a subject or of a name."""

SUPPRESSED = "DR, RN, NRN, AutoReply"
"""Answers that Exchange is asked not to send (MS-OXCMAIL 2.2.3.2.14). Reports of what could not be delivered and notes of
who is away are wanted: they say that a request must go elsewhere."""

_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_ENCODED = re.compile(r"=\?[^?\s]*\?[bBqQ]\?[^?]*\?=")
_ID = re.compile(r"<[!-;=?-~]+@[!-;=?-~]+>")
_OWN_ID = re.compile(r"<[A-Za-z0-9._+=-]+@[A-Za-z0-9.-]+>")
"""Of a form that every mail program reads: the standard library's parser breaks down over some that RFC 5322 allows."""

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")


_IDS = ("message-id", "in-reply-to", "references")


class MailHeaders(NamedTuple):
    """To whom a letter goes, and where it stands.

    `sender` and `to` are addresses, each with a name for it (empty: none). `message_id` is the same for every attempt.
    `references` are the Message-IDs of the conversation, the first and oldest one first; none: this mail begins it.
    `automatic` is "auto-replied" for the answer to a mail, "auto-generated" for all else (RFC 3834, 5). `loop` is by
    what we know our own mail when it comes back to us.
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


def compose_mail(letter: MailContent, envelope: MailHeaders) -> EmailMessage:
    """The mail: plain text first, then HTML. Its `as_bytes()` is the same every time, in ASCII with lines of CRLF.

    Raises NotUnderstood, which names the header, for a value that would break out of it; NaiveTime for a date without a zone.
    """
    mail = EmailMessage(policy=_POLICY)
    for name, value in _build_headers(letter, envelope):
        mail[name] = value
    mail.set_content(letter.text, subtype="plain", charset="utf-8", cte="quoted-printable")
    mail.add_alternative(letter.html, subtype="html", charset="utf-8", cte="quoted-printable")
    mail.set_boundary(_make_boundary(envelope.message_id))
    mail["Content-Language"] = _check_language(envelope.language)
    return mail


def is_message_id(text: str) -> bool:
    """Whether this can stand in References: a stranger's mail may carry anything as its Message-ID."""
    return len(text) <= MAX_ID and _ID.fullmatch(text) is not None


def _build_headers(letter: MailContent, envelope: MailHeaders) -> list[tuple[str, str | Address | datetime]]:
    subject = _check_text("Subject", letter.subject)
    references = _limit_references(tuple(_check_message_id("References", each) for each in envelope.references))
    sender = _check_address("From", envelope.sender, envelope.sender_name)
    headers: list[tuple[str, str | Address | datetime]] = [
        ("From", sender),
        ("To", _check_address("To", envelope.to, envelope.to_name)),
        ("Subject", make_reply_subject(subject) if references else subject),
        ("Date", convert_to_utc(envelope.date)),
        ("Message-ID", _check_message_id("Message-ID", envelope.message_id, _OWN_ID)),
    ]
    if envelope.reply_to:
        headers.append(("Reply-To", _check_address("Reply-To", envelope.reply_to, envelope.sender_name)))
    if references:
        headers += [("In-Reply-To", references[-1]), ("References", " ".join(references))]
    return [
        *headers,
        ("Auto-Submitted", envelope.automatic),
        ("X-Auto-Response-Suppress", SUPPRESSED),
        ("X-Loop", _check_text("X-Loop", envelope.loop or sender.addr_spec)),
    ]


def _limit_references(references: Sequence[str]) -> list[str]:
    """At most MAX_REFERENCES of them: the first, by which mail programs know the conversation, and the latest."""
    once = list(dict.fromkeys(references))
    return once if len(once) <= MAX_REFERENCES else [once[0], *once[1 - MAX_REFERENCES :]]


def _check_text(header: str, value: str) -> str:
    """A header's text as it is. What looks like an encoded word would be decoded on the way: it could hold a line break."""
    if found := _CONTROLS.search(value):
        raise _make_unfit_error(
            header, value, f"it holds a line break or a control character (U+{ord(found[0]):04X}); take it out"
        )
    if _ENCODED.search(value):
        raise _make_unfit_error(header, value, "it holds an encoded word (RFC 2047); decode it first")
    if len(value) > MAX_HEADER:
        raise _make_unfit_error(header, value, f"it has {len(value)} characters; at most {MAX_HEADER} fit")
    return value


def _check_address(header: str, address: str, name: str) -> Address:
    if not is_address(address):
        raise _make_unfit_error(header, address, "it is no plain address in ASCII, such as bot@example.org")
    return Address(_check_text(header, name), addr_spec=address)


def _check_message_id(header: str, value: str, form: re.Pattern[str] = _ID) -> str:
    if not is_message_id(value) or not form.fullmatch(value):
        raise _make_unfit_error(header, value, f"it is no Message-ID of at most {MAX_ID} characters, such as <1@example.org>")
    return value


def _check_language(value: str) -> str:
    if not _LANGUAGE.fullmatch(value):
        raise _make_unfit_error("Content-Language", value, "it is no language tag, such as en or pt-BR")
    return value


def _make_unfit_error(header: str, value: str, why: str) -> NotUnderstood:
    return NotUnderstood(f"The mail's {header} {value[:120]!r} cannot be sent: {why}.")


def _make_boundary(message_id: str) -> str:
    """By the mail's id, so that its bytes are always the same. Quoted-printable has no "=_" in it (RFC 2045, 6.7)."""
    return f"=_{hashlib.sha256(message_id.encode()).hexdigest()[:32]}"


class _MessageIdPolicy(EmailPolicy):
    """Writes Message-IDs one a line: the standard library encodes one that is longer than a line, and nobody knows it then.

    A subject in ASCII stays on its line, which is shorter than the 998 octets of RFC 5322: the library begins one that is
    longer than 78 on the next line, and programs show the blank in front of it.
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
