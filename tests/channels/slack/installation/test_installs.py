"""Installing in several workspaces: OAuth through the app's own pages, organisations, rotated tokens, removal, twins (SLK18)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest
from yarl import URL

from bot.core.people import PeopleDirectory
from slack_double import SlackDouble
from slack_double.messages import SlackMessage
from slack_double.workspace import Channel, Team
from tests.channels.slack.hostile_requests import count
from tests.channels.slack.slack_people import PEOPLE
from tests.channels.slack.slack_workspace import SlackFixture, Transport, slack_platform, workspace
from tests.platform_fixture import choose

pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")  # slack_sdk's, of aiohttp
PUSH = (choose("push", tag="v1"), choose("done", message="v1 is out."))
ACCOUNTS = {"sam": "T0ACME/U0SAM T0LABS/U0SAM", "olive": "T0ACME/U0OLIVE", "max": "T0LABS/U0MAX", "gail": "U0GAIL"}
BY_WORKSPACE = PeopleDirectory(
    people={id: PEOPLE.people[id].model_copy(update={"accounts": {"slack": ACCOUNTS[id]}}) for id in PEOPLE.people}
)


def labs(slack: SlackDouble, **fields: Any) -> tuple[Team, Channel]:
    """A second workspace whose people have the same ids as those of the first."""
    team = slack.team("T0LABS", "Labs", **fields)
    people = [team.user(f"U0{id.upper()}", f"{id.title()} of Labs") for id in ("sam", "olive", "max")]
    return team, team.channel("C0LABS", "labs", members=people)


@asynccontextmanager
async def several(
    folder: Path, *script: Any, slack: SlackDouble, transport: Transport = "http", **given: Any
) -> AsyncIterator[SlackFixture]:
    app = next(iter(slack.apps.values()))
    environ = {"SLACK_CLIENT_ID": app.client_id, "SLACK_CLIENT_SECRET": app.client_secret}
    given = {"directory": BY_WORKSPACE, **given}
    async with slack_platform(folder, *script, slack=slack, transport=transport, environ=environ, **given) as here:
        yield here


def browser(here: SlackFixture) -> aiohttp.ClientSession:
    """Like real ones it takes the loopback for a secure place: the flow's cookie is for https only."""
    origin = URL(here.app.request_url).origin()
    return aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True, treat_as_secure_origin=origin))


def page(here: SlackFixture, path: str) -> str:
    return f"{URL(here.app.request_url).origin()}/slack/{path}"


async def install(
    here: SlackFixture, team: Team, client: aiohttp.ClientSession | None = None, **wanted: str
) -> tuple[int, str]:
    """An installation in a browser: the install page, the consent, the way back."""
    async with browser(here) as session:
        where = await authorize_url(here, session)
        async with session.get(f"{where}&{urlencode({'team': team.id, **wanted})}") as answer:
            status, text = answer.status, await answer.text()
    if team.channels and not wanted.get("deny"):
        here.app.join(*[room for room in team.channels.values() if room.kind == "public"])
    return status, text


async def authorize_url(here: SlackFixture, session: aiohttp.ClientSession) -> str:
    async with session.get(page(here, "install"), allow_redirects=False) as answer:
        if answer.status in (301, 302, 303, 307):
            return answer.headers["Location"]
        text = await answer.text()
    links = [link.split('"', 1)[0].replace("&amp;", "&") for link in text.split('href="')[1:]]
    return next(link for link in links if "/oauth/v2/authorize" in link)


async def forgotten(here: SlackFixture) -> None:
    """The removal was judged: no token of the workspace is kept."""
    async with asyncio.timeout(60):
        while await here.platform.vault.list_keys("slack bot"):
            await asyncio.sleep(0.02)


async def pushed(here: SlackFixture, team: Team, channel: Channel, approver: str) -> SlackMessage:
    """The whole story in one workspace; the card."""
    await here.app.mention(team.users["U0SAM"], channel, "push it")
    card = await here.card(channel)
    await here.app.click(team.users[f"U0{approver.upper()}"], card, "Approve")
    await here.until(lambda: f"Approved by {approver.title()}" in card.text)
    return card


async def test_two_workspaces_install_the_app_and_each_has_its_own_token_and_people(tmp_path: Path) -> None:
    async with SlackDouble() as slack:
        acme, _ = workspace(slack)
        team, room = labs(slack)
        async with several(tmp_path, *PUSH, *PUSH, slack=slack) as here:
            early = await here.app.mention(here.user("sam"), here.channel(), "push it")
            assert [delivery.status for delivery in early.deliveries] == [401, 401]
            await slack.quiet()
            for each in (acme, team):
                status, text = await install(here, each)
                assert (status, "Thank you" in text) == (200, True)
            await pushed(here, acme, here.channel(), "olive")
            await here.until(lambda: any("v1 is out" in text for text in here.texts()))
            await pushed(here, team, room, "max")
            await here.until(lambda: len(here.ledger.lines) == 2)
            credentials = [answer.credential for answer in here.decisions()]
            assert credentials == ["T0ACME/U0OLIVE", "T0LABS/U0MAX"]
            assert slack.complaints == []


async def test_slk18_the_same_user_id_in_two_workspaces_is_two_people(tmp_path: Path) -> None:
    async with SlackDouble() as slack:
        acme, _ = workspace(slack)
        team, room = labs(slack)
        async with several(tmp_path, PUSH[0], choose("push", tag="v2"), slack=slack) as here:
            await install(here, acme)
            await install(here, team)
            await here.app.mention(team.users["U0SAM"], room, "push it")
            card = await here.card(room)
            await here.app.click(team.users["U0OLIVE"], card, "Approve")
            twin = team.users["U0OLIVE"]
            told = await here.until(lambda: next((m.text for m in slack.ephemerals(twin)), None))
            assert "T0LABS/U0OLIVE" in told
            gail = acme.users["U0GAIL"]
            gail.guest = ""
            await here.app.mention(here.user("sam"), here.channel(), "push it")
            await here.app.click(gail, await here.card(here.channel()), "Approve")
            assert "T0ACME/U0GAIL" in await here.told("gail", "I do not know your Slack account")
            assert (here.decisions(), here.ledger.lines) == ([], [])


