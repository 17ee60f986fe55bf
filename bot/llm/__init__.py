"""The LanguageModel port over the openai client: endpoint profiles, the two APIs, fallbacks, and error texts."""

from bot.llm.endpoint_profiles import PROFILES, ModelOptions, ModelProfile, find_profile
from bot.llm.learned_request_forms import FormMemory
from bot.llm.openai_model import NO_KEY, OpenAIModel
from bot.llm.request_fallbacks import describe_difference

__all__ = [
    "NO_KEY",
    "PROFILES",
    "FormMemory",
    "ModelOptions",
    "ModelProfile",
    "OpenAIModel",
    "describe_difference",
    "find_profile",
]
