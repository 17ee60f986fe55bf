"""Without a server: a verb takes the file, the agents run here until they rest, and the file is free again."""

import hashlib
import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import httpx2
import pytest

from bot.store.sqlite.database import open_database
from tests.cli.terminal import BEFORE, HEAD, StagedTerminal, serving, write_config
from tests.http.page_browser import HtmlPage


def test_a_launch_runs_the_agent_until_it_rests_and_shows_what_it_did(terminal: StagedTerminal) -> None:
    ran = terminal("launch", "deploybot", "deploy the latest backend", "--as", "sam")
    assert ran.code == 0, ran.err
    thread = ran.out.split("\n")[0]
    assert f"Thread {thread} is waiting." in ran.out
    for told in ("MessageReceived", "StepChosen", "ApprovalAsked", "v1.4.2", HEAD):
        assert told in ran.out
    assert terminal.tag("v1.4.2") == ""


def test_an_approval_pushes_the_tag_to_exactly_that_commit(terminal: StagedTerminal) -> None:
    thread, request = terminal.launched()
    ran = terminal("approve", request, "--as", "olive", typed="y\n")
    assert ran.code == 0, ran.err
    assert terminal.tag("v1.4.2") == HEAD
    assert "The request is approved." in ran.out
    assert f"Thread {thread} is finished." in ran.out


def test_what_is_shown_before_an_approval(terminal: StagedTerminal) -> None:
    _, request = terminal.launched()
    shown = terminal("requests", "--json").json["items"][0]
    out = terminal("approve", request, "--as", "olive").out
    places = [
        out.index(words)
        for words in (
            "Release v1.4.2 at",
            "tag_release",
            'tag = "v1.4.2"',
            f'commit = "{HEAD}"',
            "Asked by",
            "group release-managers",
            "Silence is not consent",
            "The agent's own words",
            shown["digest"],
        )
    ]
    assert places == sorted(places)


@pytest.mark.parametrize("typed", ["", "\n", "n\n", "yea\n", "Y E S\n", "approve\n"])
def test_only_y_or_yes_is_yes(terminal: StagedTerminal, typed: str) -> None:
    _, request = terminal.launched()
    ran = terminal("approve", request, "--as", "olive", typed=typed)
    assert ran.code == 1
    assert "Nothing was decided." in ran.out
    assert terminal("requests", "--json").json["items"][0]["status"] == "pending"
    assert terminal.tag("v1.4.2") == ""


def test_a_rejection_with_a_reason_makes_a_new_proposal(terminal: StagedTerminal) -> None:
    thread, request = terminal.launched()
    ran = terminal("reject", request, "--reason", "not that one, the one before", "--as", "olive")
    assert ran.code == 0, ran.err
    new = terminal("requests", "--thread", thread, "--json").json["items"]
    assert [(each["id"] == request, each["arguments"]["commit"]) for each in new] == [(False, BEFORE)]


def test_the_log_says_whose_terminal_it_was(terminal: StagedTerminal) -> None:
    thread, request = terminal.launched()
    terminal("approve", request, "--yes", "--as", "olive")
    answered = [e["data"] for e in terminal("show", thread, "--json").json["items"] if e["type"] == "Answered"]
    assert [(each["person"], each["decision"]) for each in answered] == [("olive", "approve")]
    assert answered[0]["credential"].startswith("terminal:")


def test_a_digest_that_does_not_stand_decides_nothing(terminal: StagedTerminal) -> None:
    _, request = terminal.launched()
    ran = terminal("approve", request, "--digest", "0" * 64, "--yes", "--as", "olive")
    assert ran.code == 1
    assert ran.err.startswith("error: You decided on 000000000000, but ")
    assert terminal.tag("v1.4.2") == ""


def test_the_digest_on_the_screen_may_be_named(terminal: StagedTerminal) -> None:
    _, request = terminal.launched()
    digest = terminal("requests", "--json").json["items"][0]["digest"]
    assert terminal("approve", request, "--digest", digest[:11], "--yes", "--as", "olive").code == 1
    assert terminal("approve", request, "--digest", digest, "--yes", "--as", "olive").code == 0


