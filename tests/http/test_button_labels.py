"""The label of a button, and the changes between two digests: pure, beside the pages that show them."""

import pytest

from bot.core.base_types import JSON
from bot.core.canonical_json import canonicalize
from bot.core.policy import Policy
from bot.http.pages.approve_label import choose_naming_word, list_naming_arguments

PLAIN = Policy()
FINAL = Policy(irreversible=True)
TYPED = Policy(irreversible=True, typed="count")


def text(**arguments: JSON) -> str:
    return canonicalize(arguments).decode()


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
    assert choose_naming_word(list_naming_arguments(policy, arguments, ("tag", "commit")), arguments, "push") == word
