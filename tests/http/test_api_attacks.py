"""What a hostile client tries at the API, and what no answer, log line, event or file may ever hold."""

import hashlib
import json
import logging
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any, NamedTuple, cast

import httpx2
import pytest
import structlog
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.cli import logging_setup
from bot.core.agent import Agent
from bot.core.people import PeopleDirectory, Person
from bot.http.api.api_keys import KeyScopeName, revoke_key
from bot.llm import OpenAIModel
from bot.store import credentials
from tests.doubles.openai_wire import OpenAIWire, call, completion, failure
from tests.http.http_client import API, HttpFixture, assert_problem, client_of, raw
from tests.http.test_channel_routes import HUB, OLD, github, house_in
from tests.platform_fixture import PEOPLE, PlatformFixture, choose

PUSH = choose("push", tag="v1")


@pytest.fixture
async def street(tmp_path: Path) -> AsyncIterator[HttpFixture]:
    async with PlatformFixture(tmp_path, PUSH, PUSH) as house:
        yield HttpFixture(house)


class Route(NamedTuple):
    """An operation, the least scope that it needs, and a body that would be good."""

    method: str
    path: str
    scope: KeyScopeName
    body: dict[str, Any] | None = None


DECISION = {"decision": "approve", "digest": "0" * 64}
ROUTES = (
    Route("GET", "/threads", "agent"),
    Route("POST", "/threads", "agent", {"agent": "pusher", "message": "m"}),
    Route("GET", "/threads/{id}", "agent"),
    Route("GET", "/threads/{id}/events", "agent"),
    Route("POST", "/threads/{id}/messages", "agent", {"message": "m"}),
    Route("GET", "/threads/{id}/prompts/{n}", "agent"),
    Route("GET", "/requests", "agent"),
    Route("GET", "/requests/{id}", "agent"),
    Route("GET", "/agents", "agent"),
    Route("GET", "/me", "agent"),
    Route("GET", "/holds", "agent"),
    Route("POST", "/holds", "operator", {"scope": "tool", "name": "nothing", "reason": "r"}),
    Route("DELETE", "/holds/{id}", "operator"),
    Route("POST", "/threads/{id}/pause", "operator"),
    Route("POST", "/threads/{id}/resume", "operator"),
    Route("POST", "/threads/{id}/cancel", "operator", {"reason": "r"}),
    Route("POST", "/threads/{id}/fork", "operator", {"at": 1}),
    Route("POST", "/requests/{id}/decision", "operator", DECISION),
    Route("POST", "/requests/{id}/answer", "operator", {"answer": "yes"}),
    Route("GET", "/people", "operator"),
    Route("GET", "/keys", "admin"),
    Route("POST", "/keys", "admin", {"person": "max", "scope": "agent", "label": "", "agents": ["pusher"]}),
    Route("PUT", "/keys/{id}/agents", "admin", {"agents": ["pusher"]}),
    Route("DELETE", "/keys/{id}", "admin"),
    Route("POST", "/links", "admin", {"person": "max"}),
    Route("GET", "/audit", "admin"),
    Route("GET", "/audit/verify", "admin"),
)
RANK: tuple[KeyScopeName, ...] = ("agent", "operator", "admin")
WRITES = tuple(route for route in ROUTES if route.body is not None)


def place(route: Route, id: str = "nothing") -> str:
    return API + route.path.format(id=id, n=1)


