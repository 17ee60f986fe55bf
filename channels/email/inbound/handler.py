"""The handler of inbound mail: each mail becomes a decision, an answer, a message, or an audit note with the reason.

A mail is committed to the log before it is filed in the mailbox. A verified sender is told the result by the card that ends a
request, by the agent, or by one sentence. No sentence answers automatic mail, mail of an unverified sender, a mail that came
before, or a mail after the last sentence about its subject.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from bot.core.errors import BrokenThread, Unavailable
from bot.core.ports import ChannelGateway
from channels.email.inbound.authentication.automatic_mail import REACTED, BounceReport, explain_automatic, read_bounce
from channels.email.inbound.authentication.sender_verification import TxtLookup, find_sender, verify_dkim, verify_sender
from channels.email.inbound.authentication.verification_values import ReceiverTrust, UnverifiedSender, VerifiedSender
from channels.email.inbound.conversations import ConversationIntake
from channels.email.inbound.inbound_mail import (
    FAULT,
    InboundMail,
    MailRegister,
    describe_flaw,
    describe_size,
    keep_headers_only,
    make_mail_id,
)
from channels.email.inbound.parsing.parsed_mail import ParsedMail, UnreadableMail
from channels.email.inbound.parsing.sandbox import MailSandbox
from channels.email.inbound.parsing.unsupported_forms import explain_unread_form
from channels.email.inbound.reply_decisions import MOST, MailReply, ReplyHandler
from channels.email.inbound.reply_text.reply_extraction import extract_reply
from channels.email.inbound.routing import MailRouting
from channels.email.inbound.writer_answers import WriterAnswers
from channels.email.log_lines import log_mail
from channels.email.options import renew_receiver_trust
from channels.email.outbound.notifier import CHANNEL, EmailNotifier, find_person_by_address
from channels.email.ports import FetchedMail, WatchableMailbox
from channels.email.reply_token_store import DAY_KEPT, TokenStore
from channels.email.reply_tokens import DECIDING, TokenReference

log = structlog.get_logger()

LOOK_BACK = timedelta(hours=1)
"""How long before the first start a mail may have arrived and is still taken."""
BEGAN = ("mail", "began")
"""Kind and key of the first start's time in the store. It has no end."""
PAUSE = 2.0
"""Seconds before the next attempt at a mail that could not be taken."""
FOREIGN = (
    "The address that you wrote to is none of mine, or no longer: the request is not known here. Nothing was decided."
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
        bindings: TokenStore,
        reply_handler: ReplyHandler,
        trust: ReceiverTrust,
        *,
        agents: Mapping[str, str],
        agent: str,
        allow: tuple[str, ...],
        lookup: TxtLookup | None = None,
    ) -> None:
        self.gateway, self.mailbox, self.reply_handler, self.trust = gateway, mailbox, reply_handler, trust
        self.lookup, self.reader = lookup, MailSandbox()
        self.register = MailRegister(gateway)
        self.routing = MailRouting(notifier, bindings, agents)
        self.answers = WriterAnswers(gateway, notifier, bindings, self.register, agents, agent)
        self.conversations = ConversationIntake(gateway, self.routing, self.register, self.answers, allow)

    async def run_intake(self) -> None:
        """Takes mails until the mailbox is closed. A mail meets `Unavailable`: it is tried again. A mail cannot be taken: it is quarantined."""
        async for fetched in self.mailbox.watch_mails():
            why = await self._try_mail(fetched)
            while why is None:
                await asyncio.sleep(PAUSE)
                why = await self._try_mail(fetched)
            await (self.mailbox.quarantine_mail(fetched, why) if why else self.mailbox.mark_done(fetched))

    async def _try_mail(self, fetched: FetchedMail) -> str | None:
        """Return "" when the mail is taken, the reason when it is to be quarantined, None when neither could be committed."""
        try:
            # mail from long before the first start of this installation is ignored
            began = await self.gateway.store.get(*BEGAN)
            if began is None:
                began = self.gateway.clock().isoformat().encode()
                await self.gateway.store.put(*BEGAN, began, expires=None)
            if fetched.received < datetime.fromisoformat(began.decode()) - LOOK_BACK:
                log_mail(fetched, "ignored", "it came long before the first start")
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
        if await self.gateway.has_received(CHANNEL, make_mail_id(fetched)):
            log_mail(fetched, "ignored", "it was taken before")
            is_recent = self.gateway.clock() - fetched.received <= LOOK_BACK
            if is_recent and isinstance(mail := await self._read_mail(fetched), ParsedMail):
                # a crash may have prevented the sentence that its conversation is stopped
                inbound = self._make_inbound(mail, fetched, "")
                sender = await self._verify_sender(inbound)
                if isinstance(sender, VerifiedSender):
                    await self.conversations.tell_again(inbound, sender)
            return ""
        mail = await self._read_mail(fetched)
        if isinstance(mail, UnreadableMail):
            headers = await self._read_headers_alone(fetched, describe_flaw(mail.reason))
            if headers is not None:
                await self._judge_mail(headers)
            return mail.reason
        unread = (
            describe_size(fetched.size) if fetched.is_cut else explain_unread_form(mail.types, (mail.text, mail.html))
        )
        inbound = self._make_inbound(mail, fetched, unread)
        if not self.routing.notifier.plus:
            inbound = replace(inbound, named=await self.routing.find_answered_token(mail, inbound.bot))
        if bounce := read_bounce(mail, inbound.bot):
            await self._handle_bounce(inbound, bounce)
        elif why := self._explain_automatic(inbound):
            await self.register.pass_over(inbound, "automatic mail", why)
        else:
            await self._judge_mail(inbound)
        return ""

    async def _read_mail(self, fetched: FetchedMail) -> ParsedMail | UnreadableMail:
        """Parse the mail in the sandbox. Raises Unavailable when the sandbox itself failed."""
        if fetched.flaw:
            return UnreadableMail(fetched.flaw)
        return await self._parse_bytes(fetched.raw, is_cut=fetched.is_cut)

    async def _parse_bytes(self, raw: bytes, *, is_cut: bool) -> ParsedMail | UnreadableMail:
        mail = await self.reader.read_mail(raw, is_cut=is_cut)
        if isinstance(mail, UnreadableMail) and mail.may_pass:
            raise Unavailable(mail.reason)
        return mail

    def _make_inbound(
        self, mail: ParsedMail, fetched: FetchedMail, unread: str, *, is_aside: bool = False
    ) -> InboundMail:
        bot = self.routing.find_bot_address(mail)
        return InboundMail(
            mail, fetched, make_mail_id(fetched), bot, self.routing.find_reply_token(mail, bot), unread, is_aside
        )

    def _explain_automatic(self, inbound: InboundMail) -> str | None:
        """Why no person wrote the mail; None: a person did. A reaction to a request counts as a person's; its writer is asked back."""
        why = explain_automatic(inbound.mail, inbound.bot)
        is_to_a_request = inbound.named is not None and inbound.named.kind in DECIDING
        return None if why == REACTED and is_to_a_request else why

    async def _judge_mail(self, inbound: InboundMail) -> None:
        """Handle a mail that no rule calls automatic: verify its sender, then treat it as a reply or as a message."""
        sender = await self._verify_sender(inbound)
        if isinstance(sender, VerifiedSender):
            if inbound.named is not None and inbound.named.kind in DECIDING:
                await self._handle_reply(inbound, sender, inbound.named)
            else:
                await self.conversations.take_message(inbound, sender)
            return
        await self.register.note_passed(inbound, "unauthenticated mail", sender.why)
        # if the mail claims to be a reply to a request, the person in its From is told at their own address
        named = inbound.named or self.routing.find_nearest_token(inbound.mail, inbound.bot)
        if named is not None and named.kind in DECIDING:
            find = self.routing.find_binding if inbound.named else self.routing.bindings.find_by_id
            if (binding := await find(named)) is not None:
                address = find_sender(inbound.mail)
                claimed = find_person_by_address(self.gateway.directory, address) if isinstance(address, str) else None
                await self.reply_handler.tell_unproven(binding, claimed)
        await self.register.keep_id(inbound)

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
            inbound = await self._read_headers_alone(fetched, FAULT)
            sender = await self._verify_sender(inbound) if inbound else None
            if inbound is None or not isinstance(sender, VerifiedSender):
                return
            named = inbound.named if inbound.named and inbound.named.kind in DECIDING else None
            binding = await self.routing.find_binding(named) if named else None
            page = f"/requests/{binding.bound.request}" if binding else "/"
            day = f"{self.gateway.clock():%Y%m%d}"
            text = FAULT.format(f"{self.gateway.origin}{page}")
            await self.answers.say_at_most(
                inbound, sender, f"fault {sender.address} {day}", text, page=page, kept=DAY_KEPT
            )
        except Exception:
            log.exception("fault not told", mail=fetched.message_id)

    async def _read_headers_alone(self, fetched: FetchedMail, unread: str) -> InboundMail | None:
        """Read the headers of a mail that is quarantined; None when they are too long, cannot be parsed, or show automatic mail.

        Raises Unavailable when the sandbox itself failed.
        """
        raw = keep_headers_only(fetched.raw)
        mail = await self._parse_bytes(raw, is_cut=True) if raw else None
        if not isinstance(mail, ParsedMail):
            return None
        inbound = self._make_inbound(mail, fetched, unread, is_aside=True)
        return None if read_bounce(mail, inbound.bot) or self._explain_automatic(inbound) else inbound

    async def _handle_reply(self, inbound: InboundMail, sender: VerifiedSender, reference: TokenReference) -> None:
        """Handle a reply to a request by the person that was asked, then keep the mail's id."""
        mail, binding = inbound.mail, await self.routing.find_binding(reference)
        person = find_person_by_address(self.gateway.directory, sender.address)
        if binding is None:  # a foreign token, or that of a question that was answered
            if person is None:
                await self.conversations.refuse_stranger(inbound, sender, "mail with a foreign token")
                return
            await self.register.note_passed(inbound, "mail with a foreign token", sender.address)
            about = f"foreign {sender.address} {self.gateway.clock():%Y%m%d}"
            await self.answers.say_at_most(inbound, sender, about, FOREIGN, page="/", most=MOST + 1, kept=DAY_KEPT)
            return
        # the reply decides only if it can be assigned to exactly one request
        sent = await self.routing.find_sent_mails(
            mail, self.routing.make_public_token(reference), inbound.bot, binding.reference
        )
        doubt = inbound.unread or await self.routing.explain_doubt(inbound, reference, binding, sent, sender.address)
        reply = extract_reply(mail, sent)
        mail_reply = MailReply(
            reference, binding, person, sender, reply, inbound.id, doubt, mail.message_id, mail.sender_name
        )
        response = await self.reply_handler.handle_reply(mail_reply)
        request, digest = binding.bound.request, binding.bound.digest
        if not inbound.is_aside:
            log_mail(inbound.fetched, "taken", f"reply to the request {request}")
        if response.text:
            about, answers = f"told {request} {digest} {sender.address}", reference if response.may_reply else None
            await self.answers.say_at_most(
                inbound, sender, about, response.text, page=f"/requests/{request}", answers=answers
            )
        else:
            await self.register.keep_id(inbound)
        if response.is_last:
            await self.reply_handler.confirmations.use_token(binding)

    async def _handle_bounce(self, inbound: InboundMail, bounce: BounceReport) -> None:
        """Record that a mail of ours was returned. A warning about a delay (RFC 3464 `delayed`) is only noted."""
        bindings = self.routing.bindings
        returned = None if bounce.token else self.routing.find_returned_request(inbound.mail, inbound.bot)
        by_id = await bindings.find_by_id(returned) if returned else None
        binding = await bindings.find_binding(TokenReference("bounce", bounce.token)) if bounce.token else by_id
        if binding is not None and bounce.is_final:
            why = f"The mail came back: {bounce.status or 'no reason given'}"
            try:
                await self.gateway.record_return(CHANNEL, binding.reference, why)
            except BrokenThread as error:
                await self.register.pass_over(inbound, "mail to a broken thread", str(error))
                return
        end = "final" if bounce.is_final else "delayed"
        await self.register.pass_over(inbound, "mail came back", f"{bounce.status} {end}")
