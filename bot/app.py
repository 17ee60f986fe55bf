"""Puts the house together from settings: loads agents and channels by name, chooses models, opens the database."""

import importlib
import pkgutil
from types import ModuleType
from typing import Any

from pydantic import ValidationError

from bot.core.agent import Agent
from bot.core.errors import BadSetting, CannotStart
from bot.core.ports import Model, Surface
from bot.core.steps import complaint
from bot.core.word import JSON
from bot.engine.hall import Hall
from bot.engine.house import Countersign, new_id, utc_now
from bot.llm import OpenAIModel
from bot.secret import Keys, open_keys
from bot.settings import Config, Settings, environment

__all__ = ["Countersign", "build", "channel_names", "load_agent", "new_id", "utc_now"]


def build(settings: Settings, config: Config, *, has_channels: bool = True, **given: Any) -> Countersign:
    """The house that these settings describe; without its channels for who only reads. Raises CannotStart's children."""
    directory = config.directory
    agents = [load_agent(name, table) for name, table in config.agents.items()]
    models = {agent.name: _model(agent.name, settings) for agent in agents}
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

    hall.house = house = Countersign(settings.database, agents, directory, models, surfaces, keys=keys, **given)
    return house


def load_agent(name: str, table: JSON) -> Agent:
    """The agent of the package `agents.<name>`, built from its table. Raises BadSetting, BadAgent."""
    module = _module(f"agents.{name}.agent", f"[agents.{name}]")
    built = module.build(_options(module, f"[agents.{name}]", table))
    assert isinstance(built, Agent)
    return built


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
    surface: Surface = module.build(_options(module, f"[channels.{name}]", config.channels.get(name, {})), hall)
    return surface


def _module(path: str, table: str) -> ModuleType:
    try:
        return importlib.import_module(path)
    except ModuleNotFoundError as error:
        raise BadSetting("countersign.toml", table, f"there is no package for it ({error.name})") from error


def _options(module: ModuleType, where: str, table: JSON) -> Any:
    try:
        return module.Options.model_validate(table)
    except ValidationError as error:
        raise BadSetting("countersign.toml", where, complaint(error)) from error


def _model(agent: str, settings: Settings) -> Model:
    """The model of the settings; without one, the agent's own offline planner. Raises CannotStart."""
    if settings.has_model:
        return OpenAIModel(
            api_key=settings.openai_api_key.get_secret_value(),
            base_url=settings.openai_base_url or None,
            model=settings.openai_model,
        )
    try:
        planner = importlib.import_module(f"agents.{agent}.planner")
    except ModuleNotFoundError as error:
        raise CannotStart(f"Agent {agent!r} has no offline planner: set OPENAI_API_KEY or OPENAI_BASE_URL.") from error
    model: Model = planner.OfflinePlanner()
    return model
