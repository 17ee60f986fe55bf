"""Sends our mails to a server over aiosmtplib, and distinguishes the outcomes: taken, refused, not now, unknown.

No password and no mail is sent without TLS, except to a server on this machine that is configured as insecure.
"""

import asyncio
import re
import ssl
from collections.abc import Sequence
from contextlib import suppress
from email.message import EmailMessage

import aiosmtplib

from bot.core.ports import NotNow, TryLater
from channels.email.inbound.mailbox.imap_client import AccessToken, RenewableToken
from channels.email.mailbox_and_transport_ports import (
    MailAccepted,
    MailboxLost,
    MailRefused,
    PartlyRefused,
    SendOutcome,
    SmtpAnswer,
)
from channels.email.outbound.message import UnsendableMail, WireMessage, serialize_mail
from channels.email.server_urls import SmtpServer

PATIENCE = 30.0
"""Seconds for a connection with its login, and for the answer to each command."""
SENDING = 120.0
"""Seconds for the answer to a whole mail, which servers scan first."""
KEPT = 30.0
"""Seconds for which a connection is kept for the next mail."""
SOON, LATER, GREY, MISTAKEN = 60.0, 120.0, 300.0, 300.0
"""Seconds until the next attempt: after a lost connection, a temporary refusal, greylisting, a failed login or TLS."""

_DELAY = re.compile(r"(\d{1,5}) *(s|sec|secs|seconds?|m|min|mins|minutes?)\b", re.IGNORECASE)


