"""X-Request-Id: a sane one is kept, else one is made; it is in every response, in problem+json and in the log."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from structlog.contextvars import get_contextvars
from structlog.testing import capture_logs

from tests.http.http_client import API, HttpFixture, assert_problem, raw
from tests.platform_fixture import PlatformFixture

MADE = r"[0-9a-f]{32}"


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[HttpFixture]:
    async with PlatformFixture(tmp_path) as platform:
        yield HttpFixture(platform, raises=False, ids={})


@pytest.mark.parametrize(
    "id", ["7", "0af7651916cd43dd8448eb211c80319c", "req_1:a/b+c=.-", "Root=1-67891233-abcdef", "x" * 128]
)
async def test_ops2_a_sane_id_is_kept(server: HttpFixture, id: str) -> None:
    answer = await server.nobody.get("/healthz", headers={"X-Request-Id": id})
    assert answer.headers["x-request-id"] == id


@pytest.mark.parametrize(
    "id",
    [
        b"",
        b"x" * 129,
        b"a b",
        b"a\nb",
        b"a\r\nSet-Cookie: x=1",
        b"caf\xc3\xa9",
        b"<script>",
        b'"',
        b"-x",
        b"a\x00b",
        b"\xff",
    ],
)
@pytest.mark.one_set_up
async def test_ops2_an_odd_id_is_replaced_and_never_echoed(server: HttpFixture, id: bytes) -> None:
    status, headers, _ = await raw(server.app, "GET", "/healthz", (b"x-request-id", id))
    assert status == 200
    assert len(headers["x-request-id"]) == 32
    assert set(headers["x-request-id"]) <= set("0123456789abcdef")


async def test_ops2_of_two_ids_none_is_believed(server: HttpFixture) -> None:
    _, headers, _ = await raw(server.app, "GET", "/healthz", (b"x-request-id", b"one"), (b"x-request-id", b"two"))
    assert headers["x-request-id"] not in ("one", "two")


async def test_ops2_each_request_has_an_id_of_its_own_and_none_is_left_behind(server: HttpFixture) -> None:
    ids = {(await server.nobody.get("/healthz")).headers["x-request-id"] for _ in range(5)}
    assert len(ids) == 5
    assert get_contextvars() == {}


@pytest.mark.parametrize(("path", "status"), [("/nothing", 404), (f"{API}/threads", 401), ("/metrics", 401)])
async def test_ops2_a_problem_names_the_id_of_its_response(server: HttpFixture, path: str, status: int) -> None:
    answer = await server.nobody.get(path)
    assert assert_problem(answer, status)["request_id"] == answer.headers["x-request-id"]


async def test_ops2_a_refusal_of_the_guard_names_it_too(server: HttpFixture) -> None:
    given = {"Host": "evil.example", "X-Request-Id": "mine"}
    assert assert_problem(await server.nobody.get("/", headers=given), 421)["request_id"] == "mine"


async def test_ops2_an_error_of_ours_has_the_id_in_the_response_and_in_its_line(
    server: HttpFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_: object, **__: object) -> None:
        raise RuntimeError("a fault of ours")

    client = await server.as_("olive", "admin")
    monkeypatch.setattr(server.platform.app.store.audit, "list_notes", fails)
    import structlog

    with capture_logs(processors=[structlog.contextvars.merge_contextvars]) as lines:
        answer = await client.get(f"{API}/audit", headers={"X-Request-Id": "mine"})
    body = assert_problem(answer, 500)
    assert (body["request_id"], answer.headers["x-request-id"]) == ("mine", "mine")
    assert answer.headers["x-content-type-options"] == "nosniff"
    (line,) = [line for line in lines if line["event"] == "unexpected error"]
    assert line["request_id"] == "mine"
