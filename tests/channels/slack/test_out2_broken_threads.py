"""A thread that does not verify, while people go on in Slack: each hears so once, and Slack is acknowledged at once."""

from functools import partial
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.core import events as e
from bot.core.threads.shaper_tracking import is_unknown
from tests.channels.slack.hostile_requests import count, resend
from tests.channels.slack.slack_workspace import SlackFixture, Transport, slack_platform
from tests.platform_fixture import choose
from tests.store.log_forgery import APPROVED, add_events, forge

TRANSPORTS: list[Transport] = ["http", "socket"]
PUSH = choose("push", tag="v1")
BROKEN = ("The record of this thread is not as it was written", "My operator has been told.")


@pytest.mark.parametrize("transport", TRANSPORTS)
@pytest.mark.parametrize("who", ["sam", "olive", "max"])
async def test_out2_a_message_into_a_broken_thread_is_answered_once(
    tmp_path: Path, transport: Transport, who: str
) -> None:
    async with slack_platform(tmp_path, PUSH, transport=transport) as here:
        root = await here.ask()
        await here.card()
        (thread,) = here.thread_ids()
        forge(tmp_path / "house.db", thread, add_events(*APPROVED))
        with capture_logs() as logged:
            said = await here.app.mention(here.user(who), here.channel(), "hurry up", root)
            assert said.ok
            assert [len(delivery.attempts) for delivery in said.deliveries] == [1, 1]
            assert thread not in await here.told(who, *BROKEN)
            for delivery in said.deliveries:
                assert (await resend(here, delivery, retry=1)).ok
            assert (await here.app.mention(here.user(who), here.channel(), "and now?", root)).ok
            await here.until(lambda: len(here.sentences(who)) == 2)
        assert [text for text in here.sentences(who) if not all(word in text for word in BROKEN)] == []
        assert [line for line in logged if line.get("exc_info")] == []
        assert here.slack.complaints == []
        assert here.ledger.lines == []


def has_told(here: SlackFixture, who: str, times: int) -> bool:
    return len(here.sentences(who)) == times


async def test_out2_every_other_act_on_a_broken_thread_is_answered(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, PUSH) as here:
        root = await here.ask()
        card = await here.card()
        await here.until(lambda: here.types()[-1] == "Delivered")
        (thread,) = here.thread_ids()
        forge(tmp_path / "house.db", thread, add_events(*APPROVED))
        for n, button in enumerate(("Approve", "Reject…", "Details"), 1):
            assert (await here.app.click(here.user("olive"), card, button)).ok
            await here.until(partial(has_told, here, "olive", n))
        await here.app.stop(here.user("max"), root)
        await here.told("max", *BROKEN)
        assert [text for text in here.sentences("olive") if not all(word in text for word in BROKEN)] == []
        assert here.slack.complaints == []
        assert here.ledger.lines == []


async def test_gate1_a_stranger_who_pauses_or_resumes_is_named_by_the_account(tmp_path: Path) -> None:
    """So that the rule about people outside the directory holds for them."""
    async with slack_platform(tmp_path, PUSH) as here:
        root = await here.ask("stranger")
        await here.card()
        stranger = here.user("stranger")
        await here.app.stop(stranger, root)
        await here.told("stranger", "paused")
        paused = next(m for m in here.slack.ephemerals(stranger) if m.buttons())
        await here.app.click(stranger, paused, "Resume")
        await here.until(lambda: count(here, "Resumed"))
        acts = [event.by for event in here.log() if isinstance(event, e.Paused | e.Resumed)]
        assert acts == ["slack:T0ACME/U0STRANGER"] * 2
        assert is_unknown(acts[0])
