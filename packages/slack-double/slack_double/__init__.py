"""A server that behaves like Slack on the wire, for tests of Slack apps.

async with SlackDouble() as slack:
    team = slack.team("T0ACME", "Acme")
    olive = team.user("U0OLIVE", "Olive")
    general = team.channel("C0OPS", "ops", members=[olive])
    app = slack.app("A0CS", request_url="http://127.0.0.1:8080/slack/events")
    token = app.install(team)
    app.join(general)
    await app.mention(olive, general, "deploy the latest")
"""

from slack_double.app_registration import BOT_SCOPES
from slack_double.app_with_people_acts import SlackApp
from slack_double.double import ContentComplaint, RecordedCall, SlackDouble
from slack_double.event_sender import DeliveryAttempt, EventDelivery, signature
from slack_double.faults import PlannedFault
from slack_double.interaction_payloads import CannotDo
from slack_double.messages import SlackMessage, View
from slack_double.people_events import SentMessage
from slack_double.workspace import Channel, Team, User

__all__ = [
    "BOT_SCOPES",
    "CannotDo",
    "Channel",
    "ContentComplaint",
    "DeliveryAttempt",
    "EventDelivery",
    "PlannedFault",
    "RecordedCall",
    "SentMessage",
    "SlackApp",
    "SlackDouble",
    "SlackMessage",
    "Team",
    "User",
    "View",
    "signature",
]
