"""`VaultStateStore`: an OAuth state works once, for ten minutes, and cannot be forged from the file."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.store.sqlite.channel_credential_vault import SealedVault
from bot.store.sqlite.database import SqliteDatabase
from channels.slack.installation.token_store import STATE, VaultStateStore

pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")
"""slack_sdk 3.47 signs oauth.v2.access with aiohttp's BasicAuth."""


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
    async with asyncio.timeout(60):
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
