"""The checks of `countersign doctor`, each with a hint. They change nothing; agents and channels have checks of their own."""

import asyncio
import importlib
import platform
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from urllib.parse import urlsplit

import bot
from bot.bootstrap import build_platform
from bot.core.access.access_lists import AccessList, AgentAccess
from bot.core.agent import Agent
from bot.core.errors import CannotStart, CountersignError, UnprovenLog
from bot.core.findings import CheckFinding, FindingSeverity
from bot.core.people import ApproverClause, PeopleDirectory
from bot.core.policy import CountedVote, describe_approvers, find_verdict
from bot.core.ports import SelfExamining, SelfTesting
from bot.core.threads.shaper_tracking import NO_SHAPERS
from bot.doctor_remote_checks import ask_models, ask_server
from bot.engine.platform import CountersignPlatform
from bot.llm import FormMemory, describe_difference
from bot.secret_keys import SecretKeys, read_key_file
from bot.settings import EnvironmentSettings, FileConfig, read_config, read_settings
from bot.store.log_verification import UnreadRow, inspect_log
from bot.store.signed_heads import HeadSigner, NoEvidence
from bot.store.sqlite import inspection
from bot.store.sqlite.database import read_database_path
from bot.store.vault import PURPOSE

PYTHON = (3, 11)
SQLITE = (3, 51, 3)
VERIFYING = 10.0
"""Seconds after which the check of the log stops; `countersign audit verify` checks all threads."""
MAX_RESTING = 10
"""Resting threads that are named."""
SCARCE, FULL = 1_000_000_000, 100_000_000
"""Free bytes of disk below which the check warns, and fails."""


async def examine_installation(*, send_test: bool = False) -> list[CheckFinding]:
    """All findings in order, without checks that depend on a failed one.

    `send_test`: each channel that can send a message to itself does so.
    """
    found = await asyncio.to_thread(lambda: [*_check_programs()])
    try:
        settings = read_settings()
    except CannotStart as error:
        return [*found, CheckFinding("Settings", str(error), "fail", "Correct the environment variable.")]
    found += [_check_base_url(settings), *_check_model(settings), _check_disk(settings)]
    found += await asyncio.to_thread(
        lambda: [*_check_database(settings), *_check_secret_key(settings), *_check_log(settings)]
    )
    return found + await _check_configuration(settings, send_test) + await ask_server(settings)


def _check_programs() -> Iterator[CheckFinding]:
    """The versions of Python, SQLite and git, and the packages `agents` and `channels`."""
    if sys.version_info < PYTHON:
        yield CheckFinding("Python", platform.python_version(), "fail", "Install Python 3.11 or newer.")
    else:
        yield CheckFinding("Python", platform.python_version())
    if sqlite3.sqlite_version_info >= SQLITE:
        yield CheckFinding("SQLite", sqlite3.sqlite_version)
    else:
        hint = "3.51.3 repairs a rare fault in WAL checkpoints. It comes with Python or with the system's libsqlite3."
        yield CheckFinding("SQLite", f"{sqlite3.sqlite_version}, older than 3.51.3", "warn", hint)
    yield _check_package_names()
    try:
        done = subprocess.run(["git", "--version"], capture_output=True, text=True, timeout=10, check=True)
    except (OSError, subprocess.SubprocessError) as error:
        yield CheckFinding("git", f"it does not run: {error}", "fail", "apt-get install git, or brew install git.")
    else:
        yield CheckFinding("git", done.stdout.strip().removeprefix("git version "))


def _check_package_names() -> CheckFinding:
    """Whether `agents` and `channels` are ours: the wheels openai-agents and Django Channels have packages of these names."""
    root = Path(bot.__file__).parent.parent
    for name in ("agents", "channels"):
        try:
            module = importlib.import_module(name)
        except ImportError as error:
            return CheckFinding("Packages", f"{name} is missing: {error}", "fail", "Run from the checkout.")
        where = Path(module.__file__ or "")
        if root not in where.parents:
            hint = (
                f"Another package is called {name} (openai-agents, Django Channels). Uninstall it here, or use a venv."
            )
            return CheckFinding("Packages", f"{name} is {where}", "fail", hint)
    return CheckFinding("Packages", "agents and channels are ours")


