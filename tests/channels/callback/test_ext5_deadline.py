"""ext5: a receiver that sends its answer byte by byte is a receiver that does not answer: it is tried again for days."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest

from bot.engine.delivery.outbox import DELIVERY_SECONDS
from channels.callback import pinned_post
from channels.callback.addresses import read_callback_url
from channels.callback.pinned_post import CallbackPoster


@pytest.fixture
async def dribbling() -> AsyncIterator[int]:
    """The port of a server that never ends the head of its answer, and is never silent for long."""
    answers: set[asyncio.Task[None]] = set()

    async def dribble(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        answer = asyncio.current_task()
        assert answer is not None
        answers.add(answer)
        try:
            writer.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
            while True:
                writer.write(b"x")
                await writer.drain()
                await asyncio.sleep(0.01)
        except (ConnectionError, asyncio.CancelledError):
            pass
        finally:
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()

    async with await asyncio.start_server(dribble, "127.0.0.1", 0) as server:
        yield server.sockets[0].getsockname()[1]
        for answer in answers:
            answer.cancel()
        await asyncio.gather(*answers)


async def test_ext5_an_answer_that_never_ends_is_given_up(dribbling: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pinned_post, "LONGEST", 0.2)
    place = f"127.0.0.1:{dribbling}"
    async with asyncio.timeout(10):
        with pytest.raises(TimeoutError):
            await CallbackPoster((place,)).post(read_callback_url(f"http://{place}/", (place,)), b"{}", {})


def test_ext5_the_channel_gives_up_before_the_outbox_does() -> None:
    """Else the outbox counts a few quick tries of its own, in place of those of the channel."""
    assert pinned_post.PATIENCE + pinned_post.LONGEST < DELIVERY_SECONDS
