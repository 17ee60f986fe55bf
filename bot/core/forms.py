"""Forms that a person fills in, field by field, the same for all surfaces. Pure."""

import json
import math
import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from pydantic import Field, ValidationError

from bot.core.base_types import JSON, FrozenModel
from bot.core.canonical_json import MAX_DIGITS, MAX_NUMBER, canonicalize, parse_json
from bot.core.errors import FormComplaints, NotCanonical, NotUnderstood
from bot.core.escaping import make_visible
from bot.core.secrets.redaction import cut_text, remove_secrets
from bot.core.secrets.secret_reference import NOT_A_REFERENCE, has_secret_type

MAX_LABEL = 75
LONG, LONG_LIMIT = 100, 200
"""A text gets a large input when it has more than `LONG` characters, or its limit is above `LONG_LIMIT`."""

FieldKind = Literal["text", "long_text", "integer", "number", "boolean", "choice", "choices", "date", "json"]


class FormField(FrozenModel):
    """One field: `value` is its present value, `max_length` counts characters, `choices` are for `choice` and
    `choices`.

    `json` holds the canonical JSON text of its value. `blank` is the value of an optional field when it is empty.
    """

    name: str = Field(pattern=r"^\w[\w-]{0,127}$")
    label: str = Field(min_length=1, max_length=MAX_LABEL)
    kind: FieldKind
    required: bool = True
    choices: tuple[str, ...] = ()
    help: str = ""
    value: JSON = None
    max_length: int | None = None
    blank: JSON = None


def build_fields(step: type[FrozenModel], arguments: str) -> tuple[FormField, ...]:
    """Return the form of a tool's arguments, one field for each field of its step, filled with these canonical
    arguments."""
    whole, held = _read_schema(step), parse_json(arguments)
    return tuple(_build_field(step, name, schema, whole, held) for name, schema in whole.get("properties", {}).items())


def find_complaints(step: type[FrozenModel], arguments: str) -> Mapping[str, str]:
    """Return why these arguments (JSON text) do not fit the step, by field; "" is for the whole. Empty: they fit."""
    try:
        parse_json(arguments)
        step.model_validate_json(arguments, strict=True)
    except NotCanonical as error:
        return {"": str(error)}
    except ValidationError as error:
        found: dict[str, str] = {}
        for wrong in error.errors(include_url=False, include_context=False):
            name, *within = map(str, wrong["loc"] or ("",))
            if has_secret_type(step, name) and wrong["type"] != NOT_A_REFERENCE:
                wrong = {**wrong, "type": NOT_A_REFERENCE}  # the given text may be a secret's value
            found.setdefault(name, _describe_complaint(wrong["type"], wrong["msg"], wrong["input"], ".".join(within)))
        return found
    return {}


def convert_values(fields: Sequence[FormField], values: Mapping[str, JSON]) -> str:
    """Return the canonical JSON object of the values in a form's inputs, by the name of the field.

    Values come as a browser or Slack sends them (text, lists of text, booleans; an absent one is empty) or as JSON. An
    unchanged input keeps the value of the field, also where an input cannot show it exactly. Raises `FormComplaints`.
    """
    found: dict[str, JSON] = {}
    names = {field.name for field in fields}
    complaints = {cut_text(name, 60): "there is no such field" for name in values if name not in names}
    for field in fields:
        try:
            found[field.name] = _read_value(field, values.get(field.name))
        except NotUnderstood as wrong:
            complaints[field.name] = str(wrong)
    if complaints:
        raise FormComplaints(complaints)
    try:
        return canonicalize(found).decode()
    except NotCanonical as error:
        raise FormComplaints({"": str(error)}) from error


def write_value(value: JSON) -> str:
    """Return the text of an input for a value: empty for null, numbers without an exponent, lists as JSON."""
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case int() | float():
            return format(Decimal(repr(value)), "f")
        case _:
            return json.dumps(value, ensure_ascii=False)


@lru_cache(maxsize=256)
def _read_schema(step: type[FrozenModel]) -> JSON:
    return step.model_json_schema(by_alias=False)


