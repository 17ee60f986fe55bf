"""`VaultInstallationStore` over the real vault: an installation is found by its own workspace and user, and unreadable in the file."""

import json
from typing import Any

import pytest
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.listener.async_builtins import AsyncTokenRevocationListeners
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator

from bot.core.errors import LostKey
from bot.secret_keys import SecretKeys
from bot.store.sqlite.channel_credential_vault import SealedVault
from bot.store.sqlite.database import SqliteDatabase
from channels.slack.installation.token_store import InstallTarget, VaultInstallationStore, find_fresh_bot_token
from tests.channels.slack.installation.installations import START, bot_of, ending, found, installation, now, token_of

pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")
"""slack_sdk 3.47 signs oauth.v2.access with aiohttp's BasicAuth."""


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


async def test_keys_are_json_that_a_later_release_can_read(
    installations: VaultInstallationStore, vault: SealedVault
) -> None:
    await installations.async_save(installation(enterprise_id="E1"))
    assert [json.loads(key) for key in await vault.list_keys("slack installation")] == [["E1", "T1", "U1"]]
    assert [json.loads(key) for key in await vault.list_keys("slack bot")] == [["E1", "T1"]]
