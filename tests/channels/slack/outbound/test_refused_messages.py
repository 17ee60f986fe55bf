"""Slack refuses a message or its change: the text stays readable, and no settled request is left looking open (SL2, SL4)."""

from pathlib import Path

import pytest

from channels.slack.views.markdown import render_messages
from channels.slack.views.plain_text_for_refused_blocks import make_plain_lines
from tests.channels.slack.inbound.test_acknowledgements import PUSH
from tests.channels.slack.slack_workspace import slack_platform
from tests.platform_fixture import choose

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


MARKDOWN = "# Released\n\n| tag | commit |\n| --- | --- |\n| v1 | c0ffee |\n\n- one\n- two <!channel>\n\n[Log](https://log.example/1)"


async def test_sl4_the_words_of_an_agent_whose_blocks_are_refused_are_all_there(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, choose("done", message=MARKDOWN)) as here:
        here.slack.fault("error", "chat.postMessage", code="invalid_blocks")
        await here.ask()
        said = await here.until(lambda: next(iter(here.ours(here.channel())), None))
        for words in (
            "Released",
            "tag | commit\nv1 | c0ffee",
            "• one\n• two &lt;!channel&gt;",
            "https://log.example/1",
        ):
            assert words in said.text
        assert "inbox" not in said.text


def test_sl4_no_later_part_of_a_long_answer_is_lost_with_its_blocks() -> None:
    pages = render_messages("\n\n".join(f"Paragraph {number}. {'word ' * 200}" for number in range(40)))
    assert len(pages) > 1
    assert all(f"Paragraph {number}." in "\n".join(map(make_plain_lines, pages)) for number in range(40))
