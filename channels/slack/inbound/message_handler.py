"""Commits messages of people, and stops and resumes their threads, once each, after the acknowledgement."""

import asyncio
import hashlib
from contextlib import suppress

import structlog

from bot.core.channel_messages import DiscardedInput, InboundMessage
from bot.core.errors import (
    AlreadyEnded,
    AlreadyPaused,
    BrokenThread,
    Conflict,
    Forbidden,
    NotFound,
    SameIdOtherBody,
    Unavailable,
    UnknownAgent,
)
from bot.core.original_messages import MAX_BODY, OriginalSlackMessage
from bot.core.people import describe_unlinked
from bot.core.ports import ChannelGateway
from bot.core.secrets.redaction import cut_text
from channels.slack import button_tokens
from channels.slack.addresses import CHANNEL, MessageAddress
from channels.slack.channel_agents_and_speakers import ChannelRules
from channels.slack.inbound.identity import (
    LOOKING_UP,
    OUTSIDE,
    MemberIdentity,
    name_credential,
    name_sender,
    name_sender_account,
)
from channels.slack.inbound.payload_parser import AppIdentity, SlackSender, StopPressed, UserMessage
from channels.slack.outbound.home_publisher import PENDING
from channels.slack.outbound.interaction_replies import (
    InteractionResult,
    NothingToShow,
    PrivateSentence,
    ThreadAnnouncement,
)
from channels.slack.outbound.notifier import ViewContexts
from channels.slack.views import action_ids
from channels.slack.views.blocks import make_actions, make_button, make_note
from channels.slack.views.refusal_texts import describe_refusal

log = structlog.get_logger()

MAX_TEXT = 20_000
ENDED = "This thread was cancelled and takes no more messages. Mention me anew to start another one."
GONE = "The agent that answers here is not running any more, so I did nothing with this. Please ask who looks after me."
PAUSED = "This thread is paused{0}: what you write is kept, and I look at it once it goes on."
KEPT = "What is written here is kept until somebody lets me go on."
NO_ANSWER = "{0} Your words stand in the thread, but they answer no question."
OUTSIDER = (
    "I take instructions only from members of the organisation that runs me, so I did nothing with this. "
    "Please ask one of its members in this conversation."
)
NO_STOP = (
    "You are not a member of the organisation that runs me, so I did not stop. Please ask one of its members here."
)
ASKING = ("waiting", "paused")
"""The states of a thread in which a question may be open."""
ABSENT = "0" * 64
"""The digest of a token that is about a thread and not about a request."""


class AnswerRight:
    """Whether a message may be an answer (then with a credential), and why not if it might have been one."""

    def __init__(self, credential: str = "", why_not: str = "") -> None:
        self.credential, self.why_not = credential, why_not


