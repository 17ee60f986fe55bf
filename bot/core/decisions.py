"""Turns a person's decision or answer into events, or raises a named error. Pure."""

from typing import Literal, assert_never

from pydantic import Field

from bot.core import events as e
from bot.core.agent import Agent
from bot.core.argument_edits import build_edited_step
from bot.core.base_types import JSON, FrozenModel, UnicodeText, UtcMoment, to_micros
from bot.core.canonical_json import MAX_BYTES, compute_call_digest, parse_json
from bot.core.card.call_targets import make_tool_version
from bot.core.card.card import build_card
from bot.core.card.document_builder import explain_unapprovable
from bot.core.card.typed_confirmation_word import find_typed_word
from bot.core.errors import (
    BadInput,
    Conflict,
    DigestMismatch,
    Forbidden,
    NotAnApprover,
    NotCanonical,
    NotConfirmed,
    NotUnderstood,
    OnHold,
    OpenAlready,
)
from bot.core.escaping import show_words
from bot.core.forms import FormField, build_fields, convert_values
from bot.core.holds import describe_hold
from bot.core.next_action import is_current
from bot.core.people import ApproverClause, PeopleDirectory, Person, describe_clause
from bot.core.policy import count_votes, explain_refusal, find_verdict, renew_version
from bot.core.secrets.redaction import cut_text
from bot.core.secrets.secrets_in_call_headings import explain_withheld, find_facts
from bot.core.submissions.submitted_tools import find_call_step
from bot.core.threads.fold import fold_events
from bot.core.threads.fold_updates import MAX_PAST
from bot.core.threads.thread import Thread, ToolCall


class RequestClosed(Conflict):
    """The request {0!r} is not open."""


UNCHANGED = (
    "These are the present arguments, so nothing was proposed and nothing was decided. Change something, or approve without "
    "other arguments."
)
"""The error where another person must approve an edit: proposing the present arguments is not an approval."""


class ApprovalDecision(FrozenModel):
    """One person's decision on one digest, with the entry point (`door`) and the credential that verified the person.

    `take_back` withdraws an own approval before the call was started. `option` names one of the policy's
    `reject_options`. `confirmation` is the word typed to approve an irreversible call. `makers` are the people, other
    than the person, that made the credential.
    """

    call: str
    digest: str = Field(pattern=r"^[0-9a-f]{64}$")
    decision: Literal["approve", "reject", "take_back"]
    reason: UnicodeText = Field(default="", max_length=2_000)
    option: str = ""
    arguments: str | None = None
    confirmation: str = ""
    person: str
    door: str
    credential: str
    makers: tuple[str, ...] = ()


def decide_approval(
    thread: Thread,
    decision: ApprovalDecision,
    agent: Agent,
    directory: PeopleDirectory,
    now: UtcMoment,
    facts: tuple[e.CallFact, ...] = (),
) -> list[e.Event]:
    """Return the events of this decision: the answer, and the verdict when it is reached; none for a repeated vote.

    `facts` are the tool's facts about edited arguments.

    Raises `UnreadThread`, `RequestClosed`, `OnHold`, `DigestMismatch`, `NotAnApprover`, `Forbidden`, `NotUnderstood`,
    `NotConfirmed`, `OpenAlready`.
    """
    call = thread.find_call(decision.call)
    if decision.decision == "take_back":
        return _take_back_approval(call, decision)
    if call is None or call.asked is None or call.state != "asked":
        raise RequestClosed(decision.call)
    if call.expires_at is not None and now >= call.expires_at:
        return [call.settle_approval("expired", reason="Nobody decided in time.")]
    if call.hold is not None and decision.decision == "approve":
        raise OnHold(describe_hold(call.hold, directory))
    if decision.digest != call.digest or not is_current(call, agent, directory):
        raise DigestMismatch(decision.digest[:12], call.digest[:12])
    person = directory.find_person(decision.person)
    if person is None:
        raise NotAnApprover(decision.person, call.id, "nobody by that name is known")
    if why := explain_refusal(call.asked.policy, person, call.shapers, decision.makers, directory):
        raise NotAnApprover(person.name, call.id, why)
    answered = _make_answered(call, decision, person, thread, agent, facts)
    if answered.decision == "approve":
        edited = call._replace(arguments=answered.arguments or call.arguments)
        if why := explain_withheld(edited, answered.facts if answered.edited else find_facts(call)):
            raise Forbidden(why)
    votes = [vote for vote in call.find_fresh_votes(now) if vote.credential not in directory.revoked]
    mine = [(vote.approves, vote.makers) for vote in votes if vote.person == answered.person]
    if answered.edited is None and (answered.decision == "approve", answered.makers) in mine:
        return []  # it counts already; a vote with a key that was revoked since is cast anew
    after = fold_events(thread, [e.RecordedEvent(thread.seq + 1, to_micros(now), answered)])
    voted = after.calls[call.id]
    if answered.decision == "approve" and (why := explain_unapprovable(lambda: build_card(after, voted, directory))):
        raise Forbidden(why)
    return [answered, *_settle_by_verdict(after, call.id, answered, directory, now)]


