"""Watches a mailbox: yields each mail once a run and files it when it is done. It handles mails as bytes only.

The mailbox itself records which mails are done: by a keyword, or by moving where there are no keywords. So a search finds all
that are left, and no state is kept here that a crash could lose.
"""

import asyncio
import hashlib
import random
import re
import ssl
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, suppress
from typing import NamedTuple

import structlog

from channels.email.inbound.mailbox.imap_client import AccessToken, ImapSession, OpenedFolder, open_session
from channels.email.inbound.mailbox.imap_grammar import MessageFacts
from channels.email.mailbox_and_transport_ports import FetchedMail, MailboxLost, MailboxPosition, MailboxRefused
from channels.email.server_urls import MailboxAccount

HEAD = 65_536
"""Bytes in which the headers must end. A mail with longer headers is hashed unchanged."""

OF_THE_AUTHOR = frozenset(
    b"from sender reply-to to cc date subject message-id in-reply-to references "
    b"mime-version content-type content-transfer-encoding content-disposition "
    b"delivered-to x-original-to envelope-to x-gm-original-to".split()
)
"""Headers that are equal in all copies of a mail to one recipient. The others depend on its way."""

_GAP = re.compile(rb"\r?\n\r?\n")
_NEXT = re.compile(rb"\r?\n(?![ \t])")


def read_message_id(raw: bytes) -> str:
    """Return the value of the first Message-ID header, unfolded; empty when there is none."""
    for name, value in _split_fields(raw[:HEAD]):
        if name == b"message-id":
            return value.decode("utf-8", "replace")[:998]
    return ""


def compute_mail_digest(raw: bytes) -> str:
    """Return the SHA-256, in hex, of the author's headers and the body: equal for two copies of a mail to one address."""
    end = _GAP.search(raw, 0, HEAD)
    if end is None:
        return hashlib.sha256(raw).hexdigest()
    digest = hashlib.sha256()
    for name, value in _split_fields(raw[: end.start()]):
        if name in OF_THE_AUTHOR:
            digest.update(name + b":" + value + b"\n")
    digest.update(b"\n")
    digest.update(memoryview(raw)[end.end() :])
    return digest.hexdigest()


def _split_fields(head: bytes) -> list[tuple[bytes, bytes]]:
    """Return names in lower case, and values with each run of white space as one blank."""
    end = _GAP.search(head)
    lines = _NEXT.split(head[: end.start()] if end else head)
    parted = (line.partition(b":") for line in lines)
    return [(name.strip().lower(), b" ".join(value.split())) for name, _, value in parted]


log = structlog.get_logger()

TAKEN, ASIDE = "CountersignTaken", "CountersignQuarantine"
TAKEN_FOLDER, ASIDE_FOLDER = "Countersign/Taken", "Countersign/Quarantine"
KEPT_HEAD = 65_536
PART = 2 * KEPT_HEAD
AT_ONCE = 100
"""Mails in one request for sizes. aioimaplib handles about 1,000 lines; see `imap_client.py`."""
TOLD = 10
"""Mails that may be done and not filed while others are fetched, so that a process that crashes repeatedly makes progress."""
ATTEMPTS = 4
"""Attempts to fetch a mail before only its headers are fetched. Failed mails come after all others."""
RETRY = 5.0
"""Seconds to the next search while a mail failed."""
HASTE, HASTY = 1.0, 20
"""Seconds of a short wait, and short waits in a row after which the server is asked only once a second."""


class WatchTiming(NamedTuple):
    """Times in seconds, sizes in bytes.

    `renew`: an IDLE lasts so long (servers and routers drop it after 5 to 30 minutes), then a new search follows; `poll`: the same
    without IDLE. `patience`: silence after which a connection is given up. `first_pause` doubles up to `longest_pause` between
    connections. Of mails larger than `cap` only the beginning is fetched. `taken_folder`: the folder for mails that are done; when
    empty, they get a keyword and stay.
    """

    renew: float = 240.0
    poll: float = 30.0
    patience: float = 15.0
    first_pause: float = 0.5
    longest_pause: float = 60.0
    cap: int = 10_485_760
    taken_folder: str = ""


