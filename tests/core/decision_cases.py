"""Agents and event readers that the tests of decisions share."""

from typing import Any

from bot.core import events as e
from tests.core.thread_log import ThreadLog, log


def types(events: list[e.Event]) -> list[str]:
    return [event.type for event in events]


def question(**changed: Any) -> ThreadLog:
    return log().opened().said("x").questioned(**changed)
