"""Clicks in Slack are counted by their end, each once."""

from collections import Counter
from pathlib import Path

from bot.core.telemetry_observations import InboundHandled, TelemetryObservation
from tests.channels.slack.slack_workspace import slack_platform
from tests.channels.slack.test_attacks_clicks import PUSH, asked, released


async def test_ops1_clicks_are_counted_by_their_end(tmp_path: Path) -> None:
    seen: Counter[str] = Counter()

    def count(observation: TelemetryObservation) -> None:
        if isinstance(observation, InboundHandled):
            assert (observation.channel, observation.kind) == ("slack", "click")
            seen[observation.outcome] += 1

    async with slack_platform(tmp_path, *PUSH) as here:
        here.platform.repository.telemetry.subscribe(count)
        card = await asked(here)
        await here.app.click(here.user("sam"), card, "Approve")  # who asked may not decide
        await here.until(lambda: seen == {"refused": 1})
        await here.app.click(here.user("max"), card, "Reject…")
        await here.until(lambda: seen == {"refused": 1, "opened": 1})
        await here.app.click(here.user("olive"), card, "Approve")
        await released(here)
        await here.until(lambda: seen == {"refused": 1, "opened": 1, "taken": 1})
