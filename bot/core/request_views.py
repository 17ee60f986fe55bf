"""Requests as lists and clients see them: the call, the people and the status. Read from the log, open or settled."""

from collections.abc import Iterable
from functools import cached_property
from typing import Literal, NamedTuple

from pydantic import PrivateAttr, computed_field

from bot.core import events as e
from bot.core.base_types import JSON, FrozenModel, UtcMoment, from_micros
from bot.core.canonical_json import parse_json
from bot.core.card.call_presentation import (
    NO_PRESENTATIONS,
    PLAIN_PRESENTATION,
    CallPresentation,
    ToolPresentations,
)
from bot.core.card.card import CardVote, RequestCard, RequestOutcome, build_card
from bot.core.card.execution import CallExecution, fold_executions, show_execution
from bot.core.escaping import show_words
from bot.core.events.submissions import NO_TERMS
from bot.core.people import PeopleDirectory
from bot.core.policy import Policy, count_votes, describe_approvers, explain_exclusion, join_voters
from bot.core.submissions.submitted_tools import present_call
from bot.core.threads.fold import fold_events
from bot.core.threads.thread import Thread, ToolCall

QUESTION_PARTS = {"question", "context", "format", "choices", "urgency", "fields"}
"""The fields of a question that a request shows as its arguments."""


class VoteView(FrozenModel):
    """One person's decision or answer on a request.

    `counts` is false for a vote on arguments that were changed afterwards, for a vote replaced by a later one, and for
    one of a person without the right to decide, such as the editor where another person must approve; `why_not` gives
    the reason. `makers` are ids of the makers of the vote's key or link, `maker_names` their shown names. `counts_with`
    are the ids of earlier approvers that this approval counts as one with.
    """

    person: str
    name: str
    decision: Literal["approve", "reject", "answer"]
    door: str
    reason: str
    digest: str
    counts: bool
    why_not: str = ""
    makers: tuple[str, ...] = ()
    maker_names: tuple[str, ...] = ()
    counts_with: tuple[str, ...] = ()
    counts_with_names: tuple[str, ...] = ()


class RequestEnding(FrozenModel):
    """How and when a request was settled; `by` are ids of people."""

    status: str
    at: UtcMoment
    by: tuple[str, ...] = ()
    reason: str = ""
    seq: int = 0


class SettledState(NamedTuple):
    """The state of a settled request: how it ended, the execution of its call, and why its thread does not go on (`paused`,
    `stopped`, as on a card)."""

    ending: RequestEnding
    execution: CallExecution | None = None
    paused: str = ""
    stopped: str = ""


class CardBasis(NamedTuple):
    """All that the card of a request is built from; `settled` is None while it is open."""

    thread: Thread
    call: ToolCall
    directory: PeopleDirectory
    presentation: CallPresentation
    votes: tuple[VoteView, ...]
    settled: SettledState | None

    def build_card(self) -> RequestCard:
        card = build_card(self.thread, self.call, self.directory, self.presentation)
        votes = tuple(map(_show_vote, self.votes))
        if self.settled is None:
            return card.model_copy(update={"votes": votes})
        ending, execution, paused, stopped = self.settled
        by, reason = show_words(_name_people(ending.by, self.directory)), show_words(ending.reason)
        return card.model_copy(
            update={
                "votes": votes,
                "outcome": RequestOutcome(status=ending.status, by=by, at=ending.at, reason=reason, seq=ending.seq),
                "execution": show_execution(execution),
                "paused": paused,
                "stopped": stopped,
            }
        )


