"""GATE2, GATE3: unknown requesters raise the quorum, and credentials count for the people who made them."""

from pathlib import Path

from bot.core import events as e
from bot.core.people import ApproverClause
from bot.core.policy import Policy
from tests.engine.gate_cases import FOUR, PUSH, TWO, approved, from_stranger, only, refused, wishes
from tests.platform_fixture import PlatformFixture, choose


async def test_gate2_an_unknown_requester_is_named_and_one_more_must_approve(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, PUSH) as house:
        await house.app.take_message(from_stranger("push it"))
        await house.settle()
        request = await only(house)
        assert request.card.requested_by == "@U9, not linked (slack T1)"
        assert request.requested_by == "slack:T1/U9"
        assert request.card.progress == "0 of 1 group managers, and 0 of 1 more"
        await house.decide(request, by="olive")
        await house.settle()
        assert (house.ledger.lines, (await only(house)).card.progress) == ([], "1 of 1 group managers, and 0 of 1 more")
        await approved(house, request, "max")


async def test_gate2_where_one_more_is_not_to_be_had_it_ends_at_once(tmp_path: Path) -> None:
    policy = Policy(approvers=(ApproverClause(people=("olive",)),))
    async with PlatformFixture(tmp_path, PUSH, agent={"policy": policy}) as house:
        taken = await house.app.take_message(from_stranger("push it"))
        await house.settle()
        (ended,) = (await house.app.queries.list_requests(thread=taken.thread)).items
        assert ended.status == "undeliverable"
        assert "one more than usual since somebody acted whom the directory does not know" in ended.reason


async def test_gate2_a_strangers_order_in_somebodys_thread_is_not_that_persons(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("reply", message="Hello."), PUSH) as house:
        thread = await house.launch("hello", by="sam")
        await house.app.take_message(from_stranger("push v1 now", thread))
        await house.settle()
        request = await only(house)
        assert request.card.requested_by == "@U9, not linked (slack T1)"
        assert "@U9, not linked (slack T1) wrote in the thread and asked for it; may not decide" in wishes(request)
        await house.decide(request, by="olive")
        await house.settle()
        assert house.ledger.lines == []


async def test_gate2_a_strangers_word_does_not_reopen_what_was_rejected_nor_end_a_wish(tmp_path: Path) -> None:
    async with PlatformFixture(
        tmp_path, PUSH, choose("reply", message="Well."), PUSH, choose("reply", message="No.")
    ) as house:
        thread = await house.launch()
        await house.decide(await only(house), "reject", by="olive", reason="no")
        await house.settle()
        await house.app.take_message(from_stranger("once more", thread))
        await house.settle()
        assert await house.pending() == []
        reasons = [event.reason for event in house.log(thread) if isinstance(event, e.StepRefused)]
        assert len(reasons) == 1
        assert all(reason.startswith("People rejected exactly this call") for reason in reasons)


async def test_gate2_what_no_person_sent_has_a_system_requester_and_the_normal_quorum(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, PUSH) as house:
        await house.app.take_message(from_stranger("disk is full", account="system:alerts", sender="alerts"))
        await house.settle()
        request = await only(house)
        assert (request.requested_by, request.card.requested_by) == ("system:alerts", "system:alerts")
        await approved(house, request, "olive")


async def test_gate2_others_who_had_a_hand_in_it_may_not_approve(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, PUSH) as house:
        await house.app.take_message(from_stranger("merged", account="", person="sam", sender="Sam", others=("olive",)))
        await house.settle()
        await refused(house, await only(house), "olive", "who asked may not decide")
        await approved(house, await only(house), "max")


async def test_gate3_votes_whose_credentials_one_person_made_count_as_one(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, PUSH, directory=FOUR, agent={"policy": TWO}) as house:
        await house.launch()
        request = await only(house)
        await house.decide(request, by="olive", makers=("ann",))
        await house.decide(request, by="max", makers=("ann",))
        await house.decide(request, by="ann")
        await house.settle()
        assert (await only(house)).card.progress == "1 of 2 group managers"
        assert house.ledger.lines == []
        (made,) = [fact for fact in (await only(house)).card.facts if fact.label == "Credentials"]
        assert made.lines[0] == "Olive: with a key or link made by Ann"
        await house.decide(request, by="olive")  # with a credential of her own
        await house.settle()
        assert len(house.ledger.lines) == 1


async def test_gate3_a_credential_made_by_who_asked_decides_nothing(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, PUSH) as house:
        await house.launch(by="sam")
        await refused(
            house, await only(house), "olive", "was made by Sam, and who asked may not decide", makers=("sam",)
        )


async def test_gate3_who_made_the_credential_that_asked_does_not_approve(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, PUSH) as house:
        await house.app.launch("pusher", "push it", by="sam", makers=("olive",))
        await house.settle()
        await refused(house, await only(house), "olive", "who asked may not decide")
        await approved(house, await only(house), "max")
