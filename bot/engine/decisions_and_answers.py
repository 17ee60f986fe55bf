"""Commits decisions and answers of people: one row, once, or a named refusal with the person and time of the earlier
decision.
"""

import asyncio
from collections.abc import Sequence
from typing import NamedTuple

from bot.core import events as e
from bot.core.agent import Agent, EffectDidNotHappen, EffectHappened, OutcomeUnsure, ProbeResult
from bot.core.argument_edits import build_edited_step
from bot.core.base_types import from_micros, to_micros
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
    UnreadThread,
)
from bot.core.policy import explain_refusal
from bot.core.secrets.redaction import cut_text
from bot.core.submissions.submitted_tools import find_call_tool
from bot.core.telemetry_observations import DecisionRefused
from bot.core.threads.probe_schedule import schedule_first_recheck
from bot.core.threads.thread import Thread, find_thread_id
from bot.engine.approval_card_notes import find_open_elsewhere
from bot.engine.model.model_step import prepare_call
from bot.engine.repository.append_building import EventFactory
from bot.engine.repository.thread_jobs import TURN
from bot.engine.repository.thread_repository import ThreadRepository
from bot.engine.tools.probes import ask_probe, is_fitting
from bot.store.records import AuditNote
from bot.store.thread_append import NO_SIDE_WRITES, SideWrites

PROBE_SECONDS = 10.0
"""Seconds that a person who reports an outcome waits for the tool's probe."""


class CommittedDecision(NamedTuple):
    """The thread before a decision, and whether the decision appended anything: a vote that counts already does not."""

    before: Thread
    is_committed: bool


