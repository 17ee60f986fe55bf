"""PG4: workers over one database are killed and stopped at random under load, and the database's server with them. Judged by a
ledger outside: nothing that was acknowledged is lost, and nothing happens twice.
"""

import asyncio
import os
import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import TypeVar

import pytest

from bot.core.decisions import ApprovalDecision
from bot.core.errors import AlreadySettled, Unavailable
from bot.core.threads.thread import ToolCall
from bot.engine.platform import CountersignPlatform, ProcessPart
from bot.store.postgres.connecting import connect_for_writing
from tests.campaigns.kill_scenarios import read_lines
from tests.campaigns.peer_process import open_peer
from tests.postgres_databases import empty_database
from tests.random_seed import seed_of_run
from tests.servers.postgres import PostgresServer, shared_server

FULL = os.environ.get("COUNTERSIGN_CAMPAIGN") == "full"
KILLS, CRASHES = (300, 50) if FULL else (3, 1)
WORKERS = 2
STOPPED = 60.0 if FULL else 7.0
"""Seconds for which a worker is stopped: longer than a lease."""
AT_ONCE = 4 if FULL else 2
PATIENCE = 120.0

T = TypeVar("T")


class Workers:
    """The worker processes. Each that is killed is started again."""

    def __init__(self, url: str, folder: Path, seed: int) -> None:
        self.url, self.folder, self.chance = url, folder, random.Random(seed)
        self.processes: list[subprocess.Popen[str]] = []

    async def start(self) -> None:
        program = [sys.executable, "-m", "tests.campaigns.peer_process", self.url, str(self.folder)]
        here = Path(__file__).parents[2]
        process = await asyncio.to_thread(subprocess.Popen, program, cwd=here, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        self.processes.append(process)
        assert await asyncio.to_thread(process.stdout.readline) == "works\n"

    async def kill_one(self) -> None:
        process = self.processes.pop(self.chance.randrange(len(self.processes)))
        end(process, signal.SIGKILL)
        await self.start()

    async def stop_one(self, seconds: float) -> None:
        """Stop a worker that is not inside its tool: what a tool does after its process was stopped no lease can hinder."""
        process = self.processes[0]
        inside = self.folder / f"inside-{process.pid}"
        while True:
            process.send_signal(signal.SIGSTOP)
            await asyncio.sleep(0.01)
            if not inside.exists():
                break
            process.send_signal(signal.SIGCONT)
            await asyncio.sleep(0.01)
        await asyncio.sleep(seconds)
        process.send_signal(signal.SIGCONT)


def end(process: "subprocess.Popen[str]", how: signal.Signals) -> None:
    process.send_signal(signal.SIGCONT)
    process.send_signal(how)
    process.wait(60)
    if process.stdout is not None:
        process.stdout.close()


class People:
    """Ask for pushes and approve them, as long as the campaign runs. `asked` are the acknowledged threads, by their tag."""

    def __init__(self, app: CountersignPlatform) -> None:
        self.app = app
        self.asked: dict[str, str] = {}
        self.is_over = False
        self._next = 0

    async def work(self) -> None:
        while not self.is_over:
            self._next += 1
            await self.push(f"v{self._next}")

    async def push(self, tag: str) -> None:
        thread = await self._again(lambda: self.app.launch("pusher", f"push {tag}", by="sam", key=tag))
        self.asked[tag] = thread
        call = await self._wait_for_call(thread)
        decision = ApprovalDecision(
            call=call.id, digest=call.digest, decision="approve", person="olive", door="test", credential="test"
        )
        with suppress(AlreadySettled):  # its answer was lost with the server, and the act was not
            await self._again(lambda: self.app.decide(decision))
        await self._wait_until(thread, "finished")

    async def _wait_for_call(self, thread: str) -> ToolCall:
        async with asyncio.timeout(PATIENCE):
            while True:
                found = (await self._again(lambda: self.app.queries.find_thread(thread))).calls.values()
                for call in found:
                    if call.state == "asked":
                        return call
                await asyncio.sleep(0.02)

    async def _wait_until(self, thread: str, status: str) -> None:
        end = asyncio.get_running_loop().time() + PATIENCE
        while await self._again(lambda: self.app.queries.find_status(thread)) != status:
            if asyncio.get_running_loop().time() > end:
                events = await self._again(lambda: self.app.queries.list_events(thread))
                raise AssertionError(f"{thread} stands still: {', '.join(each.event.row_type for each in events)}")
            await asyncio.sleep(0.02)

    async def _again(self, act: Callable[[], Awaitable[T]]) -> T:
        while True:
            try:
                return await act()
            except Unavailable:
                await asyncio.sleep(0.1)


@pytest.fixture
def server() -> Iterator[PostgresServer]:
    """A server of this test alone, which it crashes."""
    with shared_server("peer kills") as made:
        yield made


def judge(url: str, folder: Path, people: People) -> list[str]:
    """The broken promises, as sentences."""
    with closing(connect_for_writing(url)) as connection:
        statuses: dict[str, str] = dict(connection.execute("SELECT id, status FROM thread").fetchall())
        requests = Counter(status for (status,) in connection.execute("SELECT status FROM request"))
        leases = connection.execute("SELECT count(*) FROM lease WHERE until > clock_timestamp()").fetchone()
    effects = Counter(line.split()[1] for line in read_lines(folder / "ledger"))
    found = [
        f"{tag} was acknowledged and is {statuses.get(id, 'lost')}"
        for tag, id in people.asked.items()
        if statuses.get(id) != "finished"
    ]
    found += [f"{tag} was pushed {effects[tag]} times" for tag in {*people.asked, *effects} if effects[tag] != 1]
    found += [f"{count} requests are {status}" for status, count in requests.items() if status != "approved"]
    found += [f"{len(statuses)} threads for {len(people.asked)} keys"] if len(statuses) != len(people.asked) else []
    return [*found, *(["leases are left"] if leases != (0,) else [])]


@pytest.mark.campaign
async def test_pg4_workers_killed_and_stopped_at_random_lose_nothing_and_double_nothing(
    tmp_path: Path, server: PostgresServer
) -> None:
    seed = seed_of_run()
    chance = random.Random(seed)
    with empty_database(server) as url:
        people_app, workers = open_peer(url, tmp_path, ProcessPart.WEB), Workers(url, tmp_path, seed)
        async with people_app:
            people = People(people_app)
            await asyncio.gather(*(workers.start() for _ in range(WORKERS)))
            try:
                async with asyncio.TaskGroup() as tasks:
                    for _ in range(AT_ONCE):
                        tasks.create_task(people.work())
                    await hit(workers, server, chance)
                    people.is_over = True
            finally:
                for process in workers.processes:
                    end(process, signal.SIGTERM)
            report = await people_app.store.evidence.verify()
        faults = judge(url, tmp_path, people)
    assert not faults, f"COUNTERSIGN_SEED={seed}: of {len(people.asked)} pushes\n" + "\n".join(faults[:20])
    assert report.is_sound
    assert len(people.asked) > KILLS / 2, "the workers worked between the kills"


async def hit(workers: Workers, server: PostgresServer, chance: random.Random) -> None:
    """Kill workers, crash the server and stop a worker, in random order and at random moments."""
    blows = ["kill"] * KILLS + ["crash"] * CRASHES + ["stop"]
    chance.shuffle(blows)
    for blow in blows:
        await asyncio.sleep(chance.uniform(0.05, 0.6))
        match blow:
            case "kill":
                await workers.kill_one()
            case "crash":
                await asyncio.to_thread(server.stop, signal.SIGQUIT)
                await asyncio.to_thread(server.start)
            case "stop":
                await workers.stop_one(STOPPED)
