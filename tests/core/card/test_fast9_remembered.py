"""Parts of cards that are remembered are those that would be made anew; long texts are not kept."""

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.canonical_json import canonicalize
from bot.core.card import call_presentation, complete_argument_rows
from bot.core.card.call_presentation import CallPresentation, DisplayKind
from bot.core.memoization import remember
from bot.core.secrets import secrets_in_call_headings
from tests.core.json_values import canonical_objects
from tests.sample_secrets import CANARIES

KINDS: list[DisplayKind] = ["text", "code", "secret", "money", "link"]
NAMES = st.sampled_from(["tag", "commit", "note", "amount", *list(CANARIES.values())[:3]])
ARGUMENTS = st.dictionaries(NAMES, st.sampled_from(["v1", 1, 1000, True, "a\nb", *CANARIES.values()]), max_size=3)
SHOWN = st.builds(
    CallPresentation,
    title=st.sampled_from(["", "Tag {tag}", "Tag {commit:3} {tag}"]),
    first=st.sampled_from(["", "tag", "note"]),
    kinds=st.dictionaries(NAMES, st.sampled_from(KINDS), max_size=2).map(MappingProxyType),
)


@given(ARGUMENTS | canonical_objects(), SHOWN)
def test_fast9_the_parts_of_a_call_are_those_made_anew(arguments: dict[str, Any], shown: CallPresentation) -> None:
    text = canonicalize(arguments).decode()
    title: Any = call_presentation._format_title
    rows: Any = complete_argument_rows._list_clean_rows
    name: Any = secrets_in_call_headings.has_secret_name
    for _ in range(2):
        assert shown.format_title("push", text) == title.__wrapped__(shown.title, shown.secret_names, "push", text)
        kinds = frozenset(shown.kinds.items())
        assert complete_argument_rows.list_clean_rows(text, shown) == rows.__wrapped__(text, shown.first, kinds)
        assert name(text) == name.__wrapped__(text)


@pytest.mark.parametrize("kinds", [{}, {"tag": "secret"}, {"tag": "code"}])
def test_fast9_presentations_that_differ_in_a_kind_are_not_taken_for_each_other(kinds: Mapping[str, Any]) -> None:
    arguments = json.dumps({"tag": "v1"}, separators=(",", ":"))
    one, other = CallPresentation(title="Tag {tag}"), CallPresentation(title="Tag {tag}", kinds=MappingProxyType(kinds))
    assert one.format_title("push", arguments) == "Tag v1"
    assert other.format_title("push", arguments) == ("push" if kinds.get("tag") == "secret" else "Tag v1")
    (row,) = complete_argument_rows.list_clean_rows(arguments, other)
    assert row.kind == kinds.get("tag", "text")


def test_fast9_only_short_texts_and_the_latest_calls_are_remembered() -> None:
    made: list[str] = []

    @remember(longest=5, most=2)
    def double(text: str, more: str = "") -> str:
        made.append(text)
        return text * 2 + more

    assert [double("ab"), double("ab"), double("ab", more="c")] == ["abab", "abab", "ababc"]
    assert made == ["ab", "ab"]
    assert double("abcdef") == double("abcdef") == "abcdefabcdef"
    assert double("abc", more="def") == double("abc", more="def")
    assert made[2:] == ["abcdef", "abcdef", "abc", "abc"]
    for text in ("x", "y", "ab"):
        double(text)
    assert made[6:] == ["x", "y", "ab"]
