"""POST /api/v1/thread-batches: pause and resume many threads, with the rights of a single pause."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from bot.core import events as e
from bot.core.access.access_lists import AccessList, AgentAccess
from bot.core.errors import NotPaused
from tests.http.api.api_cases import PUSH
from tests.http.http_client import API, HttpFixture, assert_problem
from tests.platform_fixture import PlatformFixture, choose

BATCHES = f"{API}/thread-batches"
ACCESS = AgentAccess(
    readers=AccessList(roles=("requester",), groups=("managers",)), operators=AccessList(people=("olive", "max"))
)


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[HttpFixture]:
    script = [PUSH, *[choose("reply", message="Hm.") for _ in range(9)]]
    async with PlatformFixture(tmp_path, *script, agent={"access": ACCESS}) as platform:
        yield HttpFixture(platform)


async def run(client: httpx2.AsyncClient, action: str, **given: Any) -> dict[str, Any]:
    answer = await client.post(BATCHES, json={"action": action, **given})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_ctl1_a_dry_listing_changes_nothing_and_apply_pauses_exactly_what_it_listed(server: HttpFixture) -> None:
    platform, olive = server.platform, await server.as_("olive")
    threads = [await platform.launch(f"number {n}") for n in range(3)]
    before = [platform.types(thread) for thread in threads]
    listed = await run(olive, "pause", agent="pusher")
    assert (listed["applied"], listed["changed"], listed["counts"]) == (False, 3, {"changed": 3})
    assert {item["id"] for item in listed["items"]} == set(threads)
    assert [platform.types(thread) for thread in threads] == before
    done = await run(olive, "pause", agent="pusher", apply=True)
    assert {item["id"] for item in done["items"]} == {item["id"] for item in listed["items"]}
    assert all(platform.log(thread)[-1] == e.Paused(by="olive") for thread in threads)
    again = await run(olive, "pause", agent="pusher", apply=True)
    assert (again["changed"], again["counts"], again["items"]) == (0, {"unchanged": 3}, [])
    assert [platform.types(thread).count("Paused") for thread in threads] == [1, 1, 1]
    resumed = await run(olive, "resume", status="paused", apply=True)
    assert resumed["changed"] == 3
    assert all(platform.log(thread)[-1] == e.Resumed(by="olive") for thread in threads)


async def test_ctl1_filters_are_combined(server: HttpFixture) -> None:
    platform, olive = server.platform, await server.as_("olive")
    waiting = await platform.launch("the first waits")
    platform.clock.passes(hours=2)
    idle = await platform.launch("the second has its answer")
    for given, expected in (
        ({"status": "waiting"}, {waiting}),
        ({"status": "idle"}, {idle}),
        ({"agent": "pusher", "opened_before": "2026-11-21T10:00:00Z"}, {waiting}),
        ({"touched_before": "2026-11-21T12:00:00Z"}, {waiting, idle}),
        ({"status": "idle", "opened_before": "2026-11-21T10:00:00Z"}, set()),
        ({"agent": "nobody-of-this-name"}, set()),
    ):
        found = await run(olive, "pause", **given)
        assert {item["id"] for item in found["items"]} == expected, given


async def test_ctl1_what_somebody_else_paused_is_named_and_not_resumed(server: HttpFixture) -> None:
    platform, olive = server.platform, await server.as_("olive")
    mine, of_max = await platform.launch("one"), await platform.launch("two")
    await platform.app.pause(mine, by="olive")
    await platform.app.pause(of_max, by="max")
    done = await run(olive, "resume", agent="pusher", apply=True)
    assert done["counts"] == {"changed": 1, "paused_by_another": 1}
    assert {item["id"]: (item["outcome"], item["detail"]) for item in done["items"]} == {
        mine: ("changed", ""),
        of_max: ("paused_by_another", "max"),
    }
    assert platform.log(of_max)[-1] == e.Paused(by="max")
    named = await run(olive, "resume", agent="pusher", paused_by="max", apply=True)
    assert named["counts"] == {"changed": 1, "unchanged": 1}
    assert platform.log(of_max)[-1] == e.Resumed(by="olive")


async def test_ctl1_a_pause_that_came_after_the_judgement_stays(server: HttpFixture) -> None:
    """Between the look and the act somebody resumed the thread, and Max paused it."""
    platform = server.platform
    thread = await platform.launch("one")
    await platform.app.pause(thread, by="olive")
    seen = (await platform.app.queries.find_thread(thread)).paused_at
    await platform.app.resume(thread, by="olive")
    platform.clock.passes(seconds=1)
    await platform.app.pause(thread, by="max")
    with pytest.raises(NotPaused):
        await platform.app.resume(thread, by="olive", paused_at=seen)
    assert platform.log(thread)[-1] == e.Paused(by="max")


async def test_ctl1_a_new_copy_of_a_thread_is_resumed_by_no_batch(server: HttpFixture) -> None:
    platform, olive = server.platform, await server.as_("olive")
    copy = await platform.app.fork(await platform.launch("one"), by="olive")
    done = await run(olive, "resume", status="paused", paused_by="anybody", apply=True)
    assert done["counts"] == {"new_fork": 1}
    assert "Resumed" not in platform.types(copy)


async def test_ctl1_a_reader_without_the_right_changes_nothing_and_a_stranger_sees_nothing(server: HttpFixture) -> None:
    platform = server.platform
    thread = await platform.launch("one")
    sam = await run(await server.as_("sam"), "pause", agent="pusher", apply=True)
    assert sam["counts"] == {"not_allowed": 1}
    assert "Sam may not" in sam["items"][0]["detail"]
    other = await platform.launch("of olive", by="olive")
    seen = await run(await server.as_("sam"), "pause", agent="pusher", apply=True)
    assert [item["id"] for item in seen["items"]] == [thread]  # not of the other thread, not even its number
    assert seen["counts"] == {"not_allowed": 1}
    assert [platform.types(each).count("Paused") for each in (thread, other)] == [0, 0]


async def test_ctl1_a_key_that_may_not_pause_one_thread_pauses_none(server: HttpFixture) -> None:
    await server.platform.launch("one")
    agent = await server.as_("olive", "agent")
    assert_problem(await agent.post(BATCHES, json={"action": "pause", "agent": "pusher", "apply": True}), 403)
    assert_problem(await server.nobody.post(BATCHES, json={"action": "pause", "agent": "pusher"}), 401)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ({"action": "pause"}, "name the threads"),
        ({"action": "resume", "paused_by": "olive"}, "name the threads"),
        ({"action": "cancel", "agent": "pusher"}, "action"),
        ({"action": "pause", "agent": "pusher", "apply": "yes"}, "apply"),
        ({"action": "pause", "status": "asleep"}, "status"),
        ({"action": "pause", "opened_before": "2026-11-21T10:00:00"}, "opened_before"),
        ({"action": "pause", "agent": "pusher", "by": "max"}, "by"),
        ({"action": "pause", "agent": "a" * 65}, "agent"),
    ],
)
@pytest.mark.one_set_up
async def test_ctl1_what_is_not_understood_names_the_field(server: HttpFixture, body: dict[str, Any], why: str) -> None:
    answer = await (await server.as_("olive")).post(BATCHES, json=body)
    assert why in assert_problem(answer, 422)["detail"]
