"""A form's fields as inputs of a page, and what a browser sent of them, read back. Judges no value."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.core.canonical_json import parse_json
from bot.core.errors import NotCanonical
from bot.core.escaping import is_unusual
from bot.core.forms import FormField, write_value
from bot.core.secrets.secret_patterns import REFERENCE
from bot.core.values import JSON
from bot.http.pages.templating import format_editable_json

PREFIX = "field."
YES_NO = (("", "not set"), ("true", "yes"), ("false", "no"))


@dataclass(frozen=True)
class ChoiceOption:
    """One of several to choose. `name` is its own only where more than one may be chosen: a form names nothing twice."""

    name: str
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class FormInput:
    """A field as the page shows it: `text` is what stands in it, `complaint` what was wrong with it."""

    field: FormField
    name: str
    text: str
    options: tuple[ChoiceOption, ...]
    complaint: str
    is_unusual: bool

    @property
    def must_be_filled(self) -> bool:
        """Whether a browser may insist. What is the empty text now may stay it."""
        return self.field.required and self.field.value != ""

    @property
    def lines(self) -> int:
        return min(max(self.text.count("\n") + 2, 3 if self.field.kind == "long_text" else 2), 18)


def build_inputs(
    fields: Sequence[FormField], typed: Mapping[str, str], complaints: Mapping[str, str]
) -> list[FormInput]:
    """The inputs, holding what the fields do, or else what was `typed` into this form before it was refused."""
    was_sent = any(name.startswith(PREFIX) for name in typed)
    return [_build_input(field, typed if was_sent else None, complaints.get(field.name, "")) for field in fields]


def read_values(fields: Sequence[FormField], sent: Mapping[str, str]) -> dict[str, JSON]:
    """What a browser sent of a form, by the names of the fields. What belongs to no field is there too, to be refused."""
    boxes = {field.name: _name_boxes(field) for field in fields}
    known = {name for each in boxes.values() for name in each} | {PREFIX + field.name for field in fields}
    found: dict[str, JSON] = {
        name.removeprefix(PREFIX): text for name, text in sent.items() if name.startswith(PREFIX) and name not in known
    }
    for field in fields:
        if field.kind == "choices":
            found[field.name] = [choice for name, choice in boxes[field.name].items() if name in sent]
        else:
            found[field.name] = sent.get(PREFIX + field.name)
    return found


def _build_input(field: FormField, typed: Mapping[str, str] | None, complaint: str) -> FormInput:
    name = PREFIX + field.name
    text = _write_standing_value(field) if typed is None else _redact_typed(field, typed.get(name, ""))
    return FormInput(field, name, text, _build_options(field, typed, text), complaint, is_unusual(field.value))


def _redact_typed(field: FormField, text: str) -> str:
    """What was typed, as it may come back: where a secret's name stands, nothing but a name."""
    if isinstance(field.value, str) and re.fullmatch(REFERENCE, field.value) and not re.fullmatch(REFERENCE, text):
        return field.value
    return text


def _write_standing_value(field: FormField) -> str:
    """JSON is laid out for editing, with whatever is unusual escaped."""
    text = write_value(field.value)
    try:
        return format_editable_json(parse_json(text)) if field.kind == "json" and text else text
    except NotCanonical:
        return text


def _build_options(field: FormField, typed: Mapping[str, str] | None, text: str) -> tuple[ChoiceOption, ...]:
    name = PREFIX + field.name
    match field.kind:
        case "choices":
            held = field.value if isinstance(field.value, list) else []
            boxes = _name_boxes(field).items()
            return tuple(ChoiceOption(box, c, c, c in held if typed is None else box in typed) for box, c in boxes)
        case "choice":
            nothing = () if text in field.choices and field.required else ("",)
            choices = dict.fromkeys((*nothing, *field.choices))
            return tuple(ChoiceOption(name, choice, choice, choice == text) for choice in choices)
        case "boolean" if not field.required:
            return tuple(ChoiceOption(name, value, label, value == text) for value, label in YES_NO)
        case _:
            return ()


def _name_boxes(field: FormField) -> dict[str, str]:
    """The choices by the name of the box that stands for each."""
    choices = field.choices if field.kind == "choices" else ()
    return {f"{PREFIX}{field.name}.{number}": choice for number, choice in enumerate(choices)}