def _check_base_url(settings: EnvironmentSettings) -> CheckFinding:
    try:
        url = urlsplit(settings.origin)
        is_right = url.scheme in ("http", "https") and bool(url.hostname) and url.path == "" and (url.port or 1) > 0
    except ValueError:
        is_right = False
    if not is_right:
        hint = "Set COUNTERSIGN_BASE_URL to the URL that people use, such as https://bots.example.com."
        return CheckFinding("Base URL", settings.origin, "fail", hint)
    if url.scheme == "http" and settings.host not in ("127.0.0.1", "::1", "localhost"):
        hint = "Put a proxy with TLS before it and set COUNTERSIGN_BASE_URL to its https URL."
        return CheckFinding("Base URL", f"{settings.origin}, unencrypted on {settings.host}", "warn", hint)
    return CheckFinding("Base URL", settings.origin)


def _check_model(settings: EnvironmentSettings) -> Iterator[CheckFinding]:
    """The model of the environment; then, by endpoint, the learned changes of request forms, and prompts that were cut."""
    if settings.has_model:
        where = f" at {settings.openai_base_url}" if settings.openai_base_url else ""
        yield CheckFinding("Model", f"{settings.openai_model}{where}")
    else:
        hint = "Set OPENAI_API_KEY or OPENAI_BASE_URL to use a model."
        yield CheckFinding("Model", "none; the agents answer by the fixed rules of their demos", "warn", hint)
    for learned in FormMemory(settings.forms_file).list_forms():
        told = describe_difference(learned.first, learned.form)
        if learned.is_unforced:
            told = f"{told}, words alone are a reply".removeprefix(", ")
        since = f"{learned.model} at {learned.host}, since {datetime.fromtimestamp(learned.since, UTC):%Y-%m-%d}"
        if told:
            yield CheckFinding("Model endpoint", f"{since}: {told}")
        if learned.warning:
            said, _, hint = learned.warning.partition(". ")
            yield CheckFinding("Model endpoint", f"{since}: {said}", "warn", hint)


def _check_disk(settings: EnvironmentSettings) -> CheckFinding:
    folder = next(each for each in (settings.data.absolute(), *settings.data.absolute().parents) if each.exists())
    free = shutil.disk_usage(folder).free
    mark: FindingSeverity = "fail" if free < FULL else "warn" if free < SCARCE else "ok"
    return CheckFinding("Disk", f"{free / 1e9:.1f} GB free at {folder}", mark, "" if mark == "ok" else "Make room.")


def _check_database(settings: EnvironmentSettings) -> Iterator[CheckFinding]:
    if not settings.database.startswith("sqlite:///"):
        hint = "This release speaks sqlite:///path only. Correct COUNTERSIGN_DATABASE_URL, or leave it out."
        yield CheckFinding("Database", "the URL is of another kind", "fail", hint)
        return
    path = Path(settings.database.removeprefix("sqlite:///")).absolute()
    seen = inspection.inspect_database(path)
    if seen.fault:
        hint = "Point COUNTERSIGN_DATABASE_URL or COUNTERSIGN_DATA elsewhere, or restore a backup."
        yield CheckFinding("Database", f"{path}: {seen.fault}", "fail", hint)
        return
    if not seen.exists:
        yield CheckFinding("Database", f"{path} is made at the first start")
        return
    yield CheckFinding("Database", f"{path}, {f'in use by process {seen.owner}' if seen.owner else 'free'}")
    if seen.is_current:
        yield CheckFinding("Schema", seen.schema)
    else:
        yield CheckFinding(
            "Schema", f"{seen.schema or 'none'}, older than this release", "warn", "Run countersign migrate."
        )


