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


def freeze_loaded() -> None:
    """Collect what the start of a server left behind, and freeze what it keeps for as long as it runs."""
    gc.collect()
    gc.freeze()
