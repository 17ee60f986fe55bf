"""The channel of callbacks: one post (Standard Webhooks) for each decision, owed by the log until it was taken.

The address is the URL that the program named. The posts that a card would be rewritten by decide when something is sent:
while a request waits nothing is, and each ending is posted once.
"""

import hashlib
import json
from collections.abc import Sequence
from itertools import accumulate
from typing import Annotated, Protocol

import httpx2
from pydantic import Field, StringConstraints

from bot.core.base_types import FrozenModel, UtcMoment
from bot.core.card.card import RequestCard
from bot.core.channel_messages import KEY, ChannelAddress, OutboundDelivery, read_answer_callback
from bot.core.channel_store import ChannelStore
from bot.core.errors import NotUnderstood
from bot.core.gateway_ports import GatewayClock, KeyDeriver, RequestReader
from bot.core.people import Person
from bot.core.ports import ChannelSurface, TryLater, Undeliverable
from bot.core.submissions.callback_payload import (
    PURPOSE,
    derive_secrets,
    make_answer_body,
    make_answer_id,
    make_callback_body,
    make_callback_id,
    name_source,
)
from channels.callback.addresses import read_callback_url
from channels.callback.pinned_post import CallbackPoster
from channels.shared.simple_channel import SimpleSurface
from channels.shared.webhook_signatures import sign_standard

CHANNEL = "callback"
WAITS = (5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)
"""Seconds between the tries, the first of which is at once: together more than three days."""
TRIES = tuple(accumulate(WAITS))
LONGEST_ASKED = 3_600.0
"""Seconds that a Retry-After may add at the most."""
GONE = 410
DISABLED = "disabled"
"""The kind of the values that name a URL which answered 410: nothing is posted there until somebody asks for it."""

AllowedHost = Annotated[str, StringConstraints(pattern=r"^[a-z0-9.:-]{1,255}$")]


class CallbackOptions(FrozenModel):
    """The table [channels.callback] of countersign.toml."""

    allow_hosts: tuple[AllowedHost, ...] = Field(
        default=(),
        max_length=100,
        description="Hosts (`name` or `name:port`) that may be called on a private address and by plain http.",
    )


class CallbackGateway(GatewayClock, KeyDeriver, RequestReader, Protocol):
    """The operations of the platform that this channel uses."""

    @property
    def store(self) -> ChannelStore: ...

    def reads_bare_webhooks(self, key: str) -> bool:
        """Return whether the program of this key (its id) reads HumanLayer's older form, in which the body is the event alone."""
        ...


