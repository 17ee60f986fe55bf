"""A limit of the clock becomes longer with the queue for the processors, and ends."""

import os
import time

import pytest

from tests.busy_machine import Deadline, stretch


@pytest.mark.parametrize(("waiting", "processors", "stretched"), [(0.1, 2, 60), (2, 2, 60), (6, 2, 180), (28, 2, 840)])
def test_a_limit_is_as_many_times_longer_as_processes_wait_for_a_processor(
    monkeypatch: pytest.MonkeyPatch, waiting: float, processors: int, stretched: float
) -> None:
    monkeypatch.setattr(os, "getloadavg", lambda: (waiting, 0, 0))
    monkeypatch.setattr(os, "cpu_count", lambda: processors)
    assert stretch(60) == stretched


def test_a_deadline_looks_at_the_queue_again_whenever_it_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    now, waiting = 0.0, 1.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    monkeypatch.setattr(os, "getloadavg", lambda: (waiting, 0, 0))
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    deadline = Deadline(60)
    found = []
    for now, waiting in ((59.0, 1.0), (61.0, 1.0), (61.0, 2.0), (121.0, 2.0)):  # noqa: B007  read by the two above
        found.append(deadline.is_over)
    assert found == [False, True, False, True]
