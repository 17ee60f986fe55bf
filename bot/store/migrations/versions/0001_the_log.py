"""The log, its index, arrivals, jobs, keys, sessions, audit."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

APPLICATION_ID = 0x434F554E


def upgrade() -> None:
    op.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    _log()
    _index()
    _work()
    _doors()


def _log() -> None:
    op.create_table(
        "event",
        sa.Column("thread", sa.String, primary_key=True),
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("type", sa.String, nullable=False),
        sa.Column("v", sa.Integer, nullable=False),
        sa.Column("at", sa.Integer, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "piece",
        sa.Column("thread", sa.String, primary_key=True),
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("renderer", sa.String, primary_key=True),
        sa.Column("delta", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "text",
        sa.Column("hash", sa.LargeBinary, primary_key=True),
        sa.Column("body", sa.String, nullable=False),
        sqlite_with_rowid=False,
    )


def _index() -> None:
    op.create_table(
        "thread",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("agent", sa.String, nullable=False),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("requester", sa.String),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("head", sa.LargeBinary, nullable=False),
        sa.Column("opened", sa.Integer, nullable=False),
        sa.Column("touched", sa.Integer, nullable=False),
    )
    op.create_index("thread_touched", "thread", ["touched"])
    op.create_table(
        "request",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("thread", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("basis", sa.String, nullable=False),
        sa.Column("opened", sa.Integer, nullable=False),
        sa.Column("settled", sa.Integer),
        sa.Column("by", sa.String),
        sqlite_with_rowid=False,
    )
    op.create_index("request_pending", "request", ["opened"], sqlite_where=sa.text("status = 'pending'"))


def _work() -> None:
    op.create_table(
        "arrival",
        sa.Column("channel", sa.String, primary_key=True),
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("thread", sa.String, nullable=False),
        sa.Column("at", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "job",
        sa.Column("kind", sa.String, primary_key=True),
        sa.Column("key", sa.String, primary_key=True),
        sa.Column("run_at", sa.Integer, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
        sqlite_with_rowid=False,
    )
    op.create_index("job_due", "job", ["run_at"])


def _doors() -> None:
    op.create_table(
        "api_key",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("hash", sa.LargeBinary, nullable=False, unique=True),
        sa.Column("scope", sa.String, nullable=False),
        sa.Column("person", sa.String, nullable=False),
        sa.Column("label", sa.String, nullable=False),
        sa.Column("created", sa.Integer, nullable=False),
        sa.Column("revoked", sa.Integer),
    )
    op.create_table(
        "session",
        sa.Column("hash", sa.LargeBinary, primary_key=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("person", sa.String, nullable=False),
        sa.Column("created", sa.Integer, nullable=False),
        sa.Column("expires", sa.Integer, nullable=False),
        sa.Column("used", sa.Integer),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "audit",
        sa.Column("no", sa.Integer, primary_key=True),
        sa.Column("at", sa.Integer, nullable=False),
        sa.Column("what", sa.String, nullable=False),
        sa.Column("person", sa.String, nullable=False),
        sa.Column("door", sa.String, nullable=False),
        sa.Column("about", sa.String, nullable=False),
        sa.Column("detail", sa.String, nullable=False),
    )
