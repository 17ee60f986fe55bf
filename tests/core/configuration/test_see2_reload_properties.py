"""No reloaded configuration gives a right that the old or the new one does not give, over random configurations."""

from datetime import timedelta
from itertools import chain, combinations

from hypothesis import given
from hypothesis import strategies as some

from bot.core.access.access_lists import DEFAULT, ROLES, AccessList, AccessRole, AgentAccess
from bot.core.configuration.reload_changes import CheckedConfiguration, split_changes
from bot.core.people import PeopleDirectory, Person
from bot.core.policy import CountedVote, Policy, find_verdict
from bot.core.threads.shaper_tracking import NO_SHAPERS
from tests.core.configuration.reload_cases import (
    H1,
    H4,
    MAX,
    NAMES,
    OLIVE,
    OPS,
    RM,
    SAM,
    Options,
    clauses,
    config,
    people,
)

policies = some.builds(
    Policy,
    approvers=some.lists(clauses, max_size=3).map(tuple),
    veto=some.booleans(),
    requester_may_decide=some.booleans(),
    edits=some.sampled_from((False, True, "by_editor", "by_another")),
    irreversible=some.booleans(),
    expires_after=some.sampled_from((None, H1, H4)),
    valid_for=some.sampled_from((None, H1, H4)),
)


@given(old=policies, new=policies, before=people, after=people)
def test_see2_no_votes_approve_what_the_old_or_the_new_rules_do_not(
    old: Policy, new: Policy, before: tuple[Person, ...], after: tuple[Person, ...]
) -> None:
    found = split_changes(config(*before, bot=Options(approval=old)), config(*after, bot=Options(approval=new)))
    table, directory = found.now.tables["agents.bot"], found.now.directory
    assert isinstance(table, Options)
    for voters in chain.from_iterable(combinations(NAMES, n) for n in range(len(NAMES) + 1)):
        votes = [CountedVote(person=id, approves=True) for id in voters]
        if find_verdict(table.approval, votes, directory, NO_SHAPERS) == "approved":
            for rules, group in ((old, before), (new, after)):
                known = PeopleDirectory(people={each.id: each for each in group})
                assert find_verdict(rules, votes, known, NO_SHAPERS) == "approved"


@given(old=policies, new=policies)
def test_see2_what_acts_is_as_strict_as_both_in_every_field(old: Policy, new: Policy) -> None:
    table = split_changes(config(bot=Options(approval=old)), config(bot=Options(approval=new))).now.tables["agents.bot"]
    assert isinstance(table, Options)
    now, forever = table.approval, timedelta.max
    strictness = ("", "by_another", "by_editor")
    for each in (old, new):
        assert (now.expires_after or forever) <= (each.expires_after or forever)
        assert (now.shelf_life or forever) <= (each.shelf_life or forever)
        assert strictness.index(now.edit_rule) <= strictness.index(each.edit_rule)
        assert now.veto >= each.veto
        assert now.irreversible >= each.irreversible
        assert now.requester_may_decide <= each.requester_may_decide


@given(old=policies, new=policies, later=policies)
def test_see2_what_was_taken_away_does_not_come_back_by_the_file(old: Policy, new: Policy, later: Policy) -> None:
    before = config(OLIVE, MAX, SAM, bot=Options(approval=old))
    narrowed = split_changes(before, config(MAX, SAM, bot=Options(approval=new))).now
    back = split_changes(narrowed, config(OLIVE, MAX, SAM, bot=Options(approval=later))).now
    assert "olive" not in back.directory.people
    again = split_changes(back, before).now
    for voters in chain.from_iterable(combinations(NAMES, n) for n in range(len(NAMES) + 1)):
        votes = [CountedVote(person=id, approves=True) for id in voters]
        if _approves(again, votes):
            assert all(_approves(each, votes) for each in (back, narrowed, before))


lists = some.builds(
    AccessList,
    people=some.lists(some.sampled_from(NAMES), unique=True, max_size=3).map(tuple),
    groups=some.lists(some.sampled_from((RM, OPS)), unique=True, max_size=2).map(tuple),
    roles=some.lists(some.sampled_from(ROLES), unique=True, max_size=3).map(tuple),
)


@given(old=lists, new=lists, before=people, after=people)
def test_see1_see2_nobody_has_a_right_that_the_old_or_the_new_list_does_not_give(
    old: AccessList, new: AccessList, before: tuple[Person, ...], after: tuple[Person, ...]
) -> None:
    found = split_changes(
        config(*before, bot=Options(), bot__rights=AgentAccess(operators=old)),
        config(*after, bot=Options(), bot__rights=AgentAccess(operators=new)),
    ).now
    table = found.tables["agents.bot.rights"]
    assert isinstance(table, AgentAccess)
    now = table.operators
    assert set(now.roles) <= set(old.roles) & set(new.roles)
    for was, will in zip(before, after, strict=True):
        if now.has_person(found.directory.people[was.id]):
            assert old.has_person(was)
            assert new.has_person(will)


@given(people=some.lists(some.sampled_from(NAMES), unique=True).map(tuple), roles=some.sampled_from([(), ("owners",)]))
def test_see1_see2_who_may_start_where_everybody_did_may_so_at_once(
    people: tuple[str, ...], roles: tuple[AccessRole, ...]
) -> None:
    listed = AccessList(people=people, roles=roles)
    everybody, few = (
        config(MAX, SAM, bot=Options(), bot__rights=AgentAccess(starters=each)) for each in (DEFAULT, listed)
    )
    for found in (split_changes(everybody, few), split_changes(few, everybody)):
        table = found.now.tables["agents.bot.rights"]
        assert isinstance(table, AgentAccess)
        assert table.starters == listed
    assert [change.waits for change in split_changes(everybody, few).changes] == [""]
    assert [change.waits for change in split_changes(few, everybody).changes] == ["SIGHUP"]


def _approves(found: CheckedConfiguration, votes: list[CountedVote]) -> bool:
    table = found.tables["agents.bot"]
    assert isinstance(table, Options)
    return find_verdict(table.approval, votes, found.directory, NO_SHAPERS) == "approved"
