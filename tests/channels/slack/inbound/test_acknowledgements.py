"""Within its three seconds Slack gets an acknowledgement of a stored payload, before any other request is made (SL1)."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.core.agent import Agent, EffectDidNotHappen, ProbeResult, Tool, ToolContext
from bot.core.errors import ToolError
from bot.core.people import ApproverClause
from bot.core.policy import Policy
from channels.slack.inbound.click_handler import ClickHandler
from channels.slack.inbound.payload_store import PAYLOADS
from slack_double import SlackDouble
from slack_double.event_sender import EventDelivery
from slack_double.faults import PlannedFault
from slack_double.messages import SlackMessage
from tests.channels.slack.hostile_requests import count, settled
from tests.channels.slack.slack_workspace import SlackFixture, Transport, slack_platform, workspace
from tests.platform_fixture import OutsideLedger, PushStep, agent, choose

TRANSPORTS: list[Transport] = ["http", "socket"]
INPUT = "countersign.input"
PUSH = (choose("push", tag="v1"), choose("done", message="v1 is out."))
ASK = choose("ask_human", question="Shall I go on?", format="yes_no")
FINE = choose("done", message="Fine, then.")


class Remote:
    """A tool's server that answers its precondition when it is let, and may refuse then."""

    def __init__(self) -> None:
        self.may_answer = asyncio.Event()
        self.may_answer.set()
        self.refusal = ""
        self.asked: list[str] = []

    async def check(self, step: PushStep) -> None:
        self.asked.append(step.tag)
        await self.may_answer.wait()
        if self.refusal and step.tag != "v1":
            raise ToolError(self.refusal)

    def agent(self, **policy: Any) -> Callable[[OutsideLedger], Agent]:
        gate = Policy(approvers=(ApproverClause(groups=("managers",)),), **policy)

        def build(ledger: OutsideLedger) -> Agent:
            async def run(step: PushStep, at: ToolContext) -> str:
                ledger.write(f"{at.call} {step.tag}")
                return "Pushed."

            async def probe(step: PushStep, at: ToolContext) -> ProbeResult:
                return EffectDidNotHappen("It is not there.")

            tool = Tool(step=PushStep, run=run, writes=True, policy=gate, check=self.check, probe=probe)
            return agent(ledger, tools=(tool,))

        return build


class Order:
    """The order of events: `ack` when the last byte of an answer to Slack was sent, calls as they arrive."""

    def __init__(self, here: SlackFixture) -> None:
        self.here = here
        pages: Any = here.surface.pages
        handle = pages.router.app if hasattr(pages.router, "app") else pages.router

        async def noted(scope: Any, receive: Any, send: Any) -> None:
            async def sent(message: Any) -> None:
                await send(message)
                if message["type"] == "http.response.body" and not message.get("more_body"):
                    here.slack.begun.append("ack")

            await handle(scope, receive, sent)

        pages.middleware_stack = noted

    def of(self, act_began: int) -> list[str]:
        """The calls since then, without those that no click caused."""
        idle = ("assistant.", "agents.", "chat.update", "views.publish")
        return [name for name in self.here.slack.begun[act_began:] if not name.startswith(idle)]


@asynccontextmanager
async def held(here: SlackFixture, method: str) -> AsyncIterator[PlannedFault]:
    """Slack does not answer this method until the block ends."""
    fault = here.slack.fault("hold", method, times=None)
    try:
        yield fault
    finally:
        fault.is_released = True
        here.slack.faults.plans.remove(fault)


async def press_approve(here: SlackFixture, card: SlackMessage) -> EventDelivery:
    return await here.app.click(here.user("olive"), card, "Approve")


async def press_in_home(here: SlackFixture, card: SlackMessage) -> EventDelivery:
    view = here.slack.home(here.user("olive"))
    assert view is not None
    return await here.app.click(here.user("olive"), view, "Approve")


async def send_rejection(here: SlackFixture, card: SlackMessage) -> EventDelivery:
    return await here.app.submit(here.user("olive"), values={"reason": {INPUT: "Not before Monday."}})


