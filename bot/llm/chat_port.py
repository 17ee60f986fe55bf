"""Reads an answer of `/chat/completions`, as OpenAI and the servers that imitate it write it."""

from bot.core.word import JSON
from bot.llm.answers import LenientModel, ModelAnswer, arguments_text, is_error, text_of, with_tokens
from bot.llm.bodies import decode_body
from bot.llm.errors import failure_in

PATH = "/chat/completions"

_ENDINGS = frozenset({"stop", "tool_calls", "function_call", "eos", "end_turn", "stop_sequence", ""})
_CUT = frozenset({"length", "model_length", "max_tokens"})
_OUTAGES = frozenset({"error", "insufficient_system_resource"})
FILTERED = "the provider's content filter stopped the answer"


class _Message(LenientModel):
    """`function_call` is the form of a call before there were `tool_calls`."""

    content: JSON = None
    refusal: JSON = None
    tool_calls: JSON = None
    function_call: JSON = None


class _Choice(LenientModel):
    """`delta` is what a chunk of a stream has, `text` what a text completion has, in place of a message."""

    message: _Message | None = None
    delta: JSON = None
    text: JSON = None
    finish_reason: JSON = None
    error: JSON = None


class ChatCompletion(LenientModel):
    """https://platform.openai.com/docs/api-reference/chat/object, and `error`, which some proxies send with a 200."""

    choices: tuple[_Choice, ...] | None = None
    usage: JSON = None
    error: JSON = None


def read_chat(body: bytes, key: str) -> ModelAnswer:
    """The answer in this body. Raises BodyError, or ValidationError for what is no chat completion."""
    value = decode_body(body)
    if not isinstance(value, dict):
        return no_object(value, key)
    found = ChatCompletion.model_validate(value)
    if not found.choices:
        return _broken("an answer without choices", found.error or value, key)
    if is_error(found.error):
        return _broken("an answer with an error", found.error, key)
    choice = found.choices[0]
    finish = choice.finish_reason.strip() if isinstance(choice.finish_reason, str) else ""
    if is_error(choice.error) or finish.lower() in _OUTAGES:
        return _broken(f"an answer that ended with {finish[:60] or 'an error'}", choice.error, key)
    if choice.message is None and (choice.delta is not None or choice.text is not None):
        kind = "a text completion" if choice.delta is None else "a part of a stream"
        return _broken(f"{kind} in place of a message", None, key)
    message = choice.message or _Message()
    answer = ModelAnswer(
        calls=_calls(message),
        words=text_of(message.content),
        refusal=_refusal(finish, message),
        is_cut=finish.lower() in _CUT,
        odd_finish="" if finish.lower() in _ENDINGS else finish[:60],
        finish=finish,
    )
    return with_tokens(answer, found.usage, "prompt_tokens", "completion_tokens")


def _calls(message: _Message) -> tuple[tuple[str, str], ...]:
    """The calls of both forms. A server that writes the same one in both has made one."""
    listed = message.tool_calls if isinstance(message.tool_calls, list) else [message.tool_calls]
    calls = tuple(_call(each) for each in listed if each)
    legacy = message.function_call
    if isinstance(legacy, dict) and legacy.get("name") and (made := _call(legacy)) not in calls:
        return (*calls, made)
    return calls


def _call(given: JSON) -> tuple[str, str]:
    """The name and the arguments of a call, with or without its envelope."""
    if not isinstance(given, dict):
        return "", arguments_text(given)
    function = given.get("function")
    inner = function if isinstance(function, dict) else given
    name = inner.get("name")
    return name if isinstance(name, str) else "", arguments_text(inner.get("arguments"))


def _refusal(finish: str, message: _Message) -> str | None:
    parts = message.content if isinstance(message.content, list) else []
    said = message.refusal if isinstance(message.refusal, str) else ""
    refused = said or "".join(text_of(part.get("refusal")) for part in parts if isinstance(part, dict))
    if refused:
        return refused
    return text_of(message.content) or FILTERED if finish.lower() == "content_filter" else None


def no_object(value: JSON, key: str) -> ModelAnswer:
    """An answer in JSON that is no object: Gemini lists its error, others send a bare text or nothing."""
    kinds = {list: "a list", str: "a text", bool: "a yes or no", int: "a number", float: "a number"}
    return _broken(f"{kinds.get(type(value), 'null')} in place of an answer", value, key)


def _broken(what: str, error: JSON, key: str) -> ModelAnswer:
    return ModelAnswer(broken=what, outage=failure_in(_status_in(error), error, key))


def _status_in(error: JSON) -> int:
    """The status that an error of a 200 tells of itself, as OpenRouter's do; else 502, which may pass."""
    code = error.get("code") if isinstance(error, dict) else None
    return code if isinstance(code, int) and 400 <= code < 600 else 502
