"""mcp1: what a hostile client, its key or its page can try at `/mcp`. Nothing of it decides, reads or changes anything foreign."""

import json
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import httpx2
import pytest
from mcp.server.request_state import AESGCMRequestStateCodec

from bot.http.mcp.request_tools import SERVER, STATE_PURPOSE
from bot.http.request_guard import MAX_BODY
from tests.http.http_client import API, ORIGIN, assert_problem, client_of
from tests.http.mcp.mcp_calls import (
    LEGACY,
    WITH_PAGES,
    WITH_TASKS,
    call,
    error_of,
    make_headers,
    make_message,
    mcp_programs,
    result_of,
    send,
)
from tests.http.programs import REFUND, ProgramFixture

INVALID_PARAMS, INVALID_REQUEST, PARSE_ERROR = -32602, -32600, -32700
MISMATCH, NO_CAPABILITY, NO_METHOD, NO_VERSION = -32020, -32021, -32601, -32022


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[ProgramFixture]:
    async with mcp_programs(tmp_path) as made:
        yield made


async def is_pending(server: ProgramFixture, id: str) -> bool:
    """Whether the request waits and nobody has voted."""
    found = (await (await server.as_("olive")).get(f"{API}/requests/{id}")).json()
    return bool(found["status"] == "pending" and found["votes"] == [])


async def ask(program: httpx2.AsyncClient, capabilities: Mapping[str, Any] = WITH_PAGES) -> tuple[str, str]:
    """The sealed state and the id of a new request."""
    asked = await call(program, "request_approval", capabilities, **REFUND)
    return asked["requestState"], asked["inputRequests"]["page"]["params"]["url"].rpartition("/")[2]


def resend(state: Any, **arguments: Any) -> dict[str, Any]:
    opened = {"page": {"action": "accept", "content": {"approved": True}}}
    params = {"requestState": state, "inputResponses": opened}
    return {"name": "request_approval", "arguments": {**REFUND, **arguments}, **params}


@pytest.mark.parametrize("action", ["accept", "decline", "cancel"])
async def test_mcp1_an_answer_of_the_clients_own_person_approves_nothing(server: ProgramFixture, action: str) -> None:
    program = await server.program()
    state, id = await ask(program)
    said = {"action": action, "content": {"approved": True, "decision": "approve", "ok": True}}
    answers = {"page": said, "approve": said, "decision": {"action": "accept", "content": {"digest": "0" * 64}}}
    server.app.state.waits.close()  # nobody waits: the present state is the answer
    more = {"requestState": state, "inputResponses": answers}
    result = await call(program, "request_approval", WITH_PAGES, more, **REFUND)
    assert result["structuredContent"]["status"] == "pending"
    assert await is_pending(server, id)


async def test_mcp1_a_task_is_not_decided_by_its_clients_updates(server: ProgramFixture) -> None:
    program = await server.program()
    task = await call(program, "request_approval", WITH_TASKS, **REFUND)
    answers = {
        "taskId": task["taskId"],
        "inputResponses": {"page": {"action": "accept", "content": {"approved": True}}},
    }
    for _ in range(2):
        assert (await result_of(program, "tasks/update", answers, WITH_TASKS))["resultType"] == "complete"
    assert await is_pending(server, task["taskId"])
    assert (await result_of(program, "tasks/cancel", {"taskId": task["taskId"]}, WITH_TASKS))[
        "resultType"
    ] == "complete"
    await result_of(program, "tasks/update", answers, WITH_TASKS)
    found = await result_of(program, "tasks/get", {"taskId": task["taskId"]}, WITH_TASKS)
    assert found["status"] == "cancelled"


