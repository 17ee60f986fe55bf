"""Misfortunes on order: lost answers, storms of 429, broken servers, hanging sockets; seeded and counted."""

import asyncio
import time
from contextlib import suppress

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler

from slack_double_tests.acme_workspace import acme, client, code


async def test_slk28_an_answer_lost_after_the_write_leaves_the_message_there() -> None:
    async with acme() as at:
        at.slack.fault("lost_after", on="chat.postMessage")
        with pytest.raises(aiohttp.ClientError):
            await at.client.chat_postMessage(channel=at.room.id, text="posted")
        assert [message.text for message in at.slack.messages(at.room)] == ["posted"]
        await at.client.chat_postMessage(channel=at.room.id, text="again")
        assert len(at.slack.messages(at.room)) == 2


async def test_a_request_lost_before_the_write_leaves_nothing() -> None:
    async with acme() as at:
        at.slack.fault("lost_before", on="chat.postMessage")
        with pytest.raises(aiohttp.ClientError):
            await at.client.chat_postMessage(channel=at.room.id, text="lost")
        assert at.slack.messages(at.room) == []


async def test_slk27_a_storm_of_429_names_the_wait_and_ends() -> None:
    async with acme() as at:
        storm = at.slack.fault("rate_limited", on="chat.postMessage", times=3, seconds=30)
        for _ in range(3):
            with pytest.raises(SlackApiError) as refused:
                await at.client.chat_postMessage(channel=at.room.id, text="x")
            assert refused.value.response.status_code == 429
            assert refused.value.response.headers["Retry-After"] == "30"
        await at.client.chat_postMessage(channel=at.room.id, text="x")
        assert (storm.struck, len(at.slack.messages(at.room))) == (3, 1)


async def test_the_sdks_own_retry_gets_through_a_429() -> None:
    async with acme() as at:
        patient = client(at.slack, at.token)
        patient.retry_handlers.append(AsyncRateLimitErrorRetryHandler(max_retry_count=1))
        at.slack.fault("rate_limited", on="chat.postMessage", seconds=1)
        await patient.chat_postMessage(channel=at.room.id, text="x")
        assert len(at.slack.messages(at.room)) == 1


async def test_broken_servers_slow_servers_and_odd_codes() -> None:
    async with acme() as at:
        at.slack.fault("status", on="auth.test", status=500)
        with pytest.raises(SlackApiError) as broken:
            await at.client.auth_test()
        assert broken.value.response.status_code == 500
        at.slack.fault("error", on="auth.test", code="fatal_error")
        assert await code(at.client.auth_test()) == "fatal_error"
        at.slack.fault("latency", on="auth.test", seconds=0.1)
        began = time.monotonic()
        await at.client.auth_test()
        assert time.monotonic() - began >= 0.1


async def test_a_hanging_call_ends_with_the_double_at_the_latest() -> None:
    async with acme() as at:
        at.slack.fault("hang", on="auth.test")
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(at.client.auth_test(), 0.1)


async def test_chance_is_seeded() -> None:
    first, again = await _struck(seed=1), await _struck(seed=1)
    assert first == again
    assert 0 < sum(first) < len(first)


async def _struck(seed: int) -> list[bool]:
    """Which of twelve calls an even chance hits."""
    async with acme(seed=seed) as at:
        fault = at.slack.fault("error", on="auth.test", times=None, chance=0.5, code="fatal_error")
        hits = []
        for _ in range(12):
            before = fault.struck
            with suppress(SlackApiError):
                await at.client.auth_test()
            hits.append(fault.struck > before)
        return hits


async def test_an_unknown_fault_is_refused_by_name() -> None:
    async with acme() as at:
        with pytest.raises(ValueError, match="unknown fault 'explode'"):
            at.slack.fault("explode")
