"""The parts of a changed configuration that act at once and the parts that wait, as tables."""

from datetime import timedelta
from typing import Any, Self

import pytest
from pydantic import Field, PrivateAttr, model_validator

from bot.core.access.access_lists import AccessList, AgentAccess
from bot.core.configuration.reload_changes import (
    CheckedConfiguration,
    ConfigurationChange,
    ReloadSplit,
    accept_changes,
    split_changes,
)
from bot.core.people import ApproverClause, Person
from bot.core.policy import Policy, RejectOption
from bot.llm import ModelOptions
from tests.core.configuration.reload_cases import (
    H1,
    H4,
    MAX,
    OLIVE,
    OPS,
    RM,
    SAM,
    ChannelOptions,
    Options,
    config,
    person,
)


def told(found: ReloadSplit) -> set[str]:
    return {str(change) for change in found.changes}


PEOPLE = [
    ("nothing", [OLIVE, MAX], [OLIVE, MAX], [OLIVE, MAX], set()),
    ("a person leaves", [OLIVE, MAX], [MAX], [MAX], {"person removed olive"}),
    ("a person comes", [MAX], [OLIVE, MAX], [MAX], {"person added olive (waits for SIGHUP)"}),
    (
        "one for another",
        [OLIVE],
        [MAX],
        [],
        {"person removed olive", "person added max (waits for SIGHUP)"},
    ),
    (
        "a person is deactivated",
        [MAX],
        [person("max", RM, OPS, active=False)],
        [person("max", RM, OPS, active=False)],
        {"person deactivated max"},
    ),
    (
        "a person is activated",
        [person("max", RM, active=False)],
        [person("max", RM)],
        [person("max", RM, active=False)],
        {"person activated max (waits for SIGHUP)"},
    ),
    (
        "a group for another",
        [person("max", RM)],
        [person("max", OPS)],
        [person("max")],
        {f"group removed max: {RM}", f"group added max: {OPS} (waits for SIGHUP)"},
    ),
    (
        "an address for another",
        [person("max", accounts={"email": "max@example.com"})],
        [person("max", accounts={"email": "max@evil.example"})],
        [person("max")],
        {
            "account removed max: email max@example.com",
            "account added max: email max@evil.example (waits for SIGHUP)",
        },
    ),
    (
        "one account of two",
        [OLIVE],
        [person("olive", RM, accounts={"slack": "T2/U9", "email": "Olive@Example.com"})],
        [person("olive", RM, accounts={"slack": "T2/U9", "email": "olive@example.com"})],
        {"account removed olive: slack U1"},
    ),
    (
        "an account goes to somebody else",
        [person("max", accounts={"slack": "U5"}), SAM],
        [MAX, person("sam", accounts={"slack": "U5"})],
        [person("max"), SAM],
        {
            "account removed max: slack U5",
            "account added sam: slack U5 (waits for SIGHUP)",
            f"group added max: {RM} (waits for SIGHUP)",
            f"group added max: {OPS} (waits for SIGHUP)",
        },
    ),
    (
        "another name",
        [SAM],
        [person("sam", name="Olive")],
        [SAM],
        {"name changed sam: 'Sam' -> 'Olive' (waits for SIGHUP)"},
    ),
]


@pytest.mark.parametrize(("old", "new", "now", "changes"), [case[1:] for case in PEOPLE], ids=[c[0] for c in PEOPLE])
def test_see2_of_people_removals_act_and_the_rest_waits(
    old: list[Person], new: list[Person], now: list[Person], changes: set[str]
) -> None:
    found = split_changes(config(*old), config(*new))
    assert list(found.now.directory.people.values()) == now
    assert told(found) == changes


def clause(*people: str, groups: tuple[str, ...] = (), quorum: int = 1) -> ApproverClause:
    return ApproverClause(people=people, groups=groups, quorum=quorum)


def policy(*clauses: ApproverClause, **fields: Any) -> Policy:
    return Policy(approvers=clauses or (clause(groups=(RM,)),), **fields)


