"""A click is acknowledged before anything slow: no call to Slack is answered, and no tool has ended. No wall time decides.

Slack gives three seconds. Here the limits are longer than a loaded machine needs, and what must not come before the
acknowledgement does not end at all until the acknowledgements are there.
"""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.core.agent import Agent, ToolContext
from bot.core.people import PeopleDirectory, Person
from channels.slack.inbound import identity, payload_store
from slack_double import SlackDouble
from tests.channels.slack.hostile_requests import settled
from tests.channels.slack.slack_people import PEOPLE
from tests.channels.slack.slack_workspace import Transport, slack_platform, workspace
from tests.channels.slack.test_attacks_clicks import PUSH, TRANSPORTS, asked, released
from tests.platform_fixture import OutsideLedger, PushStep, agent

ACKNOWLEDGED = 20.0
"""Seconds for an acknowledgement: fewer than an unanswered call to Slack takes to fail (30)."""


@pytest.fixture(autouse=True)
def no_haste(monkeypatch: pytest.MonkeyPatch) -> None:
    """Storing a payload and an unanswered question about a person end later than the tests, and so does what is known of one."""
    monkeypatch.setattr(payload_store, "ACK_SECONDS", 600.0)
    monkeypatch.setattr(identity, "ASKING", 600.0)
    monkeypatch.setattr(identity, "FRESH", 600.0)


def held(until: asyncio.Event) -> Callable[[OutsideLedger], Agent]:
    """An agent whose tool is slow: its effect comes when the test says so."""

    def build(ledger: OutsideLedger) -> Agent:
        async def run(step: PushStep, at: ToolContext) -> str:
            await until.wait()
            ledger.write(f"{at.call} {step.tag} {step.commit}")
            return f"{step.tag} is pushed."

        return agent(ledger, run=run)

    return build


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_slk09_a_click_is_acknowledged_before_slack_answers_a_call_and_before_the_tool_has_run(
    tmp_path: Path, transport: Transport
) -> None:
    may_run = asyncio.Event()
    async with slack_platform(tmp_path, *PUSH, transport=transport, agents=held(may_run)) as here:
        card = await asked(here)
        await here.until(lambda: here.types()[-1] == "Delivered" and not here.slack.unanswered)
        answered, here.slack.ack_seconds = len(here.slack.calls()), ACKNOWLEDGED
        silence = here.slack.fault("hold", times=None)
        clicks = [here.app.click(here.user(id), card, "Approve", version=0) for id in ("olive", "max")]
        assert all(delivery.ok for delivery in await asyncio.gather(*clicks))
        await here.until(lambda: here.slack.unanswered)
        assert (len(here.slack.calls()), here.ledger.lines) == (answered, [])
        here.slack.faults.clear()
        silence.is_released = True
        await here.until(here.decisions)
        may_run.set()
        await released(here)
        assert here.slack.complaints == []


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_slk09_two_hundred_clicks_of_twenty_people_are_one_decision(tmp_path: Path, transport: Transport) -> None:
    people, may_run = [f"m{number}" for number in range(20)], asyncio.Event()
    known = {id: Person(id=id, name=id, groups=("managers",), accounts={"slack": f"U0{id.upper()}"}) for id in people}
    async with SlackDouble(ack_seconds=600.0) as slack:
        team, _ = workspace(slack)
        for id in people:
            team.channels["C0OPS"].add(team.user(f"U0{id.upper()}", id))
        directory = PeopleDirectory(people={**PEOPLE.people, **known})
        async with slack_platform(
            tmp_path, *PUSH, transport=transport, slack=slack, directory=directory, agents=held(may_run)
        ) as here:
            card = await asked(here)
            clicks = [here.app.click(here.user(id), card, "Approve", version=0) for id in people for _ in range(10)]
            deliveries = await asyncio.gather(*clicks)
            assert all(delivery.ok for delivery in deliveries)
            assert here.ledger.lines == [], "an acknowledgement waited for the tool"
            may_run.set()
            await released(here)
            assert (len(here.decisions()), len(settled(here)), len(here.ledger.lines)) == (1, 1, 1)
            winner = here.decisions()[0].person
            await here.until(lambda: sum(len(here.sentences(id)) for id in people) == 199)
            for id in people:
                assert len(here.sentences(id)) == (9 if id == winner else 10)
                assert all(f"already approved by {winner} at" in text for text in here.sentences(id))
            assert len(slack.calls("users.info")) < 100
            assert slack.complaints == []
