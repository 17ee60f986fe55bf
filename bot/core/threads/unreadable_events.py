"""The known facts of the events of a thread that this version cannot read. Pure.

Such a thread rests: an event that was not understood may have finished a call, withdrawn an approval or ended the thread.
Only facts that do not depend on it are appended meanwhile, see `Event.is_resting_fact`.
"""

from collections.abc import Iterable
from typing import NamedTuple

from bot.core import events as e
from bot.core.errors import THREAD_RESTS
from bot.core.threads.deliveries import DeliveryState


class UnreadMark(NamedTuple):
    """The number, type and version of the first event of a thread that this version cannot read.

    `last` is the number of the last such event. `told` are the people that were told that the thread rests; "" stands
    for writers that the directory does not know. `notices` are the numbers of the events that told them after `last`.
    """

    seq: int
    type: str
    version: int
    last: int
    told: frozenset[str] = frozenset()
    notices: frozenset[int] = frozenset()

    def add_notice(self, text: str, to: tuple[str, ...], seq: int) -> "UnreadMark":
        """Return the mark after this notice. Only a notice that tells of the rest counts."""
        if text != THREAD_RESTS:
            return self
        return self._replace(told=self.told.union(to or ("",)), notices=self.notices | {seq})

    def select_deliveries(self, out: DeliveryState) -> DeliveryState:
        """Return the deliveries without those that an unread event may have taken, replaced or dropped: all but the
        notices of the rest."""
        kept = {id: one for id, one in out.owed.items() if one.delivery.seq in self.notices}
        return out._replace(owed=kept)

    def make_notice(self, people: Iterable[str | None]) -> list[e.Event]:
        """Return the notice to those of these people that were not told yet; None: a writer that the directory does not
        know."""
        new = [person or "" for person in people if (person or "") not in self.told]
        return [e.notify_people(THREAD_RESTS, new)] if new else []


def mark_unread(mark: UnreadMark | None, event: e.UnreadEvent, seq: int) -> UnreadMark:
    """Return the mark after this event, the `seq`th of its thread."""
    if mark is None:
        return UnreadMark(seq, event.unread_type, event.unread_version, seq)
    return mark._replace(last=seq, notices=frozenset())
