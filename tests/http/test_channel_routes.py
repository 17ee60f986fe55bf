"""The webhooks' door through the whole house: signed once, taken once, and by nobody else's word."""

import asyncio
import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import httpx2
import pytest

from agents.deploybot.webhooks import listen
from bot.core.agent import Agent
from bot.core.errors import BadSetting
from bot.core.people import PeopleDirectory, Person
from bot.core.steps import ModelAnswer
from bot.core.values import to_micros
from bot.engine.channel_gateway import PlatformChannelGateway
from channels.webhook.channel import WebhookOptions, WebhookSurface, build
from tests.http.http_client import HttpFixture, assert_problem
from tests.platform_fixture import FakeClock, OutsideLedger, PlatformFixture, agent, choose

KEY = b"k" * 32
OLD, NEW = (f"whsec_{base64.b64encode(byte * 32).decode()}" for byte in (b"k", b"n"))
HUB = "It's a secret to everybody"
SHA = "46b7cdb7faf24e5d1298b76222c8345dc514cfc2"
PEOPLE = PeopleDirectory(
    people={
        person.id: person
        for person in (
            Person(id="sam", name="Sam", accounts={"github": "sam-dev", "ci": "sam@ci"}),
            Person(id="olive", name="Olive", groups=("managers",), accounts={"github": "olive"}),
            Person(id="max", name="Max", groups=("managers",)),
            Person(id="mira", name="Mira", accounts={"github": "mira"}),
        )
    }
)
SOURCES = {
    "shop": {"scheme": "github", "secret_env": "SHOP_SECRET", "agent": "pusher"},
    "ci": {"scheme": "standard", "secret_env": "CI_SECRET", "agent": "pusher"},
}
MERGED: dict[str, Any] = {
    "action": "closed",
    "pull_request": {
        "number": 135,
        "title": "Retry a card payment once",
        "merged": True,
        "merge_commit_sha": SHA,
        "base": {"ref": "main"},
        "user": {"login": "mira"},
    },
    "sender": {"login": "olive"},
}
BODY = json.dumps(MERGED).encode()
OTHER = json.dumps({**MERGED, "sender": {"login": "sam-dev"}}).encode()
NO_MORE: Mapping[str, str] = {}
PING = b'{"zen": "Keep it logically awesome."}'


def hall(inhabitant: Agent, clock: FakeClock) -> PlatformChannelGateway:
    """What the house offers to a channel before it stands."""
    environ = {"SHOP_SECRET": HUB, "CI_SECRET": f"{OLD} {NEW}"}
    return PlatformChannelGateway({inhabitant.name: inhabitant}, PEOPLE, clock, environ, "http://inbox.example.test")


def surface(inhabitant: Agent, clock: FakeClock) -> WebhookSurface:
    return build(WebhookOptions.model_validate(SOURCES), hall(inhabitant, clock))


def house_in(folder: Path, *script: ModelAnswer, branch: str = "main") -> PlatformFixture:
    """A house with both sources, whose agent hears what deploybot hears."""
    clock = FakeClock()
    inhabitant = agent(OutsideLedger(folder / "ledger"), listen=partial(listen, branch=branch))
    door = surface(inhabitant, clock)
    said = script or [choose("push", tag="v1")] * 3
    return PlatformFixture(folder, *said, agents=[inhabitant], directory=PEOPLE, surfaces=[door], clock=clock)


@pytest.fixture
async def street(tmp_path: Path) -> AsyncIterator[HttpFixture]:
    async with house_in(tmp_path) as house:
        yield HttpFixture(house)


async def github(
    street: HttpFixture,
    body: bytes = BODY,
    id: str = "d-1",
    event: str = "pull_request",
    secret: str = HUB,
    more: Mapping[str, str] = NO_MORE,
) -> httpx2.Response:
    signature = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    headers = {"X-GitHub-Delivery": id, "X-GitHub-Event": event, "X-Hub-Signature-256": f"sha256={signature}"}
    return await street.nobody.post("/webhooks/shop", content=body, headers={**headers, **more})


async def standard(
    street: HttpFixture,
    body: bytes = BODY,
    id: str = "msg_1",
    key: bytes = KEY,
    late: int = 0,
    more: Mapping[str, str] = NO_MORE,
) -> httpx2.Response:
    stamp = to_micros(street.house.clock()) // 1_000_000 - late
    signed = hmac.digest(key, f"{id}.{stamp}.".encode() + body, hashlib.sha256)
    headers = {
        "webhook-id": id,
        "webhook-timestamp": str(stamp),
        "webhook-signature": f"v1,{base64.b64encode(signed).decode()}",
        "x-github-event": "pull_request",
    }
    return await street.nobody.post("/webhooks/ci", content=body, headers={**headers, **more})


