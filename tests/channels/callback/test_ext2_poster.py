"""ext2: a callback connects to the address that was checked, follows nothing, waits and reads no longer than it must."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import httpx2
import pytest

from bot.core.errors import NotUnderstood
from channels.callback import pinned_post
from channels.callback.addresses import read_callback_url
from channels.callback.pinned_post import CallbackPoster
from tests.channels.callback.callback_server import CallbackServer
from tests.servers.certificates import certify


@pytest.fixture
async def outside() -> AsyncIterator[CallbackServer]:
    async with CallbackServer().listen() as server:
        yield server


class Answers:
    """A resolver that gives these answers, one after the other, and counts the questions."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.answers, self.asked = list(answers), list[str]()

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked.append(f"{host}:{port}")
        return self.answers.pop(0)


async def test_ext2_a_name_is_looked_up_once_and_the_connection_goes_to_the_checked_address(
    outside: CallbackServer,
) -> None:
    """DNS rebinding: a second answer would lead elsewhere, and nobody asks for it."""
    place = f"shop.test:{outside.port}"
    resolver = Answers(["127.0.0.1"], ["10.9.9.9"])
    url = read_callback_url(f"http://{place}/hook?a=1", (place,))
    answer = await CallbackPoster((place,), resolver).post(url, b"{}", {"webhook-id": "msg_1"})
    assert answer.status == 200
    assert resolver.asked == [place]
    (taken,) = outside.taken
    assert (taken.path, taken.headers["host"], taken.body) == ("/hook", place, b"{}")
    assert taken.headers["webhook-id"] == "msg_1"


@pytest.mark.parametrize("answer", [["127.0.0.1"], ["93.184.216.34", "127.0.0.1"], ["::ffff:127.0.0.1"], []])
async def test_ext2_a_public_name_that_leads_to_this_machine_is_not_called(
    outside: CallbackServer, answer: Sequence[str]
) -> None:
    url = read_callback_url(f"https://shop.example:{outside.port}/hook", ())
    with pytest.raises(NotUnderstood):
        await CallbackPoster((), Answers(answer)).post(url, b"{}", {})
    assert outside.taken == []


async def test_ext2_a_redirect_is_an_answer_and_is_not_followed(outside: CallbackServer) -> None:
    place = f"shop.test:{outside.port}"
    outside.answers, outside.headers = [307], {"Location": f"http://127.0.0.1:{outside.port}/private"}
    url = read_callback_url(f"http://{place}/hook", (place,))
    assert (await CallbackPoster((place,), Answers(["127.0.0.1"])).post(url, b"{}", {})).status == 307
    assert [taken.path for taken in outside.taken] == ["/hook"]


async def test_ext2_the_answer_is_not_read_and_a_slow_one_is_not_waited_for(
    outside: CallbackServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = f"shop.test:{outside.port}"
    url = read_callback_url(f"http://{place}/hook", (place,))
    outside.body = b"x" * 50_000_000
    async with asyncio.timeout(5):
        assert (await CallbackPoster((place,), Answers(["127.0.0.1"])).post(url, b"{}", {})).status == 200
    monkeypatch.setattr(pinned_post, "PATIENCE", 0.1)
    outside.delay = 5
    with pytest.raises(httpx2.TimeoutException):
        await CallbackPoster((place,), Answers(["127.0.0.1"])).post(url, b"{}", {})


async def test_ext2_a_proxy_of_the_environment_is_not_asked(
    outside: CallbackServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    place = f"shop.test:{outside.port}"
    url = read_callback_url(f"http://{place}/hook", (place,))
    assert (await CallbackPoster((place,), Answers(["127.0.0.1"])).post(url, b"{}", {})).status == 200


async def test_ext2_the_certificate_is_that_of_the_name_and_not_of_the_address(tmp_path: Path) -> None:
    certify(tmp_path)
    mine = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    mine.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    trust = ssl.create_default_context(cafile=str(tmp_path / "ca.pem"))
    async with CallbackServer().listen(mine) as outside:
        for name, is_right in (("localhost", True), ("shop.test", False)):
            place = f"{name}:{outside.port}"
            url = read_callback_url(f"https://{place}/hook", (place,))
            post = CallbackPoster((place,), Answers(["127.0.0.1"]), trust).post(url, b"{}", {})
            if is_right:
                assert (await post).status == 200
            else:
                with pytest.raises(httpx2.ConnectError, match="certificate"):
                    await post
    assert len(outside.taken) == 1
