"""Data of an earlier version stays usable: its databases open, and its buttons, links, addresses and keys are still valid."""

import email
import email.policy
import json
import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from bot.bootstrap import CountersignPlatform
from bot.core import events as e
from bot.http.asgi_app import create_server
from bot.settings import EnvironmentSettings
from bot.store.sqlite.store import open_sqlite_store
from slack_double import SlackDouble
from slack_double.messages import SlackMessage
from tests.channels.email.mail_world import KEYS, ORIGIN, MailFixture, correspondence, directory_of
from tests.channels.slack.slack_workspace import SlackFixture, slack_platform, workspace
from tests.http.http_client import API, client_of
from tests.http.page_browser import FormBrowser
from tests.platform_fixture import FakeClock, OutsideLedger, ScriptedModel, choose
from tests.recorded.record import recorded_agent
from tests.servers.mail import RECORDED, Servers, mail, mail_servers
from tests.sqlite_access import sqlite_of

__all__ = ["mail", "mail_servers"]

SETS = sorted(path.name for path in (Path(__file__).parent / "recorded").iterdir() if (path / "mail.db").exists())
DONE = choose("done", message="It is out.")
pytestmark = pytest.mark.parametrize("version", SETS)


@pytest.fixture
def recorded(version: str) -> Path:
    return Path(__file__).parent / "recorded" / version


@pytest.fixture
def trusted(mail_servers: Servers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(mail_servers.dove.root / "ca.pem"))


async def assert_chained(platform: CountersignPlatform) -> None:
    """The signed hash chain of every thread is whole."""
    for (thread,) in sqlite_of(platform).reading.execute("SELECT id FROM thread").fetchall():
        await platform.queries.list_events(thread)


def thread_of(platform: CountersignPlatform, kind: str) -> str:
    """The thread with the one open request of this kind."""
    rows = sqlite_of(platform).reading.execute("SELECT thread FROM request WHERE kind=? AND status='pending'", (kind,))
    ((thread,),) = rows.fetchall()
    return str(thread)


class TestSlack:
    @asynccontextmanager
    async def slack(self, recorded: Path, folder: Path, name: str) -> AsyncIterator[tuple[SlackFixture, SlackMessage]]:
        """The workspace with the recorded card in it, and a server on the recorded database."""
        shutil.copy(recorded / "slack.db", folder / "house.db")
        kept = json.loads((recorded / "slack.json").read_text())[name]
        async with SlackDouble() as double:
            team, app = workspace(double)
            channel = next(each for each in team.channels.values() if each.name == "ops")
            card = SlackMessage(kept["ts"], channel, app.bot(team), kept["text"], kept["blocks"], kept["thread_ts"])
            double.world.messages.append(card)
            double.world.by_ts[(channel.id, card.ts)] = card
            async with slack_platform(folder, DONE, slack=double, agents=recorded_agent) as here:
                yield here, card

    async def test_the_button_of_a_recorded_card_approves_and_the_thread_goes_on(
        self, recorded: Path, tmp_path: Path
    ) -> None:
        async with self.slack(recorded, tmp_path, "approval") as (here, card):
            await assert_chained(here.platform)
            thread = thread_of(here.platform, "approval")
            assert (await here.app.click(here.user("olive"), card, "Approve")).ok
            await here.until(lambda: "Finished" in here.types(thread))
            assert [line.split(" ")[1] for line in here.ledger.lines] == ["v2"]
            await here.until(lambda: card.buttons() == [] and "Approved by Olive" in card.text)

    async def test_the_button_of_a_recorded_question_answers_it(self, recorded: Path, tmp_path: Path) -> None:
        async with self.slack(recorded, tmp_path, "question") as (here, card):
            thread = thread_of(here.platform, "question")
            assert (await here.app.click(here.user("sam"), card, "blue")).ok
            await here.until(lambda: "QuestionSettled" in here.types(thread))
            settled = next(event for event in here.log(thread) if isinstance(event, e.QuestionSettled))
            assert (settled.answer, settled.by) == ("blue", "sam")


def sent_mail(recorded: Path, name: str) -> EmailMessage:
    found = email.message_from_bytes((recorded / f"{name}.eml").read_bytes(), policy=email.policy.default)
    assert isinstance(found, EmailMessage)
    return found


