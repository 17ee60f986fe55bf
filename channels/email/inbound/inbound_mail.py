"""One inbound mail, and the records about it after it is judged: its id, a log line, an audit note."""

import hashlib
import math
import re
from dataclasses import dataclass

from bot.core.channel_messages import DiscardedInput
from bot.core.errors import Conflict
from bot.core.ports import ChannelGateway
from channels.email.inbound.parsing.mime_structure import MAX_HEADERS, MAX_SIZE
from channels.email.inbound.parsing.parsed_mail import ParsedMail
from channels.email.log_lines import log_mail
from channels.email.outbound.notifier import CHANNEL
from channels.email.ports import FetchedMail
from channels.email.reply_tokens import TokenReference

MAX_ID = 255


@dataclass(frozen=True)
class InboundMail:
    """A parsed mail with its form in the mailbox.

    `id` identifies it (`make_mail_id`); `bot` is the address of ours that it was sent to; `named` is the token that it names. `unread`
    tells the writer in whole sentences why its text was not read; empty: it was read. A mail that `is_aside` is quarantined, and
    its id is not kept.
    """

    mail: ParsedMail
    fetched: FetchedMail
    id: str
    bot: str
    named: TokenReference | None
    unread: str = ""
    is_aside: bool = False

    @property
    def body(self) -> str:
        """The SHA-256, in hex, that distinguishes this mail from another one with the same id."""
        digest = self.fetched.digest
        return digest if len(digest) == 64 else _hash_text(digest)


class MailRegister:
    """Records the result of each mail."""

    def __init__(self, gateway: ChannelGateway) -> None:
        self.gateway = gateway

    async def pass_over(self, inbound: InboundMail, what: str, why: str = "") -> None:
        """Note why a mail is not taken, then keep its id. A crash in between repeats the note and loses nothing."""
        await self.note_passed(inbound, what, why)
        await self.keep_id(inbound)

    async def note_passed(self, inbound: InboundMail, what: str, why: str = "") -> None:
        """Note why a mail is not taken. Its id is kept later, with the sentence to its writer."""
        if inbound.is_aside:
            return  # the quarantine writes its own note
        log_mail(inbound.fetched, "ignored", f"{what}: {why}" if why else what)
        await self.write_note(what, about=inbound.fetched.message_id, detail=why)

    def note_judged(self, inbound: InboundMail) -> DiscardedInput | None:
        """Return the record that the mail was judged; None for a quarantined mail."""
        if inbound.is_aside:
            return None
        return DiscardedInput(channel=CHANNEL, id=inbound.id, body=inbound.body, at=self.gateway.clock())

    async def keep_id(self, inbound: InboundMail) -> None:
        """Keep the id of a mail, so that the mail is not judged again. Raises Unavailable."""
        judged = self.note_judged(inbound)
        if judged is None:
            return
        try:
            await self.gateway.keep_ignored(judged)
        except Conflict as error:
            await self.write_note("same id, other body", about=inbound.id, detail=str(error))

    async def write_note(self, what: str, *, about: str, detail: str) -> None:
        """Write a row of the audit. Raises Unavailable."""
        await self.gateway.write_note(what, door=CHANNEL, about=about[:255], detail=detail)


def make_mail_id(fetched: FetchedMail) -> str:
    """Return the id of a mail: its Message-ID and the start of its digest, because a sender may repeat a Message-ID."""
    id = f"{fetched.message_id}#{fetched.digest[:32]}"
    return id if len(id) <= MAX_ID else f"#{_hash_text(id)}"


def _hash_text(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


MEGABYTE = 1024 * 1024
FAULT = (
    "A fault here kept your mail from being taken in, and it was laid aside for an operator. What you wrote for may not have "
    "happened. Before you write again, see the current state here: {0}"
)
_GAP = re.compile(rb"\r?\n\r?\n")


def keep_headers_only(raw: bytes) -> bytes:
    """Return the headers with the empty line below them; b"" when they are longer than `MAX_HEADERS`.

    Only the end is cut off, so the result has no header that the whole mail does not have.
    """
    end = _GAP.search(raw, 0, MAX_HEADERS)
    return raw[: end.end()] if end else b""


def describe_size(size: int) -> str:
    """Tell the writer why a mail of `size` bytes is not read."""
    megabytes = math.ceil(size / MEGABYTE * 10) / 10
    most = MAX_SIZE // MEGABYTE
    return f"Your mail has {megabytes:.1f} MB and was not read: {most} MB is the most. Write it again without its attachments."


def describe_flaw(why: str) -> str:
    """Tell the writer that the parser refused the mail for the reason `why`."""
    return f"Your mail could not be read. {why[:1].upper()}{why[1:].rstrip('.')}. Write it again as plain text."
