"""Steps as strict function tools of the OpenAI wire format. Pure."""

import json
from collections.abc import Mapping
from functools import lru_cache

from bot.core.base_types import JSON
from bot.core.errors import CountersignError
from bot.core.steps.base import Step


def write_tool_schema(step: type[Step]) -> JSON:
    """Return the strict function tool of the OpenAI wire format: every field required, no others allowed.

    Raises `NotStrict` for a field that the format cannot express.
    """
    return json.loads(_write_schema_text(step))


@lru_cache(maxsize=1_024)
def _write_schema_text(step: type[Step]) -> str:
    schema = step.model_json_schema()
    if "$ref" in schema:
        raise NotStrict(step.intent, "itself as a part")
    parameters = _make_strict(schema, step.intent)
    parameters.pop("description", None)
    about = " ".join((step.__doc__ or "").split())
    function = {"name": step.intent, "description": about, "strict": True, "parameters": parameters}
    return json.dumps({"type": "function", "function": function})


class NotStrict(CountersignError):
    """The step {0!r} has {1}, which a strict tool schema cannot say."""


_NOT_IN_STRICT = {
    "title", "default", "minLength", "maxLength", "minItems", "maxItems", "uniqueItems", "format", "discriminator"
}  # fmt: skip


def _make_strict(schema: JSON, intent: str) -> JSON:
    """Make this schema and all within it strict. Keys beside a `$ref` are dropped; `oneOf` becomes `anyOf`."""
    if "$ref" in schema:
        return {"$ref": schema["$ref"]}
    if "prefixItems" in schema:
        raise NotStrict(intent, "a tuple of mixed items")
    if schema.get("additionalProperties"):
        raise NotStrict(intent, "a mapping with keys of any name")
    found: dict[str, JSON] = {}
    for key, value in schema.items():
        match key:
            case "properties" | "$defs":
                found[key] = {name: _make_strict(inner, intent) for name, inner in value.items()}
            case "items":
                found[key] = _make_strict(value, intent)
            case "anyOf" | "oneOf":
                found["anyOf"] = [_make_strict(inner, intent) for inner in value]
            case _ if key not in _NOT_IN_STRICT:
                found[key] = value
    if not found.keys() & {"type", "anyOf", "enum", "const"}:
        raise NotStrict(intent, "a field of no type")
    if found.get("type") == "object":
        found |= {"properties": found.get("properties", {}), "additionalProperties": False}
        found["required"] = list(found["properties"])
    return found


def write_tools_json(steps: Mapping[str, type[Step]]) -> str:
    """Return all steps as the text of the request's `tools`, in a fixed order."""
    return json.dumps([write_tool_schema(step) for step in steps.values()], ensure_ascii=False, separators=(",", ":"))
