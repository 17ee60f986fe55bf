"""The tables. `event` is the truth; `thread` and `request` are an index of it that can be made again.

Times are microseconds since 1970 in UTC; hashes are 32 raw bytes.
"""

from typing import Any

from sqlalchemy import Index, LargeBinary, text
from sqlmodel import Field, SQLModel

WITHOUT_ROWID = {"sqlite_with_rowid": False}
SQLITE_TABLES = ("thread_number", "numbered_event", "numbered_piece")
"""What `event` and `piece` are views of in SQLite: there a short key saves a sixth of the pages that are written."""


def _where(condition: str) -> dict[str, Any]:
    """The option that makes an index partial, in each database."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


class ThreadRow(SQLModel, table=True):
    """One row for each thread: the head of its log, and the columns of lists. `seq` is the optimistic lock of every
    append.

    `mac` signs the head. `due` and `owes` are the times of the next turn and outbox job: a lost job is made again from
    them.
    """

    __tablename__ = "thread"
    __table_args__ = (Index("thread_touched", "touched"), WITHOUT_ROWID)

    id: str = Field(primary_key=True)
    agent: str
    title: str
    requester: str | None = None
    status: str
    seq: int
    head: bytes = Field(sa_type=LargeBinary)
    opened: int
    touched: int
    mac: bytes = Field(sa_type=LargeBinary)
    due: int | None = None
    owes: int | None = None


class EventRow(SQLModel, table=True):
    """One row for each event, not changed later. `hash` covers the row and the hash before it. In SQLite a view."""

    __tablename__ = "event"
    __table_args__ = (WITHOUT_ROWID,)

    thread: str = Field(primary_key=True)
    seq: int = Field(primary_key=True)
    type: str
    v: int
    at: int
    body: bytes = Field(sa_type=LargeBinary)
    hash: bytes = Field(sa_type=LargeBinary)


class PieceRow(SQLModel, table=True):
    """The text that one renderer showed the model of one event, deflated against the event's own body. In SQLite a view."""

    __tablename__ = "piece"
    __table_args__ = (WITHOUT_ROWID,)

    thread: str = Field(primary_key=True)
    seq: int = Field(primary_key=True)
    renderer: str = Field(primary_key=True)
    delta: bytes = Field(sa_type=LargeBinary)


class TextRow(SQLModel, table=True):
    """A prompt, a list of tools or a model's answer, kept once for all threads under its SHA-256."""

    __tablename__ = "text"
    __table_args__ = (WITHOUT_ROWID,)

    hash: bytes = Field(sa_type=LargeBinary, primary_key=True)
    body: str


class RequestRow(SQLModel, table=True):
    """The index of approvals and questions, for lists. The call and the votes are in the log."""

    __tablename__ = "request"
    __table_args__ = (
        Index("request_pending", "opened", **_where("status = 'pending'")),
        Index("request_wish", "wish", **_where("wish <> ''")),
        WITHOUT_ROWID,
    )

    id: str = Field(primary_key=True)
    thread: str
    kind: str
    status: str
    basis: str = ""
    wish: str = Field(default="", sa_column_kwargs={"server_default": ""})
    opened: int
    settled: int | None = None
    by: str | None = None


class OpenCallRow(SQLModel, table=True):
    """The open gated call of a wish: of equal calls of one agent only one is asked for at a time."""

    __tablename__ = "open_call"
    __table_args__ = (Index("open_call_call", "call"), WITHOUT_ROWID)

    wish: str = Field(primary_key=True)
    call: str


class AudienceRow(SQLModel, table=True):
    """A person or group (an id, or "group:NAME") that a thread concerns, for lists and checks before a thread is read."""

    __tablename__ = "audience"
    __table_args__ = (WITHOUT_ROWID,)

    who: str = Field(primary_key=True)
    thread: str = Field(primary_key=True)


class ArrivalRow(SQLModel, table=True):
    """The id of an inbound message, kept for ever; `body` is the SHA-256 of its body."""

    __tablename__ = "arrival"
    __table_args__ = (WITHOUT_ROWID,)

    channel: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    body: bytes = Field(sa_type=LargeBinary)
    thread: str
    at: int


class PlaceRow(SQLModel, table=True):
    """A message of ours by its reference in the channel, and its thread."""

    __tablename__ = "place"
    __table_args__ = (WITHOUT_ROWID,)

    channel: str = Field(primary_key=True)
    reference: str = Field(primary_key=True)
    thread: str


