"""Loads threads and commits events to their logs. When another append came first, the events are made again."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from bot.core import events as e
from bot.core.agent import Agent
from bot.core.base_types import UtcMoment, to_micros
from bot.core.errors import BrokenThread, NotFound, Unavailable
from bot.core.holds import Hold, count_changes
from bot.core.people import PeopleDirectory
from bot.core.ports import UtcClock
from bot.core.secrets.event_redaction import remove_event_secrets
from bot.core.secrets.secret_reference import NoSecrets, SecretStore
from bot.core.threads.fold import fold_events
from bot.core.threads.outcome_notices import add_notices
from bot.core.threads.thread import Thread
from bot.engine.delivery.recipients import RecipientResolver
from bot.engine.repository.append_building import AppendBasis, EventFactory, build_append
from bot.engine.repository.broken_thread_alarms import BrokenThreadAlarms
from bot.engine.repository.change_subscribers import ChangeSubscribers
from bot.engine.repository.child_thread_agents import DelegatedAgents
from bot.engine.repository.known_logs import KnownLogs
from bot.engine.repository.rule_change_waker import WaitingThreadWaker
from bot.engine.repository.thread_cache import CachedThread, ThreadCache, make_window, read_events
from bot.engine.repository.thread_jobs import DELIVER, HOLD, TURN, FoundAction, find_due_time
from bot.engine.repository.thread_snapshots import ThreadSnapshots
from bot.engine.repository.unreadable_threads import RestingThreads
from bot.engine.repository.verified_reading import VerifiedReader
from bot.engine.repository.write_fences import PeerFences
from bot.engine.telemetry_observers import TelemetryObservers
from bot.queue.port import JobQueue
from bot.store.hash_chain import BrokenChain, LogRow, VerifiedRows, chain_rows
from bot.store.port import Store
from bot.store.refusals import AppendConflict, EqualCallOpen, RevokedUnknown
from bot.store.thread_append import NO_SIDE_WRITES, JobWrite, SideWrites

MAX_TRIES = 1000


class ThreadRepository:
    """Loads threads and commits events. `agents` and `directory` are read for the index and the due time only."""

    def __init__(
        self,
        store: Store,
        queue: JobQueue,
        clock: UtcClock,
        agents: Mapping[str, Agent],
        directory: PeopleDirectory,
        secrets: SecretStore | None = None,
    ) -> None:
        self.store, self.queue, self.clock = store, queue, clock
        self.agents, self.directory = agents, directory
        self.secrets: SecretStore = secrets or NoSecrets()
        self.changes, self.telemetry = ChangeSubscribers(), TelemetryObservers(clock)
        self.holds: tuple[Hold, ...] = ()
        self.hold_listeners: list[Callable[[], None]] = []
        self.rule_listeners: list[Callable[[], None]] = []
        self.alarms = BrokenThreadAlarms(store.audit, clock)
        self.broken = self.alarms.threads
        self._known, self._cached = KnownLogs(), ThreadCache()
        self._reader, self.resting = VerifiedReader(store.threads, self._known), RestingThreads(self._known)
        self.addresses, self.snapshots = RecipientResolver(directory, {}), ThreadSnapshots(store.threads, self._known)
        self._delegated, self.fences = DelegatedAgents(), PeerFences(store.peers)
        self._kept_texts, self._is_open, self._waker = set[str](), False, WaitingThreadWaker(store.requests, queue)

    async def open(self, *, is_again: bool = False) -> None:
        """Read the holds and the revoked credentials, unless that was done. Nothing is loaded or committed before it."""
        if is_again or not self._is_open:
            self.set_revoked(await self.store.access.list_revoked())
            await self.read_holds()
            self._is_open = True

    def set_revoked(self, revoked: frozenset[str]) -> None:
        """Use these revoked credentials: from now on no vote with one of them counts."""
        self.directory = self.directory.model_copy(update={"revoked": revoked})
        self.addresses.directory = self.directory

    async def replace_rules(self, directory: PeopleDirectory, agents: Mapping[str, Agent]) -> None:
        """Use these people and agents from now on. Threads cached under the old rules are dropped.

        The rules act at once. Waiting threads look at them as soon as the store can be read.
        """
        await self.open()
        self.agents, self.directory = agents, directory.model_copy(update={"revoked": self.directory.revoked})
        self.addresses.directory = self.directory
        await self.fences.announce_rules(self.directory, agents)
        self.forget_threads()
        for tell in (*self.hold_listeners, *self.rule_listeners):
            tell()
        await self._waker.wake_threads()

    async def load_thread(self, id: str) -> CachedThread:
        """The thread, from the cache or read and verified. Raises NotFound, BrokenThread, Unavailable."""
        cached = self._cached.use(id)
        if cached is not None and not cached.thread.seq and cached.appending.locked():
            async with cached.appending:  # it is being opened, and others may read its rows already
                cached = self._cached.use(id)
        if cached is not None:
            return await self._read_news(cached) if cached.is_outdated or cached.reading.locked() else cached
        await self.open()
        kept = await self.snapshots.find_thread(id, self.agents)
        return (await self._follow_snapshot(id, kept) if kept else None) or await self._read_further(id, None)

    async def load_checked_thread(self, id: str) -> CachedThread:
        """The thread, for acts: its whole log was checked by this process. Raises as `load_thread`."""
        cached = await self.load_thread(id)
        if cached.snapshot is None:  # all of it was read, and checked
            return cached
        try:
            await self.snapshots.check_rows_beneath(cached)
        except BrokenChain as broken:
            self._cached.drop(id)
            raise self.alarms.alarm(BrokenThread(id, broken.seq, broken.why)) from broken
        return cached

    async def open_thread(
        self, id: str, events: Sequence[e.Event], side_writes: SideWrites = NO_SIDE_WRITES
    ) -> CachedThread:
        """Open a thread with these first events, after secrets are removed from their texts."""
        await self.open()
        cached = self._cache_thread(id, events[0])
        self._known.note_checked(id)
        kept = remove_event_secrets(events, cached.thread)
        addressed = self.addresses.address_notices_behind(kept, len(events), cached.thread)
        async with cached.appending:
            try:
                await self._append_events(cached, addressed, self.clock(), side_writes)
            except BaseException:
                self._cached.drop(id)
                raise
        return cached

    async def commit_events(
        self, id: str, make: EventFactory, side_writes: SideWrites = NO_SIDE_WRITES
    ) -> CachedThread:
        """Append the events of `make` and return the thread after them; without events, the unchanged thread.

        `make` gets the thread with the known holds applied. Secrets are removed (`bot.core.secrets.event_redaction`), and
        notices to people are added in the same transaction (`bot.core.threads.outcome_notices`).

        Raises the errors of `make`, NotFound, BrokenThread, UnreadThread, Unavailable, and HeldCallStart when a hold
        covers a start among the events, checked inside the transaction.
        """
        return await self._commit(id, make, side_writes, is_resting_allowed=False)

    async def commit_facts(self, id: str, make: EventFactory, side_writes: SideWrites = NO_SIDE_WRITES) -> CachedThread:
        """Do as `commit_events`, also in a resting thread, where only events with `is_resting_fact` may be appended."""
        return await self._commit(id, make, side_writes, is_resting_allowed=True)

    async def _commit(
        self, id: str, make: EventFactory, side_writes: SideWrites, *, is_resting_allowed: bool
    ) -> CachedThread:
        for _ in range(MAX_TRIES):
            cached = await self.load_checked_thread(id)
            async with cached.appending:
                if self._cached.get(id) is not cached:  # it was dropped while we waited
                    continue
                thread = cached.thread.apply_holds(self.holds)
                if not is_resting_allowed:
                    thread.require_readable()
                given = make(thread)
                made = given if isinstance(given, (list, tuple, Sequence)) else await given
                if is_resting_allowed and not all(event.is_resting_fact for event in made):
                    thread.require_readable()
                kept = remove_event_secrets(made, cached.thread)
                noticed = add_notices(kept, cached.thread, self.directory)
                events = self.addresses.address_events(noticed, cached.thread)
                if not events:
                    return cached
                try:
                    await self._append_events(cached, events, self.clock(), side_writes)
                except (AppendConflict, EqualCallOpen, RevokedUnknown) as refused:  # `make` decides anew
                    if isinstance(refused, AppendConflict):
                        await self._read_further(id, self._cached.get(id))
                    elif isinstance(refused, RevokedUnknown):
                        await self.read_revoked()
                    continue
                return cached
        raise Unavailable(f"Thread {id} is too busy. Try again.")

    async def rest_thread(self, cached: CachedThread, until: UtcMoment | None) -> None:
        """Note that this thread owes no turn before `until`, unless an event was appended meanwhile.

        Call it with no await after what was decided by the thread: wake-ups before it are dropped.
        """
        thread, due = cached.thread, to_micros(until) if until else None
        self.queue.mark_seen(TURN, thread.id)
        if cached.job == due:  # this turn wrote it
            return
        fence = self.fences.make_fence(thread.id, self.directory, self.holds)
        if not await self.store.threads.rest(thread.id, thread.seq, due, [JobWrite(TURN, thread.id, due)], fence):
            await self.read_holds()
            await self._read_further(thread.id, self._cached.get(thread.id))
            self.queue.wake_job(TURN, thread.id, 0)
            return
        if cached.thread is thread:
            cached.job = due
        if due is not None:
            self.queue.wake_job(TURN, thread.id, due)

    async def read_holds(self) -> None:
        """Read the holds again: at the start, and when a commit met an unknown hold."""
        found = await self.store.holds.read_holds()
        if count_changes(found) >= count_changes(self.holds):  # one may have changed while the answer was on its way
            self.set_holds(found)

    async def read_revoked(self) -> None:
        """Read the revoked credentials again: another process revoked one. The threads that wait look at their votes again."""
        found = await self.store.access.list_revoked()
        if not found <= self.directory.revoked:
            self.set_revoked(found | self.directory.revoked)
            await self._waker.wake_threads()

    def mark_outdated(self, id: str | None = None) -> None:
        """Another process appended to this thread, or may have appended to any."""
        self._cached.mark_outdated(id)
        if id is not None:
            self.changes.notify_subscribers(id)
        else:
            for tell in self.rule_listeners:
                tell()

    def set_holds(self, holds: tuple[Hold, ...]) -> None:
        """Use these holds from now on, and tell the listeners."""
        self.holds = holds
        for tell in self.hold_listeners:
            tell()

    def begin_turn(self, id: str) -> None:
        """A turn of this thread begins. Other processes may have changed its job since this one wrote it."""
        if self.store.peers is not None and (cached := self._cached.get(id)) is not None:
            cached.job = -1

    def note_turn(self, id: str) -> None:
        """A turn of this thread was enqueued besides its appends: it is due at once."""
        if (cached := self._cached.get(id)) is not None:
            cached.job = -1
        self.queue.wake_job(TURN, id, 0)

    def find_agent(self, thread: Thread) -> Agent | None:
        is_own, agents = thread.task is None, self.agents
        return agents.get(thread.agent) if is_own else self._delegated.find_agent(thread, agents, self.directory)

    async def read_bodies(self, cached: CachedThread, seqs: Iterable[int]) -> dict[int, bytes]:
        """The bodies of these events, from the cache or read again."""
        if (wanted := set(seqs)) <= cached.bodies.keys():
            return cached.bodies
        return {row.seq: row.body for row in await self.read_rows(cached.thread.id, min(wanted) - 1)}

    async def read_rows(self, id: str, after: int = 0) -> list[LogRow]:
        """The verified rows of a thread after number `after`. Raises NotFound, BrokenThread, Unavailable."""
        await self.load_thread(id)
        return (await self._read_checked(id, after, None)).rows

    def find_unkept_texts(self, texts: Iterable[str]) -> tuple[str, ...]:
        """The texts that this process has not kept yet."""
        return tuple(text for text in texts if text not in self._kept_texts)

    async def rebuild_window(self, cached: CachedThread, limit: int) -> None:
        """Build the context window of this thread again, with `limit` characters. Reads the thread once."""
        window = make_window(self.agents.get(cached.thread.agent), limit)
        for row in await self.read_rows(cached.thread.id):
            window.add_event(row.recorded)
        cached.window = window

    def forget_threads(self, id: str | None = None) -> None:
        """Drop this thread, or all, from the cache. The log keeps everything."""
        if id is None:
            self._cached.clear()
        else:
            self._cached.drop(id)

    async def _read_news(self, cached: CachedThread) -> CachedThread:
        """Read the appends of other processes, once for all who ask meanwhile: each of them gets the thread with it."""
        async with cached.reading:
            if not cached.is_outdated:
                return cached
            cached.is_outdated = False  # a note that comes during the read sets it again
            try:
                return await self._read_further(cached.thread.id, cached)
            except BaseException:
                cached.is_outdated = True
                raise

    async def _follow_snapshot(self, id: str, kept: CachedThread) -> CachedThread | None:
        """The thread as it was kept, with its later rows. None when its log does not go on from there."""
        self._known.note_length(id, kept.thread.seq)  # a log that ends before it was set back
        try:
            later = await self._reader.read_rows(id, kept.thread.seq, kept.head)
        except BrokenChain:
            self.snapshots.refuse_snapshot(id)
            return None
        if (latest := self._cached.get(id)) is not None:  # it was loaded meanwhile
            return latest if latest.thread.seq >= later.seq else await self._read_further(id, latest)
        self._cached.add(id, kept)
        return self._take_rows(kept, later)

    async def _read_further(self, id: str, cached: CachedThread | None) -> CachedThread:
        """The cached thread with its new rows, or the whole thread. Raises NotFound, BrokenThread, Unavailable."""
        seq, head = (cached.thread.seq, cached.head) if cached else (0, None)
        found = await self._read_checked(id, seq, head)
        latest = cached or self._cached.get(id)
        if latest is not None and latest.thread.seq != seq:  # it was loaded, or read further, meanwhile
            return latest if latest.thread.seq >= found.seq else await self._read_further(id, latest)
        if cached is None:
            if not found.rows:
                raise NotFound("thread", id)
            cached = self._cache_thread(id, self._decode_rows(id, found.rows[:1])[0].event)
            self._known.note_checked(id)
        return self._take_rows(cached, found)

    def _take_rows(self, cached: CachedThread, found: VerifiedRows) -> CachedThread:
        """The cached thread with these verified rows. Raises BrokenThread."""
        id = cached.thread.id
        if found.rows:
            recorded = self._decode_rows(id, found.rows)
            cached.job = -1
            cached.add_events(fold_events(cached.thread, recorded), found.rows, recorded)
            self._cached.note_growth(id)
            if self.snapshots.is_due(cached):
                self.snapshots.begin_to_keep(cached, self.find_agent(cached.thread))
        cached.mac = found.mac
        self.broken.pop(id, None)
        self.resting.note_thread(cached.thread)
        return cached

    def _decode_rows(self, id: str, rows: Sequence[LogRow]) -> list[e.RecordedEvent]:
        try:
            return read_events(id, rows)
        except BrokenThread as broken:
            self._cached.drop(id)
            raise self.alarms.alarm(broken) from broken

    async def _read_checked(self, id: str, after: int, before: bytes | None) -> VerifiedRows:
        """The rows that verify up to the signed head of the thread. A thread that does not verify leaves the cache and
        alarms.
        """
        try:
            return await self._reader.read_rows(id, after, before)
        except BrokenChain as broken:
            self._cached.drop(id)
            raise self.alarms.alarm(BrokenThread(id, broken.seq, broken.why)) from broken

    async def flush_alarms(self) -> None:
        """Wait until the audit holds all alarms and the store all snapshots so far."""
        self._waker.stop()
        self.fences.stop()
        await self.alarms.flush()
        await self.snapshots.flush()

    def _cache_thread(self, id: str, first: e.Event) -> CachedThread:
        agent = self.agents.get(first.agent) if isinstance(first, e.ThreadOpened) else None
        cached = CachedThread(Thread(id=id), make_window(agent))
        self._cached.add(id, cached)
        return cached

    async def _append_events(
        self, cached: CachedThread, events: Sequence[e.Event], now: UtcMoment, side_writes: SideWrites
    ) -> None:
        thread, at = cached.thread, to_micros(now)
        recorded = [e.RecordedEvent(thread.seq + n, at, event) for n, event in enumerate(events, 1)]
        rows, after = chain_rows(thread.id, cached.head, recorded), fold_events(thread, recorded)
        due, found = self.find_due_time(after, now)
        fence = self.fences.make_fence(thread.id, self.directory, self.holds)  # others write jobs, too
        basis = AppendBasis(cached.mac, -1 if fence else cached.job, self.broken, fence, self.queue.is_offering)
        append = build_append(thread, after, recorded, rows, due, basis, side_writes)
        report = self.telemetry.prepare_append(thread, after, recorded)

        def update_cache(mac: bytes) -> None:
            self._kept_texts.update(side_writes.texts)
            self._known.note_length(after.id, after.seq)
            for each in {cached, self._cached.get(after.id) or cached}:
                if each.thread.seq == thread.seq:
                    each.add_events(after, rows, recorded)
                    each.job, each.mac, each.found_action = due, mac, found
                    each.kept.update([seq for seq, _, _ in side_writes.pieces])
            self._cached.note_growth(after.id)
            if self.snapshots.is_due(cached):
                self.snapshots.begin_to_keep(cached, self.find_agent(cached.thread))
            if due is not None and (TURN, after.id) not in append.offers:
                self.queue.wake_job(TURN, after.id, due if due > at else 0)
            for kind, key, run_at in append.jobs:
                if kind == DELIVER and run_at is not None and (kind, key) not in append.offers:
                    self.queue.wake_job(kind, key, run_at)
            if append.hold_notice is not None and any(hold.is_active for hold in self.holds):
                self.queue.wake_job(HOLD, after.id, at)
            self.changes.notify_subscribers(after.id)
            report()

        try:
            await self.store.threads.append(append, update_cache)
        except Unavailable:
            self.forget_threads(thread.id)  # the state of the log is unknown: the next load reads it
            raise

    def find_due_time(self, thread: Thread, now: UtcMoment) -> tuple[int | None, FoundAction | None]:
        """See `bot.engine.repository.thread_jobs.find_due_time`."""
        agent, is_alone = self.find_agent(thread), self.store.peers is None
        return find_due_time(thread, agent, self.directory, self.holds, now, is_alone=is_alone)
