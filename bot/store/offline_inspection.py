"""Reads a database of either kind without a server, also beside one: for `countersign audit verify` and `doctor`."""

import math
from collections.abc import Callable
from pathlib import Path

from bot.core.errors import CannotStart
from bot.store.log_report import LogReport
from bot.store.log_signing import HeadSigner
from bot.store.opening import is_postgres, require_postgres_library
from bot.store.sqlite import inspection, log_verification
from bot.store.sqlite.database import read_database_path


def find_verifiable(url: str) -> str | Path:
    """The name of the database, when its log can be verified. Raises CannotStart: there is none, or it has another schema."""
    if is_postgres(url):
        require_postgres_library()
        from bot.store.postgres.inspection import inspect_database

        found = inspect_database(url)
        name: str | Path = found.name
        why = found.fault or ("" if found.is_current else _explain_schema(found.schema))
    else:
        name = read_database_path(url)
        seen = inspection.inspect_database(name)
        why = seen.fault or ("" if seen.exists and seen.is_current else _explain_schema(seen.exists))
    if why:
        raise CannotStart(f"The database {name} cannot be verified: {why}.")
    return name


def _explain_schema(exists: object) -> str:
    return "it has an older schema; run countersign migrate" if exists else "there is none yet"


def inspect_log(
    url: str,
    signer: HeadSigner,
    thread: str | None = None,
    *,
    seconds: float = math.inf,
    progress: Callable[[int], None] = lambda threads: None,
) -> LogReport:
    """Check one thread or all of a database of the current schema, in bounded memory.

    `progress` gets the number of checked threads; after `seconds` the rest is left out. Raises NotFound for a missing
    thread, NoEvidence, Unavailable.
    """
    if not is_postgres(url):
        return log_verification.inspect_log(read_database_path(url), signer, thread, seconds=seconds, progress=progress)
    from bot.store.postgres.log_verification import inspect_log as inspect_postgres

    return inspect_postgres(url, signer, thread, seconds=seconds, progress=progress)


def find_obstacle(url: str) -> str:
    """Why this process could not own the database now, in words: another one owns it, or it cannot be used. Empty: it can."""
    if is_postgres(url):
        require_postgres_library()
        from bot.store.postgres.inspection import inspect_database

        found = inspect_database(url)
        fault, owner = found.fault, found.owner
    else:
        seen = inspection.inspect_database(read_database_path(url))
        fault, owner = seen.fault, f"process {seen.owner}" if seen.owner else ""
    return fault or (f"{owner} owns the database" if owner else "")


def list_seal_prefixes(url: str) -> list[bytes]:
    """The prefixes of the sealed values in the vault; empty without a readable vault. See
    `SecretKeys.make_seal_prefix`.
    """
    if not is_postgres(url):
        return inspection.list_seal_prefixes(Path(url.removeprefix("sqlite:///")).absolute())
    try:
        require_postgres_library()
    except CannotStart:
        return []
    from bot.store.postgres.inspection import list_seal_prefixes as list_postgres_prefixes

    return list_postgres_prefixes(url)
