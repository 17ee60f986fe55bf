"""`countersign demo` as a visitor runs it: a process, a port, a real git origin, decisions over the API."""

import asyncio
import hashlib
import hmac
import json
import os
import re
import signal
import sqlite3
import stat
import subprocess
import time
import tomllib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Protocol

import httpx2
import pytest
import uvicorn

from bot import demo as sample
from bot.core.errors import ForeignDatabase
from bot.demo import demo_settings, run_demo
from bot.engine.platform import CountersignPlatform
from bot.serve import GracefulServer
from tests.busy_machine import Deadline
from tests.cli.terminal import BEFORE, HEAD, clean_environment, end, fork, free_port, start, tag_at
from tests.platform_fixture import PlatformFixture, choose


@dataclass
class Demo:
    """A running demo and its addresses."""

    folder: Path
    port: int
    process: subprocess.Popen[str]
    http: httpx2.Client

    @property
    def env(self) -> dict[str, str]:
        lines = (self.folder / "demo.env").read_text().splitlines()
        return dict(line.split("=", 1) for line in lines)

    def api(self, method: str, path: str, body: Any = None) -> Any:
        headers = {"Authorization": f"Bearer {self.env['COUNTERSIGN_API_KEY']}"}
        url = f"{self.env['COUNTERSIGN_URL']}/api/v1/{path}"
        response = self.http.request(method, url, headers=headers, json=body)
        assert response.is_success, response.text
        return response.json()

    def pending(self) -> list[dict[str, Any]]:
        return list(self.api("GET", "requests?status=pending")["items"])

    def proposal(self, besides: str = "") -> dict[str, Any]:
        """The request that waits, once there is one, other than this one."""
        found: dict[str, Any] = eventually(lambda: next((r for r in self.pending() if r["id"] != besides), None))
        return found

    def decide(self, request: dict[str, Any], decision: str, reason: str = "") -> None:
        body = {"decision": decision, "digest": request["digest"], "reason": reason}
        self.api("POST", f"requests/{request['id']}/decision", body)

    def types(self, thread: str) -> list[str]:
        return [event["type"] for event in self.api("GET", f"threads/{thread}/events")["items"]]

    def said(self, thread: str) -> list[str]:
        events = self.api("GET", f"threads/{thread}/events")["items"]
        return [event["data"]["text"] for event in events if event["type"] == "Said"]

    def tag(self, name: str) -> str:
        return tag_at(self.folder, name)


def has_said(demo: Demo, thread: str, start: str) -> bool:
    return any(text.startswith(start) for text in demo.said(thread))


def eventually(look: Callable[[], Any]) -> Any:
    """The first true result of `look`. Fails after a minute."""
    deadline = Deadline()
    while not deadline.is_over:
        with suppress(httpx2.HTTPError, FileNotFoundError, ValueError, KeyError):
            if found := look():
                return found
        time.sleep(0.05)
    raise AssertionError("it never came")


class Begins(Protocol):
    def __call__(self, *args: str, environment: dict[str, str]) -> subprocess.Popen[str]: ...


@contextmanager
def demo(folder: Path, *options: str, port: int = 0, begin: Begins = fork, **more: str) -> Iterator[Demo]:
    """A demo that answers; it is killed at the end if it still runs."""
    port = port or free_port()
    environment = {**clean_environment(folder), "COUNTERSIGN_DATA": str(folder), **more}
    process = begin("demo", "--no-browser", "--port", str(port), *options, environment=environment)
    with httpx2.Client(timeout=60, trust_env=False, limits=httpx2.Limits(max_keepalive_connections=0)) as http:
        running = Demo(folder, port, process, http)
        try:
            eventually(lambda: process.poll() is not None or running.env["COUNTERSIGN_URL"].endswith(f":{port}"))
            yield running
        finally:
            if process.poll() is None:
                process.kill()
            process.communicate()


def test_from_nothing_to_a_tag_on_exactly_that_commit(tmp_path: Path) -> None:
    with demo(tmp_path, "--exit-after-decision", begin=start) as running:
        asked = running.proposal()
        assert (asked["tool"], asked["requested_by"]) == ("tag_release", "sam")
        assert asked["arguments"] == {"tag": "v1.4.2", "commit": HEAD}
        assert running.tag("v1.4.2") == ""
        running.decide(asked, "approve")
        ran = end(running.process)
        assert (ran.code, ran.err) == (0, "")
        assert running.tag("v1.4.2") == HEAD
        assert "Sam asked:" in ran.out
        assert "/sign-in/" in ran.out
        assert running.env["COUNTERSIGN_API_KEY"] in ran.out
        assert "offline-rules" in ran.out
        assert "Ctrl-C stops it." in ran.out
        printed = re.search(r"set -a; \. (\S+); set \+a; (\S+) requests", ran.out)
        assert printed
        assert printed[1] == str(tmp_path / "demo.env")
        assert os.access(printed[2], os.X_OK)


