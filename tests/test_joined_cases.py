"""The cases of a table run as one test: all of them, and every failing one is named."""

import asyncio

import pytest
from _pytest.python import CallSpec

from tests.joined_cases import call_each

RUN: list[int] = []


@pytest.fixture
def anew() -> list[int]:
    return []


@pytest.mark.parametrize("case", [1, 2, 3], ids=str)
def test_a_case_needs_no_more_than_its_parameters(case: int) -> None:
    RUN.append(case)


def test_all_of_them_ran_in_their_order(request: pytest.FixtureRequest) -> None:
    names = [item.name for item in request.session.items if item.nodeid.startswith("tests/test_joined_cases.py")]
    if not any("[" in argument for argument in request.config.args):
        assert "test_a_case_needs_no_more_than_its_parameters[3 cases]" in names
        assert RUN == [1, 2, 3]
        assert "test_cases_that_need_a_fixture_each_are_tests_each[1]" in names
        assert "test_cases_of_a_coroutine_run_in_one_loop[2 cases]" in names


@pytest.mark.parametrize("case", [1, 2])
def test_cases_that_need_a_fixture_each_are_tests_each(anew: list[int], case: int) -> None:
    anew.append(case)
    assert len(anew) == 1


@pytest.mark.parametrize("case", [1, 2])
async def test_cases_of_a_coroutine_run_in_one_loop(case: int) -> None:
    await asyncio.sleep(0)
    assert case in (1, 2)


def cases_of(*numbers: int) -> list[CallSpec]:
    return [CallSpec(params={"n": n}, _idlist=(f"number {n}",)) for n in numbers]


def refuse_odd(n: int, more: str = "") -> None:
    if n == 5:
        pytest.skip("five")
    if n == 7:
        pytest.fail("seven")
    assert n % 2 == 0, f"{n} is odd{more}"


def test_every_case_that_fails_is_named() -> None:
    with pytest.raises(BaseExceptionGroup, match="3 of 6 cases: number 1, number 3, number 7") as found:
        call_each(refuse_odd, cases_of(1, 2, 3, 4, 5, 7))(more="!")
    assert [error.__notes__ for error in found.value.exceptions] == [
        ["case: number 1"],
        ["case: number 3"],
        ["case: number 7"],
    ]
    assert "3 is odd!" in str(found.value.exceptions[1])


async def test_so_is_every_case_of_a_coroutine() -> None:
    async def refuse(n: int) -> None:
        await asyncio.sleep(0)
        refuse_odd(n)

    with pytest.raises(ExceptionGroup, match="1 of 3 cases: number 3"):
        await call_each(refuse, cases_of(2, 3, 4))()


def test_a_test_whose_cases_are_all_skipped_is_skipped() -> None:
    with pytest.raises(pytest.skip.Exception):
        call_each(refuse_odd, cases_of(5, 5))()
    call_each(refuse_odd, cases_of(5, 2))()


def test_an_interrupt_ends_the_test_at_once() -> None:
    def interrupt(n: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        call_each(interrupt, cases_of(1, 2))()
