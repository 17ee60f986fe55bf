"""What push channels are owed: in order, again after a failure, never silently dropped, and never the reason to stand still."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.core import events as e
from bot.core.card import Card
from bot.core.contact import Delivery, Route
from bot.core.ports import Channel, Door, TryLater, Undeliverable
from bot.engine import outbox
from bot.engine.timers import sweep
from tests.house import House, choose

THERE = Route(channel="pager", address="C1")


class Pager:
    """A push channel that does what it is told, then takes everything. `took` is what it showed to people."""

    def __init__(self, *faults: BaseException | None) -> None:
        self.name = "pager"
        self.push: Channel | None = self
        self.door: Door | None = None
        self.faults = list(faults)
        self.took: list[tuple[str, Card]] = []
        self.tried: list[str] = []

    async def deliver(self, delivery: Delivery, card: Card) -> str:
        self.tried.append(delivery.id)
        fault = self.faults.pop(0) if self.faults else None
        if fault is not None:
            raise fault
        self.took.append((delivery.kind, card))
        return f"message {len(self.took)}"


def house_with(folder: Path, pager: Pager, *script: Any, **given: Any) -> House:
    return House(folder, *script, surfaces=[pager], **given)


def delivered(house: House, thread: str) -> list[str]:
    return [event.type for event in house.log(thread) if isinstance(event, e.Delivered | e.DeliveryFailed)]


async def test_what_is_said_and_asked_is_delivered_in_its_order(tmp_path: Path) -> None:
    pager = Pager()
    script = (choose("reply", message="Wait.", go_on=True), choose("push", tag="v1"), choose("done", message="Done."))
    async with house_with(tmp_path, pager, *script) as house:
        thread = await house.launch(route=THERE)
        (request,) = await house.pending()
        await house.decide(request)
        await house.settle()
        assert [kind for kind, _ in pager.took] == ["said", "approval", "settled", "said"]
        assert pager.took[1][1].digest == request.digest
        assert len(set(pager.tried)) == 4
        assert house.app.views.thread(thread).owed == {}
        assert house.app.queue.job("deliver", thread).run_at == 0


async def test_slk27_a_channel_that_says_later_is_asked_later_and_no_sooner(tmp_path: Path) -> None:
    pager = Pager(TryLater("rate limited", 30), TryLater("rate limited", 30))
    async with house_with(tmp_path, pager, choose("reply", message="Hello.")) as house:
        thread = await house.launch(route=THERE)
        for seconds, tries in ((29, 1), (1, 2), (29, 2), (1, 3)):
            house.clock.passes(seconds=seconds)
            await house.settle()
            assert len(pager.tried) == tries
        assert delivered(house, thread) == ["DeliveryFailed", "DeliveryFailed", "Delivered"]
        assert len(set(pager.tried)) == 1


async def test_slk27_the_order_is_kept_when_an_earlier_one_must_wait(tmp_path: Path) -> None:
    pager = Pager(TryLater("rate limited", 30))
    script = (choose("reply", message="one", go_on=True), choose("reply", message="two"))
    async with house_with(tmp_path, pager, *script) as house:
        await house.launch(route=THERE)
        await house.settle()
        assert len(pager.tried) == 1
        assert house.app.queue.seconds_to_alarm() == 30
        house.clock.passes(seconds=30)
        await house.settle()
        assert [card.text for _, card in pager.took] == ["one", "two"]


async def test_a_fault_of_a_channel_is_no_reason_to_drop_what_is_owed(tmp_path: Path) -> None:
    pager = Pager(KeyError("ts"), IndexError(), TimeoutError())
    async with house_with(tmp_path, pager, choose("reply", message="Hello.")) as house:
        thread = await house.launch(route=THERE)
        for _ in range(3):
            house.clock.passes(minutes=1)
            await house.settle()
        assert delivered(house, thread) == ["DeliveryFailed"] * 3 + ["Delivered"]


async def test_what_is_owed_to_a_channel_that_is_gone_is_said_so(tmp_path: Path) -> None:
    async with house_with(tmp_path, Pager(TryLater("down", 60)), choose("reply", message="Hello.")) as house:
        thread = await house.launch(route=THERE)
    async with House(tmp_path) as house:
        house.clock.passes(minutes=2)
        await sweep(house.app.record)
        await house.settle()
        (_, failed) = [event for event in house.log(thread) if isinstance(event, e.DeliveryFailed)]
        assert "no channel pager" in failed.error
        assert house.app.views.thread(thread).owed == {}


async def test_a_job_is_not_dropped_when_something_came_to_be_owed_meanwhile(tmp_path: Path) -> None:
    """The window between "nothing is owed" and dropping the job: the process must not die with a delivery unowed."""
    async with house_with(tmp_path, Pager(), choose("reply", message="one"), choose("reply", message="two")) as house:
        thread = await house.launch(route=THERE)
        before = house.app.views.thread(thread)
        await house.app.say(thread, "again", by="sam", route=THERE)
        await house.app.worker.looks["turn"](thread)
        assert house.app.views.thread(thread).owed
        look: Any = house.app.worker.looks["deliver"]
        await look.__self__._rest(before)
        assert house.app.queue.job("deliver", thread).run_at > 0


async def test_slk24_what_can_never_be_delivered_is_said_so_and_not_tried_again(tmp_path: Path) -> None:
    pager = Pager(Undeliverable("The account was deleted."))
    async with house_with(tmp_path, pager, choose("reply", message="Hello.")) as house:
        thread = await house.launch(route=THERE)
        house.clock.passes(days=1)
        await house.settle()
        assert len(pager.tried) == 1
        (failed,) = [event for event in house.log(thread) if isinstance(event, e.DeliveryFailed)]
        assert failed.error.endswith("The account was deleted.")
        assert failed.retry_at is None


async def test_a_channel_that_fails_is_tried_ever_more_rarely_and_given_up_at_last(tmp_path: Path) -> None:
    pager = Pager(*[ZeroDivisionError("hunter2 \ud800")] * 50)
    async with house_with(tmp_path, pager, choose("reply", message="Hello.")) as house:
        with capture_logs() as logs:
            thread = await house.launch(route=THERE)
            for _ in range(100):
                house.clock.passes(minutes=1)
                await house.settle()
        assert logs == []
        assert len(pager.tried) == 8
        failed = [event for event in house.log(thread) if isinstance(event, e.DeliveryFailed)]
        assert [event.attempt for event in failed] == list(range(1, 9))
        assert failed[-1].retry_at is None
        assert {event.error for event in failed} == {"ZeroDivisionError"}


async def test_eng26_what_was_owed_when_the_process_died_is_delivered_by_the_next_under_the_same_id(
    tmp_path: Path,
) -> None:
    class Died(BaseException):
        pass

    first = Pager(Died())
    async with house_with(tmp_path, first, choose("push", tag="v1")) as house:
        thread = await house.app.launch("pusher", "push it", by="sam", route=THERE)
        await house.app.worker.looks["turn"](thread)
        with pytest.raises(Died):
            await house.app.worker.looks["deliver"](thread)
    second = Pager()
    async with house_with(tmp_path, second) as house:
        await sweep(house.app.record)
        await house.settle()
        assert second.tried == first.tried
        assert [kind for kind, _ in second.took] == ["approval"]


async def test_a_request_that_was_settled_before_it_could_be_delivered_says_so(tmp_path: Path) -> None:
    pager = Pager(TryLater("down", 60))
    async with house_with(tmp_path, pager, choose("push", tag="v1"), choose("wait", seconds=9, why="x")) as house:
        await house.launch(route=THERE)
        (request,) = await house.pending()
        await house.decide(request)
        await house.settle()
        house.clock.passes(minutes=2)
        await house.settle()
        late = pager.took[0][1]
        assert late.text == "This request is no longer open."
        assert late.digest == ""


async def test_a_channel_that_never_answers_holds_nothing_up_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "PATIENCE", 0.02)
    pager = Pager()
    take = pager.deliver

    async def hang_once(delivery: Delivery, card: Card) -> str:
        pager.deliver = take  # type: ignore[method-assign]
        await asyncio.sleep(3600)
        return ""

    pager.deliver = hang_once  # type: ignore[method-assign]
    async with house_with(tmp_path, pager, choose("reply", message="Hello.")) as house:
        async with asyncio.timeout(10):
            thread = await house.launch(route=THERE)
            house.clock.passes(minutes=1)
            await house.settle()
        assert delivered(house, thread) == ["DeliveryFailed", "Delivered"]
