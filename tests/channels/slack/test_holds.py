"""A hold as Slack shows it: cards and Home are rewritten, a click on an old Approve decides nothing, resume brings it back."""

import asyncio
from pathlib import Path

import pytest

from slack_double.messages import SlackMessage
from tests.channels.slack.hostile_requests import settled
from tests.channels.slack.slack_workspace import SlackFixture, Transport, slack_platform
from tests.platform_fixture import choose

TRANSPORTS: list[Transport] = ["http", "socket"]
PUSH = (choose("push", tag="v1"), choose("done", message="v1 is out."))


def labels(card: SlackMessage) -> list[str]:
    return [str(button["text"]["text"]) for button in card.buttons()]


async def asked(here: SlackFixture) -> SlackMessage:
    await here.ask("sam")
    return await here.card()


async def home_of(here: SlackFixture, who: str, words: str, *, gone: bool = False) -> str:
    def shown() -> str:
        view = here.slack.home(here.user(who))
        text = str(view.blocks) if view is not None else ""
        return text if text and (words in text) is not gone else ""

    return str(await here.until(shown))


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_gate7_a_double_click_under_a_hold_decides_nothing(tmp_path: Path, transport: Transport) -> None:
    async with slack_platform(tmp_path, *PUSH, transport=transport) as here:
        card = await asked(here)
        assert "Approve" in labels(card)
        hold = await here.platform.place_hold("agent", "pusher", by="max", reason="the origin burns")
        clicks = [here.app.click(here.user("olive"), card, "Approve", version=0) for _ in range(2)]
        assert all(delivery.ok for delivery in await asyncio.gather(*clicks))
        await here.until(lambda: len(here.sentences("olive")) == 2)
        for text in here.sentences("olive"):
            assert "Paused by Max at" in text
            assert "the origin burns. It can be decided when it is resumed." in text
        assert (here.decisions(), settled(here), here.ledger.lines) == ([], [], [])
        await here.until(lambda: "Approve" not in labels(card))
        assert labels(card) == ["Reject…", "Details"]
        assert "Paused by Max at" in card.text
        await here.platform.lift_hold(hold.id, by="max")
        await here.until(lambda: "Approve" in labels(card))
        assert "Paused" not in card.text
        await here.app.click(here.user("olive"), card, "Approve")
        await here.until(lambda: here.ledger.lines)
        assert here.slack.complaints == []


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_gate7_a_paused_request_is_rejected_from_its_card(tmp_path: Path, transport: Transport) -> None:
    async with slack_platform(tmp_path, *PUSH, transport=transport) as here:
        card = await asked(here)
        await here.platform.place_hold("tool", "push", by="max")
        await here.until(lambda: labels(card) == ["Reject…", "Details"])
        await here.app.click(here.user("olive"), card, "Reject…")
        modal = await here.modal("olive")
        await here.app.submit(here.user("olive"), modal, {"reason": {"countersign.input": "not while it is paused"}})
        await here.until(lambda: "Rejected by Olive" in card.text)
        assert here.ledger.lines == []


async def test_gate7_home_and_the_list_say_who_paused_it(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, *PUSH) as here:
        for who in ("olive", "sam"):
            await here.app.open_home(here.user(who))
        await asked(here)
        await home_of(here, "olive", "countersign.approve")
        hold = await here.platform.place_hold("all", by="max", reason="the origin burns")
        for who in ("olive", "sam"):
            view = await home_of(here, who, "Paused by Max at")
            assert "the origin burns" in view
            assert "countersign.approve" not in view
        await here.platform.lift_hold(hold.id, by="max")
        assert "countersign.approve" in await home_of(here, "olive", "Paused by Max at", gone=True)


async def test_gate7_who_asks_a_paused_agent_in_slack_is_told(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, *PUSH) as here:
        await here.platform.place_hold("agent", "pusher", by="max", reason="lunch")
        await here.ask("sam")
        direct = await here.until(lambda: here.app.direct(here.user("sam")))
        await here.until(lambda: any("paused by Max at" in text for text in here.texts(direct)))
        assert any("lunch" in text for text in here.texts(direct))
