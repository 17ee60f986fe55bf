"""Signed values of buttons: request, digest and choice, valid in one audience.

A token gives no right: the click's person and their permission are checked anew. It cannot be forged, nor moved to
another message, channel or workspace. itsdangerous signs and compares; its own text form is not used, because with a
digest of 64 characters as JSON it has no room in the 150 characters of a select's option.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import TypeVar

from itsdangerous import BadData, Signer
from itsdangerous.encoding import base64_decode, base64_encode
from pydantic import Field, ValidationError

from bot.core.base_types import FrozenModel, UnicodeText
from channels.slack.addresses import SlackTeam

PURPOSE = b"slack buttons"
"""The purpose for which the platform derives the keys of these tokens."""
VERSION = "v1."
MAX_VALUE = 1_900
"""Characters of a signed token, at the most: Slack takes 2,000 in the value of a button."""

_TAG, _DIGEST = 32, 32
"""Bytes of the HMAC-SHA256 and of the digest. Both come first, so only the length of the request's id is stored."""

S = TypeVar("S")


class ButtonToken(FrozenModel):
    """`digest` is the digest that was shown; `choice` is an answer, or the number of one; empty for a decision."""

    request: UnicodeText = Field(min_length=1, max_length=255)
    digest: str = Field(pattern=r"^[0-9a-f]{64}$")
    choice: UnicodeText = Field(default="", max_length=150)


def name_audience(team: SlackTeam, where: str) -> str:
    """The audience of a button's value: the members of a conversation, or the person of a Home or a modal."""
    return f"{team.id}/{where}"


def sign_token(keys: Sequence[bytes], token: ButtonToken, audience: str) -> str:
    """The value of a button shown in `audience`, such as "T1/C1" or "T1/home/U1": at most MAX_VALUE characters.

    Signed with the first key. With a request's id of up to 32 characters and a choice of up to 8 it fits the 150
    characters that the value of a select's option may have.
    """
    if not keys or not all(keys):
        raise ValueError("button tokens need at least one key, and no empty one")
    request = token.request.encode("utf-8")  # the digest, the length of the id in two bytes, the id, the choice
    body = bytes.fromhex(token.digest) + len(request).to_bytes(2) + request + token.choice.encode("utf-8")
    tag = _make_signer(keys).get_signature(_join_audience(body, audience))
    return VERSION + base64_encode(base64_decode(tag) + body).decode("ascii")


def find_token(
    keys: Sequence[bytes], value: str, team: SlackTeam, places: Mapping[S, str]
) -> tuple[S, ButtonToken] | tuple[None, None]:
    """The token that was signed for one of `places` in the workspace, with the key of that place."""
    for surface, where in places.items():
        if (token := verify_token(keys, value, name_audience(team, where))) is not None:
            return surface, token
    return None, None


def verify_token(keys: Sequence[bytes], value: str, audience: str) -> ButtonToken | None:
    """The token that one of `keys` signed for `audience`; None for any other text.

    None too for another spelling than `sign_token` writes, and for a form that is no longer valid.
    """
    if len(value) > MAX_VALUE:
        return None
    try:
        raw = base64_decode(value.removeprefix(VERSION))
    except BadData:
        return None
    tag, body = raw[:_TAG], raw[_TAG:]
    if len(body) < _DIGEST + 2 or VERSION + base64_encode(raw).decode("ascii") != value:
        return None
    if not _make_signer(keys).verify_signature(_join_audience(body, audience), base64_encode(tag)):
        return None
    end = _DIGEST + 2 + int.from_bytes(body[_DIGEST : _DIGEST + 2])
    try:
        return ButtonToken(
            request=body[_DIGEST + 2 : end].decode("utf-8"),
            digest=body[:_DIGEST].hex(),
            choice=body[end:].decode("utf-8"),
        )
    except (ValidationError, UnicodeDecodeError):
        return None


def _make_signer(keys: Sequence[bytes]) -> Signer:
    """The keys are derived for this purpose already. The last one signs."""
    return Signer([key for key in reversed(keys) if key], key_derivation="none", digest_method=hashlib.sha256)


def _join_audience(body: bytes, audience: str) -> bytes:
    place = audience.encode("utf-8", "surrogatepass")
    return b"countersign slack mark v1\0" + len(place).to_bytes(4) + place + body
