"""A click in the private list of /approvals shows its result there: nothing else rewrites a private message (SL2)."""

from pathlib import Path

import pytest

from slack_double.messages import SlackMessage
from tests.channels.slack.hostile_requests import decide_in_the_inbox
from tests.channels.slack.slack_workspace import SlackFixture, Transport, slack_platform
from tests.channels.slack.test_posted_cards import gated
from tests.platform_fixture import choose

TRANSPORTS: list[Transport] = ["http", "socket"]
PUSHES = (choose("push", tag="v1"), choose("push", tag="v2"))


async def list_two(here: SlackFixture) -> SlackMessage:
    """Two requests, and Olive's list of them in another channel."""
    for number in (1, 2):
        await here.ask("sam", f"push v{number}")
        await here.until(lambda n=number: sum(bool(m.buttons()) for m in here.ours(here.channel())) == n)  # type: ignore[misc]
    await here.app.command(here.user("olive"), here.channel("last-resort"), "/approvals", "list")
    return here.slack.ephemerals(here.user("olive"))[-1]


def values(message: SlackMessage) -> list[str]:
    return [b["value"] for b in message.buttons() if b["action_id"] == "countersign.approve"]


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_sl2_a_click_in_the_list_leaves_only_what_still_waits(tmp_path: Path, transport: Transport) -> None:
    async with slack_platform(tmp_path, *PUSHES, transport=transport) as here:
        listed = await list_two(here)
        first, second = values(listed)
        await press_first(here, listed)
        await here.until(lambda: "✅ Approved. The card shows how it goes." in listed.text)
        assert (values(listed), len(here.decisions())) == ([second], 1)
        assert "1 request waits for you" in listed.text
        request = await here.request()
        await decide_in_the_inbox(here, request, "max")
        await press_first(here, listed)
        await here.until(lambda: "already approved by Max" in listed.text)
        assert (values(listed), here.slack.complaints) == ([], [])
        assert first != second


async def press_first(here: SlackFixture, listed: SlackMessage) -> None:
    block = next(block for block in listed.blocks if block["type"] == "actions")
    await here.app.click(here.user("olive"), listed, f"{block['block_id']}/countersign.approve")


async def test_sl2_a_first_vote_in_the_list_says_that_others_must_vote_too(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, *PUSHES, agents=gated(2)) as here:
        listed = await list_two(here)
        await press_first(here, listed)
        await here.until(lambda: "Your word counts. It is not settled yet: 1 of 2" in listed.text)
        assert len(values(listed)) == 1, "the other one"
