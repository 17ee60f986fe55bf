"""Delivers what the log owes to push channels: in order for each route of a thread, again after a failure, never silently dropped."""

import asyncio
import sqlite3
from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from typing import Any

from bot.core import events as e
from bot.core.card.card import RequestCard
from bot.core.errors import CountersignError
from bot.core.messages import ChannelAddress, OutboundDelivery
from bot.core.ports import NotNow, PushChannel, TryLater, Undeliverable
from bot.core.threads.deliveries import CARDS, PendingDelivery, list_front_deliveries, record_failure
from bot.core.threads.thread import Thread
from bot.core.values import UtcMoment, to_micros
from bot.engine.queries import PlatformQueries
from bot.engine.repository.side_writes import SideWrites
from bot.engine.repository.thread_repository import DELIVER, ThreadRepository
from bot.engine.tools.executor import describe_failure
from bot.store import event_log, message_threads

MAX_TRIES = 8
FIRST_RETRY = timedelta(seconds=2)
LONGEST_RETRY = timedelta(minutes=10)
DELIVERY_SECONDS = 60.0
"""Seconds that a channel may take for one delivery."""
MAX_PARALLEL = 16
"""Deliveries of one thread that are under way at the same time, each to another route."""

BlockedAddresses = dict[ChannelAddress, UtcMoment]
"""Routes whose channel takes nothing before a time: nothing was sent there, and nothing failed."""


class DeliveryOutbox:
    """What one delivery job does: every delivery of a thread that is due, oldest first.

    What was owed before this outbox opened, or was tried before, may have gone out: the channel is told so.
    """

    def __init__(
        self, repository: ThreadRepository, queries: PlatformQueries, channels: Mapping[str, PushChannel]
    ) -> None:
        self.repository, self.queries, self.channels = repository, queries, channels
        self.opened = to_micros(repository.clock())
        self._tried: set[str] = set()

    async def deliver_due(self, thread: str) -> None:
        """Delivers until nothing is due; what must wait keeps its place and its time, and what is behind it waits.

        A route that takes its time holds up no other one, nor what the log owes to the others meanwhile.
        """
        blocked: BlockedAddresses = {}
        running: dict[ChannelAddress, asyncio.Task[None]] = {}
        try:
            while True:
                recalled = self.repository.queue.await_recall(DELIVER, thread)
                current, now = self.repository.load_thread(thread).thread, self.repository.clock()
                for owed in _find_due(current, blocked, running, now):
                    route = owed.delivery.route
                    blocked.pop(route, None)
                    running[route] = asyncio.create_task(self._deliver_one(current, owed, blocked))
                if not running:
                    await self._drop_finished_job(current, blocked)
                    return
                waits = _count_seconds_to_next(current, blocked, running, now)
                await asyncio.wait({*running.values(), recalled}, timeout=waits, return_when=asyncio.FIRST_COMPLETED)
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
        except Exception as error:  # noqa: BLE001  a channel is code of others; whatever it raises is recorded as a failed delivery
            failure = error

        def make(now: Thread) -> list[e.Event]:
            """What a failure means depends on what became of the other routes meanwhile."""
            if taken is not None:
                return [taken] if now.out.may_be_taken(delivery.id) else []
            return [self._make_failure(now, owed, failure)] if failure and delivery.id in now.owed else []

        await self.repository.commit_events(thread.id, make, _make_side_writes(taken, delivery))
        self._tried.discard(delivery.id)

    async def _deliver_through_channel(self, thread: Thread, owed: PendingDelivery) -> e.Delivered:
        delivery = owed.delivery
        channel = self._find_channel(delivery)
        rows = self.repository.read_rows(thread.id, delivery.seq - 1)
        again = owed.attempt > 0 or delivery.id in self._tried or rows[0].at <= self.opened
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
            return e.Delivered(
                delivery=delivery.id, shown=thread.seq
            )  # a newer card comes at once: this one never went out
        card = await self._build_card(thread, delivery, rows[0].recorded.event)
        self._tried.add(delivery.id)
        try:
            async with asyncio.timeout(DELIVERY_SECONDS):
                reference = await channel.deliver(delivery.model_copy(update=filled), card)
        except NotNow:
            if not again:
                self._tried.discard(delivery.id)
            raise
        return e.Delivered(delivery=delivery.id, reference=reference, shown=thread.seq)

    async def _build_card(self, thread: Thread, delivery: OutboundDelivery, event: e.Event) -> RequestCard:
        """What is to be delivered, from the log as it is now: a request that was settled meanwhile says so."""
        if isinstance(event, e.Said | e.PeopleNotified):
            return RequestCard(thread=thread.id, agent=thread.agent, text=event.text)
        return (await self.queries.find_request(delivery.request)).card

    def _find_channel(self, delivery: OutboundDelivery) -> PushChannel:
        name = delivery.route.channel
        if name not in self.channels:
            raise Undeliverable(f"There is no channel {name}.")
        return self.channels[name]

    def _make_failure(self, thread: Thread, owed: PendingDelivery, error: Exception) -> e.Event:
        """It is tried again later, or given up."""
        if isinstance(error, Undeliverable):
            return self._give_up_delivery(thread, owed, describe_failure(error))
        attempt = owed.attempt + 1
        asked = timedelta(seconds=error.seconds) if isinstance(error, TryLater) and error.seconds else None
        said = describe_failure(error) if isinstance(error, CountersignError) else type(error).__name__
        if attempt >= MAX_TRIES and not asked:
            return self._give_up_delivery(thread, owed, said)
        wait = asked or min(FIRST_RETRY * 2**owed.attempt, LONGEST_RETRY)
        retry_at = self.repository.clock() + wait
        return e.DeliveryFailed(delivery=owed.delivery.id, error=said, attempt=attempt, retry_at=retry_at)

    def _give_up_delivery(self, thread: Thread, owed: PendingDelivery, said: str, returned: str = "") -> e.Event:
        """It will not get there: another route, if there is one; the agent hears when nobody could be told of a request."""
        delivery = owed.delivery
        event = e.DeliveryFailed(delivery=delivery.id, error=said, attempt=owed.attempt + 1, returned=returned)
        if delivery.kind == "update":
            return event
        rows = [row.recorded.event for row in self.repository.read_rows(thread.id, delivery.seq - 1)]
        own = rows[0].routes if isinstance(rows[0], e.PeopleNotified) else ()
        tried = [*own, *(route for row in rows for route in _find_addresses(row, delivery))]
        if instead := self.repository.addresses.find_fallback_addresses(
            thread, delivery, _find_asking_event(rows[0], thread), tried
        ):
            return event.model_copy(update={"instead": instead})
        is_nowhere = not record_failure(thread.out, event).list_addresses(delivery.request)
        call = delivery.request if delivery.kind in CARDS and is_nowhere else None
        return event.model_copy(update={"call": call})

    async def record_return(self, channel: str, reference: str, why: str) -> None:
        """What a channel had taken came back. A card goes to other routes, and the agent hears when there are none."""
        thread = message_threads.find_thread(self.repository.database.reading, channel, reference)
        if thread is None:
            return
        rows = [row.recorded for row in self.repository.read_rows(thread)]

        def make(now: Thread) -> list[e.Event]:
            copy = next((copy for copy in now.copies if copy.reference == reference), None)
            seq = next((at.seq for at in rows if copy and _has_asked(at.event, copy.request)), 0)
            if copy is None or not seq:
                return []
            card = OutboundDelivery(
                thread=thread, seq=seq, kind="approval", route=copy.route, request=copy.request, nth=copy.nth
            )
            return [self._give_up_delivery(now, PendingDelivery(card), why[:200], returned=reference)]

        await self.repository.commit_events(thread, make)

    async def _drop_finished_job(self, thread: Thread, blocked: BlockedAddresses) -> None:
        """Drops the job when nothing is owed, unless somebody appended meanwhile: then it may be owed something again."""
        waits = [_find_wait(owed, blocked) for owed in list_front_deliveries(thread.out)]
        due = min((to_micros(until) for until in waits if until), default=None)

        def unit(connection: sqlite3.Connection) -> None:
            if event_log.read_length(connection, thread.id) != thread.seq:
                return
            if due is None:
                self.repository.queue.drop_job(connection, DELIVER, thread.id)
            else:
                self.repository.queue.enqueue_job(connection, DELIVER, thread.id, due)

        if due is None or blocked:
            await self.repository.database.write_unit(unit)
        if due is not None and blocked:
            self.repository.queue.wake_job(DELIVER, thread.id, due)


