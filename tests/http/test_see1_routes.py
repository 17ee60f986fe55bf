"""Every route of the server, by the router's own list, crossed with credentials of two teams: foreign objects are not found.

The table `RULES` and the rights in `MAY` are written by hand and know nothing of the implementation. A route that the
table does not name fails the test.
"""

import re
from collections.abc import AsyncIterator, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import httpx2
import pytest
from starlette.routing import Mount, Route

from tests.http.page_browser import FormBrowser
from tests.http.short_waits import short_waits as short_waits
from tests.http.two_teams import CANARIES, KeyHolder, TwoTeams, absent

API = "/api/v1"


class Rule(NamedTuple):
    """The object of a route (`on`), the right it needs there, the lowest scope of a key, and the body.

    `on`: a thread, a request, an agent named in the body, a hold, or no owned object ("").
    """

    on: str = ""
    right: str = ""
    scope: str = "agent"
    body: dict[str, Any] | None = None


DECIDE = {"decision": "approve", "digest": "{digest}"}
RULES: dict[str, Rule] = {
    f"GET {API}/threads": Rule(),
    f"POST {API}/threads": Rule("agent", "start", body={"agent": "{agent}", "message": "m"}),
    f"POST {API}/thread-batches": Rule(scope="operator", body={"action": "pause"}),  # it lists what one may pause
    f"GET {API}/threads/{{id}}": Rule("thread", "read"),
    f"GET {API}/threads/{{id}}/events": Rule("thread", "read"),
    f"POST {API}/threads/{{id}}/messages": Rule("thread", "speak", body={"message": "m"}),
    f"POST {API}/threads/{{id}}/pause": Rule("thread", "operate", "operator"),
    f"POST {API}/threads/{{id}}/resume": Rule("thread", "operate", "operator"),
    f"POST {API}/threads/{{id}}/cancel": Rule("thread", "operate", "operator", {"reason": "r"}),
    f"POST {API}/threads/{{id}}/fork": Rule("thread", "operate", "operator", {"at": 1}),
    f"GET {API}/threads/{{id}}/prompts/{{n}}": Rule("thread", "read"),
    f"GET {API}/requests": Rule(),
    f"GET {API}/requests/{{id}}": Rule("request", "read"),
    f"POST {API}/requests/{{id}}/decision": Rule("request", "decide", "operator", DECIDE),
    f"POST {API}/requests/{{id}}/answer": Rule("request", "read", "operator", {"answer": "yes"}),
    f"GET {API}/events": Rule(),
    f"POST {API}/requests": Rule(body={"title": "t"}),
    f"POST {API}/requests/{{id}}/amend": Rule("request", "submit", body={"arguments": {}}),
    f"POST {API}/requests/{{id}}/comment": Rule("request", "submit", body={"text": "t"}),
    f"POST {API}/requests/{{id}}/cancel": Rule("request", "submit", body={"reason": "r"}),
    f"POST {API}/requests/{{id}}/callback": Rule("request", "call back"),
    f"GET {API}/callbacks/secret": Rule(),
    f"POST {API}/requests/{{id}}/execution": Rule("request", "submit", body={"status": "done"}),
    f"POST {API}/requests/{{id}}/grant": Rule("request", "speak", body={}),
    f"GET {API}/grants": Rule(),
    f"POST {API}/grants/uses": Rule(body={"arguments": {}}),
    f"POST {API}/grants/{{id}}/revoke": Rule("request", "operate", body={}),
    f"GET {API}/agents": Rule(),
    f"GET {API}/me": Rule(),
    f"GET {API}/holds": Rule(),
    f"POST {API}/holds": Rule("agent", "hold", "operator", {"scope": "agent", "name": "{agent}"}),
    f"DELETE {API}/holds/{{id}}": Rule("hold", "hold", "operator"),
    f"GET {API}/people": Rule(scope="operator"),
    f"GET {API}/keys": Rule(scope="admin"),
    f"POST {API}/keys": Rule(scope="admin", body={"person": "zoe", "scope": "operator"}),
    f"PUT {API}/keys/{{id}}/agents": Rule(scope="admin", body={"agents": ["alpha"]}),
    f"DELETE {API}/keys/{{id}}": Rule(scope="admin"),
    f"POST {API}/links": Rule(scope="admin", body={"person": "zoe"}),
    f"GET {API}/audit": Rule(scope="admin"),
    f"GET {API}/audit/verify": Rule(scope="admin"),
    "GET /metrics": Rule(scope="admin"),
    f"POST {API}/sweep": Rule(scope="admin"),
}
PAGES: dict[str, Rule] = {
    "GET /": Rule(),
    "GET /requests/{id}": Rule("request", "read"),
    "GET /requests/{id}/edit": Rule("request", "read"),
    "GET /requests/{id}/reject": Rule("request", "read"),
    "GET /threads/{id}": Rule("thread", "read"),
    "GET /threads/{id}/prompts/{n}": Rule("thread", "read"),
    "GET /holds": Rule(),
    "GET /grants": Rule(),
    "POST /requests/{id}/grant": Rule("request", "speak", body={}),
    "POST /grants/{id}/revoke": Rule("request", "operate", body={}),
    "GET /live": Rule("thread", "live"),
    "POST /threads": Rule("agent", "start", body={"agent": "{agent}", "text": "m"}),
    "POST /holds": Rule("agent", "hold", body={"target": "agent:{agent}"}),
    "POST /holds/{id}/lift": Rule("hold", "hold", body={}),
    "POST /threads/{id}/messages": Rule("thread", "speak", body={"text": "m"}),
    "POST /threads/{id}/pause": Rule("thread", "operate", body={}),
    "POST /threads/{id}/resume": Rule("thread", "operate", body={}),
    "POST /threads/{id}/cancel": Rule("thread", "operate", body={}),
    "POST /threads/{id}/fork": Rule("thread", "operate", body={"at": "1"}),
    "POST /requests/{id}/decide": Rule("request", "decide", body=DECIDE),
    "POST /requests/{id}/answer": Rule("request", "read", body={"answer": "yes"}),
}
NOBODYS = {
    "GET /openapi.json": "the description of the API",
    "GET /healthz": "whether it runs",
    "GET /readyz": "whether it can work",
    "GET /sign-in": "asks who one is",
    "POST /sign-in": "asks for a link, and tells nobody who is known",
    "GET /sign-in/{token}": "holds a secret of its own",
    "POST /sign-in/{token}": "holds a secret of its own",
    "GET /review/{token}": "a signed token for one person and one request",
    "POST /review/{token}": "a signed token for one person and one request",
    "POST /sign-out": "ends one's own session",
}
"""Routes that are about no thread and no agent, each with why."""

