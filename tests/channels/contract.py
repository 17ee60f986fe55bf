"""The contract of channels: tests that an adapter passes. A test module derives from these classes and gives its adapter.

`PushContract` is for a channel that delivers, `InboundContract` for one with an HTTP entry point.
`tests/channels/decision_contract.py` is for one whose buttons decide.
"""

import json
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx2
import pytest
import structlog
from pydantic import ValidationError

from bot.bootstrap import list_channel_names
from bot.core.channel_messages import ChannelAddress, OutboundDelivery, VaultEntry
from bot.core.channel_store import EarlierVaultUser, list_earlier_kinds
from bot.core.errors import BadSetting, CannotStart
from bot.core.ports import NotNow, TryLater, Undeliverable
from bot.engine.channel_gateway import PlatformChannelGateway
from tests.channels.channel_world import ACCOUNTS, TWO, AdapterSetup, ChannelWorld, open_world
from tests.channels.post_server import PostServer
from tests.http.http_client import assert_problem
from tests.platform_fixture import FakeClock, PlatformFixture

OLIVE = ACCOUNTS["olive"]


class SetupContract:
    """The name and the options of an adapter. `setup` is a fixture of the deriving class."""

    is_loaded = True
    """Whether the platform loads the package. It does not load the template."""

    async def test_kit5_the_surface_has_the_name_of_its_addresses(self, setup: AdapterSetup) -> None:
        surface = setup.build(Surroundings(setup))
        assert surface.name == setup.name
        assert surface.push is None or surface.push.name == setup.name
        assert (setup.package in list_channel_names()) == self.is_loaded

    async def test_kit5_what_it_keeps_is_out_of_reach_of_other_channels(
        self, setup: AdapterSetup, tmp_path: Path
    ) -> None:
        surface = setup.build(Surroundings(setup))
        if isinstance(surface, EarlierVaultUser):
            assert list_earlier_kinds(surface) == surface.vault_kinds
        kind = f"{setup.name} token"
        async with PlatformFixture(tmp_path) as platform:
            own, other = (PlatformChannelGateway(platform.app, name, {}, "") for name in (setup.name, "another"))
            await own.store.put("text", "k", b"mine", expires=None)
            await own.vault.put(kind, "k", b"mine")
            assert (await own.vault.get(kind, "k"), await own.store.get("text", "k")) == (b"mine", b"mine")
            assert await other.store.list_keys("text") == []
            for act in (
                other.vault.get(kind, "k"),
                other.vault.take(kind, "k"),
                other.vault.delete(kind, "k"),
                other.vault.list_keys(kind),
                other.vault.put(kind, "k", b"theirs"),
                other.vault.put_all([VaultEntry("another token", "k", b""), VaultEntry(kind, "k", b"theirs")]),
            ):
                with pytest.raises(CannotStart, match="has no kind"):
                    await act
            assert await own.vault.get(kind, "k") == b"mine"
            assert await other.vault.list_keys("another token") == []

    async def test_kit5_an_unknown_option_is_refused(self, setup: AdapterSetup) -> None:
        with pytest.raises(ValidationError):
            setup.build(Surroundings(setup), {**setup.table, "no_such_option": 1})

    async def test_kit5_a_setting_that_cannot_work_is_refused_and_no_secret_is_quoted(
        self, setup: AdapterSetup
    ) -> None:
        assert setup.bad_environs
        for environ in setup.bad_environs:
            with pytest.raises(BadSetting) as refused:
                setup.build(Surroundings(setup, environ))
            assert not [secret for secret in setup.secrets if secret in str(refused.value)]


class Surroundings:
    """What a gateway knows before the platform is open. Anything else fails: `build` calls nothing."""

    def __init__(self, setup: AdapterSetup, environ: dict[str, str] | None = None) -> None:
        self.environ = {**setup.environ, **(environ or {})}
        self.directory, self.clock, self.origin = setup.make_people(), FakeClock(), "http://127.0.0.1:8080"
        self.agents = ("pusher",)

    def find_payload_reader(self, agent: str) -> None:
        return None

    def list_awaited_events(self, agent: str) -> tuple[()]:
        return ()

    def list_suggestions(self, agent: str) -> tuple[()]:
        return ()


