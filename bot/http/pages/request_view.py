"""A request for one person: the acts that are allowed, or the reason why none is."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from pydantic import BaseModel

from bot.core.agent import Agent
from bot.core.base_types import UtcMoment
from bot.core.card.document_builder import UNLIMITED, CardReader, build_document
from bot.core.card.parts import ActionsPart
from bot.core.decisions import build_edit_form, may_answer
from bot.core.escaping import ShownArgument, show_arguments
from bot.core.forms import FormField
from bot.core.people import PeopleDirectory, Person, describe_clause
from bot.core.policy import Policy, explain_refusal
from bot.core.request_views import Request
from bot.core.submissions.submitted_tools import find_call_step
from bot.core.threads.thread import Thread, ToolCall
from bot.http.pages import templating
from bot.http.pages.approve_label import choose_naming_word, list_naming_arguments
from bot.http.pages.card_layout import CardLayout
from bot.http.pages.form_inputs import FormInput, build_inputs

RESTING_REASON = "its thread rests"
"""The reason why nobody may decide a request of a resting thread; its card says why the thread rests."""


@dataclass(frozen=True)
class CallControls:
    """The values that the controls of an approval show. Each is computed when a page first shows it: a row of the inbox
    needs none of them.
    """

    policy: Policy
    call: ToolCall
    directory: PeopleDirectory
    agent: Agent | None

    @cached_property
    def approvers(self) -> str:
        """The names of the present approvers, at most 12."""
        people = self.directory.people.values()
        names = [each.name for each in people if explain_refusal(self.policy, each, self.call.shapers) is None]
        return ", ".join(names[:12]) + (" …" if len(names) > 12 else "")

    @cached_property
    def step(self) -> type[BaseModel] | None:
        """The tool's step as the agent has it now; None when it has none of that name."""
        return find_call_step(self.call, self.agent) if self.agent else None

    @cached_property
    def form(self) -> tuple[FormField, ...]:
        """The fields for editing the arguments."""
        return build_edit_form(self.call, self.agent) if self.agent and self.step is not None else ()

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The arguments that may give the word of the approve button, most specific first."""
        fields = tuple(self.step.model_fields) if self.step else ()
        return list_naming_arguments(self.policy, self.call.arguments, fields)

    @cached_property
    def word(self) -> str:
        """The word of the approve button."""
        return choose_naming_word(self.names, self.call.arguments, self.call.intent)


@dataclass(frozen=True)
class RequestView:
    """`why_not` is the reason why the person may not decide or answer, else empty. `vote` is the person's own vote that counts.
    `may_take_back`: the person approved the call and it has not started. `controls` are those of an approval whose call is
    known.
    """

    request: Request
    title: str
    why_not: str = ""
    vote: Literal["", "approve", "reject", "answer"] = ""
    may_take_back: bool = False
    controls: CallControls | None = None

    @property
    def approvers(self) -> str:
        """The names of the present approvers, at most 12."""
        return self.controls.approvers if self.controls else ""

    @property
    def form(self) -> tuple[FormField, ...]:
        """The fields for editing the arguments; empty: they may not be edited."""
        return self.controls.form if self.controls and self.is_open and self.request.card.edits else ()

    @property
    def names(self) -> tuple[str, ...]:
        """The arguments that may give the word of the approve button, most specific first."""
        return self.controls.names if self.controls else ()

    @property
    def word(self) -> str:
        """The word of the approve button."""
        return self.controls.word if self.controls else ""

    @cached_property
    def layout(self) -> CardLayout:
        """The parts of the card by their place on the page. The inbox shows everything to people with the right to see it."""
        return CardLayout(build_document(self.request.card, UNLIMITED, CardReader(may_decide=self.may, vote=self.vote)))

    @property
    def actions(self) -> ActionsPart:
        return self.layout.document.find_part(ActionsPart) or ActionsPart()

    @property
    def voted(self) -> str:
        """The person's earlier vote as a sentence."""
        return {"approve": "You approved this.", "reject": "You rejected this."}.get(self.vote, "")

    @property
    def is_open(self) -> bool:
        return self.request.status == "pending"

    @property
    def may(self) -> bool:
        return self.is_open and not self.why_not

    @property
    def may_edit(self) -> bool:
        """Whether the arguments have a form, and approving is neither withheld nor paused."""
        return bool(self.form) and self.actions.may_approve

    @property
    def control_state(self) -> str:
        """A text that changes when the controls or the outcome change; live pages compare it."""
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
        """The state as a label, such as "Approved, outcome not known"."""
        run, said = self.request.execution, templating.describe_status(self.request.status)
        return f"{said}, {run.words}" if run and self.request.status == "approved" else said

    def describe_time_left(self, now: UtcMoment) -> str:
        """The time until the request expires, in words."""
        return templating.describe_time_left(now, self.request.expires_at)

    def build_inputs(self, typed: Mapping[str, str], complaints: Mapping[str, str]) -> list[FormInput]:
        """The inputs of the question's form or of the arguments, see `form_inputs.build_inputs`."""
        ask = self.request.card.ask
        return build_inputs(ask.fields if ask else self.form, typed, complaints)

    @property
    def form_values(self) -> tuple[ShownArgument, ...]:
        """The values of an answered form, shown like arguments; empty for other answers."""
        ask = self.request.card.ask
        is_form = ask is not None and ask.format == "form" and self.request.status == "answered"
        return show_arguments(self.request.reason) if is_form else ()


def build_request_view(
    request: Request, thread: Thread, person: Person, directory: PeopleDirectory, runs: Agent | None
) -> RequestView:
    """The view of `request` for `person`. `thread` is its thread in the current state, `runs` the agent of the thread."""
    agent, call = thread.agent, thread.calls.get(request.id)
    if request.kind == "question":
        purpose = request.card.ask.purpose if request.card.ask else ""
        title = {"limit": f"May {agent} go on?", "outcome": "Did it happen?"}.get(purpose, f"{agent} asks")
        if call is None or call.question is None:
            return RequestView(request, title, "it is no longer open")
        if thread.unread is not None:
            return RequestView(request, title, RESTING_REASON)
        may = may_answer(call.question.to, person)
        why_not = "" if may else f"only {describe_clause(call.question.to, directory)} may answer"
        return RequestView(request, title, why_not)
    if request.policy is None or call is None:
        return RequestView(request, f"{agent} wanted to run {request.tool}", "it is no longer open")
    if thread.unread is not None:
        return RequestView(request, f"{agent} wanted to run {request.tool}", RESTING_REASON)
    own = [each.decision for each in request.votes if each.person == person.id and each.counts]
    return RequestView(
        request,
        f"{agent} {'wants' if request.status == 'pending' else 'wanted'} to run {request.tool}",
        explain_refusal(request.policy, person, call.shapers, directory=directory) or "",
        own[0] if own else "",
        call.state == "approved" and own[:1] == ["approve"],
        CallControls(request.policy, call, directory, runs),
    )
