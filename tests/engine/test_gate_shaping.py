"""GATE1: a person who shaped a call by any act does not approve it alone."""

from pathlib import Path
from typing import Any

import pytest

from bot.core import events as e
from bot.core.card.card import CardFact
from bot.core.errors import AlreadySettled, NotAnApprover
from bot.core.people import ApproverClause
from bot.core.policy import Policy
from tests.engine.gate_cases import ASK, FOUR, OK, PUSH, TWO, approved, only, refused, wishes
from tests.platform_fixture import MANAGERS, PlatformFixture, choose


async def test_gate1_who_rejected_forks_resumes_or_either_of_them_does_not_approve_alone(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, PUSH, OK, PUSH) as platform:
        thread = await platform.launch()
        await platform.decide(await only(platform), "reject", by="olive", reason="not on a Friday")
        await platform.settle()
        fork = await platform.app.fork(thread, at=2, by="max")
        await platform.app.resume(fork, by="max")
        await platform.settle()
        # Sam asked and Max forked: of two managers only Olive, who rejected there, is left.
        request = next(each for each in await platform.pending() if each.thread_id == fork)
        await refused(platform, request, "max", "who forked the thread and resumed the fork may not decide")
        (told,) = [fact for fact in request.card.facts if fact.label == "Fork"]
        assert told.lines[0] == 'a copy of the thread "push it", made by Max'
        assert told.lines[1].startswith("rejected there by Olive: not on a Friday (push {")
        await approved(platform, request, "olive")


async def test_gate1_the_resume_of_a_fork_shapes_and_an_ordinary_resume_does_not(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, PUSH, PUSH, directory=FOUR) as platform:
        thread = await platform.launch()
        await platform.app.pause(thread, by="olive")
        await platform.app.resume(thread, by="olive")
        fork = await platform.app.fork(thread, at=2, by="ann")
        await platform.app.resume(fork, by="max")
        await platform.settle()
        for request in await platform.pending():
            if request.thread_id == fork:
                await refused(platform, request, "ann", "who forked the thread may not decide")
                await refused(platform, request, "max", "who resumed the fork may not decide")
            else:
                await approved(platform, request, "olive")


async def test_gate1_a_fork_tells_who_opened_its_source(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, PUSH) as platform:
        thread = await platform.launch()
        fork = await platform.app.fork(thread, by="max")
        (told,) = [event for event in platform.log(fork) if isinstance(event, e.PeopleNotified)]
        assert told.to == ("sam",)
        assert told.text == (
            "Max made a copy of your thread `push it`. Nothing runs in the copy before somebody resumes it."
        )


async def test_gate1_who_answered_the_question_does_not_approve_what_came_of_it(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, ASK, PUSH) as platform:
        await platform.launch()
        await platform.answer(await only(platform), "v1", by="olive")
        await platform.settle()
        request = await only(platform)
        await refused(platform, request, "olive", "who answered the agent's question may not decide")
        assert wishes(request)[-1] == "Olive answered the agent's question; may not decide"
        await approved(platform, request, "max")


async def test_gate1_fifty_later_messages_do_not_push_the_asker_out(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, *[choose("reply", message="I listen.")] * 61, PUSH) as platform:
        thread = await platform.launch("release v1", by="sam")
        await platform.say(thread, "release v1 it is", by="max")
        for n in range(59):
            await platform.say(thread, f"and {n}", by="sam")
        await platform.say(thread, "now", by="sam")
        await refused(platform, await only(platform), "max", "who asked may not decide")


async def test_gate1_a_rejection_with_a_reason_shapes_the_next_proposal(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("push", tag="v9"), PUSH) as platform:
        await platform.launch()
        await platform.decide(await only(platform), "reject", by="olive", reason="take v1")
        await platform.settle()
        request = await only(platform)
        await refused(platform, request, "olive", "who rejected an earlier proposal may not decide")
        await approved(platform, request, "max")


async def test_gate1_a_note_beside_an_approval_shapes_the_next_proposal(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("push", tag="v0"), PUSH) as platform:
        await platform.launch()
        await platform.decide(await only(platform), by="olive", reason="and then push v1 as well")
        await platform.settle()
        request = await only(platform)
        with pytest.raises(NotAnApprover, match="who commented on an earlier request may not decide"):
            await platform.decide(request, by="olive")
        await platform.decide(request, by="max")


async def test_gate1_what_people_did_before_the_last_settled_call_is_over_when_one_writes_again(tmp_path: Path) -> None:
    script = (choose("push", tag="v0"), OK, OK, PUSH)
    async with PlatformFixture(tmp_path, *script) as platform:
        thread = await platform.launch("v0 please", by="sam")
        request = await only(platform)
        await platform.say(thread, "yes do", by="olive")  # while it is open: it shapes what comes next
        await platform.decide(request, by="olive")
        await platform.settle()
        await platform.say(thread, "now v1", by="sam")
        assert wishes(await only(platform)) == ("Sam wrote in the thread and asked for it; may not decide",)
        await platform.decide(await only(platform), by="olive")


async def test_gate1_without_a_new_message_the_wish_of_before_still_counts(tmp_path: Path) -> None:
    """ "v0, then v1" is one wish, though the first of its two calls was settled."""
    async with PlatformFixture(tmp_path, choose("push", tag="v0"), PUSH) as platform:
        thread = await platform.launch("hello", by="sam")
        request = await only(platform)
        assert request.thread_id == thread
    other = tmp_path / "two"
    other.mkdir()
    async with PlatformFixture(other, choose("reply", message="?"), choose("push", tag="v0"), PUSH) as platform:
        thread = await platform.launch("hello", by="sam")
        await platform.say(thread, "v0, then v1", by="olive")
        await platform.decide(await only(platform), by="max")
        await platform.settle()
        with pytest.raises(NotAnApprover, match="who asked may not decide"):
            await platform.decide(await only(platform), by="olive")


