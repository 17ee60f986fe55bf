"""What comes of a click, a sent form or somebody's words: values that say what a person is to be shown. Pure."""

from typing import NamedTuple, TypeAlias

from bot.core.values import JSON
from channels.slack.addresses import MessageAddress


class NothingToShow(NamedTuple):
    """Nothing to say: the card itself shows what happened."""


class PrivateSentence(NamedTuple):
    """A sentence for whoever clicked, and nobody else. `is_refusal`: what they wanted did not happen."""

    text: str
    is_refusal: bool = False


class OpenModal(NamedTuple):
    """A modal to open."""

    view: JSON


class ChangeModal(NamedTuple):
    """The open modal, changed."""

    view: JSON


class TurnPage(NamedTuple):
    """Home is to show this page."""

    page: int


class FieldErrors(NamedTuple):
    """What is wrong with a sent modal: block id -> sentence. Only an acknowledgement can say it so."""

    errors: dict[str, str]


class AwaitJudgement(NamedTuple):
    """A sent modal that is stored and judged behind the acknowledgement; the open view says so until then."""


class ThreadAnnouncement(NamedTuple):
    """A sentence for everybody in the thread at `spot` (mrkdwn, escaped), and what one person is told."""

    text: str
    spot: MessageAddress
    told: PrivateSentence


InteractionResult: TypeAlias = (
    NothingToShow
    | PrivateSentence
    | OpenModal
    | ChangeModal
    | TurnPage
    | FieldErrors
    | AwaitJudgement
    | ThreadAnnouncement
)
