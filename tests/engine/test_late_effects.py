"""OUT1: a call with an unseen end and a late effect, under any change of its thread."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.core import events as e
from bot.core.agent import Agent, EffectDidNotHappen, EffectHappened, ProbeResult, Tool, ToolContext
from bot.core.errors import EffectImpossible, NotAnApprover, OutcomeUnclear, ToolError
from tests.engine.failing_tools import Died, approved, reader, restart
from tests.platform_fixture import MANAGERS, FakeClock, LookStep, PlatformFixture, PushStep, agent, choose

AFTER = timedelta(minutes=5)


@dataclass
class Remote:
    """A slow remote. `lands`: the time at which the first try's push is there.

    `ends` is how each try ends; None: it is done at once.
    """

    clock: FakeClock
    ends: list[BaseException | None]
    lands: datetime | None = None
    elsewhere: bool = False
    tries: list[int] = field(default_factory=list)
    probes: int = 0

    @property
    def is_there(self) -> bool:
        return self.lands is not None and self.clock() >= self.lands

    async def push(self, step: PushStep, at: ToolContext) -> str:
        self.tries.append(at.attempt)
        if end := self.ends.pop(0) if self.ends else None:
            raise end
        assert not self.is_there, "it was done twice"
        self.lands = self.clock()
        return "pushed"

    async def probe(self, step: PushStep, at: ToolContext) -> ProbeResult:
        self.probes += 1
        if self.is_there:
            return EffectHappened("v1 is there.")
        return EffectDidNotHappen("v1 is not there.", is_final=self.elsewhere)

    def agent(self, folder: Path, **given: Any) -> Agent:
        push: dict[str, Any] = {"writes": True, "policy": MANAGERS, "probe_after": AFTER, "probe": self.probe, **given}
        return agent(None, tools=(Tool(step=LookStep, run=reader()), Tool(step=PushStep, run=self.push, **push)))  # type: ignore[arg-type]


@pytest.fixture
def remote() -> Remote:
    return Remote(FakeClock(), [Died()])


async def killed(folder: Path, remote: Remote) -> str:
    """A first life that ends within the approved push. Returns the thread."""
    async with platform(folder, remote, choose("push", tag="v1")) as first:
        thread = await approved(first)
        with pytest.raises(Died):
            await first.app.worker.handlers["turn"](thread)
        assert types(first, thread)[-1] == "ToolStarted"
    return thread


def platform(folder: Path, remote: Remote, *script: Any, **given: Any) -> PlatformFixture:
    return PlatformFixture(folder, *script, agents=[remote.agent(folder, **given)], clock=remote.clock)


def types(platform: PlatformFixture, thread: str) -> list[str]:
    """The log without the notices, which `bot.core.threads.outcome_notices` adds to every end."""
    return [type for type in platform.types(thread) if type != "PeopleNotified"]


def of(platform: PlatformFixture, thread: str, kind: type[e.Event]) -> list[Any]:
    return [event for event in platform.log(thread) if isinstance(event, kind)]


async def wait(platform: PlatformFixture, **time: float) -> None:
    platform.clock.passes(**time)
    await platform.settle()


async def untouched(platform: PlatformFixture, thread: str) -> None:
    """No person acts on the thread."""


async def pause(platform: PlatformFixture, thread: str) -> None:
    await platform.app.pause(thread, by="olive")


async def cancel(platform: PlatformFixture, thread: str) -> None:
    await platform.app.cancel(thread, by="olive")


async def stop(platform: PlatformFixture, thread: str) -> None:
    await platform.app.repository.commit_events(thread, lambda now: [e.Finished(by="olive")])


Act = Callable[[PlatformFixture, str], Awaitable[None]]
ACTS = pytest.mark.parametrize("act", [untouched, pause, cancel, stop])


@ACTS
async def test_out1_an_effect_that_comes_late_is_found_and_nothing_runs_again(
    tmp_path: Path, remote: Remote, act: Act
) -> None:
    thread = await killed(tmp_path, remote)
    remote.lands = remote.clock() + timedelta(seconds=9)
    async with platform(tmp_path, remote) as second:
        await act(second, thread)
        await restart(second)
        assert types(second, thread)[-1] == "EffectNotFound"
        await wait(second, seconds=20)
        (settled,) = of(second, thread, e.OutcomeSettled)
        assert (settled.happened, settled.by) == (True, "probe")
        assert remote.tries == [1]
        assert not of(second, thread, e.ToolFailed)


async def test_out1_a_miss_before_its_time_starts_nothing_and_the_thread_rests(tmp_path: Path, remote: Remote) -> None:
    thread = await killed(tmp_path, remote)
    async with platform(tmp_path, remote) as second:
        await restart(second)
        for _ in range(5):
            before = second.log(thread)
            await restart(second)
            assert second.log(thread) == before
        await wait(second, minutes=4, seconds=59)
        assert remote.tries == [1]
        assert [event.attempt for event in of(second, thread, e.EffectNotFound)] == [1] * remote.probes
        await wait(second, seconds=1)
        assert remote.tries == [1, 2]


async def test_out1_a_thread_goes_on_while_an_outcome_is_waited_for(tmp_path: Path, remote: Remote) -> None:
    thread = await killed(tmp_path, remote)
    async with platform(tmp_path, remote, choose("reply", message="I wait for it.")) as second:
        await restart(second)
        await second.say(thread, "well?")
        assert of(second, thread, e.Said)[-1].text == "I wait for it."
        assert await second.app.queries.find_status(thread) == "working"
        await wait(second, minutes=5)
        assert remote.tries == [1, 2]


@ACTS
async def test_out1_a_refused_second_try_says_nothing_about_the_first(tmp_path: Path, remote: Remote, act: Act) -> None:
    """The origin holds the lock for the first push: the second cannot get it, then the first lands."""
    remote.ends.append(ToolError("cannot lock ref"))
    thread = await killed(tmp_path, remote)
    async with platform(tmp_path, remote) as second:
        await restart(second)
        await wait(second, minutes=5)
        assert remote.tries == [1, 2]
        await act(second, thread)
        remote.lands = second.clock() + timedelta(seconds=1)
        await wait(second, minutes=1)
        (settled,) = of(second, thread, e.OutcomeSettled)
        assert (settled.happened, settled.by) == (True, "probe")
        assert not of(second, thread, e.ToolFailed)


async def test_out1_the_wait_doubles_with_each_try_and_after_the_third_a_person_is_asked(
    tmp_path: Path, remote: Remote
) -> None:
    remote.ends += [ToolError("hook declined"), OutcomeUnclear("hung up")]
    thread = await killed(tmp_path, remote)
    async with platform(tmp_path, remote) as second:
        await restart(second)
        for minutes, tries in ((4.9, 1), (0.1, 2), (9.9, 2), (0.1, 3), (19.9, 3)):
            await wait(second, minutes=minutes)
            assert remote.tries[-1] == tries
        assert not await second.pending()
        await wait(second, minutes=0.1)
        assert [event.attempt for event in of(second, thread, e.ToolStarted)] == [1, 2, 3]
        assert types(second, thread)[-2:] == ["OutcomeUnknown", "QuestionAsked"]
        assert not of(second, thread, e.ToolFailed)


async def test_out1_what_proves_that_no_try_can_land_is_final_at_once(tmp_path: Path, remote: Remote) -> None:
    remote.ends.append(EffectImpossible("The tag is on another commit."))
    thread = await killed(tmp_path, remote)
    async with platform(tmp_path, remote) as second:
        await restart(second)
        await wait(second, minutes=5)
        (failed,) = of(second, thread, e.ToolFailed)
        assert (failed.error, failed.look_at) == ("The tag is on another commit.", None)


async def test_out1_a_probe_that_proves_that_it_cannot_come_is_believed_at_once(tmp_path: Path, remote: Remote) -> None:
    remote.elsewhere = True
    thread = await killed(tmp_path, remote)
    async with platform(tmp_path, remote) as second:
        await restart(second)
        (failed,) = of(second, thread, e.ToolFailed)
        assert failed.look_at is None
        assert remote.tries == [1]


async def test_out1_a_first_tries_refusal_is_final(tmp_path: Path, remote: Remote) -> None:
    remote.ends = [ToolError("The hook declined it.")]
    async with platform(tmp_path, remote, choose("push", tag="v1")) as only:
        thread = await approved(only)
        await only.settle()
        (failed,) = of(only, thread, e.ToolFailed)
        assert (failed.error, failed.look_at) == ("The hook declined it.", None)
        assert remote.probes == 0


@pytest.mark.parametrize("act", [pause, cancel, stop])
async def test_out1_what_did_not_happen_in_a_stopped_thread_is_looked_at_again_and_a_late_landing_is_told(
    tmp_path: Path, remote: Remote, act: Act
) -> None:
    thread = await killed(tmp_path, remote)
    async with platform(tmp_path, remote) as second:
        await act(second, thread)
        await restart(second)
        await wait(second, minutes=5)
        (failed,) = of(second, thread, e.ToolFailed)
        assert failed.look_at == second.clock() + 2 * AFTER
        remote.lands = second.clock() + timedelta(minutes=2)
        await wait(second, minutes=10)
        assert of(second, thread, e.OutcomeSettled)[-1].happened is True
        told = of(second, thread, e.PeopleNotified)[-1]
        assert set(told.to) == {"sam", "olive", "max"}
        assert "it did, late: v1 is there." in told.text
        assert remote.tries == [1]


async def test_out1_looking_again_comes_to_an_end(tmp_path: Path, remote: Remote) -> None:
    thread = await killed(tmp_path, remote)
    async with platform(tmp_path, remote) as second:
        await cancel(second, thread)
        await restart(second)
        for _ in range(300):
            await wait(second, minutes=5)
        assert of(second, thread, e.EffectNotFound)[-1].look_at is None
        probes = remote.probes
        assert probes < 20
        await wait(second, days=30)
        assert remote.probes == probes
        assert not (await second.app.repository.load_thread(thread)).thread.rechecks


async def unsettled(platform: PlatformFixture, thread: str) -> None:
    """Three tries with no clear end: a person is asked."""
    await restart(platform)
    for _ in range(8):
        await wait(platform, minutes=5)
    assert types(platform, thread)[-1] == "QuestionAsked"


@ACTS
async def test_out1_a_persons_no_does_not_stand_against_what_the_probe_finds(
    tmp_path: Path, remote: Remote, act: Act
) -> None:
    remote.ends += [OutcomeUnclear("hung up")] * 2
    thread = await killed(tmp_path, remote)
    async with platform(tmp_path, remote) as second:
        await unsettled(second, thread)
        await act(second, thread)
        remote.lands = second.clock()
        (question,) = await second.pending()
        await second.answer(question, "it did not happen")
        (settled,) = of(second, thread, e.OutcomeSettled)
        assert (settled.happened, settled.by) == (True, "probe")
        assert of(second, thread, e.QuestionSettled)[-1].answer == "it did not happen"
        told = of(second, thread, e.PeopleNotified)[-1]
        assert "Olive had said that it did not happen." in told.text


@ACTS
async def test_out1_an_effect_that_comes_after_a_persons_no_is_told(tmp_path: Path, remote: Remote, act: Act) -> None:
    remote.ends += [OutcomeUnclear("hung up")] * 2
    thread = await killed(tmp_path, remote)
    async with platform(tmp_path, remote) as second:
        await unsettled(second, thread)
        await act(second, thread)
        (question,) = await second.pending()
        await second.answer(question, "it did not happen")
        await second.settle()
        remote.lands = second.clock() + timedelta(seconds=1)
        await wait(second, hours=1)
        settled = of(second, thread, e.OutcomeSettled)
        assert [(each.happened, each.by) for each in settled] == [(False, "olive"), (True, "probe")]
        assert len(of(second, thread, e.PeopleNotified)) == 3  # that nobody knows, that it did not, that it did
        assert remote.tries == [1, 2, 3]


async def test_out1_a_persons_yes_stands_beside_what_the_probe_did_not_find(tmp_path: Path, remote: Remote) -> None:
    remote.ends += [OutcomeUnclear("hung up")] * 2
    thread = await killed(tmp_path, remote)
    async with platform(tmp_path, remote) as second:
        await unsettled(second, thread)
        (question,) = await second.pending()
        await second.answer(question, "it happened")
        (settled,) = of(second, thread, e.OutcomeSettled)
        assert (settled.happened, settled.by) == (True, "olive")
        assert settled.detail == "The probe did not find it: v1 is not there."


async def test_out1_who_may_not_answer_makes_no_probe_look(tmp_path: Path, remote: Remote) -> None:
    remote.ends += [OutcomeUnclear("hung up")] * 2
    thread = await killed(tmp_path, remote)
    async with platform(tmp_path, remote) as second:
        await unsettled(second, thread)
        (question,) = await second.pending()
        probes = remote.probes
        with pytest.raises(NotAnApprover, match="mallory may not decide"):
            await second.answer(question, "it did not happen", by="mallory")
        assert remote.probes == probes


async def test_out1_a_stopped_threads_push_that_ends_well_is_told(tmp_path: Path, remote: Remote) -> None:
    """A person stops the thread while the call is under way: no later turn would report its success."""
    remote.ends = []
    async with platform(tmp_path, remote, choose("push", tag="v1")) as only:
        thread = await approved(only)
        pushing = remote.push

        async def stopped_meanwhile(step: PushStep, at: ToolContext) -> str:
            await cancel(only, thread)
            return await pushing(step, at)

        object.__setattr__(only.app.agents["pusher"].registry["push"], "run", stopped_meanwhile)
        await only.settle()
        assert only.types(thread)[-2:] == ["ToolFinished", "PeopleNotified"]
        assert "is done: `pushed`" in of(only, thread, e.PeopleNotified)[0].text


async def test_gate5_a_call_whose_tool_lost_its_policy_is_still_checked(tmp_path: Path, remote: Remote) -> None:
    remote.ends = []

    async def check(step: PushStep) -> None:
        raise ToolError("The tag v1 exists.")

    async with platform(tmp_path, remote, choose("push", tag="v1")) as first:
        thread = await approved(first)
    async with platform(tmp_path, remote, policy=None, writes=False, check=check) as second:
        await restart(second)
        assert remote.tries == []
        (failed,) = of(second, thread, e.ToolFailed)
        assert failed.error == "The tag v1 exists."


async def test_gate5_a_call_whose_tool_lost_its_policy_runs_when_its_check_passes(
    tmp_path: Path, remote: Remote
) -> None:
    remote.ends, checked = [], []

    async def check(step: PushStep) -> None:
        checked.append(step.tag)

    async with platform(tmp_path, remote, choose("push", tag="v1")) as first:
        await approved(first)
    async with platform(tmp_path, remote, policy=None, writes=False, check=check) as second:
        await restart(second)
        assert (checked, remote.tries) == (["v1"], [1])
