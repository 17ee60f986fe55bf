"""Decisions: one row by one permitted person on the present call, once; everybody else is told the name and the time."""

import asyncio
from pathlib import Path

import pytest

from bot.core import events as e
from bot.core.agent import Tool, ToolContext
from bot.core.decisions import ApprovalDecision
from bot.core.errors import AlreadySettled, Conflict, DigestMismatch, NotAnApprover, NotFound
from bot.core.people import ApproverClause, PeopleDirectory, Person
from bot.core.policy import Policy
from bot.core.request_views import Request
from bot.engine.repository.startup_and_hourly_upkeep import sweep_threads
from tests.engine.decision_cases import EDITABLE, asked, audited
from tests.platform_fixture import MANAGERS, MAX, OLIVE, PEOPLE, SAM, FakeClock, PlatformFixture, PushStep, choose
from tests.sqlite_access import list_notes, sqlite_of

TWO = Policy(approvers=(ApproverClause(groups=("managers",), quorum=2),))


def directory(*people: Person) -> PeopleDirectory:
    return PeopleDirectory(people={person.id: person for person in people})


async def test_slk09_fifty_concurrent_decisions_make_one_row_one_effect(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("push", tag="v1")) as platform:
        thread, request = await asked(platform)
        people = ["olive", "max"] * 25
        found = await asyncio.gather(*(platform.decide(request, by=by) for by in people), return_exceptions=True)
        won = [each for each in found if isinstance(each, Request)]
        told = [each for each in found if isinstance(each, AlreadySettled)]
        assert (len(won), len(told)) == (1, 49)
        winner = won[0].decided_by
        assert {(each.status, each.decided_by, each.decided_at) for each in told} == {
            ("approved", winner, platform.clock())
        }
        await platform.settle()
        assert platform.types(thread).count("Answered") == 1
        assert platform.types(thread).count("ApprovalSettled") == 1
        assert platform.ledger.lines == [f"{request.id} v1 c0ffee"]


async def test_slk10_approve_and_reject_at_once_the_first_commit_wins_and_the_loser_is_told(tmp_path: Path) -> None:
    for n, (first, second) in enumerate((("approve", "reject"), ("reject", "approve"))):
        folder = tmp_path / str(n)
        folder.mkdir()
        async with PlatformFixture(folder, choose("push", tag="v1")) as platform:
            thread, request = await asked(platform)
            one, two = await asyncio.gather(
                platform.decide(request, first, by="olive"),
                platform.decide(request, second, by="max"),
                return_exceptions=True,
            )
            assert isinstance(one, Request)
            assert isinstance(two, AlreadySettled)
            assert str(two) == f"This request is already {one.status} by Olive at 2026-11-21 09:00:00 UTC. " + (
                "Nothing was changed."
            )
            await platform.settle()
            assert len(platform.ledger.lines) == (first == "approve")
            assert platform.types(thread).count("ApprovalSettled") == 1


async def test_slk11_a_stranger_may_click_but_does_not_count(tmp_path: Path) -> None:
    people = directory(SAM, OLIVE, Person(id="eve", name="Eve", groups=("guests",)))
    async with PlatformFixture(tmp_path, choose("push", tag="v1"), directory=people) as platform:
        thread, request = await asked(platform)
        before = platform.types(thread)
        for stranger in ("eve", "nobody-here", "", "managers", "OLIVE"):
            with pytest.raises(NotAnApprover):
                await platform.decide(request, by=stranger)
        assert platform.types(thread) == before
        assert audited(platform)[-1] == ("refused: NotAnApprover", "eve", request.id)
        assert len(audited(platform)) == 5
        assert (await platform.decide(request)).status == "approved"


@pytest.mark.parametrize(
    "policy", [Policy(), Policy(approvers=(ApproverClause(),)), Policy(approvers=(ApproverClause(groups=("ghosts",)),))]
)
async def test_slk12_where_nobody_is_named_nobody_may_approve(tmp_path: Path, policy: Policy) -> None:
    async with PlatformFixture(tmp_path, choose("push", tag="v1"), agent={"policy": policy}) as platform:
        thread = await platform.launch()
        assert await platform.pending() == []
        (request,) = (await platform.app.queries.list_requests(thread=thread)).items
        assert request.status == "undeliverable"
        for person in ("sam", "olive", "max"):
            with pytest.raises(AlreadySettled):
                await platform.decide(request, by=person)
        await platform.settle()
        assert platform.ledger.lines == []
        (told,) = [event for event in platform.log(thread) if isinstance(event, e.PeopleNotified)]
        assert (told.to, told.about) == (("sam", "olive", "max"), request.id)


async def test_slk13_who_asked_may_not_approve_by_whatever_door(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("push", tag="v1")) as platform:
        _, request = await asked(platform, by="olive")
        for door in ("slack", "email", "web"):
            with pytest.raises(NotAnApprover, match="who asked may not decide"):
                await platform.decide(request, by="olive", door=door)
        assert (await platform.decide(request, by="max")).status == "approved"


