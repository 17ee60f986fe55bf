"""Of a large table each run tries other cases, of each test some, and the same ones again by its seed."""

from pathlib import Path

import pytest

from tests import random_seed
from tests.conftest import DRAWN, DRAWN_TESTS, ONE_CASE, draw_tests
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
    tables = (*DRAWN, *DRAWN_TESTS, *ONE_CASE)
    assert [beginning for beginning in tables if not any(file.startswith(beginning) for file in files)] == []


def test_of_each_file_of_whole_programs_some_tests_run_and_in_time_all(
    monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.setattr(random_seed, "IS_FULL_CAMPAIGN", False)
    tests = {f"tests/browser/test_{file}.py::test_{number}" for file in "abc" for number in range(file == "a" or 7)}
    items = [make_item(request.session, f"{test}[{case}]") for test in sorted(tests) for case in ("x", "y")]
    items += [make_item(request.session, "tests/core/test_people.py::test_a_table")]
    done = set()
    for seed in range(30):
        monkeypatch.setenv(VARIABLE, str(seed))
        kept = tests - draw_tests(items)
        assert [sum(f"test_{file}" in test for test in kept) for file in "abc"] == [1, 4, 4]
        done |= kept
    assert done == tests
    monkeypatch.setattr(random_seed, "IS_FULL_CAMPAIGN", True)
    assert draw_tests(items) == set()


def make_item(session: pytest.Session, nodeid: str) -> pytest.Item:
    item: pytest.Item = OnlyNamedItem.from_parent(session, name=nodeid, nodeid=nodeid)
    return item


class OnlyNamedItem(pytest.Item):
    """A test that is never run."""

    def runtest(self) -> None:
        raise AssertionError
