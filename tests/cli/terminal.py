"""A terminal in a folder with a staged shop: runs verbs as a person does, in this process or in one of their own."""

import io
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
import pytest
import structlog

from agents.deploybot.demo_project import TOML
from bot.cli import main
from tests.busy_machine import Deadline, stretch
from tests.cli.fork_server import ForkedVerb
from tests.empty_databases import lay_empty_database

FOREIGN = ("COUNTERSIGN_", "OPENAI_", "OTEL_", "PORT", "DISPLAY", "WAYLAND_DISPLAY")
HEAD = "f4b7f10cc6eb2567f282f55083a2b1afdea910fa"
BEFORE = "46b7cdb7faf24e5d1298b76222c8345dc514cfc2"


@dataclass(frozen=True)
class CommandResult:
    """The exit status of a command, and its output."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def clean_environment(folder: Path, **more: str) -> dict[str, str]:
    """The environment of a visitor that has set the folder of their files alone, and lines of log for people."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}
    here = {"COUNTERSIGN_DATA": str(folder / "data"), "COUNTERSIGN_CONFIG": str(folder / "countersign.toml")}
    return {**kept, **here, "COUNTERSIGN_LOG_FORMAT": "text", **more}


def write_config(folder: Path, more: str = "") -> None:
    text = TOML.format(folder=folder, secret="a-webhook-secret-of-32-characters")
    (folder / "countersign.toml").write_text(text + more)


@dataclass
class StagedTerminal:
    """`terminal("requests", "--json")` runs a verb here; `person` is COUNTERSIGN_PERSON."""

    folder: Path
    monkeypatch: pytest.MonkeyPatch
    capsys: pytest.CaptureFixture[str]
    environment: dict[str, str] = field(default_factory=dict)

    def __call__(self, *args: str, typed: str = "", **more: str) -> CommandResult:
        with self.monkeypatch.context() as patch:
            for name in [name for name in os.environ if name.startswith(FOREIGN)]:
                patch.delenv(name)
            for name, value in clean_environment(self.folder, **{**self.environment, **more}).items():
                patch.setenv(name, value)
            patch.setattr("sys.stdin", io.StringIO(typed))
            try:
                code = main(args)
            finally:
                structlog.reset_defaults()
        said = self.capsys.readouterr()
        assert "\x1b" not in said.out + said.err
        assert "Traceback" not in said.out + said.err
        return CommandResult(code, said.out, said.err)

    def launched(self, text: str = "deploy the latest backend", by: str = "sam") -> tuple[str, str]:
        """A fresh thread that waits for its approval, and the request. The file is an empty one, unless there is one."""
        if not self.environment:
            lay_empty_database(self.folder / "data" / "countersign.db")
        thread = self("launch", "deploybot", text, "--as", by).out.split("\n")[0]
        return thread, self("requests", "--thread", thread, "--json").json["items"][0]["id"]

    def tag(self, name: str) -> str:
        """The commit of this tag at the bare origin; empty when it is not there."""
        return tag_at(self.folder, name)


def tag_at(folder: Path, name: str) -> str:
    command = ["git", "rev-parse", "--verify", "--quiet", f"refs/tags/{name}^{{commit}}"]
    return subprocess.run(
        command, cwd=folder / "origin.git", capture_output=True, text=True, check=False
    ).stdout.strip()


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def start(*args: str, environment: dict[str, str]) -> subprocess.Popen[str]:
    """A verb in a process of its own, its output in a pipe."""
    command = [sys.executable, "-m", "bot", *args]
    return subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def fork(*args: str, environment: dict[str, str]) -> subprocess.Popen[str]:
    """As `start`, in a child of a process that has imported the product: for tests that are not about the start."""
    return ForkedVerb(args, environment)


def end(process: subprocess.Popen[str]) -> CommandResult:
    """Waits for its own end, two minutes at most, longer on a busy machine."""
    try:
        out, err = process.communicate(timeout=stretch(120))
    except subprocess.TimeoutExpired:
        process.kill()
        out, err = process.communicate()
        raise AssertionError(f"it did not end:\n{out}\n{err}") from None
    return CommandResult(process.returncode, out, err)


@contextmanager
def serving(folder: Path, **more: str) -> Iterator[str]:
    """A real `countersign serve` over the folder; its URL. Words for the interpreter itself, such as PYTHONPATH, start one."""
    port = free_port()
    begin = start if any(name.startswith("PYTHON") for name in more) else fork
    process = begin("serve", environment=clean_environment(folder, PORT=str(port), **more))
    try:
        url = f"http://127.0.0.1:{port}"
        until_healthy(url, process)
        yield url
    finally:
        process.terminate()
        ran = end(process)
    assert ran.code == 0, ran.err


def until_healthy(url: str, process: subprocess.Popen[str]) -> None:
    """Returns once the server answers. Fails when it ends or takes a minute."""
    deadline = Deadline()
    with httpx2.Client(trust_env=False) as client:
        while not deadline.is_over:
            if process.poll() is not None:
                raise AssertionError(f"the server ended: {end(process)}")
            with suppress(httpx2.HTTPError):
                if client.get(f"{url}/healthz", timeout=60).status_code == 200:
                    return
            time.sleep(0.05)
    raise AssertionError("the server did not come up")
