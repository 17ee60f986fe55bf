"""The rights to see, speak, start and operate, as tables: default lists, set lists, the log's audience, and keys."""

from itertools import product
from typing import get_args

import pytest
from pydantic import ValidationError

from bot.core.access.access_lists import AccessList, AccessOperation, AgentAccess, describe_access
from bot.core.access.permissions import (
    AccessSubject,
    compute_reach,
    list_index_names,
    may_access,
    may_see_agent,
    may_with_agent,
)
from bot.core.agent import Agent
from bot.core.people import ApproverClause, PeopleDirectory, Person
from bot.core.policy import Policy
from bot.core.threads.thread import Thread
from tests.core.thread_log import AGENT, PEOPLE, ThreadLog, agent

OPERATIONS: tuple[AccessOperation, ...] = get_args(AccessOperation)
BORIS = Person(id="boris", name="Boris", groups=("office",))
EVERYBODY = {**PEOPLE.people, "boris": BORIS}
ONLY_BORIS = AccessList(people=("boris",))
ONLY_OFFICE = AccessList(groups=("office",))
CLOSED = AgentAccess(readers=AccessList(), speakers=AccessList(), starters=AccessList(), operators=AccessList())


def person(id: str) -> AccessSubject:
    return AccessSubject(EVERYBODY[id])


def of(by: Agent) -> ThreadLog:
    return ThreadLog(agent=by).opened("rita").said("tag it")


def rights(subject: AccessSubject, by: Agent | None, thread: Thread) -> str:
    """The initials of the subject's rights in the thread: "rso" for read, speak, operate."""
    return "".join(each[0] for each in ("read", "speak", "operate") if may_access(subject, each, by, thread))


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("rita", "rso"),  # asked
        ("olive", "rso"),  # approves, and owns the agent
        ("otto", "rso"),  # approves
        ("ines", "rso"),
        ("sven", ""),  # has nothing to do with it
        ("boris", ""),
        ("gone", ""),  # a release manager whose account is not active
    ],
)
def test_see1_without_lists_who_asked_approves_or_owns_has_every_right(who: str, expected: str) -> None:
    assert rights(person(who), AGENT, of(AGENT).thread) == expected


LISTS: dict[str, tuple[AgentAccess, dict[str, str]]] = {
    "a reader reads": (AgentAccess(readers=ONLY_BORIS), {"boris": "r", "rita": "rso", "otto": "rso", "sven": ""}),
    "a speaker reads": (AgentAccess(speakers=ONLY_OFFICE), {"boris": "rs", "rita": "ro", "otto": "ro", "sven": ""}),
    "an operator reads": (AgentAccess(operators=ONLY_BORIS), {"boris": "ro", "rita": "rs", "otto": "rs", "sven": ""}),
    "a starter sees only their own": (
        AgentAccess(starters=ONLY_BORIS),
        {"boris": "", "rita": "rso", "otto": "rso", "sven": ""},
    ),
    "empty lists leave the requester their own words": (CLOSED, {"rita": "r", "olive": "", "otto": "", "boris": ""}),
    "a list names roles, too": (
        CLOSED.model_copy(update={"speakers": AccessList(people=("boris",), roles=("owners",))}),
        {"boris": "rs", "olive": "rs", "otto": "", "rita": "r"},
    ),
    "who asked, in a list, is who opened the thread": (
        CLOSED.model_copy(update={"operators": AccessList(roles=("requester",))}),
        {"rita": "ro", "olive": "", "boris": ""},
    ),
}


@pytest.mark.parametrize("name", LISTS)
def test_see1_a_list_that_is_set_replaces_its_default(name: str) -> None:
    access, expected = LISTS[name]
    by = agent(access=access)
    assert {who: rights(person(who), by, of(by).thread) for who in expected} == expected


def test_see1_an_approver_of_a_request_reads_its_thread_whatever_the_lists_and_also_when_excluded() -> None:
    policy = Policy(approvers=(ApproverClause(groups=("security",)), ApproverClause(people=("boris",))))
    by = agent(policy, access=CLOSED, owners=ApproverClause())
    before = of(by).chose("tag_release", tag="v1")
    asked = before.asked()
    for who in ("sven", "otto", "boris"):
        assert (rights(person(who), by, before.thread), rights(person(who), by, asked.thread)) == ("", "r")
    assert rights(person("ines"), by, asked.thread) == ""
    wrote = ThreadLog(agent=by).opened("sven").said("tag it", "sven").chose("tag_release", tag="v1").asked()
    assert rights(person("sven"), by, wrote.thread) == "r"  # who asked may not decide, and still sees


