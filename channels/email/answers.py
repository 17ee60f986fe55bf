"""Sentences to whoever wrote, where it is proved who that is: a few about one thing, the last of which says that it is the last."""

from collections.abc import Mapping

import structlog

from bot.core.errors import CountersignError
from bot.core.ports import House
from channels.email.bindings import Bindings
from channels.email.inbound import InboundMail
from channels.email.letters import Letters
from channels.email.proof import Verified
from channels.email.tokens import Named

log = structlog.get_logger()

MOST_TOLD = 4
"""So many sentences about one thing go to one address: what it is, if it writes on, is no person."""
LAST = "This is my last answer about this: what you write on about it is not answered any more. Look here how it stands: {0}"


class WriterAnswers:
    """Answers mails of proved senders. `agents` are the agents by their own address, `agent` answers at the others."""

    def __init__(
        self, house: House, letters: Letters, bindings: Bindings, agents: Mapping[str, str], agent: str
    ) -> None:
        self.house, self.letters, self.bindings, self.agents, self.agent = house, letters, bindings, agents, agent

    async def say_once(self, arrived: InboundMail, to: Verified, about: str, text: str) -> None:
        """A sentence that says all there is to say about this."""
        if await self.bindings.asked_back(about) <= 1:
            await self.send(arrived, to, text)

    async def say(
        self,
        arrived: InboundMail,
        to: Verified,
        about: str,
        text: str,
        *,
        page: str = "",
        most: int = MOST_TOLD,
        answers: Named | None = None,
    ) -> None:
        """One of at most `most` sentences about this. `page` is the path of where to look, by default the inbox."""
        times = await self.bindings.asked_back(about)
        if times > most:
            return
        closing = LAST.format(f"{self.house.origin}{page}")
        await self.send(arrived, to, text if times < most else f"{text} {closing}", answers)

    async def send(self, arrived: InboundMail, to: Verified, text: str, answers: Named | None = None) -> None:
        """What cannot be kept is only logged: what the mail was about stands as it did.

        `answers`: the token that a reply to this sentence answers, too.
        """
        mail, agent = arrived.mail, self.agents.get(arrived.bot, self.agent)
        try:
            await self.letters.note(to.address, agent, text, (*mail.references, mail.message_id), mail.subject, answers)
        except CountersignError as error:
            log.warning("sentence not sent", to=to.address, error=str(error))
