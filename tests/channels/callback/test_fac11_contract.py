"""The channel of callbacks passes the contract of names, options and values of its own."""

import pytest
from pydantic import ValidationError

from tests.channels.channel_world import AdapterSetup
from tests.channels.contract import SetupContract, Surroundings


@pytest.fixture
def setup() -> AdapterSetup:
    return AdapterSetup(
        package="callback",
        name="callback",
        table={"allow_hosts": ["ci.internal:8080"]},
        environ={},
        secrets=("-",),
        bad_environs=[{}],
    )


class TestCallbackSetup(SetupContract):
    async def test_kit5_a_setting_that_cannot_work_is_refused_and_no_secret_is_quoted(
        self, setup: AdapterSetup
    ) -> None:
        """It reads nothing of the environment; what is no host is refused."""
        with pytest.raises(ValidationError, match="allow_hosts"):
            setup.build(Surroundings(setup), {"allow_hosts": ["https://ci.internal"]})
