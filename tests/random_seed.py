"""The seed of a run, from which every campaign draws: COUNTERSIGN_SEED, or one drawn anew and named at the end of the run.

It is in the environment before tests are collected, so that the workers of one run collect the same tests
and a run is repeated by its seed.
"""

import os
import random

VARIABLE = "COUNTERSIGN_SEED"


def draw_seed() -> None:
    """Puts a seed into the environment unless there is one."""
    os.environ.setdefault(VARIABLE, str(random.SystemRandom().randrange(1_000_000)))


def seed_of_run() -> int:
    """The seed of this run."""
    return int(os.environ[VARIABLE])
