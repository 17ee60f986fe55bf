"""GATE6: of equal calls of an agent one is open at a time, in any threads, at any moment they are asked for."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.core import events as e
from bot.core.errors import NotUnderstood
from bot.core.policy import Policy
from tests.engine.gate_cases import OK
from tests.platform_fixture import MANAGERS, PlatformFixture, choose

PUSH = choose("push", tag="v1")
EDITED = Policy(approvers=MANAGERS.approvers, edits=True)


async def launched(house: PlatformFixture, count: int) -> list[str]:
    return [await house.app.launch("pusher", f"push {n}", by="sam") for n in range(count)]


async def approve_all(house: PlatformFixture) -> None:
    for request in await house.pending():
        await house.decide(request, by="olive")
    await house.settle()


async def test_gate6_of_threads_that_choose_it_at_once_one_asks(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, *[PUSH] * 8, *[OK] * 8) as house:
        threads = await launched(house, 8)
        await house.settle()
        (request,) = await house.pending()
        refused = [event for each in threads for event in house.log(each) if isinstance(event, e.StepRefused)]
        assert [event.reason for event in refused] == [
            f"The same call is open already in another thread: {request.id}. Wait for its end."
        ] * 7
        await approve_all(house)
        assert len(house.ledger.lines) == 1


async def test_gate6_of_two_that_were_chosen_under_a_hold_one_asks(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, PUSH, PUSH, OK, OK) as house:
        hold = await house.app.place_hold("tool", "push", by="max")
        await house.launch("a")
        await house.launch("b")
        await house.app.lift_hold(hold.id, by="max")
        await house.settle()
        await approve_all(house)
        assert len(house.ledger.lines) == 1


async def test_gate6_what_lapsed_in_a_paused_thread_is_still_open(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, PUSH, PUSH, OK, OK) as house:
        thread = await house.launch("a")
        (request,) = await house.pending()
        await house.app.pause(thread, by="sam")
        await house.decide(request, by="olive")
        house.clock.passes(hours=5)
        await house.settle()
        await house.launch("b")
        assert await house.pending() == []
        await house.app.resume(thread, by="sam")
        await house.settle()
        await approve_all(house)
        assert len(house.ledger.lines) == 1


async def test_gate6_no_edit_makes_a_call_one_that_is_open_in_another_thread(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, PUSH, choose("push", tag="v2"), OK, OK, agent={"policy": EDITED}) as house:
        first = await house.launch("a")
        second = await house.launch("b")
        requests = {request.thread_id: request for request in await house.pending()}
        with pytest.raises(NotUnderstood, match=f"The same call is open already: {requests[first].id}"):
            await house.decide(requests[second], by="olive", arguments='{"commit":"c0ffee","tag":"v1"}')
        await house.decide(requests[first], by="olive")
        await house.settle()
        await house.decide(requests[second], by="olive", arguments='{"commit":"c0ffee","tag":"v1"}')
        await house.settle()
        assert [line.split()[1] for line in house.ledger.lines] == ["v1", "v1"]  # one behind the other, each approved


async def test_gate6_of_an_edit_and_an_asking_of_one_call_at_once_one_is_taken(tmp_path: Path) -> None:
    two = Policy(approvers=(MANAGERS.approvers[0].model_copy(update={"quorum": 2}),), edits=True)
    async with PlatformFixture(tmp_path, choose("push", tag="v2"), PUSH, OK, agent={"policy": two}) as house:
        await house.launch("a")
        (request,) = await house.pending()
        await house.app.launch("pusher", "b", by="sam")
        edit = house.decide(request, by="olive", arguments='{"commit":"c0ffee","tag":"v1"}')
        await asyncio.gather(house.settle(), edit, return_exceptions=True)
        await house.settle()
        assert [each.arguments for each in await house.pending()].count({"commit": "c0ffee", "tag": "v1"}) == 1


async def test_gate6_what_is_over_may_be_asked_again(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, PUSH, OK, PUSH, OK, PUSH, OK, PUSH) as house:
        thread = await house.launch("a")
        await approve_all(house)
        cancelled = await house.launch("b")
        await house.app.cancel(cancelled, by="max")
        await house.launch("c")
        house.clock.passes(hours=5)
        await house.settle()
        await house.launch("d")
        assert len(await house.pending()) == 1
        assert len(house.ledger.lines) == 1
        assert "ToolFinished" in house.types(thread)


async def test_gate6_what_an_older_release_left_open_is_noted_at_the_first_start(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, PUSH) as house:
        await house.launch("a")
    with closing(sqlite3.connect(tmp_path / "house.db")) as connection, connection:
        connection.execute("DELETE FROM open_call")
    async with PlatformFixture(tmp_path, PUSH, OK) as house:
        await house.app.prepare_start()
        await house.launch("b")
        assert len(await house.pending()) == 1
