"""The step by which an agent asks a person, and the parts of it that questions of the platform share."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from bot.core import events as e
from bot.core.base_types import JSON, FrozenModel, TableName, UtcMoment
from bot.core.canonical_json import canonicalize, compute_call_digest
from bot.core.forms import MAX_LABEL, FormField
from bot.core.people import ApproverClause
from bot.core.steps.base import TEXT, WHOLE_NUMBER, BuiltInStep, StepSituation
from bot.core.threads.thread import Thread

QUESTION_EXPIRES = timedelta(days=7)
GROUP, AGENT = "group:", "agent:"
"""What stands before the name of a group and of an agent in `to`; a person is named by the id alone."""

_FIELD: JSON = {"type": "object", "properties": {"name": TEXT, "label": TEXT, "kind": TEXT}}


class AskField(FrozenModel):
    """One field of a form. choice and choices name their choices; the others have none."""

    name: TableName
    label: str = Field(min_length=1, max_length=MAX_LABEL)
    kind: Literal["text", "long_text", "integer", "number", "boolean", "choice", "choices", "date"]
    required: bool = True
    choices: tuple[Annotated[str, Field(min_length=1, max_length=200)], ...] = Field(default=(), max_length=50)
    help: str = Field(default="", max_length=500)


class AskHuman(BuiltInStep):
    """Ask a person and wait for the answer, for days if need be."""

    intent: ClassVar[str] = "ask_human"
    wire_properties: ClassVar[Mapping[str, JSON]] = {
        "question": TEXT,
        "context": TEXT,
        "urgency": {"type": "string", "enum": ["low", "high"]},
        "format": {"type": "string", "enum": ["yes_no", "multiple_choice", "form"]},
        "choices": {"type": "array", "items": TEXT},
        "fields": {"type": "array", "items": _FIELD},
    }
    question: str = Field(min_length=1, max_length=2_000)
    context: str = Field(default="", max_length=4_000, description="What they must know to answer.")
    urgency: e.QuestionUrgency = "medium"
    format: e.QuestionFormat = "free_text"
    choices: tuple[str, ...] = Field(
        default=(), max_length=20, description="Only for multiple_choice: 2 to 20 answers."
    )
    fields: tuple[AskField, ...] = Field(
        default=(),
        max_length=20,
        description="Only for form: 1 to 20 fields. The answer is a JSON object by their names.",
    )

    to: tuple[Annotated[str, Field(min_length=1, max_length=80)], ...] = Field(
        default=(), max_length=10, description="Whom to ask; nobody: who asked, and your owners."
    )
    expires_in_hours: int | None = Field(default=None, ge=1, le=30 * 24)

    def write_arguments(self) -> str:
        """Return the canonical JSON; without fields of later releases that are not used, as earlier ones wrote it."""
        unused = {name for name in ("to", "expires_in_hours") if not getattr(self, name)}
        return canonicalize(self.model_dump(mode="json", exclude=unused)).decode("utf-8")

    def derive_events(self, at: StepSituation) -> list[e.Event]:
        to = choose_question_audience(at.thread, at.owners)
        if not (to.people or to.groups):
            return at.refuse("There is nobody whom this agent may ask: no known requester and no owners.")
        if why := self.explain_unusable():
            return at.refuse(why)
        return [self.make_question(at.thread.id, at.call, to, at.now + QUESTION_EXPIRES)]

    def explain_unusable(self) -> str:
        """Return why this question cannot be answered; empty when it can."""
        if self.format == "multiple_choice" and len(set(self.choices)) < 2:
            return "multiple_choice needs at least two different choices."
        if self.format != "form":
            return ""
        if not self.fields:
            return "form needs at least one field."
        names = [field.name for field in self.fields]
        for field in self.fields:
            if names.count(field.name) > 1:
                return f"Two fields of the form are called {field.name!r}: give each its own name."
            if field.kind in ("choice", "choices") and not (
                field.choices and len(set(field.choices)) == len(field.choices)
            ):
                return f"The field {field.name!r} needs choices, all of them different."
        return ""

    def make_question(self, thread: str, call: str, to: ApproverClause, expires_at: UtcMoment) -> e.Event:
        """Return the question to these people, as the call `call` of the thread."""
        return e.QuestionAsked(
            call=call,
            digest=_compute_question_digest(thread, call, self.write_arguments()),
            question=self.question,
            context=self.context,
            urgency=self.urgency,
            format=self.format,
            choices=self.choices if self.format == "multiple_choice" else (),
            fields=tuple(
                FormField(
                    **field.model_dump(exclude={"choices"}),
                    choices=field.choices if field.kind in ("choice", "choices") else (),
                    blank=[] if field.kind == "choices" else None,
                )
                for field in (self.fields if self.format == "form" else ())
            ),
            to=to,
            expires_at=expires_at,
        )


def describe_addressees(names: Iterable[str]) -> Mapping[str, JSON]:
    """Return the fields of `ask_human` on the wire for an agent that may name these people, groups and agents."""
    return {"to": {"type": "array", "items": {"type": "string", "enum": list(names)}}, "expires_in_hours": WHOLE_NUMBER}


def choose_question_audience(thread: Thread, owners: ApproverClause) -> ApproverClause:
    """Return the addressees of a question: the requester and the owners of the agent."""
    requester = thread.requester if thread.requester and ":" not in thread.requester else None  # an account, a program
    people = (*owners.people, *((requester,) if requester else ()))
    return ApproverClause(people=tuple(dict.fromkeys(people)), groups=owners.groups)


def make_platform_question(
    call: str, thread: Thread, owners: ApproverClause, *, text: str, choices: tuple[str, ...], now: UtcMoment
) -> e.Event:
    """Return a question of the platform itself, with answers to choose from."""
    return e.QuestionAsked(
        call=call,
        digest=_compute_question_digest(thread.id, call, text),
        question=text,
        format="multiple_choice",
        choices=choices,
        to=choose_question_audience(thread, owners),
        expires_at=now + QUESTION_EXPIRES,
    )


def _compute_question_digest(thread: str, call: str, what: str) -> str:
    return compute_call_digest(
        thread=thread, call=call, tool="ask_human", tool_version="1", arguments=what, policy_version="question"
    )
