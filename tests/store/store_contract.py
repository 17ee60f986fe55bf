"""The contract of the `Store` port: each implementation runs these tests.

A test module derives from the classes and has two fixtures: `store`, an open and empty store, and `reopen`, which closes it and
returns the store of the next process over the same database.
"""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from bot.core import events as e
from bot.core.access.permissions import ThreadReach
from bot.core.channel_messages import ChannelAddress, ChannelEntry
from bot.store.backlog_counts import BacklogCounts
from bot.store.hash_chain import NO_HASH, LogRow, chain_rows
from bot.store.port import Store
from bot.store.records import ApiKey, AuditNote, DueJob, OpenCall, RequestFilter, SessionRecord
from bot.store.refusals import (
    AlreadyReceived,
    AppendConflict,
    EqualCallOpen,
    OnlyKeyLeft,
    ReferenceTaken,
    SecretUsed,
)
from bot.store.thread_append import (
    InboundId,
    InboundRecord,
    JobWrite,
    MessageReference,
    RequestAmended,
    RequestOpened,
    RequestSettled,
    SideWrites,
    ThreadAppend,
    ThreadHead,
    hash_wish,
)
from tests.platform_fixture import START

AT = 1_795_000_000_000_000
BODY = "ab" * 32
Reopen = Callable[[], Awaitable[Store]]


class LogWriter:
    """Appends to one thread as the engine does: it knows the last row and its signature."""

    def __init__(self, store: Store, thread: str = "t1") -> None:
        self.store, self.thread = store, thread
        self.last, self.mac = LogRow(0, "", 1, 0, b"", NO_HASH), b""

    def make(self, *events: e.Event, status: str = "working", due: int | None = None, **given: object) -> ThreadAppend:
        recorded = [e.RecordedEvent(self.last.seq + n, AT + n, event) for n, event in enumerate(events, 1)]
        rows = chain_rows(self.thread, self.last.hash, recorded)
        head = ThreadHead(self.thread, "pusher", "push it", "sam", status, AT, AT + len(rows), due)
        return ThreadAppend(head, rows, self.mac, **given)  # type: ignore[arg-type]

    async def append(self, *events: e.Event, **given: object) -> None:
        await self.write(self.make(*events, **given))  # type: ignore[arg-type]

    async def write(self, made: ThreadAppend) -> None:
        def keep(mac: bytes) -> None:
            self.last, self.mac = made.rows[-1], mac

        await self.store.threads.append(made, keep)

    async def open(self) -> "LogWriter":
        opened = e.ThreadOpened(agent="pusher", title="push it", origin=ChannelAddress(channel="api"), requester="sam")
        await self.append(opened, e.Paused(by="olive"))
        return self


