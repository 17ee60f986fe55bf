"""The verbs and the doctor on a database in which a newer version of Countersign wrote an event."""

import httpx2

from bot.core.errors import THREAD_RESTS
from tests.cli.terminal import StagedTerminal, serving
from tests.store.newer_rows import NEWER, UNKNOWN, write_newer_events_to

SAYS = "rests: this version of Countersign cannot read its event"


def resting(terminal: StagedTerminal) -> tuple[str, str]:
    """A thread that waits for an approval, with a newer event behind it, and its request."""
    thread, request = terminal.launched()
    write_newer_events_to(terminal.folder / "data", thread, UNKNOWN, NEWER)
    return thread, request


def test_evt4_show_and_list_say_that_the_thread_rests(terminal: StagedTerminal) -> None:
    thread, request = resting(terminal)
    shown = terminal("show", thread)
    assert shown.code == 0
    assert f"Thread {thread} {SAYS}" in shown.err
    assert "('ToolSkipped', version 1)" in shown.err
    assert f"{thread}  deploybot  resting" in shown.out
    assert "ToolSkipped" in shown.out
    as_json = terminal("show", thread, "--json")
    assert as_json.json["items"][-1]["type"] == "ToolFinished"
    assert f"Thread {thread} {SAYS}" in as_json.err
    (listed,) = terminal("threads", "--json").json["items"]
    assert (listed["status"], listed["unread"]["type"]) == ("resting", "ToolSkipped")
    assert "resting" in terminal("threads").out
    assert [each["id"] for each in terminal("threads", "--status", "resting", "--json").json["items"]] == [thread]
    (pending,) = terminal("requests", "--json").json["items"]
    assert (pending["id"], pending["status"]) == (request, "pending")


def test_evt4_a_verb_that_acts_on_it_is_refused_in_one_line(terminal: StagedTerminal) -> None:
    thread, request = resting(terminal)
    for verb in (
        ("approve", request, "--as", "olive"),
        ("reject", request, "--reason", "no", "--as", "olive"),
        ("pause", thread, "--as", "olive"),
        ("cancel", thread, "--as", "olive"),
        ("fork", thread, "--as", "olive"),
    ):
        ran = terminal(*verb, typed="y\n")
        assert ran.code == 1, (verb, ran.out, ran.err)
        assert ran.err.splitlines()[-1].startswith((f"error: Thread {thread} {SAYS}", f"error: {THREAD_RESTS}")), verb
    assert terminal.tag("v1.4.2") == ""


def test_evt4_a_message_is_kept_and_its_writer_is_told(terminal: StagedTerminal) -> None:
    thread, _ = resting(terminal)
    ran = terminal("say", thread, "is it done?", "--as", "sam")
    assert ran.code == 0
    assert f"Thread {thread} is resting." in ran.out
    assert f"Thread {thread} {SAYS}" in ran.err
    types = [each["type"] for each in terminal("show", thread, "--json").json["items"]]
    assert types[-2:] == ["MessageReceived", "PeopleNotified"]


def test_evt4_the_doctor_names_the_thread_the_event_and_what_to_do(terminal: StagedTerminal) -> None:
    before = terminal("doctor")
    assert "Events:" not in before.out
    thread, _ = resting(terminal)
    ran = terminal("doctor")
    assert ran.code == 1
    assert "Log: 1 threads verify" in ran.out
    (line,) = [line for line in ran.out.splitlines() if "Events: " in line]
    assert "1 thread rests" in line
    assert f"{thread} at event " in line
    assert "('ToolSkipped', version 1)" in line
    assert "A version newer than 0.1.0 wrote in this database. Install that version, or a later one" in ran.out
    assert "restore a backup from before it ran" in ran.out


def test_evt4_the_audit_verifies_it_and_tells_that_it_rests(terminal: StagedTerminal) -> None:
    thread, _ = resting(terminal)
    for args in ((), (thread,)):
        ran = terminal("audit", "verify", *args)
        assert ran.code == 0
        assert f"Thread {thread} {SAYS}" in ran.out
        assert "all of them verify" in ran.out
    (found,) = terminal("audit", "verify", "--json").json["resting"]
    assert (found["thread"], found["type"], found["v"]) == (thread, "ToolSkipped", 1)


def test_evt4_a_server_on_such_a_file_runs_nothing_of_it_and_serves_the_rest(terminal: StagedTerminal) -> None:
    thread, request = resting(terminal)
    _, other = terminal.launched("deploy the latest as v1.5.0")
    secret = terminal("keys", "create", "olive", "--scope", "admin", "--json").json["secret"]
    with (
        serving(terminal.folder) as url,
        httpx2.Client(base_url=url, headers={"Authorization": f"Bearer {secret}"}, trust_env=False) as client,
    ):
        for id, code in ((request, 409), (other, 200)):
            digest = client.get(f"/api/v1/requests/{id}").json()["digest"]
            body = {"decision": "approve", "digest": digest}
            assert client.post(f"/api/v1/requests/{id}/decision", json=body).status_code == code
        assert client.get(f"/api/v1/threads/{thread}").json()["status"] == "resting"
        environment = {"COUNTERSIGN_BASE_URL": url, "COUNTERSIGN_API_KEY": secret}
        assert f"Thread {thread} {SAYS}" in terminal("show", thread, **environment).err
        assert f"Thread {thread} {SAYS}" in terminal("audit", "verify", **environment).out
