"""`countersign doctor`: each check finds its fault, proposes a repair, and changes nothing."""

import os
import sqlite3
import sys
import tomllib
from contextlib import closing
from pathlib import Path
from types import ModuleType

import pytest

from bot.secret_keys import SecretKeys, open_keys
from bot.store.sqlite.channel_credential_vault import PURPOSE
from tests.cli.terminal import CommandResult, StagedTerminal, serving, write_config

SECRET = "a-secret-of-more-than-32-characters"


def examined(terminal: StagedTerminal, **environment: str) -> CommandResult:
    ran = terminal("doctor", **environment)
    assert ran.err == ""
    return ran


def line(ran: CommandResult, what: str) -> str:
    """The finding about this, its hint included."""
    lines = ran.out.split("\n")
    at = next(number for number, text in enumerate(lines) if f"  {what}: " in text)
    return lines[at] + (lines[at + 1] if lines[at + 1].startswith(" " * 10) else "")


def test_a_good_platform_passes(terminal: StagedTerminal) -> None:
    terminal("migrate")
    ran = examined(terminal)
    assert ran.code == 0, ran.out
    assert " fail  " not in ran.out
    for what in (
        "Python",
        "SQLite",
        "git",
        "Packages",
        "Database",
        "Schema",
        "Secret key",
        "Gate of tag_release",
        "Channel webhook",
    ):
        assert line(ran, what)


def test_it_makes_nothing(terminal: StagedTerminal) -> None:
    before = sorted(path.name for path in terminal.folder.iterdir())
    assert "is made at the first start" in line(examined(terminal), "Database")
    assert sorted(path.name for path in terminal.folder.iterdir()) == before


def test_a_running_server_is_fine(terminal: StagedTerminal) -> None:
    with serving(terminal.folder):
        ran = examined(terminal)
    assert ran.code == 0, ran.out
    assert "in use by process " in line(ran, "Database")


def test_an_old_sqlite_is_a_warning(terminal: StagedTerminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 51, 2))
    assert "warn" in line(examined(terminal), "SQLite")
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 51, 3))
    assert "warn" not in line(examined(terminal), "SQLite")


def test_a_foreign_package_named_agents(terminal: StagedTerminal, monkeypatch: pytest.MonkeyPatch) -> None:
    foreign = ModuleType("agents")
    foreign.__file__ = "/usr/lib/python3/site-packages/agents/__init__.py"
    monkeypatch.setitem(sys.modules, "agents", foreign)
    ran = examined(terminal)
    assert ran.code == 1
    assert "openai-agents" in line(ran, "Packages")


def test_no_git(terminal: StagedTerminal, tmp_path: Path) -> None:
    ran = examined(terminal, PATH=str(tmp_path))
    assert ran.code == 1
    assert "apt-get install git" in line(ran, "git")


@pytest.mark.parametrize("url", ["bots.example.com", "http://h:99999", "https://h/inbox"])
def test_a_base_url_that_is_none(terminal: StagedTerminal, url: str) -> None:
    ran = examined(terminal, COUNTERSIGN_BASE_URL=url)
    assert ran.code == 1
    assert "The setting COUNTERSIGN_BASE_URL is" in ran.out


def test_plain_http_to_everybody_is_a_warning(terminal: StagedTerminal) -> None:
    assert "TLS" in line(examined(terminal, COUNTERSIGN_HOST="0.0.0.0"), "Base URL")


def test_a_file_that_is_not_ours(terminal: StagedTerminal) -> None:
    (terminal.folder / "data").mkdir()
    (terminal.folder / "data" / "countersign.db").write_bytes(b"not a database, but a letter to somebody" * 100)
    ran = examined(terminal)
    assert ran.code == 1
    assert "fail" in line(ran, "Database")


def test_a_database_of_another_program(terminal: StagedTerminal) -> None:
    (terminal.folder / "data").mkdir()
    connection = sqlite3.connect(terminal.folder / "data" / "countersign.db")
    connection.execute("CREATE TABLE song (name TEXT)")
    connection.close()
    assert "it is not a Countersign database" in line(examined(terminal), "Database")


def test_a_newer_schema(terminal: StagedTerminal) -> None:
    terminal("migrate")
    connection = sqlite3.connect(terminal.folder / "data" / "countersign.db")
    connection.execute("UPDATE alembic_version SET version_num='9999'")
    connection.commit()
    connection.close()
    assert "newer Countersign" in line(examined(terminal), "Database")


def test_another_kind_of_database(terminal: StagedTerminal) -> None:
    ran = examined(terminal, COUNTERSIGN_DATABASE_URL="mysql://u:hunter2@h/d")
    assert ran.code == 1
    assert "hunter2" not in ran.out
    assert "sqlite:///path" in line(ran, "Database")


def test_settings_that_cannot_be_read(terminal: StagedTerminal) -> None:
    ran = examined(terminal, PORT="many")
    assert ran.code == 1
    assert "PORT" in line(ran, "Settings")


def test_a_secret_of_the_environment(terminal: StagedTerminal) -> None:
    ran = examined(terminal, COUNTERSIGN_SECRET_KEY=f"{SECRET}-new {SECRET}-old")
    assert ran.code == 0, ran.out
    assert "from COUNTERSIGN_SECRET_KEY, 2 secrets, of which the first one seals" in line(ran, "Secret key")
    assert SECRET not in ran.out


