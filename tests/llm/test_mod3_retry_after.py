"""A server that says when to come back is not asked before, also beyond the client's own retries."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.core import events as e
from bot.core.ports import ModelUnavailable
from bot.llm.endpoint_errors import MOST_WAIT, read_wait
from tests.doubles.openai_wire import Reply as WireReply
from tests.doubles.openai_wire import failure
from tests.llm.fake_endpoint import DONE, answer_to, platform_asking

NOW = 1_893_456_000.0  # 2030-01-01T00:00:00Z


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 0),
        ({"retry-after": "90"}, 90),
        ({"retry-after": "1.5"}, 1.5),
        ({"retry-after-ms": "2500", "retry-after": "90"}, 2.5),
        ({"retry-after": "Tue, 01 Jan 2030 00:02:00 GMT"}, 120),
        ({"retry-after": "Mon, 31 Dec 2029 00:02:00 GMT"}, 0),
        ({"retry-after": "86400"}, MOST_WAIT),
        *(({"retry-after": text}, 0) for text in ("soon", "-5", "nan", "inf", "1e999", "", "9" * 5_000, "\ud800")),
    ],
)
def test_mod3_the_wait_that_a_server_asks_for_is_read_and_bounded(headers: dict[str, str], seconds: float) -> None:
    assert read_wait(headers, NOW) == seconds


@pytest.mark.parametrize("status", [429, 503])
async def test_mod3_a_wait_longer_than_the_clients_is_in_the_error(status: int) -> None:
    with pytest.raises(ModelUnavailable) as caught:
        await answer_to(failure(status, "slow down", retry_after_ms="200000"), retries=0)
    assert caught.value.retry_after == 200


async def test_mod3_the_model_is_asked_again_when_the_server_said_and_not_before(tmp_path: Path) -> None:
    busy = WireReply(b"", 429, {"Retry-After": "240"})
    async with platform_asking(tmp_path, busy, DONE, retries=0) as (platform, server):
        thread = await platform.launch("go")
        (refused,) = [
            each for each in await platform.app.queries.list_events(thread) if isinstance(each.event, e.StepRefused)
        ]
        assert isinstance(refused.event, e.StepRefused)
        assert refused.event.retry_at is not None
        assert refused.event.retry_at - refused.moment >= timedelta(seconds=239)
        platform.clock.passes(seconds=230)
        await platform.settle()
        assert len(server.received) == 1
        platform.clock.passes(seconds=20)
        await platform.settle()
        assert len(server.received) == 2


async def test_mod3_without_a_word_of_when_it_is_asked_again_soon(tmp_path: Path) -> None:
    async with platform_asking(tmp_path, WireReply(b"", 429), DONE, retries=0) as (platform, server):
        await platform.launch("go")
        platform.clock.passes(seconds=6)
        await platform.settle()
        assert len(server.received) == 2
