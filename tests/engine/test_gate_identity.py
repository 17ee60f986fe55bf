"""GATE2, GATE3: unknown requesters raise the quorum, and credentials count for the people who made them."""

from pathlib import Path

from bot.core import events as e
from bot.core.people import ApproverClause
from bot.core.policy import Policy
from tests.engine.gate_cases import FOUR, PUSH, TWO, approved, from_stranger, only, refused, wishes
from tests.platform_fixture import PlatformFixture, choose


async def test_gate2_an_unknown_requester_is_named_and_one_more_must_approve(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, PUSH) as platform:
        await platform.app.take_message(from_stranger("push it"))
        await platform.settle()
        request = await only(platform)
        assert request.card.requested_by == "@U9, not linked (slack T1)"
        assert request.requested_by == "slack:T1/U9"
        assert request.card.progress == "0 of 1 group managers, and 0 of 1 more"
        await platform.decide(request, by="olive")
        await platform.settle()
        assert (platform.ledger.lines, (await only(platform)).card.progress) == (
            [],
            "1 of 1 group managers, and 0 of 1 more",
        )
        await approved(platform, request, "max")


async def test_gate2_where_one_more_is_not_to_be_had_it_ends_at_once(tmp_path: Path) -> None:
    policy = Policy(approvers=(ApproverClause(people=("olive",)),))
    async with PlatformFixture(tmp_path, PUSH, agent={"policy": policy}) as platform:
        taken = await platform.app.take_message(from_stranger("push it"))
        await platform.settle()
        (ended,) = (await platform.app.queries.list_requests(thread=taken.thread)).items
        assert ended.status == "undeliverable"
        assert "one more than usual since somebody acted whom the directory does not know" in ended.reason


async def test_gate2_a_strangers_order_in_somebodys_thread_is_not_that_persons(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("reply", message="Hello."), PUSH) as platform:
        thread = await platform.launch("hello", by="sam")
        await platform.app.take_message(from_stranger("push v1 now", thread))
        await platform.settle()
        request = await only(platform)
        assert request.card.requested_by == "@U9, not linked (slack T1)"
        assert "@U9, not linked (slack T1) wrote in the thread and asked for it; may not decide" in wishes(request)
        await platform.decide(request, by="olive")
        await platform.settle()
        assert platform.ledger.lines == []


async def test_gate2_a_strangers_word_does_not_reopen_what_was_rejected_nor_end_a_wish(tmp_path: Path) -> None:
    async with PlatformFixture(
        tmp_path, PUSH, choose("reply", message="Well."), PUSH, choose("reply", message="No.")
    ) as platform:
        thread = await platform.launch()
        await platform.decide(await only(platform), "reject", by="olive", reason="no")
        await platform.settle()
        await platform.app.take_message(from_stranger("once more", thread))
        await platform.settle()
        assert await platform.pending() == []
        reasons = [event.reason for event in platform.log(thread) if isinstance(event, e.StepRefused)]
        assert len(reasons) == 1
        assert all(reason.startswith("People rejected exactly this call") for reason in reasons)


async def test_gate2_what_no_person_sent_has_a_system_requester_and_the_normal_quorum(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, PUSH) as platform:
        await platform.app.take_message(from_stranger("disk is full", account="system:alerts", sender="alerts"))
        await platform.settle()
        request = await only(platform)
        assert (request.requested_by, request.card.requested_by) == ("system:alerts", "system:alerts")
        await approved(platform, request, "olive")


async def test_gate2_others_who_had_a_hand_in_it_may_not_approve(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, PUSH) as platform:
        await platform.app.take_message(
            from_stranger("merged", account="", person="sam", sender="Sam", others=("olive",))
        )
        await platform.settle()
        await refused(platform, await only(platform), "olive", "who asked may not decide")
        await approved(platform, await only(platform), "max")


async def test_gate3_votes_whose_credentials_one_person_made_count_as_one(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, PUSH, directory=FOUR, agent={"policy": TWO}) as platform:
        await platform.launch()
        request = await only(platform)
        await platform.decide(request, by="olive", makers=("ann",))
        await platform.decide(request, by="max", makers=("ann",))
        await platform.decide(request, by="ann")
        await platform.settle()
        assert (await only(platform)).card.progress == "1 of 2 group managers"
        assert platform.ledger.lines == []
        (made,) = [fact for fact in (await only(platform)).card.facts if fact.label == "Credentials"]
        assert made.lines[0] == "Olive: with a key or link made by Ann"
        await platform.decide(request, by="olive")  # with a credential of her own
        await platform.settle()
        assert len(platform.ledger.lines) == 1


async def test_gate3_a_credential_made_by_who_asked_decides_nothing(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, PUSH) as platform:
        await platform.launch(by="sam")
        await refused(
            platform, await only(platform), "olive", "was made by Sam, and who asked may not decide", makers=("sam",)
        )


async def test_gate3_who_made_the_credential_that_asked_does_not_approve(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, PUSH) as platform:
        await platform.app.launch("pusher", "push it", by="sam", makers=("olive",))
        await platform.settle()
        await refused(platform, await only(platform), "olive", "who asked may not decide")
        await approved(platform, await only(platform), "max")
