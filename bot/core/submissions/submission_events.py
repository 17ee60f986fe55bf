"""The events of a program's acts on its requests: it asks, amends, comments, withdraws and reports. Pure."""

from typing import Literal

from bot.core import events as e
from bot.core.agent import Agent
from bot.core.base_types import UtcMoment
from bot.core.canonical_json import parse_json
from bot.core.card.call_targets import PreparedCall
from bot.core.errors import AlreadyEnded, Conflict, NotUnderstood, OnHold
from bot.core.holds import describe_hold
from bot.core.next_action import has_lapsed, is_current
from bot.core.people import ApproverClause, PeopleDirectory
from bot.core.policy import find_verdict
from bot.core.steps import AskHuman
from bot.core.steps.questions import QUESTION_EXPIRES
from bot.core.submissions.drafts import PreparedSubmission, RequestSender
from bot.core.submissions.submitted_tools import find_call_tool
from bot.core.threads.fold_updates import MAX_PAST
from bot.core.threads.step_consequences import ask_approvers, refuse_repeated
from bot.core.threads.thread import Thread, ToolCall

MAX_OPEN = 100
"""Requests of one thread that may be open at the same time."""

MAX_WORDS = 8_000
"""Characters of the explanation, or of a question's context, together with all comments."""

MAX_ESCALATIONS = 10
"""How often people may be asked anew about one request."""

WITHDRAWN = "The program withdrew it."

ReportStatus = Literal["running", "done", "failed"]


def submit_call(thread: Thread, made: PreparedSubmission, sender: RequestSender, key: str) -> e.Event:
    """Return the event of a new call at the end of this thread. Raises `AlreadyEnded`, `Conflict`."""
    if thread.ended:
        raise AlreadyEnded(thread.ended)
    if thread.paused:
        raise Conflict("This thread is paused: ask when it is resumed, or in a new thread.")
    if len(thread.calls) >= MAX_OPEN:
        raise Conflict(f"{MAX_OPEN} requests are open in this thread; open another one.")
    if made.submission.kind == "approval" and refuse_repeated(thread, made.intent, made.arguments):
        raise Conflict(
            "The same call is open in this thread, or people rejected it there. Send another, or in a new thread."
        )
    return e.CallSubmitted(
        call=thread.next_call,
        intent=made.intent,
        arguments=made.arguments,
        by=sender.person,
        credential=sender.credential,
        makers=sender.makers,
        others=made.others,
        words=made.words,
        key=key,
        submission=made.submission,
    )


def ask_question(
    call: ToolCall, agent: Agent, thread: Thread, directory: PeopleDirectory, now: UtcMoment
) -> list[e.Event]:
    """Return the question of a submitted call to the people of its policy; its refusal where there are none."""
    to = _find_question_people(call, agent, directory)
    if call.submitted is None or not (to.people or to.groups):
        return [thread.refuse_step("Its policy names nobody who could answer.", call.id)]
    lasts = call.submitted.submission.lasts or QUESTION_EXPIRES
    step = AskHuman.model_validate(parse_json(call.arguments), strict=False)
    return [step.make_question(thread.id, call.id, to, now + lasts)]


def _find_question_people(call: ToolCall, agent: Agent, directory: PeopleDirectory) -> ApproverClause:
    """Return the people of the call's narrowed policy."""
    tool = find_call_tool(call, agent, directory)
    clauses = tool.gate.approvers if tool is not None and tool.gate is not None else ()
    people = tuple(dict.fromkeys(person for clause in clauses for person in clause.people))
    groups = tuple(dict.fromkeys(group for clause in clauses for group in clause.groups))
    return ApproverClause(people=people, groups=groups)


