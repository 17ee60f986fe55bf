"""The address that a request came from. What a header says of it counts only from a proxy that is configured."""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import structlog
from starlette.requests import Request

from bot.ip_networks import IpNetwork

log = structlog.get_logger()

FORWARDED_FOR = "x-forwarded-for"
FORWARDING = (FORWARDED_FOR, "forwarded", "x-real-ip")
SETTING = "COUNTERSIGN_TRUSTED_PROXIES"
NEAR = tuple(
    ip_network(each)
    for each in ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "::1/128", "fc00::/7")
)
"""Where a proxy of ours may stand: this machine and private networks (RFC 1918, 4193, 6598)."""


class ClientAddresses:
    """Finds the client of a request. `proxies` are the networks of the proxies whose X-Forwarded-For is believed."""

    def __init__(self, proxies: Sequence[IpNetwork]) -> None:
        self.proxies = proxies
        self._has_warned = False

    def find_client(self, request: Request) -> str:
        """The client's address; empty where it is not known.

        A proxy appends the address that it saw to X-Forwarded-For, so the client is the last one there that is not a
        configured proxy; what stands before it the client may have written itself. From any other peer the headers are not
        believed: its own address counts. A peer of this machine or its network that sends them is most likely a proxy
        that nobody configured; its own address would be that of everybody behind it, so the client is then not known.
        """
        peer = request.client.host if request.client else ""
        if not any(name in request.headers for name in FORWARDING):
            return peer
        address = _read_address(peer)
        if address is None:
            return ""
        if self._is_proxy(address):
            return self._find_behind(request.headers.getlist(FORWARDED_FOR))
        if not any(address in network for network in NEAR):
            return peer
        if not self._has_warned:
            self._has_warned = True
            log.warning("the clients behind a proxy are not told apart", proxy=peer, fix=f"name it in {SETTING}")
        return ""

    def _find_behind(self, lines: Sequence[str]) -> str:
        for written in reversed(",".join(lines).split(",")):
            address = _read_address(written)
            if address is None:
                return ""
            if not self._is_proxy(address):
                return str(address)
        return ""

    def _is_proxy(self, address: IPv4Address | IPv6Address) -> bool:
        return any(address in network for network in self.proxies)


def find_network(client: str) -> str:
    """The address, or for IPv6 its /64: one line has as many addresses as it likes."""
    address = _read_address(client)
    if isinstance(address, IPv6Address):
        return str(ip_network((address, 64), strict=False))
    return str(address) if address else client


def is_loopback(client: str) -> bool:
    """Whether this address is the machine itself."""
    address = _read_address(client)
    return address is not None and address.is_loopback


def _read_address(written: str) -> IPv4Address | IPv6Address | None:
    """An address as proxies write it, with or without a port; IPv4 also where it is wrapped in IPv6."""
    text = written.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address
