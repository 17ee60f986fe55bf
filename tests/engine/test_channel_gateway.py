"""The gateway of a channel: it reaches the values of its own channel alone."""

import importlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from bot.bootstrap import build_platform
from bot.core.channel_messages import ChannelEntry, DiscardedInput
from bot.core.errors import CannotStart
from bot.core.ports import ASGI, PushChannel, WebhookReceiver
from bot.engine.channel_gateway import PlatformChannelGateway
from bot.settings import EnvironmentSettings, FileConfig
from tests.platform_fixture import PlatformFixture


async def test_cst3_a_gateway_gives_its_channel_the_values_of_that_channel_alone(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path) as platform:
        mail, slack = (
            PlatformChannelGateway(platform.app, name, {}, "https://inbox.example.test") for name in ("email", "slack")
        )
        await mail.store.put("text", "m1", b"mail", expires=None)
        assert (await mail.store.get("text", "m1"), await slack.store.get("text", "m1")) == (b"mail", None)

        seen = DiscardedInput(channel="email", id="m1", body="a" * 64, at=platform.clock())
        keeping = [ChannelEntry("text", "m2", b"kept", None)]
        with pytest.raises(ValueError, match="'email' is another channel than 'slack'"):
            await slack.keep_ignored(seen, keeping)
        assert not await mail.has_received("email", "m1")
        await mail.keep_ignored(seen, keeping)
        assert (await mail.store.list_keys("text"), await slack.store.list_keys("text")) == (["m1", "m2"], [])


@dataclass
class GreedySurface:
    """A surface that claims values of the vault."""

    vault_kinds: Mapping[str, timedelta | None]
    name: str = "greedy"
    push: PushChannel | None = None
    receiver: WebhookReceiver | None = None
    pages: ASGI | None = None


@pytest.mark.parametrize("kind", ["slack bot", "mail token", "slack", "greedyslack bot", "", " greedy"])
async def test_kit5_a_surface_that_claims_credentials_of_another_channel_stops_the_start(
    tmp_path: Path, kind: str
) -> None:
    surface = GreedySurface({"greedy seen": None})
    async with PlatformFixture(tmp_path, surfaces=[surface]) as platform:
        await platform.app.vault.put(kind, "k", b"token")
        surface.vault_kinds = {"greedy seen": None, kind: None}
        with pytest.raises(CannotStart, match="'greedy' has no kind"):
            await platform.app.prepare_start()
        assert await platform.app.vault.get(kind, "k") == b"token"
        assert await platform.app.store.open_channel_store("greedy", platform.clock).list_keys(kind) == []


def test_kit5_a_channel_that_goes_by_the_name_of_another_is_not_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    module = importlib.import_module("channels.webhook.channel")
    monkeypatch.setattr(module, "build", lambda options, gateway: GreedySurface({}, name="slack"))
    with pytest.raises(CannotStart, match="channels/webhook builds a surface with the name 'slack'"):
        build_platform(EnvironmentSettings(), FileConfig(channels={"webhook": {}}))


def test_prt2_a_setting_that_a_channel_refuses_is_told_before_a_database_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in os.environ if name.startswith("SLACK_")]:
        monkeypatch.delenv(name)
    settings = EnvironmentSettings(data=tmp_path / "data")
    with pytest.raises(CannotStart, match="SLACK_"):
        build_platform(settings, FileConfig(channels={"slack": {}}))
    assert not (tmp_path / "data").exists()
