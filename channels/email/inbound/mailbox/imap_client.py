"""One connection to an IMAP server, over aioimaplib (GPL-3.0: imported in this module alone).

aioimaplib 2.0.3 is used below its client class, at its protocol, because of these measurements:
- it breaks at about 1,000 lines that come at once (its issue #118): lines are fed to it by the hundred;
- it drops news of mail (EXISTS) inside the response to another command: they are noted before it sees them;
- a command on a dead connection, and `idle_start` when the server hangs up (#110), wait for ever: here each wait also
  ends with the connection, and after a silence;
- after a timeout it is out of step: an error other than a plain NO ends the connection.
"""

import asyncio
import base64
import ssl
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Sequence
from contextlib import asynccontextmanager
from typing import Any, NamedTuple, Protocol, TypeVar, runtime_checkable

import aioimaplib  # type: ignore[import-untyped]
from aioimaplib.aioimaplib import FetchCommand, IdleCommand  # type: ignore[import-untyped]

from channels.email.inbound.mailbox import imap_grammar
from channels.email.inbound.mailbox.imap_grammar import FolderNamespace, MessageFacts, ResponseLines
from channels.email.mailbox_and_transport_ports import MailboxLost, MailboxRefused
from channels.email.server_urls import MailboxAccount


class AccessToken(Protocol):
    """Returns a fresh OAuth 2 access token. Raises MailboxLost when it has none now."""

    async def __call__(self) -> str: ...


@runtime_checkable
class RenewableToken(AccessToken, Protocol):
    """An `AccessToken` that caches its token, and drops it when a server refuses it."""

    def forget_token(self) -> None: ...


LINES_AT_ONCE = 100
LONGEST = 20
"""A response that keeps coming may take this many times `patience`."""

T = TypeVar("T")


class OpenedFolder(NamedTuple):
    """An open folder: `uidnext` is the UID of the next mail, `keeps` whether the folder keeps our keywords."""

    uidvalidity: int
    uidnext: int
    keeps: bool


@asynccontextmanager
async def open_session(
    account: MailboxAccount,
    *,
    tls: ssl.SSLContext | None = None,
    token: AccessToken | None = None,
    patience: float = 15.0,
) -> AsyncIterator["ImapSession"]:
    """Open a session that is logged in. `patience`: seconds of silence after which the connection is given up.

    Raises MailboxLost when there is no connection or it ends, MailboxRefused when the server refuses a command.
    """
    loop = asyncio.get_running_loop()
    where = f"{account.host}:{account.port}"
    secure = None if account.is_plain else tls or ssl.create_default_context()
    try:
        async with asyncio.timeout(patience):
            _, wire = await loop.create_connection(lambda: ImapProtocol(loop), account.host, account.port, ssl=secure)
    except ssl.SSLCertVerificationError as error:
        raise MailboxRefused(f"the certificate of {where} is not trusted: {error.verify_message}") from error
    except TimeoutError as error:
        raise MailboxLost(f"{where} does not answer within {patience:g} seconds") from error
    except OSError as error:
        raise MailboxLost(f"{where} cannot be reached: {error}") from error
    try:
        session = ImapSession(wire, patience)
        await session.log_in(account, token)
        yield session
    finally:
        await wire.drop_connection()


