"""The C encoder, where it is used, writes and refuses exactly as `rfc8785` does."""

import enum
from collections.abc import Callable
from typing import Any

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.canonical_json import canonicalize
from bot.core.errors import NotCanonical
from tests.random_seed import share


class LateName(str):
    """A subclass of str: `rfc8785` and the C encoder both write its text."""


UNUSUAL_TEXTS = st.text(alphabet='a"\\/\x00\x08\x1f\x7f\x80\u2028\u2029\ud800\udfff\ufffe\uffff\U0001f600é') | st.text()
UNUSUAL_KEYS = st.text(alphabet="aZ_~ \x00\x7f\x80\uffff\U0001f600\ud83d", max_size=3) | st.text(max_size=4)


def unusual_values() -> st.SearchStrategy[Any]:
    """Values of all kinds that Python code can hand over, those without a canonical form too."""
    around = st.sampled_from([2**53 - 1, 2**53, -(2**53) + 1, -(2**53), 10**400, 0])
    odd = st.sampled_from(
        [-0.0, float("nan"), float("inf"), b"a", {1}, {1: 2}, {None: 1}, {"a": 1, 1: 2}, {True: 1}, object]
    )
    leaves = st.none() | st.booleans() | st.integers() | around | st.floats() | UNUSUAL_TEXTS | odd
    leaves |= UNUSUAL_TEXTS.map(LateName) | st.sampled_from(IntegerName)
    return st.recursive(
        leaves,
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.lists(inner, max_size=3).map(tuple)
            | st.dictionaries(UNUSUAL_KEYS, inner, max_size=4)
        ),
        max_leaves=20,
    )


class IntegerName(enum.IntEnum):
    """Whole numbers with a name, and a text of their own."""

    SMALL = 3
    LARGE = 2**60


def outcome_of(write: Callable[[Any], bytes], value: Any) -> bytes | str:
    """The bytes, or the text of the refusal."""
    try:
        return write(value)
    except (NotCanonical, rfc8785.CanonicalizationError, UnicodeEncodeError) as refused:
        text = refused.facts[0] if isinstance(refused, NotCanonical) else str(refused)[:200]
        return f"refused: {text}"


@settings(max_examples=share(1_000))
@given(unusual_values())
def test_fast9_the_c_encoder_writes_and_refuses_exactly_as_rfc8785_does(value: Any) -> None:
    assert outcome_of(canonicalize, value) == outcome_of(rfc8785.dumps, value)


@settings(max_examples=share(300))
@given(st.dictionaries(UNUSUAL_KEYS, st.integers(0, 9), min_size=2, max_size=8))
def test_fast9_keys_have_the_order_of_their_utf_16_code_units(value: dict[str, int]) -> None:
    assert outcome_of(canonicalize, value) == outcome_of(rfc8785.dumps, value)


@pytest.mark.parametrize("deep", [0, 1, 19, 20, 21, 31, 32])
@pytest.mark.parametrize("wrap", [lambda inner: [inner], lambda inner: {"a": inner}, lambda inner: (inner, "x")])
def test_fast9_any_depth_up_to_the_limit_is_written_as_rfc8785_does(deep: int, wrap: Callable[[Any], Any]) -> None:
    value: Any = "v"
    for _ in range(deep):
        value = wrap(value)
    assert canonicalize(value) == rfc8785.dumps(value)


def test_fast9_each_character_is_written_as_rfc8785_does() -> None:
    for start in range(0, 0x11_0000, 0x1000):
        text = "".join(map(chr, (code for code in range(start, start + 0x1000) if not 0xD800 <= code < 0xE000)))
        assert canonicalize(text) == rfc8785.dumps(text)
        assert canonicalize({"key": [text[:100]]}) == rfc8785.dumps({"key": [text[:100]]})


def test_fast9_plain_values_take_the_c_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    def forbid(value: Any) -> bytes:
        raise AssertionError(value)

    monkeypatch.setattr(rfc8785, "dumps", forbid)
    assert canonicalize({"b": [1, True, None, "é"], "a": {}}) == '{"a":{},"b":[1,true,null,"é"]}'.encode()
    for slow in (0.5, {"é": 1}, LateName("a")):
        with pytest.raises(AssertionError):
            canonicalize(slow)
