"""Installations and states over the real vault, under the real Bolt: what Slack gave is found again, once, and unreadable."""

import asyncio
import json
import logging
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from slack_bolt.authorization.async_authorize import AsyncInstallationStoreAuthorize
from slack_bolt.authorization.authorize_result import AuthorizeResult
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.listener.async_builtins import AsyncTokenRevocationListeners
from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator
from slack_sdk.web.async_client import AsyncWebClient

from bot.core.errors import LostKey
from bot.core.ports import TryLater, Undeliverable
from bot.secret_keys import SecretKeys
from bot.store.sqlite.database import SqliteDatabase, open_database
from bot.store.vault import SealedVault
from channels.slack.installation.token_store import (
    REST,
    STATE,
    InstallTarget,
    VaultInstallationStore,
    VaultStateStore,
    find_fresh_bot_token,
    rotate_due_tokens,
)
from tests.channels.slack.oauth_wire import OAuthWire

pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")
"""slack_sdk 3.47 signs oauth.v2.access with aiohttp's BasicAuth."""

SECRET = "a secret of the house, 32 letters and more"
START = 1_700_000_000.0
"""When everything was installed. Fraction and all, see SAME."""


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[SqliteDatabase]:
    found = open_database(f"sqlite:///{tmp_path / 'house.db'}")
    yield found
    await found.close()


@pytest.fixture
def vault(database: SqliteDatabase) -> SealedVault:
    return SealedVault(database, SecretKeys([SECRET]), lambda: datetime.now(UTC))


@pytest.fixture
def installations(vault: SealedVault) -> VaultInstallationStore:
    return VaultInstallationStore(vault)


@pytest.fixture
async def wire() -> AsyncIterator[OAuthWire]:
    async with OAuthWire() as found:
        yield found


@pytest.fixture
def rotator(wire: OAuthWire) -> AsyncTokenRotator:
    client = AsyncWebClient(base_url=wire.base_url, timeout=5, retry_handlers=[])
    return AsyncTokenRotator(client_id="c", client_secret="s", client=client)


def installation(user: str = "U1", **changed: Any) -> Installation:
    """What OAuth brings for the workspace T1, with a bot's token that never ends."""
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


# What was installed is found again


async def test_everything_of_an_installation_comes_back(installations: VaultInstallationStore) -> None:
    saved = ending(
        600,
        user_token="xoxp-1",
        user_scopes="search:read",
        user_refresh_token="xoxe-user-1",
        user_token_expires_at=int(START) + 900,
        incoming_webhook_url="https://hooks.slack.com/x",
        enterprise_name="Shops",
        installed_at=START + 0.123456,
        custom_values={"plan": ["pro", 1]},
    )
    await installations.async_save(saved)
    for back in (await found(installations), await found(installations, "U1")):
        assert back is not None
        assert vars(back) == vars(saved)
    bot = await bot_of(installations)
    assert bot is not None
    assert vars(bot) == vars(saved.to_bot())


async def test_nobody_elses_is_found(installations: VaultInstallationStore) -> None:
    await installations.async_save(installation())
    assert await found(installations, "U2") is None
    for where in ({"team_id": "T2"}, {"enterprise_id": "E1"}, {"team_id": None}, {"is_enterprise_install": True}):
        assert await found(installations, **where) is None
        assert await bot_of(installations, **where) is None


@pytest.mark.parametrize("strange", ['T1", "U1', "T1/U1", "", "T1\x00", "ü"])
async def test_an_id_that_looks_like_two_is_another_one(installations: VaultInstallationStore, strange: str) -> None:
    await installations.async_save(installation())
    await installations.async_save(installation(team_id=strange or None, bot_token="xoxb-other"))
    assert await token_of(installations) == "xoxb-1"
    assert await token_of(installations, team_id=strange) == "xoxb-other"


async def test_an_organisation_installs_once_for_all_its_workspaces(installations: VaultInstallationStore) -> None:
    org: dict[str, Any] = {"enterprise_id": "E1", "team_id": None, "is_enterprise_install": True}
    await installations.async_save(installation(**org, bot_token="xoxb-org"))
    await installations.async_save(installation(enterprise_id="E1", bot_token="xoxb-team"))
    assert await token_of(installations, enterprise_id="E1", team_id="T9", is_enterprise_install=True) == "xoxb-org"
    assert await token_of(installations, enterprise_id="E1", team_id=None) == "xoxb-org"
    assert await token_of(installations, enterprise_id="E1") == "xoxb-team"
    assert await token_of(installations, enterprise_id="E1", team_id="T9") is None
    back = await found(installations, "U1", enterprise_id="E1", team_id="T9", is_enterprise_install=True)
    assert back is not None
    assert (back.bot_token, back.is_enterprise_install, back.team_id) == ("xoxb-org", True, None)
    assert await installations.list_workspaces() == [InstallTarget("E1", "T1"), InstallTarget("E1", None)]


