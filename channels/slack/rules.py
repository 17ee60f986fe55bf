"""Who may talk to an agent in a channel, who may stop it there, and which agent that is: the table [channels.slack]. Pure."""

from collections.abc import Callable, Mapping
from typing import Literal, NamedTuple, TypeAlias

from bot.core.people import Clause, Directory, Person, describe_clause
from bot.core.shown import visible
from bot.core.word import Name, Word


class AllowedPeople(Word):
    """These people, and the members of these groups."""

    people: tuple[Name, ...] = ()
    groups: tuple[Name, ...] = ()

    @property
    def clause(self) -> Clause:
        return Clause(people=self.people, groups=self.groups)


Allowed: TypeAlias = Literal["anyone", "people"] | AllowedPeople
"""Anyone in the workspace, any person of countersign.toml, or some of them."""


class ChannelRule(Word):
    """What is different in one channel; what it leaves out is as everywhere."""

    agent: Name | None = None
    talk: Allowed | None = None
    stop: Allowed | None = None


class ChannelRules(NamedTuple):
    """The rules of all channels: by a channel's id, and those of any other. `people` gives the directory as it is now, for the
    names in refusals."""

    agent: str
    talk: Allowed
    stop: Allowed
    by_channel: Mapping[str, ChannelRule]
    people: Callable[[], Directory]

    def find_agent(self, channel: str) -> str:
        rule = self.by_channel.get(channel)
        return rule.agent if rule and rule.agent else self.agent

    def why_no_talk(self, channel: str, person: Person | None) -> str:
        """Why this person's words are not taken there; empty: they are."""
        rule = self.by_channel.get(channel)
        allowed = rule.talk if rule and rule.talk is not None else self.talk
        return (
            ""
            if _is_allowed(allowed, person)
            else f"Only {self._describe(allowed)} may talk to me here. I did nothing."
        )

    def why_no_resume(self, channel: str, person: Person | None) -> str:
        """Why this person does not let a stopped agent go on there; empty: they do, as who may stop it."""
        allowed = self._stopping(channel)
        return "" if _is_allowed(allowed, person) else f"Only {self._describe(allowed)} may let me go on here. I wait."

    def why_no_stop(self, channel: str, person: Person | None) -> str:
        """Why this person does not stop the agent there; empty: they do."""
        allowed = self._stopping(channel)
        return "" if _is_allowed(allowed, person) else f"Only {self._describe(allowed)} may stop me here. I go on."

    def _stopping(self, channel: str) -> Allowed:
        rule = self.by_channel.get(channel)
        return rule.stop if rule and rule.stop is not None else self.stop

    def _describe(self, allowed: Allowed) -> str:
        if isinstance(allowed, str):
            return "people whom my operator has named"
        return visible(describe_clause(allowed.clause, self.people()))


def _is_allowed(allowed: Allowed, person: Person | None) -> bool:
    match allowed:
        case "anyone":
            return True
        case "people":
            return person is not None
        case _:
            return person is not None and allowed.clause.names(person)
