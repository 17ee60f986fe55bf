"""Our mail as the bytes that go over the wire: nothing in it can begin a header, a line or a command of its own. Pure."""

import re
from collections.abc import Sequence
from email.generator import BytesGenerator
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from io import BytesIO
from typing import NamedTuple

LONGEST_LINE = 998
"""Bytes of a line without its end (RFC 5322 section 2.1.1)."""

_ADDRESS = re.compile(r"[^\s<>()\[\],;:\\\"@]+@[^\s<>()\[\],;:\\\"@]+")
_NAME = re.compile(r"[!-9;-~]+")
_BREAK = re.compile(rb"\r(?!\n)|(?<!\r)\n|\r\n(?![ \t])")


class WireMessage(NamedTuple):
    """A mail as it goes over the wire, with CRLF, and whom it goes to. `is_utf8`: an address is not ASCII (RFC 6531)."""

    raw: bytes
    sender: str
    recipients: tuple[str, ...]
    is_utf8: bool


class UnsendableMail(ValueError):
    """Why this mail could not go to any server, in one sentence."""


def serialize_mail(mail: EmailMessage, sender: str, recipients: Sequence[str]) -> WireMessage:
    """The mail as bytes; in 7 bits, unless an address is not ASCII, so that no server on the way has to convert it.

    Raises Unsendable: for a header or an address that would begin a new line (CVE-2024-6923 and its kin), for lines that
    are too long, for a mail without a Message-ID, from or to nobody.
    """
    for address in (*recipients, *((sender,) if sender else ())):
        if not _ADDRESS.fullmatch(address) or not address.isprintable() or len(address.encode()) > 254:
            raise UnsendableMail(f"{address!r} is no plain address, such as olive@example.com")
    if not recipients:
        raise UnsendableMail("it has no recipient")
    if "Message-ID" not in mail:
        raise UnsendableMail("it has no Message-ID, by which a second copy of it could be told")
    is_utf8 = not all(address.isascii() for address in (sender, *recipients))
    raw = _flatten_mail(mail, is_utf8)
    for number, line in enumerate(raw.split(b"\r\n"), start=1):
        if len(line) > LONGEST_LINE:
            raise UnsendableMail(f"its line {number} has {len(line)} bytes; {LONGEST_LINE} are the most")
        if b"\r" in line or b"\n" in line:
            raise UnsendableMail(f"its line {number} has half of a line's end in it")
    return WireMessage(raw, sender, tuple(dict.fromkeys(recipients)), is_utf8)


def _flatten_mail(mail: EmailMessage, is_utf8: bool) -> bytes:
    written = BytesIO()
    own = mail.policy if isinstance(mail.policy, EmailPolicy) else SMTP
    rules = own.clone(linesep="\r\n", cte_type="8bit" if is_utf8 else "7bit", utf8=is_utf8)
    if "bcc" in mail:
        raise UnsendableMail("it has a Bcc header, which every recipient would see")
    try:
        for part in mail.walk():
            for name, value in part.raw_items():
                _check_header(name, rules.fold_binary(name, value))
        BytesGenerator(written, policy=rules).flatten(mail)
    except UnsendableMail:
        raise
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise UnsendableMail(f"it cannot be written down: {error}") from error
    return written.getvalue()


def _check_header(name: str, written: bytes) -> None:
    """The library folds a header as it will be sent, and does not look whether what comes of it is one header."""
    if not _NAME.fullmatch(name):
        raise UnsendableMail(f"a header of it is called {name!r}, which is no name")
    if not written.endswith(b"\r\n") or _BREAK.search(written, 0, len(written) - 2):
        raise UnsendableMail(f"its header {name!r} holds a line break")
