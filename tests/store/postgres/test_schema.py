"""The schema in PostgreSQL: as SQLite's migrations make it, with wide numbers and byte order; opened, refused, migrated."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Engine, create_engine, inspect

from bot.core.base_types import from_micros
from bot.core.errors import (
    BadSetting,
    CannotStart,
    CountersignError,
    ForeignDatabase,
    NewerSchema,
    Unavailable,
    UnprovenLog,
)
from bot.core.holds import Hold
from bot.secret_keys import SecretKeys
from bot.store import opening, revisions
from bot.store.opening import open_store
from bot.store.postgres import schema
from bot.store.postgres.connecting import connect_for_writing, name_database
from bot.store.postgres.database import open_database
from bot.store.postgres.store import PostgresStore, open_postgres_store
from bot.store.records import AuditNote
from bot.store.sqlite import migrate
from bot.store.thread_append import HoldNotices
from tests.empty_databases import lay_empty_database
from tests.postgres_databases import KEYS, SECRET
from tests.servers.postgres import PostgresServer
from tests.store.store_contract import AT, LogWriter


@pytest.fixture
def bare_url(postgres_server: PostgresServer) -> Iterator[str]:
    """The URL of a database without a table."""
    name = postgres_server.make_database()
    yield postgres_server.url_of(name)
    postgres_server.drop_database(name)


def run(url: str, statement: str) -> list[tuple[Any, ...]]:
    with closing(connect_for_writing(url)) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []


def describe(engine: Engine) -> dict[str, Any]:
    """Per table: its columns and which may be NULL, its key, its indexes and their conditions."""
    found = inspect(engine)
    tables = {
        table: (
            {column["name"]: bool(column["nullable"]) for column in found.get_columns(table)},
            found.get_pk_constraint(table)["constrained_columns"],
            sorted(
                (tuple(index["column_names"]), bool(index["unique"]))
                for index in found.get_indexes(table)
                if "duplicates_constraint" not in index
            ),
        )
        for table in found.get_table_names()
        if table not in ("owner", "alembic_version")
    }
    engine.dispose()
    return tables


def test_pg2_a_new_database_has_the_tables_that_the_migrations_of_sqlite_make(
    postgres_url: str, tmp_path: Path
) -> None:
    lay_empty_database(tmp_path / "house.db")
    command.downgrade(
        migrate.make_alembic_config(tmp_path / "house.db"), "0013"
    )  # 0014 concerns the keys of SQLite alone
    ours = describe(create_engine(postgres_url))
    assert len(ours) > 10
    assert ours == describe(create_engine(f"sqlite:///{tmp_path / 'house.db'}"))


def test_pg2_every_number_is_wide_and_every_text_compares_by_its_bytes(postgres_url: str) -> None:
    columns = run(
        postgres_url,
        "SELECT table_name, column_name, data_type, collation_name FROM information_schema.columns"
        " WHERE table_schema = 'public' AND table_name NOT IN ('owner', 'alembic_version')",
    )
    assert {type for _, _, type, _ in columns} == {"bigint", "text", "bytea"}
    assert {collation for _, _, type, collation in columns if type == "text"} == {"C"}
    partial = run(
        postgres_url,
        "SELECT indexrelid::regclass::text FROM pg_index WHERE indpred IS NOT NULL AND indrelid::regclass::text <> ''",
    )
    assert {name for (name,) in partial} == {
        "request_pending",
        "request_wish",
        "hold_active",
        "channel_data_expires",
    }


async def test_pg2_a_hold_can_be_placed_again_after_it_was_lifted(postgres: PostgresStore) -> None:
    notices = HoldNotices("hold", None, AT)
    for n in range(3):
        hold = Hold(id=0, scope="all", by="max", placed=from_micros(AT + n))
        placed, _ = await postgres.holds.place(
            hold, lambda found: AuditNote(AT, "hold placed"), notices, lambda holds: None
        )
        lifted = await postgres.holds.lift(
            placed.id, AuditNote(AT + n, "hold lifted", "olive"), notices, lambda holds: None
        )
        assert lifted == []
    assert len(await postgres.holds.read_holds()) == 3


async def test_pg2_a_bare_database_is_made_ours_once(bare_url: str) -> None:
    asked: list[str] = []

    def find_keys() -> SecretKeys:
        asked.append("keys")
        return KEYS

    for _ in range(2):
        store = open_postgres_store(bare_url, find_keys)
        assert (await store.evidence.read_evidence()).how == "new"
        await store.close()
    assert asked == ["keys", "keys"]
    assert run(bare_url, "SELECT version_num FROM alembic_version") == [(revisions.find_newest_revision(),)]


@pytest.mark.parametrize(
    ("spoil", "refusal", "words"),
    [
        ("CREATE TABLE shop (no int)", ForeignDatabase, "holds 1 tables of another program, such as shop"),
        ("CREATE TABLE alembic_version (version_num text)", ForeignDatabase, "tables of another program"),
    ],
)
def test_pg2_a_database_of_another_program_is_refused_and_left_as_it_is(
    bare_url: str, spoil: str, refusal: type[CountersignError], words: str
) -> None:
    run(bare_url, spoil)
    with pytest.raises(refusal, match=words):
        open_database(bare_url, lambda: pytest.fail("the keys were asked for, and perhaps made"))
    assert len(run(bare_url, "SELECT 1 FROM pg_tables WHERE schemaname = 'public'")) == 1


@pytest.mark.parametrize(
    ("spoil", "refusal", "words"),
    [
        ("UPDATE alembic_version SET version_num = '9999'", NewerSchema, "schema '9999' of a newer Countersign"),
        ("DELETE FROM alembic_version", ForeignDatabase, "alembic_version is empty"),
        ("DELETE FROM evidence WHERE name = 'log'", UnprovenLog, "row `log` in the table `evidence` is gone"),
        ("UPDATE evidence SET mac = 'x' WHERE name = 'threads'", UnprovenLog, "was not signed with a known secret"),
    ],
)
def test_pg2_a_database_that_is_newer_or_unproven_is_refused(
    postgres_url: str, spoil: str, refusal: type[CountersignError], words: str
) -> None:
    run(postgres_url, spoil)
    with pytest.raises(refusal, match=words):
        open_database(postgres_url, lambda: KEYS)


async def test_pg2_a_new_secret_signs_every_head_anew(postgres_url: str) -> None:
    store = open_postgres_store(postgres_url, lambda: KEYS)
    for thread in ("t1", "t2", "t3"):
        await LogWriter(store, thread).open()
    await store.close()
    run(postgres_url, "UPDATE event SET body = '{}' WHERE thread = 't2' AND seq = 1")
    fresh = "a-fresh-secret-of-these-tests-that-is-long-enough"
    store = open_postgres_store(postgres_url, lambda: SecretKeys((fresh, SECRET)))
    told: list[int] = []
    assert await store.evidence.sign_anew(told.append) == (2, 1)
    assert told == [3]
    assert await store.evidence.sign_anew(told.append) is None
    await store.close()
    store = open_postgres_store(postgres_url, lambda: SecretKeys((fresh,)))
    assert (await store.threads.read_rows("t1")).seq == 2
    assert await store.evidence.describe_missing_threads() == ""
    assert not (await store.evidence.read_evidence()).is_open, "no note was left to the old secret"
    await store.close()


SHAPE = """SELECT table_name::text, column_name::text, data_type::text, collation_name::text, is_nullable::text
    FROM information_schema.columns WHERE table_schema = 'public' UNION ALL
    SELECT tablename, indexname, indexdef, NULL, NULL FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1, 2"""


def test_pg2_the_newest_migrations_make_what_a_new_database_has(postgres_url: str) -> None:
    new = run(postgres_url, SHAPE)
    config = schema.make_alembic_config()
    config.attributes["engine"] = create_engine(postgres_url)
    command.downgrade(config, "0012")  # 0014 changes nothing here, 0013 does
    assert run(postgres_url, SHAPE) != new
    open_database(postgres_url, lambda: KEYS).close_unused()
    assert run(postgres_url, SHAPE) == new


LATER = """
import sqlalchemy as sa
from alembic import op

