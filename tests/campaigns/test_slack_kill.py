"""A platform that is killed while Slack sends to it: no event is lost, none is doubled, there is one card."""

import asyncio
import os
import random
import socket
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from bot.core import events as e
from bot.core.threads.fold import fold_events
from bot.core.threads.thread import Thread
from bot.store.sqlite import event_log
from bot.store.sqlite.database import open_database
from slack_double import SlackApp, SlackDouble, SlackMessage
from tests.campaigns.slack_process import KEYS
from tests.channels.slack.slack_workspace import Transport, workspace
from tests.random_seed import seed_of_run

FULL = os.environ.get("COUNTERSIGN_CAMPAIGN") == "full"
POINTS = [
    *(f"{when} commit {nth}" for nth in range(1, 25) for when in ("before", "after")),
    "after post 1",
    "after post 2",
]
SHARE = (
    POINTS
    if FULL
    else [*random.Random(seed_of_run()).sample(POINTS[:-2], 1), random.Random(seed_of_run()).choice(POINTS[-2:])]
)
PATIENCE = 120


class RestartedSlackServer:
    """The process, started again whenever it has died: the first time with the point, then with none."""

    def __init__(self, folder: Path, environ: dict[str, str], point: str) -> None:
        self.folder, self.environ, self.point = folder, environ, point
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.died = 0
        self._process: asyncio.subprocess.Process | None = None

    async def live(self) -> None:
        """Keeps it alive until this is cancelled."""
        point = self.point
        try:
            while True:
                arguments = ["-m", "tests.campaigns.slack_process", str(self.folder), str(self.port), point]
                self._process = await asyncio.create_subprocess_exec(
                    sys.executable, *arguments, env=self.environ, stdout=asyncio.subprocess.DEVNULL
                )
                await self._process.wait()
                self.died += 1
                point = "nowhere"
        finally:
            if self._process is not None and self._process.returncode is None:
                self._process.kill()
                await self._process.wait()


@pytest.mark.campaign
@pytest.mark.parametrize("transport", ["http", "socket"] if FULL else ["http"])
@pytest.mark.parametrize("point", SHARE)
async def test_slk29_slk30_a_platform_killed_on_any_line_loses_no_word_and_doubles_no_card(
    tmp_path: Path, point: str, transport: Transport
) -> None:
    async with SlackDouble(second=0.02) as slack, asyncio.timeout(PATIENCE):
        _, app = workspace(slack)
        environ = {**os.environ, "SLACK_API_URL": f"{slack.url}/api/"}
        environ["SLACK_BOT_TOKEN"] = app.grant_token(app.installation()).value
        environ["SLACK_SIGNING_SECRET" if transport == "http" else "SLACK_APP_TOKEN"] = (
            app.signing_secret if transport == "http" else app.app_token
        )
        restarted = RestartedSlackServer(tmp_path, environ, point)
        app.request_url, app.socket_mode = f"http://127.0.0.1:{restarted.port}/slack/events", transport == "socket"
        living = asyncio.create_task(restarted.live())
        try:
            await _answering(restarted, app)
            await _story(slack, app, tmp_path / "house.db")
        finally:
            living.cancel()
            await asyncio.gather(living, return_exceptions=True)
        _judge(tmp_path, slack, app, point)


async def _answering(restarted: RestartedSlackServer, app: SlackApp) -> None:
    """Waits until the process listens, on whichever transport."""
    while True:
        if app.socket_mode and app.slack.sockets.of(app.id):
            return
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", restarted.port)
        except OSError:
            await asyncio.sleep(0.05)
            continue
        writer.close()
        if not app.socket_mode:
            return
        await asyncio.sleep(0.05)


async def _story(slack: SlackDouble, app: SlackApp, file: Path) -> None:
    """Sam asks once. Olive clicks until the card says that it is decided: a click is never sent again by Slack."""
    sam, olive = (next(iter(slack.world.teams.values())).users[id] for id in ("U0SAM", "U0OLIVE"))
    channel = next(iter(slack.world.teams.values())).channels["C0OPS"]
    await app.mention(sam, channel, "push it")
    while not any("It is pushed." in message.text for message in _mine(slack, app)):
        for card in [message for message in _mine(slack, app) if message.buttons()]:
            await app.click(olive, card, "Approve")
        await asyncio.sleep(0.3)
    while _owes(file):
        await asyncio.sleep(0.1)


def _owes(file: Path) -> bool:
    """Whether a delivery is still to be noted, as the file says from outside."""
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as connection:
        return connection.execute("SELECT 1 FROM job WHERE kind='deliver'").fetchone() is not None


def _mine(slack: SlackDouble, app: SlackApp) -> list[SlackMessage]:
    return [m for m in slack.world.messages if m.app_id == app.id and m.only_for is None and not m.is_deleted]


def _judge(folder: Path, slack: SlackDouble, app: SlackApp, point: str) -> None:
    """One thread, one decision, one effect, one card (decided, without buttons), one answer."""
    messages = _mine(slack, app)
    cards = [message for message in messages if "push" in message.text and "It is pushed." not in message.text]
    assert len(cards) == 1, (point, [message.text for message in messages])
    assert cards[0].buttons() == [], point
    assert sum("It is pushed." in message.text for message in messages) == 1, point
    assert len((folder / "ledger").read_text().splitlines()) == 1, point
    database = open_database(f"sqlite:///{folder / 'house.db'}", keys=lambda: KEYS)
    try:
        threads = [id for (id,) in database.reading.execute("SELECT id FROM thread")]
        assert len(threads) == 1, point
        events = [row.recorded for row in event_log.read_rows(database.reading, threads[0])]
        types = [recorded.event.type for recorded in events]
        assert types.count("MessageReceived") == 1, (point, types)
        assert types.count("Answered") == types.count("ApprovalSettled") == 1, (point, types)
        assert types.count("ToolStarted") <= 2, (point, "started again only when the probe says that it did not happen")
        assert not fold_events(Thread(id=threads[0]), events).owed, point
        assert isinstance(events[0].event, e.ThreadOpened)
    finally:
        database.close_unused()
