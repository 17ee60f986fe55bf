"""Each of many mails is taken once while the server or the reader is killed again and again."""

import asyncio
import os
import random
import signal
import smtplib
import sqlite3
import sys
from collections import Counter
from contextlib import closing
from functools import partial
from pathlib import Path
from urllib.parse import quote

import pytest

from channels.email.inbound.mailbox.mailbox_watcher import TAKEN
from tests.busy_machine import stretch
from tests.channels.email.mailbox_reader import MailboxReader, reading, until
from tests.channels.email.transport_mails import raw
from tests.servers.mail import Account, Servers

FULL = os.environ.get("COUNTERSIGN_CAMPAIGN") == "full"
MAILS, KILLS = (100, 15) if FULL else (32, 4)
SEEDS = range(20 if FULL else 1)

pytestmark = pytest.mark.campaign


def _taken(mail: Servers, login: Account) -> int:
    with mail.dove.client(*login) as client:
        client.select("INBOX", readonly=True)
        _, found = client.search(None, "KEYWORD", TAKEN)
    return len(found[0].split())


async def _deliver(mail: Servers, login: Account, numbers: list[int]) -> None:
    """As an MX does: again until it was taken. So a mail may lie there twice."""
    for number in numbers:
        for _ in range(500):
            try:
                await asyncio.to_thread(mail.dove.deliver, raw(number), login.address)
                break
            except (OSError, smtplib.SMTPException):
                await asyncio.sleep(0.02)
        else:
            pytest.fail(f"mail {number} could not be delivered")
        await asyncio.sleep(0.02)


async def _kill(mail: Servers, reader: MailboxReader, dice: random.Random) -> None:
    """Every other time the reader is connected again before the next kill; else it may be on its way."""
    for number in range(KILLS):
        await asyncio.sleep(dice.uniform(0.05, 0.4))
        known = reader.box.connections
        await asyncio.to_thread(mail.dove.stop, signal.SIGKILL)
        await asyncio.sleep(dice.uniform(0, 0.1))
        await asyncio.to_thread(mail.dove.start)
        if number % 2:
            await until(partial(_is_connected_again, reader, known), "the reader is connected again", seconds=60)


def _is_connected_again(reader: MailboxReader, known: int) -> bool:
    return reader.box.connections > known


@pytest.mark.parametrize("seed", SEEDS)
async def test_kills_of_the_server_lose_nothing_and_give_nothing_twice(mail: Servers, seed: int) -> None:
    login = mail.fresh()
    async with reading(mail, login) as reader:
        await asyncio.gather(_deliver(mail, login, [*range(MAILS)]), _kill(mail, reader, random.Random(seed)))
        await until(lambda: len(reader.taken) == MAILS, f"all {MAILS} come: {len(reader.taken)}", seconds=60)
        await until(lambda: _taken(mail, login) == len(reader.given), "all are marked")
    assert sorted(int(number) for number in {*reader.subjects}) == [*range(MAILS)]
    assert reader.box.connections >= KILLS // 2, "after every other kill, whether or not it was connected before"
    assert max(Counter(found.position for found in reader.given).values()) == 1
    assert not any(found.flaw or found.is_cut for found in reader.given)


@pytest.mark.parametrize("seed", SEEDS)
async def test_eml21_a_process_that_dies_at_any_point_loses_nothing_and_takes_nothing_twice(
    mail: Servers, tmp_path: Path, seed: int
) -> None:
    login, file, deaths = mail.fresh(), tmp_path / "taken.db", 0
    for number in range(MAILS):
        mail.dove.deliver(raw(number), login.address)
    url = f"imaps://{quote(login.address)}:{quote(login.password)}@localhost:{mail.dove.imaps}"
    while True:
        ended = await _run(url, str(mail.dove.root / "ca.pem"), str(file), f"{seed}.{deaths}", str(MAILS))
        if ended == 0:
            break
        assert ended == -signal.SIGKILL
        deaths += 1
        assert deaths < 60
    with closing(sqlite3.connect(file)) as database:
        found = [row[0] for row in database.execute("SELECT id FROM taken")]
    assert sorted(found) == sorted(f"<{number}@example.test>" for number in range(MAILS))
    assert deaths >= 1
    async with reading(mail, login) as reader:
        await until(lambda: _taken(mail, login) == MAILS, "what was taken before it died is marked after")
    assert {(each.message_id) for each in reader.given} <= {*found}


async def _run(*arguments: str) -> int:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.channels.email.mailbox_process", *arguments, stdin=asyncio.subprocess.DEVNULL
    )
    try:
        return await asyncio.wait_for(process.wait(), stretch(30))
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
