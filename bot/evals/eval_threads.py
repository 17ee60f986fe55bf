"""Makes the log of an eval's thread, and the prompt of its next step, as the engine does. Nothing is run and nothing is kept."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from pydantic import ValidationError

from bot.core import events as e
from bot.core.agent import Agent
from bot.core.base_types import to_micros
from bot.core.channel_messages import ChannelAddress
from bot.core.steps import Done, InvalidAnswer, Reply, Step, read_arguments
from bot.core.threads.fold import fold_events
from bot.core.threads.thread import Thread, ToolCall
from bot.engine.model.model_step import ShownPrompt, build_prompt
from bot.engine.repository.thread_cache import CachedThread, make_window
from bot.evals.eval_cases import BadEval, CaseEntry, ChosenStep, EvalCase, WrittenMessage

NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
"""The time of all events: the prompt of a case is the same on every day."""
ROUTE = ChannelAddress(channel="eval", address="eval")
ASKER = "sam"
NO_HASH = "0" * 64
MODEL_CALL = e.ModelCall(
    n=1, model="eval", prompt=NO_HASH, tools=NO_HASH, renderer="eval", seen=(), request=NO_HASH, max_tokens=1
)


def _make(type: str, **fields: object) -> e.Event:
    """The event of this stored type."""
    return e.EVENT_TYPES[type](**fields)


class EvalThread:
    """The thread of a case, told event by event. Raises `BadEval` for an entry that cannot follow those before it."""

    def __init__(self, case: EvalCase, agent: Agent) -> None:
        self.case, self.agent = case, agent
        self.recorded: list[e.RecordedEvent] = []
        self._call = ""
        self._tell(_make("ThreadOpened", agent=agent.name, title=case.name, origin=ROUTE, requester=ASKER))
        for number, entry in enumerate(case.thread, 1):
            try:
                for event in self._make_events(entry):
                    self._tell(event)
            except (ValidationError, ValueError, KeyError, AttributeError) as error:
                why = " ".join(str(error).split())[:300]
                raise BadEval(f"{case.file}.yaml", f"case {case.name!r}, entry {number} of thread: {why}.") from error

    @property
    def thread(self) -> Thread:
        return fold_events(Thread("eval"), self.recorded)

    def build_prompt(self, model: str) -> ShownPrompt:
        """The prompt of the next step."""
        window = make_window(self.agent)
        for each in self.recorded:
            window.add_event(each)
        return build_prompt(CachedThread(self.thread, window), self.agent, model, NOW)

    def list_shown(self, prompt: ShownPrompt) -> list[e.RecordedEvent]:
        return [each for each in self.recorded if each.seq in prompt.shown]

    def _tell(self, event: e.Event) -> None:
        self.recorded.append(e.RecordedEvent(len(self.recorded) + 1, to_micros(NOW), event))

    def _make_events(self, entry: CaseEntry) -> Iterator[e.Event]:
        if entry.message is not None:
            given = entry.message if isinstance(entry.message, WrittenMessage) else WrittenMessage(text=entry.message)
            yield _make("MessageReceived", text=given.text, sender=given.sender, by=ASKER, route=ROUTE)
        elif entry.fetched is not None:
            step = self._read_step(entry.fetched.tool, entry.fetched.arguments)
            yield _make(
                "ContextFetched",
                intent=step.intent,
                arguments=step.write_arguments(),
                result=entry.fetched.result,
                error=entry.fetched.error,
            )
        elif entry.step is not None:
            yield from self._choose(entry.step)
        elif entry.approved:
            yield self._settle(lambda call: call.settle_approval("approved", by=("olive",)))
            yield _make("ToolStarted", call=self._call)
        elif entry.rejected is not None:
            reason = entry.rejected
            yield self._settle(lambda call: call.settle_approval("rejected", by=("olive",), reason=reason))
        elif entry.expired:
            yield self._settle(lambda call: call.settle_approval("expired"))
        elif entry.result is not None:
            yield _make("ToolFinished", call=self._find_running().id, result=entry.result)
        elif entry.error is not None:
            running = self._find_running()
            yield _make("ToolFailed", call=running.id, intent=running.intent, error=entry.error)

    def _choose(self, given: ChosenStep) -> Iterator[e.Event]:
        step, heard = self._read_step(given.tool, given.arguments), len(self.recorded)
        self._call = f"eval-{heard + 1}"
        yield _make(
            "StepChosen",
            call=self._call,
            intent=step.intent,
            arguments=step.write_arguments(),
            heard=heard,
            model=MODEL_CALL,
        )
        tool = self.agent.registry.get(step.intent)
        match step:
            case Reply():
                yield _make("Said", call=self._call, text=step.message, go_on=step.go_on)
            case Done():
                yield _make("Said", call=self._call, text=step.message)
                yield _make("Finished", call=self._call)
            case _ if tool is not None and tool.gate is not None:
                yield _make(
                    "ApprovalAsked", call=self._call, digest=NO_HASH, tool_version=tool.signature, policy=tool.gate
                )
            case _ if tool is not None:
                yield _make("ToolStarted", call=self._call)

    def _settle(self, make: Callable[..., e.Event]) -> e.Event:
        call = self.thread.calls.get(self._call)
        if call is None or call.state != "asked":
            raise ValueError("no step of a gated tool is open here")
        return make(call)

    def _find_running(self) -> ToolCall:
        call = self.thread.calls.get(self._call)
        if call is None or call.state != "started":
            raise ValueError(
                "no tool runs here: a step comes before its result, and a gated one is approved between them"
            )
        return call

    def _read_step(self, tool: str, arguments: object) -> Step:
        kind = self.agent.steps.get(tool) or next((t.step for t in self.agent.tools if t.step.intent == tool), None)
        if kind is None:
            raise ValueError(f"there is no tool {tool!r}; there are: {', '.join(self.agent.steps)}")
        found = read_arguments(kind, json.dumps(arguments))
        if isinstance(found, InvalidAnswer):
            raise ValueError(found.reason)
        return found
