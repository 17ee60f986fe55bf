"""Calls the hooks of an agent, and turns their verdicts into effects on the step and into events.

A hook is code of the agent's package. Its verdict is checked like a model's answer: a replaced step must be one of the agent's
steps, with arguments that fit, and it has its own gate. A hook that fails or returns anything else stops the step.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple, TypeVar

from bot.core import events as e
from bot.core.agent import Agent, Tool
from bot.core.base_types import UtcMoment, replace_surrogates
from bot.core.budgets import BudgetRest
from bot.core.errors import CountersignError
from bot.core.hooks import (
    HOOK_TIMEOUT,
    HookContext,
    ReplaceResult,
    ReplaceStep,
    StopStep,
    UseCached,
    WaitUntil,
    name_hook,
)
from bot.core.secrets.redaction import cut_text
from bot.core.steps import InvalidAnswer, Step, read_arguments
from bot.core.threads.thread import Thread, ToolCall, find_thread_id
from bot.engine.repository.thread_repository import ThreadRepository

MAX_REASON = 500
"""Characters of a hook's reason that the log keeps."""

T = TypeVar("T")


class HookFault(CountersignError):
    """{0}"""


class JudgedStep(NamedTuple):
    """The step after the hooks. `stopped` is the reason why there is none; `applied` are the events of the hooks."""

    step: Step
    stopped: str = ""
    applied: tuple[e.HookApplied, ...] = ()


class ToolGate(NamedTuple):
    """The verdict of the hooks before a tool. `stopped` is the reason why it does not run, `kept` a result in place of its run."""

    stopped: str = ""
    kept: UseCached | None = None
    applied: tuple[e.HookApplied, ...] = ()


def make_hook_context(thread: Thread, agent: Agent, now: UtcMoment, call: ToolCall | None = None) -> HookContext:
    is_gated = call is not None and (call.asked is not None or agent.find_policy(call.intent) is not None)
    return HookContext(
        agent=agent.name,
        thread=thread.id,
        now=now,
        requester=thread.requester,
        steps=thread.steps,
        call=call.id if call else "",
        is_gated=is_gated,
    )


async def ask_before_model(agent: Agent, at: HookContext) -> BudgetRest | None:
    """The wait that a hook asks for. Raises `HookFault`."""
    for hook in agent.hooks.before_model:
        name = name_hook(hook)
        said = await _call_hook(partial(hook, at), name)
        match said:
            case None:
                continue
            case WaitUntil(datetime() as until, reason) if until.tzinfo is not None:
                return BudgetRest("hook", f"{name}: {_cut_reason(reason)}", until)
            case _:
                raise HookFault(f"{name} returned {type(said).__name__}, and not WaitUntil with a time zone")
    return None


async def judge_step(agent: Agent, step: Step, at: HookContext) -> JudgedStep:
    """Ask the hooks about the step that the model proposes."""
    applied: list[e.HookApplied] = []
    for hook in agent.hooks.after_answer:
        name, proposed = name_hook(hook), (step.intent, step.write_arguments())
        try:
            said = await _call_hook(partial(hook, step, at), name)
            match said:
                case None:
                    continue
                case StopStep(reason):
                    effect: e.HookEffect = "stopped"
                case ReplaceStep(other, reason):
                    step, effect = _check_replacement(agent, other, name), "replaced"
                case _:
                    raise HookFault(f"{name} returned {type(said).__name__}, and neither StopStep nor ReplaceStep")
        except HookFault as fault:
            reason, effect = str(fault), "failed"
        reason = _cut_reason(reason)
        applied.append(
            e.HookApplied(hook=name, effect=effect, reason=reason, intent=proposed[0], arguments=proposed[1])
        )
        if effect != "replaced":
            return JudgedStep(step, f"{proposed[0]} was not taken. {name}: {reason}", tuple(applied))
    return JudgedStep(step, "", tuple(applied))


