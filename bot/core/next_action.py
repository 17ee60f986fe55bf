"""Computes the next action of a thread. Pure: it reads the open calls, the counters and the time, not the last event
alone."""

from collections.abc import Iterable
from datetime import timedelta
from typing import NamedTuple

from bot.core.agent import Agent
from bot.core.base_types import UtcMoment, from_micros
from bot.core.delegation.delegation_limits import find_limits
from bot.core.errors import THREAD_RESTS
from bot.core.holds import Hold
from bot.core.next_action_types import (
    AskApprovers,
    ChooseStep,
    ExpireClaim,
    FetchContext,
    HaltThread,
    Idle,
    LapseApproval,
    MissEvent,
    NextAction,
    RecallTask,
    RecheckCall,
    RecoverCall,
    RegisterWait,
    ReportTask,
    RunCall,
    SettleCall,
    StartTask,
    StopTask,
    WakeThread,
)
from bot.core.people import PeopleDirectory
from bot.core.policy import explain_shortage, find_verdict
from bot.core.submissions.submitted_tools import find_call_rules
from bot.core.threads.thread import Thread, ToolCall

RESTING_RECHECK = timedelta(hours=1)
"""Time after which a resting thread is looked at again: the version that runs then may read it."""


def find_next_action(
    thread: Thread, agent: Agent, directory: PeopleDirectory, now: UtcMoment, holds: Iterable[Hold] = ()
) -> NextAction:
    """Return the next action of the thread.

    Verdicts come first, then the outcomes of started calls: both also in a paused or ended thread, where nothing else
    happens. While an outcome waits for its probe, the thread goes on. A call that is covered by one of `holds` (lifted
    ones included) is not asked, started or approved, and its deadline is extended; its outcome is still recovered.

    In a child a budget that is used up, or nothing more to do, ends its task: the parent is told, and no person is asked.

    The calls of programs are asked and settled, and nothing else: their programs run them, and no model is asked. A call that a
    program claimed and never reported ends with an unknown outcome.

    A thread with an event that this version cannot read rests: nothing of it is asked, run, recovered or settled, and
    no timer counts.
    """
    if thread.unread is not None:
        return Idle(now + RESTING_RECHECK, THREAD_RESTS)
    thread = thread.apply_holds(holds)
    calls = thread.calls.values()
    if act := _find_action_of_any_state(thread, agent, directory, now):
        return act
    is_child = thread.task is not None and not thread.is_task_reported
    if is_child and thread.ended:
        return ReportTask()
    if thread.ended or thread.paused or thread.hold:
        return Idle(_find_next_time(thread, agent))
    for call in calls:
        if step := _choose_call_action(call, agent, directory):
            return step
    expiry = _find_next_time(thread, agent)
    if thread.halted or agent.submitters is not None:
        return Idle(expiry)
    if thread.fetched < len(agent.prefetch):
        return FetchContext(agent.prefetch[thread.fetched])
    if thread.sleeping is not None and now >= thread.sleeping:
        return WakeThread()
    if thread.news <= thread.heard:
        is_done = is_child and not calls and thread.sleeping is None
        return ReportTask() if is_done else Idle(_find_first((thread.sleeping, expiry)))
    if halt := _find_used_up_budget(thread, agent):
        if is_child and any(call.state == "approved" for call in calls):
            return Idle(expiry)  # a hold keeps it from running, and nothing else would run it after the task's end
        return ReportTask(halt.detail) if is_child else halt
    if thread.retry_at is not None and now < thread.retry_at:
        return Idle(_find_first((thread.retry_at, expiry)))
    return ChooseStep()


