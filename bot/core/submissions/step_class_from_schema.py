"""Makes the step class of a submitted call from the JSON schema of its arguments. Pure: a schema is data, and nothing is
fetched for it.

The words of JSON schema that are understood are those that a form can show and pydantic can check; any other is refused
by name, and so is a reference. Patterns are matched by pydantic's own engine, in a time that is linear in the text.
"""

import re
import warnings
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Annotated, ClassVar, Literal, get_args

from pydantic import ConfigDict, Field, create_model
from pydantic_core import SchemaError

from bot.core.base_types import JSON, FrozenModel
from bot.core.canonical_json import canonicalize, parse_json
from bot.core.card.call_presentation import DisplayAs, DisplayKind
from bot.core.errors import NotUnderstood
from bot.core.escaping import make_visible
from bot.core.secrets.redaction import remove_secrets
from bot.core.steps import Step

MAX_SCHEMA = 16_000
"""Bytes of a schema as canonical JSON."""
MAX_PROPERTIES, MAX_OBJECTS = 100, 20
"""Properties of a schema, and objects in it, at all levels together: a class is made of each object."""
MAX_PATTERNS, MAX_PATTERN, MAX_REPEAT = 5, 200, 100
"""Patterns of a schema, characters of a pattern, and the greatest count in one: a compiled pattern takes memory."""
MAX_MATCHED = 2_000
"""Characters of a text that has a pattern: the time of a match grows with the text and with the compiled pattern."""
MAX_LEVELS = 8

DISPLAY = "x-display"
"""The word of a property that says how cards show its value."""

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}")
_COUNT, _DIGITS, _FLAGS = re.compile(r"(?<!\\)\{[0-9, ]+\}"), re.compile(r"[0-9]+"), re.compile(r"\(\?[a-zA-Z-]+[:)]")
_TAKEN = frozenset({"intent", "write_arguments"})
_ABOUT = frozenset({"title", "description", "default", "examples", "$comment", DISPLAY})
_LIMITS: Mapping[str, Mapping[str, str]] = {
    "string": {"minLength": "min_length", "maxLength": "max_length", "pattern": "pattern"},
    "number": {"minimum": "ge", "maximum": "le", "exclusiveMinimum": "gt", "exclusiveMaximum": "lt"},
    "array": {"minItems": "min_length", "maxItems": "max_length"},
}
_PLAIN: Mapping[str, JSON] = {"string": str, "integer": int, "number": float, "boolean": bool, "null": None}


class SubmittedStep(Step):
    """The base of the steps of submitted calls. Only the arguments that were sent are a part of the call."""

    model_config = ConfigDict(defer_build=False, protected_namespaces=())

    intent: ClassVar[str] = "submitted"

    def write_arguments(self) -> str:
        return canonicalize(self.model_dump(mode="json", exclude_unset=True)).decode()


class _SubmittedPart(FrozenModel):
    """The base of the objects within the arguments."""

    model_config = ConfigDict(defer_build=False, protected_namespaces=())


def infer_schema(arguments: Mapping[str, JSON]) -> JSON:
    """Return the schema of arguments that came without one: each of them required, of the type that it has."""
    return {
        "type": "object",
        "properties": {name: _infer_property(value) for name, value in arguments.items()},
        "required": list(arguments),
    }


def _infer_property(value: JSON) -> JSON:
    match value:
        case bool():
            return {"type": "boolean"}
        case int() | float():
            return {"type": "number"}
        case str():
            return {"type": "string"}
        case _:
            return {}


def select_properties(schema: JSON, arguments: str) -> JSON:
    """Return the schema of the arguments (canonical JSON) that were sent: an edit of them adds none and leaves
    none out."""
    properties, sent = schema.get("properties", {}), parse_json(arguments)
    left = {name: properties[name] for name in sent if name in properties}
    return {**schema, "properties": left, "required": list(left)}


def make_step_class(intent: str, about: str, schema: JSON) -> type[SubmittedStep]:
    """Return the step class of a call of the policy `intent`. Raises `NotUnderstood` for a schema that is not understood."""
    text = canonicalize(schema).decode()
    if len(text) > MAX_SCHEMA:
        raise NotUnderstood(f"schema: it has {len(text)} bytes; {MAX_SCHEMA} is the most.")
    if remove_secrets(text) != text or make_visible(text) != text:
        raise NotUnderstood("schema: it holds what looks like a secret, or invisible characters. Leave them out.")
    if (count := text.count('"pattern":')) > MAX_PATTERNS:
        raise NotUnderstood(f"schema: it has {count} patterns; {MAX_PATTERNS} are the most.")
    _refuse_many_parts(schema)
    return load_step_class(intent, about, text)


