"""The contract of the `ChannelStore` port: each implementation runs these tests.

A test module derives from `ChannelStoreContract` and has two fixtures: `clock`, a `FakeClock`, and `open_store`, a function that returns
the store of a channel over one and the same database.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from bot.core.channel_messages import ChannelEntry
from bot.core.channel_store import ChannelStore
from tests.platform_fixture import START, FakeClock

OpenStore = Callable[[str], ChannelStore]
SOON = START + timedelta(hours=1)


class ChannelStoreContract:
    async def test_cst3_what_was_put_is_found_until_it_is_deleted(self, open_store: OpenStore) -> None:
        store = open_store("email")
        assert await store.get("text", "m1") is None
        await store.put("text", "m1", b"one", expires=None)
        await store.put("text", "m1", b"two \x00\xff", expires=None)
        await store.put("text", "m0", b"", expires=None)
        await store.put("token", "m1", b"three", expires=None)
        assert [await store.get("text", key) for key in ("m1", "m0")] == [b"two \x00\xff", b""]
        assert await store.list_keys("text") == ["m0", "m1"]
        assert await store.list_keys("tex") == []
        assert await store.delete("text", "m1")
        assert not await store.delete("text", "m1")
        assert await store.get("text", "m1") is None
        assert await store.get("token", "m1") == b"three"

    async def test_cst3_a_channel_reads_and_changes_no_row_of_another_one(self, open_store: OpenStore) -> None:
        mine, other = open_store("email"), open_store("slack")
        await mine.put("text", "m1", b"mine", expires=SOON)
        assert await other.get("text", "m1") is None
        assert await other.list_keys("text") == []
        assert await other.take("text", "m1") is None
        assert not await other.delete("text", "m1")
        assert await other.set_end("text", ["m1"], START) == 0
        await other.put("text", "m1", b"theirs", expires=None)
        assert (await mine.get("text", "m1"), await other.get("text", "m1")) == (b"mine", b"theirs")

    async def test_cst3_from_its_end_on_a_value_counts_as_absent(self, open_store: OpenStore, clock: FakeClock) -> None:
        store = open_store("email")
        for key in ("gone", "taken", "deleted", "extended"):
            await store.put("text", key, b"old", expires=SOON)
        await store.put("text", "kept", b"kept", expires=None)
        await store.put("text", "later", b"later", expires=SOON + timedelta(microseconds=1))
        clock.now = SOON - timedelta(microseconds=1)
        assert await store.get("text", "gone") == b"old"
        clock.now = SOON
        assert await store.list_keys("text") == ["kept", "later"]
        assert await store.get("text", "gone") is None
        assert await store.take("text", "taken") is None
        assert not await store.delete("text", "deleted")
        assert await store.set_end("text", ["extended", "later"], SOON + timedelta(days=1)) == 1
        assert await store.get("text", "extended") is None
        await store.put("text", "gone", b"new", expires=None)
        assert await store.get("text", "gone") == b"new"
        clock.passes(hours=2)
        assert await store.get("text", "later") == b"later"

    async def test_cst3_a_new_end_replaces_the_earlier_one_and_makes_nothing_of_an_absent_value(
        self, open_store: OpenStore, clock: FakeClock
    ) -> None:
        store = open_store("email")
        await store.put("text", "a", b"a", expires=None)
        await store.put("text", "b", b"b", expires=SOON + timedelta(days=9))
        await store.put("text", "c", b"c", expires=SOON)
        assert await store.set_end("text", ["a", "b", "never there"], SOON) == 2
        assert await store.set_end("text", ["c"], None) == 1
        assert await store.get("text", "never there") is None
        clock.now = SOON
        assert await store.list_keys("text") == ["c"]

    async def test_cst3_several_entries_are_kept_or_none_is(self, open_store: OpenStore) -> None:
        store = open_store("email")
        await store.put("text", "a", b"before", expires=None)
        entries = [ChannelEntry("text", "a", b"after", None), ChannelEntry("text", "b", b"after", SOON)]
        with pytest.raises(ValueError, match="'te/xt' holds a slash"):
            await store.put_all([*entries, ChannelEntry("te/xt", "c", b"", None)])
        assert (await store.get("text", "a"), await store.list_keys("text")) == (b"before", ["a"])
        await store.put_all(entries)
        await store.put_all([])
        assert [await store.get("text", key) for key in ("a", "b")] == [b"after", b"after"]

    async def test_cst3_of_fifty_who_take_at_once_one_has_it(self, open_store: OpenStore) -> None:
        stores = [open_store("email"), open_store("email")]
        await stores[0].put("state", "s", b"once", expires=SOON)
        async with asyncio.timeout(60):
            taken = await asyncio.gather(*(stores[n % 2].take("state", "s") for n in range(50)))
        assert sorted(taken, key=bool) == [None] * 49 + [b"once"]
        assert await stores[0].get("state", "s") is None

    async def test_cst3_an_end_without_a_time_zone_is_refused(self, open_store: OpenStore) -> None:
        store = open_store("email")
        with pytest.raises(Exception, match="2026-11-21T09:00"):
            await store.put("text", "a", b"a", expires=datetime(2026, 11, 21, 9))  # noqa: DTZ001
        assert await store.get("text", "a") is None
