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
    def __init__(self, repository: ThreadRepository, new_id: Callable[[], str]) -> None:
        self.repository, self.new_id = repository, new_id

    async def take_message(self, message: InboundMessage) -> IntakeResult:
        """Commits the arrival and what it means. Raises SameIdOtherBody, UnknownAgent, AlreadyEnded, Unavailable."""
        if message.agent not in self.repository.agents:
            raise UnknownAgent(message.agent)
        thread = message.thread or self.new_id()
        try:
            if message.thread is None:
                await self.repository.open_thread(
                    thread, _make_opening_events(message), self._make_side_writes(message, thread)
                )
            else:
                await self.repository.commit_events(
                    thread, lambda now: self._make_message_events(message, now), self._make_side_writes(message, thread)
                )
        except deduplication.AlreadyReceived as before:
            return _check_repeat(message, before)
        except message_threads.ReferenceTaken as taken:
            return await self.take_message(message.model_copy(update={"thread": taken.thread}))
        except AlreadyEnded:
            if before_the_end := deduplication.find_message_id(
                self.repository.database.reading, message.channel, message.id
            ):
                return _check_repeat(message, before_the_end)
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
            await self.repository.database.write_unit(unit)
        except deduplication.AlreadyReceived as before:
            return _check_repeat(ignored, before)
        return IntakeResult("", False)

    def find_repeat(self, ignored: DiscardedInput) -> IntakeResult:
        """Whether this was taken before, by its id or by `once`. Keeps nothing: what is passed over now may be looked at
        again under other settings, and headers that nobody signed cannot use up what is still to come.

        Raises SameIdOtherBody.
        """
        for id in filter(None, (ignored.id, ignored.once)):
            if before := deduplication.find_message_id(self.repository.database.reading, ignored.channel, id):
                return _check_repeat(ignored, before)
        return IntakeResult("", False)

    def _make_message_events(self, message: InboundMessage, thread: Thread) -> list[e.Event]:
        """A message; or the answer to the question that is put to this very person, when the door verified who they are."""
        if thread.ended == "cancelled":
            raise AlreadyEnded("cancelled")
        directory, now = self.repository.directory, self.repository.clock()
        person = directory.find_person(message.person)
        if person is None or not message.credential:
            return [_make_received(message)]
        call = find_awaited_question(thread, person, now)
        if call is None:
            return [_make_received(message)]
        reply = QuestionAnswer(
            call=call,
            answer=cut_text(message.text, MAX_ANSWER),
            person=person.id,
            door=message.channel,
            credential=message.credential,
            makers=message.makers,
        )
        return answer_question(thread, reply, directory, now)

    def _make_side_writes(self, arrival: DiscardedInput, thread: str) -> SideWrites:
        at = to_micros(arrival.at)

        def unit(connection: sqlite3.Connection) -> None:
            for id in filter(None, (arrival.id, arrival.once)):
                deduplication.add_message_id(connection, arrival.channel, id, arrival.body, thread, at)
            if isinstance(arrival, InboundMessage) and arrival.joins and arrival.thread is None:
                message_threads.claim_reference(connection, arrival.route.channel, arrival.route.address, thread)

        return SideWrites(unit=unit)


def _check_repeat(arrival: DiscardedInput, before: deduplication.AlreadyReceived) -> IntakeResult:
    if before.body != arrival.body:
        raise SameIdOtherBody(arrival.id) from before
    return IntakeResult(before.thread, True)


def _make_opening_events(message: InboundMessage) -> list[e.Event]:
    opened = e.ThreadOpened(
        agent=message.agent,
        title=cut_text(" ".join(remove_secrets(message.text).split()), 120),
        origin=message.route,
        requester=message.person or _find_program_requester(message),
        sender=message.sender,
        account=_find_unknown_account(message),
        makers=message.makers,
    )
    return [opened, _make_received(message)]


def _make_received(message: InboundMessage) -> e.MessageReceived:
    return e.MessageReceived(
        text=message.text,
        sender=message.sender,
        by=message.person,
        account=_find_unknown_account(message),
        route=message.route,
        arrival=f"{message.channel}:{message.id}",
        makers=message.makers,
        others=message.others,
    )


def _find_unknown_account(message: InboundMessage) -> str:
    """The account of a person whom the directory does not know; empty for a known one, and for what no person sent."""
    return "" if message.person or message.account.startswith(SYSTEM) else message.account


def _find_program_requester(message: InboundMessage) -> str | None:
    """The requester of a thread that no person opened."""
    if message.account and not message.account.startswith(SYSTEM):
        return None
    return message.account or f"{SYSTEM}{message.channel}"
