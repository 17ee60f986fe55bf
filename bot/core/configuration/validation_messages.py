"""Explains errors in a configuration: the table, the key, its value, and the right form. Pure.

The value of an unknown key, or of a key that sounds like a secret, is not quoted.
"""

import json
import re
import types
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from difflib import get_close_matches
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.core.base_types import JSON
from bot.core.people import RESERVED_IDS

MOST = 5
"""Errors in one message."""
QUOTED = 60
"""Characters of a value that are quoted."""
SECRET = re.compile(r"secret|token|password|passwd|credential|(^|_)key($|_)", re.IGNORECASE)

ErrorLocation = Sequence[int | str]


def explain_errors(error: ValidationError, kind: type[BaseModel], table: str = "", also: Iterable[str] = ()) -> str:
    """Explain the errors of a table that was read as `kind` ("agents.deploybot"; empty: the whole file).

    `also` are keys of the table that other readers use.
    """
    more = tuple(also)
    faults = error.errors(include_url=False, include_context=False)[:MOST]
    return "; ".join(_explain_one(fault, kind, table, more) for fault in faults)


def suggest_names(name: str, known: Iterable[str]) -> str:
    """Return the nearest of the known names as a question, then all of them: "did you mean x? There are: x, y"."""
    there = sorted(known)
    near = get_close_matches(name.lower(), there, n=1, cutoff=0.6)
    question = f"did you mean {near[0]}? " if near else ""
    listed = f"There are: {', '.join(there)}" if there else "There are none"
    return f"{question}{listed}" if question else f"{listed[0].lower()}{listed[1:]}"


def parse_duration_words(text: str) -> str:
    """Return a written duration, such as "4 hours" or "90 min", in ISO 8601 ("PT4H"); empty when it is none."""
    written = re.fullmatch(r"\s*(\d{1,6})\s*([a-z]+)\.?\s*", text.lower())
    if written is None:
        return ""
    number, unit = int(written[1]), written[2]
    for form, names in _UNITS.items():
        if unit in names:
            return form.format(number)
    return ""


_UNITS = {
    "PT{}S": ("s", "sec", "secs", "second", "seconds"),
    "PT{}M": ("m", "min", "mins", "minute", "minutes"),
    "PT{}H": ("h", "hr", "hrs", "hour", "hours"),
    "P{}D": ("d", "day", "days"),
    "P{}W": ("w", "week", "weeks"),
}
_OTHER_WORDS = {
    "person": "people",
    "persons": "people",
    "user": "people",
    "users": "people",
    "bot": "agents",
    "bots": "agents",
}
"""Other words for the names of tables."""
_ACCOUNTS = 'accounts = { slack = "U…", email = "…@…" }'
_DOORS = ("email", "mail", "e-mail", "slack", "github", "gitlab", "bitbucket", "account")
"""Keys that may be meant as a person's account."""
_LISTS = ("tuple_type", "list_type", "set_type", "frozen_set_type")
_TABLES = ("model_type", "dict_type", "mapping_type", "model_attributes_type", "dataclass_type")


def _explain_one(fault: ErrorDetails, kind: type[BaseModel], table: str, more: tuple[str, ...]) -> str:
    where, value, sort = fault["loc"], fault["input"], fault["type"]
    if where and where[-1] == "[key]":
        right = re.sub(r"[^a-z0-9_-]+", "-", str(value).lower()).strip("-_0123456789")
        form = "a name begins with a small letter and goes on with small letters, digits, - and _"
        return f"{_format_table(table, where[:-1])}: {form}{f', such as {right}' if right else ''}"
    parent, last = _format_table(table, where[:-1]), where[-1] if where else ""
    key = f"number {last + 1}" if isinstance(last, int) else last  # the position in a list, from 1
    if sort == "extra_forbidden":
        return _explain_unknown(parent, key, value, kind, where, more if len(where) == 1 else ())
    if sort == "missing":
        return f"{parent} lacks {key}; write {key} = …"
    if sort == "value_error" and isinstance(value, dict):
        return f"{_format_table(table, where)}: {_describe_fault(fault)}"
    said = (
        f"{parent} {key} is {_quote_value(key, value)}"
        if key
        else f"{_format_table(table, ())} is {_quote_value('', value)}"
    )
    form = _describe_right_form(fault, _find_model(kind, where), is_secret=bool(SECRET.search(key)))
    return f"{said.strip()}; {form}"


def _explain_unknown(
    parent: str, key: str, value: JSON, kind: type[BaseModel], where: ErrorLocation, more: tuple[str, ...]
) -> str:
    model = _find_model(kind, where[:-1])
    known = (*(_list_keys(model) if model else ()), *more)
    if parent:
        inside = [name for name in known if model and name not in more and key in _list_keys_below(model, name)]
        hint = f"it belongs into {inside[0]}" if inside else suggest_names(key, known)
        if "accounts" in known and key in _DOORS:
            hint = f"write it into accounts: {_ACCOUNTS}"
        return f"{parent} has no key {key}; {hint}"
    if not isinstance(value, dict):
        return f"{key} is in no table; tables are: {', '.join(f'[{name}.…]' for name in known)}"
    meant = _OTHER_WORDS.get(key.lower(), key.lower())
    near = get_close_matches(meant, known, n=1, cutoff=0.6)
    named = [str(name) for name, each in value.items() if isinstance(each, dict)]
    written = f"[{key}.{named[0]}]" if named else f"[{key}]"
    if not near:
        return f"{written} is no table of ours; {suggest_names(key, known)}"
    return f"{written} is no table of ours; write [{near[0]}{f'.{named[0]}' if named else ''}]"


