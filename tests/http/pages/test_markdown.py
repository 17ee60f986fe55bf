"""The agent's markdown on pages: the subset of the channels, links with their host, nothing that is fetched or pressed."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.http.pages.markdown import MAX_FORMATTED, render_markdown
from tests.channels.slack.views.test_markdown import PIECES
from tests.random_seed import share

TAGS = {
    "p", "br", "strong", "em", "s", "code", "pre", "a", "ul", "ol", "li", "blockquote", "table", "thead", "tbody", "tr", "th", "td", "hr",
}  # fmt: skip
HTML = [
    "<img src=x onerror=alert(1)>",
    "</div></li></ol>",
    "<a href='https://evil.org'>Approve</a>",
    "<form>",
    "{{ 7 }}",
]


class SeenPage(HTMLParser):
    """The tags, the attributes, the links and the text of HTML; every tag is closed in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[tuple[str, str]] = set()
        self.links: list[tuple[str, str]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {(tag, name) for name, _ in attrs}
        if tag == "a":
            self.links.append((str(dict(attrs)["href"]), ""))
        if tag not in ("br", "hr"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert tag in ("br", "hr") or self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data
        if "a" in self.open:
            url, label = self.links.pop()
            self.links.append((url, label + data))


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("Hello *you*, **now**", "<p>Hello <em>you</em>, <strong>now</strong></p>\n"),
        ("~~no~~ `x = 1`", "<p><s>no</s> <code>x = 1</code></p>\n"),
        ("# Title", "<p><strong>Title</strong></p>\n"),
        ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>\n'),
        ("> a", "<blockquote>\n<p>a</p>\n</blockquote>\n"),
        ("```py\nif x:\n    y  = 1\n```", "<pre>\nif x:\n    y  = 1</pre>\n"),
        ("a <b>b</b>", "<p>a &lt;b&gt;b&lt;/b&gt;</p>\n"),
        ("| a |\n|---|\n| 1 |", "<table><thead><tr><th>a</th></tr>\n</thead>\n<tbody><tr><td>1</td></tr>\n</tbody>\n</table>\n"),
        ("| a |\n|---|\n| 1 | unseen |", "<pre>\n| a |\n|---|\n| 1 | unseen |</pre>\n"),
        (" \n", '<p class="prose"> \n</p>\n'),
    ],
)  # fmt: skip
def test_card1_markdown_on_a_page_is_the_subset_of_the_channels(markdown: str, html: str) -> None:
    assert render_markdown(markdown) == html


@pytest.mark.parametrize(
    ("markdown", "links", "shown"),
    [
        ("[docs](https://docs.example.org/a)", [("https://docs.example.org/a", "docs")], "docs (docs.example.org)"),
        ("[https://bank.example](https://evil.org)", [("https://evil.org", "https://bank.example")], "https://bank.example (evil.org)"),
        ("see https://a.example/x.", [("https://a.example/x", "https://a.example/x")], "see https://a.example/x."),
        ("![a cat](https://a.example/cat.png)", [("https://a.example/cat.png", "a cat")], "a cat (a.example)"),
        ("[a\u202eb](https://a.example)", [("https://a.example", "a⟨U+202E⟩b")], "a⟨U+202E⟩b (a.example)"),
        ("[Approve](javascript:alert)", [], "[Approve](javascript:alert)"),
        ("[Approve](/requests/1/decide)", [], "Approve (/requests/1/decide)"),
        ("[x](https://user@evil.org)", [], "x (https://user@evil.org)"),
        ("[x](data:text/html,y)", [], "[x](data:text/html,y)"),
        ("[Approve](mailto:a@b.cd?body=approve)", [], "Approve (mailto:a@b.cd?body=approve)"),
    ],
)  # fmt: skip
def test_card1_a_link_on_a_page_says_where_it_leads_or_is_none(
    markdown: str, links: list[tuple[str, str]], shown: str
) -> None:
    page = SeenPage(render_markdown(markdown))
    assert page.links == links
    assert page.text.strip() == shown


@settings(max_examples=share(200), deadline=None)
@given(st.lists(st.sampled_from(PIECES + HTML), max_size=40).map("".join) | st.text(max_size=120))
@example("> " * 200 + "deep")
@example("[x](https://evil.org/'onmouseover=alert`1`)")
@example("|" + "a|" * 40 + "\n" + "|" + "-|" * 40)
@example("| a | b |\n|---|---|\n| <img src=x> | [y](javascript:z) | hidden |")
@example("| \u202ea | \u200b |\n|:-:|--:|\n| ![p](https://evil.org/p.png) | `c` |")
def test_card1_no_markdown_becomes_anything_but_formatted_text_and_links_with_hosts(text: str) -> None:
    page = SeenPage(render_markdown(text))
    assert page.open == []
    assert page.tags <= TAGS
    assert page.attributes <= {("a", "href"), ("a", "rel"), ("ol", "start"), ("p", "class")}
    for url, label in page.links:
        host = url.removeprefix("mailto:").split("/")[2 if "//" in url else 0]
        assert re.match(r"https?://|mailto:", url)
        assert label in (url, host) or f"{label} ({host})" in page.text
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b\ufeff\x00-\x08\x7f-\x9f]", page.text)


def test_card1_a_very_long_message_is_whole_and_as_its_source() -> None:
    text = "**a** " * (MAX_FORMATTED // 6 + 1)
    assert SeenPage(render_markdown(text)).text.strip() == text.strip()
