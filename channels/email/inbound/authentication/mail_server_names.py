"""The names of mail servers: those of our receiver, and the server that wrote a Received header. Pure functions over text.

A receiver's name is in its Authentication-Results (RFC 8601, 2.5) and after `by` in its Received headers (RFC 5321, 4.4). A name
is compared whole; a suffix, written with a leading full stop, only at the border of a label.
"""

import ipaddress
import re
from collections.abc import Iterable

from bot.core.base_types import FrozenModel

_HOST = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_COMMENT = re.compile(r"\([^()\\]*(?:\\.[^()\\]*)*\)")
_MOST_NESTED = 20
_BY = re.compile(r"(?:^|\s)by\s+(\S+)", re.I)
_FROM = re.compile(r"\s*from\s+(\S+)", re.I)
_LMTP = re.compile(r"\swith\s+LMTPS?A?(?:\s|;|$)", re.I)
_SECOND_LEVEL = frozenset(
    {"ac", "co", "com", "edu", "go", "gob", "gov", "gv", "ltd", "mil", "ne", "net", "nom", "or", "org", "plc", "sch"}
)
"""Labels under which countries register domains, as in example.co.uk."""

_INSIDE = (".internal", ".local", ".localdomain", ".localhost", ".lan", ".corp", ".intern", ".home.arpa")
"""Suffixes of private networks: a server of our receiver behind the one that took the mail."""

EXCHANGE = frozenset({"outlook.com", "outlook.cn", "office365.com", "office365.us", "exchangelabs.com"})
"""The domains of Exchange Online's servers."""

_PROVIDERS = (
    frozenset({"icloud.com", "me.com", "mac.com", "apple.com"}),
    frozenset({"amazonses.com", "amazonaws.com"}),
    frozenset({"yahoo.com", "aol.com", "yahoodns.net"}),
    frozenset({"messagingengine.com", "fastmail.com"}),
    frozenset({"protonmail.ch", "protonmail.com", "proton.me"}),
    EXCHANGE | {"hotmail.com", "live.com"},
    frozenset({"zohomail.com", "zohomail.eu", "zoho.com", "zoho.eu"}),
)
"""Domains of one provider: its Authentication-Results name another one than its Received headers."""


class ReceiverNames(FrozenModel):
    """Names and suffixes of servers, in lower case."""

    names: tuple[str, ...] = ()

    @classmethod
    def parse_setting(cls, text: str) -> "ReceiverNames":
        """Read the names of a setting, separated by commas or blanks."""
        return cls(names=tuple(name.lower() for name in re.split(r"[,\s]+", text) if name))

    def __bool__(self) -> bool:
        return bool(self.names)

    def has_host(self, host: str) -> bool:
        """Whether `host` is one of the servers. `.yahoo.com` covers a.yahoo.com, but neither evilyahoo.com nor yahoo.com."""
        low = host.lower()
        return (
            host.isascii()
            and is_host(low)
            and any(low.endswith(name) if name[0] == "." else low == name for name in self.names)
        )

    def find_complaint(self) -> str:
        """Tell why the first impossible name can be no server's; empty when all names are possible."""
        for name in self.names:
            host = name.removeprefix(".")
            if not is_host(host):
                return f"{name!r} is no name of a server; write names such as mx.example.com, with commas between"
            if name != host and "." not in host:
                return (
                    f"{name!r} stands for too many servers; write a domain behind the full stop, such as .example.com"
                )
        return ""

    def list_organisations(self) -> frozenset[str]:
        """The domains that these servers are registered under, and those of the same providers."""
        own = {find_organisation(name.removeprefix(".")) for name in self.names}
        return frozenset(own.union(*(provider for provider in _PROVIDERS if provider & own)))


def is_host(text: str) -> bool:
    """Whether this is a host name in ASCII and lower case, of one label or more."""
    return len(text) <= 253 and _HOST.fullmatch(text) is not None


def find_organisation(host: str) -> str:
    """Return the domain that a host is registered under: its last two labels, or three as in example.co.uk.

    It is a guess without the public suffix list. Callers use it only where a domain that is too wide makes less count as verified.
    """
    labels = host.lower().rstrip(".").split(".")
    is_below = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL
    return ".".join(labels[-3 if is_below else -2 :])


def find_receiver(received: str) -> str | None:
    """Return the server after `by` in a Received header, in lower case; None where there is none (qmail writes such headers)."""
    return _read_host(_BY.search(_strip_comments(received)))


def find_origin(received: str) -> str | None:
    """Return the server after `from` in a Received header, in lower case: the name that it gave itself."""
    return _read_host(_FROM.match(_strip_comments(received)))


def is_local_delivery(received: str) -> bool:
    """Whether the mailbox's own delivery agent wrote the header (LMTP, RFC 2033)."""
    return _LMTP.search(_strip_comments(received)) is not None


def is_own_hop(received: str, names: ReceiverNames, organisations: Iterable[str]) -> bool:
    """Whether a server of our receiver wrote this Received header: by its name, its organisation, or a name of a private network."""
    host = find_receiver(received)
    if host is None or names.has_host(host) or find_organisation(host) in organisations:
        return True
    if "." not in host or host.endswith(_INSIDE):
        return True
    try:
        ipaddress.ip_address(host.removeprefix("ipv6:"))
    except ValueError:
        return False
    return True


def _strip_comments(received: str) -> str:
    for _ in range(_MOST_NESTED):
        less = _COMMENT.sub(" ", received)
        if less == received:
            break
        received = less
    return received


def _read_host(found: re.Match[str] | None) -> str | None:
    if found is None:
        return None
    word = found[1].strip("[];,")
    return word.lower() if word.isascii() else word  # U+212A becomes `k` in lower case
