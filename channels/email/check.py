"""What could be wrong with the set-up of mail: asked of its servers, for `countersign doctor`. Decides nothing."""

import asyncio
import base64
import secrets
import time
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import NamedTuple

from bot.core.findings import Finding
from bot.core.ports import NotNow, TryLater
from channels.email.contain import Reader
from channels.email.identity import Lookup, verify, verify_dkim
from channels.email.letter import Envelope, compose
from channels.email.look import Letter
from channels.email.mail import Mail
from channels.email.mailbox import Session
from channels.email.ports import MailboxLost, MailboxRefused, PartlyRefused, Refused, Sent
from channels.email.proof import Gate, Unverified
from channels.email.receiver_check import compare
from channels.email.send import SmtpPost
from channels.email.telling import without_tokens
from channels.email.tokens import RECIPIENTS, Named, address_of, named_by_recipient
from channels.email.watch import KEPT_HEAD, TAKEN_FOLDER, WatchedMailbox

NEWEST = 5
"""How many mails are compared with the setting."""
WAIT, POLL = 60.0, 1.0
"""Seconds for which the test mail is waited for, and between two looks."""
SEARCHED = 500
"""How many UIDs back the newest mails are looked for: what was moved away leaves gaps."""
SEE = "see docs/email.md"
TEXT = "This is a test of `countersign doctor --send-test`. It asks nothing of you, and you may delete it."


class InboundCheck(NamedTuple):
    """What takes mail in. `lookup`: DKIM signatures are checked here, since the receiver writes no verdicts."""

    mailbox: WatchedMailbox
    gate: Gate
    lookup: Lookup | None


class Arrived(NamedTuple):
    """The test mail as it lies in a folder, and after how many seconds it was there."""

    folder: str
    seconds: float
    raw: bytes


