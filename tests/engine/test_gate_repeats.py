"""GATE4, GATE6: an unused approval lapses, and an equal call is not asked twice."""

from pathlib import Path

from bot.core import events as e
from bot.core.people import ApproverClause
from bot.core.policy import Policy
from tests.engine.gate_cases import OK, PUSH, TWO, approved, only
from tests.platform_fixture import MANAGERS, PlatformFixture, choose


async def test_gate4_an_approval_that_was_not_used_in_time_is_asked_anew(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, PUSH) as platform:
        thread = await platform.launch()
        await platform.app.pause(thread, by="sam")
        request = await only(platform)
        await platform.decide(request, by="olive")
        platform.clock.passes(days=300)
        await platform.settle()
        assert (await platform.app.queries.find_request(request.id)).status == "superseded"
        await platform.app.resume(thread, by="sam")
        await platform.settle()
        assert platform.ledger.lines == []
        anew = await only(platform)
        assert (anew.id, anew.votes[0].counts) == (request.id, False)
        await approved(platform, anew, "olive")


async def test_gate4_also_when_the_process_was_down_and_the_policy_says_how_long(tmp_path: Path) -> None:
    policy = MANAGERS.model_copy(update={"valid_for": TWO.expires_after, "expires_after": None})
    async with PlatformFixture(tmp_path, PUSH, agent={"policy": policy}) as platform:
        await platform.launch()
        request = await only(platform)
        await platform.decide(request, by="olive")  # and the process dies before the turn
        platform.clock.passes(hours=4)
        platform.app.repository.forget_threads()
        await platform.settle()
        assert (platform.ledger.lines, (await only(platform)).id) == ([], request.id)


async def test_gate6_an_equal_call_that_is_open_is_not_asked_a_second_time(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, PUSH, PUSH, OK, PUSH, OK) as platform:
        thread = await platform.launch()
        for word in ("hurry", "well?"):
            await platform.say(thread, word, by="sam")
        request = await only(platform)
        assert [x.reason for x in platform.log(thread) if isinstance(x, e.StepRefused)] == [
            f"The same call is open already: {request.id}. Wait for its end."
        ] * 2
        await approved(platform, request, "olive")


async def test_gate6_after_a_rejection_only_a_persons_word_reopens_it(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, PUSH, PUSH, choose("reply", message="Then not."), PUSH) as platform:
        thread = await platform.launch()
        await platform.decide(await only(platform), "reject", by="olive", reason="no")
        await platform.settle()
        assert await platform.pending() == []
        await platform.say(thread, "do push it after all", by="sam")
        await approved(platform, await only(platform), "max")


async def test_gate6_an_edit_does_not_hide_what_was_rejected(tmp_path: Path) -> None:
    policy = Policy(approvers=(ApproverClause(groups=("managers",), quorum=2),), edits=True)
    async with PlatformFixture(tmp_path, PUSH, PUSH, choose("push", tag="v2"), agent={"policy": policy}) as platform:
        await platform.launch()
        request = await only(platform)
        edited = await platform.decide(request, by="olive", arguments='{"commit":"c0ffee","tag":"v2"}')
        await platform.decide(edited, "reject", by="max")
        await platform.settle()
        assert await platform.pending() == []
