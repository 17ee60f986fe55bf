"""TRG-W over the real server: a rule with `event` makes no thread, and resumes the thread that waits for its key, once."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from bot.core import events as e
from bot.core.errors import BadSetting
from bot.engine.channel_gateway import PlatformChannelGateway
from channels.webhook.channel import WebhookOptions, build
from tests.channels.webhook.test_trg2_sources import SECRET, sign
from tests.http.http_client import ORIGIN, HttpFixture
from tests.platform_fixture import PlatformFixture, choose

RULE = {"when": {"action": "completed"}, "event": "build", "key": "run.id", "text": "Build {run.id}: {run.result}"}
TABLE = {"scheme": "hmac", "header": "X-Gitea-Signature", "secret_env": "CI", "agent": "pusher", "rules": [RULE]}
WAIT = choose("wait", event="build", key="7", seconds=3_600)


def add_source(platform: PlatformFixture, **changed: Any) -> HttpFixture:
    gateway = PlatformChannelGateway(platform.app, "webhook", {"CI": SECRET}, ORIGIN)
    options = WebhookOptions.model_validate({"ci": {**TABLE, **changed}})
    platform.app.add_channels([build(options, gateway)])
    return HttpFixture(platform)


@pytest.fixture
async def platform(tmp_path: Path) -> AsyncIterator[PlatformFixture]:
    async with PlatformFixture(tmp_path, WAIT, agent={"awaits": ("build",)}) as found:
        yield found


async def post(server: HttpFixture, payload: Any, **headers: str) -> httpx2.Response:
    body = json.dumps(payload).encode()
    return await server.nobody.post("/webhooks/ci", content=body, headers={**sign(body), **headers})


def completed(id: object, result: str = "passed") -> dict[str, Any]:
    return {"action": "completed", "run": {"id": id, "result": result}}


async def test_trgw_a_signed_delivery_resumes_the_thread_that_waits_for_its_key_once(platform: PlatformFixture) -> None:
    server = add_source(platform)
    thread = await platform.launch()
    for payload in (completed(8), completed(7), completed(7)):
        answer = await post(server, payload)
        assert (answer.status_code, answer.json()["thread"]) == (200, None)
        await platform.settle()
    arrived = [each for each in platform.log(thread) if isinstance(each, e.EventArrived)]
    assert [(each.source, each.text) for each in arrived] == [("ci", "Build 7: passed")]
    assert len((await platform.app.queries.list_threads()).items) == 1


async def test_trgw_a_forged_delivery_and_one_without_a_usable_key_resume_nothing(platform: PlatformFixture) -> None:
    server = add_source(platform)
    thread = await platform.launch()
    forged = await post(server, completed(7), **{"x-gitea-signature": "0" * 64})
    assert forged.status_code == 401
    for id in (None, True, {"id": 7}, "7" * 201):
        answer = await post(server, completed(id))
        assert answer.status_code == 422
        assert "has no usable key at 'run.id'" in answer.text
    await platform.settle()
    assert platform.types(thread)[-1] == "WaitRegistered"


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        ({"event": "bild"}, "pusher waits for no such event; its table awaits: build"),
        ({"event": "build", "agent": "boss"}, "there is no such agent"),
    ],
)
async def test_trgw_a_rule_for_an_event_that_nobody_awaits_stops_the_start(
    platform: PlatformFixture, rule: dict[str, str], says: str
) -> None:
    with pytest.raises(BadSetting, match=says):
        add_source(platform, rules=[{**RULE, **rule}])


def test_trgw_a_key_without_an_event_is_refused() -> None:
    rule = {name: value for name, value in RULE.items() if name != "event"}
    with pytest.raises(ValueError, match=r"key = 'run\.id' is that of an event; name it in event"):
        WebhookOptions.model_validate({"ci": {**TABLE, "rules": [rule]}})