class TestScopes:
    async def test_the_table_here_names_every_operation_of_the_api(self, street: HttpFixture) -> None:
        """A new route must say here what it needs."""
        paths = {path.removeprefix(API): each for path, each in street.app.openapi()["paths"].items() if API in path}
        documented = {(method.upper(), path) for path, each in paths.items() for method in each}
        assert documented == {(route.method, route.path) for route in ROUTES}

    @pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.method} {route.path}")
    async def test_api04_a_route_is_closed_to_every_scope_below_its_own(
        self, street: HttpFixture, route: Route
    ) -> None:
        thread = await street.house.launch()
        (request,) = await street.house.pending()
        id = request.id if route.path.startswith("/requests") else thread
        assert_problem(await street.nobody.request(route.method, place(route, id), json=route.body), 401)
        for scope in RANK:
            client = await street.as_("olive", scope)
            answer = await client.request(route.method, place(route, id), json=route.body)
            if RANK.index(scope) < RANK.index(route.scope):
                assert_problem(answer, 403, f"This key has the scope '{scope}'")
            else:
                assert answer.status_code not in (401, 403), answer.text
                break
            assert street.house.types(thread)[-1] == "ApprovalAsked"

    async def test_api04_an_agent_key_of_an_approver_decides_nothing(self, street: HttpFixture) -> None:
        await street.house.launch()
        (request,) = await street.house.pending()
        olive = await street.as_("olive", "agent")
        for body in ({**DECISION, "digest": request.digest}, {"decision": "reject", "digest": request.digest}):
            answer = await olive.post(f"{API}/requests/{request.id}/decision", json=body)
            assert_problem(answer, 403, "operator, admin")
        await street.house.settle()
        assert (len(await street.house.pending()), street.house.ledger.lines) == (1, [])

    async def test_api04_no_key_makes_a_stronger_one(self, street: HttpFixture) -> None:
        for scope in RANK[:2]:
            client = await street.as_("olive", scope)
            answer = await client.post(f"{API}/keys", json={"person": "olive", "scope": "admin"})
            assert_problem(answer, 403)


WEIRD = (
    b"",
    b"Bearer",
    b"Bearer ",
    b"Bearer  ",
    b"Basic b2xpdmU6eA==",
    b"Bearer null",
    b"Bearer " + b"x" * 100_000,
    b"x" * 100_000,
    "Bearer pässwörd".encode("latin-1"),
    "Bearer 密钥".encode(),
    b"Bearer \xff\xfe\x00\x80",
    b"\xff",
    b"Bearer cs_\xed\xa0\x80",
    b"Bearer ' OR 1=1 --",
    b"Bearer %",
    b"Bearer cs_" + b"\x00" * 10,
    b"Bearer a b c",
    b"Bearer\tx",
    b"Digest username=x",
    b"Bearer [1]",
    b", Bearer x",
)


