"""Describes invalid arguments to a model: the field, the given value, and the expected form."""

import json
import re
from collections.abc import Mapping, Sequence

from pydantic import BaseModel, ValidationError

from bot.core.base_types import JSON
from bot.core.secrets.redaction import cut_text, remove_secrets
from bot.core.secrets.secret_reference import NOT_A_REFERENCE

MAX_GIVEN = 60
"""Characters of a given value that are quoted."""
MAX_COMPLAINTS = 5
_TYPES = {
    "string": "a text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "an object",
}
"""The types of JSON Schema in words."""


def describe_errors(error: ValidationError, step: type[BaseModel]) -> str:
    """Return one line for each field that does not fit, at most five."""
    lines = []
    errors = error.errors(include_url=False, include_context=True)
    has_value = any(wrong["type"] == NOT_A_REFERENCE for wrong in errors)  # a value where a secret's name belongs
    for wrong in errors[:MAX_COMPLAINTS]:
        where = ".".join(map(str, wrong["loc"])) or "the arguments"
        told = _describe_expected(wrong["type"], wrong["input"], wrong.get("ctx", {}), step, wrong["loc"])
        is_untold = has_value or wrong["type"] == "missing"
        given = "" if is_untold else f" (given: {cut_text(remove_secrets(_format_json(wrong['input'])), MAX_GIVEN)})"
        lines.append(f"{where}: {wrong['msg']}{given}{f'; {told}' if told else ''}")
    return "; ".join(lines)


def drop_null_defaults(value: JSON, error: ValidationError, step: type[BaseModel]) -> JSON | None:
    """Return the arguments without each null that means a default: strict schemas make models write those. None: there
    is none.

    A null that the field allows is no error and is kept.
    """
    if not isinstance(value, dict):
        return None
    fields = {field.alias or name: field for name, field in step.model_fields.items()}
    left = {
        wrong["loc"][0]
        for wrong in error.errors(include_url=False, include_context=False)
        if (name := wrong["loc"][0] if wrong["loc"] else "") in fields
        and value.get(name, ...) is None
        and not fields[str(name)].is_required()
    }
    return {key: inner for key, inner in value.items() if key not in left} if left else None


def _describe_expected(
    kind: str, given: JSON, context: Mapping[str, JSON], step: type[BaseModel], where: Sequence[int | str]
) -> str:
    match kind, given:
        case "missing", _:
            properties = step.model_json_schema().get("properties", {}) if len(where) == 1 else {}
            return f"it is required: give {_TYPES.get(properties.get(str(where[0]), {}).get('type', ''), 'a value')}"
        case "extra_forbidden", _:
            return f"leave it out; the fields are: {', '.join(step.model_fields) or 'none'}" if len(where) == 1 else ""
        case "int_type", str() if re.fullmatch(r"\s*-?[0-9]{1,15}\s*", given):
            return f"write {int(given)} without quotes"
        case (("int_type" | "int_from_float"), float()) if given.is_integer():
            return f"write {int(given)}, without a decimal point"
        case "float_type", str() if re.fullmatch(r"\s*-?[0-9]{1,15}(\.[0-9]{1,15})?\s*", given):
            return f"write {given.strip()} without quotes"
        case "bool_type", str() if given.strip().lower() in ("true", "false"):
            return f"write {given.strip().lower()} without quotes"
        case "bool_type", _:
            return "write true or false"
        case (("literal_error" | "enum"), _):
            return f"write it exactly as there; small and capital letters differ: {context.get('expected', '')}"[:160]
        case "string_type", (int() | float() | bool()):
            return f"write it as text: {_format_json(_format_json(given))[:MAX_GIVEN]}"
        case (("model_type" | "dict_type"), str()):
            return "write an object in braces, not a text that holds one"
        case _:
            return ""


def _format_json(value: JSON) -> str:
    try:
        return json.dumps(value, ensure_ascii=True)
    except (TypeError, ValueError, RecursionError):
        return repr(value)
