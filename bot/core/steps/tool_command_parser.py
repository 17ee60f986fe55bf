"""Reads arguments that a person wrote as `key=value`, and the command `/tool key=value`. Pure."""

import json
import shlex
from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from pydantic import TypeAdapter, ValidationError

from bot.core.base_types import JSON
from bot.core.configuration.validation_messages import suggest_names
from bot.core.steps.answer_parser import InvalidAnswer, read_arguments
from bot.core.steps.base import Step


def read_key_value_step(step: type[Step], words: Iterable[str]) -> Step | InvalidAnswer:
    """Return the step with the arguments of these words, each `key=value`, or the mistake in them.

    A value is text where its field takes text, and JSON elsewhere: `limit=3`, `labels=["a","b"]`, `title="Buy tea"`.
    """
    found: dict[str, JSON] = {}
    for word in words:
        key, equals, value = word.partition("=")
        if not (key and equals):
            return InvalidAnswer(kind="invalid", reason=f"{word[:60]!r} is not key=value. {describe_arguments(step)}")
        if key in found:
            return InvalidAnswer(kind="invalid", reason=f"{key[:60]} is given twice.")
        if key not in step.model_fields:
            why = f"{step.intent} has no argument {key[:60]!r}; {suggest_names(key, step.model_fields)}."
            return InvalidAnswer(kind="invalid", reason=why)
        found[key] = _read_value(step, key, value)
    return read_arguments(step, json.dumps(found, ensure_ascii=False))


def _read_value(step: type[Step], key: str, value: str) -> JSON:
    field = step.model_fields[key]
    kind: Any = Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation
    try:
        TypeAdapter(kind).validate_json(json.dumps(value), strict=True)
    except ValidationError:
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def read_slash_command(text: str, steps: Mapping[str, type[Step]]) -> Step | InvalidAnswer | None:
    """Return the step of a message `/tool key=value`, or the mistake in it. None for a message of another form."""
    text = text.strip()
    if not text.startswith("/"):
        return None
    try:
        name, *words = shlex.split(text.removeprefix("/")) or [""]
    except ValueError as error:
        why = f'The command cannot be split into words: {error}. Write text with blanks as key="two words".'
        return InvalidAnswer(kind="invalid", reason=why)
    if name not in steps:
        return InvalidAnswer(kind="unknown", reason=f"There is no tool {name[:60]!r}; {suggest_names(name, steps)}.")
    return read_key_value_step(steps[name], words)


def describe_arguments(step: type[Step]) -> str:
    """Describe how the command is written: "/list_entries [limit=…]"; arguments with a default are in brackets."""
    fields = step.model_fields.items()
    parts = [f"{name}=…" if field.is_required() else f"[{name}=…]" for name, field in fields]
    return " ".join([f"/{step.intent}", *parts])
