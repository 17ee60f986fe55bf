"""TRG-C: the sender of a webhook is told the final answer of its thread, signed, at an address that the operator allows."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.bootstrap import build_platform
from bot.core import events as e
from bot.core.errors import BadConfiguration
from bot.engine.channel_gateway import PlatformChannelGateway
from bot.settings import EnvironmentSettings, FileConfig
from channels.callback.channel import CallbackOptions
from channels.callback.channel import build as build_callbacks
from channels.shared.webhook_signatures import verify_standard
from channels.webhook.channel import WebhookOptions, build
from tests.channels.callback.callback_server import CallbackServer
from tests.channels.webhook.test_trg2_sources import SECRET
from tests.channels.webhook.test_trgw_events import post
from tests.http.http_client import API, ORIGIN, HttpFixture, assert_problem
from tests.platform_fixture import PlatformFixture, choose

TABLE = {"scheme": "hmac", "header": "X-Gitea-Signature", "secret_env": "CI", "agent": "pusher"}
SAYS = (choose("reply", message="I look.", go_on=True), choose("done", message="It is v7."))


@pytest.fixture
async def outside() -> AsyncIterator[CallbackServer]:
    async with CallbackServer().listen() as server:
        yield server


@pytest.fixture
async def platform(tmp_path: Path) -> AsyncIterator[PlatformFixture]:
    async with PlatformFixture(tmp_path, *SAYS) as found:
        yield found


def add_channels(platform: PlatformFixture, outside: CallbackServer, rule: dict[str, Any], **more: Any) -> HttpFixture:
    host = f"127.0.0.1:{outside.port}"
    calls = PlatformChannelGateway(platform.app, "callback", {}, ORIGIN)
    gateway = PlatformChannelGateway(platform.app, "webhook", {"CI": SECRET}, ORIGIN)
    options = WebhookOptions.model_validate({"ci": {**TABLE, "rules": [{"text": "{what}", **rule}], **more}})
    callbacks = build_callbacks(CallbackOptions(allow_hosts=(host,)), calls)
    platform.app.add_channels([callbacks, build(options, gateway)])
    return HttpFixture(platform)


def url_of(outside: CallbackServer) -> str:
    return f"http://127.0.0.1:{outside.port}/done"


@pytest.mark.parametrize("by_field", [False, True])
async def test_trgc_the_final_answer_is_posted_once_signed_for_its_source(
    platform: PlatformFixture, outside: CallbackServer, by_field: bool
) -> None:
    hosts = {"callback_hosts": [f"127.0.0.1:{outside.port}"]}
    rule = {"callback_field": "reply.url"} if by_field else {"callback_url": url_of(outside)}
    server = add_channels(platform, outside, rule, **(hosts if by_field else {}))
    answer = await post(server, {"what": "which tag?", "reply": {"url": url_of(outside)}})
    await platform.settle()
    (taken,) = outside.taken  # not the words before it
    assert taken.path == "/done"
    admin = await server.as_("olive", "admin")
    secret = (await admin.get(f"{API}/callbacks/secret?source=ci")).json()["secret"]
    verify_standard(taken.headers, taken.body, [secret], platform.clock())
    data = json.loads(taken.body)
    assert data["type"] == "thread.answered"
    thread = answer.json()["thread"]
    assert data["data"] == {"thread_id": thread, "agent": "pusher", "text": "It is v7."}
    await platform.say(thread, "and now?")
    assert len(outside.taken) == 2  # the thread was opened again, and had another answer


async def test_trgc_a_callback_that_fails_is_tried_again_with_the_same_id(
    platform: PlatformFixture, outside: CallbackServer
) -> None:
    outside.answers = [500]
    server = add_channels(platform, outside, {"callback_url": url_of(outside)})
    await post(server, {"what": "?"})
    await platform.settle()
    platform.clock.passes(seconds=30)
    await platform.settle()
    assert len({taken.headers["webhook-id"] for taken in outside.taken}) == 1
    assert len(outside.taken) == 2


@pytest.mark.parametrize(
    "url",
    [
        "http://evil.example/done",
        "http://127.0.0.1:1/done",
        "http://127.0.0.1/done",
        "http://127.0.0.1:{port}@evil.example/done",
        "http://user:pass@127.0.0.1:{port}/done",
        "file:///etc/passwd",
        "http://127.0.0.1:{port}/a b",
        "//127.0.0.1:{port}/done",
        7,
    ],
)
async def test_trgc_a_url_of_the_payload_outside_of_the_allowed_hosts_is_refused_and_never_called(
    platform: PlatformFixture, outside: CallbackServer, url: object
) -> None:
    hosts = [f"127.0.0.1:{outside.port}"]
    server = add_channels(platform, outside, {"callback_field": "url"}, callback_hosts=hosts)
    given = url.replace("{port}", str(outside.port)) if isinstance(url, str) else url
    assert_problem(await post(server, {"what": "?", "url": given}), 422, "this source calls back: 127.0.0.1")
    await platform.settle()
    assert outside.taken == []
    assert (await platform.app.queries.list_threads()).items == []


async def test_trgc_a_host_that_callbacks_may_not_reach_is_not_called(
    platform: PlatformFixture, outside: CallbackServer
) -> None:
    """The hosts of a source open nothing: the channel of callbacks checks each address, as for programs."""
    server = add_channels(platform, outside, {"callback_field": "url"}, callback_hosts=["169.254.169.254", "localhost"])
    for url in ("http://169.254.169.254/latest/meta-data", "https://localhost/"):
        answer = await post(server, {"what": "?", "url": url})
        assert answer.status_code == 200
        await platform.settle()
        failed = [each for each in platform.log(answer.json()["thread"]) if isinstance(each, e.DeliveryFailed)]
        assert [each.retry_at for each in failed] == [None]


async def test_trgc_without_a_url_in_the_payload_nobody_is_called(
    platform: PlatformFixture, outside: CallbackServer
) -> None:
    hosts = [f"127.0.0.1:{outside.port}"]
    server = add_channels(platform, outside, {"callback_field": "url"}, callback_hosts=hosts)
    answer = await post(server, {"what": "?"})
    await platform.settle()
    assert outside.taken == []
    assert "CallbackNamed" not in platform.types(answer.json()["thread"])


async def test_trgc_a_copy_of_the_thread_calls_nobody_back(platform: PlatformFixture, outside: CallbackServer) -> None:
    server = add_channels(platform, outside, {"callback_url": url_of(outside)})
    thread = (await post(server, {"what": "?"})).json()["thread"]
    await platform.settle()
    copy = await platform.app.fork(thread, by="olive")
    await platform.app.resume(copy, by="olive")
    await platform.say(copy, "again")
    assert len(outside.taken) == 1


async def test_trgc_only_an_admin_key_reads_the_secret_of_a_source(
    platform: PlatformFixture, outside: CallbackServer
) -> None:
    server = add_channels(platform, outside, {"callback_url": url_of(outside)})
    for scope in ("agent", "operator"):
        caller = await server.as_("olive", scope)
        assert_problem(await caller.get(f"{API}/callbacks/secret?source=ci"), 403, "admin")


@pytest.mark.parametrize(
    ("rule", "channels", "says"),
    [
        ({"callback_url": "https://ci.example.org/x"}, {}, r"calls back; add the table \[channels\.callback\]"),
        ({"callback_url": "https://10.0.0.1/x"}, {"callback": {}}, "is a private or reserved address"),
        ({"callback_field": "url"}, {"callback": {}}, "name the hosts that it may lead to in callback_hosts"),
        ({"callback_url": "ftp://x"}, {"callback": {}}, "callback_url"),
    ],
)
def test_trgc_a_callback_that_cannot_be_stops_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rule: dict[str, str], channels: dict[str, Any], says: str
) -> None:
    monkeypatch.setenv("CI_SECRET", SECRET)
    source = {**TABLE, "secret_env": "CI_SECRET", "agent": "deploybot", "rules": [{"text": "x", **rule}]}
    config = FileConfig(
        people={"olive": {"name": "Olive"}},
        agents={"deploybot": {"repository": "/srv/shop"}},
        channels={**channels, "webhook": {"ci": source}},
    )
    settings = EnvironmentSettings(database_url=f"sqlite:///{tmp_path / 'x.db'}", data=tmp_path)
    with pytest.raises(BadConfiguration, match=says):
        build_platform(settings, config)
