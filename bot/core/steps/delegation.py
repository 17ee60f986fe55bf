"""The step by which an agent gives a task to another agent."""

from collections.abc import Mapping
from typing import ClassVar

from pydantic import Field

from bot.core.base_types import JSON
from bot.core.steps.base import TEXT, BuiltInStep


class Delegate(BuiltInStep):
    """Give a task to another agent and wait for its result. It sees nothing of this thread but the task."""

    intent: ClassVar[str] = "delegate"
    wire_properties: ClassVar[Mapping[str, JSON]] = {"agent": TEXT, "task": TEXT}
    wire_required: ClassVar[tuple[str, ...]] = ("agent", "task")
    agent: str = Field(min_length=1, max_length=64)
    task: str = Field(min_length=1, max_length=4_000, description="All that it must know.")


def describe_delegates(text: str, delegates: Mapping[str, str]) -> str:
    """Return `text`, and behind it the agents that an agent may give tasks to (name: job)."""
    others = "; ".join(f"{name}: {' '.join(job.split())[:200]}" for name, job in delegates.items())
    return f"{text} {others}".strip()
