"""Builds the Slack channel: reads its table in countersign.toml and wires its parts together."""

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Annotated, Literal

import structlog
from pydantic import Field, StringConstraints
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow

from bot.core.agent import SuggestedPrompt
from bot.core.base_types import FrozenModel, TableName
from bot.core.channel_messages import ChannelAddress
from bot.core.doctor_findings import CheckFinding
from bot.core.errors import BadSetting, NotFound
from bot.core.ports import ASGI, ChannelGateway, PushChannel, WebhookReceiver
from channels.slack.addresses import CHANNEL, MessageAddress, SlackTeam
from channels.slack.channel_agents_and_speakers import AllowedClause, AllowedPeople, ChannelRule, ChannelRules
from channels.slack.inbound.bolt_listeners import SlackListeners
from channels.slack.inbound.click_handler import ClickHandler
from channels.slack.inbound.http import HttpEntry
from channels.slack.inbound.identity import MemberIdentity, find_shared_account
from channels.slack.inbound.message_handler import SlackMessageHandler
from channels.slack.inbound.payload_processor import PayloadJudge
from channels.slack.inbound.payload_store import PayloadStore
from channels.slack.inbound.socket_mode import SocketConnections
from channels.slack.installation import doctor, oauth
from channels.slack.installation.doctor import UNLINKED, is_loopback
from channels.slack.installation.workspaces import InstalledWorkspaces, OneWorkspace, WorkspaceClients
from channels.slack.outbound.home_publisher import HOMES, UNOPENED, HomePublisher
from channels.slack.outbound.interaction_replies import EphemeralSender
from channels.slack.outbound.notifier import SlackNotifier, ViewContexts
from channels.slack.outbound.presence import PresenceUpdater

log = structlog.get_logger()

API = "https://slack.com/api/"
MAX_PROMPTS = 4
"""Suggestions that Slack shows (assistant.threads.setSuggestedPrompts)."""
ChannelId = Annotated[str, StringConstraints(pattern=r"^(?:T[A-Z0-9]+/)?[CGD][A-Z0-9]{1,}$")]


class SlackOptions(FrozenModel):
    """The table [channels.slack]. Tokens and secrets come from the environment: SLACK_BOT_TOKEN and others.

    `agent` answers where `channels` (channel id -> agent, or a table with `agent`, `talk` and `stop`) names no other.
    `talk` and `stop` are the people with the right to talk to an agent and to stop it. `direct` says when approvers get a
    direct message: when they would not see the card in its channel (auto), always, or never. `fallback` is the channel for
    deliveries that reach no recipient. `guests` are people with the right to decide although Slack calls
    them guests. `prompts` replace the suggestions of the agents. `sockets` is the number of Socket Mode connections.
    """

    agent: TableName | None = None
    channels: Mapping[str, TableName | ChannelRule] = {}
    talk: AllowedClause = "anyone"
    stop: AllowedClause = "anyone"
    direct: Literal["auto", "always", "never"] = "auto"
    fallback: ChannelId | None = None
    guests: tuple[TableName, ...] = ()
    prompts: tuple[SuggestedPrompt, ...] = Field(default=(), max_length=MAX_PROMPTS)
    sockets: int = Field(default=2, ge=1, le=10)

    def find_agents(self, configured: Sequence[str]) -> Sequence[str]:
        usual = self.agent or (configured[0] if len(configured) == 1 else None)
        rules = (rule.agent if isinstance(rule, ChannelRule) else rule for rule in self.channels.values())
        return tuple(dict.fromkeys(name for name in (usual, *rules) if name))


class SlackSurface:
    """The surface: `SlackNotifier` delivers, `HttpEntry` receives over HTTP, `SocketConnections` over Socket Mode."""

    name = CHANNEL
    receiver: WebhookReceiver | None = None
    vault_kinds: Mapping[str, timedelta | None] = {HOMES: UNOPENED, doctor.SEEN[0]: None, oauth.GRID: None}

    def __init__(
        self,
        workspaces: WorkspaceClients,
        post: SlackNotifier,
        presence: PresenceUpdater,
        payloads: PayloadStore,
        reception: HttpEntry,
        sockets: SocketConnections | None,
        examined: Callable[[], "doctor.SetupToExamine"],
    ) -> None:
        self.workspaces, self.post, self.presence, self.payloads = workspaces, post, presence, payloads
        self.push: PushChannel | None = post
        self.pages: ASGI | None = reception.build_pages()
        self.sockets, self._examined = sockets, examined

    async def open(self) -> None:
        await self.workspaces.open()
        await self.presence.open()

    async def lead(self, *, is_alone: bool) -> None:
        await self.presence.follow_changes()
        await self.payloads.judge_left(is_alone=is_alone)
        if self.sockets is not None:
            if not self.post.contexts.is_linked:
                log.warning("cards in Slack link to no inbox", why=UNLINKED)
            await self.sockets.open()

    async def step_down(self) -> None:
        if self.sockets is not None:
            await self.sockets.shut()
        await self.payloads.leave_others()
        await self.presence.stop_following()

    async def shut(self) -> None:
        await self.payloads.shut()

    async def close(self) -> None:
        await self.workspaces.close()

    @property
    def trouble(self) -> str:
        """Why Slack does not work until somebody changes a token; empty while it works."""
        sockets = self.sockets.trouble if self.sockets else ""
        workspace = self.workspaces.trouble if isinstance(self.workspaces, OneWorkspace) else ""
        return " ".join(filter(None, (sockets, workspace)))

    async def examine(self) -> Sequence[CheckFinding]:
        return await doctor.examine_setup(self._examined())


