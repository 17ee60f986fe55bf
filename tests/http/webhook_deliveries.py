"""A platform with two webhook sources, and signed deliveries to each of them."""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import httpx2

from agents.deploybot.webhooks import listen
from bot.core.base_types import to_micros
from bot.core.people import PeopleDirectory, Person
from bot.core.steps import ModelAnswer
from bot.engine.channel_gateway import PlatformChannelGateway
from channels.webhook.channel import WebhookOptions, build
from tests.http.http_client import HttpFixture
from tests.platform_fixture import OutsideLedger, PlatformFixture, agent, choose

KEY = b"k" * 32
OLD, NEW = (f"whsec_{base64.b64encode(byte * 32).decode()}" for byte in (b"k", b"n"))
HUB = "It's a secret to everybody"
SHA = "46b7cdb7faf24e5d1298b76222c8345dc514cfc2"
PEOPLE = PeopleDirectory(
    people={
        person.id: person
        for person in (
            Person(id="sam", name="Sam", accounts={"github": "sam-dev", "ci": "sam@ci"}),
            Person(id="olive", name="Olive", groups=("managers",), accounts={"github": "olive"}),
            Person(id="max", name="Max", groups=("managers",)),
            Person(id="mira", name="Mira", accounts={"github": "mira"}),
        )
    }
)
SOURCES = {
    "shop": {"scheme": "github", "secret_env": "SHOP_SECRET", "agent": "pusher"},
    "ci": {"scheme": "standard", "secret_env": "CI_SECRET", "agent": "pusher"},
}
MERGED: dict[str, Any] = {
    "action": "closed",
    "pull_request": {
        "number": 135,
        "title": "Retry a card payment once",
        "merged": True,
        "merge_commit_sha": SHA,
        "base": {"ref": "main"},
        "user": {"login": "mira"},
    },
    "sender": {"login": "olive"},
}
BODY = json.dumps(MERGED).encode()
OTHER = json.dumps({**MERGED, "sender": {"login": "sam-dev"}}).encode()
NO_MORE: Mapping[str, str] = {}


def gateway(platform: PlatformFixture) -> PlatformChannelGateway:
    """The gateway that a channel is built with."""
    environ = {"SHOP_SECRET": HUB, "CI_SECRET": f"{OLD} {NEW}"}
    return PlatformChannelGateway(platform.app, "webhook", environ, "http://inbox.example.test")


def platform_in(folder: Path, *script: ModelAnswer, branch: str = "main") -> PlatformFixture:
    """A platform with both sources, whose agent listens to the events of deploybot."""
    pusher = agent(OutsideLedger(folder / "ledger"), listen=partial(listen, branch=branch))
    said = script or [choose("push", tag="v1")] * 3
    platform = PlatformFixture(folder, *said, agents=[pusher], directory=PEOPLE)
    platform.app.add_channels([build(WebhookOptions.model_validate(SOURCES), gateway(platform))])
    return platform


async def github(
    server: HttpFixture,
    body: bytes = BODY,
    id: str = "d-1",
    event: str = "pull_request",
    secret: str = HUB,
    more: Mapping[str, str] = NO_MORE,
) -> httpx2.Response:
    signature = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    headers = {"X-GitHub-Delivery": id, "X-GitHub-Event": event, "X-Hub-Signature-256": f"sha256={signature}"}
    return await server.nobody.post("/webhooks/shop", content=body, headers={**headers, **more})


async def standard(
    server: HttpFixture,
    body: bytes = BODY,
    id: str = "msg_1",
    key: bytes = KEY,
    late: int = 0,
    more: Mapping[str, str] = NO_MORE,
) -> httpx2.Response:
    stamp = to_micros(server.platform.clock()) // 1_000_000 - late
    signed = hmac.digest(key, f"{id}.{stamp}.".encode() + body, hashlib.sha256)
    headers = {
        "webhook-id": id,
        "webhook-timestamp": str(stamp),
        "webhook-signature": f"v1,{base64.b64encode(signed).decode()}",
        "x-github-event": "pull_request",
    }
    return await server.nobody.post("/webhooks/ci", content=body, headers={**headers, **more})


async def threads(server: HttpFixture) -> list[str]:
    return [row.id for row in (await server.platform.app.queries.list_threads(limit=200)).items]