class MailCheck:
    """Examines both ways. `bot` is our own address; `plus`: it takes `+details`. Without `inbound` mail only goes out."""

    def __init__(self, post: SmtpPost, inbound: InboundCheck | None, *, bot: str, plus: bool) -> None:
        self.post, self.inbound, self.bot, self.plus = post, inbound, bot, plus

    async def examine(self) -> list[Finding]:
        """Whether both servers answer, and whether the newest mails carry verdicts of the receiver in the setting."""
        found = [await self._smtp()]
        if self.inbound is not None:
            found += await self._imap(self.inbound)
        return found

    async def send_test(self) -> list[Finding]:
        """A mail to ourselves: sent, arrived, proved, at its private address. Steps behind one that failed are left out."""
        if self.inbound is None:
            return [
                Finding("Test mail", "it would not be read: IMAP_URL is not set", "warn", "Set it to take mail in.")
            ]
        token = base64.b32encode(secrets.token_bytes(16)).decode()[:26].lower()
        mail = self._test_mail(token)
        sent = await self._send(mail)
        if sent.mark != "ok":
            return [sent]
        try:
            async with asyncio.timeout(WAIT):
                arrived = await self._wait(self.inbound.mailbox, str(mail["Message-ID"]))
        except TimeoutError:
            return [sent, self._lost()]
        except (MailboxLost, MailboxRefused) as error:
            return [sent, Finding("Test mail arrived", str(error), "fail", f"Correct IMAP_URL; {SEE}.")]
        found = Finding("Test mail arrived", f"after {arrived.seconds:.0f} s in {arrived.folder}")
        return [sent, found, *await self._read(arrived, Named("reply", token), self.inbound)]

    async def _smtp(self) -> Finding:
        try:
            return Finding("Mail out", await self.post.check())
        except NotNow as error:
            return Finding("Mail out", str(error), "fail", f"Correct SMTP_URL; {SEE}.")

    async def _imap(self, inbound: InboundCheck) -> list[Finding]:
        try:
            here = await inbound.mailbox.here()
            heads = await _newest_heads(inbound.mailbox)
        except (MailboxLost, MailboxRefused) as error:
            return [Finding("Mail in", str(error), "fail", f"Correct IMAP_URL; {SEE}.")]
        found = Finding("Mail in", f"the mailbox answers; its newest mail is {here.uid}")
        if inbound.lookup is not None:
            return [found, Finding("Mail proof", "DKIM signatures are checked here (local_dkim)")]
        return [found, compare(await _read_all(heads), inbound.gate)]

    def _test_mail(self, token: str) -> EmailMessage:
        domain = self.bot.rpartition("@")[2]
        envelope = Envelope(
            sender=self.bot,
            to=address_of("reply", token, self.bot) if self.plus else self.bot,
            message_id=f"<countersign-test-{secrets.token_hex(8)}@{domain}>",
            date=datetime.now(UTC),
            sender_name="Countersign",
        )
        return compose(Letter("Countersign test mail", f"{TEXT}\n", f"<p>{TEXT}</p>\n"), envelope)

    async def _send(self, mail: EmailMessage) -> Finding:
        what, to = "Test mail sent", mail["To"].addresses[0].addr_spec
        try:
            outcome = await self.post.send(mail, self.bot, [to])
        except (NotNow, TryLater) as error:
            return Finding(what, str(error), "fail", f"Correct SMTP_URL; {SEE}.")
        match outcome:
            case Sent():
                return Finding(what, f"the server took it for {without_tokens(to)}")
            case Refused(text=why):
                return Finding(what, without_tokens(why), "fail", "Correct EMAIL_FROM, or what that server allows.")
            case PartlyRefused(refused=refused):
                why = "; ".join(answer.text for answer in refused.values())
                return Finding(what, without_tokens(why), "fail", "Correct EMAIL_FROM, or what that server allows.")

    async def _wait(self, mailbox: WatchedMailbox, message_id: str) -> Arrived:
        """Looks into the mailbox, and into where a running server may have moved the mail, until it is there."""
        began = time.monotonic()
        async with mailbox.connected() as session:
            while True:
                for folder in (mailbox.account.folder, TAKEN_FOLDER):
                    raw = await _found_in(session, folder, message_id, is_own=folder == TAKEN_FOLDER)
                    if raw is not None:
                        return Arrived(folder, time.monotonic() - began, raw)
                await asyncio.sleep(POLL)

    def _lost(self) -> Finding:
        plus = " If the mailbox takes no +, set plus = false in [channels.email]." if self.plus else ""
        hint = f"Look into its junk folder. IMAP_URL has to open the mailbox that mail to {self.bot} comes to.{plus}"
        return Finding("Test mail arrived", f"it did not, within {WAIT:g} s", "fail", hint)

    async def _read(self, arrived: Arrived, sent: Named, inbound: InboundCheck) -> list[Finding]:
        mails = await _read_all([arrived.raw])
        if not mails:
            return [Finding("Test mail read", "it cannot be read as it lies there", "fail", "Look at its source.")]
        return [await self._proof(mails[0], arrived.raw, inbound), self._private(mails[0], sent)]

    async def _proof(self, mail: Mail, raw: bytes, inbound: InboundCheck) -> Finding:
        what = "Test mail proof"
        if inbound.lookup is not None:
            found = await asyncio.to_thread(verify_dkim, mail, raw, inbound.lookup)
        else:
            found = verify(mail, inbound.gate)
        if not isinstance(found, Unverified):
            return Finding(what, f"the receiver proves {found.address} by {found.by}")
        without_mark = mail._replace(headers={name: value for name, value in mail.headers.items() if name != "x-loop"})
        named = compare([without_mark], inbound.gate)
        if named.mark == "fail" and mail.headers.get("authentication-results"):
            return Finding(what, named.text, "fail", named.hint)
        hint = (
            "Mail from a server to itself often carries no verdict. Let somebody outside write to "
            f"{self.bot}, and run countersign doctor again."
        )
        return Finding(what, found.why, "warn", hint)

    def _private(self, mail: Mail, sent: Named) -> Finding:
        what = "Private address"
        if not self.plus:
            return Finding(what, "not used (plus = false): a reply is known by the mail that it answers")
        written = any(mail.headers.get(name) for name in RECIPIENTS)
        names = RECIPIENTS if written else ("to",)
        if named_by_recipient(mail, self.bot, names) == sent:
            where = "what the receiver wrote" if written else "To, since the receiver writes no recipient"
            return Finding(what, f"kept: what stands behind the + is in {where}")
        hint = "Let the server keep it (Postfix: recipient_delimiter = +), or set plus = false in [channels.email]."
        return Finding(what, "the receiver took away what stands behind the +", "fail", hint)


async def _newest_heads(mailbox: WatchedMailbox) -> list[bytes]:
    """The headers of the newest mails: of those in the mailbox, or where there are none, of those that were moved away."""
    async with mailbox.connected() as session:
        box = await session.open(mailbox.account.folder, ())
        heads = await _heads(session, box.uidnext)
        if heads:
            return heads
        try:
            box = await session.open_own(TAKEN_FOLDER)
        except MailboxRefused:
            return []
        return await _heads(session, box.uidnext)


async def _heads(session: Session, uidnext: int) -> list[bytes]:
    newest = sorted(await session.search("UID", f"{max(1, uidnext - SEARCHED)}:*", "UNDELETED"))[-NEWEST:]
    heads = [await session.body(uid, KEPT_HEAD, "HEADER") for uid in reversed(newest)]
    return [head for head in heads if head]


async def _found_in(session: Session, folder: str, message_id: str, *, is_own: bool) -> bytes | None:
    """The test mail, when it lies in this folder."""
    try:
        await (session.open_own(folder) if is_own else session.open(folder, ()))
    except MailboxRefused:
        if is_own:
            return None
        raise
    uids = await session.search("HEADER", "MESSAGE-ID", f'"{message_id}"')
    return await session.body(uids[-1], KEPT_HEAD) if uids else None


async def _read_all(raws: list[bytes]) -> list[Mail]:
    """Those that can be read, in the process that reads mail."""
    reader = Reader()
    try:
        read = [await reader.read(raw) for raw in raws]
    finally:
        await reader.close()
    return [mail for mail in read if isinstance(mail, Mail)]
