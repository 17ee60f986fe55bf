"""Agents as data: a job in one sentence, a prompt, typed steps, tools with their policies, and limits."""

import hashlib
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cached_property
from typing import Any, Generic, TypeAlias, TypeVar

from pydantic import Field

from bot.core.access.access_lists import AgentAccess
from bot.core.base_types import JSON, NAME, FrozenModel
from bot.core.budgets import AgentBudget
from bot.core.budgets import AgentLimits as AgentLimits
from bot.core.card.call_presentation import CallPresentation, ToolPresentations, read_presentation
from bot.core.doctor_findings import CheckFinding
from bot.core.dry_runs import DRY_RUN_MARK, DRY_RUN_RESULT
from bot.core.errors import BadAgent, ToolError
from bot.core.events import CallFact
from bot.core.hooks import NO_HOOKS, StepHooks
from bot.core.people import ApproverClause
from bot.core.policy import Policy
from bot.core.prompts.built_in_tools import MAX_STEP_TEXT, write_tools
from bot.core.prompts.event_rendering import RENDERER, PieceRenderer, render_event
from bot.core.prompts.piece_ranking import PieceRanker, rank_newest_results
from bot.core.prompts.prompt_choice import PromptChoice
from bot.core.secrets.secret_reference import NoSecrets, RevealedSecrets, Secret
from bot.core.steps import (
    BUILT_IN,
    AskHuman,
    BuiltInStep,
    Delegate,
    LookBack,
    NotStrict,
    RequestApproval,
    Step,
    Wait,
    write_tool_schema,
    write_tools_json,
)
from bot.core.steps.delegation import describe_delegates
from bot.core.steps.questions import AGENT, GROUP, describe_addressees
from bot.core.steps.waiting import describe_awaited
from bot.core.submissions.program_settings import NO_SETTINGS, ProgramSettings
from bot.core.token_prices import NO_PRICES, TokenPrices
from bot.core.tool_signature_checks import describe_mismatch

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
    with the same key. `offered` false: only the pre-fetch uses it. `is_dry`: it is asked and approved, and not run; its
    signature differs, so that no approval counts for both.
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
    offered: bool = True
    is_dry: bool = False

    @property
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


@dataclass(frozen=True)
class WebhookMessage:
    """The message that an agent reads from a webhook's payload: its text opens or continues a thread."""

    text: str
    sender: str
    account: str | None = None
    """The sender's account at the source, such as a GitHub login; the directory may know it. None: no person acted."""
    others: tuple[str, ...] = ()
    """Accounts of further people whose wish it is, such as the author of what the sender merged."""


PayloadReader: TypeAlias = Callable[[str, Mapping[str, str], JSON], WebhookMessage | None]
"""(source, headers in lower case, parsed payload) -> the message, or None when it does not concern the agent."""


class SuggestedPrompt(FrozenModel):
    """A first message that a surface offers to people who have not written to the agent yet."""

    title: str = Field(min_length=1, max_length=75)
    message: str = Field(min_length=1, max_length=1_000)


