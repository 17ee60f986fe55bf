"""Verifies Slack's signature of an HTTP request. Pure; reads the body as bytes only.

The result is None or `Unauthenticated` for any input.
"""

import hashlib
import hmac
import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.core.errors import BadSetting, Unauthenticated
from bot.core.values import EPOCH, convert_to_utc

TIMESTAMP, SIGNATURE = "x-slack-request-timestamp", "x-slack-signature"

TOLERANCE = 300
"""Seconds that a timestamp may lie in the past or the future."""

_TIMESTAMP = re.compile(r"[0-9]{1,12}")
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")


def verify_signature(headers: Mapping[str, str], body: bytes, secrets: Sequence[str], now: datetime) -> None:
    """Returns when one of `secrets` (several while rotating) has signed `v0:{timestamp}:{body}` within TOLERANCE of
    `now`.

    Header names in any case, each exactly once; the body as received. Raises `Unauthenticated`; `BadSetting` for an
    empty secret of the installation. Source: https://docs.slack.dev/authentication/verifying-requests-from-slack
    """
    timestamp = _read_single_header(headers, TIMESTAMP)
    if not _TIMESTAMP.fullmatch(timestamp):
        raise Unauthenticated(f"{TIMESTAMP} is not 1 to 12 digits")
    late = (convert_to_utc(now) - EPOCH).total_seconds() - int(timestamp)
    if abs(late) > TOLERANCE:
        raise Unauthenticated(f"{TIMESTAMP} is {abs(late):.0f} seconds {'old' if late > 0 else 'ahead'}")
    given = _read_single_header(headers, SIGNATURE)
    if not _SIGNATURE.fullmatch(given):
        raise Unauthenticated(f"{SIGNATURE} is not v0= and 64 hex digits in lower case")
    signed = b"v0:" + timestamp.encode("ascii") + b":" + body
    if not all(secrets):
        raise BadSetting("the Slack signing secret", "", "an empty secret is known to everybody")
    macs = ("v0=" + hmac.digest(secret.encode("utf-8"), signed, hashlib.sha256).hex() for secret in secrets)
    if not any(hmac.compare_digest(given, mac) for mac in macs):
        raise Unauthenticated(f"{SIGNATURE} does not fit the body")


def _read_single_header(headers: Mapping[str, str], name: str) -> str:
    found = [value for key, value in headers.items() if key.lower() == name]
    if len(found) != 1:
        raise Unauthenticated(f"the header {name} is missing" if not found else f"the header {name} stands twice")
    return found[0]
