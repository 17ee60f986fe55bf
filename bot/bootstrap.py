"""Builds the platform from settings: loads agents and channels by name, chooses models, opens the database."""

import dataclasses
import importlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from types import ModuleType
from typing import Any

from pydantic import BaseModel, ValidationError

from bot.agent_packages import (
    PLATFORM_KEYS,
    AgentOperation,
    AgentPlacement,
    find_agent_package,
    find_package,
    list_agent_names,
    list_packages,
)
from bot.built_in_step_texts import add_built_in_texts
from bot.core.access.access_lists import AgentAccess
from bot.core.agent import Agent, PayloadReader, SuggestedPrompt
from bot.core.base_types import JSON
from bot.core.budgets import AgentBudget
from bot.core.configuration.reload_changes import CheckedConfiguration
from bot.core.configuration.validation_messages import explain_errors, suggest_names
from bot.core.delegation.delegation_limits import find_cycle
from bot.core.delegation.delegation_settings import DelegationChoice, describe_wrong_delegates
from bot.core.errors import BadConfiguration, CannotStart, NotFound, NotUnderstood
from bot.core.events.submissions import CALLBACK
from bot.core.ports import (
    AddressChecker,
    AgentNamingOptions,
    AnyModel,
    CallingPort,
    ChannelSurface,
    ClosingPort,
    PushChannel,
    ReportingPort,
)
from bot.core.prompts.prompt_choice import PromptChoice
from bot.core.token_prices import TokenPrices
from bot.engine.channel_gateway import PlatformChannelGateway
from bot.engine.platform import CountersignPlatform, ProcessPart
from bot.engine.platform_operations import make_thread_id, read_utc_now
from bot.llm import FormMemory, ModelOptions
from bot.model_selection import choose_model
from bot.secret_keys import open_keys
from bot.settings import FILE_NAME, EnvironmentSettings, FileConfig, read_environment
from bot.store.opening import open_store
from bot.tool_secrets import EnvironmentSecrets

__all__ = [
    "CountersignPlatform",
    "ProcessPart",
    "build_platform",
    "check_configuration",
    "find_agent_options",
    "list_agent_names",
    "list_channel_names",
    "load_agent",
    "make_rules",
    "make_thread_id",
    "open_store",
    "read_configuration",
    "read_utc_now",
]


OWN_NAME = "{agent}"
"""Stands in a prompt for the name of the agent."""


def build_platform(
    settings: EnvironmentSettings,
    config: FileConfig,
    *,
    has_channels: bool = True,
    part: ProcessPart | None = None,
    **given: Any,
) -> CountersignPlatform:
    """The platform of these settings, without channels for a caller that only reads. Raises subclasses of `CannotStart`.

    `part` is the work of this process where several share the database; None: it owns the database alone.
    """
    found = read_configuration(config)
    agents, models = make_rules(settings, found)
    if has_channels:  # a setting that a channel refuses is told before a database is made or migrated
        gateway = ConfigurationGateway(found, agents, settings.origin)
        _build_channels(found, lambda name: gateway)
    keys = partial(open_keys, settings.secrets, settings.key_file)
    store = open_store(settings.database, keys, is_shared=part is not None)
    try:
        chosen = {"secrets": EnvironmentSecrets(), "part": part or ProcessPart.EVERYTHING, **given}
        chosen["agent_channels"] = list_agent_channels(found)
        platform = CountersignPlatform(store, agents, found.directory, models, **chosen)
        if has_channels:
            environ = read_environment()
            platform.add_channels(
                _build_channels(found, lambda name: PlatformChannelGateway(platform, name, environ, settings.origin))
            )
    except BaseException:
        store.close_unused()
        raise
    return platform


async def check_configuration(settings: EnvironmentSettings, found: CheckedConfiguration) -> None:
    """Build the agents, models and channels of this configuration, then close them. Raises subclasses of `CannotStart`."""
    agents, models = make_rules(settings, found)
    gateway = ConfigurationGateway(found, agents, settings.origin)
    built: list[object] = [*models.values()]
    try:
        built += _build_channels(found, lambda name: gateway)
    finally:
        for each in {id(each): each for each in built}.values():
            if isinstance(each, ClosingPort):
                await each.close()


