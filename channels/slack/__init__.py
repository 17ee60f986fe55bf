"""The Slack channel. Signatures, tokens and views are pure; network calls have files of their own."""

from collections.abc import Mapping


def is_wanted(environ: Mapping[str, str]) -> bool:
    """Whether the environment alone switches Slack on. Kept in this file so that Bolt is loaded only where Slack is
    used.
    """
    return bool(environ.get("SLACK_BOT_TOKEN") or environ.get("SLACK_CLIENT_ID"))