async def test_slk14_who_triggered_the_thread_stays_its_requester_whoever_writes_later(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("reply", message="Hm."), choose("push", tag="v1")) as platform:
        thread = await platform.launch(by="olive")
        await platform.say(thread, "now push", by="sam")
        (request,) = await platform.pending()
        with pytest.raises(NotAnApprover, match="who asked may not decide"):
            await platform.decide(request, by="olive")
        assert (await platform.decide(request, by="max")).status == "approved"


async def test_slk19_a_decision_on_another_digest_is_refused_and_audited(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("push", tag="v1"), choose("push", tag="v2")) as platform:
        thread, one = await asked(platform)
        await platform.say(thread, "v2 as well")
        two = next(request for request in await platform.pending() if request.id != one.id)
        for digest in (two.digest, "0" * 64, one.digest[:-1] + ("0" if one.digest[-1] != "0" else "1")):
            with pytest.raises(DigestMismatch):
                await platform.decide(one, digest=digest)
        assert audited(platform)[0] == ("refused: DigestMismatch", "olive", one.id)
        with pytest.raises(NotFound):
            await platform.decide(one.model_copy(update={"id": f"{thread}-999"}))
        with pytest.raises(NotFound):
            await platform.decide(one.model_copy(update={"id": "nonsense"}))
        await platform.settle()
        assert platform.ledger.lines == []


async def test_slk23_a_button_of_before_an_edit_no_longer_approves(tmp_path: Path) -> None:
    policy = EDITABLE.model_copy(update={"approvers": TWO.approvers})
    async with PlatformFixture(tmp_path, choose("push", tag="v1"), agent={"policy": policy}) as platform:
        _, request = await asked(platform)
        edited = await platform.decide(request, by="max", arguments='{"tag": "v1.1"}')
        assert edited.status == "pending"
        assert edited.arguments == {"tag": "v1.1", "commit": "c0ffee"}
        with pytest.raises(DigestMismatch):
            await platform.decide(request, by="olive")
        assert (await platform.decide(edited, by="olive")).status == "approved"
        await platform.settle()
        assert platform.ledger.lines == [f"{request.id} v1.1 c0ffee"]


@pytest.mark.parametrize(
    "now",
    [
        directory(SAM, OLIVE.model_copy(update={"active": False}), MAX),
        directory(SAM, OLIVE.model_copy(update={"groups": ()}), MAX),
        directory(SAM, MAX),
    ],
    ids=["deactivated", "left the group", "gone"],
)
async def test_slk25_who_may_no_longer_approve_is_refused_at_the_click(tmp_path: Path, now: PeopleDirectory) -> None:
    async with PlatformFixture(tmp_path, choose("push", tag="v1")) as platform:
        _, request = await asked(platform)
    async with PlatformFixture(tmp_path, directory=now) as platform:
        await sweep_threads(platform.app.repository)
        await platform.settle()
        with pytest.raises(NotAnApprover):
            await platform.decide(request, by="olive")
        await platform.settle()
        assert platform.ledger.lines == []
        assert (await platform.decide(request, by="max")).status == "approved"


@pytest.mark.parametrize(
    "now",
    [
        directory(SAM, OLIVE.model_copy(update={"active": False}), MAX),
        directory(SAM, OLIVE.model_copy(update={"groups": ()}), MAX),
        directory(SAM, MAX),
    ],
    ids=["deactivated", "left the group", "gone"],
)
async def test_slk26_who_leaves_between_the_click_and_the_run_no_longer_counts(
    tmp_path: Path, now: PeopleDirectory
) -> None:
    async with PlatformFixture(tmp_path, choose("push", tag="v1")) as platform:
        thread, request = await asked(platform)
        assert (await platform.decide(request, by="olive")).status == "approved"
    async with PlatformFixture(tmp_path, choose("reply", message="It did not run."), directory=now) as platform:
        await sweep_threads(platform.app.repository)
        await platform.settle()
        assert platform.ledger.lines == []
        settled = [event for event in platform.log(thread) if isinstance(event, e.ApprovalSettled)]
        assert [event.verdict for event in settled] == ["approved", "superseded"]
        assert "no longer counts" in settled[-1].reason
        assert b"no longer counts" in platform.model.seen[-1]


async def test_a_quorum_of_two_is_two_people_also_across_a_restart(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("push", tag="v1"), agent={"policy": TWO}) as platform:
        _, request = await asked(platform)
        assert (await platform.decide(request, by="olive")).status == "pending"
        again = await platform.decide(request, by="olive")
        assert again.status == "pending"
        assert len(again.votes) == 1
    async with PlatformFixture(tmp_path, agent={"policy": TWO}) as platform:
        await sweep_threads(platform.app.repository)
        await platform.settle()
        assert platform.ledger.lines == []
        assert (await platform.decide(request, by="olive")).status == "pending"
        after = await platform.decide(request, by="max")
        assert (after.status, after.decided_by) == ("approved", "olive, max")
        await platform.settle()
        assert platform.ledger.lines == [f"{request.id} v1 c0ffee"]


