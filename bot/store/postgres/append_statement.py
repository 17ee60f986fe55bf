"""The append as one statement: it checks the fence and every other rule, and writes everything or nothing.

`won` is the update of the thread's own row under its sequence number, or the insert of a new one. It finds no row when a
rule refuses the append; every other part writes `FROM won`. All parts see the database as it was before the statement. No append
is made meanwhile where a rule depends on those of other threads: equal calls, ids of messages, references (`reads_others`); a hold or a
revoked key is written while no append is. The last SELECT tells which rule it was.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import psycopg

from bot.core.errors import Unavailable
from bot.store.compression import deflate_piece, pack_body
from bot.store.log_signing import HeadSigner
from bot.store.peer_port import JobClaim
from bot.store.postgres.connecting import SqlConnection
from bot.store.postgres.holds import read_active_holds
from bot.store.postgres.jobs import ADD_JOBS, ADD_NOTICE, DROP_JOBS, list_job_values
from bot.store.postgres.prompt_texts import COPIES, PIECES, TEXTS, list_text_values
from bot.store.postgres.received_ids_and_message_references import ARRIVALS, KNOWN, PLACE, TAKEN, list_arrival_values
from bot.store.postgres.server_error_refusals import explain_error
from bot.store.refusals import (
    AlreadyReceived,
    AppendConflict,
    EqualCallOpen,
    HeldCallStart,
    LeaseLost,
    ReferenceTaken,
    RevokedUnknown,
    RulesOutdated,
)
from bot.store.thread_append import RequestAmended, RequestOpened, RequestSettled, SideWrites, ThreadAppend

OPEN = """INSERT INTO thread (id, agent, title, requester, status, seq, head, mac, opened, touched, due, owes)
    SELECT %(id)s, %(agent)s, %(title)s, %(requester)s, %(status)s, %(last)s, %(head)s, %(mac)s, %(opened)s, %(touched)s,
    %(due)s, %(owes)s WHERE {rules} ON CONFLICT (id) DO NOTHING RETURNING id"""
NEXT = """UPDATE thread SET seq = %(last)s, head = %(head)s, mac = %(mac)s, status = %(status)s, touched = %(touched)s,
    due = %(due)s, owes = %(owes)s WHERE id = %(id)s AND seq = %(before)s AND {rules} RETURNING id"""
EVENTS = """INSERT INTO event (thread, seq, type, v, at, body, hash) SELECT won.id, r.* FROM won, unnest(%(seqs)s::bigint[],
    %(types)s::text[], %(vs)s::bigint[], %(ats)s::bigint[], %(bodies)s::bytea[], %(hashes)s::bytea[]) r"""
NAMES = """INSERT INTO audience (who, thread) SELECT who, won.id FROM won, unnest(%(names)s::text[]) who
    ON CONFLICT DO NOTHING"""

REVOKED, OTHER_RULES = 1, 2
STALE = f"""SELECT CASE WHEN (SELECT count(*) FROM api_key WHERE revoked IS NOT NULL) <> %(revoked)s THEN {REVOKED}
    WHEN (SELECT rules FROM owner) <> %(rules)s THEN {OTHER_RULES} END AS why"""  # noqa: S608
"""A call starts only where its process knows all revoked keys, since votes by them do not count, and has the newest rules."""
LEASED = """EXISTS (SELECT FROM lease WHERE kind = %(claim_kind)s AND key = %(claim_key)s AND holder = %(claim_holder)s
    AND claim = %(claim_number)s AND until > clock_timestamp())"""
HELD = """SELECT id FROM hold WHERE lifted IS NULL AND (scope = 'all' OR (scope = 'agent' AND name = ANY (%(working)s::text[]))
    OR (scope = 'tool' AND name = ANY (%(tools)s::text[]))) ORDER BY id LIMIT 1"""

ASKED = """INSERT INTO request (id, thread, kind, status, basis, wish, opened, settled, "by")
    SELECT r.* FROM won, unnest(%(asked)s::text[], %(asked_threads)s::text[], %(asked_kinds)s::text[],
    %(asked_statuses)s::text[], %(asked_bases)s::text[], %(asked_wishes)s::text[], %(asked_ats)s::bigint[],
    %(asked_ends)s::bigint[], %(asked_by)s::text[]) r
    ON CONFLICT (id) DO UPDATE SET status = excluded.status, basis = excluded.basis, wish = excluded.wish,
    settled = coalesce(excluded.settled, request.settled),
    "by" = CASE WHEN excluded.settled IS NULL THEN request."by" ELSE excluded."by" END"""
CHANGED = """UPDATE request SET status = coalesce(c.status, request.status), wish = coalesce(c.wish, request.wish),
    settled = coalesce(c.settled, request.settled),
    "by" = CASE WHEN c.settled IS NULL THEN request."by" ELSE c.by END
    FROM won, unnest(%(changed)s::text[], %(changed_statuses)s::text[], %(changed_wishes)s::text[],
    %(changed_ends)s::bigint[], %(changed_by)s::text[]) c (id, status, wish, settled, by) WHERE request.id = c.id"""

EQUAL = """SELECT open_call.call FROM unnest(%(wishes)s::text[], %(wishing)s::text[]) WITH ORDINALITY w (wish, call, n)
    JOIN open_call ON open_call.wish = w.wish AND open_call.call <> w.call AND open_call.call <> ALL (%(closed)s::text[])
    JOIN request ON request.id = open_call.call JOIN thread ON thread.id = request.thread
    WHERE request.thread <> ALL (%(unreadable)s::text[]) ORDER BY w.n LIMIT 1"""
CLOSED = """DELETE FROM open_call USING won WHERE (call = ANY (%(closed)s::text[]) OR call = ANY (%(wishing)s::text[]))
    AND wish <> ALL (%(wishes)s::text[])"""
WISHES = """INSERT INTO open_call (wish, call) SELECT w.* FROM won, unnest(%(wishes)s::text[], %(wishing)s::text[]) w
    ON CONFLICT (wish) DO UPDATE SET call = excluded.call"""
KEPT_CLOSED = """DELETE FROM open_call USING won WHERE call = ANY (%(closed)s::text[])"""

COLUMNS = (
    "(SELECT id FROM won)",
    "(SELECT seq FROM thread WHERE id = %(id)s)",
)


class AppendStatement:
    """A `GroupedStatement` that writes one append. Its result is the signature of the new head."""

    def __init__(self, append: ThreadAppend, signer: HeadSigner, words: Sequence[str] = ()) -> None:
        """Other processes are told the id of the thread and these words."""
        last = append.rows[-1]
        self._append, self._before, self._last = append, append.rows[0].seq - 1, last
        self.mac = signer.sign_head(append.head.id, last.seq, last.hash)
        self.order = (append.head.id, self._before)
        self.head_change: tuple[bytes | None, bytes] | None = (append.signed if self._before else None, self.mac)
        self.told: Sequence[str] = (append.head.id, *words)
        side = append.side_writes
        self.reads_others = bool(append.changes or append.closed or side.inbound_ids or side.reference)
        built = _build_statement(append, self._before)
        self.text = built.text
        self.values = {**_list_head_values(append, self._before, self.mac), **built.values}
        self._equal_own = built.equal_own

    def read_result(self, connection: SqlConnection, rows: Sequence[tuple[Any, ...]]) -> bytes:
        won, seq, held, equal, known_thread, known_body, taken, stale, unleased = rows[0]
        if won is not None:
            return self.mac
        if unleased is not None:
            raise LeaseLost(self._append.head.id)
        if stale is not None:
            raise RevokedUnknown() if stale == REVOKED else RulesOutdated()
        if held is not None:
            raise self._make_held(connection)
        if (seq or 0) != self._before:
            raise AppendConflict(self._append.head.id)
        if equal is not None or self._equal_own is not None:
            raise EqualCallOpen(str(equal or self._equal_own))
        if known_body is not None:
            raise AlreadyReceived(known_thread, known_body.hex())
        if taken is not None:
            raise ReferenceTaken(taken)
        raise AppendConflict(self._append.head.id)  # another process opened the thread within this statement

    def explain_error(self, error: psycopg.Error) -> Exception:
        """Events behind the end of a thread, which another program wrote, are in the way of the next ones."""
        if isinstance(error, psycopg.errors.UniqueViolation) and error.diag.table_name == "event":
            return AppendConflict(self._append.head.id)
        return explain_error(error)

    def find_result(self, connection: SqlConnection) -> bytes:
        """Whether the last event is there, by its hash: it covers all events before it."""
        row = connection.execute(
            "SELECT hash FROM event WHERE thread = %s AND seq = %s", (self._append.head.id, self._last.seq)
        ).fetchone()
        if row is None or row[0] != self._last.hash:
            raise Unavailable("The database was lost before it took it. Nothing was changed; try again.")
        return self.mac

    def _make_held(self, connection: SqlConnection) -> HeldCallStart | AppendConflict:
        agent, starts, lineage = self._append.head.agent, self._append.starts, self._append.lineage
        for hold in read_active_holds(connection):
            if covered := frozenset(call for call, tool in starts.items() if hold.is_covering(agent, tool, lineage)):
                return HeldCallStart(hold, covered)
        return AppendConflict(self._append.head.id)


def list_claim_values(claim: JobClaim) -> dict[str, Any]:
    """The values of `LEASED`."""
    return {
        "claim_kind": claim.kind,
        "claim_key": claim.key,
        "claim_holder": claim.holder,
        "claim_number": claim.number,
    }


class _BuiltStatement(NamedTuple):
    """`equal_own` is a call of this append that an equal one of the same append stands against."""

    text: str
    values: dict[str, Any]
    equal_own: str | None


def _build_statement(append: ThreadAppend, before: int) -> _BuiltStatement:
    """The parts that this append needs, a few dozen texts in all, so that the server prepares each once."""
    checks: list[tuple[str, str]] = []
    writes = [EVENTS]
    values: dict[str, Any] = {}
    told = dict.fromkeys(("held", "equal", "taken", "stale", "unleased"), "NULL") | {"known": "NULL, NULL"}
    equal_own = None
    if append.starts:
        checks.append(("held", HELD))
        told["held"] = "(SELECT id FROM held)"
        values["tools"] = sorted(set(append.starts.values()))
        values["working"] = [*append.lineage, append.head.agent]
        if append.fence is not None:
            checks.append(("stale", f"SELECT why FROM ({STALE}) s WHERE why IS NOT NULL"))  # noqa: S608
            told["stale"] = "(SELECT why FROM stale)"
            values.update(revoked=append.fence.revoked, rules=append.fence.rules)
    if append.fence is not None and append.fence.claim is not None:
        checks.append(("unleased", f"SELECT 1 AS found WHERE NOT {LEASED}"))
        told["unleased"] = "(SELECT found FROM unleased)"
        values.update(list_claim_values(append.fence.claim))
    if append.names:
        writes.append(NAMES)
        values["names"] = list(append.names)
    if append.changes or append.closed:
        equal_own = _add_requests(append, checks, writes, values)
        if values.get("wishes"):
            told["equal"] = "(SELECT call FROM equal)"
    _add_side_writes(append.side_writes, checks, writes, values)
    if append.side_writes.inbound_ids:
        told["known"] = "(SELECT thread FROM known), (SELECT body FROM known)"
    if append.side_writes.reference is not None and append.side_writes.reference.is_claimed:
        told["taken"] = "(SELECT thread FROM taken)"
    _add_jobs(append, writes, values)
    rules = " AND ".join(f"NOT EXISTS (SELECT FROM {name})" for name, _ in checks) or "true"
    if equal_own is not None:
        rules = "false"
    parts = [f"{name} AS ({query})" for name, query in checks]
    parts.append(f"won AS ({(NEXT if before else OPEN).format(rules=rules)})")
    parts += [f"w{number} AS ({query})" for number, query in enumerate(writes)]
    columns = ", ".join(
        [*COLUMNS, told["held"], told["equal"], told["known"], told["taken"], told["stale"], told["unleased"]]
    )
    return _BuiltStatement(f"WITH {', '.join(parts)} SELECT {columns}", values, equal_own)


def _list_head_values(append: ThreadAppend, before: int, mac: bytes) -> dict[str, Any]:
    head, rows, last = append.head, append.rows, append.rows[-1]
    return {
        **head._asdict(),
        "before": before,
        "last": last.seq,
        "head": last.hash,
        "mac": mac,
        "seqs": [row.seq for row in rows],
        "types": [row.type for row in rows],
        "vs": [row.v for row in rows],
        "ats": [row.at for row in rows],
        "bodies": [pack_body(row.body, head.id) for row in rows],
        "hashes": [row.hash for row in rows],
    }


class _FoldedRequest:
    """All changes of one request in an append, as one change."""

    def __init__(self) -> None:
        self.opened: RequestOpened | None = None
        self.wish: str | None = None
        self.status: str | None = None
        self.settled: RequestSettled | None = None


def _fold_changes(append: ThreadAppend) -> dict[str, _FoldedRequest]:
    folded: dict[str, _FoldedRequest] = {}
    for change in append.changes:
        request = folded.setdefault(change.id, _FoldedRequest())
        match change:
            case RequestOpened():
                request.opened, request.wish, request.status = change, change.wish, "pending"
            case RequestAmended():
                request.wish = change.wish
            case RequestSettled():
                request.settled, request.status = change, change.status
    return folded


def _add_requests(
    append: ThreadAppend, checks: list[tuple[str, str]], writes: list[str], values: dict[str, Any]
) -> str | None:
    """Add the index of requests and the open calls. Returns a call of this append that another one of it is equal to."""
    folded = _fold_changes(append)
    asked = [(request.opened, request) for request in folded.values() if request.opened is not None]
    changed = [(id, request) for id, request in folded.items() if request.opened is None]
    if asked:
        writes.append(ASKED)
        values["asked"] = [opened.id for opened, _ in asked]
        values["asked_threads"] = [opened.thread for opened, _ in asked]
        values["asked_kinds"] = [opened.kind for opened, _ in asked]
        values["asked_statuses"] = [request.status for _, request in asked]
        values["asked_bases"] = [opened.basis for opened, _ in asked]
        values["asked_wishes"] = [request.wish for _, request in asked]
        values["asked_ats"] = [opened.at for opened, _ in asked]
        values["asked_ends"] = [request.settled and request.settled.at for _, request in asked]
        values["asked_by"] = [request.settled and request.settled.by for _, request in asked]
    if changed:
        writes.append(CHANGED)
        values["changed"] = [id for id, _ in changed]
        values["changed_statuses"] = [request.status for _, request in changed]
        values["changed_wishes"] = [request.wish for _, request in changed]
        values["changed_ends"] = [request.settled and request.settled.at for _, request in changed]
        values["changed_by"] = [request.settled and request.settled.by for _, request in changed]
    values["closed"] = list(append.closed)
    live = {id: request.wish for id, request in folded.items() if request.wish and id not in append.closed}
    if not live:
        if append.closed:
            writes.append(KEPT_CLOSED)
        return None
    checks.append(("equal", EQUAL))
    writes += [CLOSED, WISHES]
    values.update(wishes=list(live.values()), wishing=list(live), unreadable=sorted(append.unreadable))
    first: dict[str, str] = {}
    equals = (first.setdefault(wish, id) for id, wish in live.items())
    return next((other for id, other in zip(live, equals, strict=True) if other != id), None)


def _add_side_writes(
    side: SideWrites, checks: list[tuple[str, str]], writes: list[str], values: dict[str, Any]
) -> None:
    if side.pieces:
        writes.append(PIECES)
        values["renderer"] = side.renderer
        values["piece_seqs"] = [seq for seq, _, _ in side.pieces]
        values["deltas"] = [deflate_piece(piece, body) for _, piece, body in side.pieces]
    if side.texts or side.answer:
        writes.append(TEXTS)
        values.update(list_text_values((*side.texts, side.answer) if side.answer else side.texts))
    if side.copied_from is not None:
        writes.append(COPIES)
        values["source"], values["source_last"] = side.copied_from
    if side.inbound_ids:
        checks.append(("known", KNOWN))
        writes.append(ARRIVALS.format(source="won, "))
        values.update(list_arrival_values(side.inbound_ids))
    if (kept := side.reference) is not None:
        if kept.is_claimed:
            checks.append(("taken", TAKEN))
        writes.append(PLACE)
        values.update(reference_channel=kept.channel, reference=kept.reference, reference_thread=kept.thread)


def _add_jobs(append: ThreadAppend, writes: list[str], values: dict[str, Any]) -> None:
    found = list_job_values(append.jobs)
    if found["job_kinds"]:
        writes.append(ADD_JOBS.format(source="won, "))
    if found["dropped_kinds"]:
        writes.append(DROP_JOBS.format(source="won, "))
    values.update(found)
    notice = append.hold_notice
    if notice is not None and all((job.kind, job.key) != (notice.kind, notice.key) for job in append.jobs):
        writes.append(ADD_NOTICE)
        values.update(notice_kind=notice.kind, notice_key=notice.key, notice_at=notice.run_at)
