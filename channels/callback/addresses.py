"""Judges the addresses that a callback may lead to. Pure: an explicit list of the refused ones, since `is_global` is true for some
addresses that lead into private networks (6to4, NAT64)."""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import NamedTuple

from pydantic import ValidationError
from pydantic_core import Url

from bot.core.errors import NotUnderstood

REFUSED = tuple(
    map(
        ip_network,
        (
            *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24"),
            *("192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24"),
            *("224.0.0.0/4", "240.0.0.0/4", "::/96", "::ffff:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64"),
            *("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10"),
            "ff00::/8",
        ),
    )
)  # fmt: skip
"""Private, local, shared, link-local (169.254.169.254 serves the secrets of clouds), reserved, multicast and translated."""

METADATA = frozenset({"metadata.google.internal", "metadata.goog", "instance-data"})
"""Names of the metadata services of clouds."""


class CallbackUrl(NamedTuple):
    """A URL in its parts. `host` is a name in lower case or an address; `place` is `host` or `host:port` as allow lists
    write it."""

    text: str
    scheme: str
    host: str
    port: int

    @property
    def places(self) -> tuple[str, str]:
        return self.host, f"{self.host}:{self.port}"


def read_callback_url(text: str, allowed: Sequence[str]) -> CallbackUrl:
    """Return the URL of a callback. Raises `NotUnderstood` for one that is never called.

    `allowed` are the hosts that an operator allows, also on private addresses and by plain http.
    """
    try:
        url = Url(text)
    except ValidationError as error:
        raise NotUnderstood("callback_url: it is no URL.") from error
    host = (url.host or "").strip("[]").rstrip(".").lower()
    found = CallbackUrl(text, url.scheme, host, url.port or 443)
    if url.scheme in ("http", "https") and is_allowed(found, allowed):
        return found
    if url.scheme != "https":
        raise NotUnderstood("callback_url: only https is called; an operator may allow a host in [channels.callback].")
    if not host or host == "localhost" or host.endswith((".localhost", ".internal", ".local")) or host in METADATA:
        raise NotUnderstood(f"callback_url: {host[:100]!r} is a name of a private network, and is not called.")
    literal = _read_address(host)
    if literal is not None and not is_public(literal):
        raise NotUnderstood(f"callback_url: {host[:100]!r} is a private or reserved address, and is not called.")
    if literal is None and "." not in host:
        raise NotUnderstood(f"callback_url: {host[:100]!r} is no name of the public internet.")
    return found


def is_allowed(url: CallbackUrl, allowed: Sequence[str]) -> bool:
    """Return whether an operator allows this host, wherever it leads."""
    return any(place in allowed for place in url.places)


def choose_address(url: CallbackUrl, addresses: Sequence[str], allowed: Sequence[str]) -> str:
    """Return the address to connect to, of those that the host's name leads to. All of them must be public: an answer
    that mixes public and private ones is refused whole.

    Raises `NotUnderstood`.
    """
    found = [each for each in map(_read_address, addresses) if each is not None]
    if not found or len(found) != len(addresses):
        raise NotUnderstood(f"{url.host[:100]!r} leads to no address.")
    if not is_allowed(url, allowed):
        for each in found:
            if not is_public(each):
                raise NotUnderstood(f"{url.host[:100]!r} leads to a private or reserved address, and is not called.")
    return str(found[0])


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Return whether this is an address of the public internet."""
    return not any(address in network for network in REFUSED if network.version == address.version)


def _read_address(text: str) -> IPv4Address | IPv6Address | None:
    """Return the address; None for a name. One with a zone, such as fe80::1%eth0, is read without it."""
    try:
        return ip_address(text.partition("%")[0])
    except ValueError:
        return None
