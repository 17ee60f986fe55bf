"""Tokens are rotated once, under Bolt and before they end, and a rotated token is never replaced by an older one."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from slack_bolt.authorization.async_authorize import AsyncInstallationStoreAuthorize
from slack_bolt.authorization.authorize_result import AuthorizeResult
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator
from slack_sdk.web.async_client import AsyncWebClient

from bot.core.ports import TryLater, Undeliverable
from channels.slack.installation.token_store import (
    REST,
    InstallTarget,
    VaultInstallationStore,
    find_fresh_bot_token,
    rotate_due_tokens,
)
from tests.channels.slack.installation.installations import START, bot_of, ending, found, installation, now, token_of
from tests.channels.slack.oauth_wire import OAuthWire

pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")
"""slack_sdk 3.47 signs oauth.v2.access with aiohttp's BasicAuth."""


@pytest.fixture
async def wire() -> AsyncIterator[OAuthWire]:
    async with OAuthWire() as found:
        yield found


@pytest.fixture
def rotator(wire: OAuthWire) -> AsyncTokenRotator:
    client = AsyncWebClient(base_url=wire.base_url, timeout=60, retry_handlers=[])
    return AsyncTokenRotator(client_id="c", client_secret="s", client=client)


# Under Bolt


async def authorized(
    installations: VaultInstallationStore, wire: OAuthWire, user: str, team: str | None = "T1"
) -> AuthorizeResult | None:
    """The result of Bolt's own authorize for a request by this user."""
    client = AsyncWebClient(base_url=wire.base_url, timeout=60, retry_handlers=[])
    authorize = AsyncInstallationStoreAuthorize(
        logger=logging.getLogger("test"),
        installation_store=installations,
        client_id="c",
        client_secret="s",
        client=client,
    )
    context = AsyncBoltContext({"client": client, "is_enterprise_install": False})
    return await authorize(context=context, enterprise_id=None, team_id=team, user_id=user)


async def test_bolt_finds_the_bot_of_a_workspace_and_nothing_for_a_stranger(
    installations: VaultInstallationStore, wire: OAuthWire
) -> None:
    await installations.async_save(installation())
    result = await authorized(installations, wire, "U7")
    assert result is not None
    assert (result.bot_token, wire.tested, wire.asked) == ("xoxb-1", ["xoxb-1"], [])
    assert await authorized(installations, wire, "U7", team="T2") is None


async def test_bolt_rotates_and_the_next_token_is_kept(installations: VaultInstallationStore, wire: OAuthWire) -> None:
    await installations.async_save(ending(30))
    result = await authorized(installations, wire, "U7")
    assert result is not None
    assert result.bot_token == "xoxb-xoxe-bot-2"
    assert [form["refresh_token"] for form in wire.asked] == ["xoxe-bot-1"]
    bot = await bot_of(installations)
    assert bot is not None
    assert (bot.bot_token, bot.bot_refresh_token) == ("xoxb-xoxe-bot-2", "xoxe-bot-2")
    assert bot.bot_token_expires_at == pytest.approx(time.time() + 43200, abs=30)
    again = await authorized(installations, wire, "U8")
    assert again is not None
    assert (again.bot_token, len(wire.asked)) == ("xoxb-xoxe-bot-2", 1)


async def test_a_rotation_for_somebody_else_leaves_the_installers_own_token(
    installations: VaultInstallationStore, wire: OAuthWire
) -> None:
    """Bolt saves a copy of the installer's row without the user's token."""
    await installations.async_save(ending(30, user_token="xoxp-1", user_scopes="search:read"))
    other, installer = await authorized(installations, wire, "U7"), await authorized(installations, wire, "U1")
    assert other is not None
    assert installer is not None
    assert (other.bot_token, other.user_token) == ("xoxb-xoxe-bot-2", None)
    assert (installer.bot_token, installer.user_token) == ("xoxb-xoxe-bot-2", "xoxp-1")
    assert installer.user_scopes == ["search:read"]


async def test_bolt_rotates_both_tokens_of_a_user(installations: VaultInstallationStore, wire: OAuthWire) -> None:
    mine: dict[str, Any] = {
        "user_token": "xoxp-1",
        "user_refresh_token": "xoxe-user-1",
        "user_token_expires_at": int(time.time()) + 60,
    }
    await installations.async_save(ending(30, **mine))
    result = await authorized(installations, wire, "U1")
    assert result is not None
    assert (result.bot_token, result.user_token) == ("xoxb-xoxe-bot-2", "xoxp-xoxe-user-2")
    back = await found(installations, "U1")
    assert back is not None
    assert (back.user_refresh_token, back.bot_refresh_token) == ("xoxe-user-2", "xoxe-bot-2")


