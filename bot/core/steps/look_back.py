"""The step by which an agent reads events that its context window left out. The engine takes it, since it needs the log."""

from collections.abc import Mapping
from typing import ClassVar

from pydantic import Field

from bot.core.base_types import JSON
from bot.core.steps.base import WHOLE_NUMBER, BuiltInStep


class LookBack(BuiltInStep):
    """Read entries of the history again that are left out now: those of the events `first` to `last`."""

    intent: ClassVar[str] = "look_back"
    wire_properties: ClassVar[Mapping[str, JSON]] = {"first": WHOLE_NUMBER, "last": WHOLE_NUMBER}
    first: int = Field(ge=1, le=2**53)
    last: int = Field(ge=1, le=2**53)