class ThreadStoreContract:
    async def test_prt2_what_was_appended_is_read_verified_by_the_next_process(
        self, store: Store, reopen: Reopen
    ) -> None:
        log = await LogWriter(store).open()
        await log.append(e.Resumed(by="olive"))
        found = await (await reopen()).threads.read_rows("t1")
        assert [row.type for row in found.rows] == ["ThreadOpened", "Paused", "Resumed"]
        assert (found.mac, found.seq, found.rows[-1].hash) == (log.mac, 3, log.last.hash)

    async def test_prt2_rows_after_a_known_one_are_read_alone(self, store: Store) -> None:
        log = await LogWriter(store).open()
        before = log.last.hash
        await log.append(e.Resumed(by="olive"))
        assert [row.seq for row in (await store.threads.read_rows("t1", 2, before)).rows] == [3]
        assert (await store.threads.read_rows("t1", 3, log.last.hash)).rows == []
        assert await store.threads.read_rows("nowhere") == ([], b"", 0)
        assert await store.threads.find_broken_event("t1") is None

    async def test_prt2_the_second_of_two_appends_on_one_state_is_refused_whole(self, store: Store) -> None:
        log = await LogWriter(store).open()
        kept = InboundId("email", "m9", BODY, "t1", AT)
        late = log.make(
            e.Resumed(by="max"), jobs=[JobWrite("turn", "t1", 5)], side_writes=SideWrites(inbound_ids=(kept,))
        )
        await log.append(e.Resumed(by="olive"))
        with pytest.raises(AppendConflict):
            await store.threads.append(late, lambda mac: pytest.fail("it was told as committed"))
        assert [row.seq for row in (await store.threads.read_rows("t1")).rows] == [1, 2, 3]
        assert await store.jobs.find_job("turn", "t1") is None
        assert await store.inbound.find_message_id("email", "m9") is None

    async def test_prt2_a_thread_is_opened_once(self, store: Store) -> None:
        await LogWriter(store).open()
        with pytest.raises(AppendConflict):
            await LogWriter(store).open()

    async def test_prt2_pieces_and_texts_are_kept_and_copied_to_a_fork(self, store: Store) -> None:
        log = await LogWriter(store).open()
        pieces = tuple((row, f"<piece {row}/>", b'{"by":"olive"}') for row in (1, 2))
        side = SideWrites(renderer="r1", pieces=pieces, texts=("You push.",), answer='{"words":"Yes."}')
        await log.append(e.Resumed(by="olive"), side_writes=side)
        assert await store.threads.list_kept_seqs("t1", "r1", 1, 1) == {1}
        assert await store.threads.list_kept_seqs("t1", "r2", 1, 9) == set()
        hashes = ["c1" * 32]
        assert await store.threads.read_texts(hashes) == {}
        await LogWriter(store, "t2").append(
            e.ThreadOpened(agent="pusher", title="push it", origin=ChannelAddress(channel="api")),
            side_writes=SideWrites(copied_from=("t1", 1)),
        )
        assert await store.threads.list_kept_seqs("t2", "r1", 1, 9) == {1}

    async def test_prt2_a_rest_counts_only_for_the_last_event(self, store: Store) -> None:
        log = await LogWriter(store).open()
        assert await store.threads.rest("t1", 2, 7, [JobWrite("turn", "t1", 7)])
        assert await store.jobs.find_job("turn", "t1") == DueJob("turn", "t1", 7, 0)
        await log.append(e.Resumed(by="olive"))
        assert not await store.threads.rest("t1", 2, None, [JobWrite("turn", "t1", None)])
        assert await store.jobs.find_job("turn", "t1") is not None

    async def test_prt2_lists_are_paged_and_keep_within_reach(self, store: Store) -> None:
        for thread in ("t1", "t2", "t3"):
            log = await LogWriter(store, thread).open()
            await log.append(e.Resumed(by="olive"), names=("max",) if thread == "t2" else ())
        first = await store.threads.list_threads(before=None, limit=2)
        assert [row.id for row in first] == ["t3", "t2"]
        rest = await store.threads.list_threads(before=(first[-1].touched, first[-1].id), limit=9, agent="pusher")
        assert [(row.id, row.seq, row.requester) for row in rest] == [("t1", 3, "sam")]
        reach = ThreadReach(names=("max",))
        assert [row.id for row in await store.threads.list_threads(before=None, limit=9, reach=reach)] == ["t2"]
        assert await store.threads.filter_reachable(["t1", "t2", "gone"], reach) == ["t2"]
        assert await store.threads.list_with_events(("Resumed",), "t1") == ["t2", "t3"]
        assert await store.threads.find_unread_events(["t1", "t2"]) == {}


