"""Traces for OpenTelemetry: one for each thread, over all its days and processes. Needs the extra `otel`.

A span is written when its end is in the log, with the times of its events, so that a wait of three days is one span and
nothing is held open meanwhile. Names and attributes follow the semantic conventions of generative AI and of messaging; they
are ids and names of the configuration, no texts and no people.
"""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import TypeAlias

from opentelemetry.context import Context
from opentelemetry.sdk.resources import SERVICE_NAME, Resource
from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.id_generator import RandomIdGenerator
from opentelemetry.sdk.trace.sampling import Decision
from opentelemetry.trace import (
    NonRecordingSpan,
    SpanContext,
    SpanKind,
    Status,
    StatusCode,
    TraceFlags,
    set_span_in_context,
)

from bot.core.telemetry_observations import (
    DeliveryTried,
    EffectEnded,
    EventsAppended,
    HumanWaitEnded,
    ModelCalled,
    TelemetryObservation,
    ThreadBegan,
    TurnBegan,
    TurnEnded,
)
from bot.telemetry.trace_ids import compute_root_span_id, compute_trace_id

SpanAttributes: TypeAlias = Mapping[str, str | int]

MOST_TURNS = 10_000
"""Turns whose end has not come that are remembered."""
CONVERSATION, OPERATION, AGENT = "gen_ai.conversation.id", "gen_ai.operation.name", "gen_ai.agent.name"


class ChosenIds(RandomIdGenerator):
    """Random ids, except where the next span's was chosen: 0 is no choice."""

    next_trace = next_span = 0

    def generate_trace_id(self) -> int:
        chosen, self.next_trace = self.next_trace, 0
        return chosen or super().generate_trace_id()

    def generate_span_id(self) -> int:
        chosen, self.next_span = self.next_span, 0
        return chosen or super().generate_span_id()

    def is_trace_id_random(self) -> bool:
        return True  # a SHA-256 is as evenly spread


def make_provider(processor: SpanProcessor) -> TracerProvider:
    """A provider with our ids, which is not made the global one. Samplers and the service's name: OTEL_ variables."""
    resource = Resource.create()  # reads OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES
    if str(resource.attributes.get(SERVICE_NAME, "")).startswith("unknown_service"):
        resource = resource.merge(Resource({SERVICE_NAME: "countersign"}))
    provider = TracerProvider(resource=resource, id_generator=ChosenIds(), shutdown_on_exit=False)
    provider.add_span_processor(processor)
    return provider


class RunningTurn:
    """A turn without an end yet: the id of its span, its begin, and the agent, once an append has named it."""

    def __init__(self, id: int, began: int) -> None:
        self.id, self.began, self.agent = id, began, ""


