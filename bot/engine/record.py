"""Holds threads and appends to them: the one way anything becomes true. Commit first; whoever came second decides anew."""

import asyncio
import sqlite3
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from bot.core import events as e
from bot.core.agent import Agent
from bot.core.context import RENDERER, Window, render
from bot.core.effects import Rest, needs, status
from bot.core.errors import Unavailable, Unknown
from bot.core.fold import fold
from bot.core.holds import Hold
from bot.core.notices import with_notices
from bot.core.owed import fronts
from bot.core.people import Directory
from bot.core.ports import Clock
from bot.core.steps import complaint
from bot.core.thread import Thread
from bot.core.word import Moment, micros
from bot.engine.addresses import Addresses
from bot.engine.queue import Queue
from bot.store import holds, log
from bot.store.database import Database

TURN, DELIVER, HOLD = "turn", "deliver", "hold"
HELD = 256
WINDOW = 60_000
TRIES = 1000

Make = Callable[[Thread], Sequence[e.Event]]
"""From the thread as it is now to the events to append. Called again when somebody else appended meanwhile."""


class Held:
    """A thread in memory: folded up to its last read event, with the pieces its model is shown.

    `job` is the due time that this process last wrote for the thread's turn; None: none is owed; -1: not known.
    `appending` is held by whoever appends: who came first goes first, and nobody decides on what is about to change.
    """

    __slots__ = ("appending", "bodies", "head", "job", "thread", "window")

    def __init__(self, thread: Thread, window: Window) -> None:
        self.thread, self.window = thread, window
        self.head = log.NO_HASH
        self.job: int | None = -1
        self.appending = asyncio.Lock()
        self.bodies: dict[int, bytes] = {}

    def add(self, after: Thread, rows: Sequence[log.Row], recorded: Iterable[e.Recorded]) -> None:
        """Takes in these further events; `after` is the thread with them. Bodies are held until their pieces are kept."""
        kept, self.thread, self.head = self.thread.shown, after, rows[-1].hash
        for row, record in zip(rows, recorded, strict=True):
            self.window.add(record)
            if record.seq in self.window.pieces:
                self.bodies[row.seq] = row.body
        if after.shown != kept or len(self.bodies) > 2 * len(self.window.pieces):
            shown, pieces = after.shown, self.window.pieces
            self.bodies = {seq: body for seq, body in self.bodies.items() if seq > shown and seq in pieces}


@dataclass(frozen=True, slots=True)
class Also:
    """What else belongs to the same transaction: pieces and texts of a model call, or any unit of SQL."""

    renderer: str = RENDERER
    pieces: tuple[tuple[int, str, bytes], ...] = ()
    texts: tuple[str, ...] = ()
    unit: Callable[[sqlite3.Connection], None] | None = None


NOTHING_ELSE = Also()


