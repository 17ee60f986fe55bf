"""Takes a thread from the state of its log to the state in which it must rest."""

from collections.abc import Sequence
from datetime import timedelta
from typing import assert_never

from bot.core import events as e
from bot.core import next_action_types as need
from bot.core.agent import Agent, ToolContext
from bot.core.base_types import MICROSECOND, to_micros
from bot.core.errors import UnreadThread
from bot.core.holds import describe_target, find_hold
from bot.core.next_action import has_lapsed
from bot.core.policy import Policy, count_votes
from bot.core.submissions.submission_events import expire_claim
from bot.core.threads.step_consequences import halt_thread, settle_undeliverable
from bot.core.threads.thread import Thread
from bot.engine.delegation.task_threads import TaskThreads
from bot.engine.event_waits import EventWaits
from bot.engine.model.model_step import ModelStep
from bot.engine.repository.thread_cache import CachedThread
from bot.engine.repository.thread_jobs import UNKNOWN_AGENT_RECHECK, ActionBasis, FoundAction
from bot.engine.repository.thread_repository import ThreadRepository
from bot.engine.step_hooks import make_hook_context
from bot.engine.tools.executor import ToolExecutor
from bot.engine.tools.hooked_runs import HookStopped, run_reading_tool
from bot.engine.tools.result_text import describe_failure
from bot.store.refusals import HeldCallStart

ABSENT_AGENT_RECHECK = timedelta(hours=1)
"""Time after which a thread whose agent is not configured is checked again."""
UNREAD_PATIENCE = timedelta(minutes=10)
"""Time after its last event in which a thread that this process cannot read is left to the others over the database, untold."""
MAX_IDLE = 5
"""Steps of a turn that may leave the log unchanged before the turn is given up as faulty."""