def _take_back_approval(call: ToolCall | None, decision: ApprovalDecision) -> list[e.Event]:
    """Return the events that turn an approval into a rejection, by one of its approvers, while the call is not started."""
    if call is None or call.state != "approved" or decision.digest != call.digest:
        raise RequestClosed(decision.call)
    if not any(vote.person == decision.person and vote.approves for vote in call.votes):
        raise RequestClosed(decision.call)
    reason = _find_reason(call, decision)
    return [
        e.Answered(
            call=call.id,
            digest=call.digest,
            person=decision.person,
            door=decision.door,
            credential=decision.credential,
            makers=decision.makers,
            decision="reject",
            text=reason,
        ),
        call.settle_approval("rejected", by=(decision.person,), reason=reason),
    ]


def _make_answered(
    call: ToolCall,
    decision: ApprovalDecision,
    person: Person,
    thread: Thread,
    agent: Agent,
    facts: tuple[e.CallFact, ...],
) -> e.Answered:
    assert call.asked is not None
    assert decision.decision != "take_back"
    plain = e.Answered(
        call=call.id,
        digest=call.digest,
        person=person.id,
        door=decision.door,
        credential=decision.credential,
        makers=decision.makers,
        decision=decision.decision,
        text=_find_reason(call, decision),
    )
    if decision.arguments is None:
        _refuse_unconfirmed(call, decision)
        return plain
    if decision.decision != "approve":
        raise NotUnderstood("Arguments can only be changed by an approval, not by a rejection.")
    arguments = build_edited_step(call, decision.arguments, agent).write_arguments()
    if arguments == call.arguments:
        if call.asked.policy.edit_rule == "by_another":
            raise NotUnderstood(UNCHANGED)
        _refuse_unconfirmed(call, decision)
        return plain
    if not call.asked.policy.edits:
        raise Forbidden(f"The policy of {call.intent} allows no edits. Reject with a reason instead.")
    _refuse_repeated(thread, call, arguments)
    _refuse_unconfirmed(call._replace(arguments=arguments), decision)
    edited = compute_digest(thread.id, call, arguments)
    return plain.model_copy(update={"arguments": arguments, "edited": edited, "facts": facts})


def _refuse_repeated(thread: Thread, call: ToolCall, arguments: str) -> None:
    """Refuse an edit into a call that is open or was rejected, and an edit beyond `MAX_PAST`.

    Raises `OpenAlready` and `NotUnderstood`.
    """
    for other in thread.calls.values():
        if other.id != call.id and other.intent == call.intent and arguments in other.proposed:
            raise OpenAlready(other.id)
    if (call.intent, arguments) in thread.refused:
        raise NotUnderstood(
            "This very call was rejected. Somebody has to ask for it anew before it can be proposed again."
        )
    if len(call.past) >= MAX_PAST:
        raise NotUnderstood(f"It was changed {len(call.past)} times. Reject it, and say what you want instead.")


