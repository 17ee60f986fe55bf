"""When Slack may be asked again: one message a second to a conversation, and nothing before a Retry-After is over."""

import asyncio
from collections.abc import Callable

from bot.core.ports import NotNow

INTERVAL = 1.0
"""Seconds between two messages to one conversation. Source: docs.slack.dev/apis/web-api/rate-limits, "Posting messages"."""
LONGEST = 1.2
"""Seconds that a delivery waits here. What must wait longer comes back, and holds no place in the meantime."""
KEPT = 10_000


class SlackRateLimit:
    """`time` gives seconds that never jump; `sleep` lets them pass."""

    def __init__(self, time: Callable[[], float], interval: float = INTERVAL) -> None:
        self.time, self.interval = time, interval
        self._next: dict[str, float] = {}
        self._closed: dict[tuple[str, str, str], float] = {}

    async def wait_for_turn(self, conversation: str) -> None:
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

    def check_limits(self, team: str, method: str, conversation: str = "") -> None:
        """Raises NotNow while Slack has asked us to leave this method alone in this workspace, or in this conversation."""
        until = max(self._closed.get((team, method, where), 0.0) for where in {"", conversation})
        if (left := until - self.time()) > 0:
            raise NotNow(f"Slack asked to wait with {method}", left)

    def note_retry_after(self, team: str, method: str, seconds: float, conversation: str = "") -> None:
        """Slack said Retry-After.

        Some limits are a conversation's, some a workspace's, and Slack does not say which one was met. So it holds for
        the conversation that was asked about, and for the whole workspace once a second conversation meets it meanwhile.
        """
        now = self.time()
        if len(self._closed) > KEPT:
            self._closed = {key: until for key, until in self._closed.items() if until > now}
        others = (
            where for (of, what, where), until in self._closed.items() if (of, what) == (team, method) and until > now
        )
        is_everywhere = not conversation or any(where != conversation for where in others)
        for where in {conversation, "" if is_everywhere else conversation}:
            key = (team, method, where)
            self._closed[key] = max(now + seconds, self._closed.get(key, 0.0))
