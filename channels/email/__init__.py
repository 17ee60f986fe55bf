"""The door for mail: a Mail is read, its sender proven, its words judged, our own mail sent. Knows core alone."""

from collections.abc import Mapping


def is_wanted(environ: Mapping[str, str]) -> bool:
    """Whether the environment's words alone switch mail on."""
    return bool(environ.get("SMTP_URL"))
