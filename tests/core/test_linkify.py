"""A link leads to its shown address; text that could lead elsewhere, or write a mail in the reader's name, is no link."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.linkify import find_host, split_links


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://a.example", "a.example"),
        ("HTTP://a.example:8080/x?y=1#z", "a.example:8080"),
        ("https://a.example/x_(y)", "a.example"),
        ("https://a.example/@rita", "a.example"),
        ("mailto:rita@example.org", "rita@example.org"),
        ("https://user@evil.org", ""),
        ("https://bank.example:pw@evil.org", ""),
        ("https://bank.example\\@evil.org", ""),
        ("https://a.example|b", ""),
        ("https://a.example/ x", ""),
        ("https://a.example/\n", ""),
        ("https://a.example/\x00", ""),
        ("https://\u0430.example", ""),
        ("https://a.example/\u202e", ""),
        ("https://", ""),
        ("//evil.org", ""),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("file:///etc/passwd", ""),
        ("mailto:a@b.cd?body=approve", ""),
        ("mailto:a@b.cd,c@d.ef", ""),
        ("mailto:a@b.cd%0Abcc:c@d.ef", ""),
        ("", ""),
    ],
)
def test_a_link_has_one_host_or_is_none(url: str, host: str) -> None:
    assert find_host(url) == host


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("see https://a.example/x.", ["https://a.example/x"]),
        ("(https://a.example/x_(y))", ["https://a.example/x_(y)"]),
        ("https://a.example, https://b.example!", ["https://a.example", "https://b.example"]),
        ("https://user:pass@evil.org", []),
        ("<https://evil|Approve>", []),
        ("mailto:a@b.cd", []),
    ],
)
def test_an_address_ends_where_its_sentence_goes_on(text: str, links: list[str]) -> None:
    assert [part.text for part in split_links(text) if part.is_link] == links


@given(
    st.lists(st.sampled_from(["https://", "a.example", "/x", "@", ".", ")", "(", "|", " ", "é", "\u202e"])).map("".join)
)
def test_the_stretches_are_the_whole_text_and_every_link_has_a_host(text: str) -> None:
    parts = list(split_links(text))
    assert "".join(part.text for part in parts) == text
    for part in parts:
        assert not part.is_link or re.fullmatch(r"https?://[A-Za-z0-9.-]+(/.*)?", part.text)
