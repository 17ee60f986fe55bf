"""The audience of a thread besides its agent's access lists, computed from its log: the writers, and the people asked."""

from typing import NamedTuple

from bot.core import events as e
from bot.core.event_meanings import NO_PEOPLE
from bot.core.people import ApproverClause


class ThreadAudience(NamedTuple):
    """Names in each field: the id of a person, the account of a person unknown to the directory, or "group:NAME".

    `writers` opened the thread, wrote in it, are named in `others` of a message, forked it or voted in it. `approvers`
    are those of the policy of an approval, when it was asked. `asked` are the addressees of a question.
    """

    writers: frozenset[str] = frozenset()
    approvers: frozenset[str] = frozenset()
    asked: frozenset[str] = frozenset()

    @property
    def all(self) -> frozenset[str]:
        return self.writers | self.approvers | self.asked

    def add_event(self, event: e.Event) -> "ThreadAudience":
        """Return the audience with the people of this event; the same object when it brings none."""
        people = event.people
        if people is NO_PEOPLE:
            return self
        new = [each for each in people.writers if each and each not in self.writers]
        audience = self._replace(writers=self.writers.union(new)) if new else self
        if people.approvers:
            audience = audience._replace(approvers=audience.approvers | list_clause_names(*people.approvers))
        if people.asked:
            audience = audience._replace(asked=audience.asked | list_clause_names(*people.asked))
        return audience


def list_clause_names(*clauses: ApproverClause) -> frozenset[str]:
    """Return the people and groups of these clauses, as an audience names them."""
    people = {person for clause in clauses for person in clause.people}
    return frozenset(people | {f"group:{group}" for clause in clauses for group in clause.groups})