class ImapProtocol(aioimaplib.IMAP4ClientProtocol):  # type: ignore[misc]  # no types come with it
    """aioimaplib's protocol without its faults. `lost` is done when the connection ends; `news` is set by each new mail."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(loop, self._is_lost)
        self.lost: asyncio.Future[str] = loop.create_future()
        self.heard = loop.time()
        self.news = asyncio.Event()
        self.answers: deque[bytes] = deque()

    def data_received(self, d: bytes) -> None:
        self.heard = self.loop.time()
        lines = d.splitlines(keepends=True)
        for begin in range(0, len(lines), LINES_AT_ONCE):
            super().data_received(b"".join(lines[begin : begin + LINES_AT_ONCE]))

    async def welcome(self, command: bytes) -> None:
        try:
            await super().welcome(command)
        except aioimaplib.AioImapException:
            self._is_lost(ConnectionError(command.decode("utf-8", "replace")))

    async def drop_connection(self) -> None:
        self.transport.abort()
        await asyncio.wait({self.lost, *self.tasks}, timeout=1)
        for task in self.tasks:
            task.cancel()

    def _is_lost(self, error: Exception | None) -> None:
        if not self.lost.done():
            self.lost.set_result(str(error or "the server hung up"))

    def _untagged_response(self, line: bytes) -> Any:
        if line.endswith((b" EXISTS", b" RECENT")):
            self.news.set()
        return super()._untagged_response(line)

    def _continuation(self, line: bytes) -> None:
        """Answer a refused login with an empty line (RFC 4959); aioimaplib would wait for ever."""
        if self.pending_sync_command is not None and self.pending_sync_command.name == "AUTHENTICATE":
            self.transport.write((self.answers.popleft() if self.answers else b"") + b"\r\n")
        else:
            super()._continuation(line)


class ImapSession:
    """The commands of one connection. Each method raises MailboxLost when the connection ends, MailboxRefused for a NO."""

    def __init__(self, wire: ImapProtocol, patience: float) -> None:
        self._wire, self._patience = wire, patience
        self.news = wire.news

    async def log_in(self, account: MailboxAccount, token: AccessToken | None) -> None:
        """Log in by XOAUTH2 with a token, else by the password: by LOGIN or, where that cannot quote it, by PLAIN."""
        await self._await_answer(self._wire.wait("AUTH|NONAUTH"))
        if self._wire.state == aioimaplib.NONAUTH:
            user, password = account.user, account.password
            if token is not None:
                login = self._authenticate("XOAUTH2", f"user={user}\1auth=Bearer {await token()}\1\1")
            elif "LOGINDISABLED" in self._capabilities:
                raise MailboxRefused("the server takes no passwords (LOGINDISABLED)")
            elif imap_grammar.is_plain(user) and imap_grammar.is_plain(password):
                login = self._wire.login(imap_grammar.quote_string(user), password)
            else:
                login = self._authenticate("PLAIN", f"\0{user}\0{password}")
            answer = await self._await_answer(login)
            if answer.result != "OK" and isinstance(token, RenewableToken):
                token.forget_token()
            _check_granted(answer, f"the mailbox of {account.user!r} does not open")
            self._wire.state = aioimaplib.AUTH
        await self._await_answer(self._wire.capability())

    async def open_folder(self, folder: str, keywords: Sequence[str]) -> OpenedFolder:
        return await self._select_folder(imap_grammar.encode_folder_name(folder), folder, keywords)

    async def open_own_folder(self, name: str) -> OpenedFolder:
        """Open a folder of ours. Raises MailboxRefused when it does not exist."""
        return await self._select_folder(imap_grammar.name_own_folder(name, await self._find_namespace()), name, ())

    async def _select_folder(self, quoted: str, folder: str, keywords: Sequence[str]) -> OpenedFolder:
        answer = await self._await_answer(self._wire.select(quoted))
        _check_granted(answer, f"the folder {folder!r} does not open")
        if any(b"[READ-ONLY]" in line for line in answer.lines):
            raise MailboxRefused(f"the folder {folder!r} may only be read; what was taken could not be marked in it")
        return OpenedFolder(
            uidvalidity=imap_grammar.find_number(b"UIDVALIDITY", answer.lines) or 0,
            uidnext=imap_grammar.find_number(b"UIDNEXT", answer.lines) or 1,
            keeps=all(imap_grammar.has_permanent_keyword(each, answer.lines) for each in keywords),
        )

    async def search_newest(self, *criteria: str) -> list[int]:
        """Search after a NOOP, with which the server tells of new mail: `news` is set by later mail alone."""
        _check_granted(await self._await_answer(self._wire.simple_command("NOOP")), "NOOP")
        self.news.clear()
        return await self.search_uids(*criteria)

    async def search_uids(self, *criteria: str) -> list[int]:
        """Return the matching UIDs, in order."""
        answer = await self._await_answer(self._wire.search(*criteria, charset=None, by_uid=True))
        return imap_grammar.read_uids(_check_granted(answer, "SEARCH").lines)

    async def fetch_facts(self, uids: Sequence[int]) -> list[MessageFacts]:
        return imap_grammar.read_facts(
            await self._fetch_parts(imap_grammar.format_uid_set(uids), "(UID RFC822.SIZE INTERNALDATE)")
        )

    async def fetch_body(self, uid: int, limit: int, section: str = "") -> bytes | None:
        """Return the first `limit` bytes of the mail, or of a section of it; None when it is no longer there."""
        lines = await self._fetch_parts(str(uid), f"(UID BODY.PEEK[{section}]<0.{limit}>)")
        return imap_grammar.read_body(lines, uid)

    async def mark_mails(self, uids: Sequence[int], flag: str) -> None:
        answer = await self._await_answer(
            self._wire.store(imap_grammar.format_uid_set(uids), "+FLAGS.SILENT", f"({flag})", by_uid=True)
        )
        _check_granted(answer, f"the flag {flag}")

    async def move_mails(self, uids: Sequence[int], name: str) -> None:
        """Move mails to a folder of ours, which is created when it is missing."""
        folder = imap_grammar.name_own_folder(name, await self._find_namespace())
        try:
            await self._move_to_folder(uids, folder)
        except MailboxRefused:
            await self._await_answer(self._wire.simple_command("CREATE", folder))
            await self._await_answer(self._wire.simple_command("SUBSCRIBE", folder))
            await self._move_to_folder(uids, folder)

    async def wait_for_news(self, seconds: float, *wakes: asyncio.Event) -> None:
        """Wait for new mail or for one of `wakes`; where the server has no IDLE, for `wakes` alone."""
        events = (self.news, *wakes)
        if not self.has_idle:
            await self._wait_for_any(events, seconds)
            return
        command = IdleCommand(self._wire.new_tag(), asyncio.Queue(), loop=self._wire.loop)
        ends = asyncio.ensure_future(self._wire.execute(command))
        begun = asyncio.ensure_future(self._wire.wait_for_idle_response())
        try:
            await self._await_answer(asyncio.wait((begun, ends), return_when=asyncio.FIRST_COMPLETED))
            if ends.done():
                answer = await self._await_answer(ends)
                raise MailboxLost(f"the server does not go on with IDLE: {answer.lines[-1:]!r}")
            await self._wait_for_any(events, seconds, ends)
            if not ends.done():
                self._wire.idle_done()
            await self._await_answer(ends)
        finally:
            begun.cancel()
            ends.cancel()

    @property
    def has_idle(self) -> bool:
        return "IDLE" in self._capabilities

    @property
    def _capabilities(self) -> set[str]:
        return {each.upper() for each in self._wire.capabilities}

    async def _find_namespace(self) -> FolderNamespace:
        if "NAMESPACE" not in self._capabilities:
            return FolderNamespace()
        return imap_grammar.read_namespace((await self._await_answer(self._wire.namespace())).lines)

    async def _move_to_folder(self, uids: Sequence[int], folder: str) -> None:
        """Move by COPY where the server has no MOVE (RFC 6851). Mails that others marked as deleted are not expunged."""
        if "MOVE" in self._capabilities:
            moved = await self._await_answer(self._wire.move(imap_grammar.format_uid_set(uids), folder, by_uid=True))
            _check_granted(moved, f"the folder {folder}")
            return
        copied = await self._await_answer(self._wire.copy(imap_grammar.format_uid_set(uids), folder, by_uid=True))
        _check_granted(copied, f"the folder {folder}")
        await self.mark_mails(uids, "\\Deleted")
        if "UIDPLUS" in self._capabilities:
            await self._await_answer(self._wire.expunge(imap_grammar.format_uid_set(uids), by_uid=True))

    async def _fetch_parts(self, uids: str, parts: str) -> ResponseLines:
        command = FetchCommand(self._wire.new_tag(), uids, parts, prefix="UID", loop=self._wire.loop)
        lines: ResponseLines = _check_granted(
            await self._await_answer(self._wire.execute(command)), f"FETCH {uids}"
        ).lines
        return lines

    async def _authenticate(self, mechanism: str, secret: str) -> aioimaplib.Response:
        proof = base64.b64encode(secret.encode("utf-8")).decode("ascii")
        is_at_once = "SASL-IR" in self._capabilities
        self._wire.answers.extend(() if is_at_once else (proof.encode("ascii"),))
        arguments = (mechanism, proof) if is_at_once else (mechanism,)
        command = aioimaplib.Command("AUTHENTICATE", self._wire.new_tag(), *arguments, loop=self._wire.loop)
        return await self._wire.execute(command, scrub=proof)

    async def _wait_for_any(
        self, events: Sequence[asyncio.Event], seconds: float, *ends: "asyncio.Future[Any]"
    ) -> None:
        """Wait until one of the events is set, or for `seconds`."""
        waits = [asyncio.ensure_future(event.wait()) for event in events]
        try:
            anything: set[asyncio.Future[Any]] = {*waits, *ends, self._wire.lost}
            await asyncio.wait(anything, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
        if self._wire.lost.done():
            raise MailboxLost(self._wire.lost.result())

    async def _await_answer(self, talk: Awaitable[T]) -> T:
        """Await a response. Raises MailboxLost when the connection ends or is silent for longer than `patience`."""
        task, now = asyncio.ensure_future(talk), self._wire.loop.time
        began, wire = now(), self._wire
        try:
            while not task.done():
                silent = max(began, wire.heard) + self._patience - now()
                if wire.lost.done():
                    raise MailboxLost(wire.lost.result())
                if silent <= 0 or now() - began > self._patience * LONGEST:
                    raise MailboxLost(f"the server does not answer within {now() - began:.0f} seconds")
                either: set[asyncio.Future[Any]] = {task, wire.lost}
                await asyncio.wait(either, timeout=silent, return_when=asyncio.FIRST_COMPLETED)
            return task.result()
        except (aioimaplib.AioImapException, OSError) as error:
            raise MailboxLost(f"the connection broke: {error}") from error
        finally:
            task.cancel()


def _check_granted(answer: aioimaplib.Response, what: str) -> aioimaplib.Response:
    """Return an OK response. Raises MailboxRefused for a NO, for which aioimaplib raises nothing, and MailboxLost for BAD."""
    match answer.result:
        case "OK":
            return answer
        case "NO":
            said = bytes(answer.lines[-1]).decode("utf-8", "replace") if answer.lines else "NO"
            raise MailboxRefused(f"{what}: the server says {said!r}")
        case other:
            raise MailboxLost(f"{what}: the server did not understand ({other}, {answer.lines[-1:]!r})")
