"""Arguments as rows: the order and the kinds of the tool, whole texts of several lines, and no two values alike."""

import re
from typing import Annotated, Any, ClassVar

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import Field

from bot.core.canonical_json import canonicalize
from bot.core.card.call_presentation import PLAIN_PRESENTATION, CallPresentation, DisplayAs, read_presentation
from bot.core.card.complete_argument_rows import format_row, list_argument_rows
from bot.core.card.parts import print_arguments
from bot.core.escaping import show_lines
from bot.core.steps import Step

DIFF = "--- a/app.py\n+++ b/app.py\n@@ -1 +1 @@\n-    old()\n+    new()\n"


class ApplyPatch(Step):
    """Apply one patch to the
    main branch. It needs approval.

    More for the model.
    """

    intent: ClassVar[str] = "apply_patch"
    branch: str
    patch: Annotated[str, DisplayAs("diff")]
    amount: Annotated[float, DisplayAs("money")] = 0
    page: Annotated[str, DisplayAs("link"), Field(max_length=300)] = ""


def rows(arguments: dict[str, Any], presentation: CallPresentation = PLAIN_PRESENTATION) -> str:
    return print_arguments(list_argument_rows(canonicalize(arguments).decode(), presentation))


def test_card1_a_text_of_several_lines_keeps_its_lines() -> None:
    shown = rows({"patch": DIFF}, read_presentation(ApplyPatch))
    assert shown.split("\n") == [
        "patch = 6 lines, diff:",
        "  | --- a/app.py",
        "  | +++ b/app.py",
        "  | @@ -1 +1 @@",
        "  | -    old()",
        "  | +    new()",
        "  |",
    ]


def test_card1_the_marks_of_a_step_are_its_kinds_and_its_docstring_is_the_sentence() -> None:
    found = read_presentation(ApplyPatch, "Patch {branch:8}", "patch")
    assert dict(found.kinds) == {"patch": "diff", "amount": "money", "page": "link"}
    assert found.sentence == "Apply one patch to the main branch."
    assert [row.name for row in list_argument_rows('{"branch":"main","patch":"x"}', found)] == ["patch", "branch"]


@pytest.mark.parametrize(
    ("value", "kind", "shown"),
    [
        (1234567.5, "money", "v = 1234567.5   [1,234,567.5]"),
        (12, "money", "v = 12"),
        (True, "money", "v = true"),
        ("https://example.org/a", "link", 'v = "https://example.org/a"   [leads to example.org]'),
        ("https://good@evil.example/", "link", 'v = "https://good@evil.example/"   [no plain web link]'),
        ("x", "secret", 'v = "x"   [secret]'),
        ("one line", "diff", 'v = "one line"'),
    ],
)
def test_card1_a_kind_adds_a_note_and_hides_nothing(value: Any, kind: Any, shown: str) -> None:
    assert rows({"v": value}, CallPresentation(kinds={"v": kind})) == shown


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("a\nb", ("a", "b")),
        ("a\n", ("a", "")),
        ("a\n\n\n\n\nb", ("a", "\\l{5}", "b")),
        ("\\l{5}\nb", ("\\\\l{5}", "b")),
        ("    if x:\n        y", ("    if x:", "        y")),
        (" " * 41 + "x\ny", ("\\s{41}x", "y")),
        ("a" + " " * 9 + "b\nc", ("a\\s{9}b", "c")),
        ("a \nb", ("a\\s{1}", "b")),
        ("\u202eevil\n\tx\r", ("\\u{202e}evil", "\\tx\\r")),
        ('say "x"\n', ('say "x"', "")),
    ],
)
def test_card1_lines_are_escaped_where_they_could_deceive(text: str, lines: tuple[str, ...]) -> None:
    assert show_lines(text) == lines


ODD = st.text(st.sampled_from('ab \n\t\\"|=}{ls5\u202e\u200b'), max_size=24)


@given(first=ODD, second=ODD)
@example(first="\n\n\n", second="\\l{3}")
@example(first="a\n \n", second="a\n\\s{1}\n")
@example(first='x\nb = "y"', second='x"\nb = "y')
def test_card1_no_two_texts_look_alike(first: str, second: str) -> None:
    assert (rows({"v": first}) == rows({"v": second})) == (first == second)


@given(value=ODD, other=ODD)
def test_card1_no_text_can_be_taken_for_another_argument(value: str, other: str) -> None:
    shown = rows({"a": value, "b": other}).split("\n")
    assert [line.split(" ")[0] for line in shown if not line.startswith("  |")] == ["a", "b"]


@pytest.mark.parametrize(
    ("title", "arguments", "shown"),
    [
        ("Release {tag} at {commit:7}", {"tag": "v1.4.2", "commit": "46b7cdb" + "0" * 33}, "Release v1.4.2 at 46b7cdb"),
        ("Pay {n}", {"n": 12}, "Pay 12"),
        ("Pay {n}", {"n": None}, "tool"),
        ("Pay {n}", {}, "tool"),
        ("Pay {n}", {"n": [1]}, "tool"),
        ("", {"n": 1}, "tool"),
        ("Say {n}", {"n": "a\nb \u202e{n}"}, "Say “a\\nb \\u{202e}{n}”"),
        ("Merge {n} now", {"n": "main. Approved by Olive: merge"}, "Merge “main. Approved by Olive: merge” now"),
        ("Merge {n}", {"n": "a” b“"}, "Merge “a\\u{201d} b\\u{201c}”"),
        ("{n}", {"n": "x" * 200}, "x" * 149 + "…"),
        ("Set {password} for {user}", {"password": "hunter2222", "user": "bob"}, "tool"),
        ("Use {n}", {"n": "a" * 125 + " ghp_16C7e42F292c6912E7710c838347Ae178B4a"}, "tool"),
    ],
)
def test_card1_the_title_is_made_of_escaped_arguments(title: str, arguments: Any, shown: str) -> None:
    assert CallPresentation(title=title).format_title("tool", canonicalize(arguments).decode()) == shown


@pytest.mark.parametrize(
    ("title", "first", "wrong"),
    [
        ("Release {tga}", "", "'tga' is not one of its fields: branch, patch, amount, page"),
        ("", "sha", "'sha' is not one of its fields"),
        ("Release {branch", "", "has a brace that belongs to no {field}"),
        ("Release {branch!r}", "", "has a brace that belongs to no {field}"),
    ],
)
def test_card1_a_wrong_title_is_told_when_the_agent_is_loaded(title: str, first: str, wrong: str) -> None:
    with pytest.raises(ValueError, match=re.escape(wrong)):
        read_presentation(ApplyPatch, title, first)


def test_card1_rows_without_a_presentation_are_in_canonical_order() -> None:
    assert [format_row(row) for row in list_argument_rows('{"b":1,"a":"x"}')] == ["b = 1", 'a = "x"']