revision = "9998"
down_revision = "{before}"


def upgrade() -> None:
    op.add_column("thread", sa.Column("mood", sa.String(), nullable=False, server_default="calm"))
    if {fails}:
        op.execute("SELECT no_such_column FROM thread")
"""


@pytest.mark.parametrize("fails", [False, True])
async def test_pg2_an_older_database_is_migrated_whole_or_not_at_all(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: bool
) -> None:
    migrations = shutil.copytree(revisions.MIGRATIONS, tmp_path / "migrations")
    before = revisions.find_newest_revision()
    (migrations / "versions" / "9998_mood.py").write_text(LATER.format(before=before, fails=fails))
    monkeypatch.setattr(schema, "MIGRATIONS", migrations)
    monkeypatch.setattr(schema, "find_newest_revision", lambda: "9998")
    if fails:
        with pytest.raises(Exception, match="no_such_column"):
            open_database(postgres_url, lambda: KEYS)
    else:
        open_database(postgres_url, lambda: KEYS).close_unused()
    columns = run(postgres_url, "SELECT 1 FROM information_schema.columns WHERE column_name = 'mood'")
    revision = run(postgres_url, "SELECT version_num FROM alembic_version")
    assert (len(columns), revision) == ((0, [(before,)]) if fails else (1, [("9998",)]))


def test_pg2_a_server_that_does_not_answer_is_named_without_the_password() -> None:
    with pytest.raises(CannotStart, match=r"Cannot open the PostgreSQL database d on 127\.0\.0\.1:1: ") as refused:
        open_store("postgresql+psycopg://u:hunter2@127.0.0.1:1/d", lambda: KEYS)
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("postgresql+psycopg://u:hunter2@db.example.com/shop?sslmode=require", "shop on db.example.com"),
        ("postgresql+psycopg://u:hunter2@one:5432,two:5433/shop", "shop on one,two:5432,5433"),
        ("postgresql+psycopg://u:hunter2@[::1]:5432/shop", "shop on ::1:5432"),
        ("postgresql+psycopg:///shop%20two?host=/run/postgresql&password=hunter2", "shop two on /run/postgresql"),
        ("postgresql+psycopg:///shop", "shop on the local socket"),
    ],
)
def test_pg2_a_database_is_named_by_its_server_without_user_and_password(url: str, name: str) -> None:
    assert name_database(url) == f"the PostgreSQL database {name}"


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+psycopg://u:hunter2@h",
        "postgresql+psycopg://u:hunter2@h/d?nonsense=1",
        "postgresql+psycopg://u:hunter2@[::1/d",
    ],
)
def test_pg2_an_incomplete_url_is_explained_without_the_password(url: str) -> None:
    with pytest.raises(BadSetting, match="USER:PASSWORD@HOST:PORT/DATABASE") as refused:
        open_store(url, lambda: KEYS)
    assert "hunter2" not in str(refused.value)


def test_pg2_without_the_extra_the_url_is_refused_with_the_command_that_installs_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(opening, "find_spec", lambda name: None)
    with pytest.raises(BadSetting, match=r"install -e '\.\[postgres\]'") as refused:
        open_store("postgresql+psycopg://u:hunter2@h/d", lambda: KEYS)
    assert "hunter2" not in str(refused.value)


def test_pg2_a_database_of_another_encoding_is_refused(postgres_server: PostgresServer) -> None:
    with closing(postgres_server.connect()) as connection:
        connection.execute("CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0")
    try:
        with pytest.raises(CannotStart, match="has the encoding LATIN1"):
            open_database(postgres_server.url_of("latin"), lambda: KEYS)
    finally:
        postgres_server.drop_database("latin")


async def test_pg2_a_server_that_takes_no_writes_is_said_to_be_unavailable(postgres: PostgresStore) -> None:
    await postgres.database.write_plain("SET default_transaction_read_only = on", {})
    with pytest.raises(Unavailable, match="read-only transaction"):
        await LogWriter(postgres).open()
    note = AuditNote(AT, "one")
    with pytest.raises(Unavailable, match="read-only transaction"):
        await postgres.audit.add_notes([note])
