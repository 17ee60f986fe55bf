"""The results of clicks, sent forms and messages: values that say how to show them to a person. Pure."""

from typing import NamedTuple, TypeAlias

from bot.core.values import JSON
from channels.slack.addresses import MessageAddress


class NothingToShow(NamedTuple):
    """No reply: the card itself shows the result."""


class PrivateSentence(NamedTuple):
    """A sentence for the clicker alone. `is_refusal`: their request was not carried out."""

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
    """The errors of a sent modal: block id -> sentence. Only an acknowledgement can carry them."""

    errors: dict[str, str]


class AwaitJudgement(NamedTuple):
    """A sent modal that is stored and judged behind the acknowledgement; the open view says so until then."""


class ThreadAnnouncement(NamedTuple):
    """A sentence for all readers of the thread at `address` (mrkdwn, escaped), and one for the acting person."""

    text: str
    address: MessageAddress
    reply: PrivateSentence


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
