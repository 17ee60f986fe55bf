"""hl1: the program of a key is told of what people write to the agent `external`: in HumanLayer's shapes, signed, each once in
effect, also when its receiver was down or the server was killed in between."""

import hashlib
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from agents.external.agent import ExternalOptions
from bot.bootstrap import make_agents, read_configuration
from bot.core.channel_messages import ChannelAddress, InboundMessage
from bot.core.errors import BadConfiguration, ReadsNoMessages
from bot.core.events import DeliveryFailed, MessageForwarded, PeopleNotified
from bot.core.original_messages import OriginalMail
from bot.engine.intake import NOBODY_READS
from bot.settings import FileConfig
from channels.callback.channel import TRIES
from channels.shared.webhook_signatures import verify_standard
from tests.channels.callback.callback_server import CallbackServer
from tests.channels.callback.test_ext2_callbacks import add_callbacks, url_of
from tests.http.http_client import API
from tests.http.programs import ProgramFixture, programs_in

KEY = "0123456789ab"


@pytest.fixture
async def outside() -> AsyncIterator[CallbackServer]:
    async with CallbackServer().listen() as server:
        yield server


@pytest.fixture
async def server(tmp_path: Path, outside: CallbackServer) -> AsyncIterator[ProgramFixture]:
    async with programs_in(tmp_path) as found:
        add_callbacks(found, outside)
        yield found


def make_mail(server: ProgramFixture, id: str = "1", thread: str | None = None, **more: Any) -> InboundMessage:
    original = {"medium": "email", "from_address": "sam@example.com", "to_address": "agent@example.com"}
    mail = {
        **original,
        "subject": "A ticket",
        "message_id": f"<{id}@mail.test>",
        "body": "Can you?",
        "head": "From: sam",
    }
    return InboundMessage(
        channel="email",
        id=id,
        body=hashlib.sha256(id.encode()).hexdigest(),
        at=server.platform.clock(),
        agent="external",
        thread=thread,
        person="sam",
        sender="Sam",
        text="Subject: A ticket\nCan you?",
        route=ChannelAddress(channel="email", address="sam@example.com"),
        original=OriginalMail.model_validate({**mail, **more}),
    )


async def receive(server: ProgramFixture, outside: CallbackServer, **more: Any) -> tuple[Any, str]:
    """A program that is told of messages; it and the id of its key."""
    shop = await server.program()
    (key,) = server.policies["refunds"]["keys"]
    server.options |= {"webhooks": {key: url_of(outside)}, "messages_to": key, **more}
    await server.reload()
    return shop, key


async def test_hl1_a_mail_is_posted_once_signed_for_the_program_of_the_key(
    server: ProgramFixture, outside: CallbackServer
) -> None:
    shop, _ = await receive(server, outside)
    taken_in = await server.platform.app.take_message(make_mail(server))
    again = await server.platform.app.take_message(make_mail(server))
    assert (again.again, again.thread) == (True, taken_in.thread)
    await server.platform.settle()
    (taken,) = outside.taken
    secret = (await shop.get(f"{API}/callbacks/secret")).json()["secret"]
    id = verify_standard(taken.headers, taken.body, [secret], server.platform.clock())
    assert taken.headers["svix-id"] == id
    assert json.loads(taken.body) == {
        "type": "agent_email.received",
        "is_test": False,
        "event": {
            "from_address": "sam@example.com",
            "to_address": "agent@example.com",
            "subject": "A ticket",
            "body": "Can you?",
            "message_id": "<1@mail.test>",
            "previous_thread": None,
            "raw_email": "From: sam\n\nCan you?",
            "is_test": False,
        },
    }
    assert server.platform.types(taken_in.thread)[:3] == ["ThreadOpened", "MessageReceived", "MessageForwarded"]
    follow = await server.platform.app.take_message(make_mail(server, "2", taken_in.thread))
    assert follow.thread == taken_in.thread
    await server.platform.settle()
    assert [json.loads(each.body)["event"]["message_id"] for each in outside.taken] == [
        "<1@mail.test>",
        "<2@mail.test>",
    ]
    other = await server.program(person="mira")
    assert (await other.get(f"{API}/threads/{taken_in.thread}")).status_code == 404


async def test_hl1_a_program_of_the_older_form_gets_the_event_alone_at_its_own_url(
    server: ProgramFixture, outside: CallbackServer
) -> None:
    _, key = await receive(server, outside, messages_url=url_of(outside).replace("/hook", "/new-email-thread"))
    server.options["bare_webhooks"] = [key]
    await server.reload()
    await server.platform.app.take_message(make_mail(server))
    await server.platform.settle()
    (taken,) = outside.taken
    assert taken.path == "/new-email-thread"
    assert json.loads(taken.body)["from_address"] == "sam@example.com"


