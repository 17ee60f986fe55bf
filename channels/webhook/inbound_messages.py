"""Makes an `InboundMessage` of the payload of a webhook. Pure; verify the signature first."""

import hashlib
from datetime import datetime
from typing import Any

from bot.core.agent import WebhookMessage
from bot.core.base_types import JSON
from bot.core.channel_messages import ChannelAddress, DiscardedInput, InboundEvent, InboundMessage
from bot.core.errors import NotUnderstood
from bot.core.people import SYSTEM, PeopleDirectory, describe_unlinked, name_account
from bot.core.secrets.redaction import cut_text
from channels.shared.report_to_setting import read_report_address
from channels.webhook.mapping import PayloadRule, find_value
from channels.webhook.sources import WebhookSource

CHANNEL = "webhook"
MAX_TEXT = 20_000
MAX_SENDER = 120
MAX_OTHERS = 20
MAX_ID = 255
MAX_KEY = 200


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
    provider = "github" if source.scheme == "github" else source_name
    person = directory.find_by_account(provider, heard.account) if heard.account is not None else None
    sender = f"{source_name}: {heard.sender}" if heard.account is None else describe_unlinked(f"@{heard.account}")
    if person is not None:  # without one, never a display name alone: anybody may be called "Olive" somewhere
        sender = person.name
    return InboundMessage(
        **_make_names(source_name, source, id, body, now),
        agent=agent or source.agent,
        person=person.id if person else None,
        account=f"{SYSTEM}{source_name}" if heard.account is None else name_account(provider, heard.account),
        others=_list_others(provider, heard, directory),
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


def _list_others(provider: str, heard: WebhookMessage, directory: PeopleDirectory) -> tuple[str, ...]:
    """The ids or accounts of all other people behind the wish, each once, without the sender."""
    sender = directory.find_by_account(provider, heard.account) if heard.account is not None else None
    named = {name_account(provider, heard.account)} if heard.account is not None else set()
    found: list[str] = []
    for account in heard.others[:MAX_OTHERS]:
        person = directory.find_by_account(provider, account)
        found.append(person.id if person else name_account(provider, account))
    if len(heard.others) > MAX_OTHERS:
        found.append(f"{provider}:and {len(heard.others) - MAX_OTHERS} others")  # unknown people: one more must approve
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
