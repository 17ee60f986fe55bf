"""Known properties of an endpoint before the first request: its API, the size of an answer, the time limits. Data.

The name of a model decides nothing, since names age. The endpoint's own errors correct a wrong profile
(`bot.llm.request_fallbacks`).
"""

import ipaddress
import os
from collections.abc import Mapping
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field

from bot.core.base_types import FrozenModel
from bot.core.errors import BadSetting
from bot.core.prompts.model_requests import RequestForm

ReasoningEffort = Literal["", "none", "minimal", "low", "medium", "high", "xhigh", "max"]

MOST_BUDGET = 32_000
"""Tokens of the second try after an answer of thinking only."""
LEAST_THINKING = 8_000
"""Tokens below which a reasoning model often ends before its first visible word."""


class ModelProfile(FrozenModel):
    """One kind of endpoint. Times are seconds: `timeout` of silence, `deadline` for all tries of one call.

    `is_reasoning`: hidden thinking counts inside the budget. `words_reply`: the endpoint cannot be forced to call a
    tool, so words alone are a reply. `reads_written_calls`: a call written as text in the content is read. `is_serial`:
    one request at a time. `may_cut`: it cuts a prompt that is too long without an error.
    """

    name: str
    form: RequestForm = RequestForm()
    budget: int = 4_000
    is_reasoning: bool = False
    words_reply: bool = False
    reads_written_calls: bool = False
    is_serial: bool = False
    may_cut: bool = True
    timeout: float = 60.0
    deadline: float = 180.0
    retries: int = 2


def _make_hosted_profile(name: str, *, thinks: bool = False, **given: object) -> ModelProfile:
    times = {"timeout": 180.0, "deadline": 600.0, "retries": 1, "budget": 16_000} if thinks else {}
    return ModelProfile.model_validate({"name": name, "is_reasoning": thinks, **times, **given})


def _make_local_profile(name: str, **given: object) -> ModelProfile:
    slow = {"budget": 8_000, "timeout": 600.0, "deadline": 1_800.0, "retries": 0, "is_serial": True}
    return ModelProfile.model_validate({"name": name, **slow, **given})


_OLD_BUDGET = RequestForm(budget_field="max_tokens")
_UNFORCED = RequestForm(tool_choice="auto", budget_field="max_tokens")

PROFILES: Mapping[str, ModelProfile] = {
    profile.name: profile
    for profile in (
        _make_hosted_profile("openai", thinks=True, may_cut=False, form=RequestForm(port="responses", effort="medium")),
        _make_hosted_profile("openai-chat", thinks=True, may_cut=False),
        _make_hosted_profile("azure", thinks=True, may_cut=False),
        _make_hosted_profile("compatible"),
        _make_hosted_profile("anthropic"),
        _make_hosted_profile("gemini", thinks=True, form=RequestForm(forbids_parallel=False, schema_style="loose")),
        _make_hosted_profile("deepseek", thinks=True, words_reply=True, form=_UNFORCED),
        _make_hosted_profile("qwen", thinks=True, words_reply=True, form=_UNFORCED),
        _make_hosted_profile("mistral", form=_OLD_BUDGET),
        _make_hosted_profile("groq"),
        _make_hosted_profile("openrouter", thinks=True),
        _make_local_profile("local"),
        _make_local_profile("ollama", words_reply=True, form=_UNFORCED),
        _make_local_profile("llamacpp"),
        _make_local_profile("vllm"),
        _make_local_profile("lmstudio", words_reply=True, reads_written_calls=True, form=_OLD_BUDGET),
    )
}

_HOSTS: Mapping[str, str] = {
    "api.openai.com": "openai",
    "openai.azure.com": "azure",
    "api.anthropic.com": "anthropic",
    "generativelanguage.googleapis.com": "gemini",
    "api.deepseek.com": "deepseek",
    "dashscope.aliyuncs.com": "qwen",
    "dashscope-intl.aliyuncs.com": "qwen",
    "api.mistral.ai": "mistral",
    "api.groq.com": "groq",
    "openrouter.ai": "openrouter",
}
_OLLAMA_PORT = 11434


def find_profile(base_url: str | None) -> ModelProfile:
    """The profile of an endpoint by its host; without an address, OpenAI's own."""
    parts = urlsplit(base_url or "https://api.openai.com/v1")
    host = (parts.hostname or "").lower()
    for known, name in _HOSTS.items():
        if host == known or host.endswith(f".{known}"):
            return PROFILES[name]
    try:
        address = ipaddress.ip_address(host)
        is_local = address.is_private or address.is_loopback
    except ValueError:
        is_local = host == "localhost" or "." not in host or host.endswith((".local", ".internal", ".localhost"))
    if not is_local:
        return PROFILES["compatible"]
    return PROFILES["ollama" if parts.port == _OLLAMA_PORT else "local"]


def check_base_url(base_url: str | None, setting: str) -> str | None:
    """The base URL of the client, None for the client's own default. Raises BadSetting. `setting` names the source of `base_url`."""
    given = base_url or os.environ.get("OPENAI_BASE_URL")
    if not given:
        return None
    from httpx2 import URL, InvalidURL  # a server without a model of its own does not need it

    shown = given.rpartition("@")[2]
    try:
        url = URL(given)
    except InvalidURL as error:
        raise BadSetting(setting if base_url else "OPENAI_BASE_URL", shown, f"it is no URL ({error})") from error
    if url.scheme not in ("http", "https") or not url.host:
        raise BadSetting(setting if base_url else "OPENAI_BASE_URL", shown, "write it as https://host/v1")
    return given


class ModelOptions(FrozenModel):
    """The table `[agents.<name>.model]` of countersign.toml. Missing fields come from the environment and the profile.

    `key_env` names the environment variable with the key. OPENAI_API_KEY is only sent to the address in
    OPENAI_BASE_URL.
    """

    name: str = Field(default="", max_length=200)
    base_url: str = Field(default="", max_length=2_000)
    key_env: str = Field(default="", pattern=r"^([A-Za-z_][A-Za-z0-9_]{0,99})?$")
    profile: str = ""
    effort: ReasoningEffort | None = None
    budget: int | None = Field(
        default=None, ge=64, le=1_000_000, description="Tokens of one answer, thinking included."
    )
    temperature: float | None = Field(default=None, ge=0, le=2)
    timeout: float | None = Field(default=None, gt=0, le=3_600, description="Seconds of silence.")
    deadline: float | None = Field(default=None, gt=0, le=7_200, description="Seconds for all tries.")
    retries: int | None = Field(default=None, ge=0, le=10)
    words_reply: bool | None = None
    reads_written_calls: bool | None = None
    input_price: float | None = Field(default=None, ge=0, description="Price of a million tokens of prompts.")
    output_price: float | None = Field(default=None, ge=0, description="Price of a million tokens of answers.")

    def apply_to(self, profile: ModelProfile) -> ModelProfile:
        """The profile with the values of this table."""
        form: dict[str, object] = {}
        if self.effort is not None:
            form["effort"] = self.effort
        if self.temperature is not None:
            form["temperature"] = self.temperature
        names = ("timeout", "deadline", "retries", "words_reply", "reads_written_calls")
        said = {name: value for name in names if (value := getattr(self, name)) is not None}
        return profile.model_copy(update={**said, "form": profile.form.model_copy(update=form)})
