"""The workspaces that installed the app: API clients with their tokens, and the identity of the app there."""

import asyncio
from itertools import chain, repeat
from typing import Protocol

import aiohttp
import structlog
from aiohttp import ClientSession, ClientTimeout
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.core.errors import CountersignError, Unavailable
from bot.core.ports import TryLater, Undeliverable
from channels.slack.addresses import SlackTeam
from channels.slack.inbound.payload_parser import AppIdentity

log = structlog.get_logger()

TIMEOUT = 10
"""Seconds that Slack gets to answer one call."""
AGAIN = (1.0, 2.0, 5.0, 15.0, 60.0)
"""Seconds between two questions to a Slack that does not answer; the last one repeats."""
RENEW = 1800.0
"""Seconds between two checks for tokens that end soon."""
PATIENCE = 2.0
"""Seconds that it gets while an acknowledgement waits."""

DEAD = ("account_inactive", "invalid_auth", "not_authed", "token_revoked", "token_expired")
"""Slack's errors for a token that will never work again."""
UNSURE = "Slack does not say whether the app is still installed."


class NotInstalled(Undeliverable):
    """The app is not installed in the workspace {0}. Install it: {1}"""


class WorkspaceClients(Protocol):
    """The clients of the workspaces. `make_client` raises `NotInstalled`; `find_identity` is None for a foreign
    workspace.

    `find_identity` raises `OSError` or `SlackApiError` when Slack must be asked and does not answer.
    """

    @property
    def home_team(self) -> SlackTeam | None:
        """The workspace, when there is only one and it is known."""
        ...

    async def open(self) -> None: ...

    async def close(self) -> None: ...

    async def make_client(self, team: SlackTeam) -> AsyncWebClient: ...

    async def find_identity(self, team: SlackTeam) -> AppIdentity | None: ...

    async def recall_identity(self, team: SlackTeam) -> AppIdentity | None:
        """The identity of the app there without asking Slack; None when Slack must be asked.

        Raises `NotInstalled` for a workspace that is known not to be ours.
        """
        ...

    def complete_team(self, team: SlackTeam) -> SlackTeam:
        """The workspace with its organisation, as far as that is known: an address names the workspace alone."""
        ...

    async def forget_team(self, team: SlackTeam) -> None:
        """The app was removed there."""
        ...


def make_web_client(base_url: str, token: str | None = None, session: ClientSession | None = None) -> AsyncWebClient:
    """A client that repeats nothing by itself: a message may have been posted though its answer was lost.

    It shares the connections of `session`, or makes one for each call.
    """
    return AsyncWebClient(token=token, base_url=base_url, timeout=TIMEOUT, retry_handlers=[], session=session)


def make_limited_session() -> ClientSession:
    """A session in which each call ends after TIMEOUT: the SDK's own `timeout` counts only for a session that it makes."""
    return ClientSession(timeout=ClientTimeout(total=TIMEOUT))


class OneWorkspace:
    """The workspace of a bot token. Slack is asked once for the identity of the app."""

    def __init__(self, base_url: str, token: str, app: str = "") -> None:
        self.web = make_web_client(base_url, token)
        self._app = app
        self._me: AppIdentity | None = None
        self._asking = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None
        self.trouble = ""
        """Why Slack does not work until somebody changes the token; empty while Slack accepts it."""

    @property
    def home_team(self) -> SlackTeam | None:
        return self._me.team if self._me else None

    async def open(self) -> None:
        """Asks for the identity of the app at start; repeats it in the background while Slack does not answer."""
        self.web.session = make_limited_session()
        self._task = asyncio.get_running_loop().create_task(self._ask_until_known(), name="countersign-slack-who")
        await asyncio.wait([self._task], timeout=PATIENCE)

    async def close(self) -> None:
        await _cancel_task(self._task)
        if self.web.session is not None:
            await self.web.session.close()

    async def _ask_until_known(self) -> None:
        for wait in chain(AGAIN, repeat(AGAIN[-1])):
            try:
                await self.ask_home()
            except SlackApiError as error:
                code = str(error.response.get("error") if error.response else error)
                if code not in DEAD:
                    log.warning("Slack does not say who we are", error=code)
                elif not self.trouble:
                    self.trouble = (
                        f"Slack refuses SLACK_BOT_TOKEN ({code}). Copy the bot token of the installed app into it."
                    )
                    log.error(self.trouble)
                await asyncio.sleep(wait)
            except (aiohttp.ClientError, OSError, TimeoutError) as error:
                log.warning("Slack does not say who we are", error=f"{type(error).__name__}: {error}"[:300])
                await asyncio.sleep(wait)
            else:
                self.trouble = ""
                return

    async def make_client(self, team: SlackTeam) -> AsyncWebClient:
        me = self._me
        if me is not None and me.team.id != team.id:
            raise NotInstalled(team, "this token is of another workspace")
        return self.web

    async def find_identity(self, team: SlackTeam) -> AppIdentity | None:
        me = await self.ask_home()
        return _place_identity(me, team) if _is_same(me.team, team) else None

    async def recall_identity(self, team: SlackTeam) -> AppIdentity | None:
        if self._me is None:
            return None
        if not _is_same(self._me.team, team):
            raise NotInstalled(team, "this token is of another workspace")
        return _place_identity(self._me, team)

    def complete_team(self, team: SlackTeam) -> SlackTeam:
        return self._me.team if self._me and self._me.team.id == team.id else team

    async def forget_team(self, team: SlackTeam) -> None:
        """Asks again until Slack accepts the token: `trouble` says so meanwhile."""
        self._me = None
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._ask_until_known(), name="countersign-slack-who")

    async def ask_home(self) -> AppIdentity:
        """The identity of the app in its workspace. Raises `SlackApiError`, `OSError`."""
        async with self._asking:
            if self._me is None:
                self._me = await _ask_identity(self.web, self._app)
            return self._me


