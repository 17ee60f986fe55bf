"""The pager passes the contracts of a channel that delivers, takes inputs and decides."""

import json
import re
import tomllib
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx2
import pytest

from bot.bootstrap import read_configuration
from bot.core.errors import CannotStart
from bot.core.ports import ASGI, PushChannel, WebhookReceiver
from bot.settings import FileConfig
from channels.pager.channel import PagerOptions
from channels.shared.webhook_signatures import verify_standard
from tests.channels.channel_world import ACCOUNTS, AdapterSetup, ChannelWorld, open_world
from tests.channels.contract import InboundContract, PushContract, SendInput, Surroundings
from tests.channels.decision_contract import DecisionContract, PressButton
from tests.channels.post_server import PostServer
from tests.channels.signed_inputs import FOREIGN, OURS, THEIRS, send_signed
from tests.http.http_client import HttpFixture, assert_problem

OLIVE = ACCOUNTS["olive"]


@pytest.fixture
async def outside() -> AsyncIterator[PostServer]:
    async with PostServer("webhook-id", "updates").listen() as server:
        yield server


@pytest.fixture
def setup(outside: PostServer) -> AdapterSetup:
    return AdapterSetup(
        package="pager",
        name="pager",
        table={},
        environ={"PAGER_URL": outside.url, "PAGER_SIGNING_SECRET": OURS, "PAGER_WEBHOOK_SECRET": THEIRS},
        secrets=(OURS, THEIRS, "secret-path-of-the-hook"),
        bad_environs=[
            {"PAGER_URL": ""},
            {"PAGER_URL": "http://pager.example/secret-path-of-the-hook"},
            {"PAGER_URL": "https://"},
            {"PAGER_URL": "http://[::1"},
            {"PAGER_SIGNING_SECRET": ""},
            {"PAGER_WEBHOOK_SECRET": ""},
            {"PAGER_WEBHOOK_SECRET": "short"},
            {"PAGER_WEBHOOK_SECRET": f"{THEIRS} {OURS}"},
        ],
    )


async def _press(
    world: ChannelWorld,
    token: str,
    account: str,
    conversation: str,
    *,
    name: str = "pager",
    reason: str = "",
    **how: Any,
) -> httpx2.Response:
    body = {"conversation": conversation, "account": account, "token": token, "reason": reason, "pressed_on": "watch"}
    return await send_signed(world, f"/hooks/{name}", how.pop("body", json.dumps(body).encode()), **how)


@pytest.fixture
def press() -> PressButton:
    return _press


@pytest.fixture
def send(outside: PostServer) -> SendInput:
    """The press number 1 is an approval, number 2 a rejection, of the request that is open."""

    async def send_press(world: ChannelWorld, *, n: int, **how: Any) -> httpx2.Response:
        if not outside.list_pages(OLIVE):
            await world.ask()
        if "tokens" not in outside.__dict__:
            outside.__dict__["tokens"] = [button["token"] for button in outside.list_pages(OLIVE)[0]["buttons"]]
        return await _press(world, outside.__dict__["tokens"][n - 1], OLIVE, OLIVE, **how)

    return send_press


class TestPagerPush(PushContract):
    pass


class TestPagerInbound(InboundContract):
    async def count_effects(self, world: ChannelWorld) -> int:
        return len(await world.list_votes())


class TestPagerDecisions(DecisionContract):
    pass


async def test_kit5_each_post_is_signed_for_the_pager_service(
    setup: AdapterSetup, outside: PostServer, tmp_path: Path
) -> None:
    async with open_world(setup, tmp_path) as world:
        await world.ask()
        (post,) = outside.posts
        id = verify_standard(post.headers, post.body, (OURS,), world.platform.clock())
        assert json.loads(post.body)["id"] == id


async def test_kit5_the_old_and_the_new_secret_verify_while_one_is_rotated(
    setup: AdapterSetup, outside: PostServer, press: PressButton, tmp_path: Path
) -> None:
    setup.environ["PAGER_WEBHOOK_SECRET"] = f"{FOREIGN} {THEIRS}"
    async with open_world(setup, tmp_path) as world:
        await world.ask()
        token = outside.list_pages(OLIVE)[0]["buttons"][0]["token"]
        assert (await press(world, token, OLIVE, OLIVE)).status_code == 200
        assert_problem(await press(world, token, OLIVE, OLIVE, signed_by="other"), 409, "used before")


