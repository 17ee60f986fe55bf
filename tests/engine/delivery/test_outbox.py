"""Deliveries to push channels: in order, repeated after a failure, not dropped silently, and no reason for a thread to stop."""

import asyncio
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.core import events as e
from bot.core.card.card import RequestCard
from bot.core.channel_messages import ChannelAddress, OutboundDelivery
from bot.core.people import ApproverClause, PeopleDirectory, Person
from bot.core.policy import Policy
from bot.core.ports import ASGI, NotNow, PushChannel, TryLater, Undeliverable, WebhookReceiver
from bot.engine.delivery import outbox
from bot.engine.repository.startup_and_hourly_upkeep import sweep_threads
from bot.store.sqlite import received_ids_and_message_references
from tests.platform_fixture import PEOPLE, PlatformFixture, choose
from tests.sqlite_access import queue_of, sqlite_of

THERE = ChannelAddress(channel="pager", address="C1")


class Pager:
    """A push channel that follows its script, then takes everything. `took`: the messages that it showed to people.

    A person with an account `pager` is reached there directly; an address with `room` in it is shared by all of them.
    """

    def __init__(self, *faults: BaseException | None, fallback: ChannelAddress | None = None) -> None:
        self.name = "pager"
        self.push: PushChannel | None = self
        self.receiver: WebhookReceiver | None = None
        self.pages: ASGI | None = None
        self.fallback = fallback
        self.faults = list(faults)
        self.took: list[tuple[str, RequestCard]] = []
        self.where: list[str] = []
        self.deliveries: list[OutboundDelivery] = []
        self.tried: list[str] = []

    async def deliver(self, delivery: OutboundDelivery, card: RequestCard) -> str:
        self.tried.append(delivery.id)
        fault = self.faults.pop(0) if self.faults else None
        if fault is not None:
            raise fault
        self.took.append((delivery.kind, card))
        self.where.append(delivery.route.address)
        self.deliveries.append(delivery)
        return delivery.earlier or f"message {len(self.took)}"

    def find_address(self, person: Person) -> ChannelAddress | None:
        account = person.accounts.get("pager")
        return ChannelAddress(channel="pager", address=account) if account else None

    def is_shared(self, route: ChannelAddress) -> bool:
        return "room" in route.address


def platform_with(folder: Path, pager: Pager, *script: Any, **given: Any) -> PlatformFixture:
    return PlatformFixture(folder, *script, surfaces=[pager], **given)


def kinds(pager: Pager) -> list[str]:
    """The kinds of the messages it took, in order; consecutive rewrites of one card as one."""
    return [kind for kind, _ in groupby(kind for kind, _ in pager.took)]


def delivered(platform: PlatformFixture, thread: str) -> list[str]:
    return [event.type for event in platform.log(thread) if isinstance(event, e.Delivered | e.DeliveryFailed)]


async def test_what_is_said_and_asked_is_delivered_in_its_order(tmp_path: Path) -> None:
    pager = Pager()
    script = (choose("reply", message="Wait.", go_on=True), choose("push", tag="v1"), choose("done", message="Done."))
    async with platform_with(tmp_path, pager, *script) as platform:
        thread = await platform.launch(route=THERE)
        (request,) = await platform.pending()
        await platform.decide(request)
        await platform.settle()
        assert kinds(pager) == ["said", "approval", "update", "said"]
        assert pager.took[1][1].digest == request.digest
        assert len(set(pager.tried)) == len(pager.tried)
        assert (await platform.app.queries.find_thread(thread)).owed == {}
        assert (await platform.app.queue.find_job("deliver", thread)).run_at == 0


async def test_slk27_a_channel_that_says_later_is_asked_later_and_no_sooner(tmp_path: Path) -> None:
    pager = Pager(TryLater("rate limited", 30), TryLater("rate limited", 30))
    async with platform_with(tmp_path, pager, choose("reply", message="Hello.")) as platform:
        thread = await platform.launch(route=THERE)
        for seconds, tries in ((29, 1), (1, 2), (29, 2), (1, 3)):
            platform.clock.passes(seconds=seconds)
            await platform.settle()
            assert len(pager.tried) == tries
        assert delivered(platform, thread) == ["DeliveryFailed", "DeliveryFailed", "Delivered"]
        assert len(set(pager.tried)) == 1


async def test_slk27_the_order_is_kept_when_an_earlier_one_must_wait(tmp_path: Path) -> None:
    pager = Pager(TryLater("rate limited", 30))
    script = (choose("reply", message="one", go_on=True), choose("reply", message="two"))
    async with platform_with(tmp_path, pager, *script) as platform:
        await platform.launch(route=THERE)
        await platform.settle()
        assert len(pager.tried) == 1
        assert queue_of(platform.app).count_seconds_to_alarm() == 30
        platform.clock.passes(seconds=30)
        await platform.settle()
        assert [card.text for _, card in pager.took] == ["one", "two"]