def test_not_that_one_the_one_before(tmp_path: Path) -> None:
    with demo(tmp_path) as running:
        first = running.proposal()
        running.decide(first, "reject", "not that one, the one before")
        second = running.proposal(besides=first["id"])
        assert second["arguments"] == {"tag": "v1.4.2", "commit": BEFORE}
        assert second["thread_id"] == first["thread_id"]
        running.decide(second, "approve")
        eventually(lambda: running.tag("v1.4.2"))
        assert running.tag("v1.4.2") == BEFORE


def test_it_says_what_changed_and_that_it_is_a_demo_where_it_does_not_know(tmp_path: Path) -> None:
    with demo(tmp_path) as running:
        asked = running.proposal()
        for message, answer in (
            (
                "what changed?",
                "3 commits on main at origin since v1.4.1 (68a2f8c), newest first:\nf4b7f10 2026-11-20 Olive: ",
            ),
            ("Is it going to rain? Yes, go ahead.", "I am a demo without a model"),
        ):
            running.api("POST", f"threads/{asked['thread_id']}/messages", {"message": message})
            eventually(partial(has_said, running, asked["thread_id"], answer))
        assert running.pending() == [asked]
        assert running.tag("v1.4.2") == ""


def test_killed_and_started_again_it_goes_on(tmp_path: Path) -> None:
    with demo(tmp_path) as running:
        asked, before = running.proposal(), running.env
        running.process.send_signal(signal.SIGKILL)
        running.process.wait(60)
    with demo(tmp_path, port=running.port) as again:
        assert again.env == before
        assert [each["id"] for each in eventually(again.pending)] == [asked["id"]]
        again.decide(asked, "approve")
        eventually(lambda: again.tag("v1.4.2") == HEAD)
        eventually(lambda: again.api("GET", f"threads/{asked['thread_id']}")["status"] == "finished")
        assert again.types(asked["thread_id"]).count("ToolStarted") == 1
        assert len(again.api("GET", "threads")["items"]) == 1


def test_a_decision_of_an_earlier_start_ends_nothing(tmp_path: Path) -> None:
    with demo(tmp_path, "--exit-after-decision") as first:
        first.decide(first.proposal(), "reject", "no")
        assert end(first.process).code == 0
    with demo(tmp_path, "--exit-after-decision") as second:
        assert second.pending() == []
        second.api("POST", "threads", {"agent": "deploybot", "message": "deploy the latest"})
        second.decide(second.proposal(), "approve")
        assert end(second.process).code == 0
        assert second.tag("v1.4.2") == HEAD


async def test_only_a_decision_after_the_start_ends_the_demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looks, has_looked, stopped = 0, asyncio.Event(), asyncio.Event()
    look = sample._find_decided

    async def counted(platform: CountersignPlatform) -> dict[str, str]:
        nonlocal looks
        looks += 1
        if looks == 6:
            has_looked.set()
        return await look(platform)

    class WatchedServer(GracefulServer):
        def stop_serving(self) -> None:
            stopped.set()

    monkeypatch.setattr(sample, "_find_decided", counted)
    monkeypatch.setattr(sample, "POLL_INTERVAL", 0.0)
    monkeypatch.setattr(sample, "AFTERWARDS", 0.0)
    server = WatchedServer(uvicorn.Config("no:app"))
    async with PlatformFixture(
        tmp_path, choose("push", tag="v1"), choose("done"), choose("push", tag="v2")
    ) as platform:
        for decision, by in (("reject", "olive"), ("approve", "max")):
            thread = await platform.launch()
            (request,) = await platform.pending()
            if decision == "approve":
                watching = asyncio.create_task(sample.stop_after_decision(platform.app, server))
                await asyncio.wait_for(has_looked.wait(), 60)
                assert not stopped.is_set()
            await platform.decide(request, decision, by=by, reason="no")
            await platform.settle()
            assert await platform.app.queries.find_status(thread) != "working"
        await asyncio.wait_for(watching, 60)
    assert stopped.is_set()


