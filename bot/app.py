"""Puts the house together from settings: loads agents and channels by name, chooses models, opens the database."""

import dataclasses
import importlib
import pkgutil
from collections.abc import Iterable, Mapping, Sequence
from types import ModuleType
from typing import Any

from pydantic import BaseModel, ValidationError

from bot.core.agent import Agent
from bot.core.complaints import did_you_mean, explain
from bot.core.errors import BadConfiguration, BadSetting, CannotStart
from bot.core.ports import AnyModel, Clock, Closing, Model, Surface
from bot.core.reload import Configuration
from bot.core.rights import AgentAccess
from bot.core.word import JSON
from bot.engine.hall import Hall
from bot.engine.house import Countersign, new_id, utc_now
from bot.llm import PROFILES, FormMemory, ModelOptions, OpenAIModel, find_profile
from bot.secret import Keys, open_keys
from bot.settings import FILE_NAME, Config, Settings, environment
from bot.tool_secrets import EnvironmentSecrets

__all__ = [
    "Countersign",
    "agent_names",
    "build",
    "channel_names",
    "check",
    "load_agent",
    "make_rules",
    "new_id",
    "options_of",
    "read_configuration",
    "utc_now",
]


HOUSE_KEYS = frozenset({"model", *AgentAccess.model_fields})
"""What an agent's table says to the house and not to the agent."""


def build(settings: Settings, config: Config, *, has_channels: bool = True, **given: Any) -> Countersign:
    """The house that these settings describe; without its channels for who only reads. Raises CannotStart's children."""
    found = read_configuration(config)
    agents, models = make_rules(settings, found)
    hall = _hall(settings, found, agents, given.get("clock", utc_now))
    surfaces = _surfaces(found, hall) if has_channels else []

    def keys() -> Keys:
        return open_keys(settings.secrets, settings.key_file)

    hall.house = house = Countersign(
        settings.database,
        agents,
        found.directory,
        models,
        surfaces,
        keys=keys,
        **{"secrets": EnvironmentSecrets(), **given},
    )
    return house


async def check(settings: Settings, found: Configuration) -> None:
    """Builds all that this configuration describes, and closes it unused. Raises CannotStart's children."""
    agents, models = make_rules(settings, found)
    built: list[object] = [*models.values()]
    try:
        built += _surfaces(found, _hall(settings, found, agents, utc_now))
    finally:
        for each in {id(each): each for each in built}.values():
            if isinstance(each, Closing):
                await each.close()


def read_configuration(config: Config) -> Configuration:
    """The tables of the file as their agents, models and channels read them. Raises BadSetting, BadAgent."""
    tables: dict[str, BaseModel] = {}
    for name, table in config.agents.items():
        where, kind = f"agents.{name}", _agent_module(name).Options
        given = table if isinstance(table, dict) else {}
        own = {key: value for key, value in given.items() if key not in HOUSE_KEYS} if given else table
        rights = {key: value for key, value in given.items() if key in AgentAccess.model_fields}
        tables[where] = _options(kind, f"[{where}]", own, HOUSE_KEYS)
        tables[f"{where}.rights"] = _options(AgentAccess, f"[{where}]", rights)
        if given.get("model") is not None:
            tables[f"{where}.model"] = _options(ModelOptions, f"[{where}.model]", given["model"])
    if unknown := config.channels.keys() - set(channel_names()):
        name = min(unknown)
        raise BadConfiguration(
            FILE_NAME, f"[channels.{name}]: there is no such channel; {did_you_mean(name, channel_names())}"
        )
    for name in channel_names():
        if name in config.channels or _is_wanted(name):
            module = _module(f"channels.{name}.channel", f"[channels.{name}]")
            tables[f"channels.{name}"] = _options(module.Options, f"[channels.{name}]", config.channels.get(name, {}))
    return Configuration(config.directory, tables)


def make_rules(
    settings: Settings, found: Configuration, models_before: Mapping[str, AnyModel] | None = None
) -> tuple[list[Agent], dict[str, AnyModel]]:
    """The agents of this configuration, and their models: those of `models_before` where it has one. Raises CannotStart's children."""
    agents = [_build_agent(found, name) for name in found.agents]
    memory, known = FormMemory(settings.forms_file), models_before or {}
    return agents, {
        agent.name: known.get(agent.name) or _model(agent.name, found.tables, settings, memory) for agent in agents
    }


def load_agent(name: str, table: JSON) -> Agent:
    """The agent of the package `agents.<name>`, built from its table, with the rights in it. Raises BadSetting, BadAgent."""
    return _build_agent(read_configuration(Config(agents={name: table})), name)


def _build_agent(found: Configuration, name: str) -> Agent:
    built = _agent_module(name).build(found.tables[f"agents.{name}"])
    assert isinstance(built, Agent)
    rights = found.tables[f"agents.{name}.rights"]
    assert isinstance(rights, AgentAccess)
    return dataclasses.replace(built, access=rights)


