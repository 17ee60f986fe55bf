"""A request as one person sees it: what they may do with it, and if nothing, why."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.agent import Agent
from bot.core.decisions import build_edit_form, may_answer
from bot.core.escaping import ShownArgument, show_arguments
from bot.core.forms import FormField
from bot.core.people import PeopleDirectory, Person, describe_clause
from bot.core.policy import Policy, explain_refusal
from bot.core.requests import Request
from bot.core.threads.thread import Thread, ToolCall
from bot.core.values import UtcMoment
from bot.http.pages import templating
from bot.http.pages.button_labels import choose_naming_word, list_naming_arguments
from bot.http.pages.form_inputs import FormInput, build_inputs


@dataclass(frozen=True)
class RequestView:
    """`why_not` says why this person may not decide or answer; empty: they may. `voted` is what they have said already.

    `may_take_back`: it is approved, they were among those who approved, and it was not started yet. `form` is for editing
    the arguments; empty: they may not be edited. `word` names what is approved on the button; `names` are the arguments
    that may give it, the most telling first.
    """

    request: Request
    title: str
    why_not: str = ""
    voted: str = ""
    approvers: str = ""
    may_take_back: bool = False
    form: tuple[FormField, ...] = ()
    word: str = ""
    names: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        return self.request.status == "pending"

    @property
    def may(self) -> bool:
        return self.is_open and not self.why_not

    @property
    def may_edit(self) -> bool:
        """Whether the arguments have a form here, and approving is not withheld or paused."""
        return bool(self.form) and not (self.request.card.withheld or self.request.card.paused)

    @property
    def control_state(self) -> str:
        """What this person can do with it, in words that change whenever its controls or its outcome do."""
        if not self.is_open:
            return f"{self.state} take-back" if self.may_take_back else self.state
        card = self.request.card
        paused = "paused " if card.paused else "stopped " if card.stopped else ""
        return paused + ("closed" if self.why_not else "voted" if self.voted else "open")

    @property
    def is_waiting_for_me(self) -> bool:
        return self.may and not self.voted

    @property
    def state(self) -> str:
        """The request's status; once it is approved, that of its execution: approved, running, done, failed or unknown."""
        run = self.request.execution
        is_started = run is not None and run.status != "not_started" and self.request.status == "approved"
        return run.status if run and is_started else self.request.status

    @property
    def state_words(self) -> str:
        """The same for a person: "Approved, outcome not known"."""
        run, said = self.request.execution, templating.describe_status(self.request.status)
        return f"{said}, {run.words}" if run and self.request.status == "approved" else said

    def describe_time_left(self, now: UtcMoment) -> str:
        """How long it stays open, in words."""
        return templating.describe_time_left(now, self.request.expires_at)

    def build_inputs(self, typed: Mapping[str, str], complaints: Mapping[str, str]) -> list[FormInput]:
        """The inputs of the question's form or of the arguments; see `inputs_of`."""
        ask = self.request.card.ask
        return build_inputs(ask.fields if ask else self.form, typed, complaints)

    @property
    def filled(self) -> tuple[ShownArgument, ...]:
        """What a form was answered with, as arguments are shown; nothing for every other answer."""
        ask = self.request.card.ask
        is_form = ask is not None and ask.format == "form" and self.request.status == "answered"
        return show_arguments(self.request.reason) if is_form else ()


def build_request_view(
    request: Request, thread: Thread, person: Person, directory: PeopleDirectory, runs: Agent | None
) -> RequestView:
    """The request for this person; `thread` is the one that it belongs to, as it is now, and `runs` that one's agent."""
    agent, call = thread.agent, thread.calls.get(request.id)
    if request.kind == "question":
        title = {"limit": f"May {agent} go on?", "outcome": "Did it happen?"}.get(
            _find_purpose(request), f"{agent} asks"
        )
        return RequestView(request, title, _explain_not_answering(call, person, directory))
    if request.policy is None or call is None:
        return RequestView(request, f"{agent} wanted to run {request.tool}", "it is no longer open")
    declared = _list_declared_arguments(call, runs)
    names = list_naming_arguments(request.policy, call.arguments, declared)
    voted = next((vote.decision for vote in request.votes if vote.person == person.id and vote.counts), "")
    return RequestView(
        request,
        f"{agent} {'wants' if request.status == 'pending' else 'wanted'} to run {request.tool}",
        explain_refusal(request.policy, person, call.shapers, directory=directory) or "",
        {"approve": "You approved this.", "reject": "You rejected this."}.get(voted, ""),
        _describe_approvers(request.policy, call, directory),
        call.state == "approved" and voted == "approve",
        _build_form(request, call, runs),
        choose_naming_word(names, call.arguments, call.intent),
        names,
    )


def _list_declared_arguments(call: ToolCall, agent: Agent | None) -> tuple[str, ...]:
    """The tool's arguments in the order in which its step declares them."""
    tool = agent.registry.get(call.intent) if agent else None
    return tuple(tool.step.model_fields) if tool else ()


def _build_form(request: Request, call: ToolCall, agent: Agent | None) -> tuple[FormField, ...]:
    is_edited = request.status == "pending" and request.card.edits and agent is not None
    return build_edit_form(call, agent) if agent and is_edited and call.intent in agent.registry else ()


def _find_purpose(request: Request) -> str:
    return request.card.ask.purpose if request.card.ask else ""


def _explain_not_answering(call: ToolCall | None, person: Person, directory: PeopleDirectory) -> str:
    if call is None or call.question is None:
        return "it is no longer open"
    return (
        ""
        if may_answer(call.question.to, person)
        else f"only {describe_clause(call.question.to, directory)} may answer"
    )


def _describe_approvers(policy: Policy, call: ToolCall, directory: PeopleDirectory) -> str:
    """Today's names behind the policy's groups."""
    names = [each.name for each in directory.people.values() if explain_refusal(policy, each, call.shapers) is None]
    return ", ".join(names[:12]) + (" …" if len(names) > 12 else "")
