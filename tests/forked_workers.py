"""Runs test files in processes forked from the one that has collected them: `pytest -p tests.forked_workers --forks 4`.

Workers that are started anew (pytest-xdist) would each import the product and collect all tests, which takes as long as a
hundred tests. A worker takes one file after the other, and goes on in the folder where it is: what it has started or loaded there
(a browser, a mail server, the tables of a language) serves the next file, too.

A worker that dies fails its test, and the tests that it had not begun run in another one.
"""

import atexit
import os
import random
import sys
import traceback
from collections import deque
from collections.abc import Sequence
from itertools import groupby
from multiprocessing.connection import Connection, Pipe, wait
from tempfile import TemporaryFile
from typing import Any
from uuid import uuid4

import pytest
from _pytest.capture import FDCapture
from _pytest.junitxml import xml_key

RUN = "COUNTERSIGN_TEST_RUN"
"""Names the run in the environment of its workers, for what they share."""
FOLDER = 3
"""Parts of a path, at most, that make the folder of a file."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--forks", type=int, default=0, help="run test files in so many forked processes")


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool | None:
    """Runs all items in workers. None leaves it to pytest: no forks are wanted, or an error came before."""
    count = session.config.getoption("forks")
    if count < 2 or session.config.option.collectonly or session.testsfailed or len(session.items) < 2:
        return None
    os.environ[RUN] = uuid4().hex
    pool = WorkerPool(session, count)
    try:
        pool.run()
    finally:
        pool.stop()
    return True


def find_folder(item: pytest.Item) -> str:
    return "/".join(item.nodeid.split("::")[0].split("/")[:-1][:FOLDER])


class WorkerProcess:
    """A worker, as the parent sees it. `items` are those that it was given and has not finished, the next one first."""

    def __init__(self, pid: int, connection: Connection) -> None:
        self.pid, self.connection = pid, connection
        self.items: deque[int] = deque()
        self.folder = ""


class WorkerPool:
    """The parent's side: gives files to workers, and hands their reports to the plugins of this process."""

    def __init__(self, session: pytest.Session, count: int) -> None:
        self.session, self.count = session, count
        files = groupby(range(len(session.items)), key=lambda number: session.items[number].nodeid.split("::")[0])
        self.files = deque(list(numbers) for _, numbers in files)
        self.workers: dict[Connection, WorkerProcess] = {}
        self.started = 0
        self.base = session.config._tmp_path_factory.getbasetemp()  # type: ignore[attr-defined]

    def run(self) -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        for _ in range(min(self.count, len(self.files))):
            self.fork()
        while self.workers:
            for connection in wait(list(self.workers)):
                assert isinstance(connection, Connection)
                worker = self.workers[connection]
                try:
                    message = connection.recv()
                except (EOFError, ConnectionResetError):
                    self.bury(worker)
                    continue
                self.take(worker, *message)
                if self.session.shouldfail:
                    raise self.session.Failed(self.session.shouldfail)
                if self.session.shouldstop:
                    raise self.session.Interrupted(self.session.shouldstop)

    def fork(self) -> None:
        ours, theirs = Pipe()
        self.started += 1
        pid = os.fork()
        if pid == 0:
            ours.close()
            for other in self.workers:
                other.close()
            become_worker(self.session, theirs, self.base / f"worker-{self.started}")
        theirs.close()
        self.workers[ours] = WorkerProcess(pid, ours)

    def take(self, worker: WorkerProcess, kind: str, content: Any) -> None:
        match kind:
            case "next":
                file = self.pick(worker.folder)
                if file:
                    worker.folder = find_folder(self.session.items[file[0]])
                    worker.items.extend(file)
                worker.connection.send(file)
            case "report":
                hook = self.session.config.hook
                report = hook.pytest_report_from_serializable(config=self.session.config, data=content)
                hook.pytest_runtest_logreport(report=report)
            case "finished":
                item = self.session.items[worker.items.popleft()]
                self.session.config.hook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)

    def pick(self, folder: str) -> list[int]:
        """The next file for a worker that has worked in `folder`: there, else where no other works, else where most is left."""
        if not self.files:
            return []
        left: dict[str, list[list[int]]] = {}
        for file in self.files:
            left.setdefault(find_folder(self.session.items[file[0]]), []).append(file)
        if folder not in left:
            taken = {worker.folder for worker in self.workers.values()}
            free = [each for each in left if each not in taken]
            folder = free[0] if free else max(left, key=lambda each: sum(map(len, left[each])))
        self.files.remove(file := left[folder][0])
        return file

    def bury(self, worker: WorkerProcess) -> None:
        """Take note of the end of a worker. One that had work left died: its test fails, and another worker does the rest."""
        del self.workers[worker.connection]
        worker.connection.close()
        status = os.waitstatus_to_exitcode(os.waitpid(worker.pid, 0)[1])
        if not worker.items:
            assert status == 0, f"A worker without a test ended with status {status}."
            return
        item = self.session.items[worker.items.popleft()]
        how = f"The worker of this test ended with status {status}."
        report = pytest.TestReport(item.nodeid, item.location, {}, "failed", how, "call")
        self.session.config.hook.pytest_runtest_logreport(report=report)
        if worker.items:
            self.files.appendleft(list(worker.items))
        if self.files:
            self.fork()

    def stop(self) -> None:
        """Ends the workers that are left, as an interrupt or `-x` leaves them."""
        for worker in self.workers.values():
            worker.connection.close()
        for worker in self.workers.values():
            os.waitpid(worker.pid, 0)