async def send_edit(here: SlackFixture, card: SlackMessage) -> EventDelivery:
    return await here.app.submit(here.user("olive"), values={"field.tag": {INPUT: "v1.1"}})


ACTS: dict[str, tuple[str, Callable[[SlackFixture, SlackMessage], Awaitable[EventDelivery]]]] = {
    "a button": ("", press_approve),
    "a button in Home": ("home", press_in_home),
    "a reason": ("Reject…", send_rejection),
    "an edit": ("Edit & approve…", send_edit),
}


async def prepare(here: SlackFixture, card: SlackMessage, opened: str) -> None:
    if opened == "home":
        await here.app.open_home(here.user("olive"))
        await here.until(lambda: "countersign.approve" in str(here.slack.home(here.user("olive"))))
    elif opened:
        await here.app.click(here.user("olive"), card, opened)
        await here.modal("olive")


@pytest.mark.parametrize("transport", TRANSPORTS)
@pytest.mark.parametrize("act", ACTS)
async def test_sl1_slack_hears_that_it_was_heard_before_it_or_a_tool_is_asked_anything(
    tmp_path: Path, transport: Transport, act: str
) -> None:
    remote, (opened, do) = Remote(), ACTS[act]
    async with slack_platform(tmp_path, *PUSH, agents=remote.agent(edits=True), transport=transport) as here:
        order = Order(here)
        await here.ask()
        card = await here.card()
        await prepare(here, card, opened)
        await here.at_rest()
        asked, began = len(remote.asked), len(here.slack.begun)
        remote.may_answer.clear()
        async with held(here, "users.info") as silence:
            sent = await do(here, card)
            assert sent.ok
            assert (here.decisions(), settled(here), here.ledger.lines) == ([], [], [])
            await here.until(lambda: silence.struck)
            assert (len(remote.asked), here.decisions()) == (asked, []), "the account comes before the tool"
            assert len(await here.platform.vault.list_keys(PAYLOADS)) == 1
        if act == "an edit":
            await here.until(lambda: len(remote.asked) > asked)
            assert here.decisions() == [], "the tool is asked before anything is decided"
        remote.may_answer.set()
        await here.until(lambda: settled(here))
        if transport == "http":
            assert order.of(began)[:2] == ["ack", "users.info"]
        await here.until(lambda: (act == "a reason") or here.ledger.lines)
        assert len(here.decisions()) == 1
        await here.until(lambda: not card.buttons())
        await asyncio.sleep(0)
        assert here.slack.complaints == []
    assert sent.outcome == ("updated" if opened not in ("", "home") else "")


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_sl1_an_answer_is_acknowledged_before_slack_is_asked_who_it_is(
    tmp_path: Path, transport: Transport
) -> None:
    async with slack_platform(tmp_path, ASK, FINE, transport=transport) as here:
        root = await here.ask()
        card = await here.card()
        async with held(here, "users.info") as silence:
            sent = await here.app.click(here.user("olive"), card, "Yes")
            assert sent.ok
            await here.until(lambda: silence.struck)
            said = await here.app.say(here.user("max"), here.channel(), "wait for me", root)
            assert said.ok
            assert (here.decisions(), count(here, "MessageReceived")) == ([], 1)
        await here.until(lambda: here.decisions())
        await here.until(lambda: count(here, "MessageReceived") == 2)
        assert [answer.person for answer in here.decisions()] == ["olive"]


FORMS: dict[str, tuple[Any, dict[str, Any], str, dict[str, Any]]] = {
    "words": (choose("ask_human", question="Which tag?"), {}, "Answer…", {"answer": {INPUT: "v2"}}),
    "a typed word": (PUSH[0], {"irreversible": True, "typed": "tag"}, "Approve…", {"typed": {INPUT: "v1"}}),
}


