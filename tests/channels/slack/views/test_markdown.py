"""A model's text is shown whole, formatted at most, and can neither mention, hide a link, nor look like a button."""

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from channels.slack.views.blocks import measure_blocks
from channels.slack.views.markdown import render_messages, render_mrkdwn
from tests.channels.slack.slack_limits import check_message, objects, of_type, text_of
from tests.random_seed import share

HARMLESS = {
    "rich_text", "rich_text_section", "rich_text_list", "rich_text_preformatted", "rich_text_quote",
    "table", "divider", "text", "link",
}  # fmt: skip

PIECES = [
    "a", "word ", " ", "\n", "\n\n", "# ", "## ", "- ", "1. ", "7) ", "> ", "    ", "```\n", "```py\n", "`", "*", "**", "_",
    "~~", "|", "|-|-|\n", "| a | b |\n", "---\n", "[", "](", ")", "(", "![", "<", ">", "https://evil.org/x", "mailto:a@b.cd",
    "<!channel>", "<!here>", "<@U1>", "<#C1>", "<!subteam^S1>", "<https://evil|Approve>", "[x](https://evil.org)", "&lt;", "&#x202e;",
    "\u202e", "\u200b", "\x00", "\\", ":tada:", "<b>", "[x]: https://evil.org\n", "javascript:alert(1)", "https://a@evil.org", "é€😀",
]  # fmt: skip

markdowns = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


def elements(text: str) -> list[dict[str, Any]]:
    """The elements of the only block of the only message."""
    ((block,),) = render_messages(text)
    found: list[dict[str, Any]] = block["elements"]
    return found


def letters(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum())


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("Hello *you*, **now**", [("Hello ", []), ("you", ["italic"]), (", ", []), ("now", ["bold"])]),
        ("~~no~~ `x = 1`", [("no", ["strike"]), (" ", []), ("x = 1", ["code"])]),
        ("***both***", [("both", ["italic", "bold"])]),
        ("# Title", [("Title", ["bold"])]),
        ("a\nb", [("a", []), ("\n", []), ("b", [])]),
        ("a\n\nb", [("a", []), ("\n\n", []), ("b", [])]),
        ("# T\n\nb", [("T", ["bold"]), ("\n", []), ("b", [])]),
        ("a &amp; b", [("a & b", [])]),
    ],
)
def test_a_paragraph_keeps_its_styles(markdown: str, shown: list[tuple[str, list[str]]]) -> None:
    (section,) = elements(markdown)
    assert section["type"] == "rich_text_section"
    assert [(part["text"], list(part.get("style", {}))) for part in section["elements"]] == shown


def test_lists_nest_and_go_on_counting() -> None:
    lists = elements("3. one\n   - inner\n4. two\n")
    assert [(part["style"], part["indent"], part.get("offset", 0), text_of(part)) for part in lists] == [
        ("ordered", 0, 2, "one"),
        ("bullet", 1, 0, "inner"),
        ("ordered", 0, 3, "two"),
    ]


def test_code_keeps_every_blank_and_quotes_hold_their_lists() -> None:
    assert [(part["type"], text_of(part)) for part in elements("```py\nif x:\n    y  = 1\n```\n> a\n> - b\n> > c")] == [
        ("rich_text_preformatted", "if x:\n    y  = 1"),
        ("rich_text_quote", "a\n• b\n\n> c"),
    ]


def test_a_table_is_a_table() -> None:
    ((table,),) = render_messages("| a | b |\n|:--|--:|\n| 1 | **2** |")
    assert [[text_of(cell) for cell in row] for row in table["rows"]] == [["a", "b"], ["1", "2"]]
    assert table["column_settings"] == [{"align": "left"}, {"align": "right"}]


def test_a_second_table_is_in_a_second_message() -> None:
    table = "| a |\n|---|\n| 1 |\n\n"
    assert [[block["type"] for block in page] for page in render_messages(table + "and\n\n" + table)] == [
        ["table", "rich_text"],
        ["table"],
    ]


