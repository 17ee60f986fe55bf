"""The whole product over PostgreSQL: a real server and a real database, from the launch to the tag at the origin, through a
kill at each point where something is under way; and the verbs that read the database beside it.
"""

import os
import time
from contextlib import closing, suppress

import httpx2
import pytest

from bot.store.postgres.connecting import connect_for_writing
from tests.busy_machine import Deadline
from tests.cli.postgres_installation import PostgresInstallation, kill, wait_for_end
from tests.cli.server_process import PATIENCE, ServerProcess
from tests.cli.terminal import HEAD, StagedTerminal, clean_environment, fork, free_port, tag_at
from tests.postgres_databases import SECRET


@pytest.fixture
def installation(terminal: StagedTerminal, postgres_url: str) -> PostgresInstallation:
    return PostgresInstallation(terminal.folder, postgres_url)


def test_pg3_a_request_is_asked_decided_and_run_over_restarts_of_the_server(
    installation: PostgresInstallation,
) -> None:
    with installation.serve() as server:
        asked = server.request_of_sam()
        server.process.terminate()
        assert server.process.wait(60) == 0
    with installation.serve() as server:
        assert server.look(asked["id"])["status"] == "pending"
        assert server.approve("max", asked["id"]).status_code == 200
        assert wait_for_end(server, asked["id"])["status"] == "done"
        assert tag_at(installation.folder, asked["arguments"]["tag"]) == HEAD
        assert server.ready()["status"] == "ready"
        report = server.call("olive", "GET", "audit/verify").json()
        assert (report["is_sound"], report["threads"]) == (True, 1)
        server.process.terminate()
        assert server.process.wait(60) == 0
    assert installation.rows("SELECT 1 FROM event WHERE type = 'ToolStarted'") != []


def test_pg3_a_kill_while_people_decide_loses_nothing(installation: PostgresInstallation) -> None:
    with installation.serve() as server:
        asked = server.request_of_sam()
        kill(server.process)
    with installation.serve() as server:
        assert server.approve("olive", asked["id"]).status_code == 200
        kill(server.process)
    with installation.serve() as server:
        assert server.look(asked["id"])["status"] == "approved"
        assert wait_for_end(server, asked["id"])["status"] == "done"
    assert tag_at(installation.folder, asked["arguments"]["tag"]) == HEAD


def test_pg3_a_kill_while_the_tool_runs_leaves_one_effect_and_its_outcome_is_found(
    installation: PostgresInstallation,
) -> None:
    reached, go = installation.hold_pushes()
    with installation.serve() as server:
        asked = server.request_of_sam()
        assert server.approve("olive", asked["id"]).status_code == 200
        server.wait(reached.exists, "the push is at the origin")
        kill(server.process)
    go.touch()
    with installation.serve() as server:
        execution = wait_for_end(server, asked["id"])
        assert (execution["status"], execution["attempts"]) == ("done", 1), "its probe found the tag"
    assert tag_at(installation.folder, asked["arguments"]["tag"]) == HEAD


def test_pg3_a_second_server_is_refused_and_told_who_owns_the_database(
    installation: PostgresInstallation, terminal: StagedTerminal
) -> None:
    with installation.serve() as server:
        ran = terminal("serve", PORT=str(free_port()), **installation.settings)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith("error: The PostgreSQL database test_")
        assert (
            f"is in use by another Countersign process (process {server.process.pid} on {os.uname().nodename})"
            in ran.err
        )
        assert SECRET not in ran.err


def test_pg3_a_server_whose_database_another_process_took_stops_and_says_so(
    installation: PostgresInstallation,
) -> None:
    with installation.serve() as server:
        with closing(connect_for_writing(installation.url)) as other:
            other.execute("UPDATE owner SET no = no + 1, host = 'elsewhere', process = 7")
            other.execute("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objid = 1")
        assert server.process.wait(PATIENCE) == 1
    assert "process 7 on elsewhere owned it meanwhile" in "".join(server.said)


def test_pg3_the_verbs_read_the_database_beside_a_server_and_without_one(
    installation: PostgresInstallation, terminal: StagedTerminal
) -> None:
    with installation.serve() as server:
        server.request_of_sam()
        ran = terminal("audit", "verify", **installation.settings)
        assert (ran.code, ran.out.splitlines()[-1]) == (0, "1 threads checked, all of them verify.")
        seen = terminal("doctor", **installation.settings).out
        assert f"in use by process {server.process.pid} on" in seen
        server.process.terminate()
        server.process.wait(60)
    ran = terminal("requests", "--json", **installation.settings)
    assert [item["status"] for item in ran.json["items"]] == ["pending"]
    seen = terminal("doctor", **installation.settings).out
    assert "PostgreSQL 1" in seen
    assert ", free\n" in seen
    assert "Log: 1 threads verify" in seen
    installation.rows("UPDATE event SET body = '{}' WHERE seq = 2 RETURNING 1")
    ran = terminal("audit", "verify", **installation.settings)
    assert ran.code == 1
    assert "does not verify at event 2" in ran.out
    assert "does not verify at event 2" in terminal("doctor", **installation.settings).out


