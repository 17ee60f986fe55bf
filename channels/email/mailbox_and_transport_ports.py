"""The ports of mail: `WatchableMailbox` for inbound mails, `MailTransport` for outbound mails. No network here."""

import hashlib
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from email.message import EmailMessage
from typing import NamedTuple, Protocol, TypeAlias

from bot.core.errors import CountersignError

MAX_ID = 255
CHANNEL = "email"
"""The name of this channel in accounts, addresses and the log."""


class MailboxLost(CountersignError):
    """{0}"""


class MailboxRefused(CountersignError):
    """{0}"""


class MailboxPosition(NamedTuple):
    """The position of a mail in its mailbox. A UID is valid for one UIDVALIDITY only (RFC 3501 section 2.3.1.1)."""

    uidvalidity: int
    uid: int


class FetchedMail(NamedTuple):
    """A mail as the mailbox has it. `position` may change or be used twice; `message_id` and `digest` together identify the mail.

    `message_id` is the sender's, empty when there is none; `digest` is `compute_mail_digest(raw)`. `received` is the mailbox's own
    date (INTERNALDATE). `size` is the size in bytes, also where `is_cut`: then `raw` has the headers and the first 64 KB only. `flaw`
    tells why `raw` has less than that; such a mail is to be quarantined.
    """

    position: MailboxPosition
    received: datetime
    message_id: str
    digest: str
    raw: bytes
    size: int
    is_cut: bool
    flaw: str = ""

    @property
    def id(self) -> str:
        """The Message-ID and the start of the digest, because a sender may repeat a Message-ID; at most `MAX_ID` characters."""
        id = f"{self.message_id}#{self.digest[:32]}"
        return id if len(id) <= MAX_ID else f"#{_hash_text(id)}"

    @property
    def body(self) -> str:
        """The SHA-256, in hex, that distinguishes this mail from another one with the same id."""
        return self.digest if len(self.digest) == 64 else _hash_text(self.digest)


def _hash_text(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


class WatchableMailbox(Protocol):
    """A mailbox that is watched.

    A mail stays in it until `mark_done` or `quarantine_mail` is called; without a call it comes again after the next start. So a
    mail may come twice and none is lost: the caller commits it first, under its Message-ID and digest, and calls `mark_done` then.
    """

    trouble: str
    """Why no mail can come now, in one sentence; empty when it can."""

    def watch_mails(self, since: MailboxPosition | None = None) -> AsyncIterator[FetchedMail]:
        """Yield all mails that are not done yet, then new ones, until `close`. No error of a server is raised.

        Mails at or before `since` are skipped while the UIDVALIDITY is the same.
        """
        ...

    async def mark_done(self, mail: FetchedMail) -> None:
        """The mail is taken, durably. The mailbox is updated soon, without waiting."""
        ...

    async def quarantine_mail(self, mail: FetchedMail, why: str) -> None:
        """The mail is not taken and must not come again: it is moved to a folder for people."""
        ...

    async def find_position(self) -> MailboxPosition:
        """Return the position of the newest mail that can be there now. Raises MailboxLost, MailboxRefused."""
        ...

    async def close(self) -> None:
        """End `watch_mails` after the mails that are done were filed."""
        ...


class SmtpAnswer(NamedTuple):
    """A server's answer: its code, its text, and whether the same mail would always be refused (5xx)."""

    code: int
    text: str

    @property
    def is_final(self) -> bool:
        return self.code >= 500


class MailAccepted(NamedTuple):
    """The server has taken the mail for all recipients."""

    text: str


class PartlyRefused(NamedTuple):
    """The server has taken the mail, but not for these: recipient -> reason."""

    refused: Mapping[str, SmtpAnswer]


class MailRefused(NamedTuple):
    """The server has taken the mail for no recipient. `code` is 0 when it was not asked, because it could not have taken this mail."""

    code: int
    text: str
    is_final: bool


SendOutcome: TypeAlias = MailAccepted | PartlyRefused | MailRefused


class MailTransport(Protocol):
    """Takes our mail and sends it on."""

    async def send_mail(self, mail: EmailMessage, sender: str, recipients: Sequence[str]) -> SendOutcome:
        """Send a mail that has a Message-ID, from and to bare addresses (the envelope's).

        Raises NotNow (nothing was sent; with the seconds to wait) and TryLater (it may have been sent: send the same bytes again, under
        the same Message-ID, so that a recipient can recognise the copy).
        """
        ...

    async def close(self) -> None: ...
