"""The PostgreSQL store under the contract of the `Store` port, owned by one process and shared."""

from collections.abc import AsyncIterator

import pytest

from bot.store.port import Store
from bot.store.postgres.store import PostgresStore, open_postgres_store
from tests.postgres_databases import KEYS
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


class OpenedPostgres:
    """The store of one database, and those of the processes after it."""

    def __init__(self, url: str, *, is_shared: bool) -> None:
        self.url, self.is_shared = url, is_shared
        self.last: PostgresStore | None = None

    async def reopen(self) -> Store:
        await self.close()
        self.last = open_postgres_store(self.url, lambda: KEYS, is_shared=self.is_shared)
        return self.last

    async def close(self) -> None:
        if self.last is not None:
            await self.last.close()


@pytest.fixture(params=[False, True], ids=["owned", "shared"])
async def opened(postgres_url: str, request: pytest.FixtureRequest) -> AsyncIterator[OpenedPostgres]:
    made = OpenedPostgres(postgres_url, is_shared=request.param)
    try:
        yield made
    finally:
        await made.close()


@pytest.fixture
async def store(opened: OpenedPostgres) -> Store:
    return await opened.reopen()


@pytest.fixture
def reopen(opened: OpenedPostgres) -> Reopen:
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