@pytest.mark.usefixtures("trusted")
class TestMail:
    @asynccontextmanager
    async def post(self, servers: Servers, recorded: Path, folder: Path) -> AsyncIterator[MailFixture]:
        """The people of the recording with their mailboxes, and a server on the recorded database."""
        shutil.copy(recorded / "mail.db", folder / "house.db")
        people = {name: account for name, account in RECORDED.items() if name != "bot"}
        async with correspondence(
            servers, folder, DONE, agents=recorded_agent, bot=RECORDED["bot"], people=people
        ) as here:
            yield here

    @pytest.mark.parametrize("name", ["approval", "confirmation"])
    async def test_the_reply_to_a_recorded_mail_approves_and_the_thread_goes_on(
        self, mail: Servers, recorded: Path, tmp_path: Path, name: str
    ) -> None:
        async with self.post(mail, recorded, tmp_path) as here:
            await assert_chained(here.platform)
            thread = thread_of(here.platform, "approval")
            await here.replies("olive", sent_mail(recorded, name), "approve")
            await here.until(lambda: "Finished" in here.types(thread))
            assert [line.split(" ")[1] for line in here.ledger.lines] == ["v2"]

    async def test_the_reply_to_a_recorded_question_answers_it(
        self, mail: Servers, recorded: Path, tmp_path: Path
    ) -> None:
        async with self.post(mail, recorded, tmp_path) as here:
            thread = thread_of(here.platform, "question")
            await here.replies("olive", sent_mail(recorded, "question"), "blue")
            await here.until(lambda: "QuestionSettled" in here.types(thread))
            settled = next(event for event in here.log(thread) if isinstance(event, e.QuestionSettled))
            assert (settled.answer, settled.by) == ("blue", "olive")


class TestWeb:
    @asynccontextmanager
    async def web(self, recorded: Path, folder: Path) -> AsyncIterator[tuple[CountersignPlatform, dict[str, Any]]]:
        """A server on the recorded database, at the time of the recording."""
        shutil.copy(recorded / "mail.db", folder / "house.db")
        kept: dict[str, Any] = json.loads((recorded / "mail.json").read_text())
        made = recorded_agent(OutsideLedger(folder / "ledger"))
        people = directory_of({name: account for name, account in RECORDED.items() if name != "bot"})
        store = open_sqlite_store(f"sqlite:///{folder / 'house.db'}", lambda: KEYS)
        clock = FakeClock(datetime.fromisoformat(kept["at"]))
        models = {made.name: ScriptedModel(DONE)}
        async with CountersignPlatform(store, [made], people, models, clock=clock) as platform:
            yield platform, kept

    async def test_a_recorded_key_decides(self, recorded: Path, tmp_path: Path) -> None:
        async with self.web(recorded, tmp_path) as (platform, kept):
            client = client_of(create_server(platform, EnvironmentSettings(base_url=ORIGIN)), kept["key"])
            client.base_url = ORIGIN
            found = (await client.get(f"{API}/requests?status=pending")).json()["items"]
            (approval,) = (each for each in found if each["kind"] == "approval")
            answer = await client.post(
                f"{API}/requests/{approval['id']}/decision",
                json={"decision": "approve", "digest": approval["digest"]},
            )
            assert answer.status_code == 200, answer.text
            await platform.worker.drain_queue()
            assert (tmp_path / "ledger").read_text().count("\n") == 1

    async def test_a_recorded_session_and_sign_in_link_and_review_link_work(
        self, recorded: Path, tmp_path: Path
    ) -> None:
        async with self.web(recorded, tmp_path) as (platform, kept):
            browser = FormBrowser(create_server(platform, EnvironmentSettings(base_url=ORIGIN)), ORIGIN, "127.0.0.1")
            html = sent_mail(recorded, "approval").get_body(("html",))
            assert html is not None
            (review,) = set(re.findall(r'href="(https://[^"]+/review/[^"]+)"', html.get_content()))
            assert (await browser.open(urlsplit(review).path)).status_code == 200
            assert all(word in browser.page.text for word in ("push", '"v2"', "Sam"))
            await browser.open(kept["sign_in"])
            assert (await browser.submit("/sign-in/")).status_code == 303
            assert "Olive" in (await browser.open("/")).text
            again = FormBrowser(create_server(platform, EnvironmentSettings(base_url=ORIGIN)), ORIGIN, "127.0.0.1")
            assert (await again.open("/", Cookie=kept["cookie"])).status_code == 200
            assert "Olive" in again.page.text
