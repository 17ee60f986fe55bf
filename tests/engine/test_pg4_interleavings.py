"""Two platforms over one database at the worst moments: a lease that ended, a hold, a rule or an append that came in between."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.core.agent import ToolContext
from bot.core.base_types import to_micros
from bot.core.channel_messages import ChannelAddress, OutboundDelivery
from bot.core.people import PeopleDirectory
from bot.core.ports import ASGI, PushChannel, WebhookReceiver
from bot.queue.leased import LeasedQueue
from bot.store.postgres import holds as hold_rows
from bot.store.postgres.connecting import connect_for_writing
from bot.store.postgres.peer_link import PostgresPeers
from bot.store.postgres.store import PostgresStore
from tests.engine.test_pg4_shared_database import OpenPlatform, PeerPlatform
from tests.engine.test_pg4_shared_database import open_peer as open_peer
from tests.platform_fixture import MAX, SAM, OutsideLedger, PushStep, agent, choose


async def until(what: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not what():
            await asyncio.sleep(0.005)


async def settle_all(*platforms: PeerPlatform) -> None:
    """Run what the table holds, a few times, after all that is on its way was heard of."""
    for _ in range(4):
        await asyncio.sleep(0.1)
        for platform in platforms:
            platform.app.queue.poll_soon()
            await platform.settle()


async def end_leases(platform: PeerPlatform) -> None:
    store = platform.app.store
    assert isinstance(store, PostgresStore)
    await store.database.write_plain("UPDATE lease SET until = clock_timestamp() - interval '1 s'", {})


def freeze_leases(platform: PeerPlatform, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process renews no lease, and does not notice."""
    peers = platform.app.store.peers
    assert isinstance(peers, PostgresPeers)
    assert peers._leases is not None
    monkeypatch.setattr(peers._leases, "_renew", lambda: None)


class NotedRuns:
    """Tools that note who ran them, and end when they are let."""

    def __init__(self, ledger: OutsideLedger) -> None:
        self.ledger, self.ran = ledger, list[str]()
        self.is_running, self.may_end = asyncio.Event(), asyncio.Event()

    def make(self, name: str) -> Any:
        async def run(step: PushStep, at: ToolContext) -> str:
            self.ran.append(f"{name}, attempt {at.attempt}")
            self.is_running.set()
            await self.may_end.wait()
            self.ledger.write(f"{at.call} {step.tag}")
            return "It is pushed."

        return agent(self.ledger, run=run)


