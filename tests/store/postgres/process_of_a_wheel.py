"""A process of an installed release over a shared database: `python process_of_a_wheel.py URL SECRET THREAD`.

Prints "works"; then, for each line of its input, appends an event to its thread and prints the thread's length.
"""

import asyncio
import sys
from typing import Any

from bot.core import events as e
from bot.core.channel_messages import ChannelAddress
from bot.secret_keys import SecretKeys
from bot.store.hash_chain import NO_HASH, LogRow, chain_rows
from bot.store.peer_port import PeerListener
from bot.store.postgres.store import open_postgres_store
from bot.store.thread_append import ThreadAppend, ThreadHead

AT = 1_700_000_000_000_000


async def main(url: str, secret: str, thread: str) -> None:
    store = open_postgres_store(url, lambda: SecretKeys((secret,)), is_shared=True)
    assert store.peers is not None
    await store.peers.admit_others()
    await store.peers.start(PeerListener(lambda changes: None, lambda claims: None))
    found = await store.threads.read_rows(thread)
    last, mac = (found.rows[-1], found.mac) if found.rows else (LogRow(0, "", 1, 0, b"", NO_HASH), b"")
    print("works", flush=True)
    while await asyncio.to_thread(sys.stdin.readline):
        address = ChannelAddress(channel="api")
        event: Any = e.ThreadOpened(agent="pusher", title="push it", origin=address, requester="sam")
        if last.seq:
            event = e.Paused(by="olive") if last.seq % 2 else e.Resumed(by="olive")
        rows = chain_rows(thread, last.hash, [e.RecordedEvent(last.seq + 1, AT + last.seq, event)])
        head = ThreadHead(thread, "pusher", "push it", "sam", "working", AT, AT + last.seq)
        kept: list[bytes] = []
        await store.threads.append(ThreadAppend(head, rows, mac), kept.append)
        last, mac = rows[-1], kept[0]
        print(last.seq, flush=True)
    await store.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
