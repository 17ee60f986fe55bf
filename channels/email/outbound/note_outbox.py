"""Sentences to whoever wrote: kept until the mail server has taken them, also over restarts. No card of the log owes them.

Each is the same mail to the byte however often it is sent. How many there are about one thing is the business of who adds them.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import timedelta

import structlog

from bot.core.errors import CountersignError, Unavailable
from bot.core.messages import DiscardedInput, VaultEntry
from bot.core.ports import ChannelGateway, NotNow, TryLater
from bot.core.values import FrozenModel, UtcMoment
from channels.email.reply_tokens import TokenReference

log = structlog.get_logger()

OWED = "mail sentence owed"
"""The vault's kind."""

MAX_OWED = 1_000
"""So many are kept at once; what comes then is only logged."""

GIVE_UP = timedelta(days=2)
"""How long one is tried: later, nobody remembers what it answers."""

AGAIN = 60.0
"""Seconds until the next try where the server says no time, and where nothing can be read or kept."""

SHORTEST = 0.05
"""Seconds between two rounds."""

MOST_FAILED = 3
"""Failures in one round after which the others wait, too: a server that does not answer costs half a minute each."""


class OwedNote(FrozenModel):
    """A sentence as it is to be sent: to an address, by which agent's address, below which mails, and since when.

    `answers`: the token of the reader's own that a reply to it answers, too. `person`: whose address it was when it was kept; empty:
    nobody's in the directory.
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
    """Sends what is owed by `send`, which raises NotNow, TryLater, or what ends the note. One at a time."""

    def __init__(self, gateway: ChannelGateway, send: Callable[[OwedNote], Awaitable[None]]) -> None:
        self.gateway, self._send = gateway, send
        self._lock = asyncio.Lock()
        self._woken = asyncio.Event()
        self._due: dict[str, float] = {}
        self._is_closing = False

    async def add_note(
        self, note: OwedNote, also: Sequence[VaultEntry] = (), judged: DiscardedInput | None = None
    ) -> None:
        """Keeps a sentence, then tries to send it once.

        `also`, and that the mail `judged` was judged, are kept in the same transaction: whoever dies before it judges again, and behind
        it the sentence is owed. Of a mail that was judged before, nothing is kept. Raises SameIdOtherBody; Unavailable when it
        cannot be kept.
        """
        async with self._lock:
            owed = await self.gateway.vault.list_keys(OWED)
            key = f"{note.at:%Y%m%d%H%M%S%f} {len(owed)} {note.to}"
            kept = [VaultEntry(OWED, key, note.model_dump_json().encode()), *also]
            if len(owed) >= MAX_OWED:
                log.warning("sentence not kept: too many wait for the mail server", to=note.to, waiting=len(owed))
                kept = kept[1:]
            if judged is None:
                await self.gateway.vault.put_all(kept)
            else:
                await self.gateway.keep_ignored(judged, kept)
            await self._try_note(key)
        if key in self._due:
            self._woken.set()

    async def run(self) -> None:
        """Sends what waits, until `close`."""
        while not self._is_closing:
            try:
                wait = await self._send_due()
            except Unavailable as error:
                log.warning("sentences put off", error=str(error))
                wait = AGAIN
            with suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await self._woken.wait()
            self._woken.clear()

    def close(self) -> None:
        self._is_closing = True
        self._woken.set()

    async def _send_due(self) -> float | None:
        """Tries what is due, what failed longest ago first; the seconds until more is, None when nothing is owed."""
        now, failed = _read_clock(), 0
        waiting = await self.gateway.vault.list_keys(OWED)
        for key in sorted(waiting, key=lambda key: (self._due.get(key, 0.0), key)):
            if self._due.get(key, 0.0) > now or self._is_closing:
                break
            async with self._lock:
                failed += not await self._try_note(key)
            if failed == MOST_FAILED:
                return max(min(self._due.values()) - _read_clock(), SHORTEST)
        waiting = await self.gateway.vault.list_keys(OWED)
        return max(min(self._due.get(key, now) for key in waiting) - _read_clock(), SHORTEST) if waiting else None

    async def _try_note(self, key: str) -> bool:
        """Whether the note needs no other try: it is sent, or never will be."""
        kept = await self.gateway.vault.get(OWED, key)
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
        await self.gateway.vault.delete(OWED, key)
        self._due.pop(key, None)
        return True


def _read_clock() -> float:
    return asyncio.get_running_loop().time()