@dataclass(frozen=True, kw_only=True)
class Agent:
    """One small agent. `name` is that of its table: the platform replaces the one that `build` gave, and `{agent}` in the prompt. `owners` answer the platform's own questions about it. `access` lists its readers, speakers,
    starters and operators. `consent` is the policy of `request_approval`, which is offered only when that policy names
    an approver.

    `examine` returns findings about the systems that the agent works on, such as a repository; `countersign doctor`
    calls it. It changes nothing and raises nothing.

    An agent with its own `render` names it in `renderer`, with a version: the log records it with each rendered event.

    `submitters` are the keys of programs, by the policy that they may use: the calls of such an agent come from these
    programs, and it has no model. None: an ordinary agent. `programs` says more of them.

    `step_texts` replace the descriptions of built-in steps, by intent; `left_out` are the built-in steps that this
    agent does not have. `reply` and `done` cannot be left out. `suggestions` are first messages; Slack shows four.
    `delegates` are the agents that it may give tasks to, each with its job: its table names them, the platform fills them in. `may_ask` are people
    and groups that a question may name besides the requester and the owners. `awaits` are the
    outside events that it may wait for.
    `variants` are other prompts by name, `personas` texts behind the prompt by name; the agent's table says which threads
    get them, see `PromptChoice`.

    `hooks` are called around its steps. `rank` chooses what a full context window keeps. `budget`, at these `prices`, and
    `dry_run` are of its table: in a dry run its gated tools are asked and approved, and not run.
    """

    name: str
    job: str
    prompt: str
    tools: tuple[Tool[Any], ...] = ()
    prefetch: tuple[Step, ...] = ()
    limits: AgentLimits = field(default_factory=AgentLimits)
    owners: ApproverClause = field(default_factory=ApproverClause)
    access: AgentAccess = field(default_factory=AgentAccess)
    consent: Policy = field(default_factory=Policy)
    render: PieceRenderer = render_event
    renderer: str = RENDERER
    listen: PayloadReader | None = None
    examine: Callable[[], Awaitable[Sequence[CheckFinding]]] | None = None
    step_texts: Mapping[str, str] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    submitters: Mapping[str, tuple[str, ...]] | None = None
    suggestions: tuple[SuggestedPrompt, ...] = ()
    delegates: Mapping[str, str] = field(default_factory=dict)
    may_ask: ApproverClause = field(default_factory=ApproverClause)
    awaits: tuple[str, ...] = ()
    variants: Mapping[str, str] = field(default_factory=dict)
    personas: Mapping[str, str] = field(default_factory=dict)
    prompt_choice: PromptChoice = field(default_factory=PromptChoice)
    hooks: StepHooks = NO_HOOKS
    rank: PieceRanker = rank_newest_results
    budget: AgentBudget = field(default_factory=AgentBudget)
    prices: TokenPrices = NO_PRICES
    dry_run: bool = False
    programs: ProgramSettings = NO_SETTINGS
    registry: Mapping[str, Tool[Any]] = field(init=False, repr=False)
    steps: dict[str, type[Step]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        consent = Tool(step=RequestApproval, run=_run_consent, policy=self.consent, idempotent=True)
        tools: list[Tool[Any]] = [*self.tools, consent]
        registry = {tool.step.intent: _make_dry(tool) if self.dry_run else tool for tool in tools}
        object.__setattr__(self, "registry", registry)
        steps = (*self._own_steps, *self._built_in_steps)
        object.__setattr__(self, "steps", {step.intent: step for step in steps})
        self._refuse_misfits()

    @property
    def _own_steps(self) -> list[type[Step]]:
        return [tool.step for tool in self.tools if tool.offered]

    @property
    def _built_in_steps(self) -> list[type[BuiltInStep]]:
        needs = {RequestApproval: bool(self.consent.approvers), Delegate: bool(self.delegates)}
        return [step for step in BUILT_IN if needs.get(step, True) and step.intent not in self.left_out]

    @property
    def _texts(self) -> Mapping[str, str]:
        described = {Delegate.intent: describe_delegates(self.delegates)} if self.delegates else {}
        return {**described, **self.step_texts}

    @property
    def _more_fields(self) -> Mapping[str, Mapping[str, JSON]]:
        groups = (f"{GROUP}{each}" for each in self.may_ask.groups)
        names = (*self.may_ask.people, *groups, *(f"{AGENT}{each}" for each in self.delegates))
        asks = {AskHuman.intent: describe_addressees(names)} if names else {}
        return {**asks, **({Wait.intent: describe_awaited(self.awaits)} if self.awaits else {})}

    @property
    def can_look_back(self) -> bool:
        return LookBack.intent in self.steps

    @property
    def reads(self) -> frozenset[str]:
        """The intents of its tools that run without consent."""
        return frozenset(intent for intent, tool in self.registry.items() if tool.gate is None)

    @cached_property
    def tools_json(self) -> str:
        """The `tools` of a request that shows the whole history."""
        built_in = [step for step in self._built_in_steps if step is not LookBack]
        return write_tools(self._own_steps, built_in, self._texts, self._more_fields)

    @cached_property
    def tools_to_look_back(self) -> str:
        """The `tools` of a request that leaves a part of the history out."""
        return write_tools(self._own_steps, self._built_in_steps, self._texts, self._more_fields)

    @cached_property
    def presentations(self) -> ToolPresentations:
        return {intent: tool.presentation for intent, tool in self.registry.items()}

    def find_prompt(self, name: str, persona: str = "") -> str:
        """Return the prompt of this name, that of the empty name is `prompt`; and the persona of this name behind it."""
        prompt = self.variants[name] if name else self.prompt
        return f"{prompt.rstrip()}\n\n{self.personas[persona].strip()}\n" if persona else prompt

    def find_policy(self, intent: str) -> Policy | None:
        """Return the policy of a step, None when it may run at once. For an unknown step: a policy without approvers."""
        tool = self.registry.get(intent)
        return tool.gate if tool else Policy()

    def _refuse_misfits(self) -> None:
        """Raises `BadAgent` for steps, tools and policies that do not fit together."""
        self._refuse_built_in_steps()
        intents = [tool.step.intent for tool in self.tools]
        built_in = {step.intent for step in BUILT_IN}
        for intent in intents:
            if intents.count(intent) > 1 or intent in built_in:
                raise BadAgent(self.name, f"two steps have the intent {intent!r}")
            if intent == "model" or not re.fullmatch(NAME, intent):
                raise BadAgent(
                    self.name, f"a step cannot have the intent {intent!r}: write it as {NAME}, and not model"
                )
        for tool in self.tools:
            if tool.version.startswith(DRY_RUN_MARK):
                raise BadAgent(
                    self.name, f"the version of {tool.step.intent!r} begins with {DRY_RUN_MARK!r}, which marks dry runs"
                )
            if not (tool.step.__doc__ or "").strip():
                raise BadAgent(self.name, f"the step {tool.step.intent!r} has no docstring for the model to read")
            if (typed := (tool.policy or Policy()).typed) and typed not in tool.step.model_fields:
                raise BadAgent(
                    self.name,
                    f"the policy of {tool.step.intent!r} has typed = {typed!r}, which is not one of its fields",
                )
            for name, count in (("run", 2), ("check", 1), ("facts", 1), ("probe", 2)):
                if wrong := describe_mismatch(getattr(tool, name), tool.step, count, is_optional=name != "run"):
                    raise BadAgent(self.name, f"{name} of the tool {tool.step.intent!r}: {wrong}")
            try:
                _ = tool.presentation
            except ValueError as error:
                raise BadAgent(self.name, f"the tool {tool.step.intent!r}: {error}") from error
            try:
                write_tool_schema(tool.step)
            except NotStrict as error:
                raise BadAgent(self.name, str(error)) from error
        for step in self.prefetch:
            found = self.registry.get(step.intent)
            if found is None or found.gate is not None:
                raise BadAgent(self.name, f"the pre-fetch {step.intent!r} is not one of its ungated tools")
        self._refuse_settings()

    def _refuse_settings(self) -> None:
        """Raises `BadAgent` for prompts, personas and keys of the table that do not fit."""
        if self.render is not render_event and self.renderer == RENDERER:
            raise BadAgent(self.name, f"its own render needs a name of its own in renderer, not {RENDERER!r}")
        if not all(text.strip() for text in (self.prompt, self.job, *self.variants.values())):
            raise BadAgent(self.name, "a prompt or the job sentence is empty")
        if not all(text.strip() for text in self.personas.values()):
            raise BadAgent(self.name, "a persona is empty")
        if (chosen := self.prompt_choice.persona) and chosen not in self.personas:
            known = ", ".join(self.personas) or "none"
            raise BadAgent(self.name, f"there is no persona {chosen!r}; there are: {known}")
        if self.dry_run and self.submitters is not None:
            raise BadAgent(self.name, "dry_run: its programs run the calls, and this server cannot keep them from it")
        for name in self.prompt_choice.names:
            if name and name not in self.variants:
                known = ", ".join(self.variants) or "none"
                raise BadAgent(self.name, f"there is no prompt {name!r} beside prompt.md; there are: {known}")

    def _refuse_built_in_steps(self) -> None:
        names = tuple(step.intent for step in BUILT_IN)
        for intent in (*self.left_out, *self.step_texts):
            if intent not in names:
                raise BadAgent(self.name, f"{intent!r} is no built-in step; there are: {', '.join(names)}")
        indispensable = [step.intent for step in BUILT_IN if step.is_indispensable]
        for intent in self.left_out:
            if intent in indispensable:
                raise BadAgent(
                    self.name,
                    f"the built-in step {intent!r} cannot be left out; {' and '.join(indispensable)} must stay",
                )
            if intent in self.step_texts:
                raise BadAgent(self.name, f"the built-in step {intent!r} is left out and has a text in step_texts")
        for intent, about in self.step_texts.items():
            if not about.strip() or len(about) > MAX_STEP_TEXT:
                raise BadAgent(
                    self.name, f"the text of the built-in step {intent!r} must have 1 to {MAX_STEP_TEXT} characters"
                )


async def run_elsewhere(step: Step, at: ToolContext) -> str:
    """Stand as the `run` of a tool whose calls a program outside of this server runs."""
    raise ToolError("Its program runs this call, not this server.")


def _make_dry(tool: Tool[Any]) -> Tool[Any]:
    """Return the tool of a dry run: a gated one keeps its gate, check, facts and probe, and runs nothing."""
    return tool if tool.gate is None else replace(tool, run=_run_dry, is_dry=True)


async def _run_dry(step: Step, at: ToolContext) -> str:
    return DRY_RUN_RESULT


async def _run_consent(step: RequestApproval, at: ToolContext) -> str:
    return "Approved. No tool of yours was run by it."
