"""The findings of `countersign doctor` about the Slack app, asked of Slack."""

import asyncio
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.core.doctor_findings import CheckFinding
from bot.core.people import PeopleDirectory, Person
from channels.slack.installation.doctor import check_clock
from channels.slack.installation.scopes import SCOPES
from tests.channels.slack.slack_people import PEOPLE
from tests.channels.slack.slack_workspace import Transport, slack_platform


def found(findings: Sequence[CheckFinding], what: str) -> CheckFinding:
    return next(finding for finding in findings if finding.what == what)


@pytest.mark.parametrize("transport", ["http", "socket"])
async def test_a_good_set_up_passes(tmp_path: Path, transport: Transport) -> None:
    async with slack_platform(tmp_path, transport=transport) as here:
        findings = await here.surface.examine()
        assert [finding for finding in findings if finding.mark == "fail"] == []
        assert "T0ACME" in found(findings, "Slack token").text
        assert found(findings, "Slack scopes").text == f"all {len(SCOPES)} are granted"
        assert found(findings, "Slack clock").mark == "ok"
        assert found(findings, "Slack people").text.startswith(f"{len(PEOPLE.people)} of ")
        assert found(findings, "Slack interactivity").mark == "warn"
        if transport == "socket":
            assert found(findings, "Slack Socket Mode").mark == "ok"


async def test_once_a_click_came_interactivity_is_on(tmp_path: Path) -> None:
    async with slack_platform(tmp_path) as here:
        await here.app.open_home(here.user("olive"))
        home = await here.until(lambda: here.slack.home(here.user("olive")))
        await here.app.send_actions(
            here.user("olive"), [{"action_id": "x", "type": "button"}], {"view": home.json()}, "T0ACME"
        )
        while found(await here.surface.examine(), "Slack interactivity").text != "clicks arrive":
            await asyncio.sleep(0.02)


async def test_missing_scopes_are_named(tmp_path: Path) -> None:
    async with slack_platform(tmp_path) as here:
        for token in here.slack.grants.tokens.values():
            token.scopes = SCOPES - {"users:read", "im:write"}
        finding = found(await here.surface.examine(), "Slack scopes")
        assert (finding.mark, finding.text) == ("fail", "missing: im:write, users:read")
        assert "manifest.yml" in finding.hint


async def test_a_token_that_does_not_work_is_said_so(tmp_path: Path) -> None:
    async with slack_platform(tmp_path) as here:
        await here.app.revoke(here.team)
        (*_, finding) = await here.surface.examine()
        assert (finding.what, finding.mark) == ("Slack token", "fail")
        assert "SLACK_BOT_TOKEN" in finding.hint


async def test_people_without_accounts_are_missed(tmp_path: Path) -> None:
    nobody = PeopleDirectory(people={"sam": Person(id="sam", name="Sam", accounts={"slack": "T0OTHER/U1"})})
    async with slack_platform(tmp_path, directory=nobody) as here:
        finding = found(await here.surface.examine(), "Slack people")
        assert (finding.mark, "T0ACME" in finding.text) == ("fail", True)


@pytest.mark.parametrize(("ahead", "mark"), [(0, "ok"), (90, "warn"), (-90, "warn"), (400, "fail"), (-400, "fail")])
def test_slk02_a_clock_that_is_off_is_said_before_signatures_fail(ahead: int, mark: str) -> None:
    date = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(time.time() - ahead))
    assert check_clock(date).mark == mark
    assert check_clock(None).mark == "warn"
