"""Finds the evals, the model and the recorded answers of an agent, and runs all cases, one after the other."""

import dataclasses
from collections.abc import Sequence
from typing import NamedTuple

from bot.agent_packages import find_package
from bot.bootstrap import make_agents, read_configuration
from bot.core.agent import Agent
from bot.core.configuration.reload_changes import CheckedConfiguration
from bot.core.errors import CannotStart, NotFound
from bot.core.ports import AnyModel, ClosingPort
from bot.core.prompts.prompt_choice import PromptChoice
from bot.core.token_prices import TokenPrices
from bot.evals.eval_cases import read_cases
from bot.evals.eval_runs import EvalResult, read_recordings, run_case, write_recordings
from bot.llm import FormMemory, ModelOptions
from bot.model_selection import choose_model, make_offline_model
from bot.settings import EnvironmentSettings, FileConfig


class EvalReport(NamedTuple):
    """The results of all cases, and the prices of the agent's model."""

    results: Sequence[EvalResult]
    prices: TokenPrices


async def run_evals(
    settings: EnvironmentSettings, config: FileConfig, name: str, model: str, variant: str, *, record: bool
) -> EvalReport:
    """Run the cases in the folder `evals` of the agent's package.

    With `model` this model is asked. Without it a case takes its recorded answer, and a case without one the offline model.
    Raises `NotFound` for an unknown agent, `CannotStart`'s children.
    """
    found = read_configuration(config)
    if name not in found.agents:
        raise NotFound("agent", name)
    agent = next(each for each in make_agents(found) if each.name == name)
    agent = dataclasses.replace(agent, prompt_choice=PromptChoice(prompt=variant))
    folder = find_package(found.tables, name).find_folder() / "evals"
    cases = read_cases(folder)
    if not cases:
        raise CannotStart(f"There are no evals in {folder}: write {folder}/first.yaml, see agents/README.md.")
    given = found.tables.get(f"agents.{name}.model")
    options = given if isinstance(given, ModelOptions) else ModelOptions()
    asked = ask_model(agent, found, settings, options, model) if model else make_offline_model(agent, found)
    recorded = {} if model else read_recordings(folder, variant)
    try:
        results = [await run_case(case, agent, asked, recorded.get((case.file, case.name))) for case in cases]
    finally:
        if isinstance(asked, ClosingPort):
            await asked.close()
    if record:
        write_recordings(folder, variant, results)
    return EvalReport(results, TokenPrices(options.input_price, options.output_price))


def ask_model(
    agent: Agent, found: CheckedConfiguration, settings: EnvironmentSettings, options: ModelOptions, model: str
) -> AnyModel:
    """The model of this name at the agent's endpoint. Raises `CannotStart` when there is no endpoint."""
    table = {f"agents.{agent.name}.model": options.model_copy(update={"name": model})}
    changed = dataclasses.replace(found, tables={**found.tables, **table})
    return choose_model(agent, changed, settings, FormMemory(settings.forms_file))
