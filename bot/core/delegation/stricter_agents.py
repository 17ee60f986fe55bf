"""The agent of a child thread: each of its tools under the stricter rules of its own policy and those of its line. Pure."""

import dataclasses
from collections.abc import Sequence
from typing import Any

from bot.core.agent import Agent, Tool
from bot.core.configuration.reload_changes import intersect_policies
from bot.core.people import PeopleDirectory


def narrow_agent(agent: Agent, line: Sequence[Agent], directory: PeopleDirectory) -> Agent:
    """Return the agent as it works on a task of these others: its tools need each approval that the same tools of theirs need.

    Votes that approve a call by it approve the call by each of them. A pre-fetch that needs an approval there is left out.
    A dry run of one of them is a dry run of its tasks. It asks people at most as often as each of them may.
    """
    tools = tuple(_narrow_tool(tool, line, directory) for tool in agent.tools)
    consent = agent.consent
    for other in line:
        if consent.approvers and other.consent.approvers:
            consent = intersect_policies(consent.rules, other.consent.rules, directory)
    gated = {tool.step.intent for tool in tools if tool.gate is not None}
    prefetch = tuple(step for step in agent.prefetch if step.intent not in gated)
    is_dry = any(each.dry_run for each in (agent, *line))
    asks = min(each.limits.asks for each in (agent, *line))
    limits = agent.limits.model_copy(update={"asks": asks})
    return dataclasses.replace(agent, tools=tools, consent=consent, prefetch=prefetch, dry_run=is_dry, limits=limits)


def _narrow_tool(tool: Tool[Any], line: Sequence[Agent], directory: PeopleDirectory) -> Tool[Any]:
    own = {each.step.intent: each for other in line for each in other.tools}
    if tool.step.intent not in own:
        return tool
    gate = tool.gate
    for other in line:
        theirs = next((each.gate for each in other.tools if each.step.intent == tool.step.intent), None)
        if theirs is not None:
            gate = theirs if gate is None else intersect_policies(gate, theirs, directory)
    if gate == tool.gate:
        return tool
    if gate is not None and gate.typed and gate.typed not in tool.step.model_fields:
        gate = gate.model_copy(update={"typed": ""})  # this tool does not have the argument: any argument is typed then
    return dataclasses.replace(tool, policy=gate)