async def test_a_fault_of_a_channel_is_no_reason_to_drop_what_is_owed(tmp_path: Path) -> None:
    pager = Pager(KeyError("ts"), IndexError(), TimeoutError())
    async with platform_with(tmp_path, pager, choose("reply", message="Hello.")) as platform:
        thread = await platform.launch(route=THERE)
        for _ in range(3):
            platform.clock.passes(minutes=1)
            await platform.settle()
        assert delivered(platform, thread) == ["DeliveryFailed"] * 3 + ["Delivered"]


async def test_what_is_owed_to_a_channel_that_is_gone_is_said_so(tmp_path: Path) -> None:
    async with platform_with(tmp_path, Pager(TryLater("down", 60)), choose("reply", message="Hello.")) as platform:
        thread = await platform.launch(route=THERE)
    async with PlatformFixture(tmp_path) as platform:
        platform.clock.passes(minutes=2)
        await sweep_threads(platform.app.repository)
        await platform.settle()
        (_, failed) = [event for event in platform.log(thread) if isinstance(event, e.DeliveryFailed)]
        assert "no channel pager" in failed.error
        assert (await platform.app.queries.find_thread(thread)).owed == {}


async def test_a_job_is_not_dropped_when_something_came_to_be_owed_meanwhile(tmp_path: Path) -> None:
    """The window between "nothing is owed" and dropping the job: the process must not die with a delivery unowed."""
    async with platform_with(
        tmp_path, Pager(), choose("reply", message="one"), choose("reply", message="two")
    ) as platform:
        thread = await platform.launch(route=THERE)
        before = await platform.app.queries.find_thread(thread)
        await platform.app.say(thread, "again", by="sam", route=THERE)
        await platform.app.worker.handlers["turn"](thread)
        assert (await platform.app.queries.find_thread(thread)).owed
        look: Any = platform.app.worker.handlers["deliver"]
        await look.__self__._drop_finished_job(before, {})
        assert (await platform.app.queue.find_job("deliver", thread)).run_at > 0


async def test_slk24_what_can_never_be_delivered_is_said_so_and_not_tried_again(tmp_path: Path) -> None:
    pager = Pager(Undeliverable("The account was deleted."))
    async with platform_with(tmp_path, pager, choose("reply", message="Hello.")) as platform:
        thread = await platform.launch(route=THERE)
        platform.clock.passes(days=1)
        await platform.settle()
        assert len(pager.tried) == 1
        (failed,) = [event for event in platform.log(thread) if isinstance(event, e.DeliveryFailed)]
        assert failed.error.endswith("The account was deleted.")
        assert failed.retry_at is None


async def test_a_channel_that_fails_is_tried_ever_more_rarely_and_given_up_at_last(tmp_path: Path) -> None:
    pager = Pager(*[ZeroDivisionError("hunter2 \ud800")] * 50)
    async with platform_with(tmp_path, pager, choose("reply", message="Hello.")) as platform:
        with capture_logs() as logs:
            thread = await platform.launch(route=THERE)
            for _ in range(100):
                platform.clock.passes(minutes=1)
                await platform.settle()
        assert logs == []
        assert len(pager.tried) == 8
        failed = [event for event in platform.log(thread) if isinstance(event, e.DeliveryFailed)]
        assert [event.attempt for event in failed] == list(range(1, 9))
        assert failed[-1].retry_at is None
        assert {event.error for event in failed} == {"ZeroDivisionError"}


async def test_eng26_what_was_owed_when_the_process_died_is_delivered_by_the_next_under_the_same_id(
    tmp_path: Path,
) -> None:
    class Died(BaseException):
        pass

    first = Pager(Died())
    async with platform_with(tmp_path, first, choose("push", tag="v1")) as platform:
        thread = await platform.app.launch("pusher", "push it", by="sam", route=THERE)
        await platform.app.worker.handlers["turn"](thread)
        with pytest.raises(Died):
            await platform.app.worker.handlers["deliver"](thread)
    second = Pager()
    async with platform_with(tmp_path, second) as platform:
        await sweep_threads(platform.app.repository)
        await platform.settle()
        assert second.tried == first.tried
        assert [kind for kind, _ in second.took] == ["approval"]
        assert second.deliveries[0].again


