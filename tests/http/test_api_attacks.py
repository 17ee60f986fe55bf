"""Hostile input to the API: added fields, other spellings of a path, injected text."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.http.api_attack_cases import DECISION, PUSH, ROUTES, Route, bearer, place
from tests.http.http_client import API, HttpFixture, assert_problem, raw
from tests.http.short_waits import short_waits as short_waits
from tests.platform_fixture import PlatformFixture
from tests.random_seed import share
from tests.sqlite_access import sqlite_of


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[HttpFixture]:
    async with PlatformFixture(tmp_path, PUSH, PUSH) as platform:
        yield HttpFixture(platform)


WRITES = tuple(route for route in ROUTES if route.body is not None)
ADDED: tuple[dict[str, Any], ...] = (
    {"approved": True},
    {"status": "approved"},
    {"decided_by": "olive"},
    {"person": "olive"},
    {"by": "olive"},
    {"requested_by": "max"},
    {"scope": "admin"},
    {"credential": "key:x"},
    {"door": "web"},
    {"tenant_id": 1},
    {"args_hash": "0" * 64},
    {"id": "x"},
    {"__proto__": {}},
)


class TestMassAssignment:
    @pytest.mark.parametrize("route", WRITES, ids=lambda route: route.path)
    @pytest.mark.one_set_up
    async def test_api03_a_field_that_no_body_has_is_422_and_nothing_happens(
        self, server: HttpFixture, route: Route
    ) -> None:
        thread = await server.platform.launch()
        (request,) = await server.platform.pending()
        olive = await server.as_("olive", "admin")
        before = _contents(server)
        id = request.id if route.path.startswith("/requests") else thread
        assert route.body is not None
        for added in ADDED:
            if not added.keys() & route.body.keys():
                answer = await olive.request(route.method, place(route, id), json={**route.body, **added})
                assert_problem(answer, 422, next(iter(added)))
        assert _contents(server) == before

    async def test_api03_the_query_string_assigns_nothing(self, server: HttpFixture) -> None:
        sam = await server.as_("sam", "agent")
        launched = await sam.post(
            f"{API}/threads?by=olive&requested_by=olive&status=finished", json={"agent": "pusher", "message": "m"}
        )
        assert_problem(launched, 400, "There is no query parameter 'by' here")
        assert (await sam.get(f"{API}/threads")).json()["items"] == []

    async def test_api03_the_voter_is_the_keys_person(self, server: HttpFixture) -> None:
        await server.platform.launch()
        (request,) = await server.platform.pending()
        max_ = await server.as_("max")
        body = {**DECISION, "digest": request.digest, "reason": "I am olive"}
        assert_problem(await max_.post(f"{API}/requests/{request.id}/decision?person=olive", json=body), 400, "person")
        assert len(await server.platform.pending()) == 1
        decided = (await max_.post(f"{API}/requests/{request.id}/decision", json=body)).json()
        assert (decided["decided_by"], decided["votes"][0]["person"], decided["votes"][0]["door"]) == (
            "max",
            "max",
            "api",
        )


OVERRIDES = (
    ("X-HTTP-Method-Override", "GET"),
    ("X-HTTP-Method", "POST"),
    ("X-Method-Override", "DELETE"),
    ("X-Original-URL", f"{API}/me"),
    ("X-Rewrite-URL", f"{API}/me"),
    ("X-Original-Method", "GET"),
)


def spellings(path: str) -> tuple[str, ...]:
    """Other ways to write a path, some of which some servers take for it."""
    *_, last = path.rpartition("/")
    return (
        path + "/",
        path + "//",
        "/" + path,
        path.replace("/requests", "//requests"),
        path.replace("/requests", "/./requests"),
        path.replace("/requests", "/me/../requests"),
        path.replace("/requests", "/me/%2e%2e/requests"),
        path.replace("/requests", "/%2e/requests"),
        path.replace("/requests", "%2frequests"),
        path.replace("/requests", "/%72equests"),
        path.replace("/requests", "%252frequests"),
        path.replace("/requests", "/requests;x"),
        path.replace("/requests", "\\requests"),
        path.replace("/api", "/%61pi"),
        path.replace("/api", "/API"),
        path.replace(last, last.upper()),
        path.replace(last, last.capitalize()),
        path + "%20",
        path + "%00",
        path + ".json",
        path + "%2f",
        path + ";a=b",
        path + "?_method=GET",
        path + "%23",
        "/static/.." + path,
        "/static/%2e%2e" + path,
        "/sign-in/.." + path,
    )


class TestSpelling:
    async def test_api08_no_spelling_lets_an_agent_or_a_stranger_decide(self, server: HttpFixture) -> None:
        await server.platform.launch()
        (request,) = await server.platform.pending()
        body = json.dumps({**DECISION, "digest": request.digest}).encode()
        agents = (b"authorization", f"Bearer {await server.secret('olive', 'agent')}".encode())
        for target in spellings(f"{API}/requests/{request.id}/decision"):
            for method in ("POST", "post", "PUT", "PATCH", "GET", "HEAD"):
                for key in ((agents,), ()):
                    incoming = [{"type": "http.request", "body": body, "more_body": False}]
                    type = (b"content-type", b"application/json")
                    status, *_ = await raw(server.app, method, target, *key, type, incoming=cast(Any, incoming))
                    assert status in (400, 401, 403, 404, 405), (method, target, status)
        assert (len(await server.platform.pending()), server.platform.ledger.lines) == (1, [])

    @pytest.mark.parametrize(("name", "value"), OVERRIDES)
    async def test_api08_headers_that_override_are_only_headers(
        self, server: HttpFixture, name: str, value: str
    ) -> None:
        thread = await server.platform.launch()
        agents = await server.as_("olive", "agent")
        for method, path in (("POST", f"/threads/{thread}/pause"), ("GET", "/keys"), ("DELETE", "/keys/x")):
            plain = await agents.request(method, API + path)
            lied = await agents.request(method, API + path, headers={name: value})
            assert (plain.status_code, lied.status_code) == (403, 403)
            assert plain.json() == lied.json()

    async def test_api08_get_and_head_change_nothing_on_any_route(self, server: HttpFixture) -> None:
        thread = await server.platform.launch()
        (request,) = await server.platform.pending()
        olive = await server.as_("olive", "admin")
        before = _contents(server)
        for route in ROUTES:
            for id in (thread, request.id):
                for method in ("GET", "HEAD", "OPTIONS", "TRACE"):
                    answer = await olive.request(method, place(route, id))
                    assert answer.status_code in (200, 404, 405)
        assert _contents(server) == before


INJECTIONS = (
    "' OR 1=1 --",
    '" OR ""="',
    "pending' UNION SELECT hash, 1 FROM api_key --",
    "pending; DROP TABLE request; --",
    "%",
    "_______",
    "pend%",
    "$.status",
    "pending\x00",
    "PENDING",
    " pending",
    "pending/**/",
    "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
    "{}",
    "[]",
    "null",
)


class TestInjection:
    async def test_api10_a_filter_is_a_word_and_no_pattern(self, server: HttpFixture) -> None:
        thread = await server.platform.launch()
        olive = await server.as_("olive")
        for text in INJECTIONS:
            for route, names in (("requests", ("status", "thread")), ("threads", ("status", "agent"))):
                for name in names:
                    answer = await olive.get(f"{API}/{route}", params={name: text})
                    assert answer.status_code == 422 or answer.json()["items"] == [], (route, name, text)
            for path in (f"/threads/{text}", f"/requests/{text}"):
                status, *_ = await raw(server.app, "GET", API + path, bearer(olive))
                assert status in (404, 422)
        assert [each["id"] for each in (await olive.get(f"{API}/threads")).json()["items"]] == [thread]

    @settings(max_examples=share(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(text=st.text(max_size=50))
    async def test_api10_any_filter_answers_with_what_has_just_that_word(self, shared: HttpFixture, text: str) -> None:
        status, _, body = await raw(shared.app, "GET", f"{API}/requests?status={_quoted(text)}", self.key)
        assert status in (200, 422)
        if status == 200:
            words = {each["status"] for each in json.loads(body)["items"]}
            assert words <= ({text} if text.strip("\x00") else {"pending"})

    @pytest.fixture
    async def shared(self, server: HttpFixture) -> HttpFixture:
        await server.platform.launch()
        TestInjection.key = (b"authorization", f"Bearer {await server.secret('olive')}".encode())
        return server

    key: tuple[bytes, bytes]


def _contents(server: HttpFixture) -> dict[str, list[Any]]:
    """All rows of all tables that a caller may not write."""
    reading = sqlite_of(server.platform.app).reading
    return {
        table: reading.execute(f"SELECT * FROM {table}").fetchall()
        for table in ("event", "thread", "request", "arrival", "api_key", "session")
    }


def _quoted(text: str) -> str:
    return "".join(f"%{byte:02x}" for byte in text.encode("utf-8", "surrogatepass"))
