"""The answer of /api/v1/agents."""

from typing import Any

from pydantic import BaseModel


class ToolOut(BaseModel):
    name: str
    description: str
    writes: bool
    version: str
    gate: dict[str, Any] | None


class AgentOut(BaseModel):
    """`channels` are those whose messages begin its threads; `budget` is that of its table, null: no limit."""

    name: str
    job: str
    model: str
    limits: dict[str, Any]
    budget: dict[str, Any]
    channels: list[str]
    tools: list[ToolOut]


class AgentsOut(BaseModel):
    items: list[AgentOut]
