"""An app as Slack knows it: its secrets, scopes and subscriptions, and the installing of it; it sends nothing."""

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from slack_double.credentials import AppInstallation, SlackToken
from slack_double.workspace import Channel, Team, User

if TYPE_CHECKING:
    from slack_double.double import SlackDouble

BOT_SCOPES = frozenset(
    {"app_mentions:read", "assistant:write", "chat:write", "commands", "files:write", "team:read"}
    | {"channels:history", "channels:read", "groups:history", "groups:read", "im:history", "im:read", "im:write"}
    | {"mpim:history", "mpim:read", "reactions:read", "reactions:write", "users:read", "users:read.email"}
)


@dataclass(eq=False)
class AppRegistration:
    """The registration of an app. `events`: its subscriptions (None: everything its scopes allow).

    `rotates`: its bot tokens expire. `echoes`: it is sent its own posts. `messages_tab`: people can write to it directly.
    """

    slack: "SlackDouble"
    id: str
    name: str = "Deploybot"
    signing_secret: str = "8f742231b10e8888abcd99yyyzzz85a5"
    scopes: frozenset[str] = BOT_SCOPES
    request_url: str = ""
    socket_mode: bool = False
    events: frozenset[str] | None = None
    rotates: bool = False
    client_id: str = ""
    client_secret: str = field(default_factory=lambda: secrets.token_hex(12))
    verification_token: str = field(default_factory=lambda: secrets.token_hex(12))
    messages_tab: bool = True
    echoes: bool = True

    def __post_init__(self) -> None:
        self.client_id = self.client_id or f"{len(self.slack.apps) + 1}.{self.id.removeprefix('A')}"
        self.app_token = self.slack.grants.app_token(self.id).value

    def install(self, team: Team, *, organisation: bool = False, scopes: frozenset[str] | None = None) -> str:
        """Install it in a team, or its whole organisation; returns the bot token."""
        return self.grant_token(self.ensure_installation(team, organisation, scopes)).value

    def ensure_installation(
        self, team: Team, organisation: bool = False, scopes: frozenset[str] | None = None
    ) -> AppInstallation:
        """The app's installation in that team, made when there is none."""
        found = self.slack.grants.installation(self.id, team)
        if found is not None:
            return found
        known = next((u for u in team.users.values() if u.app_id == self.id), None)
        bot = known or team.user(self.slack.world.new_id("U"), self.name, is_bot=True, app_id=self.id)
        bot.bot_id = bot.bot_id or self.slack.world.new_id("B")
        made = AppInstallation(self.id, team, bot, scopes or self.scopes, organisation)
        self.slack.grants.installations.append(made)
        return made

    def grant_token(self, installation: AppInstallation) -> SlackToken:
        """A new bot token for an installation."""
        return self.slack.grants.bot_token(installation, self.rotates)

    def bot(self, team: Team | None = None) -> User:
        """Its bot user in a team; without one, in the only team it is installed in."""
        return self.installation(team).bot

    def installation(self, team: Team | None = None) -> AppInstallation:
        """Its live installation that covers a team."""
        if team is not None:
            found = self.slack.grants.installation(self.id, team)
        else:
            mine = [i for i in self.slack.grants.installations if i.app_id == self.id and i.is_active]
            found = mine[0] if mine else None
        if found is None:
            raise LookupError(
                f"{self.id} is not installed in {team.id if team else 'any team'}: call install(team) first"
            )
        return found

    def join(self, *channels: Channel) -> Self:
        """Put its bot into channels without an event; into one of another organisation, as Slack Connect does."""
        for channel in channels:
            covering = self.slack.grants.installation(self.id, channel.team)
            channel.add(covering.bot if covering else self.bot())
        return self

    def find_in_channel(self, channel: Channel) -> tuple[AppInstallation, Team]:
        """The installation that sees a channel, and the team it sees it from."""
        found = self.slack.grants.find_in_channel(self.id, channel)
        if found is None:
            raise LookupError(f"{self.id} is not in {channel.id} and not installed in {channel.team.id}")
        return found

    def direct(self, user: User) -> Channel:
        """The direct conversation of a person with its bot: in the person's team when it is installed there."""
        grant = self.slack.grants.installation(self.id, user.team)
        if grant is not None:
            return self.slack.world.direct(user.team, [user, grant.bot])
        return self.slack.world.direct(self.bot().team, [user, self.bot()])
