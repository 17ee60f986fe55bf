"""Decisions and answers of people: one row, once, or a named refusal that says who decided and when."""

import asyncio
from collections.abc import Sequence

from bot.core import events as e
from bot.core.agent import Agent, EffectDidNotHappen, EffectHappened, OutcomeUnsure, ProbeResult
from bot.core.argument_edits import build_edited_step
from bot.core.card.call_targets import explain_move
from bot.core.decisions import ApprovalDecision, QuestionAnswer, RequestClosed, answer_question, decide_approval
from bot.core.errors import (
    AlreadySettled,
    Conflict,
    DigestMismatch,
    Forbidden,
    NotFound,
    NotUnderstood,
    OnHold,
    OpenAlready,
)
from bot.core.policy import explain_refusal
from bot.core.secrets.redaction import cut_text
from bot.core.threads.probe_schedule import schedule_first_recheck
from bot.core.threads.thread import Thread, ToolCall, find_thread_id
from bot.core.values import from_micros, to_micros
from bot.engine.model.model_step import prepare_call
from bot.engine.repository.side_writes import TURN
from bot.engine.repository.thread_repository import EventFactory, ThreadRepository
from bot.engine.request_notes import find_open_elsewhere
from bot.engine.tools.executor import ask_probe, is_fitting
from bot.store import audit, list_queries

PROBE_SECONDS = 10.0
"""How long a person who says how something ended waits while the tool's probe is asked too."""


