"""When Slack may be asked again: one message a second to a conversation, and nothing before a Retry-After is over."""

import asyncio
from collections.abc import Callable

from bot.core.ports import NotNow

INTERVAL = 1.0
"""Seconds between two messages to one conversation. Source: docs.slack.dev/apis/web-api/rate-limits, "Posting messages"."""
LONGEST = 1.2
"""Seconds that a delivery waits here. What must wait longer comes back, and holds no place in the meantime."""
KEPT = 10_000


class Pace:
    """`time` gives seconds that never jump; `sleep` lets them pass."""

    def __init__(self, time: Callable[[], float], interval: float = INTERVAL) -> None:
        self.time, self.interval = time, interval
        self._next: dict[str, float] = {}
        self._closed: dict[tuple[str, str], float] = {}

    async def turn(self, conversation: str) -> None:
        """Returns when a message may be posted there. Raises NotNow."""
        now = self.time()
        at = max(self._next.get(conversation, 0.0), now)
        if at - now > LONGEST:
            raise NotNow("Slack takes one message a second for each conversation", at - now)
        if len(self._next) > KEPT:
            self._next = {name: when for name, when in self._next.items() if when > now}
        self._next[conversation] = at + self.interval
        if at > now:
            await asyncio.sleep(at - now)

    def check(self, team: str, method: str) -> None:
        """Raises NotNow while Slack has asked us to leave this method alone in this workspace."""
        if (left := self._closed.get((team, method), 0.0) - self.time()) > 0:
            raise NotNow(f"Slack asked to wait with {method}", left)

    def wait(self, team: str, method: str, seconds: float) -> None:
        """Slack said Retry-After."""
        until = self.time() + seconds
        self._closed[team, method] = max(until, self._closed.get((team, method), 0.0))
