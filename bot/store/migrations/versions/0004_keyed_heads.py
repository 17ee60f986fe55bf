"""Signed heads, the known evidence, and the time to look at a thread.

The heads of the existing threads are signed once, in this transaction: afterwards a head that is not signed is a forgery.
"""

from typing import Any

import sqlalchemy as sa
from alembic import context, op

from bot.store.sqlite.log_resigning import sign_all

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("thread", sa.Column("mac", sa.LargeBinary, nullable=False, server_default=sa.text("x''")))
    op.add_column("thread", sa.Column("due", sa.Integer))
    op.add_column("thread", sa.Column("owes", sa.Integer))
    op.create_table(
        "evidence",
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("mac", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "space",
        sa.Column("no", sa.Integer, primary_key=True),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    op.execute("UPDATE thread SET due=(SELECT run_at FROM job WHERE kind='turn' AND key=thread.id)")
    op.execute("UPDATE thread SET owes=(SELECT run_at FROM job WHERE kind='deliver' AND key=thread.id)")
    connection: Any = op.get_bind().connection.dbapi_connection
    sign_all(connection, context.config.attributes["signer"], "upgrade")
