"""hl1: a mention of the app where the agent `external` answers is told to a program, as `agent_slack.received`."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from agents.external.agent import ExternalOptions, build
from bot.engine.channel_gateway import PlatformChannelGateway
from bot.http.api.api_keys import make_key
from channels.callback.channel import CallbackOptions
from channels.callback.channel import build as build_callbacks
from tests.channels.callback.callback_server import CallbackServer
from tests.channels.slack.slack_workspace import SlackFixture, Transport, slack_platform


@asynccontextmanager
async def told_of_mentions(folder: Path, transport: Transport) -> AsyncIterator[tuple[SlackFixture, CallbackServer]]:
    """A workspace whose mentions are told to the program of a key, which listens on a port."""
    async with (
        CallbackServer().listen() as outside,
        slack_platform(folder, agents=lambda _: [build(ExternalOptions())], transport=transport) as here,
    ):
        calls = PlatformChannelGateway(here.platform, "callback", {}, "http://127.0.0.1")
        here.platform.add_channels(
            [build_callbacks(CallbackOptions(allow_hosts=(f"127.0.0.1:{outside.port}",)), calls)]
        )
        key, _ = await make_key(here.platform, "max", "agent", agents=("external",))
        url = f"http://127.0.0.1:{outside.port}/hook"
        told = build(ExternalOptions.model_validate({"webhooks": {key.id: url}, "messages_to": key.id}))
        await here.platform.replace_rules(
            here.platform.directory, [told], {"external": next(iter(here.platform.models.values()))}
        )
        yield here, outside


def read(outside: CallbackServer) -> list[dict[str, Any]]:
    return [json.loads(each.body) for each in outside.taken]


@pytest.mark.parametrize("transport", ["http", "socket"])
async def test_hl1_a_mention_and_what_is_written_below_it_are_told_once_each(
    tmp_path: Path, transport: Transport
) -> None:
    async with told_of_mentions(tmp_path, transport) as (here, outside):
        root = (await here.app.mention(here.user("sam"), here.channel(), "deploy v2")).message
        await here.until(lambda: outside.taken or None)
        await here.app.say(here.user("sam"), here.channel(), "to staging first", root)
        await here.until(lambda: len(outside.taken) == 2 or None)
        await here.quiet()
        first, second = read(outside)
        assert (first["type"], first["is_test"]) == ("agent_slack.received", False)
        assert first["event"] == {
            "thread_ts": root.ts,
            "channel_id": "C0OPS",
            "team_id": "T0ACME",
            "events": [
                {
                    "from_user_id": "U0SAM",
                    "channel_id": "C0OPS",
                    "content": "deploy v2",
                    "message_id": root.ts,
                    "message_ts": root.ts,
                }
            ],
        }
        assert second["event"]["thread_ts"] == root.ts
        assert [each["content"] for each in second["event"]["events"]] == ["to staging first"]
        assert second["event"]["events"][0]["message_id"] != root.ts
        assert len(here.thread_ids()) == 1


async def test_hl1_what_is_not_for_the_app_or_of_who_may_not_write_is_told_to_no_program(tmp_path: Path) -> None:
    async with told_of_mentions(tmp_path, "http") as (here, outside):
        await here.app.say(here.user("sam"), here.channel(), "not for the app")
        root = (await here.app.mention(here.user("sam"), here.channel(), "this one")).message
        await here.until(lambda: outside.taken or None)
        await here.app.mention(here.user("olive"), here.channel(), "I am not in this conversation", root)
        await here.told("olive", "may not write in this thread")
        await here.quiet()
        assert [each["event"]["events"][0]["content"] for each in read(outside)] == ["this one"]
