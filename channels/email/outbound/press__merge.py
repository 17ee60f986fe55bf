"""Prints a sheet as the HTML of a mail: MJML compiled once, filled in with everything escaped. Fetches nothing."""

import re
from functools import cache
from pathlib import Path

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup, escape
from mjml import mjml2html

from channels.email.outbound.document import MailDocument

TEMPLATES = Path(__file__).parent / "templates"

_BLANKS = re.compile(r"^ | (?= )")
_BLANK = Markup("\u00a0")
_BREAK = Markup("<br>\n")


def print_html(sheet: MailDocument) -> str:
    """The HTML: one document without scripts, forms, pictures, or anything that would have to be fetched."""
    return _load_template("letter.mjml.j2").render(sheet._asdict())


def print_lines(text: str) -> Markup:
    """Text as HTML in which every blank and line break shows in every mail program, and long lines still wrap."""
    return _BREAK.join(_print_line(line) for line in text.replace("\t", "    ").split("\n"))


def print_flowing(text: str) -> Markup:
    """Text as HTML in which blanks are as many as the line has room for, as in any paragraph; line breaks show."""
    return _BREAK.join(escape(line) for line in text.split("\n"))


def _print_line(text: str) -> Markup:
    return _BLANK.join(escape(part) for part in _BLANKS.split(text))


@cache
def _load_template(name: str) -> Template:
    """MJML turned to HTML before anybody's words are in it: what they hold is never read as MJML.

    Without `fonts` of its own: MJML would have them fetched from Google for every reader.
    """
    environment = Environment(autoescape=True, undefined=StrictUndefined)
    environment.filters["lines"] = print_lines
    html = mjml2html((TEMPLATES / name).read_text("utf-8"), fonts={})
    return environment.from_string(html.replace("><t", ">\n<t"))
