"""Replies to requests: assigns a mail to exactly one request, hands its words to the decision, and answers its writer."""

from bot.core.errors import NotFound
from bot.core.ports import ChannelGateway
from channels.email.inbound.authentication.verification_values import VerifiedSender
from channels.email.inbound.inbound_mail import InboundMail
from channels.email.inbound.limited_notes_to_writers import WriterAnswers
from channels.email.inbound.mail_audit import MailRegister
from channels.email.inbound.parsing.parsed_mail import ParsedMail
from channels.email.inbound.reply_decisions import MOST, MailReply, ReplyHandler
from channels.email.inbound.reply_text.reply_extraction import ExtractedReply, extract_reply
from channels.email.log_lines import log_mail
from channels.email.mailbox_and_transport_ports import CHANNEL
from channels.email.reply_tokens import DECIDING, TokenReference
from channels.email.sent_mail_store import DAY_KEPT, TokenBinding

FOREIGN = (
    "The address that you wrote to is none of mine, or no longer: the request is not known here. Nothing was decided."
)
ANOTHER = "What you quote is no mail of mine, so it is not clear what your words are about."
REACTIONS = frozenset({"text/vnd.google.email-reaction+json", "text/calendar"})
REACTION = "A reaction or an answer to an invitation is no answer to a request."
OTHER_REQUEST = "Your mail answers one request and quotes or names another one, so it is not clear which of them your words are about."
UNPLACED = (
    "Your mail quotes no mail of mine, and it answers another mail or has another subject, so it is not clear what your words are "
    "about."
)
SEVERAL = "Your mail goes to more than one request, so it is not clear which of them your words are about."


class ReplyIntake:
    """Takes replies of verified senders."""

    def __init__(
        self, gateway: ChannelGateway, register: MailRegister, answers: WriterAnswers, reply_handler: ReplyHandler
    ) -> None:
        self.gateway, self.register, self.answers, self.reply_handler = gateway, register, answers, reply_handler
        self.sent_mails = answers.sent_mails

    async def take_reply(self, inbound: InboundMail, sender: VerifiedSender, named: TokenReference) -> None:
        """Take a reply that names the request of the token `named`, then keep the mail's id. Raises Unavailable."""
        mail, binding = inbound.mail, inbound.binding
        person = self.gateway.directory.find_by_account(CHANNEL, sender.address)
        if binding is None:  # a foreign token, or that of a question that was answered
            if person is None:
                await self.answers.refuse_stranger(inbound, sender, "mail with a foreign token")
                return
            await self.register.note_passed(inbound, "mail with a foreign token", sender.address)
            about = f"foreign {sender.address} {self.gateway.clock():%Y%m%d}"
            await self.answers.say_at_most(inbound, sender, about, FOREIGN, page="/", most=MOST + 1, kept=DAY_KEPT)
            return
        # the reply decides only if it can be assigned to exactly one request
        reply = extract_reply(mail, inbound.sent)
        doubt = inbound.unread or await self._explain_doubt(inbound, named, binding, reply, sender.address)
        response = await self.reply_handler.handle_reply(
            MailReply(
                named, binding, person, sender, reply, inbound.fetched.id, doubt, mail.message_id, mail.sender_name
            )
        )
        request, digest = binding.bound.request, binding.bound.digest
        if not inbound.is_aside:
            log_mail(self.gateway, inbound.fetched, "taken", f"reply to the request {request}")
        if response.text:
            about, answers = f"told {request} {digest} {sender.address}", named if response.may_reply else None
            await self.answers.say_at_most(
                inbound, sender, about, response.text, page=f"/requests/{request}", answers=answers
            )
        else:
            await self.register.keep_id(inbound)
        if response.is_last:
            await self.reply_handler.confirmations.use_token(binding)

    async def _explain_doubt(
        self, inbound: InboundMail, named: TokenReference, binding: TokenBinding, reply: ExtractedReply, writer: str
    ) -> str:
        """Why a reply of `writer`, an address, cannot be assigned to exactly the request of `binding`; empty when it can."""
        mail = inbound.mail
        if any(each.kind in DECIDING for each in inbound.tokens.addressed - {named}):
            return SEVERAL
        if not REACTIONS.isdisjoint(mail.types):
            return REACTION
        if reply.is_about_another:
            return ANOTHER
        is_of_another = await self.sent_mails.is_about_other_request(
            mail, binding, inbound.public, self.answers.notifier.bot, writer
        )
        if is_of_another:
            return OTHER_REQUEST
        if reply.quotes_ours or await self._is_placed(mail, binding, writer):
            return ""
        return UNPLACED

    async def _is_placed(self, mail: ParsedMail, binding: TokenBinding, writer: str) -> bool:
        """Whether a mail without a quote is about the request of `binding`, by its subject and the mail that it answers."""
        try:
            thread = (await self.gateway.find_request(binding.bound.request)).card.thread
        except NotFound:
            return True  # the writer is told that there is no such request
        person = self.gateway.directory.find_person(binding.bound.person)
        accounts = person.accounts.get(CHANNEL, "").split() if person else []
        return await self.sent_mails.is_placed_without_quote(
            mail, binding.bound.request, thread, self.answers.notifier.bot, {writer, *accounts}
        )
