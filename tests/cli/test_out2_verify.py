"""`countersign audit verify`, `doctor` and the server, when somebody changed the log by SQL."""

import sqlite3
from contextlib import closing
from pathlib import Path

import httpx2
import pytest

from tests.cli.terminal import StagedTerminal, serving
from tests.store.log_forgery import APPROVED, Forgery, add_events, forge, sql

OTHER = "another-secret-of-more-than-32-characters"


def forged(terminal: StagedTerminal, thread: str, *acts: Forgery) -> None:
    forge(terminal.folder / "data" / "countersign.db", thread, *(acts or (add_events(*APPROVED, hashes="null"),)))


def test_out2_a_sound_log_says_so(terminal: StagedTerminal) -> None:
    thread, _ = terminal.launched()
    ran = terminal("audit", "verify")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.endswith("1 threads checked, all of them verify.\n")
    assert "from the first event on" in ran.out
    assert terminal("audit", "verify", thread).code == 0
    assert "all of them verify" not in terminal("audit").out
    assert terminal("audit", "--json").json == {"items": []}


def test_out2_a_forged_thread_is_named_with_its_event(terminal: StagedTerminal) -> None:
    thread, _ = terminal.launched()
    other, _ = terminal.launched("deploy the latest as v1.5.0")
    forged(terminal, thread)
    ran = terminal("audit", "verify")
    assert ran.code == 1
    assert f"Thread {thread} does not verify at event " in ran.out
    assert other not in ran.out
    assert ran.out.endswith("2 threads checked, 1 do not verify and rest.\n")
    assert terminal("audit", "verify", other).code == 0
    one = terminal("audit", "verify", thread, "--json")
    assert (one.code, one.json["broken"][0]["thread"]) == (1, thread)


def test_out2_a_thread_that_is_not_there(terminal: StagedTerminal) -> None:
    terminal.launched()
    ran = terminal("audit", "verify", "tnobody")
    assert (ran.code, ran.out) == (3, "")
    assert ran.err == "error: There is no thread 'tnobody'.\n"


def test_out2_there_is_nothing_to_verify_yet(terminal: StagedTerminal) -> None:
    ran = terminal("audit", "verify")
    assert ran.code == 2
    assert "there is none yet" in ran.err
    assert not (terminal.folder / "data").exists()


def test_out2_the_doctor_finds_it(terminal: StagedTerminal) -> None:
    thread, _ = terminal.launched()
    ran = terminal("doctor")
    assert "Log: 1 threads verify\n" in ran.out
    assert "Evidence: Heads are signed since" in ran.out
    forged(terminal, thread)
    ran = terminal("doctor")
    assert ran.code == 1
    assert f"Log: thread {thread} does not verify at event " in ran.out


def test_out2_a_verb_on_a_forged_thread_is_one_line(terminal: StagedTerminal) -> None:
    thread, request = terminal.launched()
    forged(terminal, thread, add_events(*APPROVED))
    for verb in (
        ("approve", request, "--as", "olive"),
        ("say", thread, "go on", "--as", "sam"),
        ("show", thread),
        ("fork", thread, "--as", "olive"),
    ):
        ran = terminal(*verb, typed="y\n")
        assert ran.code == 1, (verb, ran.out)
        assert ran.err.splitlines()[-1].startswith(f"error: Thread {thread} does not verify at event ")
    assert terminal.tag("v1.4.2") == ""


