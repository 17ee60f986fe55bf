"""Removes secrets from texts, by the public forms of `secret_patterns`. It finds known forms, and proves no absence.
Pure."""

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from bot.core.base_types import JSON
from bot.core.secrets.escape_decoding import decode_text, join_pieces
from bot.core.secrets.secret_patterns import (
    AWS_SECRET,
    DISTINCTIVE,
    KINDS,
    PAIR_IN_BASE64,
    SecretKind,
    is_aws_secret,
    is_name_and_password,
)

RARE_LETTERS = "=_:/-.zqjxkvwbgpyfmucdlhrsniotae"
"""Letters of hints, those that a text of words has the least of first."""

KindNumbers = tuple[int, ...]


class KindIndex(NamedTuple):
    """Kinds, and the numbers of the kinds that each hint is one of. The hints are grouped by their rarest letter."""

    kinds: tuple[SecretKind, ...]
    hints: tuple[tuple[str, tuple[tuple[str, KindNumbers], ...]], ...]

    def list_hinted(self, text: str) -> list[SecretKind]:
        """Return the kinds with a hint in this text, in their order."""
        lower = text.lower()
        groups = [group for letter, group in self.hints if letter in lower]
        found = {number for group in groups for hint, numbers in group if hint in lower for number in numbers}
        return [self.kinds[number] for number in sorted(found)]


def index_kinds(kinds: tuple[SecretKind, ...]) -> KindIndex:
    groups: dict[str, list[tuple[str, KindNumbers]]] = {}
    for hint in dict.fromkeys(hint for kind in kinds for hint in kind.hints):
        rarest = min(hint, key=lambda letter: RARE_LETTERS.find(letter) % (len(RARE_LETTERS) + 1))
        groups.setdefault(rarest, []).append((hint, tuple(n for n, kind in enumerate(kinds) if hint in kind.hints)))
    return KindIndex(kinds, tuple((letter, tuple(group)) for letter, group in groups.items()))


_ALL_KINDS = index_kinds(KINDS)
_DISTINCTIVE_KINDS = index_kinds(DISTINCTIVE)


class FoundSecret(NamedTuple):
    """A secret in a text: from `start` up to `end`. `kind` is its kind, for people to read."""

    start: int
    end: int
    kind: str


SHORTEST_SECRET = 7
"""Characters of the shortest text that a pattern matches: `x://:y@`. Decoding and joining make no text longer."""


LONGEST_REMEMBERED, MOST_REMEMBERED = 512, 4_096
_clean: set[str] = set()
"""Short texts that were searched and hold no secret: the same names and words come in one event after another."""
_clean_json: set[str] = set()
"""Short JSON texts whose values were searched by name and hold no secret: arguments are read several times."""


def find_secrets(text: str) -> list[FoundSecret]:
    """Return the secrets of a text, in order and without overlaps: of two that overlap, the one that begins first
    counts.

    The text is searched as it is, and with its escapes decoded.
    """
    if text in _clean or len(text) < SHORTEST_SECRET:
        return []
    matches = list(_find_line_matches(text))
    if (other := decode_text(text)) is not None:
        for each in _find_line_matches(other.text):
            matches.append(FoundSecret(*other.map_span(each.start, each.end), each.kind))
    if not matches:
        _remember(_clean, text)
    found: list[FoundSecret] = []
    for secret in sorted(matches, key=lambda each: (each.start, -each.end)):
        if not found or secret.start >= found[-1].end:
            found.append(secret)
        elif secret.end > found[-1].end:
            found[-1] = found[-1]._replace(end=secret.end)
    return found


def _remember(clean: set[str], text: str) -> None:
    if len(text) <= LONGEST_REMEMBERED:
        if len(clean) >= MOST_REMEMBERED:
            clean.clear()
        clean.add(text)


def _find_line_matches(text: str) -> Iterator[FoundSecret]:
    """Return the secrets of the text: by pattern, by pattern and judgement, and those with a distinctive form across a
    line's end."""
    yield from _find_kind_matches(text, _ALL_KINDS)
    for match in AWS_SECRET.finditer(text):
        if is_aws_secret(match[0]):
            yield FoundSecret(*match.span(), "AWS secret key")
    if "auth" in text or "asic" in text or "ASIC" in text:  # without these the pattern matches nowhere
        for match in PAIR_IN_BASE64.finditer(text):
            if is_name_and_password(match["pair"]):
                yield FoundSecret(*match.span("pair"), "credential")
    if "\n" in text and (whole := join_pieces(text)) is not None:
        for found in _find_kind_matches(whole.text, _DISTINCTIVE_KINDS):
            start, end = whole.map_span(found.start, found.end)
            if "\n" in text[start:end]:
                yield FoundSecret(start, end, found.kind)


def _find_kind_matches(text: str, index: KindIndex) -> Iterator[FoundSecret]:
    for kind in index.list_hinted(text):
        for match in kind.pattern.finditer(text):
            group = next((name for name, value in match.groupdict().items() if value is not None), 0)
            yield FoundSecret(*match.span(group), kind.name)


