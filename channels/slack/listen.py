"""The listener tree of the Slack app. What comes in is durable before Slack hears so, and nothing is asked of anybody before.

Slack gives three seconds, and shows a failure when they are over. So before the acknowledgement there are only our own
state and one write; Slack's API, tools and other people's servers come behind it.
"""

import logging
import re
import time
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, NamedTuple

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.core.errors import Unavailable
from bot.core.ports import House
from bot.core.shown import visible
from channels.slack import home, modals
from channels.slack.address import CHANNEL, Team
from channels.slack.blocks import escaped, short
from channels.slack.judge import PayloadJudge
from channels.slack.look import Look
from channels.slack.needs import COMMANDS
from channels.slack.outcomes import Faults, Quiet, Told, Waits
from channels.slack.parse import (
    Click,
    Command,
    Gone,
    Heard,
    Me,
    Message,
    Opened,
    Stopped,
    Submission,
    app_of,
    heard,
    team_of,
)
from channels.slack.payloads import PayloadStore, Show
from channels.slack.shapes import shape_of, without_surrogates
from channels.slack.submissions import SentForms
from channels.slack.workspaces import NotInstalled, Workspaces

log = structlog.get_logger()

EVERY = re.compile(".*")
NOT_STORED = "That could not be stored just now, so nothing was decided. Please press it again in a moment."
OTHER_COMMAND = "I do not know {0}. What I know is /approvals: it lists what waits for you. Try `/approvals help`."
TOO_SLOW = "That took too long to be stored."
BODY, HEARD, DONE, WORK = (f"countersign_{name}" for name in ("body", "heard", "done", "work"))
"""What our middleware leaves in Bolt's context."""

Next = Callable[[], Awaitable[BoltResponse]]
Work = Callable[[], None]
"""Begins what is to be done behind the acknowledgement; to be called once that is sent."""


class SlackAnswer(NamedTuple):
    """What Slack is answered, and what is begun behind it."""

    response: BoltResponse
    work: Work


class NoAuthority(AsyncAuthorize):
    """Lets Bolt through without a token: our own judge finds the workspace's, behind the acknowledgement."""

    def __init__(self) -> None:
        """Nothing is kept."""

    async def __call__(self, **given: Any) -> AuthorizeResult | None:
        team = team_of(given["context"].get(BODY))
        return AuthorizeResult(enterprise_id=None, team_id=team.id if team else "", bot_token="")