def _find_reason(call: ToolCall, decision: ApprovalDecision) -> str:
    """Return the written reason, else the text of the chosen option. Raises `NotUnderstood` for an unknown option."""
    if not decision.option:
        return decision.reason.strip()
    if decision.decision == "approve":
        raise NotUnderstood(
            f"The option {cut_text(decision.option, 60)!r} is a reason to reject; leave it out to approve."
        )
    options = {option.name: option.text for option in (call.asked.policy.reject_options if call.asked else ())}
    if decision.option not in options:
        there = f"There are: {', '.join(options)}." if options else "This request has none; write a reason."
        raise NotUnderstood(f"There is no option {cut_text(decision.option, 60)!r}. {there}")
    return decision.reason.strip() or options[decision.option]


def _refuse_unconfirmed(call: ToolCall, decision: ApprovalDecision) -> None:
    """Raises `NotConfirmed` when this approval needs a typed word and has another one or none."""
    word, typed = find_typed_word(call), decision.confirmation.strip()
    if decision.decision == "approve" and typed != word and word:
        was = f"You typed {cut_text(typed, 60)!r}. " if typed else ""
        raise NotConfirmed(f"{was}{call.intent} cannot be undone. To approve it, type exactly this: {word}")


def build_edit_form(call: ToolCall, agent: Agent) -> tuple[FormField, ...]:
    """Return the form in which a person edits this call, filled with its arguments.

    Raises `NotUnderstood` when its tool is gone.
    """
    step = find_call_step(call, agent)
    if step is None:
        raise NotUnderstood(f"{call.intent} is no longer a tool of {agent.name}.")
    return build_fields(step, call.arguments)


def compute_digest(thread: str, call: ToolCall, arguments: str) -> str:
    """Return the digest of an asked call with these arguments."""
    assert call.asked is not None
    return compute_call_digest(
        thread=thread,
        call=call.id,
        tool=call.intent,
        tool_version=make_tool_version(call.asked.tool_version, call.asked.target),
        arguments=arguments,
        policy_version=renew_version(call.asked.policy, call.renewals),
    )


def _settle_by_verdict(
    after: Thread, call: str, answered: e.Answered, directory: PeopleDirectory, now: UtcMoment
) -> list[e.Event]:
    voted = after.calls[call]
    assert voted.asked is not None
    policy, votes = voted.asked.policy, voted.find_fresh_votes(now)
    found = find_verdict(policy, votes, directory, voted.shapers)
    if found is None:
        return []
    counted = count_votes(policy, votes, directory, voted.shapers)
    by = tuple(vote.person for vote in counted if vote.approves == (found == "approved"))
    return [voted.settle_approval(found, by=by, reason=answered.text)]


MAX_ANSWER = 8_000


class QuestionAnswer(FrozenModel):
    """One person's answer to a question: words, one of its choices, or the JSON object of a form's values."""

    call: str
    answer: UnicodeText = Field(min_length=1, max_length=MAX_BYTES)
    person: str
    door: str
    credential: str
    makers: tuple[str, ...] = ()


GO_ON, STOP = "go on", "stop"
IT_HAPPENED, IT_DID_NOT = "it happened", "it did not happen"


