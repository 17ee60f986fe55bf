"""The values of a parsed mail. Data only: the sandbox worker imports this module without the rest of the platform."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

TRACED = frozenset({"received", "authentication-results"})
"""The headers that servers add on top. Their order tells which server wrote them."""


class MailAttachment(NamedTuple):
    """An attachment: its name, its MIME type, and its size in bytes (about). It is never unpacked or rendered."""

    name: str
    type: str
    size: int


class ParsedMail(NamedTuple):
    """One parsed mail. Nothing in it is verified.

    `senders`, `to` and `cc` are addresses as found; `headers` has names in lower case, values unfolded and not decoded, the topmost
    first; `trace` are the headers `TRACED`, in their order. `text` is the plain part, or the text of the HTML when there is no other
    (`is_html_only`); `html` is the text of the HTML if there is any, with quotes marked by `> ` and hidden text left out.
    `is_doubtful`: some text is missing, or in a charset that is not read. `types` are the MIME types of all parts, including
    containers. `notices` are the field groups of a delivery or disposition report, `returned` the headers of the mail that it is
    about. `newest` is the text without quotes, by patterns alone, for mails that answer no mail of ours; it
    is the whole text where the mail `is_unsplit`: too long, or made so that the patterns did not end in time. `size` is in bytes,
    also where `is_cut`: only the first part of the mail was fetched. `sender_name` is the name beside the address in From. `boxed` are the
    numbers of the lines of `html` in a box that a program made for quotes (`HtmlText`).
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
    is_unsplit: bool = False


class UnreadableMail(NamedTuple):
    """A mail that is not parsed; `reason` is one sentence. `may_pass`: the sandbox failed, so another attempt may succeed."""

    reason: str
    may_pass: bool = False


class MailLimitExceeded(Exception):
    """A mail beyond a limit, with the reason as a sentence. `parse_mail` catches it."""
