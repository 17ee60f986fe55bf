"""TRG-K: a real `countersign serve` is killed at random while a webhook, a schedule and the terminal begin threads.

Judged from outside, by the ledger of the effects and by the API: each thread finishes, and its effect is there exactly once.
"""

import asyncio
import hashlib
import hmac
import json
import os
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from subprocess import Popen
from typing import Any

import httpx2
import pytest

from tests.cli.server_process import make_keys
from tests.cli.terminal import clean_environment, end, fork, free_port, until_healthy
from tests.empty_databases import lay_empty_database
from tests.random_seed import seed_of_run

FULL = os.environ.get("COUNTERSIGN_CAMPAIGN") == "full"
KILLS, TRIGGERS, LAUNCHES = (200, 10, 20) if FULL else (3, 2, 2)
PATIENCE = 1_800 if FULL else 120
"""Seconds for the whole: a machine with other work needs them for the restarts; nothing is measured by them."""
SECRET = "a-webhook-secret-of-32-characters"
PEOPLE = '[people.sam]\nname = "Sam"\n\n[people.olive]\nname = "Olive"\n\n'
SOURCE = f"""[channels.webhook.ci]
scheme = "hmac"
secret = "{SECRET}"
agent = "pusher"
rules = [{{ text = "/push_tag tag={{tag}}" }}]

"""


def write_config(folder: Path) -> None:
    """Its triggers are due at a minute that has just passed: each begins one thread, in whichever life of the server comes to it."""
    due = datetime.now(UTC) - timedelta(minutes=1)
    table = f'[agents.pusher]\npackage = "tests.campaigns.push_agent"\nledger = "{folder}/ledger"\n\n'
    cron = (
        f'[channels.cron.t{number}]\nagent = "pusher"\nschedule = "{due.minute} {due.hour} {due.day} {due.month} *"\n'
        f'text = "/push_tag tag=cron-{number}"\n\n'
        for number in range(TRIGGERS)
    )
    (folder / "countersign.toml").write_text(PEOPLE + table + SOURCE + "".join(cron))
    (folder / "ledger").touch()


class KilledServer:
    """The server, started again by a thread of its own whenever that has killed it, `KILLS` times at random moments."""

    def __init__(self, folder: Path, dice: random.Random) -> None:
        self.folder, self.dice, self.kills = folder, dice, 0
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.faults: list[BaseException] = []
        self.moved = threading.Event()
        """Set whenever something is sent to it: half of the kills come just then."""
        self._forks = threading.Lock()
        self._process: Popen[str] | None = None
        self._thread = threading.Thread(target=self._kill_again_and_again)

    def run(self, *args: str, **more: str) -> Popen[str]:
        with self._forks:
            return fork(*args, environment=clean_environment(self.folder, **more))

    @contextmanager
    def running(self) -> Iterator[None]:
        self._thread.start()
        try:
            yield
        finally:
            self._thread.join()
            if self._process is not None:
                self._process.terminate()
                end(self._process)

    @property
    def is_over(self) -> bool:
        return not self._thread.is_alive()

    def _kill_again_and_again(self) -> None:
        try:
            while True:
                self._process = self.run("serve", PORT=str(self.port))
                if self.kills == KILLS:
                    return
                if self.dice.random() < 0.8:  # else it dies while it starts
                    until_healthy(self.url, self._process)
                self.moved.clear()
                is_near = self.dice.random() < 0.5 and self.moved.wait(5)
                time.sleep(self.dice.uniform(0, 0.03 if is_near else 0.3))
                assert self._process.poll() is None, end(self._process)
                self._process.kill()
                end(self._process)
                self.kills += 1
        except BaseException as error:  # noqa: BLE001  the test's own thread raises it
            self.faults.append(error)