class CallbackNotifier:
    """The `PushChannel` of callbacks."""

    name = CHANNEL
    fallback: ChannelAddress | None = None

    def __init__(self, poster: CallbackPoster, gateway: CallbackGateway) -> None:
        self.poster, self.gateway = poster, gateway

    def check_address(self, address: str) -> None:
        """Raises `NotUnderstood` for a URL that is never called."""
        read_callback_url(read_answer_callback(address)[1], self.poster.allowed)

    async def deliver(self, delivery: OutboundDelivery, card: RequestCard) -> str:
        """Post the decision, if there is one that was not posted yet, the final answer of a thread, or a message of a person.

        Raises `TryLater`, `Undeliverable`."""
        if delivery.kind == "said":
            return await self._post_text(delivery, card)
        if card.outcome is None:
            return delivery.earlier or delivery.request
        reference = f"{delivery.request}@{card.outcome.seq}"
        if delivery.earlier == reference:
            return reference
        is_asked_for = delivery.kind == "update" and not delivery.earlier
        await self._refuse_disabled(delivery.route.address, is_asked_for)
        request = await self.gateway.find_request(delivery.request)
        key = request.submitted.credential.partition(":")[2] if request.submitted else ""
        found, is_foreign = make_callback_body(request), request.terms.dialect == "humanlayer"
        is_bare = is_foreign and self.gateway.reads_bare_webhooks(key)
        body = json.dumps(found["event"] if is_bare else found, ensure_ascii=False).encode()
        headers = self._sign(make_callback_id(request), key, body)
        if is_foreign:
            headers = _add_older_names(headers)
        await self._post(delivery, delivery.route.address, body, headers)
        return reference

    async def _post_text(self, delivery: OutboundDelivery, card: RequestCard) -> str:
        """Post a message to the program with a key, or the final answer to the sender of the webhook that began the thread."""
        source, url = read_answer_callback(delivery.route.address)
        await self._refuse_disabled(url, is_asked_for=False)
        id = make_answer_id(delivery.id)
        if source.startswith(KEY):
            key, told = source.removeprefix(KEY), card.text
            if self.gateway.reads_bare_webhooks(key):
                told = json.dumps(json.loads(told)["event"], ensure_ascii=False)
            body = told.encode()
            headers = _add_older_names(self._sign(id, key, body))
        else:
            answer = make_answer_body(card.thread, card.agent, card.text, delivery.since)
            body = json.dumps(answer, ensure_ascii=False).encode()
            headers = self._sign(id, name_source(source), body)
        await self._post(delivery, url, body, headers)
        return id

    async def _post(self, delivery: OutboundDelivery, address: str, body: bytes, headers: dict[str, str]) -> None:
        now = self.gateway.clock()
        headers = {**headers, "user-agent": "Countersign-Callback"}
        try:
            url = read_callback_url(address, self.poster.allowed)
            answer = await self.poster.post(url, body, headers)
        except NotUnderstood as refused:
            raise Undeliverable(str(refused)) from refused
        except (OSError, TimeoutError, httpx2.HTTPError) as error:
            raise self._try_later(delivery, now, f"There is no answer ({type(error).__name__}).") from error
        if answer.status == GONE:
            await self.gateway.store.put(DISABLED, _hash_url(address), b"410", expires=None)
            raise Undeliverable("It answered 410: nothing more is posted there until somebody asks for it.")
        if not 200 <= answer.status < 300:
            raise self._try_later(delivery, now, f"It answered {answer.status}.", answer.after)

    def _sign(self, id: str, key: str, body: bytes) -> dict[str, str]:
        """The headers of Standard Webhooks, with a signature for each key of the server while one is rotated."""
        secrets, now = derive_secrets(self.gateway.derive(PURPOSE), key), self.gateway.clock()
        signed = [sign_standard(id, body, secret, now) for secret in secrets]
        signatures = " ".join(each["webhook-signature"] for each in signed)
        return {**signed[0], "webhook-signature": signatures}

    async def _refuse_disabled(self, address: str, is_asked_for: bool) -> None:
        """Raises `Undeliverable` for a URL that answered 410 before, unless a person asks for the post."""
        if is_asked_for:
            await self.gateway.store.delete(DISABLED, _hash_url(address))
        elif await self.gateway.store.get(DISABLED, _hash_url(address)) is not None:
            raise Undeliverable("It answered 410 before: nothing is posted there until somebody asks for it.")

    def _try_later(
        self, delivery: OutboundDelivery, now: UtcMoment, why: str, after: float = 0.0
    ) -> TryLater | Undeliverable:
        age = (now - delivery.since).total_seconds() if delivery.since else 0.0
        wait = find_next_wait(age, delivery.id)
        if wait is None:
            return Undeliverable(f"{why} It was tried for {TRIES[-1] // 3600} hours.")
        return TryLater(why, max(wait, min(after, LONGEST_ASKED)))

    def find_address(self, person: Person) -> ChannelAddress | None:
        return None

    def is_shared(self, route: ChannelAddress) -> bool:
        return False


def _add_older_names(headers: dict[str, str]) -> dict[str, str]:
    """Add the names under which receivers of HumanLayer's webhooks look for the headers."""
    return headers | {name.replace("webhook-", "svix-"): value for name, value in headers.items()}


def find_next_wait(age: float, delivery: str, tries: Sequence[int] = TRIES) -> float | None:
    """Return the seconds until the next try of a delivery that is owed for `age` seconds; None: there is none.

    Each delivery has up to a tenth more, the same at each try, so that many do not come at the same moment.
    """
    next_try = next((at for at in tries if at > age + 1), None)
    spread = 1 + int(hashlib.sha256(delivery.encode()).hexdigest()[:4], 16) / 0xFFFF / 10
    return None if next_try is None else (next_try - age) * spread


def _hash_url(address: str) -> str:
    return hashlib.sha256(address.encode()).hexdigest()


OPTIONS = CallbackOptions
"""The model that the table is read as."""


def build(options: CallbackOptions, gateway: CallbackGateway) -> ChannelSurface:
    """Build the channel. It calls nothing outside."""
    return SimpleSurface(CHANNEL, push=CallbackNotifier(CallbackPoster(options.allow_hosts), gateway))
