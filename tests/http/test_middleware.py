"""The wall: whose host it is, how much and what may come in, how long we wait, and what every response carries."""

import asyncio
import json
import resource
import tracemalloc
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send
from structlog.testing import capture_logs

from bot.http.middleware import MAX_BODY, RequestGuard, list_own_hosts
from bot.http.request_timeouts import DeadlineProtocol
from bot.http.security_headers import HEADERS
from tests.http.http_client import API, ORIGIN, HttpFixture, assert_problem, client_of, listening, raw
from tests.platform_fixture import PlatformFixture, choose

LAUNCH = f"{API}/threads"
JSON = {"Content-Type": "application/json"}


@pytest.fixture
async def street(tmp_path: Path) -> AsyncIterator[HttpFixture]:
    async with PlatformFixture(tmp_path, choose("push", tag="v1")) as house:
        yield HttpFixture(house)


def launch(message: str = "m") -> bytes:
    return json.dumps({"agent": "pusher", "message": message}).encode()


class TestHost:
    @pytest.mark.parametrize(
        ("origin", "hosts"),
        [
            ("http://127.0.0.1:8080", {"127.0.0.1:8080", "localhost:8080", "[::1]:8080"}),
            ("http://[::1]:8080", {"127.0.0.1:8080", "localhost:8080", "[::1]:8080"}),
            ("https://Bot.Example", {"bot.example", "bot.example:443"}),
            ("https://bot.example:443", {"bot.example", "bot.example:443"}),
            ("http://bot.example:80", {"bot.example", "bot.example:80"}),
            ("https://bot.example:80", {"bot.example:80"}),
            ("https://bot.example/sub", {"bot.example", "bot.example:443"}),
        ],
    )
    def test_we_are_known_by_our_origin_alone(self, origin: str, hosts: set[str]) -> None:
        assert list_own_hosts(origin) == hosts

    @pytest.mark.parametrize(
        "host",
        [
            "evil.example",
            "127.0.0.1",
            "127.0.0.1:80",
            "127.0.0.1:8080.evil.example",
            "evil@127.0.0.1:8080",
            "127.0.0.1:8080@evil.example",
            "127.0.0.1:8080, evil.example",
            "127.0.0.1:8080/",
            "127.1:8080",
            "localhost.:8080",
            "",
        ],
    )
    async def test_whk12_another_host_is_421_before_any_key_is_looked_at(self, street: HttpFixture, host: str) -> None:
        olive = await street.as_("olive", "admin")
        for path in (f"{API}/me", "/", "/openapi.json", "/webhooks/x", "/nowhere"):
            answer = await olive.get(path, headers={"Host": host})
            assert_problem(answer, 421)
            assert answer.headers["connection"] == "close"

    async def test_whk12_no_host_at_all_is_421(self, street: HttpFixture) -> None:
        assert (await raw(street.app, "GET", "/openapi.json", host=None))[0] == 421

    async def test_the_probes_answer_whatever_they_are_called(self, street: HttpFixture) -> None:
        for path in ("/healthz", "/readyz"):
            assert (await street.nobody.get(path, headers={"Host": "10.0.0.7:8080"})).status_code == 200

    async def test_our_host_is_ours_in_any_case(self, street: HttpFixture) -> None:
        for host in ("LOCALHOST:8080", "[::1]:8080"):
            assert (await street.nobody.get("/openapi.json", headers={"Host": host})).status_code == 200

    async def test_whk12_forwarded_hosts_change_nothing(self, street: HttpFixture) -> None:
        lies = {"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example", "X-Original-URL": "/healthz"}
        olive = await street.as_("olive", "admin")
        plain, lied = await olive.get(f"{API}/me"), await olive.get(f"{API}/me", headers=lies)
        assert (plain.status_code, plain.json()) == (lied.status_code, lied.json())
        assert "evil.example" not in (await olive.get("/openapi.json", headers=lies)).text


