"""The rows that a store returns and keeps beside the log. Times are microseconds since 1970 in UTC."""

import hashlib
from typing import NamedTuple

from bot.core.secrets.redaction import remove_secrets


class ThreadRecord(NamedTuple):
    """A thread as lists show it."""

    id: str
    agent: str
    title: str
    requester: str | None
    status: str
    seq: int
    opened: int
    touched: int


class SnapshotRecord(NamedTuple):
    """The state of a thread after its event `seq`, whose hash is `head`, as the fold `version` wrote it in `body`."""

    thread: str
    seq: int
    head: bytes
    version: str
    body: bytes


class RequestFilter(NamedTuple):
    """The limits of a list of requests; None: not by this.

    `agent` is the agent of the thread, `person` asked for the thread or decided the request. `since` and `until`
    (microseconds) are times at which it was asked, the first included, the second not.
    """

    agent: str | None = None
    person: str | None = None
    since: int | None = None
    until: int | None = None


NO_FILTER = RequestFilter()


class RequestRecord(NamedTuple):
    """A request as lists show it. `by` holds the ids of people, joined by ", "."""

    id: str
    thread: str
    kind: str
    status: str
    basis: str
    opened: int
    settled: int | None
    by: str | None


class RejectedRequest(NamedTuple):
    """A request that people rejected. `by` holds the ids of people, joined by ", "."""

    id: str
    thread: str
    wish: str
    settled: int
    by: str


class OpenCall(NamedTuple):
    """A gated call that is not over. `wish` is the hash of its agent, tool and arguments, see `hash_wish`."""

    wish: str
    call: str


class DueJob(NamedTuple):
    """When the thread `key` must be handled, and how often that failed."""

    kind: str
    key: str
    run_at: int
    attempts: int


class AuditNote(NamedTuple):
    """A row of the audit."""

    at: int
    what: str
    person: str = ""
    door: str = ""
    about: str = ""
    detail: str = ""

    def clean(self) -> "AuditNote":
        """The note without secrets."""
        return self._replace(about=remove_secrets(self.about), detail=remove_secrets(self.detail))


class ApiKey(NamedTuple):
    """An API key. `makers` are the people that made it, other than `person`; `agents` are those that an agent key is
    bound to.
    """

    id: str
    scope: str
    person: str
    label: str
    created: int
    revoked: int | None
    makers: tuple[str, ...] = ()
    agents: tuple[str, ...] = ()


class SessionRecord(NamedTuple):
    """A browser's session or a sign-in link (`kind`).

    `makers` are the people that made the link, other than its person; `assurance` is how the session's person was
    verified. A requested link names the requesting `browser` (SHA-256 of its nonce) and our path `onward`.
    """

    kind: str
    person: str
    created: int
    expires: int
    used: int | None
    makers: tuple[str, ...] = ()
    assurance: str = ""
    browser: str = ""
    onward: str = ""


def hash_secret(secret: str) -> bytes:
    """The stored form of a key, a session or a link: its SHA-256."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()


def name_credential(key: str) -> str:
    """The name of the key with this id in a log."""
    return f"key:{key}"


BUDGETS = ":budgets"
"""The `channel` of the rows that count model calls. The name of a channel holds no colon."""
KEPT_FOR = 25 * 3600 * 1_000_000
"""Microseconds for which such a row is kept: longer than the longest window."""
