"""Parses IMAP_URL and SMTP_URL strictly: a server without TLS may only be on this machine. Errors show no password."""

import ipaddress
import re
from typing import Literal, NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit

from bot.core.errors import BadSetting

TlsMode = Literal["tls", "starttls", "none"]


class MailboxAccount(NamedTuple):
    """A mailbox: server, user and folder. `is_plain`: without TLS, on the loopback interface."""

    host: str
    port: int
    user: str
    password: str
    folder: str = "INBOX"
    is_plain: bool = False


class SmtpServer(NamedTuple):
    """A server that takes our mail. Without a user there is no login."""

    host: str
    port: int
    user: str
    password: str
    security: TlsMode


def read_imap_url(url: str, *, has_token: bool = False) -> MailboxAccount:
    """Parse `imaps://user:password@host[:993][/Folder]`, or `imap://` for a server on this machine. Raises BadSetting.

    Characters with a meaning in URLs, such as @ : / in a password, are percent-encoded: `%40`. `has_token`: a token replaces the
    password.
    """
    parts, port = _split_url("IMAP_URL", url, {"imaps": 993, "imap": 143})
    if parts.scheme == "imap" and not _is_loopback(parts.hostname or ""):
        raise _make_url_error(
            "IMAP_URL", url, "imap:// is not encrypted and may only name this machine; write imaps://"
        )
    if not parts.username:
        raise _make_url_error("IMAP_URL", url, "it names no user; write imaps://user:password@host")
    if not parts.password and not has_token:
        raise _make_url_error("IMAP_URL", url, "it names no password; write imaps://user:password@host")
    if not unquote(parts.path).isprintable():
        raise _make_url_error("IMAP_URL", url, "its folder has signs that no folder can have")
    return MailboxAccount(
        host=parts.hostname or "",
        port=port,
        user=unquote(parts.username),
        password=unquote(parts.password or ""),
        folder=unquote(parts.path.removeprefix("/")) or "INBOX",
        is_plain=parts.scheme == "imap",
    )


def read_smtp_url(url: str, *, has_token: bool = False) -> SmtpServer:
    """Parse an SMTP URL. Raises BadSetting.

    `smtp://user:password@host[:587]` (STARTTLS, required), `smtps://...[:465]` (TLS), and `smtp+insecure://host[:25]` for a server on
    this machine that needs no login.
    """
    security: dict[str, TlsMode] = {"smtp": "starttls", "smtps": "tls", "smtp+insecure": "none"}
    parts, port = _split_url("SMTP_URL", url, {"smtp": 587, "smtps": 465, "smtp+insecure": 25})
    if parts.path not in ("", "/"):
        raise _make_url_error("SMTP_URL", url, f"it has a path, {parts.path!r}, and a mail server has none")
    if parts.scheme == "smtp+insecure" and not _is_loopback(parts.hostname or ""):
        raise _make_url_error("SMTP_URL", url, "smtp+insecure:// may only name this machine; write smtp:// or smtps://")
    if parts.scheme == "smtp+insecure" and parts.username:
        raise _make_url_error(
            "SMTP_URL", url, "a password is never sent unencrypted; write smtp://, or leave the user out"
        )
    if parts.username and not parts.password and not has_token:
        raise _make_url_error("SMTP_URL", url, "it names a user and no password; write smtp://user:password@host")
    return SmtpServer(
        host=parts.hostname or "",
        port=port,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        security=security[parts.scheme],
    )


def _split_url(name: str, url: str, ports: dict[str, int]) -> tuple[SplitResult, int]:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        why = "its host or port cannot be read; signs such as @ : / # ? in a password are written in percent: %40"
        raise _make_url_error(name, url, why) from None
    if parts.scheme not in ports:
        raise _make_url_error(name, url, f"it begins with none of {', '.join(f'{each}://' for each in ports)}")
    if not parts.hostname:
        raise _make_url_error(name, url, "it names no server")
    if parts.query or parts.fragment:
        raise _make_url_error(name, url, "? and # have no meaning here; in a password write them as %3F and %23")
    return parts, ports[parts.scheme] if port is None else port


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _make_url_error(name: str, url: str, why: str) -> BadSetting:
    """Return an error that quotes the URL without a password, also where the URL cannot be parsed."""
    if re.fullmatch(r"([a-z+]+://)?[^:@/?#]*(:\d{1,5})?(/[^:@?#]*)?", url):
        return BadSetting(name, url, why)
    said = re.fullmatch(r"([a-z+]+://)([^:@/?#]+):.*@([^:@/?#]*)(:\d{1,5})?(/[^@?#]*)?", url)
    return BadSetting(name, f"{said[1]}{said[2]}:***@{said[3]}" if said else "***", why)
