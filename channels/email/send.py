"""Our mail to the server that sends it on, over aiosmtplib. What comes of it is told apart: taken, refused, not now, unknown.

It sends no password and no mail without TLS, except to a server on this machine that was named as insecure.
"""

import asyncio
import re
import ssl
from collections.abc import Mapping, Sequence
from contextlib import suppress
from email.message import EmailMessage

import aiosmtplib

from bot.core.ports import NotNow, TryLater
from channels.email.mailbox import RenewableToken, Token
from channels.email.ports import Answer, MailboxLost, Outcome, PartlyRefused, Refused, Sent
from channels.email.seal import Envelope, Unsendable, sealed
from channels.email.urls import Server

PATIENCE = 30.0
"""Seconds for a connection with its login, and for the answer to each command."""
SENDING = 120.0
"""Seconds for the answer to a whole mail: servers look through it first."""
KEPT = 30.0
"""Seconds for which a connection is kept for the next mail."""
SOON, LATER, GREY, MISTAKEN = 60.0, 120.0, 300.0, 300.0
"""Seconds until the next try: after a lost connection, a passing refusal, greylisting, a login or TLS that fails."""

_DELAY = re.compile(r"(\d{1,5}) *(s|sec|secs|seconds?|m|min|mins|minutes?)\b", re.IGNORECASE)


class SmtpPost:
    """The Post port over SMTP. One mail at a time, on one connection that is kept for KEPT seconds.

    `tls`: what is trusted, by default the system's authorities; `token`: XOAUTH2 instead of the password.
    """

    def __init__(
        self,
        server: Server,
        *,
        tls: ssl.SSLContext | None = None,
        token: Token | None = None,
        patience: float = PATIENCE,
        sending: float = SENDING,
    ) -> None:
        self._server, self._tls, self._token = server, tls, token
        self._patience, self._sending = patience, sending
        self._lock = asyncio.Lock()
        self._client: aiosmtplib.SMTP | None = None
        self._expiry: asyncio.TimerHandle | None = None

    async def send(self, mail: EmailMessage, sender: str, recipients: Sequence[str]) -> Outcome:
        """Sends a mail that has a Message-ID, from and to bare addresses. An empty sender is for mail that must not bounce.

        Raises NotNow when nothing was sent and may be later, TryLater when it may have been sent.
        """
        try:
            envelope = sealed(mail, sender, recipients)
        except Unsendable as error:
            return Refused(0, f"This mail cannot be sent: {error}.", is_final=True)
        async with self._lock:
            try:
                outcome = await self._sent(await self._connected(), envelope)
            except BaseException:
                self._drop()
                raise
            self._keep()
            return outcome

    async def close(self) -> None:
        async with self._lock:
            client = self._client
            if client is not None and client.is_connected:
                with suppress(aiosmtplib.SMTPException, OSError):
                    await client.quit(timeout=2)
            self._drop()

    async def check(self) -> str:
        """What the server is called and offers, after a login. Raises NotNow with what is wrong."""
        async with self._lock:
            client = await self._connected()
            self._keep()
            return f"{self._server.host}:{self._server.port} offers {', '.join(sorted(client.esmtp_extensions))}"

    async def _connected(self) -> aiosmtplib.SMTP:
        if self._client is not None and await _is_alive(self._client):
            return self._client
        self._drop()
        where = f"{self._server.host}:{self._server.port}"
        client = self._fresh()
        try:
            async with asyncio.timeout(self._patience):
                await client.connect()
                await client.ehlo()
        except (aiosmtplib.SMTPException, OSError, MailboxLost) as error:
            client.close()
            if isinstance(error, aiosmtplib.SMTPAuthenticationError) and isinstance(self._token, RenewableToken):
                self._token.forget()
            raise _unconnected(where, error) from error
        self._client = client
        return client

    def _fresh(self) -> aiosmtplib.SMTP:
        """`start_tls=True` is not aiosmtplib's default: that sends the password in clear when STARTTLS was stripped."""
        server = self._server
        return aiosmtplib.SMTP(
            hostname=server.host,
            port=server.port,
            username=server.user or None,
            password=server.password if server.user and self._token is None else None,
            oauth_token_generator=self._token if server.user else None,
            use_tls=server.security == "tls",
            start_tls=server.security == "starttls",
            tls_context=None if server.security == "none" else self._tls,
            timeout=self._patience,
        )

    async def _sent(self, client: aiosmtplib.SMTP, envelope: Envelope) -> Outcome:
        why_not = _unsupported(client, envelope)
        if why_not:
            return Refused(0, why_not, is_final=True)
        try:
            refused = await self._addressed(client, envelope)
        except aiosmtplib.SMTPResponseException as error:
            return await self._refusal(client, Answer(error.code, _words(error.message)))
        except (aiosmtplib.SMTPException, OSError) as error:
            raise NotNow(f"the connection to the mail server broke ({error})", SOON) from error
        if len(refused) == len(envelope.recipients):
            passing = [answer for answer in refused.values() if not answer.is_final]
            return await self._refusal(client, (passing or list(refused.values()))[0])
        try:
            taken = await client.data(envelope.raw, timeout=self._sending)
        except aiosmtplib.SMTPDataError as error:
            return await self._refusal(client, Answer(error.code, _words(error.message)))
        except (aiosmtplib.SMTPException, OSError) as error:
            raise TryLater(f"The mail server did not say whether it took the mail ({error}).", SOON) from error
        return PartlyRefused(refused) if refused else Sent(_words(taken.message))

    async def _addressed(self, client: aiosmtplib.SMTP, envelope: Envelope) -> Mapping[str, Answer]:
        """Those that the server does not take it for, and why not."""
        encoding = "utf-8" if envelope.is_utf8 else "ascii"
        options = [f"SIZE={len(envelope.raw)}"] if client.supports_extension("size") else []
        options += ["BODY=8BITMIME", "SMTPUTF8"] if envelope.is_utf8 else []
        await client.mail(envelope.sender, options=options, encoding=encoding)
        refused = {}
        for recipient in envelope.recipients:
            try:
                await client.rcpt(recipient, encoding=encoding)
            except aiosmtplib.SMTPRecipientRefused as error:
                refused[recipient] = Answer(error.code, _words(error.message))
        return refused

    async def _refusal(self, client: aiosmtplib.SMTP, answer: Answer) -> Refused:
        """Raises NotNow for what passes. The connection stays good for the next mail, if the server agrees."""
        try:
            await client.rset()
        except (aiosmtplib.SMTPException, OSError):
            self._drop()
        match answer.code:
            case code if code < 400:
                raise TryLater(f"The mail server answered nothing that can be read: {answer.text}", SOON)
            case 530 | 534 | 535 | 538:
                raise NotNow(f"the mail server wants another login: {answer.code} {answer.text}", MISTAKEN)
            case code if code < 500:
                raise NotNow(f"the mail server says {answer.code} {answer.text}", _delay(answer))
            case _:
                return Refused(answer.code, answer.text, is_final=True)

    def _keep(self) -> None:
        if self._expiry is not None:
            self._expiry.cancel()
        self._expiry = asyncio.get_running_loop().call_later(KEPT, self._drop)

    def _drop(self) -> None:
        if self._expiry is not None:
            self._expiry.cancel()
        client, self._client, self._expiry = self._client, None, None
        if client is not None:
            client.close()


