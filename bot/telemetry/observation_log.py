"""The log of observations: one line for each decision, delivery, and end of a tool run. Ids and names only, no texts.

Inputs of channels have their line where they are handled, since only the channel can name them.
"""

import structlog

from bot.core.telemetry_observations import (
    DecisionMade,
    DecisionRefused,
    DeliveryTried,
    EffectEnded,
    TelemetryObservation,
)

log = structlog.get_logger()


def log_observation(observation: TelemetryObservation) -> None:
    """Write the line of one observation; others have none."""
    match observation:
        case DecisionMade():
            log.info(
                "decision",
                thread=observation.thread,
                request=observation.request,
                verdict=observation.verdict,
                surface=observation.surface,
                person=observation.person,
                settled=observation.settled,
            )
        case DecisionRefused():
            log.info(
                "decision",
                thread=observation.thread,
                request=observation.request,
                verdict="refused",
                surface=observation.surface,
                person=observation.person,
                error=observation.error,
            )
        case DeliveryTried():
            write = log.warning if observation.outcome in ("failed", "returned") else log.info
            write(
                "delivery",
                thread=observation.thread,
                request=observation.request,
                channel=observation.channel,
                kind=observation.kind,
                outcome=observation.outcome,
                attempt=observation.attempt,
                seconds=_measure(observation),
            )
        case EffectEnded():
            write = log.info if observation.outcome == "done" else log.warning
            write(
                "effect",
                thread=observation.thread,
                request=observation.call,
                tool=observation.tool,
                outcome=observation.outcome,
                attempt=observation.attempt,
                by=observation.by,
                seconds=_measure(observation),
            )
        case _:
            pass


def _measure(observation: DeliveryTried | EffectEnded) -> float:
    return round((observation.at - observation.began) / 1_000_000, 3) if observation.began else 0.0