PERSONS = {"ann": "alpha", "abe": "alpha", "asa": "alpha", "rea": "alpha", "ben": "beta", "bob": "beta", "zoe": ""}
FULL, ASKED = {"read", "speak", "operate", "live"}, {"read", "speak", "operate", "live"}
MAY: dict[str, set[str]] = {
    "ann": {*FULL, "decide", "start", "hold"},
    "abe": {*FULL, "decide", "start", "hold"},
    "asa": {*ASKED, "start"},
    "rea": {"read", "live"},
    "ben": {*FULL, "decide", "start", "hold"},
    "bob": {*ASKED, "start"},
    "zoe": set(),
}
"""What each may in their own team's agent and its thread; in the other's, nothing."""
BY_AGENT_KEY: dict[str, set[str]] = {"asa": {"read", "speak", "start"}, "rea": {"read"}, "ann": {"start"}}
"""What an agent key of these leaves of it, bound to the team's agent. Bound to the other one it leaves nothing."""

HOLDERS = [
    *(KeyHolder(person, "operator") for person in PERSONS),
    *(KeyHolder(person, "agent", bound) for person in ("asa", "rea", "ann", "zoe") for bound in ("alpha", "beta")),
    KeyHolder("zoe", "admin"),
]
RANK = ("agent", "operator", "admin")


def rights(holder: KeyHolder, agent: str) -> set[str]:
    if holder.kind == "admin":
        return {*FULL, "start", "hold", "call back"}
    if PERSONS[holder.person] != agent or (holder.bound and holder.bound != agent):
        return set()
    return BY_AGENT_KEY.get(holder.person, set()) if holder.kind == "agent" else MAY[holder.person]


def names_agent(holder: KeyHolder, agent: str) -> bool:
    """Whether the holder may hear of this agent at all."""
    return bool(rights(holder, agent)) or holder.bound == agent


@pytest.fixture
async def teams(tmp_path: Path) -> AsyncIterator[TwoTeams]:
    made = TwoTeams(tmp_path)
    async with made.platform:
        yield await made.start()


async def without_holds(rule: Rule, teams: TwoTeams) -> None:
    """Where a request is decided no hold comes first."""
    for agent, by in {"alpha": "ann", "beta": "ben"}.items() if rule.on == "request" else ():
        await teams.platform.app.lift_hold(teams.holds[agent], by=by)
    await teams.platform.settle()