class UnopenedPort:
    """Takes the place of a part of the platform while no platform is open."""

    def __getattr__(self, name: str) -> Any:
        raise CannotStart(f"The platform is not open yet, so that it has no {name}.")


class ConfigurationGateway(UnopenedPort):
    """The part of a gateway that a channel may read while it is built, for the check of a configuration that does not run."""

    def __init__(self, found: CheckedConfiguration, agents: Sequence[Agent], origin: str) -> None:
        self.clock, self.environ, self.origin = read_utc_now, read_environment(), origin
        self.agents, self.directory = tuple(agent.name for agent in agents), found.directory
        self.vault = self.store = UnopenedPort()
        self._by_name = {agent.name: agent for agent in agents}

    def find_payload_reader(self, agent: str) -> PayloadReader | None:
        if agent not in self._by_name:
            raise NotFound("agent", agent)
        return self._by_name[agent].listen

    def list_awaited_events(self, agent: str) -> Sequence[str]:
        return self._by_name[agent].awaits if agent in self._by_name else ()

    def list_suggestions(self, agent: str) -> Sequence[SuggestedPrompt]:
        return self._by_name[agent].suggestions if agent in self._by_name else ()


def read_configuration(config: FileConfig) -> CheckedConfiguration:
    """The tables of the file, checked by their agents, models and channels. Raises `BadConfiguration`, `CannotStart`."""
    tables: dict[str, BaseModel] = {}
    for name, table in config.agents.items():
        where, given = f"agents.{name}", table if isinstance(table, dict) else {}
        placement = {key: value for key, value in given.items() if key in AgentPlacement.model_fields}
        chosen = {key: value for key, value in given.items() if key in PromptChoice.model_fields}
        if chosen:
            tables[f"{where}.prompts"] = _check_options(PromptChoice, f"[{where}]", chosen)
        given_on = {key: value for key, value in given.items() if key in DelegationChoice.model_fields}
        tables[f"{where}.delegation"] = _check_options(DelegationChoice, f"[{where}]", given_on)
        if placement:
            tables[f"{where}.package"] = _check_options(AgentPlacement, f"[{where}]", placement)
        kind = find_package(tables, name).load_contract().OPTIONS
        own = {key: value for key, value in given.items() if key not in PLATFORM_KEYS} if given else table
        rights = {key: value for key, value in given.items() if key in AgentAccess.model_fields}
        tables[where] = _check_options(kind, f"[{where}]", own, PLATFORM_KEYS)
        operation = {key: value for key, value in given.items() if key in AgentOperation.model_fields}
        tables[f"{where}.operation"] = _check_options(AgentOperation, f"[{where}]", operation)
        tables[f"{where}.rights"] = _check_options(AgentAccess, f"[{where}]", rights)
        if given.get("model") is not None:
            tables[f"{where}.model"] = _check_options(ModelOptions, f"[{where}.model]", given["model"])
    if unknown := config.channels.keys() - set(list_channel_names()):
        name = min(unknown)
        raise BadConfiguration(
            FILE_NAME, f"[channels.{name}]: there is no such channel; {suggest_names(name, list_channel_names())}"
        )
    for name in list_channel_names():
        # A channel may ask to be built without a table, by its variables in the environment.
        is_wanted = getattr(importlib.import_module(f"channels.{name}"), "is_wanted", None)
        if name in config.channels or (is_wanted is not None and is_wanted(read_environment())):
            module = _load_module(f"channels.{name}.channel", f"[channels.{name}]")
            tables[f"channels.{name}"] = _check_options(
                module.OPTIONS, f"[channels.{name}]", config.channels.get(name, {})
            )
    return CheckedConfiguration(config.directory, tables)


def make_rules(
    settings: EnvironmentSettings, found: CheckedConfiguration, models_before: Mapping[str, AnyModel] | None = None
) -> tuple[list[Agent], dict[str, AnyModel]]:
    """The agents of this configuration, and their models, taken from `models_before` by name where it has one.

    Raises subclasses of `CannotStart`.
    """
    agents = make_agents(found)
    memory, known = FormMemory(settings.forms_file), models_before or {}
    return agents, {
        agent.name: known.get(agent.name) or choose_model(agent, found, settings, memory) for agent in agents
    }


