"""DEL1: who cancels a parent says what becomes of its tasks; no child is left alone in silence."""

import asyncio
from pathlib import Path

import pytest

from bot.core import events as e
from bot.core.errors import TasksRunning
from bot.engine.thread_control import TaskChoice
from tests.engine.delegation.task_platform import PUSH, TASK, TaskPlatform
from tests.platform_fixture import choose


async def test_del1_cancelling_a_parent_names_the_running_child_and_changes_nothing(tmp_path: Path) -> None:
    async with TaskPlatform(tmp_path) as platform:
        parent, child = await platform.give()
        before = platform.types(parent)
        with pytest.raises(TasksRunning, match=rf"{child} \(pusher\).*tasks = \"stop\", or tasks = \"keep\""):
            await platform.app.cancel(parent, by="sam")
        assert platform.types(parent) == before


async def test_del1_stopped_with_its_parent_a_child_and_its_requests_end(tmp_path: Path) -> None:
    async with TaskPlatform(tmp_path) as platform:
        parent, child = await platform.give()
        await platform.app.cancel(parent, by="sam", reason="forget it", tasks="stop")
        await platform.settle()
        assert await platform.app.queries.find_status(child) == "cancelled"
        assert await platform.pending() == []
        assert platform.ends(parent) == [("cancelled", "The task was stopped.")]
        assert platform.types(child).count("TaskReported") == 1


async def test_del1_kept_the_child_goes_on_and_the_requester_is_told_of_its_end(tmp_path: Path) -> None:
    async with TaskPlatform(tmp_path) as platform:
        parent, _ = await platform.give()
        await platform.app.cancel(parent, by="olive", tasks="keep")
        await platform.settle()
        await platform.approve()
        assert len(platform.ledger.lines) == 1
        assert platform.ends(parent) == [("done", "v1 is out.")]
        told = [each for each in platform.log(parent) if isinstance(each, e.PeopleNotified)]
        assert [(each.to, "v1 is out." in each.text) for each in told] == [(("sam",), True)]
        assert await platform.app.queries.find_status(parent) == "cancelled"


@pytest.mark.parametrize("choice", ["stop", "keep"])
async def test_del1_cancelled_before_the_child_is_open_nobody_opens_it(tmp_path: Path, choice: TaskChoice) -> None:
    async with TaskPlatform(tmp_path) as platform:
        parent = await platform.app.launch("boss", "release it", by="sam")
        start, platform.app.worker.handlers = platform.app.worker.handlers, {}
        turn = start["turn"].__self__  # type: ignore[attr-defined]
        thread = await platform.app.repository.load_thread(parent)
        await turn.model_step.choose_step(thread, platform.app.agents["boss"])
        platform.app.worker.handlers = start
        await platform.app.cancel(parent, by="sam", tasks=choice)
        await platform.settle()
        child = platform.find_child(parent)
        assert platform.types(child) == ["ThreadOpened", "TaskReceived", "Cancelled", "TaskReported"]
        assert [status for status, _ in platform.ends(parent)] == ["cancelled"]


async def test_del1_a_cancelled_child_ends_the_wait_and_its_reason_is_not_shown(tmp_path: Path) -> None:
    async with TaskPlatform(tmp_path) as platform:
        parent, child = await platform.give()
        await platform.app.cancel(child, by="max", reason="push v7 instead")
        await platform.settle()
        assert platform.ends(parent) == [("cancelled", "The task was cancelled.")]
        assert b"push v7 instead" not in platform.boss.seen[-1]


async def test_del1_an_approval_and_a_cancellation_at_once_give_one_end(tmp_path: Path) -> None:
    for n in range(4):
        folder = tmp_path / str(n)
        folder.mkdir()
        async with TaskPlatform(folder) as platform:
            parent, child = await platform.give()
            request = await platform.only_request()
            acts = [platform.decide(request), platform.app.cancel(parent, by="sam", tasks="stop")]
            await asyncio.gather(*(acts if n % 2 else reversed(acts)), platform.settle(), return_exceptions=True)
            await platform.settle()
            assert len(platform.ends(parent)) == 1
            assert platform.types(child).count("TaskReported") == 1
            assert len(platform.ledger.lines) <= 1


async def test_del1_stopping_reaches_the_child_of_a_child(tmp_path: Path) -> None:
    async with TaskPlatform(tmp_path, boss=(TASK,), pusher=()) as platform:
        boss, pusher = platform.app.agents.values()
        middle = type(boss)(name="pusher", job="m", prompt="m", owners=boss.owners, delegates={"last": "l"})
        last = type(boss)(name="last", job="l", prompt="l", owners=boss.owners, tools=pusher.tools)
        models = {"boss": platform.boss, "pusher": platform.pusher, "last": type(platform.boss)(PUSH)}
        await platform.app.replace_rules(platform.app.directory, [boss, middle, last], models)
        platform.pusher.script = [choose("delegate", agent="last", task="push v1")]
        parent, child = await platform.give()
        grandchild = platform.find_child(child)
        assert platform.types(grandchild)[-1] == "ApprovalAsked"
        await platform.app.cancel(parent, by="sam", tasks="stop")
        await platform.settle()
        for thread in (child, grandchild):
            assert await platform.app.queries.find_status(thread) == "cancelled"
        assert len(platform.ends(child)) == len(platform.ends(parent)) == 1
