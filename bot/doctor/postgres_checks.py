"""The check of a PostgreSQL database for `countersign doctor`."""

from collections.abc import Iterator

from bot.core.doctor_findings import CheckFinding
from bot.core.errors import CannotStart
from bot.store.opening import require_postgres_library


def check_postgres(url: str) -> Iterator[CheckFinding]:
    try:
        require_postgres_library()
        from bot.store.postgres.inspection import inspect_database

        seen = inspect_database(url)
    except CannotStart as error:
        yield CheckFinding("Database", str(error), "fail", "See docs/postgresql.md.")
        return
    if seen.fault:
        hint = "Start the server, or point COUNTERSIGN_DATABASE_URL elsewhere; see docs/postgresql.md."
        yield CheckFinding("Database", f"{seen.name}: {seen.fault}", "fail", hint)
        return
    text = f"{seen.name}, PostgreSQL {seen.version}"
    if not seen.schema:
        yield CheckFinding("Database", f"{text}, empty; its schema is made at the first start")
        return
    yield CheckFinding("Database", f"{text}, {f'in use by {seen.owner}' if seen.owner else 'free'}")
    if seen.is_current:
        yield CheckFinding("Schema", seen.schema)
    else:
        yield CheckFinding("Schema", f"{seen.schema}, older than this release", "warn", "Run countersign migrate.")