async def test_mcp1_an_agent_key_and_its_person_cannot_approve_their_own_request(server: ProgramFixture) -> None:
    program = await server.program()
    asked = (await call(program, "request_approval", **REFUND))["structuredContent"]
    body = {"decision": "approve", "digest": asked["digest"]}
    assert_problem(await program.post(f"{API}/requests/{asked['request_id']}/decision", json=body), 403)
    own = await server.decide({"id": asked["request_id"], "digest": asked["digest"]}, by="sam")
    assert own.status_code in (403, 409), own.text
    assert await is_pending(server, asked["request_id"])
    claimed = await call(program, "report_execution", request_id=asked["request_id"], status="running")
    assert claimed["isError"]
    for name in ("approve", "decide", "post_decision"):
        await error_of(await send(program, "tools/call", {"name": name, "arguments": body}), INVALID_PARAMS, 400)


@pytest.mark.parametrize("kind", ["forged", "empty", "plain id", "a number", "another key's seal"])
async def test_mcp1_a_forged_state_is_refused(server: ProgramFixture, kind: str) -> None:
    program = await server.program()
    state, id = await ask(program)
    other = AESGCMRequestStateCodec([b"x" * 32]).seal(json.dumps({"s": id}).encode())
    changed = f"{state[:-4]}{'AAAA' if state[-4:] != 'AAAA' else 'BBBB'}"
    forged = {"forged": changed, "empty": "", "plain id": id, "a number": 7, "another key's seal": other}[kind]
    await error_of(await send(program, "tools/call", resend(forged), WITH_PAGES), INVALID_PARAMS, 400)
    assert await is_pending(server, id)


@pytest.mark.parametrize(
    "change",
    [{}, {"exp": 1.0}, {"t": "ask_human"}, {"a": "x"}, {"aud": "other"}, {"m": "prompts/get"}, {"p": None}],
    ids=str,
)
async def test_mcp1_a_state_is_bound_to_its_time_call_server_and_key(
    server: ProgramFixture, change: dict[str, Any]
) -> None:
    """States that are sealed by our own key, each with one claim changed; the first one is the same as ours."""
    program = await server.program()
    state, id = await ask(program)
    codec = AESGCMRequestStateCodec(server.platform.app.keys.derive_keys(STATE_PURPOSE))
    claims = json.loads(codec.unseal(state))
    assert claims["s"] == id
    assert (claims["aud"], claims["exp"] - claims["iat"]) == (SERVER, 3600.0)
    sealed = codec.seal(json.dumps({**claims, **change}).encode())
    server.app.state.waits.close()
    answer = await send(program, "tools/call", resend(sealed), WITH_PAGES)
    if change:
        assert "Invalid or expired" in await error_of(answer, INVALID_PARAMS, 400)
    else:
        assert answer.json()["result"]["structuredContent"]["request_id"] == id


async def test_mcp1_a_state_belongs_to_one_key_and_one_call(server: ProgramFixture) -> None:
    program, other = await server.program(), await server.program()
    state, _ = await ask(program)
    await error_of(await send(other, "tools/call", resend(state), WITH_PAGES), INVALID_PARAMS, 400)
    changed = resend(state, explanation="Other words.")
    await error_of(await send(program, "tools/call", changed, WITH_PAGES), INVALID_PARAMS, 400)


async def test_mcp1_another_keys_request_and_task_are_not_found(server: ProgramFixture) -> None:
    program, other = await server.program(), await server.program()
    task = await call(program, "request_approval", WITH_TASKS, **REFUND)
    id = task["taskId"]
    for method in ("tasks/get", "tasks/update", "tasks/cancel"):
        foreign = await send(other, method, {"taskId": id, "inputResponses": {}}, WITH_TASKS)
        unknown = await send(other, method, {"taskId": f"{id[:-3]}x-2", "inputResponses": {}}, WITH_TASKS)
        assert foreign.json() == unknown.json()
        await error_of(foreign, INVALID_PARAMS, 400)
    tools: dict[str, dict[str, Any]] = {"get_request": {"wait_seconds": 0}, "report_execution": {"status": "running"}}
    for name, more in tools.items():
        result = await call(other, name, request_id=id, **more)
        unknown_result = await call(other, name, request_id=f"{id[:-3]}x-2", **more)
        assert result["isError"]
        text, without = result["content"][0]["text"], unknown_result["content"][0]["text"]
        assert text.replace(id, "ID") == without.replace(f"{id[:-3]}x-2", "ID")
    assert await is_pending(server, id)