async def test_the_latest_installer_is_found_when_nobody_is_named(installations: VaultInstallationStore) -> None:
    await installations.async_save(installation("U1"))
    await installations.async_save(installation("U2", installed_at=START + 60, bot_token="xoxb-2"))
    await installations.async_save(installation("U1", installed_at=START, bot_token=None))
    back, first = await found(installations), await found(installations, "U1")
    assert back is not None
    assert first is not None
    assert (back.user_id, back.bot_token) == ("U2", "xoxb-2")
    assert (first.user_id, first.bot_token) == ("U1", "xoxb-2"), "the bot's token is the workspace's"


async def test_a_users_own_token_comes_with_the_bots(installations: VaultInstallationStore) -> None:
    await installations.async_save(installation("U1"))
    mine = installation("U2", bot_token=None, bot_scopes="", user_token="xoxp-2", installed_at=START + 60)
    await installations.async_save(mine)
    back = await found(installations)
    assert back is not None
    assert (back.user_id, back.user_token, back.bot_token) == ("U2", "xoxp-2", "xoxb-1")
    assert back.bot_scopes == ["chat:write", "commands"]


async def test_a_user_without_any_bot(installations: VaultInstallationStore) -> None:
    await installations.async_save(installation("U1", bot_token=None, user_token="xoxp-1"))
    back = await found(installations)
    assert back is not None
    assert (back.bot_token, back.user_token) == (None, "xoxp-1")
    assert await bot_of(installations) is None


async def test_a_new_installation_takes_the_place_of_the_old_one(
    installations: VaultInstallationStore, database: SqliteDatabase
) -> None:
    for n in range(5):
        await installations.async_save(installation(installed_at=START + n, bot_token=f"xoxb-{n}", user_token="xoxp"))
    await installations.async_save(installation(installed_at=START + 9, bot_token="xoxb-9"))
    back = await found(installations)
    assert back is not None
    assert (back.bot_token, back.user_token) == ("xoxb-9", None), "it was installed anew without a user's token"
    assert database.reading.execute("SELECT count(*) FROM vault").fetchone() == (3,)


# What was removed is gone


async def test_a_revoked_bot_token_is_gone_for_everybody(installations: VaultInstallationStore) -> None:
    await installations.async_save(installation("U1"))
    await installations.async_save(installation("U2", user_token="xoxp-2"))
    await installations.async_delete_bot(enterprise_id=None, team_id="T1")
    assert await bot_of(installations) is None
    for user, token in ((None, "xoxp-2"), ("U1", None), ("U2", "xoxp-2")):
        back = await found(installations, user)
        assert back is not None
        assert (back.bot_token, back.user_token) == (None, token)


async def test_who_revokes_goes_alone_and_the_installer_before_them_is_the_latest(
    installations: VaultInstallationStore,
) -> None:
    for n, user in enumerate(("U1", "U2", "U3")):
        await installations.async_save(installation(user, installed_at=START + n))
    for gone, latest in (("U3", "U2"), ("U1", "U2"), ("U9", "U2")):
        await installations.async_delete_installation(enterprise_id=None, team_id="T1", user_id=gone)
        back = await found(installations)
        assert back is not None
        assert back.user_id == latest
    await installations.async_delete_installation(enterprise_id=None, team_id="T1", user_id="U2")
    assert await found(installations) is None
    assert await token_of(installations) == "xoxb-1"


async def test_an_uninstalled_workspace_leaves_nothing_and_takes_nobody_along(
    installations: VaultInstallationStore, database: SqliteDatabase
) -> None:
    kept = installation("U1", team_id="T2", bot_token="xoxb-2")
    for each in (installation("U1"), installation("U2"), installation("U1", enterprise_id="E1"), kept):
        await installations.async_save(each)
    await installations.async_delete_all(enterprise_id=None, team_id="T1")
    assert await found(installations) is None
    assert await found(installations, "U1") is None
    assert await token_of(installations) is None
    assert await token_of(installations, enterprise_id="E1") == "xoxb-1"
    assert await token_of(installations, team_id="T2") == "xoxb-2"
    assert database.reading.execute("SELECT count(*) FROM vault").fetchone() == (6,)


async def test_bolts_own_revocation_listeners(installations: VaultInstallationStore) -> None:
    for user in ("U1", "U2"):
        await installations.async_save(installation(user))
    listeners = AsyncTokenRevocationListeners(installations)
    context = AsyncBoltContext({"team_id": "T1", "enterprise_id": None})
    await listeners.handle_tokens_revoked_events({"tokens": {"oauth": ["U1"], "bot": ["U0"]}}, context)
    assert await found(installations, "U1") is None
    assert await found(installations, "U2") is not None
    assert await bot_of(installations) is None
    await listeners.handle_app_uninstalled_events(context)
    assert await found(installations, "U2") is None


async def test_sec01_no_token_can_be_read_in_the_file(
    installations: VaultInstallationStore, database: SqliteDatabase
) -> None:
    secret = {"bot_token": "xoxb-canary", "user_token": "xoxp-canary", "bot_refresh_token": "xoxe-canary"}
    await installations.async_save(installation(**secret, incoming_webhook_url="https://hooks.slack.com/canary"))
    for path in database.path.parent.iterdir():
        assert b"canary" not in path.read_bytes(), path.name


