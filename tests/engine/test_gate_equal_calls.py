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


async def launched(platform: PlatformFixture, count: int) -> list[str]:
    return [await platform.app.launch("pusher", f"push {n}", by="sam") for n in range(count)]


async def approve_all(platform: PlatformFixture) -> None:
    for request in await platform.pending():
        await platform.decide(request, by="olive")
    await platform.settle()


async def test_gate6_of_threads_that_choose_it_at_once_one_asks(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, *[PUSH] * 8, *[OK] * 8) as platform:
        threads = await launched(platform, 8)
        await platform.settle()
        (request,) = await platform.pending()
        refused = [event for each in threads for event in platform.log(each) if isinstance(event, e.StepRefused)]
        assert [event.reason for event in refused] == [
            f"The same call is open already in another thread: {request.id}. Wait for its end."
        ] * 7
        await approve_all(platform)
        assert len(platform.ledger.lines) == 1


async def test_gate6_of_two_that_were_chosen_under_a_hold_one_asks(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, PUSH, PUSH, OK, OK) as platform:
        hold = await platform.app.place_hold("tool", "push", by="max")
        await platform.launch("a")
        await platform.launch("b")
        await platform.app.lift_hold(hold.id, by="max")
        await platform.settle()
        await approve_all(platform)
        assert len(platform.ledger.lines) == 1


async def test_gate6_what_lapsed_in_a_paused_thread_is_still_open(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, PUSH, PUSH, OK, OK) as platform:
        thread = await platform.launch("a")
        (request,) = await platform.pending()
        await platform.app.pause(thread, by="sam")
        await platform.decide(request, by="olive")
        platform.clock.passes(hours=5)
        await platform.settle()
        await platform.launch("b")
        assert await platform.pending() == []
        await platform.app.resume(thread, by="sam")
        await platform.settle()
        await approve_all(platform)
        assert len(platform.ledger.lines) == 1


async def test_gate6_no_edit_makes_a_call_one_that_is_open_in_another_thread(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, PUSH, choose("push", tag="v2"), OK, OK, agent={"policy": EDITED}) as platform:
        first = await platform.launch("a")
        second = await platform.launch("b")
        requests = {request.thread_id: request for request in await platform.pending()}
        with pytest.raises(NotUnderstood, match=f"The same call is open already: {requests[first].id}"):
            await platform.decide(requests[second], by="olive", arguments='{"commit":"c0ffee","tag":"v1"}')
        await platform.decide(requests[first], by="olive")
        await platform.settle()
        await platform.decide(requests[second], by="olive", arguments='{"commit":"c0ffee","tag":"v1"}')
        await platform.settle()
        assert [line.split()[1] for line in platform.ledger.lines] == [
            "v1",
            "v1",
        ]  # one behind the other, each approved


async def test_gate6_of_an_edit_and_an_asking_of_one_call_at_once_one_is_taken(tmp_path: Path) -> None:
    two = Policy(approvers=(MANAGERS.approvers[0].model_copy(update={"quorum": 2}),), edits=True)
    async with PlatformFixture(tmp_path, choose("push", tag="v2"), PUSH, OK, agent={"policy": two}) as platform:
        await platform.launch("a")
        (request,) = await platform.pending()
        await platform.app.launch("pusher", "b", by="sam")
        edit = platform.decide(request, by="olive", arguments='{"commit":"c0ffee","tag":"v1"}')
        await asyncio.gather(platform.settle(), edit, return_exceptions=True)
        await platform.settle()
        assert [each.arguments for each in await platform.pending()].count({"commit": "c0ffee", "tag": "v1"}) == 1


async def test_gate6_what_is_over_may_be_asked_again(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, PUSH, OK, PUSH, OK, PUSH, OK, PUSH) as platform:
        thread = await platform.launch("a")
        await approve_all(platform)
        cancelled = await platform.launch("b")
        await platform.app.cancel(cancelled, by="max")
        await platform.launch("c")
        platform.clock.passes(hours=5)
        await platform.settle()
        await platform.launch("d")
        assert len(await platform.pending()) == 1
        assert len(platform.ledger.lines) == 1
        assert "ToolFinished" in platform.types(thread)


async def test_gate6_what_an_older_release_left_open_is_noted_at_the_first_start(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, PUSH) as platform:
        await platform.launch("a")
    with closing(sqlite3.connect(tmp_path / "house.db")) as connection, connection:
        connection.execute("DELETE FROM open_call")
    async with PlatformFixture(tmp_path, PUSH, OK) as platform:
        await platform.app.prepare_start()
        await platform.launch("b")
        assert len(await platform.pending()) == 1
