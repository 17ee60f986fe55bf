"""The gateway of a channel: it reaches the values of its own channel alone."""

from pathlib import Path

import pytest

from bot.core.channel_messages import ChannelEntry, DiscardedInput
from bot.engine.channel_gateway import PlatformChannelGateway
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
