"""JSON values for property tests: any that our strict parser accepts, hidden and confusing characters preferred."""

from typing import Any

from hypothesis import strategies as st

NASTY = (
    'a"\\/ =:{}[],\n\t\r  \u00a0\u200b\u200d\u202e\u2066\ufe0f\U000e0041\U000e0100\U0001d173\U0001bca0\u0301\u0430\u03c1'
    "\u2028\u0000\x7f\ufeffé€su0\ufffd"
)


def texts(max_size: int = 12) -> st.SearchStrategy[str]:
    return st.text(alphabet=NASTY, max_size=max_size) | st.text(max_size=max_size)


def numbers() -> st.SearchStrategy[int | float]:
    limit = 2**53 - 1
    floats = st.floats(min_value=-limit, max_value=limit, allow_nan=False)
    return st.integers(min_value=-limit, max_value=limit) | floats.map(lambda number: number or 0.0)


def canonical_values() -> st.SearchStrategy[Any]:
    return st.recursive(
        st.none() | st.booleans() | numbers() | texts(),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts(6), inner, max_size=4),
        max_leaves=12,
    )


def canonical_objects() -> st.SearchStrategy[dict[str, Any]]:
    return st.dictionaries(texts(6), canonical_values(), max_size=4)
