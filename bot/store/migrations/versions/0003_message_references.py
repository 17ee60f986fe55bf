"""Which thread a message of ours belongs to."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "place",
        sa.Column("channel", sa.String, primary_key=True),
        sa.Column("reference", sa.String, primary_key=True),
        sa.Column("thread", sa.String, nullable=False),
        sqlite_with_rowid=False,
    )