class RequestIndexContract:
    async def test_prt2_a_request_is_found_listed_and_settled(self, store: Store) -> None:
        log, wish = await LogWriter(store).open(), hash_wish("pusher", "push", "{}")
        await log.append(e.Resumed(by="max"), changes=[RequestOpened("t1-3", "t1", "approval", "b", AT, wish)])
        assert [row.status for row in await store.requests.list_requests(before=None, limit=9, status="pending")] == [
            "pending"
        ]
        assert await store.requests.find_open_call(wish) == "t1-3"
        assert await store.requests.list_waiting_threads() == ["t1"]
        await log.append(
            e.Paused(by="max"), changes=[RequestSettled("t1-3", "rejected", AT + 9, "olive")], closed=["t1-3"]
        )
        found = await store.requests.find_request("t1-3")
        assert found is not None
        assert (found.status, found.settled, found.by) == ("rejected", AT + 9, "olive")
        assert (
            await store.requests.list_decided("olive", AT, 5)
            == await store.requests.list_decided("sam", AT, 5)
            == ["t1-3"]
        )
        assert [each.id for each in await store.requests.list_rejected([wish], 5)] == ["t1-3"]
        assert await store.requests.filter_rejected([wish, hash_wish("pusher", "push", "[]"), ""]) == {wish}
        assert await store.requests.filter_rejected([]) == set()
        assert await store.requests.find_open_call(wish) is None
        assert await store.requests.find_request("nothing") is None

    async def test_ext6_equal_calls_that_were_approved_are_found_latest_first(self, store: Store) -> None:
        wish, other = hash_wish("a", "b", "{}"), hash_wish("a", "b", "[]")
        ends = (("t1", wish, "approved"), ("t2", wish, "rejected"), ("t3", other, "approved"), ("t4", wish, "approved"))
        for number, (thread, sent, verdict) in enumerate(ends):
            log = await LogWriter(store, thread).open()
            opened = RequestOpened(f"{thread}-3", thread, "approval", "b", AT, sent)
            await log.append(e.Resumed(by="max"), changes=[opened])
            settled = RequestSettled(f"{thread}-3", verdict, AT + number, "olive")
            await log.append(e.Paused(by="max"), changes=[settled], closed=[f"{thread}-3"])
        assert await store.requests.list_approved(wish, 5) == ["t4-3", "t1-3"]
        assert await store.requests.list_approved(wish, 1) == ["t4-3"]
        assert await store.requests.list_approved("", 5) == []

    async def test_ext3_requests_are_listed_by_agent_person_and_time(self, store: Store) -> None:
        for number, thread in enumerate(("t1", "t2")):
            opened = RequestOpened(f"{thread}-3", thread, "approval", "b", AT + number, hash_wish("a", "b", thread))
            log = await LogWriter(store, thread).open()
            await log.append(e.Resumed(by="max"), changes=[opened])
            settled = RequestSettled(f"{thread}-3", "rejected", AT + 9, "olive, max_" if number else None)
            await log.append(e.Paused(by="max"), changes=[settled], closed=[f"{thread}-3"])
        cases = [
            (RequestFilter(agent="pusher"), ["t2-3", "t1-3"]),
            (RequestFilter(agent="other"), []),
            (RequestFilter(person="sam"), ["t2-3", "t1-3"]),
            (RequestFilter(person="max_"), ["t2-3"]),
            (RequestFilter(person="max"), []),
            (RequestFilter(since=AT + 1), ["t2-3"]),
            (RequestFilter(until=AT + 1), ["t1-3"]),
            (RequestFilter(agent="pusher", person="olive", since=AT, until=AT + 2), ["t2-3"]),
        ]
        for chosen, ids in cases:
            rows = await store.requests.list_requests(before=None, limit=9, chosen=chosen)
            assert [row.id for row in rows] == ids, chosen

    async def test_prt2_of_equal_calls_one_is_open(self, store: Store) -> None:
        first, second = await LogWriter(store).open(), await LogWriter(store, "t2").open()
        wish, other = hash_wish("pusher", "push", "{}"), hash_wish("pusher", "push", '{"tag":"v2"}')
        await first.append(e.Resumed(by="max"), changes=[RequestOpened("t1-3", "t1", "approval", "b", AT, wish)])
        opened = RequestOpened("t2-3", "t2", "approval", "b", AT, wish)
        with pytest.raises(EqualCallOpen) as refused:
            await second.append(e.Resumed(by="max"), changes=[opened])
        assert refused.value.call == "t1-3"
        assert await store.requests.find_request("t2-3") is None
        await second.append(e.Resumed(by="max"), changes=[opened._replace(wish=other)])
        with pytest.raises(EqualCallOpen):
            await second.append(e.Paused(by="max"), changes=[RequestAmended("t2-3", wish)])
        await second.append(e.Paused(by="max"), changes=[RequestAmended("t2-3", wish)], unreadable=frozenset({"t1"}))
        assert await store.requests.find_open_call(wish) == "t2-3"

    async def test_prt2_calls_of_an_older_release_are_noted_once(self, store: Store) -> None:
        await store.requests.fill_open_calls([OpenCall("w", "t1-3"), OpenCall("w", "t2-3")])
        assert await store.requests.list_unindexed_threads() == []


