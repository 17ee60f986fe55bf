"""The offline planner after it proposed: rejections, other ends, results, and talk meanwhile."""

import pytest

from agents.deploybot.planner import HELP
from agents.deploybot.steps import ListCommits, ListTags, TagRelease
from bot.core import events as e
from bot.core.policy import Verdict
from bot.core.steps import Done, NothingToDo, Reply, Withdraw
from tests.agents.deploybot.story import COMMITS, MERGED, SHAS, Story, proposed, release, said


@pytest.mark.parametrize(
    ("reason", "step"),
    [
        ("not that one, the one before", release("mid")),
        ("previous", release("mid")),
        (f"take {SHAS['old'][:7]} instead", release("old")),
        (f"not {SHAS['new'][:7]}, but {SHAS['mid'][:7]}", release("mid")),
        ("call it v2.0.0", release(tag="v2.0.0")),
        ("v1.4.2 is wrong, call it v1.5.0", release(tag="v1.5.0")),
        (f"{SHAS['old'][:7]} as v3.0.0 please", release("old", "v3.0.0")),
    ],
)
async def test_after_a_rejection_it_proposes_what_the_reason_names(reason: str, step: TagRelease) -> None:
    assert await proposed().settled("rejected", reason).next() == step


@pytest.mark.parametrize(
    "reason",
    [
        "",
        "no",
        "not on a Friday",
        "v1.4.2 is not tested",
        f"{SHAS['new'][:7]} is broken",
        "call it v1.4.0",
    ],
)
async def test_after_another_rejection_it_stops_and_quotes_the_reason(reason: str) -> None:
    step = await proposed().settled("rejected", reason).next()
    assert isinstance(step, Done)
    assert "was rejected by olive" in step.message
    assert f'"{reason}"' in step.message if reason else "without a reason" in step.message


async def test_the_one_before_may_be_released_already() -> None:
    step = await proposed("old").settled("rejected", "the one before").next()
    assert "is already released as v1.4.1" in said(step)


async def test_before_the_last_commit_in_view_there_is_none() -> None:
    commits = "\n".join(COMMITS.splitlines()[:2])
    story = Story().message("deploy").fetched(commits).took(release()).asked().settled("rejected", "the one before")
    assert "I stop here" in said(await story.next())


async def test_what_was_rejected_is_not_proposed_again() -> None:
    story = proposed().settled("rejected", "the one before").took(release("mid")).asked()
    step = await story.settled("rejected", f"no, {SHAS['new'][:7]}").next()
    assert "I stop here" in said(step)


async def test_a_second_rejection_walks_further_back() -> None:
    story = proposed().settled("rejected", "the one before").took(release("mid")).asked()
    assert await story.settled("rejected", "the one before").next() == release("old")


async def test_a_message_after_a_rejection_may_name_the_one_before() -> None:
    story = proposed().settled("rejected", "no").said().message("ok, the one before then")
    assert await story.next() == ListCommits()
    assert await (await story.goes_on()).result(COMMITS).next() == release("mid")


async def test_after_a_result_it_says_exactly_what_the_result_says() -> None:
    text = f"Tag v1.4.2 now points to {SHAS['new']} at origin."
    step = await proposed().settled("approved").result(text).next()
    assert step == Done(message=text)


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        ("expired", "expired: nobody decided in time. Silence is not consent, so nothing was done"),
        ("withdrawn", "was withdrawn. Nothing was done"),
        ("superseded", "was superseded"),
        ("undeliverable", "could not be delivered"),
        ("cancelled", "was cancelled"),
    ],
)
async def test_every_other_end_has_its_own_word(verdict: Verdict, words: str) -> None:
    step = await proposed().settled(verdict).next()
    assert isinstance(step, Done)
    assert words in step.message
    assert f"to release {SHAS['new'][:7]} as v1.4.2" in step.message


async def test_an_error_is_said_and_not_tried_again() -> None:
    step = await proposed().settled("approved").failed("origin refused the tag v1.4.2: protected").next()
    assert step == Done(message="tag_release failed: origin refused the tag v1.4.2: protected")


async def test_a_step_that_was_refused_is_said_and_not_tried_again() -> None:
    story = Story().message("deploy the latest").fetched().took(release())
    story.tell(e.StepRefused(kind="impossible", reason="origin has the tag v1.4.2 already.", heard=4, call=story.call))
    assert await story.next() == Done(message="My step was not taken: origin has the tag v1.4.2 already.")


