"""ext1: what a program asks for narrows a policy, and a reload of the file takes rights of programs away at once."""

from datetime import timedelta

import pytest
from pydantic import ValidationError

from agents.external.agent import ExternalOptions
from bot.core.configuration.reload_changes import CheckedConfiguration, split_changes
from bot.core.events import CallSubmission, CallSubmitted, CallTerms
from bot.core.events.submissions import NO_TERMS
from bot.core.people import ApproverClause, PeopleDirectory, Person
from bot.core.policy import Policy, RejectOption
from bot.core.submissions.submitted_tools import narrow_policy
from bot.core.threads.thread import ToolCall

PEOPLE = PeopleDirectory(
    people={
        id: Person(id=id, name=id.title(), groups=groups)
        for id, groups in {"ann": ("a",), "abe": ("a", "b"), "bob": ("b",), "zoe": ()}.items()
    }
)
A, AB = ApproverClause(groups=("a",)), ApproverClause(groups=("a", "b"), people=("zoe",), quorum=2)


def clause(*people: str, groups: tuple[str, ...] = (), quorum: int = 1) -> ApproverClause:
    return ApproverClause(people=people, groups=groups, quorum=quorum)


def call_of(sent: CallSubmission, terms: CallTerms = NO_TERMS) -> ToolCall:
    submitted = CallSubmitted(call="t-2", intent="a", arguments="{}", by="ann", credential="key:1", submission=sent)
    return ToolCall(id="t-2", intent="a", arguments="{}", state="chosen", submitted=submitted, terms=terms)


@pytest.mark.parametrize(
    ("whole", "to", "left"),
    [
        (A, clause("ann"), clause("ann")),
        (A, clause("bob"), clause()),
        (A, clause("ann", "bob", "zoe"), clause("ann")),
        (A, clause(groups=("a",)), A),
        (A, clause(groups=("b",)), clause("abe")),
        (AB, clause(groups=("b",)), clause(groups=("b",), quorum=2)),
        (AB, clause("zoe", groups=("a",)), clause("abe", "ann", "zoe", quorum=2)),
    ],
)
def test_ext1_the_deciders_are_those_of_the_policy_and_of_the_wish(
    whole: ApproverClause, to: ApproverClause, left: ApproverClause
) -> None:
    narrowed = narrow_policy(Policy(approvers=(whole,)), call_of(CallSubmission(to=to)), PEOPLE)
    assert narrowed.approvers == (left,)
    for person in PEOPLE.people.values():
        assert left.has_person(person) == (whole.has_person(person) and to.has_person(person))


@pytest.mark.parametrize(("lasts", "expires"), [(60, 60), (10**6, 3600), (None, 3600)])
def test_ext1_the_time_is_the_shorter_one_and_an_approval_keeps_its_shelf_life(lasts: int | None, expires: int) -> None:
    policy = Policy(approvers=(A,), expires_after=timedelta(hours=1))
    narrowed = narrow_policy(policy, call_of(CallSubmission(lasts=timedelta(seconds=lasts) if lasts else None)), PEOPLE)
    assert narrowed.expires_after == timedelta(seconds=expires)
    assert narrowed.shelf_life == policy.shelf_life


@pytest.mark.parametrize(
    ("clauses", "together", "needed"),
    [
        ((A,), (clause("ann"),), (clause("ann"),)),
        ((A,), (clause("ann"), clause("abe")), (clause("ann"), clause("abe"))),
        ((A,), (clause("bob"),), (clause(),)),
        ((AB,), (clause("ann"),), (clause("ann"), clause("zoe", groups=("a", "b")))),
        ((AB,), (clause("ann"), clause("bob"), clause("zoe")), (clause("ann"), clause("bob"), clause("zoe"))),
        ((), (clause("ann"),), ()),
        ((A, clause("bob")), (clause("abe"),), (A, clause("bob"), clause("abe"))),
    ],
)
def test_hl1_people_who_approve_together_fill_places_of_the_policy_and_leave_none_empty(
    clauses: tuple[ApproverClause, ...], together: tuple[ApproverClause, ...], needed: tuple[ApproverClause, ...]
) -> None:
    call = call_of(CallSubmission(), CallTerms(together=together))
    found = narrow_policy(Policy(approvers=clauses), call, PEOPLE).approvers
    assert found == needed
    assert sum(each.quorum for each in found) >= sum(each.quorum for each in clauses)


def test_hl1_terms_name_reasons_to_reject_and_take_edits_away() -> None:
    own, other = RejectOption(name="late", text="Too late."), RejectOption(name="dear", text="Too dear.")
    policy = Policy(approvers=(A,), edits=True, reject_options=(own, other))
    mine = RejectOption(name="late", text="Ask me tomorrow.")
    terms = CallTerms(reject_options=(mine,), is_fixed=True)
    narrowed = narrow_policy(policy, call_of(CallSubmission(), terms), PEOPLE)
    assert (narrowed.edit_rule, narrowed.reject_options) == ("", (mine, other))
    assert narrow_policy(policy, call_of(CallSubmission()), PEOPLE) is policy


def configuration(**policies: object) -> CheckedConfiguration:
    options = ExternalOptions.model_validate({"policies": policies})
    return CheckedConfiguration(PEOPLE, {"agents.external": options})


ONE, TWO = "0" * 12, "1" * 12
APPROVAL = {"approvers": [{"groups": ["a"]}]}


@pytest.mark.parametrize(
    ("after", "now"),
    [
        ({"pay": {"keys": [ONE]}}, {"pay": (ONE,)}),
        ({"pay": {"keys": [TWO, ONE, "2" * 12]}}, {"pay": (ONE, TWO)}),
        ({}, {}),
        ({"pay": {"keys": [ONE, TWO]}, "ship": {"keys": [ONE]}}, {"pay": (ONE, TWO)}),
    ],
)
def test_ext1_a_reload_takes_keys_away_at_once_and_gives_none(
    after: dict[str, dict[str, object]], now: dict[str, tuple[str, ...]]
) -> None:
    old = configuration(pay={"keys": [ONE, TWO], "approval": APPROVAL})
    new = configuration(**{name: {**table, "approval": APPROVAL} for name, table in after.items()})
    split = split_changes(old, new)
    applied = split.now.tables["agents.external"]
    assert isinstance(applied, ExternalOptions)
    assert {name: policy.keys for name, policy in applied.policies.items()} == now
    is_waiting = any(change.waits for change in split.changes)
    assert is_waiting == (new.tables["agents.external"] != applied)


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ({"webhooks": {ONE: "shop.example/hook"}}, "it is no URL"),
        ({"webhooks": {ONE: "https://user:word@shop.example/hook"}}, "without a user"),
        ({"webhooks": {"sam": "https://shop.example/hook"}}, "pattern"),
        ({"contacts": {"C1": {}}}, "it names nobody"),
        ({"contacts": {"C 1": {"people": ["ann"]}}}, "pattern"),
        ({"contacts": {"C1": {"people": ["ann"], "quorum": 2}}}, "quorum"),
    ],
)
def test_hl1_a_contact_or_webhook_that_cannot_be_used_stops_the_start(table: dict[str, object], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        ExternalOptions.model_validate(table)
