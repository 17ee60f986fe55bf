"""A process that takes mails durably and dies at any point: `python -m tests.channels.email.mailbox_process URL CA DATABASE SEED COUNT`.

It ends by itself once COUNT mails are taken and nothing more comes. It is started by test_mailbox_kills.
"""

import asyncio
import os
import random
import signal
import sqlite3
import ssl
import sys
from contextlib import closing

from channels.email.inbound.mailbox.mailbox_watcher import WatchedMailbox, WatchTiming
from channels.email.server_urls import read_imap_url

ODDS = 0.02
"""How often it dies at each of three points of a mail's way: given, committed, done."""


async def take(box: WatchedMailbox, database: sqlite3.Connection, dice: random.Random, count: int) -> None:
    async for mail in box.watch_mails():
        _perhaps_die(dice)
        with database:
            database.execute("INSERT OR IGNORE INTO taken VALUES (?, ?)", (mail.message_id, mail.digest))
        _perhaps_die(dice)
        await box.mark_done(mail)
        _perhaps_die(dice)
        if database.execute("SELECT count(*) FROM taken").fetchone()[0] == count:
            await box.close()


def _perhaps_die(dice: random.Random) -> None:
    if dice.random() < ODDS:
        os.kill(os.getpid(), signal.SIGKILL)


def main(url: str, ca: str, file: str, seed: str, count: str) -> None:
    tls = ssl.create_default_context(cafile=ca)
    with closing(sqlite3.connect(file)) as database:
        database.execute("CREATE TABLE IF NOT EXISTS taken (id TEXT, digest TEXT, PRIMARY KEY (id, digest))")
        box = WatchedMailbox(read_imap_url(url), tls=tls, timing=WatchTiming(patience=3, first_pause=0.05))
        asyncio.run(take(box, database, random.Random(seed), int(count)))


if __name__ == "__main__":
    main(*sys.argv[1:])
