"""Arguments as bytes with one form: strictly parsed, canonicalised (RFC 8785), hashed. Ambiguous texts are refused."""

import hashlib
import json
import re
from collections import Counter
from decimal import Decimal, InvalidOperation
from typing import NoReturn

import rfc8785

from bot.core.errors import NotCanonical
from bot.core.values import JSON

MAX_BYTES = 64 * 1024
MAX_DEPTH = 32
MAX_DIGITS = 40
MAX_NUMBER = 2**53

_STRINGS = re.compile(rb'"(?:[^"\\]|\\.)*+"?', re.DOTALL)
"""A JSON string. An unclosed one extends to the end of the text, which keeps the search linear in its length."""


def parse_json(text: str | bytes, most: int = MAX_BYTES) -> JSON:
    """Return the JSON value of this text. Raises `NotCanonical` for a text that two parsers could read in two ways.

    Refused: more than `most` bytes, deeper than 32, invalid UTF-8, a byte order mark, duplicate keys, NaN and Infinity,
    lone surrogates, negative zero, and numbers that a double cannot hold exactly as written: so all of 2^53 and more,
    which RFC 8785 would write as an integer that cannot be read back.
    """
    raw = _encode_utf8(text)
    if len(raw) > most:
        raise NotCanonical(f"{len(raw)} bytes are more than {most}")
    if (deep := measure_depth(raw)) > MAX_DEPTH:
        raise NotCanonical(f"nested {deep} deep, {MAX_DEPTH} is the most")
    try:
        value = json.loads(
            raw.decode("utf-8"),
            object_pairs_hook=_read_object,
            parse_int=_read_integer,
            parse_float=_read_number,
            parse_constant=_refuse_constant,
        )
    except UnicodeDecodeError as error:
        raise NotCanonical(f"byte {error.start} is not UTF-8") from error
    except json.JSONDecodeError as error:
        raise NotCanonical(f"not JSON at character {error.pos}: {error.msg}") from error
    _refuse_surrogates(value)
    return value


def canonicalize(value: JSON) -> bytes:
    """Return the RFC 8785 form of a JSON value. Raises `NotCanonical` when it has none, or is too large or too deep."""
    raw = _encode_rfc8785(value)
    if len(raw) > MAX_BYTES:
        raise NotCanonical(f"{len(raw)} bytes are more than {MAX_BYTES}")
    if (deep := measure_depth(raw)) > MAX_DEPTH:
        raise NotCanonical(f"nested {deep} deep, {MAX_DEPTH} is the most")
    return raw


def compute_call_digest(
    *, thread: str, call: str, tool: str, tool_version: str, arguments: str, policy_version: str
) -> str:
    """Return the SHA-256 (64 hex digits) of exactly this call: shown, signed, checked at the decision and by the
    executor.

    `arguments` is the canonical text itself, so the digest covers those bytes and no re-encoding of them.
    """
    of = (thread, call, tool, tool_version, arguments, policy_version)
    return hashlib.sha256(_encode_rfc8785(of)).hexdigest()


def _encode_rfc8785(value: JSON) -> bytes:
    try:
        return rfc8785.dumps(value)
    except (rfc8785.CanonicalizationError, RecursionError, UnicodeEncodeError) as error:
        raise NotCanonical(str(error)[:200] or type(error).__name__) from error


def _encode_utf8(text: str | bytes) -> bytes:
    if isinstance(text, bytes):
        return text
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise NotCanonical(f"a lone surrogate at character {error.start}") from error


def measure_depth(raw: bytes) -> int:
    """Return how deep the brackets nest, outside of strings; measured before any parser recurses."""
    deepest = now = 0
    for byte in _STRINGS.sub(b"", raw):
        if byte in b"[{":
            now += 1
            deepest = max(deepest, now)
        elif byte in b"]}":
            now -= 1
    return deepest


def _read_object(pairs: list[tuple[str, JSON]]) -> dict[str, JSON]:
    found = dict(pairs)
    if len(found) != len(pairs):
        twice, _ = Counter(key for key, _ in pairs).most_common(1)[0]
        raise NotCanonical(f"the key {twice[:50]!r} stands twice")
    return found


def _read_integer(literal: str) -> int:
    if len(literal) > MAX_DIGITS or abs(int(literal)) >= MAX_NUMBER or literal.startswith("-0"):
        raise NotCanonical(f"the number {literal[:50]} is not exact in a double")
    return int(literal)


def _read_number(literal: str) -> float:
    if len(literal) > MAX_DIGITS:
        raise NotCanonical(f"the number {literal[:50]}… is longer than {MAX_DIGITS} characters")
    number = float(literal)
    try:
        is_exact = Decimal(repr(number)) == Decimal(literal)
    except InvalidOperation:  # an exponent of twenty digits
        is_exact = False
    if abs(number) >= MAX_NUMBER or not is_exact:
        raise NotCanonical(f"the number {literal} is not exact in a double")
    if number == 0 and literal.startswith("-"):
        raise NotCanonical("negative zero has no form of its own")
    return number


def _refuse_constant(literal: str) -> NoReturn:
    raise NotCanonical(f"{literal} is not JSON")


def _refuse_surrogates(value: JSON) -> None:
    match value:
        case str():
            _encode_utf8(value)
        case list():
            for item in value:
                _refuse_surrogates(item)
        case dict():
            for key, item in value.items():
                _encode_utf8(key)
                _refuse_surrogates(item)
        case _:
            pass
