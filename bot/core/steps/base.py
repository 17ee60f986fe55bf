"""The base of all steps, and of the built-in ones: a step is typed data, and choosing it has no effect outside."""

from collections.abc import Mapping
from typing import ClassVar, NamedTuple

from bot.core import events as e
from bot.core.base_types import JSON, FrozenModel, UtcMoment
from bot.core.canonical_json import canonicalize
from bot.core.people import ApproverClause
from bot.core.threads.thread import Thread


class Step(FrozenModel):
    """Base of all steps. `intent` is the tool's name on the wire; the docstring is the tool's description for the
    model."""

    intent: ClassVar[str]

    def write_arguments(self) -> str:
        """Return the canonical JSON (RFC 8785) of the fields: the text that is stored, shown, hashed and run."""
        return canonicalize(self.model_dump(mode="json")).decode("utf-8")


class StepSituation(NamedTuple):
    """The state in which a built-in step was chosen: the thread before the choice, the agent's owners, the time."""

    thread: Thread
    owners: ApproverClause
    now: UtcMoment

    @property
    def call(self) -> str:
        """The id of the chosen call."""
        return self.thread.next_call

    def refuse(self, reason: str) -> list[e.Event]:
        """Return the refusal of a step that is impossible here."""
        return [self.thread.refuse_step(reason, self.call)]


class BuiltInStep(Step):
    """Base of the steps that the platform gives to agents. One module holds all that is known of a step.

    `wire_properties` are its fields in the `tools` of a request, in a short form, since each request carries them; a
    default is chosen by leaving the field out. `wire_required` are the required ones. Its description there is a
    file of `bot/prompts/steps`. `is_indispensable`: no agent can leave it out.
    """

    wire_properties: ClassVar[Mapping[str, JSON]]
    wire_required: ClassVar[tuple[str, ...]] = ()
    is_indispensable: ClassVar[bool] = False

    def derive_events(self, at: StepSituation) -> list[e.Event]:
        """Return the events that follow its choice in the same transaction; none for a step that the engine takes.

        An impossible step (done while a request is open, a withdrawal of nothing, a question to no one) is refused.
        """
        return []


TEXT: JSON = {"type": "string"}
WHOLE_NUMBER: JSON = {"type": "integer"}
"""Types of fields on the wire."""
