"""Mail within one Exchange Online tenant: believed for listed people by Exchange's own headers, never for irreversible calls."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.core import events as e
from bot.core.errors import BadSetting
from bot.core.people import PeopleDirectory
from channels.email.channel import build
from channels.email.inbound.authentication.mail_server_names import ReceiverNames
from channels.email.inbound.authentication.sender_verification import verify_sender
from channels.email.inbound.authentication.verification_values import (
    ExchangeTrust,
    ReceiverTrust,
    UnverifiedSender,
    VerifiedSender,
)
from channels.email.inbound.inbound_mail import InboundMail
from channels.email.inbound.parsing.parsed_mail import ParsedMail
from channels.email.inbound.parsing.parser import parse_mail
from channels.email.inbound.reply_decisions import MailReply
from channels.email.inbound.reply_text.reply_extraction import ExtractedReply
from channels.email.mailbox_and_transport_ports import FetchedMail, MailboxPosition
from channels.email.options import EmailOptions, renew_receiver_trust
from channels.email.reply_tokens import TokenReference
from tests.channels.email.hostile_mails import (
    DONE,
    PUSH,
    answer,
    asked,
    notes,
    pusher,
    reply,
    still_decidable,
    token_of,
)
from tests.channels.email.hostile_mails import judged as judged_mails
from tests.channels.email.mail_world import ORIGIN, correspondence, directory_of
from tests.servers.mail import Account, Servers

pytestmark = pytest.mark.usefixtures("trusted")

OLIVE = "olive@contoso.example"
GATE = ReceiverTrust(
    trust_unnamed=True,
    own_domains=frozenset({"contoso.example"}),
    internal=ExchangeTrust(
        auth_sources=ReceiverNames.parse_setting(".eurprd04.prod.outlook.com"),
        senders=frozenset({OLIVE, "max@contoso.example"}),
    ),
)

MAIL = f"""\
Received: from DB9PR04MB1234.eurprd04.prod.outlook.com (2603:10a6:10:2c4::21)
 by AM9PR04MB8765.eurprd04.prod.outlook.com with HTTPS; Thu, 20 Nov 2025 13:01:03 +0000
Authentication-Results: dkim=none (message not signed)
 header.d=none;dmarc=none action=none header.from=contoso.example;
