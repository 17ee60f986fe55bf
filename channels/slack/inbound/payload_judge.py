"""Commits stored payloads after the acknowledgement, and shows the result to the person."""

import asyncio
from functools import partial

import structlog
from slack_sdk.errors import SlackApiError

from bot.core.errors import Unavailable
from bot.core.ports import ChannelGateway
from bot.core.values import JSON
from channels.slack import button_tokens
from channels.slack.addresses import CHANNEL, SlackTeam
from channels.slack.inbound.button_clicks import CardClicks
from channels.slack.inbound.form_submissions import SentForms
from channels.slack.inbound.interaction_results import (
    ChangeModal,
    InteractionResult,
    NothingToShow,
    OpenModal,
    PrivateSentence,
    ThreadAnnouncement,
    TurnPage,
)
from channels.slack.inbound.message_handler import PAUSED, SlackMessageHandler
from channels.slack.inbound.payload_parser import (
    AppIdentity,
    AppOpened,
    AppUninstalled,
    ElementClick,
    ModalSubmission,
    ParsedPayload,
    StopPressed,
    UserMessage,
    find_app,
    find_team,
    parse_payload,
)
from channels.slack.inbound.payload_store import ShowCallback, StoredUntilShown
from channels.slack.inbound.request_checks import find_card_address
from channels.slack.installation.doctor import SEEN
from channels.slack.installation.workspaces import DEAD, WorkspaceClients
from channels.slack.outbound.notifier import ViewContexts, name_audience
from channels.slack.outbound.presence import PresenceUpdater
from channels.slack.outbound.private_messages import EphemeralSender, read_error_code
from channels.slack.views import action_ids, modals
from channels.slack.views.blocks import make_actions, make_button, make_context, make_plain_text
from channels.slack.views.refusal_texts import describe_unavailable

log = structlog.get_logger()

SETTLE = 0.5
"""Seconds in which Slack puts the view of our acknowledgement into the dialog: an earlier view could be overwritten by
it.
"""
GIVEN_UP = "Something went wrong on my side, and I could not finish this. Look at the card before you try it again."
ABSENT = "0" * 64
"""The digest of a token that is about a thread and not about a request."""


async def show_nothing() -> None:
    """Shows nothing to anybody."""


