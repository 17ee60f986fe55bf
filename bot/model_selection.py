"""Chooses the model of an agent: that of its table or of the environment, its offline model, or one that takes commands."""

from bot.agent_packages import find_package
from bot.core.agent import Agent
from bot.core.configuration.reload_changes import CheckedConfiguration
from bot.core.errors import BadSetting
from bot.core.ports import AnyModel, LanguageModel
from bot.llm import PROFILES, FormMemory, ModelOptions, find_profile
from bot.llm.slash_command_model import SlashCommandModel
from bot.llm.unasked_model import UnaskedModel
from bot.settings import EnvironmentSettings, read_environment


def choose_model(
    built: Agent, found: CheckedConfiguration, settings: EnvironmentSettings, memory: FormMemory
) -> AnyModel:
    """The model of the agent's table or of the environment, or else its offline model, or else one that takes commands.

    Raises `CannotStart`.
    """
    if built.submitters is not None:
        return UnaskedModel()
    agent = built.name
    where, given = f"[agents.{agent}.model]", found.tables.get(f"agents.{agent}.model")
    options = given if isinstance(given, ModelOptions) else ModelOptions()
    key = _find_model_key(options, where, settings)
    if key or options.base_url or settings.openai_base_url:
        return _build_openai_model(options, where, key, settings, memory)
    if given is not None:
        raise BadSetting("countersign.toml", where, "give it a base_url or a key_env, or set OPENAI_API_KEY")
    return make_offline_model(built, found)


def make_offline_model(built: Agent, found: CheckedConfiguration) -> AnyModel:
    """The offline model of the agent's package, or else one that takes commands. Raises `CannotStart`."""
    module = find_package(found.tables, built.name).load_optional("offline_model")
    model: AnyModel = SlashCommandModel(built.steps) if module is None else module.OfflineModel()
    return model


def _find_model_key(options: ModelOptions, where: str, settings: EnvironmentSettings) -> str:
    """The API key of this model. OPENAI_API_KEY is used for the base URL of the environment only. Raises `BadSetting`."""
    if options.key_env:
        if options.key_env not in (found := read_environment()):
            raise BadSetting("countersign.toml", f"{where} key_env", f"the variable {options.key_env} is not set")
        return found[options.key_env]
    if options.base_url and options.base_url.rstrip("/") != settings.openai_base_url.rstrip("/"):
        return ""
    return settings.openai_api_key.get_secret_value()


def _build_openai_model(
    options: ModelOptions, where: str, key: str, settings: EnvironmentSettings, memory: FormMemory
) -> LanguageModel:
    base_url = options.base_url or settings.openai_base_url or None
    if options.profile and options.profile not in PROFILES:
        why = f"there is no such model profile; there are: {', '.join(PROFILES)}"
        raise BadSetting("countersign.toml", f"{where} profile = {options.profile}", why)
    profile = PROFILES[options.profile] if options.profile else find_profile(base_url)
    from bot.llm.openai_model import OpenAIModel  # a second of a start, which a server without a model does not need

    return OpenAIModel(
        api_key=key,
        base_url=base_url,
        model=options.name or settings.openai_model,
        profile=options.apply_to(profile),
        budget=options.budget,
        memory=memory,
        setting=f"{where} base_url" if options.base_url else "OPENAI_BASE_URL",
    )
