"""GATE3: keys, links and sessions keep their makers, and every entry point sends them with a vote."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx2
import pytest
from alembic import command

from bot.core import events as e
from bot.core.people import ApproverClause, PeopleDirectory, Person
from bot.core.policy import Policy
from bot.core.request_views import Request
from bot.http.api.api_keys import ApiPrincipal, make_key, revoke_key
from bot.store.records import AuditNote, hash_secret
from bot.store.sqlite import access_store, audit_log, migrate
from bot.store.sqlite.database import open_database
from tests.http.http_client import ORIGIN, HttpFixture, assert_problem, client_of
from tests.http.page_browser import FormBrowser
from tests.platform_fixture import PlatformFixture, choose
from tests.sqlite_access import list_keys

PEOPLE = PeopleDirectory(
    people={
        id: Person(id=id, name=id.title(), groups=("managers",), active=id != "gone")
        for id in ("sam", "olive", "max", "zoe", "gone")
    }
)
TWO = Policy(approvers=(ApproverClause(groups=("managers",), quorum=2),))


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[HttpFixture]:
    script = [choose("push", tag="v1")] * 2
    async with PlatformFixture(tmp_path, *script, directory=PEOPLE, agent={"policy": TWO}) as platform:
        yield HttpFixture(platform)


async def minted(by: httpx2.AsyncClient, person: str, scope: str = "admin") -> dict[str, Any]:
    agents = ["pusher"] if scope == "agent" else []
    answer = await by.post("/api/v1/keys", json={"person": person, "scope": scope, "agents": agents})
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def holding(server: HttpFixture, key: dict[str, str]) -> httpx2.AsyncClient:
    return client_of(server.app, key["secret"])


async def me(client: httpx2.AsyncClient) -> list[str]:
    makers: list[str] = (await client.get("/api/v1/me")).json()["makers"]
    return makers


async def test_gate3_a_key_remembers_whoever_made_it_and_whoever_made_theirs(server: HttpFixture) -> None:
    max_ = await server.as_("max", "admin")
    olives = await minted(max_, "olive")
    by_olive = await minted(holding(server, olives), "zoe")
    by_zoe = await minted(holding(server, by_olive), "sam", "operator")
    assert await me(max_) == []
    assert olives["makers"] == ["max"] == await me(holding(server, olives))
    assert await me(holding(server, by_olive)) == ["olive", "max"]
    assert await me(holding(server, by_zoe)) == ["zoe", "olive", "max"]
    listed = (await max_.get("/api/v1/keys")).json()["items"]
    assert [each["makers"] for each in listed] == [[], ["max"], ["olive", "max"], ["zoe", "olive", "max"]]


async def test_gate3_ones_own_key_has_no_maker_but_those_of_the_key_it_was_made_with(server: HttpFixture) -> None:
    max_ = await server.as_("max", "admin")
    assert (await minted(max_, "max"))["makers"] == []
    olives = await minted(max_, "olive")
    own = await minted(holding(server, olives), "olive")
    assert own["makers"] == ["max"]
    back = await minted(holding(server, own), "max")
    assert back["makers"] == ["olive"]


async def signed_in(server: HttpFixture, link: str) -> FormBrowser:
    browser = FormBrowser(server.app, ORIGIN, "127.0.0.1")
    await browser.open(urlsplit(link).path)
    assert (await browser.submit("/sign-in/")).status_code == 303
    return browser


async def test_gate3_a_vote_names_the_makers_of_its_key_and_of_its_session(server: HttpFixture) -> None:
    """Sam asks; Max makes Olive a key and Zoe a link: both votes carry Max."""
    thread = await server.platform.launch()
    (request,) = await server.platform.pending()
    max_ = await server.as_("max", "admin")
    olive = holding(server, await minted(max_, "olive", "operator"))
    body = {"decision": "approve", "digest": request.digest}
    assert (await olive.post(f"/api/v1/requests/{request.id}/decision", json=body)).status_code == 200
    link = (await max_.post("/api/v1/links", json={"person": "zoe"})).json()["url"]
    zoe = await signed_in(server, link)
    await zoe.open(f"/requests/{request.id}")
    await zoe.submit(f"/requests/{request.id}/decide", decision="reject", reason="no")
    votes = [(each.person, each.makers) for each in server.platform.log(thread) if isinstance(each, e.Answered)]
    assert votes == [("olive", ("max",)), ("zoe", ("max",))]


async def test_gate3_an_answer_names_them_too(tmp_path: Path) -> None:
    asks = choose("ask_human", question="Which tag?")
    async with PlatformFixture(tmp_path, asks, choose("done", message="ok"), asks, directory=PEOPLE) as platform:
        server = HttpFixture(platform)
        max_ = await server.as_("max", "admin")
        thread = await platform.launch(by="olive")
        (request,) = await platform.pending()
        olive = holding(server, await minted(max_, "olive", "operator"))
        answered = await olive.post(f"/api/v1/requests/{request.id}/answer", json={"answer": "v1"})
        assert answered.status_code == 200, answered.text
        await platform.settle()
        link = (await max_.post("/api/v1/links", json={"person": "olive"})).json()["url"]
        await platform.say(thread, "again", by="olive")
        (request,) = await platform.pending()
        browser = await signed_in(server, link)
        await browser.open(f"/requests/{request.id}")
        await browser.submit(f"/requests/{request.id}/answer", answer="v2")
        votes = [(each.text, each.makers) for each in platform.log(thread) if isinstance(each, e.Answered)]
        assert votes == [("v1", ("max",)), ("v2", ("max",))]


async def test_gate3_a_link_made_with_a_made_key_carries_both_into_the_session(server: HttpFixture) -> None:
    max_ = await server.as_("max", "admin")
    olive = holding(server, await minted(max_, "olive"))
    url = (await olive.post("/api/v1/links", json={"person": "zoe"})).json()["url"]
    sessions = server.app.state.sessions
    visitor = await sessions.redeem_link(url.rpartition("/")[2], "127.0.0.1")
    assert visitor.makers == ("olive", "max")
    assert visitor.assurance == "link"
    assert await sessions.find_visitor(visitor.secret) == visitor
    own = await sessions.redeem_link((await sessions.make_link("zoe")).rpartition("/")[2], "127.0.0.1")
    assert own.makers == ()
    demo = await sessions.redeem_link((await sessions.make_link("zoe", "demo-link")).rpartition("/")[2], "127.0.0.1")
    assert demo.makers == ()


async def test_gate3_the_last_admin_key_that_works_is_not_revoked(server: HttpFixture) -> None:
    """Keys of other scopes, and of removed people, give no way back in."""
    max_ = await server.as_("max", "admin")
    await minted(max_, "olive", "operator")
    await minted(max_, "gone", "admin")
    (mine, *_) = (await max_.get("/api/v1/keys")).json()["items"]
    path = f"/api/v1/keys/{mine['id']}"
    assert_problem(await max_.delete(path), 409, mine["id"], "last admin key", "force")
    assert_problem(await max_.delete(path, params={"force": "false"}), 409)
    assert_problem(await max_.delete(path, params={"force": "perhaps"}), 422)
    assert await me(max_) == []
    assert (await max_.delete(path, params={"force": "true"})).status_code == 204
    assert_problem(await max_.get("/api/v1/me"), 401)
    assert (server.audit()[0].what, server.audit()[0].detail) == ("key revoked", "forced")


async def test_gate3_what_is_not_the_last_is_revoked_as_before(server: HttpFixture) -> None:
    max_ = await server.as_("max", "admin")
    others = [
        await minted(max_, "olive", "admin"),
        await minted(max_, "gone", "admin"),
        await minted(max_, "zoe", "agent"),
    ]
    for each in others:
        assert (await max_.delete(f"/api/v1/keys/{each['id']}")).status_code == 204
    assert_problem(await max_.delete(f"/api/v1/keys/{others[0]['id']}"), 404)


async def test_gate3_of_two_who_revoke_the_last_two_one_is_refused(server: HttpFixture) -> None:
    platform = server.platform.app
    for _ in range(20):
        pair = [(await make_key(platform, person, "admin"))[0].id for person in ("max", "olive")]
        ends = await asyncio.gather(*(revoke_key(platform, id, "max") for id in pair), return_exceptions=True)
        assert [type(end).__name__ for end in ends].count("LastAdminKey") == 1
        for key in list_keys(platform):
            if key.revoked is None:
                await revoke_key(platform, key.id, "max", force=True)


def test_gate3_a_principal_is_never_the_maker_of_its_own_credentials() -> None:
    olive = ApiPrincipal("olive", "admin", "key:1", ("max", "zoe"))
    assert olive.list_makers_for("olive") == ("max", "zoe")
    assert olive.list_makers_for("max") == ("olive", "zoe")
    assert olive.list_makers_for("sam") == ("olive", "max", "zoe")


def test_gate3_rows_of_an_older_release_get_their_makers_from_the_audit(tmp_path: Path) -> None:
    path = tmp_path / "house.db"
    command.upgrade(migrate.make_alembic_config(path), "0003")
    begun = 1_000_000_000_000
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for id, person in (("k1", "olive"), ("k2", "max"), ("k3", "olive")):
            row = (id, id.encode(), "admin", person, "", begun)
            connection.execute(
                "INSERT INTO api_key (id, hash, scope, person, label, created) VALUES (?,?,?,?,?,?)", row
            )
        for name, made_at in (("s1", begun + 60_000_000), ("s2", begun + 700_000_000)):
            session = (hash_secret(name), "session", "olive", made_at, 2**62)
            connection.execute("INSERT INTO session (hash, kind, person, created, expires) VALUES (?,?,?,?,?)", session)
        notes = [
            AuditNote(begun, "key made", "max", "api", "k1", "admin of olive"),
            AuditNote(begun, "key made", "max", "api", "k2", "admin of max"),
            AuditNote(begun, "sign-in link made", "max", "web", "olive", "link"),
            AuditNote(begun, "sign-in link made", "zoe", "web", "olive", "link"),
            AuditNote(begun, "sign-in link made", "sam", "web", "max", "link"),
        ]
        audit_log.add_notes(connection, notes)
        for id, thread in (("shop:ignored", ""), ("shop:taken", "t1")):
            connection.execute("INSERT INTO arrival VALUES ('webhook', ?, x'00', ?, 1)", (id, thread))
        connection.execute("INSERT INTO arrival VALUES ('email', 'dealt with', x'00', '', 1)")
        connection.execute("PRAGMA application_id = 0x434F554E")
    database = open_database(f"sqlite:///{path}")
    assert [key.makers for key in access_store.list_keys(database.reading)] == [("max",), (), ()]
    first, second = (access_store.find_session_by_secret(database.reading, "session", name, 1) for name in ("s1", "s2"))
    assert first is not None
    assert second is not None
    assert (sorted(first.makers), first.assurance) == (["max", "zoe"], "link")
    assert second.makers == ()
    arrivals = database.reading.execute("SELECT id FROM arrival ORDER BY id").fetchall()
    assert arrivals == [("dealt with",), ("shop:taken",)]
    database.close_unused()


async def test_gate3_the_api_and_the_page_show_who_made_a_votes_credential(server: HttpFixture) -> None:
    await server.platform.launch()
    (request,) = await server.platform.pending()
    max_ = await server.as_("max", "admin")
    olive = holding(server, await minted(max_, "olive", "operator"))
    body = {"decision": "approve", "digest": request.digest}
    (vote,) = (await olive.post(f"/api/v1/requests/{request.id}/decision", json=body)).json()["votes"]
    assert (vote["makers"], vote["maker_names"], vote["counts"], vote["why_not"]) == (["max"], ["Max"], True, "")
    zoe = await signed_in(server, (await max_.post("/api/v1/links", json={"person": "zoe"})).json()["url"])
    page = await zoe.open(f"/requests/{request.id}")
    assert "<bdi>with a key or link made by Max</bdi>" in page.text
    assert "does not count: " not in page.text


async def test_web5_the_api_and_the_page_say_that_an_editors_vote_does_not_count(tmp_path: Path) -> None:
    policy = Policy(approvers=(ApproverClause(groups=("managers",)),), edits="by_another")
    async with PlatformFixture(
        tmp_path, choose("push", tag="v1"), directory=PEOPLE, agent={"policy": policy}
    ) as platform:
        server = HttpFixture(platform)
        await platform.launch()
        (request,) = await platform.pending()
        olive, zoe = await server.as_("olive", "operator"), await server.as_("zoe", "operator")
        edit = {"decision": "approve", "digest": request.digest, "arguments": {"tag": "v2"}}
        after = (await olive.post(f"/api/v1/requests/{request.id}/decision", json=edit)).json()
        (vote,) = after["votes"]
        why = "who edited the arguments may not approve them"
        assert (after["status"], vote["counts"], vote["why_not"]) == ("pending", False, why)
        max_ = await signed_in(server, await server.app.state.sessions.make_link("max"))
        assert f"does not count: {why}" in (await max_.open(f"/requests/{request.id}")).text
        body = {"decision": "approve", "digest": after["digest"]}
        settled = (await zoe.post(f"/api/v1/requests/{request.id}/decision", json=body)).json()
        assert (settled["status"], settled["decided_by"]) == ("approved", "zoe")
        assert [(each["person"], each["counts"]) for each in settled["votes"]] == [("olive", False), ("zoe", True)]
        assert f"does not count: {why}" in (await max_.open(f"/requests/{request.id}")).text


async def test_gate3_votes_of_one_maker_show_that_they_count_as_one(server: HttpFixture) -> None:
    await server.platform.launch()
    (request,) = await server.platform.pending()
    max_ = await server.as_("max", "admin")
    body = {"decision": "approve", "digest": request.digest}
    for person in ("olive", "zoe"):
        client = holding(server, await minted(max_, person, "operator"))
        after = (await client.post(f"/api/v1/requests/{request.id}/decision", json=body)).json()
    first, second = after["votes"]
    assert (after["status"], first["counts_with"]) == ("pending", [])
    assert (second["counts"], second["counts_with"], second["counts_with_names"]) == (True, ["olive"], ["Olive"])
    sam = await signed_in(server, await server.app.state.sessions.make_link("sam"))
    assert "<bdi>counts as one with Olive</bdi>" in (await sam.open(f"/requests/{request.id}")).text


async def voted_with_a_key(platform: PlatformFixture, request: Request) -> str:
    """Olive approves with a key of hers: its id."""
    server = HttpFixture(platform)
    key = await minted(await server.as_("olive", "admin"), "olive", "operator")
    body = {"decision": "approve", "digest": request.digest}
    answer = await holding(server, key).post(f"/api/v1/requests/{request.id}/decision", json=body)
    assert answer.json()["votes"][0]["counts"]
    return str(key["id"])


async def assert_olives_vote_is_gone(platform: PlatformFixture) -> None:
    await platform.decide((await platform.pending())[0], by="zoe")
    await platform.settle()
    (still,) = await platform.pending()
    assert (still.card.progress, platform.ledger.lines) == ("1 of 2 group managers", [])
    assert still.votes[0].why_not == "the key that it came with was revoked"
    await platform.decide(still, by="max")
    await platform.settle()
    assert len(platform.ledger.lines) == 1


async def test_gate3_a_vote_of_a_key_that_was_revoked_counts_no_more(server: HttpFixture) -> None:
    platform = server.platform
    await platform.launch()
    key = await voted_with_a_key(platform, (await platform.pending())[0])
    await revoke_key(platform.app, key, "max")
    await assert_olives_vote_is_gone(platform)


async def test_gate3_a_vote_of_a_revoked_key_does_not_come_back_with_a_restart(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("push", tag="v1"), directory=PEOPLE, agent={"policy": TWO}) as platform:
        await platform.launch()
        key = await voted_with_a_key(platform, (await platform.pending())[0])
        await revoke_key(platform.app, key, "max")
    async with PlatformFixture(tmp_path, directory=PEOPLE, agent={"policy": TWO}) as platform:
        await assert_olives_vote_is_gone(platform)


async def test_gate3_what_was_approved_with_a_key_that_is_revoked_before_the_start_does_not_start(
    server: HttpFixture,
) -> None:
    platform = server.platform
    thread = await platform.launch()
    (request,) = await platform.pending()
    key = await voted_with_a_key(platform, request)
    await platform.app.pause(thread, by="max")
    await platform.decide(request, by="zoe")
    await revoke_key(platform.app, key, "max")
    await platform.app.resume(thread, by="max")
    await platform.settle()
    assert platform.ledger.lines == []
    assert "ToolStarted" not in platform.types(thread)
