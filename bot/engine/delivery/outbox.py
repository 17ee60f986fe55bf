"""Delivers the events that the log owes to push channels: in order for each address of a thread, with retries. A
failure is logged.
"""

import asyncio
import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.core import events as e
from bot.core.base_types import UtcMoment, to_micros
from bot.core.card.card import RequestCard
from bot.core.channel_messages import ChannelAddress, OutboundDelivery
from bot.core.errors import CountersignError
from bot.core.next_action import RESTING_RECHECK
from bot.core.ports import NotNow, PushChannel, TryLater, Undeliverable
from bot.core.threads.deliveries import CARDS, PendingDelivery, list_front_deliveries, record_failure
from bot.core.threads.thread import Thread
from bot.engine.queries import PlatformQueries
from bot.engine.repository.thread_jobs import DELIVER
from bot.engine.repository.thread_repository import ThreadRepository
from bot.engine.tools.result_text import describe_failure
from bot.store.thread_append import NO_SIDE_WRITES, JobWrite, MessageReference, SideWrites

YOUNG_MICROS = 3_000_000
"""Age of an event up to which no other process can have taken over its delivery: less than a lease."""
MAX_TRIES = 8
FIRST_RETRY = timedelta(seconds=2)
LONGEST_RETRY = timedelta(minutes=10)
DELIVERY_SECONDS = 60.0
"""Seconds that a channel may take for one delivery."""
MAX_PARALLEL = 16
"""Deliveries of one thread that run at the same time, each to another address."""

NOT_FORWARDED = "The program that reads here was not told of your message, so nobody has read it."

BlockedAddresses = dict[ChannelAddress, UtcMoment]
"""Addresses whose channel takes nothing before a time. Nothing was sent there, and nothing failed."""