async def test_a_copy_from_before_a_rotation_brings_no_old_token_back(
    installations: VaultInstallationStore, rotator: AsyncTokenRotator
) -> None:
    await installations.async_save(ending(30))
    stale = await found(installations)
    assert stale is not None
    assert await find_fresh_bot_token(installations, rotator, None, "T1", now()) == "xoxb-xoxe-bot-2"
    await installations.async_save(stale)
    await installations.async_save_bot(stale.to_bot())
    assert await token_of(installations) == "xoxb-xoxe-bot-2"


async def test_a_copy_from_before_a_new_installation_changes_nothing(installations: VaultInstallationStore) -> None:
    await installations.async_save(installation(user_token="xoxp-1"))
    stale = await found(installations)
    assert stale is not None
    await installations.async_save(installation(user_token="xoxp-2", installed_at=START + 60))
    await installations.async_save(stale)
    back = await found(installations)
    assert back is not None
    assert (back.user_token, back.installed_at) == ("xoxp-2", START + 60)


# Tokens that are renewed without a request


@pytest.mark.parametrize(("minutes", "asked"), [(600, 0), (121, 0), (119, 1), (1, 1), (-600, 1)])
async def test_a_token_is_renewed_when_fewer_than_two_hours_are_left(
    installations: VaultInstallationStore, rotator: AsyncTokenRotator, wire: OAuthWire, minutes: int, asked: int
) -> None:
    await installations.async_save(ending(minutes))
    token = await find_fresh_bot_token(installations, rotator, None, "T1", now())
    assert (token, len(wire.asked)) == ("xoxb-xoxe-bot-2" if asked else "xoxb-1", asked)
    assert await token_of(installations) == token


async def test_the_platforms_clock_decides(
    installations: VaultInstallationStore, rotator: AsyncTokenRotator, wire: OAuthWire
) -> None:
    await installations.async_save(ending(600))
    later = now() + timedelta(days=5)
    for _ in range(3):
        assert await find_fresh_bot_token(installations, rotator, None, "T1", later) == "xoxb-xoxe-bot-2"
    assert len(wire.asked) == 1
    assert (
        await find_fresh_bot_token(installations, rotator, None, "T1", later + timedelta(hours=11)) == "xoxb-xoxe-bot-3"
    )


async def test_a_token_without_an_end_is_never_renewed(
    installations: VaultInstallationStore, rotator: AsyncTokenRotator, wire: OAuthWire
) -> None:
    await installations.async_save(installation())
    assert await find_fresh_bot_token(installations, rotator, None, "T1", now() + timedelta(days=999)) == "xoxb-1"
    assert await find_fresh_bot_token(installations, rotator, None, "T2", now()) is None
    assert wire.asked == []


async def test_an_organisations_token_is_renewed_where_it_stands(
    installations: VaultInstallationStore, rotator: AsyncTokenRotator
) -> None:
    await installations.async_save(ending(30, enterprise_id="E1", team_id=None, is_enterprise_install=True))
    assert await find_fresh_bot_token(installations, rotator, "E1", "T1", now()) is None
    assert await find_fresh_bot_token(installations, rotator, "E1", None, now()) == "xoxb-xoxe-bot-2"
    assert await token_of(installations, enterprise_id="E1", team_id=None) == "xoxb-xoxe-bot-2"


async def test_fifty_who_need_a_token_at_once_renew_it_once(
    installations: VaultInstallationStore, rotator: AsyncTokenRotator, wire: OAuthWire
) -> None:
    await installations.async_save(ending(-5))
    async with asyncio.timeout(60):
        tokens = await asyncio.gather(
            *(find_fresh_bot_token(installations, rotator, None, "T1", now()) for _ in range(50))
        )
    assert (set(tokens), len(wire.asked)) == ({"xoxb-xoxe-bot-2"}, 1)


async def test_a_workspace_does_not_wait_for_another_nor_for_what_it_has(
    installations: VaultInstallationStore, rotator: AsyncTokenRotator, wire: OAuthWire
) -> None:
    await installations.async_save(ending(30))
    await installations.async_save(ending(600, team_id="T2", bot_token="xoxb-of-T2"))
    wire.gate = asyncio.Event()
    async with asyncio.timeout(60):
        first = asyncio.create_task(find_fresh_bot_token(installations, rotator, None, "T1", now()))
        await wire.reached.wait()
        assert await find_fresh_bot_token(installations, rotator, None, "T1", now()) == "xoxb-1"
        assert await find_fresh_bot_token(installations, rotator, None, "T2", now()) == "xoxb-of-T2"
        wire.gate.set()
        assert await first == "xoxb-xoxe-bot-2"


