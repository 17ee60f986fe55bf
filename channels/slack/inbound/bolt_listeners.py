"""The Bolt listeners. A payload is durable before it is acknowledged, and no remote system is asked before that.

Slack gives three seconds, and shows a failure when they are over. So only our own state and one write come before the
acknowledgement; Slack's API, tools and other servers come after it.
"""

import logging
import re
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from functools import partial
from typing import Any, NamedTuple

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.core.errors import Unavailable
from bot.core.escaping import make_visible
from bot.core.ports import ChannelGateway
from channels.slack.addresses import CHANNEL, SlackTeam
from channels.slack.inbound.payload_parser import (
    AppIdentity,
    AppOpened,
    AppUninstalled,
    ElementClick,
    ModalSubmission,
    SlashCommand,
    StopPressed,
    UserMessage,
    parse_payload,
    read_payload,
)
from channels.slack.inbound.payload_processor import PayloadJudge
from channels.slack.inbound.payload_store import PayloadStore, show_nothing
from channels.slack.installation.scopes import COMMANDS
from channels.slack.installation.workspaces import NotInstalled, WorkspaceClients
from channels.slack.outbound.interaction_replies import AwaitJudgement, FieldErrors, PrivateSentence
from channels.slack.outbound.presence import PresenceUpdater
from channels.slack.views import modals
from channels.slack.views.blocks import escape_mrkdwn, shorten_text

log = structlog.get_logger()

EVERY = re.compile(".*")
NOT_STORED = "That could not be stored just now, so nothing was decided. Please press it again in a moment."
OTHER_COMMAND = "I do not know {0}. What I know is /approvals: it lists what waits for you. Try `/approvals help`."
RATE_LIMITED = "Slack holds back events of this minute: a workspace sent more than 30,000 in an hour"
TOO_SLOW = "That took too long to be stored."
TEAM, HEARD, DONE, WORK = (f"countersign_{name}" for name in ("team", "heard", "done", "work"))
"""Keys in Bolt's context: the workspace, the parsed payload, the result of a form's rehearsal, the work that follows."""

BackgroundWork = Callable[[], Coroutine[Any, Any, None]]
"""Starts the work that follows the acknowledgement; call it once the response is sent."""


class SlackAnswer(NamedTuple):
    """The response to Slack, and the work that follows it."""

    response: BoltResponse
    work: BackgroundWork


async def authorize_without_token(context: AsyncBoltContext) -> AuthorizeResult:
    """Lets Bolt continue: the token of the workspace is found after the acknowledgement."""
    return AuthorizeResult(enterprise_id=None, team_id=context[TEAM], bot_token="")


