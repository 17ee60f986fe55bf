"""Mails while platform and mail server are killed again and again: each opens one conversation, and gets one answer."""

import asyncio
import os
import random
import signal
import smtplib
import sqlite3
import sys
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.channels.email.mail_world import fetch_mails, read_mails
from tests.random_seed import seed_of_run
from tests.servers.mail import AUTHSERV_ID, Account, Servers, mail, mail_servers

__all__ = ["mail", "mail_servers"]

FULL = os.environ.get("COUNTERSIGN_CAMPAIGN") == "full"
MAILS, KILLS = (100, 15) if FULL else (14, 3)
PEOPLE = 4 if FULL else 1
"""Who write them: of one address forty mails an hour are heard."""
PATIENCE = 1_200 if FULL else 240
"""Seconds for the whole: a machine with other work needs them for its restarts; nothing is measured by them."""


class RestartedMailServer:
    """The process, started again whenever it dies."""

    def __init__(self, folder: Path, environ: dict[str, str]) -> None:
        self.folder, self.environ = folder, environ
        self.process: asyncio.subprocess.Process | None = None

    async def live(self) -> None:
        arguments = ["-m", "tests.campaigns.mail_process", str(self.folder)]
        try:
            while True:
                self.process = await asyncio.create_subprocess_exec(
                    sys.executable, *arguments, env=self.environ, stdout=asyncio.subprocess.DEVNULL
                )
                await self.process.wait()
        finally:
            self.kill()

    def kill(self) -> None:
        if self.process is not None and self.process.returncode is None:
            self.process.kill()


@pytest.mark.campaign
async def test_eml21_every_mail_is_taken_once_and_answered_once_whoever_is_killed(
    mail: Servers, tmp_path: Path
) -> None:
    seed = seed_of_run()
    dice, bot, people = random.Random(seed), mail.fresh(), [mail.fresh() for _ in range(PEOPLE)]
    mail.mx.verdict = "dmarc=pass header.from=example.test"
    restarted = RestartedMailServer(tmp_path, _environ(mail, bot))
    living = asyncio.create_task(restarted.live())
    try:
        async with asyncio.timeout(PATIENCE):
            killing = set(dice.sample(range(1, MAILS), KILLS))
            for number in range(MAILS):
                await asyncio.to_thread(_send, mail, people[number % PEOPLE], bot, number)
                await asyncio.sleep(dice.uniform(0, 0.3))
                if number in killing:
                    await _kill(mail, restarted, is_server=dice.random() < 0.4)
            while len(_answers(mail, people)) < MAILS or _owes(tmp_path / "house.db"):
                await asyncio.sleep(0.3)
    finally:
        living.cancel()
        await asyncio.gather(living, return_exceptions=True)
    answers = _answers(mail, people)
    assert len(answers) == MAILS, f"COUNTERSIGN_SEED={seed}"
    with closing(sqlite3.connect(tmp_path / "house.db")) as connection:
        (threads,) = connection.execute("SELECT count(*) FROM thread").fetchone()
    assert threads == MAILS, f"COUNTERSIGN_SEED={seed}"
    assert set(answers.values()) <= {1, 2}, "a resend whose first outcome was lost has the same Message-ID"


async def _kill(servers: Servers, restarted: RestartedMailServer, *, is_server: bool) -> None:
    if not is_server:
        restarted.kill()
        return
    await asyncio.to_thread(servers.dove.stop, signal.SIGKILL)
    await asyncio.sleep(0.3)
    await asyncio.to_thread(servers.dove.start)


def _environ(servers: Servers, bot: Account) -> dict[str, str]:
    whose = f"{quote(bot.address)}:{quote(bot.password)}@localhost"
    return {
        **os.environ,
        "EMAIL_FROM": bot.address,
        "EMAIL_AUTHSERV_ID": AUTHSERV_ID,
        "SMTP_URL": f"smtp://{whose}:{servers.submission.port}",
        "IMAP_URL": f"imaps://{whose}:{servers.dove.imaps}",
        "SSL_CERT_FILE": str(servers.dove.root / "ca.pem"),
    }


def _send(servers: Servers, human: Account, bot: Account, number: int) -> None:
    sent_mail = EmailMessage()
    sent_mail["From"], sent_mail["To"] = human.address, bot.address
    sent_mail["Subject"], sent_mail["Message-ID"] = f"Mail {number}", f"<mail-{number}@mail.test>"
    sent_mail.set_content(f"This is mail {number}.")
    with smtplib.SMTP("127.0.0.1", servers.mx.port, timeout=60) as client:
        client.send_message(sent_mail, human.address, [bot.address])


def _answers(servers: Servers, people: Sequence[Account]) -> Counter[str]:
    """The answers by their Message-ID."""
    try:
        return Counter(
            str(sent_mail["Message-ID"]) for each in people for sent_mail in read_mails(fetch_mails(servers, each))
        )
    except OSError:
        return Counter()


def _owes(file: Path) -> bool:
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as connection:
        return connection.execute("SELECT 1 FROM job WHERE kind='deliver'").fetchone() is not None
