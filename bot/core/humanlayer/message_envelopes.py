"""Writes mails and Slack messages of people as the events of HumanLayer's webhooks (v1beta2). Pure.

The shapes are those of the package humanlayer 0.7.9 and of @humanlayer/sdk.
"""

from typing import assert_never

from bot.core.base_types import JSON
from bot.core.original_messages import OriginalMail, OriginalMessage, OriginalSlackMessage


def write_message_envelope(message: OriginalMessage) -> dict[str, JSON]:
    """Return the body of the webhook: `agent_email.received` or `agent_slack.received`."""
    match message:
        case OriginalMail():
            return {"type": "agent_email.received", "is_test": False, "event": _write_mail(message)}
        case OriginalSlackMessage():
            return {"type": "agent_slack.received", "is_test": False, "event": _write_slack_thread(message)}
        case _:
            assert_never(message)


def _write_mail(mail: OriginalMail) -> dict[str, JSON]:
    """An `EmailPayload`. `raw_email` is the mail that we read: its headers and the writer's words, without HTML and attachments."""
    return {
        "from_address": mail.from_address,
        "to_address": mail.to_address,
        "subject": mail.subject,
        "body": mail.body,
        "message_id": mail.message_id,
        "previous_thread": None,
        "raw_email": f"{mail.head.rstrip()}\n\n{mail.body}",
        "is_test": False,
    }


def _write_slack_thread(message: OriginalSlackMessage) -> dict[str, JSON]:
    """A `SlackThread` with this message. Receivers look for its time under either of two names."""
    event = {
        "from_user_id": message.user_id,
        "channel_id": message.channel_id,
        "content": message.content,
        "message_id": message.ts,
        "message_ts": message.ts,
    }
    thread = {"thread_ts": message.thread_ts, "channel_id": message.channel_id, "team_id": message.team_id}
    return {**thread, "events": [event]}
