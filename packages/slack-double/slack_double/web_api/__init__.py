"""The Web API: every method of the double with its scopes and tier, one file by family; an unknown one is refused."""

from slack_double.web_api import (  # noqa: F401  (each registers its methods)
    assistant,
    chat,
    conversations,
    files,
    oauth,
    people,
    reactions,
    streams,
    views,
)
from slack_double.web_api.registry import METHODS

__all__ = ["METHODS"]
