"""The events that follow a chosen step in the same transaction. Pure."""

from typing import Literal

from bot.core import events as e
from bot.core.agent import Agent, Tool
from bot.core.base_types import JSON, UtcMoment
from bot.core.canonical_json import compute_call_digest
from bot.core.card.call_targets import PreparedCall, make_renewed_fact, make_tool_version
from bot.core.decisions import GO_ON, IT_DID_NOT, IT_HAPPENED, STOP
from bot.core.next_action_types import HaltThread
from bot.core.people import ApproverClause, PeopleDirectory
from bot.core.policy import Policy, explain_shortage, renew_version
from bot.core.steps import BuiltInStep, Step, StepSituation
from bot.core.steps.questions import choose_question_audience, make_platform_question
from bot.core.threads.thread import Thread, ToolCall, make_call_id


def derive_step_events(step: Step, thread: Thread, agent: Agent, now: UtcMoment) -> list[e.Event]:
    """Return the events after the choice of a built-in step. `thread` is as it was before that event."""
    if not isinstance(step, BuiltInStep):
        return []
    return step.derive_events(StepSituation(thread, agent.owners, now))


def refuse_repeated(thread: Thread, intent: str, arguments: str) -> e.Event | None:
    """Refuse a call when an equal one is open, or was rejected and no person wrote since; None when it may be asked."""
    for call in thread.calls.values():
        if call.intent == intent and arguments in call.proposed:
            return thread.refuse_step(f"The same call is open already: {call.id}. Wait for its end.", thread.next_call)
    if (intent, arguments) in thread.refused:
        why = "People rejected exactly this call. Propose something else, or wait until a person asks for it again."
        return thread.refuse_step(why, thread.next_call)
    return None


def ask_approvers(
    call: ToolCall,
    thread: Thread,
    tool: Tool[Step],
    prepared: PreparedCall,
    notes: tuple[e.CallFact, ...],
    agent: Agent,
    directory: PeopleDirectory,
    now: UtcMoment,
) -> list[e.Event]:
    """Return the request for consent to exactly this call, under the present policy; and its end when too few may
    approve.

    A call that was asked under a policy keeps it when its tool has lost its own.
    """
    policy = tool.gate or (call.asked.policy if call.asked else Policy())
    asked = e.ApprovalAsked(
        call=call.id,
        digest=compute_call_digest(
            thread=thread.id,
            call=call.id,
            tool=call.intent,
            tool_version=make_tool_version(tool.signature, prepared.target),
            arguments=call.arguments,
            policy_version=renew_version(policy, call.renewals),
        ),
        tool_version=tool.signature,
        target=prepared.target,
        policy=policy,
        facts=prepared.facts,
        notes=(*notes, *make_renewed_fact(call, prepared.target)),
        expires_at=now + policy.expires_after if policy.expires_after else None,
    )
    why = explain_shortage(policy, directory, call.shapers)
    ending = settle_undeliverable(call._replace(digest=asked.digest), why, thread, agent, directory) if why else []
    return [asked, *ending]


def settle_undeliverable(
    call: ToolCall, why: str, thread: Thread, agent: Agent, directory: PeopleDirectory
) -> list[e.Event]:
    """Return the events that end a request with too few approvers at once and tell its requesters and the owners."""
    wanted = (call.requester, thread.requester)
    asked = [who for who in wanted if directory.find_person(who)]
    owners = [person.id for person in directory.people.values() if agent.owners.has_person(person)]
    text = (
        f"{agent.name} asked for approval of {call.intent}, but too few people may decide it, so it was not run. {why}"
    )
    return [
        call.settle_approval("undeliverable", reason=why),
        e.notify_people(text, (*asked, *owners), about=call.id),
    ]


def halt_thread(halt: HaltThread, thread: Thread, agent: Agent, now: UtcMoment) -> list[e.Event]:
    """Return the events that stop the agent at a used-up budget and ask a person."""
    question = make_call_id(thread.id, thread.seq + 2)
    asked = make_platform_question(
        question,
        thread,
        agent.owners,
        text=f"{agent.name} stopped: {halt.detail}. Shall it go on?",
        choices=(GO_ON, STOP),
        now=now,
    )
    return [
        e.LimitReached(limit=halt.limit, detail=halt.detail, question=question),
        asked.model_copy(update={"purpose": "limit", "context": halt.context}),
    ]


def ask_about_outcome(call: ToolCall, facts: str, thread: Thread, agent: Agent, now: UtcMoment) -> list[e.Event]:
    """Return the events that record an unknown outcome and ask a person about it.

    The requester, the owners and the approvers of the call may settle it; without owners the policy's approvers.
    """
    question = make_call_id(thread.id, thread.seq + 2)
    asked = make_platform_question(
        question,
        thread,
        agent.owners,
        text=f"{call.intent} was started and its end is not known. Did it happen?",
        choices=(IT_HAPPENED, IT_DID_NOT),
        now=now,
    )
    to = choose_question_audience(thread, agent.owners)
    approved = [vote.person for vote in call.votes if vote.approves]
    clauses = call.asked.policy.approvers if call.asked and not (agent.owners.people or agent.owners.groups) else ()
    people = (*to.people, *approved, *(person for clause in clauses for person in clause.people))
    groups = (*to.groups, *(group for clause in clauses for group in clause.groups))
    update: dict[str, JSON] = {
        "purpose": "outcome",
        "about": call.id,
        "context": facts,
        "expires_at": None,
        "urgency": "high",
        "to": ApproverClause(people=tuple(dict.fromkeys(people)), groups=tuple(dict.fromkeys(groups))),
    }
    return [e.OutcomeUnknown(call=call.id, question=question, facts=facts), asked.model_copy(update=update)]


def cancel_thread(
    thread: Thread,
    reason: str,
    by: str,
    *,
    makers: tuple[str, ...] = (),
    tasks: Literal["stop", "keep"] = "stop",
    words: str = "",
) -> list[e.Event]:
    """Return the events that end a thread for good: its requests are withdrawn, and its tasks stopped, unless they are to
    be kept. `words` are those of the person `by`, who then shapes what a fork does."""
    open_tasks = [call for call in thread.calls.values() if call.delegation is not None and call.recalled is None]
    recalled = [e.TaskRecalled(call=call.id, by=by) for call in open_tasks] if tasks == "stop" else []
    return [*cancel_requests(thread, reason, by), *recalled, e.Cancelled(by=by, reason=words, makers=makers)]


def cancel_requests(thread: Thread, why: str, by: str) -> list[e.Event]:
    """Return the events that end the open requests of a thread that the person `by` cancels.

    A question about an outcome stays: an effect happened or not, also in a cancelled thread.
    """
    events: list[e.Event] = []
    for call in thread.calls.values():
        if call.state == "question" and call.question is not None and call.question.purpose != "outcome":
            events.append(call.settle_question("cancelled", by=by, answer=why))
        elif call.state == "asked":
            events.append(call.settle_approval("cancelled", by=(by,), reason=why))
    return events
