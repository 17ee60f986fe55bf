"""What a server acknowledged and did not judge, the server that leads judges, once it is old enough to be left."""

import asyncio
import json
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.base_types import JSON, to_micros
from bot.engine.channel_gateway import PlatformChannelGateway
from channels.slack.inbound import payload_store
from channels.slack.inbound.payload_store import LEFT_FOR, PAYLOADS, PayloadStore, ShowCallback, show_nothing
from tests.platform_fixture import PlatformFixture

SECOND = timedelta(seconds=1)


class JudgedPayloads:
    """A store of payloads over the vault of a real platform, and what it judged."""

    def __init__(self, platform: PlatformFixture) -> None:
        self.gateway = PlatformChannelGateway(platform.app, "slack", {}, "http://127.0.0.1:8080")
        self.clock = platform.clock
        self.judged: list[tuple[JSON, bool]] = []
        self.store = PayloadStore(self.gateway, self._judge, lambda body: show_nothing)

    async def _judge(self, body: JSON, was_kept: bool) -> ShowCallback:
        self.judged.append((body, was_kept))
        return show_nothing

    async def leave(self, body: str, age: timedelta) -> None:
        """Another process stored this payload and does not judge it."""
        key = f"{to_micros(self.clock() - age):016d}.{body}"
        await self.gateway.vault.put(PAYLOADS, key, json.dumps(["lane", body]).encode())

    async def settles(self) -> None:
        while self.store._tasks:
            await asyncio.sleep(0)


async def test_pg4_beside_others_only_old_payloads_are_judged_and_the_young_ones_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(payload_store, "LOOK_SECONDS", 0.01)
    async with PlatformFixture(tmp_path) as platform:
        here = JudgedPayloads(platform)
        await here.leave("old", LEFT_FOR + SECOND)
        await here.leave("young", LEFT_FOR - SECOND)
        await here.store.judge_left(is_alone=False)
        async with asyncio.timeout(30):
            while not here.judged:
                await asyncio.sleep(0.005)
        assert here.judged == [("old", True)]
        platform.clock.passes(seconds=2)
        async with asyncio.timeout(30):
            while len(here.judged) < 2:
                await asyncio.sleep(0.005)
        await here.settles()
        assert here.judged == [("old", True), ("young", True)]
        assert await here.gateway.vault.list_keys(PAYLOADS) == []
        await here.store.leave_others()
        await here.leave("late", LEFT_FOR + SECOND)
        await asyncio.sleep(0.05)
        assert len(here.judged) == 2, "another process leads"


async def test_pg4_alone_all_payloads_of_the_process_before_are_judged_at_once(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path) as platform:
        here = JudgedPayloads(platform)
        await here.leave("young", timedelta())
        await here.store.judge_left(is_alone=True)
        await here.settles()
        assert here.judged == [("young", True)]


async def test_pg4_a_payload_that_this_process_judges_is_not_taken_for_left(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path) as platform:
        here = JudgedPayloads(platform)
        free = asyncio.Event()

        async def judge_slowly() -> ShowCallback:
            await free.wait()
            return await here._judge("own", False)

        stored = await here.store.keep_payload("lane", "own", float("inf"), judge_slowly)
        assert stored is not None
        await here.store.begin_judging(stored)
        platform.clock.passes(seconds=60)
        await here.store._judge_older(LEFT_FOR)
        free.set()
        await here.settles()
        assert here.judged == [("own", False)]