def test_see1_an_approver_of_then_reads_after_the_rules_changed_and_the_request_ended() -> None:
    log = of(AGENT).chose("tag_release", tag="v1").asked().voted("ines", "reject", reason="no")
    later = agent(Policy(approvers=(ApproverClause(people=("sven",)),)), access=CLOSED, owners=ApproverClause())
    assert [rights(person(who), later, log.thread) for who in ("ines", "otto", "sven")] == ["r", "r", ""]
    assert [rights(person(who), None, log.thread) for who in ("ines", "otto", "sven", "rita")] == ["rs", "rs", "", "rs"]


def test_see1_an_agent_that_goes_leaves_its_threads_to_who_reads_them_and_to_an_admin_key_alone_to_operate() -> None:
    """A list narrower than its default went with the agent: people without resume and fork before must not have them now."""
    narrow = agent(access=AgentAccess(operators=ONLY_BORIS))
    thread = of(narrow).chose("tag_release", tag="v1").asked().thread
    everybody = [who for who in EVERYBODY if who != "gone"]
    assert [who for who in everybody if may_access(person(who), "operate", narrow, thread)] == ["boris"]
    assert [who for who in everybody if may_access(person(who), "operate", None, thread)] == []
    assert may_access(AccessSubject(EVERYBODY["sven"], scope="admin"), "operate", None, thread)
    assert may_access(person("rita"), "read", None, thread)
    assert not may_access(person("boris"), "read", None, thread)


def test_see1_who_is_asked_a_question_reads_and_speaks_until_it_is_answered() -> None:
    by = agent(access=CLOSED, owners=ApproverClause())
    asked = of(by).chose("ask_human", question="Which?").questioned(to=ApproverClause(people=("boris",)))
    assert (rights(person("boris"), by, asked.thread), rights(person("sven"), by, asked.thread)) == ("rs", "")


def test_see1_whose_words_are_in_a_thread_reads_it_and_gets_no_other_right_by_it() -> None:
    by = agent(access=AgentAccess(speakers=ONLY_BORIS))
    log = of(by).said("and quickly", by="boris")
    closed = agent(access=CLOSED)
    assert (rights(person("boris"), by, log.thread), rights(person("boris"), closed, log.thread)) == ("rs", "r")
    assert rights(person("boris"), agent(), log.thread) == "r"


def test_see1_starting_is_open_to_whoever_asks_unless_a_list_says_otherwise() -> None:
    starts = {who: may_with_agent(person(who), "start", AGENT) for who in EVERYBODY}
    assert starts == {who: who != "gone" for who in EVERYBODY}
    stranger = AccessSubject(None, "slack:T1/U9")
    assert may_with_agent(stranger, "start", AGENT)
    named = agent(access=AgentAccess(starters=ONLY_OFFICE))
    assert [who for who in EVERYBODY if may_with_agent(person(who), "start", named)] == ["boris"]
    assert not may_with_agent(stranger, "start", named)
    assert not may_with_agent(AccessSubject(None), "start", AGENT)


def test_see1_an_account_that_nobody_knows_has_its_own_thread_and_no_other() -> None:
    stranger, other = AccessSubject(None, "slack:T1/U9"), AccessSubject(None, "slack:T1/U8")
    own = ThreadLog().opened("slack:T1/U9").thread
    assert (rights(stranger, AGENT, own), rights(other, AGENT, own)) == ("rso", "")
    assert rights(stranger, AGENT, of(AGENT).thread) == ""
    linked = AccessSubject(BORIS, "slack:T1/U9")  # who was added to the directory since
    assert rights(linked, AGENT, own) == "rso"


