"""Imports without the garbage collector, which would look through all loaded modules again and again.

The imported objects are frozen: the collector never looks at them afterwards, which makes each of its full rounds cheaper.
"""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def pause_collector() -> Iterator[None]:
    """Import within this block: the garbage collector rests, and the loaded objects are frozen."""
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
    """Collect the garbage of a server's start, freeze the objects that it keeps for as long as it runs, and collect less often
    from now on.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, *gc.get_threshold()[1:])
