"""The settings of a source of webhooks: how it signs, which agent listens, and where its threads are posted."""

from collections.abc import Mapping
from typing import Literal, Self

from pydantic import ConfigDict, Field, model_validator

from bot.core.base_types import FrozenModel, TableName
from bot.core.errors import BadSetting
from channels.shared.report_to_setting import ReportAddress
from channels.shared.webhook_signatures import HeaderName, read_signing_key
from channels.webhook.mapping import MAX_RULES, PayloadRule


class WebhookSource(FrozenModel):
    """A program that may post to /webhooks/{name}: how it signs, and which agent listens.

    Schemes: `standard` (Standard Webhooks), `github`, and `hmac`: the hex HMAC-SHA256 of the body alone in `header`, with or without
    `sha256=` in front. With `rules` the payload is read by them, else by the agent. `report_to` is the address where the threads'
    messages and requests are posted, as `slack:T1/C1/`; empty: people follow them in the inbox. Exactly one of `secret` and `secret_env` (the name of an environment variable) is set. While a Standard Webhooks key
    is rotated, the value holds the old and the new secret, separated by a space.
    """

    model_config = ConfigDict(hide_input_in_errors=True)

    scheme: Literal["standard", "github", "hmac"]
    header: HeaderName = "x-hub-signature-256"
    secret: str | None = Field(default=None, min_length=1, repr=False)
    secret_env: str | None = Field(default=None, min_length=1)
    agent: TableName
    rules: tuple[PayloadRule, ...] = Field(default=(), max_length=MAX_RULES)
    report_to: ReportAddress = ""

    @property
    def agents(self) -> tuple[str, ...]:
        """The agents that its deliveries may go to."""
        return tuple(dict.fromkeys((self.agent, *(rule.agent for rule in self.rules if rule.agent))))

    @model_validator(mode="after")
    def _has_one_secret(self) -> Self:
        if (self.secret is None) == (self.secret_env is None):
            raise ValueError("exactly one of secret and secret_env must be set")
        return self

    def list_secrets(self, environ: Mapping[str, str]) -> tuple[str, ...]:
        """The secrets to verify with. Raises `BadSetting`, without quoting them, when there is none or one is unusable."""
        value = self.secret or environ.get(self.secret_env or "", "")
        if self.scheme != "standard":
            found: tuple[str, ...] = (value,) if value else ()
        else:
            found = tuple(value.split())
            for secret in found:
                read_signing_key(secret)
        if not found:
            raise BadSetting(self.secret_env or "secret", "", "set it to the secret that the source signs with")
        return found
