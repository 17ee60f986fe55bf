"""Rights that change while pages are open and holds are set: open pages are told, and holds on removed agents can be resumed."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import httpx2
import pytest

from bot.core.access.access_lists import ROLES, AccessList, AgentAccess
from bot.http.signin_sessions import SignInSessions
from bot.settings import EnvironmentSettings
from tests.http.http_client import listening
from tests.http.two_teams import PEOPLE, KeyHolder, TwoTeams

API = "/api/v1"


@pytest.fixture
async def teams(tmp_path: Path) -> AsyncIterator[TwoTeams]:
    made = TwoTeams(tmp_path)
    async with made.platform:
        yield await made.start()


async def without_rea(teams: TwoTeams) -> None:
    """Rea reads alpha no more."""
    app = teams.platform.app
    access = AgentAccess(readers=AccessList(roles=ROLES))
    agents = [replace(each, access=access) if each.name == "alpha" else each for each in app.agents.values()]
    await app.replace_rules(app.directory, agents, dict(app.models))


async def without_agents(teams: TwoTeams) -> None:
    app = teams.platform.app
    await app.replace_rules(app.directory, [], {})


async def test_see2_every_open_page_is_read_again_when_the_rules_change(teams: TwoTeams) -> None:
    listens = {
        who: teams.page_client.live.find_follower(PEOPLE.people[who]).watch_changes(None, 0.02)
        for who in ("ann", "rea", "zoe")
    }
    assert {await anext(each) for each in listens.values()} == {True}
    before = await teams.page_client.live.find_follower(PEOPLE.people["rea"]).read_count()
    await without_rea(teams)
    assert [await anext(each) for each in listens.values()] == [True, True, True]
    assert await teams.page_client.live.find_follower(PEOPLE.people["rea"]).read_count() == before + 1


async def test_see2_the_stream_of_a_thread_ends_for_who_reads_it_no_more(teams: TwoTeams) -> None:
    thread = teams.threads["alpha"]
    async with listening(teams.platform) as (host, port):
        settings = EnvironmentSettings(base_url=f"http://{host}:{port}")
        sessions = SignInSessions(teams.platform.app, settings)
        visitor = await sessions.redeem_link((await sessions.make_link("rea")).rpartition("/")[2], host)
        async with (
            httpx2.AsyncClient(
                base_url=settings.origin, cookies={sessions.cookie: visitor.secret}, trust_env=False
            ) as client,
            client.stream("GET", f"/live?thread={thread}", timeout=60) as stream,
        ):
            lines = stream.aiter_lines()
            assert await anext(lines) == "event: changed"
            await without_rea(teams)
            rest = [line async for line in lines]
            assert rest[-3:] == ["event: changed", "data: gone", ""]


async def test_see1_a_hold_of_what_is_not_configured_any_more_is_lifted_with_an_admin_key(teams: TwoTeams) -> None:
    root, ann = await teams.client(KeyHolder("zoe", "admin")), await teams.client(KeyHolder("ann", "operator"))
    tool = await teams.platform.app.place_hold("tool", "push", by="zoe")
    await without_agents(teams)
    for id in (teams.holds["alpha"], tool.id):
        assert (await ann.delete(f"{API}/holds/{id}")).status_code == 404
        lifted = await root.delete(f"{API}/holds/{id}")
        assert (lifted.status_code, lifted.json().get("lifted_by")) == (200, "zoe"), lifted.text
    assert (await root.post(f"{API}/holds", json={"scope": "agent", "name": "alpha"})).status_code == 404


async def test_see1_the_threads_of_an_agent_that_is_gone_are_operated_with_an_admin_key_alone(teams: TwoTeams) -> None:
    root, asa = await teams.client(KeyHolder("zoe", "admin")), await teams.client(KeyHolder("asa", "operator"))
    thread = teams.threads["alpha"]
    await without_agents(teams)
    for verb in ("resume", "fork", "cancel"):
        refused = await asa.post(f"{API}/threads/{thread}/{verb}")
        assert (refused.status_code, "alpha is not set up here now: an admin key may" in refused.text) == (403, True)
    assert (await asa.get(f"{API}/threads/{thread}")).status_code == 200
    assert (await asa.post(f"{API}/threads/{teams.threads['beta']}/cancel")).status_code == 404
    assert (await root.post(f"{API}/threads/{thread}/cancel")).json()["status"] == "cancelled"
