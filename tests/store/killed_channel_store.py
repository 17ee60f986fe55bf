"""A process that keeps and drops pairs of values until it is killed: `python -m tests.store.killed_channel_store URL`.

Every third pair stays. Started by test_channel_data.
"""

import asyncio
import sys
from itertools import count

from bot.bootstrap import read_utc_now
from bot.core.base_types import to_micros
from bot.core.channel_messages import ChannelEntry
from bot.store.sqlite import channel_data
from bot.store.sqlite.channel_data import ChannelDataStore
from bot.store.sqlite.database import open_database

PAIR = ("left", "right")


async def main(url: str) -> None:
    database = open_database(url)
    store = ChannelDataStore(database, read_utc_now, "email")
    first = len(await store.list_keys("left"))

    async def keep_and_drop(key: str) -> None:
        await store.put_all([ChannelEntry(kind, key, f"{kind} {key}".encode(), None) for kind in PAIR])

    for n in count(first):
        await asyncio.gather(*(keep_and_drop(f"{n:06}-{each}") for each in range(3)))
        now = read_utc_now()
        gone = f"{n:06}-0"
        await store.put_all([ChannelEntry(kind, gone, f"{kind} {gone}".encode(), now) for kind in PAIR])
        await channel_data.sweep_expired(database, to_micros(now))
        if n == first:
            print("begun", flush=True)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
