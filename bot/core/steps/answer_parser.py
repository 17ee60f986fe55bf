"""Reads the answer of a model as one step of its agent. Pure."""

import json
from collections.abc import Mapping

from pydantic import ValidationError

from bot.core.base_types import JSON, FrozenModel
from bot.core.canonical_json import parse_json
from bot.core.errors import NotCanonical
from bot.core.events import RefusalKind
from bot.core.prompts.argument_errors import describe_errors, drop_null_defaults
from bot.core.prompts.model_requests import ModelPrompt
from bot.core.secrets.redaction import cut_text, find_secret_field, find_secret_in_json, remove_secrets
from bot.core.secrets.secret_reference import NOT_A_REFERENCE, list_secret_fields
from bot.core.steps.base import Step


class AnswerCall(FrozenModel):
    """A call in a model's answer: the tool's name and the text of its arguments, unchecked."""

    tool: str
    arguments: str = ""


class RawAnswer(FrozenModel):
    """A model's answer before it was read. `usage` holds the server's counts, in its own fields."""

    words: str = ""
    calls: tuple[AnswerCall, ...] = ()
    refusal: str | None = None
    finish: str = ""
    usage: JSON = None


class ModelAnswer(FrozenModel):
    """A model's answer as it came: a tool's name and the text of its arguments, or the reason why there is none.

    `several` are the names when more than one tool was called. `fault` says why there is no answer, where the port
    knows. `truncated`: it ended at the limit of `budget` tokens (0: not known). `sent` is the prompt in the form that
    was answered; None: that of the request. `warning` is shown to people beside it. `raw` is the answer before it was
    read; None: there is no more.
    """

    tool: str | None = None
    arguments: str = ""
    words: str = ""
    refusal: str | None = None
    truncated: bool = False
    several: tuple[str, ...] = ()
    fault: str = ""
    budget: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    sent: ModelPrompt | None = None
    warning: str = ""
    raw: RawAnswer | None = None


class InvalidAnswer(FrozenModel):
    """An answer that is not a step of this agent: `reason` goes back to the model."""

    kind: RefusalKind
    reason: str


MAX_REASON = 400
"""Characters of a refusal's reason for the model."""

MAX_NAMED = 100
"""Names that are kept of tools called at once."""

CALL_ONE = "Call exactly one; to say something, call reply."


def read_step(chosen: ModelAnswer, steps: Mapping[str, type[Step]]) -> Step | InvalidAnswer:
    """Return the step in a model's answer. The name must match exactly; the arguments are parsed strictly."""
    if chosen.refusal is not None:
        return InvalidAnswer(kind="refused", reason=f"The model refused: {cut_text(chosen.refusal, 150)}")
    if chosen.truncated:
        limit = f"{chosen.budget} tokens" if chosen.budget else "tokens"
        if chosen.tool is None and not chosen.several and not chosen.words.strip():
            reason = (
                f"The whole budget of {limit} went into thinking, and no answer came. Think less before you answer."
            )
            return InvalidAnswer(kind="exhausted", reason=reason)
        return InvalidAnswer(
            kind="truncated", reason=f"The answer was cut off at the limit of {limit}. Answer shorter."
        )
    if chosen.fault:
        return InvalidAnswer(kind="invalid", reason=_shorten_reason(chosen.fault))
    if chosen.several:
        names = ", ".join(cut_text(name, 64) for name in chosen.several[:5])
        many = f"{len(chosen.several)}{' or more' if len(chosen.several) >= MAX_NAMED else ''}"
        reason = f"{many} tools were called at once ({names}), and none of them was run. {CALL_ONE}"
        return InvalidAnswer(kind="invalid", reason=_shorten_reason(reason))
    if chosen.tool is None:
        was = "" if chosen.words.strip() else "The answer was empty. "
        return InvalidAnswer(kind="invalid", reason=f"{was}No tool was called. {CALL_ONE}")
    if not chosen.tool.strip():
        return InvalidAnswer(
            kind="unknown", reason=_shorten_reason(f"The call names no tool. There are: {', '.join(steps)}.")
        )
    if chosen.tool not in steps:
        reason = f"There is no tool {cut_text(chosen.tool, 64)!r}. There are: {', '.join(steps)}."
        return InvalidAnswer(kind="unknown", reason=_shorten_reason(reason))
    return read_arguments(steps[chosen.tool], chosen.arguments, fills_in=True)


def _shorten_reason(reason: str) -> str:
    return cut_text(remove_secrets(reason), MAX_REASON, "…")


def read_arguments(step: type[Step], arguments: str, *, fills_in: bool = False) -> Step | InvalidAnswer:
    """Return the step with these arguments, or why they are invalid.

    `fills_in` (for models only): an empty text means no arguments, and a null that no type of its field allows means
    the default, as models write them for strict schemas.
    """
    try:
        text = "{}" if fills_in and arguments.strip() in ("", "null") else arguments
        value = parse_json(text)
        secret_fields = list_secret_fields(step)
        if isinstance(value, dict) and secret_fields:  # explained by validation: they take only the name of a secret
            where, kind = find_secret_field({name: inner for name, inner in value.items() if name not in secret_fields})
        else:
            where, kind = find_secret_in_json(text)
        if where:
            secret = NOT_IN_ARGUMENTS.format(step.intent, where, kind)
            return InvalidAnswer(kind="invalid", reason=_shorten_reason(secret))
        found, read = _validate_step(step, value, text, fills_in)
        if (stored := found.write_arguments()) != read:  # a canonical text was read by all of this already
            parse_json(stored)
            if (
                found.model_validate_json(stored, strict=True).write_arguments() != stored
            ):  # it would run as another step
                raise NotCanonical("they change each time they are read")
    except NotCanonical as error:
        return InvalidAnswer(kind="invalid", reason=_shorten_reason(f"{step.intent}: {error}"))
    except ValidationError as error:
        return InvalidAnswer(kind="invalid", reason=_shorten_reason(f"{step.intent}: {describe_errors(error, step)}"))
    return found


NOT_IN_ARGUMENTS = "{0}: {1} holds what looks like a secret ({2}), so nothing was done with it. Leave it out: secrets stand in no argument."


def _validate_step(step: type[Step], value: JSON, text: str, fills_in: bool) -> tuple[Step, str]:
    """Return the step, and the JSON text that it was read from: `text`, or the same without nulls for defaults."""
    try:
        return step.model_validate_json(text, strict=True), text
    except ValidationError as error:
        if not fills_in or (less := drop_null_defaults(value, error, step)) is None:
            raise
        filled = json.dumps(less, ensure_ascii=False)
        return step.model_validate_json(filled, strict=True), filled


def describe_validation_errors(error: ValidationError) -> str:
    """Describe the errors field by field, with at most 60 characters of each value."""
    parts = []
    errors = error.errors(include_url=False, include_context=False)
    is_untold = any(wrong["type"] == NOT_A_REFERENCE for wrong in errors)
    for wrong in errors[:5]:
        where = ".".join(map(str, wrong["loc"])) or "the arguments"
        was = "" if is_untold else f" (was {cut_text(repr(wrong['input']), 60)})"
        parts.append(f"{where}: {wrong['msg']}{was}")
    return "; ".join(parts)
