"""Of a large table each run tries other cases, and the same ones again by its seed."""

from pathlib import Path

import pytest

from tests import random_seed
from tests.conftest import DRAWN, ONE_CASE
from tests.random_seed import LEAST_CASES, VARIABLE, draw_cases

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize(
    ("cases", "one_in", "drawn"), [(2, 10, 2), (12, 10, LEAST_CASES), (100, 10, 10), (101, 10, 11)]
)
def test_one_case_in_so_many_is_drawn_and_at_least_two(
    monkeypatch: pytest.MonkeyPatch, cases: int, one_in: int, drawn: int
) -> None:
    monkeypatch.setattr(random_seed, "IS_FULL_CAMPAIGN", False)
    found = draw_cases("a test", range(cases), one_in)
    assert len(found) == drawn
    assert found == sorted(found)
    assert found == draw_cases("a test", range(cases), one_in)


def test_runs_of_different_seeds_try_every_case_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(random_seed, "IS_FULL_CAMPAIGN", False)
    tried = set()
    for seed in range(100):
        monkeypatch.setenv(VARIABLE, str(seed))
        tried |= set(draw_cases("a test", range(50), 10))
    assert tried == set(range(50))


def test_a_full_campaign_draws_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(random_seed, "IS_FULL_CAMPAIGN", True)
    assert draw_cases("a test", range(50), 10) == list(range(50))


def test_every_beginning_of_the_table_is_that_of_a_test_file() -> None:
    files = [str(path.relative_to(ROOT)) for path in (ROOT / "tests").rglob("test_*.py")]
    tables = (*DRAWN, *ONE_CASE)
    assert [beginning for beginning in tables if not any(file.startswith(beginning) for file in files)] == []
