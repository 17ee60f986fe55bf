"""The seed of a run, from which every campaign draws: COUNTERSIGN_SEED, or one drawn anew and named at the end of the run.

It is in the environment before tests are collected, so that the workers of one run collect the same tests
and a run is repeated by its seed.
"""

import os
import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

VARIABLE = "COUNTERSIGN_SEED"
IS_FULL_CAMPAIGN = os.environ.get("COUNTERSIGN_CAMPAIGN") == "full"
"""Whether the run is `make test-full`."""


def draw_seed() -> None:
    """Puts a seed into the environment unless there is one."""
    os.environ.setdefault(VARIABLE, str(random.SystemRandom().randrange(1_000_000)))


def seed_of_run() -> int:
    """The seed of this run."""
    return int(os.environ[VARIABLE])


def share(whole: int) -> int:
    """How many of `whole` drawn examples a run tries: all in a full campaign, else an eighth, at least ten; they are drawn anew each time."""
    return whole if IS_FULL_CAMPAIGN else max(min(whole, 10), whole // 8)


LEAST_CASES = 2
"""Cases of a drawn test that a run tries at least, where nothing else is said."""


def draw_cases(name: str, cases: Sequence[T], one_in: int = 4, least: int = LEAST_CASES) -> list[T]:
    """The cases of the test `name` that this run tries, in their order, drawn by the seed of the run: one in `one_in`, `least` at least.

    All in a full campaign.
    """
    size = len(cases) if IS_FULL_CAMPAIGN else max(min(len(cases), least), -(-len(cases) // one_in))
    drawn = set(random.Random(f"{seed_of_run()} {name}").sample(range(len(cases)), size))
    return [case for number, case in enumerate(cases) if number in drawn]
