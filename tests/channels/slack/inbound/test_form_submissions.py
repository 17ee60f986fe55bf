"""The dialog of a sent form shows the outcome once, the same for each copy of it, also after a kill (SL7)."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.core.people import ApproverClause
from bot.core.policy import Policy
from channels.slack.inbound.click_handler import LEFT
from channels.slack.inbound.payload_store import PAYLOADS
from slack_double import SlackDouble
from slack_double.messages import View
from tests.channels.slack.hostile_requests import decide_in_the_inbox, resend, settled
from tests.channels.slack.inbound.test_acknowledgements import INPUT, PUSH, held
from tests.channels.slack.slack_workspace import SlackFixture, slack_platform, workspace
from tests.platform_fixture import OutsideLedger, agent

EDITED: dict[str, Any] = {"field.tag": {INPUT: "v1.1"}}


def editable(ledger: OutsideLedger) -> Any:
    return agent(ledger, policy=Policy(approvers=(ApproverClause(groups=("managers",)),), edits="by_editor"))


async def open_form(here: SlackFixture, button: str) -> View:
    await here.ask()
    await here.app.click(here.user("olive"), await here.card(), button)
    return await here.modal("olive")


def says(view: View, *words: str) -> bool:
    return all(word in json.dumps(view.content, ensure_ascii=False) for word in words)


async def test_sl7_an_edit_sent_after_the_request_was_settled_says_by_whom(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, *PUSH, agents=editable) as here:
        view = await open_form(here, "Edit & approve…")
        await decide_in_the_inbox(here, await here.request(), "max")
        await here.until(lambda: settled(here))
        sent = await here.app.submit(here.user("olive"), view, EDITED)
        shown = sent.body if isinstance(sent.body, str) else json.dumps(sent.body)
        assert "Max" in shown
        assert "no arguments to edit" not in shown


async def test_sl7_a_copy_of_a_sent_form_leaves_the_success_where_it_stands(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, *PUSH, agents=editable) as here:
        view = await open_form(here, "Edit & approve…")
        sent = await here.app.submit(here.user("olive"), view, EDITED)
        await here.until(lambda: says(view, "✅"))
        again = await resend(here, sent)
        assert "✅" in json.dumps(json.loads(again.body), ensure_ascii=False)
        await here.quiet()
        assert says(view, "✅")
        assert "already" not in json.dumps(view.content)
        assert len(here.decisions()) == 1


async def test_sl7_copies_that_come_at_once_end_in_the_success_of_the_first(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, *PUSH, agents=editable) as here:
        view = await open_form(here, "Edit & approve…")
        async with held(here, "users.info") as silence:
            sent = await here.app.submit(here.user("olive"), view, EDITED)
            await here.until(lambda: silence.struck)
            await resend(here, sent)
        await here.until(lambda: says(view, "✅"))
        await here.quiet()
        assert says(view, "✅")
        assert len(here.decisions()) == 1


async def test_sl7_who_closed_the_dialog_is_told_that_somebody_else_was_first(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, *PUSH, agents=editable) as here:
        view = await open_form(here, "Reject…")
        async with held(here, "users.info") as silence:
            await here.app.submit(here.user("olive"), view, {"reason": {INPUT: "too late today"}})
            await here.until(lambda: silence.struck)
            await here.app.close(here.user("olive"), all_of_them=True)
            await decide_in_the_inbox(here, await here.request(), "max")
        assert "Max" in await here.told("olive", "Max")


async def test_sl7_a_dialog_whose_process_ended_before_it_was_told_hears_it_from_the_next(tmp_path: Path) -> None:
    async with SlackDouble() as slack:
        workspace(slack)
        async with slack_platform(tmp_path, PUSH[0], slack=slack, agents=editable) as here:
            view = await open_form(here, "Edit & approve…")
            fault = slack.fault("hold", "views.update", times=None)
            await here.app.submit(here.user("olive"), view, EDITED)
            await here.until(lambda: settled(here))
            await here.until(lambda: fault.struck)
            assert len(await here.platform.vault.list_keys(PAYLOADS)) == 1
        fault.is_released = True
        slack.faults.plans.clear()
        async with slack_platform(tmp_path, PUSH[1], slack=slack, agents=editable) as here:
            await here.until(lambda: says(view, LEFT[2:30]))
            assert len(here.decisions()) == 1
            await here.quiet()
            assert await here.platform.vault.list_keys(PAYLOADS) == []


@pytest.mark.parametrize("is_form", [True, False], ids=["form", "button"])
async def test_sl7_a_refusal_whose_process_ended_before_it_was_told_is_told_by_the_next(
    tmp_path: Path, is_form: bool
) -> None:
    async with SlackDouble() as slack:
        workspace(slack)
        async with slack_platform(tmp_path, *PUSH, slack=slack, agents=editable) as here:
            olive = here.user("olive")
            if is_form:
                view = await open_form(here, "Edit & approve…")
            else:
                await here.ask()
            fault = slack.fault("hold", "views.update" if is_form else "response_url", times=None)
            async with held(here, "users.info") as silence:
                press = here.app.submit(olive, view, EDITED) if is_form else None
                await (press or here.app.click(olive, await here.card(), "Approve"))
                await here.until(lambda: silence.struck)
                await decide_in_the_inbox(here, await here.request(), "max")
                await here.until(lambda: settled(here))
            await here.until(lambda: fault.struck)
            assert len(await here.platform.vault.list_keys(PAYLOADS)) == 1
        fault.is_released = True
        slack.faults.plans.clear()
        async with slack_platform(tmp_path, slack=slack, agents=editable) as here:
            if is_form:
                await here.until(lambda: says(view, "Max"))
            else:
                assert "Max" in await here.told("olive", "Max")
            assert [each.person for each in here.decisions()] == ["max"]
            await here.quiet()
            assert await here.platform.vault.list_keys(PAYLOADS) == []