def target(rule: Rule, teams: TwoTeams, agent: str) -> str:
    """The id (of an agent: the name) that the rule is about."""
    if rule.on == "thread":
        return str(teams.threads[agent])
    if rule.on == "hold":
        return str(teams.holds[agent])
    return teams.requests[agent].id if rule.on == "request" else agent


def missing(rule: Rule, id: str) -> str:
    """The same answer for an object that does not exist."""
    return {"agent": "gamma"[: len(id)].ljust(len(id), "x"), "hold": "9"}.get(rule.on) or absent(id)


def filled(body: Any, id: str, digest: str) -> Any:
    if body is None:
        return None
    return {
        key: value.replace("{agent}", id).replace("{digest}", digest) if isinstance(value, str) else value
        for key, value in body.items()
    }


def told(answer: httpx2.Response, id: str) -> tuple[int, str, dict[str, str]]:
    """All that an answer says, without the id that was asked for, and its headers without the time."""
    headers = {name: value for name, value in answer.headers.items() if name != "date"}
    said = re.sub(rf"(?<![\w=-]){re.escape(id)}(?!\w)", "ID", answer.text)
    return answer.status_code, re.sub(r'name="once" value="\w+"', "", said), headers


def assert_silent(answer: httpx2.Response, id: str, teams: TwoTeams, agent: str) -> None:
    """The answer contains no text of the foreign agent except the requested id."""
    said = answer.text.replace(id, "ID") + str(dict(answer.headers)).replace(id, "ID")
    foreign = (CANARIES[agent], teams.threads[agent], teams.requests[agent].id)
    assert not [word for word in foreign if word in said], said
    assert id == agent or f'"{agent}"' not in said, said
    assert "etag" not in answer.headers


HUMANLAYERS = {
    f"{method} /humanlayer/v1/{path}"
    for method, paths in {
        "GET": ("project", "status", "contact_channel/{id}", "function_calls/{call_id}", "human_contacts/{call_id}",
                "contact_requests/{call_id}", "agent/function_calls/pending", "agent/human_contacts/pending"),
        "POST": ("function_calls", "human_contacts", "contact_requests", "agent/function_calls/{call_id}/respond",
                 "agent/human_contacts/{call_id}/respond", "agent/function_calls/{call_id}/escalate_email",
                 "agent/human_contacts/{call_id}/escalate_email"),
    }.items()
    for path in paths
}  # fmt: skip
"""Routes of HumanLayer's API, with keys of programs and errors of their own: tests/http/humanlayer/test_hl1_access.py."""


def routes(teams: TwoTeams) -> set[str]:
    """Every method and path that the server answers, without those of channels and static files."""
    return {f"{method} {path}" for method, path in walked(teams.page_client.app.routes) if method != "HEAD"}


def walked(found: Iterable[Any]) -> Iterator[tuple[str, str]]:
    """The methods and paths of these routes, and of the routers that are included among them."""
    for route in found:
        if isinstance(route, Mount):
            assert route.path == "/static"
        elif isinstance(route, Route):
            yield from ((method, route.path) for method in route.methods or ())
        else:
            yield from walked(route.original_router.routes)


async def test_see1_every_route_of_the_server_has_a_rule_here(teams: TwoTeams) -> None:
    assert routes(teams) == {*RULES, *PAGES, *NOBODYS, *HUMANLAYERS}


@pytest.mark.parametrize("name", RULES)
async def test_see1_what_is_foreign_to_a_key_is_not_there(teams: TwoTeams, name: str) -> None:
    rule, (method, path) = RULES[name], name.split(" ")
    await without_holds(rule, teams)
    for holder in HOLDERS:
        client = await teams.client(holder)
        for agent in CANARIES:
            may, id = rights(holder, agent), target(rule, teams, agent)
            digest, before = teams.requests[agent].digest, teams.log_lengths()

            async def ask(id: str, client: httpx2.AsyncClient = client, digest: str = digest) -> httpx2.Response:
                url = path.format(id=id, n=1)
                return await client.request(method, url, json=filled(rule.body, id, digest))

            if RANK.index(holder.kind) < RANK.index(rule.scope):
                there, gone = await ask(id), await ask(missing(rule, id))
                assert (there.status_code, told(there, id)) == (403, told(gone, missing(rule, id))), holder
            elif not rule.on:
                there = await ask(missing(rule, teams.threads[agent]))
                assert there.status_code not in (401, 403), there.text
                if not names_agent(holder, agent):
                    assert_silent(there, "-", teams, agent)
            elif not may:
                there, gone = await ask(id), await ask(missing(rule, id))
                assert (there.status_code, told(there, id)) == (404, told(gone, missing(rule, id))), holder
                assert_silent(there, id, teams, agent)
                assert teams.log_lengths() == before
            elif rule.on in ("thread", "request") and "read" not in may:
                assert (await ask(id)).status_code == 404, holder
            elif rule.right not in may:
                assert (await ask(id)).status_code == 403, holder
                assert teams.log_lengths() == before
            elif method == "GET":
                assert (await ask(id)).status_code == 200, holder