class TestKeys:
    async def test_api01_no_key_is_401_and_says_how(self, street: HttpFixture) -> None:
        answer = await street.nobody.get(f"{API}/me")
        assert_problem(answer, 401, "Authorization: Bearer")
        assert answer.headers["www-authenticate"] == "Bearer"

    @pytest.mark.parametrize("value", WEIRD, ids=range(len(WEIRD)))
    async def test_api01_whatever_stands_in_authorization_it_is_401(self, street: HttpFixture, value: bytes) -> None:
        status, headers, body = await raw(street.app, "GET", f"{API}/me", (b"authorization", value))
        assert (status, headers["content-type"]) == (401, "application/problem+json")
        assert len(body) < 500

    async def test_api01_unknown_revoked_inactive_and_gone_are_told_the_same(self, street: HttpFixture) -> None:
        revoked, inactive, gone = [await street.secret(person) for person in ("olive", "max", "sam")]
        (key,) = [key for key in credentials.list_keys(street.house.app.database.reading) if key.person == "olive"]
        await revoke_key(street.house.app, key.id, "olive")
        left = Person(id="max", name="Max", groups=("managers",), active=False)
        street.house.app.repository.directory = PeopleDirectory(people={"olive": PEOPLE.people["olive"], "max": left})
        problems = [
            assert_problem(await client_of(street.app, secret).get(f"{API}/me"), 401)
            for secret in ("cs_never", revoked, inactive, gone)
        ]
        assert all(problem == problems[0] for problem in problems)

    async def test_api01_a_key_counts_in_its_header_alone(self, street: HttpFixture) -> None:
        secret = await street.secret("olive", "admin")
        for name in ("key", "api_key", "access_token", "token", "Authorization", "bearer"):
            assert_problem(await street.nobody.get(f"{API}/me", params={name: secret}), 401)
        for headers in (
            {"Cookie": f"Authorization=Bearer {secret}; session={secret}; countersign-8080={secret}"},
            {"X-API-Key": secret},
            {"Proxy-Authorization": f"Bearer {secret}"},
            {"Authorization": secret},
            {"Authorization": f"Token {secret}"},
        ):
            assert_problem(await street.nobody.get(f"{API}/me", headers=headers), 401)
        body = {"agent": "pusher", "message": "m", "access_token": secret}
        assert_problem(await street.nobody.post(f"{API}/threads", json=body), 401)

    async def test_api01_almost_the_key_is_not_the_key(self, street: HttpFixture) -> None:
        secret = await street.secret("olive")
        for almost in (secret[:-1], secret + "x", secret.upper(), secret[3:], f"{secret}\x00", f'"{secret}"'):
            status, *_ = await raw(street.app, "GET", f"{API}/me", (b"authorization", f"Bearer {almost}".encode()))
            assert status == 401

    async def test_api01_of_two_keys_the_first_counts(self, street: HttpFixture) -> None:
        olive, max_ = [(await street.secret(person)).encode() for person in ("olive", "max")]
        pairs = [(b"authorization", b"Bearer " + secret) for secret in (b"cs_wrong", olive, max_)]
        assert (await raw(street.app, "GET", f"{API}/me", *pairs))[0] == 401
        status, _, body = await raw(street.app, "GET", f"{API}/me", *pairs[1:])
        assert (status, json.loads(body)["person"]) == (200, "olive")

    async def test_api01_a_person_who_leaves_while_approving_counts_no_more(self, street: HttpFixture) -> None:
        await street.house.launch()
        (request,) = await street.house.pending()
        olive = await street.as_("olive")
        left = Person(id="olive", name="Olive", groups=("managers",), active=False)
        street.house.app.repository.directory = PeopleDirectory(people={"olive": left})
        answer = await olive.post(f"{API}/requests/{request.id}/decision", json={**DECISION, "digest": request.digest})
        assert_problem(answer, 401)
        assert street.house.ledger.lines == []


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
    async def test_api03_a_field_that_no_body_has_is_422_and_nothing_happens(
        self, street: HttpFixture, route: Route
    ) -> None:
        thread = await street.house.launch()
        (request,) = await street.house.pending()
        olive = await street.as_("olive", "admin")
        before = _contents(street)
        id = request.id if route.path.startswith("/requests") else thread
        assert route.body is not None
        for added in ADDED:
            if not added.keys() & route.body.keys():
                answer = await olive.request(route.method, place(route, id), json={**route.body, **added})
                assert_problem(answer, 422, next(iter(added)))
        assert _contents(street) == before

    async def test_api03_the_query_string_assigns_nothing(self, street: HttpFixture) -> None:
        sam = await street.as_("sam", "agent")
        launched = await sam.post(
            f"{API}/threads?by=olive&requested_by=olive&status=finished", json={"agent": "pusher", "message": "m"}
        )
        assert (launched.json()["requested_by"], launched.json()["status"]) == ("sam", "working")

    async def test_api03_the_voter_is_the_keys_person(self, street: HttpFixture) -> None:
        await street.house.launch()
        (request,) = await street.house.pending()
        max_ = await street.as_("max")
        body = {**DECISION, "digest": request.digest, "reason": "I am olive"}
        decided = (await max_.post(f"{API}/requests/{request.id}/decision?person=olive", json=body)).json()
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
    async def test_api08_no_spelling_lets_an_agent_or_a_stranger_decide(self, street: HttpFixture) -> None:
        await street.house.launch()
        (request,) = await street.house.pending()
        body = json.dumps({**DECISION, "digest": request.digest}).encode()
        agents = (b"authorization", f"Bearer {await street.secret('olive', 'agent')}".encode())
        for target in spellings(f"{API}/requests/{request.id}/decision"):
            for method in ("POST", "post", "PUT", "PATCH", "GET", "HEAD"):
                for key in ((agents,), ()):
                    incoming = [{"type": "http.request", "body": body, "more_body": False}]
                    type = (b"content-type", b"application/json")
                    status, *_ = await raw(street.app, method, target, *key, type, incoming=cast(Any, incoming))
                    assert status in (401, 403, 404, 405), (method, target, status)
        assert (len(await street.house.pending()), street.house.ledger.lines) == (1, [])

    @pytest.mark.parametrize(("name", "value"), OVERRIDES)
    async def test_api08_headers_that_override_are_only_headers(
        self, street: HttpFixture, name: str, value: str
    ) -> None:
        thread = await street.house.launch()
        agents = await street.as_("olive", "agent")
        for method, path in (("POST", f"/threads/{thread}/pause"), ("GET", "/keys"), ("DELETE", "/keys/x")):
            plain = await agents.request(method, API + path)
            lied = await agents.request(method, API + path, headers={name: value})
            assert (plain.status_code, lied.status_code) == (403, 403)
            assert plain.json() == lied.json()

    async def test_api08_get_and_head_change_nothing_on_any_route(self, street: HttpFixture) -> None:
        thread = await street.house.launch()
        (request,) = await street.house.pending()
        olive = await street.as_("olive", "admin")
        before = _contents(street)
        for route in ROUTES:
            for id in (thread, request.id):
                for method in ("GET", "HEAD", "OPTIONS", "TRACE"):
                    answer = await olive.request(method, place(route, id))
                    assert answer.status_code in (200, 404, 405)
        assert _contents(street) == before


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
    async def test_api10_a_filter_is_a_word_and_no_pattern(self, street: HttpFixture) -> None:
        thread = await street.house.launch()
        olive = await street.as_("olive")
        for text in INJECTIONS:
            for route, names in (("requests", ("status", "thread")), ("threads", ("status", "agent"))):
                for name in names:
                    answer = await olive.get(f"{API}/{route}", params={name: text})
                    assert answer.status_code == 422 or answer.json()["items"] == [], (route, name, text)
            for path in (f"/threads/{text}", f"/requests/{text}"):
                status, *_ = await raw(street.app, "GET", API + path, _bearer(olive))
                assert status in (404, 422)
        assert [each["id"] for each in (await olive.get(f"{API}/threads")).json()["items"]] == [thread]

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(text=st.text(max_size=50))
    async def test_api10_any_filter_answers_with_what_has_just_that_word(self, shared: HttpFixture, text: str) -> None:
        status, _, body = await raw(shared.app, "GET", f"{API}/requests?status={_quoted(text)}", self.key)
        assert status in (200, 422)
        if status == 200:
            words = {each["status"] for each in json.loads(body)["items"]}
            assert words <= ({text} if text.strip("\x00") else {"pending"})

    @pytest.fixture
    async def shared(self, street: HttpFixture) -> HttpFixture:
        await street.house.launch()
        TestInjection.key = (b"authorization", f"Bearer {await street.secret('olive')}".encode())
        return street

    key: tuple[bytes, bytes]


