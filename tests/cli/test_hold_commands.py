"""`countersign pause` and `resume` for an agent, a tool or everything: on the file itself, and with a server."""

import asyncio
from pathlib import Path

import pytest

from agents.deploybot.demo_project import stage
from tests.cli.terminal import HEAD, StagedTerminal, serving, write_config

TARGETS = [("--all",), ("--agent", "deploybot"), ("--tool", "tag_release")]
each = pytest.mark.parametrize("target", TARGETS, ids=["all", "agent", "tool"])


@each
def test_gate7_pause_and_resume_on_the_file(terminal: StagedTerminal, target: tuple[str, ...]) -> None:
    _, request = terminal.launched()
    paused = terminal("pause", *target, "--reason", "the origin burns", "--as", "olive")
    assert paused.code == 0, paused.err
    assert "is paused by Olive at" in paused.out
    assert f"countersign resume {' '.join(target)}" in paused.out
    refused = terminal("approve", request, "--as", "olive", "--yes")
    assert refused.code == 1
    assert "Paused by Olive at" in refused.err
    assert ": the origin burns. It can be decided when it is resumed. Nothing was decided." in refused.err
    listed = terminal("requests")
    assert request in listed.out
    assert "is paused by Olive at" in listed.err
    assert "the origin burns" in terminal("holds").out
    again = terminal("pause", *target, "--as", "sam")
    assert (again.code, again.out) == (1, "")
    assert "is paused by Olive at" in again.err
    resumed = terminal("resume", *target, "--as", "sam")
    assert resumed.code == 0, resumed.err
    assert "is resumed." in resumed.out
    assert terminal("holds").out == "Nothing is paused.\n"
    assert terminal("holds", "--all", "--json").json["items"][0]["lifted_by"] == "sam"
    assert terminal("approve", request, "--as", "olive", "--yes").code == 0
    assert terminal.tag("v1.4.2") == HEAD


def test_gate7_a_paused_request_is_rejected(terminal: StagedTerminal) -> None:
    _, request = terminal.launched()
    terminal("pause", "--all", "--as", "olive")
    ran = terminal("reject", request, "--reason", "no", "--as", "olive")
    assert ran.code == 0, ran.err
    assert "The request is rejected." in ran.out


def test_gate7_a_launch_under_a_hold_says_why_nothing_comes(terminal: StagedTerminal) -> None:
    terminal("pause", "--agent", "deploybot", "--reason", "lunch", "--as", "olive")
    ran = terminal("launch", "deploybot", "deploy the latest backend", "--as", "sam")
    assert ran.code == 0, ran.err
    assert "StepChosen" not in ran.out
    assert "is paused." in ran.out
    assert "paused" in terminal("threads").out
    assert "The agent deploybot is paused by Olive at" in ran.out
    assert "The agent deploybot is paused by Olive at" in ran.err
    after = terminal("resume", "--agent", "deploybot", "--as", "olive")
    assert after.code == 0, after.err
    assert terminal("requests", "--json").json["items"][0]["tool"] == "tag_release"


@pytest.mark.parametrize("verb", ["pause", "resume"])
@pytest.mark.parametrize(
    "args", [(), ("t1", "--all"), ("--agent", "deploybot", "--tool", "tag_release"), ("--all", "--agent", "x")]
)
def test_gate7_exactly_one_thing_is_named(terminal: StagedTerminal, verb: str, args: tuple[str, ...]) -> None:
    ran = terminal(verb, *args, "--as", "olive")
    assert (ran.code, ran.out) == (2, "")
    assert "name one thing: a THREAD, --agent NAME, --tool NAME, or --all" in ran.err


def test_gate7_unknown_names_are_refused_with_those_that_there_are(terminal: StagedTerminal) -> None:
    for verb in ("pause", "resume"):
        ran = terminal(verb, "--agent", "deploy", "--as", "olive")
        assert ran.code == 3
        assert "There is no agent 'deploy'. There are: deploybot." in ran.err
        ran = terminal(verb, "--tool", "tag", "--as", "olive")
        assert ran.code == 3
        assert "There is no tool 'tag'. There are: " in ran.err
        assert "tag_release" in ran.err
    ran = terminal("resume", "--all", "--as", "olive")
    assert ran.code == 1
    assert "Everything is not paused by itself. Nothing is." in ran.err
    terminal("pause", "--tool", "tag_release", "--as", "olive")
    ran = terminal("resume", "--all", "--as", "olive")
    assert "Everything is not paused by itself. The tool tag_release is paused by Olive at" in ran.err


def test_gate7_a_thread_is_still_paused_and_resumed_by_its_id(terminal: StagedTerminal) -> None:
    thread, _ = terminal.launched()
    assert f"Thread {thread} is paused." in terminal("pause", thread, "--as", "olive").out
    assert "Task is already paused" in terminal("pause", thread, "--as", "olive").err
    assert terminal("pause", thread, "--reason", "x", "--as", "olive").code == 2
    assert f"Thread {thread} is waiting." in terminal("resume", thread, "--as", "olive").out
    assert terminal("holds").out == "Nothing is paused.\n"


def test_gate7_with_a_server_and_over_its_restart(tmp_path: Path, terminal: StagedTerminal) -> None:
    asyncio.run(stage(terminal.folder))
    write_config(terminal.folder)
    made = terminal("keys", "create", "olive", "--scope", "admin", "--json")
    words = {"COUNTERSIGN_API_KEY": made.json["secret"]}
    _, request = terminal.launched()
    with serving(terminal.folder) as url:
        here = words | {"COUNTERSIGN_BASE_URL": url}
        paused = terminal("pause", "--all", "--reason", "the origin burns", **here)
        assert paused.code == 0, paused.err
    with serving(terminal.folder) as url:
        here = words | {"COUNTERSIGN_BASE_URL": url}
        rests = terminal("launch", "deploybot", "deploy the latest backend", "--follow", **here)
        assert (rests.code, "is paused." in rests.out) == (0, True)
        refused = terminal("approve", request, "--yes", **here)
        assert (refused.code, "the origin burns" in refused.err) == (1, True)
        resumed = terminal("resume", "--all", **here)
        assert (resumed.code, resumed.out) == (0, "Everything is resumed.\n")
        approved = terminal("approve", request, "--yes", "--follow", **here)
        assert approved.code == 0, approved.err
        assert terminal.tag("v1.4.2") == HEAD
