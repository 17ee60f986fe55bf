"""The row of the sum over the heads that this process writes (`signed_sum_rows`): takes one, changes it, and folds it into `threads`.

A process that owns the database alone writes the row `threads` itself. One that shares it takes a row of its own, unless a release
that reads the row `threads` alone may be running beside it (`owner.oldest`): then it does as that one does, and locks that row.
The row of a process that is gone is folded into `threads` by the next one that takes a row. If that one is only slow, its next append finds
no row of its own, is undone, and it takes another one.

Every transaction that may read what another one writes begins with `ORDER_ALONE`, and the others with `ORDER_BESIDE`, which waits for
the former only.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from bot.store.log_signing import HeadSigner, NoEvidence, ThreadSum
from bot.store.postgres import ownership, signed_log_summary
from bot.store.postgres.connecting import SqlConnection
from bot.store.postgres.prepared_statements import PreparedCall, Row
from bot.store.postgres.signed_sum_rows import BASE, PREFIX, BaseSum, SumRows, Versions, WriterSum, verify_note

ORDER_ALONE: PreparedCall = ("SELECT pg_advisory_xact_lock(1129272654, 4)", {})
ORDER_BESIDE: PreparedCall = ("SELECT pg_advisory_xact_lock_shared(1129272654, 4)", {})
READ_OWN = "SELECT body, mac FROM evidence WHERE name = %(name)s"
_LIST_ALIVE = """SELECT classid::bigint, objid::bigint FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 1 AND granted
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"""
_KEEP_ROWS = "DELETE FROM evidence WHERE name LIKE 'threads:%%' AND name <> ALL (%(names)s::text[])"
T = TypeVar("T")

MAX_SEEN = 64
"""Other processes whose versions a row holds."""


class KnownSums(NamedTuple):
    """The row `threads` with its signature, and the row of this process if it has one, after the last append."""

    base: BaseSum
    base_mac: bytes
    own: WriterSum | None = None

    @property
    def total(self) -> ThreadSum:
        """Of the row that this process writes."""
        return self.base.total if self.own is None else self.own.total


class OwnSumRow:
    """For the thread that writes. `process` is the name of one that shares the database, in 16 hex digits; else empty."""

    def __init__(self, signer: HeadSigner, process: str) -> None:
        self._signer, self._process = signer, process
        self._name = PREFIX + process
        self._version = 0
        self._has_row = False
        self._is_to_take = True
        self._seen: dict[str, int] = {}
        self.known: KnownSums | None = None
        """None: what the rows are is to be read."""

    def note_version(self, process: str, version: int) -> None:
        """Another process says that its row has this version. Called in the event loop."""
        seen = {
            name: known for name, known in self._seen.items() if name != process
        }  # the one heard of longest ago is dropped
        seen[process] = max(version, self._seen.get(process, 0))
        if len(seen) > MAX_SEEN:
            del seen[next(iter(seen))]
        self._seen = seen

    @property
    def is_to_take(self) -> bool:
        """Whether `take_row` is to be called before the next append."""
        return self._is_to_take

    @property
    def is_ready(self) -> bool:
        """Whether an append can be written without a read of the rows before."""
        return self.known is not None and (not self._process or self.known.own is not None)

    def forget(self) -> None:
        """The session was lost, and with it the sign that this process lives.

        A commit whose answer was lost may have told the others a version that this process does not know: the next row goes past it.
        """
        self.known, self._has_row, self._is_to_take = None, False, True
        self._version += 1

    def run_in_order(self, connection: SqlConnection, unit: Callable[[SqlConnection], T]) -> T:
        """Run this in a transaction of its own, in which no other process writes."""
        connection.execute("BEGIN")
        if self._process:
            connection.execute(*ORDER_ALONE)
        found = unit(connection)
        connection.execute("COMMIT")
        return found

    def take_row(self, connection: SqlConnection) -> KnownSums | None:
        """Fold the rows of processes that are gone, and begin one for this process, within `run_in_order`.

        Returns what is to be confirmed after the commit. Raises NoEvidence.
        """
        connection.execute(signed_log_summary.READ_SUM)
        rows = signed_log_summary.read_sum_rows(connection, self._signer)
        self._is_to_take = False
        is_right = not rows.describe_set_back()  # else it is kept for `audit verify`, and the next start
        if not self._process:
            return self._replace_rows(connection, rows.fold_writers(rows.writers)) if is_right else None
        if not ownership.is_row_for_each_process(connection) or not self._prove_alive(connection):
            return None
        if is_right:
            alive = _list_alive(connection) - {self._process}
            rows = rows.fold_writers([each for each in rows.writers if each not in alive])
        elif self._process in rows.writers:
            return None
        base = rows.base._replace(version=rows.base.version + 1)
        own = WriterSum(ThreadSum(0, 0), self._version, base.version)
        self._has_row = True
        return self._replace_rows(connection, SumRows(base, {**rows.writers, self._process: own}).list_writers())

    def fold_row(self, connection: SqlConnection) -> None:
        """At the end of this process, within `run_in_order`. Raises NoEvidence."""
        if not self._has_row:
            return
        connection.execute(signed_log_summary.READ_SUM)
        rows = signed_log_summary.read_sum_rows(connection, self._signer)
        if not rows.describe_set_back() and self._process in rows.writers:
            rows = rows.fold_writers([self._process])
            self._replace_rows(connection, rows)
        if not rows.writers:
            ownership.admit_older_release(connection)

    def list_locks(self) -> list[PreparedCall]:
        """The first statements of a transaction in which the rows are read, and then written."""
        reads: list[PreparedCall] = [(signed_log_summary.READ_SUM, {})]
        return [ORDER_ALONE, *reads, (READ_OWN, {"name": self._name})] if self._process else reads

    def read_locked(self, answers: Sequence[Sequence[Row]]) -> KnownSums:
        """The rows, from the answers to `list_locks`. Raises NoEvidence: this process did not write them."""
        base_row = next(iter(answers[-2 if self._process else -1]), None)
        base = signed_log_summary.parse_base(base_row, self._signer)
        assert base_row is not None
        if not self._has_row:
            self._is_to_take = bool(self._process and base.writers)
            return KnownSums(base, base_row[1])
        if not base.has_writer(self._process):
            self.forget()  # taken for gone: this append is added to the row `threads`
            return KnownSums(base, base_row[1])
        own = WriterSum.parse(verify_note(next(iter(answers[-1]), None), self._signer, self._name))
        is_set_back = own != self.known.own if self.known is not None else own.version < self._version
        if is_set_back:
            raise NoEvidence(f"its row `{self._name}` in the table `evidence` was set back to what it was before")
        return KnownSums(base, base_row[1], own)

    def change(self, before: KnownSums, heads: Iterable[tuple[bytes | None, bytes]]) -> KnownSums:
        """The rows after these heads changed their signatures, (before, after)."""
        total = signed_log_summary.change_sum(before.total, heads)
        if before.own is None:
            base = before.base.replace_total(total)
            return KnownSums(base, self._signer.sign_note(BASE, base.write_body()))
        seen: Versions = tuple(sorted(self._seen.items()))
        own = WriterSum(total, before.own.version + 1, before.base.version, seen)
        return before._replace(own=own)

    def confirm(self, written: KnownSums) -> None:
        """These are the rows now."""
        if written.own is not None:
            self._version = written.own.version
        self.known = written

    def make_write(self, after: KnownSums) -> PreparedCall:
        return signed_log_summary.WRITE_NOTE, self._make_values(after)

    def make_replace(self, before: KnownSums, after: KnownSums, heads: Mapping[str, bytes]) -> PreparedCall:
        """`REPLACE_SUM` with its values, for one append to each of these threads, with the signature of its new head."""
        values = self._make_values(after)
        kept = before.base if before.own is None else before.own
        body = kept.write_body()
        mac = before.base_mac if before.own is None else self._signer.sign_note(str(values["name"]), body)
        base = {"base": before.base.write_body(), "base_mac": before.base_mac}
        changed = {"body_before": body, "mac_before": mac, "threads": list(heads), "count": len(heads)}
        signed = {"heads": [head.hex() for head in heads.values()]}
        return signed_log_summary.REPLACE_SUM, {**values, **base, **changed, **signed}

    def _make_values(self, after: KnownSums) -> Mapping[str, Any]:
        if after.own is None:
            return signed_log_summary.make_sum_row(self._signer, BASE, after.base)
        return signed_log_summary.make_sum_row(self._signer, self._name, after.own)

    def _replace_rows(self, connection: SqlConnection, rows: SumRows) -> KnownSums:
        """Keep these rows, and the one of this process if it is new."""
        names = [PREFIX + process for process in rows.writers]
        connection.execute(_KEEP_ROWS, {"names": names})
        own = rows.writers.get(self._process)
        if own is not None:
            signed_log_summary.write_sum_row(connection, self._signer, self._name, own)
        signed_log_summary.write_sum_row(connection, self._signer, BASE, rows.base)
        return KnownSums(rows.base, self._signer.sign_note(BASE, rows.base.write_body()), own)

    def _prove_alive(self, connection: SqlConnection) -> bool:
        """Take the lock that is there as long as this session. False: an older session of this process still has it."""
        number = int.from_bytes(bytes.fromhex(self._process), "big", signed=True)
        row = connection.execute("SELECT pg_try_advisory_lock(%s)", (number,)).fetchone()
        self._is_to_take = row is None or not row[0]
        return not self._is_to_take


def _list_alive(connection: SqlConnection) -> frozenset[str]:
    return frozenset(f"{high:08x}{low:08x}" for high, low in connection.execute(_LIST_ALIVE).fetchall())
