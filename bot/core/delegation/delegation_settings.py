"""The keys of an agent's table that name the agents for its tasks, the addressees of its questions and the events that it
may wait for. Pure."""

from collections.abc import Mapping

from pydantic import Field, field_validator

from bot.core.base_types import FrozenModel, TableName
from bot.core.people import ApproverClause


class DelegationChoice(FrozenModel):
    """`delegates` names the agents that this one may give tasks to, `may_ask` the people and groups that its questions may
    name, besides the requester and its owners, and `awaits` the outside events that it may wait for."""

    delegates: tuple[TableName, ...] = Field(default=(), max_length=20)
    may_ask: ApproverClause = ApproverClause()
    awaits: tuple[TableName, ...] = Field(default=(), max_length=50)

    @field_validator("may_ask")
    @classmethod
    def _counts_nobody(cls, value: ApproverClause) -> ApproverClause:
        if value.quorum != 1:
            raise ValueError("one person answers a question; leave out quorum")
        return value


def describe_wrong_delegates(delegates: Mapping[str, tuple[str, ...]], models: Mapping[str, bool]) -> tuple[str, str]:
    """Return the first agent with a wrong list, and the mistake; two empty texts where there is none.

    `models` tells of each agent whether a model chooses its steps.
    """
    for name, others in delegates.items():
        for other in others:
            if other not in models:
                return name, f"delegates: there is no agent {other!r}; there are: {', '.join(models)}"
            if other == name:
                return name, f"delegates: {name} cannot give tasks to itself"
            if not models[other]:
                return name, f"delegates: programs choose the calls of {other}, so it takes no tasks"
    return "", ""