def test_arguments_may_be_changed_only_where_the_policy_allows_it(terminal: StagedTerminal) -> None:
    _, request = terminal.launched()
    edited = f'{{"tag": "v9.0.0", "commit": "{HEAD}"}}'
    ran = terminal("approve", request, "--arguments", edited, "--yes", "--as", "olive")
    assert ran.code == 1
    assert "allows no edits" in ran.err
    assert 'tag = "v9.0.0"' in ran.out
    assert terminal.tag("v9.0.0") == ""


@pytest.mark.parametrize(("arguments", "code"), [("[1]", 2), ("{", 1), ('{"tag": 1, "tag": 2}', 1)])
def test_arguments_that_are_no_object_are_refused(terminal: StagedTerminal, arguments: str, code: int) -> None:
    ran = terminal("approve", "t-1", "--arguments", arguments, "--yes", "--as", "olive")
    assert (ran.code, ran.out) == (code, "")


def test_sam_may_ask_and_may_not_decide(terminal: StagedTerminal) -> None:
    _, request = terminal.launched()
    ran = terminal("approve", request, "--yes", COUNTERSIGN_PERSON="sam")
    assert ran.code == 1
    assert "Sam may not decide" in ran.err


def test_who_acts_must_be_said_and_known(terminal: StagedTerminal) -> None:
    ran = terminal("launch", "deploybot", "deploy the latest backend")
    assert ran.code == 2
    assert ran.err == "error: Say who you are: --as PERSON, or COUNTERSIGN_PERSON. Known: olive, sam.\n"
    assert terminal("launch", "deploybot", "deploy", "--as", "mallory").code == 3
    assert terminal("threads").out == "No threads.\n"


def test_a_verb_that_reads_lets_nothing_run(terminal: StagedTerminal) -> None:
    thread, request = terminal.launched()
    path = terminal.folder / "data" / "countersign.db"
    terminal("approve", request, "--yes", "--as", "olive")
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    for verb in (("threads",), ("requests",), ("show", thread), ("tools",), ("keys", "list"), ("audit",)):
        assert terminal(*verb).code == 0
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before


def test_a_file_that_a_server_has_is_left_to_it(terminal: StagedTerminal) -> None:
    database = open_database(f"sqlite:///{terminal.folder / 'data' / 'countersign.db'}")
    try:
        ran = terminal("threads")
    finally:
        database.reading.close()
        database._writer.close()
        database._lock.close()
    assert (ran.code, ran.out) == (2, "")
    assert "is in use by another Countersign process" in ran.err
    assert "COUNTERSIGN_BASE_URL" in ran.err
    assert "COUNTERSIGN_API_KEY" in ran.err


def test_pause_resume_cancel(terminal: StagedTerminal) -> None:
    thread, request = terminal.launched()
    assert f"Thread {thread} is paused." in terminal("pause", thread, "--as", "olive").out
    again = terminal("pause", thread, "--as", "olive")
    assert (again.code, again.err) == (1, "error: Task is already paused.\n")
    assert terminal("resume", thread, "--as", "olive").code == 0
    assert terminal("cancel", thread, "--reason", "Not today.", "--as", "sam").code == 0
    assert terminal("approve", request, "--yes", "--as", "olive").code == 1
    assert terminal("resume", thread, "--as", "olive").code == 1
    assert terminal("say", thread, "deploy", "--as", "sam").code == 1


def test_a_fork_is_paused_and_has_nothing_open(terminal: StagedTerminal) -> None:
    thread, _ = terminal.launched()
    copy = terminal("fork", thread, "--at", "3", "--as", "olive", "--json").json
    assert (copy["status"], copy["events"]) == ("paused", 5)
    assert terminal("requests", "--thread", copy["id"]).out == "No requests.\n"
    assert terminal("fork", thread, "--at", "999", "--as", "olive").code == 1


def test_a_message_goes_into_the_thread_and_the_answer_is_shown(terminal: StagedTerminal) -> None:
    thread, _ = terminal.launched()
    ran = terminal("say", thread, "what changed?", "--as", "sam")
    assert ran.code == 0, ran.err
    assert "Retry a card payment once" in ran.out
    assert "ThreadOpened" not in ran.out


