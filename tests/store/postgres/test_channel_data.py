"""What channels remember in PostgreSQL: the contract, and the sweep."""

from datetime import timedelta

import pytest

from bot.core.base_types import to_micros
from bot.core.channel_messages import ChannelEntry
from bot.store.postgres import channel_data
from bot.store.postgres.store import PostgresStore
from tests.platform_fixture import START, FakeClock
from tests.store.channel_store_contract import SOON, ChannelStoreContract, OpenStore


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def open_store(postgres: PostgresStore, clock: FakeClock) -> OpenStore:
    return lambda channel: postgres.open_channel_store(channel, clock)


class TestPostgres(ChannelStoreContract):
    """`PostgresChannelStore` keeps the contract."""


async def test_cst3_rows_whose_end_has_passed_are_deleted_batch_by_batch(
    postgres: PostgresStore, open_store: OpenStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(channel_data, "BATCH", 3)
    entries = [ChannelEntry("text", f"m{n}", b"", SOON) for n in range(7)]
    await open_store("email").put_all([*entries, ChannelEntry("text", "kept", b"", None)])
    assert await postgres.delete_expired_values(to_micros(SOON), is_all=False) == 3
    assert await postgres.delete_expired_values(to_micros(SOON), is_all=True) == 4
    assert await open_store("email").list_keys("text") == ["kept"]


async def test_cst3_a_long_move_out_of_the_vault_goes_on_batch_by_batch(
    postgres: PostgresStore, open_store: OpenStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(channel_data, "BATCH", 2)
    vault = postgres.open_vault(lambda: START)
    for key in ("", "a", "b", "c"):
        await vault.put("mail text", key, key.encode())
    assert await postgres.move_from_vault("email", {"mail text": timedelta(days=1)}, lambda: START) == 4
    assert await open_store("email").list_keys("mail text") == ["", "a", "b", "c"]
    assert await vault.list_keys("mail text") == []
