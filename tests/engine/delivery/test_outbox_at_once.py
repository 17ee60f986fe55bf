"""Deliveries of one thread to several places at the same time: none waits for another, and a failure is judged by all of them."""

import asyncio
from pathlib import Path

from bot.core import events as e
from bot.core.card.card import RequestCard
from bot.core.channel_messages import ChannelAddress, OutboundDelivery
from bot.core.people import ApproverClause
from bot.core.policy import Policy
from bot.core.ports import Undeliverable
from tests.engine.delivery.test_outbox import Pager, on_the_pager, platform_with
from tests.platform_fixture import choose


class HeldPager(Pager):
    """A pager that takes nothing at one address before it is let go."""

    def __init__(self, held: str) -> None:
        super().__init__()
        self.held, self.begun, self.let_go = held, asyncio.Event(), asyncio.Event()

    async def deliver(self, delivery: OutboundDelivery, card: RequestCard) -> str:
        if delivery.route.address == self.held and delivery.kind == "update":
            self.begun.set()
            await self.let_go.wait()
        return await super().deliver(delivery, card)


async def test_sl2_a_copy_that_is_held_up_holds_up_no_other_one_and_no_later_change(tmp_path: Path) -> None:
    pager, people = HeldPager("olive"), on_the_pager("olive", "max")
    two = Policy(approvers=(ApproverClause(groups=("managers",), quorum=2),))
    script = (choose("push", tag="v1"), choose("done", message="Done."))

    def newest(address: str) -> RequestCard:
        return [card for where, (_, card) in zip(pager.where, pager.took, strict=True) if where == address][-1]

    async with platform_with(tmp_path, pager, *script, directory=people, agent={"policy": two}) as platform:
        thread = await platform.launch(route=ChannelAddress(channel="api"))
        (request,) = await platform.pending()
        await platform.decide(request, by="olive")
        settling = asyncio.create_task(platform.settle())
        await pager.begun.wait()
        async with asyncio.timeout(60):
            while newest("max").approved_by != ("olive",):
                await asyncio.sleep(0)
            await platform.decide(request, "reject", by="max", reason="not now")
            while newest("max").outcome is None:
                await asyncio.sleep(0)
        assert newest("olive").approved_by == ()
        pager.let_go.set()
        await settling
        outcome = newest("olive").outcome
        assert outcome is not None
        assert outcome.reason == "not now"
        assert not (await platform.app.queries.find_thread(thread)).owed


class LostPager(Pager):
    """A pager that loses everything, once two deliveries to different places are under way."""

    def __init__(self) -> None:
        super().__init__()
        self.both = asyncio.Barrier(2)

    async def deliver(self, delivery: OutboundDelivery, card: RequestCard) -> str:
        if delivery.kind in ("approval", "question"):
            await self.both.wait()
            raise Undeliverable("there is no such account")
        return await super().deliver(delivery, card)


async def test_slk24_where_all_copies_fail_at_the_same_time_the_agent_hears_of_it_once(tmp_path: Path) -> None:
    pager, people = LostPager(), on_the_pager("olive", "max")
    async with platform_with(tmp_path, pager, choose("push", tag="v1"), directory=people) as platform:
        thread = await platform.launch(route=ChannelAddress(channel="api"))
        failed = [event for event in platform.log(thread) if isinstance(event, e.DeliveryFailed)]
        asked = [event.call for event in platform.log(thread) if isinstance(event, e.ApprovalAsked | e.QuestionAsked)]
        assert [event.call for event in failed if event.call] == asked
        assert len(failed) == 2 * len(asked)
