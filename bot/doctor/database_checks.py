"""Checks of the database, of the secret of the installation, and of the log."""

import stat
from collections.abc import Iterator, Sequence
from importlib import metadata
from pathlib import Path

from bot.core.doctor_findings import CheckFinding
from bot.core.errors import CannotStart, Unavailable, UnprovenLog
from bot.doctor.postgres_checks import check_postgres
from bot.secret_keys import SecretKeys, read_key_file
from bot.settings import EnvironmentSettings
from bot.store.log_report import UnreadRow
from bot.store.log_signing import HeadSigner, NoEvidence
from bot.store.offline_inspection import find_verifiable, inspect_log, list_seal_prefixes
from bot.store.opening import POSTGRES, is_postgres
from bot.store.sqlite import inspection
from bot.store.vault_seal import PURPOSE

MAX_RESTING = 10
"""Resting threads that are named."""
VERIFYING = 10.0
"""Seconds after which the check of the log stops; `countersign audit verify` checks all threads."""


def check_database(settings: EnvironmentSettings) -> Iterator[CheckFinding]:
    if is_postgres(settings.database):
        yield from check_postgres(settings.database)
        return
    if not settings.database.startswith("sqlite:///"):
        hint = f"This release speaks sqlite:///path and {POSTGRES}…. Correct COUNTERSIGN_DATABASE_URL, or leave it out."
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


def check_secret_key(settings: EnvironmentSettings) -> Iterator[CheckFinding]:
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
    sealed = list_seal_prefixes(settings.database)
    known = keys.list_seal_prefixes(PURPOSE) if keys else frozenset()
    if lost := sum(head not in known for head in sealed):
        hint = "Put the secret they were sealed with behind the current one in COUNTERSIGN_SECRET_KEY, or set them up again."
        yield CheckFinding(
            "Sealed values", f"{lost} of {len(sealed)} were sealed with a secret that is not here", "fail", hint
        )


def check_log(settings: EnvironmentSettings) -> Iterator[CheckFinding]:
    """Verify the threads as `countersign audit verify` does, for at most `VERIFYING` seconds."""
    try:
        keys = SecretKeys(settings.secrets) if settings.secrets else read_key_file(settings.key_file)
        name = find_verifiable(settings.database)
    except CannotStart:
        return  # reported by `check_database` and `check_secret_key`
    if keys is None:
        return
    try:
        found = inspect_log(settings.database, HeadSigner(keys), seconds=VERIFYING)
    except NoEvidence as error:
        yield CheckFinding("Log", str(UnprovenLog(name, error)), "fail", "See `countersign audit sign --help`.")
        return
    except Unavailable as error:
        yield CheckFinding("Log", str(error), "fail", "Restore a backup.")
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
