"""ext5: a client that is cut off from its stream goes on after the last id that it has, and no change is left out."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.http import request_waits
from tests.http.programs import ProgramFixture, programs_in
from tests.http.test_ext2_waiting import EventReader, streaming, told


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[ProgramFixture]:
    async with programs_in(tmp_path) as found:
        yield found


async def read_all(events: EventReader, *wanted: str) -> set[tuple[str, str]]:
    """The events until each of these requests was told."""
    found: set[tuple[str, str]] = set()
    while not {*wanted} <= {id for id, _ in found}:
        found.add(told(await events.next()))
    return found


async def test_ext5_a_stream_that_is_cut_in_a_batch_goes_on_with_the_rest_of_it(
    server: ProgramFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(request_waits, "GATHERING", 0.5)  # both decisions are in one batch, as before a slow reader
    shop = await server.program()
    asked = [await server.ask(shop, arguments={"customer": "ada", "amount": n}) for n in range(3)]
    first, *_, last = sorted(asked, key=lambda each: str(each["thread_id"]))
    async with streaming(server, shop) as events:
        server.platform.clock.passes(minutes=1)
        await server.decide(last)
        server.platform.clock.passes(minutes=1)
        await server.decide(first)
        told_first = await events.next()
    assert told(told_first) == (last["id"], "approved")
    async with streaming(server, shop, told_first["id"]) as events:
        assert (first["id"], "approved") in await read_all(events, first["id"])


async def test_ext5_a_client_that_was_told_nothing_yet_has_an_id_to_go_on_after(server: ProgramFixture) -> None:
    shop = await server.program()
    asked = await server.ask(shop)
    server.platform.clock.passes(minutes=1)
    async with streaming(server, shop) as events:
        async with asyncio.timeout(10):
            head = [line async for line in _read_block(events)]
    (id,) = [line.removeprefix("id: ") for line in head if line.startswith("id: ")]
    server.platform.clock.passes(minutes=1)
    await server.decide(asked)
    async with streaming(server, shop, id) as events:
        assert told(await events.next()) == (asked["id"], "approved")


async def _read_block(events: EventReader) -> AsyncIterator[str]:
    async for line in events.lines:
        if not line:
            return
        yield line


async def test_ext5_a_stream_goes_on_behind_a_page_of_foreign_threads(
    server: ProgramFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other key is of the same person, so that the index counts its threads as within reach."""
    monkeypatch.setattr(request_waits, "CATCH_UP_PAGE", 2)
    shop, other = await server.program(), await server.program()
    mine = await server.ask(shop)
    for n in range(5):
        await server.ask(other, arguments={"customer": "bob", "amount": n})
    async with streaming(server, shop, "1") as events:
        assert told(await events.next()) == (mine["id"], "pending")


async def test_ext5_a_stream_after_reset_does_not_reset_again(
    server: ProgramFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(request_waits, "MAX_BACKLOG", 1)
    shop = await server.program()
    asked = [await server.ask(shop, arguments={"customer": "bob", "amount": n}) for n in range(3)]
    server.platform.clock.passes(minutes=1)
    async with streaming(server, shop, "1") as events:
        reset = await events.next()
    assert reset["event"] == "reset"
    await server.decide(asked[0])
    async with streaming(server, shop, reset["id"]) as events:
        assert told(await events.next()) == (asked[0]["id"], "approved")


async def test_ext5_an_event_is_one_line_of_json(server: ProgramFixture) -> None:
    shop = await server.program()
    async with streaming(server, shop) as events:
        server.platform.clock.passes(seconds=1)
        asked = await server.ask(shop, explanation="\ndata: {}\n\nevent: request")
        event = await events.next()
    assert json.loads(event["data"])["id"] == asked["id"]