def answer_question(thread: Thread, reply: QuestionAnswer, directory: PeopleDirectory, now: UtcMoment) -> list[e.Event]:
    """Return the events of this answer. Raises `UnreadThread`, `RequestClosed`, `NotAnApprover`, `NotUnderstood`."""
    call = thread.find_call(reply.call)
    if call is None or call.question is None:
        raise RequestClosed(reply.call)
    if call.expires_at is not None and now >= call.expires_at:
        return [call.settle_question("expired")]
    person = directory.find_person(reply.person)
    if person is None or not may_answer(call.question.to, person):
        who = person.name if person else reply.person
        raise NotAnApprover(who, call.id, f"only {describe_clause(call.question.to, directory)} may answer")
    text = _read_answer(call.question, reply.answer)
    answered = e.Answered(
        call=call.id,
        digest=call.digest,
        person=person.id,
        door=reply.door,
        credential=reply.credential,
        makers=reply.makers,
        decision="answer",
        text=text,
    )
    settled = call.settle_question("answered", by=person.id, answer=text)
    match call.question.purpose:
        case "ask":
            return [answered, settled]
        case "limit":
            return [answered, settled, *([e.Finished(by=person.id)] if text == STOP else [])]
        case "outcome":
            if call.question.about is None:
                raise BadInput(f"The question {call.id} is about no call.")
            happened = text == IT_HAPPENED
            return [answered, settled, e.OutcomeSettled(call=call.question.about, happened=happened, by=person.id)]


def may_answer(to: ApproverClause, person: Person) -> bool:
    return to.has_person(person)


def find_awaited_question(thread: Thread, person: Person, now: UtcMoment) -> str | None:
    """Return the id of the question that this person's next words answer: the only open one that asks them for free
    text.

    A question of the platform, a choice or a form is answered on its own card. With two open questions, words alone do
    not tell which of them they answer: None.
    """
    questions = [(call.id, call.question) for call in thread.calls.values() if call.state == "question"]
    free = [
        id
        for id, asked in questions
        if asked is not None and (asked.purpose, asked.format) == ("ask", "free_text") and may_answer(asked.to, person)
    ]
    if len(free) != 1:
        return None
    expires = thread.calls[free[0]].expires_at
    return free[0] if expires is None or now < expires else None


def _read_answer(question: e.QuestionAsked, text: str) -> str:
    if len(text) > MAX_ANSWER:
        raise NotUnderstood(f"The answer has {len(text)} characters; {MAX_ANSWER} is the most.")
    match question.format:
        case "free_text":
            return text.strip() or _refuse_choice(text, ("some text",))
        case "form":
            return _read_form_values(question.fields, text)
        case "yes_no":
            return _match_choice(text, ("yes", "no"))
        case "multiple_choice":
            return _match_choice(text, question.choices)
        case _:
            assert_never(question.format)


def _read_form_values(fields: tuple[FormField, ...], text: str) -> str:
    """Return the canonical JSON object of a form's values. Choices may be named as they are shown.

    Raises `NotUnderstood`, and `FormComplaints` for values that do not fit.
    """
    try:
        values = parse_json(text)
    except NotCanonical as error:
        values = None
        why = f" ({error.facts[0]})"
    else:
        why = ""
    if not isinstance(values, dict):
        names = ", ".join(field.name for field in fields)
        raise NotUnderstood(f"The answer {cut_text(text, 60)!r} is not a JSON object{why}. Write one with: {names}.")
    shown = {(field.name, show_words(choice)): choice for field in fields for choice in field.choices}

    def restore(name: str, each: JSON) -> JSON:
        return shown.get((name, each), each) if isinstance(each, str) else each

    chosen = {
        name: [restore(name, each) for each in value] if isinstance(value, list) else restore(name, value)
        for name, value in values.items()
    }
    return convert_values(fields, chosen)


def _match_choice(text: str, choices: tuple[str, ...]) -> str:
    said = text.strip()
    names = [(choice, name.strip()) for choice in choices for name in (choice, show_words(choice))]
    found = [choice for choice, name in names if name == said]
    found += [choice for choice, name in names if name.casefold() == said.casefold()]
    return found[0] if found else _refuse_choice(text, choices)


def _refuse_choice(text: str, choices: tuple[str, ...]) -> str:
    raise NotUnderstood(f"The answer {cut_text(text, 60)!r} is not one of: {', '.join(choices)}.")
