"""The events of a thread, in the past tense. An event is never edited. How to change one: `docs/events.md`.

A field's default is part of the format: bodies are written without the fields that equal it. Each module holds the
events of one topic, and lists them in its `__all__`.
"""

from bot.core.event_base import EVENT_TYPES as EVENT_TYPES
from bot.core.event_base import Event as Event
from bot.core.event_base import ModelCall as ModelCall
from bot.core.event_base import RecordedEvent as RecordedEvent
from bot.core.event_base import RefusalKind as RefusalKind
from bot.core.event_base import UnreadEvent as UnreadEvent
from bot.core.event_base import can_read as can_read
from bot.core.event_base import load_event as load_event
from bot.core.events.budgets_hooks_and_personas import *
from bot.core.events.calls import *
from bot.core.events.delegations import *
from bot.core.events.deliveries import *
from bot.core.events.grants import *
from bot.core.events.messages import *
from bot.core.events.pauses_holds_and_forks import *
from bot.core.events.requests import *
from bot.core.events.steps import *
from bot.core.events.submissions import *
from bot.core.events.waits import *
