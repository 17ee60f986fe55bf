"""SMTP servers in this process: a submission server with STARTTLS and login, and an MX that accepts mail from anybody.

Both hand accepted mails to a relay. A test sets their faults (refuse, defer, hang up).
"""

import asyncio
import re
import smtplib
import ssl
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.servers.dovecot import free_ports

SIZE = 40_000_000
Relay = Callable[[str, Sequence[str], bytes], None]


class TakenMail(NamedTuple):
    login: str
    sender: str
    recipients: tuple[str, ...]
    raw: bytes


def abort(spoken: SMTP) -> None:
    """Cuts the connection without a goodbye, unless it is closed already."""
    if isinstance(spoken.transport, asyncio.WriteTransport):
        spoken.transport.abort()


class SmtpListener(Controller):
    """`refuses` answers a recipient once for each of its lines (`ever` for good); `hangs_up` counts the mails
    after whose final dot the connection breaks, although they were taken; `answers` are given to the next mails' data."""

    def __init__(self, users: Mapping[str, str], relay: Relay, **settings: Any) -> None:
        self.users, self.relay = users, relay
        self.ever: dict[str, str] = {}
        self.refuses: dict[str, list[str]] = {}
        self.answers: list[str] = []
        self.hangs_up = 0
        self.is_silent = False
        self.took: list[TakenMail] = []
        self.sessions: set[int] = set()
        self.spoken: list[SMTP] = []
        super().__init__(self, hostname="127.0.0.1", port=free_ports(1)[0], data_size_limit=SIZE, **settings)

    def reset(self) -> None:
        self.ever, self.refuses, self.answers, self.hangs_up, self.is_silent = {}, {}, [], 0, False
        self.took, self.sessions = [], set()

    def factory(self) -> SMTP:
        spoken: SMTP = super().factory()  # type: ignore[no-untyped-call]  # aiosmtpd types it not
        self.spoken.append(spoken)
        return spoken

    def cut(self) -> None:
        """Ends every connection that is open."""

        async def end() -> None:
            for spoken in self.spoken:
                abort(spoken)
            while any(spoken.transport is not None for spoken in self.spoken):
                await asyncio.sleep(0)

        asyncio.run_coroutine_threadsafe(end(), self.loop).result(60)

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, _: list[str]) -> str:
        waiting = self.refuses.get(address)
        if waiting:
            return waiting.pop(0)
        if address in self.ever:
            return self.ever[address]
        local, _at, domain = address.lower().partition("@")
        if f"{local.split('+')[0]}@{domain}" not in self.users:
            return "550 5.1.1 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.answers:
            return self.answers.pop(0)
        assert isinstance(envelope.content, bytes)  # decode_data is off
        raw = self.stamped(envelope.content)
        login = session.auth_data.login.decode() if session.auth_data else ""
        sender, recipients = envelope.mail_from or "", tuple(envelope.rcpt_tos)
        try:
            await asyncio.to_thread(self.relay, sender, recipients, raw)
        except (smtplib.SMTPException, OSError) as error:
            return f"451 4.3.0 {type(error).__name__}"
        self.took.append(TakenMail(login, sender, recipients, raw))
        self.sessions.add(id(session))
        if self.is_silent:
            await asyncio.sleep(30)
        if self.hangs_up:
            self.hangs_up -= 1
            abort(server)
        return "250 2.0.0 taken"

    def stamped(self, raw: bytes) -> bytes:
        return raw


class Submission(SmtpListener):
    """STARTTLS and a login are required."""

    def __init__(self, users: Mapping[str, str], relay: Relay, tls: ssl.SSLContext, **settings: Any) -> None:
        super().__init__(
            users,
            relay,
            tls_context=tls,
            require_starttls=True,
            authenticator=self._knows,
            auth_required=True,
            **settings,
        )

    def _knows(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object) -> AuthResult:
        known = isinstance(data, LoginPassword) and self.users.get(data.login.decode()) == data.password.decode()
        return AuthResult(success=known, handled=False, auth_data=data)


class MX(SmtpListener):
    """Our inbound server: it strips verdicts forged in its name and stamps its own, which a test sets in `verdict`."""

    def __init__(self, users: Mapping[str, str], relay: Relay, authserv_id: str) -> None:
        self.authserv_id, self.verdict = authserv_id, "none"
        super().__init__(users, relay)

    def reset(self) -> None:
        super().reset()
        self.verdict = "none"

    def stamped(self, raw: bytes) -> bytes:
        stamp = f"Authentication-Results: {self.authserv_id}; {self.verdict}\r\n"
        return stamp.encode() + self._unforged(raw)

    def _unforged(self, raw: bytes) -> bytes:
        head, gap, body = raw.partition(b"\r\n\r\n")
        fields = re.split(rb"\r\n(?![ \t])", head)
        return b"\r\n".join(field for field in fields if not self._is_forged(field)) + gap + body

    def _is_forged(self, field: bytes) -> bool:
        name, _, value = field.lower().partition(b":")
        return name.strip() == b"authentication-results" and self.authserv_id.encode() in value
