"""The wish of each request: a new card shows an equal call that people rejected elsewhere."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("request", sa.Column("wish", sa.String(), nullable=False, server_default=""))
    op.create_index("request_wish", "request", ["wish"], sqlite_where=sa.text("wish <> ''"))


def downgrade() -> None:
    op.drop_index("request_wish", "request")
    op.drop_column("request", "wish")
