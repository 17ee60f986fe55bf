"""Reads an answer of `/chat/completions` from OpenAI and compatible servers."""

from bot.core.base_types import JSON
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

PATH = "/chat/completions"

_ENDINGS = frozenset({"stop", "tool_calls", "function_call", "eos", "end_turn", "stop_sequence", ""})
_CUT = frozenset({"length", "model_length", "max_tokens"})
_OUTAGES = frozenset({"error", "insufficient_system_resource"})
FILTERED = "the provider's content filter stopped the answer"


class _AnswerMessage(LenientModel):
    """`function_call` is the older form of a call, before `tool_calls`."""

    content: JSON = None
    refusal: JSON = None
    tool_calls: JSON = None
    function_call: JSON = None

    @property
    def calls(self) -> tuple[tuple[str, str], ...]:
        """The calls of both forms. A call that a server writes in both forms counts once."""
        listed = self.tool_calls if isinstance(self.tool_calls, list) else [self.tool_calls]
        calls = tuple(_read_call(each) for each in listed if each)
        legacy = self.function_call
        if isinstance(legacy, dict) and legacy.get("name") and (made := _read_call(legacy)) not in calls:
            return (*calls, made)
        return calls


class _AnswerChoice(LenientModel):
    """`delta` belongs to a chunk of a stream, `text` to a text completion, in place of a message."""

    message: _AnswerMessage | None = None
    delta: JSON = None
    text: JSON = None
    finish_reason: JSON = None
    error: JSON = None


class ChatCompletion(LenientModel):
    """https://platform.openai.com/docs/api-reference/chat/object, and `error`, which some proxies send with a 200."""

    choices: tuple[_AnswerChoice, ...] | None = None
    usage: JSON = None
    error: JSON = None


def read_chat_answer(body: bytes, key: str) -> EndpointAnswer:
    """The answer in this body. Raises BodyError, or ValidationError for a body that is no chat completion."""
    value = decode_body(body)
    if not isinstance(value, dict):
        return explain_no_object(value, key)
    found = ChatCompletion.model_validate(value)
    if not found.choices:
        return _make_broken_answer("an answer without choices", found.error or value, key)
    if is_error(found.error):
        return _make_broken_answer("an answer with an error", found.error, key)
    choice = found.choices[0]
    finish = choice.finish_reason.strip() if isinstance(choice.finish_reason, str) else ""
    if is_error(choice.error) or finish.lower() in _OUTAGES:
        return _make_broken_answer(f"an answer that ended with {finish[:60] or 'an error'}", choice.error, key)
    if choice.message is None and (choice.delta is not None or choice.text is not None):
        kind = "a text completion" if choice.delta is None else "a part of a stream"
        return _make_broken_answer(f"{kind} in place of a message", None, key)
    message = choice.message or _AnswerMessage()
    parts = message.content if isinstance(message.content, list) else []
    refusals = [read_text(part.get("refusal")) for part in parts if isinstance(part, dict)]
    refusal: str | None = message.refusal if isinstance(message.refusal, str) else ""
    refusal = refusal or "".join(refusals) or None
    if refusal is None and finish.lower() == "content_filter":
        refusal = read_text(message.content) or FILTERED
    answer = EndpointAnswer(
        calls=message.calls,
        words=read_text(message.content),
        refusal=refusal,
        is_cut=finish.lower() in _CUT,
        odd_finish="" if finish.lower() in _ENDINGS else finish[:60],
        finish=finish,
    )
    return add_token_counts(answer, found.usage, "prompt_tokens", "completion_tokens")


def _read_call(given: JSON) -> tuple[str, str]:
    """The name and the arguments of a call, with or without its envelope."""
    if not isinstance(given, dict):
        return "", read_arguments_text(given)
    function = given.get("function")
    inner = function if isinstance(function, dict) else given
    name = inner.get("name")
    return name if isinstance(name, str) else "", read_arguments_text(inner.get("arguments"))


def explain_no_object(value: JSON, key: str) -> EndpointAnswer:
    """An answer in JSON that is no object: Gemini lists its error, others send a bare text or nothing."""
    kinds = {list: "a list", str: "a text", bool: "a yes or no", int: "a number", float: "a number"}
    return _make_broken_answer(f"{kinds.get(type(value), 'null')} in place of an answer", value, key)


def _make_broken_answer(reason: str, error: JSON, key: str) -> EndpointAnswer:
    code = error.get("code") if isinstance(error, dict) else None
    status = code if isinstance(code, int) and 400 <= code < 600 else 502  # OpenRouter's errors of a 200 have a code
    return EndpointAnswer(broken=reason, outage=read_decoded_failure(status, error, key))
