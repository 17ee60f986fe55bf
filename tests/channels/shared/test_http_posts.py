"""What became of a post, over real HTTP: taken, not sent, perhaps sent, refused. No text of it quotes the URL."""

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import web

from bot.core.errors import BadSetting
from bot.core.ports import NotNow, TryLater, Undeliverable
from channels.shared.http_posts import LONGEST, SOON, post_json, read_post_url


@asynccontextmanager
async def answering(status: int, headers: dict[str, str] | None = None) -> AsyncIterator[str]:
    async def answer(request: web.Request) -> web.Response:
        return web.Response(status=status, headers=headers or {})

    app = web.Application()
    app.router.add_post("/hush", answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/hush"
    finally:
        await runner.cleanup()


@pytest.mark.parametrize("status", [200, 201, 202, 204])
async def test_kit5_an_accepted_post_is_taken(status: int) -> None:
    async with answering(status) as url:
        await post_json(url, b"{}", {})


@pytest.mark.parametrize(
    ("status", "after", "raised", "seconds"),
    [
        (429, "7", NotNow, 7.0),
        (429, "", NotNow, SOON),
        (429, "99999999", NotNow, LONGEST),
        (429, "Fri, 31 Dec 1999 23:59:59 GMT", NotNow, SOON),
        (429, "-5", NotNow, SOON),
        (503, "30", TryLater, 30.0),
        (503, "", TryLater, None),
        (500, "", TryLater, None),
        (408, "", TryLater, None),
        (400, "", Undeliverable, None),
        (404, "", Undeliverable, None),
        (410, "", Undeliverable, None),
        (307, "", Undeliverable, None),
    ],
)
async def test_kit5_a_status_has_one_meaning(
    status: int, after: str, raised: type[Exception], seconds: float | None
) -> None:
    headers = {"Location": "/elsewhere"} if status == 307 else {}
    async with answering(status, {**headers, **({"Retry-After": after} if after else {})}) as url:
        with pytest.raises(raised) as refused:
            await post_json(url, b"{}", {})
    assert getattr(refused.value, "seconds", None) == seconds
    assert "hush" not in str(refused.value)


async def test_kit5_without_a_connection_nothing_was_sent() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(NotNow) as refused:
        await post_json(f"http://127.0.0.1:{port}/hush", b"{}", {})
    assert "hush" not in str(refused.value)


@pytest.mark.parametrize(
    ("value", "is_taken"),
    [
        ("https://pager.example/x", True),
        ("http://127.0.0.1:9/x", True),
        ("http://[::1]:9/x", True),
        ("http://localhost/x", True),
        ("http://pager.example/hush", False),
        ("http://127.0.0.1.evil.example/hush", False),
        ("https:///hush", False),
        ("ftp://pager.example/hush", False),
        ("http://[::1/hush", False),
        ("hush", False),
        ("", False),
    ],
)
def test_kit5_a_url_is_safe_or_refused_unquoted(value: str, is_taken: bool) -> None:
    if is_taken:
        assert read_post_url({"X_URL": value}, "X_URL") == value
        return
    with pytest.raises(BadSetting, match="X_URL") as refused:
        read_post_url({"X_URL": value}, "X_URL")
    assert "hush" not in str(refused.value)