def _refuse_many_parts(schema: JSON) -> None:
    """Raises `NotUnderstood` for a schema of so many objects or properties that its class would take seconds to make."""
    objects, properties, parts = 0, 0, [schema]
    while parts:
        match parts.pop():
            case dict() as part:
                objects += "object" in (part["type"] if isinstance(part.get("type"), list) else [part.get("type")])
                properties += len(inner) if isinstance(inner := part.get("properties"), dict) else 0
                parts.extend(part.values())
            case list() as items:
                parts.extend(items)
    if objects > MAX_OBJECTS or properties > MAX_PROPERTIES:
        raise NotUnderstood(
            f"schema: it has {objects} objects and {properties} properties, at all levels together; {MAX_OBJECTS} and"
            f" {MAX_PROPERTIES} are the most."
        )


@lru_cache(maxsize=64)
def load_step_class(intent: str, about: str, schema: str) -> type[SubmittedStep]:
    """Return the step class of a schema as canonical JSON."""
    found: JSON = parse_json(schema)
    if not isinstance(found, dict) or found.get("type", "object") != "object":
        raise NotUnderstood('schema: it must be of the type "object": its properties are the arguments.')
    base: type[SubmittedStep] = type(
        "SubmittedArguments", (SubmittedStep,), {"__doc__": about, "__module__": __name__, "intent": intent}
    )
    return _make_model("schema", {key: found[key] for key in found if key != "$schema"}, base, 1)


def _make_model(where: str, schema: JSON, base: type, level: int) -> type:
    if level > MAX_LEVELS:
        raise NotUnderstood(f"{where}: objects are nested deeper than {MAX_LEVELS}.")
    _refuse_words(where, schema, {"type", "properties", "required", "additionalProperties", "title", "description"})
    properties, required = schema.get("properties", {}), schema.get("required", [])
    if schema.get("additionalProperties", False) is not False:
        raise NotUnderstood(f"{where}.additionalProperties: only false is understood: each argument has a name.")
    if not isinstance(properties, dict) or len(properties) > MAX_PROPERTIES:
        raise NotUnderstood(f"{where}.properties: it must be an object of at most {MAX_PROPERTIES} properties.")
    if not isinstance(required, list) or not all(isinstance(name, str) and name in properties for name in required):
        raise NotUnderstood(f"{where}.required: it must list names of properties.")
    fields: dict[str, JSON] = {}
    for name, inner in properties.items():
        if not _NAME.fullmatch(name) or name in _TAKEN or name.startswith("model_"):
            raise NotUnderstood(
                f"{where}: an argument cannot be called {name[:64]!r}: write letters, digits, _ and -, beginning with a"
                f" letter, and neither {' nor '.join(sorted(_TAKEN))} nor model_…"
            )
        kind = _make_type(f"{where}.{name}", inner, level)
        fields[name] = kind if name in required else (kind, None)
    try:
        with warnings.catch_warnings():  # an argument may be called as a method of pydantic is: `json`, `copy`
            warnings.simplefilter("ignore", UserWarning)
            made: type = create_model(base.__name__, __base__=base, __module__=__name__, __doc__=base.__doc__, **fields)
    except (SchemaError, TypeError, ValueError, NameError) as error:
        why = " ".join(str(error).rpartition("SchemaError: ")[2].split())[:200]
        raise NotUnderstood(f"{where}: it is not understood: {why}") from error
    return made


