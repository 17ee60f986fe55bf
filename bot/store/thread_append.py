"""The writes of one append, as frozen data: the engine makes it, and a store writes it in one transaction."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from bot.core.channel_messages import ChannelEntry
from bot.core.prompts.event_rendering import RENDERER
from bot.store.hash_chain import LogRow
from bot.store.peer_port import JobClaim, LeasedJob


class ThreadHead(NamedTuple):
    """The thread's own row after an append.

    `due` is when a turn must handle the thread and `owes` when the outbox must (microseconds; None: never). The job
    table holds the same; a lost job row is made again from these.
    """

    id: str
    agent: str
    title: str
    requester: str | None
    status: str
    opened: int
    touched: int
    due: int | None = None
    owes: int | None = None


class RequestSettled(NamedTuple):
    """A request that ended in this append."""

    id: str
    status: str
    at: int
    by: str | None


class RequestOpened(NamedTuple):
    """A request that was asked, or asked again, in this append. `wish` is the hash of its call, see `hash_wish`."""

    id: str
    thread: str
    kind: str
    basis: str
    at: int
    wish: str = ""


class RequestAmended(NamedTuple):
    """A request with edited arguments in this append."""

    id: str
    wish: str


IndexChange = RequestOpened | RequestAmended | RequestSettled


class JobWrite(NamedTuple):
    """The job of this kind and key is due at `run_at` (microseconds), in place of an earlier one. None: it is deleted."""

    kind: str
    key: str
    run_at: int | None


class InboundId(NamedTuple):
    """The id of an inbound message, kept for ever. `body` is the SHA-256 (hex) of its body, `at` microseconds."""

    channel: str
    id: str
    body: str
    thread: str
    at: int


class MessageReference(NamedTuple):
    """A message by its reference in a channel: answers below it go to `thread`. A claimed one must be free or this thread's."""

    channel: str
    reference: str
    thread: str
    is_claimed: bool = False


class HoldNotices(NamedTuple):
    """Which threads are told of a hold: those of `agents` (None: all) with anything open get a job of `kind` at `at`."""

    kind: str
    agents: tuple[str, ...] | None
    at: int


@dataclass(frozen=True, slots=True)
class SideWrites:
    """The writes in the same transaction as the events.

    `pieces` (seq, piece, the event's body), `texts` and `answer` belong to a model call. `texts` belong to many calls,
    and the process remembers which it has kept; `answer` belongs to one call. `copied_from` is the thread and the number
    of the last event whose pieces a fork takes over.
    """

    renderer: str = RENDERER
    pieces: tuple[tuple[int, str, bytes], ...] = ()
    texts: tuple[str, ...] = ()
    answer: str = ""
    copied_from: tuple[str, int] | None = None
    inbound_ids: tuple[InboundId, ...] = ()
    reference: MessageReference | None = None


NO_SIDE_WRITES = SideWrites()


class PeerFence(NamedTuple):
    """The conditions of an append of one of several processes, besides its sequence number.

    `claim` is the lease of the turn that makes it; None: no turn does. `revoked` is how many revoked keys this process knows,
    `rules` the version of its people and policies, and `holds` how often holds changed, as far as it knows.
    """

    claim: JobClaim | None
    revoked: int
    rules: str
    holds: int


@dataclass(frozen=True, slots=True)
class ThreadAppend:
    """Events at the end of a thread, or of a new one, and everything that must be durable together with them.

    `is_touched`: the head's `touched` is another than before. `signed` is the signature of the head before. `starts` are the calls that begin in it (id -> tool): an active hold
    that covers one refuses the append, also one on an agent of its `lineage`. `offers` are those of `jobs` that are due and that other
    processes run: they are told with the append. `hold_notice` is written only while any hold is active. `names` are the people and
    groups that the thread concerns from now on. `fence` is set where other processes share the database. `closed` are the calls that are over; open calls of `unreadable` threads
    block no equal call.
    """

    head: ThreadHead
    rows: Sequence[LogRow]
    signed: bytes = b""
    is_touched: bool = True
    starts: Mapping[str, str] = field(default_factory=dict)
    lineage: Sequence[str] = ()
    fence: PeerFence | None = None
    hold_notice: JobWrite | None = None
    names: Collection[str] = ()
    changes: Sequence[IndexChange] = ()
    closed: Sequence[str] = ()
    unreadable: frozenset[str] = frozenset()
    jobs: Sequence[JobWrite] = ()
    offers: Sequence[LeasedJob] = ()
    side_writes: SideWrites = NO_SIDE_WRITES


@dataclass(frozen=True, slots=True)
class InboundRecord:
    """A handled message that opens or changes no thread: its ids, and what its channel remembers with it."""

    inbound_ids: tuple[InboundId, ...]
    channel: str = ""
    entries: tuple[ChannelEntry, ...] = ()


def hash_wish(agent: str, intent: str, arguments: str) -> str:
    """32 hex digits that are the same for equal calls (tool and canonical arguments) of one agent, in any thread."""
    return hashlib.sha256(f"{agent}\0{intent}\0{arguments}".encode()).hexdigest()[:32]
