"""The sentence that tells the sender of a form what came of it."""

from bot.core.request_views import Request
from channels.slack.inbound.payload_parser import ModalSubmission
from channels.slack.views import action_ids


def describe_success(sent: ModalSubmission, request: Request) -> str:
    """The result of a committed form, for its sender."""
    if sent.callback == action_ids.WRITE:
        return "✅ Answered. The agent goes on."
    if request.status == "rejected":
        return "❌ Rejected. The agent hears your reason."
    if request.status == "pending" and sent.callback == action_ids.EDIT and request.card.edit_rule == "by_another":
        return "✏️ Proposed. Somebody else must approve it as you changed it; a new card shows it."
    if request.status == "pending":
        return f"✅ Your word counts. It is not settled yet: {request.card.progress}."
    return f"✅ {request.status.capitalize()}. The card shows how it goes."