def _check_replacement(agent: Agent, step: Any, name: str) -> Step:
    """The step, read again from its own bytes by the class of the agent. Raises `HookFault` for one that is no step of it."""
    if not isinstance(step, Step):
        raise HookFault(f"{name} replaced the step by {type(step).__name__}, which is no step")
    kind = agent.steps.get(step.intent)
    if kind is None:
        raise HookFault(f"{name} replaced the step by {step.intent}, which the model could not have chosen")
    try:
        found = read_arguments(kind, step.write_arguments())
    except Exception as error:  # its values are those of the hook: they need not fit the class
        raise HookFault(f"{name} replaced the step by one that cannot be written: {type(error).__name__}") from error
    if isinstance(found, InvalidAnswer):
        raise HookFault(f"{name} replaced the step by one that does not fit: {found.reason}")
    return found


async def ask_before_tool(agent: Agent, tool: Tool[Any], step: Step, at: HookContext) -> ToolGate:
    """Ask the hooks about a tool that is about to run. A gated call they may only stop: it runs as people saw it."""
    for hook in agent.hooks.before_tool:
        name = name_hook(hook)
        applied = e.HookApplied(
            hook=name, effect="stopped", call=at.call, intent=step.intent, arguments=step.write_arguments()
        )
        try:
            said = await _call_hook(partial(hook, step, at), name)
            match said:
                case None:
                    continue
                case StopStep(reason):
                    why = _cut_reason(reason)
                    return ToolGate(f"{name}: {why}", applied=(applied.model_copy(update={"reason": why}),))
                case UseCached(str(), datetime() as fetched) if not (at.is_gated or tool.writes):
                    age = f"Read at {fetched:%Y-%m-%d %H:%M:%S} UTC."
                    return ToolGate(
                        kept=said, applied=(applied.model_copy(update={"effect": "cached", "reason": age}),)
                    )
                case _:
                    raise HookFault(f"{name} returned {type(said).__name__}, which this call does not allow")
        except HookFault as fault:
            why = _cut_reason(str(fault))
            return ToolGate(why, applied=(applied.model_copy(update={"effect": "failed", "reason": why}),))
    return ToolGate()


async def condense_result(
    agent: Agent, step: Step, result: str, at: HookContext
) -> tuple[str, tuple[e.HookApplied, ...]]:
    """Return the result that the model reads, and the events of the hooks. The result of a gated call is people's evidence: it stays."""
    applied: list[e.HookApplied] = []
    for hook in agent.hooks.after_tool:
        name, arguments = name_hook(hook), step.write_arguments()
        try:
            said = await _call_hook(partial(hook, step, result, at), name)
            match said:
                case None:
                    continue
                case ReplaceResult(str() as text) if not at.is_gated:
                    event = e.HookApplied(
                        hook=name, effect="summarised", call=at.call, intent=step.intent, result=result
                    )
                    applied.append(event)
                    result = replace_surrogates(text)
                case _:
                    raise HookFault(f"{name} returned {type(said).__name__}, which this result does not allow")
        except HookFault as fault:
            why = _cut_reason(str(fault))
            applied.append(
                e.HookApplied(
                    hook=name, effect="failed", call=at.call, reason=why, intent=step.intent, arguments=arguments
                )
            )
    return result, tuple(applied)


async def find_hook_notes(repository: ThreadRepository, call: ToolCall) -> tuple[e.CallFact, ...]:
    """The notes of hooks that put this call in the place of another step: also on the card by which it is asked anew."""
    if call.submitted is not None:
        return ()
    events = (row.recorded.event for row in await repository.read_rows(find_thread_id(call.id)))
    applied = (event for event in events if isinstance(event, e.HookApplied) and event.call == call.id)
    return tuple(note for event in applied if (note := event.make_note()))


async def _call_hook(hook: Callable[[], T | Awaitable[T]], name: str) -> T:
    """Return the verdict of the hook. Raises `HookFault` for its errors, and when it takes too long."""
    try:
        async with asyncio.timeout(HOOK_TIMEOUT.total_seconds()):
            said = hook()
            return await said if isinstance(said, Awaitable) else said
    except TimeoutError as error:
        raise HookFault(f"{name} took longer than {HOOK_TIMEOUT.total_seconds():g} s") from error
    except Exception as error:  # a hook is foreign code; each of its errors stops the step that it was asked about
        raise HookFault(f"{name} failed: {type(error).__name__}: {error}") from error


def _cut_reason(reason: object) -> str:
    return cut_text(replace_surrogates(" ".join(str(reason).split())), MAX_REASON)
