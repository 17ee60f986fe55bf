"""Renders an agent's message (a model's markdown, not trusted) for a mail: as HTML, and as its plain source."""

from markupsafe import Markup

from bot.core.escaping import make_visible
from bot.core.markdown.html import HtmlForms, print_markdown
from channels.email.outbound.document import print_lines

MAX_HTML = 70_000
"""Characters of HTML. A longer message is shown as its source."""

MAX_SHOWN = 11_000
"""Characters of a source that are shown: as HTML at most six times as many bytes."""

EMPTY = "(an empty message)"

FORMS = HtmlForms(
    code=Markup('<div class="code">{}</div>\n'),
    inline_code=Markup('<span class="mono">{}</span>'),
    table=Markup('<table class="said" border="1" cellpadding="6" cellspacing="0">{}</table>\n'),
    print_code=print_lines,
)


def render_html(text: str) -> Markup:
    """Return the text as HTML. A text that is too large is cut, with a note; the plain text is whole."""
    source = text.replace("\r\n", "\n")
    if not source.strip():
        return _render_paragraph(EMPTY)
    html = print_markdown(source, FORMS)
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
