"""The rules of each channel: its agent, and the people with the right to talk to it and to stop it. Table [channels.slack]. Pure."""

from collections.abc import Callable, Mapping
from typing import Literal, NamedTuple, TypeAlias

from bot.core.base_types import FrozenModel, TableName
from bot.core.escaping import make_visible
from bot.core.people import ApproverClause, PeopleDirectory, Person, describe_clause


class AllowedPeople(FrozenModel):
    """These people, and the members of these groups."""

    people: tuple[TableName, ...] = ()
    groups: tuple[TableName, ...] = ()

    @property
    def clause(self) -> ApproverClause:
        return ApproverClause(people=self.people, groups=self.groups)


AllowedClause: TypeAlias = Literal["anyone", "people"] | AllowedPeople
"""Anyone in the workspace, any person of countersign.toml, or some of them."""


class ChannelRule(FrozenModel):
    """The settings of one channel; a field that is None follows the general setting."""

    agent: TableName | None = None
    talk: AllowedClause | None = None
    stop: AllowedClause | None = None


class ChannelRules(NamedTuple):
    """The rules by channel id, and the general ones. `people` returns the current directory, for the names in refusals."""

    agent: str
    talk: AllowedClause
    stop: AllowedClause
    by_channel: Mapping[str, ChannelRule]
    people: Callable[[], PeopleDirectory]

    def find_agent(self, channel: str) -> str:
        rule = self.by_channel.get(channel)
        return rule.agent if rule and rule.agent else self.agent

    def explain_no_talk(self, channel: str, person: Person | None) -> str:
        """Why messages of `person` are not taken in `channel`; empty when they are."""
        rule = self.by_channel.get(channel)
        allowed = rule.talk if rule and rule.talk is not None else self.talk
        return (
            ""
            if _is_allowed(allowed, person)
            else f"Only {self._describe_allowed(allowed)} may talk to me here. I did nothing."
        )

    def explain_no_resume(self, channel: str, person: Person | None) -> str:
        """Why `person` may not resume a stopped agent in `channel`; empty when they may. Same people as for stopping."""
        allowed = self._find_stop_rule(channel)
        return (
            ""
            if _is_allowed(allowed, person)
            else f"Only {self._describe_allowed(allowed)} may let me go on here. I wait."
        )

    def explain_no_stop(self, channel: str, person: Person | None) -> str:
        """Why `person` may not stop the agent in `channel`; empty when they may."""
        allowed = self._find_stop_rule(channel)
        return (
            "" if _is_allowed(allowed, person) else f"Only {self._describe_allowed(allowed)} may stop me here. I go on."
        )

    def _find_stop_rule(self, channel: str) -> AllowedClause:
        rule = self.by_channel.get(channel)
        return rule.stop if rule and rule.stop is not None else self.stop

    def _describe_allowed(self, allowed: AllowedClause) -> str:
        if isinstance(allowed, str):
            return "people whom my operator has named"
        return make_visible(describe_clause(allowed.clause, self.people()))


def _is_allowed(allowed: AllowedClause, person: Person | None) -> bool:
    match allowed:
        case "anyone":
            return True
        case "people":
            return person is not None
        case _:
            return person is not None and allowed.clause.has_person(person)