async def threads(street: HttpFixture) -> list[str]:
    return [row.id for row in (await street.house.app.queries.list_threads(limit=200)).items]


@pytest.mark.parametrize("send", [github, standard])
async def test_a_good_delivery_opens_one_thread_with_the_whole_question(street: HttpFixture, send: Any) -> None:
    answer = await send(street)
    assert answer.status_code == 200
    (thread,) = await threads(street)
    assert answer.json() == {"thread": thread, "again": False}
    opened, received = street.house.log(thread)
    assert received.data()["text"] == (
        f'Pull request #135 "Retry a card payment once" by mira was merged into main as {SHA}. Should it be deployed?'
    )
    assert opened.data()["origin"] == {"channel": "webhook", "address": "shop" if send is github else "ci"}
    await street.house.settle()
    assert len(await street.house.pending()) == 1


async def test_slk14_who_merged_is_the_requester_and_may_not_approve(street: HttpFixture) -> None:
    thread = (await github(street)).json()["thread"]
    await street.house.settle()
    (request,) = await street.house.pending()
    assert request.requested_by == "olive"
    body = {"decision": "approve", "digest": request.digest}
    olive = await street.as_("olive", "admin")
    refused = await olive.post(f"/api/v1/requests/{request.id}/decision", json=body)
    assert_problem(refused, 403, "who asked may not decide")
    max_ = await street.as_("max")
    assert (await max_.post(f"/api/v1/requests/{request.id}/decision", json=body)).status_code == 200
    await street.house.settle()
    assert street.house.ledger.lines == [f"{request.id} v1 c0ffee"]
    assert street.house.types(thread).count("ApprovalSettled") == 1


async def test_slk14_an_account_counts_at_its_own_door_alone(street: HttpFixture) -> None:
    """The source `ci` knows accounts of `ci`: whoever is called `olive` there is nobody we know."""
    thread = (await standard(street)).json()["thread"]
    opened = street.house.log(thread)[0].data()
    assert (opened["requester"], opened["sender"], opened["account"]) == (None, "@olive, not linked", "ci:olive")
    known = json.dumps({**MERGED, "sender": {"login": "sam-dev"}}).encode()
    thread = (await github(street, known)).json()["thread"]
    assert street.house.log(thread)[0].data()["requester"] == "sam"


async def test_gate2_who_merged_may_not_approve_in_whatever_case_the_login_comes(street: HttpFixture) -> None:
    await github(street, json.dumps({**MERGED, "sender": {"login": MERGED["sender"]["login"].upper()}}).encode())
    await street.house.settle()
    (request,) = await street.house.pending()
    olive = await street.as_("olive", "admin")
    body = {"decision": "approve", "digest": request.digest}
    assert_problem(await olive.post(f"/api/v1/requests/{request.id}/decision", json=body), 403, "may not decide")


async def test_gate2_the_log_names_the_author_a_stranger_and_a_bot(street: HttpFixture) -> None:
    pull = {**MERGED["pull_request"], "user": {"login": "sam-dev"}}
    bot = {"login": "merge-queue[bot]", "type": "Bot"}
    for id, sender in (("s-1", {"login": "Mallory"}), ("s-2", bot)):
        await github(street, json.dumps({**MERGED, "pull_request": pull, "sender": sender}).encode(), id)
    logs = [street.house.log(thread)[:2] for thread in sorted(await threads(street))]
    found = [(opened.data()["requester"], opened.data()["account"], said.data()["others"]) for opened, said in logs]
    assert sorted(found, key=str) == [("system:shop", "", ["sam"]), (None, "github:mallory", ["sam"])]


@pytest.mark.parametrize("send", [github, standard])
async def test_whk03_a_redelivery_is_200_and_no_second_thread(street: HttpFixture, send: Any) -> None:
    first = (await send(street)).json()
    await street.house.settle()
    again = await send(street)
    assert (again.status_code, again.json()) == (200, {"thread": first["thread"], "again": True})
    assert await threads(street) == [first["thread"]]
    assert street.house.types(first["thread"]).count("MessageReceived") == 1


