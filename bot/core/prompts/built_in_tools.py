"""The built-in steps as tools of a request, in a short form, since each request carries them.

They are not `strict`: a strict schema costs 60 bytes a tool and must repeat each field. Limits that a server then does
not enforce are checked when the answer is read, like all others.
"""

import json
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from bot.core.steps import (
    AskHuman,
    Done,
    LookBack,
    NothingToDo,
    Reply,
    RequestApproval,
    Step,
    Wait,
    Withdraw,
    write_tool_schema,
)
from bot.core.values import JSON

INDISPENSABLE = (Reply.intent, Done.intent)
"""Steps that an agent cannot leave out: to speak to people, and to finish."""

MAX_STEP_TEXT = 1_000
"""Characters of an agent's own description of a built-in step."""

STEP_TEXTS: Mapping[str, str] = MappingProxyType(
    {
        Reply.intent: "Say something; go_on: then act on.",
        AskHuman.intent: "Ask and wait. choices: for multiple_choice; fields: for form.",
        RequestApproval.intent: "For what no tool does.",
        LookBack.intent: "Show events that are left_out.",
    }
)
"""The default descriptions of built-in steps; the others have only a name and fields."""

_TEXT: JSON = {"type": "string"}
_WHOLE: JSON = {"type": "integer"}
_FIELD: JSON = {"type": "object", "properties": {"name": _TEXT, "label": _TEXT, "kind": _TEXT}}

_PROPERTIES: Mapping[type[Step], Mapping[str, JSON]] = {
    Reply: {"message": _TEXT, "go_on": {"type": "boolean"}},
    AskHuman: {
        "question": _TEXT,
        "context": _TEXT,
        "urgency": {"type": "string", "enum": ["low", "high"]},
        "format": {"type": "string", "enum": ["yes_no", "multiple_choice", "form"]},
        "choices": {"type": "array", "items": _TEXT},
        "fields": {"type": "array", "items": _FIELD},
    },
    RequestApproval: {"action": _TEXT},
    Withdraw: {"call": _TEXT, "why": _TEXT},
    Wait: {"seconds": _WHOLE},
    Done: {"message": _TEXT},
    NothingToDo: {"why": _TEXT},
    LookBack: {"first": _WHOLE, "last": _WHOLE},
}
"""The fields of each step. A default (medium, free_text) is chosen by leaving the field out."""

_REQUIRED: Mapping[type[Step], tuple[str, ...]] = {Reply: ("message",), Done: ("message",)}


def write_tools(own: Iterable[type[Step]], built_in: Iterable[type[Step]], texts: Mapping[str, str]) -> str:
    """Return the text of a request's `tools`: the agent's own steps in strict schemas, then these built-in ones.

    `texts` replace the descriptions of built-in steps, by intent.
    """
    tools: list[JSON] = [*map(write_tool_schema, own)]
    for step in built_in:
        parameters: dict[str, JSON] = {"type": "object", "properties": dict(_PROPERTIES[step])}
        if step in _REQUIRED:
            parameters["required"] = list(_REQUIRED[step])
        about = texts.get(step.intent, STEP_TEXTS.get(step.intent, ""))
        described = {"description": about} if about else {}
        function = {"name": step.intent, **described, "parameters": parameters}
        tools.append({"type": "function", "function": function})
    return json.dumps(tools, ensure_ascii=False, separators=(",", ":"))
