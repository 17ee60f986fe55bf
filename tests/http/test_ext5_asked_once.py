"""ext5: people are asked once about a call, however many turns and processes find at the same time that they must be."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.core.events import ApprovalAsked
from bot.core.threads.fold import fold_events
from bot.core.threads.thread import Thread
from tests.http.http_client import API
from tests.http.programs import REFUND, ProgramFixture, programs_in


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[ProgramFixture]:
    async with programs_in(tmp_path) as found:
        yield found


async def ask_late(server: ProgramFixture, asked: dict[str, Any]) -> int:
    """Ask as a turn that read the thread before anybody was asked does. Returns how often people were asked so far."""
    repository, id = server.platform.app.repository, asked["thread_id"]
    rows = [row.recorded for row in await repository.read_rows(id)]
    asks = [n for n, row in enumerate(rows) if isinstance(row.event, ApprovalAsked)]
    before = fold_events(Thread(id=id), rows[: asks[0]])
    agent = repository.find_agent(before)
    assert agent is not None
    assert before.calls[asked["id"]].state == "chosen"
    await server.platform.app.submissions.tools.ask_approvers(before, before.calls[asked["id"]], agent)
    return sum(isinstance(row.recorded.event, ApprovalAsked) for row in await repository.read_rows(id))


async def test_ext5_a_turn_that_comes_late_asks_nobody_again(server: ProgramFixture) -> None:
    asked = await server.ask(await server.program())
    assert await ask_late(server, asked) == 1


async def test_ext5_a_turn_that_comes_late_does_not_undo_a_decision(server: ProgramFixture) -> None:
    shop = await server.program()
    asked = await server.ask(shop)
    await server.decide(asked)
    assert await ask_late(server, asked) == 1
    at = f"{API}/requests/{asked['id']}"
    assert (await shop.get(at)).json()["status"] == "approved"
    assert (await shop.post(f"{at}/execution", json={"status": "running"})).status_code == 200


async def test_ext5_a_changed_policy_asks_again(server: ProgramFixture) -> None:
    """The other case in which an asked call is asked about, which must stay."""
    shop = await server.program()
    asked = await server.ask(shop)
    await server.decide(asked)
    server.policies["refunds"]["approval"] = {"approvers": [{"groups": ["finance"], "quorum": 2}]}
    await server.reload()
    await server.platform.settle()
    found = (await shop.get(f"{API}/requests/{asked['id']}")).json()
    assert found["status"] == "pending"


async def test_ext5_a_repeat_while_the_thread_is_being_opened_is_the_same_request(
    server: ProgramFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rows of a new thread are durable, and so seen by a repeat, a moment before the process that wrote them has them."""
    shop, store = await server.program(), server.platform.app.store.threads
    repository, append, is_seen = server.platform.app.repository, store.append, asyncio.Event()

    async def append_and_wait(written: Any, then: Any) -> None:
        monkeypatch.undo()
        kept: list[Any] = []
        await append(written, kept.append)
        opening.set_result(written.head.id)
        await is_seen.wait()
        then(*kept)

    opening: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    monkeypatch.setattr(store, "append", append_and_wait)
    sent = {**REFUND, "key": "order-7"}
    first = asyncio.create_task(shop.post(f"{API}/requests", json=sent))
    cached = repository._cached.get(await opening)
    assert cached is not None
    second = asyncio.create_task(shop.post(f"{API}/requests", json=sent))
    while not (second.done() or cached.appending._waiters):
        await asyncio.sleep(0)
    is_seen.set()
    answers = [await first, await second]
    assert [each.status_code for each in answers] == [201, 201]
    assert len({each.json()["id"] for each in answers}) == 1