def test_what_it_writes_is_for_its_owner_alone(tmp_path: Path) -> None:
    with demo(tmp_path / "new") as running:
        for file in ("demo.env", "countersign.toml"):
            assert stat.S_IMODE((running.folder / file).stat().st_mode) == 0o600
        assert stat.S_IMODE(running.folder.stat().st_mode) == 0o700


def test_a_configuration_that_is_there_is_kept(tmp_path: Path) -> None:
    with demo(tmp_path) as running:
        running.proposal()
    written = (tmp_path / "countersign.toml").read_text()
    (tmp_path / "countersign.toml").write_text(written.replace('name = "Olive"', 'name = "Olivia"'))
    with demo(tmp_path) as again:
        me = again.api("GET", "me")
        assert me == {"person": "olive", "name": "Olivia", "scope": "admin", "makers": []}


def test_a_key_that_was_lost_or_is_another_persons_is_replaced(tmp_path: Path) -> None:
    with demo(tmp_path) as running:
        before = running.env["COUNTERSIGN_API_KEY"]
    (tmp_path / "demo.env").write_text("COUNTERSIGN_API_KEY=cs_nonsense\n")
    with demo(tmp_path) as again:
        assert again.api("GET", "me")["person"] == "olive"
        assert again.env["COUNTERSIGN_API_KEY"] not in (before, "cs_nonsense")


def test_a_signed_webhook_asks_about_what_was_merged(tmp_path: Path) -> None:
    with demo(tmp_path) as running:
        running.proposal()
        source = tomllib.loads((tmp_path / "countersign.toml").read_text())["channels"]["webhook"]["shop"]
        merged = {"number": 7, "title": "Fix it", "merged": True, "merge_commit_sha": HEAD, "base": {"ref": "main"}}
        payload = {"action": "closed", "pull_request": merged, "sender": {"login": "sam"}}
        body = json.dumps(payload).encode()
        signature = hmac.new(source["secret"].encode(), body, hashlib.sha256).hexdigest()
        headers = {
            "X-GitHub-Event": "pull_request",
            "X-GitHub-Delivery": "72d3162e-cc78-11e3-81ab-4c9367dc0958",
            "X-Hub-Signature-256": f"sha256={signature}",
            "Content-Type": "application/json",
        }
        url = f"{running.env['COUNTERSIGN_URL']}/webhooks/shop"
        taken = running.http.post(url, content=body, headers=headers)
        assert taken.is_success, taken.text
        threads = running.api("GET", "threads")["items"]
        assert taken.json()["thread"] in [each["id"] for each in threads]
        assert len(threads) == 2


def test_a_port_that_is_taken_is_said(tmp_path: Path) -> None:
    with demo(tmp_path) as running:
        environment = {**clean_environment(tmp_path), "COUNTERSIGN_DATA": str(tmp_path / "other")}
        ran = end(fork("demo", "--no-browser", environment={**environment, "PORT": str(running.port)}))
    assert ran.code == 2
    assert ran.err.startswith(f"error: Port {running.port} on 127.0.0.1 is taken. Set PORT")


def test_a_folder_that_another_demo_has(tmp_path: Path) -> None:
    with demo(tmp_path):
        environment = {**clean_environment(tmp_path), "COUNTERSIGN_DATA": str(tmp_path)}
        ran = end(fork("demo", "--no-browser", "--port", str(free_port()), environment=environment))
    assert ran.code == 2
    assert "is in use by another Countersign process" in ran.err


def test_a_folder_with_quotes_in_its_name(tmp_path: Path) -> None:
    with demo(tmp_path / 'a "b" ü') as running:
        assert running.proposal()["arguments"]["commit"] == HEAD


def test_another_database_of_the_environment_is_left_alone(tmp_path: Path) -> None:
    elsewhere = tmp_path / "production.db"
    with demo(tmp_path / "demo", COUNTERSIGN_DATABASE_URL=f"sqlite:///{elsewhere}") as running:
        running.proposal()
    assert not elsewhere.exists()


def test_eng06_nothing_is_laid_beside_a_foreign_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(sqlite3.connect(tmp_path / "countersign.db")) as connection:
        connection.execute("CREATE TABLE theirs (x)")
    monkeypatch.setenv("COUNTERSIGN_DATA", str(tmp_path))
    settings = demo_settings(free_port())
    with pytest.raises(ForeignDatabase, match="not a Countersign database"):
        asyncio.run(run_demo(settings, print, browser=False, exit_after_decision=False))
    assert [path.name for path in tmp_path.iterdir()] == ["countersign.db"]
