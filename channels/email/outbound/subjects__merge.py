"""What a mail is called: the conversation's name, or the call, its arguments and who asked for it. Decides nothing."""

import re

from bot.core.card.card import RequestCard
from bot.core.secrets.redaction import redact_secrets, remove_secrets
from channels.email.outbound.view_context import MailViewContext, format_line
from channels.email.outbound.call_section import summarize_call

MAX_SUBJECT = 150
MAX_CALL = 80
"""Characters of the call in a subject: what lists of mails show of one."""

_REPLIED = re.compile(r"(?:re ?: *)+", re.I)
_ENCODED_START = re.compile(r"=\?(?=[^?\s]*\?[bBqQ]\?)")


def choose_subject(card: RequestCard, look: MailViewContext) -> str:
    """The conversation's subject, else one of its own. A secret stands in neither, nor what would be decoded as a header."""
    if look.subject:
        return _REPLIED.sub("", format_line(look.subject, MAX_SUBJECT), count=1).strip() or "(no subject)"
    agent = format_line(card.agent, 60) or "an agent"
    if card.request is None:
        return f"Message from {agent}"
    kind = ("question" if card.ask else "approval") if look.is_live else "for information"
    what = f"question of {agent}" if card.ask else _describe_call(card)
    by = format_line(redact_secrets(card.requested_by), 40)
    asked = f", asked by {by}" if by else ""
    return clean_subject(f"[{kind}] {what}{asked} ({format_line(card.request, 200)[-10:]})")


def _describe_call(card: RequestCard) -> str:
    """The tool with its arguments; of what holds a secret the tool alone."""
    return format_line(card.tool, MAX_CALL) if card.withheld or card.holds_secret else summarize_call(card, MAX_CALL)


def clean_subject(subject: str) -> str:
    """A subject without secrets, in which nothing is left that a mail program would decode once more: it was encoded twice."""
    return _ENCODED_START.sub("= ?", remove_secrets(subject))


def make_reply_subject(subject: str) -> str:
    """The subject of a reply: "Re:" once, however often it stood there."""
    return f"Re: {_REPLIED.sub('', subject.strip(), count=1) if _REPLIED.match(subject.strip()) else subject.strip()}"
