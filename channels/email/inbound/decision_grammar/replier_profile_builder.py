"""Builds what the grammar has to know about the writer of a reply and the call that the reply is about. Pure."""

import re
from collections.abc import Sequence

from bot.core.card.card import RequestCard
from bot.core.people import Person
from channels.email.inbound.decision_grammar.access_and_money_kinds import list_card_kinds
from channels.email.inbound.decision_grammar.argument_words import list_card_words
from channels.email.inbound.decision_grammar.line_text import list_own_values
from channels.email.inbound.decision_grammar.replier_profile import ReplyAuthor
from channels.email.inbound.decision_grammar.sentence_reading import list_call_acts


def build_reply_author(
    card: RequestCard,
    person: Person,
    *,
    address: str,
    sender_name: str,
    others: Sequence[str],
    locales: tuple[str, ...],
) -> ReplyAuthor:
    """Return the author of a reply of `person` about the call of `card`.

    `address` is the verified one and `sender_name` the name beside it in From; `others` are the names of the other people of the
    directory; `locales` are the languages besides English.
    """
    names = dict.fromkeys((person.name, *person.name.split()[:1], person.title))
    local = address.partition("@")[0].partition("+")[0]
    asker = card.requested_by
    things, parties = list_card_words(card)
    acts = list_call_acts(card)
    return ReplyAuthor(
        locales=locales,
        signs=tuple(name for name in names if name),
        names=tuple(name for name in (sender_name, *re.split(r"[._-]", local)) if name),
        others=(*others, asker) if asker and asker != person.name else tuple(others),
        bot="Countersign",
        bots=(card.agent,) if card.agent else (),
        asked=tuple(dict.fromkeys((asker, *asker.split()[:1]))) if asker else (),
        values=list_own_values(card),
        things=things,
        parties=parties,
        call_acts=acts,
        call_kinds=list_card_kinds(card, acts),
    )