class DecisionHandler:
    def __init__(self, repository: ThreadRepository) -> None:
        self.repository = repository

    async def decide(self, decision: ApprovalDecision, side_writes: SideWrites = NO_SIDE_WRITES) -> CommittedDecision:
        """Commit the decision. The tool checks edited arguments first.

        `side_writes` are written with the events; a vote that counts already has none.

        Raises NotFound, AlreadySettled, DigestMismatch, Forbidden and its children, NotUnderstood.
        """
        facts = await self._look_up_facts(decision) if decision.arguments is not None else ()

        async def make(thread: Thread) -> Sequence[e.Event]:
            agent, now = self._find_agent(thread), self.repository.clock()
            events = decide_approval(thread, decision, agent, self.repository.directory, now, facts)
            await self._refuse_open_elsewhere(thread, events)
            return events

        return await self._commit_answer(decision.call, decision.person, decision.door, make, side_writes)

    async def answer(self, reply: QuestionAnswer) -> CommittedDecision:
        """Commit the answer.

        Raises NotFound, AlreadySettled, Forbidden and its children, NotUnderstood.
        """

        probed = await self._ask_probe(reply)

        def make(thread: Thread) -> Sequence[e.Event]:
            events = answer_question(thread, reply, self.repository.directory, self.repository.clock())
            return [each for event in events for each in self._weigh_answer(event, probed, thread)]

        return await self._commit_answer(reply.call, reply.person, reply.door, make)

    async def _refuse_open_elsewhere(self, thread: Thread, events: Sequence[e.Event]) -> None:
        """Raises OpenAlready for an edit that makes the call equal to an open call of another thread."""
        for event in events:
            if (changed := event.amendment) is None:
                continue
            intent = thread.calls[changed.call].intent
            if other := await find_open_elsewhere(self.repository, thread, changed.call, intent, changed.arguments):
                raise OpenAlready(other)

    async def rehearse(self, given: ApprovalDecision | QuestionAnswer) -> None:
        """Raises the errors of `decide` or `answer` that follow from the log and the rules; commits nothing.

        No tool is asked, so it may be called before a deadline. The tool may still refuse afterwards.
        """
        try:
            thread = (await self._load_thread(given.call)).apply_holds(self.repository.holds)
            directory, now = self.repository.directory, self.repository.clock()
            if isinstance(given, QuestionAnswer):
                events: Sequence[e.Event] = answer_question(thread, given, directory, now)
            else:
                events = decide_approval(thread, given, self._find_agent(thread), directory, now)
                await self._refuse_open_elsewhere(thread, events)
        except RequestClosed as gone:
            raise await self._explain_settled(given.call) from gone
        except (Forbidden, DigestMismatch, OnHold, UnreadThread) as refused:
            await self._note_refusal(given.call, given.person, given.door, refused)
            raise
        if events and not any(event.is_decision for event in events):
            raise AlreadySettled("expired", None, thread.calls[given.call].expires_at)

    async def _commit_answer(
        self, call: str, person: str, door: str, make: EventFactory, side_writes: SideWrites = NO_SIDE_WRITES
    ) -> CommittedDecision:
        before: list[Thread] = []
        committed: list[e.Event] = []

        async def make_and_keep(thread: Thread) -> Sequence[e.Event]:
            made = make(thread)
            before[:], committed[:] = [thread], made if isinstance(made, Sequence) else await made
            return committed

        try:
            await self.repository.commit_events(find_thread_id(call), make_and_keep, side_writes)
        except RequestClosed as gone:
            raise await self._explain_settled(call) from gone
        except NotFound as error:
            if error.facts[0] == "agent":
                raise
            raise NotFound("request", call) from error
        except (Forbidden, DigestMismatch, OnHold, UnreadThread) as refused:
            await self._note_refusal(call, person, door, refused)
            raise
        if committed and not any(event.is_decision for event in committed):
            raise await self._explain_settled(call)
        return CommittedDecision(before[0], bool(committed))

    async def _note_refusal(self, call: str, person: str, door: str, refused: Exception) -> None:
        """Write a refused decision to the audit. After a changed rule, wake the turn, which asks the request again."""
        at = to_micros(self.repository.clock())
        note = AuditNote(at, f"refused: {type(refused).__name__}", person, door, call, str(refused))
        await self.repository.store.audit.add_notes([note])
        who = (door, person, type(refused).__name__)
        self.repository.telemetry.report(DecisionRefused(find_thread_id(call), call, *who))
        if isinstance(refused, DigestMismatch):
            self.repository.queue.wake_job(TURN, find_thread_id(call), 0)

    async def _explain_settled(self, call: str) -> Exception:
        row = await self.repository.store.requests.find_request(call)
        if row is None:
            return NotFound("request", call)
        if row.status == "pending":
            return Conflict("This request has changed. Open it again.")
        name = ", ".join(self.repository.directory.find_name(person) for person in (row.by or "").split(", ") if person)
        return AlreadySettled(row.status, row.by, from_micros(row.settled) if row.settled else None, name)

    async def _look_up_facts(self, decision: ApprovalDecision) -> tuple[e.CallFact, ...]:
        """The facts of the tool about edited arguments. Raises NotUnderstood when the tool could not run with them."""
        thread = (await self._load_thread(decision.call)).apply_holds(self.repository.holds)
        call = thread.calls.get(decision.call)
        if call is None or call.asked is None or not call.asked.policy.edits or decision.digest != call.digest:
            return ()
        if call.hold is not None:
            return ()  # no code of a held tool is run, not even its check; `decide` raises the reason
        person = self.repository.directory.find_person(decision.person)
        if person is None or explain_refusal(call.asked.policy, person, call.shapers, decision.makers):
            return ()  # a person without the right to decide causes no look-up; `decide` raises the reason
        agent = self._find_agent(thread)
        step = build_edited_step(call, decision.arguments or "", agent)
        tool = find_call_tool(call, agent, self.repository.directory) or agent.registry[call.intent]
        prepared = await prepare_call(tool, step, self.repository.secrets)
        if isinstance(prepared, str):
            raise NotUnderstood(f"These arguments cannot run: {prepared}")
        if moved := explain_move(call, prepared.target):
            raise NotUnderstood(f"These arguments cannot run: {moved}")
        return prepared.facts

    async def _ask_probe(self, reply: QuestionAnswer) -> ProbeResult:
        """The result of the probe, where this reply reports the outcome of a call. `OutcomeUnsure` for any other reply."""
        thread = await self._load_thread(reply.call)
        call, person = thread.calls.get(reply.call), self.repository.directory.find_person(reply.person)
        asked = call.question if call else None
        about = thread.calls.get(asked.about) if asked and asked.about else None
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
        """Combine a person's answer about an outcome with the probe's result. An effect that the probe finds counts
        even if a person denies it.

        A "no" that the probe cannot confirm yet is probed once more later. A "yes" is kept, with the probe's result as
        its detail.
        """
        outcome = event.progress
        about = thread.calls.get(outcome.call) if outcome else None
        if outcome is None or about is None:
            return [event]
        happened = outcome.status == "done"
        agent, said = self.repository.find_agent(thread), self.repository.directory.find_name(outcome.by)
        match probed:
            case EffectHappened(result) if not happened:
                text = f"You said that {about.intent} did not happen, but the probe finds it: {cut_text(result, 500)}"
                detail = f"{result} ({said} had said that it did not happen.)"
                found = about.settle_outcome(True, detail=detail)
                return [found, e.notify_people(text, [outcome.by], about=about.id)]
            case EffectDidNotHappen(detail) if happened:
                return [event.model_copy(update={"detail": f"The probe did not find it: {detail}"})]
            case EffectDidNotHappen(_, is_final=True):
                return [event]
            case _ if not happened and agent and (tool := agent.registry.get(about.intent)):
                look_at = schedule_first_recheck(about, tool, self.repository.clock())
                return [event.model_copy(update={"look_at": look_at})]
            case _:
                return [event]

    async def _load_thread(self, call: str) -> Thread:
        """The thread of a request that may be decided. Raises NotFound, BrokenThread, UnreadThread."""
        try:
            thread = (await self.repository.load_checked_thread(find_thread_id(call))).thread
        except NotFound as error:
            raise NotFound("request", call) from error
        thread.require_readable()
        return thread

    def _find_agent(self, thread: Thread) -> Agent:
        agent = self.repository.find_agent(thread)
        if agent is None:
            raise NotFound("agent", thread.agent)
        return agent
