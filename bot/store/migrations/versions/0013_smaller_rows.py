"""Bodies are deflated with a dictionary (`bot.store.compression`), and the audience has no second index: its key finds all."""

import zlib

import sqlalchemy as sa
from alembic import op

from bot.store.compression import unpack_body

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

LARGE = 400
"""Bytes of a body above which the older form is deflated."""


def upgrade() -> None:
    """No body changes: older forms are read as before, and releases that cannot read the new one leave the file alone."""
    op.drop_index("audience_thread", "audience")


def downgrade() -> None:
    """Write each body of the new form in the older one, thread by thread. A row that cannot be inflated stays, as it is."""
    connection = op.get_bind()
    after = ""
    next_thread = sa.text("SELECT min(thread) FROM event WHERE thread > :after")
    rows = sa.text("SELECT seq, body FROM event WHERE thread = :thread AND substr(body, 1, 1) = :mark")
    # in SQLite forged ids that are no text come behind all others
    while isinstance(thread := connection.execute(next_thread, {"after": after}).scalar(), str):
        for seq, body in connection.execute(rows, {"thread": thread, "mark": b"\x01"}).all():
            try:
                plain = unpack_body(body, thread)
            except zlib.error:
                continue
            connection.execute(
                sa.text("UPDATE event SET body = :body WHERE thread = :thread AND seq = :seq"),
                {"body": zlib.compress(plain) if len(plain) > LARGE else plain, "thread": thread, "seq": seq},
            )
        after = thread
    op.create_index("audience_thread", "audience", ["thread"])
