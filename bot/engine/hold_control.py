"""Places and lifts holds: the hold in one commit, then a notice in each thread that it concerns."""

from collections.abc import Iterable, Sequence

from bot.core import events as e
from bot.core.base_types import to_micros
from bot.core.errors import AlreadyHeld, AlreadyLifted, NotFound, NotUnderstood, UnknownTarget
from bot.core.holds import Hold, HoldScope, announce_hold, count_changes, describe_target
from bot.core.secrets.redaction import remove_secrets
from bot.core.threads.thread import Thread
from bot.engine.repository.thread_jobs import HOLD, TURN
from bot.engine.repository.thread_repository import ThreadRepository
from bot.store.records import AuditNote
from bot.store.refusals import HoldAlreadyActive
from bot.store.thread_append import HoldNotices, JobWrite

MAX_REASON = 500
"""Characters of a hold's reason, which pages and cards show."""


class HoldControl:
    """Stops all agents, one agent, or one tool of all agents from the commit of the hold on, also after an approval."""

    def __init__(self, repository: ThreadRepository) -> None:
        self.repository = repository

    @property
    def active(self) -> tuple[Hold, ...]:
        return tuple(hold for hold in self.repository.holds if hold.is_active)

    async def place_hold(self, scope: HoldScope, name: str, by: str, reason: str, door: str) -> Hold:
        """Commit the hold; afterwards no call that it covers starts. Raises UnknownTarget, NotUnderstood, AlreadyHeld."""
        await self.repository.open()
        known = {
            "all": [],
            "agent": sorted(self.repository.agents),
            "tool": sorted({tool for agent in self.repository.agents.values() for tool in agent.registry}),
        }[scope]
        if scope == "all" and name:
            raise NotUnderstood(f"A pause of everything takes no name: leave out {name[:60]!r}, or give its scope.")
        if scope != "all" and name not in known:
            raise UnknownTarget(scope, name[:60], ", ".join(known) or "none")
        said = remove_secrets(reason.strip())
        if len(said) > MAX_REASON:
            raise NotUnderstood(f"The reason has {len(said)} characters; {MAX_REASON} is the most.")
        now = self.repository.clock()
        hold = Hold(id=0, scope=scope, name=name, by=by, reason=said, placed=now)

        def make_note(placed: Hold) -> AuditNote:
            return AuditNote(to_micros(now), "hold placed", by, door, _describe_for_audit(placed), said)

        holds = self.repository.store.holds
        try:
            placed, threads = await holds.place(
                hold, make_note, self._make_notices_for(hold), self.repository.set_holds
            )
        except HoldAlreadyActive as active:
            raise AlreadyHeld(announce_hold(active.hold, self.repository.directory)) from active
        self._wake_threads(threads)
        return placed

    async def lift_hold(self, id: int, by: str, door: str) -> Hold:
        """Commit the end of a hold and add a job for each thread that waited. Raises NotFound, AlreadyLifted."""
        await self.repository.open()
        hold = self._find_hold(id)
        at = to_micros(self.repository.clock())
        note = AuditNote(at, "hold lifted", by, door, _describe_for_audit(hold), hold.reason)
        holds = self.repository.store.holds
        threads = await holds.lift(id, note, self._make_notices_for(hold), self.repository.set_holds)
        if threads is None:
            lifted = self._find_hold(id)
            person = f" by {self.repository.directory.find_name(lifted.lifted_by)}" if lifted.lifted_by else ""
            when = f" at {lifted.lifted:%-d %b %Y, %H:%M} UTC" if lifted.lifted else ""
            raise AlreadyLifted(describe_target(lifted.scope, lifted.name), person + when)
        self._wake_threads(threads)
        return self._find_hold(id)

    async def notice_thread(self, id: str) -> None:
        """Log the holds placed and lifted since the last notice of one thread, tell the waiting people, and wake its
        turn.

        The job is dropped in the last transaction, so a process that dies before it loses nothing.
        """
        holds = self.repository.store.holds
        seen = await holds.count_changes()
        if seen != count_changes(self.repository.holds):  # another process placed or lifted one
            await self.repository.read_holds()
        thread = (await self.repository.commit_facts(id, self._make_notices)).thread
        turn = JobWrite(TURN, id, to_micros(self.repository.clock()))
        is_done = await holds.settle_notice(JobWrite(HOLD, id, None), seen, turn, thread.seq)
        self.repository.note_turn(id)
        if not is_done:
            self.repository.queue.wake_job(HOLD, id, 0)

    def _make_notices(self, thread: Thread) -> Sequence[e.Event]:
        """The hold events that the log of this thread lacks; of a resting thread none. `thread` has the holds applied."""
        if thread.unread is not None:
            return []
        active = {hold.id: hold for hold in self.active}
        lifted = [hold for hold in self.repository.holds if hold.id in thread.noted and hold.id not in active]
        events: list[e.Event] = [
            e.HoldLifted(hold=hold.id, scope=hold.scope, name=hold.name, by=hold.lifted_by or hold.by)
            for hold in lifted
        ]
        for hold in active.values():
            events += self._make_placed(hold, thread)
        return events

    def _make_placed(self, hold: Hold, thread: Thread) -> list[e.Event]:
        is_idle = thread.paused or thread.halted is not None or thread.ended == "cancelled"
        is_awaited = (
            hold.is_covering(thread.agent, lineage=thread.lineage) and thread.news > thread.heard and not is_idle
        )
        told = is_awaited and not thread.noted.get(hold.id, False)
        is_open = any(hold.is_covering(thread.agent, each.intent, thread.lineage) for each in thread.calls.values())
        if not told and (hold.id in thread.noted or not is_open):
            return []
        placed = e.HoldPlaced(
            hold=hold.id,
            scope=hold.scope,
            name=hold.name,
            by=hold.by,
            reason=hold.reason,
            placed=hold.placed,
            told=told,
        )
        if not told:
            return [placed]
        speaker = self.repository.addresses.find_speaker(thread)
        text = f"{announce_hold(hold, self.repository.directory)} {thread.agent} goes on when it is resumed."
        return [placed, e.notify_people(text, [speaker])]

    def _make_notices_for(self, hold: Hold) -> HoldNotices:
        has_tasks = any(agent.delegates for agent in self.repository.agents.values())
        agents = {
            "all": None,
            "agent": None if has_tasks else (hold.name,),  # a task's thread is one of another agent
            "tool": tuple(agent.name for agent in self.repository.agents.values() if hold.name in agent.registry),
        }[hold.scope]
        return HoldNotices(HOLD, agents, to_micros(self.repository.clock()))

    def _wake_threads(self, threads: Sequence[str]) -> None:
        for thread in threads:
            self.repository.queue.wake_job(HOLD, thread, 0)

    def _find_hold(self, id: int) -> Hold:
        found = next((hold for hold in self.repository.holds if hold.id == id), None)
        if found is None:
            raise make_unknown_hold(id, self.repository.holds)
        return found


def make_unknown_hold(id: int, holds: Iterable[Hold]) -> NotFound:
    """The error for a hold id that is not active, with the active ones."""
    active = ", ".join(f"{hold.id} ({describe_target(hold.scope, hold.name)})" for hold in holds if hold.is_active)
    return UnknownTarget("hold", str(id), active) if active else NotFound("hold", str(id))


def read_hold_id(text: str) -> int:
    """Read the id of a hold from text. Raises NotFound for text that is no id."""
    if not (text.isascii() and text.isdigit() and len(text) <= 15):
        raise NotFound("hold", text[:60])
    return int(text)


def _describe_for_audit(hold: Hold) -> str:
    """The number of a hold and its target, for the audit."""
    return f"hold {hold.id}: {hold.scope} {hold.name}".rstrip()
