"""Sentences to verified senders: a limited number about one subject, the last of which says that it is the last."""

from collections.abc import Mapping
from datetime import timedelta

import structlog

from bot.core.channel_messages import ChannelEntry
from bot.core.errors import CountersignError, Unavailable
from bot.core.gateway_ports import LinkMaker
from channels.email.inbound.authentication.verification_values import VerifiedSender
from channels.email.inbound.inbound_mail import InboundMail
from channels.email.inbound.mail_audit import MailRegister
from channels.email.outbound.notifier import EmailNotifier
from channels.email.reply_tokens import TokenReference
from channels.email.sent_mail_store import KEPT, SentMailStore

log = structlog.get_logger()

MOST_TOLD = 4
"""Sentences about one subject to one address. A writer that continues after them is likely a program."""
LAST = "This is my last answer about this: further mails about it are not answered. The current state is here: {0}"
UNKNOWN = (
    "I do not know this address, so I did not act on your mail. An operator can add you: "
    'accounts = {{ email = "{0}" }}, or allow your domain. Until then your mail is not answered again.'
)


class WriterAnswers:
    """Answers mails of verified senders. `agents` maps an address to its agent; `agent` answers at the other addresses.

    Each sentence is kept in one transaction with its count and with the mail's id (`MailRegister`). Without a sentence the id is
    kept alone. For a mail that `is_taken` the id is kept already.
    """

    def __init__(
        self,
        gateway: LinkMaker,
        notifier: EmailNotifier,
        sent_mails: SentMailStore,
        register: MailRegister,
        agents: Mapping[str, str],
        agent: str,
    ) -> None:
        self.gateway, self.notifier, self.sent_mails, self.register = gateway, notifier, sent_mails, register
        self.agents, self.agent = agents, agent

    async def refuse_stranger(self, inbound: InboundMail, sender: VerifiedSender, what: str) -> None:
        """Note a mail of an unknown address, and tell its writer so once."""
        await self.register.note_passed(inbound, what, sender.address)
        await self.say_once(inbound, sender, f"unknown {sender.address}", UNKNOWN.format(sender.address))

    async def say_once(
        self,
        inbound: InboundMail,
        to: VerifiedSender,
        about: str,
        text: str,
        *,
        is_taken: bool = False,
        kept: timedelta = KEPT,
    ) -> None:
        """Send a sentence that is sent once about `about` within `kept`."""
        if await self.sent_mails.count_answers(about) == 0:
            await self._send_answer(
                inbound, to, text, self.sent_mails.make_answer_count(about, 1, kept), is_taken=is_taken
            )
        elif not is_taken:
            await self.register.keep_id(inbound)

    async def say_at_most(
        self,
        inbound: InboundMail,
        to: VerifiedSender,
        about: str,
        text: str,
        *,
        page: str = "",
        most: int = MOST_TOLD,
        answers: TokenReference | None = None,
        kept: timedelta = KEPT,
    ) -> None:
        """Send one of at most `most` sentences about `about`; they are counted for `kept` after the last one. `page` is the path of the page that the last one names."""
        times = await self.sent_mails.count_answers(about) + 1
        if times > most:
            await self.register.keep_id(inbound)
            return
        closing = LAST.format(f"{self.gateway.origin}{page}")
        whole = text if times < most else f"{text} {closing}"
        count = self.sent_mails.make_answer_count(about, times, kept)
        await self._send_answer(inbound, to, whole, count, answers)

    async def _send_answer(
        self,
        inbound: InboundMail,
        to: VerifiedSender,
        text: str,
        count: ChannelEntry,
        answers: TokenReference | None = None,
        *,
        is_taken: bool = False,
    ) -> None:
        """Send the sentence. An error other than Unavailable is only logged and changes no decision. Raises Unavailable.

        `answers`: the token that a reply to this sentence answers as well.
        """
        mail, agent = inbound.mail, self.agents.get(inbound.bot, self.agent)
        about, judged = (*mail.references, mail.message_id), None if is_taken else self.register.note_judged(inbound)
        try:
            await self.notifier.send_note(
                to.address, agent, text, about, mail.subject, answers, also=(count,), judged=judged
            )
        except Unavailable:
            raise
        except CountersignError as error:
            log.warning("sentence not sent", to=to.address, error=str(error))
            if not is_taken:
                await self.register.keep_id(inbound)
