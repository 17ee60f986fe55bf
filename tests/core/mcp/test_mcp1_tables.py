"""mcp1: what MCP clients are told of each state of a request, and which arguments they may send. Tables."""

from typing import Any, get_args

import pytest

from bot.core.card.execution import ExecutionStatus
from bot.core.errors import NotUnderstood
from bot.core.mcp.request_results import (
    CONCLUSIONS,
    RequestReading,
    describe_request,
    describe_task,
    find_task_status,
)
from bot.core.mcp.tool_table import TOOLS, ToolName, make_draft_body, read_arguments_of
from bot.core.policy import Verdict
from bot.core.submissions.drafts import CallDraft

AT = "2026-11-30T09:00:00Z"
REQUEST: dict[str, Any] = {
    "id": "t1-2",
    "kind": "approval",
    "status": "pending",
    "arguments": {"amount": 240},
    "digest": "0" * 64,
    "expires_at": None,
    "created_at": AT,
    "decided_by_name": None,
    "decided_at": None,
    "reason": "",
    "execution": None,
    "card": {"not": "told"},
}


def reading(status: str, execution: str | None = None, finished: bool = False, **more: Any) -> RequestReading:
    ran = {"status": execution, "finished_at": AT if finished else None} if execution else None
    return RequestReading.model_validate({**REQUEST, "status": status, "execution": ran, **more})


@pytest.mark.parametrize(
    ("request_read", "conclusion", "has_arguments"),
    [
        (reading("pending"), "It waits", False),
        (reading("approved"), "Approved. Claim", True),
        (reading("approved", "not_started"), "Approved. Claim", True),
        (reading("approved", "running"), "Approved and claimed", True),
        (reading("approved", "done", finished=True), "The approval is over", False),
        (reading("approved", "failed", finished=True), "The approval is over", False),
        (reading("approved", "not_started", finished=True), "The approval is over", False),
        (reading("rejected"), "Rejected", False),
        (reading("expired"), "It expired", False),
        (reading("superseded"), "The approval holds no more", False),
        (reading("of a later release"), "That is no approval", False),
        (reading("answered", kind="question", reason="yes"), "Answered", False),
        (reading("approved", kind="question"), "The approval is over", False),
    ],
)
def test_mcp1_arguments_are_told_only_of_an_approval_that_may_be_used(
    request_read: RequestReading, conclusion: str, has_arguments: bool
) -> None:
    answer = describe_request(request_read, "https://example.com")
    assert answer.text.startswith(conclusion)
    assert (answer.structured["arguments"] is not None) == has_arguments
    assert answer.structured["url"] == "https://example.com/requests/t1-2"
    assert "card" not in answer.structured


def test_mcp1_every_status_and_execution_has_a_conclusion() -> None:
    assert set(CONCLUSIONS) == {"pending", "answered", *get_args(Verdict)}
    usable = {status for status in get_args(ExecutionStatus) if reading("approved", status).is_usable}
    assert usable == {"not_started", "running"}


@pytest.mark.parametrize(
    ("status", "task"),
    [
        ("pending", "working"),
        ("withdrawn", "cancelled"),
        ("cancelled", "cancelled"),
        *(
            (each, "completed")
            for each in ("approved", "rejected", "answered", "expired", "superseded", "undeliverable")
        ),
    ],
)
def test_mcp1_a_task_has_the_status_of_its_request(status: str, task: str) -> None:
    found = describe_task(reading(status, decided_at=None if status == "pending" else AT), "https://example.com")
    assert find_task_status(reading(status)) == found["status"] == task
    assert found["createdAt"] == found["lastUpdatedAt"] == AT


def test_mcp1_the_tools_are_those_of_their_names_and_take_fields_of_the_api() -> None:
    assert tuple(TOOLS) == get_args(ToolName)
    fields = {field.alias or name for name, field in CallDraft.model_fields.items()}
    for entry in TOOLS.values():
        if entry.asks:
            assert set(entry.input_schema["properties"]) < fields - {"kind"}


def test_mcp1_a_call_is_sent_as_it_was_given() -> None:
    entry = TOOLS["request_approval"]
    given = {"title": "Pay {n}", "arguments": {"n": 1.5, "b": [None, True]}, "schema": {"type": "object"}}
    assert make_draft_body(entry, read_arguments_of(entry, given)) == {**given, "kind": "approval"}
    assert make_draft_body(TOOLS["ask_human"], read_arguments_of(TOOLS["ask_human"], {"title": "x"})) == {
        "title": "x",
        "kind": "question",
    }


@pytest.mark.parametrize("name", ["kind", "thread", "metadata", "callback_url", "approved", "typed_as"])
def test_mcp1_what_a_tool_does_not_take_is_refused(name: str) -> None:
    with pytest.raises(NotUnderstood, match=f"no argument “{name}”"):
        read_arguments_of(TOOLS["request_approval"], {"title": "x", name: "y"})
