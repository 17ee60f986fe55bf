"""Who an account is, and what Slack must say of it before it may decide."""

from typing import Any

import pytest

from bot.core.people import Directory, Person
from channels.slack.address import Team
from channels.slack.members import Account, Members, account_of, find_shared_account, is_outsider
from channels.slack.parse import Sender

TEAM, GRID = Team("T1"), Team("T1", "E1")


def person(id: str, slack: str, **fields: Any) -> Person:
    return Person(id=id, name=id.title(), accounts={"slack": slack}, **fields)


def members(*people: Person, only: bool = True) -> Members:
    directory = Directory(people={each.id: each for each in people})
    nobody: Any = None
    return Members(lambda: directory, nobody, is_only_team=only, guests=(), time=lambda: 0.0)


@pytest.mark.parametrize(
    ("account", "sender", "only", "found"),
    [
        ("U1", Sender(TEAM, "U1"), True, True),
        ("T1/U1", Sender(TEAM, "U1"), True, True),
        ("T1/U1", Sender(Team("T2"), "U1"), False, False),
        ("U1", Sender(TEAM, "U1"), False, False),
        ("E1/U1", Sender(GRID, "U1"), False, True),
        ("E2/U1", Sender(GRID, "U1"), False, False),
        ("T2/U9 T1/U1", Sender(TEAM, "U1"), False, True),
        ("U2", Sender(TEAM, "U1"), True, False),
    ],
)
def test_slk18_an_account_is_a_person_in_its_own_workspace_only(
    account: str, sender: Sender, only: bool, found: bool
) -> None:
    assert (members(person("olive", account), only=only).person(sender) is not None) is found


def test_two_people_with_one_account_are_nobody() -> None:
    assert members(person("olive", "U1"), person("max", "U1")).person(Sender(TEAM, "U1")) is None


@pytest.mark.parametrize(
    ("one", "other", "is_shared"),
    [
        ("U1", "U1", True),
        ("T1/U1", "U1", True),
        ("T1/U1", "T1/U1", True),
        ("T1/U1", "T2/U1", False),
        ("E1/U1", "T1/U1", True),
        ("U1", "U2", False),
        ("U1", "u1", False),
    ],
)
def test_gate2_one_slack_account_of_two_people_is_found(one: str, other: str, is_shared: bool) -> None:
    found = find_shared_account(members(person("olive", one), person("max", other)).people())
    assert bool(found) is is_shared
    assert not found or ("olive" in found and "max" in found)
    assert find_shared_account(members(person("olive", "U1 T1/U1")).people()) == ""
    assert find_shared_account(members(person("olive", "U1"), person("max", "U1", active=False)).people()) == ""


def test_slk25_an_inactive_person_is_nobody() -> None:
    assert members(person("olive", "U1", active=False)).person(Sender(TEAM, "U1")) is None


def test_slk15_whoever_belongs_elsewhere_is_nobody_here() -> None:
    assert members(person("olive", "U1")).person(Sender(TEAM, "U1", "T9")) is None
    assert is_outsider(Sender(TEAM, "U1", "T9"))
    assert not is_outsider(Sender(TEAM, "U1", "T1"))
    assert not is_outsider(Sender(TEAM, "U1"))


@pytest.mark.parametrize(
    ("account", "team", "user"),
    [
        ("U1", TEAM, "U1"),
        ("T1/U1", TEAM, "U1"),
        ("T2/U2 T1/U1", TEAM, "U1"),
        ("T2/U2", TEAM, None),
        ("E1/U5", GRID, "U5"),
        ("", TEAM, None),
    ],
)
def test_where_a_person_is_written_to(account: str, team: Team, user: str | None) -> None:
    olive = person("olive", account)
    assert members(olive).user_of(olive, team) == user


@pytest.mark.parametrize(
    ("user", "account"),
    [
        ({"id": "U1", "team_id": "T1"}, Account(False, False, False, False)),
        ({"id": "U1", "deleted": True}, Account(True, False, False, False)),
        ({"id": "U1", "is_bot": True}, Account(False, True, False, False)),
        ({"id": "USLACKBOT"}, Account(False, True, False, False)),
        ({"id": "U1", "is_restricted": True}, Account(False, False, True, False)),
        ({"id": "U1", "is_ultra_restricted": True}, Account(False, False, True, False)),
        ({"id": "U1", "is_stranger": True}, Account(False, False, False, True)),
        ({"id": "U1", "team_id": "T9"}, Account(False, False, False, True)),
        (None, Account(True, False, False, False)),
    ],
)
def test_what_slack_says_of_an_account(user: Any, account: Account) -> None:
    assert account_of(user, TEAM) == account


def test_in_an_organisation_another_workspace_of_it_is_no_stranger() -> None:
    colleague = {"id": "U1", "team_id": "T9", "enterprise_user": {"enterprise_id": "E1"}}
    assert not account_of(colleague, GRID).is_outside
    assert account_of({**colleague, "enterprise_user": {"enterprise_id": "E2"}}, GRID).is_outside
