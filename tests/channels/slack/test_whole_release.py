"""The story of a release through Slack, on both transports: asked, shown, approved by the right person, done once, said."""

from pathlib import Path

import pytest

from bot.core import events as e
from tests.channels.slack.slack_workspace import Transport, slack_platform
from tests.platform_fixture import choose

TRANSPORTS: list[Transport] = ["http", "socket"]
PUSH = (choose("push", words="All tests passed.", tag="v1"), choose("done", message="**v1** is out."))


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_a_person_asks_the_right_one_approves_it_runs_once_and_the_bot_says_so(
    tmp_path: Path, transport: Transport
) -> None:
    async with slack_platform(tmp_path, *PUSH, transport=transport) as here:
        root = await here.ask("sam", "push v1")
        card = await here.card()
        assert card.thread_ts == root.ts
        assert 'tag = "v1"' in card.text
        assert [button["text"]["text"] for button in card.buttons()] == ["Approve", "Reject…", "Details"]
        assert "<@U0OLIVE>" in str(card.blocks) or "U0OLIVE" in str(card.blocks)
        await here.app.click(here.user("olive"), card, "Approve")
        await here.until(lambda: any("v1" in text and "out" in text for text in here.texts()))
        assert here.ledger.lines == [f"{here.log()[3].call} v1 c0ffee"]  # type: ignore[attr-defined]
        assert card.buttons() == []
        assert "Approved by Olive" in card.text
        (answered,) = here.decisions()
        assert (answered.person, answered.door, answered.credential) == ("olive", "slack", "T0ACME/U0OLIVE")
        await here.until(lambda: here.types()[-1] == "Delivered")
        assert here.slack.complaints == []
        assert len(here.thread_ids()) == 1
        said = here.ours(here.channel())[-1]
        assert said.thread_ts == root.ts
        assert "*v1* is out." in said.text


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_a_rejection_has_a_reason_that_the_agent_hears(tmp_path: Path, transport: Transport) -> None:
    script = (choose("push", tag="v1"), choose("push", tag="v0"), choose("done", message="Fine."))
    async with slack_platform(tmp_path, *script, transport=transport) as here:
        await here.ask()
        card = await here.card()
        await here.app.click(here.user("olive"), card, "Reject…")
        view = await here.modal("olive")
        (reason,) = [block["block_id"] for block in view.blocks if block["type"] == "input"]
        sent = await here.app.submit(
            here.user("olive"), values={reason: {"countersign.input": "not that one, the one before"}}
        )
        assert sent.outcome == "updated"
        second = await here.until(lambda: next((m for m in here.ours(here.channel()) if 'tag = "v0"' in m.text), None))
        assert "❌ Rejected by Olive" in card.text
        assert second.buttons()
        settled = next(event for event in here.log() if isinstance(event, e.ApprovalSettled))
        assert (settled.verdict, settled.reason) == ("rejected", "not that one, the one before")
        assert here.slack.complaints == []
