"""A webhook delivery opens one thread, across concurrent deliveries, a restart and a locked database."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.core.errors import BadSetting
from channels.webhook.channel import WebhookOptions, build
from tests.http.http_client import HttpFixture, assert_problem
from tests.http.webhook_deliveries import (
    BODY,
    MERGED,
    OTHER,
    SHA,
    SOURCES,
    gateway,
    github,
    platform_in,
    standard,
    threads,
)
from tests.platform_fixture import PlatformFixture
from tests.sqlite_access import sqlite_of

PING = b'{"zen": "Keep it logically awesome."}'


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[HttpFixture]:
    async with platform_in(tmp_path) as platform:
        yield HttpFixture(platform)


@pytest.mark.parametrize("send", [github, standard])
async def test_a_good_delivery_opens_one_thread_with_the_whole_question(server: HttpFixture, send: Any) -> None:
    answer = await send(server)
    assert answer.status_code == 200
    (thread,) = await threads(server)
    assert answer.json() == {"thread": thread, "again": False}
    opened, received = server.platform.log(thread)
    assert received.data()["text"] == (
        f'Pull request #135 "Retry a card payment once" by mira was merged into main as {SHA}. Should it be deployed?'
    )
    assert opened.data()["origin"] == {"channel": "webhook", "address": "shop" if send is github else "ci"}
    await server.platform.settle()
    assert len(await server.platform.pending()) == 1


async def test_slk14_who_merged_is_the_requester_and_may_not_approve(server: HttpFixture) -> None:
    thread = (await github(server)).json()["thread"]
    await server.platform.settle()
    (request,) = await server.platform.pending()
    assert request.requested_by == "olive"
    body = {"decision": "approve", "digest": request.digest}
    olive = await server.as_("olive", "admin")
    refused = await olive.post(f"/api/v1/requests/{request.id}/decision", json=body)
    assert_problem(refused, 403, "who asked may not decide")
    max_ = await server.as_("max")
    assert (await max_.post(f"/api/v1/requests/{request.id}/decision", json=body)).status_code == 200
    await server.platform.settle()
    assert server.platform.ledger.lines == [f"{request.id} v1 c0ffee"]
    assert server.platform.types(thread).count("ApprovalSettled") == 1


async def test_slk14_an_account_counts_at_its_own_door_alone(server: HttpFixture) -> None:
    """The source `ci` has accounts of `ci`: `olive` there is an unknown account."""
    thread = (await standard(server)).json()["thread"]
    opened = server.platform.log(thread)[0].data()
    assert (opened["requester"], opened["sender"], opened["account"]) == (None, "@olive, not linked", "ci:olive")
    known = json.dumps({**MERGED, "sender": {"login": "sam-dev"}}).encode()
    thread = (await github(server, known)).json()["thread"]
    assert server.platform.log(thread)[0].data()["requester"] == "sam"


async def test_gate2_who_merged_may_not_approve_in_whatever_case_the_login_comes(server: HttpFixture) -> None:
    await github(server, json.dumps({**MERGED, "sender": {"login": MERGED["sender"]["login"].upper()}}).encode())
    await server.platform.settle()
    (request,) = await server.platform.pending()
    olive = await server.as_("olive", "admin")
    body = {"decision": "approve", "digest": request.digest}
    assert_problem(await olive.post(f"/api/v1/requests/{request.id}/decision", json=body), 403, "may not decide")


async def test_gate2_the_log_names_the_author_a_stranger_and_a_bot(server: HttpFixture) -> None:
    pull = {**MERGED["pull_request"], "user": {"login": "sam-dev"}}
    bot = {"login": "merge-queue[bot]", "type": "Bot"}
    for id, sender in (("s-1", {"login": "Mallory"}), ("s-2", bot)):
        await github(server, json.dumps({**MERGED, "pull_request": pull, "sender": sender}).encode(), id)
    logs = [server.platform.log(thread)[:2] for thread in sorted(await threads(server))]
    found = [(opened.data()["requester"], opened.data()["account"], said.data()["others"]) for opened, said in logs]
    assert sorted(found, key=str) == [("system:shop", "", ["sam"]), (None, "github:mallory", ["sam"])]


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
async def test_whk09_what_concerns_nobody_is_200_without_a_thread(server: HttpFixture, event: str, body: bytes) -> None:
    for _ in range(2):
        answer = await github(server, body, event=event)
        assert (answer.status_code, answer.json()) == (200, {"thread": None, "again": False})
    assert await threads(server) == []
    assert (await github(server, OTHER)).json()["again"] is False


@pytest.mark.parametrize("name", ["nobody", "Shop", "shop ", "...", "%2e%2e", "shop%00", "x" * 64])
@pytest.mark.one_set_up
async def test_whk09_an_unknown_source_is_404(server: HttpFixture, name: str) -> None:
    assert_problem(await server.nobody.post(f"/webhooks/{name}", content=BODY), 404)


@pytest.mark.parametrize("send", [github, standard])
async def test_fifty_deliveries_of_one_id_at_once_open_one_thread(server: HttpFixture, send: Any) -> None:
    answers = await asyncio.gather(*(send(server) for _ in range(50)))
    assert {answer.status_code for answer in answers} == {200}
    assert [answer.json()["again"] for answer in answers].count(False) == 1
    assert len({answer.json()["thread"] for answer in answers}) == 1
    assert len(await threads(server)) == 1


async def test_fifty_replays_of_one_github_body_at_once_open_one_thread(server: HttpFixture) -> None:
    answers = await asyncio.gather(*(github(server, id=f"d-{n}") for n in range(50)))
    assert {answer.status_code for answer in answers} == {200}
    assert len(await threads(server)) == 1


async def test_two_bodies_of_one_id_at_once_are_one_thread_and_one_409(server: HttpFixture) -> None:
    answers = await asyncio.gather(*(standard(server, body) for body in (BODY, OTHER) * 10))
    assert sorted({answer.status_code for answer in answers}) == [200, 409]
    assert len({answer.json()["thread"] for answer in answers if answer.status_code == 200}) == 1
    assert len(await threads(server)) == 1


@pytest.mark.parametrize("send", [github, standard])
async def test_a_restart_forgets_no_id(tmp_path: Path, send: Any) -> None:
    async with platform_in(tmp_path) as platform:
        first = (await send(HttpFixture(platform))).json()
        ping = (await send(HttpFixture(platform), PING, "p-1")).json()
    assert (ping["thread"], ping["again"]) == (None, False)
    async with platform_in(tmp_path) as platform:
        server = HttpFixture(platform)
        assert (await send(server)).json() == {"thread": first["thread"], "again": True}
        assert (await send(server, PING, "p-1")).json() == {"thread": None, "again": False}
        assert_problem(await send(server, OTHER), 409)
        assert await threads(server) == [first["thread"]]
        await platform.settle()
        assert len(await platform.pending()) == 1


async def test_a_200_is_said_after_the_arrival_is_on_disk(tmp_path: Path) -> None:
    """Nothing runs between the answer and the end of the first platform: the acknowledged delivery is there."""
    async with platform_in(tmp_path) as platform:
        thread = (await github(HttpFixture(platform))).json()["thread"]
        assert platform.types(thread) == ["ThreadOpened", "MessageReceived"]
    async with platform_in(tmp_path) as platform:
        await platform.settle()
        assert platform.types(thread)[-1] == "ApprovalAsked"


async def test_a_database_that_does_not_answer_is_503_and_the_sender_comes_again(tmp_path: Path) -> None:
    async with platform_in(tmp_path) as platform:
        server = HttpFixture(platform)
        sqlite_of(platform.app)._writer.close()
        answer = await github(server)
        assert_problem(answer, 503)
        assert answer.headers["retry-after"] == "1"
    async with platform_in(tmp_path) as platform:
        assert (await github(HttpFixture(platform))).json()["again"] is False


async def test_the_door_takes_posts_alone(server: HttpFixture) -> None:
    for method in ("GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"):
        answer = await server.nobody.request(method, "/webhooks/shop", content=BODY)
        assert answer.status_code == 405
    for path in ("/webhooks", "/webhooks/", "/webhooks/shop/", "/webhooks//shop", "/Webhooks/shop"):
        assert_problem(await server.nobody.post(path, content=BODY), 404)


async def test_a_source_of_an_agent_that_is_not_there_cannot_start(tmp_path: Path) -> None:
    options = WebhookOptions.model_validate({"shop": {**SOURCES["shop"], "agent": "nobody"}})
    async with PlatformFixture(tmp_path) as platform:
        with pytest.raises(BadSetting, match="there is no such agent"):
            build(options, gateway(platform))