def test_out2_a_server_on_a_forged_file_runs_nothing_of_it_and_serves_the_rest(terminal: StagedTerminal) -> None:
    thread, request = terminal.launched()
    other, _ = terminal.launched("deploy the latest as v1.5.0")
    secret = terminal("keys", "create", "olive", "--scope", "admin", "--json").json["secret"]
    forged(terminal, thread, add_events(*APPROVED), sql("INSERT OR REPLACE INTO job VALUES ('turn', ?1, 0, 0)"))
    with serving(terminal.folder) as url:
        headers = {"Authorization": f"Bearer {secret}"}
        with httpx2.Client(base_url=url, headers=headers, trust_env=False) as client:
            pending = client.get("/api/v1/requests", params={"status": "pending"}).json()["items"]
            assert [each["thread_id"] for each in pending] == [other]
            said = client.post(f"/api/v1/threads/{thread}/messages", json={"message": "go on"})
            assert (said.status_code, said.headers["content-type"]) == (409, "application/problem+json")
            assert f"Thread {thread} does not verify at event " in said.json()["detail"]
            assert client.get(f"/api/v1/requests/{request}").status_code == 409
            assert client.get(f"/api/v1/threads/{thread}/events").status_code == 409
            ready = client.get("/readyz")
            assert ready.status_code == 200
            assert ready.json()["threads_that_do_not_verify"] == 1
            found = client.get("/api/v1/audit/verify").json()
            assert (found["is_sound"], [each["thread"] for each in found["broken"]]) == (False, [thread])
            assert client.get("/api/v1/audit/verify", params={"thread": "tx"}).status_code == 404
            notes = [note["what"] for note in client.get("/api/v1/audit").json()["items"]]
            assert notes.count("thread does not verify") == 1
        environment = {"COUNTERSIGN_BASE_URL": url, "COUNTERSIGN_API_KEY": secret}
        assert terminal("audit", "verify", **environment).code == 1
        assert terminal("audit", "verify").code == 1  # also beside the server, from the file
        assert terminal("audit", "verify", other, **environment).code == 0
    assert terminal.tag("v1.4.2") == ""


@pytest.mark.parametrize("scope", ["agent", "operator"])
def test_out2_only_an_admin_key_verifies_online(terminal: StagedTerminal, scope: str) -> None:
    bound = ("--agent", "deploybot") if scope == "agent" else ()
    secret = terminal("keys", "create", "olive", "--scope", scope, *bound, "--json").json["secret"]
    with serving(terminal.folder) as url:
        environment = {"COUNTERSIGN_BASE_URL": url, "COUNTERSIGN_API_KEY": secret}
        ran = terminal("audit", "verify", **environment)
    assert ran.code == 1
    assert "verifying the log needs one of: admin" in ran.err


def test_out2_a_lost_secret_and_what_to_do(terminal: StagedTerminal) -> None:
    terminal.launched()
    secret = terminal.folder / "data" / "secret.key"
    assert "Nothing was signed" in terminal("audit", "sign").err
    secret.write_text(OTHER + "\n")
    for verb in ("serve", "threads", "audit"):
        ran = terminal(verb)
        assert ran.code == 2
        assert "was not signed with a known secret" in ran.err
    assert terminal("audit", "verify").code == 2
    assert "audit sign" in terminal("doctor").out
    ran = terminal("audit", "sign")
    assert ran.code == 0, ran.err
    assert "by `countersign audit sign`: older events are unproven" in ran.out
    assert terminal("audit", "verify").code == 0
    assert "log signed" in terminal("audit").out


def test_out2_threads_that_are_missing_are_reported_until_somebody_has_looked(terminal: StagedTerminal) -> None:
    thread, _ = terminal.launched()
    forged(terminal, thread, sql("DELETE FROM event"), sql("DELETE FROM thread"))
    assert "1 threads were written, 0 are there" in terminal("audit", "verify").out
    terminal.launched()
    ran = terminal("audit", "verify")
    assert (ran.code, "1 threads were written, 0 are there" in ran.out) == (1, True)
    assert terminal("doctor").code == 1
    assert terminal("audit", "acknowledge").out == "It is noted in the audit.\n"
    assert terminal("audit", "verify").code == 0
    assert "missing threads acknowledged" in terminal("audit").out


def test_out2_a_schema_that_was_set_back(terminal: StagedTerminal, tmp_path: Path) -> None:
    thread, _ = terminal.launched()
    forged(terminal, thread, sql("UPDATE alembic_version SET version_num='0003'"))
    ran = terminal("threads")
    assert ran.code == 2
    assert "it was set back" in ran.err
    with closing(sqlite3.connect(terminal.folder / "data" / "countersign.db")) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("0003",)
