"""Turns the stored body of an older version of an event into the body of the next version. Pure.

Stored rows are never rewritten: a hash always covers the bytes as they were stored. See `docs/events.md`.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TypeAlias

from bot.core.base_types import JSON

EventBody: TypeAlias = dict[str, JSON]
"""The body of an event as JSON."""

EventUpcaster: TypeAlias = Callable[[EventBody], EventBody]
"""Makes the body of version `n + 1` from one of version `n`. It changes nothing in its argument."""

UpcasterTable: TypeAlias = Mapping[tuple[str, int], EventUpcaster]
"""The upcasters by the type of the event and the version that they start from."""


def _count_no_asks(body: EventBody) -> EventBody:
    """Before version 2 the asks of a child were not counted in its parent."""
    return {**body, "asks": 0}


UPCASTERS: UpcasterTable = MappingProxyType({("TaskEnded", 1): _count_no_asks})
"""All upcasters. A type of version `n` has one for each version from 1 to `n - 1`."""


def upcast_body(type: str, stored: int, current: int, body: EventBody, upcasters: UpcasterTable) -> EventBody:
    """Return the body in the version `current` of the type, one version at a time from the `stored` one."""
    for version in range(stored, current):
        body = upcasters[type, version](body)
    return body


def list_missing_upcasters(versions: Mapping[str, int], upcasters: UpcasterTable) -> list[tuple[str, int]]:
    """Return the steps (type, version) that lack an upcaster; `versions` has the current version of each type."""
    return [
        (type, version)
        for type, current in versions.items()
        for version in range(1, current)
        if (type, version) not in upcasters
    ]
