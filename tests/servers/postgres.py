"""A real PostgreSQL on the loopback, started as an unprivileged user, with its data in memory; it ends with `stop`.

One server for all workers of a run: the first that needs it starts it, the last that used it stops it. Debian: postgresql;
brew: postgresql@15. What a killed server process loses is tested; what a machine without power loses is not: `fsync` is off.
"""

import fcntl
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TextIO
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

from tests.busy_machine import Deadline
from tests.forked_workers import RUN
from tests.servers.dovecot import free_ports

PATIENCE = 60.0
PLACES = ("/usr/lib/postgresql", "/opt/homebrew/opt", "/usr/local/opt")
OPTIONS = (
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "fsync=off",
    "full_page_writes=off",
    "autovacuum=off",
    "shared_buffers=16MB",
    "max_connections=200",
)


def find_program(name: str) -> str:
    """The program of the newest PostgreSQL here. Its absence fails the test: without it this store would not be tested."""
    found = [path for place in PLACES for path in Path(place).glob(f"*/bin/{name}") if "postgresql" in str(path)]
    newest = max(found, key=lambda path: [int(part) for part in path.parts[-3].split("@")[-1].split(".")], default=None)
    if newest is None and (other := shutil.which(name)):
        return other
    return str(
        newest
        or pytest.fail(f"{name} is missing: apt-get install postgresql, or brew install postgresql@15", pytrace=False)
    )


class PostgresServer:
    """`folder` holds the data and the log. Everybody on this machine may connect as the superuser `postgres`."""

    def __init__(self, folder: Path, options: Sequence[str] = OPTIONS) -> None:
        self._options = options
        self.folder, self.data = folder, folder / "data"
        self.user = _find_unprivileged_user()

    @property
    def port(self) -> int:
        return int((self.folder / "port").read_text())

    def start(self) -> None:
        """Make the data folder, unless it is there, and start the server on the port that it had."""
        if not self.data.exists():
            if self.user is not None:
                shutil.chown(self.folder, self.user.pw_uid, self.user.pw_gid)
            self._run(
                "initdb", "-D", str(self.data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"
            )
            (self.folder / "port").write_text(str(free_ports(1)[0]))
        options = " ".join(f"-c {option}" for option in (f"port={self.port}", *self._options))
        log = str(self.folder / "log")
        self._run("pg_ctl", "-D", str(self.data), "-w", "-s", "-t", "60", "-l", log, "-o", options, "start")

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """SIGINT ends all sessions and writes everything; SIGQUIT ends the server as a crash does."""
        process = self.data / "postmaster.pid"
        os.kill(int(process.read_text().split()[0]), how)
        end = Deadline(PATIENCE)
        while process.exists():
            assert not end.is_over, (self.folder / "log").read_text(errors="replace")[-2000:]
            time.sleep(0.01)

    def promote(self) -> None:
        """Begin a new timeline, as a replica does that takes over. The server must be stopped, and is started."""
        (self.data / "standby.signal").touch()
        if self.user is not None:
            shutil.chown(self.data / "standby.signal", self.user.pw_uid, self.user.pw_gid)
        self.start()
        self._run("pg_ctl", "-D", str(self.data), "-w", "-s", "promote")

    def copy_database(self, source: str) -> str:
        """The name of a new database, made from a dump of this one."""
        name = self.make_database()
        to = ["-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres"]
        dump = subprocess.run([find_program("pg_dump"), *to, source], capture_output=True, check=True)
        subprocess.run([find_program("psql"), *to, "-q", name], input=dump.stdout, capture_output=True, check=True)
        return name

    def connect(self, database: str = "postgres") -> psycopg.Connection:
        conninfo = f"host=127.0.0.1 port={self.port} user=postgres dbname={database}"
        return psycopg.connect(conninfo, autocommit=True)

    def url_of(self, database: str) -> str:
        """The URL of a database, as COUNTERSIGN_DATABASE_URL has it."""
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/{database}"

    def make_database(self, template: str = "template0") -> str:
        """The name of a new database with the content of `template`, which nobody may be connected to."""
        name = f"test_{uuid4().hex[:12]}"
        with closing(self.connect()) as connection:
            made = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy")
            connection.execute(made.format(sql.Identifier(name), sql.Identifier(template)))
        return name

    def drop_database(self, name: str) -> None:
        with closing(self.connect()) as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """One worker of the run at a time."""
        with (self.folder / "exclusive").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _run(self, program: str, *arguments: str) -> None:
        as_user = {} if self.user is None else {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []}
        done = subprocess.run(
            [find_program(program), *arguments],
            capture_output=program == "initdb",  # the server keeps the files that it is started with open
            stdin=subprocess.DEVNULL,
            cwd=self.folder,
            env={**os.environ, "LC_ALL": "C"},
            timeout=PATIENCE,
            **as_user,  # type: ignore[call-overload]
        )
        assert done.returncode == 0, f"{program}: {done.stderr!r}"


def _find_unprivileged_user() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root. None: this process is not root and runs it itself."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]


@contextmanager
def shared_server(purpose: str = "shared") -> Iterator[PostgresServer]:
    """The server of this run of tests for this purpose: of all its workers, or of this process alone."""
    memory = Path("/dev/shm") if os.access("/dev/shm", os.W_OK) else Path(tempfile.gettempdir())
    folder = (
        memory
        / f"countersign-postgres-{purpose}-{os.environ.get(RUN) or os.environ.get('PYTEST_XDIST_TESTRUNUID') or uuid4().hex}"
    )
    # `change` is locked while the server starts or stops; `users` is locked by each worker that uses it
    with _lock_file(memory / f"{folder.name}.change") as change:
        folder.mkdir(exist_ok=True)
        server = PostgresServer(folder)
        if not (server.data / "postmaster.pid").exists():
            server.start()
        users = (memory / f"{folder.name}.users").open("a")
        fcntl.flock(users, fcntl.LOCK_SH)
    try:
        yield server
    finally:
        with users, _lock_file(Path(change.name)):
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                fcntl.flock(users, fcntl.LOCK_UN)  # another worker still uses it, and finds itself the last one
            else:
                server.stop()
                shutil.rmtree(folder)
                Path(users.name).unlink()
                Path(change.name).unlink()


def _lock_file(path: Path) -> TextIO:
    """The open file, locked by this process alone, under its name: the last user before may have deleted it meanwhile."""
    while True:
        file = path.open("a")
        fcntl.flock(file, fcntl.LOCK_EX)
        if path.exists() and os.fstat(file.fileno()).st_ino == path.stat().st_ino:
            return file
        file.close()
