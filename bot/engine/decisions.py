"""Decisions and answers of people: one row, once, or a named refusal that says who decided and when."""

import asyncio
from collections.abc import Sequence

from bot.core import events as e
from bot.core.agent import Agent, DidNotHappen, Happened, Probed, Unsure
from bot.core.answers import Ballot, Gone, Reply, answer, decide
from bot.core.edits import edited_step
from bot.core.errors import (
    AlreadySettled,
    Conflict,
    DigestMismatch,
    Forbidden,
    NotUnderstood,
    OnHold,
    OpenAlready,
    Unknown,
)
from bot.core.outcomes import first_recheck
from bot.core.policy import refusal
from bot.core.redact import cut_text
from bot.core.targets import why_moved
from bot.core.thread import Call, Thread, thread_of
from bot.core.word import micros, moment
from bot.engine.append_rows import TURN
from bot.engine.record import Make, Record
from bot.engine.request_notes import find_open_elsewhere
from bot.engine.thinking import prepare
from bot.engine.tools import ask_probe, fits
from bot.store import doors, reads

PROBE_SECONDS = 10.0
"""How long a person who says how something ended waits while the tool's probe is asked too."""


class Decisions:
    def __init__(self, record: Record) -> None:
        self.record = record

    async def decide(self, ballot: Ballot) -> Thread:
        """Commits the ballot, and returns the thread as it was before. The tool checks edited arguments first.

        Raises Unknown, AlreadySettled, DigestMismatch, Forbidden and its children, NotUnderstood.
        """
        facts = await self._looked_up(ballot) if ballot.arguments is not None else ()

        def make(thread: Thread) -> Sequence[e.Event]:
            agent, now = self._agent(thread), self.record.clock()
            events = decide(thread, ballot, agent, self.record.directory, now, facts)
            self._refuse_open_elsewhere(thread, events)
            return events

        return await self._commit(ballot.call, ballot.person, ballot.door, make)

    async def answer(self, reply: Reply) -> Thread:
        """Commits the answer, and returns the thread as it was before.

        Raises Unknown, AlreadySettled, Forbidden and its children, NotUnderstood.
        """

        probed = await self._checked(reply)

        def make(thread: Thread) -> Sequence[e.Event]:
            events = answer(thread, reply, self.record.directory, self.record.clock())
            return [each for event in events for each in self._weighed(event, probed, thread)]

        return await self._commit(reply.call, reply.person, reply.door, make)

    def _refuse_open_elsewhere(self, thread: Thread, events: Sequence[e.Event]) -> None:
        """Raises OpenAlready for an edit into a call that people are asked about in another thread."""
        for event in events:
            if not isinstance(event, e.Answered) or event.arguments is None:
                continue
            intent = thread.calls[event.call].intent
            if other := find_open_elsewhere(self.record, thread, event.call, intent, event.arguments):
                raise OpenAlready(other)

    async def rehearse(self, given: Ballot | Reply) -> None:
        """Raises what `decide` or `answer` would raise, as far as the log and the rules tell it; commits nothing.

        No tool is asked, so it may be called before a deadline: what it lets through may still be refused by the tool.
        """
        thread = self._thread(given.call).under(self.record.holds)
        directory, now = self.record.directory, self.record.clock()
        try:
            if isinstance(given, Reply):
                events: Sequence[e.Event] = answer(thread, given, directory, now)
            else:
                events = decide(thread, given, self._agent(thread), directory, now)
                self._refuse_open_elsewhere(thread, events)
        except Gone as gone:
            raise self._settled(given.call) from gone
        except (Forbidden, DigestMismatch, OnHold) as refused:
            await self._note(given.call, given.person, given.door, refused)
            raise
        if events and not any(isinstance(event, e.Answered) for event in events):
            raise AlreadySettled("expired", None, thread.calls[given.call].expires_at)

    async def _commit(self, call: str, person: str, door: str, make: Make) -> Thread:
        before: list[Thread] = []
        committed: list[e.Event] = []

        def kept(thread: Thread) -> Sequence[e.Event]:
            before[:], committed[:] = [thread], make(thread)
            return committed

        try:
            await self.record.commit(thread_of(call), kept)
        except Gone as gone:
            raise self._settled(call) from gone
        except Unknown as error:
            if error.facts[0] == "agent":
                raise
            raise Unknown("request", call) from error
        except (Forbidden, DigestMismatch, OnHold) as refused:
            await self._note(call, person, door, refused)
            raise
        if committed and not any(isinstance(event, e.Answered) for event in committed):
            raise self._settled(call)
        return before[0]

    async def _note(self, call: str, person: str, door: str, refused: Exception) -> None:
        """A refused decision is kept in the audit, and a changed rule makes the request be asked anew."""
        at = micros(self.record.clock())
        row = doors.Note(at, f"refused: {type(refused).__name__}", person, door, call, str(refused))
        await self.record.database.write(lambda connection: doors.note(connection, row))
        if isinstance(refused, DigestMismatch):
            self.record.queue.wake(TURN, thread_of(call), 0)

    def _settled(self, call: str) -> Exception:
        row = reads.request_row(self.record.database.reading, call)
        if row is None:
            return Unknown("request", call)
        if row.status == "pending":
            return Conflict("This request is not what you took it for: look at it again.")
        name = ", ".join(self.record.directory.name_of(person) for person in (row.by or "").split(", ") if person)
        return AlreadySettled(row.status, row.by, moment(row.settled) if row.settled else None, name)

    async def _looked_up(self, ballot: Ballot) -> tuple[e.Fact, ...]:
        """What the tool has to say about edited arguments. Raises NotUnderstood when it could not run with them."""
        thread = self._thread(ballot.call).under(self.record.holds)
        call = thread.calls.get(ballot.call)
        if call is None or call.asked is None or not call.asked.policy.edits or ballot.digest != call.digest:
            return ()
        if call.hold is not None:
            return ()  # nothing of a held tool is run, not even its check; `decide` says why
        person = self.record.directory.find(ballot.person)
        if person is None or refusal(call.asked.policy, person, call.shapers, ballot.makers):
            return ()  # who may not decide makes no tool look anything up; `decide` says why
        agent = self._agent(thread)
        step = edited_step(call, ballot.arguments or "", agent)
        prepared = await prepare(agent.registry[call.intent], step, self.record.secrets)
        if isinstance(prepared, str):
            raise NotUnderstood(f"These arguments cannot run: {prepared}")
        if moved := why_moved(call, prepared.target):
            raise NotUnderstood(f"These arguments cannot run: {moved}")
        return prepared.facts

    async def _checked(self, reply: Reply) -> Probed:
        """What the tool's probe says now about the call whose outcome this reply tells. Unsure for any other reply."""
        thread = self._thread(reply.call)
        about, person = _about(thread, reply.call), self.record.directory.find(reply.person)
        asked = thread.calls[reply.call].question if about else None
        if about is None or asked is None or person is None or not asked.to.names(person):
            return Unsure("")
        agent = self.record.agent_of(thread)
        tool = agent.registry.get(about.intent) if agent else None
        if tool is None or tool.probe is None or not fits(tool, about):
            return Unsure("")
        try:
            async with asyncio.timeout(PROBE_SECONDS):
                return await ask_probe(tool, about, thread.id, self.record.secrets)
        except TimeoutError:
            return Unsure("The probe did not answer in time.")

    def _weighed(self, event: e.Event, probed: Probed, thread: Thread) -> Sequence[e.Event]:
        """A person's word about an outcome beside the probe's: an effect that the probe finds is there, whoever denies it.

        A "no" that the probe cannot refute yet is looked at once more later. A "yes" stands, with what the probe said.
        """
        about = thread.calls.get(event.call) if isinstance(event, e.OutcomeSettled) else None
        if not isinstance(event, e.OutcomeSettled) or about is None:
            return [event]
        agent, said = self.record.agent_of(thread), self.record.directory.name_of(event.by)
        match probed:
            case Happened(result) if not event.happened:
                text = f"You said that {about.intent} did not happen, but the probe finds it: {cut_text(result, 500)}"
                detail = f"{result} ({said} had said that it did not happen.)"
                found = e.OutcomeSettled(call=event.call, happened=True, by="probe", detail=detail)
                return [found, e.PeopleNotified(text=text, to=(event.by,), about=event.call)]
            case DidNotHappen(detail) if event.happened:
                return [event.model_copy(update={"detail": f"The probe did not find it: {detail}"})]
            case DidNotHappen(_, is_final=True):
                return [event]
            case _ if not event.happened and agent and (tool := agent.registry.get(about.intent)):
                look_at = first_recheck(about, tool, self.record.clock())
                return [event.model_copy(update={"look_at": look_at})]
            case _:
                return [event]

    def _thread(self, call: str) -> Thread:
        try:
            return self.record.load(thread_of(call)).thread
        except Unknown as error:
            raise Unknown("request", call) from error

    def _agent(self, thread: Thread) -> Agent:
        agent = self.record.agent_of(thread)
        if agent is None:
            raise Unknown("agent", thread.agent)
        return agent


def _about(thread: Thread, question: str) -> Call | None:
    """The call whose outcome is asked for by this question, while both are open."""
    asked = call.question if (call := thread.calls.get(question)) else None
    return thread.calls.get(asked.about) if asked is not None and asked.about else None
