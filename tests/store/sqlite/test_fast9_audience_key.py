"""Who may see a thread is found by the key of the audience alone: no search reads more than the rows of the asking person."""

import sqlite3
from contextlib import closing
from pathlib import Path

from bot.core.access.permissions import ThreadReach
from bot.store.sqlite.audience_index import filter_reachable
from bot.store.sqlite.database import open_database


def test_fast9_5_a_check_of_threads_searches_by_the_whole_key(tmp_path: Path) -> None:
    open_database(f"sqlite:///{tmp_path / 'house.db'}").close_unused()
    asked: list[str] = []
    with closing(sqlite3.connect(tmp_path / "house.db")) as file:
        file.set_trace_callback(asked.append)
        filter_reachable(file, ["t1", "t2"], ThreadReach(names=("olive", "group:managers")))
        file.set_trace_callback(None)
        (query,) = [each for each in asked if "audience" in each]
        plan = [detail for *_, detail in file.execute(f"EXPLAIN QUERY PLAN {query}")]
    (search,) = [each for each in plan if "audience" in each]
    assert search == "SEARCH audience USING PRIMARY KEY (who=? AND thread=?)"
