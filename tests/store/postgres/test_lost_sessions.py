"""A session that is lost before, in and after a commit; a server that crashes; another process in between."""

import asyncio
import random
import signal
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import closing

import pytest
from structlog.testing import capture_logs

from bot.core import events as e
from bot.core.errors import DatabaseInUse, DatabaseReplaced, Unavailable
from bot.store.postgres import ownership, writer
from bot.store.postgres.connecting import connect_for_writing
from bot.store.postgres.database import open_database
from bot.store.postgres.store import PostgresStore, open_postgres_store
from bot.store.records import DueJob
from bot.store.thread_append import JobWrite
from tests.postgres_databases import KEYS, empty_database
from tests.random_seed import share
from tests.servers.cut_wire import CutWire, WireLink, cut_wire
from tests.servers.postgres import PostgresServer, shared_server
from tests.store.store_contract import AT, LogWriter

LogLines = Callable[[], list[str]]


@pytest.fixture
def wire(postgres_server: PostgresServer) -> Iterator[CutWire]:
    with cut_wire(postgres_server.port) as made:
        yield made


@pytest.fixture(params=[False, True], ids=["owned", "shared"])
async def wired(
    postgres_url: str, postgres_server: PostgresServer, wire: CutWire, request: pytest.FixtureRequest
) -> AsyncIterator[PostgresStore]:
    """A store whose sessions go over the wire."""
    url = postgres_url.replace(f":{postgres_server.port}/", f":{wire.port}/")
    opened = open_postgres_store(url, lambda: KEYS, is_shared=request.param)
    try:
        yield opened
    finally:
        await opened.close()


def find_writing(wire: CutWire) -> WireLink:
    """The link of the session that writes now: of all, it alone says how it commits."""
    return [link for link in wire.links if b"synchronous_commit" in link.opening][-1]


@pytest.fixture
def lines() -> Iterator[LogLines]:
    """The lines of the log so far."""
    with capture_logs() as entries:
        yield lambda: [entry["event"] for entry in entries]


LOST, LOST_IN_COMMIT = "the session of the database was lost", "the session of the database was lost in a commit"
OPENED = "the session of the database was opened again"


@pytest.mark.parametrize("keeps_server", [False, True], ids=["the server notices", "the server does not notice"])
async def test_pg2_an_append_whose_commit_got_no_answer_is_looked_for_and_counts(
    wired: PostgresStore, wire: CutWire, keeps_server: bool, lines: LogLines
) -> None:
    log, link = await LogWriter(wired).open(), find_writing(wire)
    link.keeps_server = keeps_server
    link.cut_after = 0  # the commit is not answered
    await log.append(e.Resumed(by="max"))
    assert [line for line in lines() if "session" in line] == [LOST_IN_COMMIT, OPENED]
    assert log.last.seq == 3, "its caller was told"
    assert (await wired.threads.read_rows("t1")).seq == 3
    await log.append(e.Paused(by="max"))
    assert (await wired.evidence.verify()).is_sound


@pytest.mark.parametrize("how", ["at rest", "on the way"])
async def test_pg2_an_append_that_was_lost_before_its_commit_is_sent_again(
    wired: PostgresStore, wire: CutWire, lines: LogLines, how: str
) -> None:
    log, link = await LogWriter(wired).open(), find_writing(wire)
    if how == "at rest":
        link.close()
    else:
        link.drops_next = True
    await log.append(e.Resumed(by="max"))
    assert [line for line in lines() if "session" in line] == [LOST if how == "at rest" else LOST_IN_COMMIT, OPENED]
    assert (await wired.threads.read_rows("t1")).seq == 3
    assert (await wired.evidence.verify()).is_sound


async def test_pg2_without_a_server_a_write_is_refused_and_later_ones_work(
    wired: PostgresStore, wire: CutWire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "LOOK_SECONDS", 0.2)
    log = await LogWriter(wired).open()
    wire.is_down = True
    find_writing(wire).cut_after = 0
    with pytest.raises(Unavailable, match="may be there or not"):
        await log.append(e.Resumed(by="max"))
    with pytest.raises(Unavailable, match="Nothing was changed"):
        await wired.jobs.postpone(DueJob("turn", "t1", AT, 0), 7)
    assert not await wired.is_answering()
    wire.is_down = False
    found = await wired.threads.read_rows("t1")
    assert [row.type for row in found.rows][2:] == ["Resumed"], "the commit had reached the server"
    log.last, log.mac = found.rows[-1], found.mac
    await log.append(e.Paused(by="max"))
    assert (await wired.evidence.verify()).is_sound


