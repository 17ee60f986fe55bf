"""Runs calls after their approval is checked again: start in the log, run, end in the log."""

import asyncio
from collections.abc import Sequence
from functools import partial

from pydantic import ValidationError

from bot.core import events as e
from bot.core.agent import Agent, EffectDidNotHappen, EffectHappened, OutcomeUnsure, ProbeResult, Tool, ToolContext
from bot.core.base_types import UtcMoment, replace_surrogates
from bot.core.card.call_targets import lapse_moved_call
from bot.core.decisions import compute_digest
from bot.core.errors import EffectImpossible, OutcomeUnclear, ToolError
from bot.core.next_action import has_lapsed, is_current
from bot.core.policy import find_verdict
from bot.core.secrets.redaction import cut_text
from bot.core.secrets.secret_reference import RevealedSecrets
from bot.core.steps import Step
from bot.core.steps.questions import choose_question_audience
from bot.core.submissions.submission_events import ask_question
from bot.core.submissions.submitted_tools import find_call_tool
from bot.core.threads.probe_schedule import (
    MAX_ATTEMPTS,
    list_people,
    schedule_first_recheck,
    schedule_held_probe,
    schedule_next_recheck,
    schedule_probe,
)
from bot.core.threads.step_consequences import ask_about_outcome, ask_approvers
from bot.core.threads.thread import Thread, ToolCall
from bot.engine.approval_card_notes import find_notes, find_open_elsewhere
from bot.engine.model.model_step import prepare_call
from bot.engine.repository.thread_repository import ThreadRepository
from bot.engine.step_hooks import condense_result, find_hook_notes, make_hook_context
from bot.engine.tools.hooked_runs import HookedResult, HookStopped, require_run, run_reading_tool
from bot.engine.tools.orphaned_processes import end_orphans, make_process_event
from bot.engine.tools.probes import ask_probe, is_fitting, read_call_step
from bot.engine.tools.result_text import SecretHider, describe_failure, limit_result
from bot.engine.tools.target_checks import find_move, is_in_place
from bot.engine.whole_tracebacks import format_traceback
from bot.store.refusals import HeldCallStart

MAX_AUDIT = 8_000
"""Characters of a traceback that an event keeps."""


