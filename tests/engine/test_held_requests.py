"""Open requests under a hold: expiry, decisions, answers, and what people who write are told."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.core import events as e
from bot.core.errors import OnHold
from bot.core.ports import ModelUnavailable
from bot.store import audit
from tests.engine.hold_cases import PUSH, SCOPES, Scope, every_scope, one
from tests.platform_fixture import MANAGERS, PlatformFixture, choose


@every_scope
async def test_gate7_open_requests_and_their_expiry_stand_still(tmp_path: Path, scope: Scope, name: str) -> None:
    async with PlatformFixture(tmp_path, *PUSH) as house:
        thread = await house.launch()
        before = await one(house)
        assert before.expires_at is not None
        house.clock.passes(hours=1)
        hold = await house.app.place_hold(scope, name, by="max", reason="lunch")
        await house.settle()
        house.clock.passes(hours=30)
        await house.settle()
        waits = await one(house)
        assert waits.status == "pending"
        assert waits.expires_at is None
        assert waits.card.paused == "Paused by Max at 21 Nov 2026, 10:00 UTC: lunch."
        await house.app.lift_hold(hold.id, by="max")
        await house.settle()
        after = await one(house)
        assert after.card.paused == ""
        assert after.expires_at == before.expires_at + timedelta(hours=30)
        house.clock.passes(hours=2, minutes=59)
        await house.settle()
        assert (await one(house)).status == "pending"
        house.clock.passes(minutes=1)
        await house.settle()
        assert (await house.app.queries.find_request(before.id)).status == "expired"
        assert house.types(thread).count("ApprovalAsked") == 1


@every_scope
async def test_gate7_approve_is_refused_reject_is_taken(tmp_path: Path, scope: Scope, name: str) -> None:
    async with PlatformFixture(
        tmp_path, *PUSH, *PUSH, agent={"policy": MANAGERS.model_copy(update={"edits": True})}
    ) as house:
        await house.launch()
        request = await one(house)
        await house.app.place_hold(scope, name, by="max", reason="a fire drill")
        for given in ({}, {"arguments": '{"commit":"c0ffee","tag":"v2"}'}):
            with pytest.raises(OnHold) as refused:
                await house.decide(request, **given)
            assert str(refused.value) == (
                "Paused by Max at 21 Nov 2026, 09:00 UTC: a fire drill. It can be decided when it is resumed."
            )
        assert (await one(house)).votes == ()
        after = await house.decide(request, "reject", reason="not now")
        assert after.status == "rejected"
        await house.settle()
        assert house.ledger.lines == []
        assert [note.what for note in audit.list_notes(house.app.database.reading, 9)].count("refused: OnHold") == 2


@every_scope
async def test_gate7_an_approval_can_be_taken_back_under_a_hold(tmp_path: Path, scope: Scope, name: str) -> None:
    async with PlatformFixture(tmp_path, *PUSH) as house:
        await house.launch()
        request = await one(house)
        await house.decide(request)
        hold = await house.app.place_hold(scope, name, by="max")
        await house.settle()
        approved = await house.app.queries.find_request(request.id)
        assert (approved.status, approved.card.paused) == ("approved", "Paused by Max at 21 Nov 2026, 09:00 UTC.")
        assert (await house.decide(request, "take_back")).status == "rejected"
        assert (await house.app.queries.find_request(request.id)).card.paused == ""
        await house.app.lift_hold(hold.id, by="max")
        await house.settle()
        assert house.ledger.lines == []


async def test_gate7_an_answer_is_taken_and_nothing_runs(tmp_path: Path) -> None:
    question = choose("ask_human", question="Which?", context="")
    async with PlatformFixture(tmp_path, question, *PUSH) as house:
        thread = await house.launch()
        hold = await house.app.place_hold("agent", "pusher", by="max")
        await house.settle()
        assert (await house.answer(await one(house), "v1", by="sam")).status == "answered"
        await house.settle()
        assert len(house.model.seen) == 1
        await house.app.lift_hold(hold.id, by="max")
        await house.settle()
        assert len(house.model.seen) == 2
        assert house.types(thread)[-1] in ("ApprovalAsked", "HoldLifted")


@pytest.mark.parametrize(("scope", "name"), SCOPES[:2], ids=["all", "agent"])
async def test_gate7_a_held_agent_calls_no_model_and_who_waits_is_told_once(
    tmp_path: Path, scope: Scope, name: str
) -> None:
    async with PlatformFixture(tmp_path, choose("done", message="Hello.")) as house:
        hold = await house.app.place_hold(scope, name, by="max", reason="it went mad")
        thread = await house.launch("hello")
        await house.say(thread, "are you there?")
        assert house.model.seen == []
        (told,) = [event for event in house.log(thread) if isinstance(event, e.PeopleNotified)]
        assert told.to == ("sam",)
        assert "paused by Max at 21 Nov 2026, 09:00 UTC: it went mad." in told.text
        assert house.types(thread).count("HoldPlaced") == 1
        await house.app.lift_hold(hold.id, by="max")
        await house.settle()
        assert house.types(thread)[-1] == "Finished"
        assert len(house.model.seen) == 1


async def test_gate7_who_writes_below_a_paused_request_is_told(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, *PUSH) as house:
        thread = await house.launch()
        await house.app.place_hold("all", by="max")
        await house.settle()
        assert "PeopleNotified" not in house.types(thread)
        await house.say(thread, "and now?")
        await house.say(thread, "hello?")
        assert house.types(thread).count("PeopleNotified") == 1


async def test_gate7_the_offline_retry_of_a_model_rests_and_the_sleep_too(tmp_path: Path) -> None:
    async with PlatformFixture(
        tmp_path, ModelUnavailable("busy"), choose("wait", seconds=600, why="x"), choose("done", message="Up.")
    ) as house:
        thread = await house.launch()
        first = await house.app.place_hold("all", by="max")
        house.clock.passes(hours=5)
        await house.settle()
        assert len(house.model.seen) == 1
        await house.app.lift_hold(first.id, by="max")
        await house.settle()
        assert house.types(thread)[-1] == "Slept"
        second = await house.app.place_hold("agent", "pusher", by="max")
        house.clock.passes(hours=5)
        await house.settle()
        assert "Woke" not in house.types(thread)
        await house.app.lift_hold(second.id, by="max")
        await house.settle()
        assert house.types(thread)[-1] == "Finished"
