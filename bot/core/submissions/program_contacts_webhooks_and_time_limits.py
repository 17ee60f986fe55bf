"""The operator's settings for programs that ask, besides their policies. Pure values."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from bot.core.base_types import FrozenModel, TableName

ContactName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9+@._/-]{1,200}$")]


CLAIMS_LAST = timedelta(days=1)


class ProgramContact(FrozenModel):
    """The people behind a name that programs use for a place, such as the id of a Slack channel or a phone number."""

    people: tuple[TableName, ...] = Field(default=(), max_length=50)
    groups: tuple[TableName, ...] = Field(default=(), max_length=20)

    @model_validator(mode="after")
    def _names_somebody(self) -> Self:
        if not (self.people or self.groups):
            raise ValueError("it names nobody: write people or groups")
        return self


class ProgramSettings(FrozenModel):
    """`contacts` by the name that programs use; they only narrow a policy. `webhooks` by the id of a key: the URL that is
    told of the decisions on its requests, for an API in which a request names none. `claims_last`: the time in which a program
    that claimed an approval reports how the call ended. `grants` by the name of a policy: for how long a grant of it may last; a
    policy that is not listed has none. `messages_to` is the id of the key whose program is told of what people write to the agent
    (mail, Slack), at `messages_url` or else at its webhook; empty: nobody reads it. `bare_webhooks` are the keys of programs that read
    HumanLayer's older form (v1beta1), in which the body is the event alone."""

    contacts: Mapping[ContactName, ProgramContact] = {}
    webhooks: Mapping[str, str] = {}
    claims_last: timedelta = CLAIMS_LAST
    grants: Mapping[str, timedelta] = {}
    messages_to: str = ""
    messages_url: str = ""
    bare_webhooks: tuple[str, ...] = ()

    def find_message_url(self, key: str) -> str:
        """Return the URL that the program of this key (its id) is told of messages at; empty: there is none."""
        own = self.messages_url if key == self.messages_to else ""
        return own or self.webhooks.get(key, "")


NO_SETTINGS = ProgramSettings()
