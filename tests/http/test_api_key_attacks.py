"""Each route of the API against each scope of a key, and against headers that are not a key."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.core.people import PeopleDirectory, Person
from bot.http.api.api_keys import ApiPrincipal, KeyScopeName, revoke_key
from bot.http.asgi_app import create_server
from tests.http.api_attack_cases import DECISION, PUSH, ROUTES, Route, place
from tests.http.http_client import API, SETTINGS, HttpFixture, assert_problem, client_of, raw
from tests.http.short_waits import short_waits as short_waits
from tests.platform_fixture import PEOPLE, PlatformFixture
from tests.sqlite_access import list_keys


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[HttpFixture]:
    async with PlatformFixture(tmp_path, PUSH, PUSH) as platform:
        yield HttpFixture(platform)


RANK: tuple[KeyScopeName, ...] = ("agent", "operator", "admin")


class TestScopes:
    async def test_the_table_here_names_every_operation_of_the_api(self, server: HttpFixture) -> None:
        """A new route must be listed here with the scope it needs."""
        paths = {path.removeprefix(API): each for path, each in server.app.openapi()["paths"].items() if API in path}
        documented = {(method.upper(), path) for path, each in paths.items() for method in each}
        assert documented == {(route.method, route.path) for route in ROUTES}

    @pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.method} {route.path}")
    async def test_api04_a_route_is_closed_to_every_scope_below_its_own(
        self, server: HttpFixture, route: Route
    ) -> None:
        thread = await server.platform.launch()
        (request,) = await server.platform.pending()
        id = request.id if route.path.startswith("/requests") else thread
        assert_problem(await server.nobody.request(route.method, place(route, id), json=route.body), 401)
        for scope in RANK:
            client = await server.as_("olive", scope)
            answer = await client.request(route.method, place(route, id), json=route.body)
            if RANK.index(scope) < RANK.index(route.scope):
                assert_problem(answer, 403, f"This key has the scope '{scope}'")
            else:
                assert answer.status_code not in (401, 403), answer.text
                break
            assert server.platform.types(thread)[-1] == "ApprovalAsked"

    async def test_api04_an_agent_key_of_an_approver_decides_nothing(self, server: HttpFixture) -> None:
        await server.platform.launch()
        (request,) = await server.platform.pending()
        olive = await server.as_("olive", "agent")
        for body in ({**DECISION, "digest": request.digest}, {"decision": "reject", "digest": request.digest}):
            answer = await olive.post(f"{API}/requests/{request.id}/decision", json=body)
            assert_problem(answer, 403, "operator, admin")
        await server.platform.settle()
        assert (len(await server.platform.pending()), server.platform.ledger.lines) == (1, [])

    async def test_api04_no_key_makes_a_stronger_one(self, server: HttpFixture) -> None:
        for scope in RANK[:2]:
            client = await server.as_("olive", scope)
            answer = await client.post(f"{API}/keys", json={"person": "olive", "scope": "admin"})
            assert_problem(answer, 403)


async def test_fast9_an_app_acts_without_a_key_for_its_own_caller_alone_and_in_their_scope(tmp_path: Path) -> None:
    """The verbs without a server have such an app; what listens to a network has none."""
    async with PlatformFixture(tmp_path, PUSH) as platform:
        olive = ApiPrincipal("olive", "operator", "terminal:olive")
        wanted = {"person": "max", "scope": "admin"}
        for caller in (None, olive):
            async with client_of(create_server(platform.app, SETTINGS, caller=caller)) as client:
                me, key = await client.get(f"{API}/me"), await client.post(f"{API}/keys", json=wanted)
            if caller is None:
                assert_problem(me, 401)
                assert_problem(key, 401)
            else:
                assert (me.status_code, me.json()["person"]) == (200, "olive")
                assert_problem(key, 403, "admin")


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
    async def test_api01_no_key_is_401_and_says_how(self, server: HttpFixture) -> None:
        answer = await server.nobody.get(f"{API}/me")
        assert_problem(answer, 401, "Authorization: Bearer")
        assert answer.headers["www-authenticate"] == "Bearer"

    @pytest.mark.parametrize("value", WEIRD, ids=range(len(WEIRD)))
    @pytest.mark.one_set_up
    async def test_api01_whatever_stands_in_authorization_it_is_401(self, server: HttpFixture, value: bytes) -> None:
        status, headers, body = await raw(server.app, "GET", f"{API}/me", (b"authorization", value))
        assert (status, headers["content-type"]) == (401, "application/problem+json")
        assert len(body) < 500

    async def test_api01_unknown_revoked_inactive_and_gone_are_told_the_same(self, server: HttpFixture) -> None:
        revoked, inactive, gone = [await server.secret(person) for person in ("olive", "max", "sam")]
        (key,) = [key for key in list_keys(server.platform.app) if key.person == "olive"]
        await revoke_key(server.platform.app, key.id, "olive")
        left = Person(id="max", name="Max", groups=("managers",), active=False)
        server.platform.app.repository.directory = PeopleDirectory(
            people={"olive": PEOPLE.people["olive"], "max": left}
        )
        problems = [
            assert_problem(await client_of(server.app, secret).get(f"{API}/me"), 401)
            for secret in ("cs_never", revoked, inactive, gone)
        ]
        assert all(problem == problems[0] for problem in problems)

    async def test_api01_a_key_counts_in_its_header_alone(self, server: HttpFixture) -> None:
        secret = await server.secret("olive", "admin")
        for name in ("key", "api_key", "access_token", "token", "Authorization", "bearer"):
            assert_problem(await server.nobody.get(f"{API}/me", params={name: secret}), 401)
        for headers in (
            {"Cookie": f"Authorization=Bearer {secret}; session={secret}; countersign-8080={secret}"},
            {"X-API-Key": secret},
            {"Proxy-Authorization": f"Bearer {secret}"},
            {"Authorization": secret},
            {"Authorization": f"Token {secret}"},
        ):
            assert_problem(await server.nobody.get(f"{API}/me", headers=headers), 401)
        body = {"agent": "pusher", "message": "m", "access_token": secret}
        assert_problem(await server.nobody.post(f"{API}/threads", json=body), 401)

    async def test_api01_almost_the_key_is_not_the_key(self, server: HttpFixture) -> None:
        secret = await server.secret("olive")
        for almost in (secret[:-1], secret + "x", secret.upper(), secret[3:], f"{secret}\x00", f'"{secret}"'):
            status, *_ = await raw(server.app, "GET", f"{API}/me", (b"authorization", f"Bearer {almost}".encode()))
            assert status == 401

    async def test_api01_of_two_keys_the_first_counts(self, server: HttpFixture) -> None:
        olive, max_ = [(await server.secret(person)).encode() for person in ("olive", "max")]
        pairs = [(b"authorization", b"Bearer " + secret) for secret in (b"cs_wrong", olive, max_)]
        assert (await raw(server.app, "GET", f"{API}/me", *pairs))[0] == 401
        status, _, body = await raw(server.app, "GET", f"{API}/me", *pairs[1:])
        assert (status, json.loads(body)["person"]) == (200, "olive")

    async def test_api01_a_person_who_leaves_while_approving_counts_no_more(self, server: HttpFixture) -> None:
        await server.platform.launch()
        (request,) = await server.platform.pending()
        olive = await server.as_("olive")
        left = Person(id="olive", name="Olive", groups=("managers",), active=False)
        server.platform.app.repository.directory = PeopleDirectory(people={"olive": left})
        answer = await olive.post(f"{API}/requests/{request.id}/decision", json={**DECISION, "digest": request.digest})
        assert_problem(answer, 401)
        assert server.platform.ledger.lines == []
