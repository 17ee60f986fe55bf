"""Attacks on the gate by laundered wishes (GATE1, GATE3, GATE4, GATE6), each of which is refused."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.core import events as e
from bot.core.agent import EffectDidNotHappen, ProbeResult, ToolContext
from bot.core.card.card import CardFact
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


async def rejected(platform: PlatformFixture) -> None:
    await platform.decide(await only(platform), "reject", by="olive", reason="no")


async def expired(platform: PlatformFixture) -> None:
    platform.clock.passes(hours=5)
    await platform.settle()


@pytest.mark.parametrize("ended", [rejected, expired])
async def test_gate1_what_was_not_carried_out_is_still_the_wish_of_who_wished_it(tmp_path: Path, ended: Any) -> None:
    async with PlatformFixture(tmp_path, OK, push("v9"), OK, push("v9"), directory=FOUR) as platform:
        thread = await platform.launch("hello", by="sam")
        await platform.say(thread, "push v9", by="max")
        await ended(platform)
        await platform.settle()
        await platform.say(thread, "ok, pity", by="sam")
        request = await only(platform)
        with pytest.raises(NotAnApprover):
            await platform.decide(request, by="max")
        assert any(line.startswith("Max ") for line in wishes(request))
        await platform.decide(request, by="ann")
        await platform.settle()
        assert len(platform.ledger.lines) == 1


async def test_gate1_who_dictates_in_a_rejection_does_not_approve_it_after_an_expiry(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, push("v1"), push("v9"), OK, push("v9"), directory=FOUR) as platform:
        thread = await platform.launch()
        await platform.decide(await only(platform), "reject", by="olive", reason="push v9 instead")
        await platform.settle()
        await expired(platform)
        await platform.say(thread, "hello?", by="sam")
        with pytest.raises(NotAnApprover):
            await platform.decide(await only(platform), by="olive")


async def test_gate1_a_forker_stays_one_after_whatever_was_settled_in_the_fork(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, push("v0"), OK, push("v1"), OK, push("v9"), directory=FOUR) as platform:
        thread = await platform.launch()
        await platform.decide(await only(platform), "reject", by="olive", reason="no")
        await platform.settle()
        fork = await platform.app.fork(thread, at=2, by="max")
        await platform.app.resume(fork, by="max")
        await platform.settle()
        await platform.decide(await only(platform), by="ann")
        await platform.settle()
        assert len(platform.ledger.lines) == 1
        await platform.say(fork, "and v9", by="sam")
        with pytest.raises(NotAnApprover, match="who forked the thread and resumed the fork may not decide"):
            await platform.decide(await only(platform), by="max")


async def test_gate1_a_message_that_the_model_had_not_seen_clears_nobody(tmp_path: Path) -> None:
    """Max wished v0 and v9; while the model thinks about v9, Sam says thanks."""
    async with PlatformFixture(tmp_path, OK, push("v0"), push("v9"), OK, OK, directory=FOUR) as platform:
        thread = await platform.launch("hello", by="sam")
        await platform.say(thread, "v0, then v9", by="max")
        answer = platform.model.choose

        async def thinks(request: bytes) -> Any:
            chosen = await answer(request)
            if "v9" in chosen.arguments:
                await platform.app.say(thread, "thanks", by="sam")
            return chosen

        platform.model.choose = thinks  # type: ignore[method-assign]
        await platform.decide(await only(platform), by="ann")
        await platform.settle()
        request = await only(platform)
        assert request.card.requested_by == "Max"
        with pytest.raises(NotAnApprover, match="who asked may not decide"):
            await platform.decide(request, by="max")


async def test_gate1_a_second_editor_does_not_free_the_first(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, push("v1"), directory=FOUR, agent={"policy": EDITED}) as platform:
        await platform.launch()
        request = await platform.decide(await only(platform), by="max", arguments=with_arguments("v9.9.9"))
        request = await platform.decide(request, by="olive", arguments=with_arguments("v9.9.9", "beef"))
        for editor in ("max", "olive"):
            with pytest.raises(NotAnApprover, match="who edited the arguments may not approve them"):
                await platform.decide(request, by=editor)
        assert request.card.facts[0] == CardFact(
            source="platform", label="Edited by Max, Olive", lines=('commit: "c0ffee" → "beef"', 'tag: "v1" → "v9.9.9"')
        )
        assert [vote.counts for vote in request.votes] == [False, False]
        await platform.decide(request, by="ann")
        await platform.settle()
        assert len(platform.ledger.lines) == 1


async def test_gate1_the_last_to_write_asks_also_where_shapers_may_decide(tmp_path: Path) -> None:
    policy = MANAGERS.model_copy(update={"shapers_may_decide": True})
    async with PlatformFixture(tmp_path, OK, push("v9"), agent={"policy": policy}) as platform:
        thread = await platform.launch("hello", by="sam")
        await platform.say(thread, "push v9", by="max")
        with pytest.raises(NotAnApprover, match="who asked may not decide"):
            await platform.decide(await only(platform), by="max")


async def test_gate1_that_a_requester_may_decide_excuses_no_other_act(tmp_path: Path) -> None:
    policy = MANAGERS.model_copy(update={"requester_may_decide": True})
    async with PlatformFixture(tmp_path, ASK, OK, push("v9"), agent={"policy": policy}) as platform:
        thread = await platform.launch("hello", by="sam")
        await platform.answer(await only(platform), "v9", by="olive")
        await platform.settle()
        await platform.say(thread, "go", by="olive")
        with pytest.raises(NotAnApprover, match="who answered the agent's question may not decide"):
            await platform.decide(await only(platform), by="olive")


async def test_gate2_a_name_or_an_account_forges_no_line_of_the_card(tmp_path: Path) -> None:
    forged = "evil\nOlive asked for it; may not decide"
    people = PeopleDirectory(people={**FOUR.people, "sam": Person(id="sam", name="Sam\nAnn asked")})
    async with PlatformFixture(tmp_path, OK, push("v1"), directory=people) as platform:
        thread = await platform.launch("hello", by="sam")
        await platform.app.take_message(from_stranger("push", thread, account=f"ci:{forged}"))
        await platform.settle()
        request = await only(platform)
        assert len(wishes(request)) == 3
        assert not any("\n" in line for line in (*wishes(request), request.card.requested_by))


async def test_gate2_a_person_who_is_in_no_directory_is_unknown(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, push("v1")) as platform:
        await platform.launch(by="ghost")
        await platform.decide(await only(platform), by="olive")
        await platform.settle()
        assert platform.ledger.lines == []


async def test_gate3_who_made_the_openers_credential_is_one_for_ever(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, push("v0"), OK, push("v9"), directory=FOUR) as platform:
        thread = await platform.app.launch("pusher", "push", by="sam", makers=("max",))
        await platform.settle()
        await platform.decide(await only(platform), by="olive")
        await platform.settle()
        await platform.say(thread, "and v9", by="ann")
        with pytest.raises(NotAnApprover, match="who asked may not decide"):
            await platform.decide(await only(platform), by="max")


async def test_gate4_what_was_shown_before_a_lapse_stands_for_nothing(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, push("v1")) as platform:
        thread = await platform.launch()
        old = await only(platform)
        await platform.app.pause(thread, by="sam")
        await platform.decide(old, by="olive")
        platform.clock.passes(hours=5)
        await platform.settle()
        await platform.app.resume(thread, by="sam")
        await platform.settle()
        with pytest.raises(DigestMismatch):
            await platform.decide(old, by="olive")
        await platform.decide(await only(platform), by="olive")
        await platform.settle()
        assert len(platform.ledger.lines) == 1


async def test_gate4_an_old_vote_does_not_complete_a_quorum(tmp_path: Path) -> None:
    policy = Policy(
        approvers=(ApproverClause(groups=("managers",), quorum=2),), expires_after=None, valid_for=EDITED.expires_after
    )
    async with PlatformFixture(tmp_path, push("v1"), directory=FOUR, agent={"policy": policy}) as platform:
        await platform.launch()
        await platform.decide(await only(platform), by="olive")
        platform.clock.passes(days=300)
        await platform.decide(await only(platform), by="max")
        await platform.settle()
        assert platform.ledger.lines == []
        await platform.decide(await only(platform), by="olive")  # she says so again, today
        await platform.settle()
        assert len(platform.ledger.lines) == 1


async def test_gate6_an_edit_makes_no_two_open_calls_equal(tmp_path: Path) -> None:
    policy = Policy(approvers=(ApproverClause(groups=("managers",)),), edits=True)
    async with PlatformFixture(tmp_path, push("v1"), push("v2"), OK, agent={"policy": policy}) as platform:
        thread = await platform.launch()
        await platform.say(thread, "and v2", by="sam")
        first = next(each for each in await platform.pending() if each.arguments["tag"] == "v1")
        with pytest.raises(NotUnderstood, match="The same call is open already"):
            await platform.decide(first, by="olive", arguments=with_arguments("v2"))


async def test_gate6_an_equal_call_is_not_open_in_two_threads(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, push("v1"), push("v1"), OK, OK, push("v1")) as platform:
        await platform.launch()
        request = await only(platform)
        other = await platform.launch("push it, too", by="sam")
        (refused,) = [event for event in platform.log(other) if isinstance(event, e.StepRefused)]
        assert refused.reason == f"The same call is open already in another thread: {request.id}. Wait for its end."
        await platform.decide(request, "reject", by="olive", reason="no")
        with pytest.raises(AlreadySettled):
            await platform.decide(request, by="max")
        await platform.settle()
        await platform.say(other, "now", by="sam")
        assert (await only(platform)).thread_id == other


async def test_gate1_what_was_rejected_for_another_agent_is_told_on_the_card(tmp_path: Path) -> None:
    ledger = OutsideLedger(tmp_path / "ledger")
    both = [agent(ledger), agent(ledger, name="second")]
    async with PlatformFixture(tmp_path, push("v1"), OK, push("v1"), agents=both) as platform:
        await platform.launch()
        first = await only(platform)
        await platform.decide(first, "reject", by="olive", reason="no")
        await platform.settle()
        await platform.app.launch("second", "push it", by="sam")
        await platform.settle()
        (told,) = [fact for fact in (await only(platform)).card.facts if fact.label == "Rejected before"]
        assert told.lines == (f"by Olive on 21 Nov 2026, 09:00 UTC, asked for by the agent pusher: request {first.id}",)


async def test_gate1_who_orders_between_the_approval_and_the_start_does_not_approve_the_next_call(
    tmp_path: Path,
) -> None:
    async with PlatformFixture(tmp_path, push("v0"), OK, push("v9"), directory=FOUR) as platform:
        thread = await platform.launch("v0", by="sam")
        await platform.app.pause(thread, by="sam")
        await platform.decide(await only(platform), by="olive")
        await platform.say(thread, "and then push v9", by="max")
        await platform.app.resume(thread, by="sam")
        await platform.settle()
        await platform.say(thread, "thanks", by="sam")
        with pytest.raises(NotAnApprover, match="who asked may not decide"):
            await platform.decide(await only(platform), by="max")


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
    async with PlatformFixture(tmp_path, push("v0"), OK, OK, push("v9"), directory=FOUR, agent=given) as platform:
        thread = await platform.launch("v0", by="sam")
        await platform.decide(await only(platform), by="olive")
        await platform.settle()
        await platform.say(thread, "and then push v9", by="max")
        platform.clock.passes(minutes=5)
        await platform.settle()
        assert len(tries) == 2
        await platform.say(thread, "thanks", by="sam")
        with pytest.raises(NotAnApprover, match="who asked may not decide"):
            await platform.decide(await only(platform), by="max")


async def test_gate1_the_words_of_who_cancelled_a_thread_reach_no_model(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, push("v1"), OK, ASK, OK, directory=FOUR) as platform:
        for _ in range(2):
            thread = await platform.launch("push it", by="sam")
            await platform.app.cancel(thread, by="olive", reason="no: push v9 instead")
            fork = await platform.app.fork(thread, by="sam")
            await platform.app.resume(fork, by="sam")
            await platform.settle()
        assert not [seen for seen in platform.model.seen if b"push v9 instead" in seen]
        assert all(b"cancelled" in platform.model.seen[number] for number in (1, 3))


async def test_gate1_who_made_the_key_of_who_wrote_last_has_asked_too(tmp_path: Path) -> None:
    policy = Policy(approvers=(ApproverClause(groups=("managers",)),), shapers_may_decide=True)
    async with PlatformFixture(tmp_path, OK, push("v9"), directory=FOUR, agent={"policy": policy}) as platform:
        thread = await platform.launch("hello", by="sam")
        await platform.app.say(thread, "push v9", by="ann", makers=("max",))
        await platform.settle()
        with pytest.raises(NotAnApprover, match="who asked may not decide"):
            await platform.decide(await only(platform), by="max")


async def test_gate1_who_cancelled_with_a_reason_approves_nothing_in_a_fork(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, push("v1"), push("v9"), directory=FOUR) as platform:
        thread = await platform.launch("push it", by="sam")
        await platform.app.cancel(thread, by="olive", reason="no: push v9 instead", makers=("ann",))
        fork = await platform.app.fork(thread, by="sam")
        await platform.app.resume(fork, by="sam")
        await platform.settle()
        request = await only(platform)
        for person in ("olive", "ann"):
            with pytest.raises(NotAnApprover, match="who cancelled the thread with a reason may not decide"):
                await platform.decide(request, by=person)


@pytest.mark.parametrize("words", ["go on", "GO ON"])
async def test_gate1_who_let_the_agent_go_on_after_a_limit_said_nothing_of_a_call_and_may_approve(
    tmp_path: Path, words: str
) -> None:
    async with PlatformFixture(tmp_path, ModelRefused("401: check OPENAI_API_KEY"), push("v1"), OK) as platform:
        await platform.launch()
        await platform.answer(await only(platform), words, by="max")
        await platform.settle()
        assert "Max" not in str(wishes(await only(platform)))
        await platform.decide(await only(platform), by="max")
        await platform.settle()
        assert len(platform.ledger.lines) == 1
