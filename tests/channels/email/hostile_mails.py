"""Mails that strangers, forgers and unusual mail programs can send to a platform with a mailbox."""

import asyncio
import email
import re
import smtplib
from collections.abc import Mapping
from email.message import EmailMessage
from email.policy import SMTP
from email.policy import default as modern
from itertools import count
from typing import Any

from bot.core.agent import Agent
from bot.core.people import ApproverClause
from bot.core.policy import Policy
from tests.channels.email.mail_world import MailFixture, body
from tests.platform_fixture import OutsideLedger, agent, choose
from tests.sqlite_access import sqlite_of

PASS = "dmarc=pass header.from=example.test"
PUSH = choose("push", tag="v1", words="All tests passed.")
WAIT = choose("wait", seconds=3600, why="The approval is still open.")
DONE = choose("done", message="v1 is out.")

_numbers = count(1)
_DECIDES = re.compile(r"\+r-([a-z2-7]{26})@")
_TOKENS = re.compile(r"(?:\+|<cs\.)r-([a-z2-7]{26})")


def pusher(**policy: Any) -> Any:
    """The agent, with a policy of the managers' that differs from the usual one in this."""

    def build(ledger: OutsideLedger) -> Agent:
        return agent(ledger, policy=Policy(**{"approvers": (ApproverClause(groups=("managers",)),), **policy}))

    return build


async def asked(here: MailFixture, who: str = "olive") -> EmailMessage:
    """Sam has asked for v1, and all three have their mail; the one in which this person is asked."""
    await here.writes("sam", "push v1 please")
    sent_mail = await here.mail(who, "Approval needed")
    await here.until(lambda: here.types().count("Delivered") >= 3)
    return sent_mail


def token_of(sent_mail: EmailMessage) -> str:
    """The token that its reply goes to."""
    found = _DECIDES.search(str(sent_mail["Reply-To"]))
    assert found
    return found[1]


def tokens_in(mail: EmailMessage) -> set[str]:
    """Every token of a request in a mail, headers and text included."""
    return set(_TOKENS.findall(mail.as_string())) | set(_TOKENS.findall(body(mail)))


