"""How often a program may amend, comment and ask for a callback of one request within an hour: each rewrites cards, mails people
or posts to a URL. Counted in the log. Pure."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from bot.core import events as e
from bot.core.base_types import UtcMoment, to_micros
from bot.core.errors import Conflict

HOUR = timedelta(hours=1)
HOURLY: Mapping[type[e.CallAmended] | type[e.CallCommented] | type[e.CallbackRepeated], int] = {
    e.CallAmended: 20,
    e.CallCommented: 30,
    e.CallbackRepeated: 10,
}
"""The most of each act on one request within an hour."""
WORDS: Mapping[type[e.Event], str] = {
    e.CallAmended: "amended",
    e.CallCommented: "commented on",
    e.CallbackRepeated: "called back by hand",
}


def refuse_many(log: Iterable[e.RecordedEvent], new: Iterable[e.Event], now: UtcMoment) -> None:
    """Raises `Conflict` when one of the `new` acts would be one too many on its request."""
    since, recorded = to_micros(now - HOUR), list(log)
    for event in new:
        if not isinstance(event, e.CallAmended | e.CallCommented | e.CallbackRepeated):
            continue
        kind = type(event)
        before = [
            each.at
            for each in recorded
            if each.at > since and isinstance(each.event, kind) and each.event.call == event.call
        ]
        if len(before) >= HOURLY[kind]:
            raise Conflict(
                f"This request was {WORDS[kind]} {len(before)} times within an hour, which is the limit. Try again later."
            )