class InboundContract:
    async def test_prt2_an_id_counts_once_with_its_body(self, store: Store, reopen: Reopen) -> None:
        kept = InboundId("email", "m1", BODY, "", AT)
        await store.inbound.keep(InboundRecord((kept,), "email", (ChannelEntry("text", "m1", b"hello", None),)))
        with pytest.raises(AlreadyReceived) as again:
            await store.inbound.keep(
                InboundRecord((kept._replace(id="m0"), kept), "email", (ChannelEntry("text", "m2", b"x", None),))
            )
        assert (again.value.thread, again.value.body) == ("", BODY)
        following = await reopen()
        assert await following.inbound.find_message_id("email", "m0") is None
        assert await following.inbound.find_message_id("slack", "m1") is None
        assert await following.inbound.find_message_id("email", "m1") is not None
        values = following.open_channel_store("email", lambda: START)
        assert await values.list_keys("text") == ["m1"]

    async def test_prt2_a_reference_belongs_to_its_first_thread(self, store: Store) -> None:
        log, other = await LogWriter(store).open(), await LogWriter(store, "t2").open()
        await log.append(e.Resumed(by="max"), side_writes=SideWrites(reference=MessageReference("slack", "C1/1", "t1")))
        await other.append(
            e.Resumed(by="max"), side_writes=SideWrites(reference=MessageReference("slack", "C1/1", "t2"))
        )
        assert await store.inbound.find_thread("slack", "C1/1") == "t1"
        claimed = MessageReference("slack", "C1/1", "t2", is_claimed=True)
        with pytest.raises(ReferenceTaken) as taken:
            await other.append(e.Paused(by="max"), side_writes=SideWrites(reference=claimed))
        assert taken.value.thread == "t1"
        assert (await store.threads.read_rows("t2")).seq == 3


class JobStoreContract:
    async def test_prt2_due_jobs_come_longest_overdue_first_and_survive_the_process(
        self, store: Store, reopen: Reopen
    ) -> None:
        log = await LogWriter(store).open()
        await log.append(
            e.Resumed(by="max"),
            jobs=[JobWrite("turn", "t1", 5), JobWrite("deliver", "t1", 3), JobWrite("turn", "t2", 90)],
        )
        following = await reopen()
        assert [job.kind for job in await following.jobs.list_due(10, 9)] == ["deliver", "turn"]
        assert await following.jobs.list_due(10, 1) == [DueJob("deliver", "t1", 3, 0)]
        assert await following.jobs.find_next_due(10) == 90
        await following.jobs.postpone(DueJob("turn", "t1", 5, 0), 50)
        assert await following.jobs.find_job("turn", "t1") == DueJob("turn", "t1", 50, 1)
        await following.jobs.settle("t1", 2, JobWrite("deliver", "t1", None))
        assert await following.jobs.list_keys("deliver") == ["t1"]
        await following.jobs.settle("t1", 3, JobWrite("deliver", "t1", None))
        assert await following.jobs.list_keys("deliver") == []

    async def test_prt2_a_job_that_was_lost_is_found_by_its_thread(self, store: Store) -> None:
        await (await LogWriter(store).open()).append(e.Resumed(by="max"), due=4)
        assert await store.jobs.restore_lost() == [DueJob("turn", "t1", 4, 0)]
        assert await store.jobs.restore_lost() == []
        assert await store.jobs.list_threads_to_wake([]) == ["t1"]
        assert await store.jobs.list_waiting_without_job() == []


