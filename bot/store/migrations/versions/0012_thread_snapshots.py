"""The kept states of long threads, which spare folding their logs again. Without a row the log is folded."""

import sqlalchemy as sa
from alembic import op

from bot.store.migration_column_types import NUMBER, TEXT

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "thread_snapshot",
        sa.Column("thread", TEXT, primary_key=True),
        sa.Column("seq", NUMBER, nullable=False),
        sa.Column("head", sa.LargeBinary(), nullable=False),
        sa.Column("version", TEXT, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("thread_snapshot")
