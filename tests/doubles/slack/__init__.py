"""A server that behaves like Slack on the wire, to test Slack apps against; it knows no app of ours.

async with SlackDouble() as slack:
    team = slack.team("T0ACME", "Acme")
    olive = team.user("U0OLIVE", "Olive")
    general = team.channel("C0OPS", "ops", members=[olive])
    app = slack.app("A0CS", request_url="http://127.0.0.1:8080/slack/events")
    token = app.install(team)
    app.join(general)
    await app.mention(olive, general, "deploy the latest")
"""

from tests.doubles.slack.app import App
from tests.doubles.slack.double import Called, Complaint, SlackDouble
from tests.doubles.slack.event_sender import DeliveryAttempt, EventDelivery, signature
from tests.doubles.slack.faults import Fault
from tests.doubles.slack.interactions import CannotDo
from tests.doubles.slack.messages import Message, View
from tests.doubles.slack.people import Channel, Team, User
from tests.doubles.slack.people_events import SentMessage
from tests.doubles.slack.registration import BOT_SCOPES

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
