"""The values that channels keep outside of the vault. The start of the platform moves the rows of older releases (see docs/storage.md)."""

import sqlalchemy as sa
from alembic import context, op

from bot.core.errors import DowngradeRefused

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "channel_data",
        sa.Column("channel", sa.String(), primary_key=True),
        sa.Column("kind", sa.String(), primary_key=True),
        sa.Column("key", sa.String(), primary_key=True),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.Column("expires", sa.Integer(), nullable=True),
        sa.Column("at", sa.Integer(), nullable=False),
    )
    op.create_index("channel_data_expires", "channel_data", ["expires"], sqlite_where=sa.text("expires IS NOT NULL"))


def downgrade() -> None:
    """Seal the rows into the vault, where the previous release looks for them, then drop the table.

    The attributes of the configuration have `seal_row`, a function of kind, key and value, and `now` in microseconds. A row
    whose end has passed is left out.
    """
    connection = op.get_bind()
    seal, now = (context.config.attributes.get(name) for name in ("seal_row", "now"))
    (found,) = connection.execute(sa.text("SELECT count(*) FROM channel_data")).one()
    if found and seal is None:
        raise DowngradeRefused(f"{found} values of channels would be lost; run `countersign database downgrade`")
    twice = "SELECT kind, key FROM channel_data GROUP BY kind, key HAVING count(*) > 1"
    if same := connection.execute(sa.text(twice)).first():
        raise DowngradeRefused(
            f"two channels have a value of the kind {same[0]!r} under one key, and the vault has room for one"
        )
    for kind, key, value, expires, at in connection.execute(
        sa.text("SELECT kind, key, value, expires, at FROM channel_data")
    ):
        assert seal is not None
        if expires is None or expires > now:
            connection.execute(
                sa.text("INSERT OR REPLACE INTO vault (kind, key, body, at) VALUES (:kind, :key, :body, :at)"),
                {"kind": kind, "key": key, "body": seal(kind, key, bytes(value)), "at": at},
            )
    op.drop_index("channel_data_expires", "channel_data")
    op.drop_table("channel_data")
