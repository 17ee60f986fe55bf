"""The contract of the `HoldStore` port, a part of the store's: see `tests.store.store_contract`."""

import pytest

from bot.core import events as e
from bot.core.base_types import from_micros
from bot.core.holds import Hold
from bot.store.port import Store
from bot.store.records import AuditNote, DueJob
from bot.store.refusals import HeldCallStart, HoldAlreadyActive
from bot.store.thread_append import HoldNotices, JobWrite
from tests.store.store_contract import AT, LogWriter, Reopen


class HoldStoreContract:
    def notices(self, *agents: str) -> HoldNotices:
        return HoldNotices("hold", agents or None, AT)

    async def place(self, store: Store, name: str = "pusher") -> Hold:
        hold = Hold(id=0, scope="agent", name=name, by="max", reason="", placed=from_micros(AT))
        told: list[tuple[Hold, ...]] = []
        placed, threads = await store.holds.place(
            hold,
            lambda found: AuditNote(AT, "hold placed", "max", about=f"hold {found.id}"),
            self.notices(name),
            told.append,
        )
        assert [each.id for each in told[0]][-1] == placed.id
        assert all([await store.jobs.find_job("hold", thread) for thread in threads])
        return placed

    async def test_prt2_a_held_call_does_not_start_and_nothing_of_its_append_is_kept(self, store: Store) -> None:
        log = await LogWriter(store).open()
        hold = await self.place(store)
        with pytest.raises(HeldCallStart) as refused:
            await log.append(e.Resumed(by="max"), starts={"t1-3": "push"}, jobs=[JobWrite("turn", "t1", 1)])
        assert (refused.value.hold.id, refused.value.calls) == (hold.id, frozenset({"t1-3"}))
        assert await store.jobs.find_job("turn", "t1") is None
        await log.append(e.Resumed(by="max"), hold_notice=JobWrite("hold", "t1", 3))
        assert await store.jobs.find_job("hold", "t1") == DueJob("hold", "t1", 3, 0)
        note = AuditNote(AT + 1, "hold lifted", "olive")
        assert await store.holds.lift(hold.id, note, self.notices("pusher"), lambda holds: None) == ["t1"]
        assert await store.holds.lift(hold.id, note, self.notices("pusher"), lambda holds: None) is None
        await log.append(e.Paused(by="max"), starts={"t1-3": "push"})

    async def test_del1_a_hold_on_an_agent_that_gave_the_task_refuses_the_start_too(self, store: Store) -> None:
        log = await LogWriter(store).open()
        hold = await self.place(store, "boss")
        with pytest.raises(HeldCallStart) as refused:
            await log.append(e.Resumed(by="max"), starts={"t1-3": "push"}, lineage=("boss", "shop"))
        assert (refused.value.hold.id, refused.value.calls) == (hold.id, frozenset({"t1-3"}))
        await log.append(e.Resumed(by="max"), starts={"t1-3": "push"}, lineage=("shop",))

    async def test_prt2_a_hold_is_placed_once_and_read_by_the_next_process(self, store: Store, reopen: Reopen) -> None:
        hold = await self.place(store)
        with pytest.raises(HoldAlreadyActive) as refused:
            await self.place(store)
        assert refused.value.hold.id == hold.id
        assert await store.holds.count_changes() == 1
        assert await (await reopen()).holds.read_holds() == (hold,)

    async def test_prt2_a_notice_ends_unless_a_hold_changed_or_an_event_came_meanwhile(self, store: Store) -> None:
        log = await LogWriter(store).open()
        await self.place(store)
        notice, turn = JobWrite("hold", "t1", None), JobWrite("turn", "t1", 5)
        changes = await store.holds.count_changes()
        assert not await store.holds.settle_notice(notice, changes - 1, turn, log.last.seq)
        assert not await store.holds.settle_notice(notice, changes, turn, log.last.seq - 1)
        assert await store.jobs.find_job("hold", "t1") is not None
        assert await store.holds.settle_notice(notice, changes, turn, log.last.seq)
        assert await store.jobs.find_job("hold", "t1") is None
        assert await store.jobs.find_job("turn", "t1") is not None
        assert await store.holds.owe_lost_notices("hold", AT) == ["t1"]