async def test_pg2_a_read_on_a_lost_session_is_made_again(wired: PostgresStore, wire: CutWire) -> None:
    await LogWriter(wired).open()
    assert (await wired.threads.read_rows("t1")).seq == 2
    for link in wire.links[1:]:
        link.close()
    assert (await wired.threads.read_rows("t1")).seq == 2


async def test_pg2_wires_that_are_cut_at_random_lose_nothing_that_was_told_and_tell_nothing_that_was_lost(
    wired: PostgresStore, wire: CutWire, lines: LogLines
) -> None:
    logs = [await LogWriter(wired, f"t{n}").open() for n in range(4)]
    for n in range(share(24)):
        find_writing(wire).cut_after = (
            random.randrange(4) if n else 0
        )  # one at least is cut: appends gather into one flight
        await asyncio.gather(*(log.append(e.Resumed(by="max"), jobs=[JobWrite("turn", log.thread, 1)]) for log in logs))
        for log in logs:
            found = await wired.threads.read_rows(log.thread)
            assert (found.seq, found.rows[-1].hash, found.mac) == (log.last.seq, log.last.hash, log.mac)
    assert OPENED in lines()
    assert (await wired.evidence.verify()).is_sound


async def test_pg2_a_server_that_crashes_under_load_loses_nothing_that_was_told(lines: LogLines) -> None:
    with shared_server("lost sessions") as server, empty_database(server) as url:
        store = open_postgres_store(url, lambda: KEYS)
        try:
            logs = [await LogWriter(store, f"t{n}").open() for n in range(8)]
            told: dict[str, int] = {}

            async def write(log: LogWriter) -> None:
                for _ in range(300):
                    try:
                        await log.append(e.Resumed(by="max"))
                    except Unavailable:
                        return
                    told[log.thread] = log.last.seq

            writing = asyncio.gather(*(write(log) for log in logs))
            await asyncio.sleep(0.05)
            await asyncio.to_thread(server.stop, signal.SIGQUIT)
            await asyncio.to_thread(server.start)
            await writing
            assert told
            assert OPENED in lines()
            for thread, seq in told.items():
                assert (await store.threads.read_rows(thread)).seq >= seq
            assert (await store.evidence.verify()).is_sound
            await LogWriter(store, "after").open()
        finally:
            await store.close()


async def test_pg2_a_second_process_is_refused_and_told_who_owns_the_database(
    postgres: PostgresStore, postgres_url: str
) -> None:
    with pytest.raises(DatabaseInUse, match=r"in use by another Countersign process \(process \d+ on .+\)"):
        open_database(postgres_url, lambda: KEYS)
    await postgres.close()
    open_database(postgres_url, lambda: KEYS).close_unused()


async def test_pg2_a_process_that_another_one_followed_writes_nothing_more(
    wired: PostgresStore, wire: CutWire, postgres_url: str
) -> None:
    log = await LogWriter(wired).open()
    wire.is_down = True
    for link in wire.links:
        link.close()
    for _ in range(600):
        try:
            following = open_postgres_store(postgres_url, lambda: KEYS)
            break
        except DatabaseInUse:  # the server has not noticed yet that the session is gone
            await asyncio.sleep(0.05)
    wire.is_down = False
    with pytest.raises(DatabaseReplaced, match="no longer owns the PostgreSQL database"):
        await log.append(e.Resumed(by="max"))
    await following.close()
    with pytest.raises(DatabaseReplaced, match=r"owned it meanwhile|no longer owns"):
        await log.append(e.Resumed(by="max"))
    async with asyncio.timeout(30):
        assert "start again" in str(await wired.wait_until_replaced())
    with closing(connect_for_writing(postgres_url)) as connection:
        assert connection.execute("SELECT count(*) FROM event").fetchone() == (2,)


def test_pg2_a_lost_session_that_ends_between_two_looks_is_no_other_owner(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(connect_for_writing(postgres_url)) as lost, closing(connect_for_writing(postgres_url)) as following:
        ownership.claim(lost, "it")
        number = ownership.begin_ownership(lost)

        def end_by_itself(*_: object) -> bool:
            ownership.give_up(lost)
            return False

        monkeypatch.setattr(ownership, "_end_session", end_by_itself)
        ownership.resume_ownership(following, "it", number, (0, ""))
        assert ownership.is_owned(following)