BASE = policy()
POLICIES = [
    ("an approver goes", policy(clause("olive", "max")), policy(clause("max")), policy(clause("max"))),
    ("an approver comes", policy(clause("max")), policy(clause("olive", "max")), policy(clause("max"))),
    ("one for another", policy(clause("max")), policy(clause("olive")), policy(clause())),
    ("a group shrinks to a name", BASE, policy(clause("olive")), policy(clause("olive"))),
    ("a name grows to its group", policy(clause("olive")), BASE, policy(clause("olive"))),
    ("another group", BASE, policy(clause(groups=(OPS,))), policy(clause("max"))),
    ("the quorum rises", BASE, policy(clause(groups=(RM,), quorum=2)), policy(clause(groups=(RM,), quorum=2))),
    (
        "the quorum falls",
        policy(clause(groups=(RM,), quorum=2)),
        BASE,
        policy(clause(groups=(RM,), quorum=2)),
    ),
    (
        "a clause more",
        BASE,
        policy(clause(groups=(RM,)), clause("sam")),
        policy(clause(groups=(RM,)), clause("sam")),
    ),
    (
        "a clause less",
        policy(clause("sam"), clause(groups=(RM,))),
        BASE,
        policy(clause("sam"), clause(groups=(RM,))),
    ),
    ("nobody from now on", BASE, Policy(), Policy()),
    ("nobody before", Policy(), BASE, Policy()),
    (
        "another order",
        policy(clause("olive"), clause("sam")),
        policy(clause("sam"), clause("olive")),
        policy(clause("olive"), clause("sam")),
    ),
    ("the requester may", BASE, policy(requester_may_decide=True), BASE),
    ("the requester may not", policy(requester_may_decide=True), BASE, BASE),
    ("who shaped it may", BASE, policy(shapers_may_decide=True), BASE),
    ("who shaped it may not", policy(shapers_may_decide=True), BASE, BASE),
    ("no veto", BASE, policy(veto=False), BASE),
    ("a veto", policy(veto=False), BASE, BASE),
    ("edits", BASE, policy(edits="by_another"), BASE),
    ("freer edits", policy(edits="by_another"), policy(edits="by_editor"), policy(edits="by_another")),
    ("stricter edits", policy(edits="by_editor"), policy(edits="by_another"), policy(edits="by_another")),
    ("no edits", policy(edits=True), BASE, BASE),
    ("longer expiry", policy(expires_after=H1), policy(expires_after=H4), policy(expires_after=H1)),
    ("shorter expiry", policy(expires_after=H4), policy(expires_after=H1), policy(expires_after=H1)),
    ("no expiry", BASE, policy(expires_after=None), BASE),
    ("shorter use", BASE, policy(valid_for=H1), policy(valid_for=H1)),
    ("longer use", policy(valid_for=H1), BASE, policy(valid_for=H1)),
    ("irreversible", BASE, policy(irreversible=True, typed="tag"), policy(irreversible=True, typed="tag")),
    ("not irreversible", policy(irreversible=True), BASE, policy(irreversible=True)),
    (
        "another word to type",
        policy(irreversible=True, typed="tag"),
        policy(irreversible=True, typed="x"),
        policy(irreversible=True, typed="tag"),
    ),
    (
        "stricter and looser at once",
        policy(clause(groups=(RM,)), requester_may_decide=False),
        policy(clause(groups=(RM,), quorum=2), requester_may_decide=True),
        policy(clause(groups=(RM,), quorum=2)),
    ),
]


@pytest.mark.parametrize(("old", "new", "now"), [case[1:] for case in POLICIES], ids=[case[0] for case in POLICIES])
def test_see2_the_stricter_of_two_policies_acts(old: Policy, new: Policy, now: Policy) -> None:
    people = (OLIVE, MAX, SAM)
    before, after = config(*people, bot=Options(approval=old)), config(*people, bot=Options(approval=new))
    found = split_changes(before, after)
    table = found.now.tables["agents.bot"]
    assert isinstance(table, Options)
    assert table.approval == now
    acts, waits = any(not each.waits for each in found.changes), any(each.waits for each in found.changes)
    is_reordered = set(old.approvers) == set(new.approvers)
    assert acts == (now != old)
    assert waits == (now != new) or is_reordered


