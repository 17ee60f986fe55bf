"""Obvious secrets are sent to no channel; similar texts that are none are sent."""

import hashlib
import re
from re import _parser as sre_parse

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.secrets.escape_decoding import decode_text, join_pieces
from bot.core.secrets.redaction import (
    SHORTEST_SECRET,
    FoundSecret,
    _find_kind_matches,
    find_secrets,
    index_kinds,
    redact_secrets,
)
from bot.core.secrets.secret_patterns import AWS_SECRET, DISTINCTIVE, KINDS, PAIR_IN_BASE64, SecretKind
from tests.growth_ratio import is_linear
from tests.random_seed import share
from tests.sample_secrets import CANARIES


def mark(secret: str) -> str:
    return f"[secret sha256:{hashlib.sha256(secret.encode()).hexdigest()[:8]}]"


SLACK_TOKEN = "xox" + "b-1234567890-abcdefABCDEF"
GITHUB_TOKEN = "gh" + "p_" + "a1B2" * 9
AWS_KEY = "AK" + "IA" + "ABCDEFGHIJ234567"


@pytest.mark.parametrize(
    "secret", [SLACK_TOKEN, GITHUB_TOKEN, AWS_KEY, "github" + "_pat_" + "a1" * 20, "sk-" + "proj-" + "a1B2" * 8]
)
def test_llm21_a_token_is_its_hash(secret: str) -> None:
    assert redact_secrets(f'value = "{secret}"') == f'value = "{mark(secret)}"'
    assert redact_secrets(f"{secret} and {secret}") == f"{mark(secret)} and {mark(secret)}"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("https://rita:pass@a.example/x", f"https://{mark('rita:pass')}@a.example/x"),
        ("https://token123@a.example/x", f"https://{mark('token123')}@a.example/x"),
        ("postgres://app:pw@db/x", f"postgres://{mark('app:pw')}@db/x"),
        ('password = "hunter22"', f'password = "{mark("hunter22")}"'),
        ('"client_secret": "abc\\"def"', f'"client_secret": "{mark(chr(97) + "bc" + chr(92) + chr(34) + "def")}"'),
        ("Authorization: Bearer abcdefghijklmnop", f"Authorization: Bearer {mark('abcdefghijklmnop')}"),
    ],
)
def test_llm21_what_stands_where_secrets_stand_is_its_hash(text: str, shown: str) -> None:
    assert redact_secrets(text) == shown


def test_llm21_a_private_key_goes_from_its_begin_to_its_end_or_to_the_end_of_all() -> None:
    begin = "-----BEGIN RSA PRIVATE " + "KEY-----"
    key = begin + "\\nMIIE\\n-----END RSA PRIVATE KEY-----"
    assert redact_secrets(f'a "{key}" b') == f'a "{mark(key)}" b'
    assert redact_secrets(f"a {begin}\nMIIE") == f"a {mark(begin + chr(10) + 'MIIE')}"


@pytest.mark.parametrize(
    "text",
    [
        "ssh://git@github.com/a/b",
        "git@github.com:a/b",
        "https://a.example/x@y",
        "mail rita@example.org",
        "the token is gone",
        'tag = "v1"',
        "max_tokens = 100",
        'secret_name = "db"',
        "sha = c0ffee" * 4,
        "AKIAshort",
        "a task-force of ghp_ people",
    ],
)
def test_what_is_no_secret_stays(text: str) -> None:
    assert redact_secrets(text) == text


@pytest.mark.parametrize("part", ["a", "a_", '"', "http://", "secret = ", "eyJaaaaaaaaa.", "-----BEGIN "])
def test_a_long_text_costs_as_much_as_its_length(part: str) -> None:
    assert is_linear(lambda size: redact_secrets(part * (size // len(part))), 20_000)


ALPHABET = 'Aa1 \n"\\=:-_/+.,@xX'
HINTS = sorted({hint for kind in KINDS for hint in kind.hints})
MATERIAL = st.sampled_from(
    [*CANARIES.values(), *HINTS, *(hint.upper() for hint in HINTS), "ghp_", "sk-", "1aB2", "é", "ＡＫＩＡ", "\n> ", "İ"]
)


def find_by_every_hint(text: str, kinds: tuple[SecretKind, ...]) -> list[FoundSecret]:
    """What the definition of `SecretKind` says: each pattern, in order, where the text holds one of its hints."""
    return [
        FoundSecret(
            *match.span(next((name for name, value in match.groupdict().items() if value is not None), 0)), kind.name
        )
        for kind in kinds
        if any(hint in text.lower() for hint in kind.hints)
        for match in kind.pattern.finditer(text)
    ]


@settings(max_examples=share(500))
@given(st.lists(MATERIAL | st.text(alphabet=ALPHABET, max_size=24) | st.text(max_size=6), max_size=12).map("".join))
def test_fast9_the_index_of_hints_finds_what_each_kind_finds(text: str) -> None:
    for kinds in (KINDS, DISTINCTIVE):
        assert list(_find_kind_matches(text, index_kinds(kinds))) == find_by_every_hint(text, kinds)
    assert bool([*PAIR_IN_BASE64.finditer(text)]) <= ("auth" in text or "asic" in text or "ASIC" in text)
    assert (join_pieces(text) is not None) <= ("\n" in text)


WRAPPED = re.compile(
    r"(?<=[A-Za-z0-9_+/=.-])[ \t]{0,8}\\?\r?\n(?:[ \t]{0,8}[>|]){0,9}[ \t]{0,40}"
    r"(?=[A-Za-z_+/=.-]{0,200}\d[A-Za-z0-9_+/=.-]{0,200}|[\w+/=.-]{0,200}?[a-z][A-Z])(?=[\d_+/=.-]{0,200}[A-Za-z])"
)
"""The whole line's end in the middle of a word, as one pattern, which has to be tried at each character."""


@settings(max_examples=share(500))
@given(
    st.lists(
        st.sampled_from(["a", "aB", "x9", "_", ".", " ", " " * 7, "\t", "\n", "\r\n", "\\", "\\\n", ">", "é"])
    ).map("".join)
)
def test_fast9_words_are_joined_where_the_whole_pattern_matches(text: str) -> None:
    joined = join_pieces(text)
    assert (joined.text if joined else text) == WRAPPED.sub("", text)
    found = list(WRAPPED.finditer(text))
    assert (joined.cuts if joined else ()) == tuple(
        sum(len(each[0]) for each in found[: place + 1]) for place in range(len(found))
    )


def test_fast9_no_pattern_matches_a_text_that_is_too_short_to_be_searched() -> None:
    """The least width of each pattern, as its compiler computes it."""
    patterns = [*(kind.pattern for kind in KINDS), AWS_SECRET, PAIR_IN_BASE64]
    least = min(sre_parse.parse(each.pattern, each.flags).getwidth()[0] for each in patterns)
    assert least == SHORTEST_SECRET
    assert find_secrets("x://:y@") != []


@given(st.text(max_size=40) | st.text(alphabet=ALPHABET, max_size=40) | MATERIAL)
def test_fast9_decoding_and_joining_make_no_text_longer(text: str) -> None:
    for other in (decode_text(text), join_pieces(text)):
        assert other is None or len(other.text) <= len(text)
