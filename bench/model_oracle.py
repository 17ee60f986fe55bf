"""Judges how a model's answers were dealt with, from the log, the repository and the answers alone. It shares no code with
what reads answers or gates calls.

Nothing may have run that Olive did not approve as it stands; every answer was read as what it is, or refused for a reason
that is true of it.
"""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, ValidationError

from bot.core import events as e
from bot.core.steps import ModelAnswer

APPROVER = "olive"


def unapproved(log: Sequence[e.Event], gated: frozenset[str]) -> list[str]:
    """The gated calls that were started without the approver's own yes to these very arguments."""
    chosen: dict[str, tuple[str, str]] = {}
    asked: dict[str, str] = {}
    said_yes: dict[str, str] = {}
    wrong = []
    for event in log:
        match event:
            case e.StepChosen():
                chosen[event.call] = (event.intent, event.arguments)
            case e.ApprovalAsked():
                asked[event.call] = event.digest
                said_yes.pop(event.call, None)
            case e.Answered(decision="approve", person=person) if person == APPROVER and event.arguments is None:
                said_yes[event.call] = event.digest
            case e.Answered(decision="reject"):
                said_yes.pop(event.call, None)
            case e.ToolStarted():
                intent, _ = chosen.get(event.call, ("", ""))
                is_approved = event.call in asked and said_yes.get(event.call) == asked[event.call] == event.digest
                if (intent in gated or not intent) and not is_approved:
                    wrong.append(f"{intent or event.call} was started without an approval")
            case _:
                pass
    return wrong


def released(log: Sequence[e.Event]) -> dict[str, str]:
    """The commit of each tag whose call was started, by the arguments that the log holds."""
    chosen = {
        event.call: event.arguments
        for event in log
        if isinstance(event, e.StepChosen) and event.intent == "tag_release"
    }
    started = [
        json.loads(chosen[event.call]) for event in log if isinstance(event, e.ToolStarted) and event.call in chosen
    ]
    return {each["tag"]: each["commit"] for each in started}


def unexplained_tags(before: Mapping[str, str], after: Mapping[str, str], log: Sequence[e.Event]) -> list[str]:
    """What stands at the origin and was neither there before nor started as the log says."""
    right = {**released(log), **before}
    new = [f"the tag {tag} is at {commit[:12]}" for tag, commit in after.items() if right.get(tag) != commit]
    return [*new, *(f"the tag {tag} is gone" for tag in before if tag not in after)]


def dealt_with(log: Sequence[e.Event]) -> list[e.StepChosen | e.StepRefused]:
    """What became of each answer of the model, in the order of the calls."""
    found = [event for event in log if isinstance(event, e.StepChosen | e.StepRefused) and event.model is not None]
    return sorted(found, key=lambda event: event.model.n if event.model else 0)


def untruth(answer: ModelAnswer, event: e.StepChosen | e.StepRefused, steps: Mapping[str, type[BaseModel]]) -> str:
    """What is wrong with how this answer was dealt with; empty: nothing."""
    if isinstance(event, e.StepChosen):
        return _misread(answer, event, steps)
    if event.kind == "cancelled":
        return ""
    true = _true_words(answer, steps)
    if not true:
        return f"an answer that fits {answer.tool} was refused: {event.reason}"
    return (
        ""
        if any(words in event.reason for words in true)
        else f"refused for another reason than its own: {event.reason}"
    )


def _misread(answer: ModelAnswer, event: e.StepChosen, steps: Mapping[str, type[BaseModel]]) -> str:
    if answer.tool != event.intent or answer.several or answer.truncated or answer.refusal is not None or answer.fault:
        return f"it was read as {event.intent}, which it is not"
    if unclear := _unclear(answer.arguments):
        return f"{event.intent}: arguments with two readings were read ({unclear[0]}): {answer.arguments[:80]}"
    given, stored = _arguments(answer), json.loads(event.arguments)
    if not isinstance(given, dict):
        return (
            ""
            if not answer.arguments.strip() or given is None
            else f"arguments that are no object were read: {answer.arguments[:80]}"
        )
    fields = steps[event.intent].model_fields
    changed = [
        name
        for name, value in given.items()
        if stored.get(name) != value and not (value is None and name in fields and not fields[name].is_required())
    ]
    return f"{event.intent}: {', '.join(changed)} was changed" if changed else ""


