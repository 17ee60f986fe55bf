"""Mail: the rights to begin a conversation with an agent and to write in one, by the agent's lists."""

from pathlib import Path

import pytest

from bot.core import events as e
from bot.core.access.access_lists import AccessList, AgentAccess
from bot.core.agent import Agent
from tests.channels.email.mail_world import body, correspondence
from tests.platform_fixture import OutsideLedger, agent, choose
from tests.servers.mail import Servers

pytestmark = pytest.mark.usefixtures("trusted")

ASKS = choose("reply", message="Which tag?")
WAIT = choose("reply", message="I wait.")
STARTED_BY_SAM = AgentAccess(starters=AccessList(people=("sam",)))
SPOKEN_BY_SAM = AgentAccess(speakers=AccessList(roles=("requester",)))


async def test_see1_a_known_person_who_is_no_starter_begins_no_conversation_and_hears_so(
    mail: Servers, tmp_path: Path
) -> None:
    def closed(ledger: OutsideLedger) -> Agent:
        return agent(ledger, access=STARTED_BY_SAM)

    async with correspondence(mail, tmp_path, ASKS, agents=closed) as here:
        await here.writes("max", "push it")
        told = await here.mail("max", "may not start this agent")
        assert "Max may not start this agent. Who may: Sam. Your mail was not taken." in " ".join(body(told).split())
        assert (await here.noted("mail not allowed")).detail.startswith(here.people["max"].address)
        assert here.thread_ids() == []
        await here.writes("sam", "push it")
        await here.mail("sam", "Which tag?")
        assert len(here.thread_ids()) == 1


async def test_see1_who_may_not_speak_in_a_conversation_writes_nothing_into_it(mail: Servers, tmp_path: Path) -> None:
    def closed(ledger: OutsideLedger) -> Agent:
        return agent(ledger, access=SPOKEN_BY_SAM)

    async with correspondence(mail, tmp_path, ASKS, WAIT, agents=closed) as here:
        await here.writes("sam", "push it")
        said = await here.mail("sam", "Which tag?")
        await here.replies("max", said, "v1, and at once")
        told = await here.mail("max", "may not write in this thread")
        assert "Who may: who asked." in body(told)
        texts = [event.text for event in here.log() if isinstance(event, e.MessageReceived)]
        assert not [text for text in texts if "at once" in text]
        await here.replies("sam", said, "v2")
        await here.mail("sam", "I wait.")
        texts = [event.text for event in here.log() if isinstance(event, e.MessageReceived)]
        assert len(texts) == 2
        assert "v2" in texts[-1]


async def test_see1_an_address_that_is_nobodys_hears_no_names(mail: Servers, tmp_path: Path) -> None:
    def closed(ledger: OutsideLedger) -> Agent:
        return agent(ledger, access=STARTED_BY_SAM)

    people = {name: mail.fresh() for name in ("sam", "olive", "max")}
    options = {"allow": ["example.test"]}
    async with correspondence(mail, tmp_path, ASKS, agents=closed, people=people, options=options) as here:
        here.people = {**people, "guest": mail.fresh()}
        await here.writes("guest", "push it")
        told = await here.mail("guest", "may not start this agent")
        assert "Who may" not in body(told)
        assert here.thread_ids() == []
