"""Reads an answer of `/chat/completions`, as OpenAI and the servers that imitate it write it."""

from bot.core.word import JSON
from bot.llm.answers import LenientModel, ModelAnswer, arguments_text, text_of, with_tokens
from bot.llm.errors import failure_in

PATH = "/chat/completions"

_ENDINGS = frozenset({"stop", "tool_calls", "function_call", "eos", "end_turn", "stop_sequence", ""})
_CUT = frozenset({"length", "model_length", "max_tokens"})
_OUTAGES = frozenset({"error", "insufficient_system_resource"})
FILTERED = "the provider's content filter stopped the answer"


class _Function(LenientModel):
    name: str | None = None
    arguments: JSON = None


class _Call(LenientModel):
    function: _Function | None = None


class _Message(LenientModel):
    content: JSON = None
    refusal: str | None = None
    tool_calls: tuple[_Call, ...] | None = None


class _Choice(LenientModel):
    message: _Message | None = None
    finish_reason: str | None = None
    error: JSON = None


class ChatCompletion(LenientModel):
    """https://platform.openai.com/docs/api-reference/chat/object, and `error`, which some proxies send with a 200."""

    choices: tuple[_Choice, ...] | None = None
    usage: JSON = None
    error: JSON = None


def read_chat(body: bytes, key: str) -> ModelAnswer:
    """The answer in this body. Raises ValidationError for what is no chat completion."""
    found = ChatCompletion.model_validate_json(body)
    if not found.choices:
        return _broken("an answer without choices", found.error, key)
    choice = found.choices[0]
    finish = (choice.finish_reason or "").strip()
    if choice.error or finish.lower() in _OUTAGES:
        return _broken(f"an answer that ended with {finish[:60] or 'an error'}", choice.error, key)
    message = choice.message or _Message()
    functions = [call.function or _Function() for call in message.tool_calls or ()]
    answer = ModelAnswer(
        calls=tuple((each.name or "", arguments_text(each.arguments)) for each in functions),
        words=text_of(message.content),
        refusal=_refusal(finish, message),
        is_cut=finish.lower() in _CUT,
        odd_finish="" if finish.lower() in _ENDINGS else finish[:60],
        finish=finish,
    )
    return with_tokens(answer, found.usage, "prompt_tokens", "completion_tokens")


def _refusal(finish: str, message: _Message) -> str | None:
    parts = message.content if isinstance(message.content, list) else []
    refused = message.refusal or "".join(text_of(part.get("refusal")) for part in parts if isinstance(part, dict))
    if refused:
        return refused
    return text_of(message.content) or FILTERED if finish.lower() == "content_filter" else None


def _broken(what: str, error: JSON, key: str) -> ModelAnswer:
    return ModelAnswer(broken=what, outage=failure_in(_status_in(error), error, key))


def _status_in(error: JSON) -> int:
    """The status that an error of a 200 tells of itself, as OpenRouter's do; else 502, which may pass."""
    code = error.get("code") if isinstance(error, dict) else None
    return code if isinstance(code, int) and 400 <= code < 600 else 502
