"""Parses the markdown of an agent's message (a model's text, not trusted) and reads its tokens. Pure.

A printer of a surface makes formatting of these tokens alone, so that nothing else in the text becomes markup.
"""

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.core.escaping import make_visible

MAX_NESTING = 60
"""Deeper lists and quotes are shown as their source."""

LANGUAGE = re.compile(r"[\w+#.-]{0,30}")
"""The name of a code block's language, which is not shown. Any other text there is."""

_PARSER = MarkdownIt("commonmark", {"html": False, "maxNesting": MAX_NESTING})
_PARSER.enable(["strikethrough", "table"]).disable("reference")
"""Without references: the target of one would be shown nowhere."""


def parse_markdown(source: str) -> list[Token]:
    """The tokens of a source with line ends of one character; none when it is nested too deep to be formatted."""
    tokens = _PARSER.parse(source)
    return [] if any(token.level >= MAX_NESTING - 1 for token in tokens) else tokens


def find_closing(tokens: Sequence[Token], at: int, kind: str) -> int:
    """The position of the token that closes the one at `at`: "link_close", "table_close"."""
    return next(number for number in range(at, len(tokens)) if tokens[number].type == kind)


def read_token_text(token: Token) -> str:
    """The text of a token; of a picture its alternative text."""
    match token.type:
        case "softbreak" | "hardbreak":
            return "\n"
        case "image":
            return "".join(read_token_text(inner) for inner in token.children or [])
        case _:
            return token.content


def read_code(token: Token) -> str:
    """The code of a block, below its info line where that is more than the name of a language."""
    info = token.info.strip()
    return token.content if LANGUAGE.fullmatch(info) else f"{info}\n{token.content}"


def has_hidden_cells(source: str, table: Sequence[Token]) -> bool:
    """Whether a table's tokens lack letters or digits of its source: cells beyond the columns of its head."""
    shown = "".join(token.content for token in table if token.type == "inline")
    return _collect_letters(source) != _collect_letters(shown)


def is_its_own_label(url: str, label: str) -> bool:
    """Whether the shown label of a link is exactly its address. Any other link must show its host."""
    shown = make_visible(label)
    return shown == url or f"mailto:{shown}" == url


def print_unlinked(url: str, label: str, *, is_written_out: bool) -> str:
    """The text in place of a link that cannot be followed. `is_written_out`: it was written as `<address>`."""
    return f"<{label}>" if is_written_out else f"{label} ({url})"


def _collect_letters(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum())
