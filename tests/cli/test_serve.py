"""`countersign serve` and the other verbs that start something: how they greet, refuse and stop."""

import re
import signal
import socket

import pytest

from bot.store.sqlite import migrate
from tests.cli.terminal import (
    CommandResult,
    StagedTerminal,
    clean_environment,
    end,
    fork,
    free_port,
    serving,
    start,
    until_healthy,
)


def served(terminal: StagedTerminal, **more: str) -> CommandResult:
    """How `serve` ends by itself."""
    return end(start("serve", environment=clean_environment(terminal.folder, **more)))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_stop_is_an_end_like_any_other(terminal: StagedTerminal, number: signal.Signals) -> None:
    port = free_port()
    process = start("serve", environment=clean_environment(terminal.folder, PORT=str(port)))
    until_healthy(f"http://127.0.0.1:{port}", process)
    process.send_signal(number)
    ran = end(process)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"Countersign is at http://127.0.0.1:{port}\nAgents: deploybot\nModel: offline-rules\n")
    assert f"Sign in: http://127.0.0.1:{port}/sign-in; no channel here can send a link" in ran.out
    assert "countersign link NAME" in ran.out


def test_see3_a_misspelt_approver_is_told_at_the_start(terminal: StagedTerminal) -> None:
    """The server runs, and one line names the policy, the value, the nearest name and the remedy."""
    file = terminal.folder / "countersign.toml"
    right = file.read_text()
    wrong = re.sub(r"(?m)^approvers = .*$", 'approvers = [{ people = ["oliwe"] }, { groups = ["night-owls"] }]', right)
    assert wrong != right
    file.write_text(wrong)
    port = free_port()
    process = start("serve", environment=clean_environment(terminal.folder, PORT=str(port)))
    until_healthy(f"http://127.0.0.1:{port}", process)
    process.terminate()
    ran = end(process)
    assert ran.code == 0
    group, person = ran.err.splitlines()
    assert re.fullmatch(
        r"timestamp='\S+' level='warning' event='a policy names an unknown person' policy='Gate of tag_release,"
        r" Gate of request_approval' value='oliwe' nearest='olive' hint='in countersign.toml write olive in place of oliwe,"
        r" or add \[people.oliwe\]; then send SIGHUP'",
        person,
    )
    assert "value='night-owls' nearest='' hint='in countersign.toml correct it, or add a person with the group" in group


def test_an_idle_connection_does_not_hold_it_up(terminal: StagedTerminal) -> None:
    with serving(terminal.folder) as url:
        host, port = url.removeprefix("http://").split(":")
        idle = socket.create_connection((host, int(port)))
    idle.close()


def test_the_model_in_use_is_named(terminal: StagedTerminal) -> None:
    port = free_port()
    environment = clean_environment(
        terminal.folder, PORT=str(port), OPENAI_BASE_URL="http://127.0.0.1:1", OPENAI_MODEL="tiny-1"
    )
    process = start("serve", environment=environment)
    until_healthy(f"http://127.0.0.1:{port}", process)
    process.terminate()
    assert "Model: tiny-1\n" in end(process).out


def test_a_port_that_is_taken(terminal: StagedTerminal) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ran = terminal("serve", PORT=str(port))
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == f"error: Port {port} on 127.0.0.1 is taken. Set PORT to a free one, such as PORT={port + 1}.\n"


@pytest.mark.parametrize(
    ("environment", "word"),
    [
        ({"PORT": "http"}, "PORT"),
        ({"PORT": "0"}, "PORT"),
        ({"COUNTERSIGN_HOST": "no.such.host.invalid"}, "COUNTERSIGN_HOST"),
        ({"COUNTERSIGN_DATABASE_URL": "postgresql://u:hunter2@h/d"}, "COUNTERSIGN_DATABASE_URL"),
    ],
)
def test_settings_that_do_not_fit(terminal: StagedTerminal, environment: dict[str, str], word: str) -> None:
    ran = terminal("serve", **environment)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("error: ")
    assert ran.err.count("\n") == 1
    assert word in ran.err
    assert "hunter2" not in ran.err


def test_two_servers_do_not_share_a_file(terminal: StagedTerminal) -> None:
    with serving(terminal.folder):
        ran = served(terminal, PORT=str(free_port()))
    assert ran.code == 2
    assert "is in use by another Countersign process" in ran.err


def test_pg3_a_server_that_stands_by_takes_over_a_file(terminal: StagedTerminal) -> None:
    port = free_port()
    with serving(terminal.folder):
        following = fork("serve", "--standby", environment=clean_environment(terminal.folder, PORT=str(port)))
        assert following.stdout is not None
        assert re.fullmatch(r"Standing by: process \d+ owns the database\.\n", following.stdout.readline())
    until_healthy(f"http://127.0.0.1:{port}", following)
    following.terminate()
    assert end(following).code == 0


def test_pg3_a_server_that_stands_by_tells_of_a_taken_port_at_once(terminal: StagedTerminal) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ran = terminal("serve", "--standby", PORT=str(port))
    assert (ran.code, ran.out) == (2, "")
    assert f"Port {port} on 127.0.0.1 is taken" in ran.err


def test_migrate_makes_the_schema(terminal: StagedTerminal) -> None:
    ran = terminal("migrate")
    assert ran.code == 0
    assert (
        ran.out == f"{terminal.folder / 'data' / 'countersign.db'} has the schema {migrate.find_newest_revision()}.\n"
    )
    assert terminal("migrate").code == 0
