"""Finds the agent and the model of a replay, and replays the calls of a thread, one after the other."""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from bot.bootstrap import make_agents, read_configuration
from bot.core.errors import CannotStart, NotFound
from bot.core.ports import ClosingPort
from bot.core.prompts.prompt_choice import PromptChoice
from bot.core.token_prices import TokenPrices
from bot.evals.eval_command_run import ask_model
from bot.evals.replays import ReplayedStep, list_steps, read_log, replay_step
from bot.llm import ModelOptions
from bot.model_selection import make_offline_model
from bot.settings import EnvironmentSettings, FileConfig


class ReplayRequest(NamedTuple):
    """The prompt choice and the model of a replay. Empty: the agent's prompt choice of today, its offline model."""

    agent: str
    variant: str = ""
    persona: str = ""
    model: str = ""
    most: int = 50


class ReplayReport(NamedTuple):
    """The replayed steps, the number of further calls that were not replayed, and the prices of the agent's model."""

    steps: Sequence[ReplayedStep]
    left: int
    prices: TokenPrices


async def replay_thread(
    settings: EnvironmentSettings,
    config: FileConfig,
    thread: str,
    items: Sequence[Mapping[str, Any]],
    asked: ReplayRequest,
) -> ReplayReport:
    """Replay the first calls of a thread with the events `items`. Raises `NotFound` for an unknown agent, `CannotStart`'s
    children."""
    found = read_configuration(config)
    if asked.agent not in found.agents:
        raise NotFound("agent", asked.agent)
    agent = next(each for each in make_agents(found) if each.name == asked.agent)
    if agent.submitters is not None:
        raise CannotStart(f"{agent.name} takes the calls of programs, and asks no model: there is nothing to replay.")
    if asked.variant or asked.persona:
        choice = PromptChoice(prompt=asked.variant, persona=asked.persona or agent.prompt_choice.persona)
        agent = dataclasses.replace(agent, prompt_choice=choice)
    given = found.tables.get(f"agents.{agent.name}.model")
    options = given if isinstance(given, ModelOptions) else ModelOptions()
    recorded = read_log(items)
    calls = list_steps(recorded)
    model = ask_model(agent, found, settings, options, asked.model) if asked.model else make_offline_model(agent, found)
    try:
        steps = [await replay_step(thread, recorded, each, agent, model) for each in calls[: asked.most]]
    finally:
        if isinstance(model, ClosingPort):
            await model.close()
    prices = TokenPrices(options.input_price, options.output_price)
    return ReplayReport(steps, max(len(calls) - asked.most, 0), prices)
