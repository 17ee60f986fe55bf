"""Commits inbound messages, each id once, into their own thread or a new one, before the sender gets an answer."""

import sqlite3
from collections.abc import Callable

from bot.core import events as e
from bot.core.channel_messages import DiscardedInput, InboundMessage, IntakeResult
from bot.core.decisions import QuestionAnswer, answer_question, find_awaited_question
from bot.core.errors import AlreadyEnded, SameIdOtherBody, UnknownAgent
from bot.core.people import SYSTEM
from bot.core.secrets.redaction import cut_text, remove_secrets
from bot.core.threads.thread import Thread
from bot.core.values import to_micros
from bot.engine.repository.side_writes import SideWrites
from bot.engine.repository.thread_repository import ThreadRepository
from bot.store import deduplication, message_threads

MAX_ANSWER = 8_000
"""Characters of an answer. A longer one is cut, since the question's form would refuse it."""


class MessageIntake:
    def __init__(self, repository: ThreadRepository, new_id: Callable[[], str]) -> None:
        self.repository, self.new_id = repository, new_id

    async def take_message(self, message: InboundMessage) -> IntakeResult:
        """Commit the message and its events. Raises SameIdOtherBody, UnknownAgent, AlreadyEnded, Unavailable."""
        if message.agent not in self.repository.agents:
            raise UnknownAgent(message.agent)
        thread = message.thread or self.new_id()
        try:
            if message.thread is None:
                await self.repository.open_thread(
                    thread, _make_opening_events(message), self._make_side_writes(message, thread)
                )
            else:
                await self.repository.commit_facts(
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
        """Keep the id of a handled message for ever. The writes of `keeps` belong to the same transaction.

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
        """Whether this was taken before, by its id or by `once`. Keeps nothing: the message may be read again under
        other settings, and unsigned headers must not use up an id.

        Raises SameIdOtherBody.
        """
        for id in filter(None, (ignored.id, ignored.once)):
            if before := deduplication.find_message_id(self.repository.database.reading, ignored.channel, id):
                return _check_repeat(ignored, before)
        return IntakeResult("", False)

    def _make_message_events(self, message: InboundMessage, thread: Thread) -> list[e.Event]:
        """The events of a message. It answers the question that waits for this person, if the entry point verified the
        person. In a resting thread it is kept and answers nothing; the writer is told so once.
        """
        if thread.unread is not None:
            return [_make_received(message), *thread.unread.make_notice([message.person])]
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
    requester = message.person or None
    if requester is None and (not message.account or message.account.startswith(SYSTEM)):
        requester = message.account or f"{SYSTEM}{message.channel}"
    opened = e.ThreadOpened(
        agent=message.agent,
        title=cut_text(" ".join(remove_secrets(message.text).split()), 120),
        origin=message.route,
        requester=requester,
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
    """The account of a person that the directory does not know; empty for a known person and for a program."""
    return "" if message.person or message.account.startswith(SYSTEM) else message.account