def test_see1_an_agent_key_has_its_agents_and_nothing_that_comes_with_deciding() -> None:
    thread = of(AGENT).chose("tag_release", tag="v1").asked().thread
    bound, other = frozenset({"deploybot"}), frozenset({"otherbot"})

    def key(who: str, agents: frozenset[str]) -> AccessSubject:
        return AccessSubject(EVERYBODY[who], scope="agent", agents=agents)

    assert [rights(key(who, bound), AGENT, thread) for who in ("rita", "olive", "otto", "sven")] == ["rs", "", "", ""]
    assert [rights(key(who, other), AGENT, thread) for who in ("rita", "olive")] == ["", ""]
    assert rights(key("rita", frozenset()), AGENT, thread) == ""
    listed = agent(access=AgentAccess(readers=ONLY_BORIS))
    assert (rights(key("boris", bound), listed, thread), rights(key("boris", other), listed, thread)) == ("r", "")
    steered = agent(access=AgentAccess(operators=ONLY_BORIS, starters=AccessList()))  # it stops nothing
    assert (rights(key("boris", bound), steered, thread), rights(person("boris"), steered, thread)) == ("", "ro")
    assert not may_see_agent(key("boris", bound), steered)
    assert compute_reach(key("boris", bound), [steered]).agents == frozenset()
    starts = [may_with_agent(key("sven", agents), "start", AGENT) for agents in (bound, other, frozenset[str]())]
    assert starts == [True, False, False]
    seen = [may_see_agent(key("olive", agents), AGENT) for agents in (bound, other, frozenset[str]())]
    assert seen == [True, False, False]


def test_see1_an_admin_key_sees_and_does_everything() -> None:
    admin, closed = AccessSubject(BORIS, scope="admin"), agent(access=CLOSED)
    assert rights(admin, closed, of(closed).thread) == rights(admin, None, of(closed).thread) == "rso"
    assert all(may_with_agent(admin, operation, closed) for operation in OPERATIONS)


def test_see1_an_index_of_the_audience_finds_what_may_be_read() -> None:
    """`compute_reach` with `list_index_names` agrees with `may` for every thread, over agents, lists, logs and subjects."""
    agents = [agent(access=access) for access, _ in LISTS.values()] + [AGENT]
    strangers = ApproverClause(people=("boris",))
    for by in agents:
        base = of(by)
        logs = [
            base,
            ThreadLog(agent=by).opened("system:github"),
            ThreadLog(agent=by).opened("boris").said("x", by="sven"),
            base.chose("tag_release", tag="v1").asked(),
            base.chose("tag_release", tag="v1").asked().voted("ines", "reject", reason="no"),
            base.chose("ask_human", question="Which?").questioned(to=strangers),
            replaced(base, "elsewhere"),
        ]
        for log, who, scope in product(logs, EVERYBODY, ("person", "agent", "admin")):
            if who == "gone":
                continue  # has no session and no key
            for bound in (frozenset[str](), frozenset({"deploybot"})):
                subject = AccessSubject(EVERYBODY[who], scope=scope, agents=bound)  # type: ignore[arg-type]
                thread = log.thread
                known = by if thread.agent == by.name else None
                assert is_reached(subject, by, thread) == may_access(subject, "read", known, thread), (
                    by.access,
                    who,
                    scope,
                )


def replaced(log: ThreadLog, name: str) -> ThreadLog:
    """The same thread of an agent that is not configured."""
    return ThreadLog(agent=agent(name=name)).opened("rita").said("tag it")


def is_reached(subject: AccessSubject, by: Agent, thread: Thread) -> bool:
    reach = compute_reach(subject, [by])
    if reach.is_all or thread.agent in reach.agents:
        return True
    if reach.within is not None and thread.agent not in reach.within:
        return False
    names = frozenset(filter(None, [thread.requester])) if reach.is_own else list_index_names(thread)
    return not names.isdisjoint(reach.names)


def test_see1_a_list_takes_names_and_roles_alone() -> None:
    for wrong in ({"people": ["Olive"]}, {"quorum": 2}, {"roles": ["everybody"]}, {"groups": "office"}):
        with pytest.raises(ValidationError):
            AccessList.model_validate(wrong)
    assert (
        str(AccessList(people=("boris",), groups=("office",), roles=("owners",))) == "boris, group office, its owners"
    )
    assert str(AccessList()) == "nobody"


def test_see1_a_list_is_told_to_people_by_names() -> None:
    people = PeopleDirectory(
        people={
            "dev-7": Person(id="dev-7", name="Olive  Green"),
            "gone": Person(id="gone", name="Gone", active=False),
        }
    )
    access = AccessList(people=("dev-7", "gone", "left-us"), groups=("office",), roles=("requester",))
    assert describe_access(access, people) == "Olive Green, group office, who asked"
    assert describe_access(AccessList(people=("gone",)), people) == "nobody"
