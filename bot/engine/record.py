"""Holds threads and appends to them: the one way anything becomes true. Commit first; whoever came second decides anew."""

import asyncio
import sqlite3
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence

import structlog

from bot.core import events as e
from bot.core.access import joining_names
from bot.core.agent import Agent
from bot.core.context import Window, render, same_read
from bot.core.effects import Rest, needs
from bot.core.errors import BrokenThread, Unavailable, Unknown
from bot.core.fold import fold
from bot.core.holds import Hold
from bot.core.notices import with_notices
from bot.core.people import Directory
from bot.core.ports import Clock
from bot.core.secret_field import NoSecrets, SecretStore
from bot.core.stored_words import without_secrets
from bot.core.thread import Thread
from bot.core.word import Moment, micros
from bot.engine.addresses import Addresses
from bot.engine.append_rows import (
    NOTHING_ELSE,
    TURN,
    Also,
    head_of,
    next_delivery,
    starts_of,
    write_also,
    write_due,
)
from bot.engine.held import Held, SeenLengths, read_events
from bot.engine.queue import Queue
from bot.engine.request_index import closed_calls, index_changes
from bot.store import audience, doors, holds, log, open_calls, reads
from bot.store.database import Database

log_line = structlog.get_logger()

DELIVER, HOLD = "deliver", "hold"
HELD = 256
WINDOW = 60_000
TRIES = 1000
MAX_BROKEN = 10_000
"""Threads that do not verify of which this process keeps the names."""

Make = Callable[[Thread], Sequence[e.Event]]
"""From the thread as it is now to the events to append. Called again when somebody else appended meanwhile."""