class TestHeaders:
    async def test_every_response_carries_them(self, street: HttpFixture) -> None:
        olive = await street.as_("olive")
        tried = [
            await olive.get(f"{API}/me"),
            await street.nobody.get(f"{API}/me"),
            await olive.get(f"{API}/keys"),
            await olive.get("/nowhere"),
            await olive.put(f"{API}/me"),
            await olive.post(LAUNCH, content=b"x", headers=JSON),
            await olive.post(LAUNCH, json={}),
            await olive.post(LAUNCH, content=b"x" * (MAX_BODY + 1)),
            await olive.get("/healthz"),
            await olive.get("/openapi.json"),
            await olive.get("/openapi.json", headers={"Host": "evil.example"}),
        ]
        assert [each.status_code for each in tried] == [200, 401, 403, 404, 405, 400, 422, 413, 200, 200, 421]
        for answer in tried:
            assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS, answer.request.url
            assert answer.headers["cache-control"] == "no-store"
            assert "server" not in answer.headers
            assert "x-powered-by" not in answer.headers

    async def test_an_error_of_ours_carries_them_too(self, street: HttpFixture) -> None:
        """Was bare: Starlette answers what nobody expected outside of every middleware."""
        olive = await street.as_("olive")
        street.house.app.repository.agents = None  # type: ignore[assignment]
        failing = client_of(street.app, raises=False)
        failing.headers = olive.headers
        with capture_logs() as logs:
            answer = await failing.get(f"{API}/agents")
        assert [line["event"] for line in logs] == ["unexpected error"]
        assert_problem(answer, 500)
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
        assert answer.headers["cache-control"] == "no-store"

    async def test_cors_is_not_offered(self, street: HttpFixture) -> None:
        asks = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
        for answer in (
            await street.nobody.options(LAUNCH, headers=asks),
            await street.nobody.get(f"{API}/me", headers=asks),
        ):
            assert answer.status_code in (401, 405)
            assert not [name for name in answer.headers if name.startswith("access-control")]

    async def test_web12_a_websocket_is_refused(self, street: HttpFixture) -> None:
        sent: list[Message] = []
        for path in (f"{API}/me", "/", "/live"):
            scope = {"type": "websocket", "path": path, "headers": [(b"origin", b"https://evil.example")]}
            await street.app({**scope, "query_string": b"", "root_path": ""}, _never, _into(sent))
        assert {message["type"] for message in sent} == {"websocket.close"}


class TestBody:
    async def test_a_body_of_256_kib_is_read_and_one_byte_more_is_413(self, street: HttpFixture) -> None:
        most = await street.nobody.post("/webhooks/x", content=b"x" * MAX_BODY)
        assert_problem(most, 404)
        over = await street.nobody.post("/webhooks/x", content=b"x" * (MAX_BODY + 1))
        assert_problem(over, 413, str(MAX_BODY))
        assert over.headers["connection"] == "close"

    async def test_whk06_a_body_without_a_length_is_counted(self, street: HttpFixture) -> None:
        async def stream() -> AsyncIterator[bytes]:
            for _ in range(5):
                yield b"x" * 65536

        assert_problem(await street.nobody.post("/webhooks/x", content=stream()), 413)

    @pytest.mark.parametrize("length", [b"\xb2", b"-1", b"1e3", b"", b"0x10", b"9" * 400, b"1,1"])
    async def test_whk06_a_length_that_lies_is_no_500(self, street: HttpFixture, length: bytes) -> None:
        """A superscript two is a digit to str.isdigit and none to int."""
        status, *_ = await raw(street.app, "GET", "/healthz", (b"content-length", length))
        assert status == (413 if length.isdigit() else 200)

    @pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd", "gzip, identity", "x", "GZIP", ""])
    async def test_whk07_an_encoded_body_is_refused(self, street: HttpFixture, coding: str) -> None:
        answer = await street.nobody.post("/webhooks/x", content=b"\x1f\x8b", headers={"Content-Encoding": coding})
        assert_problem(answer, 422, "send it as it is")

    async def test_half_a_body_is_acted_on_by_nobody(self, street: HttpFixture) -> None:
        """Was a cancellation: the client left in the middle of its reason, and the rest was an empty body."""
        thread = await street.house.launch()
        secret = (await street.secret("olive")).encode()
        incoming: list[Message] = [
            {"type": "http.request", "body": b'{"reason": "no', "more_body": True},
            {"type": "http.disconnect"},
        ]
        key = (b"authorization", b"Bearer " + secret)
        status, *_ = await raw(street.app, "POST", f"{API}/threads/{thread}/cancel", key, incoming=incoming)
        assert status == 0
        assert "Cancelled" not in street.house.types(thread)

    async def test_whk10_a_body_that_does_not_come_is_408(self, street: HttpFixture) -> None:
        reached: list[str] = []

        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            reached.append(scope["path"])

        async def silent(scope: Scope, receive: Receive, send: Send) -> None:
            await RequestGuard(app, ORIGIN, _no_page, patience=0.01)(scope, _never, send)

        status, headers, _ = await raw(silent, "POST", "/x")
        assert (status, headers["connection"], reached) == (408, "close", [])


