"""The types of columns in revisions that run on both databases: as `bot.store.postgres.schema` makes those of a new one."""

import sqlalchemy as sa

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
"""64 bits in both: SQLite's INTEGER has them, and only this word makes a key of it that counts by itself."""
TEXT = sa.String().with_variant(sa.Text(collation="C"), "postgresql")
"""Compares by its bytes, as SQLite's texts do."""
