"""The contract of the `ThreadStore` port for the kept states of long threads; see `tests.store.store_contract`."""

import pytest

from bot.core import events as e
from bot.store.hash_chain import NO_HASH, BrokenChain
from bot.store.port import Store
from bot.store.records import SnapshotRecord
from tests.store.store_contract import LogWriter, Reopen


class SnapshotContract:
    async def test_fast9_rows_are_verified_in_portions(self, store: Store) -> None:
        writer = await LogWriter(store).open()
        first = writer.last
        await writer.append(e.Resumed(by="olive"), e.Paused(by="olive"))
        assert await store.threads.verify_rows("t1", 0, NO_HASH, first.seq) == first.hash
        assert await store.threads.verify_rows("t1", first.seq, first.hash, writer.last.seq) == writer.last.hash
        with pytest.raises(BrokenChain):
            await store.threads.verify_rows("t1", first.seq, NO_HASH, writer.last.seq)
        with pytest.raises(BrokenChain) as broken:
            await store.threads.verify_rows("t1", 0, NO_HASH, writer.last.seq + 1)
        assert broken.value.seq == writer.last.seq + 1

    async def test_fast9_the_newest_state_of_a_thread_is_kept_for_its_fold(self, store: Store, reopen: Reopen) -> None:
        writer = await LogWriter(store).open()
        old = SnapshotRecord("t1", writer.last.seq, writer.last.hash, "fold 1", b"old")
        await writer.append(e.Resumed(by="olive"))
        new = SnapshotRecord("t1", writer.last.seq, writer.last.hash, "fold 1", b"new" * 9_000)
        assert await store.threads.find_snapshot("t1", "fold 1") is None
        for each in (old, new, old):
            await store.threads.keep_snapshot(each)
        store = await reopen()
        assert await store.threads.find_snapshot("t1", "fold 1") == new
        assert await store.threads.find_snapshot("t1", "fold 2") is None
        assert await store.threads.find_snapshot("t2", "fold 1") is None
        await store.threads.keep_snapshot(old._replace(version="fold 2"))  # of a newer release, or an older one
        assert await store.threads.find_snapshot("t1", "fold 1") is None
        assert await store.threads.find_snapshot("t1", "fold 2") == old._replace(version="fold 2")
