"""The vault, the installation store and the OAuth server that the tests of installations share."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.secret_keys import SecretKeys
from bot.store.sqlite.channel_credential_vault import SealedVault
from bot.store.sqlite.database import SqliteDatabase, open_database
from channels.slack.installation.token_store import VaultInstallationStore
from tests.channels.slack.installation.installations import SECRET


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