@pytest.mark.parametrize("body", [{}, {"conversation": 1}, {"conversation": "c", "account": "", "token": "t"}])
async def test_kit5_a_body_that_is_no_press_is_refused(setup: AdapterSetup, tmp_path: Path, body: Any) -> None:
    async with open_world(setup, tmp_path) as world:
        answer = await send_signed(world, "/hooks/pager", json.dumps(body).encode())
        assert_problem(answer, 422, "no press of a button")


async def test_kit5_a_page_without_a_person_goes_to_the_fallback(setup: AdapterSetup) -> None:
    push = setup.build(Surroundings(setup), {"fallback": "on-call"}).push
    assert push is not None
    assert push.fallback is not None
    assert push.fallback.address == "on-call"
    assert setup.build(Surroundings(setup)).push.fallback is None  # type: ignore[union-attr]


def test_kit5_the_page_about_the_pager_is_true() -> None:
    root = Path(__file__).parents[3]
    page = (root / "docs" / "channels.md").read_text("utf-8")
    code = (root / "channels" / "pager" / "channel.py").read_text("utf-8")
    assert set(re.findall(r"^\| `(PAGER_[A-Z_]+)`", page, re.MULTILINE)) == set(
        re.findall(r"\"(PAGER_[A-Z_]+)\"", code)
    )
    (table,) = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    config = FileConfig.model_validate(tomllib.loads(table))
    assert PagerOptions.model_validate(config.channels["pager"]).fallback == "on-call"
    assert config.directory.people["olive"].accounts == {"pager": "olive-phone"}


async def test_kit5_the_fields_of_a_page_are_those_that_are_documented(
    setup: AdapterSetup, outside: PostServer, tmp_path: Path
) -> None:
    page = (Path(__file__).parents[3] / "docs" / "channels.md").read_text("utf-8")
    async with open_world(setup, tmp_path) as world:
        await world.ask()
        (sent,) = outside.list_pages(OLIVE)
    named = re.findall(r"`\{(\"id\".*?)\}`", page)[0]
    assert set(re.findall(r"\"(\w+)\"", named)) == {*sent, *sent["buttons"][0]}


@dataclass
class BorrowedReceiver:
    """A channel with the receiver of another one: its decisions come in the name of the pager."""

    receiver: WebhookReceiver | None
    name: str = "copied"
    push: PushChannel | None = None
    pages: ASGI | None = None


async def test_kit5_a_decision_in_the_name_of_another_channel_is_refused_and_noted(
    setup: AdapterSetup, outside: PostServer, press: PressButton, tmp_path: Path
) -> None:
    async with open_world(setup, tmp_path) as world:
        await world.ask()
        token = outside.list_pages(OLIVE)[0]["buttons"][0]["token"]
        world.platform.app.surfaces = [BorrowedReceiver(world.surface.receiver)]
        copied = replace(world, http=HttpFixture(world.platform))
        assert_problem(await press(copied, token, OLIVE, OLIVE), 403, "in its own name alone")
        assert await world.list_votes() == []
        assert "delivery refused" in [note.what for note in world.http.audit()]


async def test_kit5_two_channels_that_receive_at_one_path_do_not_start(setup: AdapterSetup, tmp_path: Path) -> None:
    async with open_world(setup, tmp_path) as world:
        world.platform.app.surfaces = [world.surface, BorrowedReceiver(world.surface.receiver)]
        with pytest.raises(CannotStart, match="pager and copied both receive at /hooks/"):
            HttpFixture(world.platform)


def test_kit5_the_pager_is_off_without_a_table(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"PAGER_URL": "https://pager.example", "PAGER_WEBHOOK_SECRET": THEIRS}.items():
        monkeypatch.setenv(name, value)
    assert "channels.pager" not in read_configuration(FileConfig()).tables
    assert "channels.pager" in read_configuration(FileConfig(channels={"pager": {}})).tables
