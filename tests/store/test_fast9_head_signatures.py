"""The signatures of heads, and of the sum over them, without `hmac.digest` and without reading the sum before each append."""

import hmac
import sqlite3
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core import events as e
from bot.core.errors import Unavailable
from bot.store.hash_chain import NO_HASH, chain_rows
from bot.store.log_signing import BLOCK, HeadSigner, HmacKey
from bot.store.sqlite import event_log
from bot.store.sqlite.database import open_database
from bot.store.sqlite.signed_log_summary import count_threads, read_thread_sum
from bot.store.thread_append import ThreadHead


@given(st.binary(max_size=BLOCK), st.binary(max_size=200))
def test_fast9_a_prepared_key_signs_as_hmac_does(key: bytes, message: bytes) -> None:
    signer = HmacKey(key)
    assert signer.sign(message) == signer.sign(message) == hmac.digest(key, message, "sha256")


def test_fast9_a_key_longer_than_a_block_is_refused() -> None:
    with pytest.raises(ValueError, match="65 bytes, and 64 are the most"):
        HmacKey(bytes(65))


def open_thread(connection: sqlite3.Connection, signer: HeadSigner, thread: str, *, fails: bool = False) -> None:
    rows = chain_rows(thread, NO_HASH, [e.RecordedEvent(1, 1, e.Paused(by="sam"))])
    event_log.append_rows(connection, signer, ThreadHead(thread, "a", "", None, "paused", 1, 1), rows)
    if fails:
        raise ValueError(thread)


async def test_fast9_the_sum_is_right_after_an_append_was_undone(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'db'}")
    open_one = partial(open_thread, signer=database.signer)
    await database.write_unit(partial(open_one, thread="t1"))
    with pytest.raises(ValueError, match="t2"):
        await database.write_unit(partial(open_one, thread="t2", fails=True))
    await database.write_unit(partial(open_one, thread="t3"))
    assert read_thread_sum(database.reading, database.signer) == count_threads(database.reading)
    assert count_threads(database.reading).threads == 2
    await database.close()


async def test_fast9_a_sum_that_was_not_signed_is_not_replaced(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'db'}")
    open_one = partial(open_thread, signer=database.signer)
    await database.write_unit(partial(open_one, thread="t1"))
    before = read_thread_sum(database.reading, database.signer)

    def forge(connection: sqlite3.Connection) -> None:
        connection.execute("UPDATE evidence SET body=? WHERE name='threads'", (b"0 00",))
        open_one(connection, thread="t2")

    with pytest.raises(Unavailable, match="was not signed with a known secret"):
        await database.write_unit(forge)
    assert read_thread_sum(database.reading, database.signer) == before
    await database.close()
