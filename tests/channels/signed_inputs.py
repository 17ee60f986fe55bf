"""Signs inputs as the outside does it for the contract tests: Standard Webhooks, written apart from the tested code."""

import base64
import hashlib
import hmac
import itertools
from collections.abc import Mapping
from typing import Any

import httpx2

from bot.core.base_types import to_micros
from tests.channels.channel_world import ChannelWorld

THEIRS, OURS, FOREIGN = (f"whsec_{base64.b64encode(letter * 32).decode()}" for letter in (b"t", b"o", b"f"))
"""Secrets: of the outside, of our own posts, and of nobody."""

NO_MORE: Mapping[str, str] = {}

_numbers = itertools.count(1)


async def send_signed(
    world: ChannelWorld,
    url: str,
    body: bytes,
    *,
    id: str | None = None,
    late: int = 0,
    signed_by: str = "outside",
    changed: bytes = b"",
    more: Mapping[str, str] = NO_MORE,
) -> httpx2.Response:
    """Post a signed body. See `tests.channels.contract.SendInput` for the keywords."""
    id = f"in_new_{next(_numbers)}" if id is None else id
    stamp = to_micros(world.platform.clock()) // 1_000_000 - late
    key = base64.b64decode((THEIRS if signed_by == "outside" else FOREIGN).removeprefix("whsec_"))
    signature = hmac.new(key, f"{id}.{stamp}.".encode() + body, hashlib.sha256).digest()
    headers: dict[str, Any] = {"webhook-id": id, "webhook-timestamp": str(stamp), **more}
    if signed_by:
        headers["webhook-signature"] = f"v1,{base64.b64encode(signature).decode()}"
    return await world.http.nobody.post(url, content=body + changed, headers=headers)
