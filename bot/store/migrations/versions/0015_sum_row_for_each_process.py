"""Changes no table. Over PostgreSQL, processes that share the database have a row each in the table `evidence`, `threads:PROCESS`.

The number tells a release that reads the row `threads` alone that it cannot start beside them (`ownership.refuse_older_release`).
"""

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The rows are made by the processes."""


def downgrade() -> None:
    """Processes that ended have folded their rows."""
