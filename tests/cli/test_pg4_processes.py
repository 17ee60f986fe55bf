"""Several processes over one database of PostgreSQL: servers and workers, killed and stopped where something is under way."""

import time

import pytest

from tests.cli.postgres_installation import PostgresInstallation, kill, wait_for_end
from tests.cli.terminal import HEAD, StagedTerminal, tag_at


@pytest.fixture
def installation(terminal: StagedTerminal, postgres_url: str) -> PostgresInstallation:
    return PostgresInstallation(terminal.folder, postgres_url)


def test_pg4_a_server_without_turns_leaves_them_to_workers(installation: PostgresInstallation) -> None:
    with installation.serve("--no-turns") as web, installation.work(), installation.work():
        asked = web.request_of_sam()
        assert web.approve("max", asked["id"]).status_code == 200
        assert wait_for_end(web, asked["id"])["status"] == "done"
    assert tag_at(installation.folder, asked["arguments"]["tag"]) == HEAD


def test_pg4_what_one_server_commits_the_other_shows_and_decides(installation: PostgresInstallation) -> None:
    with installation.serve("--shared") as one, installation.serve("--shared") as two:
        asked = one.request_of_sam()
        two.wait(lambda: two.look(asked["id"])["status"] == "pending", "the other one shows it")
        assert two.approve("max", asked["id"]).status_code == 200
        assert wait_for_end(one, asked["id"])["status"] == "done"
        assert wait_for_end(two, asked["id"])["status"] == "done"
    assert tag_at(installation.folder, asked["arguments"]["tag"]) == HEAD


def test_pg4_the_turn_of_a_killed_worker_moves_to_another_one(installation: PostgresInstallation) -> None:
    reached, go = installation.hold_pushes()
    with installation.serve("--no-turns") as web:
        with installation.work() as one:
            asked = web.request_of_sam()
            assert web.approve("olive", asked["id"]).status_code == 200
            web.wait(reached.exists, "the push is at the origin")
            with installation.work():
                time.sleep(1)
                assert web.look(asked["id"])["execution"]["status"] == "running", "the other one leaves it alone"
                kill(one.process)
                go.touch()
                execution = wait_for_end(web, asked["id"])
        assert (execution["status"], execution["attempts"]) == ("done", 1), "its probe found the tag"
    assert tag_at(installation.folder, asked["arguments"]["tag"]) == HEAD
