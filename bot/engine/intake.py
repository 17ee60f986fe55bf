"""Takes arrivals: durable before anybody is told so, each id once for ever, into its own thread or a new one."""

import sqlite3
from collections.abc import Callable
from typing import NamedTuple

from bot.core import events as e
from bot.core.contact import Arrival, Ignored
from bot.core.errors import AlreadyEnded, SameIdOtherBody, Unknown
from bot.core.thread import Thread
from bot.core.word import micros
from bot.engine.record import Also, Record
from bot.store import arrivals


class Taken(NamedTuple):
    """The thread that an arrival went to, and whether it had come before."""

    thread: str
    again: bool


class Intake:
    def __init__(self, record: Record, new_id: Callable[[], str]) -> None:
        self.record, self.new_id = record, new_id

    async def take(self, arrival: Arrival) -> Taken:
        """Commits the arrival and what it means. Raises SameIdOtherBody, Unknown, AlreadyEnded, Unavailable."""
        if arrival.agent not in self.record.agents:
            raise Unknown("agent", arrival.agent)
        thread = arrival.thread or self.new_id()
        try:
            if arrival.thread is None:
                await self.record.open(thread, _opening(arrival), self._also(arrival, thread))
            else:
                await self.record.commit(thread, lambda now: [_message(arrival, now)], self._also(arrival, thread))
        except arrivals.CameBefore as before:
            return _again(arrival, before)
        except AlreadyEnded:
            if before_the_end := arrivals.find(self.record.database.reading, arrival.channel, arrival.id):
                return _again(arrival, before_the_end)
            raise
        return Taken(thread, False)

    async def ignore(self, ignored: Ignored) -> Taken:
        """Only keeps the id, so that another body under it is noticed. Raises SameIdOtherBody, Unavailable."""
        unit = self._also(ignored, "").unit
        assert unit is not None
        try:
            await self.record.database.write(unit)
        except arrivals.CameBefore as before:
            return _again(ignored, before)
        return Taken("", False)

    def _also(self, arrival: Ignored, thread: str) -> Also:
        at = micros(arrival.at)

        def unit(connection: sqlite3.Connection) -> None:
            for id in filter(None, (arrival.id, arrival.once)):
                arrivals.add(connection, arrival.channel, id, arrival.body, thread, at)

        return Also(unit=unit)


def _again(arrival: Ignored, before: arrivals.CameBefore) -> Taken:
    if before.body != arrival.body:
        raise SameIdOtherBody(arrival.id) from before
    return Taken(before.thread, True)


def _opening(arrival: Arrival) -> list[e.Event]:
    opened = e.ThreadOpened(
        agent=arrival.agent,
        title=" ".join(arrival.text.split())[:120],
        origin=arrival.route,
        requester=arrival.person,
        sender=arrival.sender,
    )
    return [opened, _received(arrival)]


def _message(arrival: Arrival, thread: Thread) -> e.Event:
    if thread.ended == "cancelled":
        raise AlreadyEnded("cancelled")
    return _received(arrival)


def _received(arrival: Arrival) -> e.MessageReceived:
    return e.MessageReceived(
        text=arrival.text,
        sender=arrival.sender,
        by=arrival.person,
        route=arrival.route,
        arrival=f"{arrival.channel}:{arrival.id}",
    )
