"""Mails for the tests of the transport: as small as they can be, each told by its Message-ID."""

from email.message import EmailMessage
from itertools import count

_numbers = count(1)


def sent_mail(
    text: str = "Hello.\n", *, message_id: str = "", subject: str = "A request", to: str = "human@example.test"
) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = "Bot <bot@example.test>"
    mail["To"] = to
    mail["Subject"] = subject
    mail["Date"] = "Wed, 25 Nov 2026 10:00:00 +0000"
    mail["Message-ID"] = message_id or f"<letter-{next(_numbers)}@example.test>"
    mail.set_content(text)
    return mail


def raw(number: int | str, body: str = "Hello.") -> bytes:
    """A mail as it lies in a mailbox."""
    return (
        f"From: human@example.test\r\nTo: bot@example.test\r\nSubject: {number}\r\n"
        f"Message-ID: <{number}@example.test>\r\n\r\n{body}\r\n"
    ).encode()
