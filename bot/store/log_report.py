"""The result of a check of the log, and its history in words."""

from collections.abc import Iterator
from typing import NamedTuple

from bot.core.base_types import from_micros
from bot.store.log_signing import LogEvidence


class ThreadFault(NamedTuple):
    """A thread that does not verify: from event `seq` on, and why."""

    thread: str
    seq: int
    why: str


class UnreadRow(NamedTuple):
    """The first event of a verified thread that this version cannot read."""

    thread: str
    seq: int
    type: str
    version: int


class LogReport(NamedTuple):
    """The state of a log: the number of checked threads, the broken ones, the missing ones, the history of the file.

    `is_whole`: no thread was left out for lack of time. `resting` are the threads with an event that this version cannot
    read: they verify, and are no fault of the log.
    """

    threads: int
    faults: tuple[ThreadFault, ...]
    missing: str
    history: tuple[str, ...]
    is_whole: bool = True
    resting: tuple[UnreadRow, ...] = ()

    @property
    def is_sound(self) -> bool:
        return not self.faults and not self.missing


def describe_evidence(evidence: LogEvidence) -> Iterator[str]:
    """Since when the log is proven, and the history of the whole file."""
    signed = _format_day(evidence.signed_at)
    match evidence.how:
        case "new":
            yield f"Heads are signed since {signed}, from the first event on."
        case "upgrade":
            yield f"Heads were signed on {signed}, at an upgrade: older events have a hash chain, but no signature."
        case "command":
            yield f"Heads were signed on {signed}, by `countersign audit sign`: older events are unproven."
    if evidence.unsigned:
        yield f"{evidence.unsigned} threads did not verify then, and were not signed."
    if evidence.restored_at:
        yield f"A backup was restored on {_format_day(evidence.restored_at)}."
    if evidence.missing_at:
        yield f"Threads were missed on {_format_day(evidence.missing_at)}: {evidence.missing}."


def _format_day(at: int) -> str:
    return f"{from_micros(at):%Y-%m-%d %H:%M:%S} UTC"
