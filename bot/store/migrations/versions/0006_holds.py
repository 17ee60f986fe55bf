"""Holds: the present pauses and the earlier ones."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "hold",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("scope", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("by", sa.String, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("placed", sa.Integer, nullable=False),
        sa.Column("lifted", sa.Integer),
        sa.Column("lifted_by", sa.String),
    )
    op.create_index("hold_active", "hold", ["scope", "name"], unique=True, sqlite_where=sa.text("lifted IS NULL"))