async def test_gate1_an_edit_is_shown_ends_votes_and_shapes_every_later_call(tmp_path: Path) -> None:
    script = (
        choose("push", tag="v0"),
        choose("push", tag="v2"),
        choose("reply", message="?"),
        choose("push", tag="v3"),
    )
    async with PlatformFixture(tmp_path, *script, directory=FOUR, agent={"policy": TWO}) as platform:
        thread = await platform.launch()
        request = await only(platform)
        await platform.decide(request, by="ann")
        edited = await platform.decide(request, by="olive", arguments='{"commit":"c0ffee","tag":"v1"}')
        assert edited.card.facts[0] == CardFact(label="Edited by Olive", lines=('tag: "v0" → "v1"',), source="platform")
        assert [vote.person for vote in edited.votes if vote.counts] == ["olive"]
        await platform.decide(edited, by="max")
        await platform.settle()
        assert [line.split()[1] for line in platform.ledger.lines] == ["v1"]
        second = await only(platform)
        with pytest.raises(NotAnApprover, match="who edited an earlier request may not decide"):
            await platform.decide(second, by="olive")
        await platform.decide(second, by="ann")
        await platform.decide(second, by="max")
        await platform.settle()
        await platform.say(thread, "and v3", by="sam")
        with pytest.raises(NotAnApprover, match="who edited an earlier request may not decide"):
            await platform.decide(await only(platform), by="olive")


@pytest.mark.parametrize("rule", [{"edits": "by_another"}, {"edits": True, "irreversible": True, "typed": "tag"}])
async def test_gate1_where_somebody_else_must_approve_the_editor_may_not(tmp_path: Path, rule: dict[str, Any]) -> None:
    policy = Policy(approvers=(ApproverClause(groups=("managers",)),), **rule)
    async with PlatformFixture(tmp_path, choose("push", tag="v0"), agent={"policy": policy}) as platform:
        await platform.launch()
        request = await only(platform)
        own = {"arguments": '{"commit":"c0ffee","tag":"v1"}', "confirmation": "v1"}
        edited = await platform.decide(request, by="olive", **own)
        await platform.settle()
        assert (edited.status, platform.ledger.lines) == ("pending", [])
        await refused(platform, edited, "olive", "who edited the arguments may not approve them", confirmation="v1")
        await platform.decide(edited, by="max", confirmation="v1")
        await platform.settle()
        assert [line.split()[1] for line in platform.ledger.lines] == ["v1"]


async def test_gate1_an_edit_after_which_nobody_is_left_ends_the_request_and_is_told(tmp_path: Path) -> None:
    policy = Policy(approvers=(ApproverClause(people=("olive",)),), edits="by_another")
    async with PlatformFixture(tmp_path, choose("push", tag="v0"), agent={"policy": policy}) as platform:
        thread = await platform.launch()
        request = await only(platform)
        await platform.decide(request, by="olive", arguments='{"commit":"c0ffee","tag":"v1"}')
        await platform.settle()
        ended = await platform.app.queries.find_request(request.id)
        assert (ended.status, ended.reason) == (
            "undeliverable",
            "It needs 1 approval (Olive). Who may give one: nobody.",
        )
        assert platform.ledger.lines == []
        assert [event.to for event in platform.log(thread) if isinstance(event, e.PeopleNotified)] == [
            ("sam", "olive", "max")
        ]


async def test_gate1_too_few_who_may_decide_is_told_at_once(tmp_path: Path) -> None:
    policy = Policy(approvers=(ApproverClause(people=("olive",)),))
    async with PlatformFixture(tmp_path, PUSH, agent={"policy": policy}) as platform:
        thread = await platform.launch("push it", by="olive")
        (ended,) = (await platform.app.queries.list_requests(thread=thread)).items
        assert ended.status == "undeliverable"
        with pytest.raises(AlreadySettled):
            await platform.decide(ended, by="olive")
        (told,) = [event for event in platform.log(thread) if isinstance(event, e.PeopleNotified)]
        assert told.to == ("olive", "max")
        assert "too few people may decide it" in told.text
        assert "undeliverable" in platform.model.seen[-1].decode()  # the agent hears of it, too


async def test_gate1_a_policy_may_let_shapers_decide_but_not_who_opened_the_thread(tmp_path: Path) -> None:
    policy = MANAGERS.model_copy(update={"shapers_may_decide": True})
    async with PlatformFixture(tmp_path, ASK, PUSH, agent={"policy": policy}) as platform:
        await platform.launch(by="max")
        await platform.answer(await only(platform), "v1", by="olive")
        await platform.settle()
        await refused(platform, await only(platform), "max", "who asked may not decide")
        await approved(platform, await only(platform), "olive")


async def test_gate1_what_was_rejected_in_another_thread_is_told_on_the_card(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, PUSH, OK, PUSH) as platform:
        await platform.launch()
        first = await only(platform)
        await platform.decide(first, "reject", by="olive", reason="no")
        await platform.settle()
        await platform.launch("push it, please", by="sam")
        (told,) = [fact for fact in (await only(platform)).card.facts if fact.label == "Rejected before"]
        assert told.lines == (f"by Olive on 21 Nov 2026, 09:00 UTC: request {first.id}",)
