"""Decisions by buttons, for a channel without pages of its own: signed tokens, and their way back to a person.

A decision needs four proofs. (1) The input is the provider's: the channel verifies its signature first, for example with
`webhook_signatures`. (2) The token is ours: it binds the conversation, the request, the digest and the choice. (3) The
account is a known person's. (4) It comes once: the platform keeps the id of the input, and the use of a token by a
person, in the transaction of the decision. A token gives no right: the person's right is checked anew.
"""

import hashlib
from collections.abc import Sequence
from datetime import timedelta
from typing import Literal

from itsdangerous import BadData, URLSafeSerializer
from pydantic import Field, ValidationError

from bot.core.base_types import EPOCH, FrozenModel, TableName, UnicodeText, UtcMoment
from bot.core.card.card import RequestCard
from bot.core.card.parts import ActionsPart, CardDocument
from bot.core.channel_messages import OutboundDelivery
from bot.core.decisions import ApprovalDecision
from bot.core.errors import Conflict, Forbidden, Unauthenticated
from bot.core.inbound_decisions import InboundDecision
from bot.core.people import PeopleDirectory

PURPOSE = b"decision buttons"
"""The purpose for which the platform derives the keys: `gateway.derive(PURPOSE)`."""
LIFETIME = timedelta(days=7)
"""For how long a button works, at the most. It ends with its request, if that is earlier."""
MAX_TOKEN = 2_000

ButtonChoice = Literal["approve", "reject"]


class DecisionToken(FrozenModel):
    """The decision of a button: one `choice` on one `digest` of a request, in one conversation, until a time (in seconds
    since 1970).

    `card` names the printed card, one for each delivery: the buttons of a card that is posted again are other ones.
    """

    channel: TableName
    conversation: str = Field(max_length=512)
    request: UnicodeText = Field(min_length=1, max_length=255)
    digest: str = Field(pattern=r"^[0-9a-f]{64}$")
    choice: ButtonChoice
    until: int
    card: str = Field(pattern=r"^[0-9a-f]{32}$")


class DecisionButton(FrozenModel):
    """A button for a card: its choice, and the token that the channel gets back with a press."""

    choice: ButtonChoice
    token: str


class ButtonPress(FrozenModel):
    """A press as the verified input of the provider tells it.

    `id` is the input's id, unique in its channel, and `body` its bytes. `account` pressed the button, in `conversation`.
    """

    channel: TableName
    conversation: str
    account: str = Field(min_length=1, max_length=200)
    token: str
    reason: UnicodeText = Field(default="", max_length=2_000)
    id: str = Field(min_length=1, max_length=255)
    body: bytes


class UnknownPresser(Forbidden):
    """I do not know the {0} account {1!r}, so this does not count. Ask my operator to add it to the list of people."""


class ButtonExpired(Conflict):
    """This button is too old, so nothing was changed. Decide the request {0} in the inbox."""


def list_buttons(
    card: RequestCard, document: CardDocument, delivery: OutboundDelivery, keys: Sequence[bytes], now: UtcMoment
) -> list[DecisionButton]:
    """The buttons of the card that this delivery posts: an approval only where one press may approve.

    A repeated try of the delivery gives buttons of the same use. None on a card that a newer one replaces.
    """
    actions = document.find_part(ActionsPart) or ActionsPart()
    end = min(now + LIFETIME, card.expires_at or now + LIFETIME)
    choices: list[ButtonChoice] = ["approve"] if document.may_press_approve else []
    choices += ["reject"] if actions.may_reject else []
    name = hashlib.sha256(delivery.id.encode()).hexdigest()[:32]
    return [
        DecisionButton(
            choice=choice,
            token=sign_token(
                keys,
                DecisionToken(
                    channel=delivery.route.channel,
                    conversation=delivery.route.address,
                    request=card.request or "",
                    digest=card.digest,
                    choice=choice,
                    until=int((end - EPOCH).total_seconds()),
                    card=name,
                ),
            ),
        )
        for choice in (() if delivery.replaced else choices)
    ]


def sign_token(keys: Sequence[bytes], token: DecisionToken) -> str:
    """The token as text for a URL or JSON, signed with the first key."""
    signed = _make_serializer(keys).dumps(list(token.model_dump().values()))
    return signed if isinstance(signed, str) else signed.decode("ascii")


def read_token(keys: Sequence[bytes], text: str) -> DecisionToken | None:
    """The token that one of `keys` signed; None for any other text."""
    if len(text) > MAX_TOKEN or not text.isascii():
        return None
    try:
        values = _make_serializer(keys).loads(text)
        return DecisionToken(**dict(zip(DecisionToken.model_fields, values, strict=True)))
    except (BadData, ValidationError, ValueError, TypeError):
        return None


def read_press(
    press: ButtonPress, keys: Sequence[bytes], directory: PeopleDirectory, now: UtcMoment
) -> InboundDecision:
    """Return the decision of the person that pressed the button. Verify the provider's signature first.

    Raises `Unauthenticated` for a token that is not ours or of another conversation, `ButtonExpired`, `UnknownPresser`.
    """
    token = read_token(keys, press.token)
    if token is None:
        raise Unauthenticated("the token of the button is not ours")
    if (token.channel, token.conversation) != (press.channel, press.conversation):
        raise Unauthenticated("the token of the button was made for another conversation")
    if now >= EPOCH + timedelta(seconds=token.until):
        raise ButtonExpired(token.request)
    person = directory.find_by_account(press.channel, press.account)
    if person is None:
        raise UnknownPresser(press.channel, press.account)
    # of the values and not of the text, which has several spellings; without the end, which a repeated try moves
    use = token.model_copy(update={"until": 0}).model_dump_json()
    used = hashlib.sha256(f"{person.id}\n{use}".encode()).hexdigest()
    return InboundDecision(
        channel=press.channel,
        id=press.id,
        once=f"button:{used}",
        body=hashlib.sha256(press.body).hexdigest(),
        at=now,
        decision=ApprovalDecision(
            call=token.request,
            digest=token.digest,
            decision=token.choice,
            reason=press.reason,
            person=person.id,
            door=press.channel,
            credential=f"{press.channel}:{press.account}",
        ),
    )


def _make_serializer(keys: Sequence[bytes]) -> URLSafeSerializer:
    if not keys or not all(keys):
        raise ValueError("tokens of buttons need at least one key, and no empty one")
    return URLSafeSerializer(
        [*reversed(keys)], salt=PURPOSE, signer_kwargs={"key_derivation": "hmac", "digest_method": hashlib.sha256}
    )
