"""Imports without the garbage collector, which would look through all loaded modules again and again.

What was imported is frozen: the collector never looks at it afterwards, which makes each of its full rounds cheaper.
"""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def pause_collector() -> Iterator[None]:
    """Import within this block: the garbage collector rests, and what was loaded is frozen."""
    before = len(sys.modules)
    gc.disable()
    try:
        yield
    finally:
        if len(sys.modules) > before:
            gc.freeze()
        gc.enable()


YOUNG = 50_000
"""Objects that may be made, and not deleted, between two rounds of the collector. Python's 700 are reached several times by each
step of a thread, whose objects die without it."""


def freeze_loaded() -> None:
    """Collect what the start of a server left behind, freeze what it keeps for as long as it runs, and collect less often
    from now on.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, *gc.get_threshold()[1:])
