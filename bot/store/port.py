"""The store port: the reads and writes of the engine and the entry points, without a word of SQL.

A `Store` is made of small stores, one for each kind of data. Every write is one transaction. Reads are awaited, so that a
database behind a network can answer them. All methods raise `Unavailable` when the database does not answer.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Protocol

from bot.core.access.permissions import ThreadReach
from bot.core.budgets import BudgetEntry, BudgetRest
from bot.core.channel_store import ChannelStore
from bot.core.errors import DatabaseReplaced
from bot.core.holds import Hold
from bot.core.ports import SecretVault, UtcClock
from bot.core.threads.unreadable_events import UnreadMark
from bot.secret_keys import SecretKeys
from bot.store.backlog_counts import BacklogCounts
from bot.store.hash_chain import VerifiedRows
from bot.store.log_report import LogReport
from bot.store.log_signing import LogEvidence
from bot.store.peer_port import PeerLink
from bot.store.records import (
    NO_FILTER,
    ApiKey,
    AuditNote,
    DueJob,
    OpenCall,
    RejectedRequest,
    RequestFilter,
    RequestRecord,
    SessionRecord,
    SnapshotRecord,
    ThreadRecord,
)
from bot.store.refusals import AlreadyReceived
from bot.store.thread_append import HoldNotices, InboundRecord, JobWrite, PeerFence, ThreadAppend

EVERYTHING = ThreadReach(is_all=True)

HoldsCommitted = Callable[[tuple[Hold, ...]], None]


class ThreadStore(Protocol):
    """The logs of the threads, and the index by which threads are found."""

    async def append(self, append: ThreadAppend, committed: Callable[[bytes], None]) -> None:
        """Write the append whole or not at all.

        `committed` gets the signature of the new head, in the event loop, as soon as the append is durable, also when
        the waiting task is gone. Raises AppendConflict, EqualCallOpen, AlreadyReceived, ReferenceTaken, HeldCallStart.
        """

    async def rest(
        self, thread: str, seq: int, due: int | None, writes: Sequence[JobWrite], fence: PeerFence | None = None
    ) -> bool:
        """Note when a turn must handle the thread next, and write its jobs. False: the thread has more than `seq` events, or
        the turn's lease or the holds of `fence` are no longer so, and nothing was written.
        """

    async def read_rows(self, thread: str, after: int = 0, before: bytes | None = None) -> VerifiedRows:
        """The rows after number `after`, verified up to the signed head. `before` is the hash of event `after`, if it is
        known. Raises BrokenChain.
        """

    async def verify_rows(self, thread: str, after: int, before: bytes, last: int) -> bytes:
        """Check the rows after `after`, whose hash is `before`, up to `last`; return its hash. Raises BrokenChain."""

    async def keep_snapshot(self, snapshot: SnapshotRecord) -> None:
        """Keep this state of a thread, signed, in place of an earlier one. A newer one stays."""

    async def find_snapshot(self, thread: str, version: str) -> SnapshotRecord | None:
        """The kept state of a thread, when this fold wrote it and it has a valid signature."""

    async def find_broken_event(self, thread: str) -> int | None:
        """The number of the first event that breaks the chain (edited, deleted, reordered, cut off), or None."""

    async def read_pieces(self, thread: str, renderer: str) -> dict[int, str]:
        """All kept pieces of a thread, by event number."""

    async def list_kept_seqs(self, thread: str, renderer: str, first: int, last: int) -> set[int]:
        """The events from `first` to `last` with a kept piece of this renderer."""

    async def read_texts(self, hashes: Collection[str]) -> dict[str, str]:
        """The kept texts with these SHA-256 (hex), by their hash."""

    async def list_threads(
        self,
        *,
        status: str | None = None,
        agent: str | None = None,
        before: tuple[int, str] | None,
        limit: int,
        reach: ThreadReach = EVERYTHING,
    ) -> list[ThreadRecord]:
        """Threads within reach, last touched first, after the (touched, id) of `before`."""

    async def find_unread_events(self, threads: Collection[str]) -> dict[str, UnreadMark]:
        """The threads among these with an event that this version cannot read, each with the mark of its first one."""

    async def filter_reachable(self, threads: Iterable[str], reach: ThreadReach) -> list[str]:
        """The threads among these that exist and are within reach. A missing one takes as long as a foreign one."""

    async def list_with_events(self, types: Collection[str], after: str) -> list[str]:
        """The next threads after the id `after` with an event of one of these types; empty: there are no more."""


class RequestIndex(Protocol):
    """The index of approvals and questions. The call and the votes are in the log."""

    async def find_request(self, id: str) -> RequestRecord | None: ...

    async def list_requests(
        self,
        *,
        status: str | None = None,
        thread: str | None = None,
        before: tuple[int, str] | None,
        limit: int,
        reach: ThreadReach = EVERYTHING,
        chosen: RequestFilter = NO_FILTER,
    ) -> list[RequestRecord]:
        """The `chosen` requests within reach, newest first, after the (opened, id) of `before`."""

    async def list_decided(self, person: str, since: int, limit: int) -> list[str]:
        """The ids of approvals that were settled since `since` and that this person decided or asked for, latest first."""

    async def list_rejected(self, wishes: Collection[str], limit: int) -> list[RejectedRequest]:
        """Equal calls that people rejected, the latest first; `wishes` are hashes of `hash_wish`."""

    async def filter_rejected(self, wishes: Collection[str]) -> set[str]:
        """The wishes among these of which people rejected a call, by one query."""

    async def list_approved(self, wish: str, limit: int) -> list[str]:
        """The ids of equal calls that people approved, the latest first."""

    async def find_open_call(self, wish: str) -> str | None:
        """The open call with this wish, unless its thread is gone."""

    async def list_waiting_threads(self) -> list[str]:
        """Threads with a request that waits for people."""

    async def list_unindexed_threads(self) -> list[str]:
        """Threads in which a gated call may be open that an older release did not note; empty once `fill_open_calls` ran."""

    async def fill_open_calls(self, found: Sequence[OpenCall]) -> None:
        """Note the calls of an older release; of equal ones the first."""


class InboundRegister(Protocol):
    """The ids of inbound messages, kept for ever, and the threads of our own messages in the channels."""

    async def find_message_id(self, channel: str, id: str) -> AlreadyReceived | None: ...

    async def find_thread(self, channel: str, reference: str) -> str | None: ...

    async def keep(self, record: InboundRecord) -> None:
        """Raises AlreadyReceived."""


class JobStore(Protocol):
    """Which threads must be handled, and when. The log is the truth; a job only wakes."""

    async def list_due(self, now: int, limit: int) -> list[DueJob]:
        """The due jobs, longest overdue first."""

    async def find_next_due(self, after: int) -> int | None:
        """When the first job after `after` is due (microseconds)."""

    async def find_job(self, kind: str, key: str) -> DueJob | None: ...

    async def postpone(self, job: DueJob, run_at: int) -> None:
        """Count a failed run and set the time of the next one, unless the job was written anew since it was read."""

    async def settle(self, thread: str, seq: int, job: JobWrite) -> None:
        """Write this job of a thread, unless the thread has more than `seq` events, which may need it sooner."""

    async def list_keys(self, kind: str) -> list[str]:
        """The threads with a job of this kind."""

    async def restore_lost(self) -> list[DueJob]:
        """Add the jobs that are missing although their thread's own row has a time for them; return them."""

    async def list_waiting_without_job(self) -> list[str]:
        """Threads with a pending request and no job for a turn: their requests have no date, or the job was lost."""

    async def list_threads_to_wake(self, bases: Collection[str]) -> list[str]:
        """Threads that work, sleep or rested under an older version, and those with an open approval with a basis outside
        `bases`."""


