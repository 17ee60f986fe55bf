"""Agents and logs that the tests of the next action share."""

from typing import Any

from bot.core.agent import Tool
from bot.core.policy import Policy
from tests.core.thread_log import RELEASE, TWO_OF_THREE, ListTags, TagRelease, _ran, agent

STRICTER = agent(TWO_OF_THREE)


def versioned(version: str, policy: Policy = RELEASE) -> Any:
    tools = (
        Tool(step=TagRelease, run=_ran, writes=True, policy=policy, version=version),
        Tool(step=ListTags, run=_ran),
    )
    return agent(tools=tools)
