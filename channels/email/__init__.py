"""The e-mail channel: it parses mails, verifies their senders, reads decisions, and sends mails. It imports `bot.core` alone."""

from collections.abc import Mapping


def is_wanted(environ: Mapping[str, str]) -> bool:
    """Whether the environment alone switches mail on."""
    return bool(environ.get("SMTP_URL"))
