"""Which pages a lifecycle writes: the frames of SQLite's write-ahead log, by the table or index that owns each page.

Counts, not times: a busy machine changes nothing. `python -m bench.database_page_writes [--lifecycles 200] [--clients 1]`.
"""

import argparse
import asyncio
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.our_engine import OurEngine
from bot.store.sqlite.database import connect_file
from bot.store.sqlite.store import open_sqlite_store

WARM_UP = 100
WAL_HEADER, FRAME_HEADER = 32, 24


def count_frames(path: Path) -> Counter[int]:
    """How often each page stands in the write-ahead log beside this file."""
    log = path.with_name(f"{path.name}-wal").read_bytes()
    page_size = int.from_bytes(log[8:12], "big")
    frames = range(WAL_HEADER, len(log), FRAME_HEADER + page_size)
    return Counter(int.from_bytes(log[at : at + 4], "big") for at in frames)


def name_pages(path: Path) -> dict[int, str]:
    """The table or index of each page (the virtual table `dbstat`)."""
    with closing(sqlite3.connect(path)) as connection:
        return dict(connection.execute("SELECT pageno, name || ' ' || pagetype FROM dbstat"))


def connect_counting(path: str) -> sqlite3.Connection:
    connection = connect_file(path)
    connection.execute("PRAGMA wal_autocheckpoint=0")
    return connection


async def measure(lifecycles: int, clients: int) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "pages.db"
        store = open_sqlite_store(f"sqlite:///{path}", connect=connect_counting)
        async with OurEngine(path, store=store) as engine:
            await engine.run_at_once(WARM_UP, clients)
            before = count_frames(path)
            size = len(name_pages(path))
            await engine.run_at_once(lifecycles, clients)
            written, names = count_frames(path) - before, name_pages(path)
            grown = (len(names) - size) * 4096
        by_name = Counter[str]()
        for page, count in written.items():
            by_name[names.get(page, "page 1" if page == 1 else "free")] += count
        for name, count in by_name.most_common():
            print(f"{count / lifecycles:7.2f}  {name}")
        print(f"{written.total() / lifecycles:7.2f}  pages a lifecycle; {grown / lifecycles:.0f} bytes a lifecycle")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lifecycles", type=int, default=200)
    parser.add_argument("--clients", type=int, default=1)
    given = parser.parse_args()
    asyncio.run(measure(given.lifecycles, given.clients))
