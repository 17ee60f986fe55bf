"""Checks the set-up of mail for `countersign doctor`, by asking its servers."""

import asyncio
import base64
import secrets
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from email.message import EmailMessage
from itertools import groupby
from typing import NamedTuple

from bot.core.doctor_findings import CheckFinding
from bot.core.escaping import show_words
from bot.core.ports import NotNow, TryLater
from channels.email.inbound.authentication.authentication_results import find_receiver_headers, parse_results
from channels.email.inbound.authentication.mail_server_names import find_organisation
from channels.email.inbound.authentication.sender_verification import TxtLookup, verify_dkim, verify_sender
from channels.email.inbound.authentication.verification_values import ReceiverTrust, UnverifiedSender, VerifiedSender
from channels.email.inbound.mailbox.imap_client import ImapSession
from channels.email.inbound.mailbox.mailbox_watcher import KEPT_HEAD, TAKEN_FOLDER, WatchedMailbox
from channels.email.inbound.parsing.parsed_mail import ParsedMail
from channels.email.inbound.parsing.sandbox import MailSandbox
from channels.email.log_lines import hide_tokens_in_log
from channels.email.mailbox_and_transport_ports import (
    MailAccepted,
    MailboxLost,
    MailboxRefused,
    MailRefused,
    PartlyRefused,
)
from channels.email.outbound.message import MailHeaders, compose_mail
from channels.email.outbound.smtp_client import SmtpClient
from channels.email.outbound.view_context import MailContent
from channels.email.reply_tokens import RECIPIENTS, TokenReference, find_token_by_recipient, make_reply_address

PROOF = "Mail proof"
_ONLY_IF = "if that is your own receiving server: any sender can write such a header where the receiver writes none"


def compare_receivers(mails: Sequence[ParsedMail], trust: ReceiverTrust) -> CheckFinding:
    """Compare the newest mails with the setting. Mails of our own are left out, because few servers judge those."""
    foreign = [mail for mail in mails if "x-loop" not in mail.headers]
    if not foreign:
        hint = "Write to the mailbox from outside, or run countersign doctor --send-test."
        return CheckFinding(PROOF, "no mail has come yet that could be compared with EMAIL_AUTHSERV_ID", "warn", hint)
    runs = [find_receiver_headers(mail, trust) for mail in foreign]
    unread = [run for run in runs if isinstance(run, UnverifiedSender)]
    newest = f"the newest {len(foreign)} mails" if len(foreign) > 1 else "the newest mail"
    carry = f"{newest} {'carry' if len(foreign) > 1 else 'carries'}"
    setting = (
        "trust_unnamed = true" if trust.trust_unnamed and not trust.authserv_id else _quote_name(trust.authserv_id)
    )
    if not unread:
        judged = [verify_sender(mail, trust) for mail in foreign]
        proved = sum(isinstance(each, VerifiedSender) for each in judged)
        text = f"{carry} a verdict of {setting}; {proved} of {len(foreign)} prove their sender"
        if proved:
            return CheckFinding(PROOF, text)
        why = next(each.why for each in judged if isinstance(each, UnverifiedSender))
        hint = "Write from an address whose domain has DMARC, and look again."
        return CheckFinding(PROOF, f"{text}: {why}", "warn", hint)
    if len(unread) < len(foreign):
        hint = "Compare that with the mail's source: mail from within may carry none. Others may be forged."
        text = f"{len(foreign) - len(unread)} of {newest} carry a verdict of {setting}; {unread[0].why}"
        return CheckFinding(PROOF, text, "warn", hint)
    # the setting fits none of the mails: suggest the names that all of them carry
    said = [_list_signers(mail) for mail in foreign]
    names = [name for each in said for name in each]
    if not any(said):
        hint = "Let your server write them (rspamd, OpenDMARC), or set local_dkim = true in [channels.email]."
        text = f"{carry} no Authentication-Results, the setting says {setting}"
    elif any(trust.names.has_host(name) for name in names) or (trust.trust_unnamed and "" in names):
        hint, text = (
            "If that server is yours as well, add its name to EMAIL_AUTHSERV_ID, behind a comma.",
            unread[0].why,
        )
    elif not any(names):
        hint = f"Set trust_unnamed = true in [channels.email], {_ONLY_IF}."
        text = f"{carry} verdicts that name no server, as Microsoft 365 writes them, the setting says {setting}"
    else:
        shown = ", ".join(_quote_name(name) for name in list(dict.fromkeys(filter(None, names)))[:5])
        hint = f"Set EMAIL_AUTHSERV_ID={suggest_setting([name for name in names if name])}, {_ONLY_IF}."
        text = f"{carry} {shown}, the setting says {setting}"
    return CheckFinding(PROOF, text, "fail", hint)


