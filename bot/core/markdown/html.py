"""Prints an agent's message (a model's markdown, not trusted) as HTML, without pictures, buttons, forms or styles. Pure.

Only tokens of the parser become tags, and of those the few in `_TAGS`. A link shows its host unless its label is exactly that
address.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from markdown_it.token import Token
from markupsafe import Markup, escape

from bot.core.escaping import make_visible
from bot.core.linkify import find_host, split_links
from bot.core.markdown.tokens import (
    find_closing,
    has_hidden_cells,
    is_its_own_label,
    parse_markdown,
    print_unlinked,
    read_code,
    read_token_text,
)

MAX_URL = 2_000
MAX_COLUMNS = 12

_TAGS = {
    "paragraph": (Markup("<p>"), Markup("</p>\n")),
    "heading": (Markup("<p><strong>"), Markup("</strong></p>\n")),
    "bullet_list": (Markup("<ul>\n"), Markup("</ul>\n")),
    "ordered_list": (Markup("<ol>\n"), Markup("</ol>\n")),
    "list_item": (Markup("<li>"), Markup("</li>\n")),
    "blockquote": (Markup("<blockquote>\n"), Markup("</blockquote>\n")),
    "thead": (Markup("<thead>"), Markup("</thead>\n")),
    "tbody": (Markup("<tbody>"), Markup("</tbody>\n")),
    "tr": (Markup("<tr>"), Markup("</tr>\n")),
    "th": (Markup("<th>"), Markup("</th>")),
    "td": (Markup("<td>"), Markup("</td>")),
    "strong": (Markup("<strong>"), Markup("</strong>")),
    "em": (Markup("<em>"), Markup("</em>")),
    "s": (Markup("<s>"), Markup("</s>")),
}
"""Opening and closing tag of each token type. Links and code have their own."""

_BREAK = Markup("<br>\n")


class HtmlForms(NamedTuple):
    """The elements of a surface. Each is a format of `Markup` with one place; `print_code` prints the lines of a block."""

    code: Markup
    inline_code: Markup
    table: Markup
    print_code: Callable[[str], Markup]


def print_flowing(text: str) -> Markup:
    """Return text as HTML in which blanks collapse, as in any paragraph; line breaks are kept."""
    return _BREAK.join(escape(line) for line in text.split("\n"))


def print_markdown(source: str, forms: HtmlForms) -> Markup:
    """Return the HTML of a source with line ends of one character; empty when it is nested too deep to be formatted."""
    # the parser's tokens are nested correctly, and so are their tags
    tokens, blocks, at = parse_markdown(source), list[Markup](), 0
    while at < len(tokens):
        if tokens[at].type != "table_open":
            blocks.append(_print_block(tokens[at], forms))
            at += 1
            continue
        end = find_closing(tokens, at, "table_close")
        blocks.append(_print_table(tokens[at : end + 1], source, forms))
        at = end + 1
    return Markup("").join(blocks)


def _print_table(table: Sequence[Token], source: str, forms: HtmlForms) -> Markup:
    """Return a table, or its source when it is too wide or has cells that would be invisible."""
    first, last = table[0].map or [0, 0]
    written = "\n".join(source.split("\n")[first:last])
    if sum(token.type == "th_open" for token in table) > MAX_COLUMNS or has_hidden_cells(written, table):
        return _print_code(written, forms)
    return forms.table.format(Markup("").join(_print_block(token, forms) for token in table[1:-1]))


def _print_block(token: Token, forms: HtmlForms) -> Markup:
    match _find_tag_name(token):
        case "inline":
            return _print_inline(token.children or [], forms)
        case "fence" | "code_block":
            return _print_code(read_code(token), forms)
        case "hr":
            return Markup("<hr />\n")
        case "ordered_list" if token.nesting == 1:
            start = token.attrGet("start")
            return Markup('<ol start="{}">\n').format(1 if start is None else int(start))
        case "paragraph" if token.hidden:
            return Markup("")
        case _:
            return _print_tag(token)


def _print_tag(token: Token) -> Markup:
    begin, end = _TAGS.get(_find_tag_name(token), (Markup(""), Markup("")))
    return begin if token.nesting == 1 else end


def _find_tag_name(token: Token) -> str:
    return token.type.removesuffix("_open").removesuffix("_close")


def _print_code(code: str, forms: HtmlForms) -> Markup:
    return forms.code.format(forms.print_code(make_visible(code.rstrip("\n"))))


def _print_inline(tokens: Sequence[Token], forms: HtmlForms) -> Markup:
    """Return the inside of a paragraph. A link's label is one text."""
    found: list[Markup] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if _find_tag_name(token) in ("strong", "em", "s"):
            found.append(_print_tag(token))
        elif token.type == "link_open":
            end = find_closing(tokens, at, "link_close")
            label = "".join(read_token_text(inner) for inner in tokens[at + 1 : end])
            found.append(_print_link(str(token.attrGet("href")), label, is_written_out=token.markup == "autolink"))
            at = end
        elif token.type == "image":
            found.append(_print_link(str(token.attrGet("src")), read_token_text(token) or "picture"))
        elif token.type == "code_inline":
            found.append(forms.inline_code.format(make_visible(token.content)))
        else:
            for part in split_links(read_token_text(token)):
                is_link = part.is_link and len(part.text) <= MAX_URL
                found.append(_print_link(part.text, part.text) if is_link else print_flowing(make_visible(part.text)))
        at += 1
    return Markup("").join(found)


def _print_link(url: str, label: str, *, is_written_out: bool = False) -> Markup:
    """Return a link with its host; plain text for a target without a web or mail host."""
    host = find_host(url) if len(url) <= MAX_URL else ""
    if not host:
        return print_flowing(make_visible(print_unlinked(url, label, is_written_out=is_written_out)))
    shown = make_visible(label)
    made = Markup('<a href="{}" rel="noopener noreferrer nofollow">{}</a>').format(url, print_flowing(shown))
    return made if is_its_own_label(url, label) else made + escape(f" ({host})")
