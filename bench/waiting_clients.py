"""Measures how soon waiting clients are answered after a decision is committed: long polls and server-sent events, in one run.

    python -m bench.waiting_clients [--clients 120] [--keys 6] [--decisions 30] [--profile]

One server in this process, its clients in another; the time of a commit is that at which the server hears of it. `--profile` prints
where the server spent its processor time. On a busy machine quote the processor time of a decision, with all answers.
"""

import argparse
import asyncio
import cProfile
import json
import pstats
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import uvicorn

from bot.http.api.api_keys import make_key
from bot.http.head_deadline import DeadlineProtocol
from tests.http.http_client import API, client_of
from tests.http.programs import ProgramFixture, programs_in


@asynccontextmanager
async def listen(server: ProgramFixture) -> AsyncIterator[int]:
    """Serve the app whose waiting clients are counted on a free port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        config = uvicorn.Config(
            server.app, http=DeadlineProtocol, lifespan="off", log_config=None, access_log=False, server_header=False
        )
        uvicorn_server = uvicorn.Server(config)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(uvicorn_server._serve([listener]))
            try:
                yield int(listener.getsockname()[1])
            finally:
                uvicorn_server.should_exit = True
                server.app.state.waits.close()


class CommitTimes:
    """When each thread was committed to first since the times were cleared, as the server heard of it."""

    def __init__(self, server: ProgramFixture) -> None:
        self.times: dict[str, float] = {}
        server.platform.app.repository.changes.subscribe(self.note)

    def note(self, thread: str) -> None:
        self.times.setdefault(thread, time.monotonic())


async def start_clients(port: int, clients: list[list[str]]) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bench.waiting_clients_process", json.dumps([port, clients])),
        stdout=subprocess.PIPE,
        limit=2**22,
    )


async def measure(given: argparse.Namespace, folder: Path) -> dict[str, list[float]]:
    taken: dict[str, list[float]] = {"stream": [], "poll": [], "server": []}
    async with programs_in(folder) as server, listen(server) as port:
        made = [await make_key(server.platform.app, "sam", "agent", agents=("external",)) for _ in range(given.keys)]
        server.policies["refunds"]["keys"] = [key.id for key, _ in made]
        await server.reload()
        programs = [client_of(server.app, secret) for _, secret in made]
        waits, commits = server.app.state.waits, CommitTimes(server)
        streams = [[made[n % given.keys][1], f"{API}/events"] for n in range(given.clients)]
        follower = await start_clients(port, streams)
        for n in range(given.decisions):
            asked = await server.ask(programs[n % given.keys], arguments={"customer": "ada", "amount": n})
            path = f"{API}/requests/{asked['id']}?wait=60"
            own = [made[n % given.keys][1], path]
            per_key = given.clients // given.keys  # as many again: a key has 40 clients at the most
            polls = await start_clients(port, [own] * per_key)
            heard = len([each for each in streams if each[0] == own[0]])
            while waits.waiting < len(streams) + per_key:
                await asyncio.sleep(0.05)
            before = waits.waiting
            commits.times.clear()
            begun = time.process_time()
            answer = await server.decide(asked)
            assert answer.status_code == 200, answer.text
            at = commits.times[asked["thread_id"]]
            for process, count, way in ((polls, per_key, "poll"), (follower, heard, "stream")):
                assert process.stdout is not None
                got = 0
                async with asyncio.timeout(30):
                    while got < count:
                        found: list[Any] = json.loads(await process.stdout.readline())
                        if found[0] == way and found[1] == asked["id"]:
                            got += 1
                            taken[way].append(found[2] - at)
            taken["server"].append(time.process_time() - begun)
            print(f"decision {n + 1}: {before} clients waited", file=sys.stderr)
            await polls.wait()
        follower.terminate()
        await follower.wait()
    return taken


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, default=120)
    parser.add_argument("--keys", type=int, default=6)
    parser.add_argument("--decisions", type=int, default=30)
    parser.add_argument("--profile", action="store_true")
    given = parser.parse_args()
    profile = cProfile.Profile(time.process_time) if given.profile else None
    with tempfile.TemporaryDirectory() as folder:
        if profile:
            profile.enable()
        taken = asyncio.run(measure(given, Path(folder)))
        if profile:
            profile.disable()
            pstats.Stats(profile).sort_stats("cumulative").print_stats(45)
    for way, each in taken.items():
        p50, p95 = statistics.median(each), statistics.quantiles(each, n=20)[18]
        what = "decisions, processor time" if way == "server" else "answers"
        print(f"{way:<7} {len(each):>5} {what}   p50 {p50 * 1000:6.1f} ms   p95 {p95 * 1000:6.1f} ms")


if __name__ == "__main__":
    main()
