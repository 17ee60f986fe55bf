"""The moments of schedules: over changes of the clocks, and the sentences for what is no schedule."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from channels.cron.schedule import CronTrigger, find_next

ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/St_Johns", "Africa/Casablanca", "UTC")
SCHEDULES = ("30 2 * * *", "*/30 * * * *", "0 * * * *", "15 3 * * sun", "0 0 * * *", "5 1,2,3 * * *", "*/7 1-3 * * *")


def make_trigger(**fields: Any) -> CronTrigger:
    return CronTrigger(**{"agent": "deploybot", "schedule": "0 9 * * *", "text": "Report.", **fields})


def list_moments(schedule: str, zone: str, start: str, count: int) -> list[str]:
    """The next moments in local time, with its offset to UTC."""
    at, found = datetime.fromisoformat(start).astimezone(UTC), []
    for _ in range(count):
        at = find_next(schedule, zone, at)
        found.append(at.astimezone(ZoneInfo(zone)).isoformat(timespec="minutes"))
    return found


@pytest.mark.parametrize(
    ("schedule", "start", "expected"),
    [
        ("0 9 * * mon-fri", "2026-11-27T10:00+01:00", ["2026-11-30T09:00+01:00", "2026-12-01T09:00+01:00"]),
        ("30 2 * * *", "2026-03-28T12:00+01:00", ["2026-03-29T03:00+02:00", "2026-03-30T02:30+02:00"]),
        ("30 2 * * *", "2026-10-24T12:00+02:00", ["2026-10-25T02:30+02:00", "2026-10-26T02:30+01:00"]),
        (
            "*/30 * * * *",
            "2026-10-25T02:15+02:00",
            ["2026-10-25T02:30+02:00", "2026-10-25T02:00+01:00", "2026-10-25T02:30+01:00"],
        ),
        ("0 0 29 2 *", "2026-01-01T00:00+01:00", ["2028-02-29T00:00+01:00", "2032-02-29T00:00+01:00"]),
    ],
)
def test_trg1_a_time_that_clocks_leave_out_comes_after_the_gap_and_a_repeated_one_comes_once(
    schedule: str, start: str, expected: list[str]
) -> None:
    assert list_moments(schedule, "Europe/Berlin", start, len(expected)) == expected


@given(
    zone=st.sampled_from(ZONES),
    schedule=st.sampled_from(SCHEDULES),
    day=st.integers(0, 729),
    minutes=st.lists(st.integers(0, 3 * 1440), min_size=1, max_size=5),
)
def test_trg1_a_moment_is_the_same_wherever_counting_began(
    zone: str, schedule: str, day: int, minutes: list[int]
) -> None:
    """Else a restart would begin a thread under another id."""
    start = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=day)
    moments = [find_next(schedule, zone, start)]
    while moments[-1] <= start + timedelta(days=3):
        moments.append(find_next(schedule, zone, moments[-1]))
    for after in (start + timedelta(minutes=each) for each in minutes):
        assert find_next(schedule, zone, after) == next(each for each in moments if each > after)


def test_trg1_of_several_missed_moments_the_latest_is_due() -> None:
    trigger, now = make_trigger(schedule="0 * * * *"), datetime(2026, 11, 30, 12, 30, tzinfo=UTC)
    assert trigger.find_due(now - timedelta(hours=5), now) == datetime(2026, 11, 30, 12, tzinfo=UTC)
    assert trigger.find_due(now - timedelta(minutes=30), now) is None
    assert trigger.find_due(now - timedelta(minutes=31), now) is not None


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"schedule": "0 9 * *"}, "'0 9 \\* \\*' is no schedule .*write minute, hour"),
        ({"schedule": "0 0 9 * * *"}, "is no schedule"),
        ({"schedule": "61 * * * *"}, "Bad minute"),
        ({"schedule": "0 0 31 2 *"}, "Bad day-of-month"),
        ({"schedule": "@daily"}, "is no schedule"),
        ({"timezone": "Berlin"}, "'Berlin' is no time zone; write one such as"),
        ({"timezone": "../../etc/passwd"}, "is no time zone"),
        ({"text": "  "}, "the text is empty"),
        ({"report_to": "everywhere"}, "report_to"),
        ({"late": "P8D"}, "late"),
        ({"every": "day"}, "every"),
    ],
)
def test_trg1_what_is_no_trigger_is_refused_in_words(fields: dict[str, str], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        make_trigger(**fields)
