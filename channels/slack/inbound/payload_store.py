"""Stores payloads before Slack gets the acknowledgement, and has each judged after it, in the order of its lane.

A row of the vault holds a payload from before its acknowledgement until its effect is committed. The next process
judges the payloads that an earlier one left. Judging a payload twice must have one effect: decisions, answers and
messages are taken once by their own ids.
"""

import asyncio
import json
import secrets
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import Any, NamedTuple

import structlog

from bot.core.base_types import JSON, to_micros
from bot.core.errors import CannotOpen, Unavailable
from bot.core.ports import ChannelGateway

log = structlog.get_logger()

PAYLOADS = "slack payload"
"""The vault's kind for payloads that are acknowledged, or are about to be, and not judged yet."""
ACK_SECONDS = 2.5
"""A payload that takes longer to be stored is neither acknowledged nor judged: Slack gives up after 3 s and says so."""
AGAIN = (1.0, 2.0, 5.0, 15.0, 60.0)
"""Seconds between two tries while the database or Slack is not available; the last one repeats."""
GRACE = 3.0
"""Seconds that running judgements get when the process ends."""
FAILURES = 3
"""How often a payload that breaks our own code is tried."""
LEFT_FOR = timedelta(seconds=15)
"""Age of a stored payload of another process at which that one is taken to be dead. To judge one twice does no harm."""
LOOK_SECONDS = 15.0
"""Seconds between two looks at the payloads that others left."""
KEPT_FOR = timedelta(days=1)
"""How long a payload is tried before it is given up."""


ShowCallback = Callable[[], Coroutine[Any, Any, None]]
"""Shows a person the result of a payload. Best effort: the payload is not stored any more."""
JudgePayload = Callable[[], Awaitable[ShowCallback]]
"""Commits the effect of a payload. Raises `Unavailable`: try again."""
JudgeCallback = Callable[[JSON, bool], Awaitable[ShowCallback]]
"""Does the same for a body, and is told whether an earlier process had it."""


class StoredUntilShown(partial[Coroutine[Any, Any, None]]):
    """Shows a result of a payload that stays stored until then: a dialog that says "Stored" must get its result."""


class StoredPayload(NamedTuple):
    """A payload as it is stored, and its judgement, which is not. `lane`: payloads of one lane are judged in order."""

    key: str
    lane: str
    body: JSON
    judge: JudgePayload


