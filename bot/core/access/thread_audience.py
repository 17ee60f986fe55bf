"""Whom a thread concerns besides its agent's lists, computed from its log: whose words it holds, and who was asked in it."""

from typing import NamedTuple

from bot.core import events as e
from bot.core.people import ApproverClause


class ThreadAudience(NamedTuple):
    """Each is named by the id of a person, by the account of one whom the directory does not know, or as "group:NAME".

    `writers`: who opened the thread, wrote in it, whose wish a message was, who forked it or voted in it. `approvers`: whom
    the policy of an approval in it named, at the time it was asked. `asked`: whom a question was put to.
    """

    writers: frozenset[str] = frozenset()
    approvers: frozenset[str] = frozenset()
    asked: frozenset[str] = frozenset()

    @property
    def all(self) -> frozenset[str]:
        return self.writers | self.approvers | self.asked

    def add_event(self, event: e.Event) -> "ThreadAudience":
        """The audience with whom this event brings in; the same object when it brings in nobody."""
        match event:
            case e.ThreadOpened():
                return self._add_writers(event.requester, event.account)
            case e.MessageReceived():
                return self._add_writers(event.by, event.account, *event.others)
            case e.Forked():
                return self._add_writers(event.by)
            case e.Answered():
                return self._add_writers(event.person)
            case e.ApprovalAsked():
                return self._replace(approvers=self.approvers | list_clause_names(*event.policy.approvers))
            case e.QuestionAsked():
                return self._replace(asked=self.asked | list_clause_names(event.to))
            case _:
                return self

    def _add_writers(self, *who: str | None) -> "ThreadAudience":
        new = frozenset(filter(None, who)) - self.writers
        return self._replace(writers=self.writers | new) if new else self


def list_clause_names(*clauses: ApproverClause) -> frozenset[str]:
    """The people and groups of these clauses, as an audience names them."""
    people = {person for clause in clauses for person in clause.people}
    return frozenset(people | {f"group:{group}" for clause in clauses for group in clause.groups})
