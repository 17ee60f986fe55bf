"""The double's time: wall time that a test may move forward; it never goes back and sleeps only for the retry schedule."""

import asyncio
import time
from dataclasses import dataclass


@dataclass
class SlackClock:
    """`second` is how many real seconds one second of Slack's retry schedule takes (0.001: a minute in 60 ms).

    `skipped`: the seconds that `skip` added. Triggers, response URLs, tokens and rate limits age by it, signatures do not.
    """

    second: float = 0.001
    skipped: float = 0.0

    def now(self) -> float:
        """Unix seconds as the double sees them."""
        return time.time() + self.skipped

    def skip(self, seconds: float) -> None:
        """Let that much time pass at once."""
        if seconds < 0:
            raise ValueError(f"time does not run backwards: skip({seconds!r}); give seconds >= 0")
        self.skipped += seconds

    async def wait(self, seconds: float) -> None:
        """Sleep that many seconds of the retry schedule, scaled."""
        await asyncio.sleep(seconds * self.second)
