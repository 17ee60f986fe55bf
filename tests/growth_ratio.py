"""Whether work grows with its input as a line does: a ratio of processor times within one run, never a wall time."""

import gc
import time
from collections.abc import Callable

from tests.random_seed import IS_FULL_CAMPAIGN

FACTOR = 8
"""How many times as large the larger input is: a line costs 8 times as much, a square 64 times."""
LIMIT = 28
ROUNDS, TRIES = (5, 3) if IS_FULL_CAMPAIGN else (6, 2)


def is_linear(work: Callable[[int], object], size: int) -> bool:
    """Whether `work(8 * size)` costs clearly less than 64 times `work(size)`; by the cheapest of some rounds of each.

    A neighbour on the machine makes single rounds dearer, and so both are measured again before it is said that it is not.
    """
    small = large = float("inf")
    for _ in range(ROUNDS):
        small, large = min(small, _cheapest(work, size)), min(large, _cheapest(work, FACTOR * size))
        if large < LIMIT * small:
            return True
    return False


def _cheapest(work: Callable[[int], object], size: int) -> float:
    """Without a search for garbage: among all that other tests left, the larger work would set one off and pay for it."""
    costs = []
    gc.disable()
    try:
        for _ in range(TRIES):
            began = time.thread_time()
            work(size)
            costs.append(time.thread_time() - began)
    finally:
        gc.enable()
    return min(costs)
