"""JSON that two parsers could read in two ways is refused; accepted JSON has one form."""

import hashlib
import json
import struct
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.canonical_json import MAX_BYTES, canonicalize, compute_call_digest, measure_depth, parse_json
from bot.core.errors import NotCanonical
from tests.core.json_values import canonical_values
from tests.growth_ratio import is_linear
from tests.random_seed import share


@pytest.mark.parametrize(
    "text",
    [
        '{"a":1,"a":2}',
        '{"a":1,"a":1}',
        '{"a":{"b":1,"b":2}}',
        '[{"a":1,"\\u0061":2}]',
        '{"":1,"":2}',
        '{"\\ud83d\\ude00":1,"\U0001f600":2}',
    ],
)
def test_llm15_duplicate_keys_are_refused(text: str) -> None:
    with pytest.raises(NotCanonical, match="stands twice"):
        parse_json(text)


@pytest.mark.parametrize(
    "number",
    [
        "NaN",
        "Infinity",
        "-Infinity",
        "1e400",
        "-1e400",
        "1e-400",
        "-0",
        "-0.0",
        "-0e1",
        "-0.0e-5",
        "9007199254740992",
        "9007199254740993",
        "-9007199254740993",
        "9007199254740993.0",
        "9007199254740994.0",
        "1e20",
        "1e300",
        "0.1000000000000000055",
        "0.30000000000000000001",
        "0e99999999999999999999999",
        "1e-99999999999999999999999",
        "1" * 41,
        "0." + "1" * 41,
        "1" * 5000,
        "01",
        "+1",
        ".5",
        "1.",
        "0x10",
        "1_0",
    ],
)
def test_llm15_a_number_that_is_not_exact_is_refused(number: str) -> None:
    for text in (number, f'{{"a":[{number}]}}'):
        with pytest.raises(NotCanonical):
            parse_json(text)


@pytest.mark.parametrize(
    ("number", "form"),
    [
        ("0", b"0"),
        ("0.0", b"0"),
        ("1", b"1"),
        ("1.0", b"1"),
        ("1.50", b"1.5"),
        ("10e-1", b"1"),
        ("0.1", b"0.1"),
        ("1E5", b"100000"),
        ("9007199254740991", b"9007199254740991"),
        ("-9007199254740991", b"-9007199254740991"),
        ("5e-324", b"5e-324"),
        ("0.000001", b"0.000001"),
    ],
)
def test_llm15_two_spellings_of_one_number_have_one_form(number: str, form: bytes) -> None:
    assert canonicalize(parse_json(number)) == form


