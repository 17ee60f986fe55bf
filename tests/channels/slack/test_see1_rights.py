"""Slack: the channel's members read its messages; the whole request, Home, messages and stops need the right."""

from pathlib import Path

import pytest

from bot.core import events as e
from bot.core.access.access_lists import AccessList, AgentAccess
from bot.core.agent import Agent
from bot.core.people import PeopleDirectory, Person
from tests.channels.slack.slack_people import PEOPLE
from tests.channels.slack.slack_workspace import SlackFixture, Transport, slack_platform
from tests.platform_fixture import OutsideLedger, agent, choose

PUSH = choose("push", tag="v1")
WAIT = choose("reply", message="I wait.")
TRANSPORTS = ("http", "socket")
NEIGHBOURS = PeopleDirectory(
    people={
        **PEOPLE.people,
        "gail": Person(id="gail", name="Gail", groups=("neighbours",), accounts={"slack": "U0GAIL"}),
    }
)
OUTSIDERS = ("gail", "stranger")
"""Somebody of another team, whom the directory knows, and an account that it does not know."""


def count(here: SlackFixture, type: str) -> int:
    return here.types().count(type)


@pytest.mark.parametrize("transport", TRANSPORTS)
@pytest.mark.parametrize("who", OUTSIDERS)
async def test_see1_who_does_not_read_the_thread_sees_no_details_of_a_card_in_their_channel(
    tmp_path: Path, transport: Transport, who: str
) -> None:
    async with slack_platform(tmp_path, PUSH, transport=transport, directory=NEIGHBOURS) as here:
        here.user("gail").guest = ""
        await here.ask("sam")
        card = await here.card()
        assert (await here.app.click(here.user(who), card, "Details")).ok
        await here.told(who, "may not read this thread" if who == "gail" else "I do not know your Slack account")
        assert here.slack.modals(here.user(who)) == []
        for reader in ("sam", "olive"):
            assert (await here.app.click(here.user(reader), card, "Details")).ok
            await here.modal(reader)


@pytest.mark.parametrize("transport", TRANSPORTS)
@pytest.mark.parametrize("who", OUTSIDERS)
async def test_see1_words_of_who_may_not_speak_are_not_taken_and_answered_when_they_name_the_agent(
    tmp_path: Path, transport: Transport, who: str
) -> None:
    async with slack_platform(tmp_path, PUSH, WAIT, transport=transport, directory=NEIGHBOURS) as here:
        root = await here.ask("sam")
        await here.card()
        await here.app.mention(here.user(who), here.channel(), "withdraw it", root)
        told = await here.told(who, "may not write in this thread")
        assert ("Who may" in told) == (who == "gail")  # an account that is nobody here hears no names
        await here.app.say(here.user(who), here.channel(), "really, withdraw it", root)
        await here.quiet()
        assert (count(here, "MessageReceived"), len(here.sentences(who))) == (1, 1)
        assert (await here.request()).status == "pending"
        await here.app.say(here.user("olive"), here.channel(), "I look at it", root)
        await here.until(lambda: count(here, "MessageReceived") == 2)


@pytest.mark.parametrize("transport", TRANSPORTS)
@pytest.mark.parametrize("who", OUTSIDERS)
async def test_see1_who_may_not_operate_stops_nothing(tmp_path: Path, transport: Transport, who: str) -> None:
    async with slack_platform(tmp_path, PUSH, transport=transport, directory=NEIGHBOURS) as here:
        root = await here.ask("sam")
        await here.card()
        await here.app.stop(here.user(who), root)
        await here.told(who, "may not stop, resume, cancel or fork this thread")
        assert count(here, "Paused") == 0
        await here.app.stop(here.user("sam"), root)
        await here.until(lambda: count(here, "Paused") == 1)


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_see1_who_is_no_starter_opens_no_thread_in_a_channel_or_in_a_direct_message(
    tmp_path: Path, transport: Transport
) -> None:
    def closed(ledger: OutsideLedger) -> Agent:
        return agent(ledger, access=AgentAccess(starters=AccessList(people=("sam",))))

    async with slack_platform(tmp_path, PUSH, WAIT, transport=transport, directory=NEIGHBOURS, agents=closed) as here:
        for who in OUTSIDERS:
            await here.ask(who)
            await here.told(who, "may not start this agent")
        await here.app.dm(here.user("gail"), "push it")
        await here.until(lambda: len(here.sentences("gail")) == 2)
        assert here.thread_ids() == []
        await here.ask("sam")
        await here.card()
        assert len(here.thread_ids()) == 1


async def test_see1_home_and_the_command_list_nothing_foreign(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, PUSH, directory=NEIGHBOURS) as here:
        await here.ask("sam")
        await here.card()
        for who, words in {"gail": "Nothing waits", "olive": "1 request waits for you"}.items():
            await here.app.command(here.user(who), here.channel(), "/approvals")
            assert words in here.sentences(who)[-1]
            assert ("v1" in here.sentences(who)[-1]) is False


async def test_see1_a_person_who_is_asked_a_question_answers_it_whatever_the_lists(tmp_path: Path) -> None:
    def closed(ledger: OutsideLedger) -> Agent:
        nobody = AccessList()
        return agent(ledger, access=AgentAccess(readers=nobody, speakers=nobody, operators=nobody))

    asks = choose("ask_human", question="Which tag?", context="", format="free_text")
    async with slack_platform(tmp_path, asks, WAIT, agents=closed) as here:
        root = await here.ask("sam")
        await here.card()
        await here.app.say(here.user("sam"), here.channel(), "v7", root)
        await here.until(lambda: count(here, "QuestionSettled") == 1)
        answers = [event for event in here.log() if isinstance(event, e.Answered)]
        assert [(each.person, each.text) for each in answers] == [("sam", "v7")]
