"""OUT1: the process group of a running tool is kept in the log, and processes left behind by a dead one are ended, if they are ours."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core import events as e
from bot.core.agent import ToolContext
from bot.engine.tools.orphaned_processes import end_orphans, identify_host, make_process_event
from tests.engine.failing_tools import Died, approved, restart, with_tools
from tests.platform_fixture import PlatformFixture, PushStep, choose

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="proved by /proc")

CALL = "t1-3"
Started = subprocess.Popen[bytes]


@pytest.fixture
def started() -> Iterator[list[Started]]:
    """The processes of a test; they are ended with it."""
    all: list[Started] = []
    yield all
    for process in all:
        if process.poll() is None:
            process.kill()
        process.wait()


def start(started: list[Started], body: str = "sleep 60", call: str = CALL) -> Started:
    process = subprocess.Popen(["sh", "-c", body], start_new_session=True, env={**os.environ, "COUNTERSIGN_CALL": call})
    started.append(process)
    return process


def children(process: Started) -> list[int]:
    """The children of a process, once it has one."""
    for _ in range(500):
        if found := Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split():
            return [int(each) for each in found]
        time.sleep(0.01)
    raise AssertionError("it has no child")


def bears(pid: int, mark: bytes) -> bool:
    """Whether the process has this in its environment, as soon as it runs its own program."""
    for _ in range(500):
        if mark in Path(f"/proc/{pid}/environ").read_bytes():
            return True
        time.sleep(0.01)
    return False


def is_gone(pid: int) -> bool:
    try:
        return "\nState:\tZ" in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return True


async def test_out1_a_left_over_process_is_ended(started: list[Started]) -> None:
    process = start(started)
    noted = make_process_event(CALL, 1, process.pid)
    assert (noted.process_group, noted.host, noted.start_ticks > 0) == (process.pid, identify_host(), True)
    assert await end_orphans(noted)
    assert process.wait() == -signal.SIGTERM


async def test_out1_its_children_are_ended_also_when_the_leader_is_dead(started: list[Started]) -> None:
    process = start(started, "sleep 60 & wait")
    (child,) = children(process)
    noted = make_process_event(CALL, 1, process.pid)
    process.kill()
    process.wait()
    assert not is_gone(child)
    assert await end_orphans(noted)
    assert is_gone(child)


async def test_out1_one_that_ignores_the_polite_signal_is_killed(
    started: list[Started], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.engine.tools.orphaned_processes.GRACE", 0.2)
    process = start(started, "trap '' TERM; while :; do sleep 1; done")
    children(process)
    assert await end_orphans(make_process_event(CALL, 1, process.pid))
    assert process.wait() == -signal.SIGKILL


@pytest.mark.parametrize(
    "changed",
    [
        {"start_ticks": 0},
        {"start_ticks": 1},
        {"host": "elsewhere"},
        {"host": identify_host().split(" ")[0]},
        {"host": ""},
    ],
    ids=["unknown start", "another start", "another machine", "another boot", "no machine"],
)
async def test_out1_a_process_that_is_not_proved_to_be_ours_lives(
    started: list[Started], changed: dict[str, object]
) -> None:
    process = start(started)
    await end_orphans(make_process_event(CALL, 1, process.pid).model_copy(update=changed))
    assert not is_gone(process.pid)


async def test_out1_a_member_of_the_group_that_bears_another_call_lives(started: list[Started]) -> None:
    process = start(started, "COUNTERSIGN_CALL=t1-33 sleep 60 & wait")
    (child,) = children(process)
    noted = make_process_event(CALL, 1, process.pid)
    process.kill()
    process.wait()
    assert bears(child, b"COUNTERSIGN_CALL=t1-33\0")
    await end_orphans(noted)
    assert not is_gone(child)
    os.kill(child, signal.SIGKILL)


async def test_out1_what_is_gone_already_is_no_fault(started: list[Started]) -> None:
    process = start(started, "exit 0")
    noted = make_process_event(CALL, 1, process.pid)
    process.wait()
    assert await end_orphans(noted) is (noted.start_ticks > 0)


async def test_out1_the_next_process_ends_what_the_dead_one_left_before_it_looks(
    tmp_path: Path, started: list[Started]
) -> None:
    async def push(step: PushStep, at: ToolContext) -> str:
        process = start(started, call=at.environment["COUNTERSIGN_CALL"])
        await at.note_process(process.pid)
        raise Died()

    async with PlatformFixture(tmp_path, choose("push", tag="v1"), agents=[with_tools(tmp_path, run=push)]) as first:
        thread = await approved(first)
        with pytest.raises(Died):
            await first.app.worker.handlers["turn"](thread)
        noted = first.log(thread)[-1]
        assert isinstance(noted, e.ToolProcessStarted)
        assert (noted.attempt, noted.process_group) == (1, started[0].pid)
    async with PlatformFixture(tmp_path, agent={"probe_after": timedelta(minutes=2)}) as second:
        await restart(second)
        assert started[0].wait() == -signal.SIGTERM
        assert second.types(thread)[-1] == "EffectNotFound"
