"""ext6: acts of programs within an hour, counted in the log for each request and kind."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.core import events as e
from bot.core.base_types import to_micros
from bot.core.channel_messages import ChannelAddress
from bot.core.errors import Conflict
from bot.core.submissions.hourly_amendment_limits import HOURLY, WORDS, refuse_many

NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)
EVENTS: dict[type[e.Event], e.Event] = {
    e.CallAmended: e.CallAmended(call="t-2", arguments="{}", digest="0" * 64, by="sam", credential="key:1"),
    e.CallCommented: e.CallCommented(call="t-2", text="x", credential="key:1"),
    e.CallbackRepeated: e.CallbackRepeated(call="t-2", route=ChannelAddress(channel="callback", address="x"), by="sam"),
}


def log_of(event: e.Event, count: int, age: timedelta) -> list[e.RecordedEvent]:
    return [e.RecordedEvent(n, to_micros(NOW - age), event) for n in range(1, count + 1)]


@pytest.mark.parametrize("kind", EVENTS)
def test_ext6_one_more_than_the_limit_is_refused_and_an_hour_later_it_is_not(kind: type[e.Event]) -> None:
    event, most = EVENTS[kind], HOURLY[kind]  # type: ignore[index]  # the keys are the same
    refuse_many(log_of(event, most - 1, timedelta(minutes=59)), [event], NOW)
    with pytest.raises(Conflict, match=f"{WORDS[kind]} {most} times within an hour"):
        refuse_many(log_of(event, most, timedelta(minutes=59)), [event], NOW)
    refuse_many(log_of(event, most, timedelta(hours=1)), [event], NOW)


@pytest.mark.parametrize("kind", EVENTS)
def test_ext6_other_requests_and_other_acts_do_not_count(kind: type[e.Event]) -> None:
    event = EVENTS[kind]
    for other in EVENTS.values():
        if other is not event:
            refuse_many(log_of(other, 200, timedelta(0)), [event], NOW)
    foreign = event.model_copy(update={"call": "t-9"})
    refuse_many(log_of(foreign, 200, timedelta(0)), [event], NOW)
