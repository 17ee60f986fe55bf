"""How an approved call ended, in a terminal: said by `approve`, `requests` and `show`; and after a real kill in the middle."""

import json
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.busy_machine import Deadline
from tests.cli.terminal import HEAD, StagedTerminal, clean_environment, fork, free_port, tag_at, until_healthy


def hook(folder: Path, body: str) -> None:
    """Installs a hook that the origin runs before it takes a push."""
    file = folder / "origin.git" / "hooks" / "pre-receive"
    file.parent.mkdir(exist_ok=True)
    file.write_text(f"#!/bin/sh\n{body}")
    file.chmod(0o755)


def test_web5_a_call_that_was_done_is_said_so(terminal: StagedTerminal) -> None:
    thread, request = terminal.launched()
    assert "approved, " not in terminal("requests", "--status", "all").out
    ran = terminal("approve", request, "--as", "olive", "--yes")
    assert ran.code == 0, ran.err
    assert "tag_release: done" in ran.out
    assert "approved, done" in terminal("requests", "--status", "all").out
    assert "approved, done" in terminal("show", thread).out
    again = terminal("approve", request, "--as", "olive", "--yes")
    assert (again.code, "already approved" in again.err, "tag_release: done" in again.err) == (1, True, True)


def test_web5_a_call_that_failed_is_said_so_everywhere(terminal: StagedTerminal) -> None:
    hook(terminal.folder, "echo 'the release is frozen' >&2; exit 1\n")
    thread, request = terminal.launched()
    ran = terminal("approve", request, "--as", "olive", "--yes")
    assert ran.code == 0, ran.err
    (item,) = [
        each for each in terminal("requests", "--status", "all", "--json").json["items"] if each["id"] == request
    ]
    assert item["status"] == "approved"
    assert item["execution"]["status"] == "failed"
    assert item["execution"]["error"]
    assert terminal.tag("v1.4.2") == ""
    assert "tag_release: failed" in ran.out
    assert item["execution"]["error"].split()[0] in ran.out
    assert "PeopleNotified" in ran.out
    assert "approved, failed" in terminal("requests", "--status", "all").out
    assert "approved, failed" in terminal("show", thread).out


def until(found: Callable[[], Any], what: str) -> Any:
    deadline = Deadline()
    while not (value := found()):
        assert not deadline.is_over, what
        time.sleep(0.05)
    return value


@pytest.mark.parametrize("takes", [True, False], ids=["the origin takes it", "the origin refuses it"])
def test_out3_a_thread_that_was_cancelled_before_the_server_was_killed_learns_how_its_call_ended(
    terminal: StagedTerminal, tmp_path: Path, takes: bool
) -> None:
    """A real server, killed while git pushes to an origin that takes its time; the next one finds out and tells."""
    hook(
        tmp_path,
        f"touch '{tmp_path}/began'\n"
        f"n=0; while [ ! -e '{tmp_path}/go' ] && [ $n -lt 1200 ]; do sleep 0.05; n=$((n+1)); done\n"
        f"touch '{tmp_path}/ended'\nexit {0 if takes else 1}\n",
    )
    config = tmp_path / "countersign.toml"
    table = "[agents.deploybot]\n"
    assert table in config.read_text()
    config.write_text(config.read_text().replace(table, f'{table}probe_after = "PT5S"\n'))
    thread, request = terminal.launched()
    made = terminal("keys", "create", "olive", "--scope", "operator", "--json")
    assert made.code == 0, made.err
    headers = {"Authorization": f"Bearer {made.json['secret']}"}
    port = free_port()
    environment = clean_environment(tmp_path, PORT=str(port))
    url = f"http://127.0.0.1:{port}"
    server = fork("serve", environment=environment)
    with httpx2.Client(base_url=f"{url}/api/v1", headers=headers, trust_env=False) as olive:
        try:
            until_healthy(url, server)
            shown = olive.get(f"/requests/{request}").json()
            body = {"decision": "approve", "digest": shown["digest"]}
            assert olive.post(f"/requests/{request}/decision", json=body).status_code == 200
            until((tmp_path / "began").exists, "the push did not begin")
            assert olive.get(f"/requests/{request}").json()["execution"]["status"] == "running"
            assert olive.post(f"/threads/{thread}/cancel", json={"reason": "enough"}).status_code == 200
        finally:
            os.kill(server.pid, signal.SIGKILL)
            server.communicate()
        (tmp_path / "go").touch()
        until((tmp_path / "ended").exists, "the origin did not end")
        if takes:
            until(lambda: tag_at(tmp_path, "v1.4.2") == HEAD, "the push did not land")
        server = fork("serve", environment=environment)
        try:
            until_healthy(url, server)

            def ended() -> Any:
                found = olive.get(f"/requests/{request}").json()
                return found if found["execution"]["status"] != "running" else None

            found = until(ended, "the outcome was not found")
            assert found["status"] == "approved"
            assert found["execution"]["status"] == ("done" if takes else "failed"), json.dumps(found["execution"])
            events = olive.get(f"/threads/{thread}/events").json()["items"]
            (notice,) = [each["data"] for each in events if each["type"] == "PeopleNotified"]
            assert notice["to"] == ["olive", "sam"]
            assert "cancelled" in notice["text"]
            assert olive.get(f"/threads/{thread}").json()["status"] == "cancelled"
            assert tag_at(tmp_path, "v1.4.2") == (HEAD if takes else "")
        finally:
            server.terminate()
            server.communicate()
