"""The Slack channel passes the contract of the name and the settings of a channel."""

from pathlib import Path

import pytest

from tests.channels.channel_world import AdapterSetup
from tests.channels.contract import SetupContract
from tests.channels.slack.slack_workspace import slack_platform


@pytest.fixture
def setup() -> AdapterSetup:
    token, secret = "xoxb" + "-1-2-secretsecret", "0123456789abcdef0123456789abcdef"
    return AdapterSetup(
        package="slack",
        name="slack",
        table={"agent": "pusher"},
        environ={"SLACK_BOT_TOKEN": token, "SLACK_SIGNING_SECRET": secret},
        secrets=(token, secret),
        bad_environs=[{"SLACK_BOT_TOKEN": ""}, {"SLACK_SIGNING_SECRET": ""}],
    )


class TestSlackSetup(SetupContract):
    pass


async def test_kit5_the_home_leaves_the_changes_when_the_channel_is_shut(tmp_path: Path) -> None:
    async with slack_platform(tmp_path) as here:
        changes = here.platform.repository.changes
        before = len(changes)
        await here.surface.step_down()
        assert len(changes) == before - 1
