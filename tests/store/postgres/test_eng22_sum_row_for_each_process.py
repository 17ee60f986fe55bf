"""ENG22, over several processes: their rows of the sum over all heads, and what another program with SQL does to them.

Two processes, `one` and `two`, share the database; each writes its own row.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, closing
from typing import Any

import pytest

from bot.core import events as e
from bot.core.errors import NewerSchema, Unavailable, UnprovenLog
from bot.store import revisions
from bot.store.log_signing import HeadSigner, NoEvidence, ThreadSum
from bot.store.peer_port import PeerChanges, PeerListener
from bot.store.postgres import schema, signed_sum_rows
from bot.store.postgres.connecting import connect_for_writing
from bot.store.postgres.peer_feed import read_version
from bot.store.postgres.signed_sum_rows import BaseSum, SumRows, WriterSum, parse_sum_rows
from bot.store.postgres.store import PostgresStore, open_postgres_store
from bot.store.refusals import AlreadyReceived
from bot.store.thread_append import InboundId, SideWrites
from tests.postgres_databases import KEYS
from tests.store.store_contract import AT, LogWriter

Rows = list[tuple[Any, ...]]
OpenStore = Callable[[], Awaitable["PeerStore"]]


class PeerStore:
    """A store that shares its database and hears of the others."""

    def __init__(self, store: PostgresStore) -> None:
        self.store = store
        self._heard = asyncio.Event()

    @property
    def row(self) -> str:
        assert self.store.database.peers is not None
        return f"threads:{self.store.database.peers.name}"

    async def start(self) -> None:
        assert self.store.peers is not None
        await self.store.peers.admit_others()
        await self.store.peers.start(PeerListener(self._take, lambda claims: None))

    async def hears(self, act: Awaitable[object]) -> None:
        """Return once it was told of this act of another process."""
        self._heard.clear()
        await act
        async with asyncio.timeout(30):
            await self._heard.wait()

    def _take(self, changes: PeerChanges) -> None:
        self._heard.set()


@pytest.fixture
async def open_store(postgres_url: str) -> AsyncIterator[OpenStore]:
    async with AsyncExitStack() as stack:

        async def open_next() -> PeerStore:
            opened = PeerStore(open_postgres_store(postgres_url, lambda: KEYS, is_shared=True))
            stack.push_async_callback(opened.store.close)
            await opened.start()
            return opened

        yield open_next


class Forger:
    """Another program on the same database, without the secret."""

    def __init__(self, url: str) -> None:
        self.url = url

    def run(self, statement: str, *values: Any) -> Rows:
        with closing(connect_for_writing(self.url)) as connection:
            cursor = connection.execute(statement, values)
            return cursor.fetchall() if cursor.description else []

    def copy_row(self, name: str) -> Rows:
        return self.run("SELECT name, body, mac FROM evidence WHERE name = %s", name)

    def put_row(self, rows: Rows) -> None:
        for name, body, mac in rows:
            self.run("DELETE FROM evidence WHERE name = %s", name)
            self.run("INSERT INTO evidence (name, body, mac) VALUES (%s, %s, %s)", name, body, mac)

    def list_rows(self) -> list[str]:
        return [name for (name,) in self.run("SELECT name FROM evidence WHERE name LIKE 'threads%%' ORDER BY name")]

    def copy_thread(self, thread: str) -> Rows:
        return self.run("SELECT seq, head, mac FROM thread WHERE id = %s", thread)

    def set_back_thread(self, thread: str, rows: Rows) -> None:
        ((seq, head, mac),) = rows
        self.run("DELETE FROM event WHERE thread = %s AND seq > %s", thread, seq)
        self.run("UPDATE thread SET seq = %s, head = %s, mac = %s WHERE id = %s", seq, head, mac, thread)


@pytest.fixture
def forger(postgres_url: str) -> Forger:
    return Forger(postgres_url)


async def open_pair(open_store: OpenStore) -> tuple[PeerStore, PeerStore, LogWriter, LogWriter]:
    """Two processes and a thread of each."""
    one, two = await open_store(), await open_store()
    first = await LogWriter(one.store, "t1").open()
    second = await LogWriter(two.store, "t2").open()
    return one, two, first, second


async def describe(peer: PeerStore) -> str:
    return await peer.store.evidence.describe_missing_threads()


async def test_eng22_each_process_adds_to_its_own_row_and_all_are_the_sum(
    open_store: OpenStore, forger: Forger
) -> None:
    one, two, first, second = await open_pair(open_store)
    base, other = forger.copy_row("threads"), forger.copy_row(two.row)
    for _ in range(3):
        await first.append(e.Resumed(by="max"), e.Paused(by="max"))
    assert forger.list_rows() == sorted(["threads", one.row, two.row])
    assert (forger.copy_row("threads"), forger.copy_row(two.row)) == (base, other), "no append waits for their locks"
    await second.append(e.Resumed(by="max"))
    assert (await one.store.evidence.verify()).is_sound


async def test_eng22_an_append_that_is_refused_beside_another_write_to_its_thread_changes_no_sum(
    open_store: OpenStore,
) -> None:
    """Both in one group: the other write changes the thread's row, so that row alone does not tell that the append was made."""
    one, two, first, second = await open_pair(open_store)
    taken = SideWrites(inbound_ids=(InboundId("email", "m1", "a" * 64, "t1", AT),))
    await first.append(e.Resumed(by="max"), side_writes=taken)
    await asyncio.gather(first.append(e.Paused(by="max")), second.append(e.Paused(by="max")))
    again = first.make(e.Resumed(by="max"), side_writes=taken)
    rested, refused = await asyncio.gather(
        one.store.threads.rest("t1", first.last.seq, AT, ()), first.write(again), return_exceptions=True
    )
    assert isinstance(refused, AlreadyReceived)
    assert rested is True
    assert await describe(one) == await describe(two) == ""
    await first.append(e.Resumed(by="max"))
    assert (await two.store.evidence.verify()).is_sound


