"""A model's answer as it is kept, and as the model is shown it again when it was no step. Pure."""

import json
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TypeAlias

from pydantic import BaseModel
from pydantic_core import from_json

from bot.core.secrets.redaction import find_secret_field, find_secret_in_json, remove_secrets, remove_secrets_before
from bot.core.secrets.secret_reference import is_reference_value, list_secret_fields
from bot.core.steps import AnswerCall, ModelAnswer, RawAnswer

StepTypes: TypeAlias = Mapping[str, type[BaseModel]]
NO_STEPS: StepTypes = MappingProxyType({})
MAX_TEXT = 64 * 1024
"""Characters that are kept of an answer's words, and of a call's arguments; more than two calls share twice as many."""
MAX_CALLS = 100
MAX_NAME = 200
MAX_OPTION = 2_000
"""Characters behind a cut of arguments that are read as JSON, for an option's name whose value is the next text of a list."""
MAX_USAGE = 4_000
MAX_BRIEF = 600
"""Characters of a refused answer that the model is shown again."""
MAX_BRIEF_CALLS = 5
_USAGE, _TEXT = json.JSONEncoder(allow_nan=False), json.JSONEncoder(ensure_ascii=False)


def clean_answer(
    chosen: ModelAnswer, steps: StepTypes = NO_STEPS, limit: int = MAX_TEXT, most_calls: int = MAX_CALLS
) -> RawAnswer:
    """Return the answer before it was read, without secrets; rebuilt from the read answer where there is no `raw`.

    Words and the arguments of a call have at most `limit` characters, all arguments together twice as many, and a note
    of how many more there were. The rest of a longer text is not searched for secrets either, so the work has a bound.
    `steps` tell which fields of a call are secrets: a value there that is no reference is not kept.
    """
    raw = _find_raw(chosen)
    calls = raw.calls[:most_calls]
    try:  # counts only: no more than `MAX_USAGE` characters of JSON, without a secret
        is_count = len(_USAGE.encode(raw.usage)) <= MAX_USAGE and not find_secret_field(raw.usage)[0]
        usage = raw.usage if is_count else None
    except (TypeError, ValueError, RecursionError):
        usage = None
    rooms = _share_room([len(call.arguments) for call in calls], limit)
    return RawAnswer(
        words=_clean_text(raw.words, limit),
        calls=tuple(
            AnswerCall(
                tool=_clean_name(call.tool), arguments=_clean_arguments(call.arguments, room, steps.get(call.tool))
            )
            for call, room in zip(calls, rooms, strict=True)
        ),
        refusal=None if raw.refusal is None else _clean_text(raw.refusal, limit),
        finish=_clean_name(raw.finish),
        usage=usage,
    )


def _find_raw(chosen: ModelAnswer) -> RawAnswer:
    """Return the answer before it was read, or the parts of it that are known."""
    if chosen.raw is not None:
        return chosen.raw
    called = [AnswerCall(tool=chosen.tool, arguments=chosen.arguments)] if chosen.tool is not None else []
    return RawAnswer(
        words=chosen.words,
        calls=(*called, *(AnswerCall(tool=name) for name in chosen.several)),
        refusal=chosen.refusal,
        finish="length" if chosen.truncated else "",
        usage={"input_tokens": chosen.input_tokens, "output_tokens": chosen.output_tokens},
    )


def _share_room(sizes: Sequence[int], limit: int) -> Iterator[int]:
    """Yield the characters that are kept of each text: short ones whole, the long ones in order while there is room."""
    fair = 2 * limit // max(len(sizes), 2)
    left = 2 * limit - sum(size for size in sizes if size <= fair)
    for size in sizes:
        room = size if size <= fair else min(size, limit, left)
        left -= room if size > fair else 0
        yield room


def _clean_text(text: str, limit: int) -> str:
    """Return at most the first `limit` characters without secrets, with a note when there are more."""
    if len(text) <= limit:
        return remove_secrets(text)
    return _note_more(remove_secrets_before(text, limit), len(text) - limit)


def _note_more(text: str, count: int) -> str:
    return f"{text}[… {count} more characters]"


def _clean_name(name: str) -> str:
    """Return a name without secrets; its length alone when it is longer than any name."""
    return remove_secrets(name) if len(name) <= MAX_NAME else f"[a name of {len(name)} characters]"


def _clean_arguments(text: str, limit: int, step: type[BaseModel] | None) -> str:
    """Return the arguments without secrets; a note instead when JSON escapes or field names may hide one."""
    is_whole = len(text) <= limit
    seen = remove_secrets(text) if is_whole else remove_secrets_before(text, limit + MAX_OPTION) if limit else ""
    clean = seen if is_whole else _note_more(seen[:limit], len(text) - limit)
    secret_fields = list_secret_fields(step) if step else ()
    try:
        if is_whole and not secret_fields:
            where, kind = find_secret_in_json(seen)
        else:
            found = json.loads(seen) if is_whole else from_json(seen, allow_partial="trailing-strings")
            where, kind = find_secret_field(found)
    except (ValueError, RecursionError):
        if secret_fields:
            return "[the arguments are removed: they are no JSON, and a field of them is a secret]"
        return clean
    for name in secret_fields:
        if not isinstance(found, dict) or (name in found and not is_reference_value(found[name])):
            return f"[the arguments are removed: {name} is to be the name of a secret, and is not]"
    return f"[the arguments are removed: {where} holds what looks like a secret ({kind})]" if where else clean


def write_answer(chosen: ModelAnswer, steps: StepTypes = NO_STEPS) -> str:
    """Return the cleaned answer as JSON text that UTF-8 can hold: words, calls, refusal, finish, usage."""
    answer = clean_answer(chosen, steps)
    found = {**vars(answer), "calls": [vars(call) for call in answer.calls]}  # all fields, as `model_dump` gives them
    text = _TEXT.encode(found)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(found)
    return text


def brief_answer(chosen: ModelAnswer, steps: StepTypes = NO_STEPS) -> str:
    """Return the model's answer in few characters: its calls, else its words."""
    calls = clean_answer(chosen, steps, MAX_BRIEF, MAX_BRIEF_CALLS).calls
    lines = [f"{cut_text_with_note(call.tool, 100)} {call.arguments}".strip() for call in calls]
    if (more := len(_find_raw(chosen).calls) - MAX_BRIEF_CALLS) > 0:
        lines.append(f"[… {more} more calls]")
    words = _clean_text(chosen.words.strip() or (chosen.refusal or "").strip(), MAX_BRIEF)
    return cut_text_with_note("\n".join(lines) or words, MAX_BRIEF)


def cut_text_with_note(text: str, limit: int) -> str:
    """Return the text, cut with a note when it is longer than `limit` characters."""
    return text if len(text) <= limit else _note_more(text[:limit], len(text) - limit)