class PushContract(SetupContract):
    """A channel that posts to a URL. `setup` and `outside` are fixtures of the deriving class."""

    async def test_kit5_a_request_is_delivered_to_who_may_decide_it(
        self, setup: AdapterSetup, outside: PostServer, tmp_path: Path
    ) -> None:
        async with open_world(setup, tmp_path) as world:
            request = await world.ask()
            (page,) = outside.list_pages(OLIVE)
            for shown in ("push", 'tag = "v1"', "c0ffee", request.digest[:12]):
                assert shown in json.dumps(page, ensure_ascii=False).replace('\\"', '"'), page
            (delivered,) = [each for each in world.platform.types(request.thread_id) if each == "Delivered"]
            assert delivered

    async def test_kit5_one_delivery_id_leaves_one_message(
        self, setup: AdapterSetup, outside: PostServer, tmp_path: Path
    ) -> None:
        async with open_world(setup, tmp_path, known=()) as world:
            request, first = await world.ask(), None
            for again in (False, True, True):
                reference = await world.push.deliver(
                    _address(request.id, request.thread_id, setup, again), request.card
                )
                assert first in (None, reference)
                first = reference
            assert len(outside.posts) >= 2
            assert len(outside.list_pages(OLIVE)) == 1

    async def test_kit5_a_lost_answer_leads_to_one_message_and_one_delivery(
        self, setup: AdapterSetup, outside: PostServer, tmp_path: Path
    ) -> None:
        outside.plan("lost answer")
        async with open_world(setup, tmp_path) as world:
            request = await world.ask()
            assert world.platform.types(request.thread_id)[-1] == "DeliveryFailed"
            world.platform.clock.passes(minutes=2)
            await world.platform.settle()
            assert world.platform.types(request.thread_id)[-1] == "Delivered"
            assert len(outside.list_pages(OLIVE)) == 1

    async def test_kit5_what_was_not_sent_is_not_now_and_what_may_have_been_sent_is_try_later(
        self, setup: AdapterSetup, outside: PostServer, tmp_path: Path
    ) -> None:
        async with open_world(setup, tmp_path, known=()) as world:
            request = await world.ask()
            delivery = _address(request.id, request.thread_id, setup)
            outside.plan("busy", "failed", "lost answer", "refused")
            with pytest.raises(NotNow) as asked:
                await world.push.deliver(delivery, request.card)
            assert asked.value.seconds == 7
            for _ in range(2):
                with pytest.raises(TryLater):
                    await world.push.deliver(delivery, request.card)
            with pytest.raises(Undeliverable):
                await world.push.deliver(delivery, request.card)
            await outside.stop()
            with pytest.raises(NotNow):
                await world.push.deliver(delivery, request.card)

    async def test_kit5_a_decision_elsewhere_rewrites_the_message(
        self, setup: AdapterSetup, outside: PostServer, tmp_path: Path
    ) -> None:
        async with open_world(setup, tmp_path) as world:
            request = await world.ask()
            before = outside.list_pages(OLIVE)[0]
            await world.platform.decide(request, "reject", by="max", reason="not on a Friday")
            await world.platform.settle()
            pages = outside.list_pages(OLIVE)
            assert pages[0] != before
            assert "Rejected" in pages[0]["text"]
            assert "Approval needed" not in pages[0]["text"]
            assert not pages[0].get("buttons")

    async def test_kit5_each_further_change_rewrites_the_same_message(
        self, setup: AdapterSetup, outside: PostServer, tmp_path: Path
    ) -> None:
        async with open_world(setup, tmp_path, policy=TWO) as world:
            request, texts = await world.ask(), []
            for person in ("olive", "max"):
                await world.platform.decide(request, by=person)
                await world.platform.settle()
                (page,) = outside.list_pages(OLIVE)
                texts.append(page["text"])
            assert "Olive approved" in texts[0]
            assert "Max approved" not in texts[0]
            assert "Max approved" in texts[1]

    async def test_kit5_a_message_of_the_agent_is_delivered_whole(
        self, setup: AdapterSetup, outside: PostServer, tmp_path: Path
    ) -> None:
        async with open_world(setup, tmp_path) as world:
            thread = await world.platform.app.launch(
                "pusher", "hello", by="olive", route=ChannelAddress(channel=setup.name, address=OLIVE)
            )
            world.platform.model.script.clear()
            await world.platform.settle()
            assert "Said" in world.platform.types(thread)
            assert "That is all." in [page["text"] for page in outside.list_pages(OLIVE)]

    async def test_kit5_no_secret_and_no_token_is_logged(
        self, setup: AdapterSetup, outside: PostServer, tmp_path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        outside.plan("failed", "busy", "lost answer")
        with caplog.at_level(logging.DEBUG), structlog.testing.capture_logs() as lines:
            async with open_world(setup, tmp_path) as world:
                request = await world.ask()
                for _ in range(4):
                    world.platform.clock.passes(minutes=20)
                    await world.platform.settle()
                log = [event.model_dump_json() for event in world.platform.log(request.thread_id)]
        (page,) = outside.list_pages(OLIVE)
        hidden = [*setup.secrets, *(button["token"] for button in page.get("buttons", []))]
        written = "\n".join([*map(str, lines), caplog.text, *log])
        assert [text for text in hidden if text in written] == []


def _address(request: str, thread: str, setup: AdapterSetup, again: bool = False) -> OutboundDelivery:
    route = ChannelAddress(channel=setup.name, address=OLIVE)
    return OutboundDelivery(thread=thread, seq=3, kind="approval", route=route, request=request, again=again)


SendInput = Callable[..., Awaitable[httpx2.Response]]
"""Sends the input number `n` (keyword) of the outside to the world (first argument), signed as the outside signs.

Keywords: `n`, `id`, `late` (seconds by which its time is in the past), `signed_by` ("outside", "other", "" for none),
`changed` (bytes that are appended after signing), `body` (instead of the genuine one, signed), `name` (of the source).
"""


class InboundContract(SetupContract):
    """A channel with an HTTP entry point. `setup` and `send` are fixtures of the deriving class, and `count_effects`."""

    async def count_effects(self, world: ChannelWorld) -> int:
        """How many inputs have had an effect: threads that were opened, or decisions."""
        raise NotImplementedError

    async def test_kit5_a_genuine_input_counts_once_under_its_id(
        self, setup: AdapterSetup, send: SendInput, tmp_path: Path
    ) -> None:
        async with open_world(setup, tmp_path) as world:
            before = await self.count_effects(world)
            first = await send(world, n=1, id="in_1")
            assert (first.status_code, first.json()["again"]) == (200, False), first.text
            for _ in range(2):
                copy = await send(world, n=1, id="in_1")
                assert (copy.status_code, copy.json()) == (200, {**first.json(), "again": True})
            assert await self.count_effects(world) == before + 1

    async def test_kit5_the_same_id_with_another_body_is_refused_and_noted(
        self, setup: AdapterSetup, send: SendInput, tmp_path: Path
    ) -> None:
        async with open_world(setup, tmp_path) as world:
            await send(world, n=1, id="in_1")
            before = await self.count_effects(world)
            assert_problem(await send(world, n=2, id="in_1"), 409)
            assert await self.count_effects(world) == before
            assert [note.about for note in world.http.audit() if note.what == "same id, other body"] != []

    @pytest.mark.parametrize(
        "forged",
        [
            {"signed_by": ""},
            {"signed_by": "other"},
            {"changed": b" "},
            {"late": 301},
            {"late": -301},
            {"id": "a.b"},
            {"id": ""},
        ],
        ids=["unsigned", "other key", "changed body", "old", "ahead", "ambiguous id", "no id"],
    )
    async def test_kit5_an_input_that_is_not_certainly_the_outsides_is_refused(
        self, setup: AdapterSetup, send: SendInput, tmp_path: Path, forged: dict[str, Any]
    ) -> None:
        async with open_world(setup, tmp_path) as world:
            before = await self.count_effects(world)
            assert_problem(await send(world, **{"n": 1, "id": "in_1", **forged}), 401)
            assert await self.count_effects(world) == before
            assert (await send(world, n=1, id="in_1")).status_code == 200, "a forgery uses no id up"

    async def test_kit5_an_unknown_source_is_not_found(
        self, setup: AdapterSetup, send: SendInput, tmp_path: Path
    ) -> None:
        async with open_world(setup, tmp_path) as world:
            assert_problem(await send(world, n=1, id="in_1", name="no-such-source"), 404)

    @pytest.mark.parametrize("body", [b"", b"[]", b"nope", b'{"a":1,"a":2}', b"\xff", b"[" * 200, b'"\\ud800"'])
    async def test_kit5_a_signed_body_that_does_not_fit_is_refused(
        self, setup: AdapterSetup, send: SendInput, tmp_path: Path, body: bytes
    ) -> None:
        async with open_world(setup, tmp_path) as world:
            before = await self.count_effects(world)
            answer = await send(world, n=1, id="in_1", body=body)
            assert answer.status_code in (200, 422), answer.text
            assert await self.count_effects(world) == before

    async def test_kit5_no_secret_is_logged_of_what_comes_in(
        self, setup: AdapterSetup, send: SendInput, tmp_path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        with caplog.at_level(logging.DEBUG), structlog.testing.capture_logs() as lines:
            async with open_world(setup, tmp_path) as world:
                answers = [await send(world, **{"n": 1, "id": "in_1", "late": late}) for late in (301, 0, 0)]
        written = "\n".join([*map(str, lines), caplog.text, *(answer.text for answer in answers)])
        assert [secret for secret in setup.secrets if secret in written] == []
