"""The word on a button, and what changed between two digests: pure, beside the pages that show them."""

import pytest

from bot.core import events as e
from bot.core.canonical import canonical
from bot.core.policy import Policy
from bot.core.word import JSON
from bot.http.pages.changes import compare_arguments, find_arguments
from bot.http.pages.naming import naming_arguments, naming_word

PLAIN = Policy()
FINAL = Policy(irreversible=True)
TYPED = Policy(irreversible=True, typed="count")


def text(**arguments: JSON) -> str:
    return canonical(arguments).decode()


@pytest.mark.parametrize(
    ("policy", "arguments", "word"),
    [
        (PLAIN, text(commit="c0ffee", tag="v3.0.1"), "v3.0.1"),
        (PLAIN, text(commit="c0ffee", tag=""), "c0ffee"),
        (PLAIN, text(tag=None, commit=None), "push"),
        (PLAIN, text(tag="v1\u202e0"), "v1\\u{202e}0"),
        (FINAL, text(commit="c0ffee", tag="v3.0.1"), "c0ffee"),
        (TYPED, text(count=7, tag="v3.0.1"), "7"),
        (TYPED, text(count=[1], tag="v3.0.1"), "push"),
    ],
)
def test_web3_the_word_that_matters_names_the_act(policy: Policy, arguments: str, word: str) -> None:
    assert naming_word(naming_arguments(policy, arguments, ("tag", "commit")), arguments, "push") == word


def test_web2_only_what_differs_is_told() -> None:
    found = compare_arguments(text(a=1, b="x", c=None), text(a=1, b="y", d=True))
    assert [(each.name, each.old and each.old.text, each.new and each.new.text) for each in found] == [
        ("b", '"x"', '"y"'),
        ("c", "null", None),
        ("d", None, "true"),
    ]


def test_web2_a_digest_that_the_log_does_not_know_stands_for_nothing() -> None:
    assert find_arguments([], "call", "0" * 64) is None
    opened = e.Recorded(1, 0, e.Cancelled(by="sam"))
    assert find_arguments([opened], "call", "0" * 64) is None
