"""Threads in each state, on which a newer version writes, and a long time afterwards."""

from collections.abc import Awaitable, Callable

from bot.core import events as e
from bot.core.channel_messages import ChannelAddress
from tests.engine.failing_tools import approved, restart
from tests.engine.test_out4_restored import start
from tests.platform_fixture import PlatformFixture, choose
from tests.sqlite_access import sqlite_of
from tests.store.newer_rows import append_newer_rows

MODEL = e.ModelCall(
    n=1, model="m", prompt="0" * 64, tools="0" * 64, renderer="xml-1", seen=((1, 2),), request="0" * 64, max_tokens=100
)
OPENED = (
    e.ThreadOpened(agent="pusher", title="push it", origin=ChannelAddress(channel="test"), requester="sam"),
    e.MessageReceived(text="push it", sender="Sam", by="sam", route=ChannelAddress(channel="test")),
)


def chosen(intent: str, arguments: str) -> e.StepChosen:
    return e.StepChosen(call="t1-3", intent=intent, arguments=arguments, heard=2, model=MODEL)


async def open_log(platform: PlatformFixture, *events: e.Event) -> str:
    """A thread with exactly these events after its message, whose turn is due and was not taken."""
    await platform.app.repository.open_thread("t1", (*OPENED, *events))
    return "t1"


async def with_message(platform: PlatformFixture) -> str:
    return await platform.app.launch("pusher", "push it", by="sam")


async def with_chosen_call(platform: PlatformFixture) -> str:
    return await open_log(platform, chosen("push", '{"commit":"c0ffee","tag":"v1"}'))


async def with_chosen_read(platform: PlatformFixture) -> str:
    return await open_log(platform, chosen("look", '{"limit":3}'))


async def with_started_read(platform: PlatformFixture) -> str:
    return await open_log(platform, chosen("look", '{"limit":3}'), e.ToolStarted(call="t1-3"))


async def with_started_call(platform: PlatformFixture) -> str:
    return await open_log(platform, chosen("push", '{"commit":"c0ffee","tag":"v1"}'), e.ToolStarted(call="t1-3"))


async def with_asked_call(platform: PlatformFixture) -> str:
    platform.model.script = [choose("push", tag="v1")]
    return await platform.launch()


async def with_approved_call(platform: PlatformFixture) -> str:
    platform.model.script = [choose("push", tag="v1")]
    return await approved(platform)


async def with_question(platform: PlatformFixture) -> str:
    platform.model.script = [choose("ask_human", question="Which one?", context="")]
    return await platform.launch()


async def with_sleep(platform: PlatformFixture) -> str:
    platform.model.script = [choose("wait", seconds=60, why="later")]
    return await platform.launch()


STATES: dict[str, Callable[[PlatformFixture], Awaitable[str]]] = {
    "a message": with_message,
    "a chosen call": with_chosen_call,
    "a chosen reading call": with_chosen_read,
    "a started reading call": with_started_read,
    "a started call": with_started_call,
    "an asked call": with_asked_call,
    "an approved call": with_approved_call,
    "a question": with_question,
    "a sleep": with_sleep,
}


async def wait_long(platform: PlatformFixture) -> None:
    """A start, every timer, and changed rules."""
    await start(platform)
    for hours in (0.1, 1.1, 30, 24 * 60):
        platform.clock.passes(hours=hours)
        await platform.settle()
    await platform.app.replace_rules(
        platform.app.directory, list(platform.app.agents.values()), dict(platform.app.models)
    )
    await restart(platform)


async def write_behind(platform: PlatformFixture, thread: str) -> None:
    """Append the event while this process has the thread in memory."""
    signer = sqlite_of(platform.app).signer
    await sqlite_of(platform.app).write_unit(lambda connection: append_newer_rows(connection, signer, thread))
