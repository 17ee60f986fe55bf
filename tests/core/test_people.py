"""Accounts of people: one account is one person, spelled as its provider compares it."""

import pytest

from bot.core.people import PeopleDirectory, Person, name_account


def test_an_account_that_two_people_have_is_nobodys() -> None:
    sam = Person(id="sam", name="Sam", accounts={"github": "sam-dev"})
    assert PeopleDirectory(people={"sam": sam}).find_by_account("github", "sam-dev") == sam
    assert PeopleDirectory(people={"sam": sam}).find_by_account("github", "Sam-Dev") == sam
    assert PeopleDirectory(people={"sam": sam}).find_by_account("slack", "sam-dev") is None
    twin = sam.model_copy(update={"id": "samuel"})
    assert PeopleDirectory(people={"sam": sam, "samuel": twin}).find_by_account("github", "sam-dev") is None
    left = sam.model_copy(update={"active": False})
    assert PeopleDirectory(people={"sam": left}).find_by_account("github", "sam-dev") is None


@pytest.mark.parametrize("channel", ["github", "gitlab", "bitbucket", "email"])
def test_gate2_an_account_is_one_in_any_case_where_the_provider_says_so(channel: str) -> None:
    sam = Person(id="sam", name="Sam", accounts={channel: "Sam.Kim@Example.org"})
    people = PeopleDirectory(people={"sam": sam})
    assert people.find_by_account(channel, "sAM.kIM@eXAMPLE.ORG") == sam
    twin = sam.model_copy(update={"id": "samuel", "accounts": {channel: "SAM.KIM@EXAMPLE.ORG"}})
    assert PeopleDirectory(people={"sam": sam, "samuel": twin}).find_by_account(channel, "sam.kim@example.org") is None


@pytest.mark.parametrize("channel", ["slack", "ci", "linear", "GitHub", "system"])
def test_gate2_an_account_at_any_other_door_is_exact(channel: str) -> None:
    people = PeopleDirectory(people={"sam": Person(id="sam", name="Sam", accounts={channel: "sam"})})
    assert people.find_by_account(channel, "sam") is not None
    assert people.find_by_account(channel, "Sam") is None


@pytest.mark.parametrize(
    ("known", "comes"),
    [
        ("kim", "\u212aim"),  # the Kelvin sign, whose lower case is k
        ("istanbul", "\u0130stanbul"),  # the Turkish dotted I
        ("\u0131an", "ian"),  # the Turkish dotless i
        ("sam", "\uff33\uff41\uff4d"),  # full-width letters
        ("strasse", "stra\u00dfe"),
        ("stra\u00dfe", "STRASSE"),
        ("sam", "s\u00e1m"),
        ("sam", "sam "),
        ("sam", " sam"),
        ("sam", "sam\u200b"),
        ("sam", "sam\u00a0"),
        ("sam@b\u00fccher.example", "sam@xn--bcher-kva.example"),
        ("sam@stra\u00dfe.example", "sam@strasse.example"),
    ],
)
@pytest.mark.parametrize("channel", ["github", "email"])
def test_gate2_no_letter_beyond_a_to_z_is_taken_for_another(channel: str, known: str, comes: str) -> None:
    people = PeopleDirectory(people={"sam": Person(id="sam", name="Sam", accounts={channel: known})})
    assert people.find_by_account(channel, comes) is None
    assert name_account(channel, comes) != f"{channel}:{known}" or comes.strip() == known


def test_gate2_people_who_share_an_account_are_said() -> None:
    def complaints(*accounts: dict[str, str], active: bool = True) -> list[str]:
        people = {
            id: Person(id=id, name=id, accounts=given, active=active or id == "a")
            for id, given in zip("abc", accounts, strict=False)
        }
        return list(PeopleDirectory(people=people).find_complaints())

    (said,) = complaints({"github": "Sam-Dev"}, {"github": "other sam-dev"})
    assert "the github accounts 'Sam-Dev' of a and 'sam-dev' of b are the same" in said
    assert complaints({"github": "sam SAM"}, {"gitlab": "sam"}, {"ci": "sam"}) == []
    assert complaints({"ci": "sam"}, {"ci": "Sam"}) == []
    assert complaints({"github": "sam"}, {"github": "sam"}, active=False) == []
    (foreign,) = complaints({"email": "sam@b\u00fccher.example"})
    assert "write its domain in ASCII" in foreign


@pytest.mark.parametrize("account", ["T1/U1", "T2/U2"])
def test_slk18_one_person_in_two_workspaces_is_one_voter(account: str) -> None:
    sam = Person(id="sam", name="Sam", accounts={"slack": " T1/U1  T2/U2 "})
    assert PeopleDirectory(people={"sam": sam}).find_by_account("slack", account) == sam
    twin = Person(id="samuel", name="Samuel", accounts={"slack": "T3/U3 T2/U2"})
    found = PeopleDirectory(people={"sam": sam, "samuel": twin}).find_by_account("slack", account)
    assert found == (sam if account == "T1/U1" else None)


@pytest.mark.parametrize("account", ["", " ", "T1/U1  T2/U2", " T1/U1  T2/U2 ", "T1/U", "U1", "T1/U1 "])
def test_slk18_an_account_is_one_whole_name(account: str) -> None:
    sam = Person(id="sam", name="Sam", accounts={"slack": " T1/U1  T2/U2 "})
    assert PeopleDirectory(people={"sam": sam}).find_by_account("slack", account) is None
