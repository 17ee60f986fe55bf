"""A letter in pieces, which its HTML and its plain text both print: so they say the same, in the same order. Decides nothing."""

from typing import Literal, NamedTuple

from markupsafe import Markup

BAR = "| "
"""Stands before every line of anybody's words in the plain text: no such line can be taken for a reader's answer."""

Kind = Literal["own", "row", "warning", "code", "words", "said"]


class Piece(NamedTuple):
    """One piece. `own`, `row` and `warning` are a line of ours; `code` and `words` are other people's words, as they are;
    `said` is what the agent says, with its `html`. `text` is made visible already."""

    kind: Kind
    text: str
    label: str = ""
    html: Markup = Markup("")


class Button(NamedTuple):
    """A link that looks like a button; `tone` is a colour: go, yes, no, quiet."""

    label: str
    url: str
    tone: Literal["go", "yes", "no", "quiet"]


class Sheet(NamedTuple):
    """The whole letter. `mails` are the buttons that open a mail, `links` the page to review it on (at most one)."""

    subject: str
    title: str
    preview: str
    marker: str
    pieces: tuple[Piece, ...]
    how: tuple[str, ...]
    links: tuple[Button, ...]
    mails: tuple[Button, ...]
    after: tuple[Piece, ...]
    footer: tuple[str, ...]
    is_good: bool = True


def text_of(sheet: Sheet) -> str:
    """The plain text: the marker first, then everything that the HTML says."""
    how = [*sheet.how, *(f"{button.label}: {button.url}" for button in sheet.links)]
    blocks = [
        sheet.marker,
        sheet.title,
        *_blocks(sheet.pieces),
        "\n".join(how),
        *_blocks(sheet.after),
        "\n".join(sheet.footer),
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _blocks(pieces: tuple[Piece, ...]) -> list[str]:
    """Lines of ours that follow each other stand together."""
    blocks: list[str] = []
    was_row = False
    for piece in pieces:
        if piece.kind == "row" and was_row:
            blocks[-1] += f"\n{_printed(piece)}"
        else:
            blocks.append(_printed(piece))
        was_row = piece.kind == "row"
    return blocks


def _printed(piece: Piece) -> str:
    match piece.kind:
        case "own" | "warning":
            return piece.text
        case "row":
            return f"{piece.label}: {piece.text}"
        case "code":
            label = f"{piece.label}:\n" if piece.label else ""
            return _barred(label + piece.text)
        case "words" | "said":
            return "\n".join(part for part in (piece.label, _barred(piece.text)) if part)


def _barred(text: str) -> str:
    return "\n".join(f"{BAR}{line}".rstrip() for line in text.split("\n"))