async def test_a_quorum_counts_whoever_changes_their_mind_once(tmp_path: Path) -> None:
    policy = TWO.model_copy(update={"veto": False})
    third = Person(id="mia", name="Mia", groups=("managers",))
    people = directory(SAM, OLIVE, MAX, third)
    async with PlatformFixture(
        tmp_path, choose("push", tag="v1"), agent={"policy": policy}, directory=people
    ) as platform:
        _, request = await asked(platform)
        for decision, by in (("approve", "olive"), ("reject", "olive"), ("approve", "max")):
            assert (await platform.decide(request, decision, by=by)).status == "pending"
        after = await platform.decide(request, by="mia")
        assert (after.status, after.decided_by) == ("approved", "max, mia")


async def test_a_decision_on_a_question_and_an_answer_to_an_approval_are_refused(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("ask_human", question="Which?"), choose("push", tag="v1")) as platform:
        thread = await platform.launch()
        (question,) = await platform.pending()
        with pytest.raises(Conflict):
            await platform.decide(question)
        await platform.answer(question, "that one")
        await platform.settle()
        (request,) = await platform.pending()
        with pytest.raises(Conflict):
            await platform.answer(request, "approve")
        assert "ApprovalSettled" not in platform.types(thread)
        with pytest.raises(AlreadySettled, match="already answered by Olive"):
            await platform.answer(question, "another")


async def test_a_refused_decision_leaves_a_row_in_the_audit_with_its_door_and_reason(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("push", tag="v1")) as platform:
        _, request = await asked(platform)
        with pytest.raises(NotAnApprover):
            await platform.decide(request, by="sam", door="slack")
        (note,) = list_notes(platform.app, 5)
        assert (note.what, note.person, note.door, note.about) == (
            "refused: NotAnApprover",
            "sam",
            "slack",
            request.id,
        )
        assert "Sam may not decide" in note.detail


async def test_who_goes_away_while_deciding_has_decided_or_has_not_and_the_run_follows(tmp_path: Path) -> None:
    """The client hangs up in the middle of the commit: a committed decision stays and is acted on without a restart."""
    async with PlatformFixture(tmp_path, choose("push", tag="v1"), choose("push", tag="v2")) as platform:
        thread, request = await asked(platform)
        await platform.settle()
        deciding = asyncio.ensure_future(platform.app.decisions.decide(_approval(request)))
        await asyncio.sleep(0)
        deciding.cancel()
        with pytest.raises(asyncio.CancelledError):
            await deciding
        await sqlite_of(platform.app).write_unit(lambda connection: None)
        await platform.settle()
        assert platform.ledger.lines == [f"{request.id} v1 c0ffee"]
        assert await platform.app.queries.find_broken_event(thread) is None


def _approval(request: Request) -> ApprovalDecision:
    return ApprovalDecision(
        call=request.id, digest=request.digest, decision="approve", person="olive", door="test", credential="test"
    )


async def test_an_approval_needs_no_clock_and_no_model_to_be_recorded(tmp_path: Path) -> None:
    clock = FakeClock()
    async with PlatformFixture(tmp_path, choose("push", tag="v1"), clock=clock) as platform:
        thread, request = await asked(platform)
        await platform.app.pause(thread, by="olive")
        assert (await platform.decide(request)).status == "approved"
        await platform.settle()
        assert platform.ledger.lines == []
        await platform.app.resume(thread, by="olive")
        await platform.settle()
        assert len(platform.ledger.lines) == 1


def test_the_directory_of_these_tests_has_two_managers() -> None:
    assert [id for id, person in PEOPLE.people.items() if MANAGERS.approvers[0].has_person(person)] == ["olive", "max"]


async def test_who_may_not_decide_makes_no_tool_look_anything_up(tmp_path: Path) -> None:
    looked: list[str] = []

    async def check(step: PushStep) -> None:
        looked.append(step.tag)

    async def push(step: PushStep, at: ToolContext) -> str:
        return "pushed"

    tools = (Tool(step=PushStep, run=push, writes=True, policy=EDITABLE, check=check),)
    async with PlatformFixture(tmp_path, choose("push", tag="v1"), agent={"tools": tools}) as platform:
        _, request = await asked(platform)
        edit = '{"tag":"v9","commit":"c0ffee"}'
        with pytest.raises(NotAnApprover):
            await platform.decide(request, by="sam", arguments=edit)
        assert looked == ["v1"]
        await platform.decide(request, by="olive", arguments=edit)
        assert looked == ["v1", "v9"]