def _build_field(step: type[FrozenModel], name: str, schema: JSON, whole: JSON, held: Mapping[str, JSON]) -> FormField:
    info, value = step.model_fields[name], held.get(name)
    shape, is_nullable = _resolve_shape(schema, whole)
    is_list = shape.get("type") == "array" and isinstance(shape.get("items"), dict)
    each = _list_options(_resolve_shape(shape["items"], whole)[0] if is_list else shape)
    choices = tuple(each) if all(isinstance(option, str) for option in each) else ()  # other values are not chosen
    kind = _choose_kind(shape, choices, value)
    if not _is_showable(kind, choices, value):
        kind, choices = "json", ()
    if kind == "json" and name in held:  # with all but ASCII escaped when it holds an invisible character
        text = canonicalize(value).decode()
        value = text if make_visible(text) == text else json.dumps(value, ensure_ascii=True, separators=(",", ":"))
    label, options = info.title or name, _list_options(shape)
    numbers = options if shape.get("type") in ("integer", "number") else []  # a field's choices are texts only
    may_be_empty = kind in ("text", "long_text") and info.default == ""
    if kind == "choices":
        may_be_empty = not shape.get("minItems")
    one_of = [f"One of: {', '.join(map(write_value, numbers))}."] if numbers else []
    return FormField(
        name=name,
        label=label if len(label) <= MAX_LABEL else f"{label[: MAX_LABEL - 1]}…",
        kind=kind,
        required=not (is_nullable or may_be_empty),
        choices=choices,
        help=" ".join([*([info.description] if info.description else []), *one_of]),
        value=value,
        max_length=shape.get("maxLength") if kind in ("text", "long_text") else None,
        blank=None if is_nullable else {"text": "", "long_text": "", "choices": []}.get(kind),
    )


def _resolve_shape(schema: JSON, whole: JSON) -> tuple[JSON, bool]:
    """Return the schema without references and null, and whether it allowed null. {}: it is a union of several types."""
    while "$ref" in schema:
        schema = whole.get("$defs", {}).get(schema["$ref"].rpartition("/")[2], {})
    if "anyOf" not in schema:
        return schema, schema.get("type") == "null"
    others = [each for each in schema["anyOf"] if each.get("type") != "null"]
    is_nullable = len(others) < len(schema["anyOf"])
    if len(others) != 1:
        return {}, is_nullable
    shape, within = _resolve_shape(others[0], whole)
    return shape, is_nullable or within


def _list_options(shape: JSON) -> list[JSON]:
    return [shape["const"]] if "const" in shape else list(shape.get("enum", ()))


def _choose_kind(shape: JSON, choices: tuple[str, ...], value: JSON) -> FieldKind:
    match shape.get("type"):
        case "array" if choices:
            return "choices"
        case _ if choices:
            return "choice"
        case "string" if shape.get("format") == "date":
            return "date"
        case "string":
            most, held = shape.get("maxLength"), value if isinstance(value, str) else ""
            is_long = "\n" in held or (len(held) > LONG if most is None else most > LONG_LIMIT)
            return "long_text" if is_long else "text"
        case "integer":
            return "integer"
        case "number":
            return "number"
        case "boolean":
            return "boolean"
        case _:
            return "json"


def _is_showable(kind: FieldKind, choices: tuple[str, ...], value: JSON) -> bool:
    """Return whether an input of this kind can hold the value and show all of it; otherwise it is written as JSON.

    A box that is not ticked means false, and not null.
    """
    if value is None:
        return kind != "boolean"
    match kind:
        case "text" | "long_text":
            return isinstance(value, str) and make_visible(value) == value
        case "choice":
            return value in choices
        case "choices":
            return isinstance(value, list) and all(item in choices for item in value)
        case "boolean":
            return isinstance(value, bool)
        case "integer":
            return isinstance(value, int) and not isinstance(value, bool)
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "date":
            return isinstance(value, str) and _is_date(value)
        case "json":
            return True


def _describe_complaint(type: str, msg: str, value: JSON, within: str) -> str:
    at = f"at {within}: " if within else ""
    match type:
        case "missing":
            return f"{at}it is missing"
        case "extra_forbidden":
            return f"{at}there is no such field"
        case "secret_reference":
            return f"{at}{msg}"
        case _:
            return f"{at}{_quote_value(value)}: {msg.removeprefix('Value error, ')}"


def _quote_value(value: JSON) -> str:
    text = make_visible(json.dumps(value, ensure_ascii=False, default=str))
    return cut_text(remove_secrets(text), 60, "…")


def _read_value(field: FormField, sent: JSON) -> JSON:
    """Return the value that was put into one field. Raises `NotUnderstood`."""
    if field.kind == "boolean" and field.required and sent in (None, ""):
        return False
    if field.value is not None and _is_untouched(field, sent):
        return parse_json(field.value) if field.kind == "json" and isinstance(field.value, str) else field.value
    is_blank = isinstance(sent, str) and not sent.strip() and sent not in field.choices
    keeps_blanks = not field.required and field.kind in ("text", "long_text")
    if sent is None or (field.kind == "choices" and sent == []) or (is_blank and not (sent and keeps_blanks)):
        if field.required:
            raise NotUnderstood("it is required, and empty")
        return field.blank
    return _read_kind(field, sent)


