"""The workers of a run, watched from outside: every test runs once and is reported, whatever a worker meets."""

import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CONFTEST = """
import os, pathlib, pytest
NOTES = pathlib.Path(__file__).with_name("notes")

def note(*words):
    with NOTES.open("a") as file:
        file.write(" ".join(map(str, words)) + "\\n")

@pytest.fixture(scope="session", autouse=True)
def server():
    note("begins", os.getpid())
    yield
    note("ends", os.getpid())

@pytest.fixture(scope="module", autouse=True)
def table(request):
    note("table", request.node.name, os.getpid())
"""
FILES = {
    "one/test_a.py": """
import random, pytest
from conftest import note

@pytest.mark.parametrize("case", range(5))
def test_passes(case, tmp_path):
    print("said by a test")
    note("tmp", tmp_path)

def test_draws():
    note("random", random.random())

def test_fails():
    assert 1 == 2

@pytest.mark.skip(reason="not today")
def test_skipped(): ...
""",
    "one/test_b.py": """
import random
from conftest import note

def test_of_the_same_folder(): ...
""",
    "two/test_c.py": """
import os, random
from conftest import note

def test_draws_too():
    note("random", random.random())

def test_dies():
    os._exit(7)

def test_after_it(): ...
""",
}


def run_project(folder: Path, *options: str) -> tuple[int, str]:
    """The exit status and the output of pytest over the files."""
    for name, text in {"conftest.py": CONFTEST, **FILES}.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "COUNTERSIGN"))}
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "tests.forked_workers",
        "--forks",
        "2",
        *options,
        str(folder),
    ]
    given = ["-p", "no:cacheprovider", "-p", "no:schemathesis", "--rootdir", str(folder), "-c", os.devnull]
    ran = subprocess.run(
        [*command, *given],
        env={**environment, "PYTHONPATH": f"{ROOT}:{folder}"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return ran.returncode, ran.stdout + ran.stderr


def test_every_test_runs_once_and_is_reported_also_beside_one_that_ends_its_worker(tmp_path: Path) -> None:
    status, said = run_project(tmp_path, f"--junitxml={tmp_path}/report.xml")
    assert status == pytest.ExitCode.TESTS_FAILED, said
    assert "2 failed, 9 passed, 1 skipped" in said
    assert "The worker of this test ended with status 7." in said
    assert "assert 1 == 2" in said
    assert "said by a test" not in said
    found = [case.get("name") for case in ET.parse(tmp_path / "report.xml").iter("testcase")]
    assert sorted(map(str, found)) == [
        "test_after_it", "test_dies", "test_draws", "test_draws_too", "test_fails", "test_of_the_same_folder",
        *(f"test_passes[{number}]" for number in range(5)), "test_skipped",
    ]  # fmt: skip
    notes = [line.split() for line in (tmp_path / "notes").read_text().splitlines()]
    pids = {kind: [words[-1] for words in notes if words[0] == kind] for kind in ("begins", "ends", "tmp", "random")}
    assert len(pids["begins"]) == 3, "two workers, and one for what the dead one left"
    assert len(set(pids["begins"]) - set(pids["ends"])) == 1, "only the dead one did not tear down"
    assert len(set(pids["random"])) == 2, "each worker draws numbers of its own"
    assert len(set(pids["tmp"])) == 5
    tables = Counter(words[1] for words in notes if words[0] == "table")
    assert tables == {"test_a.py": 1, "test_b.py": 1, "test_c.py": 2}


def test_a_run_ends_with_the_first_failure_where_that_is_wanted(tmp_path: Path) -> None:
    status, said = run_project(tmp_path, "-x")
    assert status == pytest.ExitCode.TESTS_FAILED, said
    assert "stopping after 1 failures" in said


def test_a_file_that_cannot_be_collected_is_told_and_nothing_runs(tmp_path: Path) -> None:
    (tmp_path / "test_broken.py").write_text("import nothing_of_that_name\n")
    status, said = run_project(tmp_path)
    assert status == pytest.ExitCode.INTERRUPTED, said
    assert "No module named 'nothing_of_that_name'" in said
    assert not (tmp_path / "notes").exists()
