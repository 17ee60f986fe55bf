"""A file of an older release: the audience of its threads is computed from their logs, and its agent keys are bound to no agent."""

import sqlite3
from contextlib import closing
from pathlib import Path

from alembic import command

from bot.core.access.permissions import list_index_names
from bot.http.api.api_keys import make_key
from bot.store.sqlite import access_store, migrate
from tests.platform_fixture import PlatformFixture, choose

ROWS = "SELECT who, thread FROM audience ORDER BY who, thread"


async def test_see1_the_audience_of_older_threads_is_that_of_their_logs(tmp_path: Path) -> None:
    asks = choose("ask_human", question="Which tag? " + "x" * 500, context="", format="free_text")
    async with PlatformFixture(tmp_path, choose("push", tag="v1"), choose("done", message="ok"), asks) as platform:
        first = await platform.launch()
        (request,) = await platform.pending()
        await platform.decide(request, "reject", reason="no")
        await platform.settle()
        threads = [first, await platform.launch(by="olive"), await platform.launch(by=None)]
        threads.append(await platform.app.fork(first, by="max"))
        key, _ = await make_key(platform.app, "sam", "agent", agents=["pusher"])
        logs = {id: await platform.app.queries.find_thread(id) for id in threads}
    expected = sorted((who, id) for id, thread in logs.items() for who in list_index_names(thread))
    path = tmp_path / "house.db"
    with closing(sqlite3.connect(path)) as file:
        assert sorted(file.execute(ROWS).fetchall()) == expected
    config = migrate.make_alembic_config(path)
    command.downgrade(config, "0009")
    migrate.upgrade_schema(path)
    with closing(sqlite3.connect(path)) as file:
        assert file.execute(ROWS).fetchall() == expected
        assert ("group:managers", first) in expected
        found = {each.id: each for each in access_store.list_keys(file)}
        assert found[key.id].agents == ()


async def test_see1_a_row_that_cannot_be_read_keeps_no_file_from_its_migration(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path) as platform:
        await platform.launch()
    path = tmp_path / "house.db"
    command.downgrade(migrate.make_alembic_config(path), "0009")
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("UPDATE event SET body=x'7800ff' WHERE seq=1")
        file.execute("UPDATE event SET body='[1]' WHERE seq=2")
    migrate.upgrade_schema(path)
    with closing(sqlite3.connect(path)) as file:
        assert migrate.read_revision(path) == migrate.find_newest_revision()
