"""The JSON of a body from outside. Names begin with the attack's id, where there is one."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import NotUnderstood
from channels.shared.strict_json import MAX_BODY, read_payload
from tests.growth_ratio import is_linear


def refused(body: bytes) -> str:
    with pytest.raises(NotUnderstood) as caught:
        read_payload(body)
    reason = str(caught.value)
    assert "\n" not in reason
    assert len(reason) < 200
    return reason


def test_a_payload_is_read() -> None:
    assert read_payload('{"a":[1,2.5,null,true,"ü🚀"]}'.encode()) == {"a": [1, 2.5, None, True, "ü🚀"]}


def test_a_surrogate_pair_written_as_escapes_is_one_letter() -> None:
    assert read_payload(b'"\\ud83d\\ude80"') == "🚀"


@pytest.mark.parametrize("body", [b"", b" ", b"{", b"{}{}", b"nope", b"{'a':1}", b'"a\nb"', b"[1,]", b'"\\', b"\x00"])
def test_whk08_what_is_no_json_is_a_400(body: bytes) -> None:
    assert "is not JSON at character" in refused(body)


def test_whk08_a_depth_of_100_is_read() -> None:
    assert read_payload(b"[" * 100 + b"]" * 100)


@pytest.mark.parametrize("body", [b"[" * 101 + b"]" * 101, b'{"a":' * 101 + b"1" + b"}" * 101, b"[" * 100_000])
def test_whk08_a_greater_depth_is_a_400(body: bytes) -> None:
    assert "100 is the most" in refused(body)


def test_whk08_brackets_inside_strings_do_not_count() -> None:
    text = '[\\"' * 500
    assert read_payload(f'["{text}"]'.encode()) == ['["' * 500]


@pytest.mark.parametrize(
    ("before", "often", "after"), [(b'"', b'\\"', b""), (b'"', b'\\"', b"\\"), (b"", b'""', b""), (b"", b"\\\\", b"")]
)
def test_whk08_quotes_without_end_cost_one_pass(before: bytes, often: bytes, after: bytes) -> None:
    assert is_linear(lambda size: refused(before + often * size + after), 32_000)


def test_whk08_an_integer_of_4000_digits_is_read() -> None:
    assert read_payload(b"-" + b"9" * 4_000) == -(10**4_000) + 1


@pytest.mark.parametrize("number", ["9" * 4_001, "-" + "9" * 5_000, "9" * 200_000, "0." + "1" * 5_000])
def test_whk08_a_longer_number_is_a_400(number: str) -> None:
    assert "has more than 4000 digits" in refused(f'{{"n":{number}}}'.encode())


@pytest.mark.parametrize("word", ["NaN", "Infinity", "-Infinity"])
def test_whk08_nan_and_infinity_are_a_400(word: str) -> None:
    assert refused(f"[{word}]".encode()) == f"{word} is not JSON."


@pytest.mark.parametrize("number", ["1e400", "-1e400"])
def test_whk08_a_number_beyond_a_double_is_a_400(number: str) -> None:
    assert "larger than any double" in refused(number.encode())


@pytest.mark.parametrize("body", [b'{"a":1,"a":2}', b'[{"b":{"a":1,"\\u0061":1}}]'])
def test_whk08_a_key_that_stands_twice_is_a_400(body: bytes) -> None:
    assert refused(body) == "The key 'a' stands twice in one object."


def test_whk08_a_very_long_key_that_stands_twice_is_quoted_short() -> None:
    key = "k" * 10_000
    refused(f'{{"{key}":1,"{key}":2}}'.encode())


@pytest.mark.parametrize("body", [b'"\\ud800"', b'{"\\udc00":1}', b'["\\ude80\\ud83d"]'])
def test_whk08_a_lone_surrogate_is_a_400(body: bytes) -> None:
    assert "half a surrogate pair" in refused(body)


def test_whk08_a_byte_order_mark_is_a_400() -> None:
    assert "byte order mark" in refused(b"\xef\xbb\xbf{}")


@pytest.mark.parametrize("body", [b'"\xff"', b"\xff\xfe{\x00}\x00", b'"\xed\xa0\x80"', b'"\xc0\xaf"', b'"\xe2\x82'])
def test_whk08_invalid_utf8_is_a_400(body: bytes) -> None:
    assert "not UTF-8 at byte" in refused(body)


def test_the_largest_body_is_read_and_one_byte_more_is_not() -> None:
    body = b'"' + b"a" * (MAX_BODY - 2) + b'"'
    assert len(read_payload(body)) == MAX_BODY - 2
    assert "262144 is the most" in refused(body + b" ")


@given(st.binary(max_size=200))
def test_whk08_no_bytes_raise_anything_but_not_understood(body: bytes) -> None:
    with suppress(NotUnderstood):
        read_payload(body)


@given(st.text(alphabet='{}[]":,\\u0d8eE+-.19 ntNaI', max_size=60))
def test_whk08_nothing_like_json_raises_anything_but_not_understood(text: str) -> None:
    try:
        value = read_payload(text.encode())
    except NotUnderstood:
        return
    assert json.loads(text) == value


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=10,
)


@given(values, st.booleans())
def test_what_json_writes_is_read_back(value: Any, ascii: bool) -> None:
    assert read_payload(json.dumps(value, ensure_ascii=ascii).encode()) == value