GRANTED = [
    name
    for name, rule in RULES.items()
    if rule.on and rule.right not in ("submit", "call back") and not name.startswith("GET") and "grant" not in name
]
"""The acts that one of the holders may do. No key has the right `submit` on a request that an agent asked, an admin key alone has `call back`, and
a grant is of the call of a program: tests/http/test_cc4_grants.py."""


@pytest.mark.parametrize("name", GRANTED)
async def test_see1_who_has_the_right_does_it_by_a_key(teams: TwoTeams, name: str) -> None:
    rule, (method, path) = RULES[name], name.split(" ")
    await teams.platform.app.lift_hold(teams.holds["alpha"], by="ann")
    if rule.on == "hold":
        teams.holds["alpha"] = (await teams.platform.app.place_hold("agent", "alpha", by="ann")).id
    if path.endswith("/resume"):
        await teams.platform.app.pause(teams.threads["alpha"], by="ann")
    client, id = await teams.client(KeyHolder("abe", "operator")), target(rule, teams, "alpha")
    body = filled(rule.body, id, teams.requests["alpha"].digest)
    answer = await client.request(method, path.format(id=id, n=1), json=body)
    assert answer.status_code < 300 or (path.endswith("/answer") and answer.status_code in (409, 422)), answer.text


async def fetched(browser: FormBrowser, method: str, path: str, body: Any) -> httpx2.Response:
    if method == "GET":
        is_stream = urlsplit(path).path == "/live"
        return await browser.client.request("HEAD" if is_stream else "GET", path)
    return await browser.post(path, {"csrf": token(browser), **body})


def token(browser: FormBrowser) -> str:
    return next(each["data-csrf"] for tag, each in browser.page.elements if tag == "main")


@pytest.mark.parametrize("name", PAGES)
async def test_see1_what_is_foreign_to_a_session_is_not_there(teams: TwoTeams, name: str) -> None:
    rule, (method, path) = PAGES[name], name.split(" ")
    await without_holds(rule, teams)
    for person in PERSONS:
        browser, holder = await teams.browser(person), KeyHolder(person, "session")
        await browser.open("/")
        for agent in CANARIES:
            may, id = rights(holder, agent), target(rule, teams, agent)
            digest, before = teams.requests[agent].digest, teams.log_lengths()

            async def ask(id: str, browser: FormBrowser = browser, digest: str = digest) -> httpx2.Response:
                url = f"/live?thread={id}" if path == "/live" else path.format(id=id, n=1)
                found = await fetched(browser, method, url, filled(rule.body or {}, id, digest))
                await browser.open("/")
                return found

            if not rule.on:
                there = await browser.client.get(path)
                assert there.status_code == 200
                if not may:
                    assert_silent(there, "-", teams, agent)
            elif not may:
                there, gone = await ask(id), await ask(missing(rule, id))
                assert (there.status_code, told(there, id)) == (404, told(gone, missing(rule, id))), person
                assert_silent(there, id, teams, agent)
                assert teams.log_lengths() == before
            elif rule.right not in may:
                assert (await ask(id)).status_code == 403, person
                assert teams.log_lengths() == before
            elif method == "GET":
                assert (await ask(id)).status_code in (200, 403), person


ON_PAGES = [name for name, rule in PAGES.items() if rule.on and not name.startswith("GET") and "grant" not in name]


@pytest.mark.parametrize("name", ON_PAGES)
async def test_see1_who_has_the_right_does_it_on_a_page(teams: TwoTeams, name: str) -> None:
    rule, (method, path) = PAGES[name], name.split(" ")
    await teams.platform.app.lift_hold(teams.holds["alpha"], by="ann")
    if rule.on == "hold":
        teams.holds["alpha"] = (await teams.platform.app.place_hold("agent", "alpha", by="ann")).id
    if path.endswith("/resume"):
        await teams.platform.app.pause(teams.threads["alpha"], by="ann")
    browser, id = await teams.browser("abe"), target(rule, teams, "alpha")
    await browser.open("/")
    body = filled(rule.body, id, teams.requests["alpha"].digest)
    answer = await fetched(browser, method, path.format(id=id, n=1), body)
    assert answer.status_code == 303 or (path.endswith("/answer") and answer.status_code in (409, 422)), answer.text
