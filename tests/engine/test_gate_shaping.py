"""GATE1: a person who shaped a call by any act does not approve it alone."""

from pathlib import Path
from typing import Any

import pytest

from bot.core import events as e
from bot.core.errors import AlreadySettled, NotAnApprover
from bot.core.people import ApproverClause
from bot.core.policy import Policy
from tests.engine.gate_cases import ASK, FOUR, OK, PUSH, TWO, approved, only, refused, wishes
from tests.platform_fixture import MANAGERS, PlatformFixture, choose


async def test_gate1_who_rejected_forks_resumes_or_either_of_them_does_not_approve_alone(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, PUSH, OK, PUSH) as house:
        thread = await house.launch()
        await house.decide(await only(house), "reject", by="olive", reason="not on a Friday")
        await house.settle()
        fork = await house.app.fork(thread, at=2, by="max")
        await house.app.resume(fork, by="max")
        await house.settle()
        # Sam asked and Max forked: of two managers only Olive, who rejected there, is left.
        request = next(each for each in await house.pending() if each.thread_id == fork)
        await refused(house, request, "max", "who forked the thread and resumed the fork may not decide")
        (told,) = [fact for fact in request.card.facts if fact.label == "Fork"]
        assert told.lines[0] == 'a copy of the thread "push it", made by Max'
        assert told.lines[1].startswith("rejected there by Olive: not on a Friday (push {")
        await approved(house, request, "olive")


async def test_gate1_the_resume_of_a_fork_shapes_and_an_ordinary_resume_does_not(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, PUSH, PUSH, directory=FOUR) as house:
        thread = await house.launch()
        await house.app.pause(thread, by="olive")
        await house.app.resume(thread, by="olive")
        fork = await house.app.fork(thread, at=2, by="ann")
        await house.app.resume(fork, by="max")
        await house.settle()
        for request in await house.pending():
            if request.thread_id == fork:
                await refused(house, request, "ann", "who forked the thread may not decide")
                await refused(house, request, "max", "who resumed the fork may not decide")
            else:
                await approved(house, request, "olive")


async def test_gate1_a_fork_tells_who_opened_its_source(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, PUSH) as house:
        thread = await house.launch()
        fork = await house.app.fork(thread, by="max")
        (told,) = [event for event in house.log(fork) if isinstance(event, e.PeopleNotified)]
        assert told.to == ("sam",)
        assert told.text == (
            "Max made a copy of your thread `push it`. Nothing runs in the copy before somebody resumes it."
        )


async def test_gate1_who_answered_the_question_does_not_approve_what_came_of_it(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, ASK, PUSH) as house:
        await house.launch()
        await house.answer(await only(house), "v1", by="olive")
        await house.settle()
        request = await only(house)
        await refused(house, request, "olive", "who answered the agent's question may not decide")
        assert wishes(request)[-1] == "Olive answered the agent's question; may not decide"
        await approved(house, request, "max")


async def test_gate1_fifty_later_messages_do_not_push_the_asker_out(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, *[choose("reply", message="I listen.")] * 61, PUSH) as house:
        thread = await house.launch("release v1", by="sam")
        await house.say(thread, "release v1 it is", by="max")
        for n in range(59):
            await house.say(thread, f"and {n}", by="sam")
        await house.say(thread, "now", by="sam")
        await refused(house, await only(house), "max", "who asked may not decide")


async def test_gate1_a_rejection_with_a_reason_shapes_the_next_proposal(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("push", tag="v9"), PUSH) as house:
        await house.launch()
        await house.decide(await only(house), "reject", by="olive", reason="take v1")
        await house.settle()
        request = await only(house)
        await refused(house, request, "olive", "who rejected an earlier proposal may not decide")
        await approved(house, request, "max")


async def test_gate1_a_note_beside_an_approval_shapes_the_next_proposal(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("push", tag="v0"), PUSH) as house:
        await house.launch()
        await house.decide(await only(house), by="olive", reason="and then push v1 as well")
        await house.settle()
        request = await only(house)
        with pytest.raises(NotAnApprover, match="who commented on an earlier request may not decide"):
            await house.decide(request, by="olive")
        await house.decide(request, by="max")


async def test_gate1_what_people_did_before_the_last_settled_call_is_over_when_one_writes_again(tmp_path: Path) -> None:
    script = (choose("push", tag="v0"), OK, OK, PUSH)
    async with PlatformFixture(tmp_path, *script) as house:
        thread = await house.launch("v0 please", by="sam")
        request = await only(house)
        await house.say(thread, "yes do", by="olive")  # while it is open: it shapes what comes next
        await house.decide(request, by="olive")
        await house.settle()
        await house.say(thread, "now v1", by="sam")
        assert wishes(await only(house)) == ("Sam wrote in the thread and asked for it; may not decide",)
        await house.decide(await only(house), by="olive")


async def test_gate1_without_a_new_message_the_wish_of_before_still_counts(tmp_path: Path) -> None:
    """ "v0, then v1" is one wish, though the first of its two calls was settled."""
    async with PlatformFixture(tmp_path, choose("push", tag="v0"), PUSH) as house:
        thread = await house.launch("hello", by="sam")
        request = await only(house)
        assert request.thread_id == thread
    other = tmp_path / "two"
    other.mkdir()
    async with PlatformFixture(other, choose("reply", message="?"), choose("push", tag="v0"), PUSH) as house:
        thread = await house.launch("hello", by="sam")
        await house.say(thread, "v0, then v1", by="olive")
        await house.decide(await only(house), by="max")
        await house.settle()
        with pytest.raises(NotAnApprover, match="who asked may not decide"):
            await house.decide(await only(house), by="olive")


