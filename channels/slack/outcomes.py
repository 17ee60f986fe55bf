"""What comes of a click, a sent form or somebody's words: values that say what a person is to be shown. Pure."""

from typing import NamedTuple, TypeAlias

from bot.core.word import JSON
from channels.slack.address import Spot


class Quiet(NamedTuple):
    """Nothing to say: the card itself shows what happened."""


class Told(NamedTuple):
    """A sentence for whoever clicked, and nobody else. `is_refusal`: what they wanted did not happen."""

    text: str
    is_refusal: bool = False


class Opens(NamedTuple):
    """A modal to open."""

    view: JSON


class Changes(NamedTuple):
    """The open modal, changed."""

    view: JSON


class Turns(NamedTuple):
    """Home is to show this page."""

    page: int


class Faults(NamedTuple):
    """What is wrong with a sent modal: block id -> sentence. Only an acknowledgement can say it so."""

    errors: dict[str, str]


class Waits(NamedTuple):
    """A sent modal that is stored and judged behind the acknowledgement; the open view says so until then."""


class Announces(NamedTuple):
    """A sentence for everybody in the thread at `spot` (mrkdwn, escaped), and what one person is told."""

    text: str
    spot: Spot
    told: Told


Done: TypeAlias = Quiet | Told | Opens | Changes | Turns | Faults | Waits | Announces
