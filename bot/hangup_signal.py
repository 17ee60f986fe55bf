"""Catches SIGHUP of `countersign serve` from the start of its process; a signal during the start acts after the start.

The program takes a second or two to load, and an uncaught signal would end the process meanwhile. So this module imports
nothing else of `bot`.
"""

import os
import signal
from collections.abc import Callable
from functools import cache
from types import FrameType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop


class HangupSignal:
    """Catches SIGHUP. Signals before `react` are kept as one, on which `react` acts.

    `is_nohup`: the process was started to ignore SIGHUP. `is_attached`: it had a terminal when it began.
    """

    def __init__(self) -> None:
        self.is_nohup = signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
        self.is_attached = has_terminal()
        self._came = False

        def keep_signal(number: int, frame: FrameType | None) -> None:
            self._came = True

        signal.signal(signal.SIGHUP, keep_signal)

    def react(self, loop: "AbstractEventLoop", reload: Callable[[], None], stop: Callable[[], None]) -> None:
        """Call `reload` in this loop on each SIGHUP, and at once for a signal that came before.

        The SIGHUP of a closed terminal calls `stop` instead, or nothing under `nohup`: a closed window does not mean that
        an operator accepts the configuration.
        """

        def handle_hangup() -> None:
            if not self.is_attached or has_terminal():
                reload()
                return
            self.is_attached = False
            if not self.is_nohup:
                stop()

        loop.add_signal_handler(signal.SIGHUP, handle_hangup)
        if self._came:
            handle_hangup()


@cache
def catch_hangup() -> HangupSignal:
    """The `HangupSignal` of this process. The first call installs the signal handler."""
    return HangupSignal()


def has_terminal() -> bool:
    """Whether this process has a terminal that can still be opened."""
    try:
        os.close(os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY))
    except OSError:
        return False
    return True
