"""Installs the app in workspaces: OAuth with one-time states; tokens are sealed in the vault and renewed in time."""

from urllib.parse import urlsplit

import structlog
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator

from bot.core.ports import ChannelGateway
from channels.slack.addresses import SlackTeam
from channels.slack.installation.scopes import SCOPES
from channels.slack.installation.token_store import (
    VaultInstallationStore,
    VaultStateStore,
    find_fresh_bot_token,
    rotate_due_tokens,
)
from channels.slack.installation.workspaces import make_web_client

log = structlog.get_logger()

GRID = "slack grid"
"""The store's kind for the organisation of a workspace."""
AUTHORIZE = "https://slack.com/oauth/v2/authorize"


class AppInstaller:
    """The installations of one app, and the pages that make them."""

    def __init__(self, gateway: ChannelGateway, base_url: str, client_id: str, client_secret: str) -> None:
        self.gateway, self.base_url = gateway, base_url
        self.client_id, self.client_secret = client_id, client_secret
        self.installations = VaultInstallationStore(gateway.vault)
        self._enterprises: dict[str, str] = {}
        self.rotator = AsyncTokenRotator(
            client_id=client_id, client_secret=client_secret, client=make_web_client(base_url)
        )

    def build_flow(self) -> AsyncOAuthFlow:
        """GET /slack/install and /slack/oauth_redirect."""
        parts = urlsplit(self.base_url)
        is_slacks_own = parts.hostname in ("slack.com", "www.slack.com")
        settings = AsyncOAuthSettings(
            client_id=self.client_id,
            client_secret=self.client_secret,
            scopes=sorted(SCOPES),
            redirect_uri=f"{self.gateway.origin}/slack/oauth_redirect",
            install_path="/slack/install",
            redirect_uri_path="/slack/oauth_redirect",
            authorization_url=AUTHORIZE if is_slacks_own else f"{parts.scheme}://{parts.netloc}/oauth/v2/authorize",
            installation_store=self.installations,
            state_store=VaultStateStore(self.gateway.vault),
        )
        return AsyncOAuthFlow(client=make_web_client(self.base_url), settings=settings)

    async def find_fresh_token(self, team: SlackTeam) -> str | None:
        """The workspace's bot token, renewed when it soon expires; None when the app is not installed there.

        An organisation that installed the app as a whole has one token for all of its workspaces.
        """
        now, enterprise = self.gateway.clock(), team.enterprise or await self._find_enterprise(team) or None
        found = await find_fresh_bot_token(self.installations, self.rotator, enterprise, team.id, now)
        if found is None and enterprise is not None:
            found = await find_fresh_bot_token(self.installations, self.rotator, enterprise, None, now)
        return found

    async def has_token(self, team: SlackTeam) -> bool:
        """Whether a token is kept for the workspace or its organisation. Asks no remote system."""
        enterprise = team.enterprise or await self._find_enterprise(team) or None
        own = await self.installations.async_find_bot(enterprise_id=enterprise, team_id=team.id)
        if own is None and enterprise is not None:
            own = await self.installations.async_find_bot(enterprise_id=enterprise, team_id=None)
        return own is not None

    async def learn_enterprise(self, team: SlackTeam) -> None:
        """Stores the organisation of a workspace: an address names the workspace alone."""
        if team.enterprise and await self._find_enterprise(team) != team.enterprise:
            self._enterprises[team.id] = team.enterprise
            await self.gateway.store.put(GRID, team.id, team.enterprise.encode(), expires=None)

    async def load_enterprises(self) -> None:
        """Reads the known organisations, for `recall_enterprise`."""
        for team in await self.gateway.store.list_keys(GRID):
            await self._find_enterprise(SlackTeam(team))

    def recall_enterprise(self, team: SlackTeam) -> str:
        """The organisation of a workspace, as far as this process knows it."""
        return self._enterprises.get(team.id, "")

    async def _find_enterprise(self, team: SlackTeam) -> str:
        if team.id not in self._enterprises:
            self._enterprises[team.id] = (await self.gateway.store.get(GRID, team.id) or b"").decode()
        return self._enterprises[team.id]

    async def renew_tokens(self) -> None:
        """Renews the tokens that end soon."""
        for at in await rotate_due_tokens(self.installations, self.rotator, self.gateway.clock()):
            log.error("a workspace's token can no longer be renewed: install the app there again", workspace=str(at))

    async def drop_tokens(self, team: SlackTeam) -> None:
        """Deletes the tokens of a workspace that removed the app, and its organisation's, where it used that one."""
        enterprise = team.enterprise or await self._find_enterprise(team) or None
        own = await self.installations.async_find_bot(enterprise_id=enterprise, team_id=team.id)
        if own is not None or enterprise is not None:
            whose = team.id if own is not None else None
            await self.installations.async_delete_all(enterprise_id=enterprise, team_id=whose)
