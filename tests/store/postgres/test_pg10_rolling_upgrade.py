"""PG10: two releases over one PostgreSQL database, of which the later one has a revision more."""

import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.core import events as e
from bot.core.errors import CannotStart, NewerSchema
from bot.store import revisions
from bot.store.postgres import schema
from bot.store.postgres.connecting import connect_for_writing
from bot.store.postgres.store import PostgresStore, open_postgres_store
from tests.postgres_databases import KEYS
from tests.store.store_contract import LogWriter

LATER = """
import sqlalchemy as sa
from alembic import op

revision = "9998"
down_revision = "{before}"


def upgrade() -> None:
    op.add_column("thread", sa.Column("mood", sa.String(), nullable=False, server_default="calm"))
    op.create_table("mood", sa.Column("id", sa.String(), primary_key=True))
"""

OpenStore = Callable[[], PostgresStore]


class TwoReleases:
    """Opens the database as this release, and as a later one with the revision 9998."""

    def __init__(self, url: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.url, self._monkeypatch = url, monkeypatch
        self.migrations = shutil.copytree(revisions.MIGRATIONS, folder / "migrations")
        before = revisions.find_newest_revision()
        (self.migrations / "versions" / "9998_mood.py").write_text(LATER.format(before=before))

    def open(self, *, is_shared: bool = True) -> PostgresStore:
        return open_postgres_store(self.url, lambda: KEYS, is_shared=is_shared)

    def open_later(self, *, is_additive: bool = True) -> PostgresStore:
        known = (*revisions.list_revisions(), "9998")
        with self._monkeypatch.context() as later:
            later.setattr(schema, "MIGRATIONS", self.migrations)
            later.setattr(schema, "list_revisions", lambda: known)
            later.setattr(schema, "find_newest_revision", lambda: "9998")
            later.setattr(schema, "SIDE_BY_SIDE", frozenset({"9998"} if is_additive else ()))
            return self.open()

    def read_revision(self) -> str | None:
        with closing(connect_for_writing(self.url)) as connection:
            return schema.read_revision(connection)


@pytest.fixture
def releases(postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TwoReleases:
    return TwoReleases(postgres_url, tmp_path, monkeypatch)


async def admit(store: PostgresStore) -> PostgresStore:
    """Let others in, as the first process of a database does once it is open."""
    assert store.peers is not None
    await store.peers.admit_others()
    return store


async def test_pg10_a_later_release_migrates_beside_an_older_one_which_goes_on_and_starts_again(
    releases: TwoReleases,
) -> None:
    older = await admit(releases.open())
    log = await LogWriter(older).open()
    later = releases.open_later()
    assert releases.read_revision() == "9998"
    await log.append(e.Resumed(by="max"))
    again = releases.open()  # the older release, restarted beside the later one
    await log.append(e.Paused(by="max"))
    for store in (later, again, older):
        assert (await store.threads.read_rows("t1")).seq == 4
        assert (await store.evidence.verify()).is_sound
        await store.close()
    alone = releases.open(is_shared=False)  # the later one was taken back
    assert (await alone.threads.read_rows("t1")).seq == 4
    await alone.close()


async def test_pg10_a_revision_that_is_not_for_both_waits_until_all_have_stopped(releases: TwoReleases) -> None:
    older, before = await admit(releases.open()), revisions.find_newest_revision()
    with pytest.raises(CannotStart, match=f"has the schema {before} and is in use; this release needs 9998"):
        releases.open_later(is_additive=False)
    assert releases.read_revision() == before
    await older.close()
    await releases.open_later(is_additive=False).close()
    assert releases.read_revision() == "9998"
    with pytest.raises(NewerSchema, match="9998"):
        releases.open()


async def test_pg10_an_older_release_is_no_longer_admitted_after_a_later_revision_that_is_not_for_it(
    releases: TwoReleases,
) -> None:
    await releases.open_later().close()
    with closing(connect_for_writing(releases.url)) as connection:
        connection.execute("UPDATE owner SET oldest = '9998'")
    with pytest.raises(NewerSchema):
        releases.open()
