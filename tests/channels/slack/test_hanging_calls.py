"""A call that Slack takes and never answers ends, and holds up nothing of somebody else (SL1)."""

from pathlib import Path

import pytest

from channels.slack.installation import workspaces
from channels.slack.outbound import home_publisher
from tests.channels.slack.inbound.test_acknowledgements import PUSH
from tests.channels.slack.slack_workspace import SlackFixture, slack_platform


def has_buttons(here: SlackFixture, who: str) -> bool:
    home = here.slack.home(here.user(who))
    return home is not None and "countersign.approve" in str(home.content)


async def test_sl1_a_hanging_update_of_a_card_ends_and_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workspaces, "TIMEOUT", 0.5)
    async with slack_platform(tmp_path, *PUSH) as here:
        await here.ask()
        card = await here.card()
        here.slack.fault("hang", "chat.update", times=1)
        await here.app.click(here.user("olive"), card, "Approve")
        await here.until(lambda: not card.buttons())


async def test_sl1_the_sessions_of_both_kinds_of_workspaces_end_calls_in_time() -> None:
    one = workspaces.OneWorkspace("http://127.0.0.1:9/api/", "xoxb-1")
    await one.open()
    assert one.web.session is not None
    assert one.web.session.timeout.total == workspaces.TIMEOUT
    await one.close()


async def test_sl1_a_home_that_hangs_keeps_no_button_alive_in_another(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, *PUSH) as here:
        for who in ("olive", "max"):
            await here.app.open_home(here.user(who))
        await here.ask()
        card = await here.card()
        await here.until(lambda: has_buttons(here, "olive") and has_buttons(here, "max"))
        await here.at_rest()
        here.slack.fault("hang", "views.publish", times=1)
        await here.app.click(here.user("olive"), card, "Approve")
        await here.until(
            lambda: has_buttons(here, "olive") != has_buttons(here, "max"), seconds=home_publisher.PUBLISHING - 1
        )
        await here.until(lambda: not (has_buttons(here, "olive") or has_buttons(here, "max")))


async def test_sl1_who_opens_home_waits_for_nobody_elses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(home_publisher, "PUBLISHING", 60.0)
    async with slack_platform(tmp_path, *PUSH) as here:
        silence = here.slack.fault("hang", "views.publish", times=1)
        await here.app.open_home(here.user("olive"))
        await here.until(lambda: silence.struck)
        await here.app.open_home(here.user("max"))
        await here.until(lambda: here.slack.home(here.user("max")), seconds=home_publisher.PUBLISHING - 1)


async def test_sl4_homes_with_buttons_are_published_before_those_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(home_publisher, "AT_ONCE", 1)
    async with slack_platform(tmp_path, *PUSH) as here:
        await here.app.open_home(here.user("sam"))
        for who in ("olive", "max"):
            await here.app.open_home(here.user(who))
        await here.ask()
        card = await here.card()
        await here.until(lambda: has_buttons(here, "olive") and has_buttons(here, "max"))
        await here.at_rest()
        before = len(here.slack.calls("views.publish"))
        await here.app.click(here.user("olive"), card, "Approve")
        await here.until(lambda: len(here.slack.calls("views.publish")) >= before + 3)
        first = [call.args["user_id"] for call in here.slack.calls("views.publish")[before : before + 2]]
        assert set(first) == {"U0OLIVE", "U0MAX"}
