"""The sockets of mail: the mailbox that mails come from, and the post that takes ours. No network here."""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from email.message import EmailMessage
from typing import NamedTuple, Protocol, TypeAlias

from bot.core.errors import CountersignError


class MailboxLost(CountersignError):
    """{0}"""


class MailboxRefused(CountersignError):
    """{0}"""


class MailboxPosition(NamedTuple):
    """Where a mail lies in its mailbox. A UID means nothing under another UIDVALIDITY (RFC 3501 section 2.3.1.1)."""

    uidvalidity: int
    uid: int


class FetchedMail(NamedTuple):
    """A mail as the mailbox has it. `position` may change or be given twice; `message_id` and `digest` together say what it is.

    `message_id` is as its sender wrote it, empty when there is none; `digest` is `content.digest_of(raw)`. `received` is
    the mailbox's own date (INTERNALDATE). `size` is the mail's in bytes, also where `is_cut`: then `raw` has its headers
    and the first 64 KB only. `flaw` says why there is less than that, or nothing: it is to be quarantined.
    """

    position: MailboxPosition
    received: datetime
    message_id: str
    digest: str
    raw: bytes
    size: int
    is_cut: bool
    flaw: str = ""


class WatchableMailbox(Protocol):
    """A mailbox that is watched. What was given stays in it until `done` or `quarantine` is called; not called for, it
    is given again after the next start. So a mail may come twice and none is lost: whoever takes it commits it first, under
    its Message-ID and digest, and calls `done` after.
    """

    trouble: str
    """Why no mail can come just now, in one sentence; empty while all is well."""

    def watch_mails(self, since: MailboxPosition | None = None) -> AsyncIterator[FetchedMail]:
        """All that is not done yet, and then what comes, until `close`. It never raises for a server's sake.

        What lies at `since` or before it is left alone while the UIDVALIDITY is the same.
        """
        ...

    async def mark_done(self, mail: FetchedMail) -> None:
        """The mail is taken, durably. The mailbox is told soon; nobody waits for that."""
        ...

    async def quarantine_mail(self, mail: FetchedMail, why: str) -> None:
        """The mail is not taken and must not come again: it is laid aside where people can look at it."""
        ...

    async def find_position(self) -> MailboxPosition:
        """The place of the newest mail that can be there now. Raises MailboxLost, MailboxRefused."""
        ...

    async def close(self) -> None:
        """Ends `mails` once what is done was told."""
        ...


class SmtpAnswer(NamedTuple):
    """What a server said: its code, its words, and whether the same again would be refused for ever (5xx)."""

    code: int
    text: str

    @property
    def is_final(self) -> bool:
        return self.code >= 500


class MailAccepted(NamedTuple):
    """The server has taken the mail for everybody."""

    text: str


class PartlyRefused(NamedTuple):
    """The server has taken the mail, but not for these: recipient -> why not."""

    refused: Mapping[str, SmtpAnswer]


class MailRefused(NamedTuple):
    """The server has taken the mail for nobody. `code` is 0 when it was not asked: it could not have taken this mail."""

    code: int
    text: str
    is_final: bool


SendOutcome: TypeAlias = MailAccepted | PartlyRefused | MailRefused


class MailTransport(Protocol):
    """Whoever takes our mail and sends it on."""

    async def send_mail(self, mail: EmailMessage, sender: str, recipients: Sequence[str]) -> SendOutcome:
        """Sends a mail that has a Message-ID, from and to bare addresses (the envelope's).

        Raises NotNow (nothing was sent; in how many seconds it may be) and TryLater (it may have been sent: send the
        same bytes again, under the same Message-ID, so that whoever has it already can tell).
        """
        ...

    async def close(self) -> None: ...
