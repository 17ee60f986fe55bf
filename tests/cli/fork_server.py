"""Starts a verb without starting Python: one process has imported the product, and forks a child for each verb.

A child has its own descriptors, environment and folder, and ends as `python -m bot` does. It does not show how the product is
imported: `test_serve.py`, `test_entry_point.py`, `test_see2_hangup.py` and one test of `tests/test_demo.py` start interpreters.

A request is four bytes of length and JSON, with the descriptors of stdin, stdout, stderr and of a pipe beside it; the answer is the
pid. The exit status of the child is written into that pipe.
"""

import atexit
import gc
import json
import os
import select
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from runpy import run_module
from typing import IO

from bot import cli
from bot.hangup_signal import catch_hangup

ROOT = Path(__file__).parents[2]
IMPORTED = (
    "bot.demo",
    "bot.serve",
    "bot.bootstrap",
    "bot.http.asgi_app",
    "bot.store.sqlite.migrate",
    "agents.deploybot.agent",
    "uvicorn",
)
LENGTH, PID, STATUS = struct.Struct("=I"), struct.Struct("=i"), struct.Struct("=i")
_ASKING = threading.Lock()
"""Held from a request to its answer."""


class ForkedVerb(subprocess.Popen[str]):
    """A verb in a child of the fork server, used as a `subprocess.Popen` with pipes and text."""

    def __init__(self, args: tuple[str, ...], environment: Mapping[str, str]) -> None:
        (theirs_in, ours_in), (ours_out, theirs_out), (ours_err, theirs_err) = os.pipe(), os.pipe(), os.pipe()
        self._status, status = os.pipe()
        theirs = (theirs_in, theirs_out, theirs_err, status)
        self.args, self.returncode = args, None
        self.pid = _ask_for_child(args, environment, theirs)
        for each in theirs:
            os.close(each)
        self.stdin, self.stdout, self.stderr = os.fdopen(ours_in, "w"), os.fdopen(ours_out), os.fdopen(ours_err)
        self._said: dict[IO[str], str] = {}
        self._readers: list[threading.Thread] = []

    def poll(self) -> int | None:
        return self._await_status(0)

    def wait(self, timeout: float | None = None) -> int:
        found = self._await_status(timeout)
        if found is None:
            raise subprocess.TimeoutExpired(self.args, timeout or 0)
        return found

    def communicate(self, input: str | None = None, timeout: float | None = None) -> tuple[str, str]:
        """Reads both pipes to their ends. After TimeoutExpired, a second call has the whole."""
        assert input is None
        assert self.stdin
        assert self.stdout
        assert self.stderr
        self.stdin.close()
        deadline = time.monotonic() + (threading.TIMEOUT_MAX if timeout is None else timeout)
        if not self._readers:
            self._readers = [threading.Thread(target=self._read, args=(pipe,)) for pipe in (self.stdout, self.stderr)]
            for reader in self._readers:
                reader.start()
        for reader in self._readers:
            reader.join(max(0.0, deadline - time.monotonic()))
            if reader.is_alive():
                raise subprocess.TimeoutExpired(self.args, timeout or 0)
        self.wait(max(0.0, deadline - time.monotonic()))
        return self._said[self.stdout], self._said[self.stderr]

    def send_signal(self, sig: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, sig)

    def __del__(self, *_: object) -> None:
        """The fork server waits for its child, also for one that nobody asks about any more."""

    def _read(self, pipe: IO[str]) -> None:
        with pipe:
            self._said[pipe] = pipe.read()

    def _await_status(self, timeout: float | None) -> int | None:
        if self.returncode is None and select.select([self._status], [], [], timeout)[0]:
            (self.returncode,) = STATUS.unpack(os.read(self._status, STATUS.size))
            os.close(self._status)
        return self.returncode


def _ask_for_child(args: tuple[str, ...], environment: Mapping[str, str], descriptors: tuple[int, ...]) -> int:
    body = json.dumps([args, dict(environment), os.getcwd()]).encode()
    with _ASKING:
        server = _run_fork_server()
        socket.send_fds(server, [LENGTH.pack(len(body))], descriptors)
        server.sendall(body)
        return int(PID.unpack(server.recv(PID.size, socket.MSG_WAITALL))[0])


@cache
def _run_fork_server() -> socket.socket:
    """The connection to the fork server of this process, which ends when it is closed."""
    ours, theirs = socket.socketpair()
    with theirs:
        command = [sys.executable, "-m", "tests.cli.fork_server", str(theirs.fileno())]
        server = subprocess.Popen(command, cwd=ROOT, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL)

    def stop() -> None:
        ours.close()
        server.wait(60)

    atexit.register(stop)
    return ours


def _serve_forks(requests: socket.socket) -> list[str]:
    """Forks a child for each request, until the tests end. Returns in each child, with the arguments of its verb."""
    children: dict[int, int] = {}
    woken, wake = os.pipe()
    os.set_blocking(wake, False)
    signal.set_wakeup_fd(wake)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a Ctrl-C is for the tests, which then close the connection
    while True:
        ready, _, _ = select.select([requests.fileno(), woken], [], [])
        if woken in ready:
            os.read(woken, 4096)
            _report_ended(children)
        if requests.fileno() not in ready:
            continue
        head, descriptors, *_ = socket.recv_fds(requests, LENGTH.size, 4)
        if not head:
            sys.exit()
        args, environment, folder = json.loads(requests.recv(LENGTH.unpack(head)[0], socket.MSG_WAITALL))
        *standard, status = descriptors
        pid = os.fork()
        if pid == 0:
            for each in (woken, wake, status, *children.values()):
                os.close(each)
            return _become(args, environment, folder, standard)
        children[pid] = status
        for each in standard:
            os.close(each)
        requests.sendall(PID.pack(pid))


def _report_ended(children: dict[int, int]) -> None:
    """Writes the exit status of each child that has ended into its pipe; negative: the signal that ended it."""
    for pid, status in list(children.items()):
        ended, code = os.waitpid(pid, os.WNOHANG)
        if ended:
            with suppress(BrokenPipeError):  # nobody asks about it any more
                os.write(status, STATUS.pack(os.waitstatus_to_exitcode(code)))
            os.close(children.pop(pid))


def _become(args: list[str], environment: dict[str, str], folder: str, standard: list[int]) -> list[str]:
    """Makes this child a process like one that a shell starts. Returns the arguments."""
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number, each in enumerate(standard):
        os.dup2(each, number)
        os.close(each)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    sys.stdin, sys.stdout = os.fdopen(0, closefd=False), os.fdopen(1, "w", closefd=False)
    sys.stderr = os.fdopen(2, "w", buffering=1, errors="backslashreplace", closefd=False)
    sys.argv = ["countersign", *args]
    return args


def main() -> None:
    for name in IMPORTED:
        import_module(name)
    gc.freeze()
    with socket.socket(fileno=int(sys.argv[1])) as requests:
        args = _serve_forks(requests)
    if args[:1] == ["-m"]:  # a program of the tests
        sys.argv = args[1:]
        run_module(args[1], run_name="__main__", alter_sys=True)
        return
    if args[:1] == ["serve"]:
        catch_hangup()
    sys.exit(cli.main(args))


if __name__ == "__main__":
    main()
