"""A decision that came by an input of a channel, with the ids by which the input counts once."""

from bot.core.channel_messages import DiscardedInput
from bot.core.decisions import ApprovalDecision
from bot.core.errors import Conflict


class InboundDecision(DiscardedInput):
    """A decision with the ids of its input: neither `id` nor `once` decides a second time.

    `id` is the sender's id of the input, and `once` names a thing that may be used once, such as a button by one person.
    """

    decision: ApprovalDecision


class DecisionUsed(Conflict):
    """This button was used before, so nothing was changed now. The latest card of the request {0} has buttons of its own."""
