"""A tool: the code that takes a step, with its policy, and the context of its run."""

import hashlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cached_property
from typing import Any, Generic, TypeAlias, TypeVar

from bot.core.card.call_presentation import CallPresentation, read_presentation
from bot.core.dry_run_markers import DRY_RUN_MARK, DRY_RUN_RESULT
from bot.core.errors import ToolError
from bot.core.events import CallFact
from bot.core.policy import Policy
from bot.core.secrets.secret_reference import NoSecrets, RevealedSecrets, Secret
from bot.core.steps import Step, write_tools_json

S = TypeVar("S", bound=Step)


CALL_VARIABLE = "COUNTERSIGN_CALL"
"""The environment variable that names the call in the processes that its tool started."""


async def _note_nothing(process: int) -> None:
    """Keep no note: the default of `ToolContext.note_process` outside of an executor."""


@dataclass(frozen=True)
class ToolContext:
    """The context of one run of a tool: the call's id, which is also its idempotency key, and the number of the try.

    A tool that runs another process starts it as the leader of a process group of its own, with `environment` added to
    its environment, and awaits `note_process(pid)` as soon as it runs: if this process dies, the next one ends the
    process group before it determines the outcome. `reveal` returns the value of a secret that the step names.
    """

    thread: str
    call: str
    attempt: int = 1
    note_process: Callable[[int], Awaitable[None]] = field(default=_note_nothing, compare=False)
    revealed: RevealedSecrets = field(default_factory=lambda: RevealedSecrets(NoSecrets()), compare=False)

    @property
    def environment(self) -> Mapping[str, str]:
        return {CALL_VARIABLE: self.call}

    def reveal(self, secret: Secret) -> str:
        """Return the present value of the secret, for this run alone: it is removed from the tool's output.

        Raises `ToolError` when there is no such secret.
        """
        value = self.revealed.reveal(secret)
        if value is None:
            raise ToolError(f"There is no secret {secret.name!r}.")
        return value


@dataclass(frozen=True)
class EffectHappened:
    """Answer of a probe: the effect is there."""

    result: str


@dataclass(frozen=True)
class EffectDidNotHappen:
    """Answer of a probe: the effect is not there. It counts only `Tool.probe_after` after the start; the call may then
    run again.

    `is_final`: an earlier try cannot bring the effect about any more. Such an answer counts at once, and the call does
    not run again.
    """

    detail: str
    is_final: bool = False


@dataclass(frozen=True)
class OutcomeUnsure:
    """Answer of a probe: it cannot tell. A person is asked, with these facts."""

    facts: str


ProbeResult: TypeAlias = EffectHappened | EffectDidNotHappen | OutcomeUnsure


@dataclass(frozen=True, kw_only=True)
class Tool(Generic[S]):
    """The code that takes a step, with its policy.

    `run` returns the text that the model reads. It raises `ToolError` for "this did not happen, because …". Any other
    error of a writing tool means an unknown outcome; of a reading tool, a failure. After an unknown outcome, a
    `ToolError` of the next try says nothing about the try before: of a writing tool's second try only
    `EffectImpossible` is believed.

    `title` presents a call to people, such as `Release {tag} at {commit:7}`; `first` is the argument that cards show
    first. `writes`: the tool changes something outside; without a `policy` its calls cannot be approved. `check` is the
    precondition, run before people are asked and again before the call runs; it raises `ToolError`. `facts` are shown
    beside the arguments. `target` is the object of the call, such as the address of a repository, on one line: it is
    shown and covered by the digest. When it differs by the time the call would run, the approval lapses and people are
    asked anew; an unknown outcome is then put to a person. `probe` tells afterwards whether the effect is there. Its
    "not there" is believed only when `probe_after` has passed since the start, twice as long after each further try:
    longer than an earlier try may still need to take effect. `idempotent` lets a call with an unknown end run again
    with the same key. `offered` says whether the model may choose it; None: yes, unless the agent's pre-fetch lists its step:
    the model has its result then. `is_dry`: it is asked and approved, and not run; its signature differs, so that no
    approval counts for both.
    """

    step: type[S]
    run: Callable[[S, ToolContext], Awaitable[str]]
    writes: bool = False
    policy: Policy | None = None
    version: str = "1"
    title: str = ""
    first: str = ""
    check: Callable[[S], Awaitable[None]] | None = None
    facts: Callable[[S], Awaitable[tuple[CallFact, ...]]] | None = None
    target: Callable[[], Awaitable[str]] | None = None
    probe: Callable[[S, ToolContext], Awaitable[ProbeResult]] | None = None
    idempotent: bool = False
    timeout: timedelta = timedelta(seconds=60)
    probe_after: timedelta = timedelta(minutes=2)
    offered: bool | None = None
    is_dry: bool = False

    @cached_property
    def gate(self) -> Policy | None:
        """The rules that must be satisfied before it runs; None for a reading tool without a policy.

        They are a plain `Policy`: so that the log, which keeps no fields of a derived type, gives the same rules back.
        """
        return self.policy.rules if self.policy else Policy() if self.writes else None

    @cached_property
    def presentation(self) -> CallPresentation:
        """How cards show its calls. Raises `ValueError` for a `title` or a `first` that names no field of the step."""
        return read_presentation(self.step, self.title, self.first)

    @cached_property
    def signature(self) -> str:
        """The tool's version and the hash of its schema: a change of either needs a new approval."""
        schema = write_tools_json({self.step.intent: self.step}).encode()
        dry = DRY_RUN_MARK if self.is_dry else ""
        return f"{dry}{self.version}-{hashlib.sha256(schema).hexdigest()[:12]}"


async def run_elsewhere(step: Step, at: ToolContext) -> str:
    """Raise an error: the `run` of a tool with calls that a program outside of this server runs."""
    raise ToolError("Its program runs this call, not this server.")


def make_dry(tool: Tool[Any]) -> Tool[Any]:
    """Return the tool of a dry run: a gated one keeps its gate, check, facts and probe, and runs nothing."""
    return tool if tool.gate is None else replace(tool, run=_run_dry, is_dry=True)


async def _run_dry(step: Step, at: ToolContext) -> str:
    return DRY_RUN_RESULT
