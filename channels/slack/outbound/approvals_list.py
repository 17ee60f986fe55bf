"""The private list of open requests in a conversation: the answer to /approvals, and again after a click in it."""

from bot.core.gateway_ports import GatewayClock
from channels.slack.inbound.payload_parser import SlackSender
from channels.slack.outbound.home_publisher import HomePublisher
from channels.slack.outbound.interaction_replies import PrivateSentence
from channels.slack.outbound.notifier import ViewContexts
from channels.slack.views import home
from channels.slack.views.blocks import make_note
from channels.slack.views.view_context import CardMessage


class ApprovalsList:
    """Builds the list of one person from our own state."""

    def __init__(self, gateway: GatewayClock, homes: HomePublisher, contexts: ViewContexts) -> None:
        self.gateway, self.homes, self.contexts = gateway, homes, contexts

    async def render_answer(self, sender: SlackSender, said: str) -> CardMessage:
        """The answer to `/approvals {said}`."""
        lists, now = await self.homes.find_lists(sender), self.gateway.clock()
        return home.render_approvals_answer(
            said,
            lists.mine,
            lists.others,
            lambda request: self.contexts.build_home_context(request.card, sender.team, sender.user, f"{now:%H%M%S%f}"),
            now,
        )

    async def render_result(self, sender: SlackSender, result: str) -> PrivateSentence:
        """The list in place of the clicked one, below the result of the click: nothing else rewrites a private message."""
        message = await self.render_answer(sender, "list")
        blocks = (make_note("result", result), *message.blocks)
        return PrivateSentence(f"{result} {message.text}", blocks=blocks, is_in_place=True)
