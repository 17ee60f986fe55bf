"""The inputs of a Slack dialog, written and read back. Validates no value.

The values of a form have the form that a browser sends: strings (empty for nothing), booleans for boolean, lists for
choices.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Literal, NamedTuple

from bot.core.base_types import JSON
from bot.core.escaping import is_unusual, make_visible
from bot.core.forms import FormField, write_value
from channels.slack.views import action_ids
from channels.slack.views.blocks import MAX_LABEL, make_note, make_option, make_plain_text, measure_text
from channels.slack.views.refusal_texts import spell_complaint

MAX_INPUT = 3_000
"""Characters of a plain_text_input."""

MAX_OPTIONS = 100
MAX_HINT = 1_900
MAX_ERROR = 300

OPTIONS = "option"
"""The id of the block with the reasons to choose from, which is no input."""

NONE: Mapping[str, JSON] = MappingProxyType({})
ModalInput = Literal["reason", "typed", "answer"]

_NUMBER = re.compile(r"-?[0-9]{1,300}(?:\.[0-9]{1,330})?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
"""Slack refuses a whole view for an initial value that is no date."""
MAX_OPTION_BYTES = 150_000
"""Bytes of all options of a form: Slack takes 250 kB for a whole view."""


class FormInputState(NamedTuple):
    """The values of a dialog: the fields of a form in `values`, and the dialogs' own inputs (of a select its number).

    `complaints` are the reasons for its refusal, by field ("": the whole), where it is shown once more.
    """

    complaints: Mapping[str, str] = NONE
    reason: str = ""
    typed: str = ""
    answer: str = ""
    values: Mapping[str, JSON] = NONE


def make_input_block(id: str, label: str, element: JSON, *, hint: str = "", is_optional: bool = False) -> JSON:
    block = {
        "type": "input",
        "block_id": id,
        "label": make_plain_text(label, 1_900),
        "element": element | {"action_id": action_ids.INPUT},
        "optional": is_optional,
    }
    return block | ({"hint": make_plain_text(hint, MAX_HINT)} if hint else {})


def make_text_input(*, value: str = "", is_long: bool = False, at_least: int = 0, at_most: int = MAX_INPUT) -> JSON:
    at_most = min(max(at_most, len(value), 1), MAX_INPUT)
    element: JSON = {"type": "plain_text_input", "multiline": is_long, "max_length": at_most}
    element |= {"min_length": at_least} if at_least else {}
    return element | ({"initial_value": value} if value else {})


def make_inputs(fields: Sequence[FormField], written: FormInputState) -> tuple[list[JSON], str]:
    """The blocks of the fields with their values or the `written` ones, each with the complaint about it beneath; and why
    this form cannot be filled in on Slack, empty when it can. An input that hides text would be approved unseen.
    """
    if len(fields) > 30:
        return [], f"The form has {len(fields)} fields, more than fit here."
    for field in fields:
        text = write_value(field.value)
        if len(text) > MAX_INPUT:
            return [], f"{field.label} holds {len(text)} characters, more than a field here can."
        if make_visible(text) != text:
            return [], f"{field.label} holds characters that nobody would see here."
        if len(field.choices) > MAX_OPTIONS**2 or any(
            measure_text(make_visible(choice)) > MAX_LABEL for choice in field.choices
        ):
            return [], f"{field.label} has more choices, or longer ones, than fit here."
    options = [make_option(choice, "9999") for field in fields for choice in field.choices]
    if len(json.dumps(options, ensure_ascii=False).encode()) > MAX_OPTION_BYTES:
        return [], "The form has more choices than fit here."
    complaints = written.complaints
    fields = [field.model_copy(update={"value": written.values.get(field.name, field.value)}) for field in fields]
    names = {field.name for field in fields}
    general = [spell_complaint(text) for name, text in complaints.items() if name not in names]
    blocks = [make_note(f"complaint.{number}", f"⚠ {text}", 500) for number, text in enumerate(general[:5])]
    for number, field in enumerate(fields):
        is_optional = not field.required or field.kind in ("boolean", "choices")
        blocks.append(
            make_input_block(
                _make_block_id(field), field.label, _make_element(field), hint=field.help, is_optional=is_optional
            )
        )
        notes = [f"⚠ {spell_complaint(complaints[field.name])}"] if field.name in complaints else []
        notes += ["⚠ It holds unusual characters: look at Details."] if is_unusual(field.value) else []
        blocks += [make_note(f"note.{number}.{n}", note, 500) for n, note in enumerate(notes)]
    return blocks, ""


def read_form(view_state: JSON, fields: Sequence[FormField]) -> FormInputState:
    """The values of a submitted view: `state` or its `values`, as Slack sends them. Other inputs are ignored."""
    return FormInputState(
        reason=_read_input(view_state, "reason"),
        typed=_read_input(view_state, "typed"),
        answer=_read_input(view_state, "answer"),
        values={field.name: _read_value(view_state, field) for field in fields},
    )


def _read_input(view_state: JSON, input: ModalInput) -> str:
    found = _find_input_state(view_state, find_input_block(view_state, input))
    selected = found.get("selected_option")
    value = selected.get("value") if isinstance(selected, dict) else found.get("value")
    return value if isinstance(value, str) else ""


def _read_value(view_state: JSON, field: FormField) -> JSON:
    found = _find_input_state(view_state, _make_block_id(field))
    match field.kind:
        case "boolean":
            return bool(found.get("selected_options"))
        case "choices":
            return [c for each in found.get("selected_options") or [] if (c := _read_choice(each, field))]
        case "choice":
            return _read_choice(found.get("selected_option"), field)
        case "date":
            return found.get("selected_date") or ""
        case _:
            return found.get("value") or ""


def find_block_errors(complaints: Mapping[str, str], fields: Sequence[FormField]) -> dict[str, str]:
    """The complaints by block id, for `response_action: errors`. One about no field goes to the first."""
    ids = {field.name: _make_block_id(field) for field in fields}
    first = next(iter(ids.values()), "")
    errors: dict[str, str] = {}
    for name, complaint in complaints.items():
        id, text = ids.get(name, first), spell_complaint(complaint)
        errors[id] = (f"{errors[id]} {make_visible(text)}" if id in errors else make_visible(text))[:MAX_ERROR]
    return {id: text for id, text in errors.items() if id}


def place_error(view_state: JSON, text: str, input: ModalInput | None) -> dict[str, str]:
    """The error for `response_action: errors`, beside that input or else the first one; empty when the view has none."""
    blocks = _find_block_states(view_state)
    id = find_input_block(view_state, input) if input else next((id for id in blocks if id != OPTIONS), "")
    return {id: text[:MAX_ERROR]} if id else {}


def find_input_block(view_state: JSON, input: ModalInput) -> str:
    """The id of that input's block, for `response_action: errors`; empty when the view has none."""
    return next((id for id in _find_block_states(view_state) if id == input or id.startswith(f"{input}.")), "")


