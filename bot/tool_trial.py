"""`countersign try`: one run of a reading tool of an agent, without a thread."""

import asyncio
from collections.abc import Sequence

from bot.bootstrap import make_agents, read_configuration
from bot.core.agent import ToolContext
from bot.core.configuration.validation_messages import suggest_names
from bot.core.errors import Conflict, NotFound, NotUnderstood, ToolError
from bot.core.secrets.secret_reference import RevealedSecrets, SecretStore, explain_unknown_secret
from bot.core.steps import InvalidAnswer
from bot.core.steps.tool_command_parser import describe_arguments, read_key_value_step
from bot.engine.tools.result_text import describe_failure, limit_result
from bot.settings import FileConfig
from bot.tool_secrets import EnvironmentSecrets


async def try_tool(
    config: FileConfig, name: str, intent: str, words: Sequence[str], secrets: SecretStore | None = None
) -> str:
    """Run one reading tool of this agent here, and return the text that its model would read. Nothing is logged.

    Raises `NotFound` for an unknown agent, `NotUnderstood` for an unknown tool or wrong arguments, `Conflict` for a tool that
    needs an approval: such a tool is never run. Raises `ToolError` when the tool fails.
    """
    found = read_configuration(config)
    if name not in found.agents:
        raise NotFound("agent", name)
    agent = next(each for each in make_agents(found) if each.name == name)
    tools = {tool.step.intent: tool for tool in agent.tools}
    if (tool := tools.get(intent)) is None:
        reads = [tool.step.intent for tool in agent.tools if tool.gate is None]
        raise NotUnderstood(f"{name} has no tool {intent[:60]!r}; {suggest_names(intent, reads)}.")
    if tool.gate is not None or tool.writes:
        raise Conflict(
            f"{intent} needs an approval, so it is not tried. A thread asks for it: countersign launch {name} …"
        )
    step = read_key_value_step(tool.step, words)
    if isinstance(step, InvalidAnswer):
        raise NotUnderstood(f"{step.reason} Write: {describe_arguments(tool.step).removeprefix('/')}")
    store = secrets or EnvironmentSecrets()
    if why := explain_unknown_secret(step, store):
        raise NotUnderstood(why)
    revealed = RevealedSecrets(store)
    try:
        async with asyncio.timeout(tool.timeout.total_seconds()):
            if tool.check is not None:
                await tool.check(step)
            return limit_result(await tool.run(step, ToolContext("try", "try-1", revealed=revealed)), revealed.hide)
    except Exception as error:  # a tool is foreign code; each of its errors is told in one line
        raise ToolError(f"{intent} failed: {describe_failure(error, revealed.hide)}") from error
