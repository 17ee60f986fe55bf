"""An open store over an empty database of PostgreSQL."""

from collections.abc import AsyncIterator

import pytest

from bot.store.postgres.store import PostgresStore, open_postgres_store
from tests.postgres_databases import KEYS


@pytest.fixture
async def postgres(postgres_url: str) -> AsyncIterator[PostgresStore]:
    opened = open_postgres_store(postgres_url, lambda: KEYS)
    try:
        yield opened
    finally:
        await opened.close()