async def test_pg4_a_start_that_comes_after_its_lease_is_refused(
    open_peer: OpenPlatform, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs = NotedRuns(OutsideLedger(tmp_path / "ledger"))
    one = await open_peer(choose("push", tag="v1"), agents=[runs.make("one")])
    two = await open_peer(agents=[runs.make("two")])
    await one.launch()
    (request,) = await one.pending()
    await two.decide(request)
    await one.hears()
    gate, is_reached = asyncio.Event(), asyncio.Event()
    append = one.app.store.threads.append

    async def append_late(what: Any, done: Any) -> None:
        if what.starts and not gate.is_set():
            is_reached.set()
            await gate.wait()
        await append(what, done)

    monkeypatch.setattr(one.app.store.threads, "append", append_late)
    freeze_leases(one, monkeypatch)
    one.app.queue.poll_soon()
    first = asyncio.create_task(one.settle())
    await is_reached.wait()
    await end_leases(one)
    two.app.queue.poll_soon()
    second = asyncio.create_task(two.settle())
    await runs.is_running.wait()
    gate.set()
    await asyncio.sleep(0.3)
    runs.may_end.set()
    await asyncio.gather(first, second)
    assert runs.ran == ["two, attempt 1"]
    assert [event.event.row_type for event in await two.app.queries.list_events(request.thread_id)].count(
        "ToolStarted"
    ) == 1


async def test_pg4_the_result_of_a_process_whose_lease_is_over_is_not_taken(
    open_peer: OpenPlatform, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs = NotedRuns(OutsideLedger(tmp_path / "ledger"))
    one = await open_peer(choose("push", tag="v1"), agents=[runs.make("one")])
    two = await open_peer()
    await one.launch()
    (request,) = await one.pending()
    await one.decide(request)
    freeze_leases(one, monkeypatch)
    one.app.queue.poll_soon()
    first = asyncio.create_task(one.settle())
    await runs.is_running.wait()
    await end_leases(one)
    runs.may_end.set()
    await first
    await settle_all(one, two)
    types = [event.event.row_type for event in await two.app.queries.list_events(request.thread_id)]
    assert "ToolFinished" not in types
    assert types.count("OutcomeSettled") == 1, "the probe of the next turn found the effect"


async def test_pg4_a_notice_of_a_hold_is_not_lost_to_an_append_that_comes_while_it_is_settled(
    open_peer: OpenPlatform, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = await open_peer(choose("push", tag="v1"), choose("push", tag="v2")), await open_peer()
    thread = await one.launch()
    one.is_deaf = True
    await two.app.place_hold("agent", "pusher", by="max")
    settle = one.app.store.holds.settle_notice

    async def settle_late(*given: Any) -> bool:
        monkeypatch.undo()
        await two.app.say(thread, "and hurry", by="sam")
        await two.settle()  # its own try: the lease is the other one's
        is_done: bool = await settle(*given)
        return is_done

    monkeypatch.setattr(one.app.store.holds, "settle_notice", settle_late)
    one.app.queue.poll_soon()
    await one.settle()
    one.is_deaf = False
    await settle_all(one, two)
    events = [row.event for row in await two.app.queries.list_events(thread)]
    assert [event for event in events if event.row_type == "HoldPlaced" and getattr(event, "told", False)]


async def test_pg4_a_rest_that_was_decided_under_a_lifted_hold_takes_no_turn_away(
    open_peer: OpenPlatform, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = await open_peer(choose("push", tag="v1")), await open_peer()
    await one.launch()
    (request,) = await one.pending()
    await one.decide(request)
    hold = await two.app.place_hold("agent", "pusher", by="max")
    await until(lambda: bool(one.app.repository.holds))
    rest = one.app.store.threads.rest

    async def rest_late(*given: Any) -> bool:
        monkeypatch.undo()
        await two.app.lift_hold(hold.id, by="max")
        await two.settle()
        is_written: bool = await rest(*given)
        return is_written

    monkeypatch.setattr(one.app.store.threads, "rest", rest_late)
    one.app.queue.poll_soon()
    await one.settle()
    await settle_all(one, two)
    assert len(one.ledger.lines) == 1


async def test_pg4_a_lease_that_is_lost_before_its_job_began_begins_no_job(open_peer: OpenPlatform) -> None:
    one = await open_peer()
    thread = await one.app.launch("pusher", "push it", by="sam")
    queue, peers = one.app.queue, one.app.store.peers
    assert isinstance(queue, LeasedQueue)
    claim_jobs = peers.claim_jobs

    async def claim_and_lose(jobs: Sequence[Any]) -> Any:
        claims = await claim_jobs(jobs)
        queue.lose_claims(claims)  # the loop hears of both at once
        return claims

    peers.claim_jobs = claim_and_lose
    queue.poll_soon()
    assert await queue.claim_jobs(9) == []
    assert queue.running == set()
    assert thread


async def test_pg4_a_removed_approver_starts_nothing_in_a_process_that_has_older_rules(open_peer: OpenPlatform) -> None:
    one, two = await open_peer(choose("push", tag="v1")), await open_peer()
    for platform in (one, two):
        await platform.app.repository.fences.announce_rules(platform.app.directory, platform.app.agents)
    await one.launch()
    (request,) = await one.pending()
    without = PeopleDirectory(people={person.id: person for person in (SAM, MAX)})
    await two.app.replace_rules(without, list(two.app.agents.values()), two.app.models)
    await one.decide(request, by="olive")
    one.app.queue.poll_soon()
    await one.app.worker._start_due_jobs()
    await asyncio.sleep(0.5)
    assert one.ledger.lines == []
    await one.app.replace_rules(without, list(one.app.agents.values()), one.app.models)
    await settle_all(one, two)
    assert one.ledger.lines == [], "the vote counts in no process any more"


async def test_pg4_a_start_sees_a_hold_whatever_isolation_the_database_prefers(
    open_peer: OpenPlatform, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(connect_for_writing(postgres_url)) as connection:
        (name,) = connection.execute("SELECT current_database()").fetchone() or ("",)
        connection.execute(f"ALTER DATABASE \"{name}\" SET default_transaction_isolation = 'repeatable read'")
    one, two = await open_peer(choose("push", tag="v1")), await open_peer()
    await one.launch()
    (request,) = await one.pending()
    one.is_deaf = True
    await one.decide(request)
    loop, is_placing = asyncio.get_running_loop(), asyncio.Event()
    owe, may_commit = hold_rows._owe_notices, asyncio.Event()

    def owe_late(connection: Any, notices: Any) -> Any:
        loop.call_soon_threadsafe(is_placing.set)
        asyncio.run_coroutine_threadsafe(may_commit.wait(), loop).result(30)
        return owe(connection, notices)

    monkeypatch.setattr(hold_rows, "_owe_notices", owe_late)
    placing = asyncio.create_task(two.app.place_hold("agent", "pusher", by="max"))
    await is_placing.wait()
    turn = asyncio.create_task(one.settle())
    await asyncio.sleep(0.3)
    may_commit.set()
    await asyncio.gather(placing, turn)
    assert one.ledger.lines == []


class NotedChannel:
    """Notes deliveries, and takes none while it stalls."""

    name, fallback = "test", None

    def __init__(self) -> None:
        self.got: list[OutboundDelivery] = []
        self.is_stalling = False

    def is_shared(self, *given: object) -> bool:
        return False

    def find_address(self, person: object) -> None:
        return None

    async def deliver(self, delivery: OutboundDelivery, card: object) -> str:
        self.got.append(delivery)
        if self.is_stalling:
            await asyncio.Event().wait()
        return f"reference {len(self.got)}"


class NotedSurface:
    name = "test"
    receiver: WebhookReceiver | None = None
    pages: ASGI | None = None

    def __init__(self) -> None:
        self.channel = NotedChannel()
        self.push: PushChannel = self.channel


async def test_pg4_a_delivery_that_is_taken_over_says_that_it_may_have_been_made(open_peer: OpenPlatform) -> None:
    one, two = await open_peer(), await open_peer()
    first, second = NotedSurface(), NotedSurface()
    one.app.add_channels([first])
    two.app.add_channels([second])
    one.clock.passes(seconds=5)
    first.channel.is_stalling = True
    await one.app.launch("pusher", "push it", by="sam", route=ChannelAddress(channel="test", address="x"))
    task = asyncio.create_task(one.settle())
    await until(lambda: bool(first.channel.got))  # the outside has it, and the process dies before it can say so
    for running in (task, *one.app.worker._running.values()):
        running.cancel()
    await asyncio.gather(task, return_exceptions=True)
    one.clock.passes(seconds=9)
    await two.settles(lambda: bool(second.channel.got))
    assert [delivery.again for delivery in first.channel.got[:1] + second.channel.got[:1]] == [False, True]


async def test_pg4_a_failed_job_does_not_put_off_what_became_due_meanwhile(
    open_peer: OpenPlatform, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = await open_peer(), await open_peer()
    thread = await two.app.launch("pusher", "push it", by="sam")
    one.is_deaf = True
    find = one.app.queue.find_job

    async def find_late(kind: str, key: str) -> Any:
        found = await find(kind, key)
        two.clock.passes(seconds=1)
        await two.app.say(thread, "stop, do it otherwise", by="sam")
        return found

    async def fail(key: str) -> None:
        raise RuntimeError("no")

    monkeypatch.setattr(one.app.worker, "handlers", {**one.app.worker.handlers, "turn": fail})
    monkeypatch.setattr(one.app.queue, "find_job", find_late)
    one.app.queue.poll_soon()
    await one.app.worker._start_due_jobs()
    await asyncio.gather(*one.app.worker._running.values())
    job = await two.app.store.jobs.find_job("turn", thread)
    assert job is not None
    assert job.run_at <= to_micros(two.clock())


async def test_pg4_a_process_without_the_agent_leaves_its_thread_a_job(open_peer: OpenPlatform) -> None:
    one, two = await open_peer(choose("push", tag="v1")), await open_peer(agents=[])
    thread = await one.app.launch("pusher", "push it", by="sam")
    await two.app.pause(thread, by="max")
    await two.app.resume(thread, by="max")
    assert await two.app.store.jobs.find_job("turn", thread) is not None
    one.clock.passes(minutes=2)
    await settle_all(one)
    assert one.model.seen
