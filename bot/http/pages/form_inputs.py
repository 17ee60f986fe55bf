"""Builds the inputs of a form's fields, and reads the values that a browser sent. Does not validate values."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.core.base_types import JSON
from bot.core.canonical_json import parse_json
from bot.core.errors import NotCanonical
from bot.core.escaping import is_unusual
from bot.core.forms import FormField, write_value
from bot.core.secrets.secret_patterns import REFERENCE
from bot.http.pages.templating import format_editable_json

PREFIX = "field."
YES_NO = (("", "not set"), ("true", "yes"), ("false", "no"))


@dataclass(frozen=True)
class ChoiceOption:
    """An option of a choice. Checkboxes have a `name` each, since a form must not send a name twice."""

    name: str
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class FormInput:
    """A field as the page shows it: `text` is its value, `complaint` the error of the value sent before."""

    field: FormField
    name: str
    text: str
    options: tuple[ChoiceOption, ...]
    complaint: str
    is_unusual: bool

    @property
    def must_be_filled(self) -> bool:
        """Whether the browser requires a value. A required field with the empty text as its value may keep it."""
        return self.field.required and self.field.value != ""

    @property
    def lines(self) -> int:
        """The rows of the text area, 2 to 18."""
        return min(max(self.text.count("\n") + 2, 3 if self.field.kind == "long_text" else 2), 18)


def build_inputs(
    fields: Sequence[FormField], typed: Mapping[str, str], complaints: Mapping[str, str]
) -> list[FormInput]:
    """The inputs with the values of the fields, or with the `typed` values of a refused form."""
    was_sent = any(name.startswith(PREFIX) for name in typed)
    found = []
    for field in fields:
        name, sent = PREFIX + field.name, typed if was_sent else None
        text = _write_current_value(field) if sent is None else sent.get(name, "")
        is_reference = isinstance(field.value, str) and re.fullmatch(REFERENCE, field.value)
        if is_reference and not re.fullmatch(REFERENCE, text):  # a value typed over the name of a secret is not shown
            text = str(field.value)
        options, complaint = _build_options(field, sent, text), complaints.get(field.name, "")
        found.append(FormInput(field, name, text, options, complaint, is_unusual(field.value)))
    return found


def read_values(fields: Sequence[FormField], sent: Mapping[str, str]) -> dict[str, JSON]:
    """The values that a browser sent, by the names of fields. Values of unknown fields are kept, to be refused later."""
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


def _write_current_value(field: FormField) -> str:
    """The field's value as text; JSON is indented, with unusual characters escaped."""
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
    """The choices of the field, by the name of the checkbox of each."""
    choices = field.choices if field.kind == "choices" else ()
    return {f"{PREFIX}{field.name}.{number}": choice for number, choice in enumerate(choices)}
