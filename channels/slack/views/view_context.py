"""The facts about the place of a card, and the message that is made for it."""

from collections.abc import Callable
from typing import NamedTuple

from bot.core.base_types import JSON, UtcMoment
from bot.core.card.document_builder import CardReader


class CardMessage(NamedTuple):
    """`text` is the message in a sentence (mrkdwn, escaped), for notifications and screen readers.

    `is_card`: it shows a request; any other is made of an agent's words.
    """

    text: str
    blocks: list[JSON]
    is_card: bool = True


class SlackViewContext(NamedTuple):
    """The facts that a card needs about the conversation or view that shows it.

    `link` is the inbox's page of the request. `sign_choice` makes the signed value of a button from a choice (empty: a
    decision). `version` goes into every block's id: Slack wants new ones for each update. `mentions` are the Slack ids
    of approvers without a decision yet. `has_voted`: the one reader of the view has approved already. Without
    `is_live` there are no buttons, since no reader may decide. A list gives `asked_at`, the time of the request, and
    `now`: a deadline that is near is marked.
    """

    link: str
    sign_choice: Callable[[str], str]
    version: str
    mentions: tuple[str, ...] = ()
    is_live: bool = True
    has_voted: bool = False
    asked_at: UtcMoment | None = None
    now: UtcMoment | None = None

    @property
    def reader(self) -> CardReader:
        return CardReader(may_decide=self.is_live, vote="approve" if self.has_voted else "")


def make_quiet_context(version: str) -> SlackViewContext:
    """Return the context of a dialog, in which the card has neither links nor buttons."""
    return SlackViewContext(link="", sign_choice=str, version=version, is_live=False)