class WatchedMailbox:
    """A `WatchableMailbox` over IMAP. `tls`: the trusted authorities, by default the system's; `token`: XOAUTH2."""

    def __init__(
        self,
        account: MailboxAccount,
        *,
        tls: ssl.SSLContext | None = None,
        token: AccessToken | None = None,
        timing: WatchTiming | None = None,
    ) -> None:
        self.trouble = ""
        self.connections = 0
        self.account = account
        self._tls, self._token = tls, token
        self._timing = timing or WatchTiming()
        self._pause = self._timing.first_pause
        self._uidvalidity = self._hasty = 0
        self._given: set[int] = set()
        self._attempts: dict[int, int] = {}
        self._done: set[int] = set()
        self._aside: set[int] = set()
        self._stirred, self._closing = asyncio.Event(), asyncio.Event()

    async def watch_mails(self, since: MailboxPosition | None = None) -> AsyncGenerator[FetchedMail, None]:
        """Yield all mails that are not done yet, then new ones, until `close`."""
        self._given.clear()
        while not self._closing.is_set():
            try:
                async with self.open_session() as session:
                    async for mail in self._watch_session(session, since):
                        yield mail
            except MailboxLost as error:
                self._note_trouble(str(error))
            except MailboxRefused as error:
                self._note_trouble(str(error))
                self._pause = self._timing.longest_pause
            if not self._closing.is_set():
                # with jitter, so that clients of one server do not all reconnect at the same time
                pause = self._pause * random.uniform(0.5, 1)  # noqa: S311  # no secret
                self._pause = min(self._pause * 2, self._timing.longest_pause)
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._closing.wait(), pause)

    async def mark_done(self, mail: FetchedMail) -> None:
        self._queue_filing(mail.position, self._done)

    async def quarantine_mail(self, mail: FetchedMail, why: str) -> None:
        log.warning("mail laid aside", mail=mail.message_id, place=tuple(mail.position), why=why)
        self._queue_filing(mail.position, self._aside)

    async def find_position(self) -> MailboxPosition:
        async with self.open_session() as session:
            box = await session.open_folder(self.account.folder, (TAKEN, ASIDE))
        return MailboxPosition(box.uidvalidity, box.uidnext - 1)

    def open_session(self) -> AbstractAsyncContextManager[ImapSession]:
        """Open a separate connection. Raises MailboxLost, MailboxRefused."""
        return open_session(self.account, tls=self._tls, token=self._token, patience=self._timing.patience)

    def reopen(self) -> None:
        """Let `watch_mails` begin again after a `close`."""
        self._closing.clear()

    async def close(self) -> None:
        self._closing.set()
        self._stirred.set()

    def _queue_filing(self, position: MailboxPosition, pile: set[int]) -> None:
        """Queue a mail to be filed. After a change of UIDVALIDITY the mail comes again, and is filed then."""
        if position.uidvalidity == self._uidvalidity:
            pile.add(position.uid)
            self._stirred.set()

    async def _watch_session(self, session: ImapSession, since: MailboxPosition | None) -> AsyncIterator[FetchedMail]:
        box = await session.open_folder(self.account.folder, (TAKEN, ASIDE))
        self.connections += 1
        if box.uidvalidity != self._uidvalidity:
            self._uidvalidity = box.uidvalidity
            for known in (self._given, self._attempts, self._done, self._aside):
                known.clear()
        above = since.uid if since and since.uidvalidity == box.uidvalidity else 0
        while True:
            self._stirred.clear()
            await self._file_mails(session, box)
            if self._closing.is_set():
                return
            unfiled = ("UNKEYWORD", TAKEN, "UNKEYWORD", ASIDE) if box.keeps else ()
            found = await session.search_newest("UID", f"{above + 1}:*", *unfiled, "UNDELETED")
            waiting = [uid for uid in found if uid > above]
            self.trouble, self._pause = "", self._timing.first_pause
            self._given &= set(waiting)
            self._attempts = {uid: count for uid, count in self._attempts.items() if uid in set(waiting)}
            new = [uid for uid in waiting if uid not in self._given]
            if new:
                self._hasty = 0
            async for mail in self._fetch_new(session, box, new):
                yield mail
            if not (self._done or self._aside):
                began = asyncio.get_running_loop().time()
                usual = self._timing.renew if session.has_idle else self._timing.poll
                await session.wait_for_news(RETRY if self._attempts else usual, self._stirred)
                is_hasty = asyncio.get_running_loop().time() - began < HASTE
                self._hasty = self._hasty + 1 if is_hasty else 0
                if self._hasty > HASTY:
                    await asyncio.sleep(HASTE)

    async def _fetch_new(
        self, session: ImapSession, box: OpenedFolder, new: Sequence[int]
    ) -> AsyncIterator[FetchedMail]:
        """Yield the new mails. Mails that failed before come last, so that one that breaks the connection does not stop the others."""
        for uids in _group_uids(sorted(new, key=lambda uid: (self._attempts.get(uid, 0), uid))):
            facts = {fact.uid: fact for fact in await session.fetch_facts(uids)}
            for fact in (facts[uid] for uid in uids if uid in facts):
                mail = await self._fetch_mail(session, fact)
                if mail is not None:
                    self._given.add(fact.uid)
                    yield mail
                if len(self._done) >= TOLD:
                    await self._file_mails(session, box)

    async def _fetch_mail(self, session: ImapSession, fact: MessageFacts) -> FetchedMail | None:
        """Return the mail; None when it is no longer there (Dovecot then returns no bytes), or is to be fetched again.

        The attempt is counted before it is made, because it may break the connection.
        """
        attempt = self._attempts[fact.uid] = self._attempts.get(fact.uid, 0) + 1
        position, cap = MailboxPosition(self._uidvalidity, fact.uid), self._timing.cap
        if attempt > ATTEMPTS + 1:
            flaw = "the server does not hand it over"
            return FetchedMail(position, fact.received, "", "", b"", fact.size, True, flaw)
        try:
            if attempt > ATTEMPTS:
                raw = await session.fetch_body(fact.uid, KEPT_HEAD, "HEADER")
            elif fact.size <= cap:
                raw = await session.fetch_body(fact.uid, cap)
            else:
                # the headers and the first 64 KB of a mail that is too large, even if the server reports a wrong size
                raw = await session.fetch_body(fact.uid, min(PART, cap))
                head = raw.find(b"\r\n\r\n") if raw else -1
                raw = raw[: head + 4 + KEPT_HEAD] if raw and head >= 0 else raw
        except MailboxRefused as error:
            log.warning("mail not handed over", place=tuple(position), why=str(error))
            return None
        if not raw:
            return None
        del self._attempts[fact.uid]
        flaw = "the server hands over its headers only" if attempt > ATTEMPTS else ""
        is_cut = bool(flaw) or fact.size > cap or len(raw) == cap != fact.size
        return FetchedMail(
            position, fact.received, read_message_id(raw), compute_mail_digest(raw), raw, fact.size, is_cut, flaw
        )

    async def _file_mails(self, session: ImapSession, box: OpenedFolder) -> None:
        """Mark or move the mails that are done or quarantined. After a crash this is repeated, which changes nothing."""
        moves = not box.keeps or bool(self._timing.taken_folder)
        for uids in _group_uids(sorted(self._done)):
            await _file_uids(
                session, uids, TAKEN if box.keeps else "\\Seen", self._timing.taken_folder or TAKEN_FOLDER, moves
            )
            self._done.difference_update(uids)
        for uids in _group_uids(sorted(self._aside)):
            await _file_uids(session, uids, ASIDE if box.keeps else "\\Flagged", ASIDE_FOLDER, moves=True)
            self._aside.difference_update(uids)

    def _note_trouble(self, why: str) -> None:
        if why != self.trouble:
            log.warning("mailbox not reached", host=self.account.host, user=self.account.user, why=why)
        self.trouble = why


async def _file_uids(session: ImapSession, uids: Sequence[int], flag: str, folder: str, moves: bool) -> None:
    """Move or mark the mails; if the server refuses, do the other. If it refuses both, the mails come again later."""
    for is_move in (moves, not moves):
        try:
            await (session.move_mails(uids, folder) if is_move else session.mark_mails(uids, flag))
        except MailboxRefused as error:
            log.warning("mail not filed", uids=list(uids), folder=folder, flag=flag, why=str(error))
        else:
            return


def _group_uids(uids: Sequence[int]) -> list[Sequence[int]]:
    return [uids[begin : begin + AT_ONCE] for begin in range(0, len(uids), AT_ONCE)]
