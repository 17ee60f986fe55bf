"""The contract of the package `external`: `OPTIONS`, and `build`, which makes the agent from them.

It has a policy for each kind of call that programs ask about through `POST /api/v1/requests`, and no model.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from bot.core.agent import Agent
from bot.core.base_types import FrozenModel, TableName
from bot.core.errors import NotUnderstood
from bot.core.people import ApproverClause
from bot.core.policy import Policy
from bot.core.submissions.drafts import read_callback
from bot.core.submissions.grant_scopes import MOST_HOURS
from bot.core.submissions.program_contacts_webhooks_and_time_limits import (
    CLAIMS_LAST,
    ContactName,
    ProgramContact,
    ProgramSettings,
)
from bot.core.submissions.submitted_tools import make_policy_tool

KeyId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{12}$")]


def check_webhook(url: str) -> str:
    """Return the URL of a webhook. Raises `ValueError` for one that is never called."""
    try:
        return read_callback(url)
    except NotUnderstood as error:
        raise ValueError(str(error).removeprefix("callback_url: ")) from error


WebhookUrl = Annotated[str, AfterValidator(check_webhook)]


class ProgramPolicy(FrozenModel):
    """A table `[agents.external.policies.<name>]`. `keys` are the ids of the API keys that may use it, `countersign keys
    list` shows them; by default none may. `approval` is the policy itself; by default it has no approvers. `grants` is how
    long a grant may last that its approvers give (docs/integrations/claude-code.md); by default there are none.
    """

    about: str = Field(default="A call of a program.", min_length=1, max_length=200)
    keys: tuple[KeyId, ...] = ()
    approval: Policy = Policy()
    grants: timedelta | None = Field(default=None, ge=timedelta(hours=1), le=timedelta(hours=MOST_HOURS))


class ExternalOptions(FrozenModel):
    """The table `[agents.external]` of countersign.toml.

    `contacts` and `webhooks` are for programs that ask through HumanLayer's API, see docs/integrations/humanlayer.md: the
    people behind the channel ids and phone numbers that such a program names, and the URL that is told of the decisions on
    the requests of a key.

    `messages_to` is the key whose program is told of the mails and Slack messages that people write to this agent: at `messages_url`
    or else at its URL in `webhooks`. `bare_webhooks` are keys of programs that read the older form, v1beta1.

    `claims_last`: a program that claimed an approval says within this time how its call ended. After it the outcome is not known,
    and an equal call may be asked about.
    """

    policies: Mapping[TableName, ProgramPolicy] = {}
    owners: ApproverClause = ApproverClause()
    contacts: Mapping[ContactName, ProgramContact] = {}
    webhooks: Mapping[KeyId, WebhookUrl] = {}
    messages_to: KeyId | None = None
    messages_url: WebhookUrl | None = None
    bare_webhooks: tuple[KeyId, ...] = ()
    claims_last: timedelta = Field(default=CLAIMS_LAST, ge=timedelta(minutes=1), le=timedelta(days=365))

    @model_validator(mode="after")
    def _has_receiver(self) -> Self:
        if self.messages_url is not None and self.messages_to is None:
            raise ValueError("messages_url is for the program of messages_to; name its key there")
        if self.messages_to is not None and self.messages_url is None and self.messages_to not in self.webhooks:
            known = ", ".join(self.webhooks) or "none"
            why = f"messages_to names the key {self.messages_to!r}, which has no URL in webhooks (there are: {known})"
            raise ValueError(f"{why}; add one there, or set messages_url")
        return self


OPTIONS = ExternalOptions
"""The class that validates the table `[agents.external]`."""


def build(options: ExternalOptions) -> Agent:
    """Build the agent. Raises `BadAgent` for a policy with the name of a built-in step."""
    policies = options.policies.items()
    grants = {name: each.grants for name, each in policies if each.grants is not None}
    return Agent(
        name="external",
        job="Asks people about the calls of programs outside of this server.",
        prompt="No model is asked: programs choose the calls.",
        tools=tuple(make_policy_tool(name, each.about, each.approval) for name, each in policies),
        owners=options.owners,
        submitters={name: each.keys for name, each in policies},
        programs=ProgramSettings(
            contacts=options.contacts,
            webhooks=options.webhooks,
            claims_last=options.claims_last,
            grants=grants,
            messages_to=options.messages_to or "",
            messages_url=options.messages_url or "",
            bare_webhooks=options.bare_webhooks,
        ),
    )