class SlackListeners:
    """What the app answers to everything that Slack sends, on whichever transport."""

    def __init__(
        self, house: House, workspaces: Workspaces, payloads: PayloadStore, judge: PayloadJudge, forms: SentForms
    ) -> None:
        self.house, self.workspaces, self.payloads, self.judge, self.forms = house, workspaces, payloads, judge, forms
        self.app = self._app()

    async def answer(self, request: AsyncBoltRequest) -> SlackAnswer:
        """The answer to a verified payload, whatever is in it: never an exception.

        One without a workspace is nobody's, and one of a kind that we do not use means nothing: both are acknowledged.
        """
        try:
            return await self._answer(request)
        except Exception as error:  # Slack is told that it was not taken; what was stored is judged all the same
            log.exception("a payload of Slack broke our code", error=type(error).__name__)
            return SlackAnswer(BoltResponse(status=400, body=""), request.context.get(WORK) or _nothing)

    async def _answer(self, request: AsyncBoltRequest) -> SlackAnswer:
        shape, kind = shape_of(request.body), _kind(request.body)
        if shape == "broken" and team_of(request.body) is not None:
            log.warning("a signed payload that is none of Slack's", type=kind)
            return SlackAnswer(BoltResponse(status=400, body=""), _nothing)
        request.body = without_surrogates(request.body)
        if shape == "unused" or team_of(request.body) is None:
            log.warning("a payload of Slack that says nothing to us", type=kind)
            return SlackAnswer(BoltResponse(status=200, body=""), _nothing)
        response = await self.app.async_dispatch(request)
        if response.status == 404:
            response = BoltResponse(status=200, body="")
        return SlackAnswer(response, request.context.get(WORK) or _nothing)

    def _app(self) -> AsyncApp:
        """The Bolt app: our middleware first, then a listener for every kind of payload, so that nothing is a 404."""
        app = AsyncApp(
            name="countersign",
            logger=_logger(),
            signing_secret="",
            before_authorize=self._take,
            authorize=NoAuthority(),  # type: ignore[arg-type]  # an AsyncAuthorize is meant to be one
            request_verification_enabled=False,
            url_verification_enabled=False,
        )
        app.event(EVERY)(_acknowledge)
        app.action(EVERY)(_acknowledge)
        app.view(EVERY)(_acknowledge_form)
        app.view_closed(EVERY)(_acknowledge)
        app.command(EVERY)(self._command)
        app.options(EVERY)(_acknowledge)
        app.shortcut(EVERY)(_acknowledge)
        return app

    async def _take(self, req: AsyncBoltRequest, next: Next) -> BoltResponse:
        """Before everything else: whose it is and what it means by our own state, and the write that makes it durable."""
        began = time.monotonic()
        team = team_of(req.body)
        assert team is not None  # `answer` has looked
        req.context[BODY] = req.body
        try:
            me = await self.workspaces.recall(team)
            if me is not None and me.app and app_of(req.body) not in ("", me.app):
                raise NotInstalled(team, "it was sent to another app")
            await self._store(req, heard(req.body, me or Me(team, "")), me, began)
        except NotInstalled:
            return await self._foreign(req, team)
        except Unavailable as error:
            log.warning("not stored, not acknowledged", error=str(error))
            what = heard(req.body, Me(team, ""))
            if isinstance(what, Click):
                req.context[WORK] = self._behind(partial(self.judge.show, what, Told(NOT_STORED)))
            return BoltResponse(status=503, body="")
        return await next()

    async def _store(self, req: AsyncBoltRequest, what: Heard | None, me: Me | None, began: float) -> None:
        """Makes durable what may decide or say something, and leaves in the context what is to be done behind.

        Where Slack must still be asked who we are, an event is stored unread. Raises Unavailable.
        """
        req.context[HEARD] = what
        if isinstance(what, Submission):
            req.context[DONE] = done = await self.forms.rehearse(what)
            if not isinstance(done, Waits):
                return
        match what:
            case Opened():
                req.context[WORK] = self._behind(partial(self.judge.show, what, Quiet()))
                return
            case Click() if not await self.judge.clicks.is_decisive(what):
                req.context[WORK] = self._behind(partial(self.judge.open_form, what))
                return
            case Message() if me is not None and not self._concerns_us(what):
                return
            case Message() | Stopped() | Gone() | Click() | Submission():
                lane = _lane(what)
            case None if me is None and req.body.get("type") == "event_callback":
                lane = "unread"
            case _:
                return
        stored = await self.payloads.keep(lane, req.body, began)
        if stored is None:
            raise Unavailable(TOO_SLOW)
        req.context[WORK] = partial(self.payloads.begin, stored)

    def _concerns_us(self, message: Message) -> bool:
        """Whether it names us, or stands in a thread of ours or in one that is just being opened."""
        thread = self.house.thread_of(CHANNEL, str(message.spot))
        return message.is_addressed or thread is not None or self.payloads.has(_lane(message))

    def _behind(self, show: Show) -> Work:
        return lambda: self.payloads.show(show)

    async def _foreign(self, req: AsyncBoltRequest, team: Team) -> BoltResponse:
        """Signed with our secret and meant for somebody else: refused, and noted for whoever watches."""
        try:
            await self.judge.note_foreign(team, app_of(req.body))
        except Unavailable:
            return BoltResponse(status=503, body="")
        return BoltResponse(status=401, body="")

    async def _command(self, ack: Any, context: AsyncBoltContext) -> None:
        """The list, from our own state, as the acknowledgement itself."""
        command = context.get(HEARD)
        if not isinstance(command, Command):
            await ack()
            return
        if command.name not in COMMANDS:
            await ack(response_type="ephemeral", text=OTHER_COMMAND.format(_name(command.name)))
            return
        lists = await self.judge.presence.homes.lists(command.sender)
        message = home.listing(command.text, lists.mine, lists.others, self._look_of(command), self.house.clock())
        await ack(response_type="ephemeral", text=message.text, blocks=message.blocks)

    def _look_of(self, command: Command) -> Callable[[Any], Look]:
        version = f"{self.house.clock():%H%M%S%f}"
        sender, looks = command.sender, self.judge.looks
        return lambda request: looks.home(request.card, sender.team, sender.user, version)


async def _acknowledge(ack: Any) -> None:
    await ack()


async def _acknowledge_form(ack: Any, context: AsyncBoltContext) -> None:
    match context.get(DONE):
        case Faults(errors):
            await ack(response_action="errors", errors=errors)
        case Told(text):
            await ack(response_action="update", view=modals.sentence("Countersign", text))
        case Waits():
            await ack(response_action="update", view=modals.waiting())
        case _:
            await ack()


def _lane(what: Message | Stopped | Gone | Click | Submission) -> str:
    """What is judged in the order in which it came: a conversation's words, one person's clicks and forms."""
    match what:
        case Message() | Stopped():
            return f"words {what.spot}"
        case Gone():
            return f"gone {what.team}"
        case _:
            return f"hand {what.sender.team}/{what.sender.user}"


def _kind(body: Any) -> str:
    return str(body.get("type"))[:60] if isinstance(body, dict) else type(body).__name__


def _name(command: str) -> str:
    """A command as it was typed, for a sentence."""
    return escaped(short(visible(command), 40))


def _nothing() -> None:
    """Nothing is to be done behind the acknowledgement."""


def _logger() -> logging.Logger:
    """Bolt's own log lines, errors only: it warns of what we do on purpose, such as bringing an authorization of our own."""
    logger = logging.getLogger("countersign.slack")
    logger.setLevel(logging.ERROR)
    return logger
