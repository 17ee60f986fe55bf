"""One renderer for every channel: its text is complete, differs for any two values, and hides no character."""

import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.canonical_json import canonicalize
from bot.core.escaping import ALLOWED, is_unusual, show_argument_text, show_arguments, show_words
from tests.core.json_values import canonical_objects, canonical_values, texts
from tests.growth_ratio import is_linear
from tests.random_seed import IS_FULL_CAMPAIGN, share


def as_shown(value: Any) -> str:
    return show_argument_text(canonicalize({"a": value}).decode())


def test_a_card_has_a_line_for_each_argument_in_canonical_order() -> None:
    lines = show_arguments(
        canonicalize({"tag": "v1.4.2", "sha": "c0ffee", "force": False, "count": 3, "note": None}).decode()
    )
    assert [(line.name, line.text) for line in lines] == [
        ("count", "3"),
        ("force", "false"),
        ("note", "null"),
        ("sha", '"c0ffee"'),
        ("tag", '"v1.4.2"'),
    ]
    assert not any(line.unusual for line in lines)


def test_nested_arguments_are_shown_whole() -> None:
    assert as_shown({"b": [1, {"c d": "e"}], "f": [], "g": {}}) == (
        'a = {\n  "b": [\n    1,\n    {\n      "c d": "e",\n    },\n  ],\n  "f": [],\n  "g": {},\n}'
    )


@pytest.mark.parametrize(
    ("attack", "seen"),
    [
        ("\u202emain", '"\\u{202e}main"'),
        ("ma\u200bin", '"ma\\u{200b}in"'),
        ("main\ufe0f", '"main\\u{fe0f}"'),
        ("main\U000e0041", '"main\\u{e0041}"'),
        ("main\U000e0100", '"main\\u{e0100}"'),
        ("main\U0001d173", '"main\\u{1d173}"'),
        ("main\U0001bca0", '"main\\u{1bca0}"'),
        ("main\u0301\u0301", '"main\\u{301}\\u{301}"'),
        ("\u2066main\u2069", '"\\u{2066}main\\u{2069}"'),
        ("main\x00", '"main\\u{0}"'),
        ("main\x1b[2K", '"main\\u{1b}[2K"'),
        ("main\r", '"main\\r"'),
        ("main\u2028x", '"main\\u{2028}x"'),
        ("\ufeffmain", '"\\u{feff}main"'),
        ("main\u00ad", '"main\\u{ad}"'),
        ("main\u3164", '"main\\u{3164}"'),
    ],
)
def test_llm09_what_hides_or_reorders_is_visible_and_flagged(attack: str, seen: str) -> None:
    (line,) = show_arguments(canonicalize({"branch": attack}).decode())
    assert (line.text, line.unusual) == (seen, True)


@pytest.mark.parametrize(
    ("attack", "seen"),
    [
        ("m\u0430in", '"m\\u{430}in"'),
        ("\u03c1rod", '"\\u{3c1}rod"'),
        ("\uff4dain", '"\\u{ff4d}ain"'),
        ("\u212bngstr", '"\\u{212b}ngstr"'),
        ("K\u212a", '"K\\u{212a}"'),
    ],
)
def test_llm10_a_letter_that_looks_like_another_is_visible_and_flagged(attack: str, seen: str) -> None:
    (line,) = show_arguments(canonicalize({"branch": attack}).decode())
    assert (line.text, line.unusual) == (seen, True)


@pytest.mark.parametrize(
    ("attack", "seen"),
    [
        ("ls" + " " * 10_000 + "; rm -rf /", '"ls\\s{10000}; rm -rf /"'),
        ("ls" + "\n" * 10_000 + "rm -rf /", '"ls\\l{10000}rm -rf /"'),
        ("ls\n\n\nrm", '"ls\\l{3}rm"'),
        ("ls\u00a0; rm", '"ls\\u{a0}; rm"'),
        ("ls  -l", '"ls\\s{2}-l"'),
        ("ls\n \n \nrm", '"ls\\n \\n \\nrm"'),
    ],
)
def test_llm11_what_pushes_the_tail_out_of_view_is_counted_and_flagged(attack: str, seen: str) -> None:
    (line,) = show_arguments(canonicalize({"command": attack}).decode())
    assert (line.text, line.unusual) == (seen, True)


@pytest.mark.parametrize(
    "text", ["Grüße an André", 'say "hi"', "C:\\temp", "one\ntwo", "a\tb", "5 €", "", " x ", "a\n\nb"]
)
def test_everyday_text_is_not_flagged(text: str) -> None:
    assert not is_unusual(text)
    assert "\\u{" not in as_shown(text)


def test_an_unusual_key_is_flagged_as_well() -> None:
    assert is_unusual({"ma\u0456n": 1})
    assert is_unusual([[{"a": "\u202e"}]])
    assert [line.unusual for line in show_arguments(canonicalize({"k\u200b": 1}).decode())] == [True]


def test_llm11_words_keep_their_line_breaks_but_no_gap() -> None:
    assert show_words('He said "yes".\n\nThen left.') == 'He said "yes".\n\nThen left.'
    assert show_words("top" + "\n" * 500 + "hidden") == "top\n\\l{500}\nhidden"
    assert show_words("top" + "\n " * 3 + "\nhidden") == "top\n\\n \\n \\n \\n\nhidden"
    assert show_words("a   b") == "a\\s{3}b"
    assert show_words("\u202eevil\r\n") == "\\u{202e}evil\\r\n"


