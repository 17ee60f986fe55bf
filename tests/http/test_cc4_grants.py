"""cc4: a grant lets further calls of a coding agent run. People give it on a card that shows its scope, and never more."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from bot.core import events as e
from bot.core.people import PeopleDirectory
from bot.http.api.api_keys import ApiPrincipal, make_key
from countersign import Countersign
from countersign.coding_agents.hook_call import HookCall
from countersign.coding_agents.hook_call_approval import HookDecision, decide_call
from tests.http.http_client import API, ORIGIN, assert_problem, client_of
from tests.http.page_browser import PageClient
from tests.http.programs import FINANCE, PEOPLE, ProgramFixture, programs_in

Shell = dict[str, Any]


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[ProgramFixture]:
    async with programs_in(tmp_path) as found:
        found.policies["coding"] = {"approval": {**FINANCE, "edits": True}, "grants": "PT8H"}
        yield found


def make_call(command: str = "npm test", session: str = "s1", **more: Any) -> HookCall:
    return HookCall("Claude Code", session, "Bash", "/repo", {"command": command, "description": session, **more})


class Hook:
    """A hook of a program's own key: it answers as `countersign-hook claude-code --defer` does."""

    def __init__(self, server: ProgramFixture, program: httpx2.AsyncClient) -> None:
        self.server, self.program = server, program
        secret = program.headers["Authorization"].removeprefix("Bearer ")
        self.client = Countersign(ORIGIN, secret, transport=httpx2.ASGITransport(app=server.app))

    async def decide(self, call: HookCall) -> HookDecision:
        return await decide_call(self.client, call, "coding", may_edit=True, is_waiting=False)

    async def ask(self, call: HookCall) -> dict[str, Any]:
        """The request of a call that waits."""
        assert (await self.decide(call)).verdict == "undecided"
        waiting = (await self.program.get(f"{API}/requests", params={"status": "pending"})).json()["items"]
        found: dict[str, Any] = (await self.program.get(f"{API}/requests/{waiting[0]['id']}")).json()
        return found

    async def ask_grant(self, request: dict[str, Any], **body: Any) -> httpx2.Response:
        return await self.program.post(f"{API}/requests/{request['id']}/grant", json=body)

    async def given(self, call: HookCall | None = None, **body: Any) -> dict[str, Any]:
        """A grant for calls like this one, given by olive."""
        origin = await self.ask(call or make_call())
        asked: dict[str, Any] = (await self.ask_grant(origin, **body)).raise_for_status().json()
        assert (await self.server.decide(asked)).json()["status"] == "approved"
        return asked

    async def grants(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = (await self.program.get(f"{API}/grants")).json()["items"]
        return found


@pytest.fixture
async def hook(server: ProgramFixture) -> Hook:
    return Hook(server, await server.program("coding"))


async def test_cc4_a_grant_is_given_on_its_card_used_in_another_session_logged_and_revoked(
    hook: Hook, server: ProgramFixture
) -> None:
    origin = await hook.ask(make_call())
    asked = (await hook.ask_grant(origin, begins_with="npm test", hours=2)).json()
    assert asked["arguments"] == {
        "person": "sam",
        "agent": "Claude Code",
        "tool": "Bash",
        "directory": "/repo",
        "begins_with": "npm test",
        "any_value": ["description", "timeout"],
        "hours": 2,
    }
    assert asked["card"]["title"] == "“Let “Claude Code” call Bash for 2 hours without asking”"
    assert "until its hours are over or somebody revokes it" in asked["card"]["sentence"]
    assert (await hook.decide(make_call("npm test unit", "s2"))).verdict == "undecided"
    assert (await server.decide(asked)).json()["status"] == "approved"
    allowed = await hook.decide(make_call("npm test unit/a.js", "s3", timeout=5))
    assert (allowed.verdict, allowed.reason) == ("allow", f"Allowed by olive by the grant {asked['id']}.")
    log = [each.event for each in await server.platform.app.queries.list_events(asked["thread_id"])]
    (used,) = [each for each in log if isinstance(each, e.GrantUsed)]
    assert '"command":"npm test unit/a.js"' in used.arguments
    (listed,) = await hook.grants()
    assert (listed["status"], listed["uses"], listed["given_by_names"]) == ("given", 1, ["Olive"])
    max_ = await server.as_("max")
    assert [each["id"] for each in (await max_.get(f"{API}/grants")).json()["items"]] == [asked["id"]]
    revoked = await max_.post(f"{API}/grants/{asked['id']}/revoke", json={"reason": "The week is over."})
    assert (revoked.json()["status"], revoked.json()["reason"]) == ("withdrawn", "Revoked by Max: The week is over.")
    assert (await hook.decide(make_call("npm test unit/a.js", "s4"))).verdict == "undecided"
    assert await hook.grants() == []


async def test_cc4_a_grant_for_exactly_one_call_covers_no_other_value_of_any_argument(hook: Hook) -> None:
    await hook.given(make_call("rm -rf build; make", timeout=1))
    assert (await hook.decide(make_call("rm -rf build; make", "s2"))).verdict == "allow"
    for other in (make_call("rm -rf build; make ", "s2"), make_call("rm -rf build; make x", "s2")):
        assert (await hook.decide(other)).verdict == "undecided"


async def test_cc4_a_grant_is_of_one_key_and_policy(hook: Hook, server: ProgramFixture) -> None:
    grant = await hook.given()
    other = Hook(server, await server.program("coding", "refunds", person="mira"))
    assert (await other.decide(make_call(session="s2"))).verdict == "undecided"
    assert await other.grants() == []
    assert_problem(await other.program.post(f"{API}/grants/{grant['id']}/revoke", json={}), 404, "")
    assert_problem(await other.ask_grant(grant), 404, "")
    both = Hook(server, await server.program("coding", "refunds"))
    use = {"arguments": make_call(session="s3").arguments, "policy": "refunds"}
    assert (await both.program.post(f"{API}/grants/uses", json=use)).json() == {"grant": None, "given_by": []}


async def test_cc4_only_the_grant_that_was_asked_as_one_is_one(hook: Hook, server: ProgramFixture) -> None:
    """An approved request with the words and arguments of a grant, also in the thread of one, lets one call run."""
    grant = await hook.given(make_call("ls docs"))
    for number, more in enumerate(({}, {"thread": grant["thread_id"]})):
        scope = {**grant["arguments"], "exactly": {"command": f"rm x{number}"}}
        title = "Let {agent} call {tool} for {hours} hours without asking"
        body = {"title": title, "arguments": scope, "policy": "coding", **more}
        forged = (await hook.program.post(f"{API}/requests", json=body)).raise_for_status().json()
        assert (await server.decide(forged, by="max")).json()["status"] == "approved"
        assert (await hook.decide(make_call(f"rm x{number}", "s2"))).verdict == "undecided"
    assert [each["id"] for each in await hook.grants()] == [grant["id"]]


async def test_cc4_a_grant_ends_with_its_hours(hook: Hook, server: ProgramFixture) -> None:
    await hook.given(hours=2)
    server.platform.clock.passes(hours=1, minutes=59)
    assert (await hook.decide(make_call(session="s2"))).verdict == "allow"
    server.platform.clock.passes(minutes=2)
    assert (await hook.decide(make_call(session="s3"))).verdict == "undecided"
    await server.platform.settle()
    assert await hook.grants() == []


async def test_cc4_a_grant_is_held_while_its_giver_or_policy_is_another(hook: Hook, server: ProgramFixture) -> None:
    await hook.given()
    left = {**PEOPLE.people, "olive": PEOPLE.people["olive"].model_copy(update={"groups": ()})}
    await server.reload(PeopleDirectory(people=left))
    assert (await hook.decide(make_call(session="s2"))).verdict == "undecided"
    (held,) = await hook.grants()
    assert (held["status"], held["why_not"]) == (
        "held",
        "An approval no longer counts: the person may not approve any more.",
    )
    await server.reload()
    assert (await hook.decide(make_call(session="s3"))).verdict == "allow"
    del server.policies["coding"]["grants"]
    await server.reload()
    assert (await hook.decide(make_call(session="s4"))).verdict == "undecided"


async def test_cc4_a_stricter_policy_asks_anew_and_a_pause_holds(hook: Hook, server: ProgramFixture) -> None:
    await hook.given()
    sam = await server.as_("olive", "admin")
    hold = (await sam.post(f"{API}/holds", json={"scope": "agent", "name": "external"})).raise_for_status().json()
    use = {"arguments": make_call(session="s2").arguments, "policy": "coding"}
    assert (await hook.program.post(f"{API}/grants/uses", json=use)).json()["grant"] is None
    await sam.delete(f"{API}/holds/{hold['id']}")
    assert (await hook.program.post(f"{API}/grants/uses", json=use)).json()["grant"] is not None
    server.policies["coding"]["approval"] = {"approvers": [{"groups": ["finance"], "quorum": 2}]}
    await server.reload()
    assert (await hook.program.post(f"{API}/grants/uses", json=use)).json()["grant"] is None


async def test_cc4_who_chooses_a_scope_may_not_give_it_and_who_repeats_the_call_may(
    hook: Hook, server: ProgramFixture
) -> None:
    origin = await hook.ask(make_call("npm test unit"))
    olive = await server.as_("olive")
    wide = (await olive.post(f"{API}/requests/{origin['id']}/grant", json={"begins_with": "npm test"})).json()
    assert wide["askers"] == ["sam", "olive"]
    assert_problem(await server.decide(wide), 403, "who asked may not decide")
    same = (await olive.post(f"{API}/requests/{origin['id']}/grant")).json()
    assert same["arguments"]["exactly"] == {"command": "npm test unit"}
    assert_problem(await server.decide(same, by="sam"), 403, "who asked may not decide")
    assert (await server.decide(same)).json()["status"] == "approved"
    assert (await hook.decide(make_call("npm test unit", "s2"))).verdict == "allow"


async def test_cc4_who_made_the_key_of_whom_chose_a_scope_may_not_give_it(hook: Hook, server: ProgramFixture) -> None:
    origin = await hook.ask(make_call("npm test unit"))
    olive = ApiPrincipal("olive", "admin", "api:olive")
    _, secret = await make_key(server.platform.app, "max", "operator", by=olive)
    chosen = await client_of(server.app, secret).post(
        f"{API}/requests/{origin['id']}/grant", json={"begins_with": "npm test"}
    )
    wide = chosen.raise_for_status().json()
    assert wide["askers"] == ["sam", "max", "olive"]
    assert wide["status"] == "undeliverable"  # nobody else of finance may decide it


async def test_cc4_a_grant_is_decided_by_those_alone_that_its_call_was_put_to(
    hook: Hook, server: ProgramFixture
) -> None:
    call = {"title": "Claude Code: {command}", "arguments": make_call().arguments, "policy": "coding"}
    body = {**call, "to": {"people": ["olive"]}}
    origin = (await hook.program.post(f"{API}/requests", json=body)).raise_for_status().json()
    grant = (await hook.ask_grant(origin)).raise_for_status().json()
    assert_problem(await server.decide(grant, by="max"), 404, "")
    assert (await server.decide(grant, by="olive")).json()["status"] == "approved"
    assert (await hook.decide(make_call(session="s2"))).verdict == "allow"


@pytest.mark.parametrize("rule", ["by_another", "by_editor"])
async def test_cc4_who_edited_a_call_may_not_give_a_grant_for_it(hook: Hook, server: ProgramFixture, rule: str) -> None:
    """Else a person who may not approve their own edit alone lets it run for hours instead."""
    server.policies["coding"]["approval"] = {**FINANCE, "edits": rule}
    await server.reload()
    origin = await hook.ask(make_call())
    edited = {**origin["arguments"], "command": "rm -rf build"}
    await server.decide(origin, by="max", arguments=edited)
    max_ = await server.as_("max")
    grant = (await max_.post(f"{API}/requests/{origin['id']}/grant")).raise_for_status().json()
    assert (grant["arguments"]["exactly"], grant["askers"]) == ({"command": "rm -rf build"}, ["sam", "max"])
    assert_problem(await server.decide(grant, by="max"), 403, "who asked may not decide")
    assert (await hook.decide(make_call("rm -rf build", "s2"))).verdict == "undecided"
    assert (await server.decide(grant, by="olive")).json()["status"] == "approved"


async def test_cc4_a_grant_is_not_edited_not_claimed_twice_and_not_asked_twice(
    hook: Hook, server: ProgramFixture
) -> None:
    origin = await hook.ask(make_call())
    asked = (await hook.ask_grant(origin, hours=1)).json()
    wider = {**asked["arguments"], "hours": 8}
    assert_problem(await server.decide(asked, arguments=wider), 403, "allows no edits")
    assert_problem(await hook.ask_grant(origin, hours=1), 409, "open already")
    amended = await hook.program.post(f"{API}/requests/{asked['id']}/amend", json={"arguments": wider})
    assert_problem(amended, 409, "The scope of a grant does not change")
    assert (await server.decide(asked)).json()["status"] == "approved"
    claim = {"status": "running"}
    assert (await hook.program.post(f"{API}/requests/{asked['id']}/execution", json=claim)).status_code == 200
    assert (await hook.decide(make_call(session="s2"))).verdict == "undecided"


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        ({"hours": 9}, 422, "lasts 8 hours at most; it was 9"),
        ({"hours": 0}, 422, "hours"),
        ({"begins_with": "npm"}, 422, "at least two plain words"),
        ({"begins_with": "npm test;"}, 422, "at least two plain words"),
        ({"begins_with": "git log"}, 422, "does not begin with 'git log'"),
        ({"pattern": "*"}, 422, "pattern"),
    ],
)
async def test_cc4_a_scope_that_is_too_wide_is_refused_with_the_reason(
    hook: Hook, body: dict[str, Any], status: int, said: str
) -> None:
    assert_problem(await hook.ask_grant(await hook.ask(make_call()), **body), status, said)
    assert await hook.grants() == []


