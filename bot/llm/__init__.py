"""The LanguageModel port over the openai client: endpoint profiles, the two APIs, fallbacks, and error texts.

`bot.llm.openai_model` is imported where a model is built, since the openai client is a second of a start.
"""

from bot.llm.endpoint_profiles import PROFILES, ModelOptions, ModelProfile, find_profile
from bot.llm.learned_request_forms import FormMemory
from bot.llm.request_fallbacks import describe_difference

__all__ = [
    "PROFILES",
    "FormMemory",
    "ModelOptions",
    "ModelProfile",
    "describe_difference",
    "find_profile",
]
