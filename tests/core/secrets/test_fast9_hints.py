"""The search for secrets tries every kind that has a hint in the text, and remembers only texts that have no secret."""

import pytest

from bot.core.secrets import redaction
from bot.core.secrets.redaction import find_secrets, index_kinds, remove_secrets
from bot.core.secrets.secret_patterns import DISTINCTIVE, KINDS
from tests.sample_secrets import CANARIES

HINTS = sorted({hint for kind in KINDS for hint in kind.hints})


@pytest.mark.parametrize("hint", HINTS)
def test_fast9_2_a_kind_is_tried_wherever_one_of_its_hints_is(hint: str) -> None:
    for kinds in (KINDS, DISTINCTIVE):
        for text in (hint, hint.upper(), f"words {hint} words", f"{hint}{HINTS[0]}", "words alone", " ".join(HINTS)):
            wanted = [kind for kind in kinds if any(each in text.lower() for each in kind.hints)]
            assert index_kinds(kinds).list_hinted(text) == wanted


def test_fast9_2_a_secret_is_found_each_time_and_no_text_with_one_is_remembered() -> None:
    for name, secret in CANARIES.items():
        for text in (secret, f"the key {secret} of {name}"):
            first = find_secrets(text)
            assert find_secrets(text) == first
            assert (text in redaction._clean) == (not first)


def test_fast9_2_texts_without_secrets_are_remembered_within_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redaction, "MOST_REMEMBERED", 10)
    monkeypatch.setattr(redaction, "_clean", set())
    for n in range(25):
        assert remove_secrets(f"the tag v{n} is pushed") == f"the tag v{n} is pushed"
    assert 0 < len(redaction._clean) <= 10
    long = "words without a secret " * 40
    assert remove_secrets(long) == long
    assert long not in redaction._clean
