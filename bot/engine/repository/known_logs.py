"""What this process knows of the logs of many threads that it does not hold in memory, in a table of a fixed size."""

from mmap import mmap

BUCKETS, WAYS = 32_768, 8
"""Threads whose keys end alike share a bucket of `WAYS` entries. Of 100,000 threads about one in 500 finds its bucket full."""
SEQ_BITS = 24
"""Bits of an event's number, see `bot.store.sqlite.event_log.MAX_EVENTS`."""
SEQ_MASK, IS_CHECKED = (1 << SEQ_BITS) - 1, 1 << 2 * SEQ_BITS
KEY_MASK = (1 << 64) - 1


class KnownLogs:
    """The length, the check and the last readable event of each log, as this process last read or wrote it.

    An entry takes 16 bytes: the 64 bits of the hash of the thread's id, which Python salts anew in each process, and the
    note. All entries take 4 MiB, of which the system gives those pages that are used. In a full bucket the entry used longest
    ago is dropped: its thread counts as not seen, as each one does after a restart.
    """

    __slots__ = ("_table",)

    def __init__(self) -> None:
        self._table = memoryview(mmap(-1, BUCKETS * WAYS * 16)).cast("Q")

    def note_length(self, thread: str, seq: int) -> None:
        """Note that the log has this many events. It does not get shorter."""
        at = self._take_entry(thread)
        note = self._table[at]
        if (known := note & SEQ_MASK) < seq:
            self._table[at] = note - known + seq

    def find_length(self, thread: str) -> int:
        """The number of its last known event, 0 for a thread that was not seen.

        It detects a thread that was set back by SQL to an older state with a valid signature.
        """
        return self._find_note(thread) & SEQ_MASK

    def note_checked(self, thread: str) -> None:
        """Note that all its rows were checked or written by this process."""
        self._table[self._take_entry(thread)] |= IS_CHECKED

    def is_checked(self, thread: str) -> bool:
        return bool(self._find_note(thread) & IS_CHECKED)

    def note_readable(self, thread: str, seq: int) -> None:
        """Note that all its events up to `seq` can be read by this version."""
        at = self._take_entry(thread)
        self._table[at] = self._table[at] & ~(SEQ_MASK << SEQ_BITS) | seq << SEQ_BITS

    def find_readable(self, thread: str) -> int:
        """The last event up to which all can be read; 0: not known."""
        return self._find_note(thread) >> SEQ_BITS & SEQ_MASK

    def _find_note(self, thread: str) -> int:
        table, key = self._table, hash(thread) & KEY_MASK or 1
        first = key % BUCKETS * 2 * WAYS
        for place in range(first, first + WAYS):
            if table[place] == key:
                return table[place + WAYS]
        return 0

    def _take_entry(self, thread: str) -> int:
        """Put the entry of this thread first in its bucket, a new one in place of the last, and return where its note is.

        A bucket is its keys, none of which is 0, and then their notes.
        """
        table, key = self._table, hash(thread) & KEY_MASK or 1
        first = key % BUCKETS * 2 * WAYS
        if table[first] != key:
            keys = table[first : first + WAYS].tolist()
            note, end = 0, first + WAYS - 1
            if key in keys:
                end = first + keys.index(key)
                note = table[end + WAYS]
            table[first + 1 : end + 1] = table[first:end]
            table[first + WAYS + 1 : end + WAYS + 1] = table[first + WAYS : end + WAYS]
            table[first], table[first + WAYS] = key, note
        return first + WAYS
