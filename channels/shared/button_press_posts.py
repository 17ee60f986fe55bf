"""Receives presses of buttons as JSON, signed as Standard Webhooks: the way back for a service without a form of its own."""

from typing import Protocol

from pydantic import BaseModel, Field, ValidationError

from bot.core.errors import NotFound, NotUnderstood
from bot.core.gateway_ports import GatewayClock, KeyDeriver, PeopleSource
from bot.core.inbound_decisions import InboundDecision
from bot.core.ports import InboundRequest
from channels.shared.signed_buttons import PURPOSE, ButtonPress, read_press
from channels.shared.strict_json import read_payload
from channels.shared.webhook_signatures import verify_standard


class PressedButton(BaseModel, strict=True):
    """The body of a press: the `token` of the button, the `account` that pressed it, and where. Further fields are the
    service's own.
    """

    conversation: str
    account: str = Field(min_length=1, max_length=200)
    token: str
    reason: str = Field(default="", max_length=2_000)


class PressGateway(GatewayClock, PeopleSource, KeyDeriver, Protocol):
    """The operations of the platform that the receiver uses."""


class PressReceiver:
    """The `WebhookReceiver` of presses, at POST /hooks/NAME. `secrets` are the service's; several while one is rotated."""

    path = "hooks"

    def __init__(self, channel: str, secrets: tuple[str, ...], gateway: PressGateway) -> None:
        self.channel, self.secrets, self.gateway = channel, secrets, gateway

    def receive(self, request: InboundRequest) -> InboundDecision:
        """Raises `NotFound` for another name, `NotUnderstood`, `Unauthenticated`, and the errors of `read_press`."""
        if request.name != self.channel:
            raise NotFound("webhook source", request.name)
        now = self.gateway.clock()
        id = verify_standard(request.headers, request.body, self.secrets, now)
        try:
            pressed = PressedButton.model_validate(read_payload(request.body))
            press = ButtonPress(channel=self.channel, id=id, body=request.body, **pressed.model_dump())
        except ValidationError as error:
            raise NotUnderstood("The body is no press of a button.") from error
        return read_press(press, self.gateway.derive(PURPOSE), self.gateway.directory, now)
