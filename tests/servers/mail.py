"""The mail of example.test: a real Dovecot, a submission and an MX that deliver into it, and TLS that only tests trust."""

import itertools
import shutil
import ssl
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.servers.certificates import certify
from tests.servers.dovecot import Dovecot
from tests.servers.smtp import MX, Submission

AUTHSERV_ID = "mx.example.test"


class Account(NamedTuple):
    address: str
    password: str

    @property
    def login(self) -> tuple[str, str]:
        return self.address, self.password


BOT = Account("bot@example.test", "bot-password")
HUMAN = Account("human@example.test", "human-password")
AWKWARD = Account("shared box@example.test", 'with "quotes", a \\ and (one')
FOREIGN = Account("umlaut@example.test", "pässwörd-承認")
RECORDED = {
    name: Account(f"recorded-{name}@example.test", f"recorded-{name}") for name in ("bot", "sam", "olive", "max")
}
"""The mailboxes of what an earlier version left behind (tests/recorded)."""
DATED = tuple(Account(f"bot-{year}@example.test", f"password-{year}") for year in range(2020, 2030))
"""Mailboxes whose address has a number like a year."""
FRESH = tuple(Account(f"box{number}@example.test", f"password-{number}") for number in range(2000))


class Servers:
    """`trusts` is a client's context that knows our authority. `fresh` gives an unused account."""

    def __init__(self, root: Path) -> None:
        certify(root)
        users = dict((BOT, HUMAN, AWKWARD, FOREIGN, *RECORDED.values(), *DATED, *FRESH))
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(root / "cert.pem", root / "key.pem")
        self.trusts = ssl.create_default_context(cafile=str(root / "ca.pem"))
        self.dove = Dovecot(root, users)
        self._users, self._tls = users, tls
        self.submission = Submission(users, self._relay, tls)
        self.mx = MX(users, self._relay, AUTHSERV_ID)
        self._running = ExitStack()
        self._accounts = itertools.cycle(FRESH)

    def start(self) -> None:
        self._running.callback(self.dove.stop)
        self.dove.start()
        self._running.callback(lambda: self.submission.stop(no_assert=True))
        self._running.callback(self.mx.stop, no_assert=True)
        self.submission.start()
        self.mx.start()

    def stop(self) -> None:
        self._running.close()

    def stop_submission(self) -> None:
        """Stops the listener and ends open connections."""
        self.submission.cut()
        self.submission.stop()

    def start_submission(self) -> None:
        """Starts another one at the same port; accepted mails are remembered."""
        stopped = self.submission
        self.submission = Submission(self._users, self._relay, self._tls)
        self.submission.port, self.submission.took = stopped.port, stopped.took
        self.submission.start()

    def fresh(self) -> Account:
        return next(self._accounts)

    def _relay(self, sender: str, recipients: Sequence[str], raw: bytes) -> None:
        self.dove.deliver(raw, *recipients, sender=sender)


@pytest.fixture(scope="session")
def mail_servers() -> Iterator[Servers]:
    root = Path(tempfile.mkdtemp(prefix="mail"))
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, root, ignore_errors=True)
        servers = Servers(root)
        stack.callback(servers.stop)
        servers.start()
        yield servers


@pytest.fixture
def mail(mail_servers: Servers) -> Servers:
    """The servers, doing nothing wrong yet."""
    mail_servers.submission.reset()
    mail_servers.mx.reset()
    return mail_servers