def redact_secrets(text: str) -> str:
    """Return the text with each secret as `[secret sha256:xxxxxxxx]`, equal for equal secrets. For showing."""

    def write_hash(secret: str, kind: str) -> str:
        return f"[secret sha256:{hashlib.sha256(secret.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}]"

    return _replace_secrets(text, write_hash)


def remove_secrets(text: str) -> str:
    """Return the text with each secret as `[AWS key removed]`. For keeping: no part of the secret is left, and no hash."""
    if not (found := find_secrets(text)):
        return text
    return _replace_found(text, found, lambda secret, kind: format_removed(kind), None)


LOOK_AHEAD = 64 * 1024
"""Characters behind a cut that are searched too, so that a secret across the cut is found by its whole form."""
FEWEST_LETTERS = 8_000
"""Letters behind a cut, an escape counted as one, that are searched at least: the longest values of `secret_patterns`."""


def remove_secrets_before(text: str, limit: int) -> str:
    """Return the first `limit` characters of a text with each secret removed, also one that goes on behind them.

    At most `limit + LOOK_AHEAD` characters are searched in a text of any length. Empty when escapes or invisible
    letters are so dense behind the cut that fewer than `FEWEST_LETTERS` were read: a secret could be longer than that.
    """
    window = text[: limit + LOOK_AHEAD]
    decoded = decode_text(window) if len(window) < len(text) else None
    if decoded is not None and sum(start >= limit for start in decoded.starts) < FEWEST_LETTERS:
        return ""
    return _replace_secrets(window, lambda secret, kind: format_removed(kind), limit)


def format_removed(kind: str) -> str:
    return f"[{kind} removed]"


_REMOVED = re.compile(
    rf"\[(?:{'|'.join(sorted(re.escape(name) for name in {kind.name for kind in KINDS} | {'AWS secret key'}))}"
    r"|secret [a-z][a-z0-9-]{0,62}) removed\]"
)


def has_removed_secret(text: str) -> bool:
    """Return whether a secret was removed from this text: it is not whole."""
    return _REMOVED.search(text) is not None


def cut_text(text: str, limit: int, note: str = "") -> str:
    """Return at most `limit` characters of a text, with `note` at its end when it was cut. The cut leaves no half of a
    secret, and of a long text only the beginning is searched (`LOOK_AHEAD`)."""
    if len(text) <= limit:
        return text
    is_short = len(text) <= limit + LOOK_AHEAD
    clean = remove_secrets(text) if is_short else remove_secrets_before(text, limit)
    return clean if is_short and len(clean) <= limit else clean[: limit - len(note)] + note


def list_secret_kinds(*texts: str) -> tuple[str, ...]:
    """Return the kinds of the secrets in these texts, each once."""
    kinds = [found.kind for text in texts for found in find_secrets(text)]
    return tuple(dict.fromkeys(kinds)) if kinds else ()


def find_secret_field(value: JSON, path: str = "") -> tuple[str, str]:
    """Return the first location in a JSON value that holds a secret, and its kind; ("", ""): none.

    A field's name that is a secret is not quoted.
    """
    match value:
        case dict():
            for key, inner in value.items():
                if kinds := list_secret_kinds(key):
                    return (f"a field's name in {path}" if path else "a field's name"), kinds[0]
                where = f"{path}.{key}" if path else key
                if isinstance(inner, str):
                    if kinds := list_secret_kinds(inner) or list_secret_kinds(f'{key} = "{inner}"'):
                        return where, kinds[0]
                elif (found := find_secret_field(inner, where))[0]:
                    return found
        case list():
            texts = [each for each in value if isinstance(each, str)]
            if len(texts) == len(value) and (kinds := list_secret_kinds("\n".join(texts))):  # a key has many lines
                number = next((n for n, each in enumerate(texts) if list_secret_kinds(each)), None)
                return (path or "the arguments") if number is None else f"{path}[{number}]", kinds[0]
            for number, inner in enumerate(value):
                if (found := find_secret_field(inner, f"{path}[{number}]"))[0]:
                    return found
        case str() if kinds := list_secret_kinds(value):
            return path or "the arguments", kinds[0]
        case _:
            pass
    return "", ""


def find_secret_in_json(text: str) -> tuple[str, str]:
    """Return as `find_secret_field` does for the value of a JSON text. Raises ValueError, RecursionError: it is none."""
    if text in _clean_json:
        return "", ""
    found = find_secret_field(json.loads(text))
    if not found[0]:
        _remember(_clean_json, text)
    return found


def _replace_secrets(text: str, write: Callable[[str, str], str], limit: int | None = None) -> str:
    """Return the text, or its first `limit` characters, with `write(secret, kind)` in place of each secret."""
    if not (found := find_secrets(text)):
        return text if limit is None else text[:limit]
    return _replace_found(text, found, write, limit)


def _replace_found(text: str, found: list[FoundSecret], write: Callable[[str, str], str], limit: int | None) -> str:
    parts, at = [], 0
    for start, end, kind in found:
        if limit is not None and start >= limit:
            break
        parts += [text[at:start], write(text[start:end], kind)]
        at = end
    return "".join((*parts, text[at:limit]))
