"""Posts to a URL that a program chose: the name is looked up once, the connection goes to the address that was checked,
redirects are not followed, and the answer is not read."""

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import NamedTuple

import httpx2

from channels.callback.addresses import CallbackUrl, choose_address
from channels.shared.http_posts import hide_url

PATIENCE = 15.0
"""Seconds for the look-up, for the connection and for the answer, each."""
LONGEST = 40.0
"""Seconds for all of it: another side that sends its answer byte by byte is not waited for. Below the time of a delivery."""

Resolver = Callable[[str, int], Awaitable[Sequence[str]]]
"""(host, port) -> all addresses of the host. Raises `OSError`."""


async def resolve_host(host: str, port: int) -> list[str]:
    """All addresses of a host, as this machine looks them up."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


class CallbackAnswer(NamedTuple):
    """The status of the answer, and the seconds that its Retry-After asks for (0: none)."""

    status: int
    after: float


class CallbackPoster:
    """`trust` verifies the certificates of https; the default is that of the HTTP client. `allowed`: see
    `read_callback_url`."""

    def __init__(
        self, allowed: Sequence[str], resolve: Resolver = resolve_host, trust: ssl.SSLContext | None = None
    ) -> None:
        self.allowed, self.resolve, self.trust = tuple(allowed), resolve, trust

    async def post(self, url: CallbackUrl, body: bytes, headers: Mapping[str, str]) -> CallbackAnswer:
        """Post a JSON body and return the answer.

        Raises `NotUnderstood` for a name that leads to a refused address, `OSError` (`TimeoutError` is one) or
        `httpx2.HTTPError` when there is no answer.
        """
        async with asyncio.timeout(PATIENCE):
            addresses = await self.resolve(url.host, url.port)
        target = httpx2.URL(url.text)
        pinned = target.copy_with(host=choose_address(url, addresses, self.allowed))
        hide_url(url.text)
        hide_url(str(pinned))
        named = {"host": target.netloc.decode("ascii"), "content-type": "application/json", "connection": "close"}
        async with (
            asyncio.timeout(LONGEST),
            httpx2.AsyncClient(
                timeout=PATIENCE,
                follow_redirects=False,
                trust_env=False,  # a proxy would look the name up again
                verify=self.trust if self.trust is not None else True,
            ) as client,
            client.stream(
                "POST", pinned, content=body, headers={**named, **headers}, extensions={"sni_hostname": url.host}
            ) as answer,
        ):
            after = answer.headers.get("retry-after", "")
            return CallbackAnswer(answer.status_code, float(after) if after.isascii() and after.isdigit() else 0.0)