class LaterPolicy(Policy):
    """A policy as of a later release, with a field that no rule of a reload names."""

    reminded_after: timedelta | None = None


FULL_POLICY = LaterPolicy(
    approvers=(ApproverClause(groups=(RM,)),),
    requester_may_decide=True,
    veto=False,
    shapers_may_decide=True,
    edits="by_another",
    expires_after=timedelta(hours=3),
    valid_for=timedelta(hours=2),
    reject_options=(RejectOption(name="Not today", text="Ask again tomorrow."),),
    irreversible=True,
    typed="tag",
    reminded_after=H1,
)


def test_chg1_every_field_of_a_policy_survives_a_reload_that_makes_another_field_stricter() -> None:
    unset = [name for name in LaterPolicy.model_fields if getattr(FULL_POLICY, name) == getattr(LaterPolicy(), name)]
    assert unset == []
    stricter = FULL_POLICY.model_copy(update={"expires_after": H1})
    people = (OLIVE, MAX, SAM)
    found = split_changes(
        config(*people, bot=Options(approval=FULL_POLICY)), config(*people, bot=Options(approval=stricter))
    )
    table = found.now.tables["agents.bot"]
    assert isinstance(table, Options)
    assert table.approval == stricter
    assert told(found) == {"stricter agents.bot.approval.expires_after: 10800 s -> 3600 s"}


class StrictPolicy(LaterPolicy):
    """A policy of an author: an alias, a rule that its own validator keeps, a private value, and rights in new fields."""

    team: str = Field(default="", alias="on_call_team")
    second: ApproverClause = ApproverClause()
    readers: AccessList = AccessList()
    later: Policy = Policy()
    _source: str = PrivateAttr(default="")

    @model_validator(mode="after")
    def _keep_hours(self) -> Self:
        if self.expires_after is not None and self.expires_after < timedelta(hours=2):
            raise ValueError("people sleep")
        return self


def strict(**fields: Any) -> StrictPolicy:
    made = StrictPolicy(on_call_team="red", **{**FULL_POLICY.model_dump(), **fields})
    made._source = "countersign.toml"
    return made


def reload_policy(old: Policy, new: Policy) -> tuple[Policy, ReloadSplit]:
    people = (OLIVE, MAX, SAM)
    found = split_changes(config(*people, bot=Options(approval=old)), config(*people, bot=Options(approval=new)))
    table = found.now.tables["agents.bot"]
    assert isinstance(table, Options)
    return table.approval, found


def test_chg1_a_derived_policy_keeps_its_type_its_fields_and_what_is_private() -> None:
    old, new = strict(), Policy.model_copy(strict(), update={"expires_after": H1})
    now, found = reload_policy(old, new)
    assert isinstance(now, StrictPolicy)
    assert (now.team, now._source, now.reminded_after, now.expires_after) == ("red", "countersign.toml", H1, H1)
    assert told(found) == {"stricter agents.bot.approval.expires_after: 10800 s -> 3600 s"}


def test_chg1_rights_in_the_fields_of_a_derived_policy_are_taken_away_at_once() -> None:
    old = strict(
        second=clause("olive", "max"),
        readers=AccessList(people=("olive", "max")),
        later=Policy(approvers=(clause("olive", "max"),)),
    )
    new = strict(
        second=clause("max"),
        readers=AccessList(people=("max",)),
        later=Policy(approvers=(clause("max"),)),
        reminded_after=H4,
    )
    now, found = reload_policy(old, new)
    assert isinstance(now, StrictPolicy)
    assert (now.second, now.readers, now.later) == (new.second, new.readers, new.later)
    assert now.reminded_after == H1
    assert "settings changed agents.bot.approval.reminded_after (waits for SIGHUP)" in told(found)
    back, found = reload_policy(now, old)
    assert isinstance(back, StrictPolicy)
    assert (back.second, back.readers, back.later) == (new.second, new.readers, new.later)
    assert all(each.waits for each in found.changes)


