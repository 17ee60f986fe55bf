"""The command as a whole: help, usage, unexpected errors, Ctrl-C, a pipe that closes."""

import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot.http.api_client import ApiClient
from tests.cli.terminal import StagedTerminal, clean_environment, end, serving, start

ROOT = Path(__file__).parents[2]


def test_without_a_verb_it_says_which_there_are(terminal: StagedTerminal) -> None:
    ran = terminal()
    assert ran.code == 0
    for verb in ("demo", "serve", "doctor", "launch", "approve", "keys", "audit"):
        assert verb in ran.out


def test_every_verb_of_the_readme_is_there(terminal: StagedTerminal) -> None:
    named = set(re.findall(r"countersign ([a-z]+(?:-[a-z]+)*)", (ROOT / "README.md").read_text()))
    assert "approve" in named
    for verb in named:
        assert terminal(verb, "--help").code == 0, verb


@pytest.mark.parametrize(
    "args",
    [
        ("frobnicate",),
        ("approve",),
        ("approve", "a", "b"),
        ("threads", "--limit", "0"),
        ("prompt", "t", "x"),
        ("--nope",),
    ],
)
def test_wrong_usage_is_one_line(terminal: StagedTerminal, args: tuple[str, ...]) -> None:
    ran = terminal(*args)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("error: ")
    assert ran.err.count("\n") == 1


def test_what_nobody_expected_is_one_line_too(terminal: StagedTerminal, monkeypatch: pytest.MonkeyPatch) -> None:
    async def breaks(*_: object, **__: object) -> None:
        raise RuntimeError("a bug\x1b[2J\nof ours")

    monkeypatch.setattr(ApiClient, "read", breaks)
    ran = terminal("threads")
    assert (ran.code, ran.out, ran.err) == (1, "", "error: RuntimeError: a bug\\u{1b}[2J of ours\n")


def test_ctrl_c_at_the_question_decides_nothing(terminal: StagedTerminal) -> None:
    _, request = terminal.launched()
    environment = clean_environment(terminal.folder, COUNTERSIGN_PERSON="olive", PYTHONUNBUFFERED="1")
    process = start("approve", request, environment=environment)
    assert process.stdout
    seen = ""
    while "[y/N]" not in seen:
        seen += process.stdout.read(1)
    process.send_signal(signal.SIGINT)
    ran = end(process)
    assert (ran.code, ran.err) == (130, "\n")
    assert terminal("requests", "--json").json["items"][0]["status"] == "pending"


def test_a_pipe_that_closes_early_is_no_traceback(terminal: StagedTerminal) -> None:
    thread, _ = terminal.launched()
    process = start("show", thread, environment=clean_environment(terminal.folder))
    assert process.stdout
    process.stdout.close()
    assert process.wait(60) == 1
    assert process.stderr
    assert process.stderr.read() == ""
    process.stderr.close()
    assert process.stdin
    process.stdin.close()


def test_a_terminal_that_knows_ascii_alone_shows_the_rest_as_numbers(terminal: StagedTerminal) -> None:
    terminal("launch", "deploybot", "déployer ça", "--as", "sam")
    environment = clean_environment(terminal.folder, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    ran = end(start("threads", environment=environment))
    assert ran.code == 0, ran.err
    assert "d\\xe9ployer" in ran.out


def test_python_m_bot_is_the_same_command() -> None:
    ran = subprocess.run([sys.executable, "-m", "bot", "nope"], capture_output=True, text=True, check=False, cwd=ROOT)
    assert (ran.returncode, ran.stderr) == (2, "error: No such command 'nope'.\n")


def test_the_version_is_printed(terminal: StagedTerminal) -> None:
    ran = terminal("--version")
    assert (ran.code, ran.err) == (0, "")
    assert re.fullmatch(r"countersign \d+\.\d+\.\d+\n", ran.out)


def test_a_shell_completes_verbs(terminal: StagedTerminal) -> None:
    environment = {"_COUNTERSIGN_COMPLETE": "complete_bash", "COMP_WORDS": "countersign appr", "COMP_CWORD": "1"}
    assert end(start(environment=clean_environment(terminal.folder, **environment))).out == "approve\n"


def test_a_server_without_mail_imports_nothing_that_is_licensed_under_the_gpl(terminal: StagedTerminal) -> None:
    imported = terminal.folder / "imported"
    (terminal.folder / "sitecustomize.py").write_text(
        "import atexit, pathlib, sys\n"
        f"atexit.register(lambda: pathlib.Path({str(imported)!r}).write_text('\\n'.join(sys.modules)))\n"
    )
    with serving(terminal.folder, PYTHONPATH=str(terminal.folder)):
        pass
    names = imported.read_text().split()
    assert "uvicorn" in names
    assert not [name for name in names if "aioimaplib" in name]