class Request(FrozenModel):
    """An approval or a question. `arguments` are the present ones; `text` is a question's wording.

    `askers` are the known shapers of the call: they may not decide it, unless the policy allows them to. `decided_by`
    are ids of people, `decided_by_name` their shown names. `execution` is that of the approved call; None while it is
    not approved, and for a question. `submitted` is set where a program outside of this server asked, on these `terms`.
    `card` is built when it is first read: who decides by a button or a program often reads the status alone.
    """

    id: str
    thread_id: str
    kind: Literal["approval", "question"]
    status: str
    tool: str
    arguments: JSON
    digest: str
    requested_by: str | None
    askers: tuple[str, ...] = ()
    expires_at: UtcMoment | None
    created_at: UtcMoment
    text: str = ""
    choices: tuple[str, ...] = ()
    decided_by: str | None = None
    decided_by_name: str | None = None
    decided_at: UtcMoment | None = None
    reason: str = ""
    policy: Policy | None = None
    votes: tuple[VoteView, ...] = ()
    execution: CallExecution | None = None
    submitted: e.CallSubmitted | None = None
    terms: e.CallTerms = NO_TERMS
    _basis: CardBasis | None = PrivateAttr(None)

    @computed_field  # type: ignore[prop-decorator]
    @cached_property
    def card(self) -> RequestCard:
        assert self._basis is not None, "a request without a basis is given its card"
        return self._basis.build_card()

    def with_basis(self, basis: CardBasis) -> "Request":
        """Return this new request with all that its card is built from."""
        self._basis = basis
        return self

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Request):
            return NotImplemented
        return self.card == other.card and self.__dict__ == other.__dict__

    __hash__ = None  # type: ignore[assignment]  # its arguments are JSON


def build_request(
    thread: Thread,
    call: ToolCall,
    directory: PeopleDirectory,
    presentations: ToolPresentations = NO_PRESENTATIONS,
    settled: SettledState | None = None,
) -> Request:
    """Return the request of a call, in a thread as it was while the request was open."""
    ending = settled.ending if settled else None
    question, votes = call.question, _list_votes(call, directory, is_open=ending is None)
    presentation = present_call(call) if call.submitted else presentations.get(call.intent, PLAIN_PRESENTATION)
    by = _name_people(ending.by, directory) if ending else ""
    return Request(
        id=call.id,
        thread_id=thread.id,
        kind="question" if question else "approval",
        status=ending.status if ending else "pending",
        tool="ask_human" if question else call.intent,
        arguments=question.model_dump(mode="json", include=QUESTION_PARTS) if question else parse_json(call.arguments),
        digest=call.digest,
        requested_by=call.requester or thread.requester,
        askers=call.askers,
        expires_at=call.expires_at,
        created_at=from_micros(call.since),
        text=question.question if question else "",
        choices=question.choices if question else (),
        decided_by=", ".join(ending.by) or None if ending else None,
        decided_by_name=by or None,
        decided_at=ending.at if ending else None,
        reason=ending.reason if ending else "",
        policy=call.asked.policy if call.asked else None,
        votes=votes,
        submitted=call.submitted,
        terms=call.terms,
        execution=settled.execution if settled else None,
    ).with_basis(CardBasis(thread, call, directory, presentation, votes, settled))


def _name_people(ids: Iterable[str], directory: PeopleDirectory) -> str:
    return ", ".join(directory.find_name(person) for person in ids)


def _show_vote(vote: VoteView) -> CardVote:
    return CardVote(
        person=vote.person,
        name=show_words(vote.name),
        decision=vote.decision,
        door=show_words(vote.door),
        reason=show_words(vote.reason),
        why_not=show_words(vote.why_not),
        via=show_words(", ".join(vote.maker_names)),
        joined=show_words(", ".join(vote.counts_with_names)),
    )


