"""Reads the JSON of a body from outside so that it has one meaning. Pure; verify the signature first."""

import json
from typing import NoReturn

from bot.core.base_types import JSON
from bot.core.canonical_json import measure_depth
from bot.core.errors import NotUnderstood

MAX_BODY = 256 * 1024
MAX_DEPTH = 100
MAX_DIGITS = 4_000

_BOM = b"\xef\xbb\xbf"


def read_payload(body: bytes) -> JSON:
    """The JSON of a body. Raises `NotUnderstood` for a body that two parsers could read in two ways or could fail on.

    Refused: more than MAX_BODY bytes, invalid UTF-8, a byte order mark, deeper than MAX_DEPTH, numbers longer than
    MAX_DIGITS or beyond a double, NaN, Infinity, duplicate keys, lone surrogates.
    """
    if len(body) > MAX_BODY:
        raise NotUnderstood(f"The body has {len(body)} bytes, {MAX_BODY} is the most.")
    if body.startswith(_BOM):
        raise NotUnderstood("The body begins with a byte order mark; leave it out.")
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotUnderstood(f"The body is not UTF-8 at byte {error.start}.") from error
    if (deep := measure_depth(body)) > MAX_DEPTH:
        raise NotUnderstood(f"The body is nested {deep} deep, {MAX_DEPTH} is the most.")
    try:
        value = json.loads(
            text,
            object_pairs_hook=_read_object,
            parse_int=_read_integer,
            parse_float=_read_number,
            parse_constant=_refuse_constant,
        )
    except json.JSONDecodeError as error:
        raise NotUnderstood(f"The body is not JSON at character {error.pos}: {error.msg}.") from error
    try:
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError as error:
        raise NotUnderstood("A string in the body holds half a surrogate pair.") from error
    return value


def _read_object(pairs: list[tuple[str, JSON]]) -> dict[str, JSON]:
    found: dict[str, JSON] = {}
    for key, value in pairs:
        if key in found:
            raise NotUnderstood(f"The key {key[:50]!r} stands twice in one object.")
        found[key] = value
    return found


def _read_integer(literal: str) -> int:
    if len(literal.lstrip("-")) > MAX_DIGITS:
        raise NotUnderstood(f"The number {literal[:20]}… has more than {MAX_DIGITS} digits.")
    return int(literal)


def _read_number(literal: str) -> float:
    if len(literal) > MAX_DIGITS:
        raise NotUnderstood(f"The number {literal[:20]}… has more than {MAX_DIGITS} digits.")
    number = float(literal)
    if number in (float("inf"), float("-inf")):
        raise NotUnderstood(f"The number {literal[:20]} is larger than any double.")
    return number


def _refuse_constant(literal: str) -> NoReturn:
    raise NotUnderstood(f"{literal} is not JSON.")
