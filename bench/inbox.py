"""The cost of an inbox page with 100 open requests: `python -m bench.inbox [--open 100] [--pages 30]`.

A real platform with its server, in this process and without a socket: `GET /` of a signed-in approver, in CPU time of the
process. Prints the least and the median of all pages.
"""

import argparse
import asyncio
import gc
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import httpx2

from bench.our_engine import OurEngine
from bot.http.asgi_app import create_server
from bot.http.signin_sessions import SignInSessions
from bot.settings import EnvironmentSettings

ORIGIN = "http://127.0.0.1:8080"


async def measure_pages(folder: Path, requests: int, pages: int) -> tuple[list[float], int]:
    """The CPU milliseconds of each page, and the bytes of one."""
    async with OurEngine(folder / "inbox.db") as ours:
        await ours.open_paused(requests)
        app = create_server(ours.app, EnvironmentSettings(base_url=ORIGIN))
        sessions: SignInSessions = app.state.sessions
        token = urlsplit(await sessions.make_link("olive")).path.rpartition("/")[2]
        secret = (await sessions.redeem_link(token, "127.0.0.1")).secret
        transport = httpx2.ASGITransport(app=app)
        async with httpx2.AsyncClient(
            transport=transport, base_url=ORIGIN, cookies={sessions.cookie: secret}
        ) as client:
            gc.collect()
            gc.freeze()
            costs = []
            for _ in range(pages):
                begun = time.process_time()
                answer = await client.get("/")
                costs.append((time.process_time() - begun) * 1000)
                assert answer.text.count("data-row") >= requests - 3, answer.status_code
            return costs, len(answer.content)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--open", type=int, default=100)
    parser.add_argument("--pages", type=int, default=30)
    given = parser.parse_args()
    with TemporaryDirectory(prefix="bench-") as folder:
        costs, size = asyncio.run(measure_pages(Path(folder), given.open, given.pages))
    print(
        f"{given.open} open requests, {size / 1024:.0f} KB: CPU ms a page {min(costs):.1f}, median {median(costs):.1f}"
    )


if __name__ == "__main__":
    main()
