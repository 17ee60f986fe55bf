"""Installations and OAuth states of the Slack app, in the vault, with the interface of slack_sdk. No history, no plain token.

A workspace has one row for its bot token, however many people installed the app there: rotating or revoking the token
counts for all of them. Kinds and keys in the vault:

    slack bot            [enterprise, team]         the bot's token, the latest
    slack installation   [enterprise, team, user]   fields of this user's installation: the user, and a user token
    slack installer      [enterprise, team]         the user of the latest installation
    slack state          end.hash                   an OAuth flow that was begun

An organisation that installed the app as a whole has no team.
"""

import asyncio
import hashlib
import json
import secrets
import time
from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from logging import Logger, getLogger
from typing import Any, NamedTuple, Self

import aiohttp
import structlog
from slack_sdk.errors import SlackClientError, SlackTokenRotationError
from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator

from bot.core.ports import SecretVault, TryLater, Undeliverable, UtcClock

log = structlog.get_logger()

BOT, INSTALLATION, INSTALLER, STATE = "slack bot", "slack installation", "slack installer", "slack state"

BOT_FIELDS = ("bot_token", "bot_id", "bot_user_id", "bot_scopes", "bot_refresh_token", "bot_token_expires_at")
USER_FIELDS = ("user_token", "user_scopes", "user_refresh_token", "user_token_expires_at")
SAME = 0.001
"""Seconds that two `installed_at` of one installation may differ: slack_sdk copies it by way of a datetime."""

STATE_LIVES = timedelta(minutes=10)
STATE_LETTERS = 100
"""More than a state of ours has. Longer ones are not even hashed."""

DUE = timedelta(minutes=120)
"""How long before its end a token is renewed: as Bolt does. Tokens live 12 hours (docs.slack.dev, token rotation)."""
REST = timedelta(minutes=1)
"""The pause after a failed renewal while the token still works."""
ALWAYS = 60 * 24 * 366 * 100
"""Minutes before its end in which slack_sdk renews a token, by its own clock: the check here uses ours."""

PERMANENT = frozenset({"invalid_refresh_token", "invalid_grant", "token_expired", "token_revoked", "account_inactive"})
"""Slack's errors after which no later try can work: somebody must install the app again."""


class InstallTarget(NamedTuple):
    """The workspace or organisation of an installation. `team` is None for an organisation that installed the app as a
    whole.
    """

    enterprise: str | None
    team: str | None

    @classmethod
    def from_ids(
        cls, enterprise_id: str | None, team_id: str | None, is_enterprise_install: bool | None = False
    ) -> Self:
        return cls(enterprise_id or None, None if is_enterprise_install else team_id or None)

    @property
    def key(self) -> str:
        return json.dumps(self)

    def make_user_key(self, user: str | None) -> str:
        return json.dumps([*self, user])


@dataclass
class _TokenRenewal:
    """The running renewal of a workspace's token, and the moment before which none is tried again."""

    running: "asyncio.Task[str | None] | None" = None
    rests_until: datetime | None = None

    def is_quiet(self, now: datetime) -> bool:
        """Whether a token that still works is to be used as it is."""
        return self.running is not None or (self.rests_until is not None and now < self.rests_until)

    def finish(self, task: "asyncio.Task[str | None]") -> None:
        self.running = None
        if not task.cancelled():
            task.exception()  # marks the exception as retrieved: the waiting tasks have it too


