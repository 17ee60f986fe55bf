"""Finds the client address of a request. Forwarding headers count only from a configured proxy."""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import structlog
from starlette.requests import Request

from bot.ip_network_setting import IpNetwork

log = structlog.get_logger()

FORWARDED_FOR = "x-forwarded-for"
FORWARDING = (FORWARDED_FOR, "forwarded", "x-real-ip")
SETTING = "COUNTERSIGN_TRUSTED_PROXIES"
NEAR = tuple(
    ip_network(each)
    for each in ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "::1/128", "fc00::/7")
)
"""Networks of likely proxies: this machine and private networks (RFC 1918, 4193, 6598)."""


class ClientAddresses:
    """Finds client addresses. X-Forwarded-For is believed from `proxies` only."""

    def __init__(self, proxies: Sequence[IpNetwork]) -> None:
        self.proxies = proxies
        self._has_warned = False

    def find_client(self, request: Request) -> str:
        """The client's address; empty when it is not known.

        A proxy appends the peer's address to X-Forwarded-For, so the client is the last address in it that is no
        configured proxy; the client itself may have written the addresses before. From other peers the header is ignored
        and the peer's own address counts. A peer in a private network that sends forwarding headers is most likely a
        proxy missing in the settings: all clients behind it would share its address, so the client is not known.
        """
        peer = request.client.host if request.client else ""
        if not any(name in request.headers for name in FORWARDING):
            return peer
        address = _read_address(peer)
        if address is None:
            return ""
        if self._is_proxy(address):
            return self._find_last_client(request.headers.getlist(FORWARDED_FOR))
        if not any(address in network for network in NEAR):
            return peer
        if not self._has_warned:
            self._has_warned = True
            log.warning("the clients behind a proxy are not told apart", proxy=peer, fix=f"name it in {SETTING}")
        return ""

    def _find_last_client(self, lines: Sequence[str]) -> str:
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
    """The address, or for IPv6 its /64 network: one client controls all addresses of it."""
    address = _read_address(client)
    if isinstance(address, IPv6Address):
        return str(ip_network((address, 64), strict=False))
    return str(address) if address else client


def is_loopback(client: str) -> bool:
    """Whether this is a loopback address."""
    address = _read_address(client)
    return address is not None and address.is_loopback


def _read_address(written: str) -> IPv4Address | IPv6Address | None:
    """Read an address as proxies write it, with or without a port. An IPv4-mapped IPv6 address becomes IPv4."""
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
