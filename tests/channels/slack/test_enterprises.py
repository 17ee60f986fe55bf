"""Slack Connect and Enterprises: the payload tells no sister from an outsider, so Slack is asked (SL5, SL3)."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.core.people import PeopleDirectory, Person
from channels.slack.inbound.identity import ASKING
from slack_double import SlackDouble
from slack_double.event_sender import JSON_TYPE
from slack_double.workspace import User
from tests.channels.slack.hostile_requests import count, settled
from tests.channels.slack.inbound.test_acknowledgements import PUSH, held
from tests.channels.slack.slack_people import PEOPLE
from tests.channels.slack.slack_workspace import SlackFixture, Transport, slack_platform, workspace

TRANSPORTS: list[Transport] = ["http", "socket"]
NOTHING_DONE = "I take instructions only from members"


@asynccontextmanager
async def organisation(folder: Path, **given: Any) -> AsyncIterator[SlackFixture]:
    """A workspace of the organisation E0ACME, with its platform."""
    async with SlackDouble() as slack:
        workspace(slack)[0].enterprise_id = "E0ACME"
        async with slack_platform(folder, *PUSH, slack=slack, **given) as here:
            yield here


def sister(here: SlackFixture) -> User:
    """Somebody of another workspace of the same organisation, in #ops."""
    team = here.slack.team("T0LABS", "Labs", enterprise_id="E0ACME")
    user = team.user("U0LEA", "Lea")
    here.channel().add(user)
    return user


async def test_sl5_an_outsider_of_an_enterprises_channel_starts_nothing_and_is_told_so(tmp_path: Path) -> None:
    async with organisation(tmp_path) as here:
        eve = here.slack.team("T0EVIL", "Evil").user("U0EVE", "Eve")
        here.channel().add(eve)
        await here.app.mention(eve, here.channel(), "push it")
        await here.until(lambda: any(NOTHING_DONE in m.text for m in here.slack.ephemerals(eve)))
        assert here.thread_ids() == []
        root = await here.ask()
        await here.card()
        await here.app.mention(eve, here.channel(), "push v666", root)
        await here.quiet()
        assert count(here, "MessageReceived") == 1


async def test_sl5_somebody_of_a_sister_workspace_is_heard(tmp_path: Path) -> None:
    async with organisation(tmp_path) as here:
        await here.app.mention(sister(here), here.channel(), "push it")
        await here.card()
        assert count(here, "MessageReceived") == 1


async def test_sl5_words_wait_until_slack_says_whose_they_are_and_are_acknowledged_at_once(tmp_path: Path) -> None:
    async with organisation(tmp_path) as here:
        async with held(here, "users.info") as silence:
            said = await here.app.mention(sister(here), here.channel(), "push it")
            assert all(delivery.ok and delivery.seconds < ASKING for delivery in said.deliveries)
            await here.until(lambda: silence.struck)
            assert here.thread_ids() == []
        await here.card()


LEA = Person(id="lea", name="Lea", groups=("managers",), accounts={"slack": "E0ACME/U0LEA"})
WITH_LEA = PeopleDirectory(people={**PEOPLE.people, "lea": LEA})
REASON = {"reason": {"countersign.input": "Not before Monday."}}


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_sl3_an_approver_of_a_sister_workspace_is_asked_opens_the_form_and_decides(
    tmp_path: Path, transport: Transport
) -> None:
    async with organisation(tmp_path, directory=WITH_LEA, transport=transport) as here:
        lea = sister(here)
        await here.ask()
        card = await here.card()
        assert "U0LEA" in str(card.blocks), "an account of the organisation is mentioned"
        assert (await here.app.click(lea, card, "Reject…")).ok
        view = await here.until(lambda: next(iter(here.slack.modals(lea)), None))
        sent = await here.app.submit(lea, view, REASON)
        assert sent.payload["team"]["id"] == "T0LABS", "a form names the workspace of its sender, as Slack does"
        await here.until(lambda: settled(here))
        assert [(answer.person, answer.credential) for answer in here.decisions()] == [("lea", "T0ACME/U0LEA")]


async def test_sl3_an_account_of_the_organisation_is_asked_in_direct_messages(tmp_path: Path) -> None:
    async with organisation(tmp_path, directory=WITH_LEA) as here:
        lea = sister(here)
        await here.platform.launch("pusher", "push it", by="sam")
        card = await here.card(here.app.direct(lea))
        await here.app.click(lea, card, "Approve")
        await here.until(lambda: here.ledger.lines)


async def test_sl2_the_home_of_an_account_of_the_organisation_is_renewed_with_its_requests(tmp_path: Path) -> None:
    async with organisation(tmp_path, directory=WITH_LEA) as here:
        lea = here.team.user("U0LEA", "Lea")
        await here.app.open_home(lea)
        await here.until(lambda: here.slack.home(lea))
        await here.ask()
        await here.until(lambda: "countersign.approve" in str(here.slack.home(lea)))


def event_of_the_other_side(here: SlackFixture, **event: str) -> dict[str, Any]:
    """An event in a Slack Connect channel: workspace and organisation are the other side's, `authorizations` ours
    (github.com/slackapi/bolt-js/issues/935).
    """
    me = here.app.bot(here.team).id
    said = {"type": "app_mention", "text": f"<@{me}> push it", "ts": "1622099033.001500", "channel": "C0OPS", **event}
    granted = {
        "enterprise_id": None,
        "team_id": "T0ACME",
        "user_id": me,
        "is_bot": True,
        "is_enterprise_install": False,
    }
    outer = {"type": "event_callback", "team_id": "T0GRID", "enterprise_id": "E0GRID", "api_app_id": here.app.id}
    return {**outer, "event_id": "Ev0GRID", "event": said, "authorizations": [granted], "is_ext_shared_channel": True}


@pytest.mark.parametrize("home", ["E0GRID", "T0GRID"])
async def test_sl3_somebody_whose_organisation_the_event_names_is_an_outsider_all_the_same(
    tmp_path: Path, home: str
) -> None:
    async with slack_platform(tmp_path, *PUSH) as here:
        body = event_of_the_other_side(here, user="U0EVE", team="T0ACME", user_team=home, source_team=home)
        assert (await here.app.forge(json.dumps(body).encode(), JSON_TYPE)).status == 200
        await here.quiet()
        assert here.thread_ids() == []
        ours = event_of_the_other_side(here, user="U0SAM", team="T0ACME", ts="1622099034.001500")
        assert (await here.app.forge(json.dumps(ours | {"event_id": "Ev0OURS"}).encode(), JSON_TYPE)).status == 200
        await here.until(lambda: len(here.thread_ids()) == 1)


async def test_sl2_an_outsider_stops_nothing_and_is_told_though_the_press_names_no_workspace(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, *PUSH) as here:
        root = await here.ask()
        await here.card()
        eve = here.slack.team("T0EVIL", "Evil").user("U0EVE", "Eve")
        here.channel().add(eve)
        await here.app.stop(eve, root)
        await here.until(lambda: any("so I did not stop" in message.text for message in here.slack.ephemerals(eve)))
        assert count(here, "Paused") == 0
        async with held(here, "users.info"):
            await here.app.stop(here.user("sam"), root)
            await here.until(lambda: count(here, "Paused") == 1)
