"""The link of a message to the page where its request can be read and decided. Pure.

The link is no credential: its holder sees the content of the message, and may have a sign-in link sent to the recipient
of the message. Programs that handle a mail open links and keep them.
"""

from collections.abc import Sequence
from typing import NamedTuple

from itsdangerous import BadData, URLSafeSerializer

PURPOSE = b"review links"
"""The purpose from which the keys are derived."""


class ReviewLink(NamedTuple):
    """A request at one version (its digest, or the first `DIGITS` digits) in a message of `channel` to `person`, an id.

    `is_whole`: the message showed all of it.
    """

    channel: str
    request: str
    digest: str
    person: str
    is_whole: bool


DIGITS = 16


def sign_link(link: ReviewLink, keys: Sequence[bytes]) -> str:
    """Return the token of this link for a URL's path. `keys`: the current one first."""
    short = link._replace(digest=link.digest[:DIGITS])
    signed = _make_serializer(keys).dumps([*short])
    return signed if isinstance(signed, str) else signed.decode("ascii")


def read_link(token: str, keys: Sequence[bytes]) -> ReviewLink | None:
    """Return the link of a token; None when none of the keys signed it."""
    try:
        values = _make_serializer(keys).loads(token)
    except BadData:
        return None
    return ReviewLink(*values)


def _make_serializer(keys: Sequence[bytes]) -> URLSafeSerializer:
    return URLSafeSerializer([*reversed(keys)], salt=PURPOSE)
