"""One shape for the answers of both APIs, and its reading: a call, several calls, words, or the reason for none."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from pydantic import BaseModel, ConfigDict

from bot.core.base_types import JSON
from bot.core.steps import MAX_NAMED, AnswerCall, ModelAnswer, RawAnswer, Reply
from bot.llm.endpoint_errors import EndpointFailure
from bot.llm.lossless_json import encode_value
from bot.llm.tool_calls_in_text import may_be_call, read_written_calls, strip_thinking

CUT = "… [cut off at the model's limit]"
"""Text behind words that the limit of an answer cut."""
MAX_CUT = 11_900
"""Characters of such words: a reply has at most 12,000."""


class LenientModel(BaseModel):
    """A part of an answer. Servers add and leave out fields; only fields that we read have a type."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


@dataclass(frozen=True)
class EndpointAnswer:
    """An answer of either API. `calls` are names and argument texts; tokens are 0 where the server does not say.

    `broken` says why the server's output is no answer, and `outage` is the server's error about it. `odd_finish` is an
    unknown reason to end, or the types of items in place of a call; `early` is the reason of an early end other than
    the limit. `finish` is the reason as the server wrote it, `usage` its token counts.
    """

    calls: tuple[tuple[str, str], ...] = ()
    words: str = ""
    refusal: str | None = None
    is_cut: bool = False
    odd_finish: str = ""
    early: str = ""
    broken: str = ""
    outage: EndpointFailure | None = None
    input_tokens: int = 0
    output_tokens: int = 0
    finish: str = ""
    usage: JSON = None


@dataclass(frozen=True)
class AnswerReading:
    """The rules for reading an answer: the offered tools by name, and the permissions of the profile."""

    offered: Mapping[str, JSON]
    words_reply: bool = False
    reads_written_calls: bool = False


def read_choice(answer: EndpointAnswer, how: AnswerReading) -> ModelAnswer:
    """The choice of the model. Nothing is guessed: of several calls none is taken."""
    words = strip_thinking(answer.words)
    plain = ModelAnswer(
        words=words,
        refusal=answer.refusal,
        truncated=answer.is_cut,
        input_tokens=answer.input_tokens,
        output_tokens=answer.output_tokens,
        raw=RawAnswer(
            words=answer.words,
            calls=tuple(AnswerCall(tool=name, arguments=arguments) for name, arguments in answer.calls),
            refusal=answer.refusal,
            finish=answer.finish,
            usage=answer.usage,
        ),
    )
    if answer.early and answer.refusal is None:
        fault = f"The server ended the answer before its end ({answer.early}), so nothing of it was run. Call exactly one tool."
        return plain.model_copy(update={"fault": fault, "truncated": False})
    if answer.calls:
        return _choose_call(plain, answer.calls)
    if answer.refusal is not None:
        return plain
    if answer.is_cut:
        # No call can be forced here and the text holds none: the words that were cut are a reply to people.
        is_reply = how.words_reply and Reply.intent in how.offered and bool(words.strip()) and not may_be_call(words)
        return _add_words(plain, f"{words.strip()[:MAX_CUT]}{CUT}") if is_reply else plain
    written = read_written_calls(words, how.offered)
    if written and how.reads_written_calls:
        calls = tuple((call.name, call.arguments) for call in written)
        return _choose_call(plain.model_copy(update={"words": ""}), calls)
    if written:
        fault = f"The call of {written[0].name} was written as text and was not run. Call the tool itself."
        return plain.model_copy(update={"fault": fault})
    if answer.odd_finish and not words.strip():
        fault = f"The server ended the answer without a call ({answer.odd_finish}). Call exactly one tool."
        return plain.model_copy(update={"fault": fault})
    if how.words_reply and words.strip() and Reply.intent in how.offered:
        return _add_words(plain, words.strip())
    return plain


def _add_words(plain: ModelAnswer, message: str) -> ModelAnswer:
    arguments = json.dumps({"message": message, "go_on": False}, ensure_ascii=False)
    return plain.model_copy(update={"tool": Reply.intent, "arguments": arguments, "words": "", "truncated": False})


def _choose_call(plain: ModelAnswer, calls: tuple[tuple[str, str], ...]) -> ModelAnswer:
    if len(calls) > 1:
        return plain.model_copy(update={"several": tuple(name[:64] or "?" for name, _ in calls[:MAX_NAMED])})
    return plain.model_copy(update={"tool": calls[0][0], "arguments": calls[0][1]})


def add_token_counts(answer: EndpointAnswer, usage: JSON, inward: str, outward: str) -> EndpointAnswer:
    """The answer with the tokens of its usage, read from the fields of these names."""
    return replace(
        answer, usage=usage, input_tokens=_read_count(usage, inward), output_tokens=_read_count(usage, outward)
    )


def read_arguments_text(arguments: JSON) -> str:
    """The text of a call's arguments, from text, from text in text, or from an object."""
    if arguments is None:
        return ""
    if not isinstance(arguments, str):
        return encode_value(arguments)
    if not arguments.lstrip().startswith('"'):
        return arguments
    try:
        inner = json.loads(arguments)
    except (ValueError, RecursionError):
        return arguments
    return inner if isinstance(inner, str) and inner.lstrip().startswith("{") else arguments


def read_text(content: JSON, field: str = "text") -> str:
    """The text of a message, from a string, a part, or a list of parts."""
    match content:
        case str():
            return content
        case list():
            return "".join(read_text(part, field) for part in content)
        case dict():
            part = content.get(field)
            inner = part.get("value") if isinstance(part, dict) else part
            return inner if isinstance(inner, str) else ""
        case _:
            return ""


def is_error(value: JSON) -> bool:
    """Whether the value reports an error. Servers also write `null`, `{}` or empty fields for none."""
    return any(value.values()) if isinstance(value, dict) else bool(value)


def _read_count(usage: JSON, field: str) -> int:
    """A count of tokens; 0 when the server gives none or an invalid one."""
    count = usage.get(field) if isinstance(usage, dict) else None
    return count if isinstance(count, int) and not isinstance(count, bool) and 0 < count < 2**53 else 0