def test_a_secret_that_is_too_short_is_not_quoted(terminal: StagedTerminal) -> None:
    ran = examined(terminal, COUNTERSIGN_SECRET_KEY="hunter2")
    assert ran.code == 1
    assert "COUNTERSIGN_SECRET_KEY is '…': secret 1 of 1 has 7 characters" in line(ran, "Settings")
    assert "hunter2" not in ran.out


def test_a_secret_that_will_be_made(terminal: StagedTerminal) -> None:
    assert "secret.key is made at the first start" in line(examined(terminal), "Secret key")
    assert not (terminal.folder / "data").exists()


@pytest.mark.parametrize(("mode", "code"), [(0o600, 0), (0o400, 0), (0o640, 1), (0o604, 1), (0o620, 1)])
def test_a_key_file_that_others_can_reach(terminal: StagedTerminal, mode: int, code: int) -> None:
    file = terminal.folder / "data" / "secret.key"
    open_keys((), file)
    file.chmod(mode)
    ran = examined(terminal)
    assert ran.code == code
    assert f"{file}, mode {mode:04o}, 1 secret" in line(ran, "Secret key")
    assert (f"chmod 600 {file}" in line(ran, "Secret key")) == bool(code)
    assert file.read_text().strip() not in ran.out


def test_a_key_file_without_a_secret(terminal: StagedTerminal) -> None:
    (terminal.folder / "data").mkdir()
    (terminal.folder / "data" / "secret.key").touch()
    ran = examined(terminal)
    assert ran.code == 1
    assert "it holds no secret" in line(ran, "Secret key")


def test_sealed_values_whose_secret_is_lost(terminal: StagedTerminal) -> None:
    """Looked at from outside: they are counted, none is opened, and the secret that opens them ends it."""
    terminal("migrate", COUNTERSIGN_SECRET_KEY=SECRET)
    with closing(sqlite3.connect(terminal.folder / "data" / "countersign.db")) as connection:
        body = SecretKeys([SECRET]).seal_value(PURPOSE, b"xoxb-1", b"bot/T1")
        connection.execute("INSERT INTO vault VALUES ('bot', 'T1', ?, 0)", (body,))
        connection.commit()
    lost = examined(terminal, COUNTERSIGN_SECRET_KEY=f"{SECRET}-new")
    assert lost.code == 1
    assert "1 of 1 were sealed with a secret that is not here" in line(lost, "Sealed values")
    found = examined(terminal, COUNTERSIGN_SECRET_KEY=f"{SECRET}-new {SECRET}")
    assert found.code == 0, found.out
    assert "Sealed values" not in found.out


@pytest.mark.parametrize(
    ("text", "what", "word"),
    [
        ("[people.olive\n", "Configuration", "countersign.toml"),
        ("[agents]\n", "Configuration", "names no people"),
        ('[people.a]\nname = "A"\n[agents.nobody]\n', "Agents and channels", "[agents.nobody]"),
        ('[people.a]\nname = "A"\n[channels.pigeon]\n', "Agents", ""),
    ],
)
def test_a_configuration_that_does_not_fit(terminal: StagedTerminal, text: str, what: str, word: str) -> None:
    (terminal.folder / "countersign.toml").write_text(text)
    ran = examined(terminal)
    assert word in (line(ran, what) if word else ran.out)


def test_no_configuration_is_a_warning(terminal: StagedTerminal) -> None:
    (terminal.folder / "countersign.toml").unlink()
    ran = examined(terminal)
    assert ran.code == 0
    assert "warn" in line(ran, "Configuration")


def gated(terminal: StagedTerminal, approvers: str) -> CommandResult:
    """The findings of doctor when these approve tag_release."""
    write_config(terminal.folder)
    file = terminal.folder / "countersign.toml"
    kept = [
        f"approvers = {approvers}" if each.startswith("approvers") else each for each in file.read_text().split("\n")
    ]
    file.write_text("\n".join(kept))
    return examined(terminal)


def test_a_gate_that_nobody_can_open(terminal: StagedTerminal) -> None:
    ran = gated(terminal, "[]")
    assert ran.code == 1
    assert "nobody; so it can never be approved" in line(ran, "Gate of tag_release")
    assert "warn" in line(ran, "Gate of request_approval")


def test_a_quorum_that_is_too_large(terminal: StagedTerminal) -> None:
    ran = gated(terminal, '[{ people = ["olive", "sam"], quorum = 3 }]')
    assert ran.code == 1
    assert "never be approved" in line(ran, "Gate of tag_release")


def test_people_and_groups_that_nobody_is(terminal: StagedTerminal) -> None:
    ran = gated(terminal, '[{ people = ["mallory"], groups = ["wizards", "release-managers"] }]')
    assert ran.code == 1
    assert "nobody is known as mallory, group wizards" in line(ran, "Gate of tag_release")
    ran = gated(terminal, '[{ people = ["oliwe"] }]')
    assert "nobody is known as oliwe (did you mean olive?)" in line(ran, "Gate of tag_release")


def test_out4_a_lock_that_a_killed_git_left_is_named_and_left(terminal: StagedTerminal) -> None:
    config = tomllib.loads((terminal.folder / "countersign.toml").read_text())
    refs = Path(config["agents"]["deploybot"]["repository"]) / ".git" / "refs" / "countersign" / "origin" / "heads"
    refs.mkdir(parents=True)
    lock = refs / "main.lock"
    lock.touch()
    os.utime(lock, (1, 1))
    ran = examined(terminal)
    found = next(text for text in ran.out.split("\n") if "  Repository " in text)
    assert "warn  " in found
    assert "main.lock" in found
    assert f"remove {lock} now" in ran.out
    assert ran.code == 0
    assert lock.exists()