def _find_action_of_any_state(
    thread: Thread, agent: Agent, directory: PeopleDirectory, now: UtcMoment
) -> NextAction | None:
    """Return the action that is due also in a paused or ended thread: verdicts, the outcomes of started calls, tasks, waits that are
    over."""
    if not thread.calls and not thread.rechecks:
        return None
    calls = thread.calls.values()
    for call in calls:
        if due := _find_due_verdict(call, thread, agent, directory, now):
            return due
    for call in calls:
        if call.state == "started" and call.submitted is None and (call.look_at is None or now >= call.look_at):
            return RecoverCall(call)
        if (claim := _find_claim(call, agent)) is not None and now >= claim.ends:
            return ExpireClaim(call, claim.begun)
    for call in thread.rechecks.values():
        if call.look_at is not None and now >= call.look_at:
            return RecheckCall(call)
    for call in calls:
        if task := _find_task_action(call, thread, now):
            return task
        if call.awaited is not None and now >= call.awaited.until:
            return MissEvent(call)
    return None


def _find_due_verdict(
    call: ToolCall, thread: Thread, agent: Agent, directory: PeopleDirectory, now: UtcMoment
) -> SettleCall | LapseApproval | None:
    if why := has_lapsed(call, now):
        return LapseApproval(call, why)
    if call.state not in ("asked", "question"):
        return None
    if call.expires_at is not None and now >= call.expires_at:
        return SettleCall(call, "expired", "Nobody decided in time. Silence is not consent.")
    if call.asked is not None and is_current(call, agent, directory):
        found = find_verdict(call.asked.policy, call.find_fresh_votes(now), directory, call.shapers)
        if found is not None and not (call.hold and found == "approved"):
            return SettleCall(call, found)
        if not call.hold and (why := explain_shortage(call.asked.policy, directory, call.shapers)):
            return SettleCall(call, "undeliverable", why)
    if call.question is not None and call.question.purpose == "limit" and thread.halted != call.id:
        return SettleCall(call, "withdrawn", "A person spoke; the agent goes on.")
    if thread.ended == "finished" and not (call.question is not None and call.question.purpose == "outcome"):
        return SettleCall(call, "withdrawn", "The thread was stopped.")
    return None


def _find_task_action(call: ToolCall, thread: Thread, now: UtcMoment) -> StartTask | RecallTask | StopTask | None:
    """Return the action that the task of this call needs; None: its child works, or it is none. Also in a thread that has ended: a
    child is not left alone."""
    task = call.delegation
    if task is None:
        return None
    if call.recalled is not None:
        return StopTask(call)
    if now >= task.expires_at:
        return RecallTask(call, f"{task.agent} gave no result in time.", is_expired=True)
    if thread.ended == "finished" or (thread.ended and not call.is_child_open):
        return RecallTask(call, f"The thread was {thread.ended}.")
    is_waiting = call.is_child_open or thread.ended or thread.paused or thread.hold or call.hold
    return None if is_waiting else StartTask(call)


def has_lapsed(call: ToolCall, now: UtcMoment) -> str:
    """Return why the approval is too old to be used; empty when it may be used, or when there is none."""
    if call.lapses_at is None or now < call.lapses_at:
        return ""
    return f"The approval of {call.intent} was not used by {call.lapses_at:%-d %b %Y, %H:%M} UTC, so it has lapsed."


def is_current(call: ToolCall, agent: Agent, directory: PeopleDirectory) -> bool:
    """Return whether the tool and the policy are still those that the approvers were shown.

    A call that was asked under a policy keeps it when the tool has lost its own: the stricter of the two applies.
    """
    rules, asked = find_call_rules(call, agent, directory), call.asked
    if rules is None or asked is None:
        return False
    return (asked.tool_version, asked.policy) == (rules.signature, rules.gate or asked.policy)


def _choose_call_action(
    call: ToolCall, agent: Agent, directory: PeopleDirectory
) -> AskApprovers | RunCall | SettleCall | RegisterWait | None:
    if call.hold is not None:
        return None
    match call.state:
        case "awaiting":
            return None if call.is_registered else RegisterWait(call)
        case "asked" if call.intent not in agent.registry:
            return SettleCall(call, "superseded", f"{call.intent} is no longer a tool of this agent.")
        case "chosen":
            return (
                RunCall(call) if agent.find_policy(call.intent) is None and call.asked is None else AskApprovers(call)
            )
        case "approved":
            if not is_current(call, agent, directory):
                return AskApprovers(call)
            return RunCall(call) if call.submitted is None else None
        case "asked":
            return None if is_current(call, agent, directory) else AskApprovers(call)
        case "question" | "started" | "unknown" | "delegated":
            return None


