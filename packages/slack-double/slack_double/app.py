"""An app: what is registered of it, and what people do with it."""

from dataclasses import dataclass

from slack_double.people_clicks import PeopleClicks
from slack_double.people_events import PeopleEvents


@dataclass(eq=False)
class App(PeopleEvents, PeopleClicks):
    """An app. Its fields are those of `Registration`.

    Its acts (`mention`, `click`, …) are what people do in Slack; each returns what the app answered.
    """
