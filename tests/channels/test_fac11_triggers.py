"""Whatever begins a thread, its log begins with the same two events, which name the channel. `docs/factors.md` names these tests."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.core import events as e
from tests.channels.channel_world import open_world
from tests.channels.cron.test_channel import open_platform
from tests.channels.email.conftest import trusted
from tests.channels.email.mail_world import correspondence
from tests.channels.slack.slack_workspace import slack_platform
from tests.channels.webhook.test_trg2_mapping import ALERT
from tests.channels.webhook.test_trg2_sources import post, setup
from tests.http.http_client import API, HttpFixture
from tests.platform_fixture import PlatformFixture, choose
from tests.servers.mail import Servers

__all__ = ["setup", "trusted"]

HELLO = choose("reply", message="Hello.")


def read_source(log: Sequence[e.Event]) -> tuple[str, str]:
    """The text and the channel with which a thread began."""
    opened, received = log[:2]
    assert isinstance(opened, e.ThreadOpened)
    assert isinstance(received, e.MessageReceived)
    assert (opened.agent, opened.origin) == ("pusher", received.route)
    return received.text, received.route.channel


@pytest.mark.parametrize("way", ["mention", "direct message"])
async def test_fac11_1_slack_begins_a_thread(tmp_path: Path, way: str) -> None:
    async with slack_platform(tmp_path, HELLO) as here:
        said = await here.ask() if way == "mention" else (await here.app.dm(here.user("sam"), "push it")).message
        where = here.channel() if way == "mention" else here.app.direct(here.user("sam"))
        answer = await here.until(lambda: next(iter(here.ours(where)), None))
        assert read_source(here.log()) == ("push it", "slack")
        assert (answer.text, answer.thread_ts) == ("Hello.", said.ts)


async def test_fac11_3_a_second_message_in_a_slack_thread_goes_into_its_run(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, HELLO, choose("reply", message="Again.")) as here:
        root = await here.ask()
        await here.until(lambda: "Hello." in here.texts())
        await here.app.mention(here.user("olive"), here.channel(), "and now?", root)
        await here.until(lambda: "Again." in here.texts())
        assert len(here.thread_ids()) == 1
        heard = [(event.text, event.by) for event in here.log() if isinstance(event, e.MessageReceived)]
        assert heard == [("push it", "sam"), ("and now?", "olive")]


@pytest.mark.usefixtures("trusted")
async def test_fac11_1_a_mail_begins_a_thread(mail: Servers, tmp_path: Path) -> None:
    async with correspondence(mail, tmp_path, HELLO) as here:
        await here.writes("sam", "push it", subject="Release")
        await here.mail("sam", "Hello.")
        assert read_source(here.log()) == ("Subject: Release\npush it", "email")


async def test_fac11_1_a_webhook_begins_a_thread(setup: object, tmp_path: Path) -> None:
    async with open_world(setup, tmp_path) as world:  # type: ignore[arg-type]
        assert (await post(world, ALERT)).status_code == 200
        (thread,) = (await world.platform.app.queries.list_threads(limit=10)).items
        text, channel = read_source(world.platform.log(thread.id))
        assert (text.partition(":")[0], channel) == (ALERT["commonLabels"]["alertname"], "webhook")


async def test_fac11_1_a_time_begins_a_thread(tmp_path: Path) -> None:
    async with open_platform(tmp_path) as world:
        await world.hours.run(world.make_surface(), hours=24)
        (thread,) = (await world.platform.app.queries.list_threads(limit=10)).items
        assert read_source(world.platform.log(thread.id)) == ("What waits?", "cron")


async def test_fac11_1_the_api_begins_a_thread(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, HELLO) as platform:
        sam = await HttpFixture(platform).as_("sam", "agent")
        answer = await sam.post(f"{API}/threads", json={"agent": "pusher", "message": "push it"})
        assert read_source(platform.log(answer.json()["id"])) == ("push it", "api")
