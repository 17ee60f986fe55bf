"""Reads the arguments that a person proposes for a call as the step that would run. Pure.

The step runs with the values that the person saw or wrote: an optional field that is left out keeps the value that the
card showed, and does not take the tool's default.
"""

import json
import re
from collections.abc import Collection

from bot.core.agent import Agent
from bot.core.base_types import JSON
from bot.core.canonical_json import parse_json
from bot.core.errors import FormComplaints, NotCanonical, NotUnderstood
from bot.core.forms import find_complaints
from bot.core.secrets.redaction import find_secret_field
from bot.core.secrets.secret_reference import has_secret_type
from bot.core.steps import InvalidAnswer, Step, read_arguments
from bot.core.submissions.submitted_tools import find_call_step
from bot.core.threads.thread import ToolCall


def build_edited_step(call: ToolCall, arguments: str, agent: Agent) -> Step:
    """Return the step with a person's arguments for this call.

    Raises `NotUnderstood`, and `FormComplaints` for errors in fields.
    """
    step_class = find_call_step(call, agent)
    if step_class is None:
        raise NotUnderstood(f"{call.intent} is no longer a tool of {agent.name}.")
    optional = {name for name, field in step_class.model_fields.items() if not field.is_required()}
    whole = fill_in_arguments(call.arguments, arguments, optional)
    step = read_arguments(step_class, whole)
    if isinstance(step, InvalidAnswer):
        complaints = find_complaints(step_class, whole) or {"": step.reason}
        try:
            where, kind = find_secret_field(parse_json(whole))
        except NotCanonical:
            where, kind = "", ""
        name = re.split(r"[.\[]", where)[0]
        if where and not has_secret_type(step_class, name):
            complaints = {name: f"it holds what looks like a secret ({kind}); secrets stand in no argument"}
        raise FormComplaints(complaints, "The edited arguments do not fit: ")
    if added := _find_added(parse_json(whole), parse_json(step.write_arguments()), ""):
        raise NotUnderstood(f"Write out {added} as well: a field that is left out would take the tool's own default.")
    return step


def fill_in_arguments(standing: str, given: str, names: Collection[str]) -> str:
    """Add the present values of `names` that the given arguments leave out. A text that is no JSON object is returned
    as it is."""
    try:
        values, kept = parse_json(given), parse_json(standing)
    except NotCanonical:
        return given
    if not isinstance(values, dict) or not isinstance(kept, dict):
        return given
    missing = {name: value for name, value in kept.items() if name in names and name not in values}
    return json.dumps({**missing, **values}, ensure_ascii=False) if missing else given


def _find_added(given: JSON, read: JSON, path: str) -> str:
    """Return the path of the first value that was read and not given; empty when there is none."""
    match given, read:
        case dict(), dict():
            for key, value in read.items():
                where = f"{path}.{key}" if path else key
                if key not in given:
                    return where
                if found := _find_added(given[key], value, where):
                    return found
        case list(), list():
            for number, (one, other) in enumerate(zip(given, read, strict=False)):
                if found := _find_added(one, other, f"{path}[{number}]"):
                    return found
        case _:
            pass
    return ""
