"""A newcomer in a fresh folder: `countersign init` asks, writes and reports; its files work with the real server."""

import asyncio
import os
import pty
import re
import select
import stat
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import httpx2
import pytest

from agents.deploybot.demo_project import stage
from bot.store.sqlite import inspection
from tests.busy_machine import Deadline
from tests.cli.terminal import StagedTerminal, clean_environment, end, free_port, serving, start


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    """A folder with a clone of a shop, and nothing of ours."""
    asyncio.run(stage(tmp_path))
    return tmp_path


@pytest.fixture
def verb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> StagedTerminal:
    """Runs a verb in this process, in the folder as the test lays it out."""
    return StagedTerminal(tmp_path, monkeypatch, capsys)


def flags(folder: Path, *more: str) -> tuple[str, ...]:
    return ("--name", "Olive", "--approver", "Max", "--set", f"repository={folder}/shop", *more)


def typed_in(folder: Path, *answers: str) -> str:
    """The output of the terminal while the questions are answered one by one."""
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "init"],
        env=clean_environment(folder),
        stdin=follower,
        stdout=follower,
        stderr=follower,
    )
    os.close(follower)
    shown, left, deadline = "", list(answers), Deadline()
    while not deadline.is_over:
        if select.select([leader], [], [], 0.5)[0]:
            try:
                shown += os.read(leader, 65536).decode()
            except OSError:
                break
            if left and shown.rstrip("\r\n").endswith(": "):
                os.write(leader, f"{left.pop(0)}\n".encode())
        elif process.poll() is not None:
            break
    os.close(leader)
    assert process.wait(60) == 0, shown
    assert left == []
    return shown.replace("\r\n", "\n")


def key_of(text: str) -> str:
    (key,) = re.findall(r"cs_[\w-]+", text)
    return str(key)


def test_see3_three_answers_make_a_server_that_works(fresh: Path) -> None:
    shown = typed_in(fresh, "Olive Green", str(fresh / "shop"), "")
    assert shown.count("?") + shown.count("Your name:") + shown.count("Repository for deploybot") == 3
    written = (fresh / "countersign.toml").read_text()
    assert tomllib.loads(written)["people"]["olive-green"]["name"] == "Olive Green"
    key, (link,) = key_of(shown), re.findall(r"http://127\.0\.0\.1:\d+(/sign-in/\S+)", shown)
    with serving(fresh) as url, httpx2.Client(base_url=url, trust_env=False, follow_redirects=True) as browser:
        (token,) = re.findall(r'name="csrf" value="([^"]+)"', browser.get(link).text)
        assert "Olive Green" in browser.post(link, data={"csrf": token}, headers={"Origin": url}).text
        mine = {"Authorization": f"Bearer {key}"}
        assert browser.get("/api/v1/me", headers=mine).json() == {
            "person": "olive-green", "name": "Olive Green", "scope": "admin", "makers": [],
        }  # fmt: skip
        asked = {"agent": "deploybot", "message": "deploy the latest backend"}
        thread = browser.post("/api/v1/threads", headers=mine, json=asked).json()["id"]
        deadline = Deadline()
        found: list[dict[str, str]] = []
        while not found and not deadline.is_over:
            found = browser.get("/api/v1/requests", headers=mine, params={"thread": thread}).json()["items"]
        approve = {"decision": "approve", "digest": found[0]["digest"]}
        said = browser.post(f"/api/v1/requests/{found[0]['id']}/decision", headers=mine, json=approve)
        assert said.status_code == 200, "who is alone may approve what they asked for"


def test_see3_flags_do_the_same_for_scripts_and_the_key_is_kept_as_a_hash(fresh: Path) -> None:
    made = end(start("init", *flags(fresh, "--json"), environment=clean_environment(fresh)))
    assert made.code == 0, made.err
    config = tomllib.loads((fresh / "countersign.toml").read_text())
    assert list(config["people"]) == ["olive", "max"]
    assert "requester_may_decide" not in config["agents"]["deploybot"]["approval"]
    key = made.json["key"]
    assert [path for path in fresh.rglob("*") if path.is_file() and key.encode() in path.read_bytes()] == []
    assert stat.S_IMODE((fresh / "countersign.toml").stat().st_mode) == 0o600
    assert stat.S_IMODE((fresh / "data").stat().st_mode) == 0o700
    assert inspection.inspect_database(fresh / "data" / "countersign.db").is_current
    checked = end(start("doctor", environment=clean_environment(fresh)))
    assert checked.code == 0, checked.out


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("--name", "Olive"), "There is no terminal to ask at: say --set repository=…"),
        (("--set", "repository=x"), "There is no terminal to ask at: say --name"),
        (("--name", "Olive", "--approver", "", "--set", "repository=/nowhere"), "Repository /nowhere"),
        (("--name", "Olive", "--approver", "olive", "--set", "repository=x"), "would both be called olive"),
        (("--name", "Oli\tve", "--approver", "", "--set", "repository=x"), "characters that can be printed"),
        (("--name", "Olive", "--set", "repo=x"), "deploybot has no key repo that is text; there are: repository, "),
        (("--name", "Olive", "--set", "repository"), "write repository=VALUE"),
        (("--name", "Olive", "--agent", "nobot"), "There is no agent 'nobot' in agents/. There are: deploybot."),
    ],
)
def test_see3_what_does_not_fit_writes_nothing(
    tmp_path: Path, given: tuple[str, ...], said: str, verb: StagedTerminal
) -> None:
    ran = verb("init", *given)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert list(tmp_path.iterdir()) == []


