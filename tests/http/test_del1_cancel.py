"""DEL1: the API and the web inbox ask what becomes of running tasks before a thread is cancelled."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.engine.delegation.task_platform import TaskPlatform
from tests.http.http_client import API, HttpFixture, assert_problem


@pytest.fixture
async def tasks(tmp_path: Path) -> AsyncIterator[TaskPlatform]:
    async with TaskPlatform(tmp_path) as platform:
        yield platform


async def test_del1_the_api_refuses_to_cancel_a_parent_without_a_word_about_its_task(tasks: TaskPlatform) -> None:
    server = HttpFixture(tasks)
    parent, child = await tasks.give()
    olive = await server.as_("olive")
    refused = await olive.post(f"{API}/threads/{parent}/cancel", json={"reason": "wrong"})
    assert_problem(refused, 409, f"{child} (pusher)")
    assert_problem(await olive.post(f"{API}/threads/{parent}/cancel", json={"tasks": "both"}), 422, "tasks")
    answer = await olive.post(f"{API}/threads/{parent}/cancel", json={"tasks": "stop"})
    assert (answer.status_code, answer.json()["status"]) == (200, "cancelled")
    await tasks.settle()
    assert (await olive.get(f"{API}/threads/{child}")).json()["status"] == "cancelled"


async def test_del1_an_answer_by_the_api_reaches_the_child_that_it_names(tasks: TaskPlatform) -> None:
    server = HttpFixture(tasks)
    parent, _ = await tasks.give()
    request = await tasks.only_request()
    olive = await server.as_("olive")
    body = {"decision": "approve", "digest": request.digest}
    answer = await olive.post(f"{API}/requests/{request.id}/decision", json=body)
    assert answer.status_code == 200, answer.text
    await tasks.settle()
    assert tasks.ends(parent) == [("done", "v1 is out.")]
