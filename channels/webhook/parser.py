"""Makes an `InboundMessage` of the payload of a webhook. Pure; verify the signature first."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal, Self

from pydantic import ConfigDict, Field, StringConstraints, model_validator

from bot.core.agent import WebhookMessage
from bot.core.base_types import JSON, FrozenModel, TableName
from bot.core.channel_messages import ChannelAddress, DiscardedInput, InboundEvent, InboundMessage
from bot.core.errors import BadSetting, NotUnderstood
from bot.core.people import SYSTEM, PeopleDirectory, describe_unlinked, name_account
from bot.core.secrets.redaction import cut_text
from channels.shared.report_to_setting import ReportAddress, read_report_address
from channels.shared.webhook_signatures import HeaderName, read_signing_key
from channels.webhook.mapping import MAX_RULES, PayloadRule, find_value

CHANNEL = "webhook"
MAX_TEXT = 20_000
MAX_SENDER = 120
MAX_OTHERS = 20
MAX_ID = 255
MAX_KEY = 200
CallbackHost = Annotated[str, StringConstraints(pattern=r"^[a-z0-9.:-]{1,255}$")]


class WebhookSource(FrozenModel):
    """A program that may post to /webhooks/{name}: how it signs, and which agent listens.

    Schemes: `standard` (Standard Webhooks), `github`, and `hmac`: the hex HMAC-SHA256 of the body alone in `header`, with or without
    `sha256=` in front. With `rules` the payload is read by them, else by the agent. `report_to` is the address where the threads'
    messages and requests are posted, as `slack:T1/C1/`; empty: people follow them in the inbox. `callback_hosts` (`name` or `name:port`) are
    those that a rule's `callback_field` may lead to. Exactly one of `secret` and `secret_env` (the name of an environment variable) is set. While a Standard Webhooks key
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
    callback_hosts: tuple[CallbackHost, ...] = Field(default=(), max_length=100)

    @property
    def agents(self) -> tuple[str, ...]:
        """The agents that its deliveries may go to."""
        return tuple(dict.fromkeys((self.agent, *(rule.agent for rule in self.rules if rule.agent))))

    @model_validator(mode="after")
    def _allows_callbacks(self) -> Self:
        if any(rule.callback_field for rule in self.rules) and not self.callback_hosts:
            raise ValueError("a rule has callback_field; name the hosts that it may lead to in callback_hosts")
        return self

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


def make_inbound_message(
    source_name: str,
    source: WebhookSource,
    heard: WebhookMessage,
    id: str,
    body: bytes,
    now: datetime,
    directory: PeopleDirectory,
    agent: str | None = None,
    callback: str = "",
) -> InboundMessage:
    """The inbound message that opens a thread of the source's agent. Raises `NotUnderstood` when it has no text.

    `agent` is the rule's; None: the source's. `callback` is the address that is told of the answer. The person with the sender's account becomes the requester and so cannot approve their own wish: a GitHub login for
    the scheme github, else an account of the channel named like the source. A sender with an account is a person, known
    or not; without one, no person acted, and the source itself is named.
    """
    if not heard.text.strip():
        raise NotUnderstood(f"The delivery {id!r} of {source_name!r} has no text.")
    door = "github" if source.scheme == "github" else source_name
    person = directory.find_by_account(door, heard.account) if heard.account is not None else None
    sender = f"{source_name}: {heard.sender}" if heard.account is None else describe_unlinked(f"@{heard.account}")
    if person is not None:  # without one, never a display name alone: anybody may be called "Olive" somewhere
        sender = person.name
    return InboundMessage(
        **_make_names(source_name, source, id, body, now),
        agent=agent or source.agent,
        person=person.id if person else None,
        account=f"{SYSTEM}{source_name}" if heard.account is None else name_account(door, heard.account),
        others=_list_others(door, heard, directory),
        sender=sender[:MAX_SENDER],
        text=cut_text(heard.text, MAX_TEXT, f"\n[… cut: it had {len(heard.text)} characters]"),
        callback=callback,
        route=read_report_address(source.report_to) or ChannelAddress(channel=CHANNEL, address=source_name),
    )


def make_inbound_event(message: InboundMessage, source_name: str, rule: PayloadRule, payload: JSON) -> InboundEvent:
    """The outside event of a rule that names one, with the ids and the people of the message that its payload would be.

    Raises `NotUnderstood` for a key that is no text and no number, or is too long.
    """
    assert rule.event is not None
    key = find_value(payload, rule.key) if rule.key else ""
    if isinstance(key, bool) or not isinstance(key, str | int) or len(str(key)) > MAX_KEY:
        raise NotUnderstood(f"The event {rule.event!r} of {source_name!r} has no usable key at {rule.key!r}.")
    people = (message.person or message.account, *message.others)
    return InboundEvent(
        **{name: getattr(message, name) for name in DiscardedInput.model_fields},
        agent=message.agent,
        name=rule.event,
        key=str(key),
        source=source_name,
        text=message.text,
        whose=tuple(who for who in people if who and not who.startswith(SYSTEM)),
    )


def _list_others(door: str, heard: WebhookMessage, directory: PeopleDirectory) -> tuple[str, ...]:
    """The ids or accounts of all other people behind the wish, each once, without the sender."""
    sender = directory.find_by_account(door, heard.account) if heard.account is not None else None
    named = {name_account(door, heard.account)} if heard.account is not None else set()
    found: list[str] = []
    for account in heard.others[:MAX_OTHERS]:
        person = directory.find_by_account(door, account)
        found.append(person.id if person else name_account(door, account))
    if len(heard.others) > MAX_OTHERS:
        found.append(f"{door}:and {len(heard.others) - MAX_OTHERS} others")  # unknown people: one more must approve
    return tuple(each for each in dict.fromkeys(found) if each not in named and each != (sender.id if sender else ""))


def make_discarded_input(
    source_name: str, source: WebhookSource, id: str, body: bytes, now: datetime
) -> DiscardedInput:
    """Input that concerns no agent, with the ids under which it may have been taken before."""
    return DiscardedInput(**_make_names(source_name, source, id, body, now))


def _make_names(source_name: str, source: WebhookSource, id: str, body: bytes, now: datetime) -> dict[str, Any]:
    """The fields that identify a delivery. Where the body alone is signed, a known body is refused under a new id, too."""
    hashed = hashlib.sha256(body).hexdigest()
    once = "" if source.scheme == "standard" else f"{source_name}:body:{hashed}"
    whole = f"{source_name}:{id}"
    if len(whole) > MAX_ID:
        whole = f"{source_name}:sha256:{hashlib.sha256(id.encode()).hexdigest()}"
    return {"channel": CHANNEL, "id": whole, "once": once, "body": hashed, "at": now}
