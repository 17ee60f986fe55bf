"""Which threads a batch pauses and resumes."""

from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from bot.core.base_types import to_micros
from bot.core.threads.batch_pause_filter import ThreadFilter, judge_thread
from bot.core.threads.thread import Thread
from bot.core.threads.unreadable_events import UnreadMark
from tests.platform_fixture import START

PAUSED = Thread("t1", paused=True, paused_by="olive", paused_at=5)


@pytest.mark.parametrize(
    ("action", "thread", "paused_by", "outcome"),
    [
        ("pause", Thread("t1"), "", "changed"),
        ("pause", PAUSED, "", "unchanged"),
        ("pause", Thread("t1", ended="finished"), "", "ended"),
        ("pause", Thread("t1", ended="cancelled"), "", "ended"),
        ("pause", Thread("t1", unread=UnreadMark(3, "Odd", 2, 3)), "", "resting"),
        ("resume", PAUSED, "", "changed"),
        ("resume", PAUSED._replace(paused_by="max"), "", "paused_by_another"),
        ("resume", PAUSED._replace(paused_by="max"), "max", "changed"),
        ("resume", PAUSED._replace(paused_by="max"), "sam", "paused_by_another"),
        ("resume", PAUSED._replace(paused_by="max"), "anybody", "changed"),
        ("resume", Thread("t1"), "", "unchanged"),
        ("resume", Thread("t1", ended="finished"), "", "ended"),
        ("resume", PAUSED._replace(source="t0", forked_at=5), "", "new_fork"),
        ("resume", PAUSED._replace(source="t0", forked_at=5), "anybody", "new_fork"),
        ("resume", PAUSED._replace(source="t0", forked_at=4), "", "changed"),
        ("resume", PAUSED._replace(unread=UnreadMark(3, "Odd", 2, 3)), "anybody", "resting"),
    ],
)
def test_ctl1_a_batch_of_olive_does_this(action: Any, thread: Thread, paused_by: str, outcome: str) -> None:
    assert judge_thread(action, thread, "olive", paused_by)[0] == outcome


def test_ctl1_a_filter_names_something_and_ages_are_compared_to_the_microsecond() -> None:
    with pytest.raises(ValidationError, match="name the threads"):
        ThreadFilter(paused_by="olive")
    older = ThreadFilter(opened_before=START, touched_before=START + timedelta(hours=1))
    now = to_micros(START)
    assert older.is_of_age(now - 1, now)
    assert not older.is_of_age(now, now)
    assert not older.is_of_age(now - 1, now + 3_600_000_000)