def suggest_setting(names: Sequence[str]) -> str:
    """Return a value of EMAIL_AUTHSERV_ID for these receivers: their names, or a suffix where one domain has several."""
    by_domain = groupby(
        sorted({name.lower() for name in names}, key=lambda name: (find_organisation(name), name)), find_organisation
    )
    found = [(domain, list(hosts)) for domain, hosts in by_domain]
    return ",".join(hosts[0] if len(hosts) == 1 else f".{domain}" for domain, hosts in found[:5])


def _list_signers(mail: ParsedMail) -> list[str]:
    """Return the names in the Authentication-Results above the first Received header below them."""
    found: list[str] = []
    for name, value in mail.trace:
        if name == "received" and found:
            break
        header = parse_results(value) if name == "authentication-results" else None
        if header is not None:
            found.append(header.authserv_id)
    return found


def _quote_name(name: str) -> str:
    return f"'{show_words(name[:100])}'"


NEWEST = 5
"""Mails that are compared with the setting."""
WAIT, POLL = 60.0, 1.0
"""Seconds of waiting for the test mail, and between two searches."""
SEARCHED = 500
"""UIDs in which the newest mails are searched: moved mails leave gaps."""
SEE = "see docs/email.md"
TEXT = "This is a test of `countersign doctor --send-test`. It asks nothing of you, and you may delete it."


class InboundCheck(NamedTuple):
    """The inbound parts to check. `lookup`: DKIM signatures are checked here, because the receiver writes no verdicts."""

    mailbox: WatchedMailbox
    trust: ReceiverTrust
    lookup: TxtLookup | None


class ArrivedTestMail(NamedTuple):
    """The test mail in its folder, and the seconds until it was there."""

    folder: str
    seconds: float
    raw: bytes