def _is_untouched(field: FormField, sent: JSON) -> bool:
    match sent:
        case bool():
            return field.kind == "boolean" and sent == bool(field.value)
        case list():
            held = field.value if isinstance(field.value, list) else []
            return field.kind == "choices" and sorted(map(str, sent)) == sorted(set(map(str, held)))
        case str():
            return field.kind != "choices" and _normalize_lines(sent) == _normalize_lines(write_value(field.value))
        case _:
            return False


def _normalize_lines(text: str) -> str:
    """Replace CRLF and CR by LF: browsers send all line breaks as CRLF."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _read_kind(field: FormField, sent: JSON) -> JSON:
    match field.kind:
        case "text" | "long_text":
            if not isinstance(sent, str):
                raise NotUnderstood(f"{_quote_value(sent)} is not a text")
            if field.max_length is not None and len(sent) > field.max_length:
                raise NotUnderstood(f"{_quote_value(sent)} has {len(sent)} characters; {field.max_length} is the most")
            return sent
        case "integer":
            return _read_integer(sent)
        case "number":
            return _read_number(sent)
        case "boolean":
            said = sent.strip().lower() if isinstance(sent, str) else sent
            if said is not True and said is not False and said not in ("true", "yes", "on", "false", "no", "off"):
                raise NotUnderstood(f"{_quote_value(sent)} is not true or false")
            return said is True or said in ("true", "yes", "on")
        case "choice":
            return _read_choice(field, sent)
        case "choices":
            return list(
                dict.fromkeys(_read_choice(field, each) for each in (sent if isinstance(sent, list) else [sent]))
            )
        case "date":
            if not (isinstance(sent, str) and _is_date(sent.strip())):
                raise NotUnderstood(f"{_quote_value(sent)} is not a date; write it as 2026-11-21")
            return sent.strip()
        case "json" if isinstance(sent, str):
            try:
                return parse_json(sent)
            except NotCanonical as error:
                why = error.facts[0]
                raise NotUnderstood(f"{_quote_value(sent)} is not JSON that can be kept: {why}") from error
        case "json":
            return sent


def _read_integer(sent: JSON) -> int:
    if isinstance(sent, str) and re.fullmatch(r"\s*[+-]?[0-9]{1,40}\s*", sent, re.ASCII):
        sent = int(sent)
    if isinstance(sent, float) and sent.is_integer():
        sent = int(sent)
    if not isinstance(sent, int) or isinstance(sent, bool):
        raise NotUnderstood(f"{_quote_value(sent)} is not an integer")
    if abs(sent) >= MAX_NUMBER:
        raise NotUnderstood(f"{sent} is too large to be exact; {MAX_NUMBER - 1} is the most")
    return sent


_NUMBER = re.compile(r"\s*[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?\s*", re.ASCII)


def _read_number(sent: JSON) -> int | float:
    if isinstance(sent, bool) or not isinstance(sent, int | float | str):
        raise NotUnderstood(f"{_quote_value(sent)} is not a number")
    if isinstance(sent, str) and not (len(sent) <= MAX_DIGITS and _NUMBER.fullmatch(sent)):
        raise NotUnderstood(f"{_quote_value(sent)} is not a number; write it as 12.5")
    number = float(sent)
    exact = Decimal(sent.strip() if isinstance(sent, str) else repr(sent))
    if not math.isfinite(number) or abs(number) >= MAX_NUMBER or Decimal(repr(number)) != exact:
        raise NotUnderstood(f"{_quote_value(sent)} has more digits than can be kept exactly")
    return number or 0


def _read_choice(field: FormField, sent: JSON) -> str:
    if isinstance(sent, str):
        found = [choice for choice in field.choices if choice == sent]
        found += [choice for choice in field.choices if _normalize_lines(choice) == _normalize_lines(sent)]
        if found:
            return found[0]
    more = ", …" if len(field.choices) > 10 else ""
    raise NotUnderstood(f"{_quote_value(sent)} is not one of: {', '.join(field.choices[:10])}{more}")


def _is_date(text: str) -> bool:
    try:
        return bool(re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text)) and bool(date.fromisoformat(text))
    except ValueError:
        return False