class VaultInstallationStore(AsyncInstallationStore):
    """slack_sdk's store over the vault. Raises the errors of the vault: `LostKey`, `BrokenSeal`, `Unavailable`."""

    def __init__(self, vault: SecretVault) -> None:
        self._vault = vault
        self._changing = asyncio.Lock()
        self.renewals: defaultdict[InstallTarget, _TokenRenewal] = defaultdict(_TokenRenewal)

    @property
    def logger(self) -> Logger:
        return getLogger(__name__)

    async def async_save(self, installation: Installation) -> None:
        """Keeps it in place of this user's earlier installation."""
        at = InstallTarget.from_ids(
            installation.enterprise_id, installation.team_id, installation.is_enterprise_install
        )
        async with self._changing:
            if installation.bot_token is not None:
                await self._save_bot(at, installation.to_bot())
            key = at.make_user_key(installation.user_id)
            given = {name: value for name, value in vars(installation).items() if name not in BOT_FIELDS}
            await self._write(INSTALLATION, key, _choose_newer(given, await self._read(INSTALLATION, key)))
            latest = await self._read(INSTALLER, at.key)
            if latest is None or latest["installed_at"] <= installation.installed_at + SAME:
                await self._write(INSTALLER, at.key, _clean_installer(given))

    async def async_save_bot(self, bot: Bot) -> None:
        async with self._changing:
            await self._save_bot(InstallTarget.from_ids(bot.enterprise_id, bot.team_id, bot.is_enterprise_install), bot)

    async def renew(self, bot: Bot) -> bool:
        """Keeps a renewed token, unless the app was removed from the workspace in between; returns whether it was kept."""
        at = InstallTarget.from_ids(bot.enterprise_id, bot.team_id, bot.is_enterprise_install)
        async with self._changing:
            if await self.find_bot(at) is None:
                return False
            await self._save_bot(at, bot)
            return True

    async def async_find_bot(
        self, *, enterprise_id: str | None, team_id: str | None, is_enterprise_install: bool | None = False
    ) -> Bot | None:
        return await self.find_bot(InstallTarget.from_ids(enterprise_id, team_id, is_enterprise_install))

    async def find_bot(self, at: InstallTarget) -> Bot | None:
        found = await self._read(BOT, at.key)
        return None if found is None else Bot(**found)

    async def async_find_installation(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None = None,
        is_enterprise_install: bool | None = False,
    ) -> Installation | None:
        """This user's installation, or the latest of the workspace, with the workspace's bot token."""
        at = InstallTarget.from_ids(enterprise_id, team_id, is_enterprise_install)
        if user_id is None:
            latest = await self._read(INSTALLER, at.key)
            if latest is None:
                return None
            user_id = latest["user_id"]
        found = await self._read(INSTALLATION, at.make_user_key(user_id))
        if found is None:
            return None
        bot = await self._read(BOT, at.key) or {}
        return Installation(**found, **{name: bot[name] for name in BOT_FIELDS if name in bot})

    async def async_delete_bot(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        async with self._changing:
            await self._vault.delete(BOT, InstallTarget.from_ids(enterprise_id, team_id).key)

    async def async_delete_installation(
        self, *, enterprise_id: str | None, team_id: str | None, user_id: str | None = None
    ) -> None:
        """Deletes this user's installation; without a user, all of the workspace."""
        at = InstallTarget.from_ids(enterprise_id, team_id)
        async with self._changing:
            for key in await self._list_keys(at):
                if user_id is None or key == at.make_user_key(user_id):
                    await self._vault.delete(INSTALLATION, key)
            left = [found for key in await self._list_keys(at) if (found := await self._read(INSTALLATION, key))]
            if left:
                latest = max(left, key=lambda each: float(each["installed_at"]))
                await self._write(INSTALLER, at.key, _clean_installer(latest))
            else:
                await self._vault.delete(INSTALLER, at.key)

    async def list_workspaces(self) -> list[InstallTarget]:
        """The targets that have a bot token."""
        return [InstallTarget(*json.loads(key)) for key in await self._vault.list_keys(BOT)]

    async def _save_bot(self, at: InstallTarget, bot: Bot) -> None:
        """Keeps a bot token, unless it ends before the stored one: it was read before a rotation, and must not come
        back.
        """
        kept = await self._read(BOT, at.key)
        if kept is None or not _has_earlier_end(bot.bot_token_expires_at, kept["bot_token_expires_at"]):
            await self._write(BOT, at.key, vars(bot))

    async def _list_keys(self, at: InstallTarget) -> list[str]:
        return [key for key in await self._vault.list_keys(INSTALLATION) if tuple(json.loads(key)[:2]) == at]

    async def _read(self, kind: str, key: str) -> dict[str, Any] | None:
        found = await self._vault.get(kind, key)
        return None if found is None else dict(json.loads(found))

    async def _write(self, kind: str, key: str, value: Mapping[str, Any]) -> None:
        await self._vault.put(kind, key, json.dumps(value).encode())


def _clean_installer(installation: Mapping[str, Any]) -> dict[str, Any]:
    return {"user_id": installation["user_id"], "installed_at": installation["installed_at"]}


def _choose_newer(given: dict[str, Any], kept: dict[str, Any] | None) -> dict[str, Any]:
    """Of two installations by one user the later one; of two copies of one installation, the later user token.

    Bolt's authorize blanks the installer's user token while it serves another user, and saves that copy when it rotates
    the bot's token.
    """
    if kept is None or given["installed_at"] - kept["installed_at"] > SAME:
        return given
    if kept["installed_at"] - given["installed_at"] > SAME:
        return kept
    if kept["user_token"] is None:
        return given
    if given["user_token"] is None or _has_earlier_end(given["user_token_expires_at"], kept["user_token_expires_at"]):
        return given | {name: kept[name] for name in USER_FIELDS}
    return given


def _has_earlier_end(given: int | None, kept: int | None) -> bool:
    return given is not None and kept is not None and given < kept


async def find_fresh_bot_token(
    installations: VaultInstallationStore,
    rotator: AsyncTokenRotator,
    enterprise_id: str | None,
    team_id: str | None,
    now: datetime,
) -> str | None:
    """The bot token of exactly this workspace (or organisation: team None); None when the app is not installed there.

    It is renewed when it ends within DUE: Bolt does so only when a request comes in. While another renewal runs, or
    Slack refuses, a token that still works is returned. Raises `TryLater` or `Undeliverable` when there is none that
    works.
    """
    at = InstallTarget.from_ids(enterprise_id, team_id)
    bot = await installations.find_bot(at)
    if bot is None or not _is_due(bot, now):
        return bot.bot_token if bot else None
    renewal = installations.renewals[at]
    if _is_working(bot, now) and renewal.is_quiet(now):
        return bot.bot_token
    if renewal.running is None:
        renewal.running = asyncio.create_task(_renew_token(installations, rotator, at, now))
        renewal.running.add_done_callback(renewal.finish)
    # A refresh token works once: a waiting task may be cancelled, the renewal continues until its answer is stored.
    return await asyncio.shield(renewal.running)


async def rotate_due_tokens(
    installations: VaultInstallationStore, rotator: AsyncTokenRotator, now: datetime
) -> list[InstallTarget]:
    """Renews every bot token that ends within DUE. Returns the targets where that failed and no token works any more."""
    failed = []
    for at in await installations.list_workspaces():
        try:
            await find_fresh_bot_token(installations, rotator, at.enterprise, at.team, now)
        except (TryLater, Undeliverable):
            failed.append(at)
    return failed


def _is_due(bot: Bot, now: datetime) -> bool:
    return bot.bot_token_expires_at is not None and bot.bot_token_expires_at <= (now + DUE).timestamp()


def _is_working(bot: Bot, now: datetime) -> bool:
    return bot.bot_token_expires_at is None or bot.bot_token_expires_at > now.timestamp()


async def _renew_token(
    installations: VaultInstallationStore, rotator: AsyncTokenRotator, at: InstallTarget, now: datetime
) -> str | None:
    """The next token, kept; or the one that still works when Slack does not renew it."""
    bot = await installations.find_bot(at)
    if bot is None or not _is_due(bot, now):
        return bot.bot_token if bot else None
    try:
        renewed = await _rotate_token(rotator, bot, now)
    except (TryLater, Undeliverable) as error:
        installations.renewals[at].rests_until = now + REST
        log.warning("bot token not renewed", enterprise=at.enterprise, team=at.team, error=str(error))
        if _is_working(bot, now):
            return bot.bot_token
        raise
    return renewed.bot_token if await installations.renew(renewed) else None


async def _rotate_token(rotator: AsyncTokenRotator, bot: Bot, now: datetime) -> Bot:
    """The bot with its next token. Raises `TryLater`, `Undeliverable`."""
    where = bot.team_name or bot.team_id or bot.enterprise_name or bot.enterprise_id
    began = int(time.time())
    try:
        renewed = await rotator.perform_bot_token_rotation(bot=bot, minutes_before_expiration=ALWAYS)
    except SlackTokenRotationError as error:
        what, code, seconds = f"Slack does not renew the bot token of {where}", "", None
        with suppress(AttributeError, KeyError, TypeError, ValueError):  # of an answer without a code or a Retry-After
            code = str(error.api_error.response["error"])
            seconds = float(error.api_error.response.headers["Retry-After"])
        if code in PERMANENT:
            raise Undeliverable(f"{what} ({code}). Install the app there again.") from error
        raise TryLater(f"{what} ({code or 'no reason given'})", seconds) from error
    except (SlackClientError, aiohttp.ClientError, OSError, KeyError, TypeError, ValueError) as error:
        # The error's class alone: the SDK's texts may hold Slack's answer.
        raise TryLater(f"No answer of Slack renewed the bot token of {where} ({type(error).__name__})") from None
    if renewed is None or not renewed.bot_token or renewed.bot_token_expires_at is None:
        raise TryLater(f"No answer of Slack renewed the bot token of {where} (it holds no bot token)")
    # slack_sdk counts from the machine's clock, this store from the platform's.
    renewed.bot_token_expires_at += int(now.timestamp()) - began
    return renewed


class VaultStateStore(AsyncOAuthStateStore):
    """One-time states of OAuth flows, each valid for ten minutes. The vault holds only the hash."""

    def __init__(self, vault: SecretVault, clock: UtcClock = lambda: datetime.now(UTC)) -> None:
        self._vault, self._clock = vault, clock

    @property
    def logger(self) -> Logger:
        return getLogger(__name__)

    async def async_issue(self, *args: object, **kwargs: object) -> str:
        """A new state: its end, and 256 random bits. Deletes the states that have ended."""
        now = self._clock()
        for key in await self._vault.list_keys(STATE):
            if not _is_open(key, now):
                await self._vault.delete(STATE, key)
        state = f"{int((now + STATE_LIVES).timestamp())}.{secrets.token_urlsafe(32)}"
        await self._vault.put(STATE, _hash_state(state), b"")
        return state

    async def async_consume(self, state: str | None) -> bool:
        """Whether it is one of ours that has not ended, for the first call. Bolt passes None when there is none."""
        if not state or len(state) > STATE_LETTERS or not state.isascii():
            return False
        taken = await self._vault.take(STATE, _hash_state(state))
        return taken is not None and _is_open(state, self._clock())


def _hash_state(state: str) -> str:
    return f"{state.partition('.')[0]}.{hashlib.sha256(state.encode()).hexdigest()}"


def _is_open(text: str, now: datetime) -> bool:
    """Whether its end is still to come. `text` is a state, or its key in the vault: both begin with the end."""
    return now.timestamp() < int(text.partition(".")[0])