class MailCheck:
    """Checks both directions. `bot` is our own address; `plus`: it takes `+details`. Without `inbound` mail is only sent."""

    def __init__(self, smtp: SmtpClient, inbound: InboundCheck | None, *, bot: str, plus: bool) -> None:
        self.smtp, self.inbound, self.bot, self.plus = smtp, inbound, bot, plus

    async def examine(self) -> list[CheckFinding]:
        """Check that both servers answer, and that the newest mails carry verdicts of the receiver in the setting."""
        try:
            found = [CheckFinding("Mail out", await self.smtp.check_server())]
        except NotNow as error:
            found = [CheckFinding("Mail out", str(error), "fail", f"Correct SMTP_URL; {SEE}.")]
        if self.inbound is None:
            return found
        mailbox = self.inbound.mailbox
        try:
            here = await mailbox.find_position()
            # the newest mails in the mailbox or, where there are none, those that were moved away
            async with mailbox.open_session() as session:
                box = await session.open_folder(mailbox.account.folder, ())
                heads = await _fetch_headers(session, box.uidnext)
                if not heads:
                    try:
                        box = await session.open_own_folder(TAKEN_FOLDER)
                    except MailboxRefused:
                        heads = []
                    else:
                        heads = await _fetch_headers(session, box.uidnext)
        except (MailboxLost, MailboxRefused) as error:
            return [*found, CheckFinding("Mail in", str(error), "fail", f"Correct IMAP_URL; {SEE}.")]
        found.append(CheckFinding("Mail in", f"the mailbox answers; its newest mail is {here.uid}"))
        if self.inbound.lookup is not None:
            return [*found, CheckFinding(PROOF, "DKIM signatures are checked here (local_dkim)")]
        return [*found, compare_receivers(await _read_all(heads), self.inbound.trust)]

    async def send_test(self) -> list[CheckFinding]:
        """Send a mail to ourselves and check that it was sent, arrived, is verified, and kept its private address.

        Steps after a failed one are left out.
        """
        if self.inbound is None:
            return [
                CheckFinding(
                    "Test mail", "it would not be read: IMAP_URL is not set", "warn", "Set it to take mail in."
                )
            ]
        token = base64.b32encode(secrets.token_bytes(16)).decode()[:26].lower()
        domain = self.bot.rpartition("@")[2]
        envelope = MailHeaders(
            sender=self.bot,
            to=make_reply_address("reply", token, self.bot) if self.plus else self.bot,
            message_id=f"<countersign-test-{secrets.token_hex(8)}@{domain}>",
            date=datetime.now(UTC),
            sender_name="Countersign",
        )
        mail = compose_mail(MailContent("Countersign test mail", f"{TEXT}\n", f"<p>{TEXT}</p>\n"), envelope)
        sent = await self._send_mail(mail)
        if sent.mark != "ok":
            return [sent]
        try:
            async with asyncio.timeout(WAIT):
                arrived = await self._wait_for_mail(self.inbound.mailbox, str(mail["Message-ID"]))
        except TimeoutError:
            plus = " If the mailbox takes no +, set plus = false in [channels.email]." if self.plus else ""
            hint = (
                f"Look into its junk folder. IMAP_URL has to open the mailbox that mail to {self.bot} comes to.{plus}"
            )
            return [sent, CheckFinding("Test mail arrived", f"it did not, within {WAIT:g} s", "fail", hint)]
        except (MailboxLost, MailboxRefused) as error:
            return [sent, CheckFinding("Test mail arrived", str(error), "fail", f"Correct IMAP_URL; {SEE}.")]
        found = CheckFinding("Test mail arrived", f"after {arrived.seconds:.0f} s in {arrived.folder}")
        return [sent, found, *await self._check_arrived(arrived.raw, self.inbound, token)]

    async def _send_mail(self, mail: EmailMessage) -> CheckFinding:
        what, to = "Test mail sent", mail["To"].addresses[0].addr_spec
        try:
            outcome = await self.smtp.send_mail(mail, self.bot, [to])
        except (NotNow, TryLater) as error:
            return CheckFinding(what, str(error), "fail", f"Correct SMTP_URL; {SEE}.")
        match outcome:
            case MailAccepted():
                return CheckFinding(what, f"the server took it for {hide_tokens_in_log(to)}")
            case MailRefused(text=why):
                return CheckFinding(
                    what, hide_tokens_in_log(why), "fail", "Correct EMAIL_FROM, or what that server allows."
                )
            case PartlyRefused(refused=refused):
                why = "; ".join(answer.text for answer in refused.values())
                return CheckFinding(
                    what, hide_tokens_in_log(why), "fail", "Correct EMAIL_FROM, or what that server allows."
                )

    async def _wait_for_mail(self, mailbox: WatchedMailbox, message_id: str) -> ArrivedTestMail:
        """Search the mailbox, and the folder to which a running server may have moved the mail, until it is there."""
        began = time.monotonic()
        async with mailbox.open_session() as session:
            while True:
                for folder in (mailbox.account.folder, TAKEN_FOLDER):
                    is_own = folder == TAKEN_FOLDER
                    try:
                        await (session.open_own_folder(folder) if is_own else session.open_folder(folder, ()))
                    except MailboxRefused:
                        if not is_own:
                            raise
                        continue
                    uids = await session.search_uids("HEADER", "MESSAGE-ID", f'"{message_id}"')
                    raw = await session.fetch_body(uids[-1], KEPT_HEAD) if uids else None
                    if raw is not None:
                        return ArrivedTestMail(folder, time.monotonic() - began, raw)
                await asyncio.sleep(POLL)

    async def _check_arrived(self, raw: bytes, inbound: InboundCheck, token: str) -> list[CheckFinding]:
        """Check that the test mail is verified, and that it kept the private address with `token`."""
        mails = await _read_all([raw])
        if not mails:
            return [CheckFinding("Test mail read", "it cannot be parsed", "fail", "Look at its source.")]
        mail = mails[0]
        if inbound.lookup is not None:
            found = await asyncio.to_thread(verify_dkim, mail, raw, inbound.lookup)
        else:
            found = verify_sender(mail, inbound.trust)
        foreign = mail._replace(headers={name: value for name, value in mail.headers.items() if name != "x-loop"})
        setting = compare_receivers([foreign], inbound.trust)
        if isinstance(found, VerifiedSender):
            proof = CheckFinding("Test mail proof", f"the receiver proves {found.address} by {found.by}")
        elif setting.mark == "fail" and mail.headers.get("authentication-results"):
            proof = CheckFinding("Test mail proof", setting.text, "fail", setting.hint)
        else:
            hint = (
                "Mail from a server to itself often carries no verdict. Let somebody outside write to "
                f"{self.bot}, and run countersign doctor again."
            )
            proof = CheckFinding("Test mail proof", found.why, "warn", hint)
        written = any(mail.headers.get(name) for name in RECIPIENTS)
        kept = find_token_by_recipient(mail, self.bot, RECIPIENTS if written else ("to",))
        if not self.plus:
            text = "not used (plus = false): a reply is known by the mail that it answers"
            return [proof, CheckFinding("Private address", text)]
        if kept == TokenReference("reply", token):
            where = "what the receiver wrote" if written else "To, since the receiver writes no recipient"
            return [proof, CheckFinding("Private address", f"kept: the details after the + are in {where}")]
        text = "the receiver removed the details after the +"
        hint = "Let the server keep it (Postfix: recipient_delimiter = +), or set plus = false in [channels.email]."
        return [proof, CheckFinding("Private address", text, "fail", hint)]


async def _fetch_headers(session: ImapSession, uidnext: int) -> list[bytes]:
    newest = sorted(await session.search_uids("UID", f"{max(1, uidnext - SEARCHED)}:*", "UNDELETED"))[-NEWEST:]
    heads = [await session.fetch_body(uid, KEPT_HEAD, "HEADER") for uid in reversed(newest)]
    return [head for head in heads if head]


async def _read_all(raws: list[bytes]) -> list[ParsedMail]:
    """Return the mails that can be parsed, in the sandbox."""
    reader = MailSandbox()
    try:
        read = [await reader.read_mail(raw) for raw in raws]
    finally:
        await reader.close()
    return [mail for mail in read if isinstance(mail, ParsedMail)]
