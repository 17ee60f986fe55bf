"""What could be wrong with the set-up of mail: asked of its servers, for `countersign doctor`. Decides nothing."""

import asyncio
import base64
import secrets
import time
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import NamedTuple

from bot.core.findings import CheckFinding
from bot.core.ports import NotNow, TryLater
from channels.email.inbound.parsing.sandbox import MailSandbox
from channels.email.inbound.authentication.sender_identity import TxtLookup, verify_sender, verify_dkim
from channels.email.outbound.message import MailHeaders, compose_mail
from channels.email.outbound.view_context import MailContent
from channels.email.inbound.parsing.parsed_mail import ParsedMail
from channels.email.inbound.mailbox.imap_client import ImapSession
from channels.email.ports import MailboxLost, MailboxRefused, PartlyRefused, MailRefused, MailAccepted
from channels.email.inbound.authentication.proof import ReceiverTrust, UnverifiedSender
from channels.email.receiver_check__merge import compare_receivers
from channels.email.outbound.smtp_client import SmtpPost
from channels.email.log_lines import hide_tokens_in_log
from channels.email.reply_tokens import RECIPIENTS, TokenReference, make_reply_address, find_token_by_recipient
from channels.email.inbound.mailbox.mailbox_watcher import KEPT_HEAD, TAKEN_FOLDER, WatchedMailbox

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
    gate: ReceiverTrust
    lookup: TxtLookup | None


class ArrivedTestMail(NamedTuple):
    """The test mail as it lies in a folder, and after how many seconds it was there."""

    folder: str
    seconds: float
    raw: bytes


class MailCheck:
    """Examines both ways. `bot` is our own address; `plus`: it takes `+details`. Without `inbound` mail only goes out."""

    def __init__(self, post: SmtpPost, inbound: InboundCheck | None, *, bot: str, plus: bool) -> None:
        self.post, self.inbound, self.bot, self.plus = post, inbound, bot, plus

    async def examine(self) -> list[CheckFinding]:
        """Whether both servers answer, and whether the newest mails carry verdicts of the receiver in the setting."""
        found = [await self._check_smtp()]
        if self.inbound is not None:
            found += await self._check_imap(self.inbound)
        return found

    async def send_test(self) -> list[CheckFinding]:
        """A mail to ourselves: sent, arrived, proved, at its private address. Steps behind one that failed are left out."""
        if self.inbound is None:
            return [
                CheckFinding("Test mail", "it would not be read: IMAP_URL is not set", "warn", "Set it to take mail in.")
            ]
        token = base64.b32encode(secrets.token_bytes(16)).decode()[:26].lower()
        mail = self._make_test_mail(token)
        sent = await self._send_mail(mail)
        if sent.mark != "ok":
            return [sent]
        try:
            async with asyncio.timeout(WAIT):
                arrived = await self._wait_for_mail(self.inbound.mailbox, str(mail["Message-ID"]))
        except TimeoutError:
            return [sent, self._report_lost()]
        except (MailboxLost, MailboxRefused) as error:
            return [sent, CheckFinding("Test mail arrived", str(error), "fail", f"Correct IMAP_URL; {SEE}.")]
        found = CheckFinding("Test mail arrived", f"after {arrived.seconds:.0f} s in {arrived.folder}")
        return [sent, found, *await self._examine_arrived(arrived, TokenReference("reply", token), self.inbound)]

    async def _check_smtp(self) -> CheckFinding:
        try:
            return CheckFinding("Mail out", await self.post.check_server())
        except NotNow as error:
            return CheckFinding("Mail out", str(error), "fail", f"Correct SMTP_URL; {SEE}.")

    async def _check_imap(self, inbound: InboundCheck) -> list[CheckFinding]:
        try:
            here = await inbound.mailbox.find_position()
            heads = await _fetch_newest_headers(inbound.mailbox)
        except (MailboxLost, MailboxRefused) as error:
            return [CheckFinding("Mail in", str(error), "fail", f"Correct IMAP_URL; {SEE}.")]
        found = CheckFinding("Mail in", f"the mailbox answers; its newest mail is {here.uid}")
        if inbound.lookup is not None:
            return [found, CheckFinding("Mail proof", "DKIM signatures are checked here (local_dkim)")]
        return [found, compare_receivers(await _read_all(heads), inbound.gate)]

    def _make_test_mail(self, token: str) -> EmailMessage:
        domain = self.bot.rpartition("@")[2]
        envelope = MailHeaders(
            sender=self.bot,
            to=make_reply_address("reply", token, self.bot) if self.plus else self.bot,
            message_id=f"<countersign-test-{secrets.token_hex(8)}@{domain}>",
            date=datetime.now(UTC),
            sender_name="Countersign",
        )
        return compose_mail(MailContent("Countersign test mail", f"{TEXT}\n", f"<p>{TEXT}</p>\n"), envelope)

    async def _send_mail(self, mail: EmailMessage) -> CheckFinding:
        what, to = "Test mail sent", mail["To"].addresses[0].addr_spec
        try:
            outcome = await self.post.send_mail(mail, self.bot, [to])
        except (NotNow, TryLater) as error:
            return CheckFinding(what, str(error), "fail", f"Correct SMTP_URL; {SEE}.")
        match outcome:
            case MailAccepted():
                return CheckFinding(what, f"the server took it for {hide_tokens_in_log(to)}")
            case MailRefused(text=why):
                return CheckFinding(what, hide_tokens_in_log(why), "fail", "Correct EMAIL_FROM, or what that server allows.")
            case PartlyRefused(refused=refused):
                why = "; ".join(answer.text for answer in refused.values())
                return CheckFinding(what, hide_tokens_in_log(why), "fail", "Correct EMAIL_FROM, or what that server allows.")

    async def _wait_for_mail(self, mailbox: WatchedMailbox, message_id: str) -> ArrivedTestMail:
        """Looks into the mailbox, and into where a running server may have moved the mail, until it is there."""
        began = time.monotonic()
        async with mailbox.open_session() as session:
            while True:
                for folder in (mailbox.account.folder, TAKEN_FOLDER):
                    raw = await _find_test_mail(session, folder, message_id, is_own=folder == TAKEN_FOLDER)
                    if raw is not None:
                        return ArrivedTestMail(folder, time.monotonic() - began, raw)
                await asyncio.sleep(POLL)

    def _report_lost(self) -> CheckFinding:
        plus = " If the mailbox takes no +, set plus = false in [channels.email]." if self.plus else ""
        hint = f"Look into its junk folder. IMAP_URL has to open the mailbox that mail to {self.bot} comes to.{plus}"
        return CheckFinding("Test mail arrived", f"it did not, within {WAIT:g} s", "fail", hint)

    async def _examine_arrived(self, arrived: ArrivedTestMail, sent: TokenReference, inbound: InboundCheck) -> list[CheckFinding]:
        mails = await _read_all([arrived.raw])
        if not mails:
            return [CheckFinding("Test mail read", "it cannot be read as it lies there", "fail", "Look at its source.")]
        return [await self._check_proof(mails[0], arrived.raw, inbound), self._check_private_address(mails[0], sent)]

    async def _check_proof(self, mail: ParsedMail, raw: bytes, inbound: InboundCheck) -> CheckFinding:
        what = "Test mail proof"
        if inbound.lookup is not None:
            found = await asyncio.to_thread(verify_dkim, mail, raw, inbound.lookup)
        else:
            found = verify_sender(mail, inbound.gate)
        if not isinstance(found, UnverifiedSender):
            return CheckFinding(what, f"the receiver proves {found.address} by {found.by}")
        without_mark = mail._replace(headers={name: value for name, value in mail.headers.items() if name != "x-loop"})
        named = compare_receivers([without_mark], inbound.gate)
        if named.mark == "fail" and mail.headers.get("authentication-results"):
            return CheckFinding(what, named.text, "fail", named.hint)
        hint = (
            "Mail from a server to itself often carries no verdict. Let somebody outside write to "
            f"{self.bot}, and run countersign doctor again."
        )
        return CheckFinding(what, found.why, "warn", hint)

    def _check_private_address(self, mail: ParsedMail, sent: TokenReference) -> CheckFinding:
        what = "Private address"
        if not self.plus:
            return CheckFinding(what, "not used (plus = false): a reply is known by the mail that it answers")
        written = any(mail.headers.get(name) for name in RECIPIENTS)
        names = RECIPIENTS if written else ("to",)
        if find_token_by_recipient(mail, self.bot, names) == sent:
            where = "what the receiver wrote" if written else "To, since the receiver writes no recipient"
            return CheckFinding(what, f"kept: what stands behind the + is in {where}")
        hint = "Let the server keep it (Postfix: recipient_delimiter = +), or set plus = false in [channels.email]."
        return CheckFinding(what, "the receiver took away what stands behind the +", "fail", hint)


