"""How an approved call ended, in Slack: the card is rewritten, a failure is no green Approved, and its approvers are told."""

import asyncio
from functools import partial
from pathlib import Path

import pytest

from bot.core.agent import Agent, OutcomeUnsure, ToolContext
from bot.core.errors import OutcomeUnclear, ToolError
from slack_double.messages import SlackMessage
from tests.channels.slack.slack_workspace import SlackFixture, slack_platform
from tests.engine.failing_tools import says
from tests.platform_fixture import OutsideLedger, PushStep, agent, choose

PUSH = (choose("push", tag="v1"), choose("wait", seconds=9, why="x"))


class SlowAgent:
    """An agent whose push ends at the time and with the result that the test sets."""

    def __init__(self) -> None:
        self.began, self.ends = asyncio.Event(), asyncio.Event()
        self.fault: Exception | None = None

    def __call__(self, ledger: OutsideLedger) -> Agent:
        async def push(step: PushStep, at: ToolContext) -> str:
            self.began.set()
            await self.ends.wait()
            if self.fault is not None:
                raise self.fault
            return f"{step.tag} is there."

        return agent(ledger, run=push, probe=lambda step, at: says(OutcomeUnsure("The remote is down.")))


def header(card: SlackMessage) -> str:
    return str(next(block["text"]["text"] for block in card.blocks if block["type"] == "header"))


def direct(here: SlackFixture, who: str) -> list[str]:
    """The direct and ephemeral messages of the app to this person."""
    return here.texts(here.app.direct(here.user(who)))


@pytest.mark.parametrize(
    ("fault", "title", "text", "told"),
    [
        (None, "✅ Approved, done: push", "✅ Approved by Olive · done", ""),
        (
            ToolError("The remote <!channel> said no."),
            "❌ Approved, failed: push",
            "❌ Approved by Olive · failed",
            "failed",
        ),
        (
            OutcomeUnclear("The line was cut."),
            "❓ Approved, outcome not known: push",
            "❓ Approved by Olive · outcome not known",
            "Nobody knows whether",
        ),
    ],
    ids=["done", "failed", "unknown"],
)
async def test_web5_the_card_follows_the_call(
    tmp_path: Path, fault: Exception | None, title: str, text: str, told: str
) -> None:
    slow = SlowAgent()
    slow.fault = fault
    async with slack_platform(tmp_path, *PUSH, agents=slow) as here:
        await here.ask("sam", "push v1")
        card = await here.card()
        await here.app.click(here.user("olive"), card, "Approve")
        await slow.began.wait()
        await here.until(lambda: header(card) == "⏳ Approved, running: push")
        assert "⏳ Approved by Olive · running" in card.text
        assert card.buttons() == []
        slow.ends.set()
        await here.until(lambda: header(card) == title)
        assert text in card.text
        assert (str(fault) if fault else "v1 is there.") in str(card.blocks)
        assert "<!channel>" not in card.text, "escaped"
        if not told:
            await here.until(lambda: "Slept" in here.types())
            assert direct(here, "olive") == direct(here, "sam") == []
        else:
            for who in ("olive", "sam"):
                await here.until(partial(direct, here, who))
                (said,) = direct(here, who)
                assert told in said
                assert "push" in said
                assert "<!channel>" not in said
            assert direct(here, "max") == []
        assert here.slack.complaints == []


async def test_out3_the_card_of_a_cancelled_thread_still_learns_how_it_ended(tmp_path: Path) -> None:
    slow = SlowAgent()
    async with slack_platform(tmp_path, *PUSH, agents=slow) as here:
        await here.ask("sam", "push v1")
        card = await here.card()
        await here.app.click(here.user("olive"), card, "Approve")
        await slow.began.wait()
        await here.platform.cancel(here.thread_ids()[-1], by="max")
        slow.ends.set()
        await here.until(lambda: header(card) == "✅ Approved, done: push")
        for who in ("olive", "sam"):
            await here.until(partial(direct, here, who))
            (said,) = direct(here, who)
            assert "v1 is there." in said
            assert "cancelled" in said


async def test_web5_home_shows_how_it_went_without_being_opened_again(tmp_path: Path) -> None:
    slow = SlowAgent()
    slow.fault = ToolError("The remote said no.")
    async with slack_platform(tmp_path, *PUSH, agents=slow) as here:
        await here.app.open_home(here.user("olive"))
        await here.ask("sam", "push v1")
        card = await here.card()
        await here.app.click(here.user("olive"), card, "Approve")
        await slow.began.wait()

        def home() -> str:
            view = here.slack.home(here.user("olive"))
            return str(view.blocks) if view else ""

        await here.until(lambda: "Approved by Olive · running" in home())
        slow.ends.set()
        await here.until(lambda: "❌ Approved by Olive · failed" in home())
        assert "The remote said no." in home()
