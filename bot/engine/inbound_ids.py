"""The ids by which an input counts once."""

from bot.core.base_types import to_micros
from bot.core.channel_messages import DiscardedInput, IntakeResult
from bot.core.errors import SameIdOtherBody
from bot.store.refusals import AlreadyReceived
from bot.store.thread_append import InboundId


def make_inbound_ids(arrival: DiscardedInput, thread: str) -> tuple[InboundId, ...]:
    """The ids by which this message counts once."""
    at = to_micros(arrival.at)
    return tuple(InboundId(arrival.channel, id, arrival.body, thread, at) for id in (arrival.id, arrival.once) if id)


def check_repeat(arrival: DiscardedInput, before: AlreadyReceived) -> IntakeResult:
    """Return where the first input of this id went. Raises SameIdOtherBody when it had another body."""
    if before.body != arrival.body:
        raise SameIdOtherBody(arrival.id) from before
    return IntakeResult(before.thread, True)
