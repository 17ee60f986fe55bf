"""Arguments as bytes with one form: strictly parsed, canonicalised (RFC 8785), hashed. Ambiguous texts are refused."""

import hashlib
import json
import re
from collections import Counter
from decimal import Decimal, InvalidOperation
from typing import NoReturn

import rfc8785

from bot.core.base_types import JSON
from bot.core.errors import NotCanonical

MAX_BYTES = 64 * 1024
MAX_DEPTH = 32
MAX_DIGITS = 40
MAX_NUMBER = 2**53

_C_ENCODER = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False, check_circular=False
)
_PLAIN_DEPTH = 20
"""Levels that the C encoder is used for: fewer than `MAX_DEPTH`, and than its recursion limit."""

_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))

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
    _refuse_depth(raw)
    try:
        decoded = raw.decode("utf-8")
        if decoded.startswith("\ufeff"):  # `json.loads` refuses a byte order mark by its name, the decoder does not
            raise json.JSONDecodeError("Unexpected UTF-8 BOM", decoded, 0)
        value = _DECODER.decode(decoded)
    except UnicodeDecodeError as error:
        raise NotCanonical(f"byte {error.start} is not UTF-8") from error
    except json.JSONDecodeError as error:
        raise NotCanonical(f"not JSON at character {error.pos}: {error.msg}") from error
    if b"\\u" in raw:  # no other bytes of UTF-8 become a lone surrogate
        _refuse_surrogates(value)
    return value


def canonicalize(value: JSON) -> bytes:
    """Return the RFC 8785 form of a JSON value. Raises `NotCanonical` when it has none, or is too large or too deep."""
    raw = _encode_rfc8785(value)
    if len(raw) > MAX_BYTES:
        raise NotCanonical(f"{len(raw)} bytes are more than {MAX_BYTES}")
    _refuse_depth(raw)
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
    """Return the RFC 8785 form: of plain values by the C encoder of `json`, of all others by `rfc8785`."""
    try:
        plain = _encode_plain(value)
        return rfc8785.dumps(value) if plain is None else plain
    except (rfc8785.CanonicalizationError, RecursionError, UnicodeEncodeError) as error:
        raise NotCanonical(str(error)[:200] or type(error).__name__) from error


def _encode_plain(value: JSON) -> bytes | None:
    """Return the form of a plain value; None: it is not plain, or `rfc8785` words its refusal."""
    if not _is_plain(value, _PLAIN_DEPTH):
        return None
    try:
        return _C_ENCODER.encode(value).encode("utf-8")
    except UnicodeEncodeError:  # a lone surrogate
        return None


def _is_plain(value: JSON, levels: int) -> bool:
    """Whether the C encoder writes this value as RFC 8785 does: it escapes the same characters.

    Not plain: a float, which it writes in another form; a key that is no ASCII text, since it sorts by code points and not
    by UTF-16 code units; an integer that a double cannot hold; a subclass, which may have a text of its own; and a value
    that is nested more than `levels` deep.
    """
    kind = type(value)
    if kind is str or value is None or kind is bool:
        return True
    if kind is int:
        return bool(-MAX_NUMBER < value < MAX_NUMBER)
    if kind is dict and levels:
        for key, item in value.items():
            if type(key) is not str or not key.isascii() or not _is_plain(item, levels - 1):
                return False
        return True
    if (kind is list or kind is tuple) and levels:
        for item in value:  # noqa: SIM110  a generator takes twice as long
            if not _is_plain(item, levels - 1):
                return False
        return True
    return False


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
    for byte in _STRINGS.sub(b"", raw).translate(None, _NO_BRACKETS):
        if byte in b"[{":
            now += 1
            deepest = max(deepest, now)
        else:
            now -= 1
    return deepest


def _refuse_depth(raw: bytes) -> None:
    if raw.count(b"[") + raw.count(b"{") <= MAX_DEPTH:  # no deeper than it has brackets
        return
    if (deep := measure_depth(raw)) > MAX_DEPTH:
        raise NotCanonical(f"nested {deep} deep, {MAX_DEPTH} is the most")


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


_DECODER = json.JSONDecoder(
    object_pairs_hook=_read_object,
    parse_int=_read_integer,
    parse_float=_read_number,
    parse_constant=_refuse_constant,
)