Received: from DB9PR04MB9999.eurprd04.prod.outlook.com (2603:10a6:10:300::12)
 by DB9PR04MB1234.eurprd04.prod.outlook.com (2603:10a6:10:2c4::21) with Microsoft SMTP
 Server (version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15.20.9343.10; Thu, 20 Nov 2025 13:01:02 +0000
Received: from DB9PR04MB9999.eurprd04.prod.outlook.com
 ([fe80::5ab2:1234:abcd:ef01%4]) by DB9PR04MB9999.eurprd04.prod.outlook.com
 ([fe80::5ab2:1234:abcd:ef01%4]) with mapi id 15.20.9343.010; Thu, 20 Nov 2025 13:01:02 +0000
From: Olive Ops <{OLIVE}>
To: Deploybot <bot@contoso.example>
Subject: Re: Approval needed
Thread-Topic: Approval needed
Date: Thu, 20 Nov 2025 13:01:02 +0000
Message-ID: <DB9PR04MB9999ABC@DB9PR04MB9999.eurprd04.prod.outlook.com>
X-MS-Has-Attach:
X-MS-Exchange-Organization-SCL: -1
X-MS-Exchange-Organization-MessageDirectionality: Originating
X-MS-Exchange-Organization-AuthSource: DB9PR04MB9999.eurprd04.prod.outlook.com
X-MS-Exchange-Organization-AuthAs: Internal
X-MS-Exchange-Organization-AuthMechanism: 04
MIME-Version: 1.0

approve
"""
RESULTS = re.search(r"Authentication-Results:.*\n .*\n", MAIL)[0]  # type: ignore[index]
TOPMOST = "Received: from DB9PR04MB1234"


def judged(raw: str, gate: ReceiverTrust = GATE) -> VerifiedSender | UnverifiedSender:
    mail = parse_mail(raw.replace("\n", "\r\n").encode())
    assert isinstance(mail, ParsedMail)
    return verify_sender(mail, gate)


def test_ml6_a_listed_colleague_is_proved_by_exchanges_own_word() -> None:
    internal = VerifiedSender(address=OLIVE, by="internal")
    assert judged(MAIL) == internal
    assert judged(MAIL.replace(RESULTS, "")) == internal
    assert judged(MAIL.replace("AuthAs: Internal", "Authas: Internal")) == internal


def test_ml6_without_the_opt_in_it_is_no_proof() -> None:
    assert isinstance(judged(MAIL, GATE.model_copy(update={"internal": None})), UnverifiedSender)
    assert isinstance(judged(MAIL, ReceiverTrust(authserv_id=".prod.outlook.com")), UnverifiedSender)


FORGED: Mapping[str, tuple[str, str]] = {
    "Internal74": ("AuthAs: Internal", "AuthAs: Internal74"),
    "another case": ("AuthAs: Internal", "AuthAs: internal"),
    "a comment": ("AuthAs: Internal", "AuthAs: Internal (x)"),
    "anonymous": ("AuthAs: Internal", "AuthAs: Anonymous"),
    "partner": ("AuthAs: Internal", "AuthAs: Partner"),
    "two values": ("AuthAs: Internal", "AuthAs: Internal\nX-MS-Exchange-Organization-AuthAs: Anonymous"),
    "two equal values": ("AuthAs: Internal", "AuthAs: Internal\nX-MS-Exchange-Organization-AuthAs: Internal"),
    "no value": ("X-MS-Exchange-Organization-AuthAs: Internal\n", ""),
    "another header": ("X-MS-Exchange-Organization-AuthAs", "X-MS-Exchange-CrossTenant-AuthAs"),
    "another tenant's server": ("AuthSource: DB9PR04MB9999.eurprd04", "AuthSource: DB9PR04MB9999.eurprd07"),
    "a server that is called alike": ("AuthSource: DB9PR04MB9999.eur", "AuthSource: evil-eur"),
    "a suffix in the middle": ("prod.outlook.com\nX-MS-Exchange-Organization-AuthAs", "prod.outlook.com.evil.example\nX-MS-Exchange-Organization-AuthAs"),
    "what takes mail from outside": ("AuthSource: DB9PR04MB9999.eurprd04.prod.outlook.com", "AuthSource: DB1PEPF.eurprd04.prod.protection.outlook.com"),
    "a letter that is ASCII in lower case alone": ("AuthSource: DB9PR04MB9999.eurprd04.prod.outlook", "AuthSource: DB9PR04MB9999.eurprd04.prod.outloo\u212a"),
    "a hop of such a name": ("by DB9PR04MB1234.eurprd04.prod.outlook.com", "by DB9PR04MB1234.eurprd04.prod.outloo\u212a.com"),
    "no source": ("X-MS-Exchange-Organization-AuthSource: DB9PR04MB9999.eurprd04.prod.outlook.com\n", ""),
    "two sources": ("X-MS-Exchange-Organization-SCL: -1", "X-MS-Exchange-Organization-AuthSource: A.eurprd04.prod.outlook.com"),
    "from outside": ("from DB9PR04MB9999.eurprd04.prod.outlook.com (2603:10a6:10:300::12)\n by DB9PR04MB1234.eurprd04.prod.outlook.com", "from DB9PR04MB9999.eurprd04.prod.outlook.com (192.0.2.66)\n by DB1PEPF000509E2.mail.protection.outlook.com"),
    "from a stranger": ("from DB9PR04MB9999.eurprd04.prod.outlook.com (2603:10a6:10:300::12)", "from mail.evil.example (192.0.2.66)"),
    "a hop below": ("From: Olive", "Received: from laptop ([192.0.2.66]) by mail.evil.example\nFrom: Olive"),
    "a hop without names": ("From: Olive", "Received: (qmail 1 invoked by uid 89)\nFrom: Olive"),
    "a hop above": (TOPMOST, f"Received: from x.prod.outlook.com by mx.other.example\n{TOPMOST}"),
    "a name that holds it": ("from DB9PR04MB9999.eurprd04.prod.outlook.com\n", "from a.eurprd04.prod.outlook.com.evil.example\n"),
    "not a listed person": (f"<{OLIVE}>", "<sam@contoso.example>"),
    "another domain": (f"<{OLIVE}>", "<olive@evil.example>"),
    "two authors": ("To: Deploybot", "From: Max <max@contoso.example>\nTo: Deploybot"),
    "a failed verdict": ("dmarc=none", "dmarc=fail"),
    "a failed signature": ("dkim=none (message not signed)\n header.d=none", "dkim=fail\n header.d=contoso.example"),
    "a verdict of another domain": ("header.from=contoso.example", "header.from=evil.example"),
    "a verdict of a stranger": ("Results: dkim=none", "Results: mx.evil.example; dkim=none"),
    "two verdicts": ("From: Olive", f"{RESULTS}From: Olive"),
    "an unreadable verdict": ("(message not signed)", "(message not signed"),
    "an SPF verdict": ("Results: dkim", "Results: spf=fail (sender IP is 192.0.2.66) smtp.mailfrom=contoso.example; dkim"),
}  # fmt: skip


@pytest.mark.parametrize("forged", FORGED, ids=list(FORGED))
def test_ml6_whatever_of_it_is_missing_or_doubled_or_alike_is_no_proof(forged: str) -> None:
    before, after = FORGED[forged]
    assert before in MAIL
    assert isinstance(judged(MAIL.replace(before, after)), UnverifiedSender)


def test_ml6_a_mail_that_passed_no_server_is_no_proof() -> None:
    assert isinstance(judged(MAIL[MAIL.index("From: Olive") :]), UnverifiedSender)


# What it may decide


async def decides(mail: Servers, folder: Path, **policy: Any) -> tuple[list[e.Answered], str]:
    """Olive's clear yes to the real request, under Exchange's word alone; her mail is said to have shown all of it."""
    async with correspondence(mail, folder, PUSH, DONE, agents=pusher(**policy)) as here:
        sent_mail = await asked(here)
        take = here.surface._handler
        assert take is not None
        named = TokenReference("reply", token_of(sent_mail))
        binding = await take.sent_mails.find_binding(named)
        assert binding is not None
        sender = VerifiedSender(address=here.people["olive"].address, by="internal")
        reply = ExtractedReply(text="approve", is_answer=True)
        person = here.platform.directory.people["olive"]
        shown = binding.model_copy(update={"approves": True})
        told = await take.reply_handler.handle_reply(MailReply(named, shown, person, sender, reply, "a mail"))
        return here.decisions(), told.text


async def test_ml6_exchanges_word_approves_what_can_be_undone_and_is_named(mail: Servers, tmp_path: Path) -> None:
    (decided,), _ = await decides(mail, tmp_path)
    assert (decided.person, decided.decision) == ("olive", "approve")
    assert decided.credential.endswith("@example.test by internal")


async def test_ml6_exchanges_word_never_approves_what_cannot_be_undone(mail: Servers, tmp_path: Path) -> None:
    decisions, told = await decides(mail, tmp_path, irreversible=True)
    assert decisions == []
    assert "cannot be approved by mail" in told


async def test_ml6_forged_exchange_headers_at_another_server_decide_nothing(mail: Servers, tmp_path: Path) -> None:
    async with correspondence(mail, tmp_path, PUSH, DONE) as here:
        sent_mail = await asked(here)
        take = here.surface._handler
        assert take is not None
        internal = ExchangeTrust(
            auth_sources=ReceiverNames.parse_setting(".eurprd04.prod.outlook.com"),
            senders=frozenset({here.people["olive"].address}),
        )
        forged = (
            "X-MS-Exchange-Organization-AuthAs: Internal\n"
            "X-MS-Exchange-Organization-AuthSource: DB9PR04MB9999.eurprd04.prod.outlook.com\n"
            "X-MS-Exchange-Organization-AuthMechanism: 04"
        )
        hop = "Received: from a.eurprd04.prod.outlook.com by b.eurprd04.prod.outlook.com with mapi id 15.20"
        for believes in (None, internal):
            take.trust = take.trust.model_copy(update={"internal": believes})
            await answer(here, sent_mail, reply(here, "olive", sent_mail, also=forged), verdict="dmarc=none")
            await answer(
                here, sent_mail, f"{hop}\r\n".encode() + reply(here, "olive", sent_mail, also=forged), verdict="none"
            )
        await judged_mails(here, 5)
        assert len(notes(here, "unauthenticated mail")) == 4
        await still_decidable(here, sent_mail)


# The setting


class FakeGateway:
    def __init__(self, **environ: str) -> None:
        self.environ = {
            "EMAIL_FROM": "bot@contoso.example",
            "SMTP_URL": "smtp://bot%40contoso.example:x@smtp.office365.com",
            "IMAP_URL": "imaps://bot%40contoso.example:x@outlook.office365.com",
            **environ,
        }
        self.directory = directory_of({"olive": Account(OLIVE, ""), "max": Account("max@contoso.example", "")})
        self.agents, self.origin = ("deploybot",), ORIGIN

    def find_payload_reader(self, agent: str) -> None:
        return None


def built(environ: Mapping[str, str] | None = None, **table: Any) -> ReceiverTrust:
    internal = {"auth_sources": [".eurprd04.prod.outlook.com"], "people": ["olive"], **table}
    options = EmailOptions.model_validate({"trust_unnamed": True, "exchange_internal": internal})
    take = build(options, FakeGateway(**(environ or {})))._handler  # type: ignore[arg-type]
    assert take is not None
    return take.trust


def test_ml6_the_setting_names_servers_and_people() -> None:
    gate = built()
    assert judged(MAIL, gate) == VerifiedSender(address=OLIVE, by="internal")
    assert isinstance(judged(MAIL.replace(OLIVE, "max@contoso.example"), gate), UnverifiedSender)


@pytest.mark.parametrize(
    ("environ", "table"),
    [
        ({"IMAP_URL": "imaps://bot%40contoso.example:x@mail.contoso.example"}, {}),
        ({"IMAP_URL": "imaps://bot%40contoso.example:x@outlook.office365.com.evil.example"}, {}),
        ({"IMAP_URL": "imaps://bot%40contoso.example:x@evil-outlook.office365.com"}, {}),
        ({}, {"people": ["nobody"]}),
        ({}, {"people": []}),
        ({}, {"auth_sources": []}),
        ({}, {"auth_sources": [".com"]}),
        ({}, {"auth_sources": ["a b"]}),
    ],
)
def test_ml6_the_setting_is_refused_where_it_proves_nothing(environ: dict[str, str], table: dict[str, Any]) -> None:
    with pytest.raises(BadSetting, match="exchange_internal"):
        built(environ, **table)


def test_ml6_an_address_is_believed_for_as_long_as_it_is_a_listed_persons() -> None:
    """The directory changes under a running server: an address of another person proves nothing for them."""
    gate = built()
    moved = directory_of({"olive": Account("new@contoso.example", ""), "max": Account(OLIVE, "")})
    left = directory_of({"max": Account("max@contoso.example", "")})
    for directory in (moved, left):
        assert isinstance(judged(MAIL, renew_receiver_trust(gate, directory)), UnverifiedSender)
    now = judged(MAIL.replace(OLIVE, "new@contoso.example"), renew_receiver_trust(gate, moved))
    assert now == VerifiedSender(address="new@contoso.example", by="internal")
    assert judged(MAIL, renew_receiver_trust(gate, FakeGateway().directory)) == VerifiedSender(
        address=OLIVE, by="internal"
    )


async def test_see2_exchanges_word_for_an_address_that_went_to_somebody_else_is_none(
    mail: Servers, tmp_path: Path
) -> None:
    async with correspondence(mail, tmp_path, PUSH, DONE) as here:
        sent_mail = await asked(here)
        take = here.surface._handler
        assert take is not None
        hop = "Received: from a.eurprd04.prod.outlook.com by b.eurprd04.prod.outlook.com with mapi id 15.20"
        says = (
            "X-MS-Exchange-Organization-AuthAs: Internal\n"
            "X-MS-Exchange-Organization-AuthSource: DB9PR04MB9999.eurprd04.prod.outlook.com"
        )
        sent = f"{hop}\r\n".encode() + reply(here, "olive", sent_mail, also=says)
        internal = ExchangeTrust(
            auth_sources=ReceiverNames.parse_setting(".eurprd04.prod.outlook.com"),
            people=("olive",),
            senders=frozenset({here.people["olive"].address}),
        )
        take.trust = take.trust.model_copy(update={"internal": internal})
        fetched = FetchedMail(MailboxPosition(1, 1), here.platform.clock(), "<x@y>", "d", sent, len(sent), is_cut=False)
        arrived = await take.reader.read_mail(fetched)
        assert isinstance(arrived, InboundMail)
        assert isinstance(await take._verify_sender(arrived), VerifiedSender)
        people = here.platform.directory.people
        swapped = {
            "olive": people["olive"].model_copy(update={"accounts": people["max"].accounts}),
            "max": people["max"].model_copy(update={"accounts": people["olive"].accounts}),
        }
        directory = PeopleDirectory(people={**people, **swapped})
        await here.platform.replace_rules(directory, list(here.platform.agents.values()), dict(here.platform.models))
        assert isinstance(await take._verify_sender(arrived), UnverifiedSender)