async def test_sec02_a_lost_secret_is_told_and_not_taken_for_a_stranger(
    installations: VaultInstallationStore, database: SqliteDatabase
) -> None:
    await installations.async_save(installation())
    lost = VaultInstallationStore(SealedVault(database, SecretKeys(["another secret of the house, 32 letters"]), now))
    with pytest.raises(LostKey):
        await found(lost)
    with pytest.raises(LostKey):
        await find_fresh_bot_token(lost, AsyncTokenRotator(client_id="c", client_secret="s"), None, "T1", now())


# Under Bolt


async def authorized(
    installations: VaultInstallationStore, wire: OAuthWire, user: str, team: str | None = "T1"
) -> AuthorizeResult | None:
    """What Bolt's own authorize makes of a request by this user."""
    client = AsyncWebClient(base_url=wire.base_url, timeout=5, retry_handlers=[])
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


async def test_the_houses_clock_decides(
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
    async with asyncio.timeout(30):
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
    async with asyncio.timeout(30):
        first = asyncio.create_task(find_fresh_bot_token(installations, rotator, None, "T1", now()))
        await wire.reached.wait()
        assert await find_fresh_bot_token(installations, rotator, None, "T1", now()) == "xoxb-1"
        assert await find_fresh_bot_token(installations, rotator, None, "T2", now()) == "xoxb-of-T2"
        wire.gate.set()
        assert await first == "xoxb-xoxe-bot-2"


async def test_who_is_cancelled_loses_no_token(
    installations: VaultInstallationStore, rotator: AsyncTokenRotator, wire: OAuthWire
) -> None:
    """The refresh token was used up: what Slack answers must be kept though nobody waits for it."""
    await installations.async_save(ending(-5))
    wire.gate = asyncio.Event()
    async with asyncio.timeout(30):
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
    async with asyncio.timeout(30):
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


# States


async def test_a_state_works_once(vault: SealedVault) -> None:
    states = VaultStateStore(vault)
    first, second = await states.async_issue(), await states.async_issue()
    assert first != second
    assert len(first.partition(".")[2]) == 43
    assert await states.async_consume(first)
    assert not await states.async_consume(first)
    assert await VaultStateStore(vault).async_consume(second)


async def test_of_fifty_who_come_with_one_state_one_is_let_in(vault: SealedVault) -> None:
    states = VaultStateStore(vault)
    state = await states.async_issue()
    async with asyncio.timeout(30):
        assert sum(await asyncio.gather(*(states.async_consume(state) for _ in range(50)))) == 1


@pytest.mark.parametrize(("seconds", "holds"), [(0, True), (599, True), (600, False), (86400, False)])
async def test_a_state_holds_for_ten_minutes(vault: SealedVault, seconds: int, holds: bool) -> None:
    begun = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
    state = await VaultStateStore(vault, lambda: begun).async_issue()
    assert await VaultStateStore(vault, lambda: begun + timedelta(seconds=seconds)).async_consume(state) is holds


@pytest.mark.parametrize(
    "state", [None, "", "x", ".", "1.2", "9999999999.x", "9" * 5000, "\udcff", "é", "'; DROP TABLE vault", "\x00"]
)
async def test_what_was_never_issued_is_no_state(vault: SealedVault, state: str | None) -> None:
    states = VaultStateStore(vault)
    issued = await states.async_issue()
    assert not await states.async_consume(state)
    assert await states.async_consume(issued)


async def test_a_state_cannot_be_given_a_longer_life(vault: SealedVault) -> None:
    states = VaultStateStore(vault)
    end, _, rest = (await states.async_issue()).partition(".")
    assert not await states.async_consume(f"{int(end) + 600}.{rest}")


async def test_the_file_does_not_hold_a_state_that_would_work(vault: SealedVault, database: SqliteDatabase) -> None:
    state = await VaultStateStore(vault).async_issue()
    for path in database.path.parent.iterdir():
        assert state.partition(".")[2].encode() not in path.read_bytes(), path.name


async def test_states_that_ended_are_cleared_away(vault: SealedVault) -> None:
    begun = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
    for _ in range(20):
        await VaultStateStore(vault, lambda: begun).async_issue()
    late = VaultStateStore(vault, lambda: begun + timedelta(minutes=9))
    open_state = await late.async_issue()
    assert len(await vault.list_keys(STATE)) == 21
    await VaultStateStore(vault, lambda: begun + timedelta(minutes=10)).async_issue()
    assert len(await vault.list_keys(STATE)) == 2
    assert await late.async_consume(open_state)


async def test_keys_are_json_that_a_later_release_can_read(
    installations: VaultInstallationStore, vault: SealedVault
) -> None:
    await installations.async_save(installation(enterprise_id="E1"))
    assert [json.loads(key) for key in await vault.list_keys("slack installation")] == [["E1", "T1", "U1"]]
    assert [json.loads(key) for key in await vault.list_keys("slack bot")] == [["E1", "T1"]]
