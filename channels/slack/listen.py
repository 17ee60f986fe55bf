"""The listener tree of the Slack app. What comes in is durable before Slack hears so: the first middleware sees to that."""

import hashlib
import logging
import re
from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError

from bot.core.contact import Arrival, Ignored
from bot.core.errors import AlreadyEnded, BrokenThread, Conflict, Forbidden, SameIdOtherBody, Unavailable
from bot.core.people import name_account, unlinked
from bot.core.ports import House
from bot.core.word import JSON
from channels.slack import actions, home, marks, modals
from channels.slack.acts import Acts, Changes, Done, Faults, Opens, Quiet, Told, Turns
from channels.slack.address import CHANNEL, Team
from channels.slack.blocks import button, buttons, context, plain
from channels.slack.homes import PENDING
from channels.slack.look import Look
from channels.slack.members import Members, is_outsider
from channels.slack.parse import (
    Click,
    Command,
    Gone,
    Heard,
    Me,
    Message,
    Opened,
    Sender,
    Stopped,
    Submission,
    app_of,
    heard,
    team_of,
)
from channels.slack.post import Looks, audience
from channels.slack.presence import Presence
from channels.slack.tell import Tell, code_of
from channels.slack.workspaces import DEAD, NotInstalled, Workspaces

log = structlog.get_logger()

EVERY = re.compile(".*")
MAX_TEXT = 20_000
ENDED = "This thread was cancelled and takes no more messages. Mention me anew to start another one."
PAUSED = "This thread is paused: what you write is kept, and I look at it once it goes on."
NOT_STORED = "That could not be stored just now, so nothing was decided. Please press it again in a moment."
NO_ANSWER = "{0} Your words stand in the thread, but they answer no question."
ASKING = ("waiting", "paused")
"""The states of a thread in which a question may be open."""
ABSENT = "0" * 64
"""The digest of a mark that is about a thread and not about a request."""

Next = Callable[[], Awaitable[BoltResponse]]


class Voice(NamedTuple):
    """Whether somebody's words may be an answer (then with a credential), and why not if they might have been."""

    credential: str = ""
    why_not: str = ""


class Authority(AsyncAuthorize):
    """Tells Bolt which token is meant. It is asked behind our own middleware, so nothing is lost when Slack is away."""

    def __init__(self, workspaces: Workspaces) -> None:
        self.workspaces = workspaces

    async def __call__(
        self,
        *,
        context: AsyncBoltContext,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None,
        actor_enterprise_id: str | None = None,
        actor_team_id: str | None = None,
        actor_user_id: str | None = None,
    ) -> AuthorizeResult | None:
        team = team_of(context.get("countersign_body")) or Team(team_id or "", enterprise_id or "")
        try:
            client, me = await self.workspaces.client(team), await self.workspaces.me(team)
        except (NotInstalled, SlackApiError, OSError, TimeoutError):
            return None
        if me is None:
            return None
        return AuthorizeResult(
            enterprise_id=team.enterprise or None,
            team_id=team.id,
            bot_user_id=me.user,
            bot_id=me.bot,
            bot_token=client.token,
        )


