"""Log lines about mails: one for each mail, and foreign text quoted on one line, shortened and without tokens."""

import re
from typing import Literal

import structlog

from bot.core.escaping import show_words
from bot.core.gateway_ports import InboundReporter
from channels.email.mailbox_and_transport_ports import FetchedMail

log = structlog.get_logger()

LONGEST = 100
"""Characters of foreign text in one sentence."""

_TOKEN = re.compile(r"((?:\+|\bcs\.)[rtb]-)[a-z2-7]{26}", re.I)


def quote_for_log(text: str) -> str:
    """Return the text in quotation marks, with unusual characters escaped."""
    return f"“{show_words(hide_tokens_in_log(text)[:LONGEST])}”"


def hide_tokens_in_log(text: str) -> str:
    """Return the text without the tokens of reply addresses and of our Message-IDs: a reader of the log could write to them."""
    return _TOKEN.sub(r"\1…", text)


def log_mail(reporter: InboundReporter, fetched: FetchedMail, end: Literal["taken", "ignored"], why: str) -> None:
    """Write the log line about an inbound mail, its end and the reason, and count it. No text of the mail, and no token."""
    fields = {
        "mail": hide_tokens_in_log(fetched.message_id[:255]),
        "uid": fetched.position.uid,
        "why": hide_tokens_in_log(why),
    }
    log.info(f"mail {end}", **fields)
    reporter.report_inbound("mail", end)
