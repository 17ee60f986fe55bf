"""Slack Connect where our workspace belongs to an Enterprise: the payload tells no sister from an outsider, so Slack is asked (SL5)."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from channels.slack.inbound.identity import ASKING
from slack_double.workspace import User
from tests.channels.slack.hostile_requests import count
from tests.channels.slack.inbound.test_acknowledgements import PUSH, held
from tests.channels.slack.slack_workspace import SlackFixture, slack_platform

NOTHING_DONE = "I take instructions only from members"


@asynccontextmanager
async def organisation(folder: Path) -> AsyncIterator[SlackFixture]:
    """A workspace of the organisation E0ACME, with its platform."""
    async with slack_platform(folder, *PUSH) as here:
        here.team.enterprise_id = "E0ACME"
        yield here


def sister(here: SlackFixture) -> User:
    """Somebody of another workspace of the same organisation, in #ops."""
    team = here.slack.team("T0LABS", "Labs", enterprise_id="E0ACME")
    user = team.user("U0LEA", "Lea")
    here.channel().add(user)
    return user


async def test_sl5_an_outsider_of_an_enterprises_channel_starts_nothing_and_is_told_so(tmp_path: Path) -> None:
    async with organisation(tmp_path) as here:
        eve = here.slack.team("T0EVIL", "Evil").user("U0EVE", "Eve")
        here.channel().add(eve)
        await here.app.mention(eve, here.channel(), "push it")
        await here.until(lambda: any(NOTHING_DONE in m.text for m in here.slack.ephemerals(eve)))
        assert here.thread_ids() == []
        root = await here.ask()
        await here.card()
        await here.app.mention(eve, here.channel(), "push v666", root)
        await here.quiet()
        assert count(here, "MessageReceived") == 1


async def test_sl5_somebody_of_a_sister_workspace_is_heard(tmp_path: Path) -> None:
    async with organisation(tmp_path) as here:
        await here.app.mention(sister(here), here.channel(), "push it")
        await here.card()
        assert count(here, "MessageReceived") == 1


async def test_sl5_words_wait_until_slack_says_whose_they_are_and_are_acknowledged_at_once(tmp_path: Path) -> None:
    async with organisation(tmp_path) as here:
        async with held(here, "users.info") as silence:
            said = await here.app.mention(sister(here), here.channel(), "push it")
            assert all(delivery.ok and delivery.seconds < ASKING for delivery in said.deliveries)
            await here.until(lambda: silence.struck)
            assert here.thread_ids() == []
        await here.card()
