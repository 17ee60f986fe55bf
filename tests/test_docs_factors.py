"""`docs/factors.md` is true: its files and tests exist, each criterion has one row, and its sums are right."""

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "factors.md").read_text("utf-8")
SIZES = {1: 3, 2: 3, 3: 4, 4: 3, 5: 4, 6: 4, 7: 4, 8: 3, 9: 3, 10: 3, 11: 4, 12: 3, 13: 3}
"""The number of criteria of each factor."""


class CriterionRow(NamedTuple):
    id: str
    criterion: str
    holds: str
    where: str
    evidence: str

    @property
    def tests(self) -> list[tuple[str, str]]:
        """The file and the name of each test, in order."""
        return re.findall(r"`([^`\s]+\.py)::(\w+)`", self.evidence)


ROWS = [
    CriterionRow(*(cell.strip() for cell in line.strip("|").split("|")))
    for line in PAGE.splitlines()
    if line.startswith("| F")
]


@cache
def list_tests(file: str) -> frozenset[str]:
    """The names of the test functions of a module, methods included."""
    nodes = ast.walk(ast.parse((ROOT / file).read_text("utf-8")))
    names = {node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
    return frozenset(name for name in names if name.startswith("test_"))


def test_fac_each_criterion_has_one_row_in_its_order() -> None:
    assert [row.id for row in ROWS] == [f"F{n}.{k}" for n, size in SIZES.items() for k in range(1, size + 1)]


@pytest.mark.parametrize("row", ROWS, ids=[row.id for row in ROWS])
def test_fac_each_file_and_test_of_a_row_exists(row: CriterionRow) -> None:
    files = re.findall(r"`([^`]+)`", row.where)
    assert [name for name in files if not (ROOT / name).is_file()] == []
    assert [file for file, _ in row.tests if not (ROOT / file).is_file()] == []
    assert [name for file, name in row.tests if name not in list_tests(file)] == []
    assert row.evidence.count("::") == len(row.tests), "a test of this row is not written as `file.py::name`"


@pytest.mark.parametrize("row", ROWS, ids=[row.id for row in ROWS])
def test_fac_what_holds_has_a_test_and_what_does_not_says_what_is_missing(row: CriterionRow) -> None:
    assert row.holds in ("yes", "in part", "no")
    assert bool(row.tests) == (row.holds != "no")
    assert bool(re.findall(r"`[^`]+`", row.where)) >= bool(row.tests)
    assert ("Missing: " in row.evidence) == (row.holds != "yes")


def test_fac_the_sums_are_those_of_the_rows() -> None:
    found = Counter(row.holds for row in ROWS)
    said = f"{found['yes']} criteria hold, {found['in part']} hold in part, {found['no']} do not hold."
    assert said in PAGE.splitlines()


def test_fac_the_readme_links_the_page() -> None:
    assert "(docs/factors.md)" in (ROOT / "README.md").read_text("utf-8")
