"""Reads an answer of `/responses`, OpenAI's own API: https://platform.openai.com/docs/api-reference/responses/object."""

from typing import Literal

from bot.core.base_types import JSON
from bot.llm.chat_completion_answers import FILTERED, explain_no_object
from bot.llm.endpoint_answer import (
    EndpointAnswer,
    LenientModel,
    add_token_counts,
    is_error,
    read_arguments_text,
    read_text,
)
from bot.llm.endpoint_errors import read_decoded_failure
from bot.llm.lossless_json import decode_body

PATH = "/responses"


class _OutputItem(LenientModel):
    """One item of the output. Of the many types `message` and `function_call` are read; reasoning and others are
    skipped.
    """

    type: JSON = None
    status: JSON = None
    name: JSON = None
    arguments: JSON = None
    content: JSON = None


class ModelResponse(LenientModel):
    """A whole response. `object` tells it from a chat completion that answers under the wrong address."""

    object: Literal["response"] = "response"
    status: JSON = None
    output: tuple[JSON, ...] | None = None
    incomplete_details: JSON = None
    error: JSON = None
    usage: JSON = None

    @property
    def final_status(self) -> str:
        """Its status in lower case; empty: it has none, as with some servers."""
        return "" if self.status is None else str(self.status).strip().lower()

    @property
    def reason(self) -> str:
        """The reason why it is incomplete; empty: it names none."""
        details = self.incomplete_details
        said = details.get("reason") if isinstance(details, dict) else None
        return said[:60] if isinstance(said, str) else ""


_AT_LIMIT = ("max_output_tokens", "max_tokens", "length", "")
_WHOLE = ("completed", "incomplete", "")
"""States of a call, and of a response, that can be read."""
_READ = ("message", "reasoning", "function_call")


def read_response(body: bytes, key: str) -> EndpointAnswer:
    """The answer in this body. Raises BodyError, or ValidationError for a body that is no response."""
    value = decode_body(body)
    if not isinstance(value, dict):
        return explain_no_object(value, key)
    found = ModelResponse.model_validate(value)
    if isinstance(found.error, dict) and found.error.get("code") == "content_filter":
        return EndpointAnswer(
            refusal=read_decoded_failure(502, found.error, key).line or FILTERED, finish=found.final_status
        )
    if found.final_status not in _WHOLE or found.output is None or is_error(found.error):
        status = f"the status {found.final_status[:60]}" if found.final_status not in _WHOLE else ""
        broken = (
            f"a response with {status or 'an error'}"
            if status or found.output is not None
            else "a response without output"
        )
        return EndpointAnswer(broken=broken, outage=read_decoded_failure(502, found.error or value, key))
    items = [_OutputItem.model_validate(item) for item in found.output if isinstance(item, dict)]
    made = [item for item in items if item.type == "function_call"]
    calls = tuple(
        (item.name if isinstance(item.name, str) else "", read_arguments_text(item.arguments)) for item in made
    )
    contents = [item.content for item in items if item.type == "message"]
    words = "".join(read_text(content) for content in contents)
    refused = "".join(read_text(content, "refusal") for content in contents if isinstance(content, list))
    others = dict.fromkeys(item.type for item in items if isinstance(item.type, str) and item.type not in _READ)
    states = ["" if item.status is None else str(item.status).lower() for item in made]
    is_incomplete = found.final_status == "incomplete" or "incomplete" in states
    is_filtered = is_incomplete and found.reason == "content_filter"
    early = found.reason if is_incomplete and found.reason not in _AT_LIMIT and not is_filtered else ""
    odd_state = next((state for state in states if state not in _WHOLE), "")
    answer = EndpointAnswer(
        calls=calls,
        words=words,
        refusal=refused or (words or FILTERED if is_filtered else None),
        is_cut=is_incomplete and not is_filtered,
        early=early or (f"a call with the status {odd_state[:60]}" if odd_state else ""),
        odd_finish="" if calls else ", ".join(others)[:60],
        finish=f"{found.final_status}: {found.reason}" if found.reason else found.final_status,
    )
    return add_token_counts(answer, found.usage, "input_tokens", "output_tokens")
