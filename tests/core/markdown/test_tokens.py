"""What the printers of markdown of two channels share: the parser, the text of its tokens, and when a link is its own label."""

import pytest
from markdown_it.token import Token

from bot.core.markdown.tokens import (
    MAX_NESTING,
    find_closing,
    has_hidden_cells,
    is_its_own_label,
    parse_markdown,
    print_unlinked,
    read_code,
    read_token_text,
)


def children(source: str) -> list[Token]:
    return next(token for token in parse_markdown(source) if token.type == "inline").children or []


def test_kit5_html_is_text_and_a_reference_has_no_target() -> None:
    assert {token.type for token in children("<b>x</b> [a][1]")} == {"text"}
    assert "".join(map(read_token_text, children("<b>x</b> [a][1]"))) == "<b>x</b> [a][1]"


@pytest.mark.parametrize(("depth", "is_formatted"), [(10, True), (MAX_NESTING + 10, False)])
def test_kit5_a_source_that_is_nested_too_deep_has_no_tokens(depth: int, is_formatted: bool) -> None:
    assert bool(parse_markdown(f"{'> ' * depth}deep")) == is_formatted


def test_kit5_the_text_of_a_picture_is_its_alternative_text_and_of_a_break_a_line_end() -> None:
    assert [read_token_text(token) for token in children("a\n![the *seal*](https://x.example/p.png)")] == [
        "a",
        "\n",
        "the seal",
    ]


@pytest.mark.parametrize(
    ("source", "code"),
    [("```py\nx\n```", "x\n"), ("```\nx\n```", "x\n"), ("```rm -rf / #\nx\n```", "rm -rf / #\nx\n")],
)
def test_kit5_an_info_line_that_is_no_name_of_a_language_is_shown(source: str, code: str) -> None:
    assert read_code(parse_markdown(source)[0]) == code


@pytest.mark.parametrize(
    ("source", "is_hidden"),
    [("| a | b |\n|---|---|\n| 1 | 2 |", False), ("| a |\n|---|\n| 1 | and rm |", True)],
)
def test_kit5_cells_beyond_the_head_of_a_table_are_noticed(source: str, is_hidden: bool) -> None:
    tokens = parse_markdown(source)
    table = tokens[: find_closing(tokens, 0, "table_close")]
    assert has_hidden_cells(source, table) == is_hidden


@pytest.mark.parametrize(
    ("url", "label", "is_own"),
    [
        ("https://a.example/x", "https://a.example/x", True),
        ("mailto:olive@example.com", "olive@example.com", True),
        ("https://b.example/x", "https://a.example/x", False),
        ("https://a.example/x", "https://a.example/\u200bx", False),
    ],
)
def test_kit5_a_label_is_the_address_only_when_it_shows_exactly_that(url: str, label: str, is_own: bool) -> None:
    assert is_its_own_label(url, label) == is_own


def test_kit5_a_link_that_cannot_be_followed_shows_its_target() -> None:
    assert print_unlinked("javascript:x", "click", is_written_out=False) == "click (javascript:x)"
    assert print_unlinked("x:y", "x:y", is_written_out=True) == "<x:y>"
