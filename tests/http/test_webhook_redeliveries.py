"""WHK03, WHK04, OUT5: a delivery is taken once by its id and by its body, and a failed one may come again."""

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.http.http_client import HttpFixture, assert_problem
from tests.http.webhook_deliveries import MERGED, OTHER, github, platform_in, standard, threads
from tests.sqlite_access import sqlite_of


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[HttpFixture]:
    async with platform_in(tmp_path) as platform:
        yield HttpFixture(platform)


@pytest.mark.parametrize("send", [github, standard])
async def test_whk03_a_redelivery_is_200_and_no_second_thread(server: HttpFixture, send: Any) -> None:
    first = (await send(server)).json()
    await server.platform.settle()
    again = await send(server)
    assert (again.status_code, again.json()) == (200, {"thread": first["thread"], "again": True})
    assert await threads(server) == [first["thread"]]
    assert server.platform.types(first["thread"]).count("MessageReceived") == 1


async def test_whk03_a_redelivery_signed_anew_minutes_later_is_the_same(server: HttpFixture) -> None:
    first = (await standard(server)).json()
    server.platform.clock.passes(minutes=30)
    assert (await standard(server)).json() == {"thread": first["thread"], "again": True}
    spelled = await standard(server, more={"WEBHOOK-ID": "msg_1"})
    assert spelled.status_code in (200, 401)
    assert await threads(server) == [first["thread"]]


@pytest.mark.parametrize("send", [github, standard])
async def test_whk04_the_same_id_with_another_body_is_409_and_in_the_audit(server: HttpFixture, send: Any) -> None:
    first = (await send(server)).json()
    answer = await send(server, OTHER)
    assert_problem(answer, 409, "came before with another body")
    assert await threads(server) == [first["thread"]]
    (note,) = server.audit()
    source, id = ("shop", "d-1") if send is github else ("ci", "msg_1")
    assert (note.what, note.door, note.about) == ("same id, other body", "webhooks", f"{source}:{id}")


async def test_a_signed_github_body_under_another_delivery_id_opens_nothing(server: HttpFixture) -> None:
    first = (await github(server)).json()
    for id in ("d-2", "D-1", "body", "d-1.", f"body:{hashlib.sha256(OTHER).hexdigest()}"):
        replay = await github(server, id=id)
        assert (replay.status_code, replay.json()) == (200, {"thread": first["thread"], "again": True})
    assert await threads(server) == [first["thread"]]
    assert (await github(server, OTHER, "d-2")).json()["again"] is False


async def test_out5_another_event_header_opens_nothing_and_burns_nothing(server: HttpFixture) -> None:
    """GitHub signs neither the id nor the event's name: a body that is replayed under another name uses nothing up."""
    for id, event in (("d-1", "pull_request_review"), ("d-1", "push"), ("d-0", "")):
        assert (await github(server, id=id, event=event)).json() == {"thread": None, "again": False}
    assert await threads(server) == []
    first = (await github(server)).json()
    assert (first["again"], await threads(server)) == (False, [first["thread"]])


async def test_out5_a_body_that_was_taken_stays_taken_whatever_its_headers_say(server: HttpFixture) -> None:
    first = (await github(server)).json()
    for id, event in (("d-1", "push"), ("d-9", "push"), ("d-9", "pull_request"), ("d-1", "pull_request")):
        assert (await github(server, id=id, event=event)).json() == {"thread": first["thread"], "again": True}
    assert_problem(await github(server, OTHER, event="push"), 409)
    assert await threads(server) == [first["thread"]]


@pytest.mark.parametrize("send", [github, standard])
async def test_out5_redeliver_works_once_the_setting_is_corrected(tmp_path: Path, send: Any) -> None:
    """The same delivery, to the byte, to a server that now listens to another branch; and after that it is a repeat."""
    merged = json.dumps({**MERGED, "pull_request": {**MERGED["pull_request"], "base": {"ref": "trunk"}}}).encode()
    async with platform_in(tmp_path) as platform:
        for _ in range(2):
            assert (await send(HttpFixture(platform), merged)).json() == {"thread": None, "again": False}
    async with platform_in(tmp_path, branch="trunk") as platform:
        server = HttpFixture(platform)
        answers = await asyncio.gather(*(send(server, merged) for _ in range(20)))
        assert [answer.json()["again"] for answer in answers].count(False) == 1
        (thread,) = await threads(server)
    async with platform_in(tmp_path) as platform:
        assert (await send(HttpFixture(platform), merged)).json() == {"thread": thread, "again": True}


async def test_out5_a_genuine_delivery_beside_poisoned_ones_is_taken_once(server: HttpFixture) -> None:
    events = ["push", "pull_request", "ping", "pull_request", ""] * 8
    await asyncio.gather(*(github(server, id=f"d-{n % 3}", event=event) for n, event in enumerate(events)))
    assert len(await threads(server)) == 1


async def test_out5_what_could_not_be_read_as_text_may_come_again(tmp_path: Path) -> None:
    """A 4xx keeps nothing either."""
    async with platform_in(tmp_path) as platform:
        assert_problem(await github(HttpFixture(platform), b"not json"), 422)
        assert sqlite_of(platform.app).reading.execute("SELECT count(*) FROM arrival").fetchone() == (0,)


async def test_an_id_is_its_own_sources_alone(server: HttpFixture) -> None:
    one, two = (await github(server, id="same")).json(), (await standard(server, id="same")).json()
    assert (one["again"], two["again"]) == (False, False)
    assert len(await threads(server)) == 2