@pytest.mark.parametrize(("old", "new"), [(FULL_POLICY, BASE), (BASE, FULL_POLICY), (strict(), FULL_POLICY)])
def test_chg1_a_policy_of_another_type_narrows_the_rules_and_waits_for_the_rest(old: Policy, new: Policy) -> None:
    now, found = reload_policy(old, new)
    assert type(now) is type(old)
    assert now.rules == reload_policy(old.rules, new.rules)[0]
    assert "settings changed agents.bot.approval (waits for SIGHUP)" in told(found)


OLD = config(SAM, bot=Options(), bot__model=ModelOptions(name="small"))
TABLES = [
    ("an agent comes", config(SAM), OLD, config(SAM), {"agent added bot", "settings added agents.bot.model"}),
    ("an agent goes", OLD, config(SAM), config(SAM), set()),
    (
        "another repository",
        OLD,
        config(SAM, bot=Options(repository="/srv/other"), bot__model=ModelOptions(name="small")),
        OLD,
        {"settings changed agents.bot.repository"},
    ),
    (
        "another model",
        OLD,
        config(SAM, bot=Options(), bot__model=ModelOptions(name="small", base_url="http://evil.example")),
        OLD,
        {"settings changed agents.bot.model.base_url"},
    ),
    ("no model of its own", OLD, config(SAM, bot=Options()), OLD, {"settings removed agents.bot.model"}),
    (
        "another list of readers",
        config(MAX, SAM, bot=Options(), bot__rights=AgentAccess(readers=AccessList(people=("sam",), groups=(OPS,)))),
        config(MAX, SAM, bot=Options(), bot__rights=AgentAccess(readers=AccessList(people=("max", "sam"), roles=("owners",)))),
        config(MAX, SAM, bot=Options(), bot__rights=AgentAccess(readers=AccessList(people=("max", "sam")))),
        {"changed agents.bot.rights.readers: max, sam -> max, sam, its owners"},
    ),
    (
        "rights that are left to the default",
        config(SAM, bot=Options(), bot__rights=AgentAccess(starters=AccessList(people=("sam",)))),
        config(SAM, bot=Options(), bot__rights=AgentAccess()),
        config(SAM, bot=Options(), bot__rights=AgentAccess(starters=AccessList(people=("sam",)))),
        {"changed agents.bot.rights.starters: sam -> who asked, its approvers, its owners"},
    ),
    ("fewer owners", config(SAM, bot=Options(owners=clause("sam"))), config(SAM, bot=Options()), config(SAM, bot=Options()), set()),
    ("more owners", config(SAM, bot=Options()), config(SAM, bot=Options(owners=clause("sam"))), config(SAM, bot=Options()), {"changed agents.bot.owners: nobody -> sam"}),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "now", "waiting"), [case[1:] for case in TABLES], ids=[c[0] for c in TABLES])
def test_see2_of_agents_removals_act_and_the_rest_waits(
    old: CheckedConfiguration, new: CheckedConfiguration, now: CheckedConfiguration, waiting: set[str]
) -> None:
    found = split_changes(old, new)
    assert found.now == now
    assert {str(change) for change in found.changes if change.waits} == {
        f"{each} (waits for SIGHUP)" for each in waiting
    }
    assert found.changes


@pytest.mark.parametrize(("old", "new"), [(case[1], case[2]) for case in TABLES], ids=[case[0] for case in TABLES])
def test_see2_what_the_operator_accepts_acts_whole(old: CheckedConfiguration, new: CheckedConfiguration) -> None:
    found = accept_changes(old, new)
    assert found.now == new
    assert [change for change in found.changes if change.waits] == []


def test_see2_a_channel_acts_at_a_restart_only() -> None:
    old, new = config(SAM), config(SAM)
    new.tables["channels.slack"] = ChannelOptions(agent="other")  # type: ignore[index]
    for found in (split_changes(old, new), accept_changes(old, new)):
        assert found.now == old
        assert found.changes == (ConfigurationChange("settings changed", "channels.slack", waits="a restart"),)


def test_see2_a_secret_in_an_agents_options_is_not_quoted() -> None:
    found = split_changes(config(bot=Options()), config(bot=Options(repository="https://x:hunter2@host/repo")))
    assert "hunter2" not in str([str(change) for change in found.changes])
