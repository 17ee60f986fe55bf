"""`countersign lint`: lists the mistakes in the definitions of agents."""

import importlib
import pkgutil
from collections.abc import Iterator, Sequence

from bot.agent_packages import AgentPackage, find_package
from bot.bootstrap import make_agents, read_configuration
from bot.core.agent import Agent
from bot.core.doctor_findings import CheckFinding
from bot.core.errors import NotFound
from bot.core.steps import BuiltInStep, Step
from bot.settings import FileConfig

MAX_TOOLS = 12
"""Tools above which a model chooses worse (https://github.com/humanlayer/12-factor-agents, factor 10)."""
MAX_SCHEMA = 1_500
"""Tokens of the tools in each request."""
CHARACTERS_OF_A_TOKEN = 4
"""Characters of JSON in English that one token holds, about. No tokenizer is asked: each model has its own."""


def lint_agents(config: FileConfig, names: Sequence[str] = ()) -> list[CheckFinding]:
    """Findings about the agents of these names; without names about all. Raises `CannotStart`'s children, `NotFound`."""
    found = read_configuration(config)
    for name in names:
        if name not in found.agents:
            raise NotFound("agent", name)
    agents = [agent for agent in make_agents(found) if not names or agent.name in names]
    return [finding for agent in agents for finding in _lint_agent(agent, find_package(found.tables, agent.name))]


def _lint_agent(agent: Agent, package: AgentPackage) -> Iterator[CheckFinding]:
    if agent.submitters is not None:
        yield CheckFinding(f"Agent {agent.name}", "programs choose its calls: there is nothing to check")
        return
    what, tools = f"Agent {agent.name}", [tool for tool in agent.tools if tool.step.intent in agent.steps]
    tokens = len(agent.tools_json) // CHARACTERS_OF_A_TOKEN
    faults: list[CheckFinding] = []
    if len(tools) > MAX_TOOLS:
        hint = "Split it into agents with one job each."
        faults.append(CheckFinding(what, f"{len(tools)} tools, more than {MAX_TOOLS}", "warn", hint))
    if tokens > MAX_SCHEMA:
        largest = max(agent.steps.values(), key=_measure_schema)
        text = (
            f"its tools take about {tokens} tokens of each request, more than {MAX_SCHEMA}; {largest.intent} takes most"
        )
        hint = "Shorten descriptions, leave out built-in steps that it does not need (left_out), or split it."
        faults.append(CheckFinding(what, text, "warn", hint))
    taken = {tool.step for tool in agent.tools}
    for step in list_step_classes(package):
        if step not in taken:
            hint = f"Give it a tool: Tool(step={step.__name__}, run=…), or delete it."
            text = f"no tool takes the step {step.__name__} ({step.intent}) of {step.__module__}"
            faults.append(CheckFinding(what, text, "warn", hint))
    yield from faults or [CheckFinding(what, f"{len(tools)} tools, about {tokens} tokens of schema in each request")]


def _measure_schema(step: type[Step]) -> int:
    return 0 if issubclass(step, BuiltInStep) else len(str(step.model_json_schema()))


def list_step_classes(package: AgentPackage) -> list[type[Step]]:
    """The step classes with an intent that the modules of the package define, by name. Imports these modules."""
    package.load_contract()
    root = importlib.import_module(package.path)
    names = [each.name for each in pkgutil.iter_modules(root.__path__, f"{package.path}.")]
    modules = [root, *(importlib.import_module(name) for name in names if not name.endswith(".__main__"))]
    found = {
        each
        for module in modules
        for each in vars(module).values()
        if isinstance(each, type)
        and issubclass(each, Step)
        and each.__module__ == module.__name__
        and isinstance(getattr(each, "intent", None), str)
    }
    return sorted(found, key=lambda step: step.__name__)
