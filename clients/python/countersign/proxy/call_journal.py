"""The open calls of this machine: a file for each, so that the same call after a restart goes on with its request.

A file is locked while a process waits or runs with it (`flock`), and the lock ends with the process.
"""

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from countersign.errors import CallRefused

KEPT_SECONDS = 30 * 24 * 3600
"""Seconds after which the file of a call that nobody repeated is removed."""


class OpenCall:
    """A call that was asked about. `key`: its idempotency key. `has_started`: it ran, and its end was not told."""

    def __init__(self, path: Path, file: int) -> None:
        self._path, self._file = path, file
        held = _read_json(os.pread(file, 65_536, 0))
        self.key = str(held.get("key") or f"mcp-{uuid4().hex}")
        self.request = str(held.get("request") or "")
        self.has_started = held.get("started") is True

    def save(self) -> None:
        """Write it. It is on the disk when this returns: before people are asked, and before the call runs."""
        text = json.dumps({"key": self.key, "request": self.request, "started": self.has_started}).encode()
        os.ftruncate(self._file, 0)
        os.pwrite(self._file, text, 0)
        os.fsync(self._file)

    def remember_request(self, id: str) -> None:
        self.request = id
        self.save()

    def start(self) -> None:
        """Note that the call runs from now on."""
        self.has_started = True
        self.save()

    def close(self) -> None:
        """Forget the call: its end is told. The same call later is another one."""
        self._path.unlink(missing_ok=True)

    def ask_anew(self) -> None:
        """Forget the request: another one is asked by another key."""
        self.key, self.request, self.has_started = f"mcp-{uuid4().hex}", "", False
        self.save()


class CallJournal:
    """The folder of the open calls."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @contextmanager
    def open_call(self, digest: str) -> Iterator[OpenCall]:
        """The call with this digest, for this process alone. Raises `CallRefused` while another process has it."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = self.folder / f"{digest}.json"
        while True:
            file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if path.exists() and path.stat().st_ino == os.fstat(file).st_ino:  # else it was removed meanwhile
                    yield OpenCall(path, file)
                    return
            except BlockingIOError as error:
                raise CallRefused(
                    "Another process of this machine waits with exactly this call. Nothing was run here; call again later."
                ) from error
            finally:
                os.close(file)

    def remove_old(self) -> None:
        """Remove files that were not touched for `KEPT_SECONDS`, unless their call ran with an end that was not told."""
        for path in self.folder.glob("*.json"):
            held = _read_json(path.read_bytes())
            if time.time() - path.stat().st_mtime > KEPT_SECONDS and held.get("started") is not True:
                path.unlink(missing_ok=True)


def _read_json(text: bytes) -> dict[str, Any]:
    try:
        found = json.loads(text or b"{}")
    except ValueError:  # it was cut by the end of the machine
        return {}
    return found if isinstance(found, dict) else {}
