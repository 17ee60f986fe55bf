"""The person of an account, and the fields that Slack must confirm before it may decide."""

from types import SimpleNamespace
from typing import Any

import pytest

from bot.core.people import PeopleDirectory, Person
from channels.slack.addresses import SlackTeam
from channels.slack.inbound.identity import MemberIdentity, SlackAccount, find_shared_account, is_outsider, read_account
from channels.slack.inbound.payload_parser import SlackSender

TEAM, GRID = SlackTeam("T1"), SlackTeam("T1", "E1")


def person(id: str, slack: str, **fields: Any) -> Person:
    return Person(id=id, name=id.title(), accounts={"slack": slack}, **fields)


def members(*people: Person, only: bool = True) -> MemberIdentity:
    directory = PeopleDirectory(people={each.id: each for each in people})
    nobody: Any = None
    gateway: Any = SimpleNamespace(directory=directory)
    return MemberIdentity(gateway, nobody, is_only_team=only, guests=(), time=lambda: 0.0)


@pytest.mark.parametrize(
    ("account", "sender", "only", "found"),
    [
        ("U1", SlackSender(TEAM, "U1"), True, True),
        ("T1/U1", SlackSender(TEAM, "U1"), True, True),
        ("T1/U1", SlackSender(SlackTeam("T2"), "U1"), False, False),
        ("U1", SlackSender(TEAM, "U1"), False, False),
        ("E1/U1", SlackSender(GRID, "U1"), False, True),
        ("E2/U1", SlackSender(GRID, "U1"), False, False),
        ("T2/U9 T1/U1", SlackSender(TEAM, "U1"), False, True),
        ("U2", SlackSender(TEAM, "U1"), True, False),
    ],
)
def test_slk18_an_account_is_a_person_in_its_own_workspace_only(
    account: str, sender: SlackSender, only: bool, found: bool
) -> None:
    assert (members(person("olive", account), only=only).find_person(sender) is not None) is found


def test_two_people_with_one_account_are_nobody() -> None:
    assert members(person("olive", "U1"), person("max", "U1")).find_person(SlackSender(TEAM, "U1")) is None


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
    found = find_shared_account(members(person("olive", one), person("max", other)).gateway.directory)
    assert bool(found) is is_shared
    assert not found or ("olive" in found and "max" in found)
    assert find_shared_account(members(person("olive", "U1 T1/U1")).gateway.directory) == ""
    assert (
        find_shared_account(members(person("olive", "U1"), person("max", "U1", active=False)).gateway.directory) == ""
    )


def test_slk25_an_inactive_person_is_nobody() -> None:
    assert members(person("olive", "U1", active=False)).find_person(SlackSender(TEAM, "U1")) is None


def test_slk15_whoever_belongs_elsewhere_is_nobody_here() -> None:
    assert members(person("olive", "U1")).find_person(SlackSender(TEAM, "U1", "T9")) is None
    assert is_outsider(SlackSender(TEAM, "U1", "T9"))
    assert not is_outsider(SlackSender(TEAM, "U1", "T1"))
    assert not is_outsider(SlackSender(TEAM, "U1"))


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
def test_where_a_person_is_written_to(account: str, team: SlackTeam, user: str | None) -> None:
    olive = person("olive", account)
    assert members(olive).find_user_id(olive, team) == user


@pytest.mark.parametrize(
    ("user", "account"),
    [
        ({"id": "U1", "team_id": "T1"}, SlackAccount(False, False, False, False)),
        ({"id": "U1", "deleted": True}, SlackAccount(True, False, False, False)),
        ({"id": "U1", "is_bot": True}, SlackAccount(False, True, False, False)),
        ({"id": "USLACKBOT"}, SlackAccount(False, True, False, False)),
        ({"id": "U1", "is_restricted": True}, SlackAccount(False, False, True, False)),
        ({"id": "U1", "is_ultra_restricted": True}, SlackAccount(False, False, True, False)),
        ({"id": "U1", "is_stranger": True}, SlackAccount(False, False, False, True)),
        ({"id": "U1", "team_id": "T9"}, SlackAccount(False, False, False, True)),
        (None, SlackAccount(True, False, False, False)),
    ],
)
def test_what_slack_says_of_an_account(user: Any, account: SlackAccount) -> None:
    assert read_account(user, TEAM) == account


def test_in_an_organisation_another_workspace_of_it_is_no_stranger() -> None:
    colleague = {"id": "U1", "team_id": "T9", "enterprise_user": {"enterprise_id": "E1"}}
    assert not read_account(colleague, GRID).is_outside
    assert read_account({**colleague, "enterprise_user": {"enterprise_id": "E2"}}, GRID).is_outside
