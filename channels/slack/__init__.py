"""The door to Slack. Signatures, marks and looks are pure; what speaks to Slack stands in files of its own."""

from collections.abc import Mapping


def is_wanted(environ: Mapping[str, str]) -> bool:
    """Whether the environment's words alone switch Slack on. Here, so that nobody loads Bolt who does not use it."""
    return bool(environ.get("SLACK_BOT_TOKEN") or environ.get("SLACK_CLIENT_ID"))