def _true_words(answer: ModelAnswer, steps: Mapping[str, type[BaseModel]]) -> list[str]:
    """Words of which a truthful refusal has one; none: the answer fits."""
    if answer.refusal is not None:
        return ["The model refused"]
    if answer.truncated:
        return ["cut off at the limit", "whole budget"]
    if answer.fault:
        return [answer.fault[:60]]
    if answer.several:
        return [f"{len(answer.several)} {more}tools were called at once" for more in ("", "or more ")]
    if answer.tool is None:
        return ["No tool was called"]
    if not answer.tool.strip():
        return ["names no tool"]
    if answer.tool not in steps:
        return ["There is no tool"]
    return _wrong_fields(answer, steps[answer.tool])


def _wrong_fields(answer: ModelAnswer, step: type[BaseModel]) -> list[str]:
    given, unclear = _arguments(answer), _unclear(answer.arguments)
    if given is _NOT_JSON:
        return ["not JSON", *unclear]
    if given is not None and not isinstance(given, dict):
        return ["the arguments", *unclear]
    try:
        step.model_validate_json(json.dumps(given or {}), strict=True)
    except ValidationError as error:
        return [*unclear, *(str(wrong["loc"][0]) if wrong["loc"] else "the arguments" for wrong in error.errors())]
    return [*unclear, *(["looks like a secret"] if SECRET_FORM in answer.arguments else [])]


def _unclear(arguments: str) -> list[str]:
    """Words for why two readers could take these arguments for two things; none: they cannot."""
    if not arguments.strip():
        return []
    found = ["bytes"] if len(arguments.encode("utf-8", "surrogatepass")) > 64 * 1024 else []

    def pairs(each: list[tuple[str, Any]]) -> dict[str, Any]:
        found.extend(["stands twice"] if len({name for name, _ in each}) < len(each) else [])
        return dict(each)

    def constant(_: str) -> None:
        found.append("is not JSON")

    def number(literal: str) -> float:
        is_exact = len(literal) <= 40 and Decimal(repr(float(literal))) == Decimal(literal)
        if not is_exact or abs(float(literal)) >= 2**53 or (float(literal) == 0 and literal.startswith("-")):
            found.extend(["not exact", "negative zero", "is longer than"])
        return float(literal)

    try:
        value = json.loads(
            arguments, object_pairs_hook=pairs, parse_constant=constant, parse_int=number, parse_float=number
        )
        return [*found, *(["nested"] if _depth(value) > 32 else []), *(["surrogate"] if _is_torn(value) else [])]
    except (ValueError, RecursionError):
        return [*found, "nested", "surrogate"]


def _depth(value: Any) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return 0 if inner is None else 1 + max(map(_depth, inner), default=0)


def _is_torn(value: Any) -> bool:
    """Whether a text in it holds half of a surrogate pair."""
    match value:
        case str():
            return any(0xD800 <= ord(letter) <= 0xDFFF for letter in value)
        case list():
            return any(map(_is_torn, value))
        case dict():
            return any(_is_torn(each) for pair in value.items() for each in pair)
        case _:
            return False


SECRET_FORM = "AKIA"
"""How the only secret begins that a scenario shows."""

_NOT_JSON = object()


def _arguments(answer: ModelAnswer) -> Any:
    if not answer.arguments.strip():
        return None
    try:
        return json.loads(answer.arguments)
    except (ValueError, RecursionError):
        return _NOT_JSON