async def test_who_is_cancelled_loses_no_token(
    installations: VaultInstallationStore, rotator: AsyncTokenRotator, wire: OAuthWire
) -> None:
    """The refresh token was used up: Slack's answer must be kept though the waiting task is gone."""
    await installations.async_save(ending(-5))
    wire.gate = asyncio.Event()
    async with asyncio.timeout(60):
        first = asyncio.create_task(find_fresh_bot_token(installations, rotator, None, "T1", now()))
        await wire.reached.wait()
        first.cancel()
        with pytest.raises(asyncio.CancelledError):
            await first
        second = asyncio.create_task(find_fresh_bot_token(installations, rotator, None, "T1", now()))
        await asyncio.sleep(0)
        wire.gate.set()
        assert await second == "xoxb-xoxe-bot-2"
    assert len(wire.asked) == 1
    assert await token_of(installations) == "xoxb-xoxe-bot-2"


async def test_an_app_that_was_removed_meanwhile_stays_removed(
    installations: VaultInstallationStore, rotator: AsyncTokenRotator, wire: OAuthWire
) -> None:
    await installations.async_save(ending(-5))
    wire.gate = asyncio.Event()
    async with asyncio.timeout(60):
        renewing = asyncio.create_task(find_fresh_bot_token(installations, rotator, None, "T1", now()))
        await wire.reached.wait()
        await installations.async_delete_all(enterprise_id=None, team_id="T1")
        wire.gate.set()
        assert await renewing is None
    assert await bot_of(installations) is None


@pytest.mark.parametrize(
    ("answer", "status", "why"),
    [
        ({"ok": False, "error": "ratelimited"}, 429, "ratelimited"),
        ({"ok": False, "error": "internal_error"}, 200, "internal_error"),
        ({"ok": True, "token_type": "user"}, 200, "it holds no bot token"),
        ({"ok": True, "token_type": "bot", "canary": "xoxb-canary"}, 200, "TypeError"),
        ({"ok": True, "token_type": "bot", "expires_in": 43200}, 200, "it holds no bot token"),
    ],
)
async def test_a_slack_that_does_not_renew_is_asked_again_later(
    installations: VaultInstallationStore,
    rotator: AsyncTokenRotator,
    wire: OAuthWire,
    answer: dict[str, Any],
    status: int,
    why: str,
) -> None:
    wire.fails, wire.status = answer, status
    await installations.async_save(ending(30))
    at = now()
    for moment in (at, at + REST / 2, at + REST):
        assert await find_fresh_bot_token(installations, rotator, None, "T1", moment) == "xoxb-1"
    assert len(wire.asked) == 2
    with pytest.raises(TryLater, match=f"Shop.*{why}") as refused:
        await find_fresh_bot_token(installations, rotator, None, "T1", at + timedelta(minutes=31))
    assert refused.value.seconds == (17 if status == 429 or not answer["ok"] else None)
    assert "canary" not in str(refused.value)
    wire.fails = None
    assert (
        await find_fresh_bot_token(installations, rotator, None, "T1", at + timedelta(minutes=31)) == "xoxb-xoxe-bot-2"
    )


async def test_a_slack_that_is_away(installations: VaultInstallationStore) -> None:
    away = AsyncWebClient(base_url="http://127.0.0.1:1/api/", timeout=5, retry_handlers=[])
    rotator = AsyncTokenRotator(client_id="c", client_secret="s", client=away)
    await installations.async_save(ending(-5))
    with pytest.raises(TryLater, match=r"Shop \(ClientConnectorError\)"):
        await find_fresh_bot_token(installations, rotator, None, "T1", now())


async def test_a_refresh_token_that_slack_does_not_know_needs_a_person(
    installations: VaultInstallationStore, rotator: AsyncTokenRotator, wire: OAuthWire
) -> None:
    wire.fails = {"ok": False, "error": "invalid_refresh_token"}
    await installations.async_save(ending(-5))
    with pytest.raises(Undeliverable, match=r"Shop \(invalid_refresh_token\)\. Install the app there again\."):
        await find_fresh_bot_token(installations, rotator, None, "T1", now())


async def test_all_that_is_due_is_renewed_and_what_failed_is_named(
    installations: VaultInstallationStore, rotator: AsyncTokenRotator, wire: OAuthWire
) -> None:
    for team, minutes in (("T1", 30), ("T2", 600), ("T3", -5)):
        await installations.async_save(ending(minutes, f"bot-{team}", team_id=team))
    await installations.async_save(ending(-5, "bot-T1", team_id="T4"))
    assert await rotate_due_tokens(installations, rotator, now()) == [InstallTarget(None, "T4")]
    asked = [form["refresh_token"] for form in wire.asked]
    assert asked == ["xoxe-bot-T1-1", "xoxe-bot-T3-1", "xoxe-bot-T1-1"]