async def test_whk03_a_redelivery_signed_anew_minutes_later_is_the_same(street: HttpFixture) -> None:
    first = (await standard(street)).json()
    street.house.clock.passes(minutes=30)
    assert (await standard(street)).json() == {"thread": first["thread"], "again": True}
    spelled = await standard(street, more={"WEBHOOK-ID": "msg_1"})
    assert spelled.status_code in (200, 401)
    assert await threads(street) == [first["thread"]]


@pytest.mark.parametrize("send", [github, standard])
async def test_whk04_the_same_id_with_another_body_is_409_and_in_the_audit(street: HttpFixture, send: Any) -> None:
    first = (await send(street)).json()
    answer = await send(street, OTHER)
    assert_problem(answer, 409, "came before with another body")
    assert await threads(street) == [first["thread"]]
    (note,) = street.audit()
    source, id = ("shop", "d-1") if send is github else ("ci", "msg_1")
    assert (note.what, note.door, note.about) == ("same id, other body", "webhooks", f"{source}:{id}")


async def test_a_signed_github_body_under_another_delivery_id_opens_nothing(street: HttpFixture) -> None:
    first = (await github(street)).json()
    for id in ("d-2", "D-1", "body", "d-1.", f"body:{hashlib.sha256(OTHER).hexdigest()}"):
        replay = await github(street, id=id)
        assert (replay.status_code, replay.json()) == (200, {"thread": first["thread"], "again": True})
    assert await threads(street) == [first["thread"]]
    assert (await github(street, OTHER, "d-2")).json()["again"] is False


async def test_out5_another_event_header_opens_nothing_and_burns_nothing(street: HttpFixture) -> None:
    """GitHub signs neither the id nor the event's name: whoever replays a body under another name takes nothing away."""
    for id, event in (("d-1", "pull_request_review"), ("d-1", "push"), ("d-0", "")):
        assert (await github(street, id=id, event=event)).json() == {"thread": None, "again": False}
    assert await threads(street) == []
    first = (await github(street)).json()
    assert (first["again"], await threads(street)) == (False, [first["thread"]])


async def test_out5_a_body_that_was_taken_stays_taken_whatever_its_headers_say(street: HttpFixture) -> None:
    first = (await github(street)).json()
    for id, event in (("d-1", "push"), ("d-9", "push"), ("d-9", "pull_request"), ("d-1", "pull_request")):
        assert (await github(street, id=id, event=event)).json() == {"thread": first["thread"], "again": True}
    assert_problem(await github(street, OTHER, event="push"), 409)
    assert await threads(street) == [first["thread"]]


@pytest.mark.parametrize("send", [github, standard])
async def test_out5_redeliver_works_once_the_setting_is_corrected(tmp_path: Path, send: Any) -> None:
    """The same delivery, to the byte, to a server that now listens to another branch; and after that it is a repeat."""
    merged = json.dumps({**MERGED, "pull_request": {**MERGED["pull_request"], "base": {"ref": "trunk"}}}).encode()
    async with house_in(tmp_path) as house:
        for _ in range(2):
            assert (await send(HttpFixture(house), merged)).json() == {"thread": None, "again": False}
    async with house_in(tmp_path, branch="trunk") as house:
        street = HttpFixture(house)
        answers = await asyncio.gather(*(send(street, merged) for _ in range(20)))
        assert [answer.json()["again"] for answer in answers].count(False) == 1
        (thread,) = await threads(street)
    async with house_in(tmp_path) as house:
        assert (await send(HttpFixture(house), merged)).json() == {"thread": thread, "again": True}


async def test_out5_a_genuine_delivery_beside_poisoned_ones_is_taken_once(street: HttpFixture) -> None:
    events = ["push", "pull_request", "ping", "pull_request", ""] * 8
    await asyncio.gather(*(github(street, id=f"d-{n % 3}", event=event) for n, event in enumerate(events)))
    assert len(await threads(street)) == 1


async def test_out5_what_could_not_be_read_as_text_may_come_again(tmp_path: Path) -> None:
    """A 4xx keeps nothing either."""
    async with house_in(tmp_path) as house:
        assert_problem(await github(HttpFixture(house), b"not json"), 422)
        assert house.app.database.reading.execute("SELECT count(*) FROM arrival").fetchone() == (0,)


async def test_an_id_is_its_own_sources_alone(street: HttpFixture) -> None:
    one, two = (await github(street, id="same")).json(), (await standard(street, id="same")).json()
    assert (one["again"], two["again"]) == (False, False)
    assert len(await threads(street)) == 2


