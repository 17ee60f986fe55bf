"""Commits stored payloads other than the clicks that this process resolved, and shows the result to the person."""

from functools import partial

from slack_sdk.errors import SlackApiError

from bot.core.base_types import JSON
from bot.core.errors import Unavailable
from bot.core.gateway_ports import AuditWriter
from channels.slack.addresses import CHANNEL, SlackTeam
from channels.slack.inbound.click_handler import ClickHandler
from channels.slack.inbound.message_handler import SlackMessageHandler
from channels.slack.inbound.payload_parser import (
    AppIdentity,
    AppUninstalled,
    ElementClick,
    ModalSubmission,
    StopPressed,
    UserMessage,
    find_app,
    find_team,
    parse_payload,
)
from channels.slack.inbound.payload_store import ShowCallback, show_nothing
from channels.slack.installation.workspaces import DEAD, WorkspaceClients
from channels.slack.outbound.interaction_replies import (
    EphemeralSender,
    HumanAct,
    PrivateSentence,
    read_error_code,
)

GIVEN_UP = "Something went wrong on my side, and I could not finish this. Look at the card before you try it again."


class PayloadJudge:
    """Judges stored payloads, and may ask Slack and tools for as long as it needs."""

    def __init__(
        self,
        gateway: AuditWriter,
        workspaces: WorkspaceClients,
        intake: SlackMessageHandler,
        clicks: ClickHandler,
        tell: EphemeralSender,
    ) -> None:
        self.gateway, self.workspaces = gateway, workspaces
        self.intake, self.clicks, self.tell = intake, clicks, tell

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
            code, what = read_error_code(error), parse_payload(body, AppIdentity(team, ""))
            if code in DEAD and isinstance(what, AppUninstalled):  # its token is dead because the app was removed
                await self.workspaces.forget_team(team)
                return show_nothing
            raise Unavailable(f"Slack does not say who we are in {team}: {code}") from error
        if me is None or (me.app and find_app(body) not in ("", me.app)):
            await self.note_foreign(team, find_app(body))
            return show_nothing
        what = parse_payload(body, me)
        match what:
            case UserMessage():
                return partial(self.tell.show_result, what, await self.intake.take_message(what, me))
            case StopPressed():
                return partial(self.tell.show_result, what, await self.intake.stop_thread(what))
            case AppUninstalled():
                await self.workspaces.forget_team(what.team)
            case ElementClick() | ModalSubmission():
                return await self.clicks.judge_click(await self.clicks.resolver.resolve_click(what, is_left=is_left))
            case _:
                pass
        return show_nothing

    def tell_given_up(self, body: JSON) -> ShowCallback:
        """Tells the sender of a payload that could not be judged."""
        what = parse_payload(body, AppIdentity(find_team(body) or SlackTeam(""), ""))
        if not isinstance(what, HumanAct):
            return show_nothing
        return partial(self.tell.show_result, what, PrivateSentence(GIVEN_UP))

    async def note_foreign(self, team: SlackTeam, app: str) -> None:
        """Notes in the audit a payload that our secret signed for another app or workspace. Raises `Unavailable`."""
        await self.gateway.write_note("foreign workspace", door=CHANNEL, detail=f"{team} {app}")
