"""The e-mail channel passes the contract of the name and the settings of a channel."""

import pytest

from tests.channels.channel_world import AdapterSetup
from tests.channels.contract import SetupContract


@pytest.fixture
def setup() -> AdapterSetup:
    return AdapterSetup(
        package="email",
        name="email",
        table={"agent": "pusher"},
        environ={"EMAIL_FROM": "bot@example.com", "SMTP_URL": "smtps://bot:hush-hush@mail.example.com"},
        secrets=("hush-hush",),
        bad_environs=[
            {"EMAIL_FROM": ""},
            {"EMAIL_FROM": "bot"},
            {"SMTP_URL": ""},
            {"SMTP_URL": "smtp://bot:hush-hush@mail.example.com:x"},
            {"SMTP_URL": "http://bot:hush-hush@mail.example.com"},
        ],
    )


class TestEmailSetup(SetupContract):
    pass
