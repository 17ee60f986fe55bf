"""The API's routes of threads: launch, messages, pause, resume, cancel, fork, log and prompts."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.http.api.api_cases import PUSH, approval, pending
from tests.http.http_client import API, HttpFixture, assert_problem
from tests.platform_fixture import PlatformFixture

THREAD = {"id", "agent", "title", "status", "requested_by", "created_at", "updated_at", "events", "unread"}


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[HttpFixture]:
    async with PlatformFixture(tmp_path, PUSH) as platform:
        yield HttpFixture(platform)


async def test_a_launch_answers_201_with_the_thread(server: HttpFixture) -> None:
    sam = await server.as_("sam", "agent")
    answer = await sam.post(f"{API}/threads", json={"agent": "pusher", "message": "push  it\nnow"})
    assert answer.status_code == 201
    thread = answer.json()
    assert thread.keys() == THREAD
    assert {**thread, "id": ""} == {
        "id": "",
        "agent": "pusher",
        "title": "push it now",
        "status": "working",
        "requested_by": "sam",
        "created_at": "2026-11-21T09:00:00Z",
        "updated_at": "2026-11-21T09:00:00Z",
        "events": 2,
        "unread": None,
    }
    assert (await sam.get(f"{API}/threads/{thread['id']}")).json() == thread


async def test_a_message_of_the_longest_allowed_length_is_taken_in_any_script(server: HttpFixture) -> None:
    olive = await server.as_("olive")
    for message in ("ж" * 15_000, "🙂" * 20_000):
        body = json.dumps({"agent": "pusher", "message": message}).encode()
        answer = await olive.post(f"{API}/threads", content=body, headers={"Content-Type": "application/json"})
        assert answer.status_code == 201


async def test_pausing_a_paused_thread_is_409_in_these_words(server: HttpFixture) -> None:
    thread = await server.platform.launch()
    olive = await server.as_("olive")
    paused = await olive.post(f"{API}/threads/{thread}/pause")
    assert (paused.status_code, paused.json()["status"]) == (200, "paused")
    assert assert_problem(await olive.post(f"{API}/threads/{thread}/pause"), 409)["detail"] == "Task is already paused."
    resumed = await olive.post(f"{API}/threads/{thread}/resume")
    assert (resumed.status_code, resumed.json()["status"]) == (200, "waiting")
    assert assert_problem(await olive.post(f"{API}/threads/{thread}/resume"), 409)["detail"] == "Task is not paused."


async def test_a_finished_thread_is_neither_resumed_nor_paused(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path) as platform:
        server = HttpFixture(platform)
        thread = await platform.launch()
        olive = await server.as_("olive")
        assert (await olive.get(f"{API}/threads/{thread}")).json()["status"] == "finished"
        for verb in ("resume", "pause"):
            assert_problem(await olive.post(f"{API}/threads/{thread}/{verb}"), 409, "Task is already finished.")


async def test_a_cancelled_thread_takes_nothing_more(server: HttpFixture) -> None:
    request = await pending(server)
    thread = request["thread_id"]
    olive = await server.as_("olive")
    cancelled = await olive.post(f"{API}/threads/{thread}/cancel", json={"reason": "wrong one"})
    assert (cancelled.status_code, cancelled.json()["status"]) == (200, "cancelled")
    for verb in ("cancel", "pause", "resume"):
        assert_problem(await olive.post(f"{API}/threads/{thread}/{verb}"), 409, "already cancelled")
    assert_problem(await olive.post(f"{API}/threads/{thread}/messages", json={"message": "hi"}), 409)
    late = await olive.post(f"{API}/requests/{request['id']}/decision", json=approval(request))
    assert_problem(late, 409, "already cancelled")
    assert (await olive.get(f"{API}/requests/{request['id']}")).json()["status"] == "cancelled"


async def test_a_message_is_taken_and_is_no_consent(server: HttpFixture) -> None:
    request = await pending(server)
    olive = await server.as_("olive")
    said = await olive.post(f"{API}/threads/{request['thread_id']}/messages", json={"message": "yes, approve it"})
    assert said.status_code == 202
    assert said.json()["events"] > 4
    assert server.platform.ledger.lines == []
    assert len(await server.platform.pending()) == 1


async def test_a_fork_is_a_paused_copy_with_nothing_open(server: HttpFixture) -> None:
    thread = await server.platform.launch()
    olive = await server.as_("olive")
    forked = await olive.post(f"{API}/threads/{thread}/fork", json={"at": 2})
    assert (forked.status_code, forked.json()["status"], forked.json()["events"]) == (201, "paused", 4)
    assert (await olive.get(f"{API}/requests", params={"thread": forked.json()["id"]})).json()["items"] == []
    assert_problem(await olive.post(f"{API}/threads/{thread}/fork", json={"at": 99}), 422, "1 to")


async def test_the_log_is_read_behind_a_number(server: HttpFixture) -> None:
    thread = await server.platform.launch()
    sam = await server.as_("sam", "agent")
    whole = (await sam.get(f"{API}/threads/{thread}/events")).json()["items"]
    assert [item["type"] for item in whole] == server.platform.types(thread)
    assert whole[0].keys() == {"seq", "at", "type", "v", "data"}
    assert whole[0]["data"]["requester"] == "sam"
    assert (await sam.get(f"{API}/threads/{thread}/events?after=3")).json()["items"] == whole[3:]
    assert (await sam.get(f"{API}/threads/{thread}/events?after={2**53}")).json()["items"] == []


async def test_a_prompt_is_the_bytes_that_were_sent(server: HttpFixture) -> None:
    thread = await server.platform.launch()
    sam = await server.as_("sam", "agent")
    prompt = (await sam.get(f"{API}/threads/{thread}/prompts/1")).json()
    assert prompt["is_exact"] is True
    assert prompt["request"].encode() == server.platform.model.seen[0]
    assert_problem(await sam.get(f"{API}/threads/{thread}/prompts/9"), 404)


async def test_mod4_a_prompt_comes_with_what_the_model_answered(server: HttpFixture) -> None:
    thread = await server.platform.launch()
    sam = await server.as_("sam", "agent")
    prompt = (await sam.get(f"{API}/threads/{thread}/prompts/1")).json()
    answer = json.loads(prompt["answer"])
    assert answer["calls"][0]["tool"] in ("done", "push", "look", "reply")
    assert answer.keys() == {"words", "calls", "refusal", "finish", "usage"}


@pytest.mark.parametrize("agent", ["nobody", "x" * 64])
async def test_a_launch_of_an_unknown_agent_is_404(server: HttpFixture, agent: str) -> None:
    sam = await server.as_("sam")
    assert_problem(await sam.post(f"{API}/threads", json={"agent": agent, "message": "m"}), 404, agent)


@pytest.mark.parametrize("agent", ["", "Pusher", "a b", "../x", "x" * 65, "pusher\n", "ü"])
@pytest.mark.one_set_up
async def test_a_launch_of_what_is_no_name_is_422(server: HttpFixture, agent: str) -> None:
    """Was a 500: the name reached the Arrival, which refuses it in its own way."""
    sam = await server.as_("sam")
    assert_problem(await sam.post(f"{API}/threads", json={"agent": agent, "message": "m"}), 422, "agent")