def test_a_question_is_answered_by_one_of_its_choices(terminal: StagedTerminal) -> None:
    write_config(terminal.folder, "\n[agents.deploybot.limits]\nsteps = 1\n")
    thread, _ = terminal.launched("what changed since v1.3.0?")
    question = terminal("requests", "--thread", thread, "--json").json["items"][0]
    assert (question["kind"], question["choices"]) == ("question", ["go on", "stop"])
    assert terminal("approve", question["id"], "--yes", "--as", "olive").code == 1
    assert terminal("answer", question["id"], "perhaps", "--as", "olive").code == 1
    ran = terminal("answer", question["id"], "stop", "--as", "olive")
    assert ran.code == 0, ran.err
    assert "The question is answered." in ran.out


def test_mod4_the_answer_of_a_model_call_comes_out_of_a_pipe(terminal: StagedTerminal) -> None:
    thread, _ = terminal.launched()
    told = terminal("prompt", thread, "1", "--json").json
    raw = terminal("prompt", thread, "1", "--answer").out
    assert raw == told["answer"]
    assert json.loads(raw).keys() == {"words", "calls", "refusal", "finish", "usage"}
    assert json.loads(raw)["calls"][0]["tool"] == "tag_release"
    assert terminal("prompt", thread, "99", "--answer").code == 3


def test_the_exact_prompt_comes_out_of_a_pipe(terminal: StagedTerminal) -> None:
    thread, _ = terminal.launched()
    told = terminal("prompt", thread, "1", "--json").json
    assert told["is_exact"] is True
    raw = terminal("prompt", thread, "1").out
    assert hashlib.sha256(raw.encode()).hexdigest() == told["sha256"]
    assert terminal("prompt", thread, "99").code == 3


def test_keys_are_made_listed_and_revoked(terminal: StagedTerminal) -> None:
    made = terminal("keys", "create", "olive", "--scope", "admin", "--label", "a laptop", "--json").json
    assert made["secret"].startswith("cs_")
    assert "a laptop" in terminal("keys", "list").out
    assert made["secret"] not in terminal("keys", "list", "--json").out
    assert terminal("keys", "revoke", made["id"], "--force", "--as", "olive").code == 0
    assert terminal("keys", "list").out == "No keys.\n"
    assert "a laptop" in terminal("keys", "list", "--all").out
    assert terminal("keys", "revoke", made["id"], "--as", "olive").code == 3
    assert terminal("keys", "create", "mallory").code == 3
    assert terminal("keys", "create", "olive", "--scope", "god").code == 2
    assert "key revoked" in terminal("audit").out


def test_a_link_signs_a_known_person_in(terminal: StagedTerminal) -> None:
    """In a browser at a real server: as the person it was made for, once, and by its button alone."""
    ran = terminal("link", "olive", PORT="9999")
    assert ran.code == 0, ran.err
    assert ran.out.startswith("http://127.0.0.1:9999/sign-in/")
    path = urlsplit(ran.out.strip()).path
    with serving(terminal.folder) as url, browser(url) as olive, browser(url) as late:
        assert name_on(olive) is None
        shown = HtmlPage(olive.get(path).text)
        assert name_on(olive) is None
        (form,) = shown.forms
        assert olive.post(form["action"], data=form["fields"]).status_code == 303
        assert name_on(olive) == "Olive"
        assert late.post(form["action"], data=form["fields"]).status_code == 401
        assert name_on(late) is None


def browser(url: str) -> httpx2.Client:
    return httpx2.Client(base_url=url, trust_env=False, headers={"Origin": url})


def name_on(client: httpx2.Client) -> str | None:
    """The name of the signed-in person, at the top of the inbox."""
    shown = client.get("/")
    found = re.search(r'<span class="me"><bdi>([^<]*)</bdi>', shown.text)
    assert (shown.status_code == 200) == (found is not None), shown.text
    return found[1] if found else None


def test_nobody_gets_a_link_for_a_stranger(terminal: StagedTerminal) -> None:
    ran = terminal("link", "mallory")
    assert ran.code == 3
    assert "mallory" in ran.err
    assert "/sign-in/" not in ran.out