@pytest.mark.parametrize("transport", TRANSPORTS)
@pytest.mark.parametrize("form", FORMS)
async def test_sl1_every_other_form_is_acknowledged_before_slack_is_asked_who_it_is(
    tmp_path: Path, transport: Transport, form: str
) -> None:
    step, policy, button, values = FORMS[form]
    async with slack_platform(tmp_path, step, FINE, agents=Remote().agent(**policy), transport=transport) as here:
        await here.ask()
        card = await here.card()
        await here.app.click(here.user("olive"), card, button)
        view = await here.modal("olive")
        async with held(here, "users.info") as silence:
            sent = await here.app.submit(here.user("olive"), view, values)
            assert (sent.outcome, "being checked" in str(view.content)) == ("updated", True)
            await here.until(lambda: silence.struck)
            assert here.decisions() == []
        await here.until(lambda: here.decisions())
        await here.until(lambda: "✅" in str(view.content))
        assert here.slack.complaints == []


async def test_sl1_a_payload_that_breaks_our_code_is_given_up_and_its_sender_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[Any] = []

    async def breaks(handler: ClickHandler, click: Any) -> Any:
        tries.append(click)
        raise ZeroDivisionError

    monkeypatch.setattr(ClickHandler, "judge_click", breaks)

    async with slack_platform(tmp_path, *PUSH) as here:
        await here.ask()
        card = await here.card()
        assert (await press_approve(here, card)).ok
        await here.told("olive", "Look at the card before you try it again")
        assert (len(tries), here.decisions(), await here.platform.vault.list_keys(PAYLOADS)) == (3, [], [])


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_sl1_a_form_opens_and_the_command_is_answered_while_slack_says_nothing_of_anybody(
    tmp_path: Path, transport: Transport
) -> None:
    remote = Remote()
    async with slack_platform(tmp_path, *PUSH, agents=remote.agent(edits=True), transport=transport) as here:
        await here.ask()
        card = await here.card()
        remote.may_answer.clear()
        asked = len(remote.asked)
        async with held(here, "users.info"):
            for button in ("Reject…", "Edit & approve…", "Details"):
                assert (await here.app.click(here.user("olive"), card, button)).ok
                await here.modal("olive")
                await here.app.close(here.user("olive"), all_of_them=True)
            command = await here.app.command(here.user("olive"), here.channel(), "/approvals")
            assert command.outcome == "shown"
            assert "1 request waits for you" in here.sentences("olive")[-1]
        assert len(remote.asked) == asked
        remote.may_answer.set()


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_sl1_what_the_tool_refuses_comes_back_in_the_same_form_with_all_that_was_typed(
    tmp_path: Path, transport: Transport
) -> None:
    remote = Remote()
    remote.refusal = "v9 is at origin already, on another commit."
    async with slack_platform(tmp_path, *PUSH, agents=remote.agent(edits=True), transport=transport) as here:
        await here.ask()
        card = await here.card()
        await here.app.click(here.user("olive"), card, "Edit & approve…")
        view = await here.modal("olive")
        typed = {"field.tag": {INPUT: "v9"}, "field.commit": {INPUT: "decade"}}
        sent = await here.app.submit(here.user("olive"), view, typed)
        assert sent.outcome == "updated"
        await here.until(lambda: "is at origin already" in str(view.content))
        initial = {
            block["block_id"]: block["element"].get("initial_value") for block in view.blocks if "element" in block
        }
        assert initial == {"field.tag": "v9", "field.commit": "decade"}
        assert (view.content["submit"]["text"], here.decisions(), here.ledger.lines) == ("Approve", [], [])
        sent = await here.app.submit(
            here.user("olive"), view, {"field.tag": {INPUT: "v1"}, "field.commit": {INPUT: "c0ffee"}}
        )
        assert sent.outcome == "updated"
        await here.until(lambda: here.ledger.lines)
        await here.until(lambda: "Approved" in str(view.content))
        assert here.slack.complaints == []


