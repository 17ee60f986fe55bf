"""What a process knows of the logs of threads that it does not hold: exact while there is room, and of a fixed size."""

import tracemalloc

from bot.engine.repository.known_logs import BUCKETS, SEQ_MASK, WAYS, KnownLogs


def test_fast9_lengths_checks_and_readable_events_are_kept_apart() -> None:
    known = KnownLogs()
    assert (known.find_length("a"), known.is_checked("a"), known.find_readable("a")) == (0, False, 0)
    known.note_length("a", SEQ_MASK)
    known.note_readable("a", 7)
    known.note_checked("b")
    assert (known.find_length("a"), known.is_checked("a"), known.find_readable("a")) == (SEQ_MASK, False, 7)
    assert (known.find_length("b"), known.is_checked("b"), known.find_readable("b")) == (0, True, 0)
    known.note_readable("a", 3)
    known.note_checked("a")
    assert (known.find_length("a"), known.is_checked("a"), known.find_readable("a")) == (SEQ_MASK, True, 3)


def test_fast9_a_log_does_not_get_shorter() -> None:
    known = KnownLogs()
    known.note_length("a", 9)
    known.note_length("a", 4)
    assert known.find_length("a") == 9


def test_fast9_a_full_bucket_drops_the_thread_used_longest_ago() -> None:
    known, places = KnownLogs(), dict[int, list[str]]()
    for n in range(BUCKETS * WAYS):
        beside = places.setdefault(hash(f"t{n}") % BUCKETS, [])
        beside.append(f"t{n}")
        if len(beside) == WAYS + 2:
            break
    oldest, second, *others, newest = beside
    for n, thread in enumerate([oldest, second, *others], 1):
        if thread is others[-1]:
            known.note_length(oldest, 1)  # the second one is now the one used longest ago
        known.note_length(thread, n)
    known.note_length(newest, 99)
    assert known.find_length(second) == known.find_length(others[0]) == 0
    assert [known.find_length(each) for each in (oldest, *others[1:], newest)] == [1, *range(4, WAYS + 2), 99]


def test_fast9_many_threads_take_no_more_memory_and_few_of_a_hundred_thousand_are_dropped() -> None:
    known = KnownLogs()
    tracemalloc.start()
    try:
        known.note_length("first", 1)
        before, _ = tracemalloc.get_traced_memory()
        for n in range(100_000):
            known.note_length(f"thread {n}", n % 5_000 + 1)
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert after - before < 4_096
    assert sum(known.find_length(f"thread {n}") != n % 5_000 + 1 for n in range(100_000)) < 1_000
