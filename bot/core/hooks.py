"""Hooks around a step: plain functions of an agent's package, async or not, called in their order. Types and their verdicts only.

| hook | is called | may |
|---|---|---|
| `before_model` | before a model is asked | let the thread wait (`WaitUntil`): a limit |
| `after_answer` | with the step that the model proposes | stop it (`StopStep`) or replace it (`ReplaceStep`): a judge |
| `before_tool` | before a tool runs | stop it; of a reading tool, give a kept result (`UseCached`): a cache |
| `after_tool` | with the result of a tool | shorten the result of a reading tool (`ReplaceResult`): a summary |

None lets things go on, so a hook that always returns None only observes. A hook has no way to an approval: a step that it
puts in the place of another goes through the same registry, policy and questions as the model's own step, and a call that people
approved runs with the bytes that they approved, or not at all. A hook that raises, or takes longer than `HOOK_TIMEOUT`,
stops the step or the run that it was asked about; after a tool, the result stays as it was. The log names the hook in each case.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any, TypeAlias, TypeVar

from bot.core.base_types import UtcMoment
from bot.core.steps import Step

HOOK_TIMEOUT = timedelta(seconds=30)


@dataclass(frozen=True)
class HookContext:
    """The facts that a hook gets besides the step. `steps` were taken since a person last spoke; `call` is empty before a call
    exists. `is_gated`: the tool of the call needs an approval."""

    agent: str
    thread: str
    now: UtcMoment
    requester: str | None = None
    steps: int = 0
    call: str = ""
    is_gated: bool = False


@dataclass(frozen=True)
class WaitUntil:
    """Ask no model before `until`. The thread rests, and goes on by itself."""

    until: UtcMoment
    reason: str


@dataclass(frozen=True)
class StopStep:
    """Take this step not. The model reads the reason, and chooses another one."""

    reason: str


@dataclass(frozen=True)
class ReplaceStep:
    """Take `step` in place of the proposed one. It must be one that the model could have chosen."""

    step: Step
    reason: str


@dataclass(frozen=True)
class UseCached:
    """Use this result of a reading tool in place of a run. The model and the log are told of the time at which it was
    `fetched`."""

    result: str
    fetched: UtcMoment


@dataclass(frozen=True)
class ReplaceResult:
    """Show the model this text in place of the result of a reading tool. The log keeps both."""

    result: str


T = TypeVar("T")

HookAnswer: TypeAlias = T | Awaitable[T | None] | None
"""What a hook returns: a plain function at once, an async one later."""

BeforeModel: TypeAlias = Callable[[HookContext], HookAnswer[WaitUntil]]
AfterAnswer: TypeAlias = Callable[[Step, HookContext], HookAnswer[StopStep | ReplaceStep]]
BeforeTool: TypeAlias = Callable[[Step, HookContext], HookAnswer[StopStep | UseCached]]
AfterTool: TypeAlias = Callable[[Step, str, HookContext], HookAnswer[ReplaceResult]]


@dataclass(frozen=True)
class StepHooks:
    """The hooks of an agent, see the table of this module."""

    before_model: tuple[BeforeModel, ...] = ()
    after_answer: tuple[AfterAnswer, ...] = ()
    before_tool: tuple[BeforeTool, ...] = ()
    after_tool: tuple[AfterTool, ...] = ()


NO_HOOKS = StepHooks()


def name_hook(hook: Callable[..., Any]) -> str:
    """Return the name by which the log knows a hook: that of its function, or of the class of a callable object."""
    inner = hook.func if isinstance(hook, partial) else hook
    name: str = getattr(inner, "__qualname__", type(inner).__name__)
    return name.replace("<locals>.", "")[-100:]


@dataclass
class ReadCache:
    """A cache of reading tools with an explicit freshness, as two hooks: `use` before a tool and `keep` after it.

    `tools` are intents. A result is used for `fresh_for` since it was read, for an equal step, in all threads of the
    agent, and not after a gated call of the agent has ended; at most `most` are kept, in the memory of this process.

        cache = ReadCache(tools=("list_tags",), fresh_for=timedelta(minutes=5))
        StepHooks(before_tool=(cache.use,), after_tool=(cache.keep,))
    """

    tools: tuple[str, ...]
    fresh_for: timedelta
    most: int = 200
    _kept: dict[tuple[str, str], UseCached] = field(default_factory=dict, repr=False)

    def use(self, step: Step, at: HookContext) -> UseCached | None:
        if at.is_gated:  # people approve that it is read now
            return None
        kept = self._kept.get((step.intent, step.write_arguments()))
        return kept if kept is not None and timedelta(0) <= at.now - kept.fetched < self.fresh_for else None

    def keep(self, step: Step, result: str, at: HookContext) -> None:
        if at.is_gated:  # the changes of a gated call are read again
            self._kept.clear()
        elif step.intent in self.tools:
            key = (step.intent, step.write_arguments())
            self._kept.pop(key, None)
            self._kept[key] = UseCached(result, at.now)
            while len(self._kept) > self.most:
                del self._kept[next(iter(self._kept))]
