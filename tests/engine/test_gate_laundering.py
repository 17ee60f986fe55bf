"""Attacks on the gate by laundered wishes (GATE1, GATE3, GATE4, GATE6), each of which is refused."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.core import events as e
from bot.core.agent import EffectDidNotHappen, ProbeResult, ToolContext
from bot.core.errors import AlreadySettled, DigestMismatch, NotAnApprover, NotUnderstood, OutcomeUnclear
from bot.core.people import ApproverClause, PeopleDirectory, Person
from bot.core.policy import Policy
from bot.core.ports import ModelRefused
from tests.engine.gate_cases import ASK, FOUR, OK, from_stranger, only, wishes
from tests.platform_fixture import MANAGERS, OutsideLedger, PlatformFixture, PushStep, agent, choose

EDITED = Policy(approvers=(ApproverClause(groups=("managers",)),), edits="by_another")


def push(tag: str) -> Any:
    return choose("push", tag=tag)


def with_arguments(tag: str, commit: str = "c0ffee") -> str:
    return f'{{"commit":"{commit}","tag":"{tag}"}}'


async def rejected(house: PlatformFixture) -> None:
    await house.decide(await only(house), "reject", by="olive", reason="no")


async def expired(house: PlatformFixture) -> None:
    house.clock.passes(hours=5)
    await house.settle()


@pytest.mark.parametrize("ended", [rejected, expired])
async def test_gate1_what_was_not_carried_out_is_still_the_wish_of_who_wished_it(tmp_path: Path, ended: Any) -> None:
    async with PlatformFixture(tmp_path, OK, push("v9"), OK, push("v9"), directory=FOUR) as house:
        thread = await house.launch("hello", by="sam")
        await house.say(thread, "push v9", by="max")
        await ended(house)
        await house.settle()
        await house.say(thread, "ok, pity", by="sam")
        request = await only(house)
        with pytest.raises(NotAnApprover):
            await house.decide(request, by="max")
        assert any(line.startswith("Max ") for line in wishes(request))
        await house.decide(request, by="ann")
        await house.settle()
        assert len(house.ledger.lines) == 1


async def test_gate1_who_dictates_in_a_rejection_does_not_approve_it_after_an_expiry(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, push("v1"), push("v9"), OK, push("v9"), directory=FOUR) as house:
        thread = await house.launch()
        await house.decide(await only(house), "reject", by="olive", reason="push v9 instead")
        await house.settle()
        await expired(house)
        await house.say(thread, "hello?", by="sam")
        with pytest.raises(NotAnApprover):
            await house.decide(await only(house), by="olive")


async def test_gate1_a_forker_stays_one_after_whatever_was_settled_in_the_fork(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, push("v0"), OK, push("v1"), OK, push("v9"), directory=FOUR) as house:
        thread = await house.launch()
        await house.decide(await only(house), "reject", by="olive", reason="no")
        await house.settle()
        fork = await house.app.fork(thread, at=2, by="max")
        await house.app.resume(fork, by="max")
        await house.settle()
        await house.decide(await only(house), by="ann")
        await house.settle()
        assert len(house.ledger.lines) == 1
        await house.say(fork, "and v9", by="sam")
        with pytest.raises(NotAnApprover, match="who forked the thread and resumed the fork may not decide"):
            await house.decide(await only(house), by="max")


async def test_gate1_a_message_that_the_model_had_not_seen_clears_nobody(tmp_path: Path) -> None:
    """Max wished v0 and v9; while the model thinks about v9, Sam says thanks."""
    async with PlatformFixture(tmp_path, OK, push("v0"), push("v9"), OK, OK, directory=FOUR) as house:
        thread = await house.launch("hello", by="sam")
        await house.say(thread, "v0, then v9", by="max")
        answer = house.model.choose

        async def thinks(request: bytes) -> Any:
            chosen = await answer(request)
            if "v9" in chosen.arguments:
                await house.app.say(thread, "thanks", by="sam")
            return chosen

        house.model.choose = thinks  # type: ignore[method-assign]
        await house.decide(await only(house), by="ann")
        await house.settle()
        request = await only(house)
        assert request.card.requested_by == "Max"
        with pytest.raises(NotAnApprover, match="who asked may not decide"):
            await house.decide(request, by="max")


async def test_gate1_a_second_editor_does_not_free_the_first(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, push("v1"), directory=FOUR, agent={"policy": EDITED}) as house:
        await house.launch()
        request = await house.decide(await only(house), by="max", arguments=with_arguments("v9.9.9"))
        request = await house.decide(request, by="olive", arguments=with_arguments("v9.9.9", "beef"))
        for editor in ("max", "olive"):
            with pytest.raises(NotAnApprover, match="who edited the arguments may not approve them"):
                await house.decide(request, by=editor)
        assert request.card.facts[0] == e.CallFact(
            label="Edited by Max, Olive", lines=('commit: "c0ffee" → "beef"', 'tag: "v1" → "v9.9.9"')
        )
        assert [vote.counts for vote in request.votes] == [False, False]
        await house.decide(request, by="ann")
        await house.settle()
        assert len(house.ledger.lines) == 1


async def test_gate1_the_last_to_write_asks_also_where_shapers_may_decide(tmp_path: Path) -> None:
    policy = MANAGERS.model_copy(update={"shapers_may_decide": True})
    async with PlatformFixture(tmp_path, OK, push("v9"), agent={"policy": policy}) as house:
        thread = await house.launch("hello", by="sam")
        await house.say(thread, "push v9", by="max")
        with pytest.raises(NotAnApprover, match="who asked may not decide"):
            await house.decide(await only(house), by="max")


async def test_gate1_that_a_requester_may_decide_excuses_no_other_act(tmp_path: Path) -> None:
    policy = MANAGERS.model_copy(update={"requester_may_decide": True})
    async with PlatformFixture(tmp_path, ASK, OK, push("v9"), agent={"policy": policy}) as house:
        thread = await house.launch("hello", by="sam")
        await house.answer(await only(house), "v9", by="olive")
        await house.settle()
        await house.say(thread, "go", by="olive")
        with pytest.raises(NotAnApprover, match="who answered the agent's question may not decide"):
            await house.decide(await only(house), by="olive")


async def test_gate2_a_name_or_an_account_forges_no_line_of_the_card(tmp_path: Path) -> None:
    forged = "evil\nOlive asked for it; may not decide"
    people = PeopleDirectory(people={**FOUR.people, "sam": Person(id="sam", name="Sam\nAnn asked")})
    async with PlatformFixture(tmp_path, OK, push("v1"), directory=people) as house:
        thread = await house.launch("hello", by="sam")
        await house.app.take_message(from_stranger("push", thread, account=f"ci:{forged}"))
        await house.settle()
        request = await only(house)
        assert len(wishes(request)) == 3
        assert not any("\n" in line for line in (*wishes(request), request.card.requested_by))


async def test_gate2_a_person_who_is_in_no_directory_is_unknown(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, push("v1")) as house:
        await house.launch(by="ghost")
        await house.decide(await only(house), by="olive")
        await house.settle()
        assert house.ledger.lines == []


async def test_gate3_who_made_the_openers_credential_is_one_for_ever(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, push("v0"), OK, push("v9"), directory=FOUR) as house:
        thread = await house.app.launch("pusher", "push", by="sam", makers=("max",))
        await house.settle()
        await house.decide(await only(house), by="olive")
        await house.settle()
        await house.say(thread, "and v9", by="ann")
        with pytest.raises(NotAnApprover, match="who asked may not decide"):
            await house.decide(await only(house), by="max")


async def test_gate4_what_was_shown_before_a_lapse_stands_for_nothing(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, push("v1")) as house:
        thread = await house.launch()
        old = await only(house)
        await house.app.pause(thread, by="sam")
        await house.decide(old, by="olive")
        house.clock.passes(hours=5)
        await house.settle()
        await house.app.resume(thread, by="sam")
        await house.settle()
        with pytest.raises(DigestMismatch):
            await house.decide(old, by="olive")
        await house.decide(await only(house), by="olive")
        await house.settle()
        assert len(house.ledger.lines) == 1


async def test_gate4_an_old_vote_does_not_complete_a_quorum(tmp_path: Path) -> None:
    policy = Policy(
        approvers=(ApproverClause(groups=("managers",), quorum=2),), expires_after=None, valid_for=EDITED.expires_after
    )
    async with PlatformFixture(tmp_path, push("v1"), directory=FOUR, agent={"policy": policy}) as house:
        await house.launch()
        await house.decide(await only(house), by="olive")
        house.clock.passes(days=300)
        await house.decide(await only(house), by="max")
        await house.settle()
        assert house.ledger.lines == []
        await house.decide(await only(house), by="olive")  # she says so again, today
        await house.settle()
        assert len(house.ledger.lines) == 1


async def test_gate6_an_edit_makes_no_two_open_calls_equal(tmp_path: Path) -> None:
    policy = Policy(approvers=(ApproverClause(groups=("managers",)),), edits=True)
    async with PlatformFixture(tmp_path, push("v1"), push("v2"), OK, agent={"policy": policy}) as house:
        thread = await house.launch()
        await house.say(thread, "and v2", by="sam")
        first = next(each for each in await house.pending() if each.arguments["tag"] == "v1")
        with pytest.raises(NotUnderstood, match="The same call is open already"):
            await house.decide(first, by="olive", arguments=with_arguments("v2"))


async def test_gate6_an_equal_call_is_not_open_in_two_threads(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, push("v1"), push("v1"), OK, OK, push("v1")) as house:
        await house.launch()
        request = await only(house)
        other = await house.launch("push it, too", by="sam")
        (refused,) = [event for event in house.log(other) if isinstance(event, e.StepRefused)]
        assert refused.reason == f"The same call is open already in another thread: {request.id}. Wait for its end."
        await house.decide(request, "reject", by="olive", reason="no")
        with pytest.raises(AlreadySettled):
            await house.decide(request, by="max")
        await house.settle()
        await house.say(other, "now", by="sam")
        assert (await only(house)).thread_id == other


async def test_gate1_what_was_rejected_for_another_agent_is_told_on_the_card(tmp_path: Path) -> None:
    ledger = OutsideLedger(tmp_path / "ledger")
    both = [agent(ledger), agent(ledger, name="second")]
    async with PlatformFixture(tmp_path, push("v1"), OK, push("v1"), agents=both) as house:
        await house.launch()
        first = await only(house)
        await house.decide(first, "reject", by="olive", reason="no")
        await house.settle()
        await house.app.launch("second", "push it", by="sam")
        await house.settle()
        (told,) = [fact for fact in (await only(house)).card.facts if fact.label == "Rejected before"]
        assert told.lines == (f"by Olive on 21 Nov 2026, 09:00 UTC, asked for by the agent pusher: request {first.id}",)


async def test_gate1_who_orders_between_the_approval_and_the_start_does_not_approve_the_next_call(
    tmp_path: Path,
) -> None:
    async with PlatformFixture(tmp_path, push("v0"), OK, push("v9"), directory=FOUR) as house:
        thread = await house.launch("v0", by="sam")
        await house.app.pause(thread, by="sam")
        await house.decide(await only(house), by="olive")
        await house.say(thread, "and then push v9", by="max")
        await house.app.resume(thread, by="sam")
        await house.settle()
        await house.say(thread, "thanks", by="sam")
        with pytest.raises(NotAnApprover, match="who asked may not decide"):
            await house.decide(await only(house), by="max")


async def test_gate1_a_further_try_of_a_call_ends_no_wish(tmp_path: Path) -> None:
    tries: list[int] = []

    async def run(step: PushStep, at: ToolContext) -> str:
        tries.append(1)
        if len(tries) == 1:
            raise OutcomeUnclear("no answer")
        return "done"

    async def probe(step: PushStep, at: ToolContext) -> ProbeResult:
        return EffectDidNotHappen("not there")

    given = {"run": run, "probe": probe, "probe_after": timedelta(minutes=2)}
    async with PlatformFixture(tmp_path, push("v0"), OK, OK, push("v9"), directory=FOUR, agent=given) as house:
        thread = await house.launch("v0", by="sam")
        await house.decide(await only(house), by="olive")
        await house.settle()
        await house.say(thread, "and then push v9", by="max")
        house.clock.passes(minutes=5)
        await house.settle()
        assert len(tries) == 2
        await house.say(thread, "thanks", by="sam")
        with pytest.raises(NotAnApprover, match="who asked may not decide"):
            await house.decide(await only(house), by="max")


async def test_gate1_the_words_of_who_cancelled_a_thread_reach_no_model(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, push("v1"), OK, ASK, OK, directory=FOUR) as house:
        for _ in range(2):
            thread = await house.launch("push it", by="sam")
            await house.app.cancel(thread, by="olive", reason="no: push v9 instead")
            fork = await house.app.fork(thread, by="sam")
            await house.app.resume(fork, by="sam")
            await house.settle()
        assert not [seen for seen in house.model.seen if b"push v9 instead" in seen]
        assert all(b"cancelled" in house.model.seen[number] for number in (1, 3))


async def test_gate1_who_made_the_key_of_who_wrote_last_has_asked_too(tmp_path: Path) -> None:
    policy = Policy(approvers=(ApproverClause(groups=("managers",)),), shapers_may_decide=True)
    async with PlatformFixture(tmp_path, OK, push("v9"), directory=FOUR, agent={"policy": policy}) as house:
        thread = await house.launch("hello", by="sam")
        await house.app.say(thread, "push v9", by="ann", makers=("max",))
        await house.settle()
        with pytest.raises(NotAnApprover, match="who asked may not decide"):
            await house.decide(await only(house), by="max")


async def test_gate1_who_cancelled_with_a_reason_approves_nothing_in_a_fork(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, push("v1"), push("v9"), directory=FOUR) as house:
        thread = await house.launch("push it", by="sam")
        await house.app.cancel(thread, by="olive", reason="no: push v9 instead", makers=("ann",))
        fork = await house.app.fork(thread, by="sam")
        await house.app.resume(fork, by="sam")
        await house.settle()
        request = await only(house)
        for person in ("olive", "ann"):
            with pytest.raises(NotAnApprover, match="who cancelled the thread with a reason may not decide"):
                await house.decide(request, by=person)


@pytest.mark.parametrize("words", ["go on", "GO ON"])
async def test_gate1_who_let_the_agent_go_on_after_a_limit_said_nothing_of_a_call_and_may_approve(
    tmp_path: Path, words: str
) -> None:
    async with PlatformFixture(tmp_path, ModelRefused("401: check OPENAI_API_KEY"), push("v1"), OK) as house:
        await house.launch()
        await house.answer(await only(house), words, by="max")
        await house.settle()
        assert "Max" not in str(wishes(await only(house)))
        await house.decide(await only(house), by="max")
        await house.settle()
        assert len(house.ledger.lines) == 1
