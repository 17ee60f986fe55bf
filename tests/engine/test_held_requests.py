"""Open requests under a hold: expiry, decisions, answers, and what people who write are told."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.core import events as e
from bot.core.errors import OnHold
from bot.core.ports import ModelUnavailable
from tests.engine.hold_cases import PUSH, SCOPES, Scope, every_scope, one
from tests.platform_fixture import MANAGERS, PlatformFixture, choose
from tests.sqlite_access import list_notes


@every_scope
async def test_gate7_open_requests_and_their_expiry_stand_still(tmp_path: Path, scope: Scope, name: str) -> None:
    async with PlatformFixture(tmp_path, *PUSH) as platform:
        thread = await platform.launch()
        before = await one(platform)
        assert before.expires_at is not None
        platform.clock.passes(hours=1)
        hold = await platform.app.place_hold(scope, name, by="max", reason="lunch")
        await platform.settle()
        platform.clock.passes(hours=30)
        await platform.settle()
        waits = await one(platform)
        assert waits.status == "pending"
        assert waits.expires_at is None
        assert waits.card.paused == "Paused by Max at 21 Nov 2026, 10:00 UTC: lunch."
        await platform.app.lift_hold(hold.id, by="max")
        await platform.settle()
        after = await one(platform)
        assert after.card.paused == ""
        assert after.expires_at == before.expires_at + timedelta(hours=30)
        platform.clock.passes(hours=2, minutes=59)
        await platform.settle()
        assert (await one(platform)).status == "pending"
        platform.clock.passes(minutes=1)
        await platform.settle()
        assert (await platform.app.queries.find_request(before.id)).status == "expired"
        assert platform.types(thread).count("ApprovalAsked") == 1


@every_scope
async def test_gate7_approve_is_refused_reject_is_taken(tmp_path: Path, scope: Scope, name: str) -> None:
    async with PlatformFixture(
        tmp_path, *PUSH, *PUSH, agent={"policy": MANAGERS.model_copy(update={"edits": True})}
    ) as platform:
        await platform.launch()
        request = await one(platform)
        await platform.app.place_hold(scope, name, by="max", reason="a fire drill")
        for given in ({}, {"arguments": '{"commit":"c0ffee","tag":"v2"}'}):
            with pytest.raises(OnHold) as refused:
                await platform.decide(request, **given)
            assert str(refused.value) == (
                "Paused by Max at 21 Nov 2026, 09:00 UTC: a fire drill. It can be decided when it is resumed."
            )
        assert (await one(platform)).votes == ()
        after = await platform.decide(request, "reject", reason="not now")
        assert after.status == "rejected"
        await platform.settle()
        assert platform.ledger.lines == []
        assert [note.what for note in list_notes(platform.app, 9)].count("refused: OnHold") == 2


@every_scope
async def test_gate7_an_approval_can_be_taken_back_under_a_hold(tmp_path: Path, scope: Scope, name: str) -> None:
    async with PlatformFixture(tmp_path, *PUSH) as platform:
        await platform.launch()
        request = await one(platform)
        await platform.decide(request)
        hold = await platform.app.place_hold(scope, name, by="max")
        await platform.settle()
        approved = await platform.app.queries.find_request(request.id)
        assert (approved.status, approved.card.paused) == ("approved", "Paused by Max at 21 Nov 2026, 09:00 UTC.")
        assert (await platform.decide(request, "take_back")).status == "rejected"
        assert (await platform.app.queries.find_request(request.id)).card.paused == ""
        await platform.app.lift_hold(hold.id, by="max")
        await platform.settle()
        assert platform.ledger.lines == []


async def test_gate7_an_answer_is_taken_and_nothing_runs(tmp_path: Path) -> None:
    question = choose("ask_human", question="Which?", context="")
    async with PlatformFixture(tmp_path, question, *PUSH) as platform:
        thread = await platform.launch()
        hold = await platform.app.place_hold("agent", "pusher", by="max")
        await platform.settle()
        assert (await platform.answer(await one(platform), "v1", by="sam")).status == "answered"
        await platform.settle()
        assert len(platform.model.seen) == 1
        await platform.app.lift_hold(hold.id, by="max")
        await platform.settle()
        assert len(platform.model.seen) == 2
        assert platform.types(thread)[-1] in ("ApprovalAsked", "HoldLifted")


@pytest.mark.parametrize(("scope", "name"), SCOPES[:2], ids=["all", "agent"])
async def test_gate7_a_held_agent_calls_no_model_and_who_waits_is_told_once(
    tmp_path: Path, scope: Scope, name: str
) -> None:
    async with PlatformFixture(tmp_path, choose("done", message="Hello.")) as platform:
        hold = await platform.app.place_hold(scope, name, by="max", reason="it went mad")
        thread = await platform.launch("hello")
        await platform.say(thread, "are you there?")
        assert platform.model.seen == []
        (told,) = [event for event in platform.log(thread) if isinstance(event, e.PeopleNotified)]
        assert told.to == ("sam",)
        assert "paused by Max at 21 Nov 2026, 09:00 UTC: it went mad." in told.text
        assert platform.types(thread).count("HoldPlaced") == 1
        await platform.app.lift_hold(hold.id, by="max")
        await platform.settle()
        assert platform.types(thread)[-1] == "Finished"
        assert len(platform.model.seen) == 1


async def test_gate7_who_writes_below_a_paused_request_is_told(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, *PUSH) as platform:
        thread = await platform.launch()
        await platform.app.place_hold("all", by="max")
        await platform.settle()
        assert "PeopleNotified" not in platform.types(thread)
        await platform.say(thread, "and now?")
        await platform.say(thread, "hello?")
        assert platform.types(thread).count("PeopleNotified") == 1


async def test_gate7_the_offline_retry_of_a_model_rests_and_the_sleep_too(tmp_path: Path) -> None:
    async with PlatformFixture(
        tmp_path, ModelUnavailable("busy"), choose("wait", seconds=600, why="x"), choose("done", message="Up.")
    ) as platform:
        thread = await platform.launch()
        first = await platform.app.place_hold("all", by="max")
        platform.clock.passes(hours=5)
        await platform.settle()
        assert len(platform.model.seen) == 1
        await platform.app.lift_hold(first.id, by="max")
        await platform.settle()
        assert platform.types(thread)[-1] == "Slept"
        second = await platform.app.place_hold("agent", "pusher", by="max")
        platform.clock.passes(hours=5)
        await platform.settle()
        assert "Woke" not in platform.types(thread)
        await platform.app.lift_hold(second.id, by="max")
        await platform.settle()
        assert platform.types(thread)[-1] == "Finished"