class DecisionHandler:
    def __init__(self, repository: ThreadRepository) -> None:
        self.repository = repository

    async def decide(self, decision: ApprovalDecision) -> Thread:
        """Commits the ballot, and returns the thread as it was before. The tool checks edited arguments first.

        Raises Unknown, AlreadySettled, DigestMismatch, Forbidden and its children, NotUnderstood.
        """
        facts = await self._look_up_facts(decision) if decision.arguments is not None else ()

        def make(thread: Thread) -> Sequence[e.Event]:
            agent, now = self._find_agent(thread), self.repository.clock()
            events = decide_approval(thread, decision, agent, self.repository.directory, now, facts)
            self._refuse_open_elsewhere(thread, events)
            return events

        return await self._commit_answer(decision.call, decision.person, decision.door, make)

    async def answer(self, reply: QuestionAnswer) -> Thread:
        """Commits the answer, and returns the thread as it was before.

        Raises Unknown, AlreadySettled, Forbidden and its children, NotUnderstood.
        """

        probed = await self._ask_probe(reply)

        def make(thread: Thread) -> Sequence[e.Event]:
            events = answer_question(thread, reply, self.repository.directory, self.repository.clock())
            return [each for event in events for each in self._weigh_answer(event, probed, thread)]

        return await self._commit_answer(reply.call, reply.person, reply.door, make)

    def _refuse_open_elsewhere(self, thread: Thread, events: Sequence[e.Event]) -> None:
        """Raises OpenAlready for an edit into a call that people are asked about in another thread."""
        for event in events:
            if not isinstance(event, e.Answered) or event.arguments is None:
                continue
            intent = thread.calls[event.call].intent
            if other := find_open_elsewhere(self.repository, thread, event.call, intent, event.arguments):
                raise OpenAlready(other)

    async def rehearse(self, given: ApprovalDecision | QuestionAnswer) -> None:
        """Raises what `decide` or `answer` would raise, as far as the log and the rules tell it; commits nothing.

        No tool is asked, so it may be called before a deadline: what it lets through may still be refused by the tool.
        """
        thread = self._load_thread(given.call).apply_holds(self.repository.holds)
        directory, now = self.repository.directory, self.repository.clock()
        try:
            if isinstance(given, QuestionAnswer):
                events: Sequence[e.Event] = answer_question(thread, given, directory, now)
            else:
                events = decide_approval(thread, given, self._find_agent(thread), directory, now)
                self._refuse_open_elsewhere(thread, events)
        except RequestClosed as gone:
            raise self._explain_settled(given.call) from gone
        except (Forbidden, DigestMismatch, OnHold) as refused:
            await self._note_refusal(given.call, given.person, given.door, refused)
            raise
        if events and not any(isinstance(event, e.Answered) for event in events):
            raise AlreadySettled("expired", None, thread.calls[given.call].expires_at)

    async def _commit_answer(self, call: str, person: str, door: str, make: EventFactory) -> Thread:
        before: list[Thread] = []
        committed: list[e.Event] = []

        def kept(thread: Thread) -> Sequence[e.Event]:
            before[:], committed[:] = [thread], make(thread)
            return committed

        try:
            await self.repository.commit_events(find_thread_id(call), kept)
        except RequestClosed as gone:
            raise self._explain_settled(call) from gone
        except NotFound as error:
            if error.facts[0] == "agent":
                raise
            raise NotFound("request", call) from error
        except (Forbidden, DigestMismatch, OnHold) as refused:
            await self._note_refusal(call, person, door, refused)
            raise
        if committed and not any(isinstance(event, e.Answered) for event in committed):
            raise self._explain_settled(call)
        return before[0]

    async def _note_refusal(self, call: str, person: str, door: str, refused: Exception) -> None:
        """A refused decision is kept in the audit, and a changed rule makes the request be asked anew."""
        at = to_micros(self.repository.clock())
        row = audit.AuditNote(at, f"refused: {type(refused).__name__}", person, door, call, str(refused))
        await self.repository.database.write_unit(lambda connection: audit.add_note(connection, row))
        if isinstance(refused, DigestMismatch):
            self.repository.queue.wake_job(TURN, find_thread_id(call), 0)

    def _explain_settled(self, call: str) -> Exception:
        row = list_queries.find_request_row(self.repository.database.reading, call)
        if row is None:
            return NotFound("request", call)
        if row.status == "pending":
            return Conflict("This request is not what you took it for: look at it again.")
        name = ", ".join(self.repository.directory.find_name(person) for person in (row.by or "").split(", ") if person)
        return AlreadySettled(row.status, row.by, from_micros(row.settled) if row.settled else None, name)

    async def _look_up_facts(self, decision: ApprovalDecision) -> tuple[e.CallFact, ...]:
        """What the tool has to say about edited arguments. Raises NotUnderstood when it could not run with them."""
        thread = self._load_thread(decision.call).apply_holds(self.repository.holds)
        call = thread.calls.get(decision.call)
        if call is None or call.asked is None or not call.asked.policy.edits or decision.digest != call.digest:
            return ()
        if call.hold is not None:
            return ()  # nothing of a held tool is run, not even its check; `decide` says why
        person = self.repository.directory.find_person(decision.person)
        if person is None or explain_refusal(call.asked.policy, person, call.shapers, decision.makers):
            return ()  # who may not decide makes no tool look anything up; `decide` says why
        agent = self._find_agent(thread)
        step = build_edited_step(call, decision.arguments or "", agent)
        prepared = await prepare_call(agent.registry[call.intent], step, self.repository.secrets)
        if isinstance(prepared, str):
            raise NotUnderstood(f"These arguments cannot run: {prepared}")
        if moved := explain_move(call, prepared.target):
            raise NotUnderstood(f"These arguments cannot run: {moved}")
        return prepared.facts

    async def _ask_probe(self, reply: QuestionAnswer) -> ProbeResult:
        """What the tool's probe says now about the call whose outcome this reply tells. Unsure for any other reply."""
        thread = self._load_thread(reply.call)
        about, person = _find_doubted_call(thread, reply.call), self.repository.directory.find_person(reply.person)
        asked = thread.calls[reply.call].question if about else None
        if about is None or asked is None or person is None or not asked.to.has_person(person):
            return OutcomeUnsure("")
        agent = self.repository.find_agent(thread)
        tool = agent.registry.get(about.intent) if agent else None
        if tool is None or tool.probe is None or not is_fitting(tool, about):
            return OutcomeUnsure("")
        try:
            async with asyncio.timeout(PROBE_SECONDS):
                return await ask_probe(tool, about, thread.id, self.repository.secrets)
        except TimeoutError:
            return OutcomeUnsure("The probe did not answer in time.")

    def _weigh_answer(self, event: e.Event, probed: ProbeResult, thread: Thread) -> Sequence[e.Event]:
        """A person's word about an outcome beside the probe's: an effect that the probe finds is there, whoever denies it.

        A "no" that the probe cannot refute yet is looked at once more later. A "yes" stands, with what the probe said.
        """
        about = thread.calls.get(event.call) if isinstance(event, e.OutcomeSettled) else None
        if not isinstance(event, e.OutcomeSettled) or about is None:
            return [event]
        agent, said = self.repository.find_agent(thread), self.repository.directory.find_name(event.by)
        match probed:
            case EffectHappened(result) if not event.happened:
                text = f"You said that {about.intent} did not happen, but the probe finds it: {cut_text(result, 500)}"
                detail = f"{result} ({said} had said that it did not happen.)"
                found = e.OutcomeSettled(call=event.call, happened=True, by="probe", detail=detail)
                return [found, e.PeopleNotified(text=text, to=(event.by,), about=event.call)]
            case EffectDidNotHappen(detail) if event.happened:
                return [event.model_copy(update={"detail": f"The probe did not find it: {detail}"})]
            case EffectDidNotHappen(_, is_final=True):
                return [event]
            case _ if not event.happened and agent and (tool := agent.registry.get(about.intent)):
                look_at = schedule_first_recheck(about, tool, self.repository.clock())
                return [event.model_copy(update={"look_at": look_at})]
            case _:
                return [event]

    def _load_thread(self, call: str) -> Thread:
        try:
            return self.repository.load_thread(find_thread_id(call)).thread
        except NotFound as error:
            raise NotFound("request", call) from error

    def _find_agent(self, thread: Thread) -> Agent:
        agent = self.repository.find_agent(thread)
        if agent is None:
            raise NotFound("agent", thread.agent)
        return agent


def _find_doubted_call(thread: Thread, question: str) -> ToolCall | None:
    """The call whose outcome is asked for by this question, while both are open."""
    asked = call.question if (call := thread.calls.get(question)) else None
    return thread.calls.get(asked.about) if asked is not None and asked.about else None
