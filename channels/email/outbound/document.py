"""A letter in pieces, which its HTML and its plain text both print: so they say the same, in the same order. Decides nothing."""

from typing import Literal, NamedTuple

from markupsafe import Markup

BAR = "| "
"""Stands before every line of anybody's words in the plain text: no such line can be taken for a reader's answer."""

PieceKind = Literal["own", "row", "warning", "code", "words", "said"]


class DocumentPiece(NamedTuple):
    """One piece. `own`, `row` and `warning` are a line of ours; `code` and `words` are other people's words, as they are;
    `said` is what the agent says, with its `html`. `text` is made visible already."""

    kind: PieceKind
    text: str
    label: str = ""
    html: Markup = Markup("")


class LinkButton(NamedTuple):
    """A link that looks like a button; `tone` is a colour: go, yes, no, quiet."""

    label: str
    url: str
    tone: Literal["go", "yes", "no", "quiet"]


class MailDocument(NamedTuple):
    """The whole letter. `mails` are the buttons that open a mail, `links` the page to review it on (at most one)."""

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


def print_text(sheet: MailDocument) -> str:
    """The plain text: the marker first, then everything that the HTML says."""
    how = [*sheet.how, *(f"{button.label}: {button.url}" for button in sheet.links)]
    blocks = [
        sheet.marker,
        sheet.title,
        *_join_pieces(sheet.pieces),
        "\n".join(how),
        *_join_pieces(sheet.after),
        "\n".join(sheet.footer),
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _join_pieces(pieces: tuple[DocumentPiece, ...]) -> list[str]:
    """Lines of ours that follow each other stand together."""
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
        case "code":
            label = f"{piece.label}:\n" if piece.label else ""
            return _bar_lines(label + piece.text)
        case "words" | "said":
            return "\n".join(part for part in (piece.label, _bar_lines(piece.text)) if part)


def _bar_lines(text: str) -> str:
    return "\n".join(f"{BAR}{line}".rstrip() for line in text.split("\n"))
