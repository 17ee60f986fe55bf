"""PG10: what a running process has prepared goes on while a later release adds to the schema: columns, tables and indexes."""

from contextlib import closing

from bot.store.postgres.connecting import connect_for_writing
from tests.engine.test_pg4_shared_database import OpenPlatform, PeerPlatform
from tests.engine.test_pg4_shared_database import open_peer as open_peer
from tests.platform_fixture import choose


async def ask_and_push(one: PeerPlatform, other: PeerPlatform) -> None:
    """A lifecycle in which two processes write: `one` asks and pushes, `other` decides."""
    before = len(one.ledger.lines)
    await one.launch()
    (request,) = (await other.app.queries.list_requests(status="pending")).items
    await other.decide(request, by="olive")
    await one.settles(lambda: len(one.ledger.lines) > before)
    await one.settle()


def add_to_schema(url: str) -> list[str]:
    """Add to each table what a migration may add beside the release before. Returns the tables."""
    with closing(connect_for_writing(url)) as connection:
        rows = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()").fetchall()
        for (table,) in rows:
            connection.execute(f'ALTER TABLE "{table}" ADD COLUMN later text, ADD COLUMN n bigint NOT NULL DEFAULT 7')
            connection.execute(f'CREATE INDEX CONCURRENTLY ON "{table}" (n)')
        connection.execute("CREATE TABLE of_a_later_release (id text PRIMARY KEY)")
    return [table for (table,) in rows]


async def test_pg10_running_processes_go_on_over_a_schema_that_only_grew(
    open_peer: OpenPlatform, postgres_url: str
) -> None:
    tags = [
        choose("push", tag="v1"),
        choose("done", message="v1."),
        choose("push", tag="v2"),
        choose("done", message="v2."),
    ]
    one, other = await open_peer(*tags), await open_peer()
    await ask_and_push(one, other)
    assert {"thread", "event", "request", "job", "lease", "owner"} <= set(add_to_schema(postgres_url))
    await ask_and_push(one, other)
    assert [line.split()[1] for line in one.ledger.lines] == ["v1", "v2"]
    assert (await other.app.store.evidence.verify()).is_sound
