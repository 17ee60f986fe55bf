"""What was read of a mail, and what was refused. Data only: it reads nothing, and runs in the worker without the house."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

TRACED = frozenset({"received", "authentication-results"})
"""The headers that servers put on top: what one of them says counts by what stands above it."""


class MailAttachment(NamedTuple):
    """What came beside the text. Never unpacked, never rendered: its name, its MIME type, its size in bytes (about)."""

    name: str
    type: str
    size: int


class ParsedMail(NamedTuple):
    """One mail as the channel reads it. Nothing in it is verified: identity, automatic mail and decisions come later.

    `senders`, `to` and `cc` are addresses as found; `headers` has names in lower case, values unfolded and not decoded, the
    topmost first; `trace` are those of the headers TRACED, in the order in which they stand. `text` is the plain part, or the HTML's text when there is no other (`is_html_only`); `html` is the
    HTML's text whenever there is one, quotes marked with `> `, hidden text left out. `is_doubtful`: some of the text
    was in a charset that is not read here, or is not there whole. `types` are the MIME types of all parts, containers
    too. `notices` are the field groups of a delivery or disposition report, `returned` the headers of the mail it is about.
    `newest` is the text without what it quotes, by patterns alone: for mail that answers nothing of ours. `size` is in
    bytes, before `is_cut`: only the first part of it was fetched. `sender_name` is the name beside the address in From.
    `boxed` are the numbers of the lines of `html` in a program's box for quotes (`markup.HtmlText`).
    """

    message_id: str
    senders: tuple[str, ...]
    to: tuple[str, ...]
    cc: tuple[str, ...]
    subject: str
    date: datetime | None
    in_reply_to: str
    references: tuple[str, ...]
    headers: Mapping[str, tuple[str, ...]]
    text: str
    newest: str
    html: str
    is_html_only: bool
    is_doubtful: bool
    types: tuple[str, ...]
    attachments: tuple[MailAttachment, ...]
    notices: tuple[Mapping[str, str], ...]
    returned: Mapping[str, tuple[str, ...]]
    size: int
    is_cut: bool
    trace: tuple[tuple[str, str], ...] = ()
    sender_name: str = ""
    boxed: tuple[int, ...] = ()


class UnreadableMail(NamedTuple):
    """A mail that is not read, and why, in one sentence. `may_pass`: the fault may be ours, so another try is worth it."""

    reason: str
    may_pass: bool = False


class MailLimitExceeded(Exception):
    """A mail beyond a limit: the reason, in one sentence. Never leaves the reading."""