def reply(
    here: MailFixture,
    who: str,
    sent_mail: EmailMessage,
    text: str | bytes = "approve",
    *,
    quotes: bool = True,
    also: str = "",
    **headers: str | None,
) -> bytes:
    """A reply as bytes. `headers` replace those of a mail program (None: leaves it out), `also` are lines of more."""
    to = str(sent_mail["Reply-To"] or sent_mail["From"]).rpartition("<")[2].strip("> ")
    written: dict[str, str | None] = {
        "From": f"{who.title()} <{here.people[who].address}>",
        "To": to,
        "Subject": f"Re: {str(sent_mail['Subject']).removeprefix('Re: ')}",
        "Message-ID": f"<hostile-{next(_numbers)}@mail.test>",
        "In-Reply-To": str(sent_mail["Message-ID"]),
        "References": f"{sent_mail['References'] or ''} {sent_mail['Message-ID']}".strip(),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    lines = [f"{name}: {value}" for name, value in written.items() if value is not None]
    head = "\r\n".join([*lines, *also.splitlines()]).encode() + b"\r\n\r\n"
    said = text if isinstance(text, bytes) else text.replace("\r\n", "\n").replace("\n", "\r\n").encode()
    return head + said + (quoted(here, sent_mail) if quotes else b"\r\n")


def quoted(here: MailFixture, sent_mail: EmailMessage) -> bytes:
    """The quote that a mail program writes below a reply."""
    lines = "\r\n".join(f"> {line}" for line in body(sent_mail).splitlines())
    return f"\r\n\r\nOn Wed, 25 Nov 2026 at 10:00, Countersign <{here.bot.address}> wrote:\r\n{lines}\r\n".encode()


def fresh_mail(here: MailFixture, sender: str, text: str, to: str = "", **headers: str) -> bytes:
    """A mail that answers none, from any address."""
    written = {
        "From": sender,
        "To": to or here.bot.address,
        "Subject": "A release",
        "Message-ID": f"<hostile-{next(_numbers)}@mail.test>",
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    head = "\r\n".join(f"{name}: {value}" for name, value in written.items())
    return f"{head}\r\n\r\n{text}\r\n".encode()


def report(here: MailFixture, sent_mail: EmailMessage, to: str, action: str, status: str, kind: str = "") -> bytes:
    """A mail server's report about a mail of ours, which it gives back whole."""
    fields = f"Final-Recipient: rfc822; {here.people['olive'].address}\r\nAction: {action}\r\nStatus: {status}"
    parts = (
        ("text/plain", "approve\r\nYour message could not be delivered."),
        (kind or "message/delivery-status", f"Reporting-MTA: dns; mx.example.test\r\n\r\n{fields}"),
        ("message/rfc822", sent_mail.as_bytes(policy=SMTP).decode("ascii", "replace")),
    )
    text = "".join(f"--r\r\nContent-Type: {type}\r\n\r\n{part}\r\n" for type, part in parts)
    return (
        f"From: Mail Delivery System <MAILER-DAEMON@example.test>\r\nTo: {to}\r\nSubject: Undelivered Mail\r\n"
        f"Message-ID: <r-{status}-{action}-{to}>\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"
        f'Content-Type: multipart/report; report-type=delivery-status; boundary="r"\r\n\r\n{text}--r--\r\n'
    ).encode()


def envelope_sender(here: MailFixture, sent_mail: EmailMessage) -> str:
    """Where a bounce of this mail goes."""
    id = str(sent_mail["Message-ID"]).encode()
    return next(took.sender for took in here.servers.submission.took if id in took.raw)


async def bounces(
    here: MailFixture, sent_mail: EmailMessage, action: str = "failed", status: str = "5.1.1", to: str = ""
) -> None:
    to = to or envelope_sender(here, sent_mail)
    await post(here, report(here, sent_mail, to, action, status), to, sender="", verdict="none")


async def post(here: MailFixture, raw: bytes, to: str, *, verdict: str = PASS, sender: str = "x@example.test") -> None:
    """Hands bytes to the MX, which writes this verdict on them."""

    def send() -> None:
        with smtplib.SMTP("127.0.0.1", here.servers.mx.port, timeout=60) as client:
            client.sendmail(sender, [to], raw)

    here.servers.mx.verdict = verdict
    await asyncio.to_thread(send)
    here.servers.mx.verdict = PASS


async def answer(here: MailFixture, sent_mail: EmailMessage, raw: bytes, **given: str) -> None:
    """Posts bytes to the reply address of this mail."""
    await post(here, raw, str(sent_mail["Reply-To"]).rpartition("<")[2].strip("> "), **given)


def taken(here: MailFixture) -> int:
    """How many mails the platform has judged for good."""
    row = sqlite_of(here.platform).reading.execute("SELECT count(*) FROM arrival WHERE channel='email'").fetchone()
    return int(row[0])


async def judged(here: MailFixture, mails: int) -> None:
    """Waits until so many mails in all are judged, those that were laid aside not counted."""
    await here.until(lambda: taken(here) >= mails)


def notes(here: MailFixture, what: str) -> list[str]:
    """The details of the audit's notes of this kind, oldest first."""
    return [note.detail for note in reversed(here.audit()) if note.what == what]


def sent_to(here: MailFixture, who: str) -> list[EmailMessage]:
    """The mails that the platform has sent to a person, delivered or not."""
    return [mail for mail in outgoing(here) if here.people[who].address in str(mail["To"])]


def outgoing(here: MailFixture) -> list[EmailMessage]:
    """All mails that the platform has sent."""
    return [email.message_from_bytes(took.raw, policy=modern) for took in here.servers.submission.took]


def still_waits(here: MailFixture) -> None:
    """The request is undecided, and no call ran."""
    assert (here.decisions(), here.ledger.lines) == ([], [])
    assert "ApprovalSettled" not in here.types(here.thread_ids()[0])


async def still_decidable(here: MailFixture, sent_mail: EmailMessage) -> None:
    """The attack has not used up the request: the person's own reply decides it, once, and the shown call runs."""
    still_waits(here)
    await here.replies("olive", sent_mail, "approve")
    await here.until(lambda: here.ledger.lines)
    (decided,) = here.decisions()
    assert (decided.person, decided.door, decided.decision) == ("olive", "email", "approve")
    assert len(here.ledger.lines) == 1


def stranger(here: MailFixture, name: str = "eve") -> str:
    """A person with a mailbox and without an entry in the directory."""
    account = here.servers.fresh()
    assert isinstance(here.people, Mapping)
    here.people[name] = account  # type: ignore[index]
    return account.address
