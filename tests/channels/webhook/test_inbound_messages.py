"""The content of a webhook. Names begin with the attack's id, where there is one."""

import hashlib
from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from bot.core.agent import WebhookMessage
from bot.core.channel_messages import ChannelAddress, InboundMessage
from bot.core.errors import BadSetting, NotUnderstood
from bot.core.people import PeopleDirectory, Person
from channels.webhook.inbound_messages import make_inbound_message
from channels.webhook.sources import WebhookSource

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
OTHER = "whsec_YW5vdGhlciBrZXkgb2YgMjQgYnl0ZXMu"
GITHUB = WebhookSource(scheme="github", secret="It's a Secret to Everybody", agent="deploybot")
STANDARD = WebhookSource(scheme="standard", secret=SECRET, agent="deploybot")
BODY = b'{"action":"opened"}'
SAM = Person(id="sam", name="Sam", accounts={"github": "sam-dev", "linear": "sam@example.org"})
PEOPLE = PeopleDirectory(people={"sam": SAM})


def arrive(
    heard: WebhookMessage, source: WebhookSource = GITHUB, name: str = "github", id: str = "d-1"
) -> InboundMessage:
    return make_inbound_message(name, source, heard, id, BODY, NOW, PEOPLE)


# The source


@pytest.mark.parametrize("fields", [{}, {"secret": "a", "secret_env": "B"}, {"secret": ""}, {"secret_env": ""}])
def test_a_source_has_exactly_one_secret(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        WebhookSource(scheme="github", agent="deploybot", **fields)


@pytest.mark.parametrize("fields", [{"scheme": "none"}, {"agent": "Deploy Bot"}, {"extra": "x"}])
def test_a_source_of_another_shape_is_refused(fields: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        WebhookSource.model_validate({"scheme": "github", "secret": "a", "agent": "deploybot", **fields})


def test_a_secret_stands_in_no_repr_and_no_complaint() -> None:
    assert "Everybody" not in repr(GITHUB)
    with pytest.raises(ValidationError) as caught:
        WebhookSource(scheme="github", secret="hush", secret_env="HUSH", agent="deploybot")
    assert "hush" not in str(caught.value)


def test_a_github_secret_may_hold_spaces() -> None:
    assert GITHUB.list_secrets({}) == ("It's a Secret to Everybody",)


def test_whk05_a_standard_source_has_two_secrets_while_they_are_rotated() -> None:
    source = WebhookSource(scheme="standard", secret_env="LINEAR_SECRET", agent="deploybot")
    assert source.list_secrets({"LINEAR_SECRET": f"{SECRET} {OTHER}\n"}) == (SECRET, OTHER)


@pytest.mark.parametrize("environ", [{}, {"HUSH": ""}])
@pytest.mark.parametrize("scheme", ["github", "standard"])
def test_a_secret_that_is_not_set_is_named(scheme: Any, environ: dict[str, str]) -> None:
    with pytest.raises(BadSetting, match="The setting HUSH is ''"):
        WebhookSource(scheme=scheme, secret_env="HUSH", agent="deploybot").list_secrets(environ)


def test_a_standard_secret_of_another_form_is_refused() -> None:
    with pytest.raises(BadSetting, match="write it as whsec_"):
        WebhookSource(scheme="standard", secret=f"{SECRET} hunter2", agent="deploybot").list_secrets({})


# The arrival


def test_a_delivery_becomes_an_arrival() -> None:
    assert arrive(WebhookMessage(text="Issue 7 was opened.", sender="sam-dev", account="sam-dev")) == InboundMessage(
        channel="webhook",
        id="github:d-1",
        once=f"github:body:{hashlib.sha256(BODY).hexdigest()}",
        body=hashlib.sha256(BODY).hexdigest(),
        at=NOW,
        agent="deploybot",
        person="sam",
        account="github:sam-dev",
        sender="Sam",
        text="Issue 7 was opened.",
        route=ChannelAddress(channel="webhook", address="github"),
    )


def test_whk03_one_delivery_has_one_id_and_two_sources_share_none() -> None:
    heard = WebhookMessage(text="x", sender="y")
    assert arrive(heard) == arrive(heard)
    assert arrive(heard, name="mirror").id == "mirror:d-1"


def test_whk04_another_body_under_one_id_shows_in_the_hash() -> None:
    heard = WebhookMessage(text="x", sender="y")
    other = make_inbound_message("github", GITHUB, heard, "d-1", b"{}", NOW, PEOPLE)
    assert other.id == arrive(heard).id
    assert other.body != arrive(heard).body


@pytest.mark.parametrize("account", [None, "", "mallory", "sam@example.org", "sam-dev ", "ｓam-dev"])
def test_a_sender_whom_nobody_knows_is_nobody(account: str | None) -> None:
    assert arrive(WebhookMessage(text="x", sender="y", account=account)).person is None


def test_an_account_at_another_source_is_looked_up_under_that_sources_name() -> None:
    heard = WebhookMessage(text="x", sender="Sam", account="sam@example.org")
    assert arrive(heard, STANDARD, "linear").person == "sam"
    assert arrive(heard, STANDARD, "stripe").person is None


def test_a_github_source_of_any_name_knows_github_logins() -> None:
    assert arrive(WebhookMessage(text="x", sender="y", account="sam-dev"), name="monorepo").person == "sam"


@pytest.mark.parametrize("login", ["sam-dev", "SAM-DEV", "Sam-Dev"])
def test_gate2_a_login_in_another_case_is_the_same_person(login: str) -> None:
    came = arrive(WebhookMessage(text="x", sender=login, account=login))
    assert (came.person, came.sender, came.account) == ("sam", "Sam", "github:sam-dev")


def test_gate2_somebody_unknown_is_named_by_their_account_and_never_by_a_name_of_their_choice() -> None:
    came = arrive(WebhookMessage(text="x", sender="Sam", account="Octocat"))
    assert (came.person, came.account, came.sender) == (None, "github:octocat", "@Octocat, not linked")
    elsewhere = arrive(WebhookMessage(text="x", sender="Sam", account="SAM@example.org"), STANDARD, "linear")
    assert (elsewhere.person, elsewhere.account) == (None, "linear:SAM@example.org"), "a door of its own is exact"


@pytest.mark.parametrize("account", ["", " ", "\n"])
def test_gate2_a_person_without_a_name_is_still_a_person(account: str) -> None:
    assert arrive(WebhookMessage(text="x", sender="y", account=account)).account == "github:"


@pytest.mark.parametrize(("source", "name"), [(GITHUB, "github"), (STANDARD, "alerts")])
def test_gate2_what_no_person_sent_is_the_systems(source: WebhookSource, name: str) -> None:
    came = arrive(WebhookMessage(text="x", sender="Olive"), source, name)
    assert (came.person, came.account, came.sender) == (None, f"system:{name}", f"{name}: Olive")


def test_gate2_the_longest_accounts_fit_and_stay_different() -> None:
    one, two = (arrive(WebhookMessage(text="x", sender="y", account="a" * 500 + end)).account for end in "xy")
    assert one != two
    assert len(one) < 200


def test_gate2_everybody_else_whose_wish_it_is_comes_along_once() -> None:
    heard = WebhookMessage(text="x", sender="y", account="SAM-DEV", others=("sam-dev", "Mira", "mira", "octocat"))
    assert arrive(heard).others == ("github:mira", "github:octocat")
    by_a_bot = WebhookMessage(text="x", sender="renovate[bot]", others=("Sam-Dev",))
    assert (arrive(by_a_bot).account, arrive(by_a_bot).others) == ("system:github", ("sam",))
    many = WebhookMessage(text="x", sender="y", others=tuple(f"u{n}" for n in range(500)))
    others = arrive(many).others
    assert (len(others), others[-1]) == (21, "github:and 480 others"), "nobody falls out in silence"


def test_the_longest_ids_fit_and_stay_different() -> None:
    heard, name = WebhookMessage(text="x", sender="y"), "n" * 64
    one, two = (arrive(heard, name=name, id="i" * 254 + last).id for last in "ab")
    assert one != two
    assert len(one) <= 255


def test_a_long_text_is_cut_with_a_note() -> None:
    text = arrive(WebhookMessage(text="x" * 30_000, sender="y" * 300)).text
    assert len(text) == 20_000
    assert text.endswith("x\n[… cut: it had 30000 characters]")


def test_a_long_sender_is_cut() -> None:
    assert len(arrive(WebhookMessage(text="x", sender="y" * 300)).sender) == 120


@pytest.mark.parametrize("text", ["", " \n"])
def test_a_delivery_without_text_is_not_understood(text: str) -> None:
    with pytest.raises(NotUnderstood, match="has no text"):
        arrive(WebhookMessage(text=text, sender="y"))