def amend_call(
    thread: Thread,
    call: str,
    arguments: str,
    sender: RequestSender,
    notes: tuple[e.CallFact, ...],
    agent: Agent,
    directory: PeopleDirectory,
    now: UtcMoment,
) -> list[e.Event]:
    """Return the events by which a waiting call gets other arguments, and people are asked about it anew: it has another
    digest, so that no earlier vote counts. None for the present arguments.

    Raises `Conflict` for a call that does not wait, `NotUnderstood`.
    """
    found = _find_waiting(thread, call)
    if found.asked is None or found.state != "asked":
        raise Conflict("Only an approval that waits for people can be amended.")
    if found.is_grant:
        raise Conflict("The scope of a grant does not change. Withdraw it, and ask for another.")
    if found.terms.is_fixed:
        raise Conflict("Its client runs the arguments that it sent first. Withdraw this call, and send another.")
    if found.hold is not None:
        raise OnHold(describe_hold(found.hold, directory))
    _refuse_unlisted(agent, found.intent, sender)
    if arguments == found.arguments:
        return []
    others = thread._replace(calls={id: each for id, each in thread.calls.items() if id != call})
    if refuse_repeated(others, found.intent, arguments):
        raise Conflict("The same call is open in this thread already, or people rejected it there.")
    if len(found.past) >= MAX_PAST:
        raise NotUnderstood(f"It was changed {len(found.past)} times. Withdraw it, and ask anew.")
    changed = found._replace(arguments=arguments)
    tool = find_call_tool(changed, agent, directory)
    if tool is None:
        raise Conflict(f"The policy {found.intent} is gone.")
    asked = ask_approvers(changed, thread, tool, PreparedCall(), notes, agent, directory, now)
    digest = next(event.digest for event in asked if isinstance(event, e.ApprovalAsked))
    amended = e.CallAmended(
        call=call, arguments=arguments, digest=digest, by=sender.person, credential=sender.credential
    )
    return [amended, *asked]


def escalate_call(
    thread: Thread,
    call: str,
    to: ApproverClause,
    words: str,
    sender: RequestSender,
    notes: tuple[e.CallFact, ...],
    agent: Agent,
    directory: PeopleDirectory,
    now: UtcMoment,
) -> list[e.Event]:
    """Return the events by which the people of a waiting call are asked anew, and `to` with them, as far as its policy
    names them. Votes stay where no person is added.

    Raises `Conflict` for a call that does not wait, `NotUnderstood`.
    """
    found = _find_waiting(thread, call)
    if found.hold is not None:
        raise OnHold(describe_hold(found.hold, directory))
    _refuse_many_words(found, words)
    if found.terms.escalations >= MAX_ESCALATIONS:
        raise Conflict(
            f"It was escalated {MAX_ESCALATIONS} times, and people were asked anew each time. Wait for them."
        )
    wider = _join_people(found.terms.to, to) if found.terms.to is not None else None
    terms = found.terms.model_copy(update={"to": wider, "escalations": found.terms.escalations + 1})
    changed = found._replace(terms=terms)
    told = e.CallTermsSet(call=call, terms=terms, words=words, credential=sender.credential)
    if found.question is not None:
        asked = _find_question_people(changed, agent, directory)
        context = "\n".join(filter(None, (found.question.context, words)))
        return [told, found.question.model_copy(update={"to": asked, "context": context, "routes": ()})]
    tool = find_call_tool(changed, agent, directory)
    if tool is None:
        raise Conflict(f"The policy {found.intent} is gone.")
    said = changed._replace(words="\n".join(filter(None, (changed.words, words))))
    return [told, *ask_approvers(said, thread, tool, PreparedCall(), notes, agent, directory, now)]


def _join_people(first: ApproverClause, more: ApproverClause) -> ApproverClause:
    people, groups = (*first.people, *more.people), (*first.groups, *more.groups)
    return ApproverClause(people=tuple(dict.fromkeys(people)), groups=tuple(dict.fromkeys(groups)))


