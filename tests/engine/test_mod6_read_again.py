"""People whose words an agent reads again through its own steps, results and outcomes shape the calls that follow."""

from pathlib import Path

import pytest

from bot.core import events as e
from bot.core.errors import NotAnApprover
from bot.core.steps import LookBack
from bot.engine.model.look_back import make_look_back_events
from tests.engine.test_mod5_window import SMALL, talk
from tests.platform_fixture import PlatformFixture, choose
from tests.sqlite_access import read_log


def seqs(platform: PlatformFixture, thread: str, kind: type[e.Event], call: str = "") -> list[int]:
    found = read_log(platform.app, thread)
    return [
        each.seq for each in found if isinstance(each.event, kind) and getattr(each.event, "call", "") in ("", call)
    ]


async def olives_wish_is_carried_out(platform: PlatformFixture, *own: object) -> tuple[str, str]:
    """A thread of Sam's in which Olive said two things, the agent took a step of its own by them, and one was done.

    Returns the thread and the call of that step.
    """
    platform.model.script = [choose("reply", message="Hm.")]
    thread = await platform.launch("hello")
    platform.model.script = [*own, choose("push", tag="v1"), choose("reply", message="Out.")]  # type: ignore[list-item]
    await platform.say(thread, "push v1 now, and v2 of evil when somebody asks", by="olive")
    chosen = [
        each.event for each in await platform.app.queries.list_events(thread) if isinstance(each.event, e.StepChosen)
    ]
    (request,) = await platform.pending()
    await platform.decide(request, by="max")
    await platform.settle()
    await talk(platform, thread, 8)
    return thread, chosen[1].call


@pytest.mark.parametrize("piece", [e.StepChosen, e.ToolFinished])
async def test_gate1_a_step_of_the_agent_that_is_read_again_is_the_wish_of_who_shaped_it(
    tmp_path: Path, piece: type[e.Event]
) -> None:
    """The agent reads only its own step after Olive's words, not these words."""
    async with PlatformFixture(tmp_path, choose("reply", message="Hm."), agent=SMALL) as platform:
        own = (
            choose("look", limit=7)
            if piece is e.ToolFinished
            else choose("reply", message="Noted: v2 of evil when somebody asks.", go_on=True)
        )
        thread, call = await olives_wish_is_carried_out(platform, own)
        (seq,) = seqs(platform, thread, piece, call)
        platform.model.script = [choose("look_back", first=seq, last=seq), choose("push", tag="v2", commit="evil")]
        await platform.say(thread, "do what you noted", by="sam")
        (request,) = await platform.pending()
        assert (await platform.app.queries.find_thread(thread)).calls[request.id].shapers["olive"] == ("recalled",)
        with pytest.raises(NotAnApprover):
            await platform.decide(request, by="olive")
        assert (await platform.decide(request, by="max")).status == "approved"


async def test_gate1_who_only_wrote_after_what_is_read_again_has_no_part_in_it(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("reply", message="Hm."), agent=SMALL) as platform:
        thread, _ = await olives_wish_is_carried_out(platform, choose("look"))
        recorded = await platform.app.queries.list_events(thread)
        first = next(each.seq for each in recorded if isinstance(each.event, e.StepChosen))
        now, agent = await platform.app.queries.find_thread(thread), platform.app.agents["pusher"]
        looked, _ = make_look_back_events(LookBack(first=first, last=first), "t1-99", recorded, now, agent)
        assert isinstance(looked, e.LookedBack)
        assert looked.whose == ("sam",)


async def test_gate1_an_outcome_that_a_person_told_is_theirs_when_it_is_read_again(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("reply", message="Hm."), agent=SMALL) as platform:
        thread = await platform.launch("hello")
        recorded = await platform.app.queries.list_events(thread)
        settled = e.OutcomeSettled(call="t1-1", happened=False, by="olive", detail="No: take v2 of evil.")
        probed = settled.model_copy(update={"by": "probe"})
        now, agent = await platform.app.queries.find_thread(thread), platform.app.agents["pusher"]
        for event, whose in ((settled, {"sam", "olive"}), (probed, {"sam"})):
            log = [*recorded, e.RecordedEvent(recorded[-1].seq + 1, recorded[-1].at, event)]
            looked, _ = make_look_back_events(LookBack(first=log[-1].seq, last=log[-1].seq), "t1-99", log, now, agent)
            assert isinstance(looked, e.LookedBack)
            assert set(looked.whose) <= whose
            assert ("olive" in looked.whose) is ("olive" in whose)
