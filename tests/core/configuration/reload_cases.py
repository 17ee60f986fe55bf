"""People, agents and policies as configurations, for the tests of reload rules."""

from datetime import timedelta
from typing import Any

from hypothesis import strategies as some
from pydantic import BaseModel

from bot.core.base_types import FrozenModel
from bot.core.configuration.reload_changes import CheckedConfiguration
from bot.core.people import ApproverClause, PeopleDirectory, Person
from bot.core.policy import Policy

RM, OPS = "release-managers", "operations"


class Options(FrozenModel):
    """The options of an agent, as an agent's author writes them."""

    repository: str = "/srv/shop"
    approval: Policy = Policy()
    owners: ApproverClause = ApproverClause()


class ChannelOptions(FrozenModel):
    agent: str = "deploybot"


def person(id: str, *groups: str, **fields: Any) -> Person:
    return Person(id=id, **{"name": id.title(), "groups": groups, **fields})


SAM = person("sam")
OLIVE = person("olive", RM, accounts={"slack": "U1 T2/U9", "email": "olive@example.com"})
MAX = person("max", RM, OPS)


def config(*people: Person, channels: bool = True, **tables: BaseModel) -> CheckedConfiguration:
    agents = {f"agents.{name.replace('__', '.')}": table for name, table in tables.items()}
    return CheckedConfiguration(
        PeopleDirectory(people={each.id: each for each in people}),
        {**agents, **({"channels.slack": ChannelOptions()} if channels else {})},
    )


H1, H4 = timedelta(hours=1), timedelta(hours=4)
NAMES = ("olive", "max", "sam")
clauses = some.builds(
    ApproverClause,
    people=some.lists(some.sampled_from(NAMES), unique=True, max_size=3).map(tuple),
    groups=some.lists(some.sampled_from((RM, OPS)), unique=True, max_size=2).map(tuple),
    quorum=some.integers(1, 2),
)
people = some.tuples(*(some.builds(person, some.just(id), *[some.sampled_from((RM, OPS, "none"))]) for id in NAMES))
