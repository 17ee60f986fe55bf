"""The dialog of a call whose text must be typed opens while an earlier click of the same person is still judged (SL6)."""

from pathlib import Path
from typing import ClassVar

from bot.core.agent import Agent, EffectDidNotHappen, ProbeResult, Tool, ToolContext
from bot.core.people import ApproverClause
from bot.core.policy import Policy
from bot.core.steps import Step
from tests.channels.slack.inbound.test_acknowledgements import INPUT, held
from tests.channels.slack.slack_workspace import slack_platform
from tests.platform_fixture import OutsideLedger, PushStep, agent, choose

MANAGERS = (ApproverClause(groups=("managers",)),)


class Wipe(Step):
    """Wipe a tag."""

    intent: ClassVar[str] = "wipe"
    tag: str


def two_tools(ledger: OutsideLedger) -> Agent:
    """`push` is approved by a button, `wipe` by typing its tag."""

    async def run(step: PushStep | Wipe, at: ToolContext) -> str:
        ledger.write(f"{step.intent} {step.tag}")
        return "ok"

    async def probe(step: PushStep | Wipe, at: ToolContext) -> ProbeResult:
        return EffectDidNotHappen("no")

    push = Tool(step=PushStep, run=run, writes=True, policy=Policy(approvers=MANAGERS), probe=probe)
    typed = Policy(approvers=MANAGERS, irreversible=True, typed="tag")
    return agent(ledger, tools=(push, Tool(step=Wipe, run=run, writes=True, policy=typed, probe=probe)))


async def test_sl6_a_typed_approval_opens_while_an_earlier_click_is_judged(tmp_path: Path) -> None:
    script = (
        choose("push", tag="v1"),
        choose("wipe", tag="v2"),
        choose("done", message="a"),
        choose("done", message="b"),
    )
    async with slack_platform(tmp_path, *script, agents=two_tools) as here:
        await here.ask()
        first = await here.card()
        await here.ask(text="wipe it")
        second = await here.until(
            lambda: next((m for m in here.ours(here.channel()) if m.buttons() and m is not first), None)
        )
        async with held(here, "users.info") as silence:
            await here.app.click(here.user("olive"), first, "Approve")
            await here.until(lambda: silence.struck)
            await here.app.click(here.user("olive"), second, "Approve…")
            view = await here.until(lambda: next(iter(here.slack.modals(here.user("olive"))), None), seconds=2.5)
            assert (here.decisions(), here.ledger.lines) == ([], [])
        await here.app.submit(here.user("olive"), view, {"typed": {INPUT: "v2"}})
        await here.until(lambda: sorted(here.ledger.lines) == ["push v1", "wipe v2"])
