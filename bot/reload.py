"""Takes changes of countersign.toml into a running server: what takes rights away at once, the rest on SIGHUP.

A file that is missing, empty or wrong changes nothing: it alarms (log, audit, /readyz) until it is mended.
"""

import asyncio
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import structlog

from bot.app import check, make_rules, read_configuration
from bot.core.errors import CannotStart, Unavailable
from bot.core.reload import Change, Configuration, Split, accept, split
from bot.core.settling import Seen, Settling, Unreadable
from bot.core.word import micros
from bot.engine.house import Countersign
from bot.engine.reload_state import ReloadState
from bot.engine.trace import trace
from bot.settings import Config, Settings, parse_working_config, read_bytes
from bot.store import doors

log_line = structlog.get_logger()

LOOK = 0.25
"""Seconds between two looks at the file."""
ACCEPTING = 10.0
"""Seconds that a SIGHUP waits for a file that is being written."""


class Reloader:
    """Follows the configuration file of an open house. `request` is called on SIGHUP."""

    def __init__(self, house: Countersign, settings: Settings, config: Config, content: bytes) -> None:
        self.house, self.settings = house, settings
        self.running = self.judged = read_configuration(config)
        self.settling = Settling(content)
        self._asked: float | None = None
        self._called = asyncio.Event()

    def request(self) -> None:
        """The operator accepts what the file says now: it acts once the file has settled."""
        self._asked = time.monotonic()
        self._called.set()

    async def follow(self) -> None:
        """Looks at the file until it is cancelled."""
        while True:
            try:
                await self._look()
            except Exception as error:  # noqa: BLE001  a server that stops following its file keeps its leavers, whatever tripped it up
                log_line.error("unexpected error", about="configuration", error=str(error), trace=trace(error))
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK):
                    await self._called.wait()
            self._called.clear()

    async def _look(self) -> None:
        self.settling.see(await asyncio.to_thread(look, self.settings.config), time.monotonic())
        now = time.monotonic()
        if self.settling.is_settled(now):
            is_accepted, self._asked = self._asked is not None, None
            if is_accepted or self.settling.is_news:
                await self.take(self.settling.judge(), is_accepted=is_accepted)
        elif self._asked is not None and now - self._asked > ACCEPTING:
            self._asked = None
            await self._refuse("busy", f"{self.settings.config} does not stop changing; send SIGHUP again")

    async def take(self, seen: Seen, *, is_accepted: bool) -> None:
        """Judges what was seen of the file, and lets act what may act now."""
        path = self.settings.config
        if isinstance(seen, Unreadable):
            await self._refuse(seen.fault, f"{path}: {seen.why}")
            return
        if not seen.strip():
            await self._refuse("empty", f"{path} is empty")
            return
        try:
            found = await asyncio.to_thread(_read, seen, path)  # a long file takes seconds
            await check(self.settings, found)
            await self._act(found, is_accepted)
        except CannotStart as error:
            await self._refuse("invalid", str(error))
        except Exception as error:  # noqa: BLE001  a file that trips us up must not end the following of it: leavers would stay
            log_line.error("unexpected error", about="configuration", trace=trace(error))
            await self._refuse("invalid", f"{path}: {type(error).__name__}: {error}")

    async def _act(self, found: Configuration, is_accepted: bool) -> None:
        """Removals act before anything is written; what the operator accepted acts once the audit has it."""
        if found == self.judged and not is_accepted:
            self.house.reload = ReloadState(waiting=self.house.reload.waiting)
            return  # it says what it said: a comment, an order, or the mending of a fault
        self.judged = found
        narrowed, accepted = split(self.running, found), accept(self.running, found)
        self._use(narrowed.now)
        told = (accepted if is_accepted else narrowed).changes
        fresh = [change for change in told if change not in self.house.reload.waiting]
        summary = Change("configuration reloaded", self.settings.config.name, f"{len(fresh)} changes")
        for change in (summary, *fresh):
            waits = {"waits_for": change.waits} if change.waits else {}
            log_line.info(change.what, about=change.about, **waits)
        if not await self._note("SIGHUP" if is_accepted else "file", [summary, *fresh]):
            trouble = (
                "The audit cannot be written, so what only the operator may accept does not act. Send SIGHUP again."
            )
            self.house.reload = ReloadState("not audited", trouble, _waiting(narrowed))
            return
        if is_accepted:
            self._use(accepted.now)
        self.house.reload = ReloadState(waiting=_waiting(accepted if is_accepted else narrowed))

    def _use(self, next: Configuration) -> None:
        """Puts these rules in the place of those that run. What did not change is kept as it is."""
        if next == self.running:
            return
        kept = {name: model for name, model in self.house.models.items() if self._asks_as_before(name, next)}
        agents, models = make_rules(self.settings, next, kept)
        same = {name for name in next.agents if self._is_built_as_before(name, next)}
        old = self.house.agents
        self.house.replace_rules(
            next.directory, [old[each.name] if each.name in same else each for each in agents], models
        )
        self.running = next

    def _is_built_as_before(self, agent: str, next: Configuration) -> bool:
        return all(
            self.running.tables.get(table) == next.tables[table]
            for table in (f"agents.{agent}", f"agents.{agent}.rights")
        )

    def _asks_as_before(self, agent: str, next: Configuration) -> bool:
        table = f"agents.{agent}.model"
        return self.running.tables.get(table) == next.tables.get(table)

    async def _refuse(self, fault: str, why: str) -> None:
        """Nothing changes; the operator is alarmed."""
        trouble = f"The configuration stays as it was: {why}"
        log_line.error("configuration not taken", file=str(self.settings.config), error=why)
        self.house.reload = ReloadState(fault, trouble, self.house.reload.waiting)
        await self._note("file", [Change("configuration not taken", self.settings.config.name, why)])

    async def _note(self, door: str, changes: Sequence[Change]) -> bool:
        """Writes the changes into the audit, one row each; whether that could be done."""
        now = micros(self.house.clock())
        rows = [
            doors.Note(now, each.what, "", door, each.about, f"{each.detail}{_told_wait(each)}"[:1000])
            for each in changes
        ]

        def unit(connection: doors.Connection) -> None:
            for row in rows:
                doors.note(connection, row)

        try:
            await self.house.database.write(unit)
        except Unavailable as error:
            log_line.error("audit not written", about="configuration", error=str(error))
            return False
        return True


def look(path: Path) -> Seen:
    """What stands at `path` now."""
    try:
        return read_bytes(path)
    except FileNotFoundError:
        return Unreadable("missing", "it is missing")
    except OSError as error:
        return Unreadable("unreadable", error.strerror or "it cannot be read")


def _read(content: bytes, path: Path) -> Configuration:
    return read_configuration(parse_working_config(content, path))


def _waiting(taken: Split) -> tuple[Change, ...]:
    return tuple(change for change in taken.changes if change.waits)


def _told_wait(change: Change) -> str:
    if not change.waits:
        return ""
    return f"{'; ' if change.detail else ''}waits for {change.waits}"