async def test_eng22_a_process_that_ends_folds_its_row_and_the_last_one_leaves_what_older_releases_read(
    open_store: OpenStore, forger: Forger
) -> None:
    one, two, first, _ = await open_pair(open_store)
    await two.store.close()
    assert forger.list_rows() == sorted(["threads", one.row])
    await first.append(e.Resumed(by="max"))
    assert (await one.store.evidence.verify()).is_sound
    await one.store.close()
    ((_, body, _),) = forger.copy_row("threads")
    assert (forger.list_rows(), body.split()[0], len(body.split())) == (["threads"], b"2", 2)
    alone = open_postgres_store(forger.url, lambda: KEYS)
    assert (await alone.evidence.verify()).is_sound
    await alone.close()


END_WRITERS = """SELECT pg_terminate_backend(pid, 20000) FROM pg_locks JOIN pg_database ON pg_database.oid = database
    WHERE locktype = 'advisory' AND objsubid = 1 AND datname = current_database()"""


async def test_eng22_rows_of_killed_processes_are_folded_by_the_next_one(open_store: OpenStore, forger: Forger) -> None:
    _, two, _, second = await open_pair(open_store)
    for _ in range(3):  # the writing sessions of all end, as if they were killed
        forger.run(END_WRITERS)
        await second.append(e.Resumed(by="max"))
        assert forger.list_rows() == ["threads", two.row], "the other one has not written since"
    third = await open_store()
    await LogWriter(third.store, "t3").open()
    assert forger.list_rows() == sorted(["threads", two.row, third.row])
    assert (await third.store.evidence.verify()).is_sound


async def test_eng22_a_process_that_was_taken_for_gone_takes_another_row_and_loses_no_append(
    open_store: OpenStore, forger: Forger
) -> None:
    one, two, first, second = await open_pair(open_store)
    await one.store.evidence.note_missing_threads("two threads", AT)  # begins a new sum, without rows of processes
    assert forger.list_rows() == ["threads"]
    await asyncio.gather(first.append(e.Resumed(by="max")), second.append(e.Resumed(by="max")))
    await asyncio.gather(first.append(e.Paused(by="max")), second.append(e.Paused(by="max")))
    assert forger.list_rows() == sorted(["threads", one.row, two.row])
    assert await describe(two) == ""


async def forge_deletion(forger: Forger, one: PeerStore, two: PeerStore) -> None:
    forger.run("DELETE FROM evidence WHERE name = %s", two.row)


async def forge_swap(forger: Forger, one: PeerStore, two: PeerStore) -> None:
    (mine,), (other,) = forger.copy_row(one.row), forger.copy_row(two.row)
    forger.put_row([(mine[0], *other[1:]), (other[0], *mine[1:])])


async def forge_content(forger: Forger, one: PeerStore, two: PeerStore) -> None:
    forger.run("UPDATE evidence SET body = replace(body::text, '1', '2')::bytea WHERE name = %s", two.row)