BOMBS: dict[str, bytes] = {
    "depth": b"[" * 100_000,
    "closed depth": b"[" * 30_000 + b"]" * 30_000,
    "deep keys": b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
    "depth of 33": b'{"agent":"pusher","message":' + b"[" * 33 + b"]" * 33 + b"}",
    "5,000 digits": b'{"agent":"pusher","message":"m","n":' + b"9" * 5_000 + b"}",
    "5,000 digits of a fraction": b'{"agent":"pusher","message":"m","n":0.' + b"1" * 5_000 + b"}",
    "an exponent": b'{"agent":"pusher","message":"m","n":1e999999999}',
    "NaN": b'{"agent":"pusher","message":NaN}',
    "Infinity": b'{"agent":"pusher","message":-Infinity}',
    "duplicate keys": b'{"agent":"pusher","message":"a","message":"b"}',
    "duplicate keys in disguise": b'{"agent":"pusher","message":"a","mess\\u0061ge":"b"}',
    "half a surrogate": b'{"agent":"pusher","message":"\\ud800"}',
    "half a surrogate as a key": b'{"agent":"pusher","message":"m","\\udfff":1}',
    "a byte order mark": b"\xef\xbb\xbf" + launch(),
    "UTF-16": launch().decode().encode("utf-16"),
    "UTF-32": launch().decode().encode("utf-32-le"),
    "invalid UTF-8": b'{"agent":"pusher","message":"\xff"}',
    "a surrogate in UTF-8": b'{"agent":"pusher","message":"\xed\xa0\x80"}',
    "too long a form": b'{"agent":"pusher","message":"\xc1\x81"}',
    "two values": launch() + launch(),
    "a trailing comma": b'{"agent":"pusher","message":"m",}',
    "a comment": b'{"agent":"pusher","message":"m"}//',
    "single quotes": b"{'agent':'pusher','message':'m'}",
    "quotes only": b'"' * 60_000,
    "backslashes only": b'"' + b"\\" * 60_000,
    "white space": b" " * 60_000,
    "a control character": b'{"agent":"pusher","message":"a\nb"}',
}
TYPES = (
    "application/json",
    "APPLICATION/JSON",
    "application/json; charset=utf-16",
    "application/x+json",
    "text/plain",
    "",
)


class TestJson:
    @pytest.mark.parametrize("bomb", BOMBS)
    async def test_whk08_a_body_with_two_readings_or_none_is_400_whatever_its_type(
        self, street: HttpFixture, bomb: str
    ) -> None:
        """`application/JSON` went past the strict reading: the last of two equal keys won."""
        olive = await street.as_("olive")
        for type in TYPES:
            assert_problem(await olive.post(LAUNCH, content=BOMBS[bomb], headers={"Content-Type": type}), 400)
        assert (await street.house.app.queries.list_threads()).items == []

    async def test_a_body_that_does_not_say_it_is_json_is_not_taken_for_it(self, street: HttpFixture) -> None:
        olive = await street.as_("olive")
        for type in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""):
            assert_problem(await olive.post(LAUNCH, content=launch(), headers={"Content-Type": type}), 422)

    @pytest.mark.parametrize("body", [b"null", b"[]", b'"x"', b"7", b"true", b"{}"])
    async def test_json_that_is_no_body_of_the_route_is_422(self, street: HttpFixture, body: bytes) -> None:
        olive = await street.as_("olive")
        assert_problem(await olive.post(LAUNCH, content=body, headers=JSON), 422)


