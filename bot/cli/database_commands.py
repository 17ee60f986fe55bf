"""The verbs for the database file: verify its log, back it up, restore it. They need no server."""

import asyncio
import sys
import time
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.api_connection import is_remote, open_for_reading
from bot.cli.command_options import JsonOption, make_command
from bot.cli.terminal_output import print_json
from bot.cli.terminal_text import print_text
from bot.core.errors import CannotStart, UnprovenLog, UnreadThread
from bot.core.escaping import show_words
from bot.secret_keys import SecretKeys, read_key_file
from bot.settings import EnvironmentSettings, read_settings
from bot.store.log_signing import HeadSigner, NoEvidence

BACKUP_REMINDER = """\
The secret is not in it: keep secret.key, or COUNTERSIGN_SECRET_KEY, somewhere else too. Without it nobody can open the
sealed tokens in this copy or prove its log."""

RESTORED = """\
At the next start each call that was approved or started in it counts as unknown, until its probe or a person says.
Messages, decisions and revoked keys that are younger than the backup are lost: look at `countersign keys list`."""

DOWNGRADED = """\
What channels remember lies sealed in the vault again. Start the previous release on it: this one would bring the schema back."""

BackupArgument = Annotated[Path, typer.Argument(metavar="FILE", help="The backup.", show_default=False)]


@make_command
async def verify_audit(
    thread: Annotated[str, typer.Argument(metavar="[THREAD]", help="One thread; else all.", show_default=False)] = "",
    as_json: JsonOption = False,
) -> None:
    """Check the hash chain and the signed head of every thread. Exit code 1 when something does not verify."""
    settings = read_settings()
    if is_remote(settings):
        async with open_for_reading() as api:
            found = await api.read("audit", "verify", thread=thread or None)
    else:
        found = await asyncio.to_thread(_verify_log, settings, thread)
    if as_json:
        print_json(found)
    else:
        for each in found["broken"]:
            print_text(
                f"Thread {show_words(each['thread'])} does not verify at event {each['event']}: {each['problem']}."
            )
        if found["broken_threads"] > len(found["broken"]):
            print_text(f"… and {found['broken_threads'] - len(found['broken'])} more.")
        if found["missing"]:
            print_text(f"Threads are missing: {found['missing']}. `countersign audit acknowledge` once you know why.")
        for each in found.get("resting", ()):  # a server of an older version does not tell
            print_text(str(UnreadThread(show_words(each["thread"]), each["event"], each["type"], each["v"])))
        if (more := found.get("resting_threads", 0) - len(found.get("resting", ()))) > 0:
            print_text(f"… and {more} more.")
        for line in found["history"]:
            print_text(line)
        threads, broken = found["threads"], found["broken_threads"]
        print_text(
            f"{threads} threads checked, {f'{broken} do not verify and rest' if broken else 'all of them verify'}."
        )
    if not found["is_sound"]:
        raise typer.Exit(1)


@make_command
async def sign_audit() -> None:
    """Sign the log as it is now, after the loss of the secret that signed it. Older events stay unproven."""
    from bot.store.log_report import describe_evidence
    from bot.store.log_signing import HeadSigner
    from bot.store.sqlite.lost_secret_signing import sign_log

    settings = read_settings()
    path = _find_file(settings, "audit sign")
    for line in describe_evidence(await asyncio.to_thread(sign_log, path, HeadSigner(_find_keys(settings)))):
        print_text(line)


