"""mcp1: an agent of another program asks people over MCP, and hears what they decided."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx2
import jsonschema  # type: ignore[import-untyped]
import pytest

from bot.core.mcp.request_results import ANSWER_SCHEMA
from tests.http.http_client import API
from tests.http.mcp.kit.keyed_server import keyed_app
from tests.http.mcp.mcp_calls import (
    LEGACY,
    MODERN,
    WITH_PAGES,
    WITH_TASKS,
    call,
    make_headers,
    make_message,
    mcp_programs,
    result_of,
)
from tests.http.programs import REFUND, ProgramFixture

TOOLS = ["request_approval", "ask_human", "get_request", "report_execution"]


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[ProgramFixture]:
    async with mcp_programs(tmp_path) as made:
        yield made


def told(result: dict[str, Any]) -> dict[str, Any]:
    """The object that a tool returned, which its schema describes."""
    assert result["isError"] is False, result
    found: dict[str, Any] = result["structuredContent"]
    jsonschema.validate(found, ANSWER_SCHEMA)
    assert found["request_id"] in result["content"][0]["text"]
    return found


async def decide(server: ProgramFixture, asked: dict[str, Any], **more: Any) -> None:
    answer = await server.decide({"id": asked["request_id"], "digest": asked["digest"]}, **more)
    assert answer.status_code == 200, answer.text


async def test_mcp1_a_client_finds_both_versions_the_tools_and_tasks(server: ProgramFixture) -> None:
    program = await server.program()
    found = await result_of(program, "server/discover")
    assert found["supportedVersions"] == [MODERN, LEGACY]
    assert found["capabilities"]["extensions"] == {"io.modelcontextprotocol/tasks": {}}
    tools = (await result_of(program, "tools/list"))["tools"]
    assert [tool["name"] for tool in tools] == TOOLS
    for tool in tools:
        jsonschema.Draft202012Validator.check_schema(tool["inputSchema"])
        assert tool["inputSchema"]["additionalProperties"] is False
        assert tool["outputSchema"] == ANSWER_SCHEMA
    assert [tool["annotations"]["readOnlyHint"] for tool in tools] == [False, False, True, False]
    assert "title" in tools[0]["inputSchema"]["properties"]


async def test_mcp1_an_approval_is_asked_decided_claimed_and_reported(server: ProgramFixture) -> None:
    program = await server.program()
    asked = told(await call(program, "request_approval", **REFUND))
    assert (asked["status"], asked["arguments"]) == ("pending", None)
    assert asked["url"] == f"http://127.0.0.1:8080/requests/{asked['request_id']}"
    id = asked["request_id"]
    inbox = (await (await server.as_("olive")).get(f"{API}/requests/{id}")).json()
    assert (inbox["digest"], inbox["arguments"]) == (asked["digest"], REFUND["arguments"])
    await decide(server, asked)
    approved = told(await call(program, "get_request", request_id=id))
    assert (approved["status"], approved["decided_by"]) == ("approved", "Olive")
    assert approved["arguments"] == REFUND["arguments"]
    assert told(await call(program, "report_execution", request_id=id, status="running"))["execution"] == "running"
    again = await call(program, "report_execution", request_id=id, status="running")
    assert again["isError"]
    done = told(await call(program, "report_execution", request_id=id, status="done", text="Refund 17"))
    assert (done["execution"], done["arguments"]) == ("done", None)
    read = await call(program, "get_request", request_id=id)
    assert read["content"][0]["text"].startswith("The approval is over")


async def test_mcp1_edited_arguments_are_those_of_the_answer(server: ProgramFixture) -> None:
    program = await server.program("releases")
    asked = told(await call(program, "request_approval", title="Release {tag}", arguments={"tag": "v1"}))
    olive = await server.as_("olive")
    body = {"decision": "approve", "digest": asked["digest"], "arguments": {"tag": "v2"}}
    edited = (await olive.post(f"{API}/requests/{asked['request_id']}/decision", json=body)).json()
    assert edited["status"] == "pending", edited
    await decide(server, {**asked, "digest": edited["digest"]}, by="max")
    read = told(await call(program, "get_request", request_id=asked["request_id"], wait_seconds=0))
    assert (read["status"], read["arguments"]) == ("approved", {"tag": "v2"})
    assert read["digest"] == edited["digest"] != asked["digest"]


async def test_mcp1_a_rejection_and_its_reason_are_an_answer_and_no_error(server: ProgramFixture) -> None:
    program = await server.program()
    asked = told(await call(program, "request_approval", **REFUND))
    await decide(server, asked, decision="reject", reason="It arrived.")
    read = await call(program, "get_request", request_id=asked["request_id"])
    assert (told(read)["status"], told(read)["comment"], told(read)["arguments"]) == ("rejected", "It arrived.", None)
    assert read["content"][0]["text"].startswith("Rejected. Do not run it.")


async def test_mcp1_a_question_is_answered_by_a_person(server: ProgramFixture) -> None:
    program = await server.program()
    asked = told(await call(program, "ask_human", title="Which carrier?", format="multiple_choice", choices=["A", "B"]))
    olive = await server.as_("olive")
    answered = await olive.post(f"{API}/requests/{asked['request_id']}/answer", json={"answer": "B"})
    assert answered.status_code == 200, answered.text
    read = told(await call(program, "get_request", request_id=asked["request_id"]))
    assert (read["kind"], read["status"], read["answer"], read["arguments"]) == ("question", "answered", "B", None)


async def test_mcp1_a_read_waits_until_people_have_decided(server: ProgramFixture) -> None:
    program = await server.program()
    asked = told(await call(program, "request_approval", **REFUND))
    waiting = asyncio.create_task(call(program, "get_request", request_id=asked["request_id"], wait_seconds=50))
    while server.app.state.waits.waiting == 0:
        await asyncio.sleep(0.01)
    await decide(server, asked)
    assert told(await waiting)["status"] == "approved"


async def test_mcp1_the_same_key_asks_once(server: ProgramFixture) -> None:
    program = await server.program()
    first = told(await call(program, "request_approval", **REFUND, key="order-7"))
    assert told(await call(program, "request_approval", **REFUND, key="order-7")) == first
    without = await call(program, "request_approval", **REFUND)
    assert without["isError"]
    assert first["request_id"] in without["content"][0]["text"]


async def test_mcp1_a_client_of_tasks_reads_the_decision_as_the_result_of_a_task(server: ProgramFixture) -> None:
    program = await server.program()
    task = await call(program, "request_approval", WITH_TASKS, **REFUND)
    assert (task["resultType"], task["status"], task["ttlMs"]) == ("task", "working", None)
    assert not {"content", "result", "requestState", "inputRequests"} & set(task)
    named = {"taskId": task["taskId"]}
    kept = await result_of(program, "tasks/get", named, WITH_TASKS)
    assert (kept["resultType"], kept["status"]) == ("complete", "working")
    asked = told(await call(program, "get_request", request_id=task["taskId"], wait_seconds=0))
    await decide(server, asked)
    ended = await result_of(program, "tasks/get", named, WITH_TASKS)
    assert ended["status"] == "completed"
    assert told(ended["result"])["arguments"] == REFUND["arguments"]
    assert await result_of(program, "tasks/cancel", named, WITH_TASKS)
    assert (await result_of(program, "tasks/get", named, WITH_TASKS))["status"] == "completed"


async def test_mcp1_a_cancelled_task_is_a_withdrawn_request(server: ProgramFixture) -> None:
    program = await server.program()
    task = await call(program, "request_approval", WITH_TASKS, **REFUND)
    named = {"taskId": task["taskId"]}
    for _ in range(2):
        ended = await result_of(program, "tasks/cancel", named, WITH_TASKS)
        assert ended["resultType"] == "complete"
        assert set(ended) <= {"resultType", "_meta"}
    assert (await result_of(program, "tasks/get", named, WITH_TASKS))["status"] == "cancelled"
    olive = await server.as_("olive")
    assert (await olive.get(f"{API}/requests/{task['taskId']}")).json()["status"] == "withdrawn"


async def test_mcp1_an_expired_request_completes_its_task_and_approves_nothing(server: ProgramFixture) -> None:
    program = await server.program()
    task = await call(program, "request_approval", WITH_TASKS, **REFUND, expires_in=60)
    server.platform.clock.passes(seconds=61)
    await server.platform.settle()
    ended = await result_of(program, "tasks/get", {"taskId": task["taskId"]}, WITH_TASKS)
    assert (ended["status"], told(ended["result"])["status"]) == ("completed", "expired")
    assert told(ended["result"])["arguments"] is None


async def test_mcp1_a_client_that_opens_pages_is_sent_to_the_page_of_the_request(server: ProgramFixture) -> None:
    program = await server.program()
    asked = await call(program, "request_approval", WITH_PAGES, **REFUND)
    assert asked["resultType"] == "input_required"
    page = asked["inputRequests"]["page"]
    assert (page["method"], page["params"]["mode"]) == ("elicitation/create", "url")
    id = page["params"]["url"].rpartition("/")[2]
    assert page["params"]["url"] == f"http://127.0.0.1:8080/requests/{id}"
    again = await call(program, "request_approval", WITH_PAGES, {"requestState": asked["requestState"]}, **REFUND)
    assert again["inputRequests"] == asked["inputRequests"]
    read = told(await call(program, "get_request", request_id=id, wait_seconds=0))
    await decide(server, read)
    opened = {"requestState": again["requestState"], "inputResponses": {"page": {"action": "accept"}}}
    assert told(await call(program, "request_approval", WITH_PAGES, opened, **REFUND))["status"] == "approved"


async def test_mcp1_a_client_that_hangs_up_ends_its_wait_and_not_the_request(server: ProgramFixture) -> None:
    asked = told(await call(await server.program(), "request_approval", **REFUND))
    secret = await server.secret("olive")
    params = {"name": "get_request", "arguments": {"request_id": asked["request_id"], "wait_seconds": 50}}
    message = make_message("tools/call", params)
    async with keyed_app(server.platform.app, secret) as (url, app):
        async with httpx2.AsyncClient(trust_env=False, timeout=2) as client:
            with pytest.raises(httpx2.ReadTimeout):
                await client.post(url, json=message, headers=make_headers(message))
        while app.state.waits.waiting:
            await asyncio.sleep(0.01)
    olive = await server.as_("olive")
    assert (await olive.get(f"{API}/requests/{asked['request_id']}")).json()["status"] == "pending"
