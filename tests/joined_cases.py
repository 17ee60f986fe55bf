"""The cases of a large table run as one test: what pytest does around each test takes longer than a case of a pure function.

A test is joined when its cases differ by their parameters alone and share the rest: it takes no fixture that is made for each test,
or the mark `one_set_up` says that its cases may share them, since each is refused and changes nothing.
All cases run, and each one that fails is named and shown. `pytest "path::test[case]"` runs one case by itself.
"""

import dataclasses
import inspect
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from _pytest.python import CallSpec

SHARED = {"plain_logging"}
"""Fixtures that are made for each test and do not matter between two cases of one."""


def join_cases(metafunc: pytest.Metafunc, cases: list[CallSpec]) -> list[CallSpec]:
    """One call for all of these cases where they can share the fixtures of their test; else the cases.

    It has the parameters of the first case, and all cases in its mark `joined_cases`.
    """
    if len(cases) < 2 or not can_join(metafunc, cases):
        return cases
    mark = pytest.mark.joined_cases(tuple(cases)).mark
    return [dataclasses.replace(cases[0], _idlist=(f"{len(cases)} cases",), marks=[mark])]


def find_cases(test: pytest.Item) -> tuple[CallSpec, ...]:
    """The cases that were joined to this test; none where it is a case by itself."""
    mark = test.get_closest_marker("joined_cases")
    return () if mark is None else mark.args[0]


def can_join(metafunc: pytest.Metafunc, cases: Sequence[CallSpec]) -> bool:
    """Whether no case has a mark of its own, and the test and its fixtures take nothing that is made anew for each case."""
    if any(case.marks or set(case.params) != set(cases[0].params) for case in cases):
        return False
    if hasattr(metafunc.function, "hypothesis") or set(metafunc._params_directness.values()) != {"direct"}:
        return False
    if metafunc.definition.get_closest_marker("one_set_up") is not None:
        return True
    needed = set(metafunc.definition._fixtureinfo.names_closure) - set(cases[0].params) - SHARED
    made = {name: metafunc._arg2fixturedefs.get(name, ()) for name in needed}
    return all(each and all(fixture.scope != "function" for fixture in each) for each in made.values())


def call_each(test: Callable[..., Any], cases: Sequence[CallSpec]) -> Callable[..., Any]:
    """A test that calls `test` for each case. It raises a group of the errors of all that fail, each with the name of its case.

    It is skipped when every case is.
    """

    def call_all(**fixtures: Any) -> None:
        with CaseErrors(len(cases)) as errors:
            for case in cases:
                with errors.of(case):
                    test(**{**fixtures, **case.params})

    async def await_all(**fixtures: Any) -> None:
        with CaseErrors(len(cases)) as errors:
            for case in cases:
                with errors.of(case):
                    await test(**{**fixtures, **case.params})

    return await_all if inspect.iscoroutinefunction(test) else call_all


class CaseErrors:
    """Collects the errors of `size` cases, and raises them together at the end."""

    def __init__(self, size: int) -> None:
        self.size, self.case = size, ""
        self.failed: dict[str, BaseException] = {}
        self.skipped: list[BaseException] = []

    def of(self, case: CallSpec) -> "OneCase":
        return OneCase(self, case.id)

    def __enter__(self) -> "CaseErrors":
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            return
        if self.failed:
            names = ", ".join(self.failed)
            raise BaseExceptionGroup(f"{len(self.failed)} of {self.size} cases: {names}", [*self.failed.values()])
        if len(self.skipped) == self.size:
            raise self.skipped[0]


class OneCase:
    """Keeps the failure of one case, and ends the test for every other error: an interrupt ends the run."""

    def __init__(self, errors: CaseErrors, name: str) -> None:
        self.errors, self.name = errors, name

    def __enter__(self) -> None:
        return

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> bool:
        match error:
            case None:
                return True
            case pytest.skip.Exception():
                self.errors.skipped.append(error)
            case Exception() | pytest.fail.Exception():
                error.add_note(f"case: {self.name}")
                self.errors.failed[self.name] = error
            case _:
                return False
        return True
