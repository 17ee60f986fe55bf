"""Delivers what the log owes to push channels: in order for each thread, again after a failure, never silently dropped."""

import asyncio
import sqlite3
from collections.abc import Mapping
from datetime import timedelta

from bot.core import events as e
from bot.core.card import Card, card_of
from bot.core.contact import Delivery
from bot.core.errors import CountersignError
from bot.core.ports import Channel, TryLater, Undeliverable
from bot.core.shown import shown_words
from bot.core.thread import Owed, Thread
from bot.engine.record import DELIVER, Record, fronts
from bot.engine.tools import compact
from bot.store import log

TRIES = 8
FIRST = timedelta(seconds=2)
LONGEST = timedelta(minutes=10)
PATIENCE = 60.0
"""Seconds that a channel may take for one delivery."""


class Outbox:
    """What one delivery job does: every delivery of a thread that is due, oldest first."""

    def __init__(self, record: Record, channels: Mapping[str, Channel]) -> None:
        self.record, self.channels = record, channels

    async def deliver(self, thread: str) -> None:
        """Delivers until nothing is due; what must wait keeps its place and its time, and what is behind it waits."""
        while True:
            held = self.record.load(thread).thread
            now = self.record.clock()
            due = [owed for owed in fronts(held) if owed.retry_at is None or owed.retry_at <= now]
            if not due:
                await self._rest(held)
                return
            await self._deliver(held, due[0])

    async def _deliver(self, thread: Thread, owed: Owed) -> None:
        delivery = owed.delivery
        try:
            async with asyncio.timeout(PATIENCE):
                reference = await self._channel(delivery).deliver(delivery, self._card(thread, delivery))
        except Undeliverable as error:
            event: e.Event = e.DeliveryFailed(delivery=delivery.id, error=compact(error), attempt=owed.attempt + 1)
        except Exception as error:
            event = self._later(owed, error)
        else:
            event = e.Delivered(delivery=delivery.id, reference=reference)
        await self.record.commit(thread.id, lambda now: [event] if delivery.id in now.owed else [])

    def _channel(self, delivery: Delivery) -> Channel:
        name = delivery.route.channel
        if name not in self.channels:
            raise Undeliverable(f"There is no channel {name}.")
        return self.channels[name]

    def _later(self, owed: Owed, error: Exception) -> e.Event:
        attempt = owed.attempt + 1
        asked = timedelta(seconds=error.seconds) if isinstance(error, TryLater) and error.seconds else None
        wait = asked or min(FIRST * 2**owed.attempt, LONGEST)
        retry_at = self.record.clock() + wait if attempt < TRIES or asked else None
        said = compact(error) if isinstance(error, CountersignError) else type(error).__name__
        return e.DeliveryFailed(delivery=owed.delivery.id, error=said, attempt=attempt, retry_at=retry_at)

    def _card(self, thread: Thread, delivery: Delivery) -> Card:
        """What is to be delivered, from the log as it is now: a request that was settled meanwhile says so."""
        rows = log.read(self.record.database.reading, thread.id, delivery.seq - 1)
        event = rows[0].recorded.event
        match event:
            case e.Said():
                return Card(thread=thread.id, text=event.text)
            case e.ApprovalAsked() | e.QuestionAsked() if event.call in thread.calls:
                return card_of(thread, thread.calls[event.call], self.record.directory)
            case e.ApprovalSettled() | e.QuestionSettled():
                who = event.by if isinstance(event.by, tuple) else (event.by,) if event.by else ()
                by = ", ".join(self.record.directory.name_of(person) for person in who)
                return Card(thread=thread.id, request=event.call, text=shown_words(f"{event.verdict} {by}".strip()))
            case _:
                return Card(thread=thread.id, text="This request is no longer open.")

    async def _rest(self, thread: Thread) -> None:
        """Drops the job when nothing is owed, unless somebody appended meanwhile: then it may be owed something again."""

        def unit(connection: sqlite3.Connection) -> None:
            if log.length(connection, thread.id) == thread.seq:
                self.record.queue.drop(connection, DELIVER, thread.id)

        if not thread.owed:
            await self.record.database.write(unit)
