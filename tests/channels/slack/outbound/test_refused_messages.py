"""Slack refuses a message or its change: the text stays readable, and no settled request is left looking open (SL2, SL4)."""

from pathlib import Path

import pytest

from tests.channels.slack.inbound.test_acknowledgements import PUSH
from tests.channels.slack.slack_workspace import slack_platform

CONTENT = ("msg_too_long", "block_mismatch")
"""Slack's codes for the content of a message, beside those for its blocks."""


@pytest.mark.parametrize("code", CONTENT)
async def test_sl4_a_message_whose_content_is_refused_is_sent_and_changed_as_its_text(
    tmp_path: Path, code: str
) -> None:
    async with slack_platform(tmp_path, *PUSH) as here:
        here.slack.fault("error", "chat.postMessage", code=code)
        here.slack.fault("error", "chat.update", code=code)
        await here.ask()
        card = await here.until(lambda: next(iter(here.ours(here.channel())), None))
        assert ("did not take this card" in card.text, card.buttons()) == (True, [])
        await here.app.open_home(here.user("olive"))
        view = await here.until(lambda: here.slack.home(here.user("olive")))
        await here.app.click(here.user("olive"), view, "Approve")
        await here.until(lambda: "Approved by Olive" in card.text)


@pytest.mark.parametrize("code", ["cant_update_message", "edit_window_closed", CONTENT[0]])
async def test_sl2_a_card_that_cannot_be_changed_any_more_gets_its_end_below_it(tmp_path: Path, code: str) -> None:
    async with slack_platform(tmp_path, *PUSH) as here:
        root = await here.ask()
        card = await here.card()
        here.slack.fault("error", "chat.update", code=code, times=None)
        await here.app.click(here.user("olive"), card, "Approve")
        end = await here.until(
            lambda: next((m for m in here.ours(here.channel()) if "Approved by Olive" in m.text), None)
        )
        assert (end.thread_ts, end.buttons(), card.buttons() != []) == (root.ts, [], True)
        await here.app.click(here.user("max"), card, "Approve")
        await here.told("max", "already approved")
        assert len(here.decisions()) == 1
