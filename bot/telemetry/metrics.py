"""The metrics of one process in the format of Prometheus. No label names a person, a thread or a request.

Counters and histograms grow by the observations that this process reports. The gauges of waiting work are read from the
database, so that all processes of one database show the same: take their maximum, not their sum.
"""

import time
from typing import Any, TypeVar, assert_never

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest

from bot.core.base_types import to_micros
from bot.core.telemetry_observations import (
    DecisionMade,
    DecisionRefused,
    DeliveryTried,
    EffectEnded,
    EventsAppended,
    HumanWaitEnded,
    InboundHandled,
    ModelCalled,
    TelemetryObservation,
    ThreadBegan,
    TurnBegan,
    TurnEnded,
)
from bot.engine.platform import CountersignPlatform

M = TypeVar("M", Counter, Histogram)
MICROSECONDS = 1_000_000
COMMITS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)
CALLS = (0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 900)
WAITS = (60, 300, 900, 3600, 4 * 3600, 12 * 3600, 86_400, 3 * 86_400, 7 * 86_400)
LAGS = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5)
"""Upper bounds of histograms, in seconds."""
REST = 20
"""Counts of the database are used again for this many times the time that it took to read them."""


class PlatformMetrics:
    """Counts the observations of `platform`. Subscribe `observe` to them; `render` is the answer to a scrape."""

    def __init__(self, platform: CountersignPlatform) -> None:
        self.platform = platform
        self.registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self._counted_until = 0.0
        self._labelled: dict[tuple[object, tuple[str, ...]], Any] = {}

        def count(name: str, text: str, *labels: str) -> Counter:
            return Counter(f"countersign_{name}", text, labels, registry=registry)

        def measure(name: str, text: str, bounds: tuple[float, ...], *labels: str) -> Histogram:
            return Histogram(f"countersign_{name}_seconds", text, labels, buckets=bounds, registry=registry)

        def gauge(name: str, text: str, *labels: str) -> Gauge:
            return Gauge(f"countersign_{name}", text, labels, registry=registry)

        self.events = count("events_appended", "Events appended to the logs of threads.", "type")
        self.threads_opened = count("threads_opened", "Threads opened.", "agent", "channel")
        self.decisions = count("decisions", "Decisions and answers of people, refused ones too.", "verdict", "surface")
        self.requests_ended = count("requests_ended", "Requests that ended.", "kind", "status")
        self.deliveries = count("deliveries", "Tries of deliveries to push channels.", "channel", "outcome")
        self.effects = count("effects", "Ends of tool runs.", "tool", "outcome")
        self.model_calls = count("model_calls", "Calls of models.", "agent", "outcome")
        self.tokens = count("model_tokens", "Tokens of model calls.", "agent", "direction")
        self.turns = count("turns", "Turns of threads.", "outcome")
        self.inbound = count("inbound", "Mails, clicks and webhooks.", "channel", "kind", "outcome")
        self.commits = measure("commit", "From an append to its durable commit.", COMMITS)
        self.human_waits = measure("human_wait", "From a request to its end.", WAITS, "kind")
        self.delivery_times = measure("delivery", "One try of a delivery.", CALLS, "channel")
        self.effect_times = measure("effect", "From the start of a tool to its end in the log.", CALLS, "tool")
        self.model_times = measure("model_call", "One call of a model, with the commit of its step.", CALLS, "agent")
        self.lag = measure("event_loop_lag", "How late the event loop ran a timer.", LAGS)
        self.open_requests = gauge("requests_open", "Requests that wait for people.", "kind")
        self.oldest_request = gauge("oldest_request_age_seconds", "Age of the oldest open request, 0: none.")
        self.threads = gauge("threads", "Threads by status.", "status")
        self.jobs = gauge("jobs", "Jobs in the table, timers included.", "kind")
        self.due_jobs = gauge("jobs_due", "Jobs that are due or in work.", "kind")
        self.oldest_job = gauge("oldest_due_job_age_seconds", "How long the oldest due job has been due, 0: none.")
        self.broken = gauge("threads_broken", "Threads that do not verify, as far as this process has read them.")
        self.resting = gauge("threads_resting", "Threads with an event of a newer version that this process has met.")
        self.troubled = gauge("channel_in_trouble", "1 for a channel that needs a person.", "channel")

    def observe(self, observation: TelemetryObservation) -> None:
        """Count one observation."""
        match observation:
            case EventsAppended(_, types, seconds):
                for type in types:
                    self._child(self.events, type).inc()
                self.commits.observe(seconds)
            case ThreadBegan(_, agent, channel):
                self._child(self.threads_opened, agent, channel).inc()
            case DecisionMade(verdict=verdict, surface=surface):
                self._child(self.decisions, verdict, surface).inc()
            case DecisionRefused(surface=surface):
                self._child(self.decisions, "refused", surface).inc()
            case HumanWaitEnded():
                self._child(self.requests_ended, observation.kind, observation.status).inc()
                self._child(self.human_waits, observation.kind).observe(
                    (observation.at - observation.asked) / MICROSECONDS
                )
            case DeliveryTried():
                self._child(self.deliveries, observation.channel, observation.outcome).inc()
                if observation.began:
                    self._child(self.delivery_times, observation.channel).observe(_measure(observation))
            case EffectEnded():
                self._child(self.effects, observation.tool, observation.outcome).inc()
                if not observation.by:
                    self._child(self.effect_times, observation.tool).observe(_measure(observation))
            case ModelCalled():
                self._child(self.model_calls, observation.agent, observation.outcome).inc()
                self._child(self.tokens, observation.agent, "input").inc(observation.input_tokens)
                self._child(self.tokens, observation.agent, "output").inc(observation.output_tokens)
                self._child(self.model_times, observation.agent).observe(_measure(observation))
            case TurnEnded(error=error):
                self._child(self.turns, "failed" if error else "rested").inc()
            case InboundHandled(channel, kind, outcome):
                self._child(self.inbound, channel, kind, outcome).inc()
            case TurnBegan():
                pass
            case _:
                assert_never(observation)

    def _child(self, metric: M, *labels: str) -> M:
        """The metric with these labels, kept: `labels` of the library looks up each anew, under a lock."""
        try:
            child: M = self._labelled[metric, labels]
        except KeyError:
            child = self._labelled[metric, labels] = metric.labels(*labels)
        return child

    async def render(self) -> bytes:
        """Return the metrics as text (exposition format 0.0.4). Raises `Unavailable` when the database cannot be read."""
        began = time.monotonic()
        if began >= self._counted_until:
            now = to_micros(self.platform.clock())
            counts = await self.platform.store.count_backlog(now)
            for gauge, numbers in (
                (self.threads, counts.threads),
                (self.open_requests, counts.requests),
                (self.jobs, counts.jobs),
                (self.due_jobs, counts.due_jobs),
            ):
                gauge.clear()
                for name, number in numbers.items():
                    gauge.labels(name).set(number)
            for age, since in ((self.oldest_request, counts.oldest_request), (self.oldest_job, counts.oldest_due)):
                age.set(max(0, now - since) / MICROSECONDS if since is not None else 0)
            ended = time.monotonic()
            self._counted_until = ended + REST * (ended - began)
        repository = self.platform.repository
        self.broken.set(len(repository.broken))
        self.resting.set(len(repository.resting.marks))
        for surface in self.platform.surfaces:
            self.troubled.labels(surface.name).set(1 if getattr(surface, "trouble", "") else 0)
        return generate_latest(self.registry)


def _measure(observation: DeliveryTried | EffectEnded | ModelCalled) -> float:
    return max(0, observation.at - observation.began) / MICROSECONDS
