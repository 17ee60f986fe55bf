"""The webhook channel passes the contract of a channel with an HTTP entry point."""

import json
from typing import Any

import httpx2
import pytest

from tests.channels.channel_world import AdapterSetup, ChannelWorld
from tests.channels.contract import InboundContract, SendInput
from tests.channels.signed_inputs import THEIRS, send_signed
from tests.http.webhook_deliveries import MERGED


@pytest.fixture
def setup() -> AdapterSetup:
    return AdapterSetup(
        package="webhook",
        name="webhook",
        table={"ci": {"scheme": "standard", "secret_env": "CI_SECRET", "agent": "pusher"}},
        environ={"CI_SECRET": THEIRS},
        secrets=(THEIRS,),
        bad_environs=[{"CI_SECRET": ""}, {"CI_SECRET": "whsec_c2hvcnQ="}],
    )


@pytest.fixture
def send() -> SendInput:
    async def send_event(
        world: ChannelWorld, *, n: int, name: str = "ci", body: bytes | None = None, **how: Any
    ) -> httpx2.Response:
        sent = json.dumps({**MERGED, "n": n}).encode() if body is None else body
        return await send_signed(world, f"/webhooks/{name}", sent, more={"x-github-event": "pull_request"}, **how)

    return send_event


class TestWebhookInbound(InboundContract):
    async def count_effects(self, world: ChannelWorld) -> int:
        return len((await world.platform.app.queries.list_threads(limit=200)).items)
