"""The grammar of Authentication-Results (RFC 8601, 2.2), read whole or not at all. It trusts nobody and decides nothing.

The library authres 1.2.0 (its last release, of 2019) does not do: it raises SyntaxError for what Exchange Online, Yahoo and
Amazon SES write, and it leaves out what it does not know, so that a damaged header reads like a sound one.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

MAX_HEADER = 8 * 1024
MAX_NESTING = 20

_SPACE = " \t"
_SPECIAL = frozenset(';()"= \t')
_DOMAIN = re.compile(r"(?:[A-Za-z0-9_-]+\.)+[A-Za-z0-9_-]+")


class MethodResult(NamedTuple):
    """One method's result: `dmarc`, `pass`, and its properties such as ("header.from", "example.org"), in order."""

    method: str
    value: str
    properties: tuple[tuple[str, str], ...]

    def list_values(self, name: str) -> tuple[str, ...]:
        """Every value of a property."""
        return tuple(value for key, value in self.properties if key == name)


class AuthenticationResults(NamedTuple):
    """One header: who says so (empty when it does not say), and the results."""

    authserv_id: str
    results: tuple[MethodResult, ...]


class _HeaderToken(NamedTuple):
    """A word, a quoted string or one of `;` and `=`; `glued` when nothing stands between it and the token before."""

    kind: str
    text: str
    glued: bool


class _GrammarMismatch(Exception):
    """The header does not follow the grammar."""


def parse_results(header: str) -> AuthenticationResults | None:
    """What a header's value says, or None when any of it does not follow the grammar.

    Beyond RFC 8601, which receivers do not keep to the letter: properties without a type (`action=none`, Exchange
    Online), an empty last clause (Yahoo), a first clause that is a result already, without an id (Exchange Online), and
    clauses between the results that name the recipient's domain alone (Exchange Online until about 2021).
    """
    try:
        clauses = _split_clauses(header)
        authserv_id = "" if any(token.kind == "=" for token in clauses[0]) else _read_authserv_id(clauses.pop(0))
        if clauses and not clauses[-1]:
            clauses.pop()
        clauses = _drop_domain_clause(clauses, authserv_id)
        if [[token.text.lower() for token in clause] for clause in clauses] == [["none"]]:
            return AuthenticationResults(authserv_id, ())
        return AuthenticationResults(authserv_id, tuple(_read_result(clause) for clause in clauses))
    except _GrammarMismatch:
        return None


def _drop_domain_clause(clauses: list[list[_HeaderToken]], authserv_id: str) -> list[list[_HeaderToken]]:
    """The clauses without those that are a domain alone. There may be one such domain: the one that the header begins with."""
    bare = [each for each in clauses if len(each) == 1 and each[0].kind == "word" and _DOMAIN.fullmatch(each[0].text)]
    named = {each[0].text.lower() for each in bare} | ({authserv_id.lower()} if authserv_id else set())
    if bare and len(named) > 1:
        raise _GrammarMismatch
    return [each for each in clauses if each not in bare]


def _split_clauses(header: str) -> list[list[_HeaderToken]]:
    clauses: list[list[_HeaderToken]] = [[]]
    for token in _split_tokens(header):
        if token.kind == ";":
            clauses.append([])
        else:
            clauses[-1].append(token)
    return clauses


def _split_tokens(header: str) -> Iterator[_HeaderToken]:
    """The tokens, comments left out. A comment or a blank between two tokens parts them.

    Letters beyond ASCII may stand in comments alone: some of them are ASCII in lower case, and our name with one is not ours.
    """
    if len(header) > MAX_HEADER or any(
        (ord(letter) < 32 and letter != "\t") or ord(letter) == 127 for letter in header
    ):
        raise _GrammarMismatch
    position, glued = 0, False
    while position < len(header):
        letter, start = header[position], position
        if letter in _SPACE:
            position, glued = position + 1, False
        elif letter == "(":
            position, glued = _skip_comment(header, position), False
        elif letter == '"':
            text, position = _read_quoted(header, position)
            _refuse_foreign(text)
            yield _HeaderToken("quoted", text, glued)
            glued = True
        elif letter in ";=":
            position += 1
            yield _HeaderToken(letter, letter, glued)
            glued = True
        elif letter == ")":
            raise _GrammarMismatch
        else:
            while position < len(header) and header[position] not in _SPECIAL:
                position += 1
            _refuse_foreign(header[start:position])
            yield _HeaderToken("word", header[start:position], glued)
            glued = True


def _refuse_foreign(text: str) -> None:
    if not text.isascii():
        raise _GrammarMismatch


def _skip_comment(header: str, position: int) -> int:
    """The place behind a comment, with the comments in it, and with its quoted pairs."""
    depth = 0
    while position < len(header):
        match header[position]:
            case "\\":
                position += 1
            case "(":
                depth += 1
            case ")":
                depth -= 1
        position += 1
        if depth == 0:
            return position
        if depth > MAX_NESTING:
            break
    raise _GrammarMismatch


def _read_quoted(header: str, position: int) -> tuple[str, int]:
    """A quoted string's text and the place behind it."""
    text: list[str] = []
    position += 1
    while position < len(header):
        if header[position] == '"':
            return "".join(text), position + 1
        if header[position] == "\\":
            position += 1
        text.append(header[position : position + 1])
        position += 1
    raise _GrammarMismatch


def _read_authserv_id(clause: list[_HeaderToken]) -> str:
    """`value [version]`."""
    if not clause or clause[0].kind not in ("word", "quoted") or len(clause) > 2:
        raise _GrammarMismatch
    if len(clause) == 2 and (clause[1].glued or not clause[1].text.isdigit()):
        raise _GrammarMismatch
    return clause[0].text


def _read_result(clause: list[_HeaderToken]) -> MethodResult:
    """`method[/version]=result`, then `reason=…` and properties."""
    pairs = list(_read_pairs(clause))
    if not pairs:
        raise _GrammarMismatch
    (method, value), *properties = pairs
    name, _, version = method.partition("/")
    if not name or (version and not version.isdigit()) or not value:
        raise _GrammarMismatch
    return MethodResult(name, value.lower(), tuple(properties))


def _read_pairs(clause: list[_HeaderToken]) -> Iterator[tuple[str, str]]:
    """`name = value`, blanks allowed around each part; a value goes on as long as nothing parts its tokens."""
    position = 0
    while position < len(clause):
        key, position = _read_key(clause, position)
        value, position = _read_value(clause, position + 1)
        yield key, value


def _read_key(clause: list[_HeaderToken], position: int) -> tuple[str, int]:
    """Words up to the next `=`: more than one only around a full stop or a slash, as in `header . from`."""
    words = []
    while position < len(clause) and clause[position].kind != "=":
        if clause[position].kind != "word":
            raise _GrammarMismatch
        words.append(clause[position].text)
        position += 1
    key = "".join(words).lower()
    is_one = all(a[-1] in "./" or b[0] in "./" for a, b in pairwise(words))
    if position >= len(clause) or not words or not is_one:
        raise _GrammarMismatch
    return key, position


def _read_value(clause: list[_HeaderToken], position: int) -> tuple[str, int]:
    if position >= len(clause) or clause[position].kind == "=":
        raise _GrammarMismatch
    text = [clause[position].text]
    position += 1
    while position < len(clause) and clause[position].glued:
        text.append(clause[position].text)
        position += 1
    return "".join(text), position