@pytest.mark.parametrize(
    "markdown",
    [
        "| a |\n|---|\n| 1 | unseen |",
        "- x\n\n  | a | b |\n  |---|---|\n  | 1 | 2 |",
        "|a" * 21 + "|\n" + "|-" * 21 + "|\n",
    ],
)
def test_a_table_that_slack_cannot_hold_is_shown_as_it_was_written(markdown: str) -> None:
    assert not of_type(render_messages(markdown), "table")
    assert "|" in text_of(of_type(render_messages(markdown), "rich_text_preformatted"))


@pytest.mark.parametrize(
    ("markdown", "links"),
    [
        ("[docs](https://docs.example.org/a)", [("https://docs.example.org/a", "docs (docs.example.org)")]),
        ("[https://bank.example](https://evil.org)", [("https://evil.org", "https://bank.example (evil.org)")]),
        ("see https://a.example/x.", [("https://a.example/x", "https://a.example/x")]),
        ("(https://a.example/x_(y))", [("https://a.example/x_(y)", "https://a.example/x_(y)")]),
        ("<https://a.example>", [("https://a.example", "https://a.example")]),
        ("<rita@example.org>", [("mailto:rita@example.org", "rita@example.org")]),
        ("[Rita](mailto:rita@example.org)", [("mailto:rita@example.org", "Rita (rita@example.org)")]),
        ("![a cat](https://a.example/cat.png)", [("https://a.example/cat.png", "a cat (a.example)")]),
        ("[![cat](https://b.example/c.png)](https://a.example)", [("https://a.example", "cat (a.example)")]),
        ("[a\u202eb](https://a.example)", [("https://a.example", "a⟨U+202E⟩b (a.example)")]),
        ("[Approve](javascript:alert)", []),
        ("[x](file:///etc/passwd)", []),
        ("[x](https://user@evil.org)", []),
        ("[x](slack://channel?id=1)", []),
        ("[x](//evil.org)", []),
        ("[x](mailto:a@b.cd?cc=c@d.ef)", []),
        ("https://user:pass@evil.org", []),
        ("`https://a.example`", []),
    ],
)
def test_a_link_says_where_it_leads_or_is_none(markdown: str, links: list[tuple[str, str]]) -> None:
    assert [(link["url"], link["text"]) for link in of_type(render_messages(markdown), "link")] == links


@pytest.mark.parametrize(
    "attack",
    [
        "<!channel>",
        "<!here>",
        "<@U012345>",
        "<#C1|general>",
        "<!subteam^S1>",
        "<https://evil|Approve>",
        "<https://evil.org|Approve>",
        "<mailto:a@b.cd|Approve>",
        "<!date^1^{date}|x>",
        "&lt;!channel&gt;",
        "<b>bold</b>",
        "<img src=x>",
        "<!-- x -->",
        ":tada:",
        "@channel",
    ],
)
def test_llm13_markup_of_slack_or_html_stays_text(attack: str) -> None:
    for text in (
        attack,
        f"a {attack} b",
        f"- {attack}",
        f"> {attack}",
        f"| a |\n|---|\n| {attack.replace('|', chr(92) + '|')} |",
    ):
        pages = render_messages(text)
        assert {found["type"] for found in objects(pages) if "type" in found} <= HARMLESS - {"link"}
        assert attack.replace("&lt;", "<").replace("&gt;", ">") in text_of(pages)
    assert not re.search(r"[<>]|&(?!amp;|lt;|gt;)", render_mrkdwn(attack))


@pytest.mark.parametrize(
    ("hidden", "seen"),
    [
        ("a\u202eb", "a⟨U+202E⟩b"),
        ("a&#x202e;b", "a⟨U+202E⟩b"),
        ("`a\u200bb`", "a⟨U+200B⟩b"),
        ("a\x1b[2Kb", "a⟨U+001B⟩[2Kb"),
    ],
)
def test_llm09_what_hides_or_reorders_is_written_out(hidden: str, seen: str) -> None:
    assert text_of(render_messages(hidden)) == seen


