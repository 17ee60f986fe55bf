"""A platform with Slack as a process that can be killed: `python -m tests.campaigns.slack_process FOLDER PORT POINT`.

POINT is where it kills itself: `before commit 3`, `after commit 3`, `after post 1` (Slack has the message, the log has
no note of it), or `nowhere`. The model chooses by its prompt alone, so that a process after the kill goes on.
"""

import asyncio
import os
import signal
import socket
import sqlite3
import sys
from pathlib import Path
from typing import Any

import uvicorn

from bot.bootstrap import CountersignPlatform
from bot.core.prompts.event_rendering import ModelPrompt, write_chat_request
from bot.core.steps import ModelAnswer
from bot.engine.channel_gateway import PlatformChannelGateway
from bot.http.asgi_app import create_server
from bot.http.head_deadline import DeadlineProtocol
from bot.secret_keys import SecretKeys
from bot.settings import EnvironmentSettings
from bot.store.sqlite.store import open_sqlite_store
from channels.slack.channel import SlackOptions, build
from channels.slack.outbound.notifier import SlackNotifier
from tests.channels.slack.slack_people import PEOPLE
from tests.platform_fixture import MANAGERS, OutsideLedger, agent, choose

KEYS = SecretKeys(("a-secret-of-the-campaign-that-is-long-enough",))


class ByHistory:
    """Pushes the requested tag once; then chooses `done`."""

    name = "by-history"

    def write_request(self, prompt: ModelPrompt) -> bytes:
        return write_chat_request(prompt)

    async def choose(self, request: bytes) -> ModelAnswer:
        is_over = b"<result call" in request or b"<approval_settled" in request or b"<outcome call" in request
        return choose("done", message="It is pushed.") if is_over else choose("push", tag="v1")


class Killer:
    """Counts commits and posts, and kills the process at its point."""

    def __init__(self, point: str) -> None:
        words = point.split()
        self.when, self.what, self.nth = (words[0], words[1], int(words[2])) if len(words) == 3 else ("", "", 0)
        self.seen = {"commit": 0, "post": 0}

    def count(self, what: str) -> bool:
        self.seen[what] += 1
        return self.what == what and self.seen[what] == self.nth

    def die(self) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    def connect(self, path: str) -> sqlite3.Connection:
        killer = self

        class Dying(sqlite3.Connection):
            def execute(self, sql: str, *parameters: Any) -> sqlite3.Cursor:
                if sql != "COMMIT":
                    return super().execute(sql, *parameters)
                is_here = killer.count("commit")
                if is_here and killer.when == "before":
                    killer.die()
                done = super().execute(sql)
                if is_here:
                    killer.die()
                return done

        return sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=5, factory=Dying)

    def watch(self, post: SlackNotifier) -> None:
        """Dies when Slack has answered that a message is posted."""
        posted = post._post_message

        async def dying(*given: Any) -> str:
            ts = await posted(*given)
            if self.count("post"):
                self.die()
            return ts

        post._post_message = dying  # type: ignore[method-assign, assignment]


async def run(folder: Path, port: int, point: str) -> None:
    killer, origin = Killer(point), f"http://127.0.0.1:{port}"
    pusher = agent(OutsideLedger(folder / "ledger"), policy=MANAGERS)
    store = open_sqlite_store(f"sqlite:///{folder / 'house.db'}", lambda: KEYS, killer.connect)
    platform = CountersignPlatform(store, [pusher], PEOPLE, {pusher.name: ByHistory()})
    surface = build(SlackOptions(), PlatformChannelGateway(platform, "slack", dict(os.environ), origin))
    killer.watch(surface.post)
    platform.add_channels([surface])
    async with platform:
        app = create_server(platform, EnvironmentSettings(base_url=origin))
        ours: dict[str, Any] = {
            "http": DeadlineProtocol,
            "lifespan": "off",
            "log_config": None,
            "access_log": False,
            "server_header": False,
        }
        with socket.create_server(("127.0.0.1", port)) as listening:
            print("ready", flush=True)
            await uvicorn.Server(uvicorn.Config(app, **ours))._serve([listening])


if __name__ == "__main__":
    asyncio.run(run(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]))