def make_agents(found: CheckedConfiguration) -> list[Agent]:
    """The agents of this configuration. Raises subclasses of `CannotStart`."""
    agents = [_build_agent(found, name) for name in found.agents]
    if len(taking := [agent.name for agent in agents if agent.submitters is not None]) > 1:
        why = f"[agents.{taking[1]}]: {taking[0]} takes the calls of programs already; one agent does, with policies for each"
        raise BadConfiguration(FILE_NAME, why)
    for agent in agents:
        if agent.programs.messages_to and f"channels.{CALLBACK}" not in found.tables:
            why = f"[agents.{agent.name}] messages_to: a program is told by a webhook; add the table [channels.{CALLBACK}]"
            raise BadConfiguration(FILE_NAME, why)
    return link_delegates(agents, found)


def link_delegates(agents: Sequence[Agent], found: CheckedConfiguration) -> list[Agent]:
    """The agents with those that each may give tasks to. Raises `BadConfiguration` for names that cannot take tasks."""
    jobs = {agent.name: agent.job for agent in agents}
    chosen = {name: choice.delegates for name in jobs if (choice := _find_delegation(found, name)).delegates}
    wrong, why = describe_wrong_delegates(chosen, {agent.name: agent.submitters is None for agent in agents})
    if not wrong and (cycle := find_cycle(chosen)):
        wrong, why = cycle[0], f"delegates: a task could go round in a circle: {' > '.join(cycle)}"
    if wrong:
        raise BadConfiguration(FILE_NAME, f"[agents.{wrong}] {why}")
    linked = {name: {other: jobs[other] for other in others} for name, others in chosen.items()}
    return [
        dataclasses.replace(agent, delegates=linked[agent.name]) if agent.name in linked else agent for agent in agents
    ]


def _find_delegation(found: CheckedConfiguration, agent: str) -> DelegationChoice:
    choice = found.tables.get(f"agents.{agent}.delegation")
    return choice if isinstance(choice, DelegationChoice) else DelegationChoice()


def list_agent_channels(found: CheckedConfiguration) -> Mapping[str, Sequence[str]]:
    """Return, for each agent, the channels that begin its threads, by the tables of this configuration."""
    options = {
        name: found.tables[f"channels.{name}"] for name in list_channel_names() if f"channels.{name}" in found.tables
    }
    named = {
        channel: table.find_agents(found.agents)
        for channel, table in options.items()
        if isinstance(table, AgentNamingOptions)
    }
    return {agent: tuple(channel for channel, agents in named.items() if agent in agents) for agent in found.agents}


def load_agent(name: str, table: JSON) -> Agent:
    """Build the agent of the package `agents.<name>` with the rights in its table. Raises subclasses of `CannotStart`."""
    return _build_agent(read_configuration(FileConfig(agents={name: table})), name)


def _build_agent(found: CheckedConfiguration, name: str) -> Agent:
    """Build the agent of this table under the table's name: several agents may be of one package."""
    package = find_package(found.tables, name)
    built = package.load_contract().build(found.tables[f"agents.{name}"])
    if not isinstance(built, Agent):
        raise CannotStart(f"{package.path}.agent: build returns {type(built).__name__}, and not an Agent.")
    rights = found.tables[f"agents.{name}.rights"]
    assert isinstance(rights, AgentAccess)
    choice, operation = found.tables.get(f"agents.{name}.prompts"), found.tables[f"agents.{name}.operation"]
    assert isinstance(operation, AgentOperation)
    return dataclasses.replace(
        add_built_in_texts(built),
        name=name,
        prompt=built.prompt.replace(OWN_NAME, name),
        variants={each: text.replace(OWN_NAME, name) for each, text in built.variants.items()},
        personas={each: text.replace(OWN_NAME, name) for each, text in built.personas.items()},
        prompt_choice=choice if isinstance(choice, PromptChoice) else PromptChoice(),
        access=rights,
        budget=operation.budget,
        prices=_find_prices(found, name, operation.budget),
        dry_run=operation.dry_run,
        show_resolved_errors=operation.show_resolved_errors,
        may_ask=_find_delegation(found, name).may_ask,
        awaits=_find_delegation(found, name).awaits,
    )


