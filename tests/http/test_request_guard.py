"""The middleware: which hosts are served, which bodies are read, and which headers each response carries."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send
from structlog.testing import capture_logs

from bot.http.request_guard import MAX_BODY, RequestGuard, list_own_hosts
from bot.http.security_headers import HEADERS
from tests.http.http_client import API, ORIGIN, HttpFixture, assert_problem, client_of, raw
from tests.platform_fixture import PlatformFixture, choose

LAUNCH = f"{API}/threads"
JSON = {"Content-Type": "application/json"}


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[HttpFixture]:
    async with PlatformFixture(tmp_path, choose("push", tag="v1")) as platform:
        yield HttpFixture(platform)


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
    async def test_whk12_another_host_is_421_before_any_key_is_looked_at(self, server: HttpFixture, host: str) -> None:
        olive = await server.as_("olive", "admin")
        for path in (f"{API}/me", "/", "/openapi.json", "/webhooks/x", "/nowhere"):
            answer = await olive.get(path, headers={"Host": host})
            assert_problem(answer, 421)
            assert answer.headers["connection"] == "close"

    async def test_whk12_no_host_at_all_is_421(self, server: HttpFixture) -> None:
        assert (await raw(server.app, "GET", "/openapi.json", host=None))[0] == 421

    async def test_the_probes_answer_whatever_they_are_called(self, server: HttpFixture) -> None:
        for path in ("/healthz", "/readyz"):
            assert (await server.nobody.get(path, headers={"Host": "10.0.0.7:8080"})).status_code == 200

    async def test_our_host_is_ours_in_any_case(self, server: HttpFixture) -> None:
        for host in ("LOCALHOST:8080", "[::1]:8080"):
            assert (await server.nobody.get("/openapi.json", headers={"Host": host})).status_code == 200

    async def test_whk12_forwarded_hosts_change_nothing(self, server: HttpFixture) -> None:
        lies = {"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example", "X-Original-URL": "/healthz"}
        olive = await server.as_("olive", "admin")
        plain, lied = await olive.get(f"{API}/me"), await olive.get(f"{API}/me", headers=lies)
        assert (plain.status_code, plain.json()) == (lied.status_code, lied.json())
        assert "evil.example" not in (await olive.get("/openapi.json", headers=lies)).text


class TestHeaders:
    async def test_every_response_carries_them(self, server: HttpFixture) -> None:
        olive = await server.as_("olive")
        tried = [
            await olive.get(f"{API}/me"),
            await server.nobody.get(f"{API}/me"),
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

    async def test_an_error_of_ours_carries_them_too(self, server: HttpFixture) -> None:
        """Starlette answers unexpected errors outside of every middleware."""
        olive = await server.as_("olive")
        server.platform.app.repository.agents = None  # type: ignore[assignment]
        failing = client_of(server.app, raises=False)
        failing.headers = olive.headers
        with capture_logs() as logs:
            answer = await failing.get(f"{API}/agents")
        assert [line["event"] for line in logs] == ["unexpected error"]
        assert_problem(answer, 500)
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
        assert answer.headers["cache-control"] == "no-store"

    async def test_cors_is_not_offered(self, server: HttpFixture) -> None:
        asks = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
        for answer in (
            await server.nobody.options(LAUNCH, headers=asks),
            await server.nobody.get(f"{API}/me", headers=asks),
        ):
            assert answer.status_code in (401, 405)
            assert not [name for name in answer.headers if name.startswith("access-control")]

    async def test_web12_a_websocket_is_refused(self, server: HttpFixture) -> None:
        sent: list[Message] = []
        for path in (f"{API}/me", "/", "/live"):
            scope = {"type": "websocket", "path": path, "headers": [(b"origin", b"https://evil.example")]}
            await server.app({**scope, "query_string": b"", "root_path": ""}, _never, _into(sent))
        assert {message["type"] for message in sent} == {"websocket.close"}


class TestBody:
    async def test_a_body_of_256_kib_is_read_and_one_byte_more_is_413(self, server: HttpFixture) -> None:
        most = await server.nobody.post("/webhooks/x", content=b"x" * MAX_BODY)
        assert_problem(most, 404)
        over = await server.nobody.post("/webhooks/x", content=b"x" * (MAX_BODY + 1))
        assert_problem(over, 413, str(MAX_BODY))
        assert over.headers["connection"] == "close"

    async def test_whk06_a_body_without_a_length_is_counted(self, server: HttpFixture) -> None:
        async def stream() -> AsyncIterator[bytes]:
            for _ in range(5):
                yield b"x" * 65536

        assert_problem(await server.nobody.post("/webhooks/x", content=stream()), 413)

    @pytest.mark.parametrize("length", [b"\xb2", b"-1", b"1e3", b"", b"0x10", b"9" * 400, b"1,1"])
    async def test_whk06_a_length_that_lies_is_no_500(self, server: HttpFixture, length: bytes) -> None:
        """A superscript two is a digit to str.isdigit and none to int."""
        status, *_ = await raw(server.app, "GET", "/healthz", (b"content-length", length))
        assert status == (413 if length.isdigit() else 200)

    @pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd", "gzip, identity", "x", "GZIP", ""])
    async def test_whk07_an_encoded_body_is_refused(self, server: HttpFixture, coding: str) -> None:
        answer = await server.nobody.post("/webhooks/x", content=b"\x1f\x8b", headers={"Content-Encoding": coding})
        assert_problem(answer, 422, "send it as it is")

    async def test_half_a_body_is_acted_on_by_nobody(self, server: HttpFixture) -> None:
        """Was a cancellation: the client left in the middle of its reason, and the rest was an empty body."""
        thread = await server.platform.launch()
        secret = (await server.secret("olive")).encode()
        incoming: list[Message] = [
            {"type": "http.request", "body": b'{"reason": "no', "more_body": True},
            {"type": "http.disconnect"},
        ]
        key = (b"authorization", b"Bearer " + secret)
        status, *_ = await raw(server.app, "POST", f"{API}/threads/{thread}/cancel", key, incoming=incoming)
        assert status == 0
        assert "Cancelled" not in server.platform.types(thread)

    async def test_whk10_a_body_that_does_not_come_is_408(self, server: HttpFixture) -> None:
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
    @pytest.mark.one_set_up
    async def test_whk08_a_body_with_two_readings_or_none_is_400_whatever_its_type(
        self, server: HttpFixture, bomb: str
    ) -> None:
        """`application/JSON` went past the strict reading: the last of two equal keys won."""
        olive = await server.as_("olive")
        for type in TYPES:
            assert_problem(await olive.post(LAUNCH, content=BOMBS[bomb], headers={"Content-Type": type}), 400)
        assert (await server.platform.app.queries.list_threads()).items == []

    async def test_a_body_that_does_not_say_it_is_json_is_not_taken_for_it(self, server: HttpFixture) -> None:
        olive = await server.as_("olive")
        for type in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""):
            assert_problem(await olive.post(LAUNCH, content=launch(), headers={"Content-Type": type}), 422)

    @pytest.mark.parametrize("body", [b"null", b"[]", b'"x"', b"7", b"true", b"{}"])
    async def test_json_that_is_no_body_of_the_route_is_422(self, server: HttpFixture, body: bytes) -> None:
        olive = await server.as_("olive")
        assert_problem(await olive.post(LAUNCH, content=body, headers=JSON), 422)


def _no_page(status: int, text: str) -> Response:
    raise AssertionError("no browser asks here")


async def _never() -> Message:
    await asyncio.Event().wait()
    raise AssertionError


def _into(sent: list[Message]) -> Callable[[Message], Any]:
    async def send(message: Message) -> None:
        sent.append(message)

    return send