def _check_secret_key(settings: EnvironmentSettings) -> Iterator[CheckFinding]:
    """The source of the secret, the mode of its file, and whether it opens the sealed values."""
    try:
        keys = SecretKeys(settings.secrets) if settings.secrets else read_key_file(settings.key_file)
    except CannotStart as error:
        yield CheckFinding(
            "Secret key", str(error), "fail", "Restore the file from a backup, or set COUNTERSIGN_SECRET_KEY."
        )
        return
    if settings.secrets:
        yield CheckFinding(
            "Secret key", f"from COUNTERSIGN_SECRET_KEY, {_describe_current_secret(len(settings.secrets))}"
        )
    elif keys is None:
        yield CheckFinding("Secret key", f"{settings.key_file} is made at the first start")
    else:
        mode = stat.S_IMODE(settings.key_file.stat().st_mode)
        text = f"kept in {settings.key_file}, mode {mode:04o}, {_describe_current_secret(len(keys))}"
        if mode & 0o077:
            hint = f"chmod 600 {settings.key_file}; and if somebody else may have read it, put a new secret on a line before it."
            yield CheckFinding("Secret key", f"{text}; others can reach it", "fail", hint)
        else:
            yield CheckFinding("Secret key", text)
    sealed = inspection.list_seal_prefixes(Path(settings.database.removeprefix("sqlite:///")).absolute())
    known = keys.list_seal_prefixes(PURPOSE) if keys else frozenset()
    if lost := sum(head not in known for head in sealed):
        hint = "Put the secret they were sealed with behind the current one in COUNTERSIGN_SECRET_KEY, or set them up again."
        yield CheckFinding(
            "Sealed values", f"{lost} of {len(sealed)} were sealed with a secret that is not here", "fail", hint
        )


def _check_log(settings: EnvironmentSettings) -> Iterator[CheckFinding]:
    """Verify the threads as `countersign audit verify` does, for at most `VERIFYING` seconds."""
    try:
        path = read_database_path(settings.database)
        seen = inspection.inspect_database(path)
        keys = SecretKeys(settings.secrets) if settings.secrets else read_key_file(settings.key_file)
    except CannotStart:
        return  # reported by `_check_secret_key`
    if not seen.exists or seen.fault or not seen.is_current or keys is None:
        return
    try:
        found = inspect_log(path, HeadSigner(keys), seconds=VERIFYING)
    except NoEvidence as error:
        yield CheckFinding("Log", str(UnprovenLog(path, error)), "fail", "See `countersign audit sign --help`.")
        return
    except sqlite3.Error as error:
        yield CheckFinding("Log", f"it cannot be read: {error}", "fail", "Restore a backup.")
        return
    some = "" if found.is_whole else f", the others were not reached in {VERIFYING:g} seconds: countersign audit verify"
    if found.is_sound:
        yield CheckFinding("Log", f"{found.threads} threads verify{some}")
    elif found.faults:
        first, more = found.faults[0], len(found.faults) - 1
        text = f"thread {first.thread} does not verify at event {first.seq}: {first.why}"
        also = f"; nor do {more} others" if more else ""
        yield CheckFinding(
            "Log", f"{text}{also}{some}", "fail", "These threads do not run. Run countersign audit verify."
        )
    if found.missing:
        hint = "Find the cause, restore a backup if need be, then run countersign audit acknowledge."
        yield CheckFinding("Log", found.missing, "fail", hint)
    if found.resting:
        yield _describe_resting(found.resting)
    yield from (CheckFinding("Evidence", line) for line in found.history)


def _describe_resting(rows: Sequence[UnreadRow]) -> CheckFinding:
    """The threads with an event that this version cannot read, some with its number, type and version."""
    told = [f"{row.thread} at event {row.seq} ({row.type[:80]!r}, version {row.version})" for row in rows[:MAX_RESTING]]
    more = f", and {len(rows) - MAX_RESTING} more" if len(rows) > MAX_RESTING else ""
    ours = metadata.version("countersign")
    hint = (
        f"A version newer than {ours} wrote in this database. Install that version, or a later one, and start it: the"
        " threads go on by themselves, nothing in them is lost. Or restore a backup from before it ran."
    )
    many = "1 thread rests" if len(rows) == 1 else f"{len(rows)} threads rest"
    text = f"{many}, since this version ({ours}) cannot read an event: {', '.join(told)}{more}"
    return CheckFinding("Events", text, "fail", hint)


def _describe_current_secret(secrets: int) -> str:
    return "1 secret" if secrets == 1 else f"{secrets} secrets, of which the first one seals"


