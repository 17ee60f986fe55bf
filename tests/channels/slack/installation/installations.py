"""Installations as Slack's OAuth returns them, and lookups in the store."""

import time
from datetime import UTC, datetime
from typing import Any

from slack_sdk.oauth.installation_store import Bot, Installation

from channels.slack.installation.token_store import VaultInstallationStore

SECRET = "a secret of the platform, 32 letters and more"
START = 1_700_000_000.0
"""When everything was installed. Fraction and all, see SAME."""


def installation(user: str = "U1", **changed: Any) -> Installation:
    """The installation that OAuth returns for the workspace T1, with a bot's token that never ends."""
    given = {
        "app_id": "A1",
        "enterprise_id": None,
        "team_id": "T1",
        "team_name": "Shop",
        "bot_token": "xoxb-1",
        "bot_id": "B1",
        "bot_user_id": "U0",
        "bot_scopes": ["chat:write", "commands"],
        "user_id": user,
        "is_enterprise_install": False,
        "token_type": "bot",
        "installed_at": START,
    }
    return Installation(**(given | changed))


def ending(minutes: float, bot: str = "bot", **changed: Any) -> Installation:
    """A bot's token that ends in so many minutes of the real clock."""
    rotating: dict[str, Any] = {
        "bot_refresh_token": f"xoxe-{bot}-1",
        "bot_token_expires_at": int(time.time() + minutes * 60),
    }
    return installation(**(rotating | changed))


def now() -> datetime:
    return datetime.now(UTC)


async def found(installations: VaultInstallationStore, user: str | None = None, **where: Any) -> Installation | None:
    at = {"enterprise_id": None, "team_id": "T1", **where}
    return await installations.async_find_installation(user_id=user, **at)


async def bot_of(installations: VaultInstallationStore, **where: Any) -> Bot | None:
    return await installations.async_find_bot(**{"enterprise_id": None, "team_id": "T1", **where})


async def token_of(installations: VaultInstallationStore, **where: Any) -> str | None:
    bot = await bot_of(installations, **where)
    return bot.bot_token if bot else None
