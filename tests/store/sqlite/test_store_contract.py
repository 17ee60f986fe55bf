"""The SQLite store under the contract of the `Store` port."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.secret_keys import SecretKeys
from bot.store.port import Store
from bot.store.sqlite.store import SqliteStore, open_sqlite_store
from tests.store.budget_contract import BudgetLedgerContract
from tests.store.hold_contract import HoldStoreContract
from tests.store.snapshot_contract import SnapshotContract
from tests.store.store_contract import (
    AccessContract,
    InboundContract,
    JobStoreContract,
    MaintenanceContract,
    Reopen,
    RequestIndexContract,
    ThreadStoreContract,
)

KEYS = SecretKeys(("a secret of this test that is long enough",))


class OpenedStores:
    """The store of one file, and those of the processes after it."""

    def __init__(self, folder: Path) -> None:
        self.url = f"sqlite:///{folder / 'store.db'}"
        self.last: SqliteStore | None = None

    async def reopen(self) -> Store:
        await self.close()
        self.last = open_sqlite_store(self.url, lambda: KEYS)
        return self.last

    async def close(self) -> None:
        if self.last is not None:
            await self.last.close()


@pytest.fixture
async def opened(tmp_path: Path) -> AsyncIterator[OpenedStores]:
    made = OpenedStores(tmp_path)
    try:
        yield made
    finally:
        await made.close()


@pytest.fixture
async def store(opened: OpenedStores) -> Store:
    return await opened.reopen()


@pytest.fixture
def reopen(opened: OpenedStores) -> Reopen:
    return opened.reopen


class TestThreadStore(ThreadStoreContract):
    pass


class TestRequestIndex(RequestIndexContract):
    pass


class TestHoldStore(HoldStoreContract):
    pass


class TestBudgetLedger(BudgetLedgerContract):
    pass


class TestInboundRegister(InboundContract):
    pass


class TestJobStore(JobStoreContract):
    pass


class TestAccessStore(AccessContract):
    pass


class TestMaintenance(MaintenanceContract):
    pass


class TestThreadSnapshots(SnapshotContract):
    pass
