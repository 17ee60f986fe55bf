"""Of equal calls one is open at a time: the table that the transaction of a request looks into."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "open_call",
        sa.Column("wish", sa.String(), primary_key=True),
        sa.Column("call", sa.String(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("open_call_call", "open_call", ["call"])


def downgrade() -> None:
    op.drop_index("open_call_call", "open_call")
    op.drop_table("open_call")
