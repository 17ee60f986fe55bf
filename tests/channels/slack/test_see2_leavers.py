"""A person is removed while cards with their buttons are about: their click then counts for nothing."""

from pathlib import Path

import pytest

from bot.core.people import PeopleDirectory
from tests.channels.slack.hostile_requests import settled
from tests.channels.slack.slack_workspace import Transport, slack_platform
from tests.platform_fixture import choose


@pytest.mark.parametrize("transport", ["http", "socket"])
async def test_see2_a_click_of_a_leaver_decides_nothing(tmp_path: Path, transport: Transport) -> None:
    script = (choose("push", tag="v1"), choose("done", message="v1 is out."))
    async with slack_platform(tmp_path, *script, transport=transport) as here:
        await here.ask("sam")
        card = await here.card()
        left = {id: each for id, each in here.platform.directory.people.items() if id != "olive"}
        await here.platform.replace_rules(
            PeopleDirectory(people=left), list(here.platform.agents.values()), dict(here.platform.models)
        )
        await here.app.click(here.user("olive"), card, "Approve")
        await here.until(lambda: here.sentences("olive"))
        assert (here.decisions(), settled(here), here.ledger.lines) == ([], [], [])
        await here.app.click(here.user("max"), card, "Approve")
        await here.until(lambda: here.ledger.lines)
        assert [answer.person for answer in here.decisions()] == ["max"]


async def test_see2_words_for_an_agent_that_is_gone_are_answered(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, choose("push", tag="v1")) as here:
        await here.ask("sam")
        card = await here.card()
        await here.platform.replace_rules(here.platform.directory, [], {})
        await here.app.click(here.user("olive"), card, "Approve")
        await here.until(lambda: here.sentences("olive"))
        await here.ask("sam", "and now?")
        await here.told("sam", "not running any more")
        assert (here.decisions(), here.ledger.lines) == ([], [])


async def test_see2_a_refusal_says_the_names_that_people_have_now(tmp_path: Path) -> None:
    rules = {"channels": {"C0LAST": {"talk": {"people": ["olive"]}}}}
    async with slack_platform(tmp_path, choose("push", tag="v1"), options=rules) as here:
        people = here.platform.directory.people
        renamed = {**people, "olive": people["olive"].model_copy(update={"name": "Olive Green"})}
        await here.platform.replace_rules(
            PeopleDirectory(people=renamed), list(here.platform.agents.values()), dict(here.platform.models)
        )
        await here.ask("sam", channel="last-resort")
        assert "Only Olive Green may talk to me here" in await here.told("sam", "may talk to me here")