def _find_input_state(view_state: JSON, id: str) -> JSON:
    """Slack's state of our input in that block; an empty object for none."""
    block = _find_block_states(view_state).get(id)
    element = block.get(action_ids.INPUT) if isinstance(block, dict) else None
    return element if isinstance(element, dict) else {}


def _find_block_states(view_state: JSON) -> dict[str, JSON]:
    """Slack's states by block id: the view's `state`, or its `values`."""
    values = view_state.get("values", view_state) if isinstance(view_state, dict) else None
    return values if isinstance(values, dict) else {}


def _make_block_id(field: FormField) -> str:
    """By name, not by number: a form that changed meanwhile must not put a value into another field."""
    name = field.name if len(field.name) <= 200 else hashlib.sha256(field.name.encode("utf-8")).hexdigest()
    return f"field.{name}"


def _make_element(field: FormField) -> JSON:
    text = write_value(field.value)
    at_most = field.max_length or MAX_INPUT
    match field.kind:
        case "text":
            return make_text_input(value=text, is_long="\n" in text, at_most=at_most)
        case "long_text":
            return make_text_input(value=text, is_long=True, at_most=at_most)
        case "json":
            return make_text_input(value=text, is_long=True)
        case "integer" | "number":
            element = {"type": "number_input", "is_decimal_allowed": field.kind == "number"}
            return element | ({"initial_value": text} if _NUMBER.fullmatch(text) else {})
        case "boolean":
            yes = make_option("Yes", "true")
            return {"type": "checkboxes", "options": [yes]} | (
                {"initial_options": [yes]} if field.value is True else {}
            )
        case "date":
            return {"type": "datepicker"} | ({"initial_date": text} if _DATE.fullmatch(text) else {})
        case "choice" | "choices":  # options by number: a value has room for 150 characters, and a label for 75
            found = [make_option(label or " ", str(number)) for number, label in enumerate(field.choices)]
            held = field.value if isinstance(field.value, list) else [field.value]
            chosen = [
                made for made, choice in zip(found, field.choices, strict=True) if choice in map(write_value, held)
            ]
            kind, initial = (
                ("multi_static_select", {"initial_options": chosen} if chosen else {})
                if field.kind == "choices"
                else ("static_select", {"initial_option": chosen[0]} if chosen else {})
            )
            select: JSON = {"type": kind, "placeholder": make_plain_text("Choose")} | initial
            if len(found) <= MAX_OPTIONS:
                return select | {"options": found or [make_option("(there is nothing to choose)", "none")]}
            parts = [(at, found[at : at + MAX_OPTIONS]) for at in range(0, len(found), MAX_OPTIONS)]
            groups = [
                {"label": make_plain_text(f"{at + 1} to {at + len(part)}"), "options": part} for at, part in parts
            ]
            return select | {"option_groups": groups}


def _read_choice(selected: JSON, field: FormField) -> str:
    number = selected.get("value") if isinstance(selected, dict) else None
    named = {str(number): choice for number, choice in enumerate(field.choices)}
    return named.get(str(number), "")
