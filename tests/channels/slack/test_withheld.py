"""A request that Slack does not show whole is not approved in Slack, by any payload (gate5)."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.core.agent import Agent
from bot.core.events import CallFact, StepRefused
from bot.core.people import ApproverClause
from bot.core.policy import Policy
from tests.channels.slack.hostile_requests import decide_in_the_inbox, press, value_of
from tests.channels.slack.slack_workspace import Transport, slack_platform
from tests.platform_fixture import OutsideLedger, PushStep, agent, choose

TRANSPORTS: list[Transport] = ["http", "socket"]
SECRET = "ghp_0123456789abcdefABCDEF"
FINE = choose("done", message="It is out.")


def telling(*told: CallFact, **policy: Any) -> Callable[[OutsideLedger], Agent]:
    async def facts(step: PushStep) -> tuple[CallFact, ...]:
        return told

    def build(ledger: OutsideLedger) -> Agent:
        usual = agent(ledger, policy=Policy(approvers=(ApproverClause(groups=("managers",)),), edits=True, **policy))
        return replace(usual, tools=tuple(replace(tool, facts=facts) if tool.writes else tool for tool in usual.tools))

    return build


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_gate5_a_secret_in_the_label_of_a_fact_takes_approve_away(tmp_path: Path, transport: Transport) -> None:
    agents = telling(CallFact(label=f"Runner {SECRET}", lines=("fine",)))
    async with slack_platform(tmp_path, choose("push", tag="v1"), FINE, agents=agents, transport=transport) as here:
        await here.ask()
        card = await here.card()
        assert [button["text"]["text"] for button in card.buttons()] == ["Reject…"]
        assert "The label of a fact holds a secret" in str(card.blocks)
        await press(here, here.user("olive"), card, value_of(card, "Reject…"))
        said = await here.told("olive", "The label of a fact holds a secret")
        assert "ghp_" not in said + card.text + str(card.blocks)
        assert (here.decisions(), here.ledger.lines) == ([], [])
        await here.app.click(here.user("olive"), card, "Reject…")
        await here.modal("olive")
        await here.app.submit(here.user("olive"), values={"reason": {"countersign.input": "It shows a token."}})
        await here.until(lambda: here.decisions())
        assert here.slack.complaints == []


async def test_gate5_a_call_with_a_secret_in_an_argument_comes_to_no_card(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, choose("push", tag=SECRET), FINE, agents=telling()) as here:
        await here.ask()
        await here.until(lambda: "It is out." in here.texts())
        (refused,) = [event for event in here.log() if isinstance(event, StepRefused)]
        assert "tag holds what looks like a secret (GitHub token)" in refused.reason
        assert "ApprovalAsked" not in here.types()
        assert here.ledger.lines == []


@pytest.mark.parametrize("irreversible", [False, True])
async def test_gate5_a_hidden_value_is_approved_in_the_inbox_and_not_in_slack(
    tmp_path: Path, irreversible: bool
) -> None:
    agents = telling(CallFact(label="Env", lines=(SECRET,)), irreversible=irreversible)
    async with slack_platform(tmp_path, choose("push", tag="v1"), FINE, agents=agents) as here:
        await here.ask()
        card = await here.card()
        assert [button["text"]["text"] for button in card.buttons()] == ["Read it whole and decide", "Reject…"]
        for action in ("countersign.approve", "countersign.edit"):
            await press(here, here.user("olive"), card, value_of(card, "Reject…"), action)
        if not irreversible:
            await here.told("olive", "It cannot be approved in Slack")
        await here.until(lambda: here.slack.modals(here.user("olive")))
        shown = [str(view.content) for view in here.slack.modals(here.user("olive"))]
        assert not any("submit" in view.content for view in here.slack.modals(here.user("olive")))
        assert "ghp_" not in "".join([*shown, *here.sentences("olive"), card.text, str(card.blocks)])
        assert (here.decisions(), here.ledger.lines) == ([], [])
        if not irreversible:
            await decide_in_the_inbox(here, await here.request(), "olive")
            await here.until(lambda: here.ledger.lines)
