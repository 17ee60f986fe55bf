"""Sentences to whoever wrote, where it is proved who that is: a few about one thing, the last of which says that it is the last."""

from collections.abc import Mapping

import structlog

from bot.core.errors import CountersignError, Unavailable
from bot.core.messages import VaultEntry
from bot.core.ports import ChannelGateway
from channels.email.inbound.authentication.proof import VerifiedSender
from channels.email.inbound.inbound_mail import InboundMail, MailRegister
from channels.email.outbound.notifier import EmailNotifier
from channels.email.reply_tokens import TokenReference
from channels.email.token_store import TokenStore, read_answer_count

log = structlog.get_logger()

MOST_TOLD = 4
"""So many sentences about one thing go to one address: what it is, if it writes on, is no person."""
LAST = "This is my last answer about this: what you write on about it is not answered any more. Look here how it stands: {0}"


class WriterAnswers:
    """Answers mails of proved senders. `agents` are the agents by their own address, `agent` answers at the others.

    Each sentence is kept in one transaction with its count and with the mail's id (`MailRegister`), which is kept in any case; but for a
    mail that `is_taken`, whose id stands already.
    """

    def __init__(
        self,
        gateway: ChannelGateway,
        notifier: EmailNotifier,
        bindings: TokenStore,
        register: MailRegister,
        agents: Mapping[str, str],
        agent: str,
    ) -> None:
        self.gateway, self.notifier, self.bindings, self.register = gateway, notifier, bindings, register
        self.agents, self.agent = agents, agent

    async def say_once(
        self, arrived: InboundMail, to: VerifiedSender, about: str, text: str, *, is_taken: bool = False
    ) -> None:
        """A sentence that says all there is to say about this."""
        if await self.bindings.count_answers(about) == 0:
            await self._send_answer(arrived, to, text, read_answer_count(about, 1), is_taken=is_taken)
        elif not is_taken:
            await self.register.keep_id(arrived)

    async def say_at_most(
        self,
        arrived: InboundMail,
        to: VerifiedSender,
        about: str,
        text: str,
        *,
        page: str = "",
        most: int = MOST_TOLD,
        answers: TokenReference | None = None,
    ) -> None:
        """One of at most `most` sentences about this. `page` is the path of where to look, by default the inbox."""
        times = await self.bindings.count_answers(about) + 1
        if times > most:
            await self.register.keep_id(arrived)
            return
        closing = LAST.format(f"{self.gateway.origin}{page}")
        whole = text if times < most else f"{text} {closing}"
        await self._send_answer(arrived, to, whole, read_answer_count(about, times), answers)

    async def _send_answer(
        self,
        arrived: InboundMail,
        to: VerifiedSender,
        text: str,
        count: VaultEntry,
        answers: TokenReference | None = None,
        *,
        is_taken: bool = False,
    ) -> None:
        """What cannot be kept is only logged: what the mail was about stands as it did. Raises Unavailable.

        `answers`: the token that a reply to this sentence answers, too.
        """
        mail, agent = arrived.mail, self.agents.get(arrived.bot, self.agent)
        about, judged = (*mail.references, mail.message_id), None if is_taken else self.register.note_judged(arrived)
        try:
            await self.notifier.send_note(
                to.address, agent, text, about, mail.subject, answers, also=(count,), judged=judged
            )
        except Unavailable:
            raise
        except CountersignError as error:
            log.warning("sentence not sent", to=to.address, error=str(error))
            if not is_taken:
                await self.register.keep_id(arrived)
