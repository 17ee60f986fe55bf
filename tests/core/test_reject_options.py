"""Reasons to choose from: the written one wins, else the option's text; an option that there is not is refused by name."""

import pytest

from bot.core import events as e
from bot.core.card.card import build_card
from bot.core.errors import NotUnderstood
from bot.core.policy import RejectOption
from tests.core.thread_log import PEOPLE, RELEASE, agent, asked_to_tag

LATER = RejectOption(name="Not today", text="Not today: ask again tomorrow.")
WRONG = RejectOption(name="Wrong commit", text="The wrong commit. Propose the one before.")
CHOOSING = agent(RELEASE.model_copy(update={"reject_options": (LATER, WRONG)}))


def reasons(events: list[e.Event]) -> tuple[str, str]:
    answered, settled = events
    assert isinstance(answered, e.Answered)
    assert isinstance(settled, e.ApprovalSettled)
    return answered.text, settled.reason


@pytest.mark.parametrize(
    ("reason", "option", "said"),
    [
        ("", "Not today", LATER.text),
        ("  \n", "Wrong commit", WRONG.text),
        (" too late ", "Not today", "too late"),
        ("too late", "", "too late"),
        ("", "", ""),
    ],
)
def test_the_written_reason_wins_and_the_option_speaks_where_none_is(reason: str, option: str, said: str) -> None:
    assert reasons(asked_to_tag(CHOOSING).decision_events("olive", "reject", reason=reason, option=option)) == (
        said,
        said,
    )


@pytest.mark.parametrize("option", ["not today", "Not today ", "nonsense"])
def test_an_unknown_option_is_refused_by_name(option: str) -> None:
    with pytest.raises(NotUnderstood, match=f"There is no option '{option}'. There are: Not today, Wrong commit."):
        asked_to_tag(CHOOSING).decision_events("olive", "reject", reason="a reason all the same", option=option)
    with pytest.raises(NotUnderstood, match="This request has none; write a reason"):
        asked_to_tag().decision_events("olive", "reject", option=option)


def test_an_option_is_no_reason_to_approve() -> None:
    with pytest.raises(NotUnderstood, match="is a reason to reject"):
        asked_to_tag(CHOOSING).decision_events("olive", option="Not today")


def test_taking_back_may_name_an_option() -> None:
    approved = asked_to_tag(CHOOSING).voted("olive")
    assert reasons(approved.decision_events("olive", "take_back", option="Not today")) == (LATER.text, LATER.text)


def test_the_card_offers_them() -> None:
    told = asked_to_tag(CHOOSING)
    assert build_card(told.thread, told.call(), PEOPLE).reject_options == (LATER, WRONG)
