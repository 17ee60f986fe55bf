"""The clicks and sent forms that were judged: each counts once, also one that was refused."""

import hashlib
import json

from bot.core.channel_messages import DiscardedInput
from bot.core.ports import ChannelGateway
from bot.core.values import JSON
from channels.slack.addresses import CHANNEL
from channels.slack.inbound.payload_parser import ModalSubmission
from channels.slack.inbound.resolved_click import ResolvedClick

COUNTED = "This was judged before, and counts once. Nothing was decided now."


class UsedClicks:
    """Knows the payloads that were judged. Slack gives each interaction a trigger of its own, so a second payload with the
    same content is a copy: of a recorded request, or by a delivery that was repeated.
    """

    def __init__(self, gateway: ChannelGateway) -> None:
        self.gateway = gateway

    async def is_copy(self, click: ResolvedClick) -> bool:
        """Whether this payload was judged before. A payload that an earlier process left is none: it is the first."""
        return not click.is_left and await self.gateway.has_received(CHANNEL, _name_click(click))

    async def keep_click(self, click: ResolvedClick) -> None:
        """Keep that this payload was judged. Raises `Unavailable`."""
        id = _name_click(click)
        seen = DiscardedInput(channel=CHANNEL, id=id, body=id.removeprefix("click:"), at=self.gateway.clock())
        await self.gateway.keep_ignored(seen)


def make_copy_key(click: ResolvedClick, sent: ModalSubmission) -> str:
    """A hash that is equal for copies of one sent form: same sender, dialog and values."""
    what: JSON = [click.credential, sent.view, sent.callback, sent.metadata, sent.values]
    return hashlib.sha256(json.dumps(what, sort_keys=True).encode()).hexdigest()


def _name_click(click: ResolvedClick) -> str:
    return f"click:{hashlib.sha256(repr(click.act).encode('utf-8', 'surrogatepass')).hexdigest()}"
