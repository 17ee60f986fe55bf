"""One request in Slack and in mail at once: the first valid decision wins, and the other surface says so."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from bot.bootstrap import CountersignPlatform
from bot.core.channel_messages import ChannelAddress
from bot.core.people import PeopleDirectory, Person
from bot.engine.channel_gateway import PlatformChannelGateway
from bot.store.sqlite.store import open_sqlite_store
from channels.email.channel import build as build_mail
from channels.email.options import EmailOptions as MailOptions
from channels.slack.channel import SlackOptions as SlackOptions
from channels.slack.channel import build as build_slack
from slack_double import SlackDouble
from tests.channels.email.mail_world import MailFixture, body
from tests.channels.slack.slack_workspace import KEYS, SlackFixture, served, workspace
from tests.empty_databases import lay_empty_database
from tests.platform_fixture import OutsideLedger, ScriptedModel, agent, choose
from tests.servers.mail import AUTHSERV_ID, Servers

PUSH = (choose("push", tag="v1"), choose("done", message="Done."))


class Both(NamedTuple):
    """One platform with Slack and with mail."""

    slack: SlackFixture
    mail: MailFixture
    platform: CountersignPlatform


@asynccontextmanager
async def both(servers: Servers, folder: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Both]:
    """Olive has an account in both; Sam asks by the API."""
    import socket
    from urllib.parse import quote

    monkeypatch.setenv("SSL_CERT_FILE", str(servers.dove.root / "ca.pem"))
    servers.mx.verdict = "dmarc=pass header.from=example.test"
    bot, olive = servers.fresh(), servers.fresh()
    accounts = {"slack": "U0OLIVE", "email": olive.address}
    people = {"sam": Person(id="sam", name="Sam")}
    people["olive"] = Person(id="olive", name="Olive", groups=("managers",), accounts=accounts)
    async with SlackDouble() as double:
        team, app = workspace(double)
        with socket.create_server(("127.0.0.1", 0)) as listening:
            origin = f"http://127.0.0.1:{listening.getsockname()[1]}"
            app.request_url = f"{origin}/slack/events"
            whose = f"{quote(bot.address)}:{quote(bot.password)}@localhost"
            environ = {
                "SLACK_API_URL": double.api_url,
                "SLACK_BOT_TOKEN": app.grant_token(app.installation()).value,
                "SLACK_SIGNING_SECRET": app.signing_secret,
                "EMAIL_FROM": bot.address,
                "EMAIL_AUTHSERV_ID": AUTHSERV_ID,
                "SMTP_URL": f"smtp://{whose}:{servers.submission.port}",
                "IMAP_URL": f"imaps://{whose}:{servers.dove.imaps}",
            }
            ledger, directory = OutsideLedger(folder / "ledger"), PeopleDirectory(people=people)
            pusher = agent(ledger)
            model = ScriptedModel(*PUSH)
            lay_empty_database(folder / "house.db", KEYS)
            store = open_sqlite_store(f"sqlite:///{folder / 'house.db'}", lambda: KEYS)
            platform = CountersignPlatform(store, [pusher], directory, {pusher.name: model})
            slack = build_slack(SlackOptions(), PlatformChannelGateway(platform, "slack", environ, origin))
            email = build_mail(MailOptions(), PlatformChannelGateway(platform, "email", environ, origin))
            platform.add_channels([slack, email])
            async with served(platform, origin, listening), platform:
                slack_platform = SlackFixture(double, app, team, platform, slack, ledger)
                mails = MailFixture(servers, bot, {"olive": olive}, platform, email, ledger, model)
                yield Both(slack_platform, mails, platform)


@pytest.mark.parametrize("first", ["slack", "mail"])
async def test_eng13_decided_on_one_surface_the_other_says_so(
    mail: Servers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, first: str
) -> None:
    async with both(mail, tmp_path, monkeypatch) as here:
        await here.platform.launch("pusher", "push v1", by="sam", route=ChannelAddress(channel="api"))
        olive = here.slack.user("olive")
        card = await here.slack.card(await here.slack.until(lambda: here.slack.app.direct(olive)))
        sent_mail = await here.mail.mail("olive", "Approval needed")
        if first == "slack":
            await here.slack.app.click(olive, card, "Approve")
            await here.mail.mail("olive", "was approved")
            await here.mail.replies("olive", sent_mail, "reject")
            late = await here.mail.mail("olive", "already approved")
            assert "Nothing was changed" in body(late)
        else:
            await here.mail.replies("olive", sent_mail, "approve")
            await here.slack.until(lambda: "Approved by Olive" in card.text, 15)
            assert card.buttons() == []
            await here.slack.app.click(olive, card, "Approve", version=0)
            await here.slack.told("olive", "already approved")
        await here.slack.quiet()
        (answered,) = here.slack.decisions()
        assert answered.door == {"slack": "slack", "mail": "email"}[first]
        assert len(here.slack.ledger.lines) == 1