class SlackListeners:
    """Answers each payload of Slack, over HTTP and over Socket Mode."""

    def __init__(
        self,
        gateway: ChannelGateway,
        workspaces: WorkspaceClients,
        payloads: PayloadStore,
        judge: PayloadJudge,
        presence: PresenceUpdater,
    ) -> None:
        self.gateway, self.workspaces, self.payloads = gateway, workspaces, payloads
        self.judge, self.clicks, self.presence = judge, judge.clicks, presence
        logger = logging.getLogger("countersign.slack")
        logger.setLevel(logging.ERROR)  # without its hints for developers
        self.app = AsyncApp(
            name="countersign",
            logger=logger,
            signing_secret="",
            authorize=authorize_without_token,
            request_verification_enabled=False,
            url_verification_enabled=False,
        )
        # a listener for every kind of payload, so that none gets a 404
        kinds = (self.app.event, self.app.action, self.app.view, self.app.view_closed)
        for listen in (*kinds, self.app.options, self.app.shortcut):
            listen(EVERY)(_acknowledge)
        self.app.command(EVERY)(self._answer_command)

    async def answer_payload(self, request: AsyncBoltRequest) -> SlackAnswer:
        """The answer to a verified payload. Errors become a response with status 400.

        A payload without a workspace, and one of a kind that is not used, is acknowledged and ignored.
        """
        began, request.context[WORK] = time.monotonic(), show_nothing
        try:
            payload = read_payload(request.body)
            if payload.shape == "broken" and payload.team is not None:
                log.warning("a signed payload that is none of Slack's", type=payload.kind)
                return SlackAnswer(BoltResponse(status=400, body=""), show_nothing)
            if payload.shape != "whole" or payload.team is None:
                said = (
                    RATE_LIMITED if payload.kind == "app_rate_limited" else "a payload of Slack that says nothing to us"
                )
                log.warning(said, type=payload.kind)
                return SlackAnswer(BoltResponse(status=200, body=""), show_nothing)
            request.body, request.context[TEAM] = payload.body, payload.team.id
            response = await self._prepare_work(request, payload.team, payload.app, began)
            response = response or await self.app.async_dispatch(request)
            if response.status == 404:
                response = BoltResponse(status=200, body="")
        except Unavailable as error:
            log.warning("not stored, not acknowledged", error=str(error))
            what = parse_payload(request.body, AppIdentity(payload.team or SlackTeam(""), ""))
            if isinstance(what, ElementClick):
                show = partial(self.clicks.tell.show_result, what, PrivateSentence(NOT_STORED))
                request.context[WORK] = partial(self.payloads.show_later, show)
            response = BoltResponse(status=503, body="")
        except Exception as error:  # Slack gets a 400; a stored payload is judged all the same
            log.exception("a payload of Slack broke our code", error=type(error).__name__)
            response = BoltResponse(status=400, body="")
        return SlackAnswer(response, request.context[WORK])

    async def _prepare_work(
        self, req: AsyncBoltRequest, team: SlackTeam, app: str, began: float
    ) -> BoltResponse | None:
        """Parses a payload from our own state, makes it durable if it may decide or say something, and leaves the work
        that follows in the context. Returns a response only to refuse it.

        An event is stored unparsed where Slack must still be asked for the identity of the app. Raises `Unavailable`.
        """
        try:
            me = await self.workspaces.recall_identity(team)
            if me is not None and me.app and app not in ("", me.app):
                raise NotInstalled(team, "it was sent to another app")
        except NotInstalled:
            with suppress(Unavailable):
                await self.judge.note_foreign(team, app)
                return BoltResponse(status=401, body="")
            return BoltResponse(status=503, body="")
        judge = None
        req.context[HEARD] = what = parse_payload(req.body, me or AppIdentity(team, ""))
        match what:
            case AppOpened():
                req.context[WORK] = partial(self.payloads.show_later, partial(self.presence.handle_opened, what))
                return None
            case ElementClick() | ModalSubmission():
                click = await self.clicks.resolver.resolve_click(what)
                if not click.is_decisive:
                    req.context[WORK] = partial(self.payloads.show_later, partial(self.clicks.open_form, click))
                    return None
                if isinstance(what, ModalSubmission):
                    req.context[DONE] = done = await self.clicks.rehearse_form(click, what)
                    if not isinstance(done, AwaitJudgement):
                        return None
                judge = partial(self.clicks.judge_click, click) if me is not None else None
                lane = f"hand {what.sender.team.id}/{what.sender.user}"
            case UserMessage() | StopPressed():
                lane, thread = f"words {what.address}", await self.gateway.find_thread(CHANNEL, str(what.address))
                is_for_us = isinstance(what, StopPressed) or what.is_addressed or thread or self.payloads.has_lane(lane)
                if me is not None and not is_for_us:
                    return None
            case AppUninstalled():
                lane = f"gone {what.team}"
            case None if me is None and req.body.get("type") == "event_callback":
                lane = "unread"
            case _:
                return None
        stored = await self.payloads.keep_payload(lane, req.body, began, judge)
        if stored is None:
            raise Unavailable(TOO_SLOW)
        req.context[WORK] = partial(self.payloads.begin_judging, stored)
        return None

    async def _answer_command(self, ack: Any, context: AsyncBoltContext) -> None:
        """Acknowledges `/approvals` with the list, from our own state."""
        command = context.get(HEARD)
        if not isinstance(command, SlashCommand):
            await ack()
            return
        if command.name not in COMMANDS:
            name = escape_mrkdwn(shorten_text(make_visible(command.name), 40))
            await ack(response_type="ephemeral", text=OTHER_COMMAND.format(name))
            return
        message = await self.clicks.approvals.render_answer(command.sender, command.text)
        await ack(response_type="ephemeral", text=message.text, blocks=message.blocks)


async def _acknowledge(ack: Any, context: AsyncBoltContext) -> None:
    """Acknowledges a payload: a sent form with the result of its rehearsal, any other without a word."""
    match context.get(DONE):
        case FieldErrors(errors):
            await ack(response_action="errors", errors=errors)
        case PrivateSentence(text):
            await ack(response_action="update", view=modals.make_sentence_modal("Countersign", text))
        case AwaitJudgement():
            await ack(response_action="update", view=modals.make_waiting_modal())
        case _:
            await ack()