class Ears:
    """What the app does with everything that Slack sends, on whichever transport."""

    def __init__(
        self,
        house: House,
        workspaces: Workspaces,
        members: Members,
        acts: Acts,
        looks: Looks,
        tell: Tell,
        presence: Presence,
        agent_of: Callable[[str], str],
    ) -> None:
        self.house, self.workspaces, self.members, self.acts = house, workspaces, members, acts
        self.looks, self.tell, self.presence, self.agent_of = looks, tell, presence, agent_of
        self._has_seen = False

    def app(self) -> AsyncApp:
        """The Bolt app: our middleware first, then a listener for every kind of payload, so that nothing is a 404."""
        app = AsyncApp(
            name="countersign",
            logger=_logger(),
            signing_secret="",
            before_authorize=self._take,
            authorize=Authority(self.workspaces),  # type: ignore[arg-type]  # an AsyncAuthorize is meant to be one
            request_verification_enabled=False,
            url_verification_enabled=False,
        )
        app.event(EVERY)(self._after)
        app.action(EVERY)(self._after)
        app.view(EVERY)(self._after_submission)
        app.view_closed(EVERY)(_acknowledge)
        app.command(EVERY)(self._command)
        app.options(EVERY)(_acknowledge)
        app.shortcut(EVERY)(_acknowledge)
        return app

    async def _take(self, req: AsyncBoltRequest, next: Next) -> BoltResponse:
        """Before everything else: whose it is, what it means, and the commit. No answer of ours comes before that."""
        req.context["countersign_body"] = req.body
        team = team_of(req.body)
        if team is None:
            return await next()
        try:
            me = await self.workspaces.me(team)
        except (SlackApiError, OSError, TimeoutError) as error:
            return BoltResponse(status=await self._unknown(req.body, team, error), body="")
        if me is None or (me.app and app_of(req.body) not in ("", me.app)):
            return BoltResponse(status=await self._foreign(team, app_of(req.body)), body="")
        what = heard(req.body, me)
        req.context["countersign_heard"] = what
        try:
            req.context["countersign_done"] = await self._commit(what, me)
        except Unavailable as error:
            log.warning("not stored, not acknowledged", error=str(error))
            if isinstance(what, Click):
                await self.tell.sentence(what, f"{error} {NOT_STORED}")
            return BoltResponse(status=503, body="")
        return await next()

    async def _unknown(self, body: JSON, team: Team, error: Exception) -> int:
        """Slack does not say who we are. When it takes our token for dead, the news is often that we were removed."""
        log.warning("workspace unknown for now", team=str(team), error=code_of(error))
        if code_of(error) not in DEAD or not isinstance(heard(body, Me(team, "")), Gone):
            return 503
        try:
            await self.workspaces.forget(team)
        except Unavailable:
            return 503
        return 200

    async def _foreign(self, team: Team, app: str) -> int:
        """Signed with our secret and meant for somebody else: refused, and noted for whoever watches."""
        try:
            await self.house.note("foreign workspace", door=CHANNEL, detail=f"{team} {app}")
        except Unavailable:
            return 503
        return 401

    async def _commit(self, what: Heard | None, me: Me) -> Done:
        match what:
            case Message():
                return await self._message(what, me)
            case Stopped():
                return await self._stopped(what)
            case Gone():
                await self.workspaces.forget(what.team)
            case Click():
                await self._seen()
                return await self.acts.click(what)
            case Submission():
                return await self.acts.submit(what)
            case _:
                pass
        return Quiet()

    async def _seen(self) -> None:
        """Clicks arrive: what `countersign doctor` cannot ask Slack."""
        if not self._has_seen:
            await self.house.vault.put("slack seen", "interaction", b"1")
            self._has_seen = True

    async def _message(self, message: Message, me: Me) -> Done:
        """Somebody's words, when they are for us: in our own conversation, with our name, or in a thread of ours."""
        thread = self.house.thread_of(CHANNEL, str(message.spot))
        if is_outsider(message.sender) or not (message.is_addressed or thread):
            return Quiet()
        try:
            return await self._take_message(message, thread, me)
        except AlreadyEnded:
            return Told(ENDED)
        except SameIdOtherBody as error:
            await self.house.note("same id, other body", door=CHANNEL, about=message.id, detail=str(error))
        except BrokenThread as error:
            return await self._refuse_once(message, me, str(error))
        return Quiet()

    async def _take_message(self, message: Message, thread: str | None, me: Me) -> Done:
        """Commits the words. Raises AlreadyEnded, SameIdOtherBody, BrokenThread, Unavailable."""
        voice = await self._voice(message.sender, thread) if thread else Voice()
        taken = await self.house.take(self._arrival(message, thread, me, voice.credential))
        if taken.again or not thread:
            return Quiet()
        if voice.why_not and await self._is_asked(message.sender, thread):
            return Told(NO_ANSWER.format(voice.why_not))
        return Told(PAUSED) if self.house.place(thread).status == "paused" else Quiet()

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
        return Voice(f"{sender.team.id}/{sender.user}")

    async def _is_asked(self, sender: Sender, thread: str) -> bool:
        """Whether a question of this thread waits for this person."""
        person = self.members.person(sender)
        pending = await self.house.requests("pending", PENDING)
        return any(r.thread_id == thread and r.card.ask and person and person.id in r.card.may for r in pending)

    def _arrival(self, message: Message, thread: str | None, me: Me, credential: str) -> Arrival:
        sender = message.sender
        person = self.members.person(sender)
        who = f"{sender.team.id}/{sender.user}"
        return Arrival(
            channel=CHANNEL,
            id=message.id,
            once=f"event:{me.app}:{sender.team.id}:{message.event}" if message.event else "",
            body=hashlib.sha256(f"{message.id}\n{who}".encode()).hexdigest(),
            at=self.house.clock(),
            agent=self.agent_of(message.spot.channel),
            thread=thread,
            person=person.id if person else None,
            account=name_account(CHANNEL, who),
            sender=person.name if person else unlinked(f"@{sender.user}"),
            text=_cut(message.text.encode("utf-8", "replace").decode()),
            route=message.spot.route,
            joins=True,
            credential=credential,
        )

    async def _stopped(self, stopped: Stopped) -> Done:
        """Whoever stops an agent may: it takes nothing away that a word could not bring back."""
        thread = self.house.thread_of(CHANNEL, str(stopped.spot))
        if thread is None or is_outsider(stopped.sender):
            return Quiet()
        person = self.members.person(stopped.sender)
        try:
            account = name_account(CHANNEL, f"{stopped.sender.team.id}/{stopped.sender.user}")
            await self.house.pause(thread, by=person.id if person else account)
        except BrokenThread as error:
            return Told(str(error))
        except Conflict as refused:
            log.info("not paused", thread=thread, why=str(refused))
            return Quiet()
        return Told(PAUSED)

    async def _after(self, ack: Any, context: AsyncBoltContext) -> None:
        """Behind the commit and the acknowledgement: what the one person is shown."""
        await ack()
        what, done = context.get("countersign_heard"), context.get("countersign_done")
        match what, done:
            case Opened(), _:
                await self.presence.opened(what)
            case ((Message() | Stopped()), Told()):
                await self._paused_or_ended(what, done)
            case Click(), Told():
                await self.tell.sentence(what, done.text)
            case Click(), Opens():
                await self.tell.modal(what, done.view)
            case Click(), Changes():
                await self.tell.change(what, done.view)
            case Click(), Turns():
                await self.presence.homes.show(what.sender, done.page)

    async def _after_submission(self, ack: Any, context: AsyncBoltContext) -> None:
        match context.get("countersign_done"):
            case Faults(errors):
                await ack(response_action="errors", errors=errors)
            case Told(text):
                await ack(response_action="update", view=modals.sentence("Countersign", text))
            case _:
                await ack()

    async def _command(self, ack: Any, context: AsyncBoltContext) -> None:
        command = context.get("countersign_heard")
        if not isinstance(command, Command):
            await ack()
            return
        lists = await self.presence.homes.lists(command.sender)
        message = home.listing(command.text, lists.mine, lists.others, self._look_of(command), self.house.clock())
        await ack(response_type="ephemeral", text=message.text, blocks=message.blocks)

    def _look_of(self, command: Command) -> Callable[[Any], Look]:
        version = f"{self.house.clock():%H%M%S%f}"
        sender = command.sender
        return lambda request: self.looks.home(request.card, sender.team, sender.user, version)

    async def _paused_or_ended(self, what: Message | Stopped, done: Told) -> None:
        """The sentence; below that of a pause the button that ends it."""
        at = what if isinstance(what, Message) else Message(what.sender, what.spot, what.spot.ts, "", True)
        thread = self.house.thread_of(CHANNEL, str(what.spot))
        blocks: list[JSON] = []
        if done.text == PAUSED and thread:
            mark = marks.Mark(request=thread, digest=ABSENT)
            value = marks.seal(self.looks.keys, mark, audience(what.sender.team, f"home/{what.sender.user}"))
            blocks = [
                context("paused", plain(PAUSED)),
                buttons("resume", [button("Resume", actions.RESUME, "Resume", value=value)]),
            ]
        await self.tell.sentence(at, done.text, blocks)


def _cut(text: str) -> str:
    note = f"\n[… cut: it had {len(text)} characters]"
    return text if len(text) <= MAX_TEXT else text[: MAX_TEXT - len(note)] + note


async def _acknowledge(ack: Any) -> None:
    await ack()


def _logger() -> logging.Logger:
    """Bolt's own log lines, errors only: it warns of what we do on purpose, such as bringing an authorization of our own."""
    logger = logging.getLogger("countersign.slack")
    logger.setLevel(logging.ERROR)
    return logger
