"""Slack's rate limits as buckets that fill with the double's time; it counts and tells, others answer 429."""

import math
from dataclasses import dataclass, field

from slack_double.clock import SlackClock

TIERS = {1: 1, 2: 20, 3: 50, 4: 100}


@dataclass
class RateLimits:
    """`burst`: posts that a quiet channel takes at once, before one a second. `tiers`: also count per method and app.

    Source: docs.slack.dev/apis/web-api/rate-limits (tiers a minute; chat.postMessage one a second and channel).
    """

    clock: SlackClock
    burst: int = 5
    tiers: bool = False
    levels: dict[tuple[str, str], tuple[float, float]] = field(default_factory=dict)

    def post(self, channel_id: str) -> int | None:
        """Seconds to wait before this channel takes another post; None when it takes it now."""
        return self._take(("post", channel_id), rate=1.0, size=float(self.burst))

    def call(self, app_id: str, method: str, tier: int | None) -> int | None:
        """Seconds to wait before this method may be called again; None when it may now."""
        if not self.tiers or tier is None:
            return None
        per_minute = TIERS[tier]
        return self._take((app_id, method), rate=per_minute / 60, size=float(per_minute))

    def _take(self, key: tuple[str, str], rate: float, size: float) -> int | None:
        now = self.clock.now()
        level, at = self.levels.get(key, (size, now))
        level = min(size, level + (now - at) * rate)
        if level < 1:
            self.levels[key] = (level, now)
            return max(1, math.ceil((1 - level) / rate))
        self.levels[key] = (level - 1, now)
        return None
