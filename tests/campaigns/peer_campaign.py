"""The actors of the campaign over one PostgreSQL database: processes that are killed, people who ask and approve, and the judge."""

import asyncio
import os
import random
import signal
import subprocess
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import TypeVar

from bot.core import events as e
from bot.core.decisions import ApprovalDecision
from bot.core.errors import AlreadySettled, Unavailable
from bot.core.threads.thread import ToolCall
from bot.engine.platform import CountersignPlatform, ProcessPart
from bot.store.postgres.connecting import connect_for_writing
from tests.campaigns.kill_scenarios import read_lines
from tests.cli.fork_server import ForkedVerb
from tests.servers.fault_proxy import FaultProxy

PARTS = (ProcessPart.TURNS, ProcessPart.TURNS, ProcessPart.EVERYTHING)
"""Two workers, and a server that takes turns too and may lead."""
PATIENCE = 120.0
TASK_IN = 3
"""One of so many pushes is given to the pusher as a task of another agent."""

T = TypeVar("T")


class PeerProcess:
    """One process and its way to the database. Killed, it is started again in its place."""

    def __init__(self, url: str, proxy: FaultProxy, folder: Path, part: ProcessPart) -> None:
        self.proxy, self._folder, self._part = proxy, folder, part
        host, _, database = url.rpartition("/")
        self._url = f"{host.rpartition(':')[0]}:{proxy.port}/{database}"
        self.process: subprocess.Popen[str]

    async def start(self) -> None:
        program = ("-m", "tests.campaigns.peer_process", self._url, str(self._folder), self._part.value)
        while True:
            self.process = await asyncio.to_thread(ForkedVerb, program, os.environ)
            assert self.process.stdout is not None
            assert self.process.stderr is not None
            if await asyncio.to_thread(self.process.stdout.readline) == "works\n":
                return
            errors = self.process.stderr.read()  # the database may be away at this moment, as it is for any supervisor
            self.end(signal.SIGKILL)
            assert "Cannot open" in errors or "Unavailable" in errors, errors[-3000:]

    async def kill(self) -> None:
        self.end(signal.SIGKILL)
        await self.start()

    async def stop(self, seconds: float) -> None:
        """Stop it outside of its tool: what a tool does after its process was stopped no lease can hinder."""
        inside = self._folder / f"inside-{self.process.pid}"
        while True:
            self.process.send_signal(signal.SIGSTOP)
            await asyncio.sleep(0.01)
            if not inside.exists():
                break
            self.process.send_signal(signal.SIGCONT)
            await asyncio.sleep(0.01)
        await asyncio.sleep(seconds)
        self.process.send_signal(signal.SIGCONT)

    async def freeze(self, seconds: float) -> None:
        """Let the network between it and the database carry nothing for a while."""
        self.proxy.freeze()
        await asyncio.sleep(seconds)
        self.proxy.thaw()

    def end(self, how: signal.Signals) -> None:
        self.process.send_signal(signal.SIGCONT)
        self.process.send_signal(how)
        self.process.wait(60)
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            if stream is not None:
                stream.close()


class CampaignPeople:
    """Ask for pushes and approve them, until `is_over`. `asked` are the acknowledged threads, by their tag."""

    def __init__(self, app: CountersignPlatform) -> None:
        self.app = app
        self.asked: dict[str, str] = {}
        self.children: dict[str, str] = {}
        self.is_over = False
        self._next = 0

    async def work(self) -> None:
        while not self.is_over:
            self._next += 1
            await self.push(f"v{self._next}", is_task=self._next % TASK_IN == 0)

    async def push(self, tag: str, *, is_task: bool) -> None:
        agent = "boss" if is_task else "pusher"
        thread = await self._again(lambda: self.app.launch(agent, f"push {tag}", by="sam", key=tag))
        self.asked[tag] = thread
        asking = thread
        if is_task:
            asking = self.children[tag] = await self._wait_for_child(thread)
        call = await self._wait_for_call(asking)
        decision = ApprovalDecision(
            call=call.id, digest=call.digest, decision="approve", person="olive", door="test", credential="test"
        )
        with suppress(AlreadySettled):  # its answer was lost with the server, and the act was not
            await self._again(lambda: self.app.decide(decision))
        await self._wait_until(thread, "finished")

    async def _wait_for_child(self, thread: str) -> str:
        async with asyncio.timeout(PATIENCE):
            while True:
                for each in await self._again(lambda: self.app.queries.list_events(thread)):
                    if isinstance(each.event, e.TaskStarted):
                        return each.event.child
                await asyncio.sleep(0.02)

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


class Blows:
    """What happens to the processes, their network and the database's server, in random order. `counts` tells what happened."""

    def __init__(self, peers: list[PeerProcess], own: FaultProxy, chance: random.Random) -> None:
        self.peers, self.own, self.chance = peers, own, chance
        self.counts: Counter[str] = Counter()

    async def strike(self, blow: str, seconds: float, crash: Callable[[], Awaitable[None]]) -> None:
        peer = self.chance.choice(self.peers)
        self.counts[blow] += 1
        match blow:
            case "kill":
                await peer.kill()
            case "stop":
                await peer.stop(seconds)
            case "freeze":
                await peer.freeze(seconds)
            case "cut":
                for proxy in (*(each.proxy for each in self.peers), self.own):
                    proxy.cut()
            case _:
                await crash()


def judge_effects(folder: Path, people: CampaignPeople) -> list[str]:
    """By the ledger outside alone: every acknowledged push happened, and every push once."""
    effects = Counter(line.split()[1] for line in read_lines(folder / "ledger"))
    return [f"{tag} was pushed {effects[tag]} times" for tag in {*people.asked, *effects} if effects[tag] != 1]


def judge_database(url: str, people: CampaignPeople) -> list[str]:
    """The promises that the database does not keep, as sentences."""
    with closing(connect_for_writing(url)) as connection:
        statuses: dict[str, str] = dict(connection.execute("SELECT id, status FROM thread").fetchall())
        requests = Counter(status for (status,) in connection.execute("SELECT status FROM request"))
        types = Counter(
            (thread, type)
            for thread, type in connection.execute("SELECT thread, type FROM event WHERE type LIKE 'Task%'")
        )
        leases = connection.execute("SELECT count(*) FROM lease WHERE until > clock_timestamp()").fetchone()
    found = [
        f"{tag} was acknowledged and is {statuses.get(id, 'lost')}"
        for acknowledged in (people.asked, people.children)
        for tag, id in acknowledged.items()
        if statuses.get(id) != "finished"
    ]
    found += [f"{count} requests are {status}" for status, count in requests.items() if status != "approved"]
    wanted = len(people.asked) + len(people.children)
    found += [f"{len(statuses)} threads for {wanted} keys and tasks"] if len(statuses) != wanted else []
    found += [
        f"{thread} has {type} {count} times"
        for (thread, type), count in types.items()
        if type in ("TaskDelegated", "TaskStarted", "TaskEnded") and count != 1
    ]
    return [*found, *(["leases are left"] if leases != (0,) else [])]
