"""Two platforms over one database of PostgreSQL: what one commits, the other must not act against, heard of or not."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, Self

import pytest

from bot.core.base_types import to_micros
from bot.core.errors import AlreadySettled
from bot.engine.platform import ProcessPart
from bot.store.peer_port import PeerChanges, PeerListener
from bot.store.postgres.store import open_postgres_store
from bot.store.records import ApiKey, AuditNote, name_credential
from bot.store.thread_append import JobWrite
from tests.platform_fixture import FakeClock, PlatformFixture, choose
from tests.postgres_databases import KEYS

MANY = 24

OpenPlatform = Callable[..., Any]


class PeerPlatform(PlatformFixture):
    """One of several platforms. One that is `deaf` hears of no change of the others."""

    is_deaf = False

    async def __aenter__(self) -> Self:
        peers = self.app.store.peers
        assert peers is not None
        await peers.admit_others()
        found = self.app._follower.listener

        def take(changes: PeerChanges) -> None:
            self.heard += 1
            if not self.is_deaf:
                found.take_changes(changes)

        self.heard = 0
        await peers.start(PeerListener(take, found.lose_claims))
        await self.app.repository.open()
        return self

    async def hears(self) -> None:
        """Return once it heard of a change that came after this call. The test makes that change before or meanwhile."""
        async with asyncio.timeout(30):
            while not self.heard:
                await asyncio.sleep(0.005)
        self.heard = 0

    async def settles(self, what: Callable[[], bool]) -> None:
        """Run what is due until it is so."""
        async with asyncio.timeout(30):
            while not what():
                self.app.queue.poll_soon()
                await self.settle()
                await asyncio.sleep(0.01)


@pytest.fixture
async def open_peer(tmp_path: Path, postgres_url: str) -> AsyncIterator[OpenPlatform]:
    clock = FakeClock()
    async with AsyncExitStack() as opened:

        async def open_next(*script: Any, **given: Any) -> PeerPlatform:
            store = open_postgres_store(postgres_url, lambda: KEYS, is_shared=True)
            return await opened.enter_async_context(PeerPlatform(tmp_path, *script, clock=clock, store=store, **given))

        yield open_next


async def test_pg4_of_many_requests_each_is_decided_once_and_runs_once(open_peer: OpenPlatform) -> None:
    one = await open_peer(*(choose("push", tag=f"v{n}") for n in range(MANY)))
    two = await open_peer()
    await asyncio.gather(*(one.app.launch("pusher", "push it", by="sam") for _ in range(MANY)))
    await one.settle()
    requests = (await two.app.queries.list_requests(status="pending", limit=100)).items
    assert len(requests) == MANY
    both = [each.decide(request, by=by) for request in requests for each, by in ((one, "olive"), (two, "max"))]
    found = await asyncio.gather(*both, return_exceptions=True)
    assert Counter(type(each).__name__ for each in found) == {"Request": MANY, AlreadySettled.__name__: MANY}
    await asyncio.gather(*(each.settles(lambda: len(one.ledger.lines) >= MANY) for each in (one, two)))
    await asyncio.gather(one.settle(), two.settle())
    assert sorted(line.split()[1] for line in one.ledger.lines) == sorted(f"v{n}" for n in range(MANY))
    report = await two.app.store.evidence.verify()
    assert (report.threads, report.is_sound) == (MANY, True)


async def test_pg4_a_decision_elsewhere_on_a_thread_that_rested_here_is_not_a_lost_wake_up(
    open_peer: OpenPlatform,
) -> None:
    """The server that opened the thread does not know that the worker's rest took the job out of the table."""
    web = await open_peer(choose("push", tag="v1"), part=ProcessPart.WEB)
    worker = await open_peer(choose("push", tag="v1"))
    thread = await web.app.launch("pusher", "push it", by="sam")
    await worker.settles(lambda: bool(worker.model.seen))
    (request,) = await worker.pending()
    now = to_micros(web.clock())
    assert await web.app.store.jobs.list_due(now, 9) == [], "it waits for people"
    await web.decide(request)
    assert [job.key for job in await web.app.store.jobs.list_due(now, 9) if job.kind == "turn"] == [thread]
    await worker.settles(lambda: len(worker.ledger.lines) == 1)


async def test_pg4_a_job_that_a_rest_elsewhere_took_away_is_written_again_by_the_next_append_here(
    open_peer: OpenPlatform,
) -> None:
    """This process wrote the job itself, and a rest appends no event by which it would hear that the job is gone."""
    here, other = await open_peer(), await open_peer()
    thread = await here.app.launch("pusher", "push it", by="sam")
    length = (await other.app.queries.find_thread(thread)).seq
    await other.app.store.jobs.settle(thread, length, JobWrite("turn", thread, None))
    await here.app.say(thread, "and hurry", by="sam")
    due = await here.app.store.jobs.list_due(to_micros(here.clock()), 9)
    assert [job.key for job in due if job.kind == "turn"] == [thread]


async def test_pg4_a_change_elsewhere_is_shown_here_once_it_is_heard_of(open_peer: OpenPlatform) -> None:
    one, two = await open_peer(choose("push", tag="v1")), await open_peer()
    await one.launch()
    (request,) = await one.pending()
    assert (await two.app.queries.find_request(request.id)).status == "pending"
    two.heard = 0
    seen: list[str] = []
    two.app.repository.changes.subscribe(seen.append)
    await one.decide(request, "reject")
    await two.hears()
    assert (await two.app.queries.find_request(request.id)).status == "rejected"
    assert set(seen) == {request.thread_id}, "open pages are told"


async def test_pg4_a_hold_placed_elsewhere_stops_a_start_here_that_has_not_heard_of_it(open_peer: OpenPlatform) -> None:
    one, two = await open_peer(choose("push", tag="v1")), await open_peer()
    two.is_deaf = True
    await one.launch()
    (request,) = await one.pending()
    await two.decide(request)
    hold = await one.app.place_hold("agent", "pusher", by="max")
    await two.settle()
    assert two.ledger.lines == []
    await one.app.lift_hold(hold.id, by="max")
    await two.settles(lambda: len(two.ledger.lines) == 1)


async def test_pg4_a_vote_by_a_key_that_was_revoked_elsewhere_starts_nothing(open_peer: OpenPlatform) -> None:
    one, two = await open_peer(choose("push", tag="v1")), await open_peer()
    key = ApiKey("k1", "operator", "olive", "", 1, None, (), ())
    await one.app.store.access.add_key(key, "a secret", AuditNote(1, "key made"))
    await one.launch()
    (request,) = await one.pending()
    two.is_deaf = True
    await two.decide(request, credential=name_credential("k1"))
    assert await one.app.store.access.revoke_key("k1", AuditNote(2, "key revoked"), one.app.repository.set_revoked)
    await two.settle()
    assert two.ledger.lines == []
    assert (await two.app.queries.find_request(request.id)).status != "approved"


async def test_pg4_threads_in_memory_are_read_again_when_changes_may_have_been_missed(open_peer: OpenPlatform) -> None:
    one, two = await open_peer(choose("push", tag="v1")), await open_peer()
    await one.launch()
    (request,) = await one.pending()
    await two.app.queries.find_request(request.id)
    two.is_deaf = True
    await one.decide(request, "reject")
    assert (await two.app.queries.find_request(request.id)).status == "pending", "it has not heard of it"
    two.app._follower.listener.take_changes(PeerChanges(is_lost=True))
    assert (await two.app.queries.find_request(request.id)).status == "rejected"
