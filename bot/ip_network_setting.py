"""Reads the IP addresses and networks of a setting."""

from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import TypeAlias

IpNetwork: TypeAlias = IPv4Network | IPv6Network


def read_networks(text: str) -> tuple[IpNetwork, ...]:
    """Read addresses and networks, separated by commas or spaces. Raises ValueError, which quotes the wrong one."""
    found = []
    for word in text.replace(",", " ").split():
        try:
            network = ip_network(word)
        except ValueError as error:
            raise ValueError(
                f"{word!r} is neither an address nor a network; write 10.0.0.7, 10.0.0.0/24 or fd00::/64"
            ) from error
        if network.prefixlen == 0:
            raise ValueError(f"{word!r} is everybody, and anybody could then claim any address; name the proxy")
        found.append(network)
    return tuple(found)
