"""The context of a mail: its reader and its conversation; and helpers that fit foreign text into one line."""

import re
from typing import Literal, NamedTuple
from urllib.parse import quote

from bot.core.escaping import make_visible

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*")


class MailContent(NamedTuple):
    """A mail without its headers. `subject` is the conversation's, without "Re:"; `text` and `html` have the same content.

    `preview` is the line that lists of mails show: hidden in `html`, and in no other part.
    """

    subject: str
    text: str
    html: str
    preview: str = ""


class UnclearReply(NamedTuple):
    """A reply that was no clear decision: its first line, the decision that it sounds like, and the surrounding text."""

    said: str
    sounds: Literal["approve", "reject"]
    frame: str = ""


class MailViewContext(NamedTuple):
    """The context in which a mail shows a request.

    `link` is the inbox's page of the request. `reply_to` is the reply address of this person; empty: no reply decides, and the mail
    asks for none. `marker` is the first line of the mail, by which a reply shows where its quote begins. `others` are the names of
    other people asked. `subject` is the conversation's; empty: this mail begins it, and names it. Without `is_live` the reader may
    not decide: there are no buttons. `unclear`: the mail asks whether that reply was meant as a decision. `locale` is `en` for all
    mails so far.
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
    """Return foreign text on one line with hidden characters made visible, at most `limit` characters."""
    whole = " ".join(make_visible(text).split())
    return whole if len(whole) <= limit else whole[: limit - 1] + "…"


def is_address(text: str) -> bool:
    """Whether the text is one plain ASCII address (RFC 5322's dot-atom, at most 254 octets), which headers and links may contain."""
    return len(text) <= 254 and _ADDRESS.fullmatch(text) is not None


def make_mailto_link(address: str, subject: str, body: str) -> str:
    """Return a link that opens a filled-in mail (RFC 6068); empty for an address that a link cannot contain."""
    if not is_address(address):
        return ""
    crlf = body.replace("\n", "\r\n")
    return f"mailto:{quote(address, safe='@')}?subject={quote(subject, safe='')}&body={quote(crlf, safe='')}"
