"""Parses the bytes of a mail into a `ParsedMail`, with the standard library alone. Pure; it verifies nothing.

Mail is hostile: outside of tests this runs in the sandbox worker (`sandbox.py`), with limits of time and memory.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC
from email.errors import HeaderParseError
from email.header import decode_header
from email.utils import parsedate_to_datetime

from channels.email.inbound.parsing.html_text import HtmlText, read_html
from channels.email.inbound.parsing.mime_structure import (
    HeaderFields,
    MimePart,
    MimeStructure,
    read_headers,
    read_structure,
)
from channels.email.inbound.parsing.parsed_mail import (
    TRACED,
    MailAttachment,
    MailLimitExceeded,
    ParsedMail,
    UnreadableMail,
)
from channels.email.inbound.parsing.part_text import decode_content, decode_text, read_part_text

MAX_TEXT = 100_000
"""Characters of text that are kept."""

MAX_ATTACHMENTS = 50
MAX_ADDRESSES = 200
MAX_NAME = 120

_MOVED = re.compile(r"ATT\d{3,6}\.(?:txt|html?)", re.I)
"""Names that Exchange gives to a text part after a picture or a file, which then looks like an attachment."""

_BARE_RETURN = re.compile(rb"\r(?![\r\n])")
"""A character that some programs read as the end of a line and others as a blank, so that the text is ambiguous."""

_ADDRESS = re.compile(r"[^\s<>,;:()\"\\]+@[^\s<>,;:()\"\\]+")
_ID = re.compile(r"<[^<>\s]{1,900}>")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")
_REPORTS = ("message/delivery-status", "message/global-delivery-status", "message/disposition-notification")
_RETURNED = ("message/rfc822", "message/global", "text/rfc822-headers", "message/rfc822-headers")


def parse_mail(raw: bytes, *, is_cut: bool = False) -> ParsedMail | UnreadableMail:
    """Return the mail, with `newest` empty, or why it is not parsed. No input raises an error."""
    try:
        found = _build_mail(read_structure(raw), len(raw), is_cut)
        return found._replace(is_doubtful=True) if _BARE_RETURN.search(raw) else found
    except MailLimitExceeded as refused:
        return UnreadableMail(str(refused))
    except (RecursionError, MemoryError):
        return UnreadableMail("The mail is built so that reading it takes more memory than a mail may take.")
    except Exception as error:  # noqa: BLE001  the standard library's readers raise many kinds for malformed mail
        return UnreadableMail(f"The mail is malformed: reading it failed with {type(error).__name__}.")


def _build_mail(structure: MimeStructure, size: int, is_cut: bool) -> ParsedMail:
    headers = _group_headers(structure.headers)
    contents = _read_contents(structure)
    plain, html = contents.plain.strip(), contents.html
    ids = _ID.findall(" ".join(headers.get("references", ())))
    name, _, address = _decode_header(headers.get("from", ("",))[0][:1_000]).rpartition("<")
    try:
        sent = parsedate_to_datetime(headers.get("date", ("",))[0])
        date = sent.replace(tzinfo=UTC) if sent.tzinfo is None else sent.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        date = None
    return ParsedMail(
        message_id=_read_first_id(headers, "message-id"),
        senders=_read_addresses(headers.get("from", ())),
        to=_read_addresses(headers.get("to", ())),
        cc=_read_addresses(headers.get("cc", ())),
        subject=_decode_header(headers.get("subject", ("",))[0]),
        date=date,
        in_reply_to=_read_first_id(headers, "in-reply-to"),
        references=tuple(ids[:1] + ids[1:][-99:]),
        headers=headers,
        text=contents.plain if plain else html,
        newest="",
        html=html,
        is_html_only=not plain and bool(html.strip()),
        is_doubtful=contents.is_doubtful or is_cut,
        types=tuple(part.type for part in structure.parts),
        attachments=tuple(contents.attachments),
        notices=tuple(contents.notices),
        returned=contents.returned or {},
        size=size,
        is_cut=is_cut,
        trace=tuple(header for header in structure.headers if header[0] in TRACED),
        sender_name=(name.strip(" \"'")[:MAX_NAME] if _ADDRESS.match(address) else ""),
        boxed=contents.boxed,
    )


def _group_headers(headers: HeaderFields) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, value in headers:
        found[name] = (*found.get(name, ()), value)
    return found


def _read_first_id(headers: Mapping[str, tuple[str, ...]], name: str) -> str:
    """Return the first <id> of a header, else the cut value."""
    value = headers.get(name, ("",))[0]
    found = _ID.search(value)
    return found[0] if found else _CONTROLS.sub(" ", value).strip()[:900]


def _read_addresses(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(_ADDRESS.findall(" , ".join(values))[:MAX_ADDRESSES])


def _decode_header(value: str) -> str:
    """Return the text of a header on one line, encoded words (RFC 2047) decoded; undecoded when they are damaged."""
    try:
        found = decode_header(value)
    except HeaderParseError:
        found = [(value, None)]
    pieces = [
        piece if isinstance(piece, str) else decode_text(piece, charset or "us-ascii")[0] for piece, charset in found
    ]
    return _CONTROLS.sub(" ", "".join(pieces)).strip()


class _MailContents:
    """The contents of the parts in document order: texts, attachments, and reports.

    `notices` are the field groups of a report (RFC 3464, RFC 8098): those of the mail, then those of each recipient. `returned` are the
    headers of the mail that a report gives back; None: it gives back none.
    """

    def __init__(self) -> None:
        self.plain = self.html = ""
        self.boxed: tuple[int, ...] = ()
        self.is_doubtful = False
        self.attachments: list[MailAttachment] = []
        self.notices: list[dict[str, str]] = []
        self.returned: dict[str, tuple[str, ...]] | None = None

    def add_attachment(self, part: MimePart, name: str) -> None:
        encoding = str(part.fields.get("content-transfer-encoding", "")).strip().lower()
        size = max(0, part.end - part.start)
        shown = _CONTROLS.sub(" ", _decode_header(name))[:MAX_NAME]
        self.attachments.append(MailAttachment(shown, part.type, size * 3 // 4 if encoding == "base64" else size))

    def add_plain(self, text: str) -> None:
        self.plain = f"{self.plain}\n{text}" if self.plain else text

    def add_html(self, found: HtmlText) -> None:
        start = self.html.count("\n") + 1 if self.html else 0
        self.boxed += tuple(start + line for line in found.boxed)
        self.html = f"{self.html}\n{found.text}" if self.html else found.text


def _read_contents(structure: MimeStructure) -> _MailContents:
    contents = _MailContents()
    is_report = any(part.type == "multipart/report" for part in structure.parts)
    for part in structure.parts:
        try:
            name = part.fields.get_filename() or ""
        except (LookupError, ValueError, TypeError):
            name = "unreadable name"
        is_text_type = part.type in ("text/plain", "text/html")
        # text of the mail itself has no file name of the writer's, with any disposition
        if is_text_type and (not name or _MOVED.fullmatch(name)):
            text, is_sound = read_part_text(structure.raw, part)
            if part.type == "text/plain":
                contents.add_plain(text)
            else:
                found = read_html(text)
                is_sound = is_sound and found.is_whole
                contents.add_html(found)
            contents.is_doubtful |= not is_sound
            continue
        # an attachment; if programs show its text within the mail, the text of the mail is not all of it
        if not part.is_container and len(contents.attachments) < MAX_ATTACHMENTS:
            contents.add_attachment(part, name)
        if is_text_type and part.fields.get_content_disposition() != "attachment":
            contents.is_doubtful |= bool(decode_content(structure.raw, part)[0].strip())
        if part.type in _REPORTS:
            report = decode_content(structure.raw, part)[0].replace(b"\r\n", b"\n").strip()
            contents.notices += [dict(read_headers(block)) for block in re.split(rb"\n{2,}", report)[:20]]
        if is_report and part.type in _RETURNED and contents.returned is None:
            returned = decode_content(structure.raw, part)[0].replace(b"\r\n", b"\n").lstrip(b"\n")
            contents.returned = _group_headers(read_headers(returned.partition(b"\n\n")[0]))
    contents.is_doubtful |= max(len(contents.plain), len(contents.html)) > MAX_TEXT
    contents.plain, contents.html = contents.plain[:MAX_TEXT], contents.html[:MAX_TEXT]
    return contents