@make_command
async def acknowledge_audit() -> None:
    """Note that the missing threads were looked into: `audit verify` reports them no longer."""
    from bot.store.opening import open_store

    settings = read_settings()
    store = await asyncio.to_thread(open_store, settings.database, keys=lambda: _find_keys(settings))
    try:
        is_noted = await store.evidence.acknowledge_missing(time.time_ns() // 1000)
    finally:
        await store.close()
    print_text("It is noted in the audit." if is_noted else "No threads were found missing at a start.")


@make_command
async def backup(file: BackupArgument) -> None:
    """Copy the database into FILE, also while a server runs, and verify the copy."""
    from bot.store.log_signing import HeadSigner
    from bot.store.sqlite import backup_and_restore as files

    settings = read_settings()
    path, keys = _find_file(settings, "backup"), _find_keys(settings)
    faults = await asyncio.to_thread(files.back_up_database, path, file.absolute(), HeadSigner(keys), _print_progress)
    print_text(f"The backup is {file.absolute()}.")
    print_text(BACKUP_REMINDER)
    _refuse_faults(faults)


@make_command
async def restore(
    file: BackupArgument,
    force: Annotated[
        bool, typer.Option("--force", help="Also when there is a database (it is kept), or threads do not verify.")
    ] = False,
) -> None:
    """Put the backup FILE in the place of the database. No server may run."""
    from bot.store.log_signing import HeadSigner
    from bot.store.sqlite import backup_and_restore as files

    settings = read_settings()
    target = _find_file(settings, "restore")
    signer = HeadSigner(_find_keys(settings))
    faults = await asyncio.to_thread(
        files.restore_backup, file.absolute(), target, signer, _print_progress, force=force
    )
    print_text(f"{target} is restored from {file.absolute()}.")
    print_text(RESTORED)
    _refuse_faults(faults)


@make_command
async def downgrade() -> None:
    """Set the database back to the schema of the previous release. No server may run."""
    from bot.store.sqlite.downgrade_to_previous_release import downgrade_database

    settings = read_settings()
    path = _find_file(settings, "database downgrade")
    schema = await asyncio.to_thread(downgrade_database, path, _find_keys(settings))
    print_text(f"{path} has the schema {schema}. {DOWNGRADED}")


@make_command
async def mark_restored() -> None:
    """Note that PostgreSQL was set back to a copy: calls that were open in it are doubted. No server may run."""
    from bot.store.opening import is_postgres, name_database, require_postgres_library

    settings = read_settings()
    if not is_postgres(settings.database):
        raise CannotStart(
            "`countersign database restored` is for PostgreSQL. `countersign restore` marks a SQLite file."
        )
    require_postgres_library()
    from bot.store.postgres.store import open_postgres_store

    store = await asyncio.to_thread(open_postgres_store, settings.database, lambda: _find_keys(settings))
    try:
        await store.mark_restored(time.time_ns() // 1000)
    finally:
        await store.close()
    print_text(f"{name_database(settings.database)} is marked as restored. {RESTORED}")


def _verify_log(settings: EnvironmentSettings, thread: str) -> dict[str, Any]:
    """The report of GET /api/v1/audit/verify, read from the database. Raises `CannotStart`, `UnprovenLog`."""
    from bot.store.offline_inspection import find_verifiable, inspect_log

    name = find_verifiable(settings.database)

    def print_count(threads: int) -> None:
        if threads and threads % 10_000 == 0:
            _print_progress(f"{threads} threads checked")

    try:
        found = inspect_log(settings.database, HeadSigner(_find_keys(settings)), thread or None, progress=print_count)
    except NoEvidence as error:
        raise UnprovenLog(name, error) from error
    return {
        "threads": found.threads,
        "is_sound": found.is_sound,
        "broken_threads": len(found.faults),
        "broken": [{"thread": each.thread, "event": each.seq, "problem": each.why} for each in found.faults],
        "missing": found.missing,
        "history": list(found.history),
        "resting_threads": len(found.resting),
        "resting": [
            {"thread": each.thread, "event": each.seq, "type": each.type, "v": each.version} for each in found.resting
        ],
    }


def _find_file(settings: EnvironmentSettings, verb: str) -> Path:
    """The SQLite file of this installation, for a verb that works on a file alone. Raises `CannotStart`."""
    from bot.store.opening import is_postgres
    from bot.store.sqlite.database import read_database_path

    if is_postgres(settings.database):
        raise CannotStart(f"`countersign {verb}` works on a SQLite file. For PostgreSQL see docs/postgresql.md.")
    return read_database_path(settings.database)


def _find_keys(settings: EnvironmentSettings) -> SecretKeys:
    """The keys of this installation. Raises `CannotStart` when there is no secret yet."""
    keys = SecretKeys(settings.secrets) if settings.secrets else read_key_file(settings.key_file)
    if keys is None:
        raise CannotStart(
            f"There is no secret: neither COUNTERSIGN_SECRET_KEY nor {settings.key_file}. Restore it first."
        )
    return keys


def _print_progress(text: str) -> None:
    print_text(text, to=sys.stderr)


def _refuse_faults(faults: Any) -> None:
    for each in faults:
        print_text(f"Thread {show_words(each.thread)} does not verify at event {each.seq}: {each.why}.", to=sys.stderr)
    if faults:
        raise typer.Exit(1)