class ThreadTurn:
    """One turn of a thread at a time: the queue runs one job for each key."""

    def __init__(self, repository: ThreadRepository, model_step: ModelStep, tools: ToolExecutor) -> None:
        self.repository, self.model_step, self.tools = repository, model_step, tools
        self.tasks, self.waits = TaskThreads(repository), EventWaits(repository)

    async def take_turn(self, id: str) -> None:
        """Do the next actions of the thread until it needs none."""
        self.repository.begin_turn(id)
        try:
            with self.repository.telemetry.observe_turn(id):
                try:
                    await self._run_actions(id)
                except UnreadThread:  # the event came during this turn: a step chosen meanwhile is not kept
                    await self._run_actions(id)
        except BaseException:
            self.repository.forget_threads(id)  # the fault may lie in the cached thread
            raise

    async def _run_actions(self, id: str) -> None:
        cached = await self.repository.load_checked_thread(id)
        idle, refused = 0, frozenset[str]()
        # Each action looks up the agent again: a reload may have made its policies stricter, or removed it.
        while (agent := self.repository.find_agent(cached.thread)) is not None and idle < MAX_IDLE:
            before = cached.thread
            next = self._find_next_action(before, agent, refused, None if idle else cached.found_action)
            if isinstance(next, need.Idle):
                if self._may_be_read_elsewhere(before):
                    await self.repository.rest_thread(cached, self.repository.clock() + UNKNOWN_AGENT_RECHECK)
                    return
                if (cached := await self._tell_of_rest(cached)).thread is before:
                    await self.repository.rest_thread(cached, next.until)
                    return
                continue
            try:
                await self._do_action(next, cached, agent, refused)
            except HeldCallStart as stopped:
                # A hold came first. The call rests; lifting the hold wakes this thread.
                await self.repository.read_holds()
                refused |= stopped.calls
                cached = await self.repository.load_thread(id)
                continue
            cached = await self.repository.load_thread(id)
            idle = idle + 1 if cached.thread.seq == before.seq else 0
        if agent is None:
            again = ABSENT_AGENT_RECHECK if self.repository.store.peers is None else UNKNOWN_AGENT_RECHECK
            await self.repository.rest_thread(cached, self.repository.clock() + again)
        if idle:
            raise RuntimeError(f"Thread {id} needs something that {idle} tries did not bring about.")

    def _may_be_read_elsewhere(self, thread: Thread) -> bool:
        """Whether another process, of a newer release, is given time to go on with a thread that this one cannot read."""
        if thread.unread is None or self.repository.store.peers is None:
            return False
        return to_micros(self.repository.clock()) - thread.touched < UNREAD_PATIENCE // MICROSECOND

    async def _tell_of_rest(self, cached: CachedThread) -> CachedThread:
        """Tell the person that waits for the agent, once, that the thread rests. Does nothing for other threads."""
        if cached.thread.unread is None:
            return cached

        def make(now: Thread) -> Sequence[e.Event]:
            return now.unread.make_notice([self.repository.addresses.find_speaker(now)]) if now.unread else []

        return await self.repository.commit_facts(cached.thread.id, make)

    def _find_next_action(
        self, thread: Thread, agent: Agent, refused: frozenset[str], found: FoundAction | None = None
    ) -> need.NextAction:
        """The next action, without the calls that a hold refused to start in this turn; the one that was `found` while it is current."""
        if refused:
            thread = thread._replace(calls={id: call for id, call in thread.calls.items() if id not in refused})
        basis = ActionBasis(thread, agent, self.repository.directory, self.repository.holds)
        now = self.repository.clock()
        return found.action if found is not None and found.is_current(basis, now) else basis.find_action(now)

    async def _do_action(
        self, next: need.NextAction, cached: CachedThread, agent: Agent, refused: frozenset[str]
    ) -> None:
        thread = cached.thread
        match next:
            case need.ChooseStep():
                await self.model_step.choose_step(cached, agent)
                after = (await self.repository.load_thread(thread.id)).thread
                for call in after.calls.values():  # a chosen reading tool was started in the same commit
                    if call.state == "started" and call.id not in thread.calls:
                        await self.tools.finish_call(after, call, agent)
            case need.RunCall(call):
                await self.tools.run_call(thread, call, agent)
            case need.AskApprovers(call):
                await self.tools.ask_approvers(thread, call, agent)
            case need.RecoverCall(call):
                await self.tools.recover_call(thread, call, agent)
            case need.LapseApproval(call):
                await self._lapse_approval(call.id, thread.id)
            case need.ExpireClaim():
                await self._expire_claim(next, thread.id)
            case need.RecheckCall(call):
                await self.tools.recheck_call(thread, call, agent)
            case need.SettleCall():
                await self._settle_call(next, thread.id, agent)
            case need.FetchContext():
                await self._fetch_context(next, thread, agent)
            case need.HaltThread():
                await self._halt_thread(next, thread.id, agent, refused)
            case need.WakeThread():
                await self.repository.commit_events(thread.id, lambda now: [e.Woke()] if now.sleeping else [])
            case need.StartTask() | need.RecallTask() | need.StopTask() | need.ReportTask():
                await self._do_task_action(next, thread)
            case need.RegisterWait(call):
                await self.waits.register_wait(thread, call)
            case need.MissEvent(call):
                await self.waits.miss_event(thread.id, call.id)
            case need.Idle():
                return
            case _:
                assert_never(next)

    async def _do_task_action(
        self, next: need.StartTask | need.RecallTask | need.StopTask | need.ReportTask, thread: Thread
    ) -> None:
        match next:
            case need.StartTask(call):
                await self.tasks.start_task(thread, call)
            case need.RecallTask(call, reason, is_expired):
                await self.tasks.recall_task(thread.id, call, reason, is_expired=is_expired)
            case need.StopTask(call):
                await self.tasks.stop_task(thread, call)
            case need.ReportTask(fault):
                await self.tasks.report_task(thread.id, fault)

    async def _lapse_approval(self, call: str, thread: str) -> None:
        def make(now: Thread) -> Sequence[e.Event]:
            found = now.calls.get(call)
            why = has_lapsed(found, self.repository.clock()) if found else ""
            return [found.lapse_approval(why)] if found and why else []

        await self.repository.commit_events(thread, make)

    async def _expire_claim(self, due: need.ExpireClaim, thread: str) -> None:
        def make(now: Thread) -> Sequence[e.Event]:
            call = now.calls.get(due.call.id)  # its program may have reported at this moment
            return [expire_claim(call, due.claimed)] if call is not None and call.state == "started" else []

        await self.repository.commit_events(thread, make)

    async def _settle_call(self, due: need.SettleCall, thread: str, agent: Agent) -> None:
        def make(now: Thread) -> Sequence[e.Event]:
            call = now.calls.get(due.call.id)
            if call is None or call.state != due.call.state or call.digest != due.call.digest:
                return []
            if due.verdict == "undeliverable":
                return settle_undeliverable(call, due.reason, now, agent, self.repository.directory)
            if call.question is not None and call.state == "question":
                ending: e.QuestionVerdict = "expired" if due.verdict == "expired" else "withdrawn"
                return [call.settle_question(ending, answer=due.reason)]
            counted: list[str] = []
            if due.verdict in ("approved", "rejected"):
                policy = call.asked.policy if call.asked else Policy()
                votes = count_votes(policy, call.votes, self.repository.directory, call.shapers)
                counted = [vote.person for vote in votes if vote.approves == (due.verdict == "approved")]
            return [call.settle_approval(due.verdict, by=tuple(counted), reason=due.reason)]

        await self.repository.commit_events(thread, make)

    async def _fetch_context(self, fetch: need.FetchContext, thread: Thread, agent: Agent) -> None:
        """Run a pre-fetch: its result or its error becomes an event, and the thread goes on either way."""
        step, arguments = fetch.step, fetch.step.write_arguments()
        if hold := find_hold(agent.name, step.intent, self.repository.holds, thread.lineage):
            why = f"{describe_target(hold.scope, hold.name)} is paused."  # its reason is not for the model
            paused = e.ContextFetched(intent=step.intent, arguments=arguments, error=why)
            await self.repository.commit_events(thread.id, lambda now: [paused])
            return
        applied: tuple[e.HookApplied, ...] = ()
        try:
            hooked = make_hook_context(thread, agent, self.repository.clock())
            at = ToolContext(thread.id, f"{thread.id}-prefetch")
            result, applied = await run_reading_tool(agent, agent.registry[step.intent], step, at, hooked, str)
            event = e.ContextFetched(intent=step.intent, arguments=arguments, result=result)
        except Exception as error:  # noqa: BLE001  a tool is foreign code; the model reads its error in place of a result
            applied = error.applied if isinstance(error, HookStopped) else ()
            said = describe_failure(error, source=step.intent)
            event = e.ContextFetched(intent=step.intent, arguments=arguments, error=said)
        await self.repository.commit_events(thread.id, lambda now: [*applied, event])

    async def _halt_thread(self, halt: need.HaltThread, thread: str, agent: Agent, refused: frozenset[str]) -> None:
        def make(now: Thread) -> Sequence[e.Event]:
            still = self._find_next_action(now, agent, refused) == halt
            return halt_thread(halt, now, agent, self.repository.clock()) if still else []

        await self.repository.commit_events(thread, make)
