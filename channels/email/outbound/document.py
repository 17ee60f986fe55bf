"""A mail as a list of pieces, which its HTML and its plain text both print, so that both have the same content and order."""

import re
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup, escape
from mjml import mjml2html

from bot.core.escaping import bar_lines

BAR = "| "
"""The prefix of foreign text in the plain text, so that no such line can be taken for a reader's answer, or for a row of ours."""

INDENT = "    "
"""Behind the bar, before the text of a labelled piece: no such line can be taken for an argument of the call."""

PieceKind = Literal["own", "row", "warning", "code", "words", "said"]


class DocumentPiece(NamedTuple):
    """One piece of a mail, with hidden characters of `text` made visible already.

    `own`, `row` and `warning` are lines of the platform; `code` and `words` are unchanged foreign text under its `label`, which only
    the arguments of a call have not; `said` is an agent's message, with its `html`. Labels are the platform's: they quote other words.
    """

    kind: PieceKind
    text: str
    label: str = ""
    html: Markup = Markup("")


class LinkButton(NamedTuple):
    """A link that looks like a button; `tone` selects its colour."""

    label: str
    url: str
    tone: Literal["go", "yes", "no", "quiet"]


class MailDocument(NamedTuple):
    """The whole mail. `mails` are the buttons that open a mail, `links` the link to the review page (at most one)."""

    subject: str
    title: str
    preview: str
    marker: str
    pieces: tuple[DocumentPiece, ...]
    how: tuple[str, ...]
    links: tuple[LinkButton, ...]
    mails: tuple[LinkButton, ...]
    after: tuple[DocumentPiece, ...]
    footer: tuple[str, ...]
    is_good: bool = True


def print_text(document: MailDocument) -> str:
    """Return the plain text: the marker first, then the content of the HTML."""
    how = [*document.how, *(f"{button.label}: {button.url}" for button in document.links)]
    blocks = [
        document.marker,
        document.title,
        *_join_pieces(document.pieces),
        "\n".join(how),
        *_join_pieces(document.after),
        "\n".join(document.footer),
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _join_pieces(pieces: tuple[DocumentPiece, ...]) -> list[str]:
    """Return the blocks of text; rows that follow each other are one block."""
    blocks: list[str] = []
    was_row = False
    for piece in pieces:
        if piece.kind == "row" and was_row:
            blocks[-1] += f"\n{_print_piece(piece)}"
        else:
            blocks.append(_print_piece(piece))
        was_row = piece.kind == "row"
    return blocks


def _print_piece(piece: DocumentPiece) -> str:
    match piece.kind:
        case "own" | "warning":
            return piece.text
        case "row":
            return f"{piece.label}: {piece.text}"
        case "code" if not piece.label:
            return bar_lines(piece.text, BAR)
        case "code":
            return "\n".join((f"{BAR}{piece.label}:", bar_lines(piece.text, BAR + INDENT)))
        case "words":
            return "\n".join(filter(None, (piece.label, bar_lines(piece.text, BAR + INDENT))))
        case "said":
            return "\n".join(filter(None, (piece.label, bar_lines(piece.text, BAR))))


TEMPLATES = Path(__file__).parent / "templates"

_BLANKS = re.compile(r"^ | (?= )")
_BLANK = Markup("\u00a0")
_BREAK = Markup("<br>\n")


def print_html(document: MailDocument) -> str:
    """Return the HTML: one document without scripts, forms, pictures, or external resources."""
    return _load_template("mail.mjml.j2").render(document._asdict())


def print_lines(text: str) -> Markup:
    """Return text as HTML in which each blank and line break is visible in all mail programs, and long lines still wrap."""
    return _BREAK.join(
        _BLANK.join(escape(part) for part in _BLANKS.split(line)) for line in text.replace("\t", "    ").split("\n")
    )


@cache
def _load_template(name: str) -> Template:
    """Compile the MJML template before foreign text is inserted, so that such text is not parsed as MJML.

    `fonts={}`, because MJML would otherwise load fonts from Google for each reader.
    """
    environment = Environment(autoescape=True, undefined=StrictUndefined)
    environment.filters["lines"] = print_lines
    html = mjml2html((TEMPLATES / name).read_text("utf-8"), fonts={})
    return environment.from_string(html.replace("><t", ">\n<t"))