async def forge_addition(forger: Forger, one: PeerStore, two: PeerStore) -> None:
    ((_, body, mac),) = forger.copy_row(two.row)
    forger.put_row([("threads:0123456789abcdef", body, mac)])


async def forge_base(forger: Forger, one: PeerStore, two: PeerStore) -> None:
    forger.run("UPDATE evidence SET mac = 'x' WHERE name = 'threads'")


FORGERIES = [forge_deletion, forge_swap, forge_content, forge_addition, forge_base]


@pytest.mark.parametrize("forge", FORGERIES)
async def test_eng22_a_row_that_is_deleted_swapped_edited_or_added_leaves_a_log_that_cannot_be_verified(
    open_store: OpenStore, forger: Forger, forge: Callable[..., Awaitable[None]]
) -> None:
    one, two, _, _ = await open_pair(open_store)
    await forge(forger, one, two)
    with pytest.raises(Unavailable, match="cannot be verified now: its row `threads"):
        await one.store.evidence.verify()
    with pytest.raises(UnprovenLog):
        open_postgres_store(forger.url, lambda: KEYS, is_shared=True)


@pytest.mark.parametrize("forge", [forge_deletion, forge_swap, forge_content, forge_base])
async def test_eng22_a_process_whose_row_was_changed_writes_nothing_more(
    open_store: OpenStore, forger: Forger, forge: Callable[..., Awaitable[None]]
) -> None:
    one, two, _, second = await open_pair(open_store)
    await forge(forger, one, two)
    for _ in range(2):
        with pytest.raises(Unavailable, match="changed by another program"):
            await second.append(e.Resumed(by="max"))
    assert (await one.store.threads.read_rows("t2")).seq == 2


async def test_eng22_the_own_row_set_back_with_its_thread_stops_the_process_that_wrote_it(
    open_store: OpenStore, forger: Forger
) -> None:
    _, two, _, second = await open_pair(open_store)
    row, thread = forger.copy_row(two.row), forger.copy_thread("t2")
    await second.append(e.Resumed(by="max"))
    forger.put_row(row)
    forger.set_back_thread("t2", thread)
    with pytest.raises(Unavailable, match="was set back to what it was before"):
        await LogWriter(two.store, "t3").open()


async def test_eng22_a_thread_set_back_with_the_row_of_its_process_is_missed_when_another_one_wrote_since(
    open_store: OpenStore, forger: Forger
) -> None:
    one, two, first, second = await open_pair(open_store)
    row, thread = forger.copy_row(two.row), forger.copy_thread("t2")
    await one.hears(second.append(e.Resumed(by="max")))
    await first.append(e.Resumed(by="max"))
    assert await describe(one) == ""
    forger.put_row(row)
    forger.set_back_thread("t2", thread)
    assert await describe(one) == f"the row `{two.row}` in the table `evidence` was set back to what it was before"
    third = await open_store()  # it folds nothing of it, so that the next start finds it too
    await LogWriter(third.store, "t3").open()
    assert "was set back" in await describe(third)
    assert not (await third.store.evidence.verify()).is_sound


async def test_eng22_a_thread_set_back_alone_is_missed_though_its_process_is_gone(
    open_store: OpenStore, forger: Forger
) -> None:
    one, two, _, second = await open_pair(open_store)
    thread = forger.copy_thread("t2")
    await second.append(e.Resumed(by="max"))
    await two.store.close()
    forger.set_back_thread("t2", thread)
    assert "at least one was changed by another program" in await describe(one)


async def test_eng22_the_row_of_an_ended_process_that_is_put_back_with_the_list_of_before_is_missed(
    open_store: OpenStore, forger: Forger
) -> None:
    one, two, first, second = await open_pair(open_store)
    rows, thread = forger.copy_row("threads") + forger.copy_row(two.row), forger.copy_thread("t2")
    await second.append(e.Resumed(by="max"))
    await two.store.close()
    await first.append(e.Resumed(by="max"))
    forger.put_row(rows)
    forger.set_back_thread("t2", thread)
    assert "in the table `evidence` was set back to what it was before" in await describe(one)


SIGNER = HeadSigner(KEYS)


def sign_rows(base: BaseSum, **writers: WriterSum) -> Rows:
    rows = [("threads", base.write_body())]
    rows += [(f"threads:{process}", row.write_body()) for process, row in writers.items()]
    return [(name, body, SIGNER.sign_note(name, body)) for name, body in rows]


