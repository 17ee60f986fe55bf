"""Somebody's words, and the stop button of a thread: taken into the log once, behind the acknowledgement."""

import hashlib

import structlog

from bot.core.contact import Arrival, Ignored
from bot.core.errors import (
    AlreadyEnded,
    AlreadyPaused,
    BrokenThread,
    Conflict,
    Forbidden,
    SameIdOtherBody,
    Unavailable,
    UnknownAgent,
)
from bot.core.people import name_account, unlinked
from bot.core.ports import House
from bot.core.redact import cut_text
from channels.slack.address import CHANNEL
from channels.slack.homes import PENDING
from channels.slack.judging import credential_of, name_sender
from channels.slack.members import Members
from channels.slack.outcomes import Announces, Done, Quiet, Told
from channels.slack.parse import Me, Message, Sender, Stopped
from channels.slack.rules import ChannelRules
from channels.slack.wording import describe_refusal

log = structlog.get_logger()

MAX_TEXT = 20_000
ENDED = "This thread was cancelled and takes no more messages. Mention me anew to start another one."
GONE = "The agent that answers here is not running any more, so I did nothing with this. Please ask who looks after me."
PAUSED = "This thread is paused: what you write is kept, and I look at it once it goes on."
KEPT = "What is written here is kept until somebody lets me go on."
NO_ANSWER = "{0} Your words stand in the thread, but they answer no question."
OUTSIDER = (
    "I take instructions only from members of the organisation that runs me, so I did nothing with this. "
    "Please ask one of its members in this conversation."
)
ASKING = ("waiting", "paused")
"""The states of a thread in which a question may be open."""


class Voice:
    """Whether somebody's words may be an answer (then with a credential), and why not if they might have been."""

    def __init__(self, credential: str = "", why_not: str = "") -> None:
        self.credential, self.why_not = credential, why_not