def _find_prices(found: CheckedConfiguration, name: str, budget: AgentBudget) -> TokenPrices:
    """The prices of the agent's model. Raises `BadConfiguration` where a budget of money needs them and they are missing."""
    given = found.tables.get(f"agents.{name}.model")
    options = given if isinstance(given, ModelOptions) else ModelOptions()
    prices = TokenPrices(options.input_price, options.output_price)
    if budget.money_per_day is not None and not prices.is_known:
        why = f"[agents.{name}.budget]: money_per_day needs the prices of a million tokens"
        raise BadConfiguration(FILE_NAME, f"{why}; add input_price and output_price to [agents.{name}.model]")
    return prices


def find_agent_options(agent: str) -> type[BaseModel]:
    """The model class of the table of an agent in agents/. Raises `BadConfiguration` when there is no such package."""
    kind: type[BaseModel] = find_agent_package(agent).load_contract().OPTIONS
    return kind


def list_channel_names() -> list[str]:
    """The names of the packages in channels/ that have a `channel.py`, without those to copy, such as `_template`."""
    return list_packages("channels")


def _build_channels(found: CheckedConfiguration, make_gateway: Callable[[str], Any]) -> list[ChannelSurface]:
    """Build the channels of the checked configuration, each on the gateway of its name.

    Raises `CannotStart` for one that goes by the name of another.
    """
    surfaces: list[ChannelSurface] = []
    for name in list_channel_names():
        if (table := found.tables.get(f"channels.{name}")) is not None:
            module = _load_module(f"channels.{name}.channel", f"[channels.{name}]")
            surface: ChannelSurface = module.build(table, make_gateway(name))
            if surface.name != name or (surface.push is not None and surface.push.name != name):
                raise CannotStart(f"channels/{name} builds a surface with the name {surface.name!r}: give it its own.")
            surfaces.append(surface)
    _check_reports(surfaces)
    return surfaces


def _check_reports(surfaces: Sequence[ChannelSurface]) -> None:
    """Raises `BadConfiguration` for an address to which no channel of this configuration delivers."""
    pushes = {surface.name: surface.push for surface in surfaces if surface.push is not None}
    _check_callbacks(surfaces, pushes.get(CALLBACK))
    for surface, route in (
        (each, route) for each in surfaces if isinstance(each, ReportingPort) for route in each.reports
    ):
        where = f"[channels.{surface.name}]: report_to = {f'{route.channel}:{route.address}'!r}"
        push = pushes.get(route.channel)
        if push is None:
            why = f"no channel of this configuration delivers to {route.channel!r}; add [channels.{route.channel}]"
            raise BadConfiguration(FILE_NAME, f"{where}: {why}")
        try:
            if isinstance(push, AddressChecker):
                push.check_address(route.address)
        except NotUnderstood as error:
            raise BadConfiguration(FILE_NAME, f"{where}: {error}") from error


def _check_callbacks(surfaces: Sequence[ChannelSurface], push: PushChannel | None) -> None:
    """Raises `BadConfiguration` where a channel calls back and no channel does so, or a URL is never called."""
    for surface in surfaces:
        if not isinstance(surface, CallingPort) or not surface.calls_back:
            continue
        if push is None:
            why = f"a rule of [channels.{surface.name}] calls back; add the table [channels.{CALLBACK}]"
            raise BadConfiguration(FILE_NAME, why)
        for route in surface.callbacks:
            try:
                if isinstance(push, AddressChecker):
                    push.check_address(route.address)
            except NotUnderstood as error:
                raise BadConfiguration(FILE_NAME, f"[channels.{surface.name}]: {route.address}: {error}") from error


def _load_module(path: str, table: str) -> ModuleType:
    """Import a module of a channel that `table` names. Raises `BadConfiguration`; `CannotStart` when a library is missing."""
    try:
        return importlib.import_module(path)
    except ModuleNotFoundError as error:
        kind, name, _ = path.split(".")
        if error.name and path.startswith(error.name):
            why = f"{table}: there is no package {kind}/{name}; {suggest_names(name, list_packages(kind))}"
            raise BadConfiguration(FILE_NAME, why) from error
        raise CannotStart(f"{kind}/{name} needs the Python module {error.name}, which is not installed.") from error


def _check_options(kind: Any, where: str, table: JSON, also: Iterable[str] = ()) -> Any:
    try:
        return kind.model_validate(table)
    except ValidationError as error:
        raise BadConfiguration(FILE_NAME, explain_errors(error, kind, where.strip("[]"), also)) from error
