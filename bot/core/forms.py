"""Forms: the fields in which a person fills in a tool's arguments or an answer. Pure."""

from typing import Literal

from bot.core.word import JSON, Word


class FormField(Word):
    """One field. `value` is what it holds now."""

    name: str
    label: str
    kind: Literal["text", "long_text", "integer", "number", "boolean", "choice", "choices", "date", "json"]
    required: bool = True
    choices: tuple[str, ...] = ()
    help: str = ""
    value: JSON = None
    max_length: int | None = None
