"""What a mail is called: the conversation's name, or the call, its arguments and who asked for it. Decides nothing."""

import re

from bot.core.card import Card
from bot.core.redact import redacted, remove_secrets
from channels.email.look import Look, line
from channels.email.runs import sentence_of

MAX_SUBJECT = 150
MAX_CALL = 80
"""Characters of the call in a subject: what lists of mails show of one."""

_REPLIED = re.compile(r"(?:re ?: *)+", re.I)
_ENCODED = re.compile(r"=\?(?=[^?\s]*\?[bBqQ]\?)")


def subject_of(card: Card, look: Look) -> str:
    """The conversation's subject, else one of its own. A secret stands in neither, nor what would be decoded as a header."""
    if look.subject:
        return _REPLIED.sub("", line(look.subject, MAX_SUBJECT), count=1).strip() or "(no subject)"
    agent = line(card.agent, 60) or "an agent"
    if card.request is None:
        return f"Message from {agent}"
    kind = ("question" if card.ask else "approval") if look.is_live else "for information"
    what = f"question of {agent}" if card.ask else _call(card)
    by = line(redacted(card.requested_by), 40)
    asked = f", asked by {by}" if by else ""
    return plain(f"[{kind}] {what}{asked} ({line(card.request, 200)[-10:]})")


def _call(card: Card) -> str:
    """The tool with its arguments; of what holds a secret the tool alone."""
    return line(card.tool, MAX_CALL) if card.withheld or card.holds_secret else sentence_of(card, MAX_CALL)


def plain(subject: str) -> str:
    """A subject without secrets, in which nothing is left that a mail program would decode once more: it was encoded twice."""
    return _ENCODED.sub("= ?", remove_secrets(subject))


def replied(subject: str) -> str:
    """The subject of a reply: "Re:" once, however often it stood there."""
    return f"Re: {_REPLIED.sub('', subject.strip(), count=1) if _REPLIED.match(subject.strip()) else subject.strip()}"
