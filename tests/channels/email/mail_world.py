"""A platform that writes and reads real mail: Dovecot, a submission server, an MX; people with mailboxes and mail programs."""

import asyncio
import email
import email.policy
import imaplib
import itertools
import smtplib
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from email.message import EmailMessage
from pathlib import Path
from typing import Any, NamedTuple, TypeVar
from urllib.parse import quote

from bot.bootstrap import CountersignPlatform
from bot.core import events as e
from bot.core.agent import Agent
from bot.core.people import PeopleDirectory, Person
from bot.core.request_views import Request
from bot.core.steps import ModelAnswer
from bot.engine.channel_gateway import PlatformChannelGateway
from bot.secret_keys import SecretKeys
from bot.store.records import AuditNote
from bot.store.sqlite.store import open_sqlite_store
from channels.email.channel import EmailSurface, build
from channels.email.options import EmailOptions
from tests.busy_machine import stretch
from tests.empty_databases import lay_empty_database
from tests.platform_fixture import OutsideLedger, ScriptedModel, agent
from tests.servers.mail import AUTHSERV_ID, Account, Servers
from tests.sqlite_access import list_notes, read_log, sqlite_of

KEYS = SecretKeys(("a-secret-of-the-tests-that-is-long-enough",))
ORIGIN = "https://inbox.example.test"
NUMBERS = itertools.count(1)
"""Of Message-IDs: none comes twice, as it would of an address in memory."""
T = TypeVar("T")


class FetchedMailbox(NamedTuple):
    """What lay in a mailbox: the names of its files, and its mails, oldest first; `mails` are for reading alone."""

    files: frozenset[str]
    raws: list[bytes]
    mails: list[EmailMessage]


class MailFixture:
    """Both sides: the people with their mailboxes, and the platform with its log."""

    def __init__(
        self,
        servers: Servers,
        bot: Account,
        people: Mapping[str, Account],
        platform: CountersignPlatform,
        surface: EmailSurface,
        ledger: OutsideLedger,
        model: ScriptedModel,
    ) -> None:
        self.servers, self.bot, self.people = servers, bot, people
        self.platform, self.surface, self.ledger, self.model = platform, surface, ledger, model
        self.fetched: dict[str, FetchedMailbox] = {}

    async def writes(
        self, who: str, text: str, subject: str = "A release", to: str = "", **headers: str
    ) -> EmailMessage:
        """Somebody writes a new mail to the bot, through the MX of their domain."""
        mail = EmailMessage()
        mail["From"] = headers.pop("From", f"{who.title()} <{self.people[who].address}>")
        mail["To"] = to or self.bot.address
        mail["Subject"] = subject
        mail["Message-ID"] = headers.pop("Message_ID", f"<{who}-{next(NUMBERS)}@mail.test>")
        for name, value in headers.items():
            mail[name.replace("_", "-")] = value
        mail.set_content(text)
        await self.sends(mail, self.people[who].address, to or self.bot.address)
        return mail

    async def replies(self, who: str, to: EmailMessage, text: str, **headers: str) -> EmailMessage:
        """A reply as a mail program writes it: to Reply-To, with the quoted original below."""
        address = str(to["Reply-To"] or to["From"]).rpartition("<")[2].strip("> ")
        quoted = "\n".join(f"> {line}" for line in body(to).splitlines())
        whole = f"{text}\n\nOn Wed, 25 Nov 2026 at 10:00, Countersign <{self.bot.address}> wrote:\n{quoted}\n"
        linked = {
            "In_Reply_To": str(to["Message-ID"]),
            "References": f"{to['References'] or ''} {to['Message-ID']}".strip(),
        }
        subject = str(to["Subject"]) if str(to["Subject"]).startswith("Re:") else f"Re: {to['Subject']}"
        return await self.writes(who, whole, subject, headers.pop("To_", address), **linked, **headers)

    async def sends(self, mail: EmailMessage, sender: str, to: str) -> None:
        def send() -> None:
            with smtplib.SMTP("127.0.0.1", self.servers.mx.port, timeout=60) as client:
                client.send_message(mail, sender, [to])

        await asyncio.to_thread(send)

    async def fetch(self, who: str) -> FetchedMailbox:
        """A person's mailbox. It is fetched when other mails lie there than the last time."""
        account = self.people[who]
        there = self.servers.dove.list_mails(account.address)
        known = self.fetched.get(account.address)
        if known is None or known.files != there:
            raws = await asyncio.to_thread(fetch_mails, self.servers, account)
            known = self.fetched[account.address] = FetchedMailbox(there, raws, read_mails(raws))
        return known

    async def mails(self, who: str) -> list[EmailMessage]:
        """The mails in a person's mailbox, oldest first."""
        return read_mails((await self.fetch(who)).raws)

    async def mail(self, who: str, *words: str, after: int = 0, seconds: float = 60.0) -> EmailMessage:
        """The first mail behind the first `after` ones with these words, once it is there."""
        async with asyncio.timeout(stretch(seconds)):
            while True:
                box = await self.fetch(who)
                for raw, found in list(zip(box.raws, box.mails, strict=True))[after:]:
                    if all(word in f"{found['Subject']}\n{body(found)}" for word in words):
                        return read_mails([raw])[0]
                await asyncio.sleep(0.1)

    async def until(self, found: Callable[[], T | None], seconds: float = 60.0) -> T:
        async with asyncio.timeout(stretch(seconds)):
            while not (value := found()):
                await asyncio.sleep(0.05)
        return value

    async def pending(self) -> list[Request]:
        return (await self.platform.queries.list_requests(status="pending")).items

    async def request(self) -> Request:
        async with asyncio.timeout(stretch(60)):
            while not (found := await self.pending()):
                await asyncio.sleep(0.05)
        return found[0]

    def thread_ids(self) -> list[str]:
        rows = sqlite_of(self.platform).reading.execute("SELECT id FROM thread ORDER BY opened").fetchall()
        return [id for (id,) in rows]

    def log(self, thread: str = "") -> list[e.Event]:
        return [recorded.event for recorded in read_log(self.platform, thread or self.thread_ids()[-1])]

    def types(self, thread: str = "") -> list[str]:
        return [event.type for event in self.log(thread)]

    def decisions(self) -> list[e.Answered]:
        return [event for id in self.thread_ids() for event in self.log(id) if isinstance(event, e.Answered)]

    def audit(self) -> list[AuditNote]:
        return list_notes(self.platform, 1000)

    async def noted(self, what: str) -> AuditNote:
        return await self.until(lambda: next((note for note in self.audit() if note.what == what), None))


