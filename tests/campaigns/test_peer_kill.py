"""PG4: processes over one database are killed, stopped and cut off at random under load, and the database's server is ended.

Judged by a ledger outside: nothing that was acknowledged is lost, and nothing happens twice, of tasks between agents too.
"""

import asyncio
import os
import random
import signal
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from bot.engine.platform import ProcessPart
from tests.campaigns.peer_campaign import (
    PARTS,
    Blows,
    CampaignPeople,
    PeerProcess,
    judge_database,
    judge_effects,
)
from tests.campaigns.peer_process import open_peer
from tests.postgres_databases import empty_database
from tests.random_seed import seed_of_run
from tests.servers.fault_proxy import fault_proxy
from tests.servers.postgres import PostgresServer, shared_server

FULL = os.environ.get("COUNTERSIGN_CAMPAIGN") == "full"
BLOWS = {"kill": 300, "crash": 25, "cut": 20, "freeze": 5, "stop": 1} if FULL else {"kill": 2, "crash": 1, "cut": 1}
"""How often a process is killed, the server crashes, all connections are cut, the network of one process carries nothing, and a
process is stopped."""
LEAST = {"freeze": 7.0, "stop": 60.0 if FULL else 7.0}
"""Seconds of a blow: about a lease, or far more."""
AT_ONCE = 4 if FULL else 2


@pytest.fixture
def server() -> Iterator[PostgresServer]:
    """A server of this test alone, which it crashes."""
    with shared_server("peer kills") as made:
        yield made


def draw_blows(chance: random.Random) -> list[str]:
    blows = [blow for blow, times in BLOWS.items() for _ in range(times)]
    if not FULL:
        blows.append(chance.choice(("stop", "freeze")))
    chance.shuffle(blows)
    return blows


@pytest.mark.campaign
async def test_pg4_processes_killed_stopped_and_cut_off_at_random_lose_nothing_and_double_nothing(
    tmp_path: Path, server: PostgresServer
) -> None:
    seed = seed_of_run()
    chance = random.Random(seed)
    with empty_database(server) as url, ExitStack() as stack:
        proxies = [stack.enter_context(fault_proxy(server.port)) for _ in range(len(PARTS) + 1)]
        peers = [PeerProcess(url, proxy, tmp_path, part) for proxy, part in zip(proxies, PARTS, strict=False)]
        blows = Blows(peers, proxies[-1], chance)
        own_url = url.replace(f":{server.port}/", f":{proxies[-1].port}/")
        async with open_peer(own_url, tmp_path, ProcessPart.WEB) as people_app:
            people = CampaignPeople(people_app)
            await asyncio.gather(*(peer.start() for peer in peers))
            try:
                async with asyncio.TaskGroup() as tasks:
                    for _ in range(AT_ONCE):
                        tasks.create_task(people.work())
                    for blow in draw_blows(chance):
                        await asyncio.sleep(chance.uniform(0.05, 0.6))
                        await blows.strike(blow, LEAST.get(blow, 0) * chance.uniform(1, 2), lambda: crash(server))
                    people.is_over = True
            finally:
                for peer in peers:
                    peer.end(signal.SIGTERM)
            report = await people_app.store.evidence.verify()
        faults = judge_effects(tmp_path, people) + judge_database(url, people)
    print(f"{len(people.asked)} pushes, {len(people.children)} of them tasks; blows: {dict(blows.counts)}")
    assert not faults, f"COUNTERSIGN_SEED={seed}: of {len(people.asked)} pushes\n" + "\n".join(faults[:20])
    assert report.is_sound
    assert len(people.asked) > BLOWS["kill"] / 2, "the processes worked between the blows"
    assert people.children


async def crash(server: PostgresServer) -> None:
    await asyncio.to_thread(server.stop, signal.SIGQUIT)
    await asyncio.to_thread(server.start)
