"""A button's value is ours, for this request, this digest, this place; anything else is nothing."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from channels.slack.button_tokens import MAX_VALUE, ButtonToken, sign_token, verify_token
from tests.random_seed import share

KEYS = [b"k" * 32, b"old" * 11]
MARK = ButtonToken(request="th_01-3", digest="ab" * 32, choice="3")
PLACE = "T1/C1"

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
marks = st.builds(
    ButtonToken, request=texts.filter(bool), digest=st.binary(min_size=32, max_size=32).map(bytes.hex), choice=texts
)


@settings(max_examples=share(150), deadline=None)
@given(marks, texts)
def test_what_was_sealed_comes_back(mark: ButtonToken, audience: str) -> None:
    value = sign_token(KEYS, mark, audience)
    assert value.startswith("v1.")
    assert len(value) <= MAX_VALUE
    assert verify_token(KEYS, value, audience) == mark


def test_a_key_that_was_rotated_out_of_first_place_still_opens() -> None:
    assert verify_token(KEYS, sign_token(KEYS[1:], MARK, PLACE), PLACE) == MARK
    assert verify_token(KEYS[:1], sign_token(KEYS[1:], MARK, PLACE), PLACE) is None


@pytest.mark.parametrize("audience", ["T1/C2", "T2/C1", "T1/home/U1", "T1/C1/", "", "T1", "\ud800"])
def test_slk20_a_value_pasted_elsewhere_is_nothing(audience: str) -> None:
    assert verify_token(KEYS, sign_token(KEYS, MARK, PLACE), audience) is None


@settings(max_examples=share(150), deadline=None)
@given(marks, marks, texts, texts)
def test_slk20_no_two_marks_or_places_share_a_value(
    one: ButtonToken, other: ButtonToken, here: str, there: str
) -> None:
    assume((one, here) != (other, there))
    assert sign_token(KEYS, one, here) != sign_token(KEYS, other, there)


def test_slk20_where_one_field_ends_cannot_be_moved() -> None:
    cut = [
        ButtonToken(request="a", digest="0" * 64, choice="bc"),
        ButtonToken(request="ab", digest="0" * 64, choice="c"),
    ]
    assert len({sign_token(KEYS, mark, PLACE)[3:46] for mark in cut}) == 2


@settings(max_examples=share(200), deadline=None)
@given(st.data())
def test_slk19_a_value_with_one_character_changed_is_nothing(data: st.DataObject) -> None:
    value = sign_token(KEYS, MARK, PLACE)
    at = data.draw(st.integers(0, len(value) - 1))
    other = data.draw(st.sampled_from("AZaz09-_.=+/ é"))
    assume(value[at] != other)
    assert verify_token(KEYS, value[:at] + other + value[at + 1 :], PLACE) is None


@settings(max_examples=share(150), deadline=None)
@given(st.text(max_size=200).map(lambda text: "v1." + text) | st.text(max_size=50))
def test_slk21_what_nobody_of_ours_made_is_nothing(value: str) -> None:
    assert verify_token(KEYS, value, PLACE) is None


@pytest.mark.parametrize("tail", ["=", "==", "A", "\n", " "])
def test_slk19_a_value_has_one_spelling(tail: str) -> None:
    assert verify_token(KEYS, sign_token(KEYS, MARK, PLACE) + tail, PLACE) is None


def test_a_short_mark_fits_the_value_of_an_option() -> None:
    assert len(sign_token(KEYS, ButtonToken(request="r" * 32, digest="f" * 64, choice="99999999"), PLACE)) <= 150


def test_the_longest_mark_fits_a_button() -> None:
    longest = ButtonToken(request="\U0001f4a9" * 255, digest="f" * 64, choice="é" * 75)
    assert len(sign_token(KEYS, longest, PLACE)) <= MAX_VALUE
    assert verify_token(KEYS, sign_token(KEYS, longest, PLACE), PLACE) == longest


@pytest.mark.parametrize(
    "wrong",
    [
        {"digest": "AB" * 32},
        {"digest": "ab" * 31},
        {"digest": "ab" * 32 + "\n"},
        {"choice": "x" * 151},
        {"request": ""},
    ],
)
def test_what_does_not_fit_is_never_sealed(wrong: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        ButtonToken(**{**MARK.model_dump(), **wrong})


def test_nothing_is_sealed_without_a_key() -> None:
    for keys in ([], [b""], [b"x", b""]):
        with pytest.raises(ValueError, match="key"):
            sign_token(keys, MARK, PLACE)
    assert verify_token([], sign_token(KEYS, MARK, PLACE), PLACE) is None