class InstalledWorkspaces:
    """The workspaces that installed the app by OAuth, with their stored `tokens`."""

    def __init__(self, base_url: str, tokens: "WorkspaceTokens", install_url: str, app: str = "") -> None:
        self.base_url, self.tokens, self.install_url, self._app = base_url, tokens, install_url, app
        self._known: dict[str, tuple[str, AsyncWebClient, AppIdentity | None]] = {}
        self._session: ClientSession | None = None
        self._task: asyncio.Task[None] | None = None

    @property
    def home_team(self) -> SlackTeam | None:
        return None

    async def open(self) -> None:
        self._session = make_limited_session()
        await self.tokens.load_enterprises()
        self._task = asyncio.get_running_loop().create_task(self._renew_tokens(), name="countersign-slack-tokens")

    async def close(self) -> None:
        await _cancel_task(self._task)
        if self._session is not None:
            await self._session.close()

    async def _renew_tokens(self) -> None:
        """Renews tokens also where nothing comes in, so that deliveries to those workspaces work."""
        while True:
            try:
                await self.tokens.renew_tokens()
            except CountersignError as error:
                log.error("tokens not renewed", error=str(error))
            await asyncio.sleep(RENEW)

    async def make_client(self, team: SlackTeam) -> AsyncWebClient:
        token = await self.tokens.find_fresh_token(team)
        if token is None:
            raise NotInstalled(team, self.install_url)
        known = self._known.get(team.id)
        if known is not None and known[0] == token:
            return known[1]
        web = make_web_client(self.base_url, token, self._session)
        self._known[team.id] = (token, web, known[2] if known else None)
        return web

    async def find_identity(self, team: SlackTeam) -> AppIdentity | None:
        await self.tokens.learn_enterprise(team)
        try:
            web = await self.make_client(team)
        except NotInstalled:
            return None
        token, _, me = self._known[team.id]
        if me is None:
            me = await _ask_identity(web, self._app)
            self._known[team.id] = (token, web, me)
        return _place_identity(me, team)

    async def recall_identity(self, team: SlackTeam) -> AppIdentity | None:
        if not await self.tokens.has_token(team):
            raise NotInstalled(team, self.install_url)
        known = self._known.get(team.id)
        return _place_identity(known[2], team) if known and known[2] else None

    def complete_team(self, team: SlackTeam) -> SlackTeam:
        return SlackTeam(team.id, team.enterprise or self.tokens.recall_enterprise(team))

    async def forget_team(self, team: SlackTeam) -> None:
        """Drops the tokens, unless the token works: then the event is older than the installation, or a replay."""
        try:
            web = await self.make_client(team)
            async with asyncio.timeout(PATIENCE):
                await web.auth_test()
        except Undeliverable:
            pass  # no token is left
        except SlackApiError as error:
            if error.response.get("error") not in DEAD:
                raise Unavailable(UNSURE) from error
        except (TryLater, OSError, TimeoutError) as error:
            raise Unavailable(UNSURE) from error
        else:
            return
        self._known.pop(team.id, None)
        await self.tokens.drop_tokens(team)


class WorkspaceTokens(Protocol):
    """The tokens of the workspaces that installed the app. `find_fresh_token` is None for any other workspace."""

    async def find_fresh_token(self, team: SlackTeam) -> str | None: ...

    async def has_token(self, team: SlackTeam) -> bool:
        """Whether a token is stored for the workspace. Asks no remote system."""
        ...

    async def drop_tokens(self, team: SlackTeam) -> None: ...

    async def renew_tokens(self) -> None: ...

    async def learn_enterprise(self, team: SlackTeam) -> None: ...

    async def load_enterprises(self) -> None: ...

    def recall_enterprise(self, team: SlackTeam) -> str: ...


async def _cancel_task(task: "asyncio.Task[None] | None") -> None:
    if task is not None:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def _is_same(ours: SlackTeam, theirs: SlackTeam) -> bool:
    return ours.id == theirs.id or bool(ours.enterprise and ours.enterprise == theirs.enterprise and not ours.id)


def _place_identity(me: AppIdentity, team: SlackTeam) -> AppIdentity:
    """The identity in `team`. The organisation of a workspace is the one that Slack tells for our token: the one in a
    payload may be the sender's.
    """
    enterprise = me.team.enterprise if me.team.id == team.id else team.enterprise or me.team.enterprise
    return me._replace(team=SlackTeam(team.id, enterprise))


async def _ask_identity(web: AsyncWebClient, app: str) -> AppIdentity:
    """The app's identity. Where `app` is unknown Slack is asked for it, to refuse payloads for other apps.

    Its `app` is empty when Slack does not say. Raises `SlackApiError`, `OSError`.
    """
    async with asyncio.timeout(PATIENCE):
        found = await web.auth_test()
    bot = str(found.get("bot_id") or "")
    team = SlackTeam(str(found.get("team_id") or ""), str(found.get("enterprise_id") or ""))
    if bot and not app:
        try:
            async with asyncio.timeout(PATIENCE):
                app = str(((await web.bots_info(bot=bot)).get("bot") or {}).get("app_id") or "")
        except (SlackApiError, OSError, TimeoutError) as error:
            log.info("app id unknown", error=f"{type(error).__name__}: {error}")
    return AppIdentity(team, str(found.get("user_id") or ""), bot, app)