async def test_mcp1_tasks_need_the_extension_and_the_header(server: ProgramFixture) -> None:
    program = await server.program()
    task = await call(program, "request_approval", WITH_TASKS, **REFUND)
    named = {"taskId": task["taskId"]}
    undeclared = await send(program, "tasks/get", named)
    await error_of(undeclared, NO_CAPABILITY, 400)
    assert undeclared.json()["error"]["data"]["requiredCapabilities"]["extensions"]
    await error_of(await send(program, "tasks/get", named, WITH_TASKS, mcp_name="t0-2"), MISMATCH, 400)
    for removed in ("tasks/list", "tasks/result"):
        await error_of(await send(program, removed, named, WITH_TASKS), NO_METHOD, 404)


@pytest.mark.parametrize(
    ("name", "arguments", "words"),
    [
        ("request_approval", {}, "“title” is missing"),
        ("request_approval", {"title": 7}, "“title”"),
        ("request_approval", {**REFUND, "approved": True}, "there is no argument “approved”"),
        ("request_approval", {**REFUND, "kind": "question"}, "there is no argument “kind”"),
        ("request_approval", {**REFUND, "expires_in": 1}, "it was '1'"),
        ("request_approval", {**REFUND, "arguments": "ada"}, "“arguments”"),
        ("request_approval", {"title": "Pay {nobody}", "arguments": {}}, "nobody"),
        ("request_approval", {**REFUND, "policy": "releases"}, "releases"),
        ("ask_human", {"title": "x", "arguments": {}}, "there is no argument “arguments”"),
        ("ask_human", {"title": "x", "format": "poll"}, "it was 'poll'"),
        ("get_request", {"request_id": "x" * 300}, "“request_id”"),
        ("get_request", {"request_id": "a/../b", "wait_seconds": 0}, ""),
        ("get_request", {"request_id": "t1-2", "wait_seconds": 9_999}, "it was '9999'"),
        ("get_request", {"request_id": "t1-2", "wait_seconds": True}, "“wait_seconds”"),
        ("report_execution", {"request_id": "t1-2", "status": "approved"}, "it was 'approved'"),
    ],
)
@pytest.mark.one_set_up
async def test_mcp1_wrong_arguments_are_named_and_ask_nobody(
    server: ProgramFixture, name: str, arguments: dict[str, Any], words: str
) -> None:
    program = await server.program()
    result = await result_of(program, "tools/call", {"name": name, "arguments": arguments})
    assert result["isError"] is True
    assert words in result["content"][0]["text"]
    assert (await (await server.as_("olive")).get(f"{API}/requests")).json()["items"] == []


async def test_mcp1_without_a_working_key_nothing_is_told(server: ProgramFixture) -> None:
    for client in (server.nobody, client_of(server.app, "cs_wrong")):
        for method in ("server/discover", "tools/list", "initialize"):
            answer = assert_problem(await send(client, method), 401)
            assert "tools" not in json.dumps(answer)
        assert (await send(client, "tools/list")).headers["www-authenticate"] == "Bearer"
    program = await server.program()
    (key,) = [key for key in await server.platform.app.store.access.list_keys() if key.scope == "agent"]
    admin = await server.as_("olive", "admin")
    assert (await send(program, "tools/list")).status_code == 200
    assert (await admin.delete(f"{API}/keys/{key.id}")).status_code in (200, 204)
    assert_problem(await send(program, "tools/list"), 401)


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:9999", "https://127.0.0.1:8080"])
async def test_mcp1_a_page_of_another_origin_is_refused(server: ProgramFixture, origin: str) -> None:
    program = await server.program()
    assert_problem(await send(program, "tools/list", origin=origin), 403)
    assert (await send(program, "tools/list", origin=ORIGIN)).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "127.0.0.1:9999", ""])