class ToolExecutor:
    """Asks approvers for, runs and recovers the calls of threads."""

    def __init__(self, repository: ThreadRepository) -> None:
        self.repository = repository

    async def ask_approvers(self, thread: Thread, call: ToolCall, agent: Agent) -> None:
        """Ask the approvers about a gated call, or tell the model why the call cannot run."""
        tool = find_call_tool(call, agent, self.repository.directory)
        if tool is None:
            await self._refuse_call(thread, call, "changed", f"{call.intent} is no longer a tool of this agent.")
            return
        if call.submitted is not None and call.submitted.submission.kind == "question":
            await self._ask_question(thread.id, call.id)
            return
        try:
            prepared = await prepare_call(tool, read_call_step(tool, call), self.repository.secrets)
        except ValidationError:
            prepared = f"{call.intent} takes other arguments now."
        if isinstance(prepared, str):
            await self._refuse_call(thread, call, "impossible", prepared)
            return
        found: Tool[Step] = tool
        hooked = await find_hook_notes(self.repository, call)
        notes = (*await find_notes(self.repository, thread, call.intent, call.arguments), *hooked)

        async def make(now: Thread) -> Sequence[e.Event]:
            open_call = now.calls.get(call.id)
            if open_call is None or open_call.state not in ("chosen", "asked", "approved") or now.ended:
                return []
            if (open_call.state, open_call.asked) != (call.state, call.asked):
                return []  # another turn or process asked meanwhile: to ask again would end the decisions since then
            if other := await find_open_elsewhere(self.repository, now, call.id, call.intent, call.arguments):
                why = f"The same call is open already in another thread: {other}. Wait for its end."
                return [now.refuse_step(why, call.id)]
            at, people = self.repository.clock(), self.repository.directory
            return ask_approvers(open_call, now, found, prepared, notes, agent, people, at)

        await self.repository.commit_events(thread.id, make)

    async def _ask_question(self, thread: str, call: str) -> None:
        """Ask the question of a program."""

        def make(now: Thread) -> Sequence[e.Event]:
            found, agent = now.calls.get(call), self.repository.find_agent(now)
            if found is None or agent is None or found.state != "chosen" or now.ended:
                return []
            return ask_question(found, agent, now, self.repository.directory, self.repository.clock())

        await self.repository.commit_events(thread, make)

    async def run_call(self, thread: Thread, call: ToolCall, agent: Agent) -> None:
        """Run an ungated call, or one that still has an approval for these exact bytes.

        A call that was asked under a gate is checked again even if its tool has lost the gate since.
        """
        tool = agent.registry[call.intent]
        if tool.gate is not None or call.asked is not None:
            try:
                step = read_call_step(tool, call)
                if agent.hooks.before_tool:
                    hooked = make_hook_context(thread, agent, self.repository.clock(), call)
                    await require_run(agent, tool, step, hooked)
                if tool.check is not None:
                    async with asyncio.timeout(tool.timeout.total_seconds()):
                        await tool.check(step)
                if moved := await find_move(tool, call):
                    await self.repository.commit_events(thread.id, partial(lapse_moved_call, call=call, why=moved))
                    return
            except Exception as error:  # noqa: BLE001  a check is foreign code; each of its errors refuses the run
                await self._refuse_run(thread.id, call, tool, error)
                return
        if started := await self._commit_start(thread.id, call.id, attempt=call.attempt + 1):
            await self._run_tool(started, call.id, tool, agent)

    async def _refuse_run(self, thread: str, call: ToolCall, tool: Tool[Step], error: Exception) -> None:
        """Handle a precondition that does not hold. After an earlier try it may be the effect of the call: the probe
        finds out.
        """
        if call.attempt > 0 and tool.writes:
            match await ask_probe(tool, call, thread, self.repository.secrets):
                case EffectHappened(result):
                    await self._append_event(thread, call.settle_outcome(True, detail=result))
                    return
                case EffectDidNotHappen(_, is_final=True):
                    await self._record_failure(thread, call, error)
                    return
                case _:
                    await self._record_failure(
                        thread, call, error, schedule_first_recheck(call, tool, self.repository.clock())
                    )
                    return
        await self._record_failure(thread, call, error)

    async def finish_call(self, thread: Thread, call: ToolCall, agent: Agent) -> None:
        """Run a call after this turn has committed its start: `thread` is as it was then."""
        await self._run_tool(thread, call.id, agent.registry[call.intent], agent)

    async def recover_call(self, thread: Thread, call: ToolCall, agent: Agent) -> None:
        """Recover a call that was started and has no end in the log: its process died, or its outcome was unclear."""
        if call.process is not None:
            await end_orphans(call.process)
        tool = agent.registry.get(call.intent)
        if tool is None or not is_fitting(tool, call):
            await self._ask_about_outcome(
                thread.id, call, agent, "The tool that was started is no longer there to ask."
            )
        elif call.doubted:
            await self._recover_doubted(thread.id, call, tool, agent)
        elif not tool.writes or tool.idempotent:
            await self._run_again(thread.id, call, tool, agent, "It was started and never ended.")
        else:
            why = "Its end is not known." if call.look_at else "The process ended before the result was noted."
            await self._ask_probe(thread.id, call, tool, agent, why)

    async def recheck_call(self, thread: Thread, call: ToolCall, agent: Agent) -> None:
        """Probe a call that ended as not having happened after a try with an unknown end: its effect may have come
        late.

        A late effect is logged and people are told. Otherwise the probe runs again, later each time, up to its last
        try.
        """
        tool, now = agent.registry.get(call.intent), self.repository.clock()
        probed: ProbeResult = OutcomeUnsure("The tool is gone.")
        if tool and is_fitting(tool, call):
            probed = await ask_probe(tool, call, thread.id, self.repository.secrets)
        match probed:
            case EffectHappened(result):
                owners = list_people(choose_question_audience(thread, agent.owners), self.repository.directory)
                approvers = [vote.person for vote in call.votes if vote.approves]
                to = (*approvers, *owners)
                text = f"{call.intent} was said not to have happened, but it did, late: {cut_text(result, 500)}"
                told = [e.notify_people(text, to, about=call.id)] if to else []
                await self.repository.commit_events(
                    thread.id, lambda _: [call.settle_outcome(True, detail=result), *told]
                )
            case EffectDidNotHappen(detail, is_final):
                again = None if is_final else schedule_next_recheck(call, now)
                await self._append_event(thread.id, _make_effect_not_found(call, detail, again))
            case OutcomeUnsure(facts):
                await self._append_event(
                    thread.id, _make_effect_not_found(call, facts, schedule_next_recheck(call, now))
                )

    async def _recover_doubted(self, thread: str, call: ToolCall, tool: Tool[Step], agent: Agent) -> None:
        """Recover a call of a log that was set back. Approvals in it do not run a gated call; the people are asked
        again.
        """
        probed: ProbeResult = EffectDidNotHappen("It only reads.", is_final=True)
        if tool.writes:
            probed = await ask_probe(tool, call, thread, self.repository.secrets)
        match probed:
            case EffectHappened(result):
                await self._append_event(thread, call.settle_outcome(True, detail=result))
            case EffectDidNotHappen(detail, is_final) if not is_final and (
                again := schedule_probe(call, tool, self.repository.clock())
            ):
                await self._append_event(thread, _make_effect_not_found(call, detail, again))
            case EffectDidNotHappen(detail) if tool.gate is None and call.asked is None:
                await self._run_again(thread, call, tool, agent, detail, did_not=True)
            case EffectDidNotHappen(detail):
                await self._ask_anew(thread, call, tool, agent, detail)
            case OutcomeUnsure(facts):
                await self._ask_about_outcome(thread, call, agent, facts)

    async def _ask_anew(self, thread: str, call: ToolCall, tool: Tool[Step], agent: Agent, why: str) -> None:
        """Ask the people again about an approved call that is known not to have happened."""
        prepared = await prepare_call(tool, read_call_step(tool, call), self.repository.secrets)
        look_at = schedule_first_recheck(call, tool, self.repository.clock())
        ended = call.settle_outcome(False, detail=why, look_at=look_at)
        again = e.CallFact(label="Asked again", lines=("An older approval is void: the log was set back.", why))
        before = (await self.repository.load_thread(thread)).thread
        found_notes = await find_notes(self.repository, before, call.intent, call.arguments)
        notes = (*found_notes, *await find_hook_notes(self.repository, call), again)

        def make(now: Thread) -> Sequence[e.Event]:
            found = now.calls.get(call.id)
            if found is None or not found.doubted or found.state != "started":
                return []
            if now.ended or isinstance(prepared, str):
                return [ended]
            at, people = self.repository.clock(), self.repository.directory
            return ask_approvers(found, now, tool, prepared, notes, agent, people, at)

        await self.repository.commit_events(thread, make)

    async def _commit_start(self, thread: str, call: str, attempt: int) -> Thread | None:
        """Commit ToolStarted when everything still holds, and return the thread with it; otherwise commit the reason.

        The agent is looked up inside the commit, since its policies may have become stricter during this turn.
        """
        started: list[e.Event] = []

        def make(now: Thread) -> Sequence[e.Event]:
            started.clear()
            found = now.calls.get(call)
            agent = self.repository.find_agent(now)
            if found is None or now.paused or now.ended or found.state not in ("chosen", "approved", "started"):
                return []
            if agent is None or found.intent not in agent.registry:
                return []
            if lapsed := has_lapsed(found, self.repository.clock()):
                return [found.lapse_approval(lapsed)]
            if found.state == "started" and found.usable_until and self.repository.clock() >= found.usable_until:
                return []  # the approval is too old for another try
            gated = found.asked is not None or agent.find_policy(found.intent) is not None
            if gated and (why := self._explain_lost_approval(now, found, agent)):
                if found.state == "started":
                    return []
                return [found.settle_approval("superseded", reason=why)]
            started.append(e.ToolStarted(call=call, digest=found.digest, attempt=attempt))
            return started

        cached = await self.repository.commit_events(thread, make)
        return cached.thread if started else None

    def _explain_lost_approval(self, thread: Thread, call: ToolCall, agent: Agent) -> str | None:
        """Why an approval does not cover this call, by digest, tool, policy and people. None when it does."""
        if call.state == "chosen" or call.asked is None or not is_current(call, agent, self.repository.directory):
            return "The tool or its policy changed after the approval."
        if compute_digest(thread.id, call, call.arguments) != call.digest:
            return "The arguments are not those that were approved."
        if (
            find_verdict(
                call.asked.policy,
                call.find_fresh_votes(self.repository.clock()),
                self.repository.directory,
                call.shapers,
            )
            != "approved"
        ):
            return "An approval no longer counts: the person may not approve any more."
        return None

    async def _run_tool(self, now: Thread, call: str, tool: Tool[Step], agent: Agent) -> None:
        thread, found = now.id, now.calls[call]
        hooked = make_hook_context(now, agent, self.repository.clock(), found)
        revealed = RevealedSecrets(self.repository.secrets)
        hide = revealed.hide

        async def note_process(process: int) -> None:
            await self._append_event(thread, make_process_event(call, found.attempt, process))

        try:
            step, at = read_call_step(tool, found), ToolContext(thread, call, found.attempt, note_process, revealed)
            if not hooked.is_gated:
                done = await run_reading_tool(agent, tool, step, at, hooked, hide)
            else:
                async with asyncio.timeout(tool.timeout.total_seconds()):
                    done = HookedResult(limit_result(await tool.run(step, at), hide))
        except OutcomeUnclear as error:
            await self._handle_unclear(thread, found, tool, agent, describe_failure(error, hide))
        except ToolError as error:
            if tool.writes and found.attempt > 1 and not isinstance(error, EffectImpossible):
                # The effect of an earlier try may still come.
                await self._handle_unclear(thread, found, tool, agent, describe_failure(error, hide))
            else:
                await self._record_failure(thread, found, error, hide=hide)
        except Exception as error:  # noqa: BLE001  a tool is foreign code; after any error the effect of a write is unclear
            if tool.writes:
                await self._handle_unclear(thread, found, tool, agent, describe_failure(error, hide))
            else:
                await self._record_failure(thread, found, error, hide=hide)
        else:
            finished = e.ToolFinished(call=call, result=done.result)
            await self.repository.commit_facts(thread, lambda _: [*done.applied, finished])
            if hooked.is_gated and agent.hooks.after_tool:  # its end is in the log first: hooks only observe it
                _, faults = await condense_result(agent, step, done.result, hooked)
                await self.repository.commit_facts(thread, lambda _: faults)

    async def _handle_unclear(self, thread: str, call: ToolCall, tool: Tool[Step], agent: Agent, why: str) -> None:
        if tool.idempotent:
            await self._run_again(thread, call, tool, agent, why)
        else:
            await self._ask_probe(thread, call, tool, agent, why)

    async def _ask_probe(self, thread: str, call: ToolCall, tool: Tool[Step], agent: Agent, why: str) -> None:
        """Ask the probe of the tool. A yes counts at once, a no only when the try can no longer have an effect."""
        match await ask_probe(tool, call, thread, self.repository.secrets):
            case EffectHappened(result):
                await self._append_event(thread, call.settle_outcome(True, detail=result))
            case EffectDidNotHappen(detail, is_final=True):
                await self._record_failure(thread, call, ToolError(f"{why} {detail}"))
            case EffectDidNotHappen(detail):
                if again := schedule_probe(call, tool, self.repository.clock()):
                    await self._append_event(thread, _make_effect_not_found(call, f"{why} {detail}", again))
                else:
                    await self._run_again(thread, call, tool, agent, f"{why} {detail}", did_not=True)
            case OutcomeUnsure(facts):
                await self._ask_about_outcome(thread, call, agent, f"{why} {facts}")

    async def _run_again(
        self, thread: str, call: ToolCall, tool: Tool[Step], agent: Agent, why: str, did_not: bool = False
    ) -> None:
        """Run a started call once more with the same key, at most `MAX_ATTEMPTS` times in all and only while its gate
        holds.

        `did_not`: the effect is not there, so a call that may not run again has failed, and the probe checks it later.
        Otherwise, and after the last try, a person is asked.
        """
        try:
            may_again = call.attempt < MAX_ATTEMPTS and await is_in_place(tool, call)
            started = await self._commit_start(thread, call.id, call.attempt + 1) if may_again else None
        except HeldCallStart:
            if call.state == "started" and tool.probe is not None and not tool.idempotent:
                # The effect may come late under a hold too: the probe goes on, and only the next try waits.
                await self.repository.read_holds()
                again = schedule_held_probe(call, self.repository.clock())
                await self._append_event(thread, _make_effect_not_found(call, why, again))
                return
            raise
        if started is not None:
            await self._run_tool(started, call.id, tool, agent)
        elif not tool.writes:
            await self._record_failure(thread, call, ToolError(f"{why} It was not run again."))
        elif did_not and call.attempt < MAX_ATTEMPTS:
            look_at = schedule_first_recheck(call, tool, self.repository.clock())
            await self._record_failure(thread, call, ToolError(f"{why} It was not run again."), look_at)
        else:
            await self._ask_about_outcome(thread, call, agent, why)

    async def _ask_about_outcome(self, thread: str, call: ToolCall, agent: Agent, facts: str) -> None:
        def make(now: Thread) -> Sequence[e.Event]:
            return ask_about_outcome(call, facts, now, agent, self.repository.clock())

        await self.repository.commit_events(thread, make)

    async def _refuse_call(self, thread: Thread, call: ToolCall, kind: e.RefusalKind, reason: str) -> None:
        def make(now: Thread) -> Sequence[e.Event]:
            found = now.calls.get(call.id)
            if found is not None and found.asked is not None:
                return [found.settle_approval("superseded", reason=reason[:200])]
            return [now.refuse_step(reason[:200], call.id, kind)] if found else []

        await self.repository.commit_events(thread.id, make)

    async def _record_failure(
        self, thread: str, call: ToolCall, error: Exception, look_at: UtcMoment | None = None, hide: SecretHider = str
    ) -> None:
        audit = "" if isinstance(error, ToolError) else replace_surrogates(format_traceback(error, hide))[-MAX_AUDIT:]
        said = describe_failure(error, hide, call.intent)
        failed = e.ToolFailed(call=call.id, intent=call.intent, error=said, audit=audit, look_at=look_at)
        applied = error.applied if isinstance(error, HookStopped) else ()
        await self.repository.commit_facts(thread, lambda _: [*applied, failed])

    async def _append_event(self, thread: str, event: e.Event) -> None:
        """Append a fact, also when other events were appended meanwhile."""
        await self.repository.commit_facts(thread, lambda now: [event])


def _make_effect_not_found(call: ToolCall, detail: str, look_at: UtcMoment | None) -> e.EffectNotFound:
    return e.EffectNotFound(call=call.id, attempt=call.attempt, detail=detail, look_at=look_at)
