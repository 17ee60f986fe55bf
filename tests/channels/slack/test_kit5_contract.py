"""The Slack channel passes the contract of the name and the settings of a channel."""

import pytest

from tests.channels.channel_world import AdapterSetup
from tests.channels.contract import SetupContract


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
