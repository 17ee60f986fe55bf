"""Alembic's entry: one transaction around all migrations of one database."""

from alembic import context
from sqlalchemy import Engine, create_engine, event
from sqlmodel import SQLModel

import bot.store.tables  # noqa: F401  declares the metadata


def run() -> None:
    """The attribute `engine` of the configuration reaches PostgreSQL; without it, the URL names a file of SQLite."""
    engine = context.config.attributes.get("engine") or open_file(
        context.config.get_main_option("sqlalchemy.url") or ""
    )
    try:
        with engine.connect() as connection:
            # Alembic takes SQLite for a database that cannot undo DDL, and would commit after each migration: two processes that
            # migrate at once could then each run the next one.
            context.configure(connection=connection, target_metadata=SQLModel.metadata, transactional_ddl=True)
            with context.begin_transaction():
                context.run_migrations()
    finally:
        engine.dispose()


def open_file(url: str) -> Engine:
    engine = create_engine(url)
    # pysqlite commits before DDL by itself; SQLAlchemy's documented recipe gives the transaction back to us.
    event.listen(engine, "connect", lambda connection, _: setattr(connection, "isolation_level", None))
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


run()
