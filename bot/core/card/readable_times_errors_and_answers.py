"""Results, answers and times of the log as a person would write them, for all surfaces. Pure."""

import re
from collections.abc import Sequence
from datetime import datetime

from bot.core.base_types import JSON
from bot.core.canonical_json import parse_json
from bot.core.errors import NotCanonical
from bot.core.forms import FormField, write_value

_CLASS = re.compile(r"^(?:[A-Za-z_]\w*\.)*[A-Z]\w*(?:Error|Exception):?\s*")
_ADVICE = re.compile(r" \[in [a-z][a-z0-9_-]*; remedy: [^\[\]]*\]$")
"""The words for the model at the end of an error, see `bot.core.compact_errors`."""
_ADDRESS = re.compile(r"\s*\bat 0x[0-9A-Fa-f]+")
_TIME = re.compile(
    r"\b([0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01]))[ T]([0-9]{2}:[0-9]{2})(?::[0-9]{2}(?:\.[0-9]+)?)?"
    r"(?: UTC\b|Z\b|\+00:00(?![0-9]))"
)


def spell_times(text: str) -> str:
    """Return the text with its times of the log in a readable form: "29 Nov 2026, 10:00 UTC"."""

    def spell(found: re.Match[str]) -> str:
        try:
            day = datetime.fromisoformat(found[1])
        except ValueError:
            return found[0]
        return f"{day:%-d %b %Y}, {found[2]} UTC"

    return _TIME.sub(spell, text)


def spell_error(text: str) -> str:
    """Return a result or an error without the class of the error, its words for the model, and addresses in memory."""
    return _ADDRESS.sub("", _CLASS.sub("", _ADVICE.sub("", text))).strip() or "an error that says nothing"


def spell_answer(text: str, fields: Sequence[FormField]) -> str:
    """Return the values of a form as "label: value", a line each; any other answer as it is."""
    try:
        values = parse_json(text) if fields else None
    except NotCanonical:
        values = None
    if not isinstance(values, dict):
        return text
    labels = {field.name: field.label for field in fields}
    return "\n".join(f"{labels.get(name, name)}: {_spell_value(value)}" for name, value in values.items())


def _spell_value(value: JSON) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case list():
            return " and ".join(map(_spell_value, value)) or "nothing"
        case _:
            return write_value(value) or "nothing"