class JobRow(SQLModel, table=True):
    """A job: a turn of, or a delivery from, the thread `key`, at `run_at`. One for each kind and key."""

    __tablename__ = "job"
    __table_args__ = (Index("job_due", "run_at"), WITHOUT_ROWID)

    kind: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    run_at: int
    attempts: int = 0


class KeyRow(SQLModel, table=True):
    """An API key: its SHA-256, its scope, its person, and its other makers (ids, by spaces).

    `agents` are those that a key of the scope `agent` is bound to (names, by spaces).
    """

    __tablename__ = "api_key"

    id: str = Field(primary_key=True)
    hash: bytes = Field(sa_type=LargeBinary, unique=True)
    scope: str
    person: str
    label: str = ""
    created: int
    revoked: int | None = None
    makers: str = ""
    agents: str = Field(default="", sa_column_kwargs={"server_default": ""})


class SessionRow(SQLModel, table=True):
    """A browser's session or a sign-in link (`kind`), under the SHA-256 of its secret.

    `makers` are the people that made the link, other than its person (ids, by spaces); `assurance` is how the session's
    person was verified. A requested link names the requesting `browser` (SHA-256 of its nonce) and our path `onward`.
    """

    __tablename__ = "session"
    __table_args__ = (WITHOUT_ROWID,)

    hash: bytes = Field(sa_type=LargeBinary, primary_key=True)
    kind: str
    person: str
    created: int
    expires: int
    used: int | None = None
    makers: str = ""
    assurance: str = ""
    browser: str = ""
    onward: str = ""


class HoldRow(SQLModel, table=True):
    """A hold; `lifted` is set when a person resumed it. The transaction of every start reads it."""

    __tablename__ = "hold"
    __table_args__ = (Index("hold_active", "scope", "name", unique=True, **_where("lifted IS NULL")),)

    id: int | None = Field(default=None, primary_key=True)
    scope: str
    name: str
    by: str
    reason: str
    placed: int
    lifted: int | None = None
    lifted_by: str | None = None


class VaultRow(SQLModel, table=True):
    """A small secret of a channel. `body` is sealed for this kind and key: in another row it does not open."""

    __tablename__ = "vault"
    __table_args__ = (WITHOUT_ROWID,)

    kind: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    body: bytes = Field(sa_type=LargeBinary)
    at: int


class ChannelDataRow(SQLModel, table=True):
    """A plain value that a channel remembers. From `expires` on it counts as absent; NULL: no end."""

    __tablename__ = "channel_data"
    __table_args__ = (Index("channel_data_expires", "expires", **_where("expires IS NOT NULL")),)

    channel: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    value: bytes = Field(sa_type=LargeBinary)
    expires: int | None = None
    at: int


class ThreadSnapshotRow(SQLModel, table=True):
    """The latest kept state of a long thread, deflated. It spares folding the log again, and can be deleted at any time.

    `mac` signs the other columns; `version` names the fold that wrote the body.
    """

    __tablename__ = "thread_snapshot"

    thread: str = Field(primary_key=True)
    seq: int
    head: bytes = Field(sa_type=LargeBinary)
    version: str
    body: bytes = Field(sa_type=LargeBinary)
    mac: bytes = Field(sa_type=LargeBinary)


class EvidenceRow(SQLModel, table=True):
    """The signed evidence of the whole log, see `bot.store.sqlite.signed_log_summary`."""

    __tablename__ = "evidence"
    __table_args__ = (WITHOUT_ROWID,)

    name: str = Field(primary_key=True)
    body: bytes = Field(sa_type=LargeBinary)
    mac: bytes = Field(sa_type=LargeBinary)


class SpaceRow(SQLModel, table=True):
    """Written and deleted to check the free space, see `SqliteDatabase.is_answering`. Otherwise it is empty."""

    __tablename__ = "space"

    no: int | None = Field(default=None, primary_key=True)
    body: bytes = Field(sa_type=LargeBinary)


class AuditRow(SQLModel, table=True):
    """An act at an entry point that became no event: refused decisions, sign-ins, keys made and revoked."""

    __tablename__ = "audit"

    no: int | None = Field(default=None, primary_key=True)
    at: int
    what: str
    person: str = ""
    door: str = ""
    about: str = ""
    detail: str = ""