async def test_an_organisation_installs_once_for_all_of_its_workspaces(tmp_path: Path) -> None:
    async with SlackDouble() as slack:
        workspace(slack)
        hq = slack.team("T0HQ", "HQ", enterprise_id="E0GRID")
        team, room = labs(slack, enterprise_id="E0GRID")
        async with several(tmp_path, *PUSH, slack=slack) as here:
            status, _text = await install(here, hq, organisation="1")
            assert status == 200
            here.app.join(room)
            card = await pushed(here, team, room, "max")
            await here.until(lambda: here.ledger.lines)
            assert card.channel is room
            assert [answer.credential for answer in here.decisions()] == ["T0LABS/U0MAX"]
            assert slack.complaints == []
            assert await here.platform.vault.list_keys("slack bot") == ['["E0GRID", null]']
            await here.app.uninstall(hq)
            await forgotten(here)


async def test_a_state_is_good_once_and_only_in_the_browser_that_began(tmp_path: Path) -> None:
    async with SlackDouble() as slack:
        acme, app = workspace(slack)
        async with several(tmp_path, *PUSH, slack=slack) as here:
            async with browser(here) as mine, browser(here) as theirs:
                where = await authorize_url(here, mine)
                async with mine.get(where, allow_redirects=False) as consent:
                    back = consent.headers["Location"]
                async with theirs.get(back) as answer:
                    assert answer.status == 400
                for invented in ("code=x&state=invented", "code=x", "error=<script>alert(1)</script>", ""):
                    async with mine.get(page(here, f"oauth_redirect?{invented}")) as answer:
                        assert answer.status in (200, 400)
                        assert "<script>" not in await answer.text()
                assert await here.platform.vault.list_keys("slack bot") == []
            _, text = await install(here, acme, deny="1")
            assert "access_denied" in text or "denied" in text.lower()
            assert (await install(here, acme))[0] == 200
            assert app.installation(acme).is_active


async def test_an_installation_during_which_slack_is_away_says_so_and_can_be_begun_again(tmp_path: Path) -> None:
    async with SlackDouble() as slack:
        acme, _ = workspace(slack)
        async with several(tmp_path, *PUSH, slack=slack) as here:
            slack.fault("lost_before", "oauth.v2.access")
            status, text = await install(here, acme)
            assert (status, "/slack/install" in text) == (503, True)
            slack.fault("error", "oauth.v2.access", code="invalid_code")
            assert (await install(here, acme))[0] == 401
            assert (await install(here, acme))[0] == 200


async def test_a_rotated_token_is_renewed_before_it_ends_and_the_old_one_is_not_needed(tmp_path: Path) -> None:
    async with SlackDouble() as slack:
        acme, app = workspace(slack)
        app.rotates = True
        async with several(tmp_path, *PUSH, slack=slack) as here:
            await install(here, acme)
            old = {value for value, token in slack.grants.tokens.items() if token.kind == "bot"}
            workspaces: Any = here.surface.workspaces
            platform = workspaces.tokens.gateway
            plain = platform.clock
            platform.clock = lambda: plain() + timedelta(hours=11)
            await workspaces.tokens.renew_tokens()
            for value in old:
                slack.grants.tokens[value].is_revoked = True
            platform.clock = plain
            await pushed(here, acme, here.channel(), "olive")
            await here.until(lambda: here.ledger.lines)
            assert (
                len([call for call in slack.calls("oauth.v2.access") if call.args.get("grant_type") == "refresh_token"])
                == 1
            )


async def test_a_workspace_that_removed_the_app_is_forgotten_and_may_come_back(tmp_path: Path) -> None:
    async with SlackDouble() as slack:
        acme, app = workspace(slack)
        async with several(tmp_path, *PUSH, slack=slack) as here:
            await install(here, acme)
            await here.ask()
            card = await here.card()
            sent = await app.uninstall(acme)
            assert sent[0].ok
            await forgotten(here)
            assert (here.decisions(), count(here, "ApprovalSettled")) == ([], 0)
            assert (await install(here, acme))[0] == 200
            await here.app.click(here.user("olive"), card, "Approve")
            await here.until(lambda: here.ledger.lines)


async def test_slk04_the_recorded_removal_of_an_older_installation_removes_no_newer_one(tmp_path: Path) -> None:
    async with SlackDouble() as slack:
        acme, app = workspace(slack)
        async with several(tmp_path, *PUSH, slack=slack) as here:
            await install(here, acme)
            removal = (await app.uninstall(acme))[0]
            await forgotten(here)
            assert (await install(here, acme))[0] == 200
            assert (await app.replay(removal.first)).status == 200
            await pushed(here, acme, here.channel(), "olive")


async def test_a_users_own_revoked_token_is_not_the_bots(tmp_path: Path) -> None:
    async with SlackDouble() as slack:
        acme, app = workspace(slack)
        async with several(tmp_path, *PUSH, slack=slack) as here:
            await install(here, acme)
            event = {"type": "tokens_revoked", "tokens": {"oauth": ["U0SAM"], "bot": []}, "event_ts": "1.1"}
            (sent,) = await app.send_event(event, acme)
            assert sent.ok
            await pushed(here, acme, here.channel(), "olive")
