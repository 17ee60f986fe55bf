"""Remembers the results of pure functions of texts, within a bound of memory: a page shows the same calls over and over."""

from collections.abc import Callable, Hashable
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar, cast

P = ParamSpec("P")
T = TypeVar("T")


def remember(longest: int, most: int) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Remember the results of the latest `most` calls with texts of at most `longest` characters together.

    For functions of hashable arguments, with results that depend on nothing else and are not changed afterwards.
    """

    def decorate(function: Callable[P, T]) -> Callable[P, T]:
        remembered = cast(Callable[P, T], lru_cache(maxsize=most)(function))

        @wraps(function)
        def call(*args: P.args, **kwargs: P.kwargs) -> T:
            given: tuple[Hashable, ...] = (*args, *kwargs.values())
            characters = 0
            for each in given:
                if isinstance(each, str):
                    characters += len(each)
            return remembered(*args, **kwargs) if characters <= longest else function(*args, **kwargs)

        return call

    return decorate
