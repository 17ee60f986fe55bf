"""The signed sums over the heads of the threads, as rows of the table `evidence`, and whether these rows fit together.

The row `threads` holds the number of threads and the XOR of the signatures of their heads. Processes that share the database
have a row each, `threads:PROCESS`, to which each adds what its own appends changed: none waits for another's. All rows together
are the sum. The row `threads` lists the processes that have one.

Each row is signed with its name, so one cannot stand for another. A row that is set back to an older one of itself, with all that
its process wrote since, leaves the sum right. So each row counts its versions, and holds which versions of the other ones its process
had heard of before: then all processes' work since must be set back, as with a single row. What is not noticed is the last
work of a process of which no other one that wrote since had heard: a few milliseconds.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from bot.store.log_signing import HeadSigner, NoEvidence, ThreadSum

BASE = "threads"
PREFIX = "threads:"

Versions = tuple[tuple[str, int], ...]
"""Processes and versions of their rows."""


class BaseSum(NamedTuple):
    """The row `threads`. `writers` are the processes that have a row, with its version when this one was written."""

    total: ThreadSum
    version: int = 0
    writers: Versions = ()

    def write_body(self) -> bytes:
        """Without processes it is the form that releases before these rows read."""
        plain = self.total.write_body()
        return b"%b %d %b" % (plain, self.version, _write_versions(self.writers)) if self.writers else plain

    @classmethod
    def parse(cls, body: bytes) -> "BaseSum":
        count, total, *more = body.split()
        plain = ThreadSum(int(count), int(total, 16))
        return cls(plain, int(more[0]), _parse_versions(more[1:])) if more else cls(plain)

    def has_writer(self, process: str) -> bool:
        return any(process == each for each, _ in self.writers)

    def replace_total(self, total: ThreadSum) -> "BaseSum":
        return self._replace(total=total, version=self.version + 1)


class WriterSum(NamedTuple):
    """The row of a process: what its appends changed, the version of this row, and those of the others that it had heard of.

    `base` is the version of the row `threads`.
    """

    total: ThreadSum
    version: int
    base: int
    seen: Versions = ()

    def write_body(self) -> bytes:
        return b"%b %d %d %b" % (self.total.write_body(), self.version, self.base, _write_versions(self.seen))

    @classmethod
    def parse(cls, body: bytes) -> "WriterSum":
        count, total, version, base, *seen = body.split()
        return cls(ThreadSum(int(count), int(total, 16)), int(version), int(base), _parse_versions(seen))


class SumRows(NamedTuple):
    """All rows of one moment, each signed."""

    base: BaseSum
    writers: Mapping[str, WriterSum]

    def add_up(self) -> ThreadSum:
        total = self.base.total
        for row in self.writers.values():
            total = add_sums(total, row.total)
        return total

    def fold_writers(self, gone: Iterable[str]) -> "SumRows":
        """The same sum without the rows of these processes."""
        total, kept = self.base.total, dict(self.writers)
        for process in gone:
            total = add_sums(total, kept.pop(process).total)
        return SumRows(self.base.replace_total(total), kept).list_writers()

    def list_writers(self) -> "SumRows":
        """With the newest versions in the row `threads`."""
        known = dict(self.base.writers)
        listed = tuple(sorted((each, max(row.version, known.get(each, 0))) for each, row in self.writers.items()))
        return self._replace(base=self.base._replace(writers=listed))

    def describe_set_back(self) -> str:
        """The row that is older than one that another row was written after, in words; empty when there is none."""
        asked = [*self.base.writers, *(pair for row in self.writers.values() for pair in row.seen)]
        for process, version in asked:
            row = self.writers.get(process)
            if row is not None and row.version < version:
                return f"the row `{PREFIX}{process}` in the table `evidence` was set back to what it was before"
        if any(row.base > self.base.version for row in self.writers.values()):
            return f"the row `{BASE}` in the table `evidence` was set back to what it was before"
        return ""


def parse_sum_rows(rows: Iterable[tuple[str, object, object]], signer: HeadSigner) -> SumRows:
    """The rows (name, body, mac) whose name begins with `threads`. Raises NoEvidence: one is gone, forged, or too many."""
    found = {name: (body, mac) for name, body, mac in rows}
    base = BaseSum.parse(verify_note(found.pop(BASE, None), signer, BASE))
    writers = {}
    for process, _ in base.writers:
        name = PREFIX + process
        writers[process] = WriterSum.parse(verify_note(found.pop(name, None), signer, name))
    if found:
        raise NoEvidence(f"its row `{min(found)}` in the table `evidence` belongs to no process that has one")
    return SumRows(base, writers)


def verify_note(row: tuple[object, ...] | None, signer: HeadSigner, name: str) -> bytes:
    """The body of this row (body, mac). Raises NoEvidence."""
    if row is None:
        raise NoEvidence(f"its row `{name}` in the table `evidence` is gone")
    body, mac = row
    if not (isinstance(body, bytes) and isinstance(mac, bytes) and signer.verify_note(name, body, mac)):
        raise NoEvidence(f"its row `{name}` in the table `evidence` was not signed with a known secret")
    return body


def add_sums(one: ThreadSum, other: ThreadSum) -> ThreadSum:
    return ThreadSum(one.threads + other.threads, one.total ^ other.total)


def _write_versions(versions: Versions) -> bytes:
    return b" ".join(b"%b:%d" % (process.encode(), version) for process, version in versions)


def _parse_versions(words: Iterable[bytes]) -> Versions:
    pairs = (word.decode().rpartition(":") for word in words)
    return tuple((process, int(version)) for process, _, version in pairs)