class SlackMessageHandler:
    """Takes messages and pauses threads. Raises `Unavailable`."""

    def __init__(
        self, gateway: ChannelGateway, members: MemberIdentity, contexts: ViewContexts, rules: ChannelRules
    ) -> None:
        self.gateway, self.members, self.contexts, self.rules = gateway, members, contexts, rules

    async def take_message(self, message: UserMessage, me: AppIdentity) -> InteractionResult:
        """Commits a message that is addressed to us: a direct message, a mention, or one in a thread of ours."""
        thread = await self.gateway.find_thread(CHANNEL, str(message.address))
        if not (message.is_addressed or thread):
            return NothingToShow()
        if await self.members.is_outside(message.sender):
            return await self._refuse_outsider(message)
        try:
            if why := await self._explain_not_heard(message, thread):
                return await self._refuse_once(message, me, why) if message.is_addressed else NothingToShow()
            voice = await self._find_answer_right(message.sender, thread) if thread else AnswerRight()
            taken = await self.gateway.take_message(self._make_message(message, thread, me, voice.credential))
            if taken.again or not thread:
                return NothingToShow()
            if voice.why_not and await self._is_asked(message.sender, thread):
                return PrivateSentence(NO_ANSWER.format(voice.why_not))
            if (await self.gateway.summarize_thread(thread)).status == "paused":
                return await self._describe_pause(message.sender, message.address, thread)
        except AlreadyEnded:
            return await self._refuse_once(message, me, ENDED)
        except UnknownAgent as error:
            log.warning("words for an agent that is gone", where=str(message.address), error=str(error))
            return await self._refuse_once(message, me, GONE) if message.is_addressed else NothingToShow()
        except SameIdOtherBody as error:
            await self.gateway.write_note("same id, other body", door=CHANNEL, about=message.id, detail=str(error))
        except BrokenThread as error:
            return await self._refuse_once(message, me, describe_refusal(error))
        return NothingToShow()

    async def _explain_not_heard(self, message: UserMessage, thread: str | None) -> str:
        """Why this message is not taken; empty when it is. A person that the thread asks a question may answer there.

        Raises `BrokenThread`.
        """
        person, account = self.members.find_person(message.sender), name_sender_account(message.sender)
        why = self.rules.explain_no_talk(message.address.channel, person)
        if not why and thread:
            why = await self.gateway.explain_denial("speak", person, account, thread=thread)
        elif not why:
            agent = self.rules.find_agent(message.address.channel)
            why = await self.gateway.explain_denial("start", person, account, agent=agent)
        return "" if why and thread and await self._is_asked(message.sender, thread) else why

    async def stop_thread(self, stopped: StopPressed) -> InteractionResult:
        """Pauses the thread of the pressed stop button, if the rules let this person stop it."""
        thread = await self.gateway.find_thread(CHANNEL, str(stopped.address))
        if thread is None:
            return NothingToShow()
        with suppress(Unavailable, TimeoutError):  # a Slack that says nothing of the account delays no stop
            async with asyncio.timeout(LOOKING_UP):
                if await self.members.is_outside(stopped.sender):
                    return PrivateSentence(NO_STOP)
        person, account = self.members.find_person(stopped.sender), name_sender_account(stopped.sender)
        try:
            why = self.rules.explain_no_stop(stopped.address.channel, person)
            if why := why or await self.gateway.explain_denial("operate", person, account, thread=thread):
                return PrivateSentence(why)
            await self.gateway.pause(thread, by=person.id if person else account)
        except BrokenThread as error:
            return PrivateSentence(describe_refusal(error))
        except AlreadyPaused:
            return await self._describe_pause(stopped.sender, stopped.address, thread)
        except Conflict as refused:
            return PrivateSentence(describe_refusal(refused))
        reply = await self._describe_pause(stopped.sender, stopped.address, thread)
        said = f"⏸ {name_sender(person, stopped.sender)} stopped me. {KEPT}"
        return ThreadAnnouncement(said, stopped.address, reply)

    async def resume_thread(self, sender: SlackSender, thread: str) -> InteractionResult:
        """Lets a paused thread go on, if the rules let this person resume it."""
        if await self.members.is_outside(sender):
            return PrivateSentence(OUTSIDE, is_refusal=True)
        person = self.members.find_person(sender)
        try:
            route = (await self.gateway.summarize_thread(thread)).route
            address = MessageAddress.read(route.address) if route is not None and route.channel == CHANNEL else None
            if why := self.rules.explain_no_resume(address.channel if address else "", person):
                await self.gateway.write_note(
                    "refused: resume",
                    person=person.id if person else "",
                    door=CHANNEL,
                    about=thread,
                    detail=name_credential(sender),
                )
                return PrivateSentence(why, is_refusal=True)
            if why := await self.gateway.explain_denial("operate", person, name_sender_account(sender), thread=thread):
                return PrivateSentence(why, is_refusal=True)
            await self.gateway.resume(thread, by=person.id if person else name_sender_account(sender))
        except (Conflict, NotFound) as refused:
            return PrivateSentence(describe_refusal(refused), is_refusal=True)
        reply = PrivateSentence("It goes on.", is_in_place=True)
        if address is None:
            return reply
        return ThreadAnnouncement(f"▶ {name_sender(person, sender)} let me go on.", address, reply)

    async def _describe_pause(self, sender: SlackSender, address: MessageAddress, thread: str) -> PrivateSentence:
        """The sentence about a paused thread; for a person with the right to resume it also the button for that."""
        summary = await self.gateway.summarize_thread(thread)
        by = f" by {summary.stopped_by}" if summary.stopped_by else ""
        at = f" since {summary.stopped_at:%-d %b %Y, %H:%M} UTC" if summary.stopped_at else ""
        text = PAUSED.format(f"{by}{at}")
        if self.rules.explain_no_resume(address.channel, self.members.find_person(sender)):
            return PrivateSentence(text)
        token = button_tokens.ButtonToken(request=thread, digest=ABSENT)
        audience = button_tokens.name_audience(sender.team, f"home/{sender.user}")
        value = button_tokens.sign_token(self.contexts.keys, token, audience)
        blocks = (
            make_note("paused", text),
            make_actions("resume", [make_button("Resume", action_ids.RESUME, "Resume", value=value)]),
        )
        return PrivateSentence(text, blocks=blocks)

    async def _refuse_outsider(self, message: UserMessage) -> InteractionResult:
        """Takes nothing from another organisation (Slack Connect), and says so once per conversation when addressed."""
        sender = message.sender
        log.info(
            "words of another organisation not taken", where=str(message.address), team=sender.home, user=sender.user
        )
        if not message.is_addressed:
            return NothingToShow()
        id = f"outsider/{sender.team.id}/{message.address.channel}/{sender.home}/{sender.user}"
        seen = DiscardedInput(
            channel=CHANNEL, id=id, body=hashlib.sha256(id.encode()).hexdigest(), at=self.gateway.clock()
        )
        return NothingToShow() if (await self.gateway.keep_ignored(seen)).again else PrivateSentence(OUTSIDER)

    async def _refuse_once(self, message: UserMessage, me: AppIdentity, why: str) -> InteractionResult:
        """Keeps the id of the message, so that its twin (`app_mention` beside `message`) and Slack's retries get no
        second refusal.
        """
        refused = self._make_message(message, None, me, "").model_dump(include=set(DiscardedInput.model_fields))
        taken = await self.gateway.keep_ignored(DiscardedInput(**refused))
        return NothingToShow() if taken.again else PrivateSentence(why)

    async def _find_answer_right(self, sender: SlackSender, thread: str) -> AnswerRight:
        """Asks Slack about the account where a question may be open: writing an answer needs the right to press its
        button.

        Without an answer of Slack in time the message is kept, but answers no question.
        """
        if (await self.gateway.summarize_thread(thread)).status not in ASKING or self.members.find_person(
            sender
        ) is None:
            return AnswerRight()
        try:
            await self.members.require_decider(sender)
        except (Forbidden, Unavailable) as refused:
            return AnswerRight(why_not=str(refused))
        return AnswerRight(name_credential(sender))

    async def _is_asked(self, sender: SlackSender, thread: str) -> bool:
        """Whether a question of this thread waits for this person."""
        person = self.members.find_person(sender)
        pending = await self.gateway.list_requests("pending", PENDING)
        return any(r.thread_id == thread and r.card.ask and person and person.id in r.card.may for r in pending)

    def _make_message(
        self, message: UserMessage, thread: str | None, me: AppIdentity, credential: str
    ) -> InboundMessage:
        sender = message.sender
        person = self.members.find_person(sender)
        text = message.text.encode("utf-8", "replace").decode()
        return InboundMessage(
            channel=CHANNEL,
            id=message.id,
            once=f"event:{me.app}:{sender.team.id}:{message.event}" if message.event else "",
            body=hashlib.sha256(f"{message.id}\n{name_credential(sender)}".encode()).hexdigest(),
            at=self.gateway.clock(),
            agent=self.rules.find_agent(message.address.channel),
            thread=thread,
            person=person.id if person else None,
            account=name_sender_account(sender),
            sender=person.name if person else describe_unlinked(f"@{sender.user}"),
            text=cut_text(text, MAX_TEXT, f"\n[… cut: it had {len(text)} characters]"),
            route=message.address.route,
            joins=True,
            credential=credential,
            original=OriginalSlackMessage(
                medium="slack",
                team_id=sender.team.id,
                channel_id=message.address.channel,
                thread_ts=message.address.ts or message.ts,
                ts=message.ts,
                user_id=sender.user,
                content=cut_text(text, MAX_BODY),
            ),
        )
