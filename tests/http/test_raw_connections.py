"""A real uvicorn under raw bytes: body limits, request smuggling and slow connections."""

import asyncio
import resource
import tracemalloc
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest

from bot.http.head_deadline import DeadlineProtocol
from tests.http.http_client import API, HttpFixture, listening
from tests.platform_fixture import PlatformFixture, choose


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[HttpFixture]:
    async with PlatformFixture(tmp_path, choose("push", tag="v1")) as platform:
        yield HttpFixture(platform)


class TestWire:
    """A real uvicorn, spoken to in raw bytes."""

    async def test_whk06_a_gigabyte_without_a_length_is_cut_off_in_bounded_memory(self, server: HttpFixture) -> None:
        async with listening(server.platform) as at:
            tracemalloc.start()
            try:
                answer, sent = await pour(at, chunk(b"x" * 65536), 1 << 30)
                _, peak = tracemalloc.get_traced_memory()
            finally:
                tracemalloc.stop()
        assert answer.startswith(b"HTTP/1.1 413 ")
        assert sent < 32 << 20
        assert peak < 32 << 20

    async def test_whk06_a_gigabyte_announced_is_refused_unread(self, server: HttpFixture) -> None:
        async with listening(server.platform) as at:
            answer = await say(at, post(at, b"Content-Length: 1073741824"))
        assert answer.startswith(b"HTTP/1.1 413 ")
        assert b"connection: close" in answer.lower()

    @pytest.mark.parametrize("framing", ["length", "chunks"])
    async def test_ops4_a_client_that_writes_all_before_it_reads_gets_the_refusal(
        self, server: HttpFixture, framing: str
    ) -> None:
        """As a proxy does: a connection closed under its hands is a 502 to its client."""
        body = b"x" * (3 << 20)
        async with listening(server.platform) as at:
            if framing == "length":
                answer = await say(at, post(at, b"Content-Length: %d" % len(body)) + body)
            else:
                head = post(at, b"Transfer-Encoding: chunked")
                answer = await say(at, head + chunk(body) + b"0\r\n\r\n")
        assert statuses(answer) == [413]
        assert b"connection: close" in answer.lower()

    async def test_whk06_more_than_announced_is_the_next_request_and_not_part_of_this(
        self, server: HttpFixture
    ) -> None:
        async with listening(server.platform) as at:
            answer = await say(
                at, post(at, b"Content-Length: 2", b"Connection: close") + b"[]GET /evil HTTP/1.1\r\n\r\n"
            )
        assert statuses(answer) == [404]

    async def test_whk06_less_than_announced_is_acted_on_by_nobody(self, server: HttpFixture) -> None:
        thread = await server.platform.launch()
        key = (await server.secret("olive")).encode()
        async with listening(server.platform) as at:
            path = f"{API}/threads/{thread}/pause".encode()
            half = post(at, b"Authorization: Bearer " + key, b"Content-Length: 40", path=path) + b'{"reason'
            assert await say(at, half, leave=True) == b""
        assert "Paused" not in server.platform.types(thread)

    @pytest.mark.parametrize(
        "lines",
        [
            (b"Content-Length: -1",),
            (b"Content-Length: +2",),
            (b"Content-Length: 2_0",),
            (b"Content-Length: 0x2",),
            (b"Content-Length: 2", b"Content-Length: 3"),
            (b"Content-Length: 2, 3",),
            (b"Transfer-Encoding: chunked, identity",),
            (b"Transfer-Encoding: xchunked",),
            (b"Transfer-Encoding : chunked",),
            (b"Transfer-Encoding: gzip, chunked",),
            (b"Transfer-Encoding: chunked", b"Transfer-Encoding: chunked"),
            (b"Content-Length: 2\nTransfer-Encoding: chunked",),
            (b"X: a\rb",),
            (b"X: a\x00b",),
            (b"Bad Name: x",),
            (b" X: folded first",),
        ],
    )
    @pytest.mark.one_set_up
    async def test_whk11_a_head_that_could_be_read_in_two_ways_is_refused(
        self, server: HttpFixture, lines: tuple[bytes, ...]
    ) -> None:
        async with listening(server.platform) as at:
            answer = await say(at, post(at, *lines) + b"[]" + post(at, b"Content-Length: 0", path=b"/evil"))
        assert len(statuses(answer)) == 1
        assert statuses(answer)[0] in (400, 421, 501)

    async def test_whk11_length_and_chunks_together_are_400_and_the_last(self, server: HttpFixture) -> None:
        """h11 believes the chunks and reads on; a proxy before us may have believed the length."""
        smuggled = b"0\r\n\r\nGET /evil HTTP/1.1\r\nHost: x\r\n\r\n"
        async with listening(server.platform) as at:
            both = post(at, b"Content-Length: 6", b"Transfer-Encoding: chunked")
            answer = await say(at, both + smuggled)
        assert statuses(answer) == [400]

    @pytest.mark.parametrize(
        "chunks", [b"2\n[]\n0\n\n", b"2;x\r[]\r\n0\r\n\r\n", b"-2\r\n[]\r\n", b"0x2\r\n[]\r\n", b"g\r\n"]
    )
    async def test_whk11_chunks_that_are_none_are_400(self, server: HttpFixture, chunks: bytes) -> None:
        async with listening(server.platform) as at:
            answer = await say(at, post(at, b"Transfer-Encoding: chunked") + chunks, leave=True)
        assert set(statuses(answer)) <= {400}

    async def test_whk11_lines_that_end_in_a_bare_line_feed_start_no_second_request(self, server: HttpFixture) -> None:
        async with listening(server.platform) as at:
            bare = post(at, b"Content-Length: 0", b"Connection: close").replace(b"\r\n", b"\n")
            answer = await say(at, bare + b"GET /evil HTTP/1.1\nHost: x\n\n")
        assert len(statuses(answer)) == 1

    async def test_whk12_two_hosts_or_an_absolute_target_do_not_pass_the_wall(self, server: HttpFixture) -> None:
        async with listening(server.platform) as at:
            two = await say(at, post(at, b"Host: evil.example", b"Content-Length: 0"))
            absolute = await say(at, get(at, b"http://evil.example/healthz"))
        assert statuses(two) == [400]
        assert statuses(absolute)[0] in (400, 404)

    async def test_a_head_of_a_megabyte_is_400(self, server: HttpFixture) -> None:
        async with listening(server.platform) as at:
            answer = await say(at, post(at, b"Authorization: Bearer " + b"x" * 1_000_000))
        assert set(statuses(answer)) <= {400}

    async def test_whk10_a_head_that_trickles_is_closed_and_others_are_served(
        self, server: HttpFixture, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(DeadlineProtocol, "patience", 0.5)
        async with listening(server.platform) as at, asyncio.TaskGroup() as tasks:
            slow = [tasks.create_task(trickle(at, step)) for step in (b"", b"G", b"X: y\r\n")]
            assert statuses(await say(at, get(at, b"/healthz"))) == [200]
        assert [task.result() for task in slow] == [True] * 3

    async def test_whk10_a_second_request_that_trickles_is_closed(
        self, server: HttpFixture, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(DeadlineProtocol, "patience", 0.5)
        async with listening(server.platform) as at:
            first = get(at, b"/healthz").replace(b"Connection: close\r\n", b"")
            assert await trickle(at, b"X", before=first)

    async def test_whk10_a_slow_request_that_began_in_time_is_answered(
        self, server: HttpFixture, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(DeadlineProtocol, "patience", 0.2)
        async with listening(server.platform) as at:
            reader, writer = await asyncio.open_connection(*at)
            writer.write(post(at, b"Content-Length: 2", b"Connection: close"))
            async with connected(at) as later, asyncio.timeout(60):
                assert await later.read() == b""  # the patience with who connected after it is over
            writer.write(b"[]")
            assert statuses(await reader.read()) == [404]
            writer.close()

    async def test_whk10_a_thousand_idle_sockets_keep_nobody_waiting(
        self, server: HttpFixture, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        if hard < 3_000:
            pytest.skip("this machine allows too few sockets")
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, 3_000), hard))
        async with listening(server.platform) as at, AsyncExitStack() as sockets:
            monkeypatch.setattr(DeadlineProtocol, "patience", 600.0)
            idle = [await sockets.enter_async_context(connected(at)) for _ in range(900)]
            for _ in range(20):
                assert statuses(await say(at, get(at, b"/readyz"))) == [200]
            assert not any(reader.at_eof() for reader in idle)
            monkeypatch.setattr(DeadlineProtocol, "patience", 0.2)
            hurried = [await sockets.enter_async_context(connected(at)) for _ in range(100)]
            async with asyncio.timeout(60):
                assert await asyncio.gather(*(reader.read() for reader in hurried)) == [b""] * 100
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


Address = tuple[str, int]


def post(at: Address, *lines: bytes, path: bytes = b"/webhooks/x") -> bytes:
    return b"\r\n".join([b"POST " + path + b" HTTP/1.1", b"Host: %b:%d" % (at[0].encode(), at[1]), *lines, b"", b""])


def get(at: Address, path: bytes) -> bytes:
    return post(at, b"Connection: close", path=path).replace(b"POST", b"GET")


def chunk(data: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(data), data)


def statuses(answer: bytes) -> list[int]:
    return [int(part[:3]) for part in answer.split(b"HTTP/1.1 ")[1:]]


async def say(at: Address, data: bytes, *, leave: bool = False) -> bytes:
    """All that comes back until the server closes, be it with a reset. With `leave` our half is closed first."""
    reader, writer = await asyncio.open_connection(*at)
    writer.write(data)
    if leave:
        writer.write_eof()
    try:
        async with asyncio.timeout(60):
            return await reader.read()
    except ConnectionError:
        return bytes(reader._buffer)  # type: ignore[attr-defined]
    finally:
        writer.close()


async def pour(at: Address, piece: bytes, most: int) -> tuple[bytes, int]:
    """Sends chunks until the server has enough; its answer, and how many bytes we got rid of."""
    reader, writer = await asyncio.open_connection(*at)
    writer.write(post(at, b"Transfer-Encoding: chunked"))
    sent = 0
    try:
        while sent < most and not reader.at_eof():
            writer.write(piece)
            await writer.drain()
            sent += len(piece)
    except ConnectionError:
        pass
    try:
        return bytes(reader._buffer), sent  # type: ignore[attr-defined]
    finally:
        writer.close()


async def trickle(at: Address, step: bytes, before: bytes = b"") -> bool:
    """Whether the server hangs up on a head that comes in little steps and never ends."""
    reader, writer = await asyncio.open_connection(*at)
    writer.write(before + b"GET / HTTP/1.1\r\n")
    try:
        async with asyncio.timeout(60):
            while not reader.at_eof():
                writer.write(step)
                await writer.drain()
                await asyncio.sleep(0.05)
    except TimeoutError:
        return False
    except ConnectionError:
        return True
    finally:
        writer.close()
    return True


@asynccontextmanager
async def connected(at: Address) -> AsyncIterator[asyncio.StreamReader]:
    """A socket that says nothing."""
    reader, writer = await asyncio.open_connection(*at)
    yield reader
    writer.close()