def _has_asked(event: e.Event, request: str) -> bool:
    return isinstance(event, e.ApprovalAsked | e.QuestionAsked) and event.call == request


def _find_asking_event(event: e.Event, thread: Thread) -> e.Event:
    """What people are asked by the card that this event made: of an edit, what was asked before it."""
    call = thread.calls.get(event.call) if isinstance(event, e.Answered) else None
    return call.asked if call and call.asked else event


def _find_due(
    thread: Thread, blocked: BlockedAddresses, running: Collection[ChannelAddress], now: UtcMoment
) -> Sequence[PendingDelivery]:
    """What is to be sent at once, oldest first: nothing to a route where something is under way."""
    free = (owed for owed in list_front_deliveries(thread.out) if owed.delivery.route not in running)
    return [owed for owed in free if (_find_wait(owed, blocked) or now) <= now][: MAX_PARALLEL - len(running)]


def _count_seconds_to_next(
    thread: Thread, blocked: BlockedAddresses, running: Collection[ChannelAddress], now: UtcMoment
) -> float | None:
    """Seconds until a route where nothing is under way is tried again; None: none waits for a time."""
    free = (owed for owed in list_front_deliveries(thread.out) if owed.delivery.route not in running)
    waits = [until for owed in free if (until := _find_wait(owed, blocked)) and until > now]
    return (min(waits) - now).total_seconds() if waits else None


def _find_wait(owed: PendingDelivery, blocked: BlockedAddresses) -> UtcMoment | None:
    """When it may be tried, None: at once."""
    return blocked.get(owed.delivery.route) or owed.retry_at


def _find_addresses(event: e.Event, delivery: OutboundDelivery) -> tuple[ChannelAddress, ...]:
    """The routes at which what this delivery is about was owed, as far as this event says."""
    if isinstance(event, e.DeliveryFailed) and event.delivery.startswith(f"{delivery.thread}.{delivery.seq}."):
        return event.instead
    if isinstance(event, e.ApprovalAsked | e.QuestionAsked) and event.call == delivery.request:
        return event.routes
    if isinstance(event, e.Answered) and event.call == delivery.request:
        return event.renewed
    return ()


def _make_side_writes(event: e.Delivered | None, delivery: OutboundDelivery) -> SideWrites:
    """A message of ours belongs to its thread: whoever answers below it speaks there."""
    reference = event.reference if event else ""
    if not reference or reference == delivery.earlier:
        return SideWrites()
    channel, thread = delivery.route.channel, delivery.thread
    return SideWrites(unit=lambda connection: message_threads.keep_reference(connection, channel, reference, thread))