def _describe_right_form(fault: ErrorDetails, model: type[BaseModel] | None, *, is_secret: bool) -> str:
    """Return how the right value is written; `model` is the model that is expected there, where that is a table."""
    value, sort = None if is_secret else fault["input"], fault["type"]
    if sort.startswith("time_delta"):
        meant = parse_duration_words(value) if isinstance(value, str) else ""
        return f'write "{meant}"' if meant else 'write a duration, such as "PT4H" (4 hours), "PT30M" or "P2D"'
    if sort in _LISTS:
        shown = json.dumps(value, ensure_ascii=False) if isinstance(value, (str, int)) else "{ … }"
        return f"write a list: [{shown}]"
    if sort in _TABLES:
        return _show_table_form(fault["loc"][-1] if fault["loc"] else "", value, model)
    if sort == "string_type":
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        return f'write it in quotes: "{value}"' if is_number else "write it as text in quotes"
    if sort.startswith("bool"):
        return "write true or false, without quotes"
    if sort.startswith("int"):
        return "write a whole number, without quotes"
    return _describe_fault(fault)


def _show_table_form(key: int | str, value: JSON, model: type[BaseModel] | None) -> str:
    """Return the form of a table that replaces a bare value, with the value where it may have been meant."""
    if key == "accounts":
        return f"write a table: {_ACCOUNTS}"
    known = _list_keys(model) if model else ()
    names = [value] if isinstance(value, str) else value
    if "people" in known and isinstance(value, str) and value in RESERVED_IDS:
        return "write a table: { people = … } or { groups = … }; left out, its default holds"
    if "people" in known and isinstance(names, list) and names and all(isinstance(each, str) for each in names):
        return f"write a table: {{ people = {json.dumps(names, ensure_ascii=False)} }}, or {{ groups = … }}"
    if "name" in known and isinstance(value, str):
        return f"write a table: {{ name = {json.dumps(value, ensure_ascii=False)} }}"
    of = f", of: {', '.join(known)}" if known else ""
    return f"write a table, such as {{ … }} or a section of its own{of}"


def _describe_fault(fault: ErrorDetails) -> str:
    said = (
        fault["msg"]
        .removeprefix("Value error, ")
        .replace("Input should be", "it must be")
        .replace("String should", "it must")
    )
    return said[:1].lower() + said[1:]


def _format_table(table: str, where: ErrorLocation) -> str:
    """Return the header of the table at this location; an entry of a list is named by its number, from 1."""
    parts = [table] if table else []
    for part in where:
        if isinstance(part, int):
            parts[-1:] = [f"{parts[-1]} (number {part + 1})"] if parts else [f"number {part + 1}"]
        elif not part.startswith(("function-", "literal[", "tagged-union")):
            parts.append(part)
    return f"[{'.'.join(parts)}]" if parts else ""


def _quote_value(key: str, value: JSON) -> str:
    """Return the value as a TOML file holds it, cut; hidden where its key sounds like a secret."""
    if SECRET.search(key):
        return "not shown"
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, timedelta):
        return f"{value.total_seconds():g} seconds"
    try:
        text = json.dumps(value, ensure_ascii=False)
    except (TypeError, ValueError):
        text = str(value)
    return text if len(text) <= QUOTED else f"{text[: QUOTED - 1]}…"


def _list_keys(model: type[BaseModel]) -> tuple[str, ...]:
    return tuple(field.alias or name for name, field in model.model_fields.items() if name not in ("id", "root"))


def _list_keys_below(model: type[BaseModel], field: str) -> tuple[str, ...]:
    """Return the keys of the tables in this field, or in a list of it."""
    below = _find_inner_types(model, field)
    return tuple(
        key
        for each in (*below, *(two for one in below for two in _find_inner_types(one, 0)))
        for found in _list_models(each)
        for key in _list_keys(found)
    )


def _find_model(kind: object, where: ErrorLocation) -> type[BaseModel] | None:
    """Return the model at this location of a `kind`; None when it cannot be told."""
    kinds: list[Any] = [kind]
    for part in where:
        kinds = [inner for each in kinds for inner in _find_inner_types(each, part)]
    models = [model for each in kinds for model in _list_models(each)]
    return models[0] if models else None


def _find_inner_types(kind: Any, part: int | str) -> list[Any]:
    found: list[Any] = []
    for each in _list_type_parts(kind):
        if isinstance(each, type) and issubclass(each, BaseModel):
            field = each.model_fields.get(str(part)) or each.model_fields.get("root")
            rest = [field.annotation] if field else []
            found += (
                rest
                if str(part) in each.model_fields
                else [one for two in rest for one in _find_inner_types(two, part)]
            )
        elif isinstance(origin := get_origin(each), type) and issubclass(origin, Mapping):
            found.append(get_args(each)[1])
        elif isinstance(origin, type) and issubclass(origin, Sequence):
            found.append(get_args(each)[0])
    return found


def _list_models(kind: Any) -> list[type[BaseModel]]:
    return [each for each in _list_type_parts(kind) if isinstance(each, type) and issubclass(each, BaseModel)]


def _list_type_parts(kind: Any) -> list[Any]:
    """Return the parts of a union, or the type within an annotation."""
    if get_origin(kind) is Annotated:
        return _list_type_parts(get_args(kind)[0])
    if get_origin(kind) in (Union, types.UnionType):
        return [part for each in get_args(kind) for part in _list_type_parts(each)]
    return [kind]
