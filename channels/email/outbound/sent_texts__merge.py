"""What is kept of a letter so that replies which quote it can be read: all that a program may show of it as text. Pure."""

from channels.email.outbound.view_context import MailContent
from channels.email.inbound.parsing.html_text import extract_text


def list_quotable_texts(letter: MailContent) -> tuple[str, ...]:
    """The letter's plain text; its HTML's text, with the hidden preview line first, which some programs quote."""
    return (letter.text, f"{letter.preview}\n{extract_text(letter.html)[0]}".strip())
