"""How long a Home is kept up to date: for a time after its person opened it last, also over restarts, and not by its own renewals."""

from datetime import datetime, timedelta
from pathlib import Path

from bot.core.base_types import from_micros
from bot.engine.channel_gateway import PlatformChannelGateway
from channels.slack.outbound.home_publisher import HOMES, UNOPENED, ShownHome
from slack_double import SlackDouble
from tests.channels.slack.inbound.test_acknowledgements import PUSH
from tests.channels.slack.slack_workspace import SlackFixture, slack_platform, workspace
from tests.sqlite_access import sqlite_of


def shown(here: SlackFixture, who: str) -> str:
    home = here.slack.home(here.user(who))
    return str(home.content) if home else ""


def ends(here: SlackFixture) -> list[datetime]:
    query = "SELECT expires FROM channel_data WHERE channel='slack' AND kind=?"
    return [from_micros(end) for (end,) in sqlite_of(here.platform).reading.execute(query, (HOMES,)).fetchall()]


async def test_cst3_a_renewed_home_ends_as_if_it_had_not_been_renewed(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, *PUSH) as here:
        await here.app.open_home(here.user("olive"))
        await here.until(lambda: ends(here))
        first = ends(here)
        assert abs(first[0] - here.platform.clock() - UNOPENED) < timedelta(minutes=5)
        await here.ask()
        await here.until(lambda: "countersign.approve" in shown(here, "olive"))
        assert ends(here) == first
        await here.app.open_home(here.user("olive"))
        await here.until(lambda: ends(here)[0] > first[0])


async def test_cst3_a_home_that_was_not_opened_for_too_long_is_forgotten_until_it_is_opened(tmp_path: Path) -> None:
    async with SlackDouble() as slack:
        workspace(slack)
        async with slack_platform(tmp_path, slack=slack) as here:
            await here.app.open_home(here.user("olive"))
            await here.until(lambda: ends(here))
            homes = here.surface.presence.homes
            late = here.platform.clock() + UNOPENED + timedelta(seconds=1)
            assert isinstance(homes.gateway, PlatformChannelGateway)
            homes.gateway.clock = lambda: late
            assert await homes.refresh_homes()
            assert homes._shown == {}
            move = "UPDATE channel_data SET expires = 1"
            await sqlite_of(here.platform).write_unit(lambda connection: connection.execute(move))
        async with slack_platform(tmp_path, *PUSH, slack=slack) as again:
            await again.ask()
            await again.card()
            assert again.surface.presence.homes._shown == {}
            assert "countersign.approve" not in shown(again, "olive")
            await again.app.open_home(again.user("olive"))
            await again.until(lambda: "countersign.approve" in shown(again, "olive"))


def test_cst3_values_of_older_releases_count_as_opened_now() -> None:
    now = datetime.fromisoformat("2026-11-21T09:00:00+00:00")
    assert ShownHome.load_json(b"abc", now) == ShownHome(now, "abc")
    assert ShownHome.load_json(b'["abc", 2, ["r1"]]', now) == ShownHome(now, "abc", 2, ("r1",))
    kept = ShownHome(now - timedelta(days=3), "abc", 2, ("r1",))
    assert ShownHome.load_json(kept.dump_json(), now) == kept
