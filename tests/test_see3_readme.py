"""README's "Using it" is typed, line by line, into a terminal beside a running demo: every line works as described."""

import re
import shlex
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.busy_machine import Deadline
from tests.cli.terminal import CommandResult, StagedTerminal
from tests.test_demo import Demo, demo

README = (Path(__file__).parent.parent / "README.md").read_text()
USING = README[README.index("## Using it") : README.index("## The walk of one request")]
FIRST, VERBS = re.findall(r"```sh\n(.*?)```", USING, re.DOTALL)


def commands(block: str) -> list[list[str]]:
    """The lines of a block as a shell would split them, without their comments."""
    return [shlex.split(line, comments=True) for line in block.splitlines() if line.strip()]


@pytest.fixture
def typing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[tuple[Demo, StagedTerminal]]:
    """A demo with a request that waits, and a terminal that has read its demo.env as README says."""
    with demo(tmp_path / "demo") as running:
        running.proposal()
        lines = shlex.split((running.folder / "demo.env").read_text())
        words = dict(line.split("=", 1) for line in lines)
        yield running, StagedTerminal(tmp_path, monkeypatch, capsys, words)


def filled(words: list[str], running: Demo, folder: Path) -> list[str]:
    """The words, with the placeholders of a request, a thread and a file replaced by real ones."""
    deadline = Deadline()
    while "REQUEST" in words and not running.pending() and not deadline.is_over:
        time.sleep(0.1)
    known = {"FILE": str(folder / "copy.backup")}
    if "REQUEST" in words:
        known["REQUEST"] = running.pending()[0]["id"]
    if "THREAD" in words:
        known["THREAD"] = running.api("GET", "threads")["items"][-1]["id"]
    return [known.get(word, word) for word in words]


def test_see3_using_it_runs_in_the_demo_line_by_line(typing: tuple[Demo, StagedTerminal], tmp_path: Path) -> None:
    running, terminal = typing
    said: dict[str, CommandResult] = {}
    for program, *words in commands(VERBS):
        assert program == "countersign"
        ran = terminal(*filled(words, running, tmp_path), typed="y\n")
        assert ran.code == 0, f"countersign {' '.join(words)}\n{ran.out}{ran.err}"
        said[" ".join(words)] = ran
    assert len(said) >= 15
    assert "tag_release" in said["requests"].out
    assert running.tag("v1.4.2"), "what was approved has run"
    assert "a freeze" in said["holds"].out
    assert said["keys create sam"].out.split("\n")[-2].startswith("cs_")
    assert "/sign-in/" in said["link sam"].out
    assert (tmp_path / "copy.backup").exists()
    assert f"Server {running.env['COUNTERSIGN_URL']}: ready" in said["doctor"].out


def test_see3_to_begin_is_init_serve_and_doctor() -> None:
    """`tests/cli/test_see3_init.py` does these three in a fresh folder."""
    assert [words[1:] for words in commands(FIRST)] == [["init"], ["serve"], ["doctor"]]
