"""PG10: the wheel of the last commit before schema 0015 and the wheel of this code, as processes side by side over one database."""

import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from bot.store.postgres.store import open_postgres_store
from tests.clients.bridge_environments import run_uv
from tests.postgres_databases import KEYS, SECRET
from tests.servers.postgres import PostgresServer

ROOT = Path(__file__).parents[3]
OLDER = "9bcf5072"
PROCESS = Path(__file__).with_name("process_of_a_wheel.py")

pytestmark = pytest.mark.full_only


class WheelProcess:
    """A `process_of_a_wheel` that runs the code in `folder`, and nothing of this checkout."""

    def __init__(self, folder: Path, url: str, thread: str) -> None:
        command = [sys.executable, "-P", str(PROCESS), url, SECRET, thread]
        environment = {"PYTHONPATH": str(folder), "PATH": "/usr/bin:/bin"}
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(
            command, stdin=pipe, stdout=pipe, stderr=pipe, env=environment, cwd=folder, text=True
        )
        self._read_line("works")

    def append(self) -> int:
        assert self._process.stdin is not None
        print("append", file=self._process.stdin, flush=True)
        return int(self._read_line())

    def end(self) -> None:
        """Let it leave at the end of its input."""
        with self._process:
            pass

    def kill(self) -> None:
        self._process.kill()
        self.end()

    def _read_line(self, expected: str = "") -> str:
        assert self._process.stdout is not None
        lines = []
        for line in self._process.stdout:
            lines.append(line)
            if not expected or line.strip() == expected:
                return line.strip()
        assert self._process.stderr is not None
        told = "".join(lines) + self._process.stderr.read()
        self.end()
        raise ProcessEnded(told)


class ProcessEnded(Exception):
    pass


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The folders with the content of the older wheel and of this one."""
    place = tmp_path_factory.mktemp("wheels")
    made = []
    for name, commit in (("older", OLDER), ("newer", "HEAD")):
        archive = place / f"{name}.tar"
        subprocess.run(["git", "archive", "-o", str(archive), commit], cwd=ROOT, check=True)
        with tarfile.open(archive) as packed:
            packed.extractall(place / f"{name}-source", filter="data")
        run_uv(
            "build",
            "--wheel",
            "--no-build-isolation",
            "--out-dir",
            str(place / f"{name}-wheel"),
            str(place / f"{name}-source"),
        )
        (wheel,) = (place / f"{name}-wheel").glob("*.whl")
        with zipfile.ZipFile(wheel) as packed_wheel:
            packed_wheel.extractall(place / name)
        made.append(place / name)
    return made[0], made[1]


@pytest.fixture
def fresh_url(postgres_server: PostgresServer) -> Iterator[str]:
    name = postgres_server.make_database()
    yield postgres_server.url_of(name)
    postgres_server.drop_database(name)


def count_rows(server: PostgresServer, url: str) -> int:
    with server.connect(url.rsplit("/", 1)[1]) as connection:
        (found,) = connection.execute("SELECT count(*) FROM evidence WHERE name LIKE 'threads:%'").fetchone() or (0,)
    return int(found)


async def verify(url: str, threads: int) -> None:
    alone = open_postgres_store(url, lambda: KEYS)
    try:
        found = await alone.evidence.verify()
        assert (found.threads, found.is_sound) == (threads, True)
    finally:
        await alone.close()


async def test_pg10_processes_of_two_wheels_are_replaced_one_after_another_and_the_log_verifies(
    wheels: tuple[Path, Path], fresh_url: str, postgres_server: PostgresServer
) -> None:
    older, newer = wheels
    with ExitStack() as stack:

        def start(folder: Path, thread: str) -> WheelProcess:
            process = WheelProcess(folder, fresh_url, thread)
            stack.callback(process.end)
            return process

        first, second = start(older, "t1"), start(older, "t2")
        assert [first.append(), second.append()] == [1, 1]
        first.end()
        first = start(newer, "t1")
        assert [each.append() for each in (first, second, first, second)] == [2, 2, 3, 3]
        second.kill()
        again = start(older, "t2")  # the older release, started again beside the newer one
        assert [first.append(), again.append()] == [4, 4]
        again.end()
        second = start(newer, "t2")
        assert [first.append(), second.append(), count_rows(postgres_server, fresh_url)] == [5, 5, 0]
        first.end()
        second.end()
        first, second = start(newer, "t1"), start(newer, "t2")  # all were stopped: from now on each has its row
        assert [first.append(), second.append(), count_rows(postgres_server, fresh_url)] == [6, 6, 2]
        with pytest.raises(ProcessEnded, match="NewerSchema"):
            start(older, "t3")
        first.kill()
        second.end()
        first = start(newer, "t1")
        assert first.append() == 7
        first.end()
        taken_back = start(older, "t1")
        assert taken_back.append() == 8
    await verify(fresh_url, 2)
