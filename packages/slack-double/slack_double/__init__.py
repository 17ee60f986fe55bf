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

from slack_double.app import App
from slack_double.double import Called, Complaint, SlackDouble
from slack_double.event_sender import DeliveryAttempt, EventDelivery, signature
from slack_double.faults import Fault
from slack_double.interactions import CannotDo
from slack_double.messages import Message, View
from slack_double.people import Channel, Team, User
from slack_double.people_events import SentMessage
from slack_double.registration import BOT_SCOPES

__all__ = [
    "BOT_SCOPES",
    "App",
    "Called",
    "CannotDo",
    "Channel",
    "Complaint",
    "DeliveryAttempt",
    "EventDelivery",
    "Fault",
    "Message",
    "SentMessage",
    "SlackDouble",
    "Team",
    "User",
    "View",
    "signature",
]
