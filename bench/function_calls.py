"""How many functions a lifecycle calls, and which: those of Python, and those of C that Python calls.

Counts, not times: a busy machine changes little (with several clients, how many appends share a COMMIT).
`python -m bench.function_calls [--lifecycles 40] [--clients 1] [--most 40]`.
"""

import argparse
import asyncio
import sys
import threading
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from types import CodeType, FrameType

from bench.our_engine import OurEngine

WARM_UP = 40
ROOT = Path(__file__).parent.parent


class CallCounter:
    """Counts the calls of all threads that begin while it counts, and of this one."""

    def __init__(self) -> None:
        self.python, self.native = Counter[CodeType](), 0

    def start(self) -> None:
        threading.setprofile(self._note)
        sys.setprofile(self._note)

    def stop(self) -> None:
        sys.setprofile(None)
        threading.setprofile(None)

    def _note(self, frame: FrameType, event: str, _: object) -> None:
        if event == "call":
            self.python[frame.f_code] += 1
        elif event == "c_call":
            self.native += 1


def name_function(code: CodeType) -> str:
    """The function's place within this repository, or the last two parts of another file's path."""
    path = Path(code.co_filename)
    shown = path.relative_to(ROOT) if path.is_relative_to(ROOT) else Path(*path.parts[-2:])
    return f"{shown}:{code.co_firstlineno} {code.co_qualname}"


async def measure(lifecycles: int, clients: int, most: int) -> None:
    counter = CallCounter()
    with TemporaryDirectory() as folder:
        async with OurEngine(Path(folder) / "calls.db") as engine:
            await engine.run_at_once(WARM_UP, clients)
            counter.start()
            await engine.run_at_once(lifecycles, clients)
            counter.stop()
    for code, count in counter.python.most_common(most):
        print(f"{count / lifecycles:8.2f}  {name_function(code)}")
    total = counter.python.total() / lifecycles
    print(f"{total:8.0f}  calls of Python functions a lifecycle, and {counter.native / lifecycles:.0f} of C functions")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lifecycles", type=int, default=40)
    parser.add_argument("--clients", type=int, default=1)
    parser.add_argument("--most", type=int, default=40, help="so many functions are named")
    given = parser.parse_args()
    asyncio.run(measure(given.lifecycles, given.clients, given.most))