class Record:
    """Loads threads and commits events. `agents` and `directory` are read for the index and the due time only."""

    def __init__(
        self, database: Database, queue: Queue, clock: Clock, agents: Mapping[str, Agent], directory: Directory
    ) -> None:
        self.database, self.queue, self.clock = database, queue, clock
        self.agents, self.directory = agents, directory
        self.changed: Callable[[str], None] = lambda thread: None
        self.holds: tuple[Hold, ...] = holds.read(database.reading)
        self.held_anew: list[Callable[[], None]] = []
        self.addresses = Addresses(directory, {})
        self._held: OrderedDict[str, Held] = OrderedDict()
        self._kept: set[str] = set()

    def load(self, id: str) -> Held:
        """The thread as it is now: as held, since nobody else writes to the file, or read from its log. Raises Unknown."""
        held = self._held.get(id)
        if held is None:
            return self._read_on(id, None)
        self._held.move_to_end(id)
        return held

    async def open(self, id: str, events: Sequence[e.Event], also: Also = NOTHING_ELSE) -> Held:
        """A new thread with these first events."""
        held = self._hold(id, events[0])
        try:
            await self._append(held, events, self.clock(), also)
        except BaseException:
            self._held.pop(id, None)
            raise
        return held

    async def commit(self, id: str, make: Make, also: Also = NOTHING_ELSE) -> Held:
        """Appends what `make` says, and returns the thread after it; with nothing to append, the thread as it is.

        `make` sees the thread under the holds as they are known here. What people must hear of its events goes into the
        same transaction (`bot.core.notices`).

        Raises what `make` raises, Unknown, Unavailable, and StartHeld when a start among the events is covered by a
        hold: the transaction itself looks.
        """
        for _ in range(TRIES):
            held = self.load(id)
            async with held.appending:
                if self._held.get(id) is not held:  # it was dropped while we waited
                    continue
                made = with_notices(make(held.thread.under(self.holds)), held.thread, self.directory)
                events = self.addresses.address(made, held.thread)
                if not events:
                    return held
                try:
                    await self._append(held, events, self.clock(), also)
                except log.SomebodyCameFirst:
                    self._read_on(id, self._held.get(id))
                    continue
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
                _owe(self.queue, connection, thread.id, due, -1, 0)
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
        return {row.seq: row.body for row in log.read(self.database.reading, held.thread.id) if row.seq in wanted}

    def unkept(self, texts: Iterable[str]) -> tuple[str, ...]:
        """Those of the texts that this process has not kept yet."""
        return tuple(text for text in texts if text not in self._kept)

    def forget(self, id: str | None = None) -> None:
        """Drops what is held of this thread, or of all; the log has it all."""
        if id is None:
            self._held.clear()
        else:
            self._held.pop(id, None)

    def _read_on(self, id: str, held: Held | None) -> Held:
        """What is held with the rows behind it, or the whole thread. Raises Unknown, Unavailable."""
        try:
            rows = log.read(self.database.reading, id, held.thread.seq if held else 0)
        except sqlite3.Error as error:
            raise Unavailable(f"The database cannot be read now: {error}. Try again.") from error
        if held is None:
            if not rows:
                raise Unknown("thread", id)
            held = self._hold(id, _recorded(id, rows[:1])[0].event)
        if rows:
            recorded = _recorded(id, rows)
            held.job = -1
            held.add(fold(held.thread, recorded), rows, recorded)
        return held

    def _hold(self, id: str, first: e.Event) -> Held:
        agent = self.agents.get(first.agent) if isinstance(first, e.ThreadOpened) else None
        window = Window(agent.render, agent.limits.context) if agent else Window(render, WINDOW)
        self._held[id] = held = Held(Thread(id=id), window)
        while len(self._held) > HELD:
            self._held.popitem(last=False)
        return held

    async def _append(self, held: Held, events: Sequence[e.Event], now: Moment, also: Also) -> None:
        thread, at = held.thread, micros(now)
        recorded = [e.Recorded(thread.seq + n, at, event) for n, event in enumerate(events, 1)]
        rows = log.chain(thread.id, held.head, recorded)
        after = fold(thread, recorded)
        due, changes = self._due(after, now), _changes(thread, after, recorded)
        owed = self._owed(thread, after, at)
        head = _head(after)
        job = held.job
        starts, is_asking = _starts(after, events), any(isinstance(event, _NOTICEABLE) for event in events)

        def unit(connection: sqlite3.Connection) -> None:
            if starts:
                holds.refuse_held(connection, after.agent, starts)
            if is_asking and holds.is_any_active(connection):
                self.queue.enqueue(connection, HOLD, after.id, at)
            log.append(connection, head, rows)
            if changes:
                log.index(connection, changes)
            if also is not NOTHING_ELSE:
                _also(connection, after.id, also)
            _owe(self.queue, connection, after.id, due, job, at)
            if owed is not None:
                self.queue.enqueue(connection, DELIVER, after.id, owed)

        def durable() -> None:
            self._kept.update(also.texts)
            for each in {held, self._held.get(after.id, held)}:
                if each.thread.seq == thread.seq:
                    each.add(after, rows, recorded)
                    each.job = due
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
        if after.owed is before.owed or not after.owed:
            return None
        return min(micros(owed.retry_at) if owed.retry_at else now for owed in fronts(after.out))


