"""The gateway of a channel: it reaches the values of its own channel alone, also of a platform that is built later."""

from pathlib import Path

import pytest

from bot.core.channel_messages import ChannelEntry, DiscardedInput
from bot.core.errors import CannotStart
from bot.engine.channel_gateway import PlatformChannelGateway
from tests.platform_fixture import PEOPLE, PlatformFixture


async def test_cst3_a_gateway_gives_its_channel_the_values_of_that_channel_alone(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path) as platform:
        shared = PlatformChannelGateway(platform.app.agents, PEOPLE, platform.clock, {}, "https://inbox.example.test")
        mail, slack = shared.bind_channel("email"), shared.bind_channel("slack")
        with pytest.raises(CannotStart, match="not open yet"):
            _ = mail.store
        shared.platform = platform.app
        with pytest.raises(CannotStart, match="belongs to no channel"):
            _ = shared.store
        await mail.store.put("text", "m1", b"mail", expires=None)
        assert (await mail.store.get("text", "m1"), await slack.store.get("text", "m1")) == (b"mail", None)

        seen = DiscardedInput(channel="email", id="m1", body="a" * 64, at=platform.clock())
        keeping = [ChannelEntry("text", "m2", b"kept", None)]
        with pytest.raises(ValueError, match="'email' is another channel than 'slack'"):
            await slack.keep_ignored(seen, keeping)
        assert not mail.has_received("email", "m1")
        await mail.keep_ignored(seen, keeping)
        assert (await mail.store.list_keys("text"), await slack.store.list_keys("text")) == (["m1", "m2"], [])