@pytest.mark.parametrize(
    ("event", "body"),
    [
        ("ping", PING),
        ("push", BODY),
        ("pull_request", PING),
        ("pull_request", json.dumps({**MERGED, "action": "opened"}).encode()),
        ("pull_request", b"[]"),
        ("pull_request", b"null"),
        ("", BODY),
    ],
)
async def test_whk09_what_concerns_nobody_is_200_without_a_thread(street: HttpFixture, event: str, body: bytes) -> None:
    for _ in range(2):
        answer = await github(street, body, event=event)
        assert (answer.status_code, answer.json()) == (200, {"thread": None, "again": False})
    assert await threads(street) == []
    assert (await github(street, OTHER)).json()["again"] is False


@pytest.mark.parametrize("name", ["nobody", "Shop", "shop ", "...", "%2e%2e", "shop%00", "x" * 64])
async def test_whk09_an_unknown_source_is_404(street: HttpFixture, name: str) -> None:
    assert_problem(await street.nobody.post(f"/webhooks/{name}", content=BODY), 404)


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Hub-Signature-256": "sha256=" + "0" * 64},
        {"X-Hub-Signature-256": ""},
        {"X-Hub-Signature-256": "sha1=" + "0" * 40},
        {"X-Hub-Signature-256": "sha256=" + "g" * 64},
        {"X-Hub-Signature-256": "x" * 50_000},
        {"X-GitHub-Delivery": ""},
        {"X-GitHub-Delivery": "a b"},
        {"X-GitHub-Delivery": "x" * 256},
    ],
)
async def test_whk01_a_github_delivery_that_does_not_verify_is_401(
    street: HttpFixture, headers: dict[str, str]
) -> None:
    assert_problem(await github(street, more=headers), 401)
    assert await threads(street) == []


@pytest.mark.parametrize(
    "headers",
    [
        {"webhook-signature": "v1," + base64.b64encode(b"0" * 32).decode()},
        {"webhook-signature": ""},
        {"webhook-signature": "v1,"},
        {"webhook-signature": "v1,,,"},
        {"webhook-signature": "v1,***"},
        {"webhook-signature": " ".join(["v1,AAAA"] * 5_000)},
        {"webhook-timestamp": "nan"},
        {"webhook-timestamp": "1_7"},
        {"webhook-timestamp": ""},
        {"webhook-id": ""},
        {"webhook-id": "msg.1"},
        {"webhook-id": "msg_2"},
    ],
)
async def test_whk01_a_standard_delivery_that_does_not_verify_is_401(
    street: HttpFixture, headers: dict[str, str]
) -> None:
    assert_problem(await standard(street, more=headers), 401)
    assert await threads(street) == []


async def test_whk01_bytes_that_are_no_ascii_are_401(street: HttpFixture) -> None:
    for name in ("X-Hub-Signature-256", "X-GitHub-Delivery", "webhook-signature", "webhook-id", "webhook-timestamp"):
        for source in ("shop", "ci"):
            raw = [(name.encode(), "sha256=ü\u00b2".encode("latin-1"))]
            assert_problem(await street.nobody.post(f"/webhooks/{source}", content=BODY, headers=raw), 401)


async def test_whk01_no_signature_and_the_wrong_secret_are_401_alike(street: HttpFixture) -> None:
    answers = [
        await street.nobody.post("/webhooks/shop", content=BODY),
        await github(street, secret="guess"),
        await standard(street, key=b"g" * 32),
        await street.nobody.post("/webhooks/ci", content=BODY, headers={"Authorization": "Bearer x"}),
    ]
    for answer in answers:
        assert_problem(answer, 401)
        assert HUB not in answer.text


@pytest.mark.parametrize("late", [301, -301, 86_400])
async def test_whk02_a_stale_or_future_timestamp_is_401(street: HttpFixture, late: int) -> None:
    assert_problem(await standard(street, late=late), 401, "seconds")


async def test_whk05_while_a_key_is_rotated_both_are_taken(street: HttpFixture) -> None:
    assert (await standard(street, id="a")).status_code == 200
    assert (await standard(street, id="b", key=b"n" * 32)).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000,
        b'{"n": ' + b"9" * 5_000 + b"}",
        b'{"n": NaN}',
        b'{"a": 1, "a": 2}',
        b'{"a": "\\ud800"}',
        b"\xef\xbb\xbf{}",
        b"\xff",
        b"",
        b"not json",
    ],
)
async def test_whk08_a_signed_body_with_two_readings_or_none_is_422(street: HttpFixture, body: bytes) -> None:
    assert_problem(await github(street, body), 422)
    assert (await github(street)).json()["again"] is False


