"""Renders an agent's message (a model's markdown, not trusted) as HTML for a mail, without pictures, buttons, forms or styles.

Only tokens of the parser become tags, and of those the few in `_TAGS`. A link shows its host unless its label is exactly that
address.
"""

from collections.abc import Sequence

from markdown_it.token import Token
from markupsafe import Markup, escape

from bot.core.escaping import make_visible
from bot.core.linkify import find_host, split_links
from channels.email.outbound.document import print_flowing, print_lines
from channels.shared.markdown_tokens import (
    find_closing,
    has_hidden_cells,
    is_its_own_label,
    parse_markdown,
    print_unlinked,
    read_code,
    read_token_text,
)

MAX_HTML = 70_000
"""Characters of HTML. A longer message is shown as its source."""

MAX_SHOWN = 11_000
"""Characters of a source that are shown: as HTML at most six times as many bytes."""

MAX_URL = 2_000
MAX_COLUMNS = 12

EMPTY = "(an empty message)"

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


def render_html(text: str) -> Markup:
    """Return the text as HTML. A text that is too large is cut, with a note; the plain text is whole."""
    source = text.replace("\r\n", "\n")
    if not source.strip():
        return _render_paragraph(EMPTY)
    tokens = parse_markdown(source)
    # the parser's tokens are nested correctly, and so are their tags
    blocks, at = list[Markup](), 0
    while at < len(tokens):
        if tokens[at].type != "table_open":
            blocks.append(_render_block(tokens[at]))
            at += 1
            continue
        # a table is shown as its source when it is too wide or has cells that would be invisible
        end = find_closing(tokens, at, "table_close")
        table, (first, last) = tokens[at : end + 1], tokens[at].map or [0, 0]
        written = "\n".join(source.split("\n")[first:last])
        columns = sum(token.type == "th_open" for token in table)
        if columns > MAX_COLUMNS or has_hidden_cells(written, table):
            blocks.append(_render_code(written))
        else:
            inside = Markup("").join(_render_block(token) for token in table[1:-1])
            blocks.append(
                Markup('<table class="said" border="1" cellpadding="6" cellspacing="0">{}</table>\n').format(inside)
            )
        at = end + 1
    html = Markup("").join(blocks)
    if html.strip() and len(html) <= MAX_HTML:
        return html
    whole = make_visible(source)
    note = f"✂ cut here: {MAX_SHOWN} of {len(whole)} characters. The plain text of this mail has them all."
    return _render_paragraph(whole[:MAX_SHOWN]) + (_render_paragraph(note) if len(whole) > MAX_SHOWN else Markup(""))


def render_plain_text(text: str) -> str:
    """Return the text as plain text, unchanged, with hidden characters made visible."""
    return make_visible(text.replace("\r\n", "\n").strip("\n")) if text.strip() else EMPTY


def _render_paragraph(text: str) -> Markup:
    return Markup("<p>{}</p>\n").format(print_lines(text))


def _render_block(token: Token) -> Markup:
    match _find_tag_name(token):
        case "inline":
            return _render_inline(token.children or [])
        case "fence" | "code_block":
            return _render_code(read_code(token))
        case "hr":
            return Markup("<hr />\n")
        case "ordered_list" if token.nesting == 1:
            start = token.attrGet("start")
            return Markup('<ol start="{}">\n').format(1 if start is None else int(start))
        case "paragraph" if token.hidden:
            return Markup("")
        case _:
            return _render_tag(token)


def _render_tag(token: Token) -> Markup:
    begin, end = _TAGS.get(_find_tag_name(token), (Markup(""), Markup("")))
    return begin if token.nesting == 1 else end


def _find_tag_name(token: Token) -> str:
    return token.type.removesuffix("_open").removesuffix("_close")


def _render_code(code: str) -> Markup:
    return Markup('<div class="code">{}</div>\n').format(print_lines(make_visible(code.rstrip("\n"))))


def _render_inline(tokens: Sequence[Token]) -> Markup:
    """Return the inside of a paragraph. A link's label is one text."""
    found: list[Markup] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if _find_tag_name(token) in ("strong", "em", "s"):
            found.append(_render_tag(token))
        elif token.type == "link_open":
            end = find_closing(tokens, at, "link_close")
            label = "".join(read_token_text(inner) for inner in tokens[at + 1 : end])
            found.append(_render_link(str(token.attrGet("href")), label, is_written_out=token.markup == "autolink"))
            at = end
        elif token.type == "image":
            found.append(_render_link(str(token.attrGet("src")), read_token_text(token) or "picture"))
        elif token.type == "code_inline":
            found.append(Markup('<span class="mono">{}</span>').format(make_visible(token.content)))
        else:
            for part in split_links(read_token_text(token)):
                is_link = part.is_link and len(part.text) <= MAX_URL
                found.append(_render_link(part.text, part.text) if is_link else print_flowing(make_visible(part.text)))
        at += 1
    return Markup("").join(found)


def _render_link(url: str, label: str, *, is_written_out: bool = False) -> Markup:
    """Return a link with its host; plain text for a target without a web or mail host."""
    host = find_host(url) if len(url) <= MAX_URL else ""
    if not host:
        return print_flowing(make_visible(print_unlinked(url, label, is_written_out=is_written_out)))
    shown = make_visible(label)
    made = Markup('<a href="{}" rel="noopener noreferrer nofollow">{}</a>').format(url, print_flowing(shown))
    return made if is_its_own_label(url, label) else made + escape(f" ({host})")
