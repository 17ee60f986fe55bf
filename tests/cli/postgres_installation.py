"""A folder with a staged shop over a database of PostgreSQL, and the processes over it."""

import asyncio
import signal
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from bot.store.postgres.connecting import connect_for_writing
from tests.cli.server_process import MAX, OLIVE, SAM, ServerProcess, agent, make_keys
from tests.cli.terminal import clean_environment, fork, free_port, until_healthy
from tests.postgres_databases import SECRET

KEYS = {"olive": "admin", "max": "operator", "sam": "operator"}


class PostgresInstallation:
    """A folder with a staged shop, its settings and keys, and the servers over it, one after the other."""

    def __init__(self, folder: Path, url: str) -> None:
        self._set_up(folder, url, SECRET)
        (folder / "countersign.toml").write_text(OLIVE + MAX + SAM + agent(folder))
        self.keys = asyncio.run(make_keys(folder, KEYS, database_url=url, secret_key=SECRET))  # type: ignore[arg-type]

    @classmethod
    def open(cls, folder: Path, url: str, secret: str, keys: Mapping[str, str]) -> "PostgresInstallation":
        """One that is there already, with its configuration and keys."""
        here = cls.__new__(cls)
        here._set_up(folder, url, secret)
        here.keys = dict(keys)
        return here

    def _set_up(self, folder: Path, url: str, secret: str) -> None:
        self.folder, self.url = folder, url
        self.settings = {"COUNTERSIGN_DATABASE_URL": url, "COUNTERSIGN_SECRET_KEY": secret}

    @contextmanager
    def serve(self, *options: str) -> Iterator[ServerProcess]:
        """A server, killed at the end if it has not ended. One that stands by need not answer yet."""
        port = free_port()
        process = fork("serve", *options, environment=clean_environment(self.folder, PORT=str(port), **self.settings))
        here = ServerProcess(self.folder, process, f"http://127.0.0.1:{port}", self.keys)
        reader = threading.Thread(target=lambda: here.said.extend(process.stderr or ()), daemon=True)
        try:
            if "--standby" not in options:
                until_healthy(here.url, process)
            reader.start()
            yield here
        finally:
            kill(process)
            if reader.ident is not None:
                reader.join(60)
            for stream in filter(None, (process.stdin, process.stdout, process.stderr)):
                stream.close()

    @contextmanager
    def work(self, *options: str) -> Iterator[ServerProcess]:
        """A process that takes turns, once it does."""
        process = self.start_worker(*options)
        here = ServerProcess(self.folder, process, "", self.keys)
        assert process.stdout is not None
        assert process.stdout.readline().startswith("Taking turns for ")
        reader = threading.Thread(target=lambda: here.said.extend(process.stderr or ()), daemon=True)
        reader.start()
        try:
            yield here
        finally:
            kill(process)
            reader.join(60)
            for stream in filter(None, (process.stdin, process.stdout, process.stderr)):
                stream.close()

    def start_worker(self, *options: str) -> "subprocess.Popen[str]":
        return fork("worker", *options, environment=clean_environment(self.folder, **self.settings))

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with closing(connect_for_writing(self.url)) as connection:
            return connection.execute(query).fetchall()

    def hold_pushes(self) -> tuple[Path, Path]:
        """Let each push to the origin wait: for the second file, after it made the first."""
        reached, go = self.folder / "reached", self.folder / "go"
        hook = self.folder / "origin.git" / "hooks" / "pre-receive"
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(f"#!/bin/sh\ntouch {reached}\nwhile [ ! -e {go} ]; do sleep 0.02; done\n")
        hook.chmod(0o755)
        return reached, go


def kill(process: "subprocess.Popen[str]") -> None:
    """End a process as a power failure does, without a last word."""
    if process.poll() is None:
        process.send_signal(signal.SIGKILL)
        process.wait(60)


def wait_for_end(server: ServerProcess, request: str) -> dict[str, Any]:
    """The execution of the request, once it has ended."""

    def look() -> dict[str, Any] | None:
        execution = server.look(request)["execution"]
        return execution if execution and execution["finished_at"] else None

    return dict(server.wait(look, "it is executed"))