async def test_cc4_there_is_no_grant_without_the_operator_for_other_requests_and_where_nothing_can_be_undone(
    hook: Hook, server: ProgramFixture
) -> None:
    shop = await server.program("refunds")
    refund = await server.ask(shop)
    assert_problem(await shop.post(f"{API}/requests/{refund['id']}/grant"), 409, "has no grants: its operator adds")
    plain = {"title": "Do {it}", "arguments": {"it": "x"}, "policy": "coding"}
    asked = (await hook.program.post(f"{API}/requests", json=plain)).json()
    assert_problem(await hook.ask_grant(asked), 422, "Only a call that a coding agent's hook asked about")
    server.policies["coding"]["approval"] = {**FINANCE, "irreversible": True}
    await server.reload()
    origin = await hook.ask(make_call("rm x"))
    assert_problem(await hook.ask_grant(origin), 409, "cannot be undone")


async def test_cc4_the_inbox_lists_grants_and_revokes_them(hook: Hook, server: ProgramFixture) -> None:
    grant = await hook.given()
    assert (await hook.decide(make_call(session="s2"))).verdict == "allow"
    page_client = PageClient(server.platform)
    max_, sam = await page_client.sign_in("max"), await page_client.sign_in("sam")
    await max_.open("/")
    assert ("a", {"href": "/grants"}) in max_.page.elements
    answer = await max_.open("/grants")
    for said in ("npm test", "/repo", "Given by <bdi>Olive</bdi>", "Used 1 times.", f"/requests/{grant['id']}"):
        assert said in answer.text
    assert (await sam.post(f"/grants/{grant['id']}/revoke", {"csrf": "x"})).status_code == 403
    answer = await max_.submit(f"/grants/{grant['id']}/revoke")
    assert (answer.status_code, answer.headers["location"]) == (303, "/grants")
    assert "There are no grants." in (await max_.open("/grants")).text
    assert (await hook.decide(make_call(session="s3"))).verdict == "undecided"


async def test_cc4_an_approver_asks_for_a_grant_on_the_page_of_a_call_and_gives_it_on_its_own(
    hook: Hook, server: ProgramFixture
) -> None:
    origin = await hook.ask(make_call())
    olive = await PageClient(server.platform).sign_in("olive")
    await olive.open(f"/requests/{origin['id']}")
    answer = await olive.submit(f"/requests/{origin['id']}/grant")
    assert answer.status_code == 303
    page = await olive.open(answer.headers["location"])
    assert "for 8 hours without asking" in page.text
    assert "exactly" in page.text
    assert "Ask for a grant" not in page.text
    assert (await hook.decide(make_call(session="s2"))).verdict == "undecided"
    await olive.submit(f"{answer.headers['location']}/decide", decision="approve")
    assert (await hook.decide(make_call(session="s3"))).verdict == "allow"
