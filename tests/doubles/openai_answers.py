"""Answers and errors of model endpoints in the shapes that their vendors publish, for the server of `openai_wire`."""

import json
from typing import Any

from tests.doubles.openai_wire import Reply, reply

EFFORT_NEEDS_RESPONSES = (
    "Function tools with reasoning_effort are not supported for gpt-5.6 in /v1/chat/completions. "
    "To use function tools, use /v1/responses or set reasoning_effort to 'none'."
)


def response(
    *items: dict[str, Any], status: str = "completed", reason: str | None = None, reasoning: int = 0, **given: Any
) -> Reply:
    """A whole answer of the Responses API: a reasoning item, then these."""
    thought: dict[str, Any] = {
        "id": "rs_1",
        "type": "reasoning",
        "summary": [],
        "content": [],
        "encrypted_content": None,
    }
    usage = {
        "input_tokens": 411,
        "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
        "output_tokens": 57 + reasoning,
        "output_tokens_details": {"reasoning_tokens": reasoning},
        "total_tokens": 468 + reasoning,
    }
    body = {
        "id": "resp_1",
        "object": "response",
        "created_at": 1_790_000_000,
        "status": status,
        "error": None,
        "incomplete_details": {"reason": reason} if reason else None,
        "instructions": "…",
        "model": "gpt-5-mini-2025-08-07",
        "output": [thought, *items],
        "parallel_tool_calls": False,
        "reasoning": {"effort": "medium", "summary": None},
        "store": False,
        "temperature": 1.0,
        "tool_choice": "required",
        "tools": [],
        "usage": usage,
    }
    return reply({**body, **given})


def function_call(name: str, arguments: str) -> dict[str, Any]:
    return {
        "id": "fc_1",
        "type": "function_call",
        "status": "completed",
        "call_id": "call_1",
        "name": name,
        "arguments": arguments,
    }


def message(text: str = "", refusal: str = "") -> dict[str, Any]:
    part = (
        {"type": "refusal", "refusal": refusal} if refusal else {"type": "output_text", "text": text, "annotations": []}
    )
    return {"id": "msg_1", "type": "message", "role": "assistant", "status": "completed", "content": [part]}


def thought_through(budget: int) -> Reply:
    """A chat completion that used its whole budget up thinking: empty, at the limit."""
    choice = {
        "index": 0,
        "message": {"role": "assistant", "content": "", "refusal": None, "annotations": []},
        "logprobs": None,
        "finish_reason": "length",
    }
    usage = {
        "prompt_tokens": 411,
        "completion_tokens": budget,
        "total_tokens": 411 + budget,
        "completion_tokens_details": {"reasoning_tokens": budget},
    }
    return reply({"id": "chatcmpl-1", "object": "chat.completion", "choices": [choice], "usage": usage})


def openai_error(status: int, text: str, *, code: str | None = None, param: str | None = None, type: str = "") -> Reply:
    kind = type or "invalid_request_error"
    return _at_once({"error": {"message": text, "type": kind, "param": param, "code": code}}, status)


def gemini_error(status: int, text: str, kind: str = "INVALID_ARGUMENT") -> Reply:
    return _at_once([{"error": {"code": status, "message": text, "status": kind}}], status)


def mistral_error(field: str) -> Reply:
    detail = [{"type": "extra_forbidden", "loc": ["body", field], "msg": "Extra inputs are not permitted", "input": 1}]
    said = {
        "object": "error",
        "message": {"detail": detail},
        "type": "invalid_request_error",
        "param": None,
        "code": None,
    }
    return _at_once(said, 422)


def fastapi_error(field: str) -> Reply:
    detail = [{"type": "extra_forbidden", "loc": ["body", field], "msg": "Extra inputs are not permitted"}]
    return _at_once({"detail": detail}, 422)


def text_error(status: int, text: str) -> Reply:
    """LM Studio's: the error is a string."""
    return _at_once({"error": text}, status)


def azure_filter() -> Reply:
    found = {
        "jailbreak": {"filtered": True, "detected": True},
        "hate": {"filtered": False, "severity": "safe"},
        "violence": {"filtered": False, "severity": "safe"},
    }
    error = {
        "message": "The response was filtered due to the prompt triggering Azure OpenAI's content management policy.",
        "type": None,
        "param": "prompt",
        "code": "content_filter",
        "status": 400,
        "innererror": {"code": "ResponsibleAIPolicyViolation", "content_filter_result": found},
    }
    return _at_once({"error": error}, 400)


def groq_failed(generation: str) -> Reply:
    error = {
        "message": "Failed to call a function. Please adjust your prompt. See 'failed_generation' for more details.",
        "type": "invalid_request_error",
        "code": "tool_use_failed",
        "failed_generation": generation,
    }
    return _at_once({"error": error}, 400)


def _at_once(body: Any, status: int) -> Reply:
    """With the headers by which a client that repeats it waits a millisecond only."""
    return Reply(json.dumps(body).encode(), status, {"Content-Type": "application/json", "retry-after-ms": "1"})
