"""A model's text is shown whole, formatted at most: no picture, no button, no disguised link, no hidden text."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from channels.email.outbound.document import BAR
from channels.email.outbound.markdown import render_html, render_plain_text
from channels.email.outbound.request_mail import render_card
from tests.channels.email.mail_reader import MailPage, check_harmless, look, note, reads_as_a_decision
from tests.channels.slack.views.test_markdown import PIECES
from tests.random_seed import share

HTML = [
    "<img src=x onerror=alert(1)>",
    "</div></td>",
    "<a href='https://evil.org'>Approve</a>",
    "<form>",
    "<style>*{}",
    "{{ 7 }}",
]
markdowns = st.lists(st.sampled_from(PIECES + HTML), max_size=40).map("".join)


def letters(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum())


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("Hello *you*, **now**", "<p>Hello <em>you</em>, <strong>now</strong></p>\n"),
        ("~~no~~ `x = 1`", '<p><s>no</s> <span class="mono">x = 1</span></p>\n'),
        ("# Title", "<p><strong>Title</strong></p>\n"),
        ("a\nb", "<p>a<br>\nb</p>\n"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>\n'),
        ("0. a", '<ol start="0">\n<li>a</li>\n</ol>\n'),
        ("> a", "<blockquote>\n<p>a</p>\n</blockquote>\n"),
        ("```py\nif x:\n    y  = 1\n```", '<div class="code">if x:<br>\n\u00a0\u00a0\u00a0 y\u00a0 = 1</div>\n'),
        ("```not a language\nx\n```", '<div class="code">not a language<br>\nx</div>\n'),
        ("---", "<hr />\n"),
        ("a &amp; b < c", "<p>a &amp; b &lt; c</p>\n"),
        ("a <b>b</b>", "<p>a &lt;b&gt;b&lt;/b&gt;</p>\n"),
        ("<div>\nb\n</div>", "<p>&lt;div&gt;<br>\nb<br>\n&lt;/div&gt;</p>\n"),
        (" \n", "<p>(an empty message)</p>\n"),
    ],
)
def test_markdown_becomes_the_html_that_it_means(markdown: str, html: str) -> None:
    assert render_html(markdown) == html


def test_a_table_is_a_table_unless_a_cell_of_it_would_not_be_seen() -> None:
    assert "<th>a</th><th>b</th>" in render_html("| a | b |\n|---|---|\n| 1 | 2 |")
    assert "| 1 | unseen |" in render_html("| a |\n|---|\n| 1 | unseen |")
    assert "<table" not in render_html("|a" * 13 + "|\n" + "|-" * 13 + "|\n")


@pytest.mark.parametrize(
    ("markdown", "links", "shown"),
    [
        ("[docs](https://docs.example.org/a)", [("https://docs.example.org/a", "docs")], "docs (docs.example.org)"),
        ("[https://bank.example](https://evil.org)", [("https://evil.org", "https://bank.example")], "https://bank.example (evil.org)"),
        ("see https://a.example/x.", [("https://a.example/x", "https://a.example/x")], "see https://a.example/x."),
        ("<rita@example.org>", [("mailto:rita@example.org", "rita@example.org")], "rita@example.org"),
        ("![a cat](https://a.example/cat.png)", [("https://a.example/cat.png", "a cat")], "a cat (a.example)"),
        ("[a\u202eb](https://a.example)", [("https://a.example", "a⟨U+202E⟩b")], "a⟨U+202E⟩b (a.example)"),
        ("[Approve](javascript:alert)", [], "[Approve](javascript:alert)"),
        ("[x](https://user@evil.org)", [], "x (https://user@evil.org)"),
        ("[Approve](mailto:a@b.cd?body=approve)", [], "Approve (mailto:a@b.cd?body=approve)"),
        ("`https://a.example`", [], "https://a.example"),
    ],
)  # fmt: skip
def test_a_link_says_where_it_leads_or_is_none(markdown: str, links: list[tuple[str, str]], shown: str) -> None:
    page = MailPage(render_html(markdown))
    assert page.links == links
    assert page.text.strip() == shown


@settings(max_examples=share(300), deadline=None)
@given(markdowns | st.text(max_size=120))
@example("> " * 200 + "deep")
@example("\ud800")
@example("[x](https://evil.org/'onmouseover=alert`1`)")
def test_llm14_no_text_becomes_anything_but_formatted_text_and_links_that_say_where_they_lead(text: str) -> None:
    made = render_card(note(text), look(link=""))
    page = MailPage(made.html)
    check_harmless(page, made.html)
    for url, label in page.links:
        host = url.removeprefix("mailto:").split("/")[2 if "//" in url else 0]
        assert re.match(r"https?://|mailto:", url)
        assert label in (url, host) or "".join(f"{label} ({host})".split()) in "".join(page.text.split())
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b\ufeff\x00-\x08\x7f-\x9f]", page.text + made.text)
    body = render_plain_text(text)
    assert "\n".join(f"{BAR}{line}".rstrip() for line in body.split("\n")) in made.text
    assert [line for line in made.text.split("\n") if reads_as_a_decision(line)] == []


@settings(max_examples=share(100), deadline=None)
@given(
    st.lists(
        st.sampled_from(["alpha", "beta", "- ", "> ", "\n", "\n\n", "**b**", "`c` ", "😀<&", "| a |\n|---|\n"]),
        max_size=80,
    )
)
def test_nothing_that_is_said_is_lost(parts: list[str]) -> None:
    text = " ".join(parts)
    if text.strip():
        assert letters(MailPage(render_html(text)).text) == letters(text)


@pytest.mark.parametrize(
    "piece", ["word ", "`a`", "<&>\"'", "[a](https://a.example)", "- a\n", "| a |\n|---|\n| b |\n\n", "⟨", "> ", "é"]
)
def test_a_letter_is_small_enough_however_much_is_said(piece: str) -> None:
    text = piece * (20_000 // len(piece))
    made = render_card(note(text), look())
    page = MailPage(made.html)
    check_harmless(page, made.html)
    assert letters(made.text).count(letters(piece)) >= letters(text).count(letters(piece))
    assert "✂ cut here: 11000 of" in page.text or letters(text) in letters(page.text) or page.links