async def test_a_request_that_was_settled_before_it_could_be_delivered_says_so(tmp_path: Path) -> None:
    pager = Pager(TryLater("down", 60))
    async with platform_with(tmp_path, pager, choose("push", tag="v1"), choose("wait", seconds=9, why="x")) as platform:
        await platform.launch(route=THERE)
        (request,) = await platform.pending()
        await platform.decide(request)
        await platform.settle()
        platform.clock.passes(minutes=2)
        await platform.settle()
        late = pager.took[0][1]
        assert late.outcome is not None
        assert (late.outcome.status, late.outcome.by) == ("approved", "Olive")
        assert [kind for kind, _ in pager.took] == ["approval", "said"], "it shows the latest: no update is owed"


async def test_a_channel_that_never_answers_holds_nothing_up_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "DELIVERY_SECONDS", 0.02)
    pager = Pager()
    take = pager.deliver

    async def hang_once(delivery: OutboundDelivery, card: RequestCard) -> str:
        pager.deliver = take  # type: ignore[method-assign]
        await asyncio.sleep(3600)
        return ""

    pager.deliver = hang_once  # type: ignore[method-assign]
    async with platform_with(tmp_path, pager, choose("reply", message="Hello.")) as platform:
        async with asyncio.timeout(60):
            thread = await platform.launch(route=THERE)
            platform.clock.passes(minutes=1)
            await platform.settle()
        assert delivered(platform, thread) == ["DeliveryFailed", "Delivered"]


def on_the_pager(*names: str) -> PeopleDirectory:
    people = dict(PEOPLE.people)
    for name in names:
        people[name] = people[name].model_copy(update={"accounts": {"pager": name}})
    return PeopleDirectory(people=people)


async def test_who_may_decide_and_is_elsewhere_is_told_directly(tmp_path: Path) -> None:
    pager, people = Pager(), on_the_pager("sam", "olive", "max")
    async with platform_with(tmp_path, pager, choose("push", tag="v1"), directory=people) as platform:
        await platform.launch(route=ChannelAddress(channel="api"))
        assert sorted(pager.where) == ["max", "olive"]


async def test_in_a_shared_place_one_card_is_enough(tmp_path: Path) -> None:
    pager, people = Pager(), on_the_pager("sam", "olive", "max")
    async with platform_with(tmp_path, pager, choose("push", tag="v1"), directory=people) as platform:
        await platform.launch(route=ChannelAddress(channel="pager", address="room 1"))
        assert pager.where == ["room 1"]


async def test_in_a_private_place_those_who_may_decide_get_their_own(tmp_path: Path) -> None:
    pager, people = Pager(), on_the_pager("sam", "olive")
    async with platform_with(tmp_path, pager, choose("push", tag="v1"), directory=people) as platform:
        await platform.launch(route=ChannelAddress(channel="pager", address="sam"))
        assert pager.where == ["sam", "olive"]


async def test_every_copy_is_rewritten_when_the_request_is_settled_elsewhere(tmp_path: Path) -> None:
    pager, people = Pager(), on_the_pager("olive", "max")
    async with platform_with(tmp_path, pager, choose("push", tag="v1"), directory=people) as platform:
        await platform.launch(route=ChannelAddress(channel="api"))
        (request,) = await platform.pending()
        await platform.decide(request, "reject", reason="not now")
        await platform.settle()
        updates = [
            (delivery, card)
            for delivery, (kind, card) in zip(pager.deliveries, pager.took, strict=True)
            if kind == "update"
        ]
        assert {delivery.earlier for delivery, _ in updates} == {"message 1", "message 2"}
        assert all(card.outcome and card.outcome.reason == "not now" for _, card in updates)


async def test_a_change_while_the_card_is_on_its_way_is_shown_after_it(tmp_path: Path) -> None:
    pager = Pager()
    async with platform_with(tmp_path, pager, choose("push", tag="v1"), choose("wait", seconds=9, why="x")) as platform:
        take = pager.deliver

        async def decided_meanwhile(delivery: OutboundDelivery, card: RequestCard) -> str:
            pager.deliver = take  # type: ignore[method-assign]
            (request,) = await platform.pending()
            await platform.decide(request)
            return await take(delivery, card)

        pager.deliver = decided_meanwhile  # type: ignore[method-assign]
        await platform.launch(route=THERE)
        assert kinds(pager) == ["approval", "update"]
        assert pager.took[1][1].outcome is not None


async def test_changes_that_come_together_are_one_update(tmp_path: Path) -> None:
    pager = Pager()
    two = Policy(approvers=(ApproverClause(groups=("managers",), quorum=2),))
    script = (choose("push", tag="v1"), choose("wait", seconds=9, why="x"))
    async with platform_with(tmp_path, pager, *script, agent={"policy": two}) as platform:
        await platform.launch(route=THERE)
        (request,) = await platform.pending()
        await platform.decide(request, by="olive")
        await platform.decide(request, by="max")
        await platform.settle()
        assert kinds(pager) == ["approval", "update"]
        assert pager.took[1][1].outcome is not None, "the first vote alone was shown to nobody"


