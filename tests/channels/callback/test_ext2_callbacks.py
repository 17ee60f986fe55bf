"""ext2: a program's URL is told of each decision, signed, once in effect, and also when a process died in between."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.bootstrap import read_configuration
from bot.core.base_types import to_micros
from bot.core.errors import BadConfiguration
from bot.core.events import Delivered, DeliveryFailed
from bot.engine.channel_gateway import PlatformChannelGateway
from bot.settings import FileConfig
from channels.callback.channel import TRIES, CallbackOptions, build, find_next_wait
from channels.shared.webhook_signatures import verify_standard
from tests.channels.callback.callback_server import CallbackServer
from tests.http.http_client import API, ORIGIN, assert_problem
from tests.http.programs import ProgramFixture, programs_in


@pytest.fixture
async def outside() -> AsyncIterator[CallbackServer]:
    async with CallbackServer().listen() as server:
        yield server


def add_callbacks(server: ProgramFixture, outside: CallbackServer) -> None:
    gateway = PlatformChannelGateway(server.platform.app, "callback", {}, ORIGIN)
    options = CallbackOptions(allow_hosts=(f"127.0.0.1:{outside.port}",))
    server.platform.app.add_channels([build(options, gateway)])


@pytest.fixture
async def server(tmp_path: Path, outside: CallbackServer) -> AsyncIterator[ProgramFixture]:
    async with programs_in(tmp_path) as found:
        add_callbacks(found, outside)
        yield found


def url_of(outside: CallbackServer) -> str:
    return f"http://127.0.0.1:{outside.port}/hook"


async def ask(server: ProgramFixture, outside: CallbackServer, **more: Any) -> tuple[Any, dict[str, Any]]:
    """A program, and its request with a callback, asked about and settled in its threads."""
    shop = await server.program()
    asked = await server.ask(shop, callback_url=url_of(outside), metadata={"order": 7}, **more)
    await server.platform.settle()
    return shop, asked


async def test_ext2_a_decision_is_posted_once_signed_for_its_program(
    server: ProgramFixture, outside: CallbackServer
) -> None:
    shop, asked = await ask(server, outside)
    assert outside.taken == []
    await server.decide(asked, reason="go")
    await server.platform.settle()
    (taken,) = outside.taken
    secret = (await shop.get(f"{API}/callbacks/secret")).json()["secret"]
    id = verify_standard(taken.headers, taken.body, [secret], server.platform.clock())
    assert id.startswith("msg_")
    body = json.loads(taken.body)
    assert body["type"] == "request.decided"
    data = body["data"]
    assert (data["id"], data["status"], data["decided_by"], data["metadata"]) == (
        asked["id"],
        "approved",
        "olive",
        {"order": 7},
    )
    assert data["arguments"] == {"customer": "ada", "amount": 240}
    for status in ("running", "done"):
        await shop.post(f"{API}/requests/{asked['id']}/execution", json={"status": status})
        await server.platform.settle()
    assert len(outside.taken) == 1
    other = await server.program(person="mira")
    foreign = (await other.get(f"{API}/callbacks/secret")).json()["secret"]
    assert foreign != secret


@pytest.mark.parametrize("end", ["reject", "expire", "withdraw"])
async def test_ext2_every_ending_is_posted(server: ProgramFixture, outside: CallbackServer, end: str) -> None:
    shop, asked = await ask(server, outside)
    if end == "reject":
        await server.decide(asked, decision="reject", reason="no")
    elif end == "expire":
        server.platform.clock.passes(hours=4)
    else:
        await shop.post(f"{API}/requests/{asked['id']}/cancel")
    await server.platform.settle()
    (taken,) = outside.taken
    found = {"reject": "rejected", "expire": "expired", "withdraw": "withdrawn"}[end]
    assert json.loads(taken.body)["data"]["status"] == found


async def test_ext2_a_decision_before_the_first_delivery_is_posted_too(
    server: ProgramFixture, outside: CallbackServer
) -> None:
    shop = await server.program()
    asked = await server.ask(shop, callback_url=url_of(outside))
    await server.decide(asked)
    await server.platform.settle()
    assert [json.loads(taken.body)["data"]["status"] for taken in outside.taken] == ["approved"]


async def test_ext2_an_approval_that_is_taken_back_is_another_event(
    server: ProgramFixture, outside: CallbackServer
) -> None:
    _, asked = await ask(server, outside)
    await server.decide(asked)
    await server.platform.settle()
    await server.decide(asked, decision="take_back", reason="Wait.")
    await server.platform.settle()
    assert [json.loads(taken.body)["data"]["status"] for taken in outside.taken] == ["approved", "rejected"]
    assert len({taken.headers["webhook-id"] for taken in outside.taken}) == 2


async def test_ext2_an_answer_is_told_with_its_question(server: ProgramFixture, outside: CallbackServer) -> None:
    shop = await server.program()
    body = {"kind": "question", "title": "Which?", "callback_url": url_of(outside)}
    asked = (await shop.post(f"{API}/requests", json=body)).json()
    max_ = await server.as_("max")
    await max_.post(f"{API}/requests/{asked['id']}/answer", json={"answer": "the blue one"})
    await server.platform.settle()
    data = json.loads(outside.taken[0].body)["data"]
    assert (data["status"], data["reason"], data["arguments"]) == ("answered", "the blue one", None)


class TestRetries:
    async def test_ext2_a_failed_post_comes_again_under_the_same_id_for_three_days(
        self, server: ProgramFixture, outside: CallbackServer
    ) -> None:
        _, asked = await ask(server, outside)
        outside.answers = [500, 301, 404, 429]
        await server.decide(asked)
        waits: list[float] = []
        for _ in range(5):
            await server.platform.settle()
            failed = [each for each in server.platform.log(asked["thread_id"]) if isinstance(each, DeliveryFailed)]
            if len(failed) > len(waits) and failed[-1].retry_at:
                waits.append((failed[-1].retry_at - server.platform.clock()).total_seconds())
                server.platform.clock.passes(seconds=waits[-1] + 1)
        assert len(outside.taken) == 5
        assert len({taken.headers["webhook-id"] for taken in outside.taken}) == 1
        stamps = [int(taken.headers["webhook-timestamp"]) for taken in outside.taken]
        assert stamps == sorted(set(stamps))
        assert waits == sorted(waits)
        assert isinstance(server.platform.log(asked["thread_id"])[-1], Delivered)

    async def test_ext2_a_dead_receiver_is_given_up_after_three_days_and_told_by_hand(
        self, server: ProgramFixture, outside: CallbackServer
    ) -> None:
        shop, asked = await ask(server, outside)
        outside.answers = [503] * 40
        await server.decide(asked, decision="reject")
        start = server.platform.clock()
        for _ in range(40):
            await server.platform.settle()
            last = [each for each in server.platform.log(asked["thread_id"]) if isinstance(each, DeliveryFailed)][-1]
            if last.retry_at is None:
                break
            server.platform.clock.now = last.retry_at
        assert last.retry_at is None
        hours = (server.platform.clock() - start).total_seconds() / 3600
        assert 24 < hours < 100
        assert 8 <= len(outside.taken) <= 12
        outside.answers = []
        again = await shop.post(f"{API}/requests/{asked['id']}/callback")
        assert again.status_code == 200
        await server.platform.settle()
        assert isinstance(server.platform.log(asked["thread_id"])[-1], Delivered)
        assert len({taken.headers["webhook-id"] for taken in outside.taken}) == 1

    async def test_ext2_410_ends_all_posts_to_the_url_until_somebody_asks(
        self, server: ProgramFixture, outside: CallbackServer
    ) -> None:
        shop, asked = await ask(server, outside)
        outside.answers = [410]
        await server.decide(asked)
        await server.platform.settle()
        second = await server.ask(shop, callback_url=url_of(outside), arguments={"customer": "bob", "amount": 1})
        await server.decide(second)
        server.platform.clock.passes(hours=1)
        await server.platform.settle()
        assert len(outside.taken) == 1
        admin = await server.as_("mira", "admin")
        assert (await admin.post(f"{API}/requests/{second['id']}/callback")).status_code == 200
        await server.platform.settle()
        assert json.loads(outside.taken[-1].body)["data"]["id"] == second["id"]

    async def test_ext2_a_post_by_hand_is_for_the_program_and_an_admin(
        self, server: ProgramFixture, outside: CallbackServer
    ) -> None:
        shop, asked = await ask(server, outside)
        assert_problem(await shop.post(f"{API}/requests/{asked['id']}/callback"), 409, "not decided")
        olive, other = await server.as_("olive"), await server.program(person="mira")
        assert_problem(await olive.post(f"{API}/requests/{asked['id']}/callback"), 403)
        assert_problem(await other.post(f"{API}/requests/{asked['id']}/callback"), 404)
        plain = await server.ask(shop, arguments={"customer": "bob", "amount": 1})
        await server.decide(plain)
        assert_problem(await shop.post(f"{API}/requests/{plain['id']}/callback"), 409, "no callback_url")

    async def test_ext6_posts_by_hand_are_limited(self, server: ProgramFixture, outside: CallbackServer) -> None:
        shop, asked = await ask(server, outside)
        await server.decide(asked)
        at = f"{API}/requests/{asked['id']}/callback"
        assert {(await shop.post(at)).status_code for _ in range(10)} == {200}
        admin = await server.as_("mira", "admin")
        assert_problem(await shop.post(at), 409, "called back by hand 10 times within an hour")
        assert_problem(await admin.post(at), 409)
        server.platform.clock.passes(hours=1, seconds=1)
        assert (await shop.post(at)).status_code == 200

    @pytest.mark.parametrize("age", [0, 4, 5, 100, 10_000, 200_000])
    def test_ext2_the_waits_grow_and_end(self, age: float) -> None:
        wait = find_next_wait(age, "t1.5.callback.https://shop.example")
        assert wait is not None
        assert wait > 0
        assert find_next_wait(TRIES[-1], "x") is None


class TestDurability:
    async def test_ext2_what_a_killed_process_owed_is_posted_by_the_next(
        self, tmp_path: Path, outside: CallbackServer
    ) -> None:
        async with programs_in(tmp_path) as first:
            add_callbacks(first, outside)
            _, asked = await ask(first, outside)
            await first.decide(asked)  # committed, and nothing was sent: the worker ran no more
            now = first.platform.clock()
        assert outside.taken == []
        async with programs_in(tmp_path) as second:
            second.platform.clock.now = now
            add_callbacks(second, outside)
            await second.platform.settle()
            assert json.loads(outside.taken[0].body)["data"]["status"] == "approved"
            assert to_micros(second.platform.clock()) == to_micros(now)

    async def test_ext2_a_post_whose_answer_was_lost_comes_again_under_the_same_id(
        self, tmp_path: Path, outside: CallbackServer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async with programs_in(tmp_path) as first:
            add_callbacks(first, outside)
            _, asked = await ask(first, outside)
            await first.decide(asked)
            commit = first.platform.app.repository.commit_facts

            async def killed(*_: object) -> None:
                raise OSError("the process was killed before the end was kept")

            monkeypatch.setattr(first.platform.app.repository, "commit_facts", killed)
            await first.platform.settle()
            monkeypatch.setattr(first.platform.app.repository, "commit_facts", commit)
        sent = len(outside.taken)
        assert sent >= 1
        async with programs_in(tmp_path) as second:
            second.platform.clock.passes(minutes=5)
            add_callbacks(second, outside)
            await second.platform.settle()
        assert len(outside.taken) == sent + 1
        assert len({taken.headers["webhook-id"] for taken in outside.taken}) == 1


def test_ext2_the_table_of_the_channel_is_checked_at_the_start() -> None:
    found = read_configuration(FileConfig(channels={"callback": {"allow_hosts": ["shop:8080", "10.0.0.7"]}}))
    assert found.tables["channels.callback"] == CallbackOptions(allow_hosts=("shop:8080", "10.0.0.7"))
    for wrong in ({"allow_hosts": ["https://shop"]}, {"allow_hosts": ["*"]}, {"allow": ["shop"]}):
        with pytest.raises(BadConfiguration, match=r"channels\.callback"):
            read_configuration(FileConfig(channels={"callback": wrong}))


async def test_ext2_a_url_that_is_never_called_is_refused_as_it_is_sent(
    server: ProgramFixture, outside: CallbackServer
) -> None:
    shop = await server.program()
    for url in (
        "https://169.254.169.254/latest",
        "http://127.0.0.1:1/x",
        "https://localhost/x",
        "http://shop.example/",
    ):
        answer = await shop.post(f"{API}/requests", json={"title": "t", "arguments": {"a": 1}, "callback_url": url})
        assert_problem(answer, 422, "callback_url")
    assert (await shop.get(f"{API}/requests")).json()["items"] == []
