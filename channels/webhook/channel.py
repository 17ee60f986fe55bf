"""Signed webhooks of configured sources: POST /webhooks/{source}. Verifies, reads and normalises; the platform commits."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from pydantic import RootModel

from bot.core.base_types import TableName
from bot.core.channel_messages import (
    ChannelAddress,
    DiscardedInput,
    InboundEvent,
    InboundMessage,
    make_answer_callback,
)
from bot.core.errors import BadSetting, NotFound
from bot.core.events.submissions import CALLBACK
from bot.core.gateway_ports import AgentRegistry, ChannelEnvironment, GatewayClock, PeopleSource
from bot.core.people import SYSTEM
from bot.core.ports import ASGI, InboundRequest, PushChannel, WebhookReceiver
from channels.shared.report_to_setting import read_report_address
from channels.shared.strict_json import read_payload
from channels.shared.webhook_signatures import verify_github, verify_hmac, verify_standard
from channels.webhook.callback_urls import find_callback
from channels.webhook.inbound_messages import make_discarded_input, make_inbound_event, make_inbound_message
from channels.webhook.mapping import read_by_rules
from channels.webhook.sources import WebhookSource


class WebhookOptions(RootModel[Mapping[TableName, WebhookSource]]):
    """The table [channels.webhook]: a table for each source."""

    def find_agents(self, configured: Sequence[str]) -> Sequence[str]:
        return tuple(dict.fromkeys(agent for source in self.root.values() for agent in source.agents))


class WebhookGateway(GatewayClock, ChannelEnvironment, AgentRegistry, PeopleSource, Protocol):
    """The operations of the platform that the entry point uses. It commits nothing itself."""


class WebhookEntryPoint:
    """The entry point for deliveries. The secrets of the sources are read once, at start."""

    path = "webhooks"

    def __init__(self, sources: Mapping[str, WebhookSource], gateway: WebhookGateway) -> None:
        self.sources, self.gateway = sources, gateway
        self.secrets = {name: source.list_secrets(gateway.environ) for name, source in sources.items()}

    def receive(self, request: InboundRequest) -> InboundMessage | InboundEvent | DiscardedInput:
        """The inbound message or event of a genuine delivery, or discarded input when the agent does not use it.

        Raises `NotFound` for a source that is not configured, `Unauthenticated`, `NotUnderstood`.
        """
        source = self.sources.get(request.name)
        if source is None:
            raise NotFound("webhook source", request.name)
        secrets, now = self.secrets[request.name], self.gateway.clock()
        if source.scheme == "github":
            id = verify_github(request.headers, request.body, secrets)
        elif source.scheme == "hmac":
            id = verify_hmac(request.headers, request.body, secrets, source.header)
        else:
            id = verify_standard(request.headers, request.body, secrets, now)
        payload = read_payload(request.body)
        if source.rules:
            read = read_by_rules(source.rules, request.name, payload)
            heard, rule = (read.message, read.rule) if read else (None, None)
        else:
            listen = self.gateway.find_payload_reader(source.agent)
            heard, rule = (listen(request.name, request.headers, payload) if listen else None), None
        if heard is None:
            return make_discarded_input(request.name, source, id, request.body, now)
        agent = rule.agent if rule else None
        callback = find_callback(request.name, rule, payload, source.callback_hosts) if rule else ""
        message = make_inbound_message(
            request.name, source, heard, id, request.body, now, self.gateway.directory, agent, callback
        )
        return make_inbound_event(message, request.name, rule, payload) if rule and rule.event else message


class WebhookSurface:
    """A surface without a push channel: people follow the thread of a webhook where `report_to` says, or in the inbox."""

    name = "webhook"
    push: PushChannel | None = None
    pages: ASGI | None = None

    def __init__(self, receiver: WebhookEntryPoint) -> None:
        self.receiver: WebhookReceiver | None = receiver
        addresses = (read_report_address(source.report_to) for source in receiver.sources.values())
        named = [(name, rule) for name, source in receiver.sources.items() for rule in source.rules]
        callbacks = [make_answer_callback(name, rule.callback_url) for name, rule in named if rule.callback_url]
        self.reports = tuple(filter(None, addresses))
        self.callbacks = tuple(ChannelAddress(channel=CALLBACK, address=each) for each in callbacks)
        self.calls_back = any(rule.callback_url or rule.callback_field for _, rule in named)


OPTIONS = WebhookOptions
"""The model that the table `[channels.webhook]` is read as."""


def build(options: WebhookOptions, gateway: WebhookGateway) -> WebhookSurface:
    for name, source in options.root.items():
        if f"{name}:" == SYSTEM:
            raise BadSetting(
                "[channels.webhook]", name, "the log names what no person sent so; call the source otherwise"
            )
        for agent in source.agents:
            if agent not in gateway.agents:
                raise BadSetting(f"[channels.webhook.{name}] agent", agent, "there is no such agent")
        for rule in source.rules:
            agent = rule.agent or source.agent
            if rule.event and rule.event not in (known := gateway.list_awaited_events(agent)):
                why = f"{agent} waits for no such event; its table awaits: {', '.join(known) or 'none'}"
                raise BadSetting(f"[channels.webhook.{name}] event", rule.event, why)
    return WebhookSurface(WebhookEntryPoint(options.root, gateway))