class SmtpClient:
    """A `MailTransport` over SMTP. One mail at a time, on one connection that is kept for `KEPT` seconds.

    `tls`: the trusted authorities, by default the system's; `token`: XOAUTH2 instead of the password.
    """

    def __init__(
        self,
        server: SmtpServer,
        *,
        tls: ssl.SSLContext | None = None,
        token: AccessToken | None = None,
        patience: float = PATIENCE,
        sending: float = SENDING,
    ) -> None:
        self._server, self._tls, self._token = server, tls, token
        self._patience, self._sending = patience, sending
        self._lock = asyncio.Lock()
        self._client: aiosmtplib.SMTP | None = None
        self._expiry: asyncio.TimerHandle | None = None

    async def send_mail(self, mail: EmailMessage, sender: str, recipients: Sequence[str]) -> SendOutcome:
        """Send a mail that has a Message-ID, from and to bare addresses. An empty sender is for mail that must not bounce.

        Raises NotNow when nothing was sent and another attempt may succeed, TryLater when the mail may have been sent.
        """
        try:
            envelope = serialize_mail(mail, sender, recipients)
        except UnsendableMail as error:
            return MailRefused(0, f"This mail cannot be sent: {error}.", is_final=True)
        async with self._lock:
            try:
                outcome = await self._transmit_mail(await self._find_connection(), envelope)
            except BaseException:
                self._drop_connection()
                raise
            self._keep_connection()
            return outcome

    async def close(self) -> None:
        async with self._lock:
            client = self._client
            if client is not None and client.is_connected:
                transport = client.transport
                with suppress(aiosmtplib.SMTPException, OSError):
                    await client.quit(timeout=2)
                if isinstance(transport, asyncio.WriteTransport):
                    transport.abort()  # TLS waits for the server's goodbye, and the process ends before it
            self._drop_connection()

    async def check_server(self) -> str:
        """Log in, and return the server's name and extensions. Raises NotNow with the reason."""
        async with self._lock:
            client = await self._find_connection()
            self._keep_connection()
            return f"{self._server.host}:{self._server.port} offers {', '.join(sorted(client.esmtp_extensions))}"

    async def _find_connection(self) -> aiosmtplib.SMTP:
        if self._client is not None and self._client.is_connected:
            with suppress(aiosmtplib.SMTPException, OSError):
                await self._client.noop(timeout=5)
                return self._client
        self._drop_connection()
        where = f"{self._server.host}:{self._server.port}"
        server = self._server
        # `start_tls` is explicit: aiosmtplib's default sends the password in clear when STARTTLS was stripped
        client = aiosmtplib.SMTP(
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
        try:
            async with asyncio.timeout(self._patience):
                await client.connect()
                await client.ehlo()
        except (aiosmtplib.SMTPException, OSError, MailboxLost) as error:
            client.close()
            if isinstance(error, aiosmtplib.SMTPAuthenticationError) and isinstance(self._token, RenewableToken):
                self._token.forget_token()
            raise _make_not_connected(where, error) from error
        self._client = client
        return client

    async def _transmit_mail(self, client: aiosmtplib.SMTP, envelope: WireMessage) -> SendOutcome:
        # the extensions of the server
        limit = client.esmtp_extensions.get("size", "").strip()
        if envelope.is_utf8 and not client.supports_extension("smtputf8"):
            why = "An address has letters beyond ASCII, and the mail server takes none (SMTPUTF8)."
            return MailRefused(0, why, is_final=True)
        if limit.isdigit() and 0 < int(limit) < len(envelope.raw):
            why = f"The mail has {len(envelope.raw)} bytes; the mail server takes {limit} at most."
            return MailRefused(0, why, is_final=True)
        # the envelope: a refused recipient does not stop the others
        encoding = "utf-8" if envelope.is_utf8 else "ascii"
        options = [f"SIZE={len(envelope.raw)}"] if client.supports_extension("size") else []
        options += ["BODY=8BITMIME", "SMTPUTF8"] if envelope.is_utf8 else []
        refused: dict[str, SmtpAnswer] = {}
        try:
            await client.mail(envelope.sender, options=options, encoding=encoding)
            for recipient in envelope.recipients:
                try:
                    await client.rcpt(recipient, encoding=encoding)
                except aiosmtplib.SMTPRecipientRefused as error:
                    refused[recipient] = SmtpAnswer(error.code, _quote_server(error.message))
        except aiosmtplib.SMTPResponseException as error:
            return await self._read_refusal(client, SmtpAnswer(error.code, _quote_server(error.message)))
        except (aiosmtplib.SMTPException, OSError) as error:
            raise NotNow(f"the connection to the mail server broke ({error})", SOON) from error
        if len(refused) == len(envelope.recipients):
            passing = [answer for answer in refused.values() if not answer.is_final]
            return await self._read_refusal(client, (passing or list(refused.values()))[0])
        # the mail: from here on it may have been taken
        try:
            taken = await client.data(envelope.raw, timeout=self._sending)
        except aiosmtplib.SMTPDataError as error:
            return await self._read_refusal(client, SmtpAnswer(error.code, _quote_server(error.message)))
        except (aiosmtplib.SMTPException, OSError) as error:
            raise TryLater(f"The mail server did not say whether it took the mail ({error}).", SOON) from error
        return PartlyRefused(refused) if refused else MailAccepted(_quote_server(taken.message))

    async def _read_refusal(self, client: aiosmtplib.SMTP, answer: SmtpAnswer) -> MailRefused:
        """Return a permanent refusal. Raises NotNow for a temporary one. The connection is kept if the server accepts RSET."""
        try:
            await client.rset()
        except (aiosmtplib.SMTPException, OSError):
            self._drop_connection()
        match answer.code:
            case code if code < 400:
                raise TryLater(f"The mail server answered nothing that can be read: {answer.text}", SOON)
            case 530 | 534 | 535 | 538:
                raise NotNow(f"the mail server wants another login: {answer.code} {answer.text}", MISTAKEN)
            case code if code < 500:
                raise NotNow(f"the mail server says {answer.code} {answer.text}", _read_delay(answer))
            case _:
                return MailRefused(answer.code, answer.text, is_final=True)

    def _keep_connection(self) -> None:
        if self._expiry is not None:
            self._expiry.cancel()
        self._expiry = asyncio.get_running_loop().call_later(KEPT, self._drop_connection)

    def _drop_connection(self) -> None:
        if self._expiry is not None:
            self._expiry.cancel()
        client, self._client, self._expiry = self._client, None, None
        if client is not None:
            client.close()


def _make_not_connected(where: str, error: Exception) -> NotNow:
    for each in (error, error.__cause__):
        if isinstance(each, ssl.SSLCertVerificationError):
            return NotNow(f"the certificate of {where} is not trusted: {each.verify_message}", MISTAKEN)
    match error:
        case aiosmtplib.SMTPAuthenticationError() if error.code >= 500:
            return NotNow(f"{where} does not take the login: {error.code} {_quote_server(error.message)}", MISTAKEN)
        case aiosmtplib.SMTPResponseException():
            return NotNow(
                f"{where} says {error.code} {_quote_server(error.message)}",
                _read_delay(SmtpAnswer(error.code, error.message)),
            )
        case TimeoutError():
            return NotNow(f"{where} does not answer in time", SOON)
        case aiosmtplib.SMTPException() if not isinstance(error, OSError):
            return NotNow(f"{where} will not be used: {_quote_server(str(error))}", MISTAKEN)
        case _:
            return NotNow(f"{where} cannot be reached: {_quote_server(str(error))}", SOON)


def _read_delay(answer: SmtpAnswer) -> float:
    """Return the seconds until the next attempt: the server's, else the default for its code."""
    said = _DELAY.search(answer.text)
    if said:
        seconds = int(said[1]) * (60 if said[2].lower().startswith("m") else 1)
        return float(min(max(seconds, 30), 3600))
    if re.search(r"gr[ea]y|4\.7\.|4\.2\.0", answer.text, re.IGNORECASE):
        return GREY
    return SOON if answer.code == 421 else LATER


def _quote_server(text: str) -> str:
    """Return a server's text on one line, shortened, without bytes that are not UTF-8."""
    readable = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return " ".join("".join(each if each.isprintable() else " " for each in readable).split())[:300]