class DeliveryOutbox:
    """Runs delivery jobs: each delivers everything of a thread that is due, oldest first.

    A delivery that was owed before this outbox opened, or was tried before, may have gone out already: the channel gets
    `again`.
    """

    def __init__(self, repository: ThreadRepository, queries: PlatformQueries) -> None:
        self.repository, self.queries = repository, queries
        self.channels: Mapping[str, PushChannel] = {}
        self.opened = to_micros(repository.clock())
        self._tried: set[str] = set()

    async def deliver_due(self, thread: str) -> None:
        """Deliver until nothing is due. A delivery that must wait keeps its position, and later ones to its address
        wait behind it.

        A slow address delays no other address.
        """
        blocked: BlockedAddresses = {}
        running: dict[ChannelAddress, asyncio.Task[None]] = {}
        try:
            while True:
                recalled = self.repository.queue.await_recall(DELIVER, thread)
                current, now = (await self.repository.load_checked_thread(thread)).thread, self.repository.clock()
                free = [
                    owed for owed in list_front_deliveries(current.deliverable) if owed.delivery.route not in running
                ]
                due = [owed for owed in free if (_find_wait(owed, blocked) or now) <= now]
                for owed in due[: MAX_PARALLEL - len(running)]:
                    route = owed.delivery.route
                    blocked.pop(route, None)
                    running[route] = asyncio.create_task(self._deliver_one(current, owed, blocked))
                if not running:
                    await self._drop_finished_job(current, blocked)
                    return
                waiting = [_find_wait(owed, blocked) for owed in free if owed.delivery.route not in running]
                retry_at = min((until for until in waiting if until and until > now), default=None)
                seconds = (retry_at - now).total_seconds() if retry_at else None
                await asyncio.wait({*running.values(), recalled}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
                for route in [route for route, task in running.items() if task.done()]:
                    running.pop(route).result()
        finally:
            recalled.cancel()
            for task in running.values():
                task.cancel()
            await asyncio.gather(*running.values(), return_exceptions=True)

    async def _deliver_one(self, thread: Thread, owed: PendingDelivery, blocked: BlockedAddresses) -> None:
        delivery = owed.delivery
        taken: e.Delivered | None = None
        failure: Exception | None = None
        try:
            taken = await self._deliver_through_channel(thread, owed)
        except NotNow as error:
            blocked[delivery.route] = self.repository.clock() + timedelta(seconds=max(error.seconds, 0.05))
            return
        except Exception as error:  # noqa: BLE001  a channel is foreign code; each of its errors is recorded as a failed delivery
            failure = error

        async def make(now: Thread) -> list[e.Event]:
            """A failure is built from the latest thread, since the other addresses may have changed meanwhile."""
            if taken is not None:
                return [taken] if now.out.may_be_taken(delivery.id) else []
            if failure is None or delivery.id not in now.owed:
                return []
            failed = await self._make_failure(now, owed, failure)
            return [failed, *await self._tell_writer(now, owed, failed)]

        reference, side_writes = taken.reference if taken else "", NO_SIDE_WRITES
        if reference and reference != delivery.earlier:  # an answer below our message goes to its thread
            sent = MessageReference(delivery.route.channel, reference, delivery.thread)
            side_writes = SideWrites(reference=sent)
        await self.repository.commit_facts(thread.id, make, side_writes)
        self._tried.discard(delivery.id)

    async def _deliver_through_channel(self, thread: Thread, owed: PendingDelivery) -> e.Delivered:
        delivery = owed.delivery
        channel = self.channels.get(delivery.route.channel)
        if channel is None:
            raise Undeliverable(f"There is no channel {delivery.route.channel}.")
        rows = await self.repository.read_rows(thread.id, delivery.seq - 1)
        again = owed.attempt > 0 or delivery.id in self._tried or rows[0].at <= self.opened or self._is_old(rows[0].at)
        posted = thread.out.find_card(delivery)
        filled: dict[str, Any] = {
            "person": self.repository.addresses.find_speaker(thread),
            "since": rows[0].recorded.moment,
            "earlier": posted.reference if posted else "",
            "again": again,
            "replaced": thread.out.is_replaced(delivery),
            "seen": posted.shown if posted else 0,
        }
        if filled["replaced"] and posted is None and not again:
            # A newer card follows at once, and this one was not posted.
            return e.Delivered(delivery=delivery.id, shown=thread.seq)
        event = rows[0].recorded.event
        if event.outbound_text is not None:
            card = RequestCard(thread=thread.id, agent=thread.agent, text=event.outbound_text)
        elif event.program_post is not None:
            body = json.dumps(event.program_post.body, ensure_ascii=False)
            card = RequestCard(thread=thread.id, agent=thread.agent, text=body)
        else:  # the latest state: the card of a request that was settled meanwhile shows its outcome
            card = (await self.queries.find_request(delivery.request)).card
        self._tried.add(delivery.id)
        self.repository.telemetry.note_start(delivery.id)
        try:
            async with asyncio.timeout(DELIVERY_SECONDS):
                reference = await channel.deliver(delivery.model_copy(update=filled), card)
        except NotNow:
            if not again:
                self._tried.discard(delivery.id)
            raise
        return e.Delivered(delivery=delivery.id, reference=reference, shown=thread.seq)

    def _is_old(self, at: int) -> bool:
        """Whether another process may have tried to deliver an event of this time, and have died before it could say so."""
        is_alone = self.repository.store.peers is None
        return not is_alone and to_micros(self.repository.clock()) - at > YOUNG_MICROS

    async def _make_failure(self, thread: Thread, owed: PendingDelivery, error: Exception) -> e.DeliveryFailed:
        """The event of a failed delivery: it is tried again later, or given up."""
        if isinstance(error, Undeliverable):
            return await self._give_up_delivery(thread, owed, describe_failure(error))
        attempt = owed.attempt + 1
        asked = timedelta(seconds=error.seconds) if isinstance(error, TryLater) and error.seconds else None
        said = describe_failure(error) if isinstance(error, CountersignError) else type(error).__name__
        if attempt >= MAX_TRIES and not asked:
            return await self._give_up_delivery(thread, owed, said)
        wait = asked or min(FIRST_RETRY * 2**owed.attempt, LONGEST_RETRY)
        retry_at = self.repository.clock() + wait
        return e.DeliveryFailed(delivery=owed.delivery.id, error=said, attempt=attempt, retry_at=retry_at)

    async def _give_up_delivery(
        self, thread: Thread, owed: PendingDelivery, said: str, returned: str = ""
    ) -> e.DeliveryFailed:
        """Give up a delivery. It goes to fallback addresses, if there are any; if a request reaches no address, the
        agent is told.
        """
        delivery = owed.delivery
        event = e.DeliveryFailed(delivery=delivery.id, error=said, attempt=owed.attempt + 1, returned=returned)
        if delivery.kind == "update":
            return event
        rows = [row.recorded.event for row in await self.repository.read_rows(thread.id, delivery.seq - 1)]
        own = reach.routes if (reach := rows[0].notice_reach) else ()
        tried = [*own, *(route for row in rows for route in _find_addresses(row, delivery))]
        call = thread.calls.get(rows[0].decided_call) if rows[0].is_decision else None
        asked = call.asked if call and call.asked else rows[0]  # an edited card asks as its request did before the edit
        if instead := self.repository.addresses.find_fallback_addresses(thread, delivery, asked, tried):
            return event.model_copy(update={"instead": instead})
        is_nowhere = not record_failure(thread.out, event).list_addresses(delivery.request)
        return event.model_copy(update={"call": delivery.request if delivery.kind in CARDS and is_nowhere else None})

    async def _tell_writer(self, thread: Thread, owed: PendingDelivery, failed: e.DeliveryFailed) -> list[e.Event]:
        """Tell the writer of a message that its program cannot be told of it."""
        if failed.retry_at is not None:
            return []
        post = (await self.repository.read_rows(thread.id, owed.delivery.seq - 1))[0].recorded.event.program_post
        return [e.notify_people(NOT_FORWARDED, (post.writer,))] if post else []

    async def record_return(self, channel: str, reference: str, why: str) -> None:
        """Handle a message that came back after its channel took it. A card goes to other addresses; without any, the
        agent is told.
        """
        thread = await self.repository.store.inbound.find_thread(channel, reference)
        if thread is None:
            return
        rows = [row.recorded for row in await self.repository.read_rows(thread)]

        async def make(now: Thread) -> list[e.Event]:
            copy = next((copy for copy in now.posted_cards if copy.reference == reference), None)
            asked = [(row.seq, row.event) for row in rows if isinstance(row.event, e.RequestAsked)]
            seq = next((seq for seq, event in asked if copy and event.call == copy.request), 0)
            if copy is None or not seq:
                return []
            card = OutboundDelivery(
                thread=thread, seq=seq, kind="approval", route=copy.route, request=copy.request, nth=copy.nth
            )
            return [await self._give_up_delivery(now, PendingDelivery(card), why[:200], returned=reference)]

        await self.repository.commit_facts(thread, make)

    async def _drop_finished_job(self, thread: Thread, blocked: BlockedAddresses) -> None:
        """Drop the job when nothing is owed, unless an event was appended meanwhile, which may owe a delivery."""
        waits = [_find_wait(owed, blocked) for owed in list_front_deliveries(thread.deliverable)]
        due = min((to_micros(until) for until in waits if until), default=None)
        is_resting = due is None and thread.unread is not None and bool(thread.owed)
        if is_resting:
            due = to_micros(self.repository.clock() + RESTING_RECHECK)

        if due is None or blocked or is_resting:
            await self.repository.store.jobs.settle(thread.id, thread.seq, JobWrite(DELIVER, thread.id, due))
        if due is not None and (blocked or is_resting):
            self.repository.queue.wake_job(DELIVER, thread.id, due)


def _find_wait(owed: PendingDelivery, blocked: BlockedAddresses) -> UtcMoment | None:
    """The time before which this delivery is not tried. None: it is tried at once."""
    return blocked.get(owed.delivery.route) or owed.retry_at


def _find_addresses(event: e.Event, delivery: OutboundDelivery) -> tuple[ChannelAddress, ...]:
    """The addresses that `event` owed the subject of `delivery` to."""
    if isinstance(event, e.DeliveryFailed) and event.delivery.startswith(f"{delivery.thread}.{delivery.seq}."):
        return event.instead
    return event.list_addresses(delivery.request)