def test_the_allow_list_is_what_it_says() -> None:
    latin = {chr(code) for code in range(0xC0, 0x100)} - {"×", "÷"}
    assert latin | {"€"} == ALLOWED


PRINTABLE = re.compile(f"[ -~\n{''.join(sorted(ALLOWED))}]*")


@given(canonical_objects(), texts(30))
def test_llm09_only_printable_characters_and_our_own_line_breaks_come_out(value: dict[str, Any], words: str) -> None:
    text = show_argument_text(canonicalize(value).decode())
    assert PRINTABLE.fullmatch(text)
    assert PRINTABLE.fullmatch(show_words(words))
    assert "\n\n\n" not in show_words(words)
    for line in text.splitlines():
        assert "  " not in line.lstrip(" ")


@given(canonical_objects())
def test_every_character_that_is_escaped_with_a_code_is_flagged(value: dict[str, Any]) -> None:
    for line in show_arguments(canonicalize(value).decode()):
        if re.search(r"(?<!\\)(?:\\\\)*\\[usl]\{", line.name + "\n" + line.text):
            assert line.unusual


ESCAPE = re.compile(r"\\(?:([slu])\{([0-9a-f]+)\}|(.))")


def unshown(text: str) -> str:
    """The characters of a quoted text, as a careful reader reconstructs them."""

    def back(found: re.Match[str]) -> str:
        match found[1]:
            case "s":
                return " " * int(found[2])
            case "l":
                return "\n" * int(found[2])
            case "u":
                return chr(int(found[2], 16))
            case _:
                return {"n": "\n", "t": "\t", "r": "\r"}.get(found[3], found[3])

    return ESCAPE.sub(back, text)


@given(texts(40))
def test_a_reader_can_reconstruct_the_text_that_is_shown(text: str) -> None:
    assert unshown(as_shown(text).removeprefix("a = ")[1:-1]) == text


@given(canonical_values())
def test_a_reader_can_reconstruct_the_whole_value(value: Any) -> None:
    """Undoing what we escape and dropping the last commas leaves JSON: the shown text contains the value alone."""
    text = as_shown(value).removeprefix("a = ")
    quoted = re.sub(r'"((?:[^"\\]|\\.)*)"', lambda found: json.dumps(unshown(found[1])), text)
    plain = re.sub(r",(\n *[\]}])", r"\1", quoted)
    assert canonicalize(json.loads(plain)) == canonicalize(value)


SEEN: dict[str, bytes] = {}


def tell_apart(value: dict[str, Any]) -> None:
    form = canonicalize(value)
    assert SEEN.setdefault(show_argument_text(form.decode()), form) == form


@settings(max_examples=share(150))
@given(canonical_objects(), st.data())
def test_two_values_never_look_the_same(value: dict[str, Any], data: st.DataObject) -> None:
    tell_apart(value)
    for key, item in list(value.items()):
        shape = as_shown(item)
        tell_apart({**value, key: shape})
        tell_apart({**value, key: [item]})
        tell_apart({k: v for k, v in value.items() if k != key})
        tell_apart({f"{key} = {shape}\n{key}": item})
        tell_apart({f"{key} = {shape}": item})
        if isinstance(item, str) and item:
            at = data.draw(st.integers(0, len(item) - 1))
            tell_apart({**value, key: item[:at] + data.draw(texts(2)) + item[at + 1 :]})
            tell_apart({**value, key: show_words(item)})


PAIRS: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"a": 1, "b": 2}, {"a = 1\nb": 2}),
    ({"a": "1"}, {"a": 1}),
    ({"a": "x"}, {'a = "x': ""}),
    ({"a": "null"}, {"a": None}),
    ({"a": [1, 2]}, {"a": "[\n  1,\n  2,\n]"}),
    ({"a": {"b": 1}}, {"a": '{\n  "b": 1,\n}'}),
    ({"a": "\\s{2}"}, {"a": "  "}),
    ({"a": "\\l{3}"}, {"a": "\n\n\n"}),
    ({"a": "\\u{200b}"}, {"a": "\u200b"}),
    ({"a": "\\n"}, {"a": "\n"}),
    ({"a": "\n\n\n{3}"}, {"a": "\n{3}"}),
    ({"a": []}, {"a": {}}),
    ({"a": [[]]}, {"a": [{}]}),
    ({"a": [1, 2]}, {"a": [[1, 2]]}),
    ({}, {"": ""}),
    ({"a ": 1}, {"a": 1}),
    ({"a": True}, {"a": "true"}),
    ({'"a"': 1}, {"a": 1}),
]


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_llm08_values_made_to_look_alike_do_not(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert show_argument_text(canonicalize(one).decode()) != show_argument_text(canonicalize(other).decode())


@settings(max_examples=share(300))
@given(st.text(alphabet='ab \n\\{}3ls"\u200b', max_size=14), st.text(alphabet='ab \n\\{}3ls"\u200b', max_size=14))
def test_two_texts_never_look_the_same_as_words(one: str, other: str) -> None:
    assert (show_words(one) == show_words(other)) == (one == other)


@pytest.mark.parametrize("part", ["a ", "  a", "\n a", "\n \n", "\\"])
def test_a_long_text_costs_time_in_proportion_to_its_length(part: str) -> None:
    assert is_linear(
        lambda size: (show_words(part * size), is_unusual(part * size)), 120_000 if IS_FULL_CAMPAIGN else 20_000
    )