class TestWire:
    """A real uvicorn, spoken to in raw bytes."""

    async def test_whk06_a_gigabyte_without_a_length_is_cut_off_in_bounded_memory(self, street: HttpFixture) -> None:
        async with listening(street.house) as at:
            tracemalloc.start()
            try:
                answer, sent = await pour(at, chunk(b"x" * 65536), 1 << 30)
                _, peak = tracemalloc.get_traced_memory()
            finally:
                tracemalloc.stop()
        assert answer.startswith(b"HTTP/1.1 413 ")
        assert sent < 32 << 20
        assert peak < 32 << 20

    async def test_whk06_a_gigabyte_announced_is_refused_unread(self, street: HttpFixture) -> None:
        async with listening(street.house) as at:
            answer = await say(at, post(at, b"Content-Length: 1073741824"))
        assert answer.startswith(b"HTTP/1.1 413 ")
        assert b"connection: close" in answer.lower()

    async def test_whk06_more_than_announced_is_the_next_request_and_not_part_of_this(
        self, street: HttpFixture
    ) -> None:
        async with listening(street.house) as at:
            answer = await say(
                at, post(at, b"Content-Length: 2", b"Connection: close") + b"[]GET /evil HTTP/1.1\r\n\r\n"
            )
        assert statuses(answer) == [404]

    async def test_whk06_less_than_announced_is_acted_on_by_nobody(self, street: HttpFixture) -> None:
        thread = await street.house.launch()
        key = (await street.secret("olive")).encode()
        async with listening(street.house) as at:
            path = f"{API}/threads/{thread}/pause".encode()
            half = post(at, b"Authorization: Bearer " + key, b"Content-Length: 40", path=path) + b'{"reason'
            assert await say(at, half, leave=True) == b""
        assert "Paused" not in street.house.types(thread)

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
    async def test_whk11_a_head_that_could_be_read_in_two_ways_is_refused(
        self, street: HttpFixture, lines: tuple[bytes, ...]
    ) -> None:
        async with listening(street.house) as at:
            answer = await say(at, post(at, *lines) + b"[]" + post(at, b"Content-Length: 0", path=b"/evil"))
        assert len(statuses(answer)) == 1
        assert statuses(answer)[0] in (400, 421, 501)

    async def test_whk11_length_and_chunks_together_are_400_and_the_last(self, street: HttpFixture) -> None:
        """h11 believes the chunks and reads on; a proxy before us may have believed the length."""
        smuggled = b"0\r\n\r\nGET /evil HTTP/1.1\r\nHost: x\r\n\r\n"
        async with listening(street.house) as at:
            both = post(at, b"Content-Length: 6", b"Transfer-Encoding: chunked")
            answer = await say(at, both + smuggled)
        assert statuses(answer) == [400]

    @pytest.mark.parametrize(
        "chunks", [b"2\n[]\n0\n\n", b"2;x\r[]\r\n0\r\n\r\n", b"-2\r\n[]\r\n", b"0x2\r\n[]\r\n", b"g\r\n"]
    )
    async def test_whk11_chunks_that_are_none_are_400(self, street: HttpFixture, chunks: bytes) -> None:
        async with listening(street.house) as at:
            answer = await say(at, post(at, b"Transfer-Encoding: chunked") + chunks, leave=True)
        assert set(statuses(answer)) <= {400}

    async def test_whk11_lines_that_end_in_a_bare_line_feed_start_no_second_request(self, street: HttpFixture) -> None:
        async with listening(street.house) as at:
            bare = post(at, b"Content-Length: 0", b"Connection: close").replace(b"\r\n", b"\n")
            answer = await say(at, bare + b"GET /evil HTTP/1.1\nHost: x\n\n")
        assert len(statuses(answer)) == 1

    async def test_whk12_two_hosts_or_an_absolute_target_do_not_pass_the_wall(self, street: HttpFixture) -> None:
        async with listening(street.house) as at:
            two = await say(at, post(at, b"Host: evil.example", b"Content-Length: 0"))
            absolute = await say(at, get(at, b"http://evil.example/healthz"))
        assert statuses(two) == [400]
        assert statuses(absolute)[0] in (400, 404)

    async def test_a_head_of_a_megabyte_is_400(self, street: HttpFixture) -> None:
        async with listening(street.house) as at:
            answer = await say(at, post(at, b"Authorization: Bearer " + b"x" * 1_000_000))
        assert set(statuses(answer)) <= {400}

    async def test_whk10_a_head_that_trickles_is_closed_and_others_are_served(
        self, street: HttpFixture, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(DeadlineProtocol, "patience", 0.5)
        async with listening(street.house) as at, asyncio.TaskGroup() as tasks:
            slow = [tasks.create_task(trickle(at, step)) for step in (b"", b"G", b"X: y\r\n")]
            assert statuses(await say(at, get(at, b"/healthz"))) == [200]
        assert [task.result() for task in slow] == [True] * 3

    async def test_whk10_a_second_request_that_trickles_is_closed(
        self, street: HttpFixture, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(DeadlineProtocol, "patience", 0.5)
        async with listening(street.house) as at:
            first = get(at, b"/healthz").replace(b"Connection: close\r\n", b"")
            assert await trickle(at, b"X", before=first)

    async def test_whk10_a_slow_request_that_began_in_time_is_answered(
        self, street: HttpFixture, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(DeadlineProtocol, "patience", 0.2)
        async with listening(street.house) as at:
            reader, writer = await asyncio.open_connection(*at)
            writer.write(post(at, b"Content-Length: 2", b"Connection: close"))
            await asyncio.sleep(0.5)
            writer.write(b"[]")
            assert statuses(await reader.read()) == [404]
            writer.close()

    async def test_whk10_a_thousand_idle_sockets_keep_nobody_waiting(
        self, street: HttpFixture, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        if hard < 3_000:
            pytest.skip("this machine allows too few sockets")
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, 3_000), hard))
        async with listening(street.house) as at, AsyncExitStack() as sockets:
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


def _no_page(status: int, text: str) -> Response:
    raise AssertionError("no browser asks here")


async def _never() -> Message:
    await asyncio.Event().wait()
    raise AssertionError


def _into(sent: list[Message]) -> Callable[[Message], Any]:
    async def send(message: Message) -> None:
        sent.append(message)

    return send


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
        async with asyncio.timeout(7):
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
