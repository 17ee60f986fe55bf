"""SIGHUP of `countersign serve`, from the first moment of its process: what comes during the start acts behind it.

Loading the program takes a second or two, in which the signal would end the process. So this module loads nothing of ours.
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
    """Catches SIGHUP. What comes before `react` is kept, as one, and is told to it.

    `is_nohup`: the process was started to ignore SIGHUP. `is_attached`: it had a terminal when it began.
    """

    def __init__(self) -> None:
        self.is_nohup = signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
        self.is_attached = has_terminal()
        self._came = False
        signal.signal(signal.SIGHUP, self._caught)

    def react(self, loop: "AbstractEventLoop", reload: Callable[[], None], stop: Callable[[], None]) -> None:
        """From here on SIGHUP reloads in this loop, at once for one that came before.

        But the one that comes when the server's terminal is closed stops the server, or does nothing under `nohup`: a
        closed window is no operator's word.
        """

        def hung_up() -> None:
            if not self.is_attached or has_terminal():
                reload()
                return
            self.is_attached = False
            if not self.is_nohup:
                stop()

        loop.add_signal_handler(signal.SIGHUP, hung_up)
        if self._came:
            hung_up()

    def _caught(self, number: int, frame: FrameType | None) -> None:
        self._came = True


@cache
def catch_hangup() -> HangupSignal:
    """The one of this process; the first call catches the signal."""
    return HangupSignal()


def has_terminal() -> bool:
    """Whether this process has a terminal that is still there."""
    try:
        os.close(os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY))
    except OSError:
        return False
    return True
