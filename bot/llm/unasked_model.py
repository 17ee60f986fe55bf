"""The model of an agent that gets its calls from programs: it is never asked."""

from collections.abc import Sequence

from bot.core.events import RecordedEvent
from bot.core.ports import ModelRefused
from bot.core.steps import ModelAnswer
from bot.core.threads.thread import Thread


class UnaskedModel:
    """Takes the place of an agent's model. Raises `ModelRefused` when it is asked."""

    name = "none"

    def choose_from(self, thread: Thread, events: Sequence[RecordedEvent]) -> ModelAnswer:
        raise ModelRefused("this agent has no model: programs choose its calls")
