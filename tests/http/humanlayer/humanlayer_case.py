"""Programs that speak HumanLayer's API to a test platform, and the bodies that they send."""

from typing import Any

import httpx2

from tests.http.programs import ProgramFixture

HL = "/humanlayer/v1"
CALL: dict[str, Any] = {
    "run_id": "agent-x",
    "call_id": "call-1",
    "spec": {"fn": "pay", "kwargs": {"to": "ada", "amount": 5}},
}
CONTACT: dict[str, Any] = {"run_id": "agent-x", "call_id": "human_call-1", "spec": {"msg": "Which commit?"}}


def call_of(call_id: str = "call-1", **spec: Any) -> dict[str, Any]:
    return {**CALL, "call_id": call_id, "spec": {**CALL["spec"], **spec}}


def contact_of(call_id: str = "human_call-1", **spec: Any) -> dict[str, Any]:
    return {**CONTACT, "call_id": call_id, "spec": {**CONTACT["spec"], **spec}}


async def ask(program: httpx2.AsyncClient, body: dict[str, Any], path: str = "function_calls") -> dict[str, Any]:
    answer = await program.post(f"{HL}/{path}", json=body)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def read(program: httpx2.AsyncClient, call_id: str, path: str = "function_calls") -> dict[str, Any]:
    answer = await program.get(f"{HL}/{path}/{call_id}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def respond(
    server: ProgramFixture, call_id: str, by: str = "olive", path: str = "function_calls", **status: Any
) -> httpx2.Response:
    client = await server.as_(by)
    return await client.post(f"{HL}/agent/{path}/{call_id}/respond", json=status)


def assert_refused(response: httpx2.Response, status: int, *words: str) -> None:
    """The response is an error in HumanLayer's shape, and its message holds these words."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/json"
    error = response.json()["error"]
    assert error["code"]
    for word in words:
        assert word in error["message"], error
    assert ("detail" in response.json()) == (status == 422)
