"""The listening socket of the real server: no delay on kept connections, and a bounded number of them."""

import asyncio
import os
import resource
import select
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager, suppress
from pathlib import Path

import httpx2
import pytest
from structlog.testing import capture_logs

from bot.http.asgi_app import create_server
from bot.http.bounded_listener import MAX_CONNECTIONS, REFUSAL, BoundedListener, compute_connection_limit
from bot.serve import GracefulServer, bind_listener, make_server
from bot.settings import EnvironmentSettings
from tests.cli.terminal import clean_environment, end, free_port, until_healthy, write_config
from tests.platform_fixture import PlatformFixture

GET = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"


@asynccontextmanager
async def served(platform: PlatformFixture) -> AsyncIterator[tuple[GracefulServer, BoundedListener, tuple[str, int]]]:
    """The server of `countersign serve` on a free port, its listener and its address."""
    port = free_port()
    settings = EnvironmentSettings(host="127.0.0.1", port=port)
    with bind_listener(settings) as listener:
        server = make_server(create_server(platform.app, settings))
        server.config.timeout_keep_alive = 600  # a slow machine must not close what a test keeps open
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(server._serve([listener]))
            try:
                yield server, listener, ("127.0.0.1", port)
            finally:
                server.should_exit = True


async def healthz(at: tuple[str, int]) -> tuple[int, asyncio.StreamReader, asyncio.StreamWriter]:
    """The status of an answer on a new connection, which is kept."""
    reader, writer = await asyncio.open_connection(*at)
    writer.write(GET)
    head = await reader.readuntil(b"\r\n\r\n")
    return int(head.split(b" ")[1]), reader, writer


async def test_web7_an_accepted_socket_sends_without_delay(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path) as platform, served(platform) as (server, _, at):
        status, _, writer = await healthz(at)
        assert status == 200
        (connection,) = server.server_state.connections
        accepted = connection.transport.get_extra_info("socket")
        assert accepted.getsockname() == at
        assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) == 1
        writer.close()


async def test_out4_over_the_limit_is_503_and_room_comes_back(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path) as platform, served(platform) as (_, listener, at):
        listener.limit = 3
        kept = [await healthz(at) for _ in range(3)]
        assert [status for status, _, _ in kept] == [200] * 3
        with capture_logs() as logs:
            for _ in range(20):
                reader, writer = await asyncio.open_connection(*at)
                assert await reader.read() == REFUSAL
                writer.close()
        assert [(line["event"], line["limit"]) for line in logs] == [("connections refused", 3)]
        kept[0][2].close()
        async with asyncio.timeout(60):
            while listener.held == 3:
                await asyncio.sleep(0)
        status, _, writer = await healthz(at)
        assert status == 200
        for _, _, each in kept:
            each.close()
        writer.close()


async def test_out4_a_client_that_has_sent_its_request_reads_the_503(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path) as platform, served(platform) as (_, listener, at):
        listener.limit = 0
        async with httpx2.AsyncClient(base_url=f"http://{at[0]}:{at[1]}", trust_env=False) as client:
            answer = await client.get("/healthz")
        assert answer.status_code == 503
        assert answer.headers["retry-after"] == "5"
        assert answer.json()["status"] == 503


def test_out4_the_log_gets_a_line_a_minute() -> None:
    with listener_of(limit=0) as listener, capture_logs() as logs:
        now = 0.0
        listener.clock = lambda: now
        for second in range(180):
            now = float(second)
            with socket.create_connection(listener.getsockname()), suppress(BlockingIOError):
                listener.accept()
        assert [line["refused"] for line in logs] == [1, 60, 60]


def test_out4_without_any_descriptor_one_connection_is_refused_with_the_spare_one() -> None:
    with listener_of(limit=10) as listener, capture_logs() as logs:
        client = socket.create_connection(listener.getsockname())
        with descriptors_used_up(), pytest.raises(BlockingIOError):
            listener.accept()
        assert client.recv(65_536) == REFUSAL
        client.close()
        assert [line["why"] for line in logs] == ["no file descriptor is free"]
        with socket.create_connection(listener.getsockname()):
            accepted, _ = listener.accept()
            assert listener.held == 1
            accepted.close()
        assert listener.held == 0


def test_out4_without_the_spare_one_asyncio_is_told_once_to_wait() -> None:
    """It calls up to 2,048 times in one round, and logs a traceback for each error."""
    with listener_of(limit=10) as listener, capture_logs() as logs:
        now = 0.0
        listener.clock = lambda: now
        client = socket.create_connection(listener.getsockname())
        assert listener._spare is not None
        os.close(listener._spare)
        listener._spare = None
        with descriptors_used_up():
            with pytest.raises(OSError, match="Too many open files"):
                listener.accept()
            for _ in range(100):
                with pytest.raises(BlockingIOError):
                    listener.accept()
        assert len(logs) == 1
        accepted, _ = listener.accept()
        accepted.close()
        client.close()


@pytest.mark.parametrize(
    ("descriptors", "limit"),
    [
        (64, 16),
        (256, 128),
        (1024, 896),
        (1_048_576, MAX_CONNECTIONS),
        (resource.RLIM_INFINITY, MAX_CONNECTIONS),
        (1, 1),
    ],
)
def test_out4_the_limit_leaves_descriptors_for_the_rest(descriptors: int, limit: int) -> None:
    assert compute_connection_limit(descriptors) == limit


def test_out4_a_flood_of_idle_connections_leaves_a_small_log_and_a_server_that_answers(tmp_path: Path) -> None:
    """The real program under `ulimit -n 64`: more connections than descriptors, wave after wave."""
    write_config(tmp_path)
    port = free_port()
    command = f"ulimit -n 64; exec {sys.executable} -m bot serve"
    environment = clean_environment(tmp_path, PORT=str(port))
    process = subprocess.Popen(
        ["bash", "-c", command], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        until_healthy(f"http://127.0.0.1:{port}", process)
        for _ in range(3):
            with ExitStack() as flood:
                idle = [flood.enter_context(socket.create_connection(("127.0.0.1", port), 10)) for _ in range(300)]
                assert count_refused(idle) > 200
        until_answered(port)
    finally:
        process.terminate()
        ran = end(process)
    assert ran.code == 0
    assert ran.err.count("\n") <= 3, ran.err
    assert ran.err.count("connections refused") == 1


def count_refused(idle: list[socket.socket]) -> int:
    """How many of these have a 503, once most of them have been served or refused."""
    deadline = time.monotonic() + 60
    while len(readable := select.select(idle, [], [], 1)[0]) <= 200 and time.monotonic() < deadline:
        pass
    return sum(each.recv(12) == b"HTTP/1.1 503" for each in readable)


def until_answered(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with suppress(httpx2.HTTPError):
            if httpx2.get(f"http://127.0.0.1:{port}/healthz", trust_env=False, timeout=5).status_code == 200:
                return
    raise AssertionError("the server did not answer again")


@contextmanager
def listener_of(limit: int) -> Iterator[BoundedListener]:
    with BoundedListener(socket.create_server(("127.0.0.1", 0)), limit) as listener:
        listener.setblocking(False)
        yield listener


@contextmanager
def descriptors_used_up() -> Iterator[None]:
    """No descriptor of this process is free inside."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    taken = [os.open(os.devnull, os.O_RDONLY)]
    resource.setrlimit(resource.RLIMIT_NOFILE, (taken[0] + 20, hard))
    try:
        with suppress(OSError):
            while True:
                taken.append(os.open(os.devnull, os.O_RDONLY))
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        for each in taken:
            os.close(each)
