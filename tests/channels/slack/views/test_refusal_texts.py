"""Refusals that a person reads in Slack: without ids, patterns, raw JSON or times of the log."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, ClassVar

import pytest
from pydantic import StringConstraints

from bot.core.agent import Tool
from bot.core.card.readable_times_errors_and_answers import spell_answer, spell_error, spell_times
from bot.core.errors import (
    AlreadyEnded,
    AlreadySettled,
    BrokenThread,
    CountersignError,
    DigestMismatch,
    FormComplaints,
    NotAnApprover,
    NotFound,
    NotPaused,
    NotUnderstood,
    OnHold,
    OpenAlready,
    Unavailable,
)
from bot.core.people import ApproverClause
from bot.core.policy import Policy
from bot.core.steps import Step
from channels.slack.inbound.identity import UnknownAccount
from channels.slack.views.refusal_texts import (
    BROKEN,
    CHANGED,
    NOT_REACHED,
    OPEN_ALREADY,
    describe_refusal,
    describe_unavailable,
    spell_complaint,
)
from tests.channels.slack.sample_cards import FIELDS
from tests.channels.slack.slack_workspace import slack_platform
from tests.platform_fixture import OutsideLedger, agent, choose

INPUT = "countersign.input"
NOON = datetime(2026, 11, 29, 12, 5, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("refused", "said"),
    [
        (NotAnApprover("Sam", "t06-3", "only group managers may"), "Sam may not decide this: only group managers may. Nothing was changed."),
        (AlreadySettled("approved", "olive", NOON, "Olive"), "This request is already approved by Olive at 12:05 UTC on 29 Nov. Nothing was changed."),
        (AlreadySettled("expired", None, NOON), "This request is already expired at 12:05 UTC on 29 Nov. Nothing was changed."),
        (NotFound("request", "t06-3"), "This request is not known here. Nothing was changed."),
        (NotFound("agent", "pusher"), "The agent pusher is not set up here now, so nothing of it can be decided. Nothing was changed."),
        (DigestMismatch("0a1b2c3d4e5f", "5f4e3d2c1b0a"), CHANGED),
        (OpenAlready("t06-3"), OPEN_ALREADY),
        (BrokenThread("t06", 4, "its hash is another one"), BROKEN),
        (NotPaused(), "It goes on already. Nothing was changed."),
        (AlreadyEnded("cancelled"), "This thread was cancelled. Nothing was changed."),
        (UnknownAccount("T1/U9"), "I do not know your Slack account, so this does not count. Ask my operator to add it to the list of people: T1/U9."),
        (FormComplaints({"tag": """"x": String should match pattern '^v[0-9]+$'"""}), 'tag: "x" does not have the form that is asked for'),
        (NotUnderstood("It ended at 2026-11-29T10:00:00Z, then at 2026-11-29T10:00:00.123+00:00."), "It ended at 29 Nov 2026, 10:00 UTC, then at 29 Nov 2026, 10:00 UTC."),
        (OnHold("Paused by Ann at 29 Nov 2026, 10:00 UTC: it moves."), "Paused by Ann at 29 Nov 2026, 10:00 UTC: it moves. It can be decided when it is resumed."),
    ],
)  # fmt: skip
def test_sl4_refusals_read_as_a_person_would_write_them(refused: CountersignError, said: str) -> None:
    assert describe_refusal(refused) == said


@pytest.mark.parametrize(
    ("complaint", "said"),
    [
        ("""\"x\": String should match pattern '^v[0-9]+$'""", '"x" does not have the form that is asked for'),
        ('"xyz": String should have at most 2 characters', '"xyz" should have at most 2 characters'),
        ('["a"]: List should have at least 2 items after validation, not 1', '["a"] should have at least 2 items'),
        ("7: Input should be less than or equal to 5", "7 should be less than or equal to 5"),
        ('"x" is not one of: a, b', '"x" is not one of: a, b'),
    ],
)
def test_sl4_a_complaint_reads_without_patterns_and_names_of_types(complaint: str, said: str) -> None:
    assert spell_complaint(complaint) == said


