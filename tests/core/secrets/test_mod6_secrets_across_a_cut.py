"""A text is cut without half of a secret, and of a long one only the beginning and a part behind the cut are searched."""

import json
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest

from bot.core.prompts.cleaned_model_answers import MAX_CALLS, MAX_TEXT, brief_answer, clean_answer, write_answer
from bot.core.secrets.redaction import LOOK_AHEAD, cut_text, find_secrets, remove_secrets, remove_secrets_before
from bot.core.secrets.secret_reference import Secret
from bot.core.steps import AnswerCall, ModelAnswer, RawAnswer, Step
from tests.sample_secrets import CANARIES

LIMIT = 400
PADDING = "some words of a log, and more of them; " * 9_000
SECRETS = {
    **CANARIES,
    "a key of many lines": "-----BEGIN PRIVATE KEY-----\n" + "MIIEvQIBADANBgkqh1\n" * 60 + "-----END PRIVATE KEY-----",
    "a key without its end": "-----BEGIN PRIVATE KEY-----\n" + "MIIEvQIBADANBgkqh1\n" * 3_600,
    "a long token": "ey" + "JhbGciOiJIUzI1Ni" * 100 + ".ey" + "J4" * 1_900 + "." + "Ab1_" * 400,
    "a value of many characters": 'password = "' + "a long phrase, 7 times " * 340 + '"',
}
PIECE = 7
"""A secret is half-shown when so many of its characters are left together."""


def find_leak(secret: str, kept: str) -> str:
    """A piece of the secret that `kept` shows and that the whole text, cleaned, does not: `password = "` is no secret."""
    clean = remove_secrets(secret)
    pieces = {secret[at : at + PIECE] for at in range(len(secret) - PIECE)}
    return next((piece for piece in pieces if piece in kept and piece not in clean), "")


def count_searched(work: Callable[[], object]) -> int:
    """The characters that are searched for secrets while `work` runs."""
    count = 0

    def note_call(frame: FrameType, event: str, arg: Any) -> None:
        nonlocal count
        if event == "call" and frame.f_code is find_secrets.__code__:
            count += len(frame.f_locals["text"])

    sys.setprofile(note_call)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("name", SECRETS)
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
@pytest.mark.drawn(one_in=30)
def test_mod6_a_secret_across_the_cut_of_a_long_text_is_not_half_shown(name: str, share: float) -> None:
    secret = SECRETS[name]
    before = max(LIMIT - int(min(len(secret), LIMIT) * share), 0)
    text = f"{PADDING[:before]} {secret} {PADDING}"
    assert len(text) > LIMIT + LOOK_AHEAD
    assert remove_secrets(text) != text
    for kept in (remove_secrets_before(text, LIMIT), cut_text(text, LIMIT), cut_text(text, LIMIT, "…")):
        assert not find_leak(secret, kept)
        assert kept.startswith(PADDING[:before])


@pytest.mark.parametrize("name", CANARIES)
def test_mod6_a_secret_in_escapes_across_the_cut_is_not_half_shown(name: str) -> None:
    secret = CANARIES[name]
    written = "".join(f"\\u{ord(character):04x}" for character in secret)
    kept = remove_secrets_before(f"{PADDING[: LIMIT - 120]} {written} {PADDING}", LIMIT)
    assert not find_leak(written, kept)
    assert kept.startswith(PADDING[: LIMIT - 120])


@pytest.mark.parametrize("filling", ["\u200b", "\x1b[0m", "\\u200b", "\\\\\\\\u0020"])
def test_mod6_a_text_whose_signs_hide_the_rest_of_a_secret_is_not_kept(filling: str) -> None:
    """Invisible letters between the halves of a token carry the second one as far away as anybody likes."""
    token = "ghp_" + "aB3" * 12
    text = PADDING[: LIMIT - 20] + " " + token[:20] + filling * 200_000 + token[20:]
    assert remove_secrets_before(text, LIMIT) == cut_text(text, LIMIT) == ""


def test_mod6_a_text_of_foreign_letters_in_escapes_is_kept() -> None:
    text = json.dumps("承認の内容を確認してください" * 9_000)
    assert remove_secrets_before(text, LIMIT) == text[:LIMIT]


@pytest.mark.parametrize("letters", ["\\u0061", "password: ", '["token", "x y"], '])
def test_mod4_of_an_answer_of_eight_megabytes_a_bounded_part_is_searched(letters: str) -> None:
    long = letters * (8_000_000 // len(letters))
    many = tuple(AnswerCall(tool=long[:9_000], arguments=long) for _ in range(3 * MAX_CALLS))
    for raw in (
        RawAnswer(calls=many[:1]),
        RawAnswer(words=long, calls=many, refusal=long, finish=long, usage={"x": long}),
    ):
        chosen = ModelAnswer(words=long, refusal=raw.refusal, raw=raw)
        assert count_searched(lambda: write_answer(chosen)) < 2_000_000  # noqa: B023
        assert count_searched(lambda: brief_answer(chosen)) < 1_000_000  # noqa: B023
    assert count_searched(lambda: cut_text(long, 4_000)) < 100_000


def test_mod4_short_arguments_are_kept_whole_beside_long_ones() -> None:
    sizes = [9, 900_000, 20, 900_000, 900_000, 7, 500]
    calls = tuple(AnswerCall(tool="t", arguments="x" * size) for size in sizes)
    kept = [call.arguments for call in clean_answer(ModelAnswer(raw=RawAnswer(calls=calls))).calls]
    assert [kept[n] for n in (0, 2, 5, 6)] == [calls[n].arguments for n in (0, 2, 5, 6)]
    assert [text.count("x") for text in kept] == [9, MAX_TEXT, 20, MAX_TEXT - 536, 0, 7, 500]
    assert kept[4] == "[… 900000 more characters]"


class PushTag(Step):
    """Push a tag."""

    note: str = ""
    token: Secret


@pytest.mark.parametrize(
    ("arguments", "kept"),
    [
        ('{"token": "hunter2 of mine", "note": "', "[the arguments are removed: token is to be the name of a secret"),
        ('{"token": "secret:deploy", "note": "', '{"token": "secret:deploy", "note": "some words'),
        ('{"n": 1, "command": ["deploy", "--password", "hunter2x7"], "note": "', "[the arguments are removed: command"),
        ("no JSON: ", "[the arguments are removed: they are no JSON, and a field"),
    ],
)
def test_mod6_the_fields_of_arguments_are_checked_also_where_they_are_cut(arguments: str, kept: str) -> None:
    call = AnswerCall(tool="push", arguments=arguments + PADDING)
    clean = clean_answer(ModelAnswer(raw=RawAnswer(calls=(call,))), {"push": PushTag}).calls[0].arguments
    assert clean.startswith(kept)


def test_mod6_an_option_and_its_value_on_both_sides_of_the_cut_are_found() -> None:
    words = json.dumps([*["x"] * 20_000, "--password", "hunter2x7", *["y"] * 90_000])
    at = words.index("hunter2")
    for limit in range(at - 3, at + 12):
        call = AnswerCall(tool="t", arguments=words)
        cut = clean_answer(ModelAnswer(raw=RawAnswer(calls=(call,))), {}, limit).calls[0].arguments
        assert "hunt" not in cut
