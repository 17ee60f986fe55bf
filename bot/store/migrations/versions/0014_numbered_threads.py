"""Events and pieces are keyed by one number in SQLite, threads by their id alone, and open calls by their wish alone.

The key of an event is `number of its thread << 24 | seq`, that of a piece `key of its event << 4 | slot`: an event has a slot for each
renderer. SQLite fills the last page of such a table before it begins another, and finds a row without comparing texts.
The tables `event` and `piece` become views of the same columns. PostgreSQL keeps its tables.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

THREAD = """CREATE TABLE thread (
    id VARCHAR NOT NULL, agent VARCHAR NOT NULL, title VARCHAR NOT NULL, requester VARCHAR, status VARCHAR NOT NULL,
    seq INTEGER NOT NULL, head BLOB NOT NULL, opened INTEGER NOT NULL, touched INTEGER NOT NULL,
    mac BLOB DEFAULT (x'') NOT NULL, due INTEGER, owes INTEGER, PRIMARY KEY (id) )"""
THREAD_COLUMNS = "id, agent, title, requester, status, seq, head, opened, touched, mac, due, owes"

TABLES = (
    "CREATE TABLE thread_number (thread VARCHAR NOT NULL PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE TABLE numbered_event (key INTEGER PRIMARY KEY, type VARCHAR NOT NULL, v INTEGER NOT NULL, at INTEGER NOT NULL,"
    " body BLOB NOT NULL, hash BLOB NOT NULL)",
    "CREATE TABLE numbered_piece (key INTEGER PRIMARY KEY, renderer VARCHAR NOT NULL, delta BLOB NOT NULL)",
)
FILL = (
    "INSERT INTO thread_number SELECT thread, row_number() OVER (ORDER BY thread) FROM (SELECT DISTINCT thread FROM event)",
    "INSERT OR IGNORE INTO numbered_event SELECT number << 24 | seq, type, v, at, body, hash"
    " FROM thread_number CROSS JOIN event USING (thread) WHERE typeof(seq) = 'integer' AND seq BETWEEN 1 AND 16777215"
    " ORDER BY thread, seq",
    "INSERT OR IGNORE INTO numbered_piece SELECT (number << 24 | seq) << 4 | slot, renderer, delta FROM"
    " (SELECT *, row_number() OVER (PARTITION BY thread, seq ORDER BY renderer) - 1 AS slot FROM piece)"
    " CROSS JOIN thread_number USING (thread)"
    " WHERE typeof(seq) = 'integer' AND seq BETWEEN 1 AND 16777215 AND slot < 16",
)
"""One scan of each table, in the order of its key: memory does not grow with the file. Rows with numbers that no release
writes belong to no log, and are left out."""

VIEWS = (
    """CREATE VIEW event AS SELECT thread, key & 16777215 AS seq, type, v, at, body, hash FROM thread_number
        CROSS JOIN numbered_event ON key >= number << 24 AND key < (number + 1) << 24""",
    """CREATE VIEW piece AS SELECT thread, key >> 4 & 16777215 AS seq, renderer, delta FROM thread_number
        CROSS JOIN numbered_piece ON key >= number << 28 AND key < (number + 1) << 28""",
    """CREATE TRIGGER event_insert INSTEAD OF INSERT ON event BEGIN
        INSERT OR IGNORE INTO thread_number SELECT NEW.thread, 1 + (SELECT coalesce(max(key), 0) >> 24 FROM numbered_event);
        INSERT INTO numbered_event SELECT number << 24 | NEW.seq, NEW.type, NEW.v, NEW.at, NEW.body, NEW.hash
            FROM thread_number WHERE thread = NEW.thread;
    END""",
    """CREATE TRIGGER event_update INSTEAD OF UPDATE ON event BEGIN
        INSERT OR IGNORE INTO thread_number SELECT NEW.thread, 1 + (SELECT coalesce(max(key), 0) >> 24 FROM numbered_event);
        UPDATE numbered_event SET key = (SELECT number << 24 | NEW.seq FROM thread_number WHERE thread = NEW.thread),
            type = NEW.type, v = NEW.v, at = NEW.at, body = NEW.body, hash = NEW.hash
            WHERE key = (SELECT number << 24 | OLD.seq FROM thread_number WHERE thread = OLD.thread);
    END""",
    """CREATE TRIGGER event_delete INSTEAD OF DELETE ON event BEGIN
        DELETE FROM numbered_event WHERE key = (SELECT number << 24 | OLD.seq FROM thread_number WHERE thread = OLD.thread);
        DELETE FROM thread_number WHERE thread = OLD.thread AND NOT EXISTS
            (SELECT 1 FROM numbered_event WHERE key >= number << 24 AND key < (number + 1) << 24);
    END""",
)
"""The triggers are for people and programs that change rows by hand, under the names of all releases."""

EVENT = """CREATE TABLE event (
    thread VARCHAR NOT NULL, seq INTEGER NOT NULL, type VARCHAR NOT NULL, v INTEGER NOT NULL, at INTEGER NOT NULL,
    body BLOB NOT NULL, hash BLOB NOT NULL, PRIMARY KEY (thread, seq) ) WITHOUT ROWID"""
PIECE = """CREATE TABLE piece (
    thread VARCHAR NOT NULL, seq INTEGER NOT NULL, renderer VARCHAR NOT NULL, delta BLOB NOT NULL,
    PRIMARY KEY (thread, seq, renderer) ) WITHOUT ROWID"""


def upgrade() -> None:
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        return
    kind = connection.execute(sa.text("SELECT type FROM sqlite_master WHERE name = 'event'")).scalar()
    if kind == "view":  # only the revision of the file was set back
        return
    for statement in (*TABLES, *FILL, "DROP TABLE event", "DROP TABLE piece"):
        op.execute(statement)
    op.drop_index("open_call_call", "open_call")
    _rebuild_threads(f"{THREAD} WITHOUT ROWID")
    for statement in VIEWS:
        op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        return
    for statement in (
        "DROP VIEW event",
        "DROP VIEW piece",
        EVENT,
        PIECE,
        "INSERT INTO event SELECT thread, key & 16777215, type, v, at, body, hash FROM thread_number"
        " CROSS JOIN numbered_event ON key >= number << 24 AND key < (number + 1) << 24 ORDER BY thread, key",
        "INSERT INTO piece SELECT thread, key >> 4 & 16777215, renderer, delta FROM thread_number"
        " CROSS JOIN numbered_piece ON key >= number << 28 AND key < (number + 1) << 28 ORDER BY thread, key",
        "DROP TABLE numbered_event",
        "DROP TABLE numbered_piece",
        "DROP TABLE thread_number",
    ):
        op.execute(statement)
    op.create_index("open_call_call", "open_call", ["call"])
    _rebuild_threads(THREAD)


def _rebuild_threads(statement: str) -> None:
    op.execute("DROP INDEX thread_touched")
    op.execute("ALTER TABLE thread RENAME TO copied_thread")
    op.execute(statement)
    op.execute(f"INSERT INTO thread SELECT {THREAD_COLUMNS} FROM copied_thread ORDER BY id")  # noqa: S608
    op.execute("DROP TABLE copied_thread")
    op.create_index("thread_touched", "thread", ["touched"])