@pytest.mark.parametrize(
    ("happened", "words"),
    [(True, "It happened, says a look at the remote."), (False, "It did not happen, says a look at the remote.")],
)
async def test_an_outcome_that_was_found_later_is_said(happened: bool, words: str) -> None:
    story = proposed().settled("approved")
    story.tell(e.OutcomeUnknown(call=story.call, question="q", facts="The line was cut."))
    story.tell(e.OutcomeSettled(call=story.call, happened=happened, by="probe", detail="Origin says so."))
    assert said(await story.next()) == f"{words} Origin says so."


async def test_while_a_request_is_open_a_question_is_answered() -> None:
    story = proposed().message("what are the last 2 commits?")
    assert await story.next() == ListCommits(limit=2)
    step = await (await story.goes_on()).result(COMMITS).next()
    assert isinstance(step, Reply)
    assert not step.go_on


@pytest.mark.parametrize("message", ["deploy the latest", f"deploy {SHAS['mid'][:7]}", "release v9.0.0", MERGED])
async def test_while_a_request_is_open_no_second_one_is_asked(message: str) -> None:
    step = await proposed().message(message).next()
    assert isinstance(step, Reply)
    assert f"to release {SHAS['new'][:7]} as v1.4.2 is open" in step.message


@pytest.mark.parametrize("message", ["yes", "approved", "go ahead", "lgtm"])
async def test_talking_is_not_consent(message: str) -> None:
    step = await proposed().message(message).next()
    assert isinstance(step, Reply)
    assert step.message.startswith("Talking is not consent.")


async def test_an_open_request_is_withdrawn_when_somebody_asks_for_it() -> None:
    story = proposed().message("never mind, do not deploy it")
    step = await story.next()
    assert isinstance(step, Withdraw)
    assert step.call == story.call


async def test_while_an_approved_release_runs_no_second_one_is_asked_and_none_is_claimed() -> None:
    step = await proposed().settled("approved").message("deploy the latest").next()
    assert isinstance(step, Reply)
    assert "is approved, and no result is there yet" in step.message
    assert "now points" not in step.message


async def test_news_and_a_message_at_once_are_both_answered() -> None:
    story = proposed().settled("approved").result("Tag v1.4.2 now points there.").message("thanks")
    assert said(await story.next()) == f"Tag v1.4.2 now points there.\n\n{HELP}"


async def test_news_before_another_step_are_said_first_and_the_work_goes_on() -> None:
    story = proposed().settled("expired").message("tags?")
    step = await story.next()
    assert isinstance(step, Reply)
    assert step.go_on
    assert "expired" in step.message
    assert await (await story.goes_on()).next() == ListTags()


async def test_a_message_that_came_while_it_thought_is_not_lost() -> None:
    story = Story().message("deploy the latest").fetched().message("tags?").took(release()).asked()
    assert await story.next() == ListTags()


async def test_a_fork_asks_again_for_what_is_still_needed() -> None:
    story = proposed()
    story.open.clear()
    assert await story.tell(e.Forked(source="t0", at=4, by="olive")).next() == release()


async def test_waking_or_an_answer_to_the_house_is_nothing_to_do() -> None:
    story = proposed().said().tell(e.Woke())
    assert isinstance(await story.next(), NothingToDo)


async def test_what_left_the_window_is_listed_again() -> None:
    assert await Story().message("deploy the latest").next() == ListCommits()


async def test_a_result_whose_step_left_the_window_is_said_as_it_is() -> None:
    story = Story().message("deploy").result("Tag v1.4.2 now points there.")
    assert "Tag v1.4.2 now points there." in said(await story.next())


FAR = f"{'7' * 39}a"


async def test_a_rejection_that_names_a_commit_out_of_view_looks_further_and_proposes_exactly_that() -> None:
    story = proposed().settled("rejected", f"call it v6.6.6 and take {FAR[:7]}")
    assert await story.next() == ListCommits(limit=50)
    story = (await story.goes_on()).result(f"{COMMITS}\n{FAR} 2026-10-01 Sam  Far away")
    assert await story.next() == TagRelease(tag="v6.6.6", commit=FAR)


@pytest.mark.parametrize("reason", [f"call it v6.6.6 and take {FAR[:7]}", "take deadbeef", "take abc1234"])
async def test_a_rejection_that_names_an_unknown_commit_proposes_nothing(reason: str) -> None:
    story = await proposed().settled("rejected", reason).goes_on()
    step = await story.result(COMMITS).next()
    assert isinstance(step, Done)
    assert "I do not know the commit" in step.message


@pytest.mark.parametrize(
    "reason",
    ["call it v6.6.6 and take the hotfix", "v6.6.6 of the hotfix", f"{SHAS['mid'][:7]} is broken too",
     "not the one before", f"do not take {SHAS['mid'][:7]}"],
)  # fmt: skip
async def test_a_rejection_that_names_nothing_known_is_the_end(reason: str) -> None:
    assert "I stop here" in said(await proposed().settled("rejected", reason).next())
