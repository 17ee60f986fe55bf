"""How long a notice or card waits until a push channel has taken it, from the events of threads."""

import statistics
from collections.abc import Iterable, Sequence

from bot.core import events as e


def list_notice_times(log: Iterable[e.RecordedEvent]) -> list[float]:
    """The seconds from each event of a thread that owed a delivery to the `Delivered` event: the channel's server took it."""
    at: dict[int, int] = {}
    found = []
    for recorded in log:
        at[recorded.seq] = recorded.at
        if isinstance(recorded.event, e.Delivered):
            owed_by = int(recorded.event.delivery.split(".")[1])
            found.append((recorded.at - at[owed_by]) / 1_000_000)
    return found


def find_percentile(seconds: Sequence[float], percent: int) -> float:
    """This percentile in milliseconds; of fewer than two values, the largest."""
    if len(seconds) < 2:
        return round(max(seconds, default=float("inf")) * 1000, 2)
    return round(statistics.quantiles(seconds, n=100, method="inclusive")[percent - 1] * 1000, 2)
