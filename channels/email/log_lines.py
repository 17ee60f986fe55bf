"""How mail is told to the operator: a line of the log for each, and a stranger's text on one line, cut, quoted, without tokens."""

import re
from typing import Literal

import structlog

from bot.core.escaping import show_words
from channels.email.ports import FetchedMail

log = structlog.get_logger()

LONGEST = 100
"""Characters of a stranger's text in one sentence."""

_TOKEN = re.compile(r"((?:\+|\bcs\.)[rtb]-)[a-z2-7]{26}", re.I)


def quote_for_log(text: str) -> str:
    """The text in quotation marks, its unusual characters escaped."""
    return f"“{show_words(hide_tokens_in_log(text)[:LONGEST])}”"


def hide_tokens_in_log(text: str) -> str:
    """The text, the token of each private address and of each Message-ID of ours taken out: whoever has it may write to it."""
    return _TOKEN.sub(r"\1…", text)


def log_mail(fetched: FetchedMail, end: Literal["taken", "ignored"], why: str) -> None:
    """The one line of the log about a mail that came: what became of it and why. No word of the mail, and no token."""
    told = {
        "mail": hide_tokens_in_log(fetched.message_id[:255]),
        "uid": fetched.position.uid,
        "why": hide_tokens_in_log(why),
    }
    log.info(f"mail {end}", **told)
