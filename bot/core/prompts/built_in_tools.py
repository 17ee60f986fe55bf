"""The built-in steps as tools of a request, in a short form, since each request carries them.

They are not `strict`: a strict schema costs 60 bytes a tool and must repeat each field. Limits that a server then does
not enforce are checked when the answer is read, like all others.
"""

import json
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from bot.core.base_types import JSON
from bot.core.steps import BuiltInStep, Step, write_tool_schema

NO_MORE: Mapping[str, Mapping[str, JSON]] = MappingProxyType({})

MAX_STEP_TEXT = 1_000
"""Characters of an agent's own description of a built-in step."""


def write_tools(
    own: Iterable[type[Step]],
    built_in: Iterable[type[BuiltInStep]],
    texts: Mapping[str, str],
    more: Mapping[str, Mapping[str, JSON]] = NO_MORE,
) -> str:
    """Return the text of a request's `tools`: the agent's own steps in strict schemas, then these built-in ones.

    `texts` are the descriptions of built-in steps, by intent; `more` are further fields of this agent's built-in steps.
    """
    tools: list[JSON] = [*map(write_tool_schema, own)]
    for step in built_in:
        parameters: dict[str, JSON] = {
            "type": "object",
            "properties": {**step.wire_properties, **more.get(step.intent, {})},
        }
        if step.wire_required:
            parameters["required"] = list(step.wire_required)
        about = texts.get(step.intent)
        described = {"description": about} if about else {}
        function = {"name": step.intent, **described, "parameters": parameters}
        tools.append({"type": "function", "function": function})
    return json.dumps(tools, ensure_ascii=False, separators=(",", ":"))