async def test_whk08_a_bomb_is_not_read_before_its_signature(street: HttpFixture) -> None:
    assert_problem(await github(street, b"[" * 100_000, secret="guess"), 401)


async def test_a_signature_is_checked_over_the_raw_bytes(street: HttpFixture) -> None:
    spaced = json.dumps(MERGED, indent=2).encode()
    signature = hmac.new(HUB.encode(), BODY, hashlib.sha256).hexdigest()
    assert_problem(await github(street, spaced, more={"X-Hub-Signature-256": f"sha256={signature}"}), 401)
    assert (await github(street, spaced)).status_code == 200


@pytest.mark.parametrize("send", [github, standard])
async def test_fifty_deliveries_of_one_id_at_once_open_one_thread(street: HttpFixture, send: Any) -> None:
    answers = await asyncio.gather(*(send(street) for _ in range(50)))
    assert {answer.status_code for answer in answers} == {200}
    assert [answer.json()["again"] for answer in answers].count(False) == 1
    assert len({answer.json()["thread"] for answer in answers}) == 1
    assert len(await threads(street)) == 1


async def test_fifty_replays_of_one_github_body_at_once_open_one_thread(street: HttpFixture) -> None:
    answers = await asyncio.gather(*(github(street, id=f"d-{n}") for n in range(50)))
    assert {answer.status_code for answer in answers} == {200}
    assert len(await threads(street)) == 1


async def test_two_bodies_of_one_id_at_once_are_one_thread_and_one_409(street: HttpFixture) -> None:
    answers = await asyncio.gather(*(standard(street, body) for body in (BODY, OTHER) * 10))
    assert sorted({answer.status_code for answer in answers}) == [200, 409]
    assert len({answer.json()["thread"] for answer in answers if answer.status_code == 200}) == 1
    assert len(await threads(street)) == 1


@pytest.mark.parametrize("send", [github, standard])
async def test_a_restart_forgets_no_id(tmp_path: Path, send: Any) -> None:
    async with house_in(tmp_path) as house:
        first = (await send(HttpFixture(house))).json()
        ping = (await send(HttpFixture(house), PING, "p-1")).json()
    assert (ping["thread"], ping["again"]) == (None, False)
    async with house_in(tmp_path) as house:
        street = HttpFixture(house)
        assert (await send(street)).json() == {"thread": first["thread"], "again": True}
        assert (await send(street, PING, "p-1")).json() == {"thread": None, "again": False}
        assert_problem(await send(street, OTHER), 409)
        assert await threads(street) == [first["thread"]]
        await house.settle()
        assert len(await house.pending()) == 1


async def test_a_200_is_said_after_the_arrival_is_on_disk(tmp_path: Path) -> None:
    """Nothing runs between the answer and the end of the first house: what was said to be taken is there."""
    async with house_in(tmp_path) as house:
        thread = (await github(HttpFixture(house))).json()["thread"]
        assert house.types(thread) == ["ThreadOpened", "MessageReceived"]
    async with house_in(tmp_path) as house:
        await house.settle()
        assert house.types(thread)[-1] == "ApprovalAsked"


async def test_a_database_that_does_not_answer_is_503_and_the_sender_comes_again(tmp_path: Path) -> None:
    async with house_in(tmp_path) as house:
        street = HttpFixture(house)
        house.app.database._writer.close()
        answer = await github(street)
        assert_problem(answer, 503)
        assert answer.headers["retry-after"] == "1"
    async with house_in(tmp_path) as house:
        assert (await github(HttpFixture(house))).json()["again"] is False


async def test_the_door_takes_posts_alone(street: HttpFixture) -> None:
    for method in ("GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"):
        answer = await street.nobody.request(method, "/webhooks/shop", content=BODY)
        assert answer.status_code == 405
    for path in ("/webhooks", "/webhooks/", "/webhooks/shop/", "/webhooks//shop", "/Webhooks/shop"):
        assert_problem(await street.nobody.post(path, content=BODY), 404)


def test_a_source_of_an_agent_that_is_not_there_cannot_start(tmp_path: Path) -> None:
    options = WebhookOptions.model_validate({"shop": {**SOURCES["shop"], "agent": "nobody"}})
    with pytest.raises(BadSetting, match="there is no such agent"):
        build(options, hall(agent(OutsideLedger(tmp_path / "ledger")), FakeClock()))