@pytest.mark.parametrize(
    "text",
    ['"\ud800"', '"\\ud800"', '"\\udc00\\ud800"', '{"\\udfff":1}', '{"\ud800":1}', '[["a\\ud83d"]]', b'"\xed\xa0\x80"'],
)
def test_llm15_a_lone_surrogate_is_refused(text: str | bytes) -> None:
    with pytest.raises(NotCanonical):
        parse_json(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        b"",
        "\ufeff{}",
        b"\xef\xbb\xbf{}",
        b'"\xff"',
        b'"\xc0\xaf"',
        '"\xa0"\xa0',
        "{} {}",
        "{}x",
        "{",
        "]",
        "[1,]",
        '{"a":1,}',
        "{'a':1}",
        "{a:1}",
        "// no\n1",
        '"\t"',
        '"\n"',
        '"\\x41"',
        "nul",
        "True",
        '"',
        '"\\',
    ],
)
def test_what_is_not_one_json_value_in_utf_8_is_refused(text: str | bytes) -> None:
    with pytest.raises(NotCanonical):
        parse_json(text)


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}"), ('[{"a]":', "}]")])
def test_thirty_two_deep_is_read_and_thirty_three_is_refused(opening: str, closing: str) -> None:
    per = opening.count("[") + opening.count("{")
    parse_json(opening * (32 // per) + "1" + closing * (32 // per))
    with pytest.raises(NotCanonical, match="deep"):
        parse_json(opening * (32 // per + 1) + "1" + closing * (32 // per + 1))


@pytest.mark.parametrize("many", [33, 1000])
@pytest.mark.parametrize("one", ["[]", "{}", '{"a":[]}', "[[]]"])
def test_out3_brackets_side_by_side_are_no_depth(one: str, many: int) -> None:
    text = f"[{','.join([one] * many)}]"
    assert canonicalize(parse_json(text)) == text.encode()
    assert measure_depth(text.encode()) == measure_depth(one.encode()) + 1
    assert measure_depth(f"{'[' * 32}{']' * 32},[".encode()) == 32


def test_whk08_a_hundred_thousand_brackets_are_refused_before_anything_recurses() -> None:
    with pytest.raises(NotCanonical):
        parse_json("[" * 60_000)
    deep: Any = 1
    for _ in range(200_000):
        deep = [deep]
    with pytest.raises(NotCanonical):
        canonicalize(deep)


def test_brackets_within_strings_are_no_depth() -> None:
    assert parse_json('"' + "[" * 1000 + '"') == "[" * 1000
    assert parse_json('"\\"' + "{" * 1000 + '"') == '"' + "{" * 1000


def test_64_kib_are_read_and_one_byte_more_is_refused() -> None:
    parse_json('"' + "a" * (MAX_BYTES - 2) + '"')
    parse_json("ä".join(('"', "a" * (MAX_BYTES - 4) + '"')))
    for text in ('"' + "a" * (MAX_BYTES - 1) + '"', '"ä' + "a" * (MAX_BYTES - 3) + '"'):
        with pytest.raises(NotCanonical, match="bytes are more"):
            parse_json(text)
    with pytest.raises(NotCanonical, match="bytes are more"):
        canonicalize("a" * MAX_BYTES)


WORST: dict[str, Callable[[int], str]] = {
    "an unending string of quotes": lambda size: '"' + '\\"' * (size // 2),
    "quotes": lambda size: '"' * size,
    "a late duplicate": lambda size: "{" + ",".join(f'"{n:x}":1' for n in range(size // 9)) + ',"1":1}',
    "numbers": lambda size: "[" + "1e-5," * (size // 5) + "1]",
    "backslashes": lambda size: '"' + "\\" * size,
    "no string": lambda size: "\\" * size,
}


@pytest.mark.parametrize("name", WORST)
def test_whk08_the_worst_64_kib_cost_as_much_as_their_length(name: str) -> None:
    def read(size: int) -> None:
        with suppress(NotCanonical):
            parse_json(WORST[name](size))

    assert is_linear(read, 8_000)


def test_rfc_8785_sorts_keys_by_their_utf_16_code_units() -> None:
    """RFC 8785, section 3.2.3."""
    value = {
        "\u20ac": "Euro Sign",
        "\r": "Carriage Return",
        "\ufb33": "Hebrew Letter Dalet With Dagesh",
        "1": "One",
        "\U0001f600": "Emoji: Grinning Face",
        "\u0080": "Control",
        "\u00f6": "Latin Small Letter O With Diaeresis",
    }
    sorted_keys = ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]
    assert list(json.loads(canonicalize(value))) == sorted_keys


def test_rfc_8785_section_3_2_2() -> None:
    value = {
        "numbers": [333333333.33333329, 1e30, 4.50, 2e-3, 0.000000000000000000000000001],
        "string": "\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"/",
        "literals": [None, True, False],
    }
    expected = (
        '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
        '"string":"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )
    assert canonicalize(value) == expected.encode()


@pytest.mark.parametrize(
    ("ieee", "form"),
    [
        ("0000000000000000", "0"),
        ("8000000000000000", "0"),
        ("0000000000000001", "5e-324"),
        ("8000000000000001", "-5e-324"),
        ("7fefffffffffffff", "1.7976931348623157e+308"),
        ("ffefffffffffffff", "-1.7976931348623157e+308"),
        ("4340000000000000", "9007199254740992"),
        ("c340000000000000", "-9007199254740992"),
        ("4430000000000000", "295147905179352830000"),
        ("44b52d02c7e14af5", "9.999999999999997e+22"),
        ("44b52d02c7e14af6", "1e+23"),
        ("44b52d02c7e14af7", "1.0000000000000001e+23"),
        ("444b1ae4d6e2ef4e", "999999999999999700000"),
        ("444b1ae4d6e2ef4f", "999999999999999900000"),
        ("444b1ae4d6e2ef50", "1e+21"),
        ("3eb0c6f7a0b5ed8c", "9.999999999999997e-7"),
        ("3eb0c6f7a0b5ed8d", "0.000001"),
        ("41b3de4355555553", "333333333.3333332"),
        ("41b3de4355555554", "333333333.33333325"),
        ("41b3de4355555555", "333333333.3333333"),
        ("41b3de4355555556", "333333333.3333334"),
        ("41b3de4355555557", "333333333.33333343"),
        ("becbf647612f3696", "-0.0000033333333333333333"),
        ("43143ff3c1cb0959", "1424953923781206.2"),
    ],
)
def test_rfc_8785_appendix_b_numbers(ieee: str, form: str) -> None:
    number: float = struct.unpack(">d", bytes.fromhex(ieee))[0]
    assert canonicalize(number) == form.encode()


@pytest.mark.parametrize(
    "value", [float("nan"), float("inf"), 2**53, {1: 2}, {"a": {1, 2}}, b"a", "\ud800", {"\ud800": 1}]
)
def test_what_json_cannot_say_has_no_canonical_form(value: object) -> None:
    with pytest.raises(NotCanonical):
        canonicalize(value)


@given(canonical_values())
def test_the_canonical_form_is_a_fixed_point(value: Any) -> None:
    form = canonicalize(value)
    assert canonicalize(parse_json(form)) == form
    assert canonicalize(parse_json(form.decode())) == form
    assert canonicalize(parse_json(json.dumps(parse_json(form), indent=3))) == form


@settings(max_examples=share(300))
@given(st.text() | st.text(alphabet='[]{}",:\\ \t\n0123456789.eE+-truefalsnu', max_size=40) | st.binary())
def test_llm15_whatever_is_read_has_a_canonical_form_that_is_read_the_same(text: str | bytes) -> None:
    try:
        value = parse_json(text)
    except NotCanonical:
        return
    form = canonicalize(value)
    assert canonicalize(parse_json(form)) == form


PARTS = {
    "thread": "t1",
    "call": "t1-3",
    "tool": "tag_release",
    "tool_version": "1",
    "arguments": '{"tag":"v1"}',
    "policy_version": "abc",
}


@pytest.mark.parametrize("part", PARTS)
def test_another_part_makes_another_digest(part: str) -> None:
    assert compute_call_digest(**{**PARTS, part: PARTS[part] + " "}) != compute_call_digest(**PARTS)


@given(st.lists(st.text(max_size=4), min_size=6, max_size=6), st.lists(st.text(max_size=4), min_size=6, max_size=6))
def test_llm06_no_text_flows_from_one_part_of_the_digest_into_the_next(one: list[str], other: list[str]) -> None:
    first, second = (compute_call_digest(**dict(zip(PARTS, parts, strict=True))) for parts in (one, other))
    assert (first == second) == (one == other)


def test_a_refusal_quotes_little_of_what_it_refuses() -> None:
    for text in ('{"' + "k" * 9_000 + '":1,"' + "k" * 9_000 + '":2}', "9" * 9_000, "1." + "0" * 9_000):
        with pytest.raises(NotCanonical) as refused:
            parse_json(text)
        assert len(str(refused.value)) < 200


def test_the_digest_never_changes_with_a_release() -> None:
    """Pinned: buttons and links that people hold carry it."""
    assert compute_call_digest(**PARTS) == "2bc70b95bd3312025a382f3052b29bbbae8c35ea7f88483c4272358964174a9f"


def test_arguments_of_64_kib_have_a_digest_whatever_they_hold() -> None:
    arguments = canonicalize({"a": '"' * 32_000}).decode()
    assert len(arguments) > 64_000
    assert len(compute_call_digest(**{**PARTS, "arguments": arguments})) == 64


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[" * 33 + "]" * 33, "nested 33 deep, 32 is the most"),
        ('"' + "x" * 65_535 + '"', "65537 bytes are more than 65536"),
        (b'"\xff"', "byte 1 is not UTF-8"),
        ('"\ud800"', "a lone surrogate at character 1"),
        ('["\\ud800"]', "a lone surrogate at character 0"),
        ("{} {}", "not JSON at character 3: Extra data"),
        ('{"a":1,"b":2,"a":3,"a":4}', "the key 'a' stands twice"),
        (f'{{"{"k" * 60}":1,"{"k" * 60}":2}}', f"the key {'k' * 50!r} stands twice"),
        ("9007199254740992", "the number 9007199254740992 is not exact in a double"),
        ("-0", "the number -0 is not exact in a double"),
        ("1" * 60, f"the number {'1' * 50} is not exact in a double"),
        ("1." + "0" * 39, f"the number 1.{'0' * 39}… is longer than 40 characters"),
        ("9007199254740992.0", "the number 9007199254740992.0 is not exact in a double"),
        ("0.10000000000000001", "the number 0.10000000000000001 is not exact in a double"),
        ("-0.0", "negative zero has no form of its own"),
        ("NaN", "NaN is not JSON"),
        ("-Infinity", "-Infinity is not JSON"),
    ],
)
def test_out3_each_refusal_says_what_is_wrong(text: str | bytes, said: str) -> None:
    with pytest.raises(NotCanonical) as refused:
        parse_json(text)
    assert str(refused.value) == f"The arguments cannot be shown and hashed exactly: {said}."


def test_out3_the_limits_are_these() -> None:
    """Written out: a changed limit changes the set of calls that can be approved."""
    assert parse_json('"' + "x" * 65_534 + '"') == "x" * 65_534
    assert parse_json("1." + "0" * 38) == 1
    assert parse_json("9007199254740991") == 9_007_199_254_740_991
    assert parse_json("9007199254740991.0") == 9_007_199_254_740_991
    assert parse_json("[1]", most=3) == [1]
    with pytest.raises(NotCanonical, match="3 bytes are more than 2"):
        parse_json("[1]", most=2)


def nested(deep: int) -> object:
    value: object = 1
    for _ in range(deep):
        value = [value]
    return value


def test_out3_the_canonical_form_has_the_same_limits() -> None:
    assert canonicalize(nested(32)) == b"[" * 32 + b"1" + b"]" * 32
    with pytest.raises(NotCanonical, match="nested 33 deep, 32 is the most"):
        canonicalize(nested(33))
    assert len(canonicalize("x" * 65_534)) == 65_536
    with pytest.raises(NotCanonical, match="65537 bytes are more than 65536"):
        canonicalize("x" * 65_535)
    for value in (float("nan"), {1: 2}, "\ud800", 2**60, nested(5_000)):
        with pytest.raises(NotCanonical, match=r"exactly: \S.{0,200}\.$"):
            canonicalize(value)


def test_out3_the_parts_of_a_digest_are_hashed_in_this_order() -> None:
    words = {"thread": "a", "call": "b", "tool": "c", "tool_version": "d", "arguments": "e", "policy_version": "f"}
    assert compute_call_digest(**words) == hashlib.sha256(b'["a","b","c","d","e","f"]').hexdigest()


@pytest.mark.parametrize(
    ("raw", "deep"),
    [(b"", 0), (b"1", 0), (b"[]", 1), (b"[[],[[]]]", 3), (b'{"[":"{["}', 1), (b'"[[[', 0), (b'["\\"[",[', 2)],
)
def test_out3_depth_counts_nesting_outside_of_strings(raw: bytes, deep: int) -> None:
    assert measure_depth(raw) == deep
