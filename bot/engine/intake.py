"""Takes arrivals: durable before anybody is told so, each id once for ever, into its own thread or a new one."""

import sqlite3
from collections.abc import Callable

from bot.core import events as e
from bot.core.answers import Reply, answer, awaited
from bot.core.contact import Arrival, Ignored, Taken
from bot.core.errors import AlreadyEnded, SameIdOtherBody, UnknownAgent
from bot.core.people import SYSTEM
from bot.core.redact import cut_text, remove_secrets
from bot.core.thread import Thread
from bot.core.word import micros
from bot.engine.append_rows import Also
from bot.engine.record import Record
from bot.store import arrivals, places

MAX_ANSWER = 8_000
"""Characters that an answer may have; what is longer is cut, as the question's form would not have taken it."""


class Intake:
    def __init__(self, record: Record, new_id: Callable[[], str]) -> None:
        self.record, self.new_id = record, new_id

    async def take(self, arrival: Arrival) -> Taken:
        """Commits the arrival and what it means. Raises SameIdOtherBody, UnknownAgent, AlreadyEnded, Unavailable."""
        if arrival.agent not in self.record.agents:
            raise UnknownAgent(arrival.agent)
        thread = arrival.thread or self.new_id()
        try:
            if arrival.thread is None:
                await self.record.open(thread, _opening(arrival), self._also(arrival, thread))
            else:
                await self.record.commit(thread, lambda now: self._said(arrival, now), self._also(arrival, thread))
        except arrivals.CameBefore as before:
            return _again(arrival, before)
        except places.Taken as taken:
            return await self.take(arrival.model_copy(update={"thread": taken.thread}))
        except AlreadyEnded:
            if before_the_end := arrivals.find(self.record.database.reading, arrival.channel, arrival.id):
                return _again(arrival, before_the_end)
            raise
        return Taken(thread, False)

    async def ignore(self, ignored: Ignored, keeps: Callable[[sqlite3.Connection], None] | None = None) -> Taken:
        """Keeps the id for ever, as of something that was dealt with; what `keeps` writes is kept with it or not at all.

        Raises SameIdOtherBody, Unavailable.
        """
        keeps_id = self._also(ignored, "").unit
        assert keeps_id is not None

        def unit(connection: sqlite3.Connection) -> None:
            keeps_id(connection)
            if keeps is not None:
                keeps(connection)

        try:
            await self.record.database.write(unit)
        except arrivals.CameBefore as before:
            return _again(ignored, before)
        return Taken("", False)

    def find_repeat(self, ignored: Ignored) -> Taken:
        """Whether this was taken before, by its id or by `once`. Keeps nothing: what is passed over now may be looked at
        again under other settings, and headers that nobody signed cannot use up what is still to come.

        Raises SameIdOtherBody.
        """
        for id in filter(None, (ignored.id, ignored.once)):
            if before := arrivals.find(self.record.database.reading, ignored.channel, id):
                return _again(ignored, before)
        return Taken("", False)

    def _said(self, arrival: Arrival, thread: Thread) -> list[e.Event]:
        """A message; or the answer to the question that is put to this very person, when the door verified who they are."""
        if thread.ended == "cancelled":
            raise AlreadyEnded("cancelled")
        directory, now = self.record.directory, self.record.clock()
        person = directory.find(arrival.person)
        if person is None or not arrival.credential:
            return [_received(arrival)]
        call = awaited(thread, person, now)
        if call is None:
            return [_received(arrival)]
        reply = Reply(
            call=call,
            answer=cut_text(arrival.text, MAX_ANSWER),
            person=person.id,
            door=arrival.channel,
            credential=arrival.credential,
            makers=arrival.makers,
        )
        return answer(thread, reply, directory, now)

    def _also(self, arrival: Ignored, thread: str) -> Also:
        at = micros(arrival.at)

        def unit(connection: sqlite3.Connection) -> None:
            for id in filter(None, (arrival.id, arrival.once)):
                arrivals.add(connection, arrival.channel, id, arrival.body, thread, at)
            if isinstance(arrival, Arrival) and arrival.joins and arrival.thread is None:
                places.claim(connection, arrival.route.channel, arrival.route.address, thread)

        return Also(unit=unit)


def _again(arrival: Ignored, before: arrivals.CameBefore) -> Taken:
    if before.body != arrival.body:
        raise SameIdOtherBody(arrival.id) from before
    return Taken(before.thread, True)


def _opening(arrival: Arrival) -> list[e.Event]:
    opened = e.ThreadOpened(
        agent=arrival.agent,
        title=cut_text(" ".join(remove_secrets(arrival.text).split()), 120),
        origin=arrival.route,
        requester=arrival.person or _system(arrival),
        sender=arrival.sender,
        account=_stranger(arrival),
        makers=arrival.makers,
    )
    return [opened, _received(arrival)]


def _received(arrival: Arrival) -> e.MessageReceived:
    return e.MessageReceived(
        text=arrival.text,
        sender=arrival.sender,
        by=arrival.person,
        account=_stranger(arrival),
        route=arrival.route,
        arrival=f"{arrival.channel}:{arrival.id}",
        makers=arrival.makers,
        others=arrival.others,
    )


def _stranger(arrival: Arrival) -> str:
    """The account of a person whom the directory does not know; empty for a known one, and for what no person sent."""
    return "" if arrival.person or arrival.account.startswith(SYSTEM) else arrival.account


def _system(arrival: Arrival) -> str | None:
    """The requester of a thread that no person opened."""
    if arrival.account and not arrival.account.startswith(SYSTEM):
        return None
    return arrival.account or f"{SYSTEM}{arrival.channel}"