def test_tools_tell_who_must_approve(terminal: StagedTerminal) -> None:
    out = terminal("tools").out
    assert "tag_release" in out
    assert "approved by group release-managers, expires after 4 hours" in out
    assert "runs without approval" in out


def test_fac10_2_tools_tell_the_job_the_channels_and_the_budget_of_an_agent(terminal: StagedTerminal) -> None:
    out = terminal("tools").out
    assert "deploybot: Releases commits of main" in out
    assert "  channels: webhook\n  budget: no limit\n" in out
    config = terminal.folder / "countersign.toml"
    more = "[channels.slack]\n[agents.deploybot.budget]\nmodel_calls_per_hour = 60\nmoney_per_day = 2.5\n"
    prices = "[agents.deploybot.model]\ninput_price = 1\noutput_price = 1\n"
    config.write_text(f"{config.read_text()}\n{more}{prices}")
    shown = terminal("tools", OPENAI_API_KEY="sk-of-nobody")
    assert (shown.code, shown.err) == (0, "")
    out = shown.out
    assert "  channels: slack, webhook\n  budget: 60 model calls an hour, 2.5 of money a day\n" in out


def test_a_broken_configuration_is_one_line(terminal: StagedTerminal) -> None:
    (terminal.folder / "countersign.toml").write_text("[agents.nobody]\n")
    ran = terminal("threads")
    assert ran.code == 2
    assert ran.err.count("\n") == 1
    assert "[agents.nobody]" in ran.err


def test_an_empty_folder_has_nothing(tmp_path: Path, terminal: StagedTerminal) -> None:
    (terminal.folder / "countersign.toml").unlink()
    assert terminal("threads").out == "No threads.\n"
    assert terminal("requests").out == "No requests.\n"
    assert terminal("tools").out.startswith("No agents.")
    assert terminal("show", "t1").code == 3


def test_gate3_the_last_admin_key_is_revoked_by_force_alone(terminal: StagedTerminal) -> None:
    first, second = (terminal("keys", "create", "olive", "--scope", "admin", "--json").json["id"] for _ in range(2))
    assert terminal("keys", "revoke", first, "--as", "olive").code == 0
    refused = terminal("keys", "revoke", second, "--as", "olive")
    assert refused.code != 0
    assert f"{second!r} is the last admin key that works" in refused.err
    assert "--force" in refused.err
    assert second in terminal("keys", "list").out
    assert terminal("keys", "revoke", second, "--force", "--as", "olive").code == 0
    assert terminal("keys", "list").out == "No keys.\n"


def test_gate3_who_made_a_key_stands_beside_it(terminal: StagedTerminal) -> None:
    """Its person, when the user that opens the file does not name another maker."""
    ways: list[tuple[tuple[str, ...], dict[str, str]]] = [
        ((), {}),
        (("--as", "olive"), {}),
        (("--as", "sam"), {}),
        ((), {"COUNTERSIGN_PERSON": "sam"}),
        (("--as", "olive"), {"COUNTERSIGN_PERSON": "sam"}),
    ]
    made = [terminal("keys", "create", "olive", "--json", *given, **more).json for given, more in ways]
    assert [each["makers"] for each in made] == [[], [], ["sam"], ["sam"], []]
    assert [each["makers"] for each in terminal("keys", "list", "--json").json["items"]] == [
        [],
        [],
        ["sam"],
        ["sam"],
        [],
    ]
    assert "MADE BY" in terminal("keys", "list").out


@pytest.mark.parametrize("verb", [("requests",), ("threads",), ("show", "THREAD")])
def test_sl4_a_verb_that_only_reads_builds_no_channel(terminal: StagedTerminal, verb: tuple[str, ...]) -> None:
    thread, _ = terminal.launched()
    wanted = [thread if word == "THREAD" else word for word in verb]
    half_set_up = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "", "SLACK_APP_TOKEN": ""}
    ran = terminal(*wanted, **half_set_up)
    assert ran.code == 0, ran.err
    assert "tag_release" in ran.out or thread in ran.out
    acting = terminal("pause", "--all", "--as", "olive", **half_set_up)
    assert (acting.code, "SLACK_SIGNING_SECRET" in acting.err) == (2, True)