async def test_gate1_an_edit_is_shown_ends_votes_and_shapes_every_later_call(tmp_path: Path) -> None:
    script = (
        choose("push", tag="v0"),
        choose("push", tag="v2"),
        choose("reply", message="?"),
        choose("push", tag="v3"),
    )
    async with PlatformFixture(tmp_path, *script, directory=FOUR, agent={"policy": TWO}) as house:
        thread = await house.launch()
        request = await only(house)
        await house.decide(request, by="ann")
        edited = await house.decide(request, by="olive", arguments='{"commit":"c0ffee","tag":"v1"}')
        assert edited.card.facts[0] == e.CallFact(label="Edited by Olive", lines=('tag: "v0" → "v1"',))
        assert [vote.person for vote in edited.votes if vote.counts] == ["olive"]
        await house.decide(edited, by="max")
        await house.settle()
        assert [line.split()[1] for line in house.ledger.lines] == ["v1"]
        second = await only(house)
        with pytest.raises(NotAnApprover, match="who edited an earlier request may not decide"):
            await house.decide(second, by="olive")
        await house.decide(second, by="ann")
        await house.decide(second, by="max")
        await house.settle()
        await house.say(thread, "and v3", by="sam")
        with pytest.raises(NotAnApprover, match="who edited an earlier request may not decide"):
            await house.decide(await only(house), by="olive")


@pytest.mark.parametrize("rule", [{"edits": "by_another"}, {"edits": True, "irreversible": True, "typed": "tag"}])
async def test_gate1_where_somebody_else_must_approve_the_editor_may_not(tmp_path: Path, rule: dict[str, Any]) -> None:
    policy = Policy(approvers=(ApproverClause(groups=("managers",)),), **rule)
    async with PlatformFixture(tmp_path, choose("push", tag="v0"), agent={"policy": policy}) as house:
        await house.launch()
        request = await only(house)
        own = {"arguments": '{"commit":"c0ffee","tag":"v1"}', "confirmation": "v1"}
        edited = await house.decide(request, by="olive", **own)
        await house.settle()
        assert (edited.status, house.ledger.lines) == ("pending", [])
        await refused(house, edited, "olive", "who edited the arguments may not approve them", confirmation="v1")
        await house.decide(edited, by="max", confirmation="v1")
        await house.settle()
        assert [line.split()[1] for line in house.ledger.lines] == ["v1"]


async def test_gate1_an_edit_after_which_nobody_is_left_ends_the_request_and_is_told(tmp_path: Path) -> None:
    policy = Policy(approvers=(ApproverClause(people=("olive",)),), edits="by_another")
    async with PlatformFixture(tmp_path, choose("push", tag="v0"), agent={"policy": policy}) as house:
        thread = await house.launch()
        request = await only(house)
        await house.decide(request, by="olive", arguments='{"commit":"c0ffee","tag":"v1"}')
        await house.settle()
        ended = await house.app.queries.find_request(request.id)
        assert (ended.status, ended.reason) == (
            "undeliverable",
            "It needs 1 approval (Olive). Who may give one: nobody.",
        )
        assert house.ledger.lines == []
        assert [event.to for event in house.log(thread) if isinstance(event, e.PeopleNotified)] == [
            ("sam", "olive", "max")
        ]


async def test_gate1_too_few_who_may_decide_is_told_at_once(tmp_path: Path) -> None:
    policy = Policy(approvers=(ApproverClause(people=("olive",)),))
    async with PlatformFixture(tmp_path, PUSH, agent={"policy": policy}) as house:
        thread = await house.launch("push it", by="olive")
        (ended,) = (await house.app.queries.list_requests(thread=thread)).items
        assert ended.status == "undeliverable"
        with pytest.raises(AlreadySettled):
            await house.decide(ended, by="olive")
        (told,) = [event for event in house.log(thread) if isinstance(event, e.PeopleNotified)]
        assert told.to == ("olive", "max")
        assert "too few people may decide it" in told.text
        assert "undeliverable" in house.model.seen[-1].decode()  # the agent hears of it, too


async def test_gate1_a_policy_may_let_shapers_decide_but_not_who_opened_the_thread(tmp_path: Path) -> None:
    policy = MANAGERS.model_copy(update={"shapers_may_decide": True})
    async with PlatformFixture(tmp_path, ASK, PUSH, agent={"policy": policy}) as house:
        await house.launch(by="max")
        await house.answer(await only(house), "v1", by="olive")
        await house.settle()
        await refused(house, await only(house), "max", "who asked may not decide")
        await approved(house, await only(house), "olive")


async def test_gate1_what_was_rejected_in_another_thread_is_told_on_the_card(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, PUSH, OK, PUSH) as house:
        await house.launch()
        first = await only(house)
        await house.decide(first, "reject", by="olive", reason="no")
        await house.settle()
        await house.launch("push it, please", by="sam")
        (told,) = [fact for fact in (await only(house)).card.facts if fact.label == "Rejected before"]
        assert told.lines == (f"by Olive on 21 Nov 2026, 09:00 UTC: request {first.id}",)
