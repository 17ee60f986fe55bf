"""Signed webhooks of configured sources: POST /webhooks/{source}. Verifies, reads, normalises; the house commits."""

from collections.abc import Mapping

from pydantic import RootModel

from bot.core.contact import Arrival, Ignored
from bot.core.errors import BadSetting, Unknown
from bot.core.people import SYSTEM
from bot.core.ports import ASGI, Channel, Door, House, Inbound
from bot.core.word import Name
from channels.webhook.parse import Source, arrival, ignored, read_payload
from channels.webhook.signatures import verify_github, verify_standard


class Options(RootModel[Mapping[Name, Source]]):
    """The table [channels.webhook]: a table for each source."""


class Webhooks:
    """The door. A source's secrets are read once, at start."""

    path = "webhooks"

    def __init__(self, sources: Mapping[str, Source], house: House) -> None:
        self.sources, self.house = sources, house
        self.secrets = {name: source.secrets(house.environ) for name, source in sources.items()}

    def receive(self, request: Inbound) -> Arrival | Ignored:
        """The arrival of a genuine delivery, or an Ignored because the agent has no use for it.

        Raises Unknown for a source that is not configured, Unauthenticated, NotUnderstood.
        """
        source = self.sources.get(request.name)
        if source is None:
            raise Unknown("webhook source", request.name)
        id = self._verify(request, source)
        payload = read_payload(request.body)
        listen = self.house.listener(source.agent)
        heard = listen(request.name, request.headers, payload) if listen else None
        now = self.house.clock()
        if heard is None:
            return ignored(request.name, source, id, request.body, now)
        return arrival(request.name, source, heard, id, request.body, now, self.house.directory)

    def _verify(self, request: Inbound, source: Source) -> str:
        secrets = self.secrets[request.name]
        if source.scheme == "github":
            return verify_github(request.headers, request.body, secrets)
        return verify_standard(request.headers, request.body, secrets, self.house.clock())


class WebhookSurface:
    """Nothing is pushed to a webhook's sender: what becomes of it stands in the inbox."""

    name = "webhook"
    push: Channel | None = None
    pages: ASGI | None = None

    def __init__(self, door: Door) -> None:
        self.door: Door | None = door


def build(options: Options, house: House) -> WebhookSurface:
    for name, source in options.root.items():
        if f"{name}:" == SYSTEM:
            raise BadSetting(
                "[channels.webhook]", name, "the log names what no person sent so; call the source otherwise"
            )
        try:
            house.listener(source.agent)
        except Unknown as error:
            raise BadSetting(f"[channels.webhook.{name}] agent", source.agent, "there is no such agent") from error
    return WebhookSurface(Webhooks(options.root, house))
