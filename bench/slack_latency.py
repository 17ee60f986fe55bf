"""Latency of acknowledgements to Slack and of rewritten cards: the platform in one process, the Slack double in another.

    python -m bench.slack_latency [--rate 50] [--seconds 30] [--transport http]

Inbound events come at a steady rate, independent of the answers (an open load): mentions, which Slack delivers twice, and
messages that do not address the app. One card is approved each second. The report counts the mentions without an answer.
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

from bench.goal_section import GoalSection, choose_page
from bench.notice_latency import find_percentile, list_notice_times
from bench.report import JudgedGoal
from bot.bootstrap import CountersignPlatform
from bot.core.people import PeopleDirectory, Person
from bot.core.prompts.event_rendering import ModelPrompt, write_chat_request
from bot.core.steps import ModelAnswer
from bot.engine.channel_gateway import PlatformChannelGateway
from bot.http.asgi_app import create_server
from bot.http.head_deadline import DeadlineProtocol
from bot.secret_keys import SecretKeys
from bot.settings import EnvironmentSettings
from bot.store.sqlite.store import open_sqlite_store
from channels.slack.channel import SlackOptions, build
from slack_double import Channel, SlackApp, SlackDouble, SlackMessage, User
from tests.platform_fixture import MANAGERS, OutsideLedger, agent, choose

PEOPLE = PeopleDirectory(
    people={
        "sam": Person(id="sam", name="Sam", accounts={"slack": "U0SAM"}),
        "olive": Person(id="olive", name="Olive", groups=("managers",), accounts={"slack": "U0OLIVE"}),
    }
)
CHANNELS = 60
"""Conversations that share the load, so that each gets at most one message a second."""
SECRET = "a-secret-of-the-bench-that-is-long-enough"
USUAL_RATE, USUAL_SECONDS = 50, 30
DRAIN = 60
"""Seconds to wait for the last answers."""


class ObligingModel:
    """A model that pushes on "push it" and answers every other message."""

    name = "obliging"

    def write_request(self, prompt: ModelPrompt) -> bytes:
        return write_chat_request(prompt)

    async def choose(self, request: bytes) -> ModelAnswer:
        if b"<approval_settled" in request or b"<result call" in request:
            return choose("done", message="It is pushed.")
        return choose("push", tag="v1") if b"push it" in request else choose("done", message="Heard.")


async def run_platform(folder: Path, port: int) -> None:
    """Run the platform, in the process under test."""
    tested_agent = agent(OutsideLedger(folder / "ledger"), policy=MANAGERS)
    keys, models = SecretKeys((SECRET,)), {tested_agent.name: ObligingModel()}
    store = open_sqlite_store(f"sqlite:///{folder / 'platform.db'}", lambda: keys)
    platform = CountersignPlatform(store, [tested_agent], PEOPLE, models)
    gateway = PlatformChannelGateway(platform, "slack", dict(os.environ), f"http://127.0.0.1:{port}")
    platform.add_channels([build(SlackOptions(), gateway)])
    async with platform:
        ours: dict[str, Any] = {
            "http": DeadlineProtocol,
            "lifespan": "off",
            "log_config": None,
            "access_log": False,
            "server_header": False,
        }
        app = create_server(platform, EnvironmentSettings(base_url=f"http://127.0.0.1:{port}"))
        with socket.create_server(("127.0.0.1", port), backlog=2048) as listening:
            await uvicorn.Server(uvicorn.Config(app, **ours))._serve([listening])


class SlackLoad:
    """Sends the load to the Slack double and collects the mentions and clicks."""

    def __init__(self, slack: SlackDouble, app: SlackApp, people: Sequence[User], channels: Sequence[Channel]) -> None:
        self.slack, self.app, self.people, self.channels = slack, app, people, channels
        self.mentions: list[SlackMessage] = []
        self.clicked: list[tuple[SlackMessage, float]] = []
        self._tasks: set[asyncio.Task[Any]] = set()

    async def run(self, rate: float, seconds: float) -> None:
        """Send `rate` events a second: three mentions (two events each), then one remark (one event); and one click a second."""
        began, sent = time.monotonic(), 0
        clicks = asyncio.create_task(self._click_each_second(seconds))
        number = 0
        while sent < rate * seconds:
            await asyncio.sleep(max(0.0, began + sent / rate - time.monotonic()))
            channel = self.channels[number % len(self.channels)]
            is_mention = number % 4 != 3
            self._start_task(
                self._send_mention(channel, f"hello {number}") if is_mention else self._send_remark(channel)
            )
            sent += 2 if is_mention else 1
            number += 1
        await clicks

    async def _send_mention(self, channel: Channel, text: str) -> SlackMessage:
        said = await self.app.mention(self.people[0], channel, text)
        self.mentions.append(said.message)
        return said.message

    async def _send_remark(self, channel: Channel) -> None:
        await self.app.say(self.people[0], channel, "lunch?")

    async def _click_each_second(self, seconds: float) -> None:
        end, number = time.monotonic() + seconds, 0
        while time.monotonic() < end:
            self._start_task(self._approve_push(self.channels[-1 - number % 10]))
            number += 1
            await asyncio.sleep(1)

    async def _approve_push(self, channel: Channel) -> None:
        """Ask for a push, wait for the card, approve it."""
        root = await self._send_mention(channel, "push it")
        card = await self.slack.until(lambda: self._find_card(root), 30)
        at = self.slack.clock.now()
        await self.app.click(self.people[1], card, "Approve")
        self.clicked.append((card, at))

    def _find_card(self, root: SlackMessage) -> SlackMessage | None:
        inside = (m for m in self.slack.world.messages if m.thread_ts == root.ts and m.app_id == self.app.id)
        return next((message for message in inside if message.buttons()), None)

    def _start_task(self, act: Any) -> None:
        task = asyncio.create_task(act)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def wait_for_answers(self) -> float:
        """Wait for all answers and rewritten cards, at most `DRAIN` seconds; returns the seconds waited."""
        began = time.monotonic()
        while time.monotonic() < began + DRAIN and (
            self._tasks or self.list_unanswered() or float("inf") in self.measure_rewrites()
        ):
            await asyncio.sleep(0.2)
        return time.monotonic() - began

    def list_unanswered(self) -> list[SlackMessage]:
        answered = {m.thread_ts for m in self.slack.world.messages if m.app_id == self.app.id}
        return [message for message in self.mentions if message.ts not in answered]

    def measure_rewrites(self) -> list[float]:
        """Seconds from each click to the card that shows the approval; infinite where none does."""
        found = []
        for card, at in self.clicked:
            done = next((v.time for v in card.versions[1:] if "Approved" in v.text), None)
            found.append(done - at if done is not None else float("inf"))
        return found


async def read_notice_times(folder: Path) -> list[float]:
    """The times of all deliveries, from the log that the platform left behind."""
    keys = SecretKeys((SECRET,))
    store = open_sqlite_store(f"sqlite:///{folder / 'platform.db'}", lambda: keys)
    try:
        threads = await store.threads.list_threads(before=None, limit=100_000)
        return [
            seconds
            for thread in threads
            for seconds in list_notice_times(row.recorded for row in (await store.threads.read_rows(thread.id)).rows)
        ]
    finally:
        await store.close()


async def measure_load(rate: float, seconds: float, transport: str, folder: Path) -> dict[str, Any]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    async with SlackDouble(burst=5) as slack:
        app, people, channels = _make_workspace(slack)
        app.request_url, app.socket_mode = f"http://127.0.0.1:{port}/slack/events", transport == "socket"
        process = await _start_platform(slack, app, transport, folder, port)
        try:
            load = SlackLoad(slack, app, people, channels)
            await load.run(rate, seconds)
            drained = await load.wait_for_answers()
            return _make_report(slack, load, rate, seconds, drained)
        finally:
            process.kill()
            await process.wait()


def _make_workspace(slack: SlackDouble) -> tuple[SlackApp, list[User], list[Channel]]:
    team = slack.team("T0ACME", "Acme")
    people = [team.user("U0SAM", "Sam"), team.user("U0OLIVE", "Olive")]
    app = slack.app("A0CS")
    app.install(team)
    channels = [team.channel(f"C{number:04}", f"room-{number}", members=people) for number in range(CHANNELS)]
    app.join(*channels)
    return app, people, channels


async def _start_platform(
    slack: SlackDouble, app: SlackApp, transport: str, folder: Path, port: int
) -> asyncio.subprocess.Process:
    environ = {
        **os.environ,
        "SLACK_API_URL": slack.api_url,
        "SLACK_BOT_TOKEN": app.grant_token(app.installation()).value,
    }
    name = "SLACK_APP_TOKEN" if transport == "socket" else "SLACK_SIGNING_SECRET"
    environ[name] = app.app_token if transport == "socket" else app.signing_secret
    arguments = ["-m", "bench.slack_latency", "--platform", str(folder), str(port)]
    process = await asyncio.create_subprocess_exec(sys.executable, *arguments, env=environ)
    async with asyncio.timeout(120):
        while not (await _is_listening(port) and (transport == "http" or len(slack.sockets.of(app.id)) >= 2)):
            await asyncio.sleep(0.1)
    return process


async def _is_listening(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    return True


def _make_report(slack: SlackDouble, load: SlackLoad, rate: float, seconds: float, drained: float) -> dict[str, Any]:
    events = [
        d for d in slack.deliveries() if d.envelope == "events_api" and d.attempts
    ]  # the last one may be on its way
    clicks = [d for d in slack.deliveries("block_actions") if d.attempts]
    rewritten = load.measure_rewrites()
    return {
        "events": len(events),
        "events a second": round(len(events) / seconds, 1),
        "asked for": rate,
        "ack ms p50 p95 p99 max": _compute_quantiles([d.seconds for d in events]),
        "click ack ms p50 p95 p99 max": _compute_quantiles([d.seconds for d in clicks]),
        "click to card ms p50 p95 p99 max": _compute_quantiles(rewritten),
        "not acknowledged at first": sum(not d.first.ok for d in events + clicks),
        "mentions": len(load.mentions),
        "lost": len(load.list_unanswered()),
        "clicks": len(load.clicked),
        "answered after the load, s": round(drained, 1),
        "complaints of Slack": len(slack.complaints),
    }


def _compute_quantiles(seconds: Sequence[float]) -> list[float]:
    if len(seconds) < 2:
        return []
    cuts = statistics.quantiles(seconds, n=100, method="inclusive")
    return [round(each * 1000, 1) for each in (cuts[49], cuts[94], cuts[98], max(seconds))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rate", type=float, default=USUAL_RATE, help="inbound events a second")
    parser.add_argument("--seconds", type=float, default=USUAL_SECONDS)
    parser.add_argument("--transport", choices=("http", "socket"), default="http")
    parser.add_argument("--platform", nargs=2, metavar=("FOLDER", "PORT"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.platform:
        asyncio.run(run_platform(Path(given.platform[0]), int(given.platform[1])))
        return
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        section = GoalSection("Slack", Path(folder))
        report = asyncio.run(measure_load(given.rate, given.seconds, given.transport, Path(folder)))
        notices = asyncio.run(read_notice_times(Path(folder)))
        print(json.dumps(report, indent=2))
        section.print_verdicts(
            [
                JudgedGoal("notice to Slack, p99 ms", find_percentile(notices, 99), 1000, 1000, True),
                JudgedGoal("event to acknowledgement, p99 ms", report["ack ms p50 p95 p99 max"][2], 500, 500, True),
                JudgedGoal(
                    "click to rewritten card, p95 ms", report["click to card ms p50 p95 p99 max"][1], 1000, 1000, True
                ),
                JudgedGoal("mentions without an answer", report["lost"], 0, 0, True, False),
            ],
            [
                f"{len(notices)} messages and cards, from their event in the log until Slack had taken them: p50"
                f" {find_percentile(notices, 50)} ms; {given.rate:g} events a second for {given.seconds:g} s."
            ],
            page=choose_page(given.rate >= USUAL_RATE and given.seconds >= USUAL_SECONDS),
        )


if __name__ == "__main__":
    main()
