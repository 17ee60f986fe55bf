"""Foreign threads do not show outside of their own routes: in lists, cursors, filters, idempotency keys, live updates, keys."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from httpx2 import AsyncClient

from bot.http.api.api_keys import make_key
from tests.http.http_client import assert_problem, client_of
from tests.http.two_teams import CANARIES, PEOPLE, KeyHolder, TwoTeams, absent
from tests.sqlite_access import list_notes, sqlite_of

API = "/api/v1"


@pytest.fixture
async def teams(tmp_path: Path) -> AsyncIterator[TwoTeams]:
    made = TwoTeams(tmp_path)
    async with made.platform:
        yield await made.start()


async def listed(client: AsyncClient, path: str, **query: object) -> list[str]:
    """The ids of all pages of a list, one item a page."""
    found: list[str] = []
    cursor = None
    while True:
        params: dict[str, Any] = {"limit": 1, **query, **({"cursor": cursor} if cursor else {})}
        page = (await client.get(f"{API}/{path}", params=params)).json()
        assert len(page["items"]) <= 1
        found += [each["id"] for each in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            return found
        assert cursor.rpartition(".")[2] == found[-1]


async def test_see1_lists_filters_and_cursors_know_what_is_ones_own(teams: TwoTeams) -> None:
    for _ in range(3):
        teams.threads["late"] = await teams.platform.app.launch("beta", CANARIES["beta"], by="bob")
    await teams.platform.settle()
    asa, zoe = [await teams.client(KeyHolder(who, "operator")) for who in ("asa", "zoe")]
    assert await listed(asa, "threads") == [teams.threads["alpha"]]
    assert await listed(asa, "requests") == [teams.requests["alpha"].id]
    assert await listed(zoe, "threads") == await listed(zoe, "requests") == []
    for query in ({"agent": "beta"}, {"agent": "gamma"}, {"status": "sleeping"}):
        assert await listed(asa, "threads", **query) == []
    for thread in (teams.threads["beta"], absent(teams.threads["beta"])):
        assert await listed(asa, "requests", thread=thread) == []
    bob = await teams.client(KeyHolder("bob", "operator"))
    foreign = (await bob.get(f"{API}/threads", params={"limit": 2})).json()["next_cursor"]
    made_up = f"{foreign.partition('.')[0]}.{absent(foreign.partition('.')[2])}"
    pages = [(await asa.get(f"{API}/threads", params={"cursor": each})).json() for each in (foreign, made_up)]
    assert pages[0] == pages[1]
    assert [each["id"] for each in pages[0]["items"]] == [teams.threads["alpha"]]


async def test_see1_an_idempotency_key_finds_nothing_of_anybody_else(teams: TwoTeams) -> None:
    bob, ben, asa = [await teams.client(KeyHolder(who, "operator")) for who in ("bob", "ben", "asa")]
    body, once = {"agent": "beta", "message": "again"}, {"Idempotency-Key": "k1"}
    first = await bob.post(f"{API}/threads", json=body, headers=once)
    assert (await bob.post(f"{API}/threads", json=body, headers=once)).json()["id"] == first.json()["id"]
    assert (await ben.post(f"{API}/threads", json=body, headers=once)).json()["id"] != first.json()["id"]
    answers = [
        await asa.post(f"{API}/threads", json={**body, "agent": name}, headers=once) for name in ("beta", "beto")
    ]
    assert [answer.text.replace("beto", "beta") for answer in answers] == [answers[0].text] * 2
    assert_problem(answers[0], 404, "There is no agent 'beta'.")
    said = [
        await asa.post(f"{API}/threads/{id}/messages", json={"message": "m"}, headers=once)
        for id in (first.json()["id"], absent(first.json()["id"]))
    ]
    assert [each.status_code for each in said] == [404, 404]


async def test_see1_a_bystanders_agent_key_reads_no_prompt_and_withdraws_nothing(teams: TwoTeams) -> None:
    """An agent key reads no prompt and writes in no thread of another agent."""
    _, secret = await make_key(teams.platform.app, "zoe", "agent", agents=["alpha", "beta"])
    client, thread = client_of(teams.page_client.app, secret), teams.threads["alpha"]
    assert_problem(await client.get(f"{API}/threads/{thread}/prompts/1"), 404)
    assert_problem(await client.post(f"{API}/threads/{thread}/messages", json={"message": "withdraw it"}), 404)
    await teams.platform.settle()
    assert len(await teams.platform.pending()) == 2
    assert (await client.get(f"{API}/agents")).json()["items"] == []


async def test_see1_an_agent_key_of_an_older_release_is_bound_to_nothing_until_it_is_named(teams: TwoTeams) -> None:
    key, secret = await make_key(teams.platform.app, "asa", "agent", agents=["alpha"])
    reading = sqlite_of(teams.platform.app)
    await reading.write_unit(lambda c: c.execute("UPDATE api_key SET agents='' WHERE id=?", (key.id,)) and None)
    client, thread = client_of(teams.page_client.app, secret), f"{API}/threads/{teams.threads['alpha']}"
    assert (await client.get(f"{API}/me")).json()["agents"] == []
    assert_problem(await client.get(thread), 404)
    assert_problem(await client.post(f"{API}/threads", json={"agent": "alpha", "message": "m"}), 404)
    root = await teams.client(KeyHolder("zoe", "admin"))
    for wrong, status in (({"agents": []}, 422), ({"agents": ["gamma"]}, 404)):
        assert_problem(await root.put(f"{API}/keys/{key.id}/agents", json=wrong), status)
    bound = await root.put(f"{API}/keys/{key.id}/agents", json={"agents": ["alpha"]})
    assert bound.json()["agents"] == ["alpha"]
    assert (await client.get(thread)).status_code == 200
    note = list_notes(teams.platform.app, 1)[0]
    assert (note.what, note.person, note.about, note.detail) == ("key bound", "zoe", key.id, "alpha")
    operator, _ = await make_key(teams.platform.app, "asa", "operator")
    assert_problem(await root.put(f"{API}/keys/{operator.id}/agents", json={"agents": ["alpha"]}), 404)


async def test_see1_a_new_agent_key_names_its_agents(teams: TwoTeams) -> None:
    root = await teams.client(KeyHolder("zoe", "admin"))
    body = {"person": "asa", "scope": "agent"}
    assert_problem(await root.post(f"{API}/keys", json=body), 422, "name at least one", "alpha, beta")
    assert_problem(await root.post(f"{API}/keys", json={**body, "agents": ["gamma"]}), 404, "gamma")
    wrong = {"person": "asa", "scope": "operator", "agents": ["alpha"]}
    assert_problem(await root.post(f"{API}/keys", json=wrong), 422, "bound to no agent")
    made = (await root.post(f"{API}/keys", json={**body, "agents": ["alpha", "alpha"]})).json()
    assert made["agents"] == ["alpha"]
    keys = {each["id"]: each for each in (await root.get(f"{API}/keys")).json()["items"]}
    assert keys[made["id"]]["agents"] == ["alpha"]


async def heard(teams: TwoTeams, person: str) -> AsyncIterator[bool]:
    return teams.page_client.live.find_follower(PEOPLE.people[person]).watch_changes(None, 0.02)


async def test_see1_live_updates_ring_and_count_for_who_sees_the_thread(teams: TwoTeams) -> None:
    listening = {who: await heard(teams, who) for who in ("ann", "asa", "rea", "bob", "zoe")}
    assert {await anext(each) for each in listening.values()} == {True}
    counts = {who: await teams.page_client.live.find_follower(PEOPLE.people[who]).read_count() for who in listening}
    await teams.platform.app.say(teams.threads["alpha"], "and hurry", by="asa")
    rang = {who: await anext(each) for who, each in listening.items()}
    assert rang == {"ann": True, "asa": True, "rea": True, "bob": False, "zoe": False}
    now = {who: await teams.page_client.live.find_follower(PEOPLE.people[who]).read_count() for who in listening}
    assert {who for who in counts if now[who] != counts[who]} == {"ann", "asa", "rea"}


async def test_see1_live_updates_tell_of_a_hold_to_who_sees_its_agent(teams: TwoTeams) -> None:
    before = {
        who: await teams.page_client.live.find_follower(PEOPLE.people[who]).read_count()
        for who in ("ann", "ben", "zoe")
    }
    await teams.platform.app.lift_hold(teams.holds["alpha"], by="ann")
    after = {who: await teams.page_client.live.find_follower(PEOPLE.people[who]).read_count() for who in before}
    assert {who for who in before if after[who] != before[who]} == {"ann"}


@pytest.mark.parametrize("header", [{}, {"Last-Event-ID": "1"}, {"Last-Event-ID": "0"}])
async def test_see1_a_stream_of_a_foreign_thread_is_not_there_whatever_event_was_last(
    teams: TwoTeams, header: dict[str, str]
) -> None:
    zoe, id = await teams.browser("zoe"), teams.threads["alpha"]
    there, gone = [
        await zoe.client.get(f"/live?thread={each}", headers={**header, "Accept": "text/event-stream"})
        for each in (id, absent(id))
    ]
    assert (there.status_code, there.text.replace(id, absent(id))) == (404, gone.text)


async def test_see1_an_inbox_holds_ones_own_position_and_the_agents_that_one_may_ask(teams: TwoTeams) -> None:
    browsers = {who: await teams.browser(who) for who in ("ann", "rea", "zoe")}
    pages = {who: (await browser.open("/")).text for who, browser in browsers.items()}
    assert "Ask an agent" in pages["ann"]
    assert "alpha: Pushes." in pages["ann"]
    assert [who for who in pages if "beta" in pages[who]] == []
    assert [who for who in pages if 'id="ask"' in pages[who]] == ["ann"]  # rea reads, and starts nothing
    for _ in range(3):
        await teams.platform.app.launch("beta", "more", by="bob")
    again = (await browsers["zoe"].open("/")).text
    assert 'data-position="0"' in pages["zoe"]
    assert 'data-position="0"' in again


async def test_see1_a_reader_sees_no_control_that_is_not_theirs(teams: TwoTeams) -> None:
    rea, ann = [await teams.browser(who) for who in ("rea", "ann")]
    path = f"/threads/{teams.threads['alpha']}"
    await rea.open(path)
    assert [form["action"] for form in rea.page.forms if form["action"] != "/sign-out"] == []
    assert "You may read this thread, not write in it." in rea.page.text
    await ann.open(path)
    assert {f"{path}/{act}" for act in ("pause", "fork", "cancel", "messages")} <= {f["action"] for f in ann.page.forms}
    await rea.open("/holds")
    assert [form["action"] for form in rea.page.forms if form["action"] != "/sign-out"] == []
    await ann.open("/holds")
    assert "The agent alpha" in ann.page.text
    assert "Everything" not in [word.strip() for word in ann.page.words]  # beta is not theirs to stop


async def test_see1_everything_is_paused_by_who_operates_every_agent(teams: TwoTeams) -> None:
    ann, root = await teams.client(KeyHolder("ann", "operator")), await teams.client(KeyHolder("zoe", "admin"))
    for body in ({"scope": "all"}, {"scope": "tool", "name": "push"}):
        assert_problem(await ann.post(f"{API}/holds", json=body), 403, "Ann may not pause or resume this")
    placed = await root.post(f"{API}/holds", json={"scope": "all", "reason": "fire"})
    assert placed.status_code == 201
    asa = await teams.client(KeyHolder("asa", "operator"))
    seen = (await asa.get(f"{API}/holds")).json()["items"]
    assert [(each["scope"], each["name"]) for each in seen] == [("agent", "alpha"), ("all", "")]
    assert_problem(await ann.delete(f"{API}/holds/{placed.json()['id']}"), 403)
    assert (await root.delete(f"{API}/holds/{placed.json()['id']}")).status_code == 200


async def test_see1_a_broken_thread_is_told_to_who_reads_it_and_to_nobody_else(teams: TwoTeams) -> None:
    thread = teams.threads["alpha"]
    database = sqlite_of(teams.platform.app)
    await database.write_unit(
        lambda c: c.execute("UPDATE event SET at=at+1 WHERE thread=? AND seq=1", (thread,)) and None
    )
    teams.platform.app.repository.forget_threads()
    ann, zoe = [await teams.client(KeyHolder(who, "operator")) for who in ("ann", "zoe")]
    assert_problem(await ann.get(f"{API}/threads/{thread}"), 409, "does not verify")
    assert_problem(await zoe.get(f"{API}/threads/{thread}"), 404)
    pages = {who: (await (await teams.browser(who)).open("/")).text for who in ("ann", "zoe")}
    assert ("does not verify" in pages["ann"], "does not verify" in pages["zoe"]) == (True, False)


async def test_see1_an_index_that_says_too_much_opens_no_thread(teams: TwoTeams) -> None:
    """The log decides: a row written into the index by SQL opens no thread."""
    thread, database = teams.threads["alpha"], sqlite_of(teams.platform.app)
    await database.write_unit(lambda c: c.execute("INSERT INTO audience VALUES ('zoe', ?)", (thread,)) and None)
    zoe = await teams.client(KeyHolder("zoe", "operator"))
    assert_problem(await zoe.get(f"{API}/threads/{thread}"), 404)
    assert await listed(zoe, "requests") == []


async def test_see1_a_fork_is_read_by_who_made_it(teams: TwoTeams) -> None:
    abe = await teams.client(KeyHolder("abe", "operator"))
    made = await abe.post(f"{API}/threads/{teams.threads['alpha']}/fork", json={"at": 2})
    assert made.status_code == 201
    asa, zoe = [await teams.client(KeyHolder(who, "operator")) for who in ("asa", "zoe")]
    path = f"{API}/threads/{made.json()['id']}"
    assert [(await each.get(path)).status_code for each in (abe, asa, zoe)] == [200, 200, 404]


async def test_see1_who_may_not_see_takes_no_longer_to_be_told_so(teams: TwoTeams) -> None:
    """A foreign thread is not loaded: its log is not read, however long it is."""
    teams.platform.app.repository.forget_threads()
    zoe = await teams.client(KeyHolder("zoe", "operator"))
    for path in (f"threads/{teams.threads['alpha']}", f"requests/{teams.requests['alpha'].id}"):
        assert_problem(await zoe.get(f"{API}/{path}"), 404)
    assert len(teams.platform.app.repository._cached) == 0


async def test_see1_an_agent_key_bound_to_a_foreign_agent_lists_nothing(teams: TwoTeams) -> None:
    asa = await teams.client(KeyHolder("asa", "agent", "beta"))
    answers = [await asa.get(f"{API}/{path}") for path in ("threads", "requests", "agents", "holds")]
    assert [answer.json()["items"] for answer in answers] == [[], [], [], []]
