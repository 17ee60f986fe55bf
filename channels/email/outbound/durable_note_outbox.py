"""Sentences to writers of mails: each is kept until the mail server has taken it, also over restarts. The log has no card for them.

A sentence has the same bytes at each attempt. The caller limits their number.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import timedelta

import structlog

from bot.core.base_types import FrozenModel, UtcMoment
from bot.core.channel_messages import ChannelEntry, DiscardedInput
from bot.core.errors import CountersignError, Unavailable
from bot.core.ports import ChannelGateway, NotNow, TryLater
from channels.email.reply_tokens import TokenReference

log = structlog.get_logger()

OWED = "mail sentence owed"
"""The kind of entry in the store. It has no end: a note is deleted when it was sent or given up, which is logged."""

MAX_OWED = 1_000
"""Notes that are kept at the same time; further ones are only logged."""

GIVE_UP = timedelta(days=2)
"""Time for all attempts of one note. After it the answer would come too late to be useful."""

AGAIN = 60.0
"""Seconds until the next attempt where the server names no time, and where the store is not available."""

SHORTEST = 0.05
"""Seconds between two rounds."""

MOST_FAILED = 3
"""Failures in one round after which the other notes wait as well: each attempt at a silent server takes half a minute."""


class OwedNote(FrozenModel):
    """A sentence to be sent: the address, the sending agent, the mails that it answers, and the time when it was kept.

    `answers`: the token of the reader that a reply to it answers as well, as in a Message-ID. `person`: the owner of the address at that time; empty: it
    was in no directory entry.
    """

    to: str
    agent: str
    text: str
    about: tuple[str, ...]
    subject: str
    answers: TokenReference | None = None
    person: str = ""
    at: UtcMoment


class NoteOutbox:
    """Sends owed notes by `send`, one at a time. `send` raises NotNow, TryLater, or another CountersignError, which drops the note."""

    def __init__(self, gateway: ChannelGateway, send: Callable[[OwedNote], Awaitable[None]]) -> None:
        self.gateway, self._send = gateway, send
        self._lock = asyncio.Lock()
        self._woken = asyncio.Event()
        self._due: dict[str, float] = {}
        self._is_closing = False

    async def add_note(
        self, note: OwedNote, also: Sequence[ChannelEntry] = (), judged: DiscardedInput | None = None
    ) -> None:
        """Keep a note, then try to send it once.

        `also`, and the record that the mail `judged` was judged, are kept in the same transaction: after a crash before it the mail is
        judged again, after it the note is owed. Nothing is kept for a mail that was judged before. Raises SameIdOtherBody; Unavailable
        when the note cannot be kept.
        """
        async with self._lock:
            owed = await self.gateway.store.list_keys(OWED)
            key = f"{note.at:%Y%m%d%H%M%S%f} {len(owed)} {note.to}"
            kept = [ChannelEntry(OWED, key, note.model_dump_json().encode(), None), *also]
            if len(owed) >= MAX_OWED:
                log.warning("sentence not kept: too many wait for the mail server", to=note.to, waiting=len(owed))
                kept = kept[1:]
            if judged is None:
                await self.gateway.store.put_all(kept)
            else:
                await self.gateway.keep_ignored(judged, kept)
            await self._try_note(key)
        if key in self._due:
            self._woken.set()

    async def run(self) -> None:
        """Send owed notes until `close`, also those that other processes keep."""
        while not self._is_closing:
            try:
                wait = await self._send_due()
            except Unavailable as error:
                log.warning("sentences put off", error=str(error))
                wait = AGAIN
            with suppress(TimeoutError):
                async with asyncio.timeout(AGAIN if wait is None else min(wait, AGAIN)):
                    await self._woken.wait()
            self._woken.clear()

    def reopen(self) -> None:
        """Let `run` begin again after a `close`."""
        self._is_closing = False

    def close(self) -> None:
        self._is_closing = True
        self._woken.set()

    async def _send_due(self) -> float | None:
        """Try the due notes, the longest failed first. Return the seconds until the next is due, None when none is owed."""
        now, failed = _read_clock(), 0
        waiting = await self.gateway.store.list_keys(OWED)
        for key in sorted(waiting, key=lambda key: (self._due.get(key, 0.0), key)):
            if self._due.get(key, 0.0) > now or self._is_closing:
                break
            async with self._lock:
                failed += not await self._try_note(key)
            if failed == MOST_FAILED:
                return max(min(self._due.values()) - _read_clock(), SHORTEST)
        waiting = await self.gateway.store.list_keys(OWED)
        return max(min(self._due.get(key, now) for key in waiting) - _read_clock(), SHORTEST) if waiting else None

    async def _try_note(self, key: str) -> bool:
        """Send the note; True when no further attempt is needed."""
        kept = await self.gateway.store.get(OWED, key)
        if kept is None:
            return True
        note = OwedNote.model_validate_json(kept)
        try:
            if self.gateway.clock() - note.at > GIVE_UP:
                log.warning("sentence given up", to=note.to, since=note.at.isoformat())
            else:
                await self._send(note)
        except (NotNow, TryLater) as error:
            log.warning("sentence not sent yet", to=note.to, error=str(error))
            self._due[key] = _read_clock() + (error.seconds or AGAIN)
            return False
        except Unavailable:
            raise
        except CountersignError as error:
            log.warning("sentence not sent", to=note.to, error=str(error))
        await self.gateway.store.delete(OWED, key)
        self._due.pop(key, None)
        return True


def _read_clock() -> float:
    return asyncio.get_running_loop().time()