class PayloadStore:
    """Keeps payloads and has them judged."""

    def __init__(self, gateway: ChannelGateway, judge: JudgeCallback, give_up: Callable[[JSON], ShowCallback]) -> None:
        self.gateway, self.judge, self.give_up = gateway, judge, give_up
        self._closing = asyncio.Event()
        self._lanes: Counter[str] = Counter()
        self._tails: dict[str, asyncio.Task[None]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._own: set[str] = set()
        self._following: asyncio.Task[None] | None = None

    async def judge_left(self, *, is_alone: bool) -> None:
        """Begins to judge the payloads that another process acknowledged and did not judge, oldest first.

        `is_alone`: that process has ended. Otherwise those count as left that are older than `LEFT_FOR`, from now on until
        `leave_others`.
        """
        if is_alone:
            await self._judge_older(timedelta())
        else:
            self._following = asyncio.get_running_loop().create_task(self._follow_left())

    async def leave_others(self) -> None:
        """From now on another process judges the payloads that others leave."""
        if self._following is not None:
            self._following.cancel()
            await asyncio.gather(self._following, return_exceptions=True)

    async def _follow_left(self) -> None:
        while True:
            try:
                await self._judge_older(LEFT_FOR)
            except Unavailable as error:
                log.warning("stored payloads are looked at later", error=str(error))
            await asyncio.sleep(LOOK_SECONDS)

    async def _judge_older(self, age: timedelta) -> None:
        before = to_micros(self.gateway.clock() - age)
        for key in await self.gateway.vault.list_keys(PAYLOADS):
            if key in self._own or int(key.partition(".")[0]) > before:
                continue
            try:
                raw = await self.gateway.vault.get(PAYLOADS, key)
            except CannotOpen as error:
                log.error("a stored payload cannot be opened", payload=key, error=str(error))
                continue
            if raw is not None:
                lane, body = json.loads(raw)
                self._lanes[lane] += 1
                self._own.add(key)
                await self.begin_judging(StoredPayload(key, lane, body, partial(self.judge, body, True)))

    async def shut(self) -> None:
        """Gives running judgements GRACE seconds to end; the other payloads stay stored for the next process."""
        self._closing.set()
        if self._tasks:
            await asyncio.wait([*self._tasks], timeout=GRACE)
        tasks = [*self._tasks]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def keep_payload(
        self, lane: str, body: JSON, began: float, judge: JudgePayload | None = None
    ) -> StoredPayload | None:
        """Stores a payload that came at `began` (time.monotonic); None when it was stored too late and is dropped
        again.

        `judge` judges the click or form in it that this process has resolved. Raises `Unavailable`.
        """
        key = f"{to_micros(self.gateway.clock()):016d}.{secrets.token_hex(8)}"
        self._lanes[lane] += 1
        self._own.add(key)
        try:
            await self.gateway.vault.put(PAYLOADS, key, json.dumps([lane, body]).encode())
        except BaseException:
            self._leave_lane(lane)
            self._own.discard(key)
            raise
        if time.monotonic() - began > ACK_SECONDS:
            self._leave_lane(lane)
            self._own.discard(key)
            await self.gateway.vault.delete(PAYLOADS, key)
            return None
        return StoredPayload(key, lane, body, judge or partial(self.judge, body, False))

    def has_lane(self, lane: str) -> bool:
        """Whether a payload of this lane is stored and not judged."""
        return self._lanes[lane] > 0

    async def begin_judging(self, stored: StoredPayload) -> None:
        """Judges a payload after the earlier ones of its lane. Call it once the acknowledgement is sent."""
        task = self._spawn_task(self._judge_in_order(stored, self._tails.get(stored.lane)))
        self._tails[stored.lane] = task

        def forget_lane(done: "asyncio.Task[None]") -> None:
            self._leave_lane(stored.lane)
            if self._tails.get(stored.lane) is done:
                del self._tails[stored.lane]

        task.add_done_callback(forget_lane)

    async def show_later(self, show: ShowCallback) -> None:
        """Begins to show a result, after the acknowledgement. Ends with this process."""
        self._spawn_task(_show_safely(show))

    def _spawn_task(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def _leave_lane(self, lane: str) -> None:
        self._lanes[lane] -= 1
        if self._lanes[lane] <= 0:
            del self._lanes[lane]

    async def _judge_in_order(self, stored: StoredPayload, before: "asyncio.Task[None] | None") -> None:
        if before is not None:
            await asyncio.wait([before])
        show: ShowCallback | None = None
        tries = failures = 0
        while not self._closing.is_set():
            try:
                show = show or await stored.judge()
                if isinstance(show, StoredUntilShown):
                    self._spawn_task(_show_safely(show, partial(self._drop_payload, stored)))
                    return
                await self.gateway.vault.delete(PAYLOADS, stored.key)
                self._own.discard(stored.key)
            except Unavailable as error:
                log.warning("not judged yet", payload=stored.key, error=str(error))
            except Exception as error:  # an error here must not stop later payloads
                failures += 1
                log.exception("a payload could not be judged", payload=stored.key, error=type(error).__name__)
            else:
                await self.show_later(show)
                return
            is_old = to_micros(self.gateway.clock() - KEPT_FOR) > int(stored.key.partition(".")[0])
            if failures >= FAILURES or is_old:
                log.error("a payload is given up", payload=stored.key)
                await self._drop_payload(stored)
                await self.show_later(show or self.give_up(stored.body))
                return
            with suppress(TimeoutError):
                await asyncio.wait_for(self._closing.wait(), AGAIN[min(tries, len(AGAIN) - 1)])
            tries += 1

    async def _drop_payload(self, stored: StoredPayload) -> None:
        try:
            await self.gateway.vault.delete(PAYLOADS, stored.key)
            self._own.discard(stored.key)
        except Unavailable as error:
            log.error("a payload that was given up is still stored", payload=stored.key, error=str(error))


async def show_nothing() -> None:
    """Shows nothing to anybody."""


async def _show_safely(show: ShowCallback, finish: ShowCallback | None = None) -> None:
    try:
        await show()
    except Exception as error:  # the decision is committed, even if showing it fails
        log.exception("somebody could not be told", error=type(error).__name__)
    if finish is not None:
        await finish()