class Record:
    """Loads threads and commits events. `agents` and `directory` are read for the index and the due time only."""

    def __init__(
        self,
        database: Database,
        queue: Queue,
        clock: Clock,
        agents: Mapping[str, Agent],
        directory: Directory,
        secrets: SecretStore | None = None,
    ) -> None:
        self.database, self.queue, self.clock = database, queue, clock
        self.agents, self.directory = agents, directory
        self.secrets: SecretStore = secrets or NoSecrets()
        self.read_revoked()
        self.changed: Callable[[str], None] = lambda thread: None
        self.holds: tuple[Hold, ...] = holds.read(database.reading)
        self.held_anew: list[Callable[[], None]] = []
        self.ruled_anew: list[Callable[[], None]] = []
        self.broken: dict[str, BrokenThread] = {}
        self._notes: set[asyncio.Task[None]] = set()
        self.addresses = Addresses(directory, {})
        self._held: OrderedDict[str, Held] = OrderedDict()
        self._seen = SeenLengths()
        self._kept: set[str] = set()

    def read_revoked(self) -> None:
        """Learns which credentials were revoked: from here on no vote that came with one of them counts."""
        self.directory = self._without_revoked(self.directory)

    def replace_rules(self, directory: Directory, agents: Mapping[str, Agent]) -> None:
        """From here on these people and these agents count. Nothing that is held outlives the rules it was made under."""
        self.agents, self.directory = agents, self._without_revoked(directory)
        self.addresses.directory = self.directory
        self.forget()
        for thread in reads.threads_that_wait(self.database.reading):
            self.queue.wake(TURN, thread, 0)
        for tell in (*self.held_anew, *self.ruled_anew):
            tell()

    def _without_revoked(self, directory: Directory) -> Directory:
        """The directory with the credentials that were revoked up to now."""
        return directory.model_copy(update={"revoked": doors.revoked_credentials(self.database.reading)})

    def load(self, id: str) -> Held:
        """The thread as it is now: as held, since nobody else writes to the file, or read from its log and verified.

        Raises Unknown, BrokenThread, Unavailable.
        """
        held = self._held.get(id)
        if held is None:
            return self._read_on(id, None)
        self._held.move_to_end(id)
        return held

    async def open(self, id: str, events: Sequence[e.Event], also: Also = NOTHING_ELSE) -> Held:
        """A new thread with these first events, without the secrets in their words."""
        held = self._hold(id, events[0])
        kept = without_secrets(events, held.thread)
        notices = self.addresses.address(kept[len(events) :], _opened(id, kept[: len(events)]))
        try:
            await self._append(held, [*kept[: len(events)], *notices], self.clock(), also)
        except BaseException:
            self._held.pop(id, None)
            raise
        return held

    async def commit(self, id: str, make: Make, also: Also = NOTHING_ELSE) -> Held:
        """Appends what `make` says, and returns the thread after it; with nothing to append, the thread as it is.

        `make` sees the thread under the holds as they are known here. Secrets are taken out of what it says
        (`bot.core.stored_words`). What people must hear of its events goes into the same transaction (`bot.core.notices`).

        Raises what `make` raises, Unknown, BrokenThread, Unavailable, and StartHeld when a start among the events is
        covered by a hold: the transaction itself looks.
        """
        for _ in range(TRIES):
            held = self.load(id)
            async with held.appending:
                if self._held.get(id) is not held:  # it was dropped while we waited
                    continue
                kept = without_secrets(make(held.thread.under(self.holds)), held.thread)
                made = with_notices(kept, held.thread, self.directory)
                events = self.addresses.address(made, held.thread)
                if not events:
                    return held
                try:
                    await self._append(held, events, self.clock(), also)
                except log.SomebodyCameFirst:
                    self._read_on(id, self._held.get(id))
                    continue
                except open_calls.EqualCallOpen:
                    continue  # `make` finds it now, and says so
                return held
        raise Unavailable(f"Thread {id} is too busy. Try again.")

    async def rest(self, held: Held, until: Moment | None) -> None:
        """Notes that nothing is owed to this thread before `until`, if nobody appended meanwhile."""
        thread, due = held.thread, micros(until) if until else None
        if held.job == due:
            self.queue.seen(TURN, thread.id)
            return

        def unit(connection: sqlite3.Connection) -> bool:
            if is_last := log.length(connection, thread.id) == thread.seq:
                write_due(self.queue, connection, thread.id, due, -1, 0)
                log.set_due(connection, thread.id, due)
            return is_last

        if not await self.database.write(unit):
            self._read_on(thread.id, self._held.get(thread.id))
            self.queue.wake(TURN, thread.id, 0)
            return
        if held.thread is thread:
            held.job = due
        if due is not None:
            self.queue.wake(TURN, thread.id, due)

    def read_holds(self) -> None:
        """Reads the holds again and tells those who follow them: after each change, and when one was met unawares."""
        self.holds = holds.read(self.database.reading)
        for tell in self.held_anew:
            tell()

    async def look_again(self, id: str, unit: Callable[[sqlite3.Connection], None]) -> None:
        """Owes this thread a turn at once, in one transaction with `unit`."""
        at = micros(self.clock())

        def both(connection: sqlite3.Connection) -> None:
            unit(connection)
            self.queue.enqueue(connection, TURN, id, at)

        await self.database.write(both)
        if (held := self._held.get(id)) is not None:
            held.job = -1
        self.queue.wake(TURN, id, 0)

    def agent_of(self, thread: Thread) -> Agent | None:
        return self.agents.get(thread.agent)

    def bodies(self, held: Held, seqs: Iterable[int]) -> dict[int, bytes]:
        """The bodies of these events: as held, or read again."""
        wanted = set(seqs)
        if wanted <= held.bodies.keys():
            return held.bodies
        return {row.seq: row.body for row in self.rows(held.thread.id) if row.seq in wanted}

    def rows(self, id: str, after: int = 0) -> list[log.Row]:
        """The rows of a thread behind `after`, as they verify. Raises Unknown, BrokenThread, Unavailable."""
        self.load(id)
        return self._checked(id, after, None).rows

    def unkept(self, texts: Iterable[str]) -> tuple[str, ...]:
        """Those of the texts that this process has not kept yet."""
        return tuple(text for text in texts if text not in self._kept)

    def show_anew(self, held: Held, limit: int) -> None:
        """Makes the window of this thread anew, of `limit` characters. Reads the thread once."""
        agent = self.agents.get(held.thread.agent)
        window = _window(agent, limit)
        for row in self.rows(held.thread.id):
            window.add(row.recorded)
        held.window = window

    def forget(self, id: str | None = None) -> None:
        """Drops what is held of this thread, or of all; the log has it all."""
        if id is None:
            self._held.clear()
        else:
            self._held.pop(id, None)

    def _read_on(self, id: str, held: Held | None) -> Held:
        """What is held with the rows behind it, or the whole thread. Raises Unknown, BrokenThread, Unavailable."""
        found = self._checked(id, held.thread.seq, held.head) if held else self._checked(id, 0, None)
        if held is None and not found.rows:
            raise Unknown("thread", id)
        try:
            recorded = read_events(id, found.rows)
        except BrokenThread as broken:
            self._held.pop(id, None)
            raise self._alarm(broken) from broken
        held = held or self._hold(id, recorded[0].event)
        if found.rows:
            held.job = -1
            held.add(fold(held.thread, recorded), found.rows, recorded)
        held.mac = found.mac
        self.broken.pop(id, None)
        return held

    def _checked(self, id: str, after: int, before: bytes | None) -> log.Checked:
        """Rows that verify up to the thread's signed head. A thread that does not verify is held no longer, and alarms."""
        try:
            found = log.read_checked(self.database.reading, self.database.signer, id, after, before)
            self._seen.refuse_shorter(id, found.seq)
        except sqlite3.Error as error:
            raise Unavailable(f"The database cannot be read now: {error}. Try again.") from error
        except log.BrokenChain as broken:
            self._held.pop(id, None)
            raise self._alarm(BrokenThread(id, broken.seq, broken.why)) from broken
        if found.rows:
            self._seen.note(id, found.seq)
        return found

    def _alarm(self, broken: BrokenThread) -> BrokenThread:
        """Tells the operator, once in this process: a line in the log, and one in the audit if it is not there yet."""
        thread = broken.facts[0]
        if str(thread) not in self.broken and len(self.broken) < MAX_BROKEN:
            self.broken[str(thread)] = broken
            log_line.error("thread does not verify", thread=thread, error=str(broken))
            note = doors.Note(micros(self.clock()), "thread does not verify", about=str(thread), detail=str(broken))
            task = asyncio.get_running_loop().create_task(self._note_once(note))
            self._notes.add(task)
            task.add_done_callback(self._notes.discard)
        return broken

    async def flush(self) -> None:
        """Waits until the alarms so far stand in the audit."""
        await asyncio.gather(*self._notes)

    async def _note_once(self, note: doors.Note) -> None:
        try:
            await self.database.write(lambda connection: doors.note_once(connection, note))
        except Unavailable as error:
            log_line.error("audit not written", about=note.about, error=str(error))

    def _hold(self, id: str, first: e.Event) -> Held:
        agent = self.agents.get(first.agent) if isinstance(first, e.ThreadOpened) else None
        self._held[id] = held = Held(Thread(id=id), _window(agent))
        while len(self._held) > HELD:
            self._held.popitem(last=False)
        return held

    async def _append(self, held: Held, events: Sequence[e.Event], now: Moment, also: Also) -> None:
        thread, at = held.thread, micros(now)
        recorded = [e.Recorded(thread.seq + n, at, event) for n, event in enumerate(events, 1)]
        rows = log.chain(thread.id, held.head, recorded)
        after = fold(thread, recorded)
        due, changes = self._due(after, now), index_changes(thread, after, recorded)
        closed = closed_calls(thread, after, changes)
        owed = self._owed(thread, after, at)
        head = head_of(after, due, next_delivery(after, at))
        job, mac = held.job, held.mac
        signature = [b""]
        starts, is_asking = starts_of(after, events), any(isinstance(event, _NOTICEABLE) for event in events)

        def unit(connection: sqlite3.Connection) -> None:
            if starts:
                holds.refuse_held(connection, after.agent, starts)
            if is_asking and holds.is_any_active(connection):
                self.queue.enqueue(connection, HOLD, after.id, at)
            signed = log.append(connection, self.database.signer, head, rows, mac)
            audience.add(connection, after.id, joining_names(thread, after))
            if changes or closed:
                log.index(connection, changes)
                open_calls.keep(connection, changes, closed, self.broken)
            if also is not NOTHING_ELSE:
                write_also(connection, after.id, also)
            write_due(self.queue, connection, after.id, due, job, at)
            if owed is not None:
                self.queue.enqueue(connection, DELIVER, after.id, owed)
            signature[0] = signed

        def durable() -> None:
            self._kept.update(also.texts)
            self._seen.note(after.id, after.seq)
            for each in {held, self._held.get(after.id, held)}:
                if each.thread.seq == thread.seq:
                    each.add(after, rows, recorded)
                    each.job, each.mac = due, signature[0]
            if due is not None:
                self.queue.wake(TURN, after.id, due)
            if owed is not None:
                self.queue.wake(DELIVER, after.id, owed)
            if is_asking and any(hold.is_active for hold in self.holds):
                self.queue.wake(HOLD, after.id, at)
            self.changed(after.id)

        try:
            await self.database.write(unit, durable)
        except Unavailable:
            self.forget(thread.id)  # what the log has now is not known: the next look reads it
            raise

    def _due(self, thread: Thread, now: Moment) -> int | None:
        """When a turn must look at this thread next."""
        agent = self.agents.get(thread.agent)
        if agent is None:
            return None
        need = needs(thread, agent, self.directory, now, self.holds)
        if isinstance(need, Rest):
            return micros(need.until) if need.until else None
        return micros(now)

    def _owed(self, before: Thread, after: Thread, now: int) -> int | None:
        """When the outbox must look next, if this append changed what is owed."""
        return None if after.owed is before.owed else next_delivery(after, now)


def _window(agent: Agent | None, limit: int | None = None) -> Window:
    """The window of a thread of this agent. Only in the house's own form are equal reads said in one line."""
    if agent is None:
        return Window(render, limit or WINDOW)
    is_ours = agent.render is render
    reads = agent.reads if is_ours else frozenset[str]()
    return Window(agent.render, limit or agent.limits.context, reads, same_read if is_ours else None)


_NOTICEABLE = (e.MessageReceived, e.ApprovalAsked, e.QuestionAsked)
"""What makes a thread under a hold look whether people must be told of the hold."""


def _opened(id: str, events: Sequence[e.Event]) -> Thread:
    """A thread with these first events, for telling where its people are."""
    return fold(Thread(id=id), [e.Recorded(seq, 0, event) for seq, event in enumerate(events, 1)])
