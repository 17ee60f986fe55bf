"""A reader of a watched mailbox: takes each mail once by Message-ID and digest, and marks it as done."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from channels.email.inbound.mailbox.mailbox_watcher import WatchedMailbox, WatchTiming
from channels.email.mailbox_and_transport_ports import FetchedMail, MailboxPosition
from channels.email.server_urls import MailboxAccount
from tests.busy_machine import Deadline
from tests.servers.mail import Account as Login
from tests.servers.mail import Servers

QUICK = WatchTiming(patience=3.0, first_pause=0.05, longest_pause=0.3, poll=0.1)


class MailboxReader:
    """`given`: all mails in order; `taken`: those that came for the first time."""

    def __init__(self, box: WatchedMailbox, *, calls_done: bool = True) -> None:
        self.box, self.calls_done = box, calls_done
        self.given: list[FetchedMail] = []
        self.taken: dict[tuple[str, str], FetchedMail] = {}

    async def read(self, since: MailboxPosition | None = None) -> None:
        async for mail in self.box.watch_mails(since):
            self.given.append(mail)
            self.taken.setdefault((mail.message_id, mail.digest), mail)
            if self.calls_done:
                await self.box.mark_done(mail)

    @property
    def subjects(self) -> list[str]:
        return [mail.raw.split(b"Subject: ")[1].split(b"\r\n")[0].decode() for mail in self.given]


def account(mail: Servers, login: Login, folder: str = "INBOX") -> MailboxAccount:
    return MailboxAccount("localhost", mail.dove.imaps, login.address, login.password, folder)


@asynccontextmanager
async def reading(
    mail: Servers,
    login: Login,
    *,
    folder: str = "INBOX",
    since: MailboxPosition | None = None,
    calls_done: bool = True,
    timing: WatchTiming = QUICK,
    **settings: Any,
) -> AsyncIterator[MailboxReader]:
    box = WatchedMailbox(account(mail, login, folder), **{"tls": mail.trusts, "timing": timing, **settings})
    async with run(MailboxReader(box, calls_done=calls_done), since) as reader:
        yield reader


@asynccontextmanager
async def run(reader: MailboxReader, since: MailboxPosition | None = None) -> AsyncIterator[MailboxReader]:
    task = asyncio.create_task(reader.read(since))
    try:
        yield reader
    finally:
        await reader.box.close()
        done, _ = await asyncio.wait({task}, timeout=60)
        task.cancel()
        assert done, "mails() does not end after close()"
        task.result()


async def until(holds: Callable[[], bool], what: str, seconds: float = 60.0) -> None:
    """Waits until it holds; real servers take real time."""
    deadline = Deadline(seconds)
    while not holds():
        assert not deadline.is_over, f"not within {seconds} seconds: {what}"
        await asyncio.sleep(0.01)