def directory_of(people: Mapping[str, Account], accounts: Callable[[str], str] = str) -> PeopleDirectory:
    """These people; all but Sam are managers. `accounts`: a person's address as the configuration writes it."""
    return PeopleDirectory(
        people={
            name: Person(
                id=name,
                name=name.title(),
                groups=() if name == "sam" else ("managers",),
                accounts={"email": accounts(account.address)},
            )
            for name, account in people.items()
        }
    )


def make_environ(servers: Servers, bot: Account, authserv_id: str = AUTHSERV_ID) -> dict[str, str]:
    """The settings of a platform with this mailbox."""
    name, password = quote(bot.address), quote(bot.password)
    return {
        "EMAIL_FROM": bot.address,
        "EMAIL_AUTHSERV_ID": authserv_id,
        "SMTP_URL": f"smtp://{name}:{password}@localhost:{servers.submission.port}",
        "IMAP_URL": f"imaps://{name}:{password}@localhost:{servers.dove.imaps}",
    }


def make_platform(
    folder: Path,
    ledger: OutsideLedger,
    directory: PeopleDirectory,
    environ: Mapping[str, str],
    agents: Agent | Sequence[Agent],
    script: Sequence[ModelAnswer | Exception],
    options: Mapping[str, Any] | None = None,
    **given: Any,
) -> tuple[CountersignPlatform, EmailSurface, ScriptedModel]:
    """A platform with mail over the database of this folder, not open yet."""
    own_agents = {each.name: each for each in ([agents] if isinstance(agents, Agent) else agents)}
    model = ScriptedModel(*script)
    models = dict.fromkeys(own_agents, model)
    lay_empty_database(folder / "house.db", KEYS)
    opening = {"connect": given.pop("connect")} if "connect" in given else {}
    store = open_sqlite_store(f"sqlite:///{folder / 'house.db'}", lambda: KEYS, **opening)
    platform = CountersignPlatform(store, list(own_agents.values()), directory, models, **given)
    gateway = PlatformChannelGateway(platform, "email", environ, ORIGIN)
    try:
        surface = build(EmailOptions.model_validate(options or {}), gateway)
    except BaseException:
        store.close_unused()
        raise
    platform.add_channels([surface])
    return platform, surface, model


@asynccontextmanager
async def correspondence(
    servers: Servers,
    folder: Path,
    *script: ModelAnswer | Exception,
    options: Mapping[str, Any] | None = None,
    agents: Callable[[OutsideLedger], Agent | Sequence[Agent]] = agent,
    bot: Account | None = None,
    people: Mapping[str, Account] | None = None,
    authserv_id: str = AUTHSERV_ID,
    accounts: Callable[[str], str] = str,
    unset: Sequence[str] = (),
    **given: Any,
) -> AsyncIterator[MailFixture]:
    """A platform with a mailbox of its own, and Sam, Olive and Max with theirs. Mail passes DMARC until a test says otherwise.

    `accounts`: a person's address as the configuration writes it. `unset`: names missing in the environment. Agents share
    the script.
    """
    bot = bot or servers.fresh()
    people = people or {name: servers.fresh() for name in ("sam", "olive", "max")}
    directory = directory_of(people, accounts)
    servers.mx.verdict = "dmarc=pass header.from=example.test"
    environ = make_environ(servers, bot, authserv_id)
    for name in unset:
        del environ[name]
    ledger = OutsideLedger(folder / "ledger")
    platform, surface, model = make_platform(
        folder, ledger, directory, environ, agents(ledger), script, options, **given
    )
    async with platform:
        yield MailFixture(servers, bot, people, platform, surface, ledger, model)


def body(mail: EmailMessage) -> str:
    """The plain text."""
    part = mail.get_body(("plain",))
    return part.get_content() if part else ""


def fetch_mails(servers: Servers, account: Account) -> list[bytes]:
    """The mails in the mailbox of `account`, oldest first, as IMAP gives them."""
    with imaplib.IMAP4("127.0.0.1", servers.dove.imap) as client:
        client.login(*account.login)
        client.select("INBOX", readonly=True)
        (found,) = client.search(None, "ALL")[1]
        parts = [client.fetch(number, "(BODY.PEEK[])")[1][0] for number in found.split()]
        return [part[1] for part in parts if isinstance(part, tuple)]


def read_mails(raws: Sequence[bytes]) -> list[EmailMessage]:
    return [email.message_from_bytes(raw, policy=email.policy.default) for raw in raws]
