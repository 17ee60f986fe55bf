"""ML5: the token of a review link is read with the key alone, and no other text passes for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.card.signed_review_link import ReviewLink, read_link, sign_link

OLD, NEW, OTHER = b"o" * 32, b"n" * 32, b"x" * 32
LINK = ReviewLink("email", "t1-3", "ab" * 32, "olive", is_whole=True)


def test_ml5_a_token_stands_for_what_was_signed_with_the_first_sixteen_digits_of_its_digest() -> None:
    assert read_link(sign_link(LINK, [NEW]), [NEW]) == LINK._replace(digest="ab" * 8)
    assert read_link(sign_link(LINK._replace(is_whole=False), [NEW]), [NEW]) == LINK._replace(
        digest="ab" * 8, is_whole=False
    )


def test_ml5_a_link_outlives_a_new_secret_and_is_no_other_keys() -> None:
    assert read_link(sign_link(LINK, [OLD]), [NEW, OLD]) is not None
    assert sign_link(LINK, [NEW, OLD]) == sign_link(LINK, [NEW])
    assert read_link(sign_link(LINK, [OTHER]), [NEW, OLD]) is None


@pytest.mark.parametrize("person", ["olive", "Ölive", "a/b", "x" * 200, "."])
def test_ml5_a_token_fits_into_a_path(person: str) -> None:
    token = sign_link(LINK._replace(person=person), [NEW])
    assert token.isascii()
    assert not set(token) & set("/?#% ")
    assert read_link(token, [NEW]) is not None


@given(st.text(max_size=80), st.integers(0, 200))
def test_ml5_nothing_else_is_a_token(junk: str, at: int) -> None:
    token = sign_link(LINK, [NEW])
    assert read_link(junk, [NEW]) is None
    changed = token[: at % len(token)] + junk + token[at % len(token) + 1 :]
    assert read_link(changed, [NEW]) in (
        None,
        LINK._replace(digest="ab" * 8),
    )  # base64 may write the same bytes in two ways
