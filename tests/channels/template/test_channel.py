"""The template to copy passes the contract of a channel that delivers. The platform does not load it."""

from collections.abc import AsyncIterator

import pytest
from pydantic import ValidationError

from bot.bootstrap import build_platform, list_channel_names
from bot.core.errors import BadConfiguration
from bot.settings import EnvironmentSettings, FileConfig
from tests.channels.channel_world import AdapterSetup
from tests.channels.contract import PushContract
from tests.channels.post_server import PostServer


@pytest.fixture
async def outside() -> AsyncIterator[PostServer]:
    async with PostServer("idempotency-key", "replaces").listen() as server:
        yield server


@pytest.fixture
def setup(outside: PostServer) -> AdapterSetup:
    return AdapterSetup(
        package="_template",
        name="template",
        table={},
        environ={"TEMPLATE_URL": outside.url},
        secrets=("secret-path-of-the-hook",),
        bad_environs=[{"TEMPLATE_URL": ""}, {"TEMPLATE_URL": "ftp://secret-path-of-the-hook"}],
    )


class TestTemplatePush(PushContract):
    is_loaded = False


def test_kit5_the_channels_are_the_packages_with_a_channel_module_that_are_not_to_copy() -> None:
    assert list_channel_names() == ["callback", "cron", "email", "pager", "slack", "webhook"]


@pytest.mark.parametrize("name", ["template", "_template", "shared"])
def test_kit5_what_is_no_channel_cannot_be_switched_on(name: str) -> None:
    with pytest.raises((BadConfiguration, ValidationError), match=r"no such channel|should match pattern"):
        build_platform(EnvironmentSettings(), FileConfig(channels={name: {}}))
