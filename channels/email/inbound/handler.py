"""The handler of inbound mail: each mail becomes a decision, an answer, a message, or an audit note with the reason.

A mail is committed to the log before it is filed in the mailbox. A verified sender is told the result by the card that ends a
request, by the agent, or by one sentence. No sentence answers automatic mail, mail of an unverified sender, a mail that came
before, or a mail after the last sentence about its subject.
"""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta

import structlog

from bot.core.errors import BrokenThread, Unavailable
from bot.core.ports import ChannelGateway
from channels.email.inbound.authentication.automatic_mail import AutomaticMail, BounceReport, classify_automatic
from channels.email.inbound.authentication.sender_verification import TxtLookup, find_sender, verify_dkim, verify_sender
from channels.email.inbound.authentication.verification_values import ReceiverTrust, UnverifiedSender, VerifiedSender
from channels.email.inbound.conversation_intake import ConversationIntake
from channels.email.inbound.inbound_mail import InboundMail, InboundMailReader, describe_flaw
from channels.email.inbound.limited_notes_to_writers import WriterAnswers
from channels.email.inbound.mail_audit import MailRegister
from channels.email.inbound.parsing.parsed_mail import UnreadableMail
from channels.email.inbound.reply_decisions import ReplyHandler
from channels.email.inbound.reply_routing import ReplyIntake
from channels.email.log_lines import log_mail
from channels.email.mailbox_and_transport_ports import CHANNEL, FetchedMail, WatchableMailbox
from channels.email.options import renew_receiver_trust
from channels.email.outbound.notifier import EmailNotifier
from channels.email.reply_tokens import DECIDING, TokenReference
from channels.email.sent_mail_store import DAY_KEPT, SentMailStore

log = structlog.get_logger()

LOOK_BACK = timedelta(hours=1)
"""How long before the first start a mail may have arrived and is still taken."""
BEGAN = ("mail", "began")
"""Kind and key of the first start's time in the store. It has no end."""
PAUSE = 2.0
"""Seconds before the next attempt at a mail that could not be taken."""
FAULT = (
    "A fault here kept your mail from being taken in, and it was laid aside for an operator. What you wrote for may not have "
    "happened. Before you write again, see the current state here: {0}"
)