async def _check_configuration(settings: EnvironmentSettings, send_test: bool) -> list[CheckFinding]:
    try:
        config = await asyncio.to_thread(read_config, settings.config)
    except CannotStart as error:
        return [CheckFinding("Configuration", str(error), "fail", f"Correct {settings.config}.")]
    if not settings.config.exists():
        hint = "Write one with `countersign init`, or point COUNTERSIGN_CONFIG to yours. `countersign serve` does not start without."
        return [CheckFinding("Configuration", f"there is no {settings.config}", "warn", hint)]
    if not config.people:
        return [CheckFinding("Configuration", f"{settings.config} names no people", "fail", "Add [people.<id>] to it.")]
    found = CheckFinding("Configuration", f"{settings.config}, {len(config.people)} people")
    return [found, *await _check_platform(settings, config, send_test)]


async def _check_platform(settings: EnvironmentSettings, config: FileConfig, send_test: bool) -> list[CheckFinding]:
    """Build the platform over an empty temporary database, and run the checks of its agents and channels."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            platform = build_platform(
                settings.model_copy(update={"database_url": f"sqlite:///{folder}/empty.db"}), config
            )
        except CountersignError as error:
            return [CheckFinding("Agents and channels", str(error), "fail", f"Correct {settings.config}.")]
        try:
            found = [*_check_people_and_gates(platform), *await ask_models(platform)]
            for agent in platform.agents.values():
                if agent.examine is not None:
                    found += await agent.examine()
            for surface in platform.surfaces:
                if isinstance(surface, SelfExamining):
                    found += await surface.examine()
            tested = [surface for surface in platform.surfaces if isinstance(surface, SelfTesting)] if send_test else []
            for surface in tested:
                found += await surface.send_test()
            if send_test and not tested:
                hint = "Set up e-mail; see docs/email.md."
                found += [
                    CheckFinding("Test message", "no channel is configured that can write to itself", "warn", hint)
                ]
            return found
        finally:
            await platform.close()


def _check_people_and_gates(platform: CountersignPlatform) -> Iterator[CheckFinding]:
    if not platform.agents:
        yield CheckFinding("Agents and channels", "no agents", "warn", "Add [agents.<name>] to countersign.toml.")
    for agent in platform.agents.values():
        yield CheckFinding(
            f"Agent {agent.name}", f"{len(agent.registry)} tools, model {platform.models[agent.name].name}"
        )
        yield from _check_gates(agent, platform.directory)
    for surface in platform.surfaces:
        yield CheckFinding(f"Channel {surface.name}", "configured")


def _check_gates(agent: Agent, directory: PeopleDirectory) -> Iterator[CheckFinding]:
    """Whether countersign.toml has all people and groups of the agent, and whether votes of all people meet each policy."""
    yield from _check_unknown_people(f"owners of {agent.name}", agent.owners, directory)
    for name in AgentAccess.model_fields:
        given: AccessList = getattr(agent.access, name)
        named = ApproverClause(people=given.people, groups=given.groups)
        yield from _check_unknown_people(f"{name} of {agent.name}", named, directory)
    votes = [CountedVote(person=person, approves=True) for person in directory.people]
    for intent, tool in agent.registry.items():
        if tool.gate is None:
            continue
        what = f"Gate of {intent}"
        for clause in tool.gate.approvers:
            yield from _check_unknown_people(what, clause, directory)
        if find_verdict(tool.gate, votes, directory, NO_SHAPERS) == "approved":
            yield CheckFinding(what, describe_approvers(tool.gate))
        else:
            mark: FindingSeverity = "fail" if tool.writes else "warn"
            hint = f"Name approvers, and enough of them, in [agents.{agent.name}.approval]."
            yield CheckFinding(what, f"{describe_approvers(tool.gate)}; so it can never be approved", mark, hint)


def _check_unknown_people(what: str, clause: ApproverClause, directory: PeopleDirectory) -> Iterator[CheckFinding]:
    """A finding for the people and groups of `clause` that countersign.toml does not have."""
    groups = {group for person in directory.people.values() for group in person.groups}
    unknown = [person for person in clause.people if directory.find_person(person) is None]
    unknown += [f"group {group}" for group in clause.groups if group not in groups]
    if unknown:
        hint = "Correct the name, or add the person or the group's members to countersign.toml."
        yield CheckFinding(what, f"nobody is known as {', '.join(unknown)}", "fail", hint)
