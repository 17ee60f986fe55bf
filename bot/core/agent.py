"""Agents as data: a job in one sentence, a prompt, typed steps, tools with their policies, and limits."""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeAlias

from pydantic import Field

from bot.core.access.access_lists import AgentAccess
from bot.core.base_types import JSON, NAME, FrozenModel
from bot.core.budgets import AgentBudget
from bot.core.budgets import AgentLimits as AgentLimits
from bot.core.card.call_presentation import ToolPresentations
from bot.core.doctor_findings import CheckFinding
from bot.core.dry_run_markers import DRY_RUN_MARK
from bot.core.errors import BadAgent
from bot.core.hooks import NO_HOOKS, StepHooks
from bot.core.people import ApproverClause
from bot.core.policy import Policy
from bot.core.prompts.built_in_tools import MAX_STEP_TEXT, write_tools
from bot.core.prompts.event_rendering import RENDERER, PieceRenderer, render_event
from bot.core.prompts.piece_ranking import PieceRanker, rank_newest_results
from bot.core.prompts.prompt_choice import PromptChoice
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
)
from bot.core.steps.delegation import describe_delegates
from bot.core.steps.questions import AGENT, GROUP, describe_addressees
from bot.core.steps.waiting import describe_awaited
from bot.core.submissions.program_contacts_webhooks_and_time_limits import NO_SETTINGS, ProgramSettings
from bot.core.token_prices import NO_PRICES, TokenPrices
from bot.core.tool import CALL_VARIABLE as CALL_VARIABLE
from bot.core.tool import EffectDidNotHappen as EffectDidNotHappen
from bot.core.tool import EffectHappened as EffectHappened
from bot.core.tool import OutcomeUnsure as OutcomeUnsure
from bot.core.tool import ProbeResult as ProbeResult
from bot.core.tool import Tool as Tool
from bot.core.tool import ToolContext as ToolContext
from bot.core.tool import make_dry
from bot.core.tool import run_elsewhere as run_elsewhere
from bot.core.tool_signature_checks import describe_mismatch


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
    """A first message that a surface suggests to people before they have written to the agent."""

    title: str = Field(min_length=1, max_length=75)
    message: str = Field(min_length=1, max_length=1_000)


@dataclass(frozen=True, kw_only=True)
class Agent:
    """One small agent. `name` is that of its table: the platform replaces the one that `build` gave, and `{agent}` in the prompt. `owners` answer the platform's own questions about it. `access` lists its readers, speakers,
    starters and operators. `consent` is the policy of `request_approval`, which is offered only when that policy names
    an approver. `prefetch` are reading steps that run before the first model call; their tools are offered to the model
    only with `Tool(offered=True)`.

    `examine` returns findings about the systems that the agent works on, such as a repository; `countersign doctor`
    calls it. It changes nothing and raises nothing.

    An agent with its own `render` names it in `renderer`, with a version: the log records it with each rendered event.

    `submitters` are the keys of programs, by the policy that they may use: the calls of such an agent come from these
    programs, and it has no model. None: an ordinary agent. `programs` says more of them.

    `built_in_texts` are the descriptions of built-in steps, by intent: files of the platform, which fills them in.
    `step_texts` replace them; `left_out` are the built-in steps that this
    agent does not have. `reply` and `done` cannot be left out. `suggestions` are first messages; Slack shows four.
    `delegates` are the agents that it may give tasks to, each with its job: its table names them, the platform fills them in. `may_ask` are people
    and groups that a question may name besides the requester and the owners. `awaits` are the
    outside events that it may wait for.
    `variants` are other prompts by name, `personas` texts behind the prompt by name; the agent's table says which threads
    get them, see `PromptChoice`.

    `hooks` are called around its steps. `rank` chooses the pieces that a full context window keeps. `budget`, at these `prices`, and
    `dry_run` are of its table: in a dry run its gated tools are asked and approved, and not run. So is `show_resolved_errors`:
    its model goes on being shown the errors of a tool after a success of that tool.
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
    built_in_texts: Mapping[str, str] = field(default_factory=dict)
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
    show_resolved_errors: bool = False
    programs: ProgramSettings = NO_SETTINGS
    registry: Mapping[str, Tool[Any]] = field(init=False, repr=False)
    steps: dict[str, type[Step]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        consent = Tool(step=RequestApproval, run=_run_consent, policy=self.consent, idempotent=True)
        tools: list[Tool[Any]] = [*self.tools, consent]
        registry = {tool.step.intent: make_dry(tool) if self.dry_run else tool for tool in tools}
        object.__setattr__(self, "registry", registry)
        steps = (*self._own_steps, *self._built_in_steps)
        object.__setattr__(self, "steps", {step.intent: step for step in steps})
        self._refuse_misfits()

    @property
    def _own_steps(self) -> list[type[Step]]:
        fetched = {step.intent for step in self.prefetch}
        return [
            tool.step
            for tool in self.tools
            if (tool.step.intent not in fetched if tool.offered is None else tool.offered)
        ]

    @property
    def _built_in_steps(self) -> list[type[BuiltInStep]]:
        needs = {RequestApproval: bool(self.consent.approvers), Delegate: bool(self.delegates)}
        return [step for step in BUILT_IN if needs.get(step, True) and step.intent not in self.left_out]

    @property
    def _texts(self) -> Mapping[str, str]:
        task = describe_delegates(self.built_in_texts.get(Delegate.intent, ""), self.delegates)
        return {**self.built_in_texts, Delegate.intent: task, **self.step_texts}

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


async def _run_consent(step: RequestApproval, at: ToolContext) -> str:
    return "Approved. No tool of yours was run by it."