class ReportSender:
    """The plugin of a worker: sends each report to the parent."""

    def __init__(self, config: pytest.Config, connection: Connection) -> None:
        self.config, self.connection = config, connection

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        data = self.config.hook.pytest_report_to_serializable(config=self.config, report=report)
        self.connection.send(("report", data))


def become_worker(session: pytest.Session, connection: Connection, folder: Any) -> None:
    """Run files until there is none left, and end this process. It never returns."""
    status = 0
    try:
        prepare_process(session, connection, folder)
        run_files(session, connection)
        atexit._run_exitfuncs()
    except (BrokenPipeError, ConnectionResetError, EOFError, KeyboardInterrupt):
        status = 1  # the parent has ended, or ends the run
    except BaseException:  # noqa: BLE001  nothing may go on in this copy of the parent
        traceback.print_exc()
        status = 2
    finally:
        os._exit(status)


def prepare_process(session: pytest.Session, connection: Connection, folder: Any) -> None:
    """Leave to the parent what is its own: the terminal, its report, what it does at its end, its folder, its random numbers."""
    atexit._clear()
    random.seed()
    config = session.config
    for plugin in (config.pluginmanager.getplugin("terminalreporter"), config.stash.get(xml_key, None)):
        if plugin is not None:
            config.pluginmanager.unregister(plugin)
    config.pluginmanager.register(ReportSender(config, connection), "report-sender")
    capture: Any = config.pluginmanager.getplugin("capturemanager")
    for stream in (
        (capture._global_capturing.out, capture._global_capturing.err) if capture.is_globally_capturing() else ()
    ):
        if isinstance(
            stream, FDCapture
        ):  # the same object with a file of its own: modules have kept `sys.stderr` as it was
            with TemporaryFile(buffering=0) as fresh:
                os.dup2(fresh.fileno(), stream.tmpfile.fileno())
    folder.mkdir(mode=0o700)
    config._tmp_path_factory._basetemp = folder  # type: ignore[attr-defined]


def run_files(session: pytest.Session, connection: Connection) -> None:
    """Run the items of one file after the other. The next file is asked for before the last item of one: it decides what is torn down."""

    def ask() -> Sequence[int]:
        connection.send(("next", None))
        found: Sequence[int] = connection.recv()
        return found

    numbers = deque(ask())
    while numbers:
        number = numbers.popleft()
        if not numbers:
            numbers.extend(ask())
        item = session.items[number]
        following = session.items[numbers[0]] if numbers else None
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        connection.send(("finished", None))
