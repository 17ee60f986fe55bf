"""Reads an answer of `/responses`, OpenAI's own API: https://platform.openai.com/docs/api-reference/responses/object."""

from typing import Literal

from bot.core.word import JSON
from bot.llm.answers import LenientModel, ModelAnswer, arguments_text, is_error, text_of, with_tokens
from bot.llm.bodies import decode_body
from bot.llm.chat_port import FILTERED
from bot.llm.errors import failure_in

PATH = "/responses"


class _Item(LenientModel):
    """One item of the output. Of the many types we read `message` and `function_call`; reasoning and others are passed over."""

    type: JSON = None
    status: JSON = None
    name: JSON = None
    arguments: JSON = None
    content: JSON = None


class _Incomplete(LenientModel):
    reason: str | None = None


class ModelResponse(LenientModel):
    """A whole response. `object` tells it from a chat completion that answers under the wrong address."""

    object: Literal["response"] = "response"
    status: str = ""
    output: tuple[JSON, ...] | None = None
    incomplete_details: _Incomplete | None = None
    error: JSON = None
    usage: JSON = None


def read_response(body: bytes, key: str) -> ModelAnswer:
    """The answer in this body. Raises BodyError, or ValidationError for what is no response."""
    value = decode_body(body)
    found = ModelResponse.model_validate(value)
    if found.output is None or found.status not in ("completed", "incomplete", ""):
        what = f"a response that is {found.status[:60]}" if found.status else "a response without output"
        return ModelAnswer(broken=what, outage=failure_in(502, found.error or value, key))
    if is_error(found.error):
        return ModelAnswer(broken="a response with an error", outage=failure_in(502, found.error, key))
    items = [_Item.model_validate(item) for item in found.output if isinstance(item, dict)]
    made = [item for item in items if item.type == "function_call"]
    calls = tuple((item.name if isinstance(item.name, str) else "", arguments_text(item.arguments)) for item in made)
    contents = [item.content for item in items if item.type == "message"]
    words = "".join(text_of(content) for content in contents)
    refused = "".join(text_of(content, "refusal") for content in contents if isinstance(content, list))
    reason = (found.incomplete_details.reason or "") if found.incomplete_details else ""
    is_filtered = reason == "content_filter"
    is_incomplete = found.status == "incomplete" or any(item.status == "incomplete" for item in made)
    answer = ModelAnswer(
        calls=calls,
        words=words,
        refusal=refused or (words or FILTERED if is_filtered else None),
        is_cut=is_incomplete and not is_filtered,
        odd_finish="" if not is_incomplete or reason == "max_output_tokens" else reason[:60],
        finish=f"{found.status}: {reason}" if reason else found.status,
    )
    return with_tokens(answer, found.usage, "input_tokens", "output_tokens")
