"""A call with a secret in a heading cannot be approved; with one in a value, not where values are hidden (gate5)."""

import pytest

from bot.core import events as e
from bot.core.card.card import CardFact, RequestCard, build_card
from bot.core.decisions import ApprovalDecision, decide_approval
from bot.core.errors import Forbidden
from bot.core.escaping import ShownArgument
from bot.core.events import CallFact
from bot.core.policy import RejectOption
from bot.core.secrets.secrets_in_call_headings import explain_withheld
from bot.core.threads.thread import Thread
from tests.core.thread_log import NOON, PEOPLE, RELEASE, agent, asked_to_tag

SECRET = "ghp_0123456789abcdefABCDEF"
LABELLED = (CallFact(label=f"Runner {SECRET}", lines=("fine",)),)


def asked(*facts: CallFact) -> Thread:
    thread = asked_to_tag().thread
    (call,) = thread.calls.values()
    assert call.asked is not None
    told = call.asked.model_copy(update={"facts": facts})
    return thread._replace(calls={call.id: call._replace(asked=told)})


def approval(thread: Thread, **given: object) -> ApprovalDecision:
    (call,) = thread.calls.values()
    fields = {"call": call.id, "digest": call.digest, "decision": "approve", "person": "olive", **given}
    return ApprovalDecision.model_validate({"door": "web", "credential": "session", **fields})


def voted(thread: Thread, facts: tuple[CallFact, ...] = (), **given: object) -> list[e.Event]:
    return decide_approval(thread, approval(thread, **given), agent(), PEOPLE, NOON, facts)


def test_gate5_a_secret_in_the_label_of_a_fact_is_approved_by_nobody() -> None:
    thread = asked(*LABELLED)
    with pytest.raises(Forbidden, match="The label of a fact holds a secret") as refused:
        voted(thread)
    assert "ghp_" not in str(refused.value)
    rejected = voted(thread, decision="reject", reason="It shows a token.")
    assert [event.type for event in rejected] == ["Answered", "ApprovalSettled"]


def test_gate5_an_edit_is_judged_by_what_the_tool_says_of_the_new_arguments() -> None:
    arguments = '{"sha":"c0ffee","tag":"v2"}'
    assert voted(asked(*LABELLED), arguments=arguments)
    with pytest.raises(Forbidden, match="holds a secret"):
        voted(asked(), LABELLED, arguments=arguments)
    with pytest.raises(Forbidden, match="holds a secret"):
        voted(asked(*LABELLED), arguments='{"sha":"c0ffee","tag":"v1"}')


def test_gate5_the_name_of_an_argument_or_of_a_reason_is_a_heading_too() -> None:
    (call,) = asked().calls.values()
    assert explain_withheld(call, ()) == ""
    assert "argument" in explain_withheld(call._replace(arguments=f'{{"{SECRET}":1}}'), ())
    assert "tool" in explain_withheld(call._replace(intent=SECRET), ())
    named = RELEASE.model_copy(update={"reject_options": (RejectOption(name=SECRET, text="x"),)})
    assert call.asked is not None
    assert "reason to reject" in explain_withheld(
        call._replace(asked=call.asked.model_copy(update={"policy": named})), ()
    )


def test_gate5_no_heading_of_a_card_shows_a_secret_and_the_card_says_why_nobody_may_approve() -> None:
    thread = asked(*LABELLED)
    (call,) = thread.calls.values()
    card = build_card(thread, call, PEOPLE)
    assert "ghp_" not in card.model_dump_json()
    assert "The label of a fact holds a secret" in card.withheld
    assert card.holds_secret


@pytest.mark.parametrize(
    "part",
    [
        {"tool": SECRET},
        {"arguments": (ShownArgument(name="token", text=f'"{SECRET}"'),)},
        {"arguments": (ShownArgument(name=SECRET, text="1"),)},
        {"arguments": (ShownArgument(name="password", text='"hunter22"'),)},
        {"facts": (CardFact(label=SECRET, lines=()),)},
        {"facts": (CardFact(label="Env", lines=("fine", SECRET)),)},
        {"typed": SECRET},
        {"reject_options": (RejectOption(name=SECRET, text="x"),)},
        {"reject_options": (RejectOption(name="x", text=SECRET),)},
    ],
)
def test_gate5_every_part_that_one_decides_by_is_looked_at(part: dict[str, object]) -> None:
    assert RequestCard.model_validate({"thread": "t", **part}).holds_secret
    assert not RequestCard(thread="t", words=SECRET).holds_secret, "the agent's words are hidden, and decide nothing"
