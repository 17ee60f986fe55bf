"""What a person fills in, field by field: the same form for every surface. Draws nothing."""

from typing import Literal

from bot.core.word import JSON, Word


class FormField(Word):
    """One field: `value` is what it holds now, `max_length` counts characters, `choices` are for choice and choices."""

    name: str
    label: str
    kind: Literal["text", "long_text", "integer", "number", "boolean", "choice", "choices", "date", "json"]
    required: bool = True
    choices: tuple[str, ...] = ()
    help: str = ""
    value: JSON = None
    max_length: int | None = None