class HoldStore(Protocol):
    """The holds, which decide which calls may start. `ThreadStore.append` reads them in its transaction."""

    async def read_holds(self) -> tuple[Hold, ...]:
        """All holds, lifted ones too, in the order in which they were placed."""

    async def count_changes(self) -> int:
        """How often a hold was placed or lifted. Holds that were read at this count are current."""

    async def place(
        self, hold: Hold, note: Callable[[Hold], AuditNote], notices: HoldNotices, committed: HoldsCommitted
    ) -> tuple[Hold, list[str]]:
        """Place the hold; return it with its id, and the threads that got a notice. Raises HoldAlreadyActive.

        `note` makes the row of the audit for the hold with its id. `committed` gets all holds, in the event loop, as soon as
        the new one is durable.
        """

    async def lift(self, id: int, note: AuditNote, notices: HoldNotices, committed: HoldsCommitted) -> list[str] | None:
        """Lift the hold at `note.at` by `note.person`; return the threads that got a notice. None: no such hold is active."""

    async def settle_notice(self, notice: JobWrite, seen: int, turn: JobWrite, seq: int) -> bool:
        """Write the job of a turn, and delete the notice's job unless a hold changed since `seen` changes, or the thread has more
        than `seq` events. Returns whether it was deleted.
        """

    async def owe_lost_notices(self, kind: str, at: int) -> list[str]:
        """Add a job of this kind for each open thread that a hold may concern and that has none; return their ids."""


class BudgetLedger(Protocol):
    """The model calls of the last day, by agent, with their costs: the calls that `bot.core.budgets` counts, for all processes."""

    async def reserve(
        self, agent: str, call: str, now: int, judge: Callable[[Sequence[BudgetEntry]], BudgetRest | None]
    ) -> BudgetRest | None:
        """Note the call `call`, of a cost that is not known yet, unless `judge` finds a rest in the calls of the last day.

        In one transaction: of two callers, the second one's `judge` is given the call of the first.
        """

    async def settle(self, agent: str, call: str, cost: int) -> None:
        """Note the cost of a call, in millionths."""


