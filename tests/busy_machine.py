"""Time limits of tests on a machine that has other work, too: a limit is for what never comes, and no measurement."""

import os
import time


def stretch(seconds: float) -> float:
    """Seconds of the clock in which a process gets as much of the processor as in `seconds` on an idle machine.

    By the mean length of the queue for the processors in the last minute: where six processes want two of them, three times as long.
    A loop asks it again in each round, since the queue changes.
    """
    return seconds * max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


class Deadline:
    """Is over `seconds` of the clock after it was made; later where the machine is busy (`stretch`)."""

    def __init__(self, seconds: float = 60.0) -> None:
        self.seconds, self.began = seconds, time.monotonic()

    @property
    def is_over(self) -> bool:
        return time.monotonic() - self.began > stretch(self.seconds)