def build_past_request(
    id: str,
    thread: Thread,
    log: Iterable[e.RecordedEvent],
    directory: PeopleDirectory,
    presentations: ToolPresentations = NO_PRESENTATIONS,
    *,
    paused: str = "",
    stopped: str = "",
) -> Request | None:
    """Return the request of a settled call, from the log after `thread`: the empty thread, or one with the call open.

    The last ending counts: an approval may have been taken back, or superseded by a change of the rules. Its card says
    why the thread does not go on now: `paused`, `stopped`.
    """
    last, found, whole = thread.calls.get(id), None, list(log)
    is_approved = last is not None and last.state == "approved"
    execution = fold_executions(whole, directory, {id: CallExecution()} if is_approved else None).get(id)
    for recorded in whole:
        before = thread
        thread = fold_events(thread, (recorded,))
        now = thread.calls.get(id)
        if now is not None and now.state in ("asked", "question"):
            last = now
        elif now is not None and last is not None:  # the call as it was last asked about, with all later answers
            last = last._replace(answers=now.answers)
        ending = _find_ending(recorded, id, closed=id in before.calls and id not in thread.calls)
        if ending is not None and last is not None:
            found = before, last, ending
    if found is None:
        return None
    before, last, ending = found
    return build_request(
        before, last, directory, presentations, SettledState(ending, execution, paused=paused, stopped=stopped)
    )


def _find_ending(recorded: e.RecordedEvent, id: str, *, closed: bool) -> RequestEnding | None:
    event, at, seq = recorded.event, recorded.moment, recorded.seq
    if (end := event.request_end) is not None and end.call == id:
        return RequestEnding(status=end.status, at=at, by=end.by, reason=end.reason, seq=seq)
    if closed and (event.thread_end is not None or event.fork_origin is not None):
        return RequestEnding(status="cancelled", at=at, seq=seq)
    return None


def _list_votes(call: ToolCall, directory: PeopleDirectory, *, is_open: bool) -> tuple[VoteView, ...]:
    """Return all votes and answers of the request, each with the reason why it does not count, if so."""
    why_not = _explain_uncounted(call, directory, is_open)
    policy = call.asked.policy if call.asked else Policy()
    joined: dict[str, tuple[str, ...]] = {}
    for voter in join_voters(count_votes(policy, call.votes, directory, call.shapers), directory):
        ids = tuple(person.id for person in voter)
        joined |= {id: ids[:number] for number, id in enumerate(ids)}
    return tuple(
        VoteView(
            person=answer.person,
            name=directory.find_name(answer.person),
            decision=answer.decision,
            door=answer.door,
            reason=answer.text,
            digest=answer.edited or answer.digest,
            counts=not why,
            why_not=why,
            makers=answer.makers,
            maker_names=tuple(map(directory.find_name, answer.makers)),
            counts_with=() if why else joined.get(answer.person, ()),
            counts_with_names=() if why else tuple(map(directory.find_name, joined.get(answer.person, ()))),
        )
        for answer, why in zip(call.answers, why_not, strict=True)
    )


def _explain_uncounted(call: ToolCall, directory: PeopleDirectory, is_open: bool) -> list[str]:
    """Return for each answer why it does not count; empty: it does, as its person's latest on the present version.

    While the request is open, today's directory applies: the vote of a former approver does not count.
    """
    current = enumerate(call.answers[call.counting :], call.counting)
    latest = {a.person: number for number, a in current if (a.edited or a.digest) == call.digest}
    policy = call.asked.policy if call.asked else None

    def reason(number: int) -> str:
        answer = call.answers[number]
        if (answer.edited or answer.digest) != call.digest:
            return "before the arguments were changed"
        if number < call.counting:
            return "before it was changed or asked anew"
        if latest[answer.person] != number:
            return "voted again later"
        if answer.credential in directory.revoked:
            return "the key that it came with was revoked"
        if policy and is_open and (why := _explain_not_approver(answer.person, policy, directory)):
            return why
        for who in (answer.person, *answer.makers):
            if policy and (why := explain_exclusion(policy, call.shapers.get(who, ()))):
                return why if who == answer.person else f"made by {directory.find_name(who)}, and {why}"
        return ""

    return [reason(number) for number in range(len(call.answers))]


def _explain_not_approver(id: str, policy: Policy, directory: PeopleDirectory) -> str:
    """Return why this person is no approver by today's directory; empty when they are."""
    person = directory.find_person(id)
    if person is None:
        return "nobody of this name is known any more"
    if not person.active:
        return "the account is not active"
    return (
        ""
        if any(clause.has_person(person) for clause in policy.approvers)
        else f"only {describe_approvers(policy)} may"
    )