LEAKS = (
    "Traceback",
    str(Path(__file__).parents[2]),
    "/usr",
    "/home",
    ".py",
    "sqlite",
    "line ",
    "0x",
    "RuntimeError",
    "Error:",
    "site-packages",
)
SECRETS = "the token is sk-inner-secret at /var/lib/inner/path.py"


class Broken:
    """Stands where something of ours stood; whatever is asked of it fails with a text that nobody outside may read."""

    def __getattr__(self, name: str) -> Any:
        raise RuntimeError(SECRETS)


@pytest.fixture
def written(capfd: pytest.CaptureFixture[str]) -> Iterator[pytest.CaptureFixture[str]]:
    """The log as `countersign serve` writes it: on stderr."""
    before = structlog.get_config()
    logging_setup.log_to_stderr(logging.DEBUG, tracebacks=True)
    yield capfd
    structlog.configure(**before)


class TestLeaks:
    @pytest.mark.parametrize("part", ["views", "directory", "database", "agents", "prompts", "decisions", "control"])
    async def test_api11_an_error_inside_says_nothing_of_the_inside(
        self, street: HttpFixture, part: str, written: pytest.CaptureFixture[str]
    ) -> None:
        thread = await street.house.launch()
        (request,) = await street.house.pending()
        secret = await street.secret("olive", "admin")
        client = client_of(street.app, secret, raises=False)
        owner: object = street.house.app.repository if part in ("directory", "agents") else street.house.app
        whole = getattr(owner, part)
        setattr(owner, part, Broken())
        answers = [
            await client.request(route.method, place(route, id), json=route.body)
            for route in ROUTES
            for id in (thread, request.id)
        ]
        setattr(owner, part, whole)
        failed = [answer for answer in answers if answer.status_code == 500]
        assert failed
        for answer in failed:
            problem = assert_problem(answer, 500)
            assert problem["detail"] == "Something went wrong on our side; it was noted."
            assert not [word for word in (*LEAKS, SECRETS) if word in answer.text + str(answer.headers)]
        noted = written.readouterr().err
        assert "RuntimeError" in noted
        assert secret not in noted

    async def test_api11_the_database_that_fails_is_503_and_shows_no_path(self, street: HttpFixture) -> None:
        olive = await street.as_("olive")
        street.house.app.database._writer.close()
        answer = await olive.post(f"{API}/threads", json={"agent": "pusher", "message": "m"})
        assert_problem(answer, 503)
        assert str(street.house.folder) not in answer.text

    async def test_api11_refusals_repeat_no_body_and_no_key(self, street: HttpFixture) -> None:
        secret = await street.secret("olive", "admin")
        client = client_of(street.app, secret)
        for body in (
            {"agent": SECRETS, "message": "m"},
            {"agent": "pusher", "message": ["sk-inner-secret"]},
            [SECRETS],
        ):
            answer = await client.post(f"{API}/threads", json=body)
            assert_problem(answer, 422)
            assert "sk-inner-secret" not in answer.text
            assert secret not in answer.text + str(answer.headers)

    async def test_api11_what_a_caller_sent_is_quoted_short_and_on_one_line(self, street: HttpFixture) -> None:
        olive = await street.as_("olive", "admin")
        for path in (f"{API}/threads/%0d%0aSet-Cookie:x=1", f"{API}/threads/%1b%5b31m", f"{API}/keys/%00"):
            method = "DELETE" if "keys" in path else "GET"
            status, headers, body = await raw(street.app, method, path, _bearer(olive))
            assert status == 404
            assert "set-cookie" not in headers
            assert not {"\r", "\n", "\x1b", "\x00"} & set(json.loads(body)["detail"])


