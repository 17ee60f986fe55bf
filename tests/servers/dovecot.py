"""A real Dovecot (IMAP, IMAPS, LMTP) on the loopback, as root or not; all of it lies in one folder and ends with `stop`.

Debian: dovecot-imapd and dovecot-lmtpd; brew: dovecot. Versions 2.3 and 2.4.
"""

import getpass
import grp
import imaplib
import os
import random
import shutil
import signal
import smtplib
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.busy_machine import Deadline

HERE = Path(__file__).parent
SBIN = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/opt/homebrew/sbin", "/usr/local/sbin"))
PATIENCE = 60.0


def find(program: str) -> str:
    """The program's path. Its absence fails the test: without it nothing of mail would be tested."""
    return shutil.which(program, path=SBIN) or pytest.fail(
        f"{program} is missing: apt-get install dovecot-imapd dovecot-lmtpd, or brew install dovecot", pytrace=False
    )


def free_ports(count: int) -> list[int]:
    """Below those that systems give to outgoing connections: a client of one of those while its server is down may be
    connected to itself, and then holds the port when the server comes back.
    """
    found: list[int] = []
    for port in random.sample(range(20_000, 32_000), 500):
        if len(found) == count:
            return found
        with socket.socket() as each, suppress(OSError):
            each.bind(("127.0.0.1", port))
            found.append(port)
    pytest.fail("no ports are free on 127.0.0.1")


class Dovecot:
    """`root` must be short (a unix socket's path has 108 bytes) and hold cert.pem and key.pem. `users`: name -> password."""

    def __init__(self, root: Path, users: Mapping[str, str]) -> None:
        self.root = root
        self.imap, self.imaps, self.lmtp = free_ports(3)
        self._process: subprocess.Popen[bytes] | None = None
        self._settle(users)

    def start(self) -> None:
        """A Dovecot that was killed leaves locks, and would itself wait two minutes until it breaks them."""
        for lock in self.root.glob("mail/*/Maildir/dovecot-uidlist.lock"):
            lock.unlink()
        with (self.root / "stdout").open("ab") as out:
            self._process = subprocess.Popen(
                [find("dovecot"), "-F", "-c", str(self.root / "dovecot.conf")],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        end = Deadline(PATIENCE)
        for port in (self.imap, self.imaps, self.lmtp):
            while not _listens(port):
                if self._process.poll() is not None or end.is_over:
                    self.stop(signal.SIGKILL)
                    pytest.fail(f"dovecot did not start: {self.said()}", pytrace=False)
                time.sleep(0.005)

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """Sessions outlive the master's SIGTERM without a BYE, so the group is killed after it."""
        process, self._process = self._process, None
        if process is None:
            return
        process.send_signal(how)
        with suppress(subprocess.TimeoutExpired):
            process.wait(0.5)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        self._await_children(process.pid)

    def _await_children(self, group: int) -> None:
        """A killed session that is not gone yet still holds its sockets, and the next master would not start."""
        end = Deadline(PATIENCE)
        with suppress(ProcessLookupError, PermissionError):
            while not end.is_over:
                os.killpg(group, 0)
                time.sleep(0.005)

    def said(self) -> str:
        return "\n".join(
            (self.root / name).read_text(errors="replace")[-2000:]
            for name in ("stdout", "dovecot.log")
            if (self.root / name).exists()
        )

    def doveadm(self, *arguments: str) -> str:
        done = subprocess.run(
            [find("doveadm"), "-c", str(self.root / "dovecot.conf"), *arguments],
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def deliver(self, raw: bytes, *recipients: str, sender: str = "") -> None:
        """Over LMTP, which answers once per recipient after the data while smtplib reads one answer: so one by one."""
        for recipient in recipients:
            with smtplib.LMTP("127.0.0.1", self.lmtp, timeout=PATIENCE) as door:
                door.sendmail(sender, [recipient], raw)

    def maildir(self, user: str) -> Path:
        return self.root / "mail" / user / "Maildir"

    def list_mails(self, user: str) -> frozenset[str]:
        """The names of the mails that lie in a mailbox. `new` comes first: from there they move to `cur`, and none is missed."""
        with suppress(FileNotFoundError):
            return frozenset(
                each.name.partition(":")[0] for name in ("new", "cur") for each in (self.maildir(user) / name).iterdir()
            )
        return frozenset()

    def fill(self, user: str, mails: Iterator[bytes]) -> None:
        """Writes mails into an unopened mailbox, without a server in between."""
        new = self.maildir(user) / "new"
        for folder in (new, new.parent / "cur", new.parent / "tmp"):
            folder.mkdir(parents=True, exist_ok=True)
        for number, raw in enumerate(mails):
            (new / f"{1_000_000 + number}.M{number}P1.test").write_bytes(raw)
        if os.geteuid() == 0:
            subprocess.run(["chown", "-R", "mail:mail", str(self.root / "mail" / user)], check=True)

    @contextmanager
    def client(self, user: str, password: str) -> Iterator[imaplib.IMAP4]:
        """Another client, to look at and to disturb a mailbox."""
        with imaplib.IMAP4("127.0.0.1", self.imap, timeout=PATIENCE) as client:
            client.login(user, password)
            yield client

    def _settle(self, users: Mapping[str, str]) -> None:
        for name in ("run", "mail"):
            (self.root / name).mkdir()
        (self.root / "users").write_text("".join(f"{user}:{{PLAIN}}{word}\n" for user, word in users.items()))
        names = _as_root(self.root) if os.geteuid() == 0 else _as_ourselves()
        version = subprocess.run([find("dovecot"), "--version"], capture_output=True, text=True, check=True).stdout
        template = HERE / ("dovecot23.conf" if version.startswith("2.3") else "dovecot24.conf")
        settings = template.read_text().format(
            root=self.root, name=self.root.name, imap=self.imap, imaps=self.imaps, lmtp=self.lmtp, **names
        )
        (self.root / "dovecot.conf").write_text(settings)


def _as_root(root: Path) -> dict[str, str | int]:
    root.chmod(0o755)
    shutil.chown(root / "mail", "mail", "mail")
    shutil.chown(root / "users", "root", "dovecot")
    (root / "users").chmod(0o640)
    return {
        "mail_user": "mail",
        "mail_group": "mail",
        "first_uid": 1,
        "first_gid": 1,
        "internal_user": "dovecot",
        "internal_group": "dovecot",
        "login_user": "dovenull",
        "lmtp_user": "root",
    }


def _as_ourselves() -> dict[str, str | int]:
    me, group = getpass.getuser(), grp.getgrgid(os.getgid()).gr_name
    return {
        "mail_user": me,
        "mail_group": group,
        "first_uid": os.getuid(),
        "first_gid": os.getgid(),
        "internal_user": me,
        "internal_group": group,
        "login_user": me,
        "lmtp_user": me,
    }


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True
