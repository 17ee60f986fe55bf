"""PRT2: a click that was judged counts once, its sender hears why it did not count, and what it did is not told as refused."""

from pathlib import Path
from typing import Any

import pytest

from bot.core.channel_messages import DiscardedInput, IntakeResult
from bot.core.errors import Unavailable
from bot.engine.intake import MessageIntake
from channels.slack.inbound.click_refusal_replies import ClickRefusals
from tests.channels.slack.hostile_requests import count
from tests.channels.slack.slack_workspace import slack_platform
from tests.channels.slack.test_attacks_clicks import PUSH, asked


async def test_prt2_a_stranger_hears_the_refusal_though_its_note_failed_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed: list[str] = []
    plain = ClickRefusals.write_note

    async def failing(refusals: ClickRefusals, what: str, *given: Any, **named: Any) -> None:
        if what == "refused: stranger" and not failed:
            failed.append(what)
            raise Unavailable("The database did not take it: it is locked.")
        await plain(refusals, what, *given, **named)

    monkeypatch.setattr(ClickRefusals, "write_note", failing)
    async with slack_platform(tmp_path, *PUSH) as here:
        await here.app.click(here.user("stranger"), await asked(here), "Approve")
        await here.until(lambda: here.sentences("stranger"))
        assert failed
        assert [note.what for note in here.audit()].count("refused: stranger") == 1
        assert here.decisions() == []


async def test_prt2_a_decision_is_not_told_as_refused_though_it_was_not_kept_as_judged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed: list[str] = []
    plain = MessageIntake.keep_ignored

    async def failing(intake: MessageIntake, ignored: DiscardedInput, *given: Any) -> IntakeResult:
        if ignored.id.startswith("click:") and not failed:
            failed.append(ignored.id)
            raise Unavailable("The database did not take it: the disk is full.")
        return await plain(intake, ignored, *given)

    monkeypatch.setattr(MessageIntake, "keep_ignored", failing)
    async with slack_platform(tmp_path, *PUSH) as here:
        await here.app.click(here.user("olive"), await asked(here), "Approve")
        await here.until(lambda: here.ledger.lines)
        await here.quiet()
        assert (len(failed), here.sentences("olive"), len(here.decisions())) == (1, [], 1)


async def test_prt2_a_recorded_press_of_resume_undoes_no_later_stop(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, *PUSH) as here:
        asking = await here.ask("sam")
        await here.card()
        sam, thread = here.user("sam"), here.thread_ids()[-1]
        await here.platform.pause(thread, by="olive")
        await here.app.mention(sam, here.channel(), "are you there?", thread=asking)
        paused = await here.until(lambda: next((m for m in here.slack.ephemerals(sam) if m.buttons()), None))
        pressed = await here.app.click(sam, paused, "Resume")
        await here.until(lambda: count(here, "Resumed") == 1)
        await here.platform.pause(thread, by="olive")
        await here.app.replay(pressed.attempts[-1])
        await here.quiet()
        assert count(here, "Resumed") == 1
