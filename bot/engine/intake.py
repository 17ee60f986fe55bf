"""Takes arrivals: durable before anybody is told so, each id once for ever, into its own thread or a new one."""

import sqlite3
from collections.abc import Callable

from bot.core import events as e
from bot.core.decisions import QuestionAnswer, answer_question, find_awaited_question
from bot.core.errors import AlreadyEnded, SameIdOtherBody, UnknownAgent
from bot.core.messages import DiscardedInput, InboundMessage, IntakeResult
from bot.core.people import SYSTEM
from bot.core.secrets.redaction import cut_text, remove_secrets
from bot.core.threads.thread import Thread
from bot.core.values import to_micros
from bot.engine.repository.side_writes import SideWrites
from bot.engine.repository.thread_repository import ThreadRepository
from bot.store import deduplication, message_threads

MAX_ANSWER = 8_000
"""Characters that an answer may have; what is longer is cut, as the question's form would not have taken it."""


class MessageIntake:
    def __init__(self, record: ThreadRepository, new_id: Callable[[], str]) -> None:
        self.record, self.new_id = record, new_id

    async def take_message(self, arrival: InboundMessage) -> IntakeResult:
        """Commits the arrival and what it means. Raises SameIdOtherBody, UnknownAgent, AlreadyEnded, Unavailable."""
        if arrival.agent not in self.record.agents:
            raise UnknownAgent(arrival.agent)
        thread = arrival.thread or self.new_id()
        try:
            if arrival.thread is None:
                await self.record.open_thread(
                    thread, _make_opening_events(arrival), self._make_side_writes(arrival, thread)
                )
            else:
                await self.record.commit_events(
                    thread, lambda now: self._make_message_events(arrival, now), self._make_side_writes(arrival, thread)
                )
        except deduplication.AlreadyReceived as before:
            return _check_repeat(arrival, before)
        except message_threads.ReferenceTaken as taken:
            return await self.take_message(arrival.model_copy(update={"thread": taken.thread}))
        except AlreadyEnded:
            if before_the_end := deduplication.find_arrival(self.record.database.reading, arrival.channel, arrival.id):
                return _check_repeat(arrival, before_the_end)
            raise
        return IntakeResult(thread, False)

    async def keep_ignored(
        self, ignored: DiscardedInput, keeps: Callable[[sqlite3.Connection], None] | None = None
    ) -> IntakeResult:
        """Keeps the id for ever, as of something that was dealt with; what `keeps` writes is kept with it or not at all.

        Raises SameIdOtherBody, Unavailable.
        """
        keeps_id = self._make_side_writes(ignored, "").unit
        assert keeps_id is not None

        def unit(connection: sqlite3.Connection) -> None:
            keeps_id(connection)
            if keeps is not None:
                keeps(connection)

        try:
            await self.record.database.write_unit(unit)
        except deduplication.AlreadyReceived as before:
            return _check_repeat(ignored, before)
        return IntakeResult("", False)

    def find_repeat(self, ignored: DiscardedInput) -> IntakeResult:
        """Whether this was taken before, by its id or by `once`. Keeps nothing: what is passed over now may be looked at
        again under other settings, and headers that nobody signed cannot use up what is still to come.

        Raises SameIdOtherBody.
        """
        for id in filter(None, (ignored.id, ignored.once)):
            if before := deduplication.find_arrival(self.record.database.reading, ignored.channel, id):
                return _check_repeat(ignored, before)
        return IntakeResult("", False)

    def _make_message_events(self, arrival: InboundMessage, thread: Thread) -> list[e.Event]:
        """A message; or the answer to the question that is put to this very person, when the door verified who they are."""
        if thread.ended == "cancelled":
            raise AlreadyEnded("cancelled")
        directory, now = self.record.directory, self.record.clock()
        person = directory.find_person(arrival.person)
        if person is None or not arrival.credential:
            return [_make_received(arrival)]
        call = find_awaited_question(thread, person, now)
        if call is None:
            return [_make_received(arrival)]
        reply = QuestionAnswer(
            call=call,
            answer=cut_text(arrival.text, MAX_ANSWER),
            person=person.id,
            door=arrival.channel,
            credential=arrival.credential,
            makers=arrival.makers,
        )
        return answer_question(thread, reply, directory, now)

    def _make_side_writes(self, arrival: DiscardedInput, thread: str) -> SideWrites:
        at = to_micros(arrival.at)

        def unit(connection: sqlite3.Connection) -> None:
            for id in filter(None, (arrival.id, arrival.once)):
                deduplication.add_arrival(connection, arrival.channel, id, arrival.body, thread, at)
            if isinstance(arrival, InboundMessage) and arrival.joins and arrival.thread is None:
                message_threads.claim_reference(connection, arrival.route.channel, arrival.route.address, thread)

        return SideWrites(unit=unit)


def _check_repeat(arrival: DiscardedInput, before: deduplication.AlreadyReceived) -> IntakeResult:
    if before.body != arrival.body:
        raise SameIdOtherBody(arrival.id) from before
    return IntakeResult(before.thread, True)


def _make_opening_events(arrival: InboundMessage) -> list[e.Event]:
    opened = e.ThreadOpened(
        agent=arrival.agent,
        title=cut_text(" ".join(remove_secrets(arrival.text).split()), 120),
        origin=arrival.route,
        requester=arrival.person or _find_program_requester(arrival),
        sender=arrival.sender,
        account=_find_unknown_account(arrival),
        makers=arrival.makers,
    )
    return [opened, _make_received(arrival)]


def _make_received(arrival: InboundMessage) -> e.MessageReceived:
    return e.MessageReceived(
        text=arrival.text,
        sender=arrival.sender,
        by=arrival.person,
        account=_find_unknown_account(arrival),
        route=arrival.route,
        arrival=f"{arrival.channel}:{arrival.id}",
        makers=arrival.makers,
        others=arrival.others,
    )


def _find_unknown_account(arrival: InboundMessage) -> str:
    """The account of a person whom the directory does not know; empty for a known one, and for what no person sent."""
    return "" if arrival.person or arrival.account.startswith(SYSTEM) else arrival.account


def _find_program_requester(arrival: InboundMessage) -> str | None:
    """The requester of a thread that no person opened."""
    if arrival.account and not arrival.account.startswith(SYSTEM):
        return None
    return arrival.account or f"{SYSTEM}{arrival.channel}"
