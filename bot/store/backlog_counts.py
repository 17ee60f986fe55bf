"""The waiting work of a database, as numbers for monitoring: open requests, threads, jobs."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

COUNTS = """SELECT 'thread', status, count(*), 0 FROM thread GROUP BY status
    UNION ALL SELECT 'request', kind, count(*), min(opened) FROM request WHERE status = 'pending' GROUP BY kind
    UNION ALL SELECT 'due', kind, count(*), min(run_at) FROM job WHERE run_at <= {now} GROUP BY kind
    UNION ALL SELECT 'job', kind, count(*), 0 FROM job GROUP BY kind"""
"""One statement, so one snapshot, in the SQL of both databases. `{now}` is the placeholder of the time (microseconds)."""


class BacklogCounts(NamedTuple):
    """Threads by status, open requests by kind, and jobs by kind: all, and those that are due.

    `oldest_request` and `oldest_due` are the times (microseconds) of the oldest open request and of the job that has been
    due for longest; None: there is none.
    """

    threads: Mapping[str, int]
    requests: Mapping[str, int]
    jobs: Mapping[str, int]
    due_jobs: Mapping[str, int]
    oldest_request: int | None
    oldest_due: int | None


def read_counts(rows: Iterable[Any]) -> BacklogCounts:
    """The counts in the rows of `COUNTS`."""
    found: dict[str, dict[str, int]] = {"thread": {}, "request": {}, "job": {}, "due": {}}
    oldest: dict[str, int] = {}
    for what, name, count, first in rows:
        found[what][name] = count
        if what in ("request", "due"):
            oldest[what] = min(first, oldest.get(what, first))
    return BacklogCounts(
        *(found["thread"], found["request"], found["job"], found["due"]), oldest.get("request"), oldest.get("due")
    )
