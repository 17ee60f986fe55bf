"""The parts of a channel that starts nothing of its own: a `ChannelSurface` as a value."""

from dataclasses import dataclass

from bot.core.ports import ASGI, PushChannel, WebhookReceiver


@dataclass
class SimpleSurface:
    """What `build` returns, with the parts that the channel has."""

    name: str
    push: PushChannel | None = None
    door: WebhookReceiver | None = None
    pages: ASGI | None = None