class OutsideWorld:
    """The sender of webhooks, the person at the terminal, and the person who approves. `owed` are the tags that were
    acknowledged, or that a schedule owes."""

    def __init__(self, server: KilledServer, keys: dict[str, str], http: httpx2.Client) -> None:
        self.server, self.keys, self.http = server, keys, http
        self.ledger = server.folder / "ledger"
        self.owed = {f"cron-{number}" for number in range(TRIGGERS)}
        self.posted = self.launches = self.launched = 0

    @property
    def effects(self) -> list[str]:
        return [line.split(" ")[1] for line in self.ledger.read_text().splitlines()]

    def call(self, method: str, path: str, **given: Any) -> Any:
        """The answer; None where the server died or is not there."""
        headers = {"Authorization": f"Bearer {self.keys['olive']}"}
        self.server.moved.set()
        try:
            return self.http.request(method, f"/api/v1/{path}", headers=headers, **given).json()
        except httpx2.TransportError:
            time.sleep(0.02)
            return None

    def post_delivery(self) -> None:
        """Post the next delivery. A sender that gets no answer posts the very same one the next time."""
        body = json.dumps({"tag": f"hook-{self.posted}"}).encode()
        signature = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
        with suppress(httpx2.TransportError):
            answer = self.http.post("/webhooks/ci", content=body, headers={"x-hub-signature-256": signature})
            assert answer.is_success, answer.text
            self.owed.add(f"hook-{self.posted}")
            self.posted += 1

    def launch(self) -> None:
        """Launch a thread by the verb. It is owed once the verb has printed its id; a person writes another tag the next time."""
        tag, self.launches = f"cli-{self.launches}", self.launches + 1
        reached = {"COUNTERSIGN_URL": self.server.url, "COUNTERSIGN_API_KEY": self.keys["sam"]}
        ran = end(self.server.run("launch", "pusher", f"/push_tag tag={tag}", **reached))
        assert "Traceback" not in ran.err
        if ran.out:
            self.owed.add(tag)
            self.launched += 1

    def approve_all(self) -> None:
        found = self.call("GET", "requests", params={"status": "pending"})
        for request in (found or {}).get("items", ()):
            body = {"decision": "approve", "digest": request["digest"]}
            self.call("POST", f"requests/{request['id']}/decision", json=body)

    def list_threads(self) -> list[dict[str, Any]]:
        """All threads, page by page; the server lives."""
        threads: list[dict[str, Any]] = []
        page: dict[str, Any] = {"next_cursor": None}
        while not threads or page["next_cursor"]:
            cursor = {"cursor": page["next_cursor"]} if page["next_cursor"] else {}
            page = self.call("GET", "threads", params={"limit": 200, **cursor})
            threads += page["items"]
        return threads

    def act(self, until: float) -> None:
        """Begin threads and approve what they ask until the server is killed no more and all that is owed has happened."""
        while not (self.server.is_over and self.launched >= LAUNCHES and self.owed <= {*self.effects}):
            assert time.monotonic() < until, f"owed: {sorted(self.owed - {*self.effects})}, {self.server.faults}"
            if self.owed <= {*self.effects, *(f"cron-{number}" for number in range(TRIGGERS))}:
                self.post_delivery()
                if self.launched < LAUNCHES:
                    self.launch()
            self.approve_all()
        while any(thread["status"] != "finished" for thread in self.list_threads()):
            assert time.monotonic() < until, self.list_threads()
            self.approve_all()


def launch_and_kill(server: KilledServer) -> None:
    """The terminal runs an agent without a server, and is killed within it. Its thread, if there is one, finishes by the server."""
    process = server.run("launch", "pusher", "/push_tag tag=alone", "--as", "sam")
    time.sleep(server.dice.uniform(0, 0.6))
    process.kill()
    end(process)


@pytest.mark.campaign
def test_trgk_what_a_webhook_a_schedule_or_the_terminal_began_finishes_once_however_often_the_server_dies(
    tmp_path: Path,
) -> None:
    seed = seed_of_run()
    write_config(tmp_path)
    lay_empty_database(tmp_path / "data" / "countersign.db")
    keys = asyncio.run(make_keys(tmp_path, {"olive": "admin", "sam": "operator"}))
    server = KilledServer(tmp_path, random.Random(seed))
    launch_and_kill(server)
    with httpx2.Client(base_url=server.url, trust_env=False, timeout=30) as http, server.running():
        outside = OutsideWorld(server, keys, http)
        outside.act(time.monotonic() + PATIENCE)
        threads = outside.list_threads()
        settled = outside.call("GET", "requests", params={"limit": 200})["items"]
    assert server.faults == []
    assert server.kills == KILLS
    effects, titles = Counter(outside.effects), Counter(thread["title"] for thread in threads)
    assert set(effects.values()) == {1}, (seed, effects)
    assert titles == Counter(f"/push_tag tag={tag}" for tag in effects), (seed, titles, effects)
    assert {request["status"] for request in settled} == {"approved"}, seed
    assert outside.posted > 0
