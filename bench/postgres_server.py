"""A PostgreSQL for measurements: durable, on the disk, on the loopback, started as an unprivileged user."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.servers.postgres import PostgresServer

OPTIONS = (
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "shared_buffers=256MB",
    "max_connections=200",
)
"""All else is PostgreSQL's own default: fsync, synchronous_commit and autovacuum are on."""
TICKS = os.sysconf("SC_CLK_TCK")


@contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    with tempfile.TemporaryDirectory(prefix="bench-postgres-", ignore_cleanup_errors=True) as folder:
        server = PostgresServer(Path(folder), OPTIONS)
        server.start()
        try:
            yield server
        finally:
            server.stop()


def read_server_seconds(server: PostgresServer) -> float:
    """CPU seconds of the server so far: of its processes that live, and of the sessions that ended."""
    postmaster = int((server.data / "postmaster.pid").read_text().split()[0])
    spent = 0
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(path.parts[2]) == postmaster:
            spent += sum(map(int, fields[11:15]))
        elif int(fields[1]) == postmaster:
            spent += int(fields[11]) + int(fields[12])
    return spent / TICKS