CANARY = "sk-canary-5f9d2c7be1a04f"


class TestCanaries:
    async def test_sec01_secrets_are_found_in_no_file_log_event_prompt_or_answer(
        self,
        tmp_path: Path,
        written: pytest.CaptureFixture[str],
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        caplog.set_level(logging.DEBUG)
        script = (
            failure(401, f"Incorrect API key provided: {CANARY}."),
            completion(call("push", json.dumps({"tag": "v1", "commit": "c0ffee"}))),
            completion(call("done", json.dumps({"message": "Done."}))),
        )
        async with OpenAIWire(*script) as wire, house_in(tmp_path) as house:
            model = OpenAIModel(api_key=CANARY, base_url=wire.base_url, model="gpt-test")
            house.app.models["pusher"] = model
            street = HttpFixture(house, raises=False)
            keys = [
                await street.secret("max", "admin"),
                await street.secret("sam", "agent"),
                await street.secret("olive", "admin"),
            ]
            bodies = await _walk(street, keys)
            await model.close()
            assert any(CANARY in received.headers["authorization"] for received in wire.received)
        log = written.readouterr().err
        assert "unexpected error" in log
        assert b"Incorrect API key provided" in b"".join(bodies)
        places = [*_files(tmp_path), *bodies, log.encode(), caplog.text.encode()]
        for secret in (*keys, CANARY, HUB, OLD, OLD.removeprefix("whsec_")):
            assert not [place for place in places if secret.encode() in place], secret

    async def test_sec01_a_key_is_kept_as_its_hash_alone(self, street: HttpFixture) -> None:
        secret = await street.secret("olive")
        reading = street.house.app.database.reading
        (row,) = reading.execute("SELECT * FROM api_key").fetchall()
        assert hashlib.sha256(secret.encode()).digest() in row
        assert secret not in str(row)
        assert not [held for held in _files(street.house.folder) if secret.encode() in held]

    async def test_sec01_a_made_key_is_shown_in_one_answer(self, street: HttpFixture) -> None:
        max_ = await street.as_("max", "admin")
        headers = {"Idempotency-Key": "k"}
        body = {"person": "olive", "scope": "agent", "agents": ["pusher"]}
        made = (await max_.post(f"{API}/keys", json=body, headers=headers)).json()
        assert len(made["secret"]) == 46
        for path in ("/keys", "/audit", "/me", "/people", "/agents"):
            assert made["secret"] not in (await max_.get(API + path)).text
        assert "secret" not in (await max_.post(f"{API}/keys", json={**body, "scope": "root"})).text.replace(
            "/secret", ""
        )


async def _walk(street: HttpFixture, keys: list[str]) -> list[bytes]:
    """A walk over everything that answers, with good and bad requests; all that was answered."""
    house = street.house
    max_ = client_of(street.app, keys[0], raises=False)
    sam = client_of(street.app, keys[1], raises=False)
    olive = client_of(street.app, keys[2], raises=False)
    answers = [await github(street), await github(street, id="x", secret="wrong"), await github(street, b"[", "y")]
    await house.settle()
    thread = answers[0].json()["thread"]
    (question,) = await house.pending()  # what the provider said of the key is put to a person at once
    answers += [
        await max_.get(f"{API}/requests/{question.id}"),
        await olive.post(f"{API}/requests/{question.id}/answer", json={"answer": "go on"}),
    ]
    await house.settle()
    (request,) = await house.pending()
    decision = {"decision": "approve", "digest": request.digest}
    answers += [
        await sam.post(f"{API}/requests/{request.id}/decision", json=decision),
        await max_.post(f"{API}/requests/{request.id}/decision", json={**decision, "digest": keys[0]}),
        await max_.post(f"{API}/requests/{request.id}/decision", json=decision),
        await max_.get(f"{API}/requests/{request.id}"),
    ]
    await house.settle()
    assert house.types(thread)[-1] == "Finished"
    answers += [await max_.request(r.method, place(r, thread), json=r.body) for r in ROUTES if r.method == "GET"]
    for n in range(1, 4):
        answers.append(await max_.get(f"{API}/threads/{thread}/prompts/{n}"))
    house.app.repository.agents = cast(dict[str, Agent], Broken())
    answers.append(await max_.get(f"{API}/agents"))
    assert answers[-1].status_code == 500
    return [answer.content + str(answer.headers.raw).encode() for answer in answers]


def _contents(street: HttpFixture) -> dict[str, list[Any]]:
    """All rows of all tables that a caller may not write."""
    reading = street.house.app.database.reading
    return {
        table: reading.execute(f"SELECT * FROM {table}").fetchall()
        for table in ("event", "thread", "request", "arrival", "api_key", "session")
    }


def _files(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in folder.iterdir()]


def _bearer(client: httpx2.AsyncClient) -> tuple[bytes, bytes]:
    return b"authorization", client.headers["authorization"].encode()


def _quoted(text: str) -> str:
    return "".join(f"%{byte:02x}" for byte in text.encode("utf-8", "surrogatepass"))
