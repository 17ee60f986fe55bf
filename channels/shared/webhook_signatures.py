"""Verifies the signatures of webhooks, Standard Webhooks and GitHub, and signs posts. Pure; reads the body as bytes only.

The result is the id of the delivery or `Unauthenticated`. An unusable secret of the installation is a `BadSetting`:
call `read_signing_key` when the settings are read, so that it fails at start.
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, NamedTuple, TypeAlias

from pydantic import StringConstraints

from bot.core.base_types import EPOCH, convert_to_utc
from bot.core.errors import BadSetting, Unauthenticated

TOLERANCE = 300
"""Seconds that a timestamp may lie in the past or the future."""

MAX_SIGNATURES = 20
"""How many signatures of one header are compared: rotation needs two."""

MIN_KEY = 24
"""Bytes of a Standard Webhooks secret, at the least."""

_ID = re.compile(r"[!-~]{1,255}")
_TIMESTAMP = re.compile(r"[0-9]{1,12}")
_GITHUB_SIGNATURE = re.compile(r"sha256=([0-9a-fA-F]{64})")
_HMAC_SIGNATURE = re.compile(r"(?:sha256=)?([0-9a-fA-F]{64})")

HeaderName: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{1,100}$", to_lower=True)]
"""The name of a header, in lower case."""


def verify_standard(headers: Mapping[str, str], body: bytes, secrets: Sequence[str], now: datetime) -> str:
    """The webhook-id of a delivery that one of `secrets` (`whsec_<base64>`; several while rotating) has signed.

    Headers: webhook-id, -timestamp, -signature, in any case; or all three as svix-*. Raises `Unauthenticated`. An id
    with a full stop is refused: the signed text is `id.timestamp.body`, so such an id could be split differently.
    Source: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
    """
    found = _lower_headers(headers)
    prefix = "webhook" if "webhook-id" in found else "svix"
    id = _read_delivery_id(found, f"{prefix}-id")
    if "." in id:
        raise Unauthenticated(f"{prefix}-id must not contain a full stop")
    timestamp = _find_header(found, f"{prefix}-timestamp")
    if not _TIMESTAMP.fullmatch(timestamp):
        raise Unauthenticated("the timestamp is not 1 to 12 digits")
    late = (convert_to_utc(now) - EPOCH).total_seconds() - int(timestamp)
    if abs(late) > TOLERANCE:
        raise Unauthenticated(f"the timestamp is {abs(late):.0f} seconds {'old' if late > 0 else 'ahead'}")
    entries = _find_header(found, f"{prefix}-signature").split(" ", MAX_SIGNATURES)[:MAX_SIGNATURES]
    decoded = [_decode_base64(entry.removeprefix("v1,")) for entry in entries if entry.startswith("v1,")]
    signatures = [signature for signature in decoded if signature is not None]
    signed = f"{id}.{timestamp}.".encode("ascii") + body
    if not _has_match(signed, signatures, [read_signing_key(secret) for secret in secrets]):
        raise Unauthenticated(f"no signature in {prefix}-signature fits the body")
    return id


def sign_standard(id: str, body: bytes, secret: str, now: datetime) -> dict[str, str]:
    """The headers that sign a post as `verify_standard` verifies it. `id` is the same at each try of one post."""
    stamp = int((convert_to_utc(now) - EPOCH).total_seconds())
    signature = hmac.digest(read_signing_key(secret), f"{id}.{stamp}.".encode("ascii") + body, hashlib.sha256)
    encoded = base64.b64encode(signature).decode("ascii")
    return {"webhook-id": id, "webhook-timestamp": str(stamp), "webhook-signature": f"v1,{encoded}"}


def verify_github(headers: Mapping[str, str], body: bytes, secrets: Sequence[str]) -> str:
    """The X-GitHub-Delivery id of a body that one of `secrets` has signed in X-Hub-Signature-256.

    Raises `Unauthenticated`. GitHub signs the body alone: each holder of a signed body can choose the id and the name
    of the event, and no time is signed. Compare the hash of the body too where a replay under a new id would hurt.
    Source: https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
    """
    found = _lower_headers(headers)
    id = _read_delivery_id(found, "x-github-delivery")
    signature = _GITHUB_SIGNATURE.fullmatch(_find_header(found, "x-hub-signature-256"))
    if signature is None:
        raise Unauthenticated("x-hub-signature-256 is not sha256= and 64 hex digits")
    _check_body_signature("x-hub-signature-256", signature[1], body, secrets)
    return id


def verify_hmac(headers: Mapping[str, str], body: bytes, secrets: Sequence[str], header: str) -> str:
    """Return the SHA-256 of a body with its HMAC-SHA256, in hex, in this header, as Gitea, Sentry, Linear and others sign.

    Raises `Unauthenticated`. The body alone is signed, so it is its own id: each body counts once.
    """
    signature = _HMAC_SIGNATURE.fullmatch(_find_header(_lower_headers(headers), header))
    if signature is None:
        raise Unauthenticated(f"{header} is not 64 hex digits")
    _check_body_signature(header, signature[1], body, secrets)
    return hashlib.sha256(body).hexdigest()


def _check_body_signature(header: str, signature: str, body: bytes, secrets: Sequence[str]) -> None:
    if not all(secrets):
        raise BadSetting("secret", "", "an empty secret is known to everybody")
    if not _has_match(body, [bytes.fromhex(signature)], [secret.encode("utf-8") for secret in secrets]):
        raise Unauthenticated(f"{header} does not fit the body")


def read_signing_key(secret: str, setting: str = "secret") -> bytes:
    """The bytes of a Standard Webhooks secret. Raises `BadSetting`, without quoting it, when it is malformed or too
    short.
    """
    prefix, _, encoded = secret.partition("_")
    key = _decode_base64(encoded)
    if prefix != "whsec" or key is None or len(key) < MIN_KEY:
        raise BadSetting(setting, "…", f"write it as whsec_ and the base64 of at least {MIN_KEY} bytes")
    return key


class SigningSecrets(NamedTuple):
    """`own` signs our posts; `theirs` verify the inputs, several while one is rotated."""

    own: str
    theirs: tuple[str, ...]


def read_signing_secrets(environ: Mapping[str, str], own: str, theirs: str) -> SigningSecrets:
    """Return the secrets of the variables with these names; of `theirs` there may be several, separated by spaces.

    Raises `BadSetting` for one that is missing or malformed, and for one that is in both: our posts would verify as theirs.
    """
    found = SigningSecrets(environ.get(own, ""), tuple(environ.get(theirs, "").split()))
    read_signing_key(found.own, own)
    for secret in found.theirs or ("",):
        read_signing_key(secret, theirs)
    if found.own in found.theirs:
        raise BadSetting(theirs, "…", "our own posts must not verify as theirs; use another secret")
    return found


def _lower_headers(headers: Mapping[str, str]) -> dict[str, str]:
    found = {name.lower(): value for name, value in headers.items()}
    if len(found) != len(headers):
        raise Unauthenticated("a header stands twice, in two spellings")
    return found


def _find_header(found: Mapping[str, str], name: str) -> str:
    if name not in found:
        raise Unauthenticated(f"the header {name} is missing")
    return found[name]


def _read_delivery_id(found: Mapping[str, str], name: str) -> str:
    id = _find_header(found, name)
    if not _ID.fullmatch(id):
        raise Unauthenticated(f"{name} is not 1 to 255 printable ASCII characters without spaces")
    return id


def _decode_base64(text: str) -> bytes | None:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:  # binascii.Error is one, and so is the complaint about non-ASCII
        return None


def _has_match(signed: bytes, signatures: Sequence[bytes], keys: Sequence[bytes]) -> bool:
    expected = [hmac.digest(key, signed, hashlib.sha256) for key in keys]
    return any(hmac.compare_digest(given, right) for given in signatures for right in expected)