class AccessStore(Protocol):
    """API keys, browser sessions and sign-in links. Of each secret only a hash is kept."""

    async def add_key(self, key: ApiKey, secret: str, note: AuditNote) -> None: ...

    async def bind_key(self, id: str, agents: Sequence[str], note: AuditNote) -> ApiKey | None:
        """Bind a working agent key to these agents, in place of the earlier ones. None: no such key."""

    async def revoke_key(
        self,
        id: str,
        note: AuditNote,
        committed: Callable[[frozenset[str]], None],
        needed: Callable[[ApiKey], bool] | None = None,
    ) -> bool:
        """Revoke a key at `note.at`. False: no such key works. Raises OnlyKeyLeft when it is the only working one that
        `needed` is true for.

        `committed` gets the names of all revoked keys, in the event loop, as soon as the change is durable.
        """

    async def find_key(self, secret: str) -> ApiKey | None:
        """The working key with this secret. It is found by its hash, so the time says nothing about a similar secret."""

    async def list_keys(self) -> list[ApiKey]:
        """All keys, revoked ones too, in the order in which they were made."""

    async def list_revoked(self) -> frozenset[str]:
        """The names of the revoked keys, as in a log."""

    async def add_session(self, session: SessionRecord, secret: str, note: AuditNote) -> None:
        """Keep a session or a link."""

    async def find_session(self, kind: str, secret: str, now: int) -> SessionRecord | None:
        """The unused, unexpired session or link of this kind with this secret."""

    async def start_session(
        self, session: SessionRecord, secret: str, note: AuditNote, *, link: str | None, ended: str | None
    ) -> None:
        """Use up the link (None: it works more than once), end the session `ended`, and keep the new one. Raises SecretUsed."""

    async def end_session(self, secret: str, note: AuditNote) -> None: ...

    async def forget_expired(self, now: int) -> None:
        """Delete expired sessions and links. The audit keeps their history."""


class AuditLog(Protocol):
    """Acts at entry points that became no event. Rows are added, without secrets, and not changed."""

    async def add_notes(self, notes: Sequence[AuditNote]) -> None: ...

    async def add_note_once(self, note: AuditNote) -> None:
        """Add the note, unless an equal note with any time exists."""

    async def list_notes(self, limit: int) -> list[AuditNote]:
        """The latest notes first."""


class EvidenceStore(Protocol):
    """The signed evidence of the whole log, see `bot.store.log_signing`. Raises NoEvidence when it is not ours."""

    async def read_evidence(self) -> LogEvidence: ...

    async def close_doubt(self) -> None:
        """Note that no call is left to be marked unknown."""

    async def sign_anew(self, report: Callable[[int], None]) -> tuple[int, int] | None:
        """Sign with the current secret each head that an older one signed, when the chain and the older signature hold.

        `report` gets the number of threads so far. Returns the numbers of signed and of broken threads; None: nothing
        was to be signed.
        """

    async def describe_missing_threads(self) -> str:
        """The difference between the threads and the kept sum, in words; empty when there is none."""

    async def note_missing_threads(self, missing: str, at: int) -> None:
        """Note this difference in evidence and audit; from now on the threads that are there are the kept sum."""

    async def acknowledge_missing(self, at: int) -> bool:
        """Note that the missing threads were looked into. False: none were missing."""

    async def verify(self, thread: str | None = None) -> LogReport:
        """Check one thread or all. Raises NotFound for a missing thread."""


class VaultStore(SecretVault, Protocol):
    """The vault, which also seals its values with the current secret."""

    async def reseal_values(self) -> int:
        """Seal values of older secrets with the current one; return their number. A value that does not open stays."""


class Store(Protocol):
    """An open database, all of whose content was checked to be ours."""

    @property
    def keys(self) -> SecretKeys: ...

    @property
    def threads(self) -> ThreadStore: ...

    @property
    def requests(self) -> RequestIndex: ...

    @property
    def inbound(self) -> InboundRegister: ...

    @property
    def jobs(self) -> JobStore: ...

    @property
    def holds(self) -> HoldStore: ...

    @property
    def access(self) -> AccessStore: ...

    @property
    def budgets(self) -> BudgetLedger: ...

    @property
    def audit(self) -> AuditLog: ...

    @property
    def evidence(self) -> EvidenceStore: ...

    @property
    def peers(self) -> PeerLink | None:
        """The other processes over the database; None: this process owns it alone."""

    def open_vault(self, clock: UtcClock) -> VaultStore: ...

    def open_channel_store(self, channel: str, clock: UtcClock) -> ChannelStore:
        """The values that this channel remembers."""

    async def delete_expired_values(self, now: int, *, is_all: bool) -> int:
        """Delete values of channels whose end has passed, all or one batch; return their number."""

    async def move_from_vault(self, channel: str, kinds: Mapping[str, timedelta | None], clock: UtcClock) -> int:
        """Move the vault's values of these kinds into the channel's; return their number. See `EarlierVaultUser`."""

    async def count_backlog(self, now: int) -> BacklogCounts:
        """The work that waits at `now` (microseconds), as numbers. Reads whole tables: for monitoring, not for pages."""

    async def is_answering(self) -> bool:
        """Whether a write of the size of an append reaches the disk now."""

    async def wait_until_replaced(self) -> DatabaseReplaced:
        """Return once the database is no longer the one that was opened."""

    async def close(self) -> None: ...

    def close_unused(self) -> None:
        """Close the database after a failed start, before anything ran."""
