"""The schemas that this release knows: each is the number that the file of its migration begins with."""

from functools import cache
from pathlib import Path

MIGRATIONS = Path(__file__).with_name("migrations")
SIDE_BY_SIDE: frozenset[str] = frozenset({"0015"})
"""Of the revisions that this release brings, those that only add to the schema (nullable columns or ones with a constant default, tables,
indexes), while this release still writes what the release before reads: over PostgreSQL both may run at once. Emptied with each release."""


@cache
def list_revisions() -> tuple[str, ...]:
    """The oldest first. The names of the files are read, so that a start with a current database needs no alembic."""
    return tuple(sorted(path.name.partition("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*_*.py")))


def find_newest_revision() -> str:
    return list_revisions()[-1]
