"""Takes changes of countersign.toml into a running server: what takes rights away at once, the rest on SIGHUP.

A file that is missing, empty or wrong changes nothing: it alarms (log, audit, /readyz) until it is mended.
"""

import asyncio
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import structlog

from bot.bootstrap import check_configuration, make_rules, read_configuration
from bot.core.configuration.file_debounce import FileContent, FileDebounce, UnreadableFile
from bot.core.configuration.reload_rules import (
    CheckedConfiguration,
    ConfigurationChange,
    ReloadSplit,
    accept_changes,
    split_changes,
)
from bot.core.errors import CannotStart, Unavailable
from bot.core.values import to_micros
from bot.engine.platform import CountersignPlatform, ReloadState
from bot.engine.tracebacks import format_traceback
from bot.settings import EnvironmentSettings, FileConfig, parse_working_config, read_bytes
from bot.store import audit, credentials

log_line = structlog.get_logger()

LOOK = 0.25
"""Seconds between two looks at the file."""
ACCEPTING = 10.0
"""Seconds that a SIGHUP waits for a file that is being written."""


class ConfigReloader:
    """Follows the configuration file of an open house. `request` is called on SIGHUP."""

    def __init__(
        self, platform: CountersignPlatform, settings: EnvironmentSettings, config: FileConfig, content: bytes
    ) -> None:
        self.platform, self.settings = platform, settings
        self.running = self.judged = read_configuration(config)
        self.settling = FileDebounce(content)
        self._asked: float | None = None
        self._called = asyncio.Event()

    def request_reload(self) -> None:
        """The operator accepts what the file says now: it acts once the file has settled."""
        self._asked = time.monotonic()
        self._called.set()

    async def follow_file(self) -> None:
        """Looks at the file until it is cancelled."""
        while True:
            try:
                await self._read_file()
            except Exception as error:  # noqa: BLE001  a server that stops following its file keeps its leavers, whatever tripped it up
                log_line.error(
                    "unexpected error", about="configuration", error=str(error), trace=format_traceback(error)
                )
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK):
                    await self._called.wait()
            self._called.clear()

    async def _read_file(self) -> None:
        self.settling.note_content(await asyncio.to_thread(read_content, self.settings.config), time.monotonic())
        now = time.monotonic()
        if self.settling.is_settled(now):
            is_accepted, self._asked = self._asked is not None, None
            if is_accepted or self.settling.is_news:
                await self.take_content(self.settling.take_content(), is_accepted=is_accepted)
        elif self._asked is not None and now - self._asked > ACCEPTING:
            self._asked = None
            await self._refuse_content("busy", f"{self.settings.config} does not stop changing; send SIGHUP again")

    async def take_content(self, seen: FileContent, *, is_accepted: bool) -> None:
        """Judges what was seen of the file, and lets act what may act now."""
        path = self.settings.config
        if isinstance(seen, UnreadableFile):
            await self._refuse_content(seen.fault, f"{path}: {seen.why}")
            return
        if not seen.strip():
            await self._refuse_content("empty", f"{path} is empty")
            return
        try:
            found = await asyncio.to_thread(_read_file, seen, path)  # a long file takes seconds
            await check_configuration(self.settings, found)
            await self._apply_changes(found, is_accepted)
        except CannotStart as error:
            await self._refuse_content("invalid", str(error))
        except Exception as error:  # noqa: BLE001  a file that trips us up must not end the following of it: leavers would stay
            log_line.error("unexpected error", about="configuration", trace=format_traceback(error))
            await self._refuse_content("invalid", f"{path}: {type(error).__name__}: {error}")

    async def _apply_changes(self, found: CheckedConfiguration, is_accepted: bool) -> None:
        """Removals act before anything is written; what the operator accepted acts once the audit has it."""
        if found == self.judged and not is_accepted:
            self.platform.reload = ReloadState(waiting=self.platform.reload.waiting)
            return  # it says what it said: a comment, an order, or the mending of a fault
        self.judged = found
        narrowed, accepted = split_changes(self.running, found), accept_changes(self.running, found)
        self._replace_rules(narrowed.now)
        told = (accepted if is_accepted else narrowed).changes
        fresh = [change for change in told if change not in self.platform.reload.waiting]
        summary = ConfigurationChange("configuration reloaded", self.settings.config.name, f"{len(fresh)} changes")
        for change in (summary, *fresh):
            waits = {"waits_for": change.waits} if change.waits else {}
            log_line.info(change.what, about=change.about, **waits)
        if not await self._note_changes("SIGHUP" if is_accepted else "file", [summary, *fresh]):
            trouble = (
                "The audit cannot be written, so what only the operator may accept does not act. Send SIGHUP again."
            )
            self.platform.reload = ReloadState("not audited", trouble, _list_waiting(narrowed))
            return
        if is_accepted:
            self._replace_rules(accepted.now)
        self.platform.reload = ReloadState(waiting=_list_waiting(accepted if is_accepted else narrowed))

    def _replace_rules(self, next: CheckedConfiguration) -> None:
        """Puts these rules in the place of those that run. What did not change is kept as it is."""
        if next == self.running:
            return
        kept = {name: model for name, model in self.platform.models.items() if self._has_same_model(name, next)}
        agents, models = make_rules(self.settings, next, kept)
        same = {name for name in next.agents if self._is_built_as_before(name, next)}
        old = self.platform.agents
        self.platform.replace_rules(
            next.directory, [old[each.name] if each.name in same else each for each in agents], models
        )
        self.running = next

    def _is_built_as_before(self, agent: str, next: CheckedConfiguration) -> bool:
        return all(
            self.running.tables.get(table) == next.tables[table]
            for table in (f"agents.{agent}", f"agents.{agent}.rights")
        )

    def _has_same_model(self, agent: str, next: CheckedConfiguration) -> bool:
        table = f"agents.{agent}.model"
        return self.running.tables.get(table) == next.tables.get(table)

    async def _refuse_content(self, fault: str, why: str) -> None:
        """Nothing changes; the operator is alarmed."""
        trouble = f"The configuration stays as it was: {why}"
        log_line.error("configuration not taken", file=str(self.settings.config), error=why)
        self.platform.reload = ReloadState(fault, trouble, self.platform.reload.waiting)
        await self._note_changes(
            "file", [ConfigurationChange("configuration not taken", self.settings.config.name, why)]
        )

    async def _note_changes(self, door: str, changes: Sequence[ConfigurationChange]) -> bool:
        """Writes the changes into the audit, one row each; whether that could be done."""
        now = to_micros(self.platform.clock())
        rows = [
            audit.AuditNote(now, each.what, "", door, each.about, f"{each.detail}{_describe_wait(each)}"[:1000])
            for each in changes
        ]

        def unit(connection: credentials.Connection) -> None:
            for row in rows:
                audit.add_note(connection, row)

        try:
            await self.platform.database.write_unit(unit)
        except Unavailable as error:
            log_line.error("audit not written", about="configuration", error=str(error))
            return False
        return True


def read_content(path: Path) -> FileContent:
    """What stands at `path` now."""
    try:
        return read_bytes(path)
    except FileNotFoundError:
        return UnreadableFile("missing", "it is missing")
    except OSError as error:
        return UnreadableFile("unreadable", error.strerror or "it cannot be read")


def _read_file(content: bytes, path: Path) -> CheckedConfiguration:
    return read_configuration(parse_working_config(content, path))


def _list_waiting(taken: ReloadSplit) -> tuple[ConfigurationChange, ...]:
    return tuple(change for change in taken.changes if change.waits)


def _describe_wait(change: ConfigurationChange) -> str:
    if not change.waits:
        return ""
    return f"{'; ' if change.detail else ''}waits for {change.waits}"
