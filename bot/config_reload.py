"""Applies changes of countersign.toml to a running server: removed rights at once, all other changes on SIGHUP.

A file that is missing, empty or wrong changes nothing; the log, the audit and /readyz report it until it is corrected.
"""

import asyncio
import time
from collections.abc import Sequence
from contextlib import suppress
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import structlog

from bot.bootstrap import check_configuration, make_rules, read_configuration
from bot.core.access.unresolved_names import find_unknown_names
from bot.core.base_types import to_micros
from bot.core.configuration.file_debounce import FileContent, FileDebounce, UnreadableFile
from bot.core.configuration.reload_changes import (
    CheckedConfiguration,
    ConfigurationChange,
    ReloadSplit,
    accept_changes,
    split_changes,
)
from bot.core.errors import CannotStart, Unavailable
from bot.core.ports import EventModel
from bot.engine.platform import CountersignPlatform, ReloadState
from bot.engine.whole_tracebacks import format_traceback
from bot.settings import EnvironmentSettings, FileConfig, parse_working_config, read_bytes
from bot.store.records import AuditNote

log_line = structlog.get_logger()

POLL_INTERVAL = 0.25
"""Seconds between two reads of the file."""
ACCEPTING = 10.0
"""Seconds that a SIGHUP waits for a file that is being written."""


class ConfigReloader:
    """Follows the configuration file of a running platform. SIGHUP calls `request_reload`."""

    def __init__(
        self, platform: CountersignPlatform, settings: EnvironmentSettings, config: FileConfig, content: bytes
    ) -> None:
        self.platform, self.settings = platform, settings
        self.running = self.judged = read_configuration(config)
        self.settling = FileDebounce(content)
        self._asked: float | None = None
        self._called = asyncio.Event()

    def request_reload(self) -> None:
        """The operator accepts the present content of the file. It is applied once the file has settled."""
        self._asked = time.monotonic()
        self._called.set()

    async def follow_file(self) -> None:
        """Read the file every `POLL_INTERVAL` seconds until cancelled."""
        while True:
            try:
                await self._read_file()
            except Exception as error:  # noqa: BLE001  the file must be followed after any error: removed people would keep their rights
                log_line.error(
                    "unexpected error", about="configuration", error=str(error), trace=format_traceback(error)
                )
            with suppress(TimeoutError):
                async with asyncio.timeout(POLL_INTERVAL):
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
        """Check the content of the file and apply the changes that may be applied now."""
        path = self.settings.config
        if isinstance(seen, UnreadableFile):
            await self._refuse_content(seen.fault, f"{path}: {seen.why}")
            return
        if not seen.strip():
            await self._refuse_content("empty", f"{path} is empty")
            return
        try:
            config = await asyncio.to_thread(parse_working_config, seen, path)  # a long file takes seconds
            found = await asyncio.to_thread(read_configuration, config)
            await check_configuration(self.settings, found)
            await self._apply_changes(found, is_accepted)
        except CannotStart as error:
            await self._refuse_content("invalid", str(error))
        except Exception as error:  # noqa: BLE001  the file must be followed after any error: removed people would keep their rights
            log_line.error("unexpected error", about="configuration", trace=format_traceback(error))
            await self._refuse_content("invalid", f"{path}: {type(error).__name__}: {error}")

    async def _apply_changes(self, found: CheckedConfiguration, is_accepted: bool) -> None:
        """Apply removals before anything is written, and accepted changes after they are in the audit."""
        if found == self.judged and not is_accepted:
            self.platform.reload = ReloadState(waiting=self.platform.reload.waiting)
            return  # the same configuration: a comment, another order, or a corrected fault
        self.judged = found
        narrowed, accepted = split_changes(self.running, found), accept_changes(self.running, found)
        await self._replace_rules(narrowed.now)
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
            await self._replace_rules(accepted.now)
            warn_of_unknown_names(self.platform)
        self.platform.reload = ReloadState(waiting=_list_waiting(accepted if is_accepted else narrowed))

    async def _replace_rules(self, next: CheckedConfiguration) -> None:
        """Replace the rules that run. Agents and models that did not change are kept as objects.

        Offline models are built again: they hold no connection, and may know the steps of their agent.
        """
        if next == self.running:
            return
        before, after = self.running.tables, next.tables

        def is_same(*tables: str) -> bool:
            return all(before.get(table) == after.get(table) for table in tables)

        kept = {
            name: model
            for name, model in self.platform.models.items()
            if is_same(f"agents.{name}.model") and not isinstance(model, EventModel)
        }
        agents, models = make_rules(self.settings, next, kept)
        same = {
            name
            for name in next.agents
            if is_same(
                *(f"agents.{name}{part}" for part in ("", ".rights", ".operation", ".package", ".prompts", ".model"))
            )
        }
        old = self.platform.agents
        await self.platform.replace_rules(
            next.directory, [old[each.name] if each.name in same else each for each in agents], models
        )
        self.running = next

    async def _refuse_content(self, fault: str, why: str) -> None:
        """Keep the configuration and report the fault to the operator."""
        trouble = f"The configuration stays as it was: {why}"
        log_line.error("configuration not taken", file=str(self.settings.config), error=why)
        self.platform.reload = ReloadState(fault, trouble, self.platform.reload.waiting)
        await self._note_changes(
            "file", [ConfigurationChange("configuration not taken", self.settings.config.name, why)]
        )

    async def _note_changes(self, source: str, changes: Sequence[ConfigurationChange]) -> bool:
        """Write the changes into the audit, one row each. False when the audit cannot be written."""
        now = to_micros(self.platform.clock())
        rows = []
        for each in changes:
            texts = (each.detail, f"waits for {each.waits}" if each.waits else "")
            detail = "; ".join(text for text in texts if text)[:1000]
            rows.append(AuditNote(now, each.what, "", source, each.about, detail))

        try:
            await self.platform.store.audit.add_notes(rows)
        except Unavailable as error:
            log_line.error("audit not written", about="configuration", error=str(error))
            return False
        return True


def warn_of_unknown_names(platform: CountersignPlatform) -> None:
    """Log one warning for each name in the agents' policies that is neither a person's nor a group's: its rights are unused."""
    unknown = [name for agent in platform.agents.values() for name in find_unknown_names(agent, platform.directory)]
    for (kind, value), names in groupby(sorted(unknown, key=itemgetter(1, 2)), key=itemgetter(1, 2)):
        found = [*names]
        table = f"[people.{value}]" if kind == "person" else f"a person with the group {value}"
        correct = f"write {found[0].nearest} in place of {value}, or add" if found[0].nearest else "correct it, or add"
        log_line.warning(
            f"a policy names an unknown {kind}",
            policy=", ".join(name.policy for name in found),
            value=value,
            nearest=found[0].nearest,
            hint=f"in countersign.toml {correct} {table}; then send SIGHUP",
        )


def read_content(path: Path) -> FileContent:
    """The content of the file at `path`, or why it cannot be read."""
    try:
        return read_bytes(path)
    except FileNotFoundError:
        return UnreadableFile("missing", "it is missing")
    except OSError as error:
        return UnreadableFile("unreadable", error.strerror or "it cannot be read")


def _list_waiting(taken: ReloadSplit) -> tuple[ConfigurationChange, ...]:
    return tuple(change for change in taken.changes if change.waits)