async def test_hl1_a_receiver_that_was_down_and_a_killed_server_lose_no_message(
    tmp_path: Path, outside: CallbackServer
) -> None:
    outside.answers = [502, 500]
    async with programs_in(tmp_path) as server:
        add_callbacks(server, outside)
        await receive(server, outside)
        await server.platform.app.take_message(make_mail(server))
        await server.platform.settle()
        assert len(outside.taken) == 1
        options, policies, clock = server.options, server.policies, server.platform.clock
    clock.passes(hours=1)
    async with programs_in(tmp_path, clock=clock) as server:
        add_callbacks(server, outside)
        server.options, server.policies = options, policies
        await server.reload()
        await server.platform.settle()
        clock.passes(hours=2)
        await server.platform.settle()
    assert len(outside.taken) == 3
    assert len({each.headers["webhook-id"] for each in outside.taken}) == 1
    assert len({each.body for each in outside.taken}) == 1


@pytest.mark.parametrize("end", ["gone", "never"])
async def test_hl1_the_writer_hears_when_the_program_cannot_be_told(
    server: ProgramFixture, outside: CallbackServer, end: str
) -> None:
    await receive(server, outside)
    outside.answers = [410] if end == "gone" else [500] * (len(TRIES) + 1)
    thread = (await server.platform.app.take_message(make_mail(server))).thread
    await server.platform.settle()
    for _ in range(0 if end == "gone" else len(TRIES)):
        failed = [each for each in server.platform.log(thread) if isinstance(each, DeliveryFailed)]
        assert failed[-1].retry_at is not None
        server.platform.clock.now = failed[-1].retry_at
        await server.platform.settle()
    (told,) = [each for each in server.platform.log(thread) if isinstance(each, PeopleNotified)]
    assert told.to == ("sam",)
    assert told.text.startswith("The program that reads here was not told of your message")
    failed = [each for each in server.platform.log(thread) if isinstance(each, DeliveryFailed)]
    assert ("410" if end == "gone" else "It answered 500") in failed[-1].error
    assert failed[-1].error not in told.text, "it may name a host of the operator's network"


async def test_hl1_words_below_a_card_are_not_told_to_the_program_that_asks(
    server: ProgramFixture, outside: CallbackServer
) -> None:
    shop, _ = await receive(server, outside)
    request = await server.ask(shop)
    thread = request["id"].rpartition("-")[0]
    await server.platform.app.take_message(make_mail(server, "9", thread, body="Do not approve: it looks like fraud"))
    await server.platform.settle()
    assert not any(b"fraud" in each.body for each in outside.taken)
    assert "MessageForwarded" not in server.platform.types(thread)
    (told,) = [each for each in server.platform.log(thread) if isinstance(each, PeopleNotified)]
    assert (told.text, told.to) == (NOBODY_READS, ("sam",))


async def test_hl1_a_revoked_key_hears_nothing_and_without_a_receiver_no_message_is_read(
    server: ProgramFixture, outside: CallbackServer
) -> None:
    _, key = await receive(server, outside)
    thread = (await server.platform.app.take_message(make_mail(server))).thread
    await server.platform.settle()
    admin = await server.as_("mira", "admin")
    assert (await admin.delete(f"{API}/keys/{key}")).status_code in (200, 204)
    with pytest.raises(ReadsNoMessages):
        await server.platform.app.take_message(make_mail(server, "2"))
    await server.platform.app.take_message(make_mail(server, "3", thread))
    await server.platform.settle()
    assert len(outside.taken) == 1
    assert len([each for each in server.platform.log(thread) if isinstance(each, MessageForwarded)]) == 1
    assert "PeopleNotified" in server.platform.types(thread)


async def test_hl1_a_secret_in_a_message_reaches_neither_the_log_nor_the_program(
    server: ProgramFixture, outside: CallbackServer
) -> None:
    await receive(server, outside)
    secret = "ghp_" + "a1B2" * 9
    await server.platform.app.take_message(make_mail(server, body=f"use {secret}", head=f"X-Token: {secret}"))
    await server.platform.settle()
    (taken,) = outside.taken
    assert secret.encode() not in taken.body
    (thread,) = (await server.platform.app.queries.list_threads()).items
    assert secret not in repr(server.platform.log(thread.id))


@pytest.mark.parametrize(
    ("table", "why"),
    [
        ({"messages_to": KEY}, "'0123456789ab', which has no URL in webhooks (there are: none)"),
        ({"messages_url": "https://shop.example/hook"}, "name its key there"),
        ({"messages_to": "shop"}, "messages_to"),
        ({"messages_to": KEY, "messages_url": "ftp://shop.example"}, "messages_url"),
    ],
)
def test_hl1_a_receiver_that_cannot_be_told_is_refused_at_the_start(table: dict[str, Any], why: str) -> None:
    with pytest.raises(ValidationError) as refused:
        ExternalOptions.model_validate(table)
    assert why in str(refused.value)


def test_hl1_messages_to_a_program_need_the_channel_of_callbacks() -> None:
    table = {"messages_to": KEY, "messages_url": "https://shop.example/hook"}
    with pytest.raises(BadConfiguration, match=r"add the table \[channels.callback\]"):
        make_agents(read_configuration(FileConfig(agents={"external": table})))
    make_agents(read_configuration(FileConfig(agents={"external": table}, channels={"callback": {}})))
