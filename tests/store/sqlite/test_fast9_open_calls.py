"""The note of an open call is found by the wish that the request index has: none stays behind, also of an older release's calls."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from bot.store.sqlite import event_log
from bot.store.sqlite.database import open_database
from bot.store.sqlite.equal_open_calls import forget_open_calls, keep_open_calls
from bot.store.thread_append import IndexChange, RequestAmended, RequestOpened, RequestSettled

Append = tuple[Sequence[IndexChange], Sequence[str]]

ASKED = RequestOpened("t1-2", "t1", "approval", "", 1, "wish")
QUESTION = RequestOpened("t1-3", "t1", "question", "", 1)
EDITED = RequestAmended("t1-2", "another")
SETTLED = RequestSettled("t1-2", "approved", 2, "olive")
UNINDEXED = ASKED._replace(wish="")

CASES: dict[str, tuple[Sequence[Append], list[tuple[str, str]]]] = {
    "a call is asked for": ([([ASKED], ())], [("wish", "t1-2")]),
    "an edit frees the wish of before": ([([ASKED], ()), ([EDITED], ())], [("another", "t1-2")]),
    "approved, it stays open until it is over": ([([ASKED], ()), ([SETTLED], ())], [("wish", "t1-2")]),
    "it is over": ([([ASKED], ()), ([SETTLED], ("t1-2",))], []),
    "it is edited and over in one append": ([([ASKED], ()), ([EDITED, SETTLED], ("t1-2",))], []),
    "asked again, it has one note": ([([ASKED], ()), ([ASKED._replace(wish="new")], ())], [("new", "t1-2")]),
    "a question has no wish": ([([ASKED], ()), ([QUESTION], ("t1-3",))], [("wish", "t1-2")]),
    "a call without a request": ([([ASKED], ()), ([], ("t1-9",))], [("wish", "t1-2")]),
}


def write(file: sqlite3.Connection, changes: Sequence[IndexChange], closed: Sequence[str]) -> None:
    forget_open_calls(file, changes, closed)
    event_log.index_requests(file, changes)
    keep_open_calls(file, changes, closed, frozenset())


def read_notes(file: sqlite3.Connection) -> list[tuple[str, str]]:
    return file.execute("SELECT wish, call FROM open_call").fetchall()


@pytest.mark.parametrize("case", CASES)
def test_fast9_6_a_note_ends_with_its_wish_or_its_call(tmp_path: Path, case: str) -> None:
    appends, notes = CASES[case]
    open_database(f"sqlite:///{tmp_path / 'house.db'}").close_unused()
    with closing(sqlite3.connect(tmp_path / "house.db")) as file:
        for changes, closed in appends:
            write(file, changes, closed)
        assert read_notes(file) == notes


def test_fast9_6_the_note_of_a_call_without_an_indexed_wish_ends_too(tmp_path: Path) -> None:
    open_database(f"sqlite:///{tmp_path / 'house.db'}").close_unused()
    with closing(sqlite3.connect(tmp_path / "house.db")) as file:
        write(file, [UNINDEXED], ())
        file.execute("INSERT INTO open_call VALUES ('wish of the log', 't1-2')")
        write(file, [SETTLED], ("t1-2",))
        assert read_notes(file) == []
