"""`countersign migrate --from … --to …`: a server's file, then the same installation over PostgreSQL."""

from collections.abc import Iterator

import pytest

from tests.cli.postgres_installation import PostgresInstallation, wait_for_end
from tests.cli.server_process import MAX, OLIVE, SAM, agent, running_server
from tests.cli.terminal import HEAD, StagedTerminal, tag_at
from tests.servers.postgres import PostgresServer


@pytest.fixture
def target(postgres_server: PostgresServer) -> Iterator[str]:
    """The URL of a database without a table."""
    name = postgres_server.make_database()
    yield postgres_server.url_of(name)
    postgres_server.drop_database(name)


def test_pg5_a_request_that_waits_is_decided_over_the_new_database_by_the_same_keys(
    terminal: StagedTerminal, target: str
) -> None:
    folder = terminal.folder
    source = f"sqlite:///{folder / 'data' / 'countersign.db'}"
    with running_server(folder, OLIVE + MAX + SAM + agent(folder), "max", "sam") as server:
        asked = server.request_of_sam()
        refused = terminal("migrate", "--from", source, "--to", target)
        assert refused.code == 2
        assert f"is in use by another Countersign process (process {server.process.pid})" in refused.err
    ran = terminal("migrate", "--from", source, "--to", target)
    assert (ran.code, ran.out.split("\n")[0].rpartition(" has ")[2]) == (
        0,
        "the installation: 1 threads, all of them verify.",
    )
    gone = terminal("serve")
    assert gone.code == 2
    assert "is not used any more: its content was moved to the PostgreSQL database" in gone.err
    secret = (folder / "data" / "secret.key").read_text().strip()
    moved = PostgresInstallation.open(folder, target, secret, server.keys)
    with moved.serve() as after:
        assert after.approve("max", asked["id"]).status_code == 200
        assert wait_for_end(after, asked["id"])["status"] == "done"
    assert tag_at(folder, asked["arguments"]["tag"]) == HEAD


@pytest.mark.parametrize(
    ("source", "to"),
    [("", "postgresql+psycopg://u@h/d"), ("sqlite:///a.db", ""), ("sqlite:///a.db", "sqlite:///b.db")],
)
def test_pg5_other_directions_are_refused(terminal: StagedTerminal, source: str, to: str) -> None:
    ran = terminal("migrate", *(("--from", source) if source else ()), *(("--to", to) if to else ()))
    assert (ran.code, ran.out) == (2, "")
    assert "--from takes sqlite:///PATH, and --to postgresql+psycopg://" in ran.err
