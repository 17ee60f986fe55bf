"""What a letter needs to know of where it goes, and the words of other people made fit for one line of it. Decides nothing."""

import re
from typing import Literal, NamedTuple
from urllib.parse import quote

from bot.core.escaping import make_visible

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*")


class MailContent(NamedTuple):
    """A mail without its envelope. `subject` is the conversation's, without "Re:"; `text` says what `html` says.

    `preview` is the line that lists of mail show: hidden in `html`, and in no other part.
    """

    subject: str
    text: str
    html: str
    preview: str = ""


class UnclearReply(NamedTuple):
    """A reply that was no clear decision: its first line, what it sounds like, and the text around its words that made it so."""

    said: str
    sounds: Literal["approve", "reject"]
    frame: str = ""


class MailViewContext(NamedTuple):
    """What a letter needs to know of the person it goes to and of the conversation that it stands in.

    `link` is the inbox's page of the request. `reply_to` is the address that a reply of this person goes to; empty: no
    reply decides anything, and the letter asks for none. `marker` is the line that the letter begins with, by which a
    reply shows where its quotation begins. `others` are the names of who else was asked. `subject` is what the
    conversation is called; empty: this letter begins it, and names it. Without `is_live` the reader may not decide:
    there are no buttons. `unclear`: the letter asks whether that reply was meant as a decision. `locale` is for the letters of other languages; there are none yet.
    """

    link: str = ""
    reply_to: str = ""
    marker: str = ""
    others: tuple[str, ...] = ()
    subject: str = ""
    locale: str = "en"
    is_live: bool = True
    unclear: UnclearReply | None = None


def format_line(text: str, limit: int) -> str:
    """Anybody's words on one line, nothing hidden in them, at most `limit` characters."""
    whole = " ".join(make_visible(text).split())
    return whole if len(whole) <= limit else whole[: limit - 1] + "…"


def is_address(text: str) -> bool:
    """Whether this is one plain address in ASCII (RFC 5322's dot-atom, at most 254 octets): nothing else fits a header or a link."""
    return len(text) <= 254 and _ADDRESS.fullmatch(text) is not None


def make_mailto_link(address: str, subject: str, body: str) -> str:
    """A link that opens a mail with all of it filled in (RFC 6068); empty for an address that no link can hold."""
    if not is_address(address):
        return ""
    crlf = body.replace("\n", "\r\n")
    return f"mailto:{quote(address, safe='@')}?subject={quote(subject, safe='')}&body={quote(crlf, safe='')}"