class AccessContract:
    def key(self, id: str, scope: str = "admin") -> ApiKey:
        return ApiKey(id, scope, "max", "laptop", AT, None, ("olive",), ("pusher",) if scope == "agent" else ())

    async def test_prt2_a_key_is_found_by_its_secret_until_it_is_revoked(self, store: Store, reopen: Reopen) -> None:
        note = AuditNote(AT, "key made", "max")
        await store.access.add_key(self.key("k1"), "secret 1", note)
        await store.access.add_key(self.key("k2", "agent"), "secret 2", note)
        following = await reopen()
        assert await following.access.find_key("secret 1") == self.key("k1")
        assert await following.access.find_key("secret 3") is None
        assert await following.access.bind_key("k1", ["shop"], note) is None
        bound = await following.access.bind_key("k2", ["shop"], note)
        assert bound is not None
        assert bound.agents == ("shop",)
        told: list[frozenset[str]] = []
        with pytest.raises(OnlyKeyLeft):
            await following.access.revoke_key("k1", note, told.append, lambda key: key.scope == "admin")
        assert await following.access.revoke_key("k1", note, told.append)
        assert not await following.access.revoke_key("k1", note, told.append)
        assert told == [frozenset({"key:k1"})] * 2
        assert await following.access.find_key("secret 1") is None
        assert await following.access.list_revoked() == frozenset({"key:k1"})
        assert len(await following.audit.list_notes(9)) == 4

    async def test_prt2_a_link_starts_one_session(self, store: Store) -> None:
        note = AuditNote(AT, "signed in", "olive")
        link, session = (SessionRecord(kind, "olive", AT, AT + 100, None) for kind in ("link", "session"))
        await store.access.add_session(link, "token", note)
        await store.access.start_session(session, "s1", note, link="token", ended=None)
        with pytest.raises(SecretUsed):
            await store.access.start_session(session, "s2", note, link="token", ended="s1")
        assert await store.access.find_session("session", "s1", AT) == session
        assert await store.access.find_session("session", "s2", AT) is None
        assert await store.access.find_session("link", "token", AT) is None
        assert await store.access.find_session("session", "s1", AT + 100) is None
        await store.access.end_session("s1", note)
        assert await store.access.find_session("session", "s1", AT) is None
        await store.access.forget_expired(AT + 100)

    async def test_prt2_notes_are_added_without_secrets_latest_first(self, store: Store) -> None:
        token = "ghp_" + "aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0eF3hJ6"
        await store.audit.add_notes([AuditNote(AT, "one"), AuditNote(AT + 1, "two", detail=f"with {token}")])
        for at in (AT, AT + 1):
            await store.audit.add_note_once(AuditNote(at, "three"))
        found = await store.audit.list_notes(9)
        assert [note.what for note in found] == ["three", "two", "one"]
        assert token not in found[1].detail


class MaintenanceContract:
    async def test_ops1_what_waits_is_counted(self, store: Store) -> None:
        assert await store.count_backlog(AT) == BacklogCounts({}, {}, {}, {}, None, None)
        first, second = await LogWriter(store).open(), await LogWriter(store, "t2").open()
        for log, at in ((first, AT + 5), (second, AT + 3)):
            opened = RequestOpened(f"{log.thread}-3", log.thread, "approval", "b", at)
            await log.append(e.Resumed(by="max"), status="waiting", changes=[opened])
        third = await LogWriter(store, "t3").open()
        await third.append(
            e.Resumed(by="max"),
            jobs=[JobWrite("turn", "t3", AT + 9), JobWrite("deliver", "t3", AT + 2), JobWrite("hold", "t3", AT + 4)],
        )
        settled = RequestSettled("t2-3", "rejected", AT + 9, "olive")
        await second.append(e.Paused(by="max"), changes=[settled])
        found = await store.count_backlog(AT + 4)
        assert found.threads == {"waiting": 1, "working": 2}
        assert (found.requests, found.oldest_request) == ({"approval": 1}, AT + 5)
        assert found.jobs == {"turn": 1, "deliver": 1, "hold": 1}
        assert (found.due_jobs, found.oldest_due) == ({"deliver": 1, "hold": 1}, AT + 2)

    async def test_prt2_the_log_of_a_store_verifies_and_its_evidence_is_closed(self, store: Store) -> None:
        await LogWriter(store).open()
        found = await store.evidence.verify()
        assert (found.threads, found.is_sound) == (1, True)
        assert (await store.evidence.read_evidence()).how == "new"
        await store.evidence.close_doubt()
        assert await store.evidence.describe_missing_threads() == ""
        assert not await store.evidence.acknowledge_missing(AT)
        await store.evidence.note_missing_threads("two threads", AT)
        assert (await store.evidence.read_evidence()).missing == "two threads"
        assert await store.evidence.acknowledge_missing(AT)
        assert await store.evidence.sign_anew(lambda threads: None) is None

    async def test_prt2_values_of_an_older_vault_move_to_their_channel(self, store: Store) -> None:
        vault = store.open_vault(lambda: START)
        await vault.put("mail text", "m1", b"hello")
        assert await store.move_from_vault("email", {"mail text": timedelta(days=1)}, lambda: START) == 1
        assert await vault.get("mail text", "m1") is None
        assert await store.open_channel_store("email", lambda: START).get("mail text", "m1") == b"hello"
        end = AT * 2
        assert await store.delete_expired_values(end, is_all=True) == 1
        assert await store.is_answering()