def _find_used_up_budget(thread: Thread, agent: Agent) -> HaltThread | None:
    limits = find_limits(thread, agent)
    if thread.stuck:
        return HaltThread("errors", thread.stuck, _describe_drafts(thread))
    for tool, count in thread.errors.items():
        if count >= limits.errors:
            what = "the model gave no answer that could be used" if tool == "model" else f"{tool} failed"
            why = thread.faults.get(tool, "").strip().rstrip(".")
            detail = f"{what} {count} times in a row{f'. The last time: {why}' if why else ''}"
            return HaltThread("errors", detail, _describe_drafts(thread) if tool == "model" else "")
    if thread.steps >= limits.steps:
        return HaltThread("steps", f"{thread.steps} steps were taken since a person last spoke")
    if thread.tokens >= limits.tokens:
        return HaltThread("tokens", f"{thread.tokens} tokens were used since a person last spoke")
    if thread.asks >= limits.asks:
        return HaltThread("asks", f"people were asked {thread.asks} times since one of them last spoke in the thread")
    return None


def _describe_drafts(thread: Thread) -> str:
    return f"The model answered: {thread.answered}" if thread.answered else ""


class _CallClaim(NamedTuple):
    """When a program claimed an approval, and until when it says how its call ended."""

    begun: UtcMoment
    ends: UtcMoment


def _find_claim(call: ToolCall, agent: Agent) -> _CallClaim | None:
    """Return the claim of a call that its program runs now."""
    if call.submitted is None or call.state != "started":
        return None
    begun = from_micros(call.since)
    return _CallClaim(begun, begun + agent.programs.claims_last)


def _find_next_time(thread: Thread, agent: Agent) -> UtcMoment | None:
    """Return the first moment at which a call needs an action: its request expires, its approval lapses, its probe is
    due, its claim ends."""
    if not thread.calls and not thread.rechecks:
        return None
    calls = thread.calls.values()
    probes = [call.look_at for call in (*calls, *thread.rechecks.values())]
    claims = [claim.ends for call in calls if (claim := _find_claim(call, agent)) is not None]
    return _find_first([*probes, *claims, *[at for call in calls for at in (call.expires_at, call.lapses_at)]])


def _find_first(moments: Iterable[UtcMoment | None]) -> UtcMoment | None:
    return min([moment for moment in moments if moment is not None], default=None)


WAITS_FOR_OTHERS = frozenset({"asked", "question", "unknown", "delegated"})
"""States of a call that waits for people or for another agent."""
RESTING = "resting"
"""The status of a thread with an event that this version cannot read."""


def describe_status(thread: Thread) -> str:
    """Return the status of the thread as one word, for lists: resting, cancelled, paused, waiting, sleeping, working,
    finished or idle."""
    if thread.unread is not None:
        return RESTING
    if thread.ended == "cancelled":
        return "cancelled"
    if thread.paused:
        return "paused"
    if thread.calls and any(call.state in WAITS_FOR_OTHERS for call in thread.calls.values()):
        return "waiting"
    if thread.ended == "finished":
        return "finished"
    is_awaiting = bool(thread.calls) and all(call.state == "awaiting" for call in thread.calls.values())
    if (thread.calls and not is_awaiting) or (thread.news > thread.heard and not thread.halted):
        if thread.budget_rest is not None and not (thread.calls or thread.hold):
            return "sleeping"  # until the window of the budget has room
        return "paused" if thread.hold else "working"
    return "sleeping" if thread.sleeping or is_awaiting else "idle"