class PayloadJudge:
    """Judges payloads that are stored or acknowledged, and may ask Slack and tools for as long as it needs."""

    def __init__(
        self,
        gateway: ChannelGateway,
        workspaces: WorkspaceClients,
        intake: SlackMessageHandler,
        clicks: CardClicks,
        forms: SentForms,
        contexts: ViewContexts,
        tell: EphemeralSender,
        presence: PresenceUpdater,
    ) -> None:
        self.gateway, self.workspaces, self.intake = gateway, workspaces, intake
        self.clicks, self.forms = clicks, forms
        self.contexts, self.tell, self.presence = contexts, tell, presence
        self._has_seen = False

    async def judge_payload(self, body: JSON, is_left: bool) -> ShowCallback:
        """Commits a stored payload. Raises `Unavailable` when Slack does not identify the app, or nothing can be
        written.
        """
        team = find_team(body)
        if team is None:
            return show_nothing
        try:
            me = await self.workspaces.find_identity(team)
        except (SlackApiError, OSError, TimeoutError) as error:
            return await self._judge_without_identity(body, team, error)
        if me is None or (me.app and find_app(body) not in ("", me.app)):
            await self.note_foreign(team, find_app(body))
            return show_nothing
        what = parse_payload(body, me)
        if what is None:
            return show_nothing
        done = await self._commit_payload(what, me, is_left)
        show = partial(self.show_result, what, NothingToShow() if is_left and isinstance(done, OpenModal) else done)
        return StoredUntilShown(show) if isinstance(what, ModalSubmission) else show

    async def show_result(self, what: ParsedPayload, done: InteractionResult) -> None:
        """Shows the result to the person."""
        if isinstance(done, ThreadAnnouncement):
            await self.tell.send_to_thread(done.address, done.text)
            done = done.reply
        match what, done:
            case AppOpened(), _:
                await self.presence.handle_opened(what)
            case ((UserMessage() | StopPressed()), PrivateSentence()):
                await self._show_pause_result(what, done)
            case ElementClick(), PrivateSentence():
                await self.tell.send_sentence(what, done.text)
            case ElementClick(), OpenModal():
                await self.tell.open_modal(what, done.view)
            case ElementClick(), ChangeModal():
                await self.tell.change_modal(what, done.view)
            case ElementClick(), TurnPage():
                await self.presence.homes.show_home(what.sender, done.page)
            case ModalSubmission(), (ChangeModal() | PrivateSentence()):
                await self._show_sent(what, done)
            case _:
                pass

    def tell_given_up(self, body: JSON) -> ShowCallback:
        """Tells the sender of a payload that could not be judged."""
        what = parse_payload(body, AppIdentity(find_team(body) or SlackTeam(""), ""))
        return partial(self.show_result, what, PrivateSentence(GIVEN_UP)) if what is not None else show_nothing

    async def open_form(self, click: ElementClick) -> None:
        """Handles a click that decides nothing, at once: its trigger is valid for three seconds."""
        try:
            await self._note_interactivity()
            done = await self.clicks.handle_click(click)
        except Unavailable as error:
            done = PrivateSentence(describe_unavailable(error))
        await self.show_result(click, done)

    async def note_foreign(self, team: SlackTeam, app: str) -> None:
        """Notes in the audit a payload that our secret signed for another app or workspace. Raises `Unavailable`."""
        await self.gateway.write_note("foreign workspace", door=CHANNEL, detail=f"{team} {app}")

    async def _judge_without_identity(self, body: JSON, team: SlackTeam, error: Exception) -> ShowCallback:
        """Handles a payload while Slack does not identify the app. A dead token often means that the app was removed."""
        if read_error_code(error) not in DEAD or not isinstance(
            parse_payload(body, AppIdentity(team, "")), AppUninstalled
        ):
            raise Unavailable(f"Slack does not say who we are in {team}: {read_error_code(error)}") from error
        await self.workspaces.forget_team(team)
        return show_nothing

    async def _commit_payload(self, what: ParsedPayload, me: AppIdentity, is_left: bool) -> InteractionResult:
        match what:
            case UserMessage():
                return await self.intake.take_message(what, me)
            case StopPressed():
                return await self.intake.stop_thread(what)
            case AppUninstalled():
                await self.workspaces.forget_team(what.team)
            case ElementClick():
                await self._note_interactivity()
                return await self.clicks.handle_click(what, is_left=is_left)
            case ModalSubmission():
                return await self.forms.judge_form(what, is_left=is_left)
            case _:
                pass
        return NothingToShow()

    async def _note_interactivity(self) -> None:
        """Notes that clicks arrive, which `countersign doctor` cannot ask Slack."""
        if not self._has_seen:
            await self.gateway.store.put(*SEEN, b"1", expires=None)
            self._has_seen = True

    async def _show_sent(self, sent: ModalSubmission, done: ChangeModal | PrivateSentence) -> None:
        """Shows the result in the open dialog. Where it was closed meanwhile, a refusal is shown beside the card."""
        view = done.view if isinstance(done, ChangeModal) else modals.make_sentence_modal("Countersign", done.text)
        await asyncio.sleep(SETTLE)
        if await self.tell.replace_modal(sent, view) or (isinstance(done, PrivateSentence) and not done.is_refusal):
            return
        token = self.forms.verify_modal_token(sent.metadata, sent.sender)
        address = find_card_address(token, sent.sender) if token else None
        why = done.text if isinstance(done, PrivateSentence) else modals.find_refusal(view)
        await self.tell.send_aside(sent.sender, address, why)

    async def _show_pause_result(self, what: UserMessage | StopPressed, done: PrivateSentence) -> None:
        """Shows the sentence; for a pause also the button that ends it."""
        at = (
            what if isinstance(what, UserMessage) else UserMessage(what.sender, what.address, what.address.ts, "", True)
        )
        thread = self.gateway.find_thread(CHANNEL, str(what.address))
        blocks: list[JSON] = []
        person = self.intake.members.find_person(what.sender)
        may_resume = not self.intake.rules.explain_no_resume(what.address.channel, person)
        if done.text == PAUSED and thread and may_resume:
            token = button_tokens.ButtonToken(request=thread, digest=ABSENT)
            value = button_tokens.sign_token(
                self.contexts.keys, token, name_audience(what.sender.team, f"home/{what.sender.user}")
            )
            blocks = [
                make_context("paused", make_plain_text(PAUSED)),
                make_actions("resume", [make_button("Resume", action_ids.RESUME, "Resume", value=value)]),
            ]
        await self.tell.send_sentence(at, done.text, blocks)
