"""The stored form of a body: smaller, the same after reading, readable in each older form, and never without a bound."""

import hashlib
import sqlite3
import zlib
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from hypothesis import given
from hypothesis import strategies as st

from bot.store import compression
from bot.store.compression import DICTIONARY, LARGE, pack_body, unpack_body
from bot.store.sqlite import migrate
from bot.store.sqlite.downgrade_to_previous_release import downgrade_database
from bot.store.sqlite.log_verification import inspect_log
from tests.platform_fixture import PlatformFixture, choose
from tests.sqlite_access import sqlite_of

THREAD = "t06h2kbtncl2v2qta1pqk760"
ROWS = "SELECT thread, seq, type, v, at, body, hash FROM event ORDER BY thread, seq"


def read_in_older_release(body: bytes) -> bytes:
    """The rule of the releases before the dictionary."""
    return zlib.decompress(body) if body[:1] == b"x" else body


@given(st.binary(max_size=3_000).map(lambda tail: b"{" + tail), st.text("0123456789abcdefghij", max_size=30))
def test_fast9_5_a_body_is_the_same_after_reading(body: bytes, thread: str) -> None:
    packed = pack_body(body, thread)
    assert unpack_body(packed, thread) == body
    assert pack_body(body, thread) == packed  # the first one left nothing behind
    assert unpack_body(zlib.compress(body), thread) == body
    assert unpack_body(body, thread) == body


def test_fast9_5_the_dictionary_never_changes() -> None:
    """The bodies in all files were deflated with it."""
    assert hashlib.sha256(DICTIONARY).hexdigest() == "c6d44fd3b567621a75fc2417a8285add739b046bab81aca30b6e03b86123c37d"
    kept = bytes.fromhex(STORED)
    assert unpack_body(kept, THREAD) == BODY
    assert pack_body(BODY, THREAD)[:1] == kept[:1] == b"\x01"


BODY = (
    b'{"call":"t06h2kbtncl2v2qta1pqk760-6","digest":"18ae9221bc8f1a9615ebe5ab705cb897add4fbb4e8cda9de8aabf338344b460d",'
    b'"person":"olive","door":"web","credential":"session:1","decision":"approve"}'
)
STORED = "018d94310ec0200c035f54894080e43931242bffdfda2e150b5277eb169ffd95710a5c6d0791986bce842141a68daac3aba1a73a20da9f33e200d8654cd3e9628628450a33b8a5b95bbade0dfe52950eaede"


@pytest.mark.parametrize("form", [b"\x01", b""])
def test_fast9_5_a_body_that_fills_the_memory_is_refused(form: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compression, "LARGEST", 10_000)
    deflater = zlib.compressobj(6, zlib.DEFLATED, -15 if form else 15)
    bomb = form + deflater.compress(bytes(20_000)) + deflater.flush()
    for raw in (bomb, bomb[:-3], form + b"x\xff\xff"):
        with pytest.raises(zlib.error):
            unpack_body(raw, THREAD)


async def test_fast9_5_a_downgrade_writes_the_form_of_the_previous_release_and_an_upgrade_reads_both(
    tmp_path: Path,
) -> None:
    path = tmp_path / "house.db"
    async with PlatformFixture(tmp_path, choose("push", tag="v1"), choose("done", message="words " * 200)) as platform:
        await platform.launch()
        (request,) = await platform.pending()
        await platform.decide(request)
        await platform.settle()
        keys = platform.app.keys
    with closing(sqlite3.connect(path)) as file:
        before = file.execute(ROWS).fetchall()
        assert {row[5][:1] for row in before} == {b"{", b"\x01"}
        assert all(row[5][:1] == b"\x01" for row in before if len(unpack_body(row[5], row[0])) >= LARGE)
    assert downgrade_database(path, keys) == "0010"
    with closing(sqlite3.connect(path)) as file:
        after = file.execute(ROWS).fetchall()
    assert {row[5][:1] for row in after} == {b"{", b"x"}
    for old, new in zip(before, after, strict=True):
        assert (*old[:5], old[6]) == (*new[:5], new[6])
        assert read_in_older_release(new[5]) == unpack_body(old[5], old[0])
    async with PlatformFixture(tmp_path) as again:
        report = inspect_log(path, sqlite_of(again.app).signer)
        assert (report.threads, report.is_sound) == (1, True)
        await again.say(before[0][0], "once more, and in more words than a body that is kept as it is would have " * 2)
        report = inspect_log(path, sqlite_of(again.app).signer)
        assert (report.threads, report.is_sound) == (1, True)
    with closing(sqlite3.connect(path)) as file:
        assert {row[5][:1] for row in file.execute(ROWS)} == {b"{", b"x", b"\x01"}


async def test_fast9_5_a_row_that_cannot_be_inflated_stops_no_downgrade(tmp_path: Path) -> None:
    path = tmp_path / "house.db"
    async with PlatformFixture(tmp_path) as platform:
        await platform.launch()
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("UPDATE event SET body=x'01ff' WHERE seq=1")
    command.downgrade(migrate.make_alembic_config(path), "0012")
    with closing(sqlite3.connect(path)) as file:
        assert migrate.read_revision(path) == "0012"
        assert file.execute("SELECT body FROM event WHERE seq=1").fetchone() == (b"\x01\xff",)
