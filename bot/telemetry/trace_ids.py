"""The ids of the trace of a thread: computed from the thread's id, so that spans of other days and processes join it."""

import hashlib


def compute_trace_id(thread: str) -> int:
    """Return 128 bits, which are not zero."""
    return int.from_bytes(_hash("trace", thread)[:16]) or 1


def compute_root_span_id(thread: str) -> int:
    """Return 64 bits, which are not zero: the span under which all others of the thread are."""
    return int.from_bytes(_hash("root span", thread)[:8]) or 1


def _hash(what: str, thread: str) -> bytes:
    return hashlib.sha256(f"countersign {what}\0{thread}".encode()).digest()
