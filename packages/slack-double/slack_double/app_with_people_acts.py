"""An app: its registration, and the acts of people that reach it."""

from dataclasses import dataclass

from slack_double.people_clicks import PeopleClicks
from slack_double.people_events import PeopleEvents


@dataclass(eq=False)
class SlackApp(PeopleEvents, PeopleClicks):
    """An app. Its fields are those of `AppRegistration`.

    Its methods (`mention`, `click`, …) are acts of people in Slack; each returns the answer of the app.
    """