def _agent_module(name: str) -> ModuleType:
    return _module(f"agents.{name}.agent", f"[agents.{name}]")


def _hall(settings: Settings, found: Configuration, agents: Sequence[Agent], clock: Clock) -> Hall:
    by_name = {agent.name: agent for agent in agents}
    return Hall(by_name, found.directory, clock, environment(), settings.origin)


def agent_names() -> list[str]:
    """The packages in agents/."""
    return _packages("agents")


def options_of(agent: str) -> type[BaseModel]:
    """What the table [agents.<name>] is read as. Raises BadConfiguration."""
    kind: type[BaseModel] = _agent_module(agent).Options
    return kind


def channel_names() -> list[str]:
    """The packages in channels/."""
    return _packages("channels")


def _packages(folder: str) -> list[str]:
    """The packages in agents/ or in channels/."""
    module = importlib.import_module(folder)
    return sorted(found.name for found in pkgutil.iter_modules(module.__path__) if found.ispkg)


def _surfaces(found: Configuration, hall: Hall) -> list[Surface]:
    """The channels that have a table, or that the environment's own words switch on."""
    return [
        _module(f"channels.{name}.channel", f"[channels.{name}]").build(found.tables[f"channels.{name}"], hall)
        for name in channel_names()
        if f"channels.{name}" in found.tables
    ]


def _is_wanted(channel: str) -> bool:
    """Whether the environment's own words switch this channel on, without a table."""
    asks = getattr(importlib.import_module(f"channels.{channel}"), "is_wanted", None)
    return asks is not None and bool(asks(environment()))


def _module(path: str, table: str) -> ModuleType:
    """The module of a package that a table names. Raises BadConfiguration, CannotStart where a library of it is missing."""
    try:
        return importlib.import_module(path)
    except ModuleNotFoundError as error:
        kind, name, _ = path.split(".")
        if error.name and path.startswith(error.name):
            why = f"{table}: there is no package {kind}/{name}; {did_you_mean(name, _packages(kind))}"
            raise BadConfiguration(FILE_NAME, why) from error
        raise CannotStart(f"{kind}/{name} needs the Python module {error.name}, which is not installed.") from error


def _options(kind: Any, where: str, table: JSON, also: Iterable[str] = ()) -> Any:
    try:
        return kind.model_validate(table)
    except ValidationError as error:
        raise BadConfiguration(FILE_NAME, explain(error, kind, where.strip("[]"), also)) from error


def _model(agent: str, tables: Mapping[str, BaseModel], settings: Settings, memory: FormMemory) -> AnyModel:
    """The model of the agent's own table or of the environment; without one, its offline model. Raises CannotStart."""
    where, given = f"[agents.{agent}.model]", tables.get(f"agents.{agent}.model")
    options = given if isinstance(given, ModelOptions) else ModelOptions()
    key = _model_key(options, where, settings)
    if key or options.base_url or settings.openai_base_url:
        return _openai_model(options, where, key, settings, memory)
    if given is not None:
        raise BadSetting("countersign.toml", where, "give it a base_url or a key_env, or set OPENAI_API_KEY")
    try:
        module = importlib.import_module(f"agents.{agent}.offline_model")
    except ModuleNotFoundError as error:
        raise CannotStart(f"Agent {agent!r} has no offline model: set OPENAI_API_KEY or OPENAI_BASE_URL.") from error
    model: AnyModel = module.OfflineModel()
    return model


def _model_key(options: ModelOptions, where: str, settings: Settings) -> str:
    """The key of this model. OPENAI_API_KEY goes to no other address than the environment's own."""
    if options.key_env:
        if options.key_env not in (found := environment()):
            raise BadSetting("countersign.toml", f"{where} key_env", f"the variable {options.key_env} is not set")
        return found[options.key_env]
    if options.base_url and options.base_url.rstrip("/") != settings.openai_base_url.rstrip("/"):
        return ""
    return settings.openai_api_key.get_secret_value()


def _openai_model(options: ModelOptions, where: str, key: str, settings: Settings, memory: FormMemory) -> Model:
    base_url = options.base_url or settings.openai_base_url or None
    if options.profile and options.profile not in PROFILES:
        why = f"there is no such model profile; there are: {', '.join(PROFILES)}"
        raise BadSetting("countersign.toml", f"{where} profile = {options.profile}", why)
    profile = PROFILES[options.profile] if options.profile else find_profile(base_url)
    return OpenAIModel(
        api_key=key,
        base_url=base_url,
        model=options.name or settings.openai_model,
        profile=options.applied_to(profile),
        budget=options.budget,
        memory=memory,
        setting=f"{where} base_url" if options.base_url else "OPENAI_BASE_URL",
    )
