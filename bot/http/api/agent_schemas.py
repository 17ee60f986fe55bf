"""The answer of /api/v1/agents."""

from typing import Any

from pydantic import BaseModel, Field


class ToolOut(BaseModel):
    name: str
    description: str
    writes: bool
    version: str
    gate: dict[str, Any] | None


class AgentOut(BaseModel):
    """An agent as its table and its package say."""

    name: str
    job: str
    model: str
    limits: dict[str, Any]
    budget: dict[str, Any] = Field(description="The budget of its table; null: no limit.")
    channels: list[str] = Field(description="The channels whose messages begin its threads.")
    tools: list[ToolOut]


class AgentsOut(BaseModel):
    items: list[AgentOut]
