"""Sources that are read by rules, over the real server: which agent, which person, which address, and each body once."""

import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from bot.core import events as e
from bot.core.channel_messages import ChannelAddress
from bot.core.errors import BadSetting
from tests.channels.channel_world import AdapterSetup, ChannelWorld, open_world
from tests.channels.contract import Surroundings
from tests.channels.webhook.test_trg2_mapping import ALERT

SECRET = "gitea-secret"
RULES = [
    {
        "when": {"status": "firing"},
        "text": "{commonLabels.alertname}: {commonAnnotations.summary}",
        "account": "by.login",
    },
]
TABLE = {
    "alerts": {
        "scheme": "hmac",
        "header": "X-Gitea-Signature",
        "secret_env": "ALERTS",
        "agent": "pusher",
        "rules": RULES,
    }
}


@pytest.fixture
def setup() -> AdapterSetup:
    return AdapterSetup(
        package="webhook",
        name="webhook",
        table=TABLE,
        environ={"ALERTS": SECRET},
        secrets=(SECRET,),
        bad_environs=[{"ALERTS": ""}],
    )


@pytest.fixture
async def world(setup: AdapterSetup, tmp_path: Path) -> AsyncIterator[ChannelWorld]:
    async with open_world(setup, tmp_path) as found:
        yield found


def sign(body: bytes, secret: str = SECRET, prefix: str = "") -> dict[str, str]:
    """As Gitea signs: the hex HMAC-SHA256 of the body (https://docs.gitea.com/usage/webhooks)."""
    return {"x-gitea-signature": prefix + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}


async def post(world: ChannelWorld, payload: Any, **headers: str) -> httpx2.Response:
    body = json.dumps(payload).encode()
    return await world.http.nobody.post("/webhooks/alerts", content=body, headers={**sign(body), **headers})


async def list_openings(world: ChannelWorld) -> list[e.ThreadOpened]:
    threads = (await world.platform.app.queries.list_threads(limit=200)).items
    first = [world.platform.log(thread.id)[0] for thread in threads]
    return [event for event in first if isinstance(event, e.ThreadOpened)]


async def test_trg2_a_payload_that_meets_a_rule_begins_one_thread_and_its_copy_none(world: ChannelWorld) -> None:
    for _ in range(2):
        assert (await post(world, ALERT)).status_code == 200
    assert (await post(world, {**ALERT, "status": "resolved"})).status_code == 200
    (opened,) = await list_openings(world)
    assert opened.requester == "system:alerts"


@pytest.mark.parametrize(
    "headers",
    [{"x-gitea-signature": "0" * 64}, {"x-gitea-signature": "sha1=abc"}, {"x-gitea-signature": ""}],
)
async def test_trg2_a_body_that_is_not_signed_begins_nothing(world: ChannelWorld, headers: dict[str, str]) -> None:
    assert (await post(world, ALERT, **headers)).status_code == 401
    body = json.dumps(ALERT).encode()
    for other in ({}, sign(body, "other"), sign(body + b" ")):
        assert (await world.http.nobody.post("/webhooks/alerts", content=body, headers=other)).status_code == 401
    assert await list_openings(world) == []


async def test_trg2_the_senders_person_is_the_requester_and_cannot_approve(setup: AdapterSetup, tmp_path: Path) -> None:
    """An account of the payload is an account of the channel that is named like the source."""
    setup.name = "alerts"
    people = setup.make_people("olive")
    setup.name = "webhook"
    setup.make_people = lambda *known: people  # type: ignore[method-assign]
    async with open_world(setup, tmp_path) as world:
        await post(world, {**ALERT, "by": {"login": "acc-olive"}})
        await post(world, {**ALERT, "by": {"login": "acc-eve"}})
        assert {opened.requester or opened.account for opened in await list_openings(world)} == {
            "olive",
            "alerts:acc-eve",
        }


async def test_trg2_an_answer_goes_to_the_address_that_the_table_names(setup: AdapterSetup, tmp_path: Path) -> None:
    setup.table = {"alerts": {**TABLE["alerts"], "report_to": "pager:on-call"}}
    async with open_world(setup, tmp_path) as world:
        await post(world, ALERT)
        (thread,) = (await world.platform.app.queries.list_threads(limit=10)).items
        found = (await world.platform.app.repository.load_thread(thread.id)).thread
        assert found.route == ChannelAddress(channel="pager", address="on-call")
        assert getattr(world.surface, "reports", None) == (found.route,)


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ({"agent": "nobody"}, "'nobody'"),
        ({"rules": [{"text": "x", "agent": "nobody"}]}, "'nobody'"),
    ],
)
def test_trg2_an_agent_that_is_not_there_stops_the_start(setup: AdapterSetup, table: dict[str, Any], said: str) -> None:
    with pytest.raises(BadSetting, match=said):
        setup.build(Surroundings(setup), {"alerts": {**TABLE["alerts"], **table}})
