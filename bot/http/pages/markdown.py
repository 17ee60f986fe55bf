"""Prints an agent's message (a model's markdown, not trusted) on a page: the same subset as in Slack and in mails. Pure."""

from functools import lru_cache

from markupsafe import Markup, escape

from bot.core.escaping import make_visible
from bot.core.markdown.html import HtmlForms, print_markdown

MAX_FORMATTED = 40_000
"""Characters of a message that is formatted; a longer one is shown as its source."""

MAX_KEPT = 500
"""Formatted messages that are kept: a page shows all of a thread, and it is drawn anew at each event."""

FORMS = HtmlForms(
    code=Markup("<pre>\n{}</pre>\n"),
    inline_code=Markup("<code>{}</code>"),
    table=Markup("<table>{}</table>\n"),
    print_code=escape,
)


@lru_cache(MAX_KEPT)
def render_markdown(text: str) -> Markup:
    """Return the message as HTML, whole; as its source where it is too long or nested too deep."""
    source = text.replace("\r\n", "\n")
    html = print_markdown(source, FORMS) if len(source) <= MAX_FORMATTED else Markup("")
    return html if html.strip() else Markup('<p class="prose">{}</p>\n').format(make_visible(source))