@pytest.mark.parametrize(
    ("error", "said"),
    [
        ("Slack did not say in time who you are. Try again, or use the inbox.", "Slack did not say in time who you are. Try again, or use the inbox."),
        ("The database did not take it: disk I/O error. Nothing was changed; try again.", NOT_REACHED),
        ("Thread t06-3 is too busy. Try again.", NOT_REACHED),
    ],
)  # fmt: skip
def test_sl4_what_cannot_be_reached_is_told_without_its_cause(error: str, said: str) -> None:
    assert describe_unavailable(Unavailable(error)) == said


async def test_sl4_people_are_called_by_their_names_in_every_sentence(tmp_path: Path) -> None:
    policy = Policy(approvers=(ApproverClause(people=("max",)),))
    gated = lambda ledger: agent(ledger, policy=policy)  # noqa: E731
    async with slack_platform(tmp_path, choose("push", tag="v1"), agents=gated) as here:
        await here.ask()
        card = await here.card()
        await here.app.click(here.user("olive"), card, "Approve")
        told = await here.told("olive", "may not decide this")
        assert told == "Olive may not decide this: only Max may. Nothing was changed."
        assert "Approval needed from Max" in card.text
        assert '"max' not in str(card.blocks)


def test_sl4_a_form_that_was_filled_in_is_told_by_its_labels() -> None:
    answer = '{"count":3,"force":true,"notes":null,"zones":["us","ap"],"other":"x"}'
    assert spell_answer(answer, FIELDS) == "Count: 3\nForce: yes\nNotes: nothing\nZones: us and ap\nother: x"
    assert spell_answer("v2, {please}", FIELDS) == "v2, {please}"
    assert spell_answer('{"a":1}', ()) == '{"a":1}'


@pytest.mark.parametrize("text", ["", "2026-13-01 10:00 UTC", "v2026-11-29", "2026-11-29 10:00"])
def test_sl4_what_is_no_time_stays_as_it_is(text: str) -> None:
    assert spell_times(text) == text


class Tag(Step):
    """Put a tag on a commit."""

    intent: ClassVar[str] = "tag"
    tag: Annotated[str, StringConstraints(pattern=r"^v[0-9]+$")]


def tagging(ledger: OutsideLedger) -> Any:
    async def run(step: Tag, at: Any) -> str:
        ledger.write(step.tag)
        return "Done."

    gate = Policy(approvers=(ApproverClause(groups=("managers",)),), edits=True)
    return agent(ledger, tools=(Tool(step=Tag, run=run, writes=True, policy=gate),))


async def test_sl4_a_value_of_another_form_is_said_beside_its_field_without_the_pattern(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, choose("tag", tag="v1"), agents=tagging) as here:
        await here.ask()
        card = await here.card()
        await here.app.click(here.user("olive"), card, "Edit & approve…")
        await here.modal("olive")
        sent = await here.app.submit(here.user("olive"), values={"field.tag": {INPUT: "release"}})
        assert sent.json()["errors"] == {"field.tag": '"release" does not have the form that is asked for'}
        assert here.slack.complaints == []


async def test_sl4_an_answered_form_shows_no_json_on_its_card(tmp_path: Path) -> None:
    fields = [
        {"name": "tag", "label": "Which tag", "kind": "text"},
        {"name": "loud", "label": "Loud", "kind": "boolean", "required": False},
    ]
    question = choose("ask_human", question="Say.", format="form", fields=fields)
    async with slack_platform(tmp_path, question, choose("done", message="Fine.")) as here:
        await here.ask()
        card = await here.card()
        await here.app.click(here.user("olive"), card, "Answer…")
        await here.modal("olive")
        await here.app.submit(here.user("olive"), values={"field.tag": {INPUT: "v2"}, "field.loud": {INPUT: ["true"]}})
        await here.until(lambda: "Answered by Olive" in card.text)
        assert "“Loud: yes Which tag: v2”" in str(card.blocks)
        assert '{"' not in str(card.blocks)


@pytest.mark.parametrize(
    ("detail", "said"),
    [
        ("RuntimeError: boom at 0x7f", "boom"),
        ("aiohttp.ClientError: <Conn object at 0x7f00aa> is gone", "<Conn object> is gone"),
        ("TimeoutError", "an error that says nothing"),
        ("The remote said no.", "The remote said no."),
        ("Errors: 3 found", "Errors: 3 found"),
        ("Pushed v1.", "Pushed v1."),
    ],
)
def test_sl8_an_error_reads_without_its_class_and_without_addresses(detail: str, said: str) -> None:
    assert spell_error(detail) == said