async def test_slk27_what_a_channel_did_not_take_now_is_no_failure_and_is_not_logged(tmp_path: Path) -> None:
    pager = Pager(NotNow("one a second", 30), NotNow("one a second", 5))
    async with platform_with(tmp_path, pager, choose("reply", message="Hello.")) as platform:
        thread = await platform.launch(route=THERE)
        for seconds, tries in ((29, 1), (1, 2), (4, 2), (1, 3)):
            platform.clock.passes(seconds=seconds)
            await platform.settle()
            assert len(pager.tried) == tries
        assert delivered(platform, thread) == ["Delivered"]
        assert not pager.deliveries[0].again or pager.deliveries[0].id in pager.tried


async def test_slk24_a_request_that_cannot_be_shown_there_goes_to_the_people_themselves(tmp_path: Path) -> None:
    pager, people = Pager(Undeliverable("is_archived")), on_the_pager("olive", "max")
    async with platform_with(tmp_path, pager, choose("push", tag="v1"), directory=people) as platform:
        thread = await platform.launch(route=ChannelAddress(channel="pager", address="room 1"))
        assert pager.where == ["olive", "max"]
        (failed,) = [event for event in platform.log(thread) if isinstance(event, e.DeliveryFailed)]
        assert (failed.call, len(failed.instead)) == (None, 2)


async def test_slk24_when_nobody_is_reached_the_last_resort_is_tried_and_then_the_agent_hears(tmp_path: Path) -> None:
    gone = [Undeliverable("account_inactive")] * 4
    pager = Pager(*gone, fallback=ChannelAddress(channel="pager", address="room 9"))
    script = (choose("push", tag="v1"), choose("reply", message="Nobody is there."))
    async with platform_with(tmp_path, pager, *script, directory=on_the_pager("olive")) as platform:
        thread = await platform.launch(route=ChannelAddress(channel="pager", address="room 1"))
        failures = [event for event in platform.log(thread) if isinstance(event, e.DeliveryFailed)]
        (request,) = await platform.pending()
        assert [event.call for event in failures[:3]] == [None, None, request.id]
        assert b"<unreachable call=" in platform.model.seen[-1].replace(b"\\u003c", b"<")
        assert len(platform.model.seen) == 2


async def test_what_was_tried_before_says_so_and_what_was_not_does_not(tmp_path: Path) -> None:
    pager = Pager(TimeoutError())
    async with platform_with(
        tmp_path, pager, choose("reply", message="one"), choose("reply", message="two")
    ) as platform:
        thread = await platform.launch(route=THERE)
        platform.clock.passes(minutes=1)
        await platform.settle()
        await platform.say(thread, "again")
        await platform.app.say(thread, "and again", by="sam", route=THERE)
        await platform.settle()
        assert [delivery.again for delivery in pager.deliveries[:2]] == [True, False]


async def test_a_message_of_ours_is_known_by_what_its_channel_calls_it(tmp_path: Path) -> None:
    pager = Pager()
    async with platform_with(tmp_path, pager, choose("reply", message="Hello.")) as platform:
        thread = await platform.launch(route=THERE)
        assert (
            received_ids_and_message_references.find_thread(sqlite_of(platform.app).reading, "pager", "message 1")
            == thread
        )
        assert (
            received_ids_and_message_references.find_thread(sqlite_of(platform.app).reading, "pager", "message 2")
            is None
        )


async def test_eml13_what_came_back_is_told_to_others_and_then_to_the_agent(tmp_path: Path) -> None:
    pager, people = Pager(fallback=ChannelAddress(channel="pager", address="room 9")), on_the_pager("olive")
    script = (choose("push", tag="v1"), choose("reply", message="Nobody is there."))
    async with platform_with(tmp_path, pager, *script, directory=people) as platform:
        thread = await platform.launch(route=ChannelAddress(channel="api"))
        (request,) = await platform.pending()
        await platform.app.outbox.record_return("pager", "message 1", "5.1.1 no such user")
        await platform.settle()
        assert pager.where == ["olive", "room 9"]
        await platform.app.outbox.record_return("pager", "message 1", "5.1.1 no such user")
        await platform.app.outbox.record_return("pager", "message 2", "5.2.2 full")
        await platform.app.outbox.record_return("pager", "message 99", "unknown")
        await platform.settle()
        failures = [event for event in platform.log(thread) if isinstance(event, e.DeliveryFailed)]
        assert [(event.returned, event.call) for event in failures] == [
            ("message 1", None),
            ("message 2", request.id),
        ]
        assert len(platform.model.seen) == 2, "the agent hears of it once"
