"""How fast Slack hears that it was heard, and how soon a card shows the decision: a house in one process, Slack in another.

    python -m bench.slack_latency [--rate 50] [--seconds 60] [--transport http]

Inbound events come at a steady rate whatever the answers (an open load): mentions, which Slack delivers twice, and talk
that is not for us. Meanwhile somebody clicks once a second. Nothing may be lost: every mention must get its answer.
"""

import argparse
import asyncio
import json
import os
import socket
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import uvicorn

from bot.bootstrap import CountersignPlatform
from bot.core.people import PeopleDirectory, Person
from bot.core.prompts.event_rendering import ModelPrompt, write_chat_request
from bot.core.steps import ModelAnswer
from bot.engine.channel_gateway import PlatformChannelGateway
from bot.engine.platform import read_utc_now
from bot.http.asgi_app import create_server
from bot.http.request_timeouts import DeadlineProtocol
from bot.secret_keys import SecretKeys
from bot.settings import EnvironmentSettings
from channels.slack.channel import SlackOptions, build
from slack_double import App, Channel, Message, SlackDouble, User
from tests.platform_fixture import MANAGERS, OutsideLedger, agent, choose

PEOPLE = PeopleDirectory(
    people={
        "sam": Person(id="sam", name="Sam", accounts={"slack": "U0SAM"}),
        "olive": Person(id="olive", name="Olive", groups=("managers",), accounts={"slack": "U0OLIVE"}),
    }
)
CHANNELS = 60
"""Conversations that the load is spread over: to each of them goes one message a second at the most."""
DRAIN = 60
"""Seconds that the last answers get."""


class Obliging:
    """Pushes when it is asked to, and answers everything else."""

    name = "obliging"

    def write_request(self, prompt: ModelPrompt) -> bytes:
        return write_chat_request(prompt)

    async def choose(self, request: bytes) -> ModelAnswer:
        if b"<approval_settled" in request or b"<result call" in request:
            return choose("done", message="It is pushed.")
        return choose("push", tag="v1") if b"push it" in request else choose("done", message="Heard.")


async def house(folder: Path, port: int) -> None:
    """The process under test."""
    inhabitant = agent(OutsideLedger(folder / "ledger"), policy=MANAGERS)
    hall = PlatformChannelGateway(
        {inhabitant.name: inhabitant}, PEOPLE, read_utc_now, dict(os.environ), f"http://127.0.0.1:{port}"
    )
    surface = build(SlackOptions(), hall)
    keys, models = SecretKeys(("a-secret-of-the-bench-that-is-long-enough",)), {inhabitant.name: Obliging()}
    url = f"sqlite:///{folder / 'house.db'}"
    open_house = CountersignPlatform(url, [inhabitant], PEOPLE, models, [surface], keys=lambda: keys)
    hall.platform = open_house
    async with open_house:
        ours = {
            "http": DeadlineProtocol,
            "lifespan": "off",
            "log_config": None,
            "access_log": False,
            "server_header": False,
        }
        app = create_server(open_house, EnvironmentSettings(base_url=f"http://127.0.0.1:{port}"))
        with socket.create_server(("127.0.0.1", port), backlog=2048) as listening:
            await uvicorn.Server(uvicorn.Config(app, **ours))._serve([listening])


class Load:
    """What is sent, and what came of it."""

    def __init__(self, slack: SlackDouble, app: App, people: Sequence[User], channels: Sequence[Channel]) -> None:
        self.slack, self.app, self.people, self.channels = slack, app, people, channels
        self.mentions: list[Message] = []
        self.clicked: list[tuple[Message, float]] = []
        self._tasks: set[asyncio.Task[Any]] = set()

    async def run(self, rate: float, seconds: float) -> None:
        """One mention (two events) and one remark (one event) in turn, so many events a second; a click each second."""
        began, sent = time.monotonic(), 0
        clicks = asyncio.create_task(self._clicks(seconds))
        number = 0
        while sent < rate * seconds:
            await asyncio.sleep(max(0.0, began + sent / rate - time.monotonic()))
            channel = self.channels[number % len(self.channels)]
            is_mention = number % 4 != 3
            self._behind(self._mention(channel, f"hello {number}") if is_mention else self._remark(channel))
            sent += 2 if is_mention else 1
            number += 1
        await clicks

    async def _mention(self, channel: Channel, text: str) -> Message:
        said = await self.app.mention(self.people[0], channel, text)
        self.mentions.append(said.message)
        return said.message

    async def _remark(self, channel: Channel) -> None:
        await self.app.say(self.people[0], channel, "lunch?")

    async def _clicks(self, seconds: float) -> None:
        end, number = time.monotonic() + seconds, 0
        while time.monotonic() < end:
            self._behind(self._decide(self.channels[-1 - number % 10]))
            number += 1
            await asyncio.sleep(1)

    async def _decide(self, channel: Channel) -> None:
        """Asks for a push, waits for the card, approves it."""
        root = await self._mention(channel, "push it")
        card = await self.slack.until(lambda: self._card(root), 30)
        at = self.slack.clock.now()
        await self.app.click(self.people[1], card, "Approve")
        self.clicked.append((card, at))

    def _card(self, root: Message) -> Message | None:
        inside = (m for m in self.slack.world.messages if m.thread_ts == root.ts and m.app_id == self.app.id)
        return next((message for message in inside if message.buttons()), None)

    def _behind(self, act: Any) -> None:
        task = asyncio.create_task(act)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def drained(self) -> float:
        """Waits for every answer; the seconds that it took."""
        began = time.monotonic()
        while time.monotonic() < began + DRAIN and (self._tasks or self.unanswered()):
            await asyncio.sleep(0.2)
        return time.monotonic() - began

    def unanswered(self) -> list[Message]:
        answered = {m.thread_ts for m in self.slack.world.messages if m.app_id == self.app.id}
        return [message for message in self.mentions if message.ts not in answered]

    def rewritten(self) -> list[float]:
        """Seconds from each click to the card without buttons."""
        found = []
        for card, at in self.clicked:
            done = next((v.time for v in card.versions[1:] if "Approved" in v.text), None)
            found.append(done - at if done is not None else float("inf"))
        return found


