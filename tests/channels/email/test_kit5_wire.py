"""The e-mail channel passes the contract of decisions at its real outside: replies through real mail servers."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email.message import EmailMessage
from pathlib import Path
from typing import Any, Literal

import pytest
from structlog.testing import capture_logs

from bot.core import events as e
from bot.core.request_views import Request
from tests.channels.email.hostile_mails import DONE, answer, asked, pusher, reply, taken
from tests.channels.email.mail_world import MailFixture, body, correspondence
from tests.channels.wire_contract import OpenWire, WireContract
from tests.platform_fixture import choose
from tests.servers.mail import Servers
from tests.sqlite_access import owes_delivery

pytestmark = pytest.mark.usefixtures("trusted")


class MailWire:
    """A mailbox of the bot, and those of Sam, Olive and Max."""

    name = "email"

    def __init__(self, here: MailFixture) -> None:
        self.here, self.platform, self.ledger = here, here.platform, here.ledger
        self.last: tuple[EmailMessage, bytes] | None = None

    async def ask(self) -> Request:
        await asked(self.here)
        return await self.here.request()

    async def show(self, who: str) -> str:
        return body(await self._read(who, first=False))

    async def may_approve(self, who: str) -> bool:
        mail = await self._read(who, first=False)
        return "Approve by mail" in mail.as_string() or "approve or reject" in body(mail)

    async def decide(
        self, who: str, choice: Literal["approve", "reject"], reason: str = "", *, first: bool = False
    ) -> None:
        mail = await self._read(who, first=first)
        if "Reply-To" not in mail and who == "sam":
            mail = await self._read("olive", first=first)  # who asked has no address to decide at: that of another
        raw = reply(self.here, who, mail, choice if not reason else f"{choice}\n{reason}")
        self.last = mail, raw
        await self._post(mail, raw)

    async def repeat(self) -> None:
        assert self.last is not None
        with capture_logs() as logged:
            await answer(self.here, *self.last)
            await self.here.until(lambda: any(line.get("why") == "it was taken before" for line in logged))

    async def forge(self, who: str) -> None:
        mail = await self._read(who, first=True)
        await self._post(mail, reply(self.here, who, mail), verdict="dmarc=fail header.from=example.test")

    def list_votes(self) -> list[e.Answered]:
        return self.here.decisions()

    async def _read(self, who: str, *, first: bool) -> EmailMessage:
        """The mail of the request in a mailbox: the first, or the newest when all are delivered."""
        await self.here.until(lambda: not self._list_owed())
        mails = await self.here.mails(who)
        requests = [mail for mail in mails if "tag = " in body(mail)]
        return requests[0 if first else -1]

    def _list_owed(self) -> list[str]:
        return [thread for thread in self.here.thread_ids() if owes_delivery(self.platform, thread)]

    async def _post(self, mail: EmailMessage, raw: bytes, **given: str) -> None:
        before = taken(self.here)
        await answer(self.here, mail, raw, **given)
        await self.here.until(lambda: taken(self.here) > before)


@pytest.fixture
def open_wire(mail: Servers, tmp_path: Path) -> OpenWire:
    @asynccontextmanager
    async def opened(tag: str = "v1", **policy: Any) -> AsyncIterator[MailWire]:
        async with correspondence(mail, tmp_path, choose("push", tag=tag), DONE, agents=pusher(**policy)) as here:
            yield MailWire(here)

    return opened


class TestMailWire(WireContract):
    pass
