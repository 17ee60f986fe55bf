"""hl1: programs with HumanLayer's package are told of mails and Slack messages: its models read them, and its example fastapi-email,
which begins with a mail, runs over real mail servers."""

import json
import os
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import anyio
import httpx2
import pytest

from agents.external.agent import ExternalOptions, build
from bot.core.agent import Agent
from bot.core.humanlayer.message_envelopes import write_message_envelope
from bot.core.original_messages import OriginalMail, OriginalMessage, OriginalSlackMessage
from bot.engine.channel_gateway import PlatformChannelGateway
from bot.http.api.api_keys import make_key
from channels.callback.channel import CallbackOptions
from channels.callback.channel import build as build_callbacks
from channels.shared.webhook_signatures import sign_standard
from tests.channels.email.conftest import trusted as trusted
from tests.channels.email.mail_world import ORIGIN, MailFixture, correspondence
from tests.channels.slack.slack_workspace import served
from tests.cli.terminal import free_port
from tests.clients.humanlayer.foreign_program import ForeignProgram
from tests.clients.humanlayer.package_server import python as python
from tests.clients.humanlayer.test_hl1_web_programs import until_listening, web_program
from tests.http.humanlayer.humanlayer_case import HL
from tests.servers.mail import Servers
from tests.servers.mail import mail as mail
from tests.servers.mail import mail_servers as mail_servers

MAIL = OriginalMail(
    medium="email",
    from_address="sam@example.com",
    to_address="agent@example.com",
    subject="A ticket",
    message_id="<1@mail.test>",
    body="Can you?",
    head="From: Sam <sam@example.com>",
)
SLACK = OriginalSlackMessage(
    medium="slack", team_id="T1", channel_id="C1", thread_ts="1.2", ts="1.3", user_id="U1", content="deploy"
)
SECRET = "whsec_" + "c2VjcmV0IG9mIHRoZSB0ZXN0cyBhbG9uZQ=="


@pytest.mark.parametrize(("message", "kind"), [(MAIL, "agent_email.received"), (SLACK, "agent_slack.received")])
async def test_hl1_the_models_of_the_package_read_a_message(
    python: ForeignProgram, message: OriginalMessage, kind: str
) -> None:
    sent = write_message_envelope(message)
    body = json.dumps(sent)
    headers = sign_standard("msg_1", body.encode(), SECRET, datetime.now(UTC))
    read = (await python.run("read_webhook", {"body": body, "secret": SECRET, "headers": headers}))["done"]
    assert read["type"] == sent["type"] == kind
    known = {name: value for name, value in sent["event"].items() if name in read["event"]}
    if isinstance(message, OriginalMail):
        assert read["event"] == known == sent["event"]
    else:
        (event,) = read["event"]["events"]
        assert event == {
            "from_user_id": "U1",
            "channel_id": "C1",
            "content": "deploy",
            "message_id": "1.3",
        }
        assert (read["event"]["thread_ts"], read["event"]["channel_id"]) == ("1.2", "C1")


def external(**more: Any) -> list[Agent]:
    policy = {"approval": {"approvers": [{"people": ["sam"]}]}, **more.pop("policy", {})}
    return [build(ExternalOptions.model_validate({"policies": {"mails": policy}, **more}))]


@pytest.mark.full_only
@pytest.mark.usefixtures("trusted")
async def test_hl1_the_example_fastapi_email_runs_from_a_mail_to_the_published_campaign(
    mail: Servers, tmp_path: Path
) -> None:
    """The writer is asked by mail, and approves by mail: real mail servers, the unchanged package, replies as people write them."""
    port = free_port()
    async with AsyncExitStack() as stack:
        here = await stack.enter_async_context(correspondence(mail, tmp_path, agents=lambda _: external()))
        listening = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        origin = f"http://127.0.0.1:{listening.getsockname()[1]}"
        await stack.enter_async_context(served(here.platform, origin, listening))
        secret = await tell_program(here, f"http://127.0.0.1:{port}")
        client = await stack.enter_async_context(run_email_program(port, f"{origin}{HL}", secret))
        await here.writes("sam", "We want more customers.", "Spring")
        question = await here.mail("sam", "Which campaign shall I draft?")
        await here.replies("sam", question, "A campaign about gift boxes.")
        card = await here.mail("sam", "publish_campaign")
        await here.replies("sam", card, "approve")
        with anyio.fail_after(60):
            while not (published := (await client.get("/published")).json()):
                await anyio.sleep(0.1)
        assert published == [["Spring", "A campaign about gift boxes.", "published"]]


async def tell_program(here: MailFixture, url: str) -> str:
    """Have the mails told to the program at this URL, in the older form; the secret of its key."""
    calls = PlatformChannelGateway(here.platform, "callback", {}, ORIGIN)
    options = CallbackOptions(allow_hosts=(url.removeprefix("http://"),))
    here.platform.add_channels([build_callbacks(options, calls)])
    key, secret = await make_key(here.platform, "max", "agent", agents=("external",))
    told = {"messages_to": key.id, "messages_url": f"{url}/webhook/new-email-thread", "bare_webhooks": [key.id]}
    agents = external(policy={"keys": [key.id]}, **told)
    await here.platform.replace_rules(here.platform.directory, agents, {"external": here.model})
    return secret


@asynccontextmanager
async def run_email_program(port: int, api: str, key: str) -> AsyncIterator[httpx2.AsyncClient]:
    environment = {**os.environ, "HUMANLAYER_API_BASE": api, "HUMANLAYER_API_KEY": key}
    address = f"http://127.0.0.1:{port}"
    async with httpx2.AsyncClient(base_url=address, trust_env=False, timeout=60) as client:
        with web_program("email_program.py", str(port), environment=environment) as process:
            await until_listening(client, process)
            yield client