def test_eng22_rows_are_read_as_they_were_written_and_folding_keeps_the_sum() -> None:
    writers = {"a": WriterSum(ThreadSum(2, 5), 7, 3, (("b", 4),)), "b": WriterSum(ThreadSum(1, 9), 4, 3)}
    rows = SumRows(BaseSum(ThreadSum(4, 1), 3, (("a", 6), ("b", 4))), writers)
    assert parse_sum_rows(sign_rows(rows.base, **writers), SIGNER) == rows
    assert rows.add_up() == ThreadSum(7, 5 ^ 9 ^ 1)
    folded = rows.fold_writers(["a"])
    assert (folded.add_up(), folded.base.writers, set(folded.writers)) == (rows.add_up(), (("b", 4),), {"b"})
    assert folded.fold_writers(["b"]).base.write_body() == ThreadSum(7, 13).write_body()


@pytest.mark.parametrize(
    ("base", "writer", "words"),
    [
        ((3, 7), (7, 3, ()), ""),
        ((3, 7), (6, 3, ()), "the row `threads:a`"),
        ((3, 7), (7, 4, ()), "the row `threads` "),
        ((3, 7), (7, 3, (("gone", 99),)), ""),
        ((3, 7), (7, 3, (("a", 8),)), "the row `threads:a`"),
    ],
)
def test_eng22_a_row_that_is_older_than_another_one_knew_it_is_named(
    base: tuple[int, int], writer: tuple[int, int, signed_sum_rows.Versions], words: str
) -> None:
    rows = SumRows(BaseSum(ThreadSum(0, 0), base[0], (("a", base[1]),)), {"a": WriterSum(ThreadSum(0, 0), *writer)})
    found = rows.describe_set_back()
    assert found.startswith(words) if words else found == ""


def test_eng22_a_row_that_no_list_has_is_refused() -> None:
    row = WriterSum(ThreadSum(0, 0), 1, 0)
    with pytest.raises(NoEvidence, match=r"row `threads:a` .* belongs to no process"):
        parse_sum_rows(sign_rows(BaseSum(ThreadSum(0, 0)), a=row), SIGNER)


@pytest.mark.parametrize(
    ("payload", "told"),
    [
        ("0123456789abcdef !version:12 t1", ("0123456789abcdef", 12)),
        ("0123456789abcdef !turns !version:12", ("0123456789abcdef", 12)),
        ("0123456789abcdef t1", None),
        ("0123456789abcdef !version:-1", None),
        ("0123456789abcdef !version:1e3", None),
        ("0123456789abcdef !version:٣", None),
        ("0123456789abcdef !version:9999999999999999", None),
        ("0123\n56789abcdef !version:12", None),
        ("x !version:12", None),
        ("", None),
    ],
)
def test_eng22_a_note_of_any_program_tells_a_version_or_nothing(payload: str, told: tuple[str, int] | None) -> None:
    assert read_version(payload) == told


async def test_pg10_beside_a_release_that_knows_one_row_alone_that_row_is_written(
    open_store: OpenStore, forger: Forger
) -> None:
    """The older one may start at any time: `owner.oldest` says so."""
    one = await open_store()
    forger.run("UPDATE owner SET oldest = '0014'")
    log = await LogWriter(one.store, "t1").open()
    two = await open_store()
    other = await LogWriter(two.store, "t2").open()
    await asyncio.gather(log.append(e.Resumed(by="max")), other.append(e.Resumed(by="max")))
    ((_, body, _),) = forger.copy_row("threads")
    assert (forger.list_rows(), len(body.split())) == (["threads"], 2)
    assert (await one.store.evidence.verify()).is_sound


async def test_pg10_that_release_may_start_again_once_all_have_stopped(
    forger: Forger, monkeypatch: pytest.MonkeyPatch
) -> None:
    forger.run("UPDATE owner SET shared = true, oldest = '0014'")
    older = tuple(each for each in revisions.list_revisions() if each < "0015")
    one = open_postgres_store(forger.url, lambda: KEYS, is_shared=True)
    assert one.peers is not None
    await one.peers.admit_others()
    await LogWriter(one, "t1").open()
    with monkeypatch.context() as before:
        before.setattr(schema, "list_revisions", lambda: older)
        with pytest.raises(NewerSchema, match="0015"):
            open_postgres_store(forger.url, lambda: KEYS, is_shared=True)
        await one.close()
        open_postgres_store(forger.url, lambda: KEYS, is_shared=True).close_unused()