async def bench(rate: float, seconds: float, transport: str) -> dict[str, Any]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        async with SlackDouble(burst=5) as slack:
            app, people, channels = _workspace(slack)
            app.request_url, app.socket_mode = f"http://127.0.0.1:{port}/slack/events", transport == "socket"
            process = await _started(slack, app, transport, Path(folder), port)
            try:
                load = Load(slack, app, people, channels)
                await load.run(rate, seconds)
                drained = await load.drained()
                return _report(slack, load, rate, seconds, drained)
            finally:
                process.kill()
                await process.wait()


def _workspace(slack: SlackDouble) -> tuple[App, list[User], list[Channel]]:
    team = slack.team("T0ACME", "Acme")
    people = [team.user("U0SAM", "Sam"), team.user("U0OLIVE", "Olive")]
    app = slack.app("A0CS")
    app.install(team)
    channels = [team.channel(f"C{number:04}", f"room-{number}", members=people) for number in range(CHANNELS)]
    app.join(*channels)
    return app, people, channels


async def _started(slack: SlackDouble, app: App, transport: str, folder: Path, port: int) -> asyncio.subprocess.Process:
    environ = {
        **os.environ,
        "SLACK_API_URL": slack.api_url,
        "SLACK_BOT_TOKEN": app.grant_token(app.installation()).value,
    }
    name = "SLACK_APP_TOKEN" if transport == "socket" else "SLACK_SIGNING_SECRET"
    environ[name] = app.app_token if transport == "socket" else app.signing_secret
    arguments = ["-m", "bench.slack_latency", "--house", str(folder), str(port)]
    process = await asyncio.create_subprocess_exec(sys.executable, *arguments, env=environ)
    async with asyncio.timeout(30):
        while not (await _listens(port) and (transport == "http" or len(slack.sockets.of(app.id)) >= 2)):
            await asyncio.sleep(0.1)
    return process


async def _listens(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    return True


def _report(slack: SlackDouble, load: Load, rate: float, seconds: float, drained: float) -> dict[str, Any]:
    events = [d for d in slack.deliveries() if d.envelope == "events_api"]
    clicks = slack.deliveries("block_actions")
    rewritten = load.rewritten()
    return {
        "events": len(events),
        "events a second": round(len(events) / seconds, 1),
        "asked for": rate,
        "ack ms p50 p95 p99 max": _quantiles([d.seconds for d in events]),
        "click ack ms p50 p95 p99 max": _quantiles([d.seconds for d in clicks]),
        "click to card ms p50 p95 p99 max": _quantiles(rewritten),
        "not acknowledged at first": sum(not d.first.ok for d in events + clicks),
        "mentions": len(load.mentions),
        "lost": len(load.unanswered()),
        "clicks": len(load.clicked),
        "answered after the load, s": round(drained, 1),
        "complaints of Slack": len(slack.complaints),
    }


def _quantiles(seconds: Sequence[float]) -> list[float]:
    if len(seconds) < 2:
        return []
    cuts = statistics.quantiles(seconds, n=100, method="inclusive")
    return [round(each * 1000, 1) for each in (cuts[49], cuts[94], cuts[98], max(seconds))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rate", type=float, default=50, help="inbound events a second")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--transport", choices=("http", "socket"), default="http")
    parser.add_argument("--house", nargs=2, metavar=("FOLDER", "PORT"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.house:
        asyncio.run(house(Path(given.house[0]), int(given.house[1])))
        return
    print(json.dumps(asyncio.run(bench(given.rate, given.seconds, given.transport)), indent=2))


if __name__ == "__main__":
    main()