async def test_mcp1_a_rebound_host_name_is_refused(server: ProgramFixture, host: str) -> None:
    program = await server.program()
    assert_problem(await send(program, "tools/list", host=host), 421)


@pytest.mark.parametrize("method", ["GET", "DELETE", "PUT", "OPTIONS"])
async def test_mcp1_no_session_can_be_opened_listened_to_or_ended(server: ProgramFixture, method: str) -> None:
    program = await server.program()
    headers = {"Accept": "text/event-stream", "Mcp-Session-Id": "1" * 32, "MCP-Protocol-Version": LEGACY}
    answer = await program.request(method, "/mcp", headers=headers)
    assert_problem(answer, 405)
    assert answer.headers["allow"] == "POST"


async def test_mcp1_giant_bodies_and_ids_are_refused(server: ProgramFixture) -> None:
    program = await server.program()
    big = make_message("tools/call", {"name": "request_approval", "arguments": {"title": "x" * MAX_BODY}})
    assert_problem(await program.post("/mcp", json=big, headers=make_headers(big)), 413)
    for id, code in (("i" * 201, INVALID_REQUEST), (2**60, PARSE_ERROR), ([1], INVALID_REQUEST), ({}, INVALID_REQUEST)):
        message = make_message("tools/list", id=id)
        await error_of(await program.post("/mcp", json=message, headers=make_headers(message)), code, 400)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", PARSE_ERROR),
        (b"{", PARSE_ERROR),
        (b'{"jsonrpc":"2.0","id":1,"method":"tools/list","method":"tools/call"}', PARSE_ERROR),
        (b"[" * 2_000, PARSE_ERROR),
        (b'{"id": NaN}', PARSE_ERROR),
        (b"\xff\xfe", PARSE_ERROR),
        (b"[]", INVALID_REQUEST),
        (b'"tools/list"', INVALID_REQUEST),
        (b'{"jsonrpc":"1.0","id":1,"method":"tools/list"}', INVALID_REQUEST),
    ],
)
@pytest.mark.one_set_up
async def test_mcp1_what_is_no_message_gets_the_error_of_its_kind(
    server: ProgramFixture, body: bytes, code: int
) -> None:
    program = await server.program()
    headers = {**make_headers(make_message("tools/list")), "Content-Type": "application/json"}
    await error_of(await program.post("/mcp", content=body, headers=headers), code, 400)


async def test_mcp1_headers_that_contradict_the_body_are_refused(server: ProgramFixture) -> None:
    program = await server.program()
    named = {"name": "get_request", "arguments": {"request_id": "t1-2", "wait_seconds": 0}}
    await error_of(await send(program, "tools/call", named, mcp_method="tools/list"), MISMATCH, 400)
    await error_of(await send(program, "tools/call", named, mcp_name="request_approval"), MISMATCH, 400)
    await error_of(await send(program, "tools/call", named, mcp_protocol_version="2099-01-01"), MISMATCH, 400)
    message = make_message("tools/call", named)
    message["params"]["_meta"]["io.modelcontextprotocol/protocolVersion"] = "2099-01-01"
    headers = {**make_headers(message), "MCP-Protocol-Version": "2099-01-01"}
    await error_of(await program.post("/mcp", json=message, headers=headers), NO_VERSION, 400)


async def test_mcp1_secrets_in_a_request_are_refused_and_not_repeated(server: ProgramFixture) -> None:
    program = await server.program()
    secret = "ghp_" + "a1B2" * 9
    result = await call(program, "request_approval", title="Push with a key", arguments={"n": 1}, explanation=secret)
    assert result["isError"]
    assert secret not in json.dumps(result)
