"""The makers of a credential; sign-in links that people request; ignored webhooks no longer count as taken."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    for table in ("api_key", "session"):
        op.add_column(table, sa.Column("makers", sa.String, nullable=False, server_default=""))
    for column in ("assurance", "browser", "onward"):
        op.add_column("session", sa.Column(column, sa.String, nullable=False, server_default=""))
    op.execute("UPDATE session SET assurance='link' WHERE kind='session'")
    op.execute(
        "UPDATE api_key SET makers=coalesce((SELECT group_concat(DISTINCT replace(person, ' ', '')) FROM audit"
        " WHERE what='key made' AND about=api_key.id AND person NOT IN ('', api_key.person)), '')"
    )
    # The audit does not name links: everybody who made this person a link in the ten minutes (here microseconds) for
    # which one works, and the second in which a link's own note is written, counts.
    op.execute(
        "UPDATE session SET makers=coalesce((SELECT group_concat(DISTINCT replace(person, ' ', '')) FROM audit"
        " WHERE what='sign-in link made' AND about=session.person AND person NOT IN ('', session.person)"
        " AND at BETWEEN session.created - 600000000 AND session.created + 1000000), '')"
    )
    for table in ("api_key", "session"):
        op.execute(f"UPDATE {table} SET makers=replace(makers, ',', ' ')")  # noqa: S608  our own two names
    op.execute("DELETE FROM arrival WHERE channel='webhook' AND thread=''")