def _make_type(where: str, schema: JSON, level: int) -> JSON:
    """Return the annotation of one value. Raises `NotUnderstood`."""
    if not isinstance(schema, dict):
        raise NotUnderstood(f"{where}: it must be a schema, an object.")
    if "$ref" in schema:
        raise NotUnderstood(f"{where}: $ref is not followed, here or elsewhere; write the schema out.")
    marks: list[JSON] = [Field(**_read_about(where, schema))]
    if DISPLAY in schema:
        if schema[DISPLAY] not in get_args(DisplayKind):
            kinds = ", ".join(get_args(DisplayKind))
            raise NotUnderstood(f"{where}.{DISPLAY}: {str(schema[DISPLAY])[:40]!r} is not one of: {kinds}.")
        marks.append(DisplayAs(schema[DISPLAY]))
    if "enum" in schema or "const" in schema:
        _refuse_words(where, schema, {"type", "enum", "const"} | _ABOUT)
        return Annotated[_make_choices(where, schema), *marks]
    kinds = schema.get("type", [])
    names = [kinds] if isinstance(kinds, str) else kinds
    if not isinstance(names, list) or not all(isinstance(name, str) and names.count(name) == 1 for name in names):
        raise NotUnderstood(f"{where}.type: it must be a type, or a list of different types.")
    if not names:
        _refuse_words(where, schema, {"type"} | _ABOUT)
        return Annotated[JSON, *marks]
    found: JSON = None
    for number, name in enumerate(names):
        each = _make_plain_type(where, name, schema, level)
        found = each if number == 0 else found | each
    return Annotated[found, *marks]


def _make_plain_type(where: str, name: str, schema: JSON, level: int) -> JSON:
    limits = _LIMITS.get("number" if name == "integer" else name, {})
    if name == "object":
        return _make_model(where, {k: v for k, v in schema.items() if k not in _ABOUT}, _SubmittedPart, level + 1)
    known = {"type"} | _ABOUT | limits.keys() | ({"format"} if name == "string" else set())
    if isinstance(schema.get("type"), list):  # each word belongs to one of the types
        known |= {word for each in _LIMITS.values() for word in each} | {"format", "items"}
    _refuse_words(where, schema, known | ({"items"} if name == "array" else set()))
    given = {ours: schema[word] for word, ours in limits.items() if word in schema}
    if name == "array":
        items = _make_type(f"{where}.items", schema["items"], level + 1) if "items" in schema else JSON
        return Annotated[list[items], Field(**given)]  # type: ignore[valid-type]
    if name == "string" and schema.get("format") == "date":
        return date
    if name not in _PLAIN:
        raise NotUnderstood(f"{where}.type: {name[:40]!r} is not one of: {', '.join((*_PLAIN, 'array', 'object'))}.")
    for word, value in given.items():
        if not isinstance(value, str if word == "pattern" else (int, float)) or isinstance(value, bool):
            raise NotUnderstood(f"{where}: {value!r} is no limit.")
        if isinstance(value, str):
            _refuse_large_pattern(where, value)
    if "pattern" in given:
        given["max_length"] = min(given.get("max_length", MAX_MATCHED), MAX_MATCHED)
    return Annotated[_PLAIN[name], Field(**given)] if given else _PLAIN[name]


def _refuse_large_pattern(where: str, pattern: str) -> None:
    counts = _COUNT.findall(pattern)
    if (
        len(pattern) > MAX_PATTERN
        or _FLAGS.search(pattern)  # by the flag x a count may have spaces in it
        or len(counts) > 1
        or any(int(each) > MAX_REPEAT for each in _DIGITS.findall("".join(counts)))
    ):
        raise NotUnderstood(
            f"{where}.pattern: write at most {MAX_PATTERN} characters, no flags, and one count of at most {MAX_REPEAT}."
        )


def _make_choices(where: str, schema: JSON) -> JSON:
    options = [schema["const"]] if "const" in schema else schema["enum"]
    if not isinstance(options, list) or not 1 <= len(options) <= 100:
        raise NotUnderstood(f"{where}.enum: it must list 1 to 100 values.")
    if not all(isinstance(each, str | int) or each is None for each in options):
        raise NotUnderstood(f"{where}.enum: only texts, whole numbers, true, false and null can be chosen.")
    return Literal[tuple(options)]


def _read_about(where: str, schema: JSON) -> dict[str, JSON]:
    found = {word: schema[word] for word in ("title", "description") if word in schema}
    for word, text in found.items():
        if not isinstance(text, str) or len(text) > 500:
            raise NotUnderstood(f"{where}.{word}: it must be a text of at most 500 characters.")
    return found


def _refuse_words(where: str, schema: JSON, known: set[str] | frozenset[str]) -> None:
    for word in schema:
        if word == "$ref":
            raise NotUnderstood(f"{where}: $ref is not followed, here or elsewhere; write the schema out.")
        if word not in known:
            raise NotUnderstood(f"{where}.{word[:60]}: this word of JSON schema is not understood here.")