@settings(max_examples=share(200), deadline=None)
@given(markdowns | st.text(max_size=120))
@example("a\u0085b")
@example("> " * 200 + "deep")
@example("\ud800")
def test_llm13_no_text_yields_a_mention_a_button_or_a_link_in_disguise(text: str) -> None:
    pages = render_messages(text)
    for page in pages:
        check_message(page, render_mrkdwn(text))
    for found in objects(pages):
        assert found.get("type", "text") in HARMLESS
        assert "action_id" not in found
        if found.get("type") == "link":
            host = urlsplit(found["url"]).netloc or found["url"].removeprefix("mailto:")
            assert found["text"] in (found["url"], host) or found["text"].endswith(f"({host})")
            assert found["url"].startswith(("http://", "https://", "mailto:"))
    assert not re.search(
        "[\u202a-\u202e\u2066-\u2069\u200b\u200e\u200f\ufeff\x00-\x08\x7f-\x9f]", text_of(pages) + render_mrkdwn(text)
    )


@settings(max_examples=share(100), deadline=None)
@given(
    st.lists(
        st.sampled_from(["alpha", "beta", "x" * 700, "- ", "> ", "\n", "\n\n", "**b**", "`c` ", "😀<&"]), max_size=80
    ),
    st.integers(1, 12),
)
def test_nothing_is_lost_however_long_it_is(parts: list[str], times: int) -> None:
    text = " ".join(parts) * times
    pages = render_messages(text)
    if text.strip():
        assert letters(text_of(pages)) == letters(text)
    for page in pages:
        assert len(page) <= 45
        assert measure_blocks(page) <= 11_000


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("a" * 2_000 + "\n\n" + "b" * 2_000, "a" * 2_000),
        ("a" * 2_000 + "\n" + "b" * 2_000, "a" * 2_000),
        ("a" * 2_000 + " " + "b" * 2_000, "a" * 2_000 + " "),
        ("a" * 4_000, "a" * 2_900),
        ("**" + "a" * 2_000 + "**\n\n" + "b" * 2_000, "a" * 2_000),
        ("```\n" + "a" * 2_000 + "\n  " + "b" * 2_000 + "\n```", "a" * 2_000),
    ],
)
def test_long_text_is_cut_at_paragraphs_then_lines_then_words_then_characters(text: str, first: str) -> None:
    (page,) = render_messages(text)
    assert text_of(page[0]) == first
    assert letters(text_of(page)) == letters(text)


def test_a_long_numbered_list_goes_on_counting_over_messages() -> None:
    pages = render_messages("\n".join(f"{number}. item {number} {'x' * 200}" for number in range(1, 101)))
    assert len(pages) > 1
    for part in of_type(pages, "rich_text_list"):
        assert text_of(part).startswith(f"item {part.get('offset', 0) + 1} ")


def test_a_long_table_goes_on_under_its_head() -> None:
    pages = render_messages("| name |\n|---|\n" + "".join(f"| row{number} |\n" for number in range(250)))
    assert [len(table["rows"]) for table in of_type(pages, "table")] == [100, 100, 53]
    assert {text_of(table["rows"][0]) for table in of_type(pages, "table")} == {"name"}


@pytest.mark.parametrize("length", [900, 1_500, 3_000, 12_000])
def test_a_link_of_any_length_is_shown_whole(length: int) -> None:
    url = "https://a.example/" + "x&" * (length // 2)
    for text in (url, f"[{'label ' * 500}]({url})", f"![{'label ' * 500}]({url})"):
        pages = render_messages(text)
        for page in pages:
            check_message(page)
        assert letters(url) in letters(text_of(pages)) or of_type(pages, "link")


def test_plain_text_is_cut_with_a_note() -> None:
    assert render_mrkdwn("a <b> & c") == "a &lt;b&gt; &amp; c"
    long = render_mrkdwn("<" * 3_000)
    assert len(long) <= 3_500
    assert long.endswith("… cut here: 860 of 3000 characters")
    assert (render_mrkdwn(" \n"), text_of(render_messages(" "))) == ("(an empty message)", "(an empty message)")