class ThreadTracer:
    """Writes spans of observations. `find_provider` tells the GenAI provider of an agent's model, such as "openai"."""

    def __init__(self, provider: TracerProvider, find_provider: Callable[[str], str] = lambda agent: "openai") -> None:
        self.provider, self.find_provider = provider, find_provider
        self._tracer, self._ids = provider.get_tracer("countersign"), provider.id_generator
        self._turns: OrderedDict[str, RunningTurn] = OrderedDict()

    def observe(self, observation: TelemetryObservation) -> None:
        """Write the span that this observation ends, if there is one."""
        match observation:
            case ThreadBegan(thread, agent, channel, at):
                told = {AGENT: agent, "countersign.channel": channel}
                self._write(thread, f"thread {agent}", at, at, told, id=compute_root_span_id(thread), is_root=True)
            case TurnBegan(thread, at):
                while len(self._turns) >= MOST_TURNS:
                    self._turns.popitem(last=False)
                self._turns[thread] = RunningTurn(RandomIdGenerator().generate_span_id(), at)
            case EventsAppended(thread, _, _, agent):
                if (turn := self._turns.get(thread)) is not None:
                    turn.agent = agent
            case TurnEnded():
                self._end_turn(observation)
            case ModelCalled():
                self._write_model_call(observation)
            case EffectEnded():
                self._write_effect(observation)
            case HumanWaitEnded():
                self._write_human_wait(observation)
            case DeliveryTried():
                self._write_delivery(observation)
            case _:
                pass

    def _end_turn(self, ended: TurnEnded) -> None:
        """Write the span of a turn that appended something or failed; others only looked."""
        turn = self._turns.pop(ended.thread, None)
        if turn is None or not (turn.agent or ended.error):
            return
        told = {OPERATION: "invoke_agent", AGENT: turn.agent}
        name = f"invoke_agent {turn.agent}".strip()
        self._write(ended.thread, name, turn.began, ended.at, told, id=turn.id, error=ended.error)

    def _write_model_call(self, called: ModelCalled) -> None:
        told: dict[str, str | int] = {
            OPERATION: "chat",
            AGENT: called.agent,
            "gen_ai.provider.name": self.find_provider(called.agent),
            "countersign.outcome": called.outcome,
        }
        if called.model:
            told |= {"gen_ai.request.model": called.model, "gen_ai.usage.input_tokens": called.input_tokens}
            told["gen_ai.usage.output_tokens"] = called.output_tokens
        error, name = "" if called.outcome == "step" else called.outcome, f"chat {called.model}".strip()
        parent = self._find_turn(called.thread)
        self._write(called.thread, name, called.began, called.at, told, SpanKind.CLIENT, parent=parent, error=error)

    def _write_effect(self, ended: EffectEnded) -> None:
        told: dict[str, str | int] = {
            OPERATION: "execute_tool",
            "gen_ai.tool.name": ended.tool,
            "gen_ai.tool.type": "function",
            "gen_ai.tool.call.id": ended.call,
            "countersign.attempt": ended.attempt,
            "countersign.outcome": ended.outcome,
        }
        name = f"settle_outcome {ended.tool}" if ended.by else f"execute_tool {ended.tool}"
        error = "" if ended.outcome == "done" else ended.outcome
        parent = self._find_turn(ended.thread)
        self._write(ended.thread, name, ended.began, ended.at, told, parent=parent, error=error)

    def _write_human_wait(self, ended: HumanWaitEnded) -> None:
        told = {
            "countersign.request": ended.request,
            "countersign.request.kind": ended.kind,
            "countersign.request.status": ended.status,
            "gen_ai.tool.name": ended.intent,
        }
        self._write(ended.thread, f"wait_for_human {ended.intent}", ended.asked, ended.at, told)

    def _write_delivery(self, tried: DeliveryTried) -> None:
        told: dict[str, str | int] = {
            "messaging.system": tried.channel,
            "messaging.operation.name": "send",
            "messaging.operation.type": "send",
            "countersign.delivery.kind": tried.kind,
            "countersign.request": tried.request,
            "countersign.attempt": tried.attempt,
            "countersign.outcome": tried.outcome,
        }
        began, error = tried.began or tried.at, "" if tried.outcome == "sent" else tried.outcome
        self._write(tried.thread, f"send {tried.channel}", began, tried.at, told, SpanKind.PRODUCER, error=error)

    def _find_turn(self, thread: str) -> int:
        turn = self._turns.get(thread)
        return turn.id if turn else 0

    def _write(
        self,
        thread: str,
        name: str,
        began: int,
        ended: int,
        told: SpanAttributes,
        kind: SpanKind = SpanKind.INTERNAL,
        *,
        id: int = 0,
        parent: int = 0,
        is_root: bool = False,
        error: str = "",
    ) -> None:
        """Write a span (times in microseconds). Without a `parent` it is under the root span of the thread."""
        assert isinstance(self._ids, ChosenIds)
        trace, context = compute_trace_id(thread), Context()
        self._ids.next_trace, self._ids.next_span = (trace if is_root else 0), id
        if not is_root:
            context = set_span_in_context(self._make_parent(trace, parent or compute_root_span_id(thread)), context)
        told = {CONVERSATION: thread, **{key: value for key, value in told.items() if value != ""}}
        span = self._tracer.start_span(name, context, kind, told, start_time=began * 1000)
        if error:
            span.set_attribute("error.type", error)
            span.set_status(Status(StatusCode.ERROR))
        span.end(ended * 1000)

    def _make_parent(self, trace: int, id: int) -> NonRecordingSpan:
        """The parent, with the decision of the sampler about this trace: the same in every process."""
        decided = self.provider.sampler.should_sample(None, trace, "thread").decision
        flags = TraceFlags(TraceFlags.SAMPLED if decided is Decision.RECORD_AND_SAMPLE else TraceFlags.DEFAULT)
        return NonRecordingSpan(SpanContext(trace, id, is_remote=True, trace_flags=flags))
