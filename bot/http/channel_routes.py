"""HTTP routes for webhooks: the channel reads the raw request; the message is durable before we answer 200."""

from typing import Annotated, assert_never

import structlog
from fastapi import APIRouter, Request
from fastapi import Path as InPath

from bot.core.base_types import to_micros
from bot.core.channel_messages import DiscardedInput, InboundEvent, InboundMessage, IntakeResult
from bot.core.errors import CannotStart, Conflict, Forbidden, SameIdOtherBody
from bot.core.inbound_decisions import InboundDecision
from bot.core.ports import InboundRequest, WebhookReceiver
from bot.core.telemetry_observations import InboundHandled
from bot.engine.platform import CountersignPlatform
from bot.http.api.core_routes import find_platform
from bot.http.api.problems import RESPONSES
from bot.http.api.schemas import TakenOut
from bot.store.records import AuditNote

log = structlog.get_logger()


def build_router(platform: CountersignPlatform) -> APIRouter:
    """POST /{path}/{name} for each channel that receives webhooks. Raises `CannotStart` when two have the same path."""
    made, taken = APIRouter(responses=RESPONSES), dict[str, str]()
    for surface in platform.surfaces:
        if surface.receiver is None:
            continue
        path, other = surface.receiver.path, taken.setdefault(surface.receiver.path, surface.name)
        if other != surface.name:
            raise CannotStart(
                f"The channels {other} and {surface.name} both receive at /{path}/: give one another path."
            )
        made.post(f"/{path}/{{name}}", name=f"receive_{surface.name}", tags=["webhooks"])(
            _make_route(surface.receiver, surface.name)
        )
    return made


def _make_route(receiver: WebhookReceiver, channel: str):  # type: ignore[no-untyped-def]  # FastAPI reads the inner function's own signature
    async def receive(request: Request, name: Annotated[str, InPath(max_length=64)]) -> TakenOut:
        """Takes a signed delivery of a configured source. The signature is checked over the raw body.

        A delivery that concerns no thread is not stored, and so does not block a repeat.
        """
        platform = find_platform(request)
        headers = {key.lower(): value for key, value in request.headers.items()}
        inbound = InboundRequest(name=name, headers=headers, body=await request.body())
        arrival: InboundMessage | InboundDecision | DiscardedInput | None = None
        try:
            try:
                arrival = receiver.receive(inbound)
                taken = await _commit_arrival(platform, arrival, channel)
            except (Conflict, Forbidden) as refused:
                what = "same id, other body" if isinstance(refused, SameIdOtherBody) else "delivery refused"
                id = arrival.id if arrival is not None else ""
                note = AuditNote(to_micros(platform.clock()), what, "", receiver.path, id, str(refused))
                await platform.store.audit.add_notes([note])
                raise
        except Exception as error:
            _report_webhook(platform, channel, name, "refused", error=type(error).__name__)
            raise
        outcome = "repeated" if taken.again else "ignored" if type(arrival) is DiscardedInput else "taken"
        _report_webhook(platform, channel, name, outcome, thread=taken.thread)
        return TakenOut(thread=taken.thread or None, again=taken.again)

    return receive


def _report_webhook(platform: CountersignPlatform, channel: str, name: str, outcome: str, **more: str) -> None:
    """Log and count a delivery. `name` is the source in its path, which may be unknown: it is logged, and counted nowhere."""
    log.info("webhook", channel=channel, source=name, outcome=outcome, **more)
    platform.repository.telemetry.report(InboundHandled(channel, "webhook", outcome))


async def _commit_arrival(
    platform: CountersignPlatform, arrival: InboundMessage | InboundDecision | DiscardedInput, channel: str
) -> IntakeResult:
    """Commit an input that a channel received. Raises `Forbidden` for a decision in the name of another channel."""
    match arrival:
        case InboundMessage():
            return await platform.take_message(arrival)
        case InboundDecision():
            if {arrival.channel, arrival.decision.door} != {channel}:
                raise Forbidden(f"The channel {channel} takes decisions in its own name alone.")
            return await platform.take_decision(arrival)
        case InboundEvent():
            return await platform.take_event(arrival)
        case DiscardedInput():
            return await platform.find_repeat(arrival)
        case _:
            assert_never(arrival)
