"""ext2: DNS rebinding, live: whoever owns the name of a callback answers each look-up as they like, between the check and the
connection and between two tries. The resolver and the connections of this process are hooked at the socket, below all of our
code and of the HTTP client: a second look-up anywhere, or a connection to a private address, is seen here."""

import socket
import ssl
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from bot.core.events import Delivered, DeliveryFailed
from bot.engine.channel_gateway import PlatformChannelGateway
from channels.callback.channel import CHANNEL, CallbackNotifier
from channels.callback.pinned_post import CallbackPoster
from channels.shared.simple_channel import SimpleSurface
from tests.channels.callback.callback_server import CallbackServer
from tests.http.http_client import ORIGIN
from tests.http.programs import ProgramFixture, programs_in
from tests.servers.certificates import certify

NAME, PUBLIC, PRIVATE = "rebind.example", "93.184.216.34", "127.0.0.1"
RealConnect = socket.socket.connect


class HostileNetwork:
    """`answers` are those of the next look-ups of `NAME`, of which the last one stays. The public address is that of `outside`, a
    receiver with a good certificate; `inside` listens on the private one, at the port of the URL."""

    def __init__(self, outside: CallbackServer, inside: CallbackServer) -> None:
        self.outside, self.inside = outside, inside
        self.answers: list[Sequence[str]] = []
        self.asked: list[str] = []
        self.connected: list[str] = []

    def look_up(self, host: Any, port: Any, *_: Any, **__: Any) -> list[Any]:
        name = host.decode() if isinstance(host, bytes) else host
        self.asked.append(name)
        addresses = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, int(port))) for each in addresses]

    def connect(self, connection: socket.socket, address: Any) -> None:
        if connection.family == socket.AF_INET:
            self.connected.append(address[0])
            if address[0] == PUBLIC:
                address = ("127.0.0.1", self.outside.port)
        RealConnect(connection, address)

    @property
    def url(self) -> str:
        return f"https://{NAME}:{self.inside.port}/hook"


@pytest.fixture
def contexts(tmp_path: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Those of the server, and of a client that trusts it."""
    certify(tmp_path, NAME)
    mine = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    mine.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    return mine, ssl.create_default_context(cafile=str(tmp_path / "ca.pem"))


@pytest.fixture
async def network(
    contexts: tuple[ssl.SSLContext, ssl.SSLContext], monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[HostileNetwork]:
    mine, _ = contexts
    async with CallbackServer().listen(mine) as outside, CallbackServer().listen(mine) as inside:
        found = HostileNetwork(outside, inside)
        monkeypatch.setattr(socket, "getaddrinfo", found.look_up)
        monkeypatch.setattr(socket.socket, "connect", lambda connection, address: found.connect(connection, address))
        yield found


@pytest.fixture
async def server(
    tmp_path: Path, network: HostileNetwork, contexts: tuple[ssl.SSLContext, ssl.SSLContext]
) -> AsyncIterator[ProgramFixture]:
    async with programs_in(tmp_path) as found:
        gateway = PlatformChannelGateway(found.platform.app, CHANNEL, {}, ORIGIN)
        poster = CallbackPoster((), trust=contexts[1])  # it resolves as in the product
        found.platform.app.add_channels([SimpleSurface(CHANNEL, push=CallbackNotifier(poster, gateway))])
        yield found


async def decide_one(server: ProgramFixture, network: HostileNetwork, *answers: Sequence[str]) -> list[Any]:
    """A request whose decision is owed to the hostile name, posted once; its deliveries, as they ended."""
    network.answers = [*answers]
    shop = await server.program()
    asked = await server.ask(shop, callback_url=network.url)
    await server.decide(asked)
    await server.platform.settle()
    log = server.platform.log(asked["thread_id"])
    return [each for each in log if isinstance(each, Delivered | DeliveryFailed)]


async def test_ext2_a_name_that_flips_after_the_check_is_posted_to_the_address_that_was_checked(
    server: ProgramFixture, network: HostileNetwork
) -> None:
    ends = await decide_one(server, network, [PUBLIC], [PRIVATE])
    assert [type(end) for end in ends] == [Delivered]
    assert network.asked == [NAME], "one look-up: nobody asks again between the check and the connection"
    assert network.connected == [PUBLIC]
    assert len(network.outside.taken) == 1
    assert network.inside.taken == []


@pytest.mark.parametrize(
    "answer", [[PRIVATE], [PUBLIC, PRIVATE], [PRIVATE, PUBLIC], ["169.254.169.254"], ["0.0.0.0"], ["10.0.0.1", PUBLIC]]
)
async def test_ext2_a_name_that_leads_inside_at_the_check_is_connected_to_nowhere(
    server: ProgramFixture, network: HostileNetwork, answer: Sequence[str]
) -> None:
    (end,) = await decide_one(server, network, answer, [PUBLIC])
    assert isinstance(end, DeliveryFailed)
    assert end.retry_at is None
    assert (network.connected, network.inside.taken, network.outside.taken) == ([], [], [])


async def test_ext2_a_name_that_flips_between_two_tries_is_checked_at_each(
    server: ProgramFixture, network: HostileNetwork
) -> None:
    network.outside.answers = [500]
    (first,) = await decide_one(server, network, [PUBLIC], [PRIVATE])
    assert isinstance(first, DeliveryFailed)
    assert first.retry_at is not None
    server.platform.clock.now = first.retry_at
    await server.platform.settle()
    assert network.asked == [NAME, NAME]
    assert network.connected == [PUBLIC]
    assert network.inside.taken == []


async def test_ext2_a_redirect_of_the_public_side_leads_nowhere(
    server: ProgramFixture, network: HostileNetwork
) -> None:
    network.outside.answers, network.outside.headers = [302], {"Location": f"https://{PRIVATE}:{network.inside.port}/"}
    (end,) = await decide_one(server, network, [PUBLIC], [PRIVATE])
    assert isinstance(end, DeliveryFailed)
    assert network.connected == [PUBLIC]
    assert network.inside.taken == []
