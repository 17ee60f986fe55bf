"""Puts the house together from settings: loads agents and channels by name, chooses models, opens the database."""

import dataclasses
import importlib
import pkgutil
from types import ModuleType
from typing import Any

from pydantic import ValidationError

from bot.core.agent import Agent
from bot.core.errors import BadSetting, CannotStart
from bot.core.ports import Model, Surface
from bot.core.rights import AgentAccess
from bot.core.steps import complaint
from bot.core.word import JSON
from bot.engine.hall import Hall
from bot.engine.house import Countersign, new_id, utc_now
from bot.llm import PROFILES, FormMemory, ModelOptions, OpenAIModel, find_profile
from bot.secret import Keys, open_keys
from bot.settings import Config, Settings, environment
from bot.tool_secrets import EnvironmentSecrets

__all__ = ["Countersign", "build", "channel_names", "load_agent", "new_id", "utc_now"]


HOUSE_KEYS = frozenset({"model", *AgentAccess.model_fields})
"""What an agent's table says to the house and not to the agent."""


def build(settings: Settings, config: Config, *, has_channels: bool = True, **given: Any) -> Countersign:
    """The house that these settings describe; without its channels for who only reads. Raises CannotStart's children."""
    directory = config.directory
    agents = [load_agent(name, table) for name, table in config.agents.items()]
    memory = FormMemory(settings.forms_file)
    models = {agent.name: _model(agent.name, config.agents[agent.name], settings, memory) for agent in agents}
    by_name = {agent.name: agent for agent in agents}
    hall = Hall(by_name, directory, given.get("clock", utc_now), environment(), settings.origin)
    if unknown := config.channels.keys() - set(channel_names()):
        raise BadSetting(
            "countersign.toml",
            f"[channels.{min(unknown)}]",
            f"there is no such channel; there are: {', '.join(channel_names())}",
        )
    names = channel_names() if has_channels else []
    surfaces = [surface for name in names if (surface := _surface(name, config, hall))]

    def keys() -> Keys:
        return open_keys(settings.secrets, settings.key_file)

    hall.house = house = Countersign(
        settings.database, agents, directory, models, surfaces, keys=keys, **{"secrets": EnvironmentSecrets(), **given}
    )
    return house


def load_agent(name: str, table: JSON) -> Agent:
    """The agent of the package `agents.<name>`, built from its table, with the rights in it. Raises BadSetting, BadAgent."""
    where = f"[agents.{name}]"
    module = _module(f"agents.{name}.agent", where)
    given = table if isinstance(table, dict) else {}
    own = {key: value for key, value in given.items() if key not in HOUSE_KEYS} if given else table
    rights = {key: value for key, value in given.items() if key in AgentAccess.model_fields}
    built = module.build(_options(module.Options, where, own))
    assert isinstance(built, Agent)
    return dataclasses.replace(built, access=_options(AgentAccess, where, rights))


def channel_names() -> list[str]:
    """The packages in channels/."""
    channels = importlib.import_module("channels")
    return sorted(found.name for found in pkgutil.iter_modules(channels.__path__) if found.ispkg)


def _surface(name: str, config: Config, hall: Hall) -> Surface | None:
    """A channel that has a table, or that the environment's own words switch on (`is_wanted`)."""
    is_wanted = getattr(importlib.import_module(f"channels.{name}"), "is_wanted", lambda environ: False)
    if name not in config.channels and not is_wanted(hall.environ):
        return None
    module = _module(f"channels.{name}.channel", f"[channels.{name}]")
    surface: Surface = module.build(_options(module.Options, f"[channels.{name}]", config.channels.get(name, {})), hall)
    return surface


def _module(path: str, table: str) -> ModuleType:
    try:
        return importlib.import_module(path)
    except ModuleNotFoundError as error:
        raise BadSetting("countersign.toml", table, f"there is no package for it ({error.name})") from error


def _options(kind: Any, where: str, table: JSON) -> Any:
    try:
        return kind.model_validate(table)
    except ValidationError as error:
        raise BadSetting("countersign.toml", where, complaint(error)) from error


def _model(agent: str, table: JSON, settings: Settings, memory: FormMemory) -> Model:
    """The model of the agent's own table or of the environment; without one, its offline planner. Raises CannotStart."""
    where = f"[agents.{agent}.model]"
    given = table.get("model") if isinstance(table, dict) else None
    options: ModelOptions = _options(ModelOptions, where, {} if given is None else given)
    key = _model_key(options, where, settings)
    if key or options.base_url or settings.openai_base_url:
        return _openai_model(options, where, key, settings, memory)
    if given is not None:
        raise BadSetting("countersign.toml", where, "give it a base_url or a key_env, or set OPENAI_API_KEY")
    try:
        planner = importlib.import_module(f"agents.{agent}.planner")
    except ModuleNotFoundError as error:
        raise CannotStart(f"Agent {agent!r} has no offline planner: set OPENAI_API_KEY or OPENAI_BASE_URL.") from error
    model: Model = planner.OfflinePlanner()
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