_NOTICEABLE = (e.MessageReceived, e.ApprovalAsked, e.QuestionAsked)
"""What makes a thread under a hold look whether people must be told of the hold."""


def _starts(after: Thread, events: Iterable[e.Event]) -> dict[str, str]:
    """The calls that these events start, each with its tool. A fork copies starts, and starts nothing."""
    started = (event.call for event in events if isinstance(event, e.ToolStarted))
    return {call: after.calls[call].intent for call in started if call in after.calls}


def _recorded(thread: str, rows: Sequence[log.Row]) -> list[e.Recorded]:
    """The events of these rows. Raises Unavailable when one of a known type does not fit its shape: it was edited."""
    try:
        return [row.recorded for row in rows]
    except ValidationError as error:
        raise Unavailable(f"Thread {thread} has an event that cannot be read: {complaint(error)[:200]}") from error


def _owe(
    queue: Queue, connection: sqlite3.Connection, thread: str, due: int | None, known: int | None, now: int
) -> None:
    """Writes the turn's due time, unless it is known to be written: equal, or as much in the past."""
    if due is None:
        if known is not None:
            queue.drop(connection, TURN, thread)
    elif known is None or known < 0 or (due != known and max(due, known) > now):
        queue.enqueue(connection, TURN, thread, due)


def _also(connection: sqlite3.Connection, thread: str, also: Also) -> None:
    if also.pieces:
        log.keep_pieces(connection, thread, also.renderer, also.pieces)
    if also.texts:
        log.keep_text(connection, also.texts)
    if also.unit is not None:
        also.unit(connection)


def _head(thread: Thread) -> log.Head:
    return log.Head(
        id=thread.id,
        agent=thread.agent,
        title=thread.title,
        requester=thread.requester,
        status=status(thread),
        opened=thread.opened,
        touched=thread.touched,
    )


def _changes(
    before: Thread, after: Thread, recorded: Sequence[e.Recorded]
) -> list[log.Opened | log.Amended | log.Settled]:
    """What these events mean to the index of requests. Those that a fork copies are its source's requests."""
    if any(isinstance(event, e.Forked) for _, _, event in recorded):
        return []
    found: list[log.Opened | log.Amended | log.Settled] = []
    calls = {id: (call.intent, call.arguments) for id, call in before.calls.items()}
    for _, at, event in recorded:
        match event:
            case e.StepChosen():
                calls[event.call] = (event.intent, event.arguments)
            case e.ApprovalAsked():
                basis = f"{event.tool_version} {event.policy.version}"
                wish = log.wish_of(after.agent, *calls.get(event.call, ("", "")))
                found.append(log.Opened(event.call, after.id, "approval", basis, at, wish))
            case e.Answered(arguments=str() as arguments) if event.call in calls:
                found.append(log.Amended(event.call, log.wish_of(after.agent, calls[event.call][0], arguments)))
            case e.QuestionAsked():
                found.append(log.Opened(event.call, after.id, "question", "", at))
            case e.ApprovalSettled():
                found.append(log.Settled(event.call, event.verdict, at, ", ".join(event.by) or None))
            case e.ApprovalLapsed():
                found.append(log.Settled(event.call, "superseded", at, None))
            case e.QuestionSettled():
                found.append(log.Settled(event.call, event.verdict, at, event.by))
            case e.Cancelled() | e.Finished():
                found += [log.Settled(id, "cancelled", at, event.by) for id in before.calls.keys() - after.calls.keys()]
            case _:
                pass
    return found
