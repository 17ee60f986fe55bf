"""The sentence about the fields of a request that do not fit its schema: each by its place, with a number or a yes or no that came.

Text is not quoted: it may be a secret that was sent in the wrong field.
"""

import json
from collections.abc import Mapping
from typing import Any

from fastapi.exceptions import RequestValidationError

from bot.core.base_types import JSON
from bot.core.configuration.validation_messages import MOST, QUOTED
from bot.core.secrets.redaction import cut_text, remove_secrets

OBJECTS = ("model_type", "dict_type", "mapping_type", "model_attributes_type")
MAX_TEXT = 1_000
LISTS = ("tuple_type", "list_type", "set_type", "frozen_set_type")


def describe_invalid_fields(error: RequestValidationError, content_type: str) -> str:
    """Return the errors of the first fields."""
    text = "; ".join(_describe_one(fault, content_type) for fault in error.errors()[:MOST])
    return cut_text(remove_secrets(text.encode("utf-8", "backslashreplace").decode()), MAX_TEXT)


def _describe_one(fault: Mapping[str, Any], content_type: str) -> str:
    where, kind, value = fault["loc"], fault["type"], fault["input"]
    place = ".".join(map(str, where))
    if where == ("body",) and kind == "missing":
        return "body: it is empty; send a JSON object"
    if where == ("body",) and isinstance(value, str | bytes) and not content_type.startswith("application/json"):
        sent = f"with the Content-Type {content_type[:QUOTED]!r}" if content_type else "without a Content-Type"
        return f"body: it came {sent}, so it was not read; send a JSON object with Content-Type: application/json"
    said = fault["msg"].removeprefix("Value error, ")
    if kind == "too_long" and isinstance(value, str):
        said = f"String should have at most {fault['ctx']['max_length']} characters"
    elif kind in OBJECTS:
        said = "Input should be an object"
    elif kind in LISTS:
        said = "Input should be a list"
    return f"{place}: {said}{_quote_value(kind, value)}"


def _quote_value(kind: str, value: JSON) -> str:
    """The value in brackets; empty for text, a list or an object."""
    if kind in ("missing", "value_error", "extra_forbidden") or not isinstance(value, int | float | None):
        return ""
    return f" (given: {json.dumps(value)[:QUOTED]})"
