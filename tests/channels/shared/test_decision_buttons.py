"""The tokens of buttons and the way of a press, by attack. `tests/channels/decision_contract.py` has them over HTTP."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.base_types import to_micros
from bot.core.card.card import CardFact, CardVote, RequestCard
from bot.core.card.document_builder import CardLimits, SizeLimit, build_document
from bot.core.card.parts import ActionsPart
from bot.core.channel_messages import ChannelAddress, OutboundDelivery
from bot.core.errors import Unauthenticated
from bot.core.people import PeopleDirectory, Person
from channels.shared.signed_buttons import (
    LIFETIME,
    ButtonExpired,
    ButtonPress,
    DecisionToken,
    UnknownPresser,
    list_buttons,
    read_press,
    read_token,
    sign_token,
)
from tests.channels.slack.sample_cards import approval, outcome, question

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
OLD, NEW = b"o" * 32, b"n" * 32
PLACE = ChannelAddress(channel="pager", address="acc-olive")
POSTED = OutboundDelivery(thread="th", seq=3, kind="approval", route=PLACE, request="th-3")
LIMITS = CardLimits(place="on a pager", sizes=(SizeLimit(len, 1_500),))
OLIVE = Person(id="olive", name="Olive", accounts={"pager": "acc-olive acc-tablet"})
PEOPLE = PeopleDirectory(people={"olive": OLIVE})


def token_of(**changed: Any) -> DecisionToken:
    until = to_micros(NOW) // 1_000_000 + 60
    words: dict[str, Any] = {"channel": "pager", "conversation": "acc-olive", "request": "th-3", "digest": "ab" * 32}
    return DecisionToken(**{**words, "choice": "approve", "until": until, "card": "0" * 32, **changed})


def press_of(token: str, **changed: Any) -> ButtonPress:
    words: dict[str, Any] = {"channel": "pager", "conversation": "acc-olive", "account": "acc-olive", "id": "in_1"}
    return ButtonPress(**{**words, "token": token, "body": b"{}", **changed})


def choices_of(card: RequestCard, limits: CardLimits = LIMITS) -> list[str]:
    return [button.choice for button in list_buttons(card, build_document(card, limits), POSTED, [NEW], NOW)]


def uses_of(delivery: OutboundDelivery, at: datetime = NOW) -> list[str]:
    """What presses of the buttons of this delivery use up, by choice."""
    card = approval()
    buttons = list_buttons(card, build_document(card, LIMITS), delivery, [NEW], at)
    return [read_press(press_of(button.token), [NEW], PEOPLE, at).once for button in buttons]


def test_kit5_a_token_is_read_with_the_old_and_with_the_new_key() -> None:
    assert read_token([NEW, OLD], sign_token([OLD], token_of())) == token_of()
    assert read_token([NEW, OLD], sign_token([NEW, OLD], token_of())) == token_of()
    assert read_token([NEW], sign_token([NEW, OLD], token_of())) == token_of()


def test_kit5_a_token_of_a_key_that_is_gone_is_none_of_ours() -> None:
    assert read_token([NEW], sign_token([OLD], token_of())) is None


@pytest.mark.parametrize("keys", [[], [b""], [NEW, b""]])
def test_kit5_nothing_is_signed_without_a_key(keys: list[bytes]) -> None:
    with pytest.raises(ValueError, match="at least one key"):
        sign_token(keys, token_of())


def test_kit5_a_token_for_another_purpose_is_none_of_ours() -> None:
    from itsdangerous import URLSafeSerializer

    values = list(token_of().model_dump().values())
    for salt in (b"review links", b"itsdangerous", b""):
        text = URLSafeSerializer([NEW], salt=salt).dumps(values)
        assert read_token([NEW], str(text)) is None


@given(st.text(max_size=200))
def test_kit5_no_text_raises_anything(text: str) -> None:
    assert read_token([NEW], text) is None


def test_kit5_a_signed_value_of_another_form_is_none_of_ours() -> None:
    import hashlib

    from itsdangerous import URLSafeSerializer

    signer = {"key_derivation": "hmac", "digest_method": hashlib.sha256}
    writer = URLSafeSerializer([NEW], salt=b"decision buttons", signer_kwargs=signer)
    good = list(token_of().model_dump().values())
    assert read_token([NEW], str(writer.dumps(good))) == token_of()
    for values in (
        [],
        good[:-1],
        [*good, 1],
        5,
        None,
        "approve",
        [*good[:4], "take_back", *good[5:]],
        {"choice": "approve"},
    ):
        assert read_token([NEW], str(writer.dumps(values))) is None


def test_kit5_a_press_is_the_decision_of_the_accounts_person() -> None:
    press = press_of(sign_token([NEW], token_of()), account="acc-tablet", reason="go")
    inbound = read_press(press, [NEW], PEOPLE, NOW)
    decision = inbound.decision
    assert (decision.call, decision.digest, decision.decision, decision.reason) == ("th-3", "ab" * 32, "approve", "go")
    assert (decision.person, decision.door, decision.credential) == ("olive", "pager", "pager:acc-tablet")
    assert (inbound.channel, inbound.id, inbound.at) == ("pager", "in_1", NOW)


def test_kit5_the_use_of_a_button_is_one_for_all_accounts_and_spellings_of_a_person() -> None:
    text = sign_token([NEW], token_of())
    uses = {read_press(press_of(text, account=each), [NEW], PEOPLE, NOW).once for each in ("acc-olive", "acc-tablet")}
    uses |= {read_press(press_of(f"{text}="), [NEW], PEOPLE, NOW).once} if read_token([NEW], f"{text}=") else set()
    assert len(uses) == 1
    other = sign_token([NEW], token_of(choice="reject"))
    assert read_press(press_of(other), [NEW], PEOPLE, NOW).once not in uses


@pytest.mark.parametrize(
    ("changed", "refused"),
    [
        ({"conversation": "acc-max"}, Unauthenticated),
        ({"channel": "slack"}, Unauthenticated),
        ({"account": "acc-eve"}, UnknownPresser),
        ({"account": "ACC-OLIVE"}, UnknownPresser),
        ({"account": "olive"}, UnknownPresser),
    ],
)
def test_kit5_a_press_of_another_place_or_person_is_refused(changed: dict[str, str], refused: type[Exception]) -> None:
    with pytest.raises(refused):
        read_press(press_of(sign_token([NEW], token_of()), **changed), [NEW], PEOPLE, NOW)


@pytest.mark.parametrize(("seconds", "is_late"), [(59, False), (60, True), (10**6, True)])
def test_kit5_a_button_ends_at_its_second(seconds: int, is_late: bool) -> None:
    press = press_of(sign_token([NEW], token_of()))
    if not is_late:
        assert read_press(press, [NEW], PEOPLE, NOW + timedelta(seconds=seconds))
        return
    with pytest.raises(ButtonExpired):
        read_press(press, [NEW], PEOPLE, NOW + timedelta(seconds=seconds))


@pytest.mark.parametrize(
    ("card", "choices"),
    [
        (approval(), ["approve", "reject"]),
        (approval({"notes": "x" * 2_000}), ["reject"]),
        (approval(irreversible=True, typed="v1.4.3"), ["reject"]),
        (approval(irreversible=True), ["reject"]),
        (approval(typed="v1.4.3"), ["reject"]),
        (approval({"token": "gh" + "p_" + "a1B2" * 9}), ["reject"]),
        (approval(facts=(CardFact(label="a", lines=("b",)),) * 41), ["reject"]),
        (approval(paused="Paused by Olive."), ["reject"]),
        (approval(withheld="It holds a secret."), ["reject"]),
        (approval(outcome=outcome()), []),
        (approval(votes=(CardVote(person="o", name="O", decision="approve"),)), ["approve", "reject"]),
        (question(), []),
    ],
)
def test_kit5_buttons_are_those_that_the_card_may_have_here(card: RequestCard, choices: list[str]) -> None:
    assert choices_of(card) == choices


@pytest.mark.parametrize(("hours", "ends"), [(4, timedelta(hours=4)), (24 * 30, LIFETIME), (None, LIFETIME)])
def test_kit5_a_button_ends_with_its_request_and_after_a_week(hours: int | None, ends: timedelta) -> None:
    card = approval(expires_at=NOW + timedelta(hours=hours) if hours else None)
    tokens = [read_token([NEW], b.token) for b in list_buttons(card, build_document(card, LIMITS), POSTED, [NEW], NOW)]
    assert {token.until for token in tokens if token} == {to_micros(NOW + ends) // 1_000_000}
    assert {token.digest for token in tokens if token} == {card.digest}


def test_kit5_the_buttons_of_a_card_that_is_posted_again_are_other_ones() -> None:
    again = POSTED.model_copy(update={"seq": 9, "kind": "update", "earlier": "page_1"})
    assert not set(uses_of(POSTED)) & set(uses_of(again))
    assert len({*uses_of(POSTED), *uses_of(again)}) == 4


def test_kit5_a_repeated_try_of_one_delivery_has_buttons_of_the_same_use() -> None:
    tried = POSTED.model_copy(update={"again": True, "earlier": "page_1"})
    assert uses_of(tried, NOW + timedelta(minutes=2)) == uses_of(POSTED)


def test_kit5_a_card_that_a_newer_one_replaces_has_no_buttons() -> None:
    card = approval()
    replaced = POSTED.model_copy(update={"replaced": True})
    assert list_buttons(card, build_document(card, LIMITS), replaced, [NEW], NOW) == []


@pytest.mark.parametrize("change", [{"why_not": "a reason"}, {"typed": "v1"}, {"may_approve": False}])
def test_kit5_what_the_document_says_against_an_approval_is_obeyed(change: dict[str, Any]) -> None:
    document = build_document(approval(), LIMITS)
    *parts, actions = document.parts
    assert isinstance(actions, ActionsPart)
    changed = document._replace(parts=(*parts, actions._replace(**change)))
    for each in (changed, document._replace(why_not="It is too long.")):
        assert [button.choice for button in list_buttons(approval(), each, POSTED, [NEW], NOW)] == ["reject"]
