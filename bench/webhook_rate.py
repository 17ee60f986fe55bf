"""Signed webhooks at a steady rate: `python -m bench.webhook_rate [--rate 300] [--seconds 60]` (the goal is 600 seconds).

One server, and in another process the sender, which does not wait for answers (an open load). Each delivery (Standard Webhooks,
450 bytes) opens a thread whose agent takes a turn. It is acknowledged once it is durable. In the end the threads are counted.
"""

import argparse
import asyncio
import base64
import hashlib
import hmac
import json
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import uvicorn

from bench.goal_section import GoalSection, choose_page
from bench.notice_latency import find_percentile
from bench.our_engine import MANAGERS, PEOPLE
from bench.report import JudgedGoal
from bot.bootstrap import CountersignPlatform
from bot.core.agent import Agent
from bot.core.prompts.event_rendering import ModelPrompt, write_chat_request
from bot.core.steps import ModelAnswer
from bot.engine.channel_gateway import PlatformChannelGateway
from bot.garbage_collection import freeze_loaded
from bot.http.asgi_app import create_server
from bot.http.head_deadline import DeadlineProtocol
from bot.settings import EnvironmentSettings
from bot.store.sqlite.store import open_sqlite_store
from channels.webhook.channel import WebhookOptions, build

USUAL_RATE, USUAL_SECONDS = 300, 60
SECRET = b"k" * 32
SOURCES = {
    "alerts": {
        "scheme": "standard",
        "secret_env": "ALERTS_SECRET",
        "agent": "listener",
        "rules": [{"text": "{text}", "account": "by"}],
    }
}
CONNECTIONS = 64
WARM_UP_SECONDS = 2


class DoneModel:
    """A model that takes no time and ends each thread at once."""

    name = "done"

    def write_request(self, prompt: ModelPrompt) -> bytes:
        return write_chat_request(prompt)

    async def choose(self, request: bytes) -> ModelAnswer:
        return ModelAnswer(tool="done", arguments='{"message":"Noted."}', input_tokens=10, output_tokens=5)


async def run_server(folder: Path, port: int) -> None:
    """Run the platform with its server, in the process under test."""
    store = open_sqlite_store(f"sqlite:///{folder / 'webhooks.db'}")
    listener = Agent(name="listener", job="Listens.", prompt="You note alerts.", owners=MANAGERS)
    platform = CountersignPlatform(store, [listener], PEOPLE, {"listener": DoneModel()})
    environ = {"ALERTS_SECRET": f"whsec_{base64.b64encode(SECRET).decode()}"}
    gateway = PlatformChannelGateway(platform, "webhook", environ, f"http://127.0.0.1:{port}")
    platform.add_channels([build(WebhookOptions.model_validate(SOURCES), gateway)])
    async with platform:
        app = create_server(platform, EnvironmentSettings(base_url=f"http://127.0.0.1:{port}"))
        config = uvicorn.Config(
            app, http=DeadlineProtocol, lifespan="off", log_config=None, access_log=False, server_header=False
        )
        freeze_loaded()
        with socket.create_server(("127.0.0.1", port), backlog=2048) as listening:
            listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # as `countersign serve` does
            await uvicorn.Server(config)._serve([listening])


def write_delivery(number: int, port: int) -> bytes:
    """The bytes of a signed request."""
    id, stamp = f"msg_{number:012d}", str(int(time.time()))
    body = json.dumps({"text": f"Alert {number}: {'disk space of a host is low. ' * 13}", "by": "monitor"}).encode()
    signature = hmac.digest(SECRET, f"{id}.{stamp}.".encode() + body, hashlib.sha256)
    return (
        f"POST /webhooks/alerts HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\ncontent-type: application/json\r\n"
        f"content-length: {len(body)}\r\nwebhook-id: {id}\r\nwebhook-timestamp: {stamp}\r\n"
        f"webhook-signature: v1,{base64.b64encode(signature).decode()}\r\n\r\n"
    ).encode() + body


class WebhookSender:
    """Sends numbered deliveries at their times over kept connections; notes the seconds from that time to the answer."""

    def __init__(self, port: int) -> None:
        self.port, self.number = port, 0
        self.taken: list[float] = []
        self.refused: list[str] = []

    async def send_steadily(self, rate: float, seconds: float) -> None:
        began, first, last = time.monotonic(), self.number, self.number + round(rate * seconds)

        async def send_some() -> None:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
            while self.number < last:
                number, self.number = self.number, self.number + 1
                due = began + (number - first) / rate
                await asyncio.sleep(max(0.0, due - time.monotonic()))
                writer.write(write_delivery(number, self.port))
                head = await reader.readuntil(b"\r\n\r\n")
                length = next(
                    int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length")
                )
                await reader.readexactly(length)
                self.taken.append(time.monotonic() - due)
                if b" 200 " not in head[:16]:
                    self.refused.append(head.split(b"\r\n", 1)[0].decode())
            writer.close()

        await asyncio.gather(*(send_some() for _ in range(CONNECTIONS)))


async def wait_for_port(port: int) -> None:
    async with asyncio.timeout(60):
        while True:
            with suppress(OSError):
                _, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.close()
                return
            await asyncio.sleep(0.1)


async def measure(folder: Path, rate: float, seconds: float) -> WebhookSender:
    """Send the load after a short one to warm up; returns the sender, whose times are those of the load."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    arguments = ["-m", "bench.webhook_rate", "--server", str(folder), str(port)]
    process = await asyncio.create_subprocess_exec(sys.executable, *arguments, stdout=subprocess.DEVNULL)
    try:
        await wait_for_port(port)
        sender = WebhookSender(port)
        await sender.send_steadily(rate, WARM_UP_SECONDS)
        sender.taken.clear()
        await sender.send_steadily(rate, seconds)
        return sender
    finally:
        process.kill()  # what was acknowledged is on the disk
        await process.wait()


async def count_threads(folder: Path) -> int:
    store = open_sqlite_store(f"sqlite:///{folder / 'webhooks.db'}")
    try:
        return (await store.evidence.verify()).threads
    finally:
        await store.close()


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rate", type=float, default=USUAL_RATE, help="deliveries a second")
    parser.add_argument("--seconds", type=float, default=USUAL_SECONDS)
    parser.add_argument("--server", nargs=2, metavar=("FOLDER", "PORT"), help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.server:
        asyncio.run(run_server(Path(given.server[0]), int(given.server[1])))
        return
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        section = GoalSection("Signed webhooks", Path(folder))
        sender = asyncio.run(measure(Path(folder), given.rate, given.seconds))
        lost = sender.number - len(sender.refused) - asyncio.run(count_threads(Path(folder)))
        section.print_verdicts(
            [
                JudgedGoal("webhook to acknowledgement, p99 ms", find_percentile(sender.taken, 99), 100, 100, True),
                JudgedGoal("acknowledged webhooks without a thread", lost, 0, 0, True, False),
                JudgedGoal("refused webhooks", len(sender.refused), 0, 0, True, False),
            ],
            [
                f"{len(sender.taken)} deliveries in {given.seconds:g} s, {given.rate:g} a second, p50"
                f" {find_percentile(sender.taken, 50)} ms. The server was killed in the end, and its threads were verified."
            ],
            page=choose_page(given.rate >= USUAL_RATE and given.seconds >= USUAL_SECONDS),
        )


if __name__ == "__main__":
    main()
