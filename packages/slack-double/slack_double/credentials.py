"""The credentials that Slack issues and revokes: installations, tokens, codes, triggers, response URLs."""

import secrets
from dataclasses import dataclass, field
from typing import Literal

from slack_double.clock import SlackClock
from slack_double.messages import SlackMessage
from slack_double.workspace import Channel, Team, User

TOKEN_SECONDS = 12 * 3600
RESPONSE_URL_SECONDS, RESPONSE_URL_USES = 30 * 60, 5


@dataclass(eq=False)
class AppInstallation:
    """An app in a team, or in a whole organisation when `is_enterprise`."""

    app_id: str
    team: Team
    bot: User
    scopes: frozenset[str]
    is_enterprise: bool = False
    is_active: bool = True


@dataclass(eq=False)
class SlackToken:
    """`bot` tokens belong to an installation, `app` tokens (xapp) to an app. `expires`: Unix seconds, double's clock."""

    value: str
    kind: Literal["bot", "app"]
    app_id: str
    installation: AppInstallation | None = None
    scopes: frozenset[str] = frozenset()
    expires: float | None = None
    is_revoked: bool = False


@dataclass(eq=False)
class ViewTrigger:
    """A trigger_id: for one app and person, three seconds, once."""

    id: str
    app_id: str
    user: User
    made: float
    is_used: bool = False


@dataclass(eq=False)
class IssuedResponseUrl:
    """One response_url: five uses within thirty minutes. `message`: the clicked message, or None after a command."""

    secret: str
    app_id: str
    user: User
    bot: User
    channel: Channel
    message: SlackMessage | None
    made: float
    uses: int = 0
    thread_ts: str | None = None


@dataclass(eq=False)
class GrantStore:
    """All of them, by the secret they are known by."""

    clock: SlackClock
    installations: list[AppInstallation] = field(default_factory=list)
    tokens: dict[str, SlackToken] = field(default_factory=dict)
    refreshers: dict[str, AppInstallation] = field(default_factory=dict)
    codes: dict[str, AppInstallation] = field(default_factory=dict)
    triggers: dict[str, ViewTrigger] = field(default_factory=dict)
    response_urls: dict[str, IssuedResponseUrl] = field(default_factory=dict)

    def bot_token(self, installation: AppInstallation, rotating: bool = False) -> SlackToken:
        """A new xoxb token; a rotating one lives twelve hours."""
        secret = secrets.token_hex(12)
        if rotating:
            value, expires = f"xoxe.xoxb-1-{secret}", self.clock.now() + TOKEN_SECONDS
        else:
            value, expires = f"xoxb-{len(self.tokens)}-{secret}", None
        token = SlackToken(value, "bot", installation.app_id, installation, installation.scopes, expires)
        self.tokens[value] = token
        return token

    def app_token(self, app_id: str) -> SlackToken:
        """A new xapp token with connections:write."""
        value = f"xapp-1-{app_id}-{secrets.token_hex(12)}"
        self.tokens[value] = SlackToken(value, "app", app_id, scopes=frozenset({"connections:write"}))
        return self.tokens[value]

    def refresh_token(self, installation: AppInstallation) -> str:
        """A new xoxe token, good for one exchange."""
        value = f"xoxe-1-{secrets.token_hex(12)}"
        self.refreshers[value] = installation
        return value

    def code(self, installation: AppInstallation) -> str:
        """An authorisation code, good for one exchange."""
        value = secrets.token_hex(12)
        self.codes[value] = installation
        return value

    def trigger(self, app_id: str, user: User) -> ViewTrigger:
        """A new trigger_id."""
        id = f"{len(self.triggers) + 1}.{int(self.clock.now())}.{secrets.token_hex(16)}"
        self.triggers[id] = ViewTrigger(id, app_id, user, self.clock.now())
        return self.triggers[id]

    def response_url(
        self, app_id: str, user: User, bot: User, channel: Channel, message: SlackMessage | None
    ) -> IssuedResponseUrl:
        """A new response URL; the server knows it by its `secret`."""
        made = IssuedResponseUrl(secrets.token_hex(12), app_id, user, bot, channel, message, self.clock.now())
        self.response_urls[made.secret] = made
        return made

    def installation(self, app_id: str, team: Team) -> AppInstallation | None:
        """The app's live installation that covers this team."""
        for installation in self.installations:
            if installation.app_id != app_id or not installation.is_active:
                continue
            org = installation.team.enterprise_id
            if installation.team is team or (installation.is_enterprise and org == team.enterprise_id):
                return installation
        return None

    def find_in_channel(self, app_id: str, room: Channel) -> tuple[AppInstallation, Team] | None:
        """The app's installation that sees a room, and the team it sees it from; a shared room may be hosted elsewhere."""
        covering = self.installation(app_id, room.team)
        if covering is not None:
            return covering, room.team
        for installation in self.installations:
            if installation.app_id == app_id and installation.is_active and installation.bot.id in room.members:
                return installation, installation.team
        return None
