"""The verbs for the database as a file: verify its log, back it up, restore it. They need no server and work beside one."""

import asyncio
import sys
import time
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.client import is_remote, reading
from bot.cli.lines import out, out_json
from bot.cli.verb import AsJson, verb
from bot.core.errors import CannotStart, UnprovenLog
from bot.core.shown import shown_words
from bot.secret import Keys, keys_in
from bot.settings import Settings, read_settings

KEPT_APART = """\
The secret is not in it: keep secret.key, or COUNTERSIGN_SECRET_KEY, somewhere else too. Without it nobody can open the
sealed tokens in this copy or prove its log."""

RESTORED = """\
At the next start each call that was approved or started in it counts as unknown, until its probe or a person says.
Messages, decisions and revoked keys that are younger than the backup are lost: look at `countersign keys list`."""

File = Annotated[Path, typer.Argument(metavar="FILE", help="The backup.", show_default=False)]


@verb
async def verify_audit(
    thread: Annotated[str, typer.Argument(metavar="[THREAD]", help="One thread; else all.", show_default=False)] = "",
    as_json: AsJson = False,
) -> None:
    """Check the hash chain and the signed head of every thread. Exit code 1 when something does not verify."""
    settings = read_settings()
    if is_remote(settings):
        async with reading() as api:
            found = await api.read("audit", "verify", thread=thread or None)
    else:
        found = await asyncio.to_thread(_verified, settings, thread)
    if as_json:
        out_json(found)
    else:
        _print_report(found)
    if not found["is_sound"]:
        raise typer.Exit(1)


@verb
async def sign_audit() -> None:
    """Sign the log as it is now, when the secret that it was signed with is lost. What is older is then unproven."""
    await asyncio.to_thread(_sign, read_settings())


@verb
async def acknowledge_audit() -> None:
    """Note that somebody has looked into the threads that were found missing: `audit verify` reports them no longer."""
    await asyncio.to_thread(_acknowledge, read_settings())


@verb
async def backup(file: File) -> None:
    """Copy the database into FILE, also while a server runs, and verify the copy."""
    from bot.store import backup as files
    from bot.store.heads import HeadSigner

    settings = read_settings()
    keys = _keys(settings)
    faults = await asyncio.to_thread(files.back_up, _path(settings), file.absolute(), HeadSigner(keys), _progress)
    out(f"The backup is {file.absolute()}.")
    out(KEPT_APART)
    _refuse_faults(faults)


@verb
async def restore(
    file: File,
    force: Annotated[
        bool, typer.Option("--force", help="Also when there is a database (it is kept), or threads do not verify.")
    ] = False,
) -> None:
    """Put the backup FILE in the place of the database. No server may run."""
    from bot.store import backup as files
    from bot.store.heads import HeadSigner

    settings = read_settings()
    target = _path(settings)
    signer = HeadSigner(_keys(settings))
    faults = await asyncio.to_thread(files.restore, file.absolute(), target, signer, _progress, force=force)
    out(f"{target} is restored from {file.absolute()}.")
    out(RESTORED)
    _refuse_faults(faults)


def _verified(settings: Settings, thread: str) -> dict[str, Any]:
    """What GET /api/v1/audit/verify answers, from the file itself."""
    from bot.store import checkup, heads, verify

    path = _path(settings)
    seen = checkup.look(path)
    if not seen.exists or seen.fault or not seen.is_current:
        why = seen.fault or ("it has an older schema; run countersign migrate" if seen.exists else "there is none yet")
        raise CannotStart(f"The database {path} cannot be verified: {why}.")
    try:
        found = verify.inspect_log(path, heads.HeadSigner(_keys(settings)), thread or None, progress=_counted)
    except heads.NoEvidence as error:
        raise UnprovenLog(path, error) from error
    return {
        "threads": found.threads,
        "is_sound": found.is_sound,
        "broken_threads": len(found.faults),
        "broken": [{"thread": each.thread, "event": each.seq, "problem": each.why} for each in found.faults],
        "missing": found.missing,
        "history": list(found.history),
    }


def _print_report(found: Any) -> None:
    for each in found["broken"]:
        out(f"Thread {shown_words(each['thread'])} does not verify at event {each['event']}: {each['problem']}.")
    if found["broken_threads"] > len(found["broken"]):
        out(f"… and {found['broken_threads'] - len(found['broken'])} more.")
    if found["missing"]:
        out(f"Threads are missing: {found['missing']}. `countersign audit acknowledge` once you know why.")
    for line in found["history"]:
        out(line)
    threads, broken = found["threads"], found["broken_threads"]
    out(f"{threads} threads checked, {f'{broken} do not verify and rest' if broken else 'all of them verify'}.")


def _sign(settings: Settings) -> None:
    from bot.store.heads import HeadSigner
    from bot.store.signing import sign_log
    from bot.store.verify import describe_evidence

    evidence = sign_log(_path(settings), HeadSigner(_keys(settings)))
    for line in describe_evidence(evidence):
        out(line)


def _acknowledge(settings: Settings) -> None:
    from bot.store import doors, heads
    from bot.store.database import open_database

    database = open_database(settings.database, keys=lambda: _keys(settings))

    now = time.time_ns() // 1000

    def unit(connection: heads.Connection) -> bool:
        evidence = heads.read_log_evidence(connection, database.signer)
        if not evidence.missing:
            return False
        done = evidence.model_copy(update={"missing": "", "missing_at": None})
        heads.write_log_evidence(connection, database.signer, done)
        doors.note(connection, doors.Note(now, "missing threads acknowledged", detail=evidence.missing))
        return True

    async def acknowledge() -> bool:
        try:
            return await database.write(unit)
        finally:
            await database.close()

    out("It is noted in the audit." if asyncio.run(acknowledge()) else "No threads were found missing at a start.")


def _path(settings: Settings) -> Path:
    from bot.store.database import database_path

    return database_path(settings.database)


def _keys(settings: Settings) -> Keys:
    """The secrets of this installation. Raises CannotStart when there are none yet: then nothing is signed either."""
    keys = Keys(settings.secrets) if settings.secrets else keys_in(settings.key_file)
    if keys is None:
        raise CannotStart(
            f"There is no secret: neither COUNTERSIGN_SECRET_KEY nor {settings.key_file}. Restore it first."
        )
    return keys


def _progress(text: str) -> None:
    out(text, to=sys.stderr)


def _counted(threads: int) -> None:
    if threads and threads % 10_000 == 0:
        _progress(f"{threads} threads checked")


def _refuse_faults(faults: Any) -> None:
    for each in faults:
        out(f"Thread {shown_words(each.thread)} does not verify at event {each.seq}: {each.why}.", to=sys.stderr)
    if faults:
        raise typer.Exit(1)