async def _is_alive(client: aiosmtplib.SMTP) -> bool:
    if not client.is_connected:
        return False
    try:
        await client.noop(timeout=5)
    except (aiosmtplib.SMTPException, OSError):
        return False
    return True


def _unconnected(where: str, error: Exception) -> NotNow:
    for each in (error, error.__cause__):
        if isinstance(each, ssl.SSLCertVerificationError):
            return NotNow(f"the certificate of {where} is not trusted: {each.verify_message}", MISTAKEN)
    match error:
        case aiosmtplib.SMTPAuthenticationError() if error.code >= 500:
            return NotNow(f"{where} does not take the login: {error.code} {_words(error.message)}", MISTAKEN)
        case aiosmtplib.SMTPResponseException():
            return NotNow(
                f"{where} says {error.code} {_words(error.message)}", _delay(Answer(error.code, error.message))
            )
        case TimeoutError():
            return NotNow(f"{where} does not answer in time", SOON)
        case aiosmtplib.SMTPException() if not isinstance(error, OSError):
            return NotNow(f"{where} will not be used: {_words(str(error))}", MISTAKEN)
        case _:
            return NotNow(f"{where} cannot be reached: {_words(str(error))}", SOON)


def _unsupported(client: aiosmtplib.SMTP, envelope: Envelope) -> str:
    """What the server cannot do that this mail needs; empty when it can."""
    if envelope.is_utf8 and not client.supports_extension("smtputf8"):
        return "An address has letters beyond ASCII, and the mail server takes none (SMTPUTF8)."
    limit = client.esmtp_extensions.get("size", "").strip()
    if limit.isdigit() and 0 < int(limit) < len(envelope.raw):
        return f"The mail has {len(envelope.raw)} bytes; the mail server takes {limit} at most."
    return ""


def _delay(answer: Answer) -> float:
    """Seconds until the next try: what the server says, else what is usual."""
    said = _DELAY.search(answer.text)
    if said:
        seconds = int(said[1]) * (60 if said[2].lower().startswith("m") else 1)
        return float(min(max(seconds, 30), 3600))
    if re.search(r"gr[ea]y|4\.7\.|4\.2\.0", answer.text, re.IGNORECASE):
        return GREY
    return SOON if answer.code == 421 else LATER


def _words(text: str) -> str:
    """A server's words: on one line, not long, and without bytes that are no UTF-8."""
    readable = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return " ".join("".join(each if each.isprintable() else " " for each in readable).split())[:300]