async def test_sl1_who_closed_the_form_meanwhile_is_told_beside_the_card(tmp_path: Path) -> None:
    remote = Remote()
    remote.refusal = "v9 is at origin already."
    async with slack_platform(tmp_path, *PUSH, agents=remote.agent(edits=True)) as here:
        await here.ask()
        card = await here.card()
        await here.app.click(here.user("olive"), card, "Edit & approve…")
        await here.modal("olive")
        remote.may_answer.clear()
        await here.app.submit(here.user("olive"), values={"field.tag": {INPUT: "v9"}})
        await here.app.close(here.user("olive"))
        remote.may_answer.set()
        await here.told("olive", "v9 is at origin already")
        assert here.decisions() == []


async def test_sl1_a_button_in_home_that_is_refused_late_is_told_in_a_direct_message(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, *PUSH) as here:
        await here.ask()
        card = await here.card()
        await prepare(here, card, "home")
        here.user("olive").guest = "multi"
        async with held(here, "users.info") as silence:
            assert (await press_in_home(here, card)).ok
            await here.until(lambda: silence.struck)
            here.slack.clock.skip(here.slack.trigger_seconds + 1)
        await here.until(
            lambda: any("guests decide nothing" in text for text in here.texts(here.app.direct(here.user("olive"))))
        )
        assert here.decisions() == []


@pytest.mark.parametrize("transport", TRANSPORTS)
@pytest.mark.parametrize("act", ["a button", "an edit", "a reason"])
async def test_sl1_what_was_acknowledged_and_not_judged_is_judged_once_by_the_next_process(
    tmp_path: Path, transport: Transport, act: str
) -> None:
    opened, do = ACTS[act]
    async with SlackDouble() as slack:
        workspace(slack)
        remote = Remote()
        async with slack_platform(
            tmp_path, PUSH[0], slack=slack, agents=remote.agent(edits=True), transport=transport
        ) as here:
            await here.ask()
            card = await here.card()
            await prepare(here, card, opened)
            silence = slack.fault("hold", "users.info", times=None)
            assert (await do(here, card)).ok
            await here.until(lambda: silence.struck)
            for task in here.surface.payloads._tasks:
                task.cancel()  # as a kill would
            assert len(await here.platform.vault.list_keys(PAYLOADS)) == 1
        slack.faults.clear()
        async with slack_platform(
            tmp_path, PUSH[1], slack=slack, agents=remote.agent(edits=True), transport=transport
        ) as here:
            await here.until(lambda: settled(here))
            await here.until(lambda: not card.buttons())
            assert (len(here.decisions()), len(settled(here))) == (1, 1)
            await here.until(lambda: act == "a reason" or here.ledger.lines)
            assert len(here.ledger.lines) == (0 if act == "a reason" else 1)
            async with asyncio.timeout(60):
                while await here.platform.vault.list_keys(PAYLOADS):
                    await asyncio.sleep(0.02)
        async with slack_platform(tmp_path, slack=slack, agents=remote.agent(edits=True), transport=transport) as here:
            await here.quiet()
            assert (len(here.decisions()), len(settled(here))) == (1, 1)
            assert not any("already" in text for text in here.sentences("olive"))


async def test_sl1_a_click_that_was_committed_before_the_process_died_is_not_told_to_have_failed(
    tmp_path: Path,
) -> None:
    async with SlackDouble() as slack:
        workspace(slack)
        async with slack_platform(tmp_path, PUSH[0], slack=slack) as here:
            await here.ask()
            card = await here.card()
            sent = await press_approve(here, card)
            await here.until(lambda: here.ledger.lines)
            await here.platform.vault.put(PAYLOADS, "0" * 16, json.dumps(["hand", sent.payload]).encode())
        async with slack_platform(tmp_path, PUSH[1], slack=slack) as here:
            async with asyncio.timeout(60):
                while await here.platform.vault.list_keys(PAYLOADS):
                    await asyncio.sleep(0.02)
            await here.quiet()
            assert (len(here.decisions()), len(here.ledger.lines), here.sentences("olive")) == (1, 1, [])
