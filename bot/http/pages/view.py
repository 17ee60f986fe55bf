"""A request as one person sees it: what they may do with it, and if nothing, why."""

from dataclasses import dataclass

from bot.core.answers import may_answer
from bot.core.people import Directory, Person
from bot.core.policy import refusal
from bot.core.requests import Request
from bot.core.thread import Thread
from bot.core.word import Moment
from bot.http.pages import looks


@dataclass(frozen=True)
class View:
    """`why_not` says why this person may not decide or answer, or that they have; empty: they may and are waited for."""

    request: Request
    title: str
    why_not: str = ""
    voted: str = ""
    approvers: str = ""
    deciders: str = ""

    @property
    def is_open(self) -> bool:
        return self.request.status == "pending"

    @property
    def may(self) -> bool:
        return self.is_open and not self.why_not

    @property
    def is_waiting_for_me(self) -> bool:
        return self.may and not self.voted

    @property
    def edits(self) -> bool:
        return self.request.card.edits

    def left(self, now: Moment) -> str:
        """How long it stays open, in words."""
        return looks.left(now, self.request.expires_at)

    @property
    def editable(self) -> str:
        return looks.editable(self.request.arguments)


def view_of(request: Request, thread: Thread, person: Person, directory: Directory) -> View:
    """The request for this person; `thread` is the one that it belongs to, as it is now."""
    agent, deciders = thread.agent, _deciders(request, directory)
    if request.kind == "question":
        title = {"limit": f"May {agent} go on?", "outcome": "Did it happen?"}.get(_purpose(request), f"{agent} asks")
        return View(request, title, _not_answering(request, thread, person), deciders=deciders)
    voted = next((vote.decision for vote in request.votes if vote.person == person.id and vote.counts), "")
    why_not = (refusal(request.policy, person, request.requested_by) or "") if request.policy else "it has no policy"
    said = {"approve": "You approved this.", "reject": "You rejected this."}.get(voted, "")
    title = f"{agent} {'wants' if request.status == 'pending' else 'wanted'} to run {request.tool}"
    return View(request, title, why_not, said, _approvers(request, directory), deciders)


def _purpose(request: Request) -> str:
    return request.card.ask.purpose if request.card.ask else ""


def _not_answering(request: Request, thread: Thread, person: Person) -> str:
    call = thread.calls.get(request.id)
    if call is None or call.question is None:
        return "it is no longer open"
    return "" if may_answer(call.question.to, person) else f"only {call.question.to} may answer"


def _deciders(request: Request, directory: Directory) -> str:
    return ", ".join(directory.name_of(person) for person in (request.decided_by or "").split(", ") if person)


def _approvers(request: Request, directory: Directory) -> str:
    """Today's names behind the policy's groups."""
    if request.policy is None:
        return ""
    people = [
        person for person in directory.people.values() if refusal(request.policy, person, request.requested_by) is None
    ]
    return ", ".join(person.name for person in people[:12]) + (" …" if len(people) > 12 else "")
