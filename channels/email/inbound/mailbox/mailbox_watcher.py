"""The mailbox that is watched: what is in it comes once a run and goes when it is done. It knows mails as bytes only.

What is done stands in the mailbox itself: as a keyword, or by moving where there are no keywords. So a search finds all
that is left, whatever was missed, and nothing is kept here that a crash could lose.
"""

import asyncio
import hashlib
import random
import re
import ssl
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager
from typing import NamedTuple

import structlog

from channels.email.inbound.mailbox.imap_client import AccessToken, ImapSession, OpenedFolder, open_session
from channels.email.inbound.mailbox.imap_grammar import MessageFacts
from channels.email.ports import FetchedMail, MailboxLost, MailboxPosition, MailboxRefused
from channels.email.server_urls import MailboxAccount

HEAD = 65_536
"""Bytes in which the headers must end. What has more is digested as it is."""

OF_THE_AUTHOR = frozenset(
    b"from sender reply-to to cc date subject message-id in-reply-to references "
    b"mime-version content-type content-transfer-encoding content-disposition "
    b"delivered-to x-original-to envelope-to x-gm-original-to".split()
)
"""Headers that are the same however often and whatever way a mail comes to one recipient. The others tell of its way."""

_GAP = re.compile(rb"\r?\n\r?\n")
_NEXT = re.compile(rb"\r?\n(?![ \t])")


def read_message_id(raw: bytes) -> str:
    """The value of the first Message-ID header, unfolded; empty when there is none."""
    for name, value in _split_fields(raw[:HEAD]):
        if name == b"message-id":
            return value.decode("utf-8", "replace")[:998]
    return ""


def compute_mail_digest(raw: bytes) -> str:
    """SHA-256, in hex, of the author's headers and the body: equal for one mail that was delivered to one address twice."""
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
    """Names in lower case, values with each white space as one blank."""
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
"""Mails whose sizes are asked for at once. aioimaplib bears about 1,000 lines; see mailbox.py."""
TOLD = 10
"""So many that are done are not told yet at most, while more are there: whoever dies again and again gets on all the same."""
ATTEMPTS = 4
"""So often a mail is asked for, the last times after all others, before only its headers are."""
RETRY = 5.0
HASTE, HASTY = 1.0, 20
"""More than so many waits in a row that were shorter than so many seconds, and for nothing, are too many."""


class WatchTiming(NamedTuple):
    """Seconds and bytes. `renew`: an IDLE lasts so long (servers and routers drop it after 5 to 30 minutes), then all is
    searched anew; `poll`: the same where there is no IDLE. `patience`: silence after which a server is given up.
    `first_pause` doubles up to `longest_pause` between connections. Of mails above `cap` only the beginning comes.
    `taken_folder`: what is done is moved there; when empty, it gets a keyword and stays.
    """

    renew: float = 240.0
    poll: float = 30.0
    patience: float = 15.0
    first_pause: float = 0.5
    longest_pause: float = 60.0
    cap: int = 10_485_760
    taken_folder: str = ""


class WatchedMailbox:
    """The Mailbox port over IMAP. `tls`: what is trusted, by default the system's authorities; `token`: XOAUTH2."""

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
        """All that is not done yet, and then what comes, until `close`."""
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
                await self._sleep_with_jitter()

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
        """A connection of its own. Raises MailboxLost, MailboxRefused."""
        return open_session(self.account, tls=self._tls, token=self._token, patience=self._timing.patience)

    async def close(self) -> None:
        self._closing.set()
        self._stirred.set()

    def _queue_filing(self, position: MailboxPosition, pile: set[int]) -> None:
        """What lies elsewhere since its UIDVALIDITY changed comes again, and is done then."""
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
            await session.send_noop()
            session.news.clear()
            waiting = [uid for uid in await session.search_uids(*_make_criteria(above, box)) if uid > above]
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
        """Each of the new mails; those that failed before come last, so that one which breaks the connection stops none."""
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
        """The mail; None when it is no longer there (Dovecot then hands over nothing), or is to be asked for again.

        The attempt counts before it is made: it may break the connection.
        """
        attempt = self._attempts[fact.uid] = self._attempts.get(fact.uid, 0) + 1
        position = MailboxPosition(self._uidvalidity, fact.uid)
        if attempt > ATTEMPTS + 1:
            return FetchedMail(
                position, fact.received, "", "", b"", fact.size, True, "the server does not hand it over"
            )
        try:
            if attempt > ATTEMPTS:
                raw = await session.fetch_body(fact.uid, KEPT_HEAD, "HEADER")
            else:
                raw = await self._fetch_body(session, fact)
        except MailboxRefused as error:
            log.warning("mail not handed over", place=tuple(position), why=str(error))
            return None
        if not raw:
            return None
        del self._attempts[fact.uid]
        flaw = "the server hands over its headers only" if attempt > ATTEMPTS else ""
        is_cut = bool(flaw) or fact.size > self._timing.cap or len(raw) == self._timing.cap != fact.size
        return FetchedMail(
            position, fact.received, read_message_id(raw), compute_mail_digest(raw), raw, fact.size, is_cut, flaw
        )

    async def _fetch_body(self, session: ImapSession, fact: MessageFacts) -> bytes | None:
        """All of it, or of one that is too large its headers and the first 64 KB. A size that is not true costs nothing."""
        if fact.size <= self._timing.cap:
            return await session.fetch_body(fact.uid, self._timing.cap)
        raw = await session.fetch_body(fact.uid, min(PART, self._timing.cap))
        if raw is None:
            return None
        head = raw.find(b"\r\n\r\n")
        return raw if head < 0 else raw[: head + 4 + KEPT_HEAD]

    async def _file_mails(self, session: ImapSession, box: OpenedFolder) -> None:
        """Marks or moves what is done and what is laid aside. What was not told is told again: both may happen twice."""
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

    async def _sleep_with_jitter(self) -> None:
        """A pause with jitter, so that many clients of one server do not come back at once."""
        pause = self._pause * random.uniform(0.5, 1)  # noqa: S311  # no secret
        self._pause = min(self._pause * 2, self._timing.longest_pause)
        try:
            await asyncio.wait_for(self._closing.wait(), pause)
        except TimeoutError:
            return


async def _file_uids(session: ImapSession, uids: Sequence[int], flag: str, folder: str, moves: bool) -> None:
    """Moved or marked, and when the server will not, the other of the two. When it will neither, they come again one day."""
    for is_move in (moves, not moves):
        try:
            await (session.move_mails(uids, folder) if is_move else session.mark_mails(uids, flag))
        except MailboxRefused as error:
            log.warning("mail not filed", uids=list(uids), folder=folder, flag=flag, why=str(error))
        else:
            return


def _make_criteria(above: int, box: OpenedFolder) -> tuple[str, ...]:
    marked = ("UNKEYWORD", TAKEN, "UNKEYWORD", ASIDE) if box.keeps else ()
    return ("UID", f"{above + 1}:*", *marked, "UNDELETED")


def _group_uids(uids: Sequence[int]) -> list[Sequence[int]]:
    return [uids[begin : begin + AT_ONCE] for begin in range(0, len(uids), AT_ONCE)]