async def _fetch_newest_headers(mailbox: WatchedMailbox) -> list[bytes]:
    """The headers of the newest mails: of those in the mailbox, or where there are none, of those that were moved away."""
    async with mailbox.open_session() as session:
        box = await session.open_folder(mailbox.account.folder, ())
        heads = await _fetch_headers(session, box.uidnext)
        if heads:
            return heads
        try:
            box = await session.open_own_folder(TAKEN_FOLDER)
        except MailboxRefused:
            return []
        return await _fetch_headers(session, box.uidnext)


async def _fetch_headers(session: ImapSession, uidnext: int) -> list[bytes]:
    newest = sorted(await session.search_uids("UID", f"{max(1, uidnext - SEARCHED)}:*", "UNDELETED"))[-NEWEST:]
    heads = [await session.fetch_body(uid, KEPT_HEAD, "HEADER") for uid in reversed(newest)]
    return [head for head in heads if head]


async def _find_test_mail(session: ImapSession, folder: str, message_id: str, *, is_own: bool) -> bytes | None:
    """The test mail, when it lies in this folder."""
    try:
        await (session.open_own_folder(folder) if is_own else session.open_folder(folder, ()))
    except MailboxRefused:
        if is_own:
            return None
        raise
    uids = await session.search_uids("HEADER", "MESSAGE-ID", f'"{message_id}"')
    return await session.fetch_body(uids[-1], KEPT_HEAD) if uids else None


async def _read_all(raws: list[bytes]) -> list[ParsedMail]:
    """Those that can be read, in the process that reads mail."""
    reader = MailSandbox()
    try:
        read = [await reader.read_mail(raw) for raw in raws]
    finally:
        await reader.close()
    return [mail for mail in read if isinstance(mail, ParsedMail)]
