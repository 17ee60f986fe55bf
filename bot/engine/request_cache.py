"""The open requests as they were built last. A page of an inbox shows a hundred of them, and few change between two pages."""

from collections import OrderedDict
from typing import NamedTuple

from bot.core import events as e
from bot.core.card.call_presentation import ToolPresentations
from bot.core.holds import Hold
from bot.core.people import PeopleDirectory
from bot.core.request_views import Request
from bot.core.threads.thread import Thread

MAX_BUILT = 2_000
"""Requests that are kept; those used longest ago are dropped."""


class RequestBasis(NamedTuple):
    """All that a request is built from. The first four are compared by identity: each change makes new ones.

    `thread` is the thread before holds were applied to it.
    """

    thread: Thread
    holds: tuple[Hold, ...]
    directory: PeopleDirectory
    presentations: ToolPresentations
    notes: tuple[e.CallFact, ...]

    def is_same(self, other: "RequestBasis") -> bool:
        *values, notes = self
        return all(one is another for one, another in zip(values, other, strict=False)) and notes == other.notes


class BuiltRequests:
    def __init__(self) -> None:
        self._built: OrderedDict[str, tuple[RequestBasis, Request]] = OrderedDict()

    def find_request(self, id: str, basis: RequestBasis) -> Request | None:
        """The request that was built from exactly this."""
        found = self._built.get(id)
        if found is None or not found[0].is_same(basis):
            return None
        self._built.move_to_end(id)
        return found[1]

    def keep_request(self, basis: RequestBasis, request: Request) -> Request:
        """Keep the request in place of an earlier one with its id, and return it."""
        self._built[request.id] = (basis, request)
        self._built.move_to_end(request.id)
        if len(self._built) > MAX_BUILT:
            self._built.popitem(last=False)
        return request
