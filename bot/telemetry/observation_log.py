"""The log of operations: one line for each decision, delivery, and end of a tool run. Ids and names only, no texts.

Inputs of channels have their line where they are handled, since only the channel can name them.
"""

import structlog

from bot.core.telemetry_observations import DecisionMade, DecisionRefused, DeliveryTried, EffectEnded, Operation

log = structlog.get_logger()


def log_operation(operation: Operation) -> None:
    """Write the line of one operation; others have none."""
    match operation:
        case DecisionMade():
            log.info(
                "decision",
                thread=operation.thread,
                request=operation.request,
                verdict=operation.verdict,
                surface=operation.surface,
                person=operation.person,
                settled=operation.settled,
            )
        case DecisionRefused():
            log.info(
                "decision",
                thread=operation.thread,
                request=operation.request,
                verdict="refused",
                surface=operation.surface,
                person=operation.person,
                error=operation.error,
            )
        case DeliveryTried():
            write = log.warning if operation.outcome in ("failed", "returned") else log.info
            write(
                "delivery",
                thread=operation.thread,
                request=operation.request,
                channel=operation.channel,
                kind=operation.kind,
                outcome=operation.outcome,
                attempt=operation.attempt,
                seconds=_measure(operation),
            )
        case EffectEnded():
            write = log.info if operation.outcome == "done" else log.warning
            write(
                "effect",
                thread=operation.thread,
                request=operation.call,
                tool=operation.tool,
                outcome=operation.outcome,
                attempt=operation.attempt,
                by=operation.by,
                seconds=_measure(operation),
            )
        case _:
            pass


def _measure(operation: DeliveryTried | EffectEnded) -> float:
    return round((operation.at - operation.began) / 1_000_000, 3) if operation.began else 0.0