OPTIONS = SlackOptions
"""The model that the table `[channels.slack]` is read as."""


def build(options: SlackOptions, gateway: ChannelGateway) -> SlackSurface:
    """Slack with these options and this environment. Raises `BadSetting`."""
    environ = gateway.environ
    base_url = environ.get("SLACK_API_URL", "") or API
    if not base_url.startswith(("http://", "https://")):
        raise BadSetting("SLACK_API_URL", base_url, "write it as https://host/api/")
    base_url = base_url if base_url.endswith("/") else f"{base_url}/"
    secrets = tuple(environ.get("SLACK_SIGNING_SECRET", "").split())
    app_token = environ.get("SLACK_APP_TOKEN", "")
    if not secrets and not app_token:
        raise BadSetting("SLACK_SIGNING_SECRET", "", "set it (HTTP), or SLACK_APP_TOKEN (Socket Mode), or both")
    if shared := find_shared_account(gateway.directory):
        raise BadSetting("people, accounts.slack", "", shared)
    workspaces, flow = _build_workspaces(gateway, base_url)
    members = MemberIdentity(
        gateway,
        workspaces,
        is_only_team=isinstance(workspaces, OneWorkspace),
        guests=options.guests,
        time=time.monotonic,
    )
    is_linked = not (app_token and is_loopback(gateway.origin))
    contexts = ViewContexts(gateway, members, is_linked=is_linked)

    def find_fallback() -> ChannelAddress | None:
        """The address of the fallback channel, once its workspace is known."""
        team, _, channel = (options.fallback or "").rpartition("/")
        where = SlackTeam(team) if team else workspaces.home_team
        return MessageAddress(where, channel).route if channel and where else None

    post = SlackNotifier(workspaces, members, contexts, direct=options.direct, last=find_fallback)
    tell = EphemeralSender(workspaces, base_url)
    homes = HomePublisher(gateway, workspaces, members, contexts)
    rules = _build_channel_rules(options, gateway)

    def list_prompts(channel: str) -> Sequence[SuggestedPrompt]:
        """The suggestions of the table, or else of the agent that answers in this channel."""
        return (options.prompts or tuple(gateway.list_suggestions(rules.find_agent(channel))))[:MAX_PROMPTS]

    presence = PresenceUpdater(gateway, workspaces, homes, list_prompts)
    intake = SlackMessageHandler(gateway, members, contexts, rules)
    clicks = ClickHandler(gateway, members, contexts, intake, homes, tell)
    judge = PayloadJudge(gateway, workspaces, intake, clicks, tell)
    payloads = PayloadStore(gateway, judge.judge_payload, judge.tell_given_up)
    listeners = SlackListeners(gateway, workspaces, payloads, judge, presence)
    sockets = SocketConnections(listeners, base_url, app_token, options.sockets) if app_token else None
    examining = doctor.SetupToExamine(gateway, base_url, workspaces, bool(secrets), app_token, options.fallback)
    return SlackSurface(
        workspaces, post, presence, payloads, HttpEntry(listeners, gateway, secrets, flow), sockets, lambda: examining
    )


def _build_workspaces(gateway: ChannelGateway, base_url: str) -> tuple[WorkspaceClients, AsyncOAuthFlow | None]:
    """The workspace of a bot token, or the workspaces that install the app."""
    environ = gateway.environ
    id, secret = environ.get("SLACK_CLIENT_ID", ""), environ.get("SLACK_CLIENT_SECRET", "")
    app = environ.get("SLACK_APP_ID", "")
    if id or secret:
        if not (id and secret):
            raise BadSetting("SLACK_CLIENT_SECRET" if id else "SLACK_CLIENT_ID", "", "an installation needs both")
        installing = oauth.AppInstaller(gateway, base_url, id, secret)
        url = f"{gateway.origin}/slack/install"
        return InstalledWorkspaces(base_url, installing, url, app), installing.build_flow()
    token = environ.get("SLACK_BOT_TOKEN", "")
    if not token:
        raise BadSetting("SLACK_BOT_TOKEN", "", "set it to the bot token (xoxb-…) of your app")
    return OneWorkspace(base_url, token, app), None


def _build_channel_rules(options: SlackOptions, gateway: ChannelGateway) -> ChannelRules:
    """The agents and permissions of the channels. Raises `BadSetting` for an agent or a person that does not exist."""
    given = {
        where: rule if isinstance(rule, ChannelRule) else ChannelRule(agent=rule)
        for where, rule in options.channels.items()
    }
    for where, name in {"agent": options.agent, **{where: rule.agent for where, rule in given.items()}}.items():
        if name is not None:
            try:
                gateway.find_payload_reader(name)
            except NotFound as error:
                raise BadSetting(f"[channels.slack] {where}", name, "there is no such agent") from error
    for allowed in (options.talk, options.stop, *(each for rule in given.values() for each in (rule.talk, rule.stop))):
        unknown = (
            [id for id in allowed.people if id not in gateway.directory.people]
            if isinstance(allowed, AllowedPeople)
            else []
        )
        if unknown:
            raise BadSetting("[channels.slack] talk, stop", unknown[0], "there is no such person in countersign.toml")
    usual = options.agent or (gateway.agents[0] if len(gateway.agents) == 1 else None)
    if usual is None:
        raise BadSetting(
            "[channels.slack] agent", "", f"say which agent answers: {', '.join(gateway.agents) or 'none'}"
        )
    by_channel = {where.rpartition("/")[2]: rule for where, rule in given.items()}
    return ChannelRules(usual, options.talk, options.stop, by_channel, lambda: gateway.directory)
