"""Replays a recorded thread: asks for each of its steps again, with another prompt, variant, persona or model, and compares.

Each model call is asked about the log as it was then, so one different step does not change the inputs of the next ones. No tool
is run, and nothing is written: the events come from a reader of the log.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, NamedTuple

from bot.core import events as e
from bot.core.agent import Agent
from bot.core.base_types import from_micros, to_micros
from bot.core.canonical_json import parse_json
from bot.core.errors import CannotStart, NotCanonical
from bot.core.ports import AnyModel, EventModel, ModelUnavailable
from bot.core.prompts.event_rendering import compute_sha256
from bot.core.steps import InvalidAnswer, read_step
from bot.core.threads.fold import fold_events
from bot.core.threads.thread import Thread
from bot.engine.model.model_step import ShownPrompt, build_prompt
from bot.engine.repository.thread_cache import CachedThread, make_window

Difference = Literal["same", "arguments", "step", "no step", "unanswered"]


class RecordedStep(NamedTuple):
    """A model call of the log: its number, the event that it saw last, and the step that the model proposed. `tool` is
    empty where its answer was no step; `detail` says why."""

    n: int
    heard: int
    at: int
    call: e.ModelCall
    tool: str = ""
    arguments: str = ""
    detail: str = ""


class ReplayedStep(NamedTuple):
    """A step as it was recorded, and as it is chosen now. `is_same_prompt`: the system text and the tools are those of then."""

    recorded: RecordedStep
    difference: Difference
    tool: str = ""
    arguments: str = ""
    detail: str = ""
    is_same_prompt: bool = False
    input_tokens: int = 0
    output_tokens: int = 0

    def list_changes(self) -> Iterator[str]:
        """One line for each argument that differs, `name: before → after`."""
        before, after = _read_arguments(self.recorded.arguments), _read_arguments(self.arguments)
        for name in dict.fromkeys((*before, *after)):
            if before.get(name) != after.get(name):
                yield f"{name}: {before.get(name, '(none)')} → {after.get(name, '(none)')}"


def read_log(items: Sequence[Mapping[str, Any]]) -> list[e.RecordedEvent]:
    """The events of a thread as the API lists them. Raises `CannotStart` for one that this version cannot read."""
    recorded = []
    for item in items:
        event = e.load_event(item["type"], item["v"], json.dumps(item["data"]).encode())
        if isinstance(event, e.UnreadEvent):
            raise CannotStart(
                f"The thread holds an event that this version cannot read: {item['type']!r}. Update countersign."
            )
        recorded.append(e.RecordedEvent(item["seq"], to_micros(datetime.fromisoformat(item["at"])), event))
    return recorded


def list_steps(recorded: Sequence[e.RecordedEvent]) -> list[RecordedStep]:
    """The model calls of a log, in order. A step that a hook replaced is the one that the model had proposed."""
    replaced = {
        event.call: event for _, _, event in recorded if isinstance(event, e.HookApplied) and event.effect == "replaced"
    }
    found = []
    for _, at, event in recorded:
        if (call := event.model_call) is None:
            continue
        said, proposal = event.data(), event.proposal
        if proposal is None:  # an answer that was no step, or that a hook stopped
            found.append(RecordedStep(call.n, said["heard"], at, call, detail=said["reason"]))
            continue
        hooked = replaced.get(proposal.call, proposal)
        found.append(RecordedStep(call.n, said["heard"], at, call, hooked.intent, hooked.arguments))
    return found


async def replay_step(
    thread: str, recorded: Sequence[e.RecordedEvent], step: RecordedStep, agent: Agent, model: AnyModel
) -> ReplayedStep:
    """Ask the model of this agent for the step that it would choose where `step` was chosen."""
    seen = [each for each in recorded if each.seq <= step.heard]
    prompt = _build_prompt(thread, seen, step, agent, model)
    is_same = (compute_sha256(prompt.prompt.system), compute_sha256(prompt.prompt.tools)) == (
        step.call.prompt,
        step.call.tools,
    )
    try:
        if isinstance(model, EventModel):
            now = fold_events(Thread(thread), seen)
            answer = model.choose_from(now, [each for each in seen if each.seq in prompt.shown])
        else:
            answer = await model.choose(model.write_request(prompt.prompt))
    except ModelUnavailable as error:
        return ReplayedStep(step, "unanswered", detail=str(error), is_same_prompt=is_same)
    tokens = (answer.input_tokens, answer.output_tokens)
    found = read_step(answer, agent.steps)
    if isinstance(found, InvalidAnswer):
        difference: Difference = "no step" if step.tool else "same"
        return ReplayedStep(step, difference, answer.tool or "", "", found.reason, is_same, *tokens)
    arguments = found.write_arguments()
    if found.intent != step.tool:
        difference = "step"
    else:
        difference = "same" if _read_arguments(arguments) == _read_arguments(step.arguments) else "arguments"
    return ReplayedStep(step, difference, found.intent, arguments, "", is_same, *tokens)


def _build_prompt(
    thread: str, seen: Sequence[e.RecordedEvent], step: RecordedStep, agent: Agent, model: AnyModel
) -> ShownPrompt:
    """The prompt of this agent for the log as it was then, at the time of then."""
    window = make_window(agent)
    for each in seen:
        window.add_event(each)
    cached = CachedThread(fold_events(Thread(thread), seen), window)
    return build_prompt(cached, agent, model.name, from_micros(step.at))


def _read_arguments(text: str) -> Mapping[str, Any]:
    try:
        found = parse_json(text or "{}")
    except NotCanonical:
        return {"": text}
    return found if isinstance(found, dict) else {"": found}
