"""Commits inbound messages, each id once, into their own thread or a new one, before the sender gets an answer."""

from collections.abc import Callable, Sequence

from bot.core import events as e
from bot.core.agent import Agent
from bot.core.channel_messages import (
    KEY,
    ChannelAddress,
    ChannelEntry,
    DiscardedInput,
    InboundMessage,
    IntakeResult,
    make_key_callback,
)
from bot.core.decisions import QuestionAnswer, RequestClosed, answer_question, find_awaited_question
from bot.core.errors import AlreadyEnded, NotUnderstood, ReadsNoMessages, UnknownAgent
from bot.core.events.submissions import CALLBACK
from bot.core.people import SYSTEM
from bot.core.secrets.redaction import cut_text, remove_secrets
from bot.core.threads.thread import Thread
from bot.engine.delegation.open_question_finder import AwaitedAnswer, find_awaited_answer
from bot.engine.inbound_ids import check_repeat, make_inbound_ids
from bot.engine.repository.thread_repository import ThreadRepository
from bot.store.refusals import AlreadyReceived, ReferenceTaken
from bot.store.thread_append import InboundRecord, MessageReference, SideWrites

MAX_ANSWER = 8_000
"""Characters of an answer. A longer one is cut, since the question's form would refuse it."""


NOBODY_READS = "A program asks here, and reads no messages. To approve or reject, use the buttons of its request."


class MessageIntake:
    def __init__(self, repository: ThreadRepository, new_id: Callable[[], str]) -> None:
        self.repository, self.new_id = repository, new_id

    async def take_message(self, message: InboundMessage) -> IntakeResult:
        """Commit the message and its events. Raises SameIdOtherBody, UnknownAgent, AlreadyEnded, Unavailable."""
        if message.agent not in self.repository.agents:
            raise UnknownAgent(message.agent)
        agent = self.repository.agents[message.agent]
        forwarded = self._forward_message(message, agent, agent.programs.messages_to)
        if message.thread is None and agent.submitters is not None and not forwarded:
            raise ReadsNoMessages(message.agent)
        _refuse_unknown_persona(message, agent)
        thread = message.thread or self.new_id()
        ids = make_inbound_ids(message, thread)
        claim = MessageReference(message.route.channel, message.route.address, thread, is_claimed=True)
        try:
            if message.thread is None:
                side_writes = SideWrites(inbound_ids=ids, reference=claim if message.joins else None)
                await self.repository.open_thread(thread, [*_make_opening_events(message), *forwarded], side_writes)
            else:
                await self._add_message(message, thread, SideWrites(inbound_ids=ids))
        except AlreadyReceived as before:
            return check_repeat(message, before)
        except ReferenceTaken as taken:
            return await self.take_message(message.model_copy(update={"thread": taken.thread}))
        except AlreadyEnded:
            if before_the_end := await self.repository.store.inbound.find_message_id(message.channel, message.id):
                return check_repeat(message, before_the_end)
            raise
        return IntakeResult(thread, False)

    async def _add_message(self, message: InboundMessage, thread: str, side_writes: SideWrites) -> None:
        """Commit the message in its thread, or as the answer to the question of a child of it."""
        conversation = (await self.repository.load_thread(thread)).thread
        person = self.repository.directory.find_person(message.person) if message.credential else None
        awaited = AwaitedAnswer(thread)
        if person is not None and any(call.delegation for call in conversation.calls.values()):
            awaited = await find_awaited_answer(self.repository, conversation, person, self.repository.clock())
        if awaited.thread != thread:
            try:
                await self.repository.commit_facts(
                    awaited.thread, lambda now: self._make_child_answer(message, now), side_writes
                )
                return
            except RequestClosed:  # it was answered meanwhile: the words are a message
                awaited = AwaitedAnswer(thread, may_answer=False)
        heard = message if awaited.may_answer else message.model_copy(update={"credential": ""})
        await self.repository.commit_facts(thread, lambda now: self._make_message_events(heard, now), side_writes)

    def _make_child_answer(self, message: InboundMessage, child: Thread) -> list[e.Event]:
        """The events of an answer to the question of a child. Raises RequestClosed when none waits for the person any more."""
        person = self.repository.directory.find_person(message.person)
        if person is None or find_awaited_question(child, person, self.repository.clock()) is None:
            raise RequestClosed(child.id)
        return self._make_message_events(message, child)

    async def keep_ignored(self, ignored: DiscardedInput, keeping: Sequence[ChannelEntry] = ()) -> IntakeResult:
        """Keep the id of a handled message for ever, in one transaction with these values of its channel.

        Raises SameIdOtherBody, Unavailable.
        """
        record = InboundRecord(make_inbound_ids(ignored, ""), ignored.channel, tuple(keeping))
        try:
            await self.repository.store.inbound.keep(record)
        except AlreadyReceived as before:
            return check_repeat(ignored, before)
        return IntakeResult("", False)

    async def find_repeat(self, ignored: DiscardedInput) -> IntakeResult:
        """Whether this was taken before, by its id or by `once`. Keeps nothing: the message may be read again under
        other settings, and unsigned headers must not use up an id.

        Raises SameIdOtherBody.
        """
        for id in filter(None, (ignored.id, ignored.once)):
            if before := await self.repository.store.inbound.find_message_id(ignored.channel, id):
                return check_repeat(ignored, before)
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
        agent = self.repository.find_agent(thread) if thread.is_forwarded else None
        told = self._forward_message(message, agent, thread.submitter.removeprefix(KEY)) if agent else []
        if thread.submitter and person and not told:
            told = [e.notify_people(NOBODY_READS, (person.id,))]
        if person is None or not message.credential:
            return [_make_received(message), *told]
        call = find_awaited_question(thread, person, now)
        if call is None:
            return [_make_received(message), *told]
        reply = QuestionAnswer(
            call=call,
            answer=cut_text(message.text, MAX_ANSWER),
            person=person.id,
            door=message.channel,
            credential=message.credential,
            makers=message.makers,
        )
        return answer_question(thread, reply, directory, now)

    def _forward_message(self, message: InboundMessage, agent: Agent, key: str) -> list[e.Event]:
        """The event by which the program with this key (its id) is told; none where it has no URL, or was revoked."""
        url, credential = agent.programs.find_message_url(key), f"{KEY}{key}"
        if message.original is None or not url or credential in self.repository.directory.revoked:
            return []
        address = ChannelAddress(channel=CALLBACK, address=make_key_callback(key, url))
        return [
            e.MessageForwarded(credential=credential, original=message.original, address=address, by=message.person)
        ]


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
    address = ChannelAddress(channel=CALLBACK, address=message.callback) if message.callback else None
    chosen = [e.PersonaChosen(name=message.persona, by=message.person or SYSTEM)] if message.persona else []
    called_back = [e.CallbackNamed(address=address)] if address else []
    return [opened, *chosen, *called_back, _make_received(message)]


def _refuse_unknown_persona(message: InboundMessage, agent: Agent) -> None:
    """Raises `NotUnderstood`; also for a message into a thread that is there: it has its persona."""
    if message.persona and message.thread is not None:
        raise NotUnderstood("A persona is chosen as a thread is opened, and not later.")
    if message.persona and message.persona not in agent.personas:
        known = ", ".join(agent.personas) or "none"
        raise NotUnderstood(f"{agent.name} has no persona {message.persona[:64]!r}; there are: {known}.")


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