class InboundMailHandler:
    """Takes mails one after the other.

    `agents` maps an address to its agent; `allow` holds addresses and domains that may write without being people of the directory.
    """

    def __init__(
        self,
        gateway: ChannelGateway,
        mailbox: WatchableMailbox,
        notifier: EmailNotifier,
        sent_mails: SentMailStore,
        reply_handler: ReplyHandler,
        trust: ReceiverTrust,
        *,
        agents: Mapping[str, str],
        agent: str,
        allow: tuple[str, ...],
        lookup: TxtLookup | None = None,
    ) -> None:
        self.gateway, self.mailbox, self.reply_handler, self.trust = gateway, mailbox, reply_handler, trust
        self.sent_mails, self.lookup = sent_mails, lookup
        self.reader = InboundMailReader(sent_mails, bot=notifier.bot, addresses=agents, plus=notifier.plus)
        self.register = MailRegister(gateway)
        self.answers = WriterAnswers(gateway, notifier, sent_mails, self.register, agents, agent)
        self.replies = ReplyIntake(gateway, self.register, self.answers, reply_handler)
        self.conversations = ConversationIntake(gateway, self.register, self.answers, allow)

    async def run_intake(self) -> None:
        """Takes mails until the mailbox is closed. A mail meets `Unavailable`: it is tried again. A mail cannot be taken: it is quarantined."""
        async for fetched in self.mailbox.watch_mails():
            why = await self._try_mail(fetched)
            while why is None:
                await asyncio.sleep(PAUSE)
                why = await self._try_mail(fetched)
            if why:
                self.gateway.report_inbound("mail", "laid_aside")
                await self.mailbox.quarantine_mail(fetched, why)
            else:
                await self.mailbox.mark_done(fetched)

    async def _try_mail(self, fetched: FetchedMail) -> str | None:
        """Return "" when the mail is taken, the reason when it is to be quarantined, None when neither could be committed."""
        try:
            # mail from long before the first start of this installation is ignored
            began = await self.gateway.store.get(*BEGAN)
            if began is None:
                began = self.gateway.clock().isoformat().encode()
                await self.gateway.store.put(*BEGAN, began, expires=None)
            if fetched.received < datetime.fromisoformat(began.decode()) - LOOK_BACK:
                log_mail(self.gateway, fetched, "ignored", "it came long before the first start")
                return ""
            try:
                why = await self.take_mail(fetched)
            except Unavailable:
                raise
            except Exception as error:
                log.exception("mail not taken", mail=fetched.message_id)
                await self._tell_fault(fetched)
                why = f"{type(error).__name__}: {error}"
            if why:
                await self.register.write_note("mail laid aside", about=fetched.message_id, detail=why)
        except Unavailable as error:
            log.warning("mail put off", mail=fetched.message_id, error=str(error))
            return None
        return why

    async def take_mail(self, fetched: FetchedMail) -> str:
        """Take one mail. Return "", or the reason to quarantine it. Raises Unavailable."""
        if await self.gateway.has_received(CHANNEL, fetched.id):
            log_mail(self.gateway, fetched, "ignored", "it was taken before")
            is_recent = self.gateway.clock() - fetched.received <= LOOK_BACK
            if is_recent and isinstance(inbound := await self.reader.read_mail(fetched), InboundMail):
                # a crash may have prevented the sentence that its conversation is stopped
                sender = await self._verify_sender(inbound)
                if isinstance(sender, VerifiedSender):
                    await self.conversations.tell_again(inbound, sender)
            return ""
        inbound = await self.reader.read_mail(fetched)
        if isinstance(inbound, UnreadableMail):
            headers = await self._read_headers(fetched, describe_flaw(inbound.reason))
            if headers is not None:
                await self._judge_mail(headers)
            return inbound.reason
        match classify_automatic(inbound.mail, inbound.tokens, is_to_request=inbound.request is not None):
            case BounceReport() as bounce:
                await self._handle_bounce(inbound, bounce)
            case AutomaticMail(why):
                await self.register.pass_over(inbound, "automatic mail", why)
            case None:
                await self._judge_mail(inbound)
        return ""

    async def _judge_mail(self, inbound: InboundMail) -> None:
        """Handle a mail that no rule calls automatic: verify its sender, then treat it as a reply or as a message."""
        sender = await self._verify_sender(inbound)
        if isinstance(sender, UnverifiedSender):
            await self.register.note_passed(inbound, "unauthenticated mail", sender.why)
            # if it claims to answer a request, the person in its From is told at their own address
            if inbound.binding is not None and inbound.binding.bound.kind in DECIDING:
                address = find_sender(inbound.mail)
                claimed = self.gateway.directory.find_by_account(CHANNEL, address) if isinstance(address, str) else None
                await self.reply_handler.tell_unproven(inbound.binding, claimed)
            await self.register.keep_id(inbound)
        elif inbound.request is not None:
            await self.replies.take_reply(inbound, sender, inbound.request)
        else:
            await self.conversations.take_message(inbound, sender)

    async def _verify_sender(self, inbound: InboundMail) -> VerifiedSender | UnverifiedSender:
        """Verify the sender by the receiver's verdict or, without a trusted receiver, by a DKIM signature of the domain in From."""
        if self.lookup is None:
            return verify_sender(inbound.mail, renew_receiver_trust(self.trust, self.gateway.directory))
        if inbound.fetched.is_cut or inbound.is_aside:
            return UnverifiedSender(why="The mail is not here whole, so no signature can be checked.")
        return await asyncio.to_thread(verify_dkim, inbound.mail, inbound.fetched.raw, self.lookup)

    async def _tell_fault(self, fetched: FetchedMail) -> None:
        """Tell the writer that an error of the platform stopped the mail. Decides nothing; its own errors are only logged."""
        try:
            inbound = await self._read_headers(fetched, FAULT)
            sender = await self._verify_sender(inbound) if inbound else None
            if inbound is None or not isinstance(sender, VerifiedSender):
                return
            binding = inbound.binding if inbound.request else None
            page = f"/requests/{binding.bound.request}" if binding else "/"
            day = f"{self.gateway.clock():%Y%m%d}"
            text = FAULT.format(f"{self.gateway.origin}{page}")
            await self.answers.say_at_most(
                inbound, sender, f"fault {sender.address} {day}", text, page=page, kept=DAY_KEPT
            )
        except Exception:
            log.exception("fault not told", mail=fetched.message_id)

    async def _read_headers(self, fetched: FetchedMail, unread: str) -> InboundMail | None:
        """Read the headers of a mail that is quarantined; None when they cannot be read, or show automatic mail. Raises Unavailable."""
        inbound = await self.reader.read_headers(fetched, unread)
        if inbound is None or classify_automatic(
            inbound.mail, inbound.tokens, is_to_request=inbound.request is not None
        ):
            return None
        return inbound

    async def _handle_bounce(self, inbound: InboundMail, bounce: BounceReport) -> None:
        """Record that a mail of ours was returned. A warning about a delay (RFC 3464 `delayed`) is only noted."""
        binding = None
        if bounce.token:
            binding = await self.sent_mails.find_binding(TokenReference("bounce", bounce.token))
        elif bounce.returned and bounce.returned.kind == "reply" and not self.reader.plus:
            binding = await self.sent_mails.find_by_id(bounce.returned)
        if binding is not None and bounce.is_final:
            why = f"The mail came back: {bounce.status or 'no reason given'}"
            try:
                await self.gateway.record_return(CHANNEL, binding.reference, why)
            except BrokenThread as error:
                await self.register.pass_over(inbound, "mail to a broken thread", str(error))
                return
        end = "final" if bounce.is_final else "delayed"
        await self.register.pass_over(inbound, "mail came back", f"{bounce.status} {end}")
