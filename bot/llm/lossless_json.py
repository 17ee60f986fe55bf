"""Decodes the body of an answer without losing repeated keys or rounding numbers. Pure."""

import json
from collections.abc import Sequence

from bot.core.base_types import JSON
from bot.core.canonical_json import measure_depth

MAX_DIGITS = 40
"""Digits of a whole number. A longer one is read as a double, which no argument may be."""

MAX_NESTED = 100
"""Depth of an answer; its arguments may be nested 32 deep."""


class BodyError(ValueError):
    """A body without JSON; the text describes its content."""


class RepeatedKeys(dict[str, JSON]):
    """An object with a repeated key, with all its `pairs`. As a dictionary it has the last value of each key."""

    def __init__(self, pairs: Sequence[tuple[str, JSON]]) -> None:
        super().__init__(pairs)
        self.pairs = tuple(pairs)


def decode_body(body: bytes) -> JSON:
    """The JSON value of this body. Raises BodyError.

    A byte order mark is skipped. Lone surrogates, NaN and repeated keys are kept: the reader of a part decides about
    them.
    """
    try:
        text = body.decode("utf-8-sig").strip()
    except UnicodeDecodeError as error:
        raise BodyError(f"byte {error.start} is not UTF-8") from error
    if not text:
        raise BodyError("an empty body")
    if text.startswith("<"):
        raise BodyError("an HTML page instead of JSON; check OPENAI_BASE_URL")
    if text.startswith(("data:", "event:", ":", "id:", "retry:")):
        raise BodyError("a stream of events, which was not asked for")
    if (deep := measure_depth(body)) > MAX_NESTED:
        raise BodyError(f"JSON that is nested {deep} deep")
    try:
        return json.loads(
            text,
            object_pairs_hook=lambda pairs: found if len(found := dict(pairs)) == len(pairs) else RepeatedKeys(pairs),
            parse_int=lambda digits: int(digits) if len(digits) <= MAX_DIGITS else float(digits),
        )
    except ValueError as error:
        raise BodyError(f"not JSON ({str(error)[:100]})") from error


def encode_value(value: JSON) -> str:
    """The JSON text of a decoded value, with each repeated key."""
    match value:
        case dict():
            pairs = value.pairs if isinstance(value, RepeatedKeys) else value.items()
            return "{" + ",".join(f"{_dump_value(key)}:{encode_value(inner)}" for key, inner in pairs) + "}"
        case list():
            return "[" + ",".join(map(encode_value, value)) + "]"
        case _:
            return _dump_value(value)


def _dump_value(value: JSON) -> str:
    return json.dumps(value, ensure_ascii=False)