def test_see3_another_branch_than_the_usual_one_is_named_at_the_beginning(fresh: Path, verb: StagedTerminal) -> None:
    lacking = verb("init", *flags(fresh), "--set", "branch=trunk")
    assert lacking.code == 2
    assert "it has no branch trunk. Push it, or name another by the key branch." in lacking.err
    assert not (fresh / "countersign.toml").exists()
    assert verb("init", *flags(fresh), "--set", "branch=main").code == 0
    assert 'branch = "main"\n' in (fresh / "countersign.toml").read_text()


def test_see3_a_clone_without_the_remote_is_told_so(fresh: Path, tmp_path: Path, verb: StagedTerminal) -> None:
    lonely = tmp_path / "lonely"
    subprocess.run(["git", "init", "--quiet", str(lonely)], check=True)
    given = ("--name", "Olive", "--approver", "", "--set", f"repository={lonely}")
    said = verb("init", *given).err
    assert "the clone has no remote origin; it has none (git remote add origin URL). Add it" in said
    subprocess.run(["git", "-C", str(lonely), "remote", "add", "upstream", "/nowhere"], check=True)
    said = verb("init", *given).err
    assert "it has upstream" in said
    said = verb("init", *given, "--set", "remote=upstream").err
    assert "git ls-remote failed" in said
    assert not (fresh / "countersign.toml").exists()


def test_see3_a_file_that_is_there_is_left_as_it_is(fresh: Path, verb: StagedTerminal) -> None:
    (fresh / "countersign.toml").write_text("# mine")
    ran = verb("init", *flags(fresh))
    assert ran.code == 2
    assert "is there already, and is left as it is" in ran.err
    assert (fresh / "countersign.toml").read_text() == "# mine"


def test_see3_a_database_that_cannot_be_opened_leaves_no_file_behind(fresh: Path, verb: StagedTerminal) -> None:
    (fresh / "data").mkdir()
    (fresh / "data" / "countersign.db").write_bytes(b"a letter to somebody" * 100)
    ran = verb("init", *flags(fresh))
    assert ran.code == 2
    assert "is not a Countersign database" in ran.err
    assert not (fresh / "countersign.toml").exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "there is no such file; write one with `countersign init`"),
        ("[agent.deploybot]\nrepository = 'x'\n", "[agent.deploybot] is no table of ours; write [agents.deploybot]"),
        ("", "it names no people"),
        ("[people.olive\n", "it is no TOML"),
        ("[people.olive]\nname = 'Olive'\n[agents.deploybot]\nrepository = 'x'\napproval = { expires_after = '4 hours' }", 'write "PT4H"'),
    ],
)  # fmt: skip
def test_see3_a_missing_or_mistyped_configuration_stops_the_start(
    tmp_path: Path, text: str | None, said: str, verb: StagedTerminal
) -> None:
    if text is not None:
        (tmp_path / "countersign.toml").write_text(text)
    ran = verb("serve", PORT=str(free_port()))
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert "countersign.toml" in ran.err
    assert ran.err.count("\n") == 1
    assert not (tmp_path / "data").exists()


def test_see3_doctor_asks_the_server_that_the_command_line_speaks_to(fresh: Path, verb: StagedTerminal) -> None:
    key = verb("init", *flags(fresh, "--json")).json["key"]
    dead = f"http://127.0.0.1:{free_port()}"
    checked = verb("doctor", COUNTERSIGN_URL=dead, COUNTERSIGN_API_KEY=key)
    assert checked.code == 1
    assert f"Server {dead}: it does not answer" in checked.out
    with serving(fresh) as url:
        words = {"COUNTERSIGN_URL": url, "COUNTERSIGN_API_KEY": key}
        checked = verb("doctor", **words)
        assert checked.code == 0, checked.out
        assert f"Server {url}: ready" in checked.out
        assert "COUNTERSIGN_API_KEY is Olive's, scope admin" in checked.out
        checked = verb("doctor", **{**words, "COUNTERSIGN_API_KEY": "cs_no"})
        assert "it does not take COUNTERSIGN_API_KEY" in checked.out
        (fresh / "countersign.toml").write_text("[people")
        deadline = Deadline()
        while "configuration_not_taken" not in httpx2.get(f"{url}/readyz", trust_env=False).text:
            assert not deadline.is_over
            time.sleep(0.1)
        checked = verb("doctor", **words)
        assert checked.code == 1
        assert "its countersign.toml was changed and not applied: invalid" in checked.out


def test_see3_doctor_asks_what_the_agents_work_on(fresh: Path, verb: StagedTerminal) -> None:
    verb("init", *flags(fresh))
    checked = verb("doctor")
    assert "Remote origin of" in checked.out
    assert "it answers; main is at" in checked.out
    (fresh / "origin.git").rename(fresh / "elsewhere.git")
    checked = verb("doctor")
    assert checked.code == 1
    assert re.search(r"fail  Remote origin of \S+: git ls-remote failed", checked.out)