def comment_call(thread: Thread, call: str, text: str, sender: RequestSender) -> list[e.Event]:
    """Return the event of a comment. Raises `Conflict` for a request that does not wait, `NotUnderstood`."""
    found = _find_waiting(thread, call)
    _refuse_many_words(found, text)
    return [e.CallCommented(call=call, text=text, credential=sender.credential)]


def _refuse_many_words(call: ToolCall, text: str) -> None:
    said = call.question.context if call.question else call.words
    if len(said) + len(text) > MAX_WORDS:
        raise NotUnderstood(f"text: a request takes {MAX_WORDS} characters of words and comments together.")


def withdraw_call(thread: Thread, call: str, reason: str) -> list[e.Event]:
    """Return the end of a request that waits, or of an approval that was not used. Raises `Conflict`."""
    found = thread.find_call(call)
    if found is None or found.submitted is None or found.state not in ("asked", "question", "approved"):
        raise Conflict("This request is over, or its call was started: it cannot be withdrawn any more.")
    if found.question is not None:
        return [found.settle_question("withdrawn", answer=reason or WITHDRAWN)]
    return [found.settle_approval("withdrawn", reason=reason or WITHDRAWN)]


def report_execution(
    thread: Thread,
    call: str,
    status: ReportStatus,
    text: str,
    sender: RequestSender,
    agent: Agent,
    directory: PeopleDirectory,
    now: UtcMoment,
) -> list[e.Event]:
    """Return the report of an open call. A report of `running` claims the approval: it must still hold now.

    The end of a run is kept even if the approval is too old by now: it is a fact.

    Raises `Conflict` for a call that is not approved.
    """
    found = thread.find_call(call)
    if found is None or found.submitted is None or found.asked is None or found.state not in ("approved", "started"):
        raise Conflict("This call is not approved, so there is nothing to report.")
    if status == "running":
        if found.state == "started":
            raise Conflict("This approval is used already: its call was started.")
        _refuse_unlisted(agent, found.intent, sender)
        if why := explain_lost(thread, found, agent, directory, now):
            raise Conflict(why)
    return [make_report(call, status, text, sender)]


def make_report(call: str, status: ReportStatus, text: str, sender: RequestSender) -> e.Event:
    return e.ExecutionReported(call=call, status=status, text=text, by=sender.person, credential=sender.credential)


def expire_claim(call: ToolCall, claimed: UtcMoment) -> e.Event:
    """Return the end of a call after its program claimed the approval and reported nothing in time."""
    facts = f"Its program began it on {claimed:%-d %b %Y, %H:%M} UTC and said nothing more: it may have happened."
    return e.ClaimExpired(call=call.id, facts=facts)


def explain_lost(thread: Thread, call: ToolCall, agent: Agent, directory: PeopleDirectory, now: UtcMoment) -> str:
    """Return why the approval of this call cannot be used now; empty when it can."""
    if lapsed := has_lapsed(call, now):
        return lapsed
    if thread.paused or thread.ended:
        return "Its thread is paused, so that nothing of it starts until it is resumed."
    if call.hold is not None:
        return f"{describe_hold(call.hold, directory)} The approval can be used when it is resumed."
    if call.asked is None or not is_current(call, agent, directory):
        return "The policy changed after the approval; people are asked again."
    verdict = find_verdict(call.asked.policy, call.find_fresh_votes(now), directory, call.shapers)
    return "" if verdict == "approved" else "An approval no longer counts: the person may not approve any more."


def _refuse_unlisted(agent: Agent, intent: str, sender: RequestSender) -> None:
    """Raises `Conflict` when an operator took the key of the program from the policy since it asked."""
    if sender.key not in (agent.submitters or {}).get(intent, ()):
        raise Conflict(f"The policy {intent} does not list the key of this program any more, so it cannot be used.")


def _find_waiting(thread: Thread, call: str) -> ToolCall:
    found = thread.find_call(call)
    if found is None or found.submitted is None or found.state not in ("asked", "question"):
        raise Conflict("This request does not wait any more.")
    return found
