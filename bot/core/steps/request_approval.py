"""The step by which an agent asks for consent to something that no tool of it does. It is gated like a tool, by the
agent's policy `consent`."""

from collections.abc import Mapping
from typing import ClassVar

from pydantic import Field

from bot.core.base_types import JSON
from bot.core.steps.base import TEXT, BuiltInStep


class RequestApproval(BuiltInStep):
    """Ask the approvers for their consent to something no tool of yours does. Tools that need approval ask by themselves."""

    intent: ClassVar[str] = "request_approval"
    wire_properties: ClassVar[Mapping[str, JSON]] = {"action": TEXT}
    action: str = Field(min_length=1, max_length=2_000, description="What exactly is to be approved.")
