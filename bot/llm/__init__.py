"""The LanguageModel port over the openai client: endpoint profiles, the two APIs, fallbacks, and error texts.

`bot.llm.openai_model` is imported where a model is built: the openai client and its HTTP client take half a second, and a
server without a model of its own needs neither.
"""

from bot.llm.endpoint_profiles import PROFILES, ModelOptions, ModelProfile, find_profile
from bot.llm.learned_request_forms import FormMemory, describe_difference

__all__ = [
    "PROFILES",
    "FormMemory",
    "ModelOptions",
    "ModelProfile",
    "describe_difference",
    "find_profile",
]
