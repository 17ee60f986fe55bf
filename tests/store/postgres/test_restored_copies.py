"""A database that came back from a copy is known for one, whichever way, and its open calls are doubted."""

import signal
from collections.abc import Callable

import pytest

from bot.store.log_signing import LogEvidence
from bot.store.postgres.store import open_postgres_store
from bot.store.records import AuditNote, SessionRecord
from tests.postgres_databases import KEYS, empty_database
from tests.servers.postgres import PostgresServer, shared_server
from tests.store.store_contract import AT, LogWriter


async def fill(url: str) -> None:
    """A thread and a session, and the doubt of the past closed."""
    store = open_postgres_store(url, lambda: KEYS)
    await LogWriter(store).open()
    await store.access.add_session(
        SessionRecord("session", "olive", AT, AT * 2, None), "s1", AuditNote(AT, "signed in")
    )
    await store.close()


async def look(url: str) -> tuple[LogEvidence, bool]:
    """The evidence at the next start, and whether the session works."""
    store = open_postgres_store(url, lambda: KEYS)
    try:
        assert (await store.evidence.verify()).is_sound
        return await store.evidence.read_evidence(), await store.access.find_session("session", "s1", AT) is not None
    finally:
        await store.close()


async def test_pg3_an_ordinary_restart_doubts_nothing(postgres_url: str) -> None:
    await fill(postgres_url)
    for _ in range(2):
        evidence, has_session = await look(postgres_url)
        assert (evidence.is_open, evidence.restored_at, has_session) == (False, None, True)


async def test_pg3_a_dump_that_was_restored_is_doubted_once(postgres_url: str, postgres_server: PostgresServer) -> None:
    await fill(postgres_url)
    copy = postgres_server.copy_database(postgres_url.rpartition("/")[2])
    try:
        evidence, has_session = await look(postgres_server.url_of(copy))
        assert (evidence.is_open, evidence.restored_at is not None, has_session) == (True, True, False)
        store = open_postgres_store(postgres_server.url_of(copy), lambda: KEYS)
        await store.evidence.close_doubt()
        await store.close()
        assert not (await look(postgres_server.url_of(copy)))[0].is_open
    finally:
        postgres_server.drop_database(copy)
    assert not (await look(postgres_url))[0].is_open, "the original is no copy"


async def test_pg3_a_replica_that_took_over_is_doubted_and_a_crash_is_not() -> None:
    with shared_server("timeline") as server, empty_database(server) as url:
        await fill(url)
        server.stop(signal.SIGQUIT)
        server.start()
        assert not (await look(url))[0].is_open
        server.stop()
        server.promote()
        evidence, has_session = await look(url)
        assert (evidence.is_open, evidence.restored_at is not None, has_session) == (True, True, False)


@pytest.mark.parametrize(
    "forge",
    [
        lambda: "DELETE FROM evidence WHERE name = 'place'",
        lambda: "UPDATE evidence SET body = '1 2 00000001' WHERE name = 'place'",
    ],
)
async def test_pg3_a_note_that_another_program_changed_counts_as_a_copy(
    postgres_url: str, postgres_server: PostgresServer, forge: Callable[[], str]
) -> None:
    await fill(postgres_url)
    with postgres_server.connect(postgres_url.rpartition("/")[2]) as connection:
        connection.execute(forge())
    assert (await look(postgres_url))[0].is_open


async def test_pg3_a_copy_that_nothing_shows_is_marked_by_hand(postgres_url: str) -> None:
    await fill(postgres_url)
    store = open_postgres_store(postgres_url, lambda: KEYS)
    await store.mark_restored(AT)
    await store.close()
    evidence, has_session = await look(postgres_url)
    assert (evidence.is_open, evidence.restored_at, has_session) == (True, AT, False)
