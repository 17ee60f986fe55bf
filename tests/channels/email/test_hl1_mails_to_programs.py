"""hl1: a mail to the address of the agent `external` is told to a program, as `agent_email.received`: real servers on both sides."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from agents.external.agent import ExternalOptions, build
from bot.core import events as e
from bot.core.agent import Agent
from bot.engine.channel_gateway import PlatformChannelGateway
from bot.http.api.api_keys import make_key
from channels.callback.channel import CallbackOptions
from channels.callback.channel import build as build_callbacks
from tests.channels.callback.callback_server import CallbackServer
from tests.channels.email.mail_world import ORIGIN, MailFixture, correspondence
from tests.servers.mail import Servers

pytestmark = pytest.mark.usefixtures("trusted")


def make_external(**options: Any) -> Agent:
    policies = {"human_contact": {"approval": {"approvers": [{"people": ["sam", "olive", "max"]}]}}}
    return build(ExternalOptions.model_validate({"policies": policies, **options}))


@asynccontextmanager
async def told_of_mail(
    mail: Servers, folder: Path, **options: Any
) -> AsyncIterator[tuple[MailFixture, CallbackServer]]:
    """A mailbox whose mails are told to the program of a key, which listens on a port."""
    async with (
        CallbackServer().listen() as outside,
        correspondence(mail, folder, agents=lambda _: [make_external()], options=options) as here,
    ):
        calls = PlatformChannelGateway(here.platform, "callback", {}, ORIGIN)
        here.platform.add_channels(
            [build_callbacks(CallbackOptions(allow_hosts=(f"127.0.0.1:{outside.port}",)), calls)]
        )
        key, _ = await make_key(here.platform, "max", "agent", agents=("external",))
        told = make_external(webhooks={key.id: f"http://127.0.0.1:{outside.port}/hook"}, messages_to=key.id)
        await here.platform.replace_rules(here.platform.directory, [told], {"external": here.model})
        yield here, outside


def read(outside: CallbackServer) -> list[dict[str, Any]]:
    return [json.loads(each.body)["event"] for each in outside.taken]


async def test_hl1_a_new_mail_and_a_reply_in_its_conversation_are_told_in_humanlayers_shape(
    mail: Servers, tmp_path: Path
) -> None:
    async with told_of_mail(mail, tmp_path) as (here, outside):
        sent = await here.writes("sam", "Can you make this?\nThanks, Sam", "New ticket")
        await here.until(lambda: outside.taken or None)
        (event,) = read(outside)
        assert json.loads(outside.taken[0].body)["type"] == "agent_email.received"
        assert (event["from_address"], event["to_address"]) == (here.people["sam"].address, here.bot.address)
        assert (event["subject"], event["message_id"]) == ("New ticket", sent["Message-ID"])
        assert event["body"] == "Can you make this?\nThanks, Sam"
        assert "Authentication-Results:" in event["raw_email"]
        assert event["raw_email"].endswith("\n\nCan you make this?\nThanks, Sam")
        (thread,) = here.thread_ids()
        await here.until(lambda: "Delivered" in here.types(thread) or None)
        assert here.types(thread) == ["ThreadOpened", "MessageReceived", "MessageForwarded", "Delivered"]


async def test_hl1_a_mail_of_nobody_proved_or_known_is_told_to_no_program(mail: Servers, tmp_path: Path) -> None:
    async with told_of_mail(mail, tmp_path) as (here, outside):
        mail.mx.verdict = "dmarc=fail header.from=example.test"
        await here.writes("sam", "Forged")
        await here.noted("unauthenticated mail")
        mail.mx.verdict = "dmarc=pass header.from=example.test"
        stranger = mail.fresh()
        here.people = {**here.people, "eve": stranger}
        await here.writes("eve", "Let me in")
        await here.noted("mail from nobody we know")
        await here.writes("sam", "Away", Auto_Submitted="auto-replied")
        await here.noted("automatic mail")
        await here.writes("sam", "The real one")
        await here.until(lambda: outside.taken or None)
        assert [event["body"] for event in read(outside)] == ["The real one"]
        assert len(here.thread_ids()) == 1


async def test_hl1_an_allowed_domain_may_write_and_is_named_by_its_account(mail: Servers, tmp_path: Path) -> None:
    guest = mail.fresh()
    async with told_of_mail(mail, tmp_path, allow=[guest.address]) as (here, outside):
        here.people = {**here.people, "guest": guest}
        await here.writes("guest", "A question")
        await here.until(lambda: outside.taken or None)
        (opened,) = [each for each in here.log() if isinstance(each, e.ThreadOpened)]
        assert opened.account == f"email:{guest.address}"
        assert [event["from_address"] for event in read(outside)] == [guest.address]


async def test_hl1_a_secret_in_an_encoded_header_reaches_neither_the_log_nor_the_program(
    mail: Servers, tmp_path: Path
) -> None:
    async with told_of_mail(mail, tmp_path) as (here, outside):
        secret = "ghp_" + "a1B2" * 9
        await here.writes("sam", "See above", subject=f"Schlüssel {secret}", X_Note=f"Schlüssel {secret}")
        await here.until(lambda: outside.taken or None)
        (event,) = read(outside)
        assert "Schlüssel" in event["subject"]
        assert "Subject: Schlüssel" in event["raw_email"]
        kept = repr(here.log()) + json.dumps(event)
        assert secret not in kept
        assert "=?utf-8?" not in kept


async def test_hl1_a_copy_of_a_mail_is_told_once_and_no_token_of_ours_leaves(mail: Servers, tmp_path: Path) -> None:
    async with told_of_mail(mail, tmp_path) as (here, outside):
        local, _, domain = here.bot.address.partition("@")
        tagged = f"{local}+r-{'q' * 26}@{domain}"
        sent = await here.writes("sam", f"See {tagged}", X_Seen=tagged)
        await here.sends(sent, here.people["sam"].address, here.bot.address)
        await here.writes("sam", "And another")
        await here.until(lambda: len(outside.taken) == 2 or None)
        first, second = read(outside)
        assert "q" * 26 not in json.dumps(first)
        assert second["body"] == "And another"