@pytest.mark.parametrize(
    "words", [("backup", "copy"), ("restore", "copy"), ("audit", "sign"), ("database", "downgrade")]
)
def test_pg3_a_verb_that_works_on_a_file_alone_says_so(terminal: StagedTerminal, words: tuple[str, ...]) -> None:
    url = "postgresql+psycopg://u:hunter2@127.0.0.1:1/d"
    ran = terminal(*words, COUNTERSIGN_DATABASE_URL=url, COUNTERSIGN_SECRET_KEY=SECRET)
    assert (ran.code, ran.out) == (2, "")
    assert "works on a SQLite file. For PostgreSQL see docs/postgresql.md" in ran.err
    assert "hunter2" not in ran.err


def test_pg3_migrate_and_doctor_name_the_database_without_its_password(
    terminal: StagedTerminal, postgres_url: str
) -> None:
    settings = {"COUNTERSIGN_DATABASE_URL": postgres_url.replace("postgres@", "postgres:hunter2@")}
    ran = terminal("migrate", COUNTERSIGN_SECRET_KEY=SECRET, **settings)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("The PostgreSQL database test_")
    seen = terminal("doctor", COUNTERSIGN_SECRET_KEY=SECRET, **settings)
    assert "hunter2" not in ran.out + seen.out + seen.err
    gone = terminal("doctor", COUNTERSIGN_DATABASE_URL="postgresql+psycopg://u:hunter2@127.0.0.1:1/d")
    assert "Cannot open the PostgreSQL database d on 127.0.0.1:1" in gone.out
    assert "hunter2" not in gone.out


def test_pg3_a_database_that_was_set_back_is_marked_by_a_verb(
    installation: PostgresInstallation, terminal: StagedTerminal
) -> None:
    with installation.serve() as server:
        asked = server.request_of_sam()
        assert server.call("olive", "POST", f"threads/{asked['thread_id']}/pause").status_code < 300
        assert server.approve("olive", asked["id"]).status_code == 200
        refused = terminal("database", "restored", **installation.settings)
        assert refused.code == 2
        assert "is in use by another Countersign process" in refused.err
        kill(server.process)
    ran = terminal("database", "restored", **installation.settings)
    assert ran.code == 0, ran.err
    assert "is marked as restored" in ran.out
    with installation.serve() as server:
        server.wait(lambda: server.look(asked["id"])["execution"]["status"] == "unknown", "it is doubted")
    assert tag_at(installation.folder, asked["arguments"]["tag"]) == ""
    ran = terminal("database", "restored")
    assert ran.code == 2
    assert "`countersign restore` marks a SQLite file" in ran.err


def test_pg3_of_servers_that_stand_by_one_takes_over_when_the_owner_is_killed(
    installation: PostgresInstallation,
) -> None:
    with installation.serve() as owner, installation.serve("--standby") as one, installation.serve("--standby") as two:
        asked = owner.request_of_sam()
        for standing in (one, two):
            assert standing.process.stdout is not None
            told = standing.process.stdout.readline()
            assert told.startswith(f"Standing by: process {owner.process.pid} on ")
            with pytest.raises(httpx2.ConnectError):
                standing.ready()
        kill(owner.process)
        taken = owner_of(one, two)
        assert taken.approve("max", asked["id"]).status_code == 200
        assert wait_for_end(taken, asked["id"])["status"] == "done"
    assert tag_at(installation.folder, asked["arguments"]["tag"]) == HEAD


def owner_of(*servers: ServerProcess) -> ServerProcess:
    """The one that answers."""
    deadline = Deadline(PATIENCE)
    while not deadline.is_over:
        for server in servers:
            with suppress(httpx2.HTTPError):
                if server.ready()["status"] == "ready":
                    return server
        time.sleep(0.05)
    raise AssertionError("none took over")


def test_pg3_a_server_that_stands_by_waits_for_a_server_that_is_away(terminal: StagedTerminal) -> None:
    url = "postgresql+psycopg://u:hunter2@127.0.0.1:1/d"
    more = {"COUNTERSIGN_DATABASE_URL": url, "COUNTERSIGN_SECRET_KEY": SECRET, "PORT": str(free_port())}
    process = fork("serve", "--standby", environment=clean_environment(terminal.folder, **more))
    assert process.stdout is not None
    told = process.stdout.readline()
    kill(process)
    process.communicate()
    assert told.startswith("Standing by: Cannot open the PostgreSQL database d on 127.0.0.1:1: ")
    assert "hunter2" not in told