class MessageIntake:
    """Takes words in and pauses threads. Raises Unavailable alone."""

    def __init__(self, house: House, members: Members, rules: ChannelRules) -> None:
        self.house, self.members, self.rules = house, members, rules

    async def take(self, message: Message, me: Me) -> Done:
        """Somebody's words, when they are for us: in our own conversation, with our name, or in a thread of ours."""
        thread = self.house.thread_of(CHANNEL, str(message.spot))
        if not (message.is_addressed or thread):
            return Quiet()
        if await self.members.is_outside(message.sender):
            return await self._outsider(message)
        try:
            if why := await self._why_not_heard(message, thread):
                return await self._refuse_once(message, me, why) if message.is_addressed else Quiet()
            return await self._taken(message, thread, me)
        except AlreadyEnded:
            return await self._refuse_once(message, me, ENDED)
        except UnknownAgent as error:
            log.warning("words for an agent that is gone", where=str(message.spot), error=str(error))
            return await self._refuse_once(message, me, GONE) if message.is_addressed else Quiet()
        except SameIdOtherBody as error:
            await self.house.note("same id, other body", door=CHANNEL, about=message.id, detail=str(error))
        except BrokenThread as error:
            return await self._refuse_once(message, me, describe_refusal(error))
        return Quiet()

    async def _why_not_heard(self, message: Message, thread: str | None) -> str:
        """Why these words are not taken; empty: they are. Who is asked in the thread may answer there in any case.

        Raises BrokenThread.
        """
        person, account = self.members.person(message.sender), _account(message.sender)
        why = self.rules.why_no_talk(message.spot.channel, person)
        if not why and thread:
            why = self.house.why_not("speak", person, account, thread=thread)
        elif not why:
            agent = self.rules.find_agent(message.spot.channel)
            why = self.house.why_not("start", person, account, agent=agent)
        return "" if why and thread and await self._is_asked(message.sender, thread) else why

    async def stop(self, stopped: Stopped) -> Done:
        """Pauses the thread whose stop button was pressed, for whom the rules allow it."""
        thread = self.house.thread_of(CHANNEL, str(stopped.spot))
        if thread is None or await self.members.is_outside(stopped.sender):
            return Quiet()
        person = self.members.person(stopped.sender)
        account = _account(stopped.sender)
        try:
            why = self.rules.why_no_stop(stopped.spot.channel, person)
            if why := why or self.house.why_not("operate", person, account, thread=thread):
                return Told(why)
            await self.house.pause(thread, by=person.id if person else account)
        except BrokenThread as error:
            return Told(describe_refusal(error))
        except AlreadyPaused:
            return Told(PAUSED)
        except Conflict as refused:
            return Told(describe_refusal(refused))
        return Announces(f"⏸ {name_sender(person, stopped.sender)} stopped me. {KEPT}", stopped.spot, Told(PAUSED))

    async def _taken(self, message: Message, thread: str | None, me: Me) -> Done:
        """Commits the words. Raises AlreadyEnded, SameIdOtherBody, BrokenThread, Unavailable."""
        voice = await self._voice(message.sender, thread) if thread else Voice()
        taken = await self.house.take(self._arrival(message, thread, me, voice.credential))
        if taken.again or not thread:
            return Quiet()
        if voice.why_not and await self._is_asked(message.sender, thread):
            return Told(NO_ANSWER.format(voice.why_not))
        return Told(PAUSED) if self.house.place(thread).status == "paused" else Quiet()

    async def _outsider(self, message: Message) -> Done:
        """Somebody of another organisation (Slack Connect): nothing is taken, and who spoke to us is told so once a room."""
        sender = message.sender
        log.info("words of another organisation not taken", where=str(message.spot), team=sender.home, user=sender.user)
        if not message.is_addressed:
            return Quiet()
        id = f"outsider/{sender.team.id}/{message.spot.channel}/{sender.home}/{sender.user}"
        seen = Ignored(channel=CHANNEL, id=id, body=hashlib.sha256(id.encode()).hexdigest(), at=self.house.clock())
        return Quiet() if (await self.house.ignore(seen)).again else Told(OUTSIDER)

    async def _refuse_once(self, message: Message, me: Me, why: str) -> Done:
        """Keeps the message's id, so that its twin (`app_mention` beside `message`) and Slack's retries are told nothing more."""
        refused = self._arrival(message, None, me, "").model_dump(include=set(Ignored.model_fields))
        taken = await self.house.ignore(Ignored(**refused))
        return Quiet() if taken.again else Told(why)

    async def _voice(self, sender: Sender, thread: str) -> Voice:
        """Who may not press a button may not write its answer either: Slack is asked where a question may be open.

        What Slack does not say in time makes the words no answer, but they are kept.
        """
        if self.house.place(thread).status not in ASKING or self.members.person(sender) is None:
            return Voice()
        try:
            await self.members.decider(sender)
        except (Forbidden, Unavailable) as refused:
            return Voice(why_not=str(refused))
        return Voice(credential_of(sender))

    async def _is_asked(self, sender: Sender, thread: str) -> bool:
        """Whether a question of this thread waits for this person."""
        person = self.members.person(sender)
        pending = await self.house.requests("pending", PENDING)
        return any(r.thread_id == thread and r.card.ask and person and person.id in r.card.may for r in pending)

    def _arrival(self, message: Message, thread: str | None, me: Me, credential: str) -> Arrival:
        sender = message.sender
        person = self.members.person(sender)
        return Arrival(
            channel=CHANNEL,
            id=message.id,
            once=f"event:{me.app}:{sender.team.id}:{message.event}" if message.event else "",
            body=hashlib.sha256(f"{message.id}\n{credential_of(sender)}".encode()).hexdigest(),
            at=self.house.clock(),
            agent=self.rules.find_agent(message.spot.channel),
            thread=thread,
            person=person.id if person else None,
            account=_account(sender),
            sender=person.name if person else unlinked(f"@{sender.user}"),
            text=_cut(message.text.encode("utf-8", "replace").decode()),
            route=message.spot.route,
            joins=True,
            credential=credential,
        )


def _account(sender: Sender) -> str:
    return name_account(CHANNEL, credential_of(sender))


def _cut(text: str) -> str:
    return cut_text(text, MAX_TEXT, f"\n[… cut: it had {len(text)} characters]")
