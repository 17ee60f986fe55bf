"""A model's answer as it is kept, and as the model is shown it again when it was no step. Pure."""

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeAlias

from pydantic import BaseModel

from bot.core.secrets.redaction import find_secret_field, remove_secrets
from bot.core.secrets.secret_reference import has_secret_type, is_reference_value
from bot.core.steps import AnswerCall, ModelAnswer, RawAnswer
from bot.core.values import JSON

StepTypes: TypeAlias = Mapping[str, type[BaseModel]]
NO_STEPS: StepTypes = MappingProxyType({})
MAX_TEXT = 64 * 1024
"""Characters that are kept of an answer's words, and of a call's arguments; more than two calls share twice as many."""
MAX_CALLS = 100
MAX_USAGE = 4_000
MAX_BRIEF = 600
"""Characters of a refused answer that the model is shown again."""
MAX_BRIEF_CALLS = 5


def clean_answer(chosen: ModelAnswer, steps: StepTypes = NO_STEPS) -> RawAnswer:
    """Return the answer before it was read, without secrets; rebuilt from the read answer where there is no `raw`.

    `steps` tell which fields of a call are secrets: a value there that is no reference is not kept.
    """
    raw = chosen.raw
    if raw is None:
        called = [AnswerCall(tool=chosen.tool, arguments=chosen.arguments)] if chosen.tool is not None else []
        raw = RawAnswer(
            words=chosen.words,
            calls=(*called, *(AnswerCall(tool=name) for name in chosen.several)),
            refusal=chosen.refusal,
            finish="length" if chosen.truncated else "",
            usage={"input_tokens": chosen.input_tokens, "output_tokens": chosen.output_tokens},
        )
    calls = tuple(
        AnswerCall(tool=remove_secrets(call.tool), arguments=_clean_arguments(call.arguments, steps.get(call.tool)))
        for call in raw.calls
    )
    return raw.model_copy(
        update={
            "words": remove_secrets(raw.words),
            "calls": calls,
            "refusal": None if raw.refusal is None else remove_secrets(raw.refusal),
            "finish": remove_secrets(raw.finish),
        }
    )


def _clean_arguments(text: str, step: type[BaseModel] | None) -> str:
    """Return the arguments without secrets; a note instead when JSON escapes or field names may hide one."""
    clean = remove_secrets(text)
    secret_fields = [name for name in step.model_fields if has_secret_type(step, name)] if step else []
    try:
        found = json.loads(clean)
        where, kind = find_secret_field(found)
    except (ValueError, RecursionError):
        return (
            clean
            if not secret_fields
            else "[the arguments are removed: they are no JSON, and a field of them is a secret]"
        )
    for name in secret_fields:
        if not isinstance(found, dict) or (name in found and not is_reference_value(found[name])):
            return f"[the arguments are removed: {name} is to be the name of a secret, and is not]"
    return f"[the arguments are removed: {where} holds what looks like a secret ({kind})]" if where else clean


def write_answer(chosen: ModelAnswer, steps: StepTypes = NO_STEPS) -> str:
    """Return the answer as JSON text that UTF-8 can hold: words, calls, refusal, finish, usage. Long texts are cut with
    a note."""
    raw = clean_answer(chosen, steps)
    room = 2 * MAX_TEXT // max(len(raw.calls[:MAX_CALLS]), 2)
    found: dict[str, JSON] = {
        "words": cut_text_with_note(raw.words, MAX_TEXT),
        "calls": [
            {"tool": cut_text_with_note(call.tool, 200), "arguments": cut_text_with_note(call.arguments, room)}
            for call in raw.calls[:MAX_CALLS]
        ],
        "refusal": None if raw.refusal is None else cut_text_with_note(raw.refusal, MAX_TEXT),
        "finish": cut_text_with_note(raw.finish, 200),
        "usage": _limit_usage(raw.usage),
    }
    text = json.dumps(found, ensure_ascii=False)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(found)
    return text


def brief_answer(chosen: ModelAnswer, steps: StepTypes = NO_STEPS) -> str:
    """Return the model's answer in few characters: its calls, else its words."""
    calls = clean_answer(chosen, steps).calls
    lines = [
        f"{cut_text_with_note(call.tool, 100)} {cut_text_with_note(call.arguments, MAX_BRIEF)}".strip()
        for call in calls[:MAX_BRIEF_CALLS]
    ]
    if len(calls) > MAX_BRIEF_CALLS:
        lines.append(f"[… {len(calls) - MAX_BRIEF_CALLS} more calls]")
    words = remove_secrets(chosen.words).strip() or remove_secrets(chosen.refusal or "").strip()
    return cut_text_with_note("\n".join(lines) or words, MAX_BRIEF)


def cut_text_with_note(text: str, limit: int) -> str:
    """Return the text, cut with a note when it is longer than `limit` characters."""
    return text if len(text) <= limit else f"{text[:limit]}[… {len(text) - limit} more characters]"


def _limit_usage(usage: JSON) -> JSON:
    """Return the server's counts; None when they are no JSON, longer than `MAX_USAGE`, or hold a secret."""
    try:
        is_count = len(json.dumps(usage, allow_nan=False)) <= MAX_USAGE and not find_secret_field(usage)[0]
        return usage if is_count else None
    except (TypeError, ValueError, RecursionError):
        return None
