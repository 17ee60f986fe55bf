"""Reading rights: the audience of each thread, computed from its log, and the agents that a key is bound to."""

import json
import zlib
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TYPES = ("ThreadOpened", "MessageReceived", "Forked", "Answered", "ApprovalAsked", "QuestionAsked")


def upgrade() -> None:
    op.add_column("api_key", sa.Column("agents", sa.String(), nullable=False, server_default=""))
    op.create_table(
        "audience",
        sa.Column("who", sa.String(), primary_key=True),
        sa.Column("thread", sa.String(), primary_key=True),
        sqlite_with_rowid=False,
    )
    op.create_index("audience_thread", "audience", ["thread"])
    fill()


def downgrade() -> None:
    op.drop_index("audience_thread", "audience")
    op.drop_table("audience")
    op.drop_column("api_key", "agents")


def fill() -> None:
    """Write the audience of the existing threads. A row that cannot be read adds no person: its thread does not verify."""
    connection = op.get_bind()
    marks = ",".join(f"'{type}'" for type in TYPES)
    rows = connection.execute(sa.text(f"SELECT thread, type, body FROM event WHERE type IN ({marks})"))  # noqa: S608
    found = {(who, thread) for thread, type, body in rows for who in named(type, read(body))}
    for who, thread in sorted(found):
        connection.execute(
            sa.text("INSERT OR IGNORE INTO audience (who, thread) VALUES (:who, :thread)"),
            {"who": who, "thread": thread},
        )


def read(body: Any) -> dict[str, Any]:
    try:
        event = json.loads(zlib.decompress(body) if body[:1] == b"x" else body)
    except (ValueError, TypeError, zlib.error):
        return {}
    return event if isinstance(event, dict) else {}


def named(type: str, event: dict[str, Any]) -> Iterator[str]:
    """The audience that an event adds: ids of people, and groups as "group:NAME"."""
    policy = event.get("policy") or {}
    for clause in (event.get("to"), *(policy.get("approvers") or ())):
        yield from (clause or {}).get("people") or ()
        yield from (f"group:{group}" for group in (clause or {}).get("groups") or ())
    words = (event.get("requester"), event.get("by"), event.get("person"), *(event.get("others") or ()))
    yield from (who for who in words if who and ":" not in who)
